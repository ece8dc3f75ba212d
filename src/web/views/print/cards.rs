//! A judge's own cards as they came in, to be looked through and signed: for organisers, after the close.

use maud::{Markup, html};

use super::super::local_time;
use super::{Flow, Part, Table, fit, header_of, lines, row_of, short_receipt};
use crate::app::result::out::{CardRow, CardState, PaperSeat, PaperSheet, Papers};
use crate::scoring::rules::{Component, Kind};

/// Most criteria side by side.
const BESIDE: usize = 5;

/// The pages: each judge begins a new one, and is numbered alone.
pub fn document(papers: &Papers) -> Markup {
    let parts: Vec<Part> = papers.seats.iter().map(|seat| part(papers, seat)).collect();
    let back = format!("/events/{}/export", papers.event.id);
    super::document("评委的评分卡", &papers.event, &back, &parts)
}

fn part(papers: &Papers, seat: &PaperSeat) -> Part {
    let mut flow = Flow::new(Some((
        250,
        html! {
            div.opening {
                h1 { (seat.judge.name) " · 评分卡" }
                p { (papers.event.title) }
                p.who { b { "评委组：" (seat.group) } @if !seat.judge.unit.is_empty() { "　单位：" (seat.judge.unit) } }
                p.advice { "以下为封存时的评分卡，以最后一次提交为准。" }
            }
        },
    )));
    for sheet in seat.sheets.iter().filter(|sheet| !sheet.cards.is_empty()) {
        for table in tables(papers, sheet) {
            flow.table(table);
        }
    }
    flow.put(
        170,
        html! { p.signature { "以上评分经本人核对无误。" span.line { "评委签名：" } span.line { "日期：" } } },
    );
    Part { foot: html! { (papers.event.id) " · " (seat.judge.name) }, pages: flow.pages() }
}

/// Names of what a component's card holds.
fn columns(component: &Component) -> Vec<String> {
    match &component.kind {
        Kind::Marks { criteria, .. } => criteria.iter().map(|criterion| criterion.name.clone()).collect(),
        Kind::Ranking { .. } => vec!["名次".to_owned()],
        Kind::Grades { .. } => vec!["等次".to_owned()],
        Kind::Votes { .. } => vec!["推荐".to_owned()],
        Kind::Measure { .. } => Vec::new(),
    }
}

/// One table, or several where there are more criteria than fit; the last has totals and receipts.
fn tables(papers: &Papers, sheet: &PaperSheet) -> Vec<Table> {
    let names = columns(&papers.rules.components[sheet.component]);
    let starts: Vec<usize> = (0..names.len()).step_by(BESIDE).collect();
    let last = starts.last().copied();
    starts.iter().map(|&start| table(papers, sheet, &names, start, Some(start) == last)).collect()
}

fn table(papers: &Papers, sheet: &PaperSheet, names: &[String], start: usize, last: bool) -> Table {
    let component = &papers.rules.components[sheet.component];
    let end = names.len().min(start + BESIDE);
    let here = &names[start..end];
    let (class, height) = header_of(here.iter().map(|name| lines(name, 38)).max().unwrap_or(1));
    let room = (172 - 17 * here.len() - if last { 18 + 16 + 24 } else { 0 }) * 10 / 4 - 8;
    let row = |card: &CardRow| {
        let unit = &papers.entries[card.entry].unit;
        let marks = card.marks.get(start..end).unwrap_or_default();
        let (class, height) = row_of(lines(unit, room).max(marks.iter().map(|m| lines(m, 38)).max().unwrap_or(1)));
        let markup = html! {
            tr class=(class) {
                th.l scope="row" { (fit(unit, room)) }
                @for mark in marks { td { (mark) } }
                @if last {
                    td.w { @match said(card.state) { Some(word) => { (word) }, None => { (card.total) } } }
                    td.c { code { (short_receipt(&card.receipt)) } }
                    td.c.when { (when(card)) }
                }
            }
        };
        (height, markup)
    };
    Table {
        class: "parts",
        heading: (136, component.name.clone()),
        columns: html! {
            col; @for _ in here { col.c17; } @if last { col.c18; col.c16; col.c24; }
        },
        header: (
            height,
            html! {
                tr class=(class) {
                    th.l scope="col" { "单位" }
                    @for name in here { th scope="col" { (name) } }
                    @if last { th scope="col" { "合计" } th.c scope="col" { "回执" } th.c scope="col" { "送达时间" } }
                }
            },
        ),
        rows: sheet.cards.iter().map(row).collect(),
    }
}

/// Day and time of a card's receipt; the year stands in the event's title.
fn when(card: &CardRow) -> String {
    let whole = card.received_at.map(local_time).unwrap_or_default();
    whole.get("2026-".len()..).unwrap_or_default().to_owned()
}

/// Why a card has no total that counts.
fn said(state: CardState) -> Option<&'static str> {
    match state {
        CardState::Counts => None,
        CardState::Missing => Some("未交齐"),
        CardState::Recused => Some("回避"),
        CardState::Absent => Some("缺席"),
        CardState::Void => Some("作废"),
        CardState::JudgeDropped => Some("不计"),
    }
}
