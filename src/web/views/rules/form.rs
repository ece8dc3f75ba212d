//! The rules as a form: components along the top, one part of the rules at a time below them. What is not shown is in the
//! text, which goes along.

use maud::{Markup, html};

use super::field::{Page, cell, named_fields, of_row};
use super::picture::strip_colour;
use super::table::{groups_of, rows};
use crate::folder::rules::form::{How, Part, RulesForm, Section};
use crate::scoring::rules::Rules;
use crate::web::views::figure::share;

/// The parts of the rules besides components: how the address names them, what they are called, and their tables.
pub const TABS: [(&str, &str, &[&str]); 6] = [
    ("groups", "评委组与难度", &["group", "class"]),
    ("rounding", "名称与取舍", &["rounding"]),
    ("adjust", "加减分与否决", &["adjustments", "veto"]),
    ("places", "名次", &["ranking"]),
    ("awards", "奖项与等次", &["award", "band"]),
    ("limits", "打分的限制", &["limits"]),
];

/// The part that a name of the form stands in.
pub fn tab_of(name: &str) -> String {
    let mut steps = name.split('.');
    match (steps.next(), steps.next()) {
        (Some("component"), Some(row)) => format!("component.{row}"),
        (Some("component"), None) => "component.0".to_owned(),
        (Some(table), _) => {
            let tab = TABS.iter().find(|(_, _, tables)| tables.contains(&table));
            tab.map_or("rounding", |(tab, _, _)| tab).to_owned()
        }
        (None, _) => "rounding".to_owned(),
    }
}

/// The part that is shown where another is asked for that there is not.
pub fn shown<'a>(form: &RulesForm, at: &'a str) -> &'a str {
    let is_there = TABS.iter().any(|(tab, _, _)| *tab == at)
        || at
            .strip_prefix("component.")
            .and_then(|row| row.parse().ok())
            .is_some_and(|row: usize| row < form.components().len());
    match (is_there, form.components().is_empty()) {
        (true, _) => at,
        (false, false) => "component.0",
        (false, true) => "groups",
    }
}

/// The middle of the page.
pub fn middle(page: &Page<'_>, rules: Option<&Rules>) -> Markup {
    html! {
        (strip(page, rules))
        div.tabs role="group" aria-label="规则的其他部分" {
            @for (tab, name, _) in TABS {
                button name="do" value={ "go:" (tab) } .on[page.at == tab] aria-current=[(page.at == tab).then_some("true")]
                    formnovalidate { (name) @if has_faults(page, tab) { " " b.mark { "有问题" } } }
            }
        }
        fieldset.card.ed disabled[page.locked] { (part(page)) }
    }
}

fn has_faults(page: &Page<'_>, tab: &str) -> bool {
    page.faults.iter().any(|(name, _)| tab_of(name) == tab)
}

/// The components, each with its share of the total.
fn strip(page: &Page<'_>, rules: Option<&Rules>) -> Markup {
    html! {
        div.strip role="group" aria-label="评分环节" {
            @for (index, part) in page.form.components().iter().enumerate() {
                @let tab = format!("component.{index}");
                button.cp name="do" value={ "go:" (tab) } .on[page.at == tab] aria-current=[(page.at == tab).then_some("true")] formnovalidate {
                    b { (title(part)) }
                    small { (kind(part)) @if has_faults(page, &tab) { " · " b.mark { "有问题" } } }
                    span { (part_share(part, rules, index)) }
                    i.(strip_colour(index)) {}
                }
            }
            @if !page.locked { button.cp.more name="do" value="add:component" formnovalidate { "加一个环节" } }
        }
    }
}

fn title(part: &Section) -> &str {
    if part.title.is_empty() { "（没有名称）" } else { &part.title }
}

fn kind(part: &Section) -> String {
    use crate::folder::rules::form::KINDS;
    let kind = part.value("kind");
    let word = KINDS.iter().find(|known| known.0 == kind).map_or("未选怎么评", |known| known.1);
    match kind {
        "measure" => format!("{word}，来自表格"),
        _ => word.to_owned(),
    }
}

