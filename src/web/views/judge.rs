//! A judge's route of the day, and what all of a judge's screens share.

use maud::{Markup, html};

use super::layout::{self, Frame, icon};
use super::wording::{card_state, local_clock, project};
use crate::app::sync::{CardView, ComponentView, EntryView, Expected, JudgeView, Stop};

/// The three places where a judge can be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    Route,
    Cards,
    Device,
}

/// A judge's page with its tabs.
pub fn shell(view: &JudgeView, title: &str, tab: Tab, script: &str, body: &Markup) -> Markup {
    let data = data(view);
    let styles = ["judge.css", "card.css", "ballot.css"];
    let styles = if tab == Tab::Route { &styles[..1] } else { &styles[..] };
    let frame = Frame { title, styles, script: Some(script), demo: view.demo, data: Some(&data) };
    let link = |to: Tab, path: &str, name: &str| {
        html! {
            a href=(path) aria-current=[(to == tab).then_some("page")] {
                (name) @if to == Tab::Cards { b data-badge hidden {} }
            }
        }
    };
    layout::page(
        &frame,
        &html! {
            (layout::label(view.demo, view.rehearsal, ""))
            header.top {
                h1 { (title) small { (view.title) " · " (view.group_name) } }
                a.seat href="/judge/device" { span { "席位" } (view.judge_name) }
            }
            (net())
            (body)
            nav.tabs aria-label="主导航" {
                (link(Tab::Route, "/judge", "今日行程"))
                (link(Tab::Cards, "/judge/cards", "我的评分卡"))
                (link(Tab::Device, "/judge/device", "本机与送达"))
            }
        },
    )
}

/// The event as the page's script reads it.
pub fn data(view: &JudgeView) -> String {
    // plain data of our own: it has no map with keys that are no texts
    serde_json::to_string(view).expect("a view is JSON")
}

fn net() -> Markup {
    html! {
        section.net.well role="status" aria-live="polite" {
            (icon("none"))
            div { strong { "正在与服务器核对…" } small { "可以照常评分。" } }
            button type="button" data-retry hidden { "重试送达" }
        }
        noscript { p.said { "此页面需要启用脚本才能评分。请在浏览器设置中启用 JavaScript，或改用纸质评分卡。" } }
    }
}

/// The state of a card; scripts lay over it what the tablet knows.
pub fn chip(card: &CardView) -> Markup {
    let (state, word) = card_state(card);
    let receipt: String = match state {
        "ok" => card.receipt.iter().flat_map(|receipt| receipt.chars().take(4)).collect(),
        _ => String::new(),
    };
    html! {
        div class={ "chip " (state) } {
            (icon(state))
            span { (word) @if !receipt.is_empty() { " 回执" } }
            b hidden[receipt.is_empty()] { (receipt) }
        }
    }
}

/// The card of an entry in a component.
pub fn card_of<'v>(view: &'v JudgeView, component: &str, entry: &str) -> Option<&'v CardView> {
    view.my_cards.iter().find(|card| card.component == component && card.entry == entry)
}

/// The address of a card.
pub fn address(card: &CardView) -> String {
    match card.entry.as_str() {
        "" => format!("/judge/ballot/{}", card.component),
        entry => format!("/judge/card/{}/{entry}", card.component),
    }
}

/// A stop of the route with its entry; where the event has no route, the entries in their order.
pub fn stops(view: &JudgeView) -> Vec<(usize, Option<&Stop>, &EntryView)> {
    if view.route.is_empty() {
        return view.entries.iter().enumerate().map(|(index, entry)| (index + 1, None, entry)).collect();
    }
    let entry = |stop: &Stop| view.entries.iter().find(|entry| entry.id == stop.entry);
    view.route.iter().filter_map(|stop| Some((stop.number, Some(stop), entry(stop)?))).collect()
}

