//! All of a judge's own cards, in the order of the visits, to review before the close.

use maud::{Markup, html};

use super::{address, card_of, chip, connection, in_order, stop_of, tabs};
use crate::app::sync::{CardView, ComponentView, JudgeView};

/// The page.
pub(in crate::web) fn page(view: &JudgeView) -> Markup {
    let body = html! {
        header.top {
            h1 { "我的评分卡" small { (view.title) } }
            a.seat href="/judge/device" { span { "席位" } (view.judge_name) }
        }
        (connection())
        main.mine {
            @for component in &view.components {
                h2 { (component.name) }
                @if component.kind == "ranking" { (ballot(view, component)) } @else { (cards(view, component)) }
            }
        }
        (tabs("/judge/cards"))
    };
    super::page(view, "我的评分卡 · 观摩评比", &["judge.css", "ballot.css"], "route.js", &body)
}

fn cards(view: &JudgeView, component: &ComponentView) -> Markup {
    html! {
        table {
            thead { tr { th scope="col" { "站" } th scope="col" { "单位" } th scope="col" { "得分" } th scope="col" { "状态" } } }
            tbody {
                @for entry in in_order(view) {
                    @if let Some(card) = card_of(view, &component.id, &entry.id) {
                        tr data-card=(entry.id) data-component=(component.id) {
                            td { @if let Some(stop) = stop_of(view, &entry.id) { (stop.number) } }
                            th scope="row" { a href=(address(&component.kind, &component.id, &entry.id)) { (entry.unit) } }
                            td { (marks(component, card)) }
                            td { (chip(card)) }
                        }
                    }
                }
            }
        }
    }
}

/// The marks as they were delivered, in the order of the card.
fn marks(component: &ComponentView, card: &CardView) -> String {
    if component.kind == "grades" {
        let grade = card.marks.get("grade").and_then(|id| component.grades.iter().find(|grade| grade.id == *id));
        return grade.map(|grade| grade.name.clone()).unwrap_or_default();
    }
    let marks = component.criteria.iter().filter_map(|criterion| card.marks.get(&criterion.id).cloned());
    marks.collect::<Vec<_>>().join(" + ")
}

fn ballot(view: &JudgeView, component: &ComponentView) -> Markup {
    html! {
        @if let Some(card) = card_of(view, &component.id, "") {
            table {
                tbody {
                    tr data-card="" data-component=(component.id) {
                        th scope="row" { a href=(address(&component.kind, &component.id, "")) { (component.name) } }
                        td { "共 " (component.places) " 个名次" }
                        td { (chip(card)) }
                    }
                }
            }
        }
    }
}
