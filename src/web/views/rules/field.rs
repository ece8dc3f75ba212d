//! One field of the form: its words, its inputs, what is wrong with it.

use maud::{Markup, html};

use super::picture::kind_picture;
use crate::app::setup::amend::RulesFault;
use crate::folder::rules::form::{Filled, RulesForm, Section, Widget, has_lines};

/// What the fields are drawn with.
pub struct Page<'p> {
    pub form: &'p RulesForm,
    /// The part that is shown.
    pub at: &'p str,
    /// What is wrong, by the name of the field or of the table.
    pub faults: Vec<(String, &'p RulesFault)>,
    /// How many judges each group has, by its id.
    pub seats: &'p [(String, usize)],
    /// The field that somebody wants to see.
    pub focus: &'p str,
    /// Whether nothing may be changed.
    pub locked: bool,
}

impl<'p> Page<'p> {
    /// What is wrong with a field.
    fn problems(&self, name: &str) -> Vec<&'p RulesFault> {
        self.faults.iter().filter(|(known, _)| known == name).map(|(_, fault)| *fault).collect()
    }
}

/// The fields of a table that are asked for, in that order; ids folded away.
pub fn named_fields(page: &Page<'_>, section: &Section, keys: &[&str]) -> Markup {
    html! {
        @for key in keys { @if let Some(field) = section.field(key) { (whole(page, field, &[])) } }
    }
}

/// Keys that stand on the line of another.
const BESIDE: [(&str, &[&str]); 2] = [("method", &["drop_highest", "drop_lowest"]), ("opens", &["after", "hold"])];
/// Keys of a table that are seldom filled in, which are folded away.
const SELDOM: [(&str, &[&str]); 1] = [("aggregate", &["min_cards", "too_few", "recusal", "empty_group"])];

/// All fields of a table, a line each; those that are seldom filled in are folded away while they say nothing special.
pub fn of_row(page: &Page<'_>, section: &Section) -> Markup {
    let seldom = SELDOM.iter().find(|(key, _)| *key == section.shape.key).map_or(&[][..], |(_, keys)| keys);
    let is_beside = |field: &&Filled| {
        let key = field.field.key;
        !BESIDE.iter().any(|(of, keys)| keys.contains(&key) && section.field(of).is_some())
    };
    let (folded, open): (Vec<&Filled>, Vec<&Filled>) =
        section.fields.iter().filter(is_beside).partition(|field| seldom.contains(&field.field.key));
    let is_special = |field: &&Filled| {
        let value = field.values.first().map(String::as_str).unwrap_or_default();
        value != field.field.widget.default() || !page.problems(&field.name).is_empty() || page.focus == field.name
    };
    html! {
        @for field in open { (whole(page, field, &beside(section, field))) }
        @if !folded.is_empty() {
            details.more open[folded.iter().any(is_special)] #{ "fold-" (section.name) } {
                summary { "少用的设置：" (folded.iter().map(|field| field.field.label).collect::<Vec<_>>().join("、")) }
                @for field in folded { (whole(page, field, &[])) }
            }
        }
    }
}

/// The fields that stand on the line of another.
fn beside<'s>(section: &'s Section, field: &Filled) -> Vec<&'s Filled> {
    let keys = BESIDE.iter().find(|(key, _)| *key == field.field.key).map_or(&[][..], |(_, keys)| keys);
    keys.iter().filter_map(|key| section.field(key)).collect()
}

/// A field below its words, beside others.
pub fn cell(page: &Page<'_>, field: &Filled, label: &str) -> Markup {
    html! {
        div.cell.(size(field)) { span.cap { (field.field.label) } (input(page, field, label)) }
    }
}

/// How wide such a field is.
fn size(field: &Filled) -> &'static str {
    match field.field.widget {
        Widget::Figure | Widget::Count | Widget::Quota => "narrow",
        Widget::Long => "wide",
        Widget::Choice(_) | Widget::Switch(_) | Widget::Grades | Widget::Groups => "free",
        _ => "plain",
    }
}

