//! The page about one card, all cards of a judge, or all cards for an entry: how far each is, what is known, what an
//! organiser can do. Shows no score.

use chrono::TimeDelta;
use maud::{Markup, html};

use super::devices::device_table;
use super::layout::{Frame, sheet};
use super::wording::{cell_said, local_clock};
use crate::app::act::clock::Moment;
use crate::app::act::permission::Act;
use crate::app::act::state::why_not;
use crate::app::desk::ask::AGAIN;
use crate::app::event::view::{CellState, DeskView, DeviceView, MatrixCell, Seat};
use crate::app::people::session::Session;
use crate::web::address::percent;

/// What the page is about; empty for all.
pub struct About {
    pub judge: String,
    pub component: String,
    pub entry: String,
}

/// A card of the page.
struct Card<'v> {
    seat: &'v Seat,
    component: (&'v str, &'v str),
    /// Id and unit.
    entry: (&'v str, &'v str),
    cell: &'v MatrixCell,
    overdue: bool,
}

pub fn page(view: &DeskView, about: &About, session: &Session, now: Moment) -> Markup {
    let event = &view.matrix.progress.event;
    let cards = cards(view, about);
    let title = title(view, about);
    let frame = Frame {
        title: "评分卡",
        styles: &["desk.css", "matrix.css", "plain.css"],
        script: Some("once.js"),
        demo: event.demo,
    };
    let back = format!("/events/{}/desk?component={}#matrix", event.id, percent(&about.component));
    let own: Vec<&DeviceView> = view.devices.iter().filter(|device| device.judge == about.judge).collect();
    let body = html! {
        h2 { (title) }
        @if cards.is_empty() { p.said.calm { "这里没有应交的评分卡。" } } @else {
            (asking(view, about, &cards, now))
            section.card.wide { (list(&event.id, &cards)) }
        }
        @if !about.judge.is_empty() {
            @if own.is_empty() { p { "这一席还没有平板联系过服务器。" } } @else { section.card.dev { (device_table(&own, now)) } }
        }
        nav {
            @if why_not(Act::Exclude, event.state).is_none() && !about.judge.is_empty() {
                a.btn href={ "/events/" (event.id) "/exclude?judge=" (percent(&about.judge)) "&component=" (percent(&about.component)) "&entry=" (percent(&about.entry)) } {
                    "登记回避、缺席、作废"
                }
            }
            a.btn href={ "/events/" (event.id) "/exclusions" } { "查看已登记的" }
            a.btn href={ "/events/" (event.id) "/quarantine" } { "待认定的评分卡" }
            @if !about.judge.is_empty() { a.btn href={ "/events/" (event.id) "/journal" } { "收取平板记录" } }
        }
    };
    sheet(&frame, session, (&back, "回组织台"), event.rehearsal, &body)
}

fn title(view: &DeskView, about: &About) -> String {
    let progress = &view.matrix.progress;
    let judge = view.matrix.seats().find(|seat| seat.id == about.judge).map(|seat| seat.name.clone());
    let entry = progress.entries.iter().find(|entry| entry.id == about.entry).map(|entry| entry.unit.clone());
    let part = progress.components.iter().find(|part| part.id == about.component).map(|part| part.name.clone());
    [judge, entry, part].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn cards<'v>(view: &'v DeskView, about: &About) -> Vec<Card<'v>> {
    let (matrix, progress) = (&view.matrix, &view.matrix.progress);
    let wanted = |id: &str, one: &str| one.is_empty() || one == id;
    let mut cards = Vec::new();
    for (part, component) in progress.components.iter().enumerate().filter(|(_, c)| wanted(&c.id, &about.component)) {
        let ballot = matrix.ballots[part];
        for (column, seat) in matrix.seats().enumerate().filter(|(_, seat)| wanted(&seat.id, &about.judge)) {
            let column = &matrix.cells[part][column];
            // a ballot is one card for all entries: any that is due stands for it
            let ballot_row = column.iter().position(|cell| !is_out(cell.state));
            for (row, entry) in progress.entries.iter().enumerate() {
                let shown = if ballot { ballot_row == Some(row) } else { wanted(&entry.id, &about.entry) };
                if shown && column[row].state != CellState::NotJudged {
                    cards.push(Card {
                        seat,
                        component: (&component.id, &component.name),
                        entry: if ballot { ("", "名次票") } else { (&entry.id, &entry.unit) },
                        cell: &column[row],
                        overdue: matrix.is_overdue(&component.id, &entry.id),
                    });
                }
            }
        }
    }
    cards
}

