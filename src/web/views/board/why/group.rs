//! One group's part in a component: its cards, what the method made of them, who is left out.

use maud::{Markup, html};

use super::super::chosen::ResultPage;
use crate::scoring::trace::{GroupTrace, ListTrace, ValueTrace};
use crate::web::views::explained::{self, aside, given, left_out, method, stand_ins};
use crate::web::views::figure::{decimal, steps};

pub(super) fn part(page: &ResultPage<'_>, group: &GroupTrace) -> Markup {
    let cards = group.lists.first().map_or(0, |list| list.values.len());
    html! {
        div.gp {
            h4 {
                @if group.name.is_empty() { "全部评委" } @else { (group.name) }
                @if let Some(weight) = &group.weight { small { "权重 " (weight) } }
                span { (cards) " 张" }
            }
            @for list in &group.lists {
                @if !list.name.is_empty() { p.crit-name { (list.name) } }
                (marks(page, group, list))
                @for said in stand_ins(list) { p.out-note { (said) } }
                // a single list is the group's score, which says the same and its rounding
                @let single = group.score.as_ref().filter(|_| list.criterion.is_none());
                @if let Some(share) = &list.steps {
                    p.calc {
                        (explained::share(share))
                        span { "得 " (group.score.as_ref().map_or(&share.value, |score| &score.rounded)) }
                    }
                } @else if let Some(result) = single.or(list.result.as_ref()) {
                    p.calc { (method(group, list)) span { (steps(result)) } }
                }
                @if let Some(weighted) = &list.weighted {
                    p.calc { "乘以权重" span { (steps(weighted)) } }
                }
            }
            @if let Some(score) = group.score.as_ref().filter(|_| group.lists.len() > 1) {
                p.calc { "该组得分" span { (steps(score)) } }
            }
            @for said in left_out(group, true) { p.out-note { (said) } }
        }
    }
}

/// The counted values, lowest first; what does not count is struck through or, of a median, pale.
fn marks(page: &ResultPage<'_>, group: &GroupTrace, list: &ListTrace) -> Markup {
    let median = group.method == "median";
    html! {
        p.mk {
            @for value in &list.values {
                @let seat = page.may.marks.then(|| seat(value));
                @let given = given(value).map(|given| format!("{given} "));
                @let figure = html! { @if let Some(given) = &given { (given) } (decimal(&value.value)) };
                @match aside(group, value) {
                    None => span title=[seat] { (figure) @if value.stand_in { i { "（本人均分）" } } }
                    Some(why) if median => span.aside title=[seat] { (figure) span.vh { (why) } }
                    Some(why) => del title=[seat] { (figure) span.vh { (why) } }
                }
            }
        }
    }
}

/// Whose value it is, and how it came about.
fn seat(value: &ValueTrace) -> String {
    let ballot = given(value).unwrap_or_default();
    let made = value.stage.as_ref().map(steps).into_iter();
    let words = [value.name.clone(), ballot].into_iter().filter(|word| !word.is_empty()).chain(made);
    words.collect::<Vec<_>>().join("：")
}
