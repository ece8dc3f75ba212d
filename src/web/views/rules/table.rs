//! Rows of the form: criteria, grades, groups, awards and the like, and the groups of a component.

use maud::{Markup, html};

use super::field::{Page, cell, input, of_row, turns};
use crate::folder::rules::form::{Filled, Part, Section, Widget};

/// Keys of rows that are seldom filled in, which are folded away.
const SELDOM: [(&str, &[&str]); 2] =
    [("criterion", &["min", "weight", "comment"]), ("award", &["from", "by", "at_least", "at_most", "tracks"])];

/// All rows of a list, each on a line, and the button for one more.
pub fn rows(page: &Page<'_>, part: &Part) -> Markup {
    let label = part.shape.label;
    html! {
        h3 #{ "at-" (part.name) } {
            (label) small { @if part.shape.key == "criterion" { (full(part)) } @else { (part.shape.hint) } }
        }
        @for (row, section) in part.sections.iter().enumerate() { (one(page, part, section, row)) }
        @if part.applies {
            div.row { button.btn name="do" value={ "add:" (part.name) } formnovalidate { (more(part.shape.key)) } }
        }
    }
}

/// What the criteria of a card add up to.
fn full(part: &Part) -> String {
    use rust_decimal::Decimal;
    let sum = part.sections.iter().try_fold(Decimal::ZERO, |sum, criterion| {
        let weight = criterion.value("weight");
        let weight = if weight.is_empty() { Decimal::ONE } else { weight.parse().ok()? };
        sum.checked_add(criterion.value("max").parse::<Decimal>().ok()?.checked_mul(weight)?)
    });
    sum.map(|sum| format!("一张卡合计 {}", sum.normalize())).unwrap_or_default()
}

fn more(key: &str) -> &'static str {
    match key {
        "criterion" => "加一项指标",
        "grade" => "加一个等次",
        "group" => "加一个评委组",
        "class" => "加一个类别",
        "award" => "加一个奖项",
        "band" => "加一个分数等次",
        "override" => "加一条",
        _ => "加一项",
    }
}

fn one(page: &Page<'_>, part: &Part, section: &Section, row: usize) -> Markup {
    let what = if section.title.is_empty() {
        format!("{}第 {} 行", part.shape.label, row + 1)
    } else {
        section.title.clone()
    };
    let seldom = SELDOM.iter().find(|(key, _)| *key == part.shape.key).map_or(&[][..], |(_, keys)| keys);
    let is_folded = |field: &&Filled| {
        field.field.widget == Widget::Id && part.shape.key != "class" || seldom.contains(&field.field.key)
    };
    let (folded, open): (Vec<&Filled>, Vec<&Filled>) = section.fields.iter().partition(is_folded);
    // what is said, or wrong, is seen without being looked for
    let is_said = folded.iter().any(|field| {
        let is_wrong = page.faults.iter().any(|(name, _)| *name == field.name);
        is_wrong || page.focus == field.name || field.is_written && field.field.widget != Widget::Id
    });
    html! {
        div.item #{ "at-" (section.name) } role="group" aria-label=(what) {
            div.cells { @for field in open { (cell(page, field, &format!("{what}：{}", field.field.label))) } }
            div.under {
                @if !folded.is_empty() {
                    details.more open[is_said] #{ "fold-" (section.name) } {
                        summary { @if seldom.is_empty() { "编号 " span { (section.id) } } @else { "其他设置" } }
                        @for field in folded {
                            div.line {
                                span { (field.field.label) }
                                div.in { (input(page, field, &format!("{what}：{}", field.field.label))) span.hint { (field.field.hint) } }
                            }
                        }
                    }
                }
                (turns(&section.name, (row, part.sections.len()), &what))
            }
        }
    }
}

/// The groups that judge a component: seats, weight, and what is said of one alone.
pub fn groups_of(page: &Page<'_>, component: &Section) -> Markup {
    let Some(part) =
        component.part("aggregate").and_then(|part| part.sections.first()).and_then(|table| table.part("group"))
    else {
        return html! {};
    };
    let groups = page.form.file.part("group").map_or(&[][..], |part| &part.sections);
    let aggregate = component.part("aggregate").and_then(|part| part.sections.first());
    html! {
        @if !part.sections.is_empty() {
            h3 { (count(part.sections.len())) "个组" small { "权重只看比例" } }
            div.wide-table {
                table.gx {
                    thead { tr { th scope="col" { "评委组" } th scope="col" { "席" } th.r scope="col" { "权重" } th scope="col" { "办法" } th scope="col" {} } }
                    tbody {
                        @for own in &part.sections {
                            @let group = groups.iter().find(|group| group.id == own.id);
                            tr #{ "at-" (own.name) } {
                                td { (own.title) }
                                td { (page.seats.iter().find(|(id, _)| *id == own.id).map_or(0, |(_, seats)| *seats)) }
                                td.r { @if let Some(weight) = group.and_then(|group| group.field("weight")) { (input(page, weight, &format!("{}的权重", own.title))) } }
                                td { (method(own, aggregate)) @if let Some(group) = group { (covers(group)) } }
                                td {
                                    @if own.is_written {
                                        button.plain name="do" value={ "remove:" (own.name) } formnovalidate aria-label={ (own.title) "改回与环节相同" } { "改回与环节相同" }
                                    } @else {
                                        button.plain name="do" value={ "add:" (own.name) } formnovalidate aria-label={ (own.title) "本组另设" } { "本组另设" }
                                    }
                                }
                            }
                        }
                    }
                }
            }
            @for own in part.sections.iter().filter(|own| own.is_written) {
                div.item role="group" aria-label={ (own.title) "另设" } {
                    p.of { b { (own.title) } " 另设，没有填的与环节相同" }
                    (of_row(page, own))
                }
            }
        }
    }
}

fn covers(group: &Section) -> &'static str {
    match group.value("covers") {
        "own-unit" => "；只评本单位",
        "other-units" => "；不评本单位",
        _ => "",
    }
}

/// How the cards of a group are aggregated, in words.
fn method(own: &Section, aggregate: Option<&Section>) -> String {
    let of = |key: &str| {
        let own = own.value(key);
        if own.is_empty() { aggregate.map_or("", |aggregate| aggregate.value(key)) } else { own }
    };
    let said = match of("method") {
        "trimmed-mean" => {
            let number = |key: &str| of(key).parse::<usize>().unwrap_or(1);
            format!("去{}高{}低", count(number("drop_highest")), count(number("drop_lowest")))
        }
        "median" => "中位数".to_owned(),
        _ => "平均".to_owned(),
    };
    if own.is_written { said + "（本组另设）" } else { said }
}

/// A small number in words.
fn count(number: usize) -> String {
    const WORDS: [&str; 11] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    WORDS.get(number).map_or_else(|| number.to_string(), |word| (*word).to_owned())
}