/// A field with its words on a line of its own.
fn whole(page: &Page<'_>, field: &Filled, beside: &[&Filled]) -> Markup {
    let (label, hint) = (field.field.label, field.field.hint);
    html! {
        @match field.field.widget {
            Widget::Kind(_) => (input(page, field, label)),
            Widget::Id => details.more open[!page.problems(&field.name).is_empty()] #{ "fold-" (field.name) } {
                summary { "编号" span { " " (field.values.first().map_or("", String::as_str)) } }
                div.line { (named(field, label)) div.in { (input(page, field, label)) span.hint { (hint) } } }
            },
            _ => div.line {
                (named(field, label))
                div.in {
                    (input(page, field, label))
                    @for other in beside {
                        span.beside { label for=(other.name) { (other.field.label) } (input(page, other, other.field.label)) }
                    }
                    @if !hint.is_empty() { span.hint { (hint) } }
                }
            },
        }
    }
}

/// The words beside a field: a label of its input, where it has one alone.
fn named(field: &Filled, label: &str) -> Markup {
    let is_one = matches!(
        field.field.widget,
        Widget::Id
            | Widget::Words
            | Widget::Long
            | Widget::Figure
            | Widget::Count
            | Widget::Figures
            | Widget::Texts
            | Widget::Component
            | Widget::Stage
            | Widget::Quota
    );
    html! {
        @if is_one { label for=(field.name) { (label) } } @else { span #{ "label-" (field.name) } { (label) } }
    }
}

/// The inputs of a field. `label` says what it is to those who do not see the words beside it.
pub fn input(page: &Page<'_>, field: &Filled, label: &str) -> Markup {
    let problems = page.problems(&field.name);
    let wrong = Wrong { is: !problems.is_empty(), focus: page.focus == field.name };
    let first = field.values.first().map(String::as_str).unwrap_or_default();
    let second = field.values.get(1).map(String::as_str).unwrap_or_default();
    html! {
        @match field.field.widget {
            Widget::Words | Widget::Id if !has_lines(first) => (line(&field.name, first, label, "text", wrong)),
            Widget::Words | Widget::Id | Widget::Long => (area(&field.name, first, label, wrong)),
            Widget::Figure => (line(&field.name, first, label, "decimal", wrong)),
            Widget::Count => (count(&field.name, first, label, wrong)),
            Widget::Figures | Widget::Texts | Widget::Quota => (line(&field.name, first, label, "text", wrong)),
            Widget::Choice(words) | Widget::Switch(words) => (choice(&field.name, first, words, label, wrong)),
            Widget::Way => (choice(&field.name, first, WAYS, label, wrong)),
            Widget::Kind(words) => (kinds(&field.name, first, words, wrong)),
            Widget::Groups => (ticks(&field.name, &field.values, &page.form.offers.groups, label, wrong)),
            Widget::Grades => (ticks(&field.name, &field.values, &grades(page, &field.name), label, wrong)),
            Widget::Component => (component(page, field, first, wrong)),
            Widget::Stage => (stage(field, (first, second), label, wrong)),
            Widget::Above => {
                (line(&field.name, first, "多少分以上", "decimal", wrong)) span { "分以上的不超过" }
                (line(&format!("{}:share", field.name), second, "不超过应评数的百分之几", "text", wrong))
            },
            Widget::Comment(words) => {
                (select(&field.name, first, words, label, wrong))
                @if first.starts_with("required") {
                    (line(&format!("{}:below", field.name), second, "低于满分的百分之几", "text", wrong))
                }
            },
            Widget::Pairs => (pairs(field, wrong)),
            Widget::Ties => (ties(page, field, wrong)),
        }
        @for problem in problems { p.alert #{ "fault-" (field.name) } { (problem.problem) } }
    }
}

const WAYS: &[(&str, &str)] = &[("step", "每位减若干分"), ("percent", "每位减百分之几"), ("table", "逐位写明")];

/// What an input is marked with.
#[derive(Clone, Copy)]
struct Wrong {
    is: bool,
    focus: bool,
}

impl Wrong {
    fn invalid(self) -> Option<&'static str> {
        self.is.then_some("true")
    }
}

fn line(name: &str, value: &str, label: &str, mode: &str, wrong: Wrong) -> Markup {
    html! {
        input #(name) .(if mode == "decimal" { "figure" } else { "words" }) type="text" name=(name) value=(value) aria-label=(label) inputmode=(mode) maxlength="400"
            autocomplete="off" aria-invalid=[wrong.invalid()] autofocus[wrong.focus];
    }
}

fn area(name: &str, value: &str, label: &str, wrong: Wrong) -> Markup {
    html! {
        // a text area swallows the first line end
        textarea #(name) name=(name) aria-label=(label) rows="2" maxlength="4000" aria-invalid=[wrong.invalid()] autofocus[wrong.focus] { "\n" (value) }
    }
}

/// A whole number with a step down and one up, which the script makes work.
fn count(name: &str, value: &str, label: &str, wrong: Wrong) -> Markup {
    html! {
        span.num {
            button type="button" hidden data-step="-1" aria-label={ (label) "，减一" } { "−" }
            input #(name) type="text" name=(name) value=(value) aria-label=(label) inputmode="numeric" maxlength="10" autocomplete="off"
                aria-invalid=[wrong.invalid()] autofocus[wrong.focus];
            button type="button" hidden data-step="1" aria-label={ (label) "，加一" } { "+" }
        }
    }
}

/// Words side by side where they are few and short; what the text says and the form does not know stays to be chosen.
fn choice(name: &str, value: &str, words: &[(&str, &str)], label: &str, wrong: Wrong) -> Markup {
    const WIDE: usize = 36;
    let length: usize = words.iter().map(|word| word.1.chars().count() + 2).sum();
    if length > WIDE {
        return select(name, value, words, label, wrong);
    }
    let is_known = words.iter().any(|(word, _)| *word == value);
    html! {
        div.seg #(name) role="radiogroup" aria-label=(label) {
            @for (word, said) in words {
                label { input type="radio" name=(name) value=(word) checked[*word == value] aria-invalid=[wrong.invalid()]; span { (said) } }
            }
            @if !is_known { label { input type="radio" name=(name) value=(value) checked; span { (value) } } }
        }
    }
}