/// The share of a component in the sum of weights; its weight where the rules are not sound.
fn part_share(part: &Section, rules: Option<&Rules>, index: usize) -> String {
    match rules.and_then(|rules| rules.components.get(index).map(|known| share(rules, known.weight))) {
        Some(share) if !share.is_empty() => share,
        _ if part.value("weight").is_empty() => "×1".to_owned(),
        _ => format!("×{}", part.value("weight")),
    }
}

fn part(page: &Page<'_>) -> Markup {
    match page.form.section(page.at) {
        Some(component) if page.at.starts_with("component.") => self::component(page, component),
        _ => {
            let tables = TABS.iter().find(|(tab, _, _)| *tab == page.at).map_or(&[][..], |(_, _, tables)| tables);
            html! {
                @if page.at == "rounding" { (named_fields(page, &page.form.file, &["title"])) }
                @for key in tables {
                    @if let Some(part) = page.form.file.part(key) { (tables_of(page, part)) }
                }
            }
        }
    }
}

/// The tables of a shape, under their heading.
fn tables_of(page: &Page<'_>, part: &Part) -> Markup {
    html! {
        @match part.shape.how {
            How::Rows => (rows(page, part)),
            How::ByGroup => {},
            How::Once => {
                @for section in &part.sections {
                    @if !section.fields.is_empty() || !section.parts.is_empty() {
                        h3 #{ "at-" (section.name) } { (part.shape.label) @if !part.shape.hint.is_empty() { small { (part.shape.hint) } } }
                        (of_row(page, section))
                        @for inner in &section.parts { (tables_of(page, inner)) }
                    }
                }
            },
            How::Wanted => (wanted(page, part)),
        }
    }
}

/// A table that somebody may want, with the button that brings it or takes it away.
fn wanted(page: &Page<'_>, part: &Part) -> Markup {
    let label = part.shape.label;
    html! {
        @match part.sections.first().filter(|section| section.is_written) {
            Some(section) => {
                h3 #{ "at-" (section.name) } {
                    (label) small { (part.shape.hint) }
                    button.plain name="do" value={ "remove:" (part.name) } formnovalidate aria-label={ "不用" (label) } { "不用" }
                }
                (of_row(page, section))
                @for inner in &section.parts { (tables_of(page, inner)) }
            },
            None if part.applies => {
                h3.maybe { button.btn name="do" value={ "add:" (part.name) } formnovalidate { "启用：" (label) } small { (part.shape.hint) } }
            },
            None => {},
        }
    }
}

/// One component: how it is judged, then whatever that asks for.
fn component(page: &Page<'_>, part: &Section) -> Markup {
    let last = page.form.components().len().saturating_sub(1);
    let place = part.name.strip_prefix("component.").and_then(|row| row.parse::<usize>().ok()).unwrap_or_default();
    let above = ["name", "weight"];
    let is_other = |key: &&str| !above.contains(key) && !["kind", "id"].contains(key);
    let others: Vec<&str> = part.fields.iter().map(|field| field.field.key).filter(is_other).collect();
    let inner = |key: &str| part.part(key).map(|inner| tables_of(page, inner));
    html! {
        h3 #{ "at-" (part.name) } { (title(part)) "怎么评" small { "选一种，下面只出现它用得着的设置" } }
        (named_fields(page, part, &["kind"]))
        div.cells { @for key in above { @if let Some(field) = part.field(key) { (cell(page, field, field.field.label)) } } }
        (named_fields(page, part, &["id"]))
        (named_fields(page, part, &others))
        @for key in ["points", "grade", "steps"] { @if let Some(inner) = inner(key) { (inner) } }
        @if let Some(inner) = inner("aggregate") { (inner) }
        (groups_of(page, part))
        @for key in ["criterion", "release", "balance", "by_place"] { @if let Some(inner) = inner(key) { (inner) } }
        div.row.turns {
            @if place > 0 { button.btn name="do" value={ "up:" (part.name) } formnovalidate { "把这个环节前移" } }
            @if place < last { button.btn name="do" value={ "down:" (part.name) } formnovalidate { "把这个环节后移" } }
            button.btn name="do" value={ "remove:" (part.name) } formnovalidate { "删去这个环节" }
        }
    }
}
