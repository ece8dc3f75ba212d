//! A ranking ballot: the entries in two lists, placed and not placed.

use maud::{Markup, html};

use super::card::{foot, kept, not_due, notices};
use super::judge::data;
use super::layout::{self, Frame, icon};
use super::wording::project;
use crate::app::sync::{CardView, ComponentView, EntryView, Expected, JudgeView};

/// The page of a ballot.
pub fn page(view: &JudgeView, component: &ComponentView, card: &CardView) -> Markup {
    let data = data(view);
    let due = card.expected == Expected::Due;
    let frame = Frame {
        title: &component.name,
        styles: &["judge.css", "card.css", "ballot.css"],
        script: due.then_some("ballot.js"),
        demo: view.demo,
        data: due.then_some(&data),
    };
    let entries: Vec<&EntryView> = view.entries.iter().filter(|entry| component.ballot.contains(&entry.id)).collect();
    let body = html! {
        (layout::label(view.demo, view.rehearsal, ""))
        header.bar {
            a href="/judge" { (icon("back")) "行程" }
            p { (component.name) span { "名次票，共 " (entries.len()) " 项" } }
            (kept())
        }
        @if !due { (not_due(card)) } @else {
            section.entry { (notices(view, card)) }
            div.picks hidden {}
            main.ballot data-work data-component=(component.id) {
                p.vh aria-live="polite" data-spoken {}
                h2 { "已排名次：最好的在最前；用箭头调整" }
                ol.places {}
                h2 data-rest { "还有 " b { (entries.len()) } " 项未排：按从好到次的顺序点选" }
                ul.pool { @for entry in entries { (item(entry)) } }
            }
            (foot_of())
        }
    };
    layout::page(&frame, &body)
}

fn item(entry: &EntryView) -> Markup {
    let unit = &entry.unit;
    html! {
        li data-item=(entry.id) {
            div.rank hidden {}
            div data-placed hidden { h3 { (unit) } p { (project(&entry.name)) } }
            div.moves hidden {
                button.up type="button" aria-label={ (unit) " 上移" } { (icon("chev")) }
                button.down type="button" aria-label={ (unit) " 下移" } { (icon("chev")) }
                button.take type="button" aria-label={ (unit) " 移出" } { "移出" }
            }
            div data-place { button type="button" { b { "排入" } strong { (unit) } small { (project(&entry.name)) } } }
        }
    }
}

fn foot_of() -> Markup {
    foot(false, &html! {})
}