fn select(name: &str, value: &str, words: &[(&str, &str)], label: &str, wrong: Wrong) -> Markup {
    let is_known = words.iter().any(|(word, _)| *word == value);
    html! {
        select #(name) name=(name) aria-label=(label) aria-invalid=[wrong.invalid()] autofocus[wrong.focus] {
            @for (word, said) in words { option value=(word) selected[*word == value] { (said) } }
            @if !is_known { option value=(value) selected { (value) } }
        }
    }
}

fn kinds(name: &str, value: &str, words: &[(&str, &str, &str)], wrong: Wrong) -> Markup {
    html! {
        div.kinds #(name) role="radiogroup" aria-label="怎么评" {
            @for (word, said, does) in words {
                label {
                    input type="radio" name=(name) value=(word) checked[*word == value] aria-invalid=[wrong.invalid()];
                    span.kind { (kind_picture(word)) b { (said) } small { (does) } }
                }
            }
            @if !words.iter().any(|(word, ..)| *word == value) {
                label { input type="radio" name=(name) value=(value) checked; span.kind { b { @if value.is_empty() { "未选" } @else { (value) } } } }
            }
        }
    }
}

/// Boxes to be ticked; an empty value goes along, which says that the boxes were there.
fn ticks(name: &str, chosen: &[String], offers: &[(String, String)], label: &str, wrong: Wrong) -> Markup {
    let strange = chosen.iter().filter(|id| !offers.iter().any(|(known, _)| known == *id));
    html! {
        div.ticks #(name) role="group" aria-label=(label) {
            input type="hidden" name=(name) value="";
            @for (id, said) in offers {
                label { input type="checkbox" name=(name) value=(id) checked[chosen.contains(id)] aria-invalid=[wrong.invalid()]; span { (said) } }
            }
            @for id in strange { label { input type="checkbox" name=(name) value=(id) checked; span { (id) } } }
        }
    }
}

/// The grades of the component that a field stands in.
fn grades(page: &Page<'_>, name: &str) -> Vec<(String, String)> {
    let component: Vec<&str> = name.split('.').take(2).collect();
    let component = page.form.section(&component.join("."));
    let grades = component.and_then(|part| part.part("grade")).map_or(&[][..], |part| &part.sections);
    grades.iter().map(|grade| (grade.id.clone(), grade.title.clone())).collect()
}

