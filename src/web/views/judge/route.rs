//! The route of the day, with the state of each card.

use maud::{Markup, html};

use super::{address, card_of, chip, connection, entry, in_order, stop_of, tabs};
use crate::app::sync::{CardView, ComponentView, EntryView, Expected, JudgeView, Stop};
use crate::web::views::{glyph, local_clock, project};

/// The page, for one component; the first that is not a ballot where none is named.
pub(in crate::web) fn page(view: &JudgeView, wanted: &str) -> Markup {
    let chosen = view.components.iter().find(|c| c.id == wanted && c.kind != "ranking");
    let chosen = chosen.or_else(|| view.components.iter().find(|c| c.kind != "ranking"));
    let name = chosen.map_or("名次票", |c| c.name.as_str());
    let body = html! {
        header.top {
            h1 { "今日行程" small { (view.title) " · " (name) } }
            a.seat href="/judge/device" { span { "席位" } (view.judge_name) }
        }
        (connection())
        @if let Some(component) = chosen { (progress(view, component)) }
        @if view.components.len() > 1 { (parts(view, chosen)) }
        main.route {
            @if let Some(component) = chosen {
                ol {
                    @for (index, entry) in in_order(view).into_iter().enumerate() {
                        (stop(view, component, entry, index + 1))
                    }
                }
            } @else {
                @for component in &view.components {
                    p.act { a href=(address(&component.kind, &component.id, "")) { "填写" (component.name) } }
                }
            }
        }
        (tabs("/judge"))
    };
    super::page(view, "今日行程 · 观摩评比", &["judge.css"], "route.js", &body)
}

fn progress(view: &JudgeView, component: &ComponentView) -> Markup {
    let cards: Vec<&CardView> =
        in_order(view).iter().filter_map(|entry| card_of(view, &component.id, &entry.id)).collect();
    let due = cards.iter().filter(|card| card.expected == Expected::Due).count();
    let handed = cards.iter().filter(|card| card.expected == Expected::Due && card.op.is_some()).count();
    let recused = cards.len() - due;
    html! {
        section.prog aria-label="评分进度" {
            p {
                "已交" b data-count="handed" { (handed) } "/ 应评 " span data-count="due" { (due) } " 张"
                em {
                    @if recused > 0 { "另有 " (recused) " 项不评 · " }
                    "现在 " span data-count="now" {}
                }
            }
            div.seg role="img" aria-label="各站状态" {
                @for card in &cards {
                    @let class = super::state(card).0;
                    i class=(if class == "none" { "" } else { class }) {}
                }
            }
        }
    }
}

/// The components that this judge scores.
fn parts(view: &JudgeView, chosen: Option<&ComponentView>) -> Markup {
    html! {
        nav.parts aria-label="评分环节" {
            @for component in &view.components {
                @let current = chosen.is_some_and(|c| c.id == component.id);
                @let target = if component.kind == "ranking" {
                    address(&component.kind, &component.id, "")
                } else {
                    format!("/judge?component={}", crate::web::views::board::encode(&component.id))
                };
                a href=(target) aria-current=[current.then_some("true")] { (component.name) }
            }
        }
    }
}

fn stop(view: &JudgeView, component: &ComponentView, entry: &EntryView, number: usize) -> Markup {
    let stop = stop_of(view, &entry.id);
    let Some(card) = card_of(view, &component.id, &entry.id) else { return html! {} };
    let number = stop.map_or(number, |stop| stop.number);
    if stop.is_some_and(|stop| stop.current) && card.expected == Expected::Due {
        return here(component, entry, card, stop, number);
    }
    let done = stop.is_some_and(|stop| stop.arrived_at.is_some());
    let line = match card.expected {
        Expected::Due if !card.rivals.is_empty() => "两处修改不一致，请选定一份",
        Expected::Due if entry.site.is_empty() => project(&entry.name),
        Expected::Due => &entry.site,
        Expected::Recused => "本席回避，不评此项",
        Expected::Absent => "本席缺席，不评此项",
        Expected::Void => "此卡已作废",
    };
    html! {
        li.stop.done[done] data-card=(entry.id) data-component=(component.id) {
            span.no { (number) }
            a href=(address(&component.kind, &component.id, &entry.id)) {
                div {
                    h2 { (entry.unit) @if let Some(stop) = stop { (time(stop)) } }
                    p data-line=(line) { (line) }
                }
                (chip(card))
                svg.g.go aria-hidden="true" { use href="#s-chev" {} }
            }
        }
    }
}

fn time(stop: &Stop) -> Markup {
    html! {
        @match stop.arrived_at {
            Some(at) => time { (local_clock(at)) " 到达" }
            None if stop.planned_arrival.is_empty() => {}
            None => time { (stop.planned_arrival) " 计划" }
        }
    }
}

/// The stop where the bus is, with what is to be done here.
fn here(component: &ComponentView, entry: &EntryView, card: &CardView, stop: Option<&Stop>, number: usize) -> Markup {
    let target = address(&component.kind, &component.id, &entry.id);
    html! {
        li.stop.now aria-current="step" data-card=(entry.id) data-component=(component.id) {
            span.no { (number) }
            article.here {
                header {
                    span.tag {
                        "当前 · 第 " (number) " 站"
                        @if let Some(stop) = stop {
                            span {
                                (time(stop))
                                @if !stop.planned_departure.is_empty() { " · 计划 " (stop.planned_departure) " 离开" }
                            }
                        }
                    }
                    (chip(card))
                }
                h2 { (entry.unit) span.names { (project(&entry.name)) } }
                dl {
                    @if !entry.site.is_empty() { dt { "观摩点" } dd { (entry.site) } }
                    @if !entry.theme.is_empty() { dt { "主题" } dd { (entry.theme) } }
                    @if let Some(look_at) = look_at(entry, stop) { dt { "看什么" } dd { (look_at) } }
                }
                p.act {
                    a href=(target) data-action { @if card.op.is_some() { "查看或修改评分" } @else { "开始评分" } }
                    a href={ (target) "#criteria" } { (glyph("chev")) "先看评分标准" }
                }
            }
        }
    }
}

/// What is to be looked at: as the route says, or the entry's summary.
pub(super) fn look_at<'v>(entry: &'v EntryView, stop: Option<&'v Stop>) -> Option<&'v str> {
    let planned = stop.map(|stop| stop.look_at.as_str()).filter(|text| !text.is_empty());
    planned.or_else(|| Some(entry.summary.as_str()).filter(|text| !text.is_empty()))
}

/// The stop before and the one after an entry, for the foot of its card.
pub(super) fn neighbours<'v>(view: &'v JudgeView, id: &str) -> (Option<&'v EntryView>, Option<&'v EntryView>) {
    let order = in_order(view);
    let Some(index) = order.iter().position(|entry| entry.id == id) else { return (None, None) };
    let before = index.checked_sub(1).and_then(|before| order.get(before)).copied();
    (before.and_then(|e| entry(view, &e.id)), order.get(index + 1).copied())
}