/// The route, with the cards of one component.
pub fn route(view: &JudgeView, component: &ComponentView) -> Markup {
    let stops = stops(view);
    let cards: Vec<_> = stops.iter().filter_map(|(_, _, entry)| card_of(view, &component.id, &entry.id)).collect();
    let due = cards.iter().filter(|card| card.expected == Expected::Due).count();
    let handed = cards.iter().filter(|card| card.expected == Expected::Due && card.op.is_some()).count();
    let out = cards.len() - due;
    let body = html! {
        section.prog aria-label="评分进度" {
            p {
                (component.name) " · 已交" b data-count="handed" { (handed) }
                "/ 应评 " span data-count="due" { (due) } " 张"
                em { @if out > 0 { "另有 " (out) " 项回避 · " } "现在 " span data-count="now" { "—" } }
            }
            div.seg role="img" aria-label="各站评分卡的状态" {
                @for card in &cards { @let (state, _) = card_state(card); i class=(if state == "none" { "" } else { state }) {} }
            }
        }
        (parts(view, component))
        main.route {
            ol {
                @for (number, stop, entry) in &stops {
                    @if let Some(card) = card_of(view, &component.id, &entry.id) {
                        @match stop {
                            Some(stop) if stop.current => (here(*number, stop, entry, card)),
                            _ => (line(*number, *stop, entry, card)),
                        }
                    }
                }
            }
        }
    };
    shell(view, "今日行程", Tab::Route, "route.js", &body)
}

/// The components that this judge scores, where there are several.
fn parts(view: &JudgeView, current: &ComponentView) -> Markup {
    html! {
        @if view.components.len() > 1 {
            nav.parts aria-label="评分环节" {
                @for part in &view.components {
                    @if part.kind == "ranking" {
                        a href={ "/judge/ballot/" (part.id) } { (part.name) "（名次票）" }
                    } @else {
                        a href={ "/judge?component=" (part.id) } aria-current=[(part.id == current.id).then_some("true")] {
                            (part.name)
                        }
                    }
                }
            }
        }
    }
}

fn line(number: usize, stop: Option<&Stop>, entry: &EntryView, card: &CardView) -> Markup {
    let done = stop.is_some_and(|stop| stop.arrived_at.is_some());
    let site = if card.expected == Expected::Recused { "本席回避，不评此项" } else { site(entry) };
    html! {
        li.stop.done[done] data-card=(card.entry) data-component=(card.component) {
            span.no { (number) }
            a href=(address(card)) {
                div {
                    h2 { (entry.unit) (time(stop)) }
                    p data-line=(site) { (site) }
                }
                (chip(card))
                svg.g.go aria-hidden="true" { use href="#s-chev" {} }
            }
        }
    }
}

fn site(entry: &EntryView) -> &str {
    if entry.site.is_empty() { project(&entry.name) } else { &entry.site }
}

fn time(stop: Option<&Stop>) -> Markup {
    html! {
        @if let Some(stop) = stop {
            @match stop.arrived_at {
                Some(at) => time { (local_clock(at)) " 到达" },
                None if !stop.planned_arrival.is_empty() => time { (stop.planned_arrival) " 计划" },
                None => {},
            }
        }
    }
}

/// The stop where the bus is, or is going.
fn here(number: usize, stop: &Stop, entry: &EntryView, card: &CardView) -> Markup {
    let arrived = stop.arrived_at.is_some();
    html! {
        li.stop.now aria-current="step" data-card=(card.entry) data-component=(card.component) {
            span.no { (number) }
            article.here {
                header {
                    span.tag {
                        (if arrived { "当前" } else { "下一站" }) " · 第 " (number) " 站"
                        span {
                            @match stop.arrived_at {
                                Some(at) => { (local_clock(at)) " 到达" },
                                None if !stop.planned_arrival.is_empty() => { "计划 " (stop.planned_arrival) " 到达" },
                                None => {},
                            }
                            @if !stop.planned_departure.is_empty() { " · 计划 " (stop.planned_departure) " 离开" }
                        }
                    }
                    (chip(card))
                }
                h2 { (entry.unit) span { (project(&entry.name)) } }
                dl {
                    @if !entry.site.is_empty() { dt { "观摩点" } dd { (entry.site) } }
                    @if !entry.theme.is_empty() { dt { "主题" } dd { (entry.theme) } }
                    @if !stop.look_at.is_empty() { dt { "看什么" } dd { (stop.look_at) } }
                }
                p.act {
                    a href=(address(card)) data-action { (if card.op.is_some() { "查看或修改评分" } else { "开始评分" }) }
                }
            }
        }
    }
}