fn component(page: &Page<'_>, field: &Filled, value: &str, wrong: Wrong) -> Markup {
    let offers = page.form.offers.components.iter().map(|(word, said)| (word.as_str(), said.as_str()));
    let words: Vec<(&str, &str)> = [("", "总分")].into_iter().chain(offers).collect();
    select(&field.name, value, &words, field.field.label, wrong)
}

/// Decimals of a stage, and the mode that it has for itself.
fn stage(field: &Filled, (decimals, mode): (&str, &str), label: &str, wrong: Wrong) -> Markup {
    const MODES: &[(&str, &str)] =
        &[("", "办法同上"), ("half-up", "四舍五入"), ("half-even", "四舍六入五成双"), ("down", "只舍不入")];
    html! {
        (count(&field.name, decimals, &format!("{label}保留几位小数"), wrong)) span { "位" }
        @if !decimals.is_empty() { (select(&format!("{}:mode", field.name), mode, MODES, &format!("{label}的取舍办法"), wrong)) }
    }
}

/// Shares and what they give, and an empty line for one more.
fn pairs(field: &Filled, wrong: Wrong) -> Markup {
    let count = field.values.len() / 2;
    let value = |at: usize| field.values.get(at).map(String::as_str).unwrap_or_default();
    html! {
        div.list-of #(field.name) {
            @for row in 0..=count {
                div.pair {
                    span { "占比达到" }
                    input.figure type="text" name=(field.name) value=(value(row * 2)) aria-label={ "第 " (row + 1) " 行的占比" } maxlength="40" autocomplete="off" aria-invalid=[wrong.invalid()];
                    span { "得" }
                    input.figure type="text" name=(field.name) value=(value(row * 2 + 1)) aria-label={ "第 " (row + 1) " 行的得分" } inputmode="decimal" maxlength="40" autocomplete="off" aria-invalid=[wrong.invalid()];
                    @if row < count { (turns(&format!("{}.{row}", field.name), (row, count), &format!("第 {} 行", row + 1))) }
                }
            }
        }
    }
}

/// What parts equal totals, in order, and an empty line for one more.
fn ties(page: &Page<'_>, field: &Filled, wrong: Wrong) -> Markup {
    let offers: Vec<(&str, &str)> =
        page.form.offers.ties.iter().map(|(word, said)| (word.as_str(), said.as_str())).collect();
    let count = field.values.len();
    html! {
        ol.list-of #(field.name) {
            @for (row, value) in field.values.iter().enumerate() {
                li.pair {
                    span { (row + 1) }
                    (select_of(&field.name, value, &offers, &format!("第 {} 步比什么", row + 1), wrong))
                    (turns(&format!("{}.{row}", field.name), (row, count), &format!("第 {} 步", row + 1)))
                }
            }
            li.pair {
                span { (count + 1) }
                @let more: Vec<(&str, &str)> = [("", "再比……")].into_iter().chain(offers.iter().copied()).collect();
                (select_of(&field.name, "", &more, "再比什么", wrong))
            }
        }
    }
}

fn select_of(name: &str, value: &str, words: &[(&str, &str)], label: &str, wrong: Wrong) -> Markup {
    let is_known = words.iter().any(|(word, _)| *word == value);
    html! {
        select name=(name) aria-label=(label) aria-invalid=[wrong.invalid()] {
            @for (word, said) in words { option value=(word) selected[*word == value] { (said) } }
            @if !is_known { option value=(value) selected { (value) } }
        }
    }
}

/// The buttons of a row: up, down, away.
pub fn turns(way: &str, (row, count): (usize, usize), what: &str) -> Markup {
    html! {
        span.turns {
            @if row > 0 { button name="do" value={ "up:" (way) } formnovalidate aria-label={ "上移" (what) } { "↑" } }
            @if row + 1 < count { button name="do" value={ "down:" (way) } formnovalidate aria-label={ "下移" (what) } { "↓" } }
            button name="do" value={ "remove:" (way) } formnovalidate aria-label={ "删去" (what) } { "删去" }
        }
    }
}
