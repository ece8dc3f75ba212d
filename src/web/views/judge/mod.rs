//! A judge's pages: the server draws what it knows, the tablet's journal lays over it what it knows.

pub(in crate::web) mod ballot;
pub(in crate::web) mod card;
pub(in crate::web) mod cards;
pub(in crate::web) mod device;
pub(in crate::web) mod route;

use maud::{Markup, PreEscaped, html};

use super::{Frame, Label, glyph, layout};
use crate::app::sync::{CardView, EntryView, Expected, JudgeView, Stop};

/// A judge's page with its view as data for the scripts.
fn page(view: &JudgeView, title: &str, styles: &[&str], script: &str, body: &Markup) -> Markup {
    let frame = Frame { title, styles, script: Some(script), label: Label::of(view.demo, view.rehearsal) };
    layout(&frame, &html! { (body) (data(view)) (without_scripts()) })
}

/// The view as data; `<` is written so that no text in it can end the element.
fn data(view: &JudgeView) -> Markup {
    let json = serde_json::to_string(view).unwrap_or_default().replace('<', "\\u003c");
    html! { script #view type="application/json" { (PreEscaped(json)) } }
}

fn without_scripts() -> Markup {
    html! {
        noscript { p.said { "此浏览器不能运行评分页面。请换用组织者提供的平板，或改用纸质评分卡。" } }
    }
}

/// How the connection stands; the script writes it.
fn connection() -> Markup {
    html! {
        section.net role="status" aria-live="polite" {
            (glyph("wait"))
            div { strong { "正在核对本机与服务器" } small { "评分随时存在本机。" } }
            button type="button" data-retry hidden { "重试送达" }
        }
    }
}

/// The three pages of a judge.
fn tabs(current: &str) -> Markup {
    let tab = |address: &str, name: &str| {
        html! {
            a href=(address) aria-current=[(current == address).then_some("page")] {
                (name)
                @if address == "/judge/cards" { b data-badge hidden {} }
            }
        }
    };
    html! {
        nav.tabs aria-label="主导航" {
            (tab("/judge", "今日行程"))
            (tab("/judge/cards", "我的评分卡"))
            (tab("/judge/device", "本机与送达"))
        }
    }
}

/// State of a card as the server knows it: `(class and glyph, word)`.
fn state(card: &CardView) -> (&'static str, &'static str) {
    match card.expected {
        Expected::Recused => ("out", "回避"),
        Expected::Absent => ("out", "缺席"),
        Expected::Void => ("out", "作废"),
        Expected::Due if !card.rivals.is_empty() => ("fix", "需处理"),
        Expected::Due if card.op.is_some() => ("ok", "已送达"),
        Expected::Due => ("none", "未评"),
    }
}

/// The chip of a card: shape, colour and word.
fn chip(card: &CardView) -> Markup {
    let (class, word) = state(card);
    let receipt = card.receipt.as_deref().and_then(|receipt| receipt.get(..4)).filter(|_| class == "ok");
    html! {
        span class={ "chip " (class) } {
            (glyph(class))
            span { (word) @if receipt.is_some() { " 回执" } }
            b hidden[receipt.is_none()] { (receipt.unwrap_or_default()) }
        }
    }
}

fn entry<'v>(view: &'v JudgeView, id: &str) -> Option<&'v EntryView> {
    view.entries.iter().find(|entry| entry.id == id)
}

fn card_of<'v>(view: &'v JudgeView, component: &str, entry: &str) -> Option<&'v CardView> {
    view.my_cards.iter().find(|card| card.component == component && card.entry == entry)
}

fn stop_of<'v>(view: &'v JudgeView, entry: &str) -> Option<&'v Stop> {
    view.route.iter().find(|stop| stop.entry == entry)
}

/// The entries in the order of the route; those that are not on it come after it.
fn in_order(view: &JudgeView) -> Vec<&EntryView> {
    let on_route = view.route.iter().filter_map(|stop| entry(view, &stop.entry));
    let others = view.entries.iter().filter(|entry| stop_of(view, &entry.id).is_none());
    on_route.chain(others).collect()
}

/// The address of a card or a ballot.
fn address(kind: &str, component: &str, entry: &str) -> String {
    if kind == "ranking" {
        format!("/judge/ballot/{}", super::board::encode(component))
    } else {
        format!("/judge/card/{}/{}", super::board::encode(component), super::board::encode(entry))
    }
}