/// Whether no card is due.
fn is_out(state: CellState) -> bool {
    match state {
        CellState::NotJudged
        | CellState::Recused
        | CellState::Absent
        | CellState::Withdrawn
        | CellState::Void
        | CellState::JudgeDropped => true,
        CellState::NotOpen
        | CellState::Missing
        | CellState::Draft
        | CellState::Queued
        | CellState::Received
        | CellState::Paper
        | CellState::Quarantined
        | CellState::Conflict => false,
    }
}

/// The button that asks for what is missing, or why there is none.
fn asking(view: &DeskView, about: &About, cards: &[Card<'_>], now: Moment) -> Markup {
    let event = &view.matrix.progress.event;
    let one = cards.len() == 1;
    let missing = |card: &&Card<'_>| matches!(card.cell.state, CellState::Missing | CellState::Draft);
    let open: Vec<_> = cards.iter().filter(missing).filter(|card| one || card.overdue).collect();
    let recent = |card: &&Card<'_>| card.cell.asked.filter(|at| now - *at < TimeDelta::minutes(AGAIN));
    let asked: Option<Vec<Moment>> = open.iter().map(recent).collect();
    let open = open.len();
    html! {
        @if let Some(why) = why_not(Act::Ask, event.state) {
            p.said { "评比活动处于“" (event.state.title()) "”，" (why) "。" }
        } @else if open == 0 {
            p.said.calm { "没有缺的评分卡，无需催办。" }
        } @else if let Some(at) = asked.and_then(|all| all.into_iter().max()) {
            p.said.calm { (local_clock(at)) " 已催，" (local_clock(at + TimeDelta::minutes(AGAIN))) " 以后可以再催。" }
        } @else {
            form method="post" action={ "/events/" (event.id) "/ask" } {
                input type="hidden" name="judge" value=(about.judge);
                input type="hidden" name="component" value=(about.component);
                input type="hidden" name="entry" value=(about.entry);
                input type="hidden" name="back" value=(about.component);
                button.btn.act.big { "请补交" @if !one { "（" (open) " 张）" } }
            }
            p { "评委的平板上会显示“组织者请您补交”，直到送达。平板联网后几十秒内可见；连不上的请电话联系。每张卡 5 分钟内只催一次，催办会记入审计。" }
        }
    }
}

fn list(event: &str, cards: &[Card<'_>]) -> Markup {
    html! {
        table.list {
            thead { tr { th scope="col" { "评委" } th scope="col" { "评分卡" } th scope="col" { "情况" } th scope="col" { span.vh { "操作" } } } }
            tbody {
                @for card in cards {
                    @let about = format!("judge={}&component={}&entry={}", percent(&card.seat.id), percent(card.component.0), percent(card.entry.0));
                    tr {
                        td { (card.seat.name) }
                        td { (card.entry.1) " · " (card.component.1) }
                        td { (cell_said(card.cell, card.overdue)) }
                        td {
                            @if let Some(advice) = advice(card.cell.state) { (advice) }
                            @if cards.len() > 1 { " " a.link href={ "/events/" (event) "/cell?" (about) } { "打开" } }
                        }
                    }
                }
            }
        }
    }
}

/// What to do about a card that is not simply missing.
fn advice(state: CellState) -> Option<&'static str> {
    match state {
        CellState::Quarantined => Some("在“待认定”中认定"),
        CellState::Conflict => Some("请评委在平板上选定一份"),
        CellState::Queued => Some("请让平板联网"),
        CellState::NotJudged
        | CellState::NotOpen
        | CellState::Missing
        | CellState::Draft
        | CellState::Received
        | CellState::Paper
        | CellState::Recused
        | CellState::Absent
        | CellState::Withdrawn
        | CellState::Void
        | CellState::JudgeDropped => None,
    }
}
