//! The organiser's page: the clock with its buttons, what was over, the order, and what is set.

use maud::{Markup, html};

use super::super::hand::closed;
use super::super::layout::{Frame, sheet};
use super::clock::{called, clock};
use super::{order, overtime};
use crate::app::act::clock::minutes;
use crate::app::act::permission::Act;
use crate::app::act::state::why_not;
use crate::app::desk::call::{CallView, Pace, Reporting, TurnView};
use crate::app::people::session::Session;

pub fn page(view: &CallView, session: &Session) -> Markup {
    let event = &view.reporting.event;
    let path = format!("/events/{}/call", event.id);
    let body = html! {
        div #calls data-pulse=(view.pulse) data-ask={ (path) "/pulse" } {
            (now(view, &path))
            (overtime::card(view))
            (order::card(view))
            (order::history(view))
        }
        div #arrange data-of=(drawn_of(view)) { @if !view.parts.is_empty() { (order::forms(view)) (timing(view, &path)) } }
    };
    let frame =
        Frame { title: "汇报叫号", styles: &["plain.css", "call.css"], script: Some("call.js"), demo: event.demo };
    sheet(&frame, session, (&format!("/events/{}/desk", event.id), "回组织台"), event.rehearsal, &body)
}

/// What the forms by which things are arranged are drawn from.
fn drawn_of(view: &CallView) -> String {
    let Reporting { event, limit, order, .. } = &view.reporting;
    let orders = order.as_ref().map_or(0, |order| order.number);
    format!("{orders} {limit} {} {} {}", view.bell, event.state.as_str(), view.entries.len())
}

/// Who reports now, and the buttons.
fn now(view: &CallView, path: &str) -> Markup {
    let reporting = &view.reporting;
    let open = why_not(Act::CallUp, reporting.event.state).is_none();
    html! {
        (closed(&reporting.event, Act::CallUp))
        @if view.parts.is_empty() {
            p.said { "规则里没有由评委评分的环节，没有要汇报的内容。" }
        } @else {
            section.card.now {
                @match &reporting.current {
                    Some(turn) => {
                        p.who { (called(turn.pace)) @if let Some(slot) = reporting.place() { " · 第 " (slot.place) " 个，共 " (reporting.slots.len()) " 个" } }
                        h2 { (turn.unit) }
                        (clock(turn, reporting))
                    },
                    None => {
                        p.who { (reporting.component.as_deref().unwrap_or("汇报")) " · 限时 " (minutes(reporting.limit)) }
                        h2 { @if reporting.order.is_some() { "还没有叫号" } @else { "还没有汇报顺序" } }
                    },
                }
                @if open { (buttons(view, path)) }
                (up_next(reporting))
                p.sound {
                    button.btn type="button" data-sound hidden { "开声音" }
                    small data-line { (super::super::wording::local_second(reporting.now)) " 的情况" }
                }
            }
        }
    }
}

fn up_next(reporting: &Reporting) -> Markup {
    html! {
        @if let Some(slot) = reporting.next.and_then(|at| reporting.slots.get(at)) {
            p.next { "请准备：" b { (slot.unit) } "（第 " (slot.place) " 个）" }
        } @else if reporting.order.is_some() { p.next { "后面没有了。" } }
    }
}

/// The buttons that the clock has now: one red one, and what is rare below.
fn buttons(view: &CallView, path: &str) -> Markup {
    let pace = view.reporting.current.as_ref().map(|turn| turn.pace);
    let press = |word: &str, name: &str, main: bool| {
        html! {
            form method="post" action={ (path) "/press" } data-press {
                input type="hidden" name="at" value=(view.stamp);
                button.btn.act[main] name="press" value=(word) { (name) }
            }
        }
    };
    html! {
        div.ctl {
            @match pace {
                Some(Pace::Waiting) => { (press("start", "开始", true)) },
                Some(Pace::Running) => { (press("pause", "暂停", false)) (press("end", "结束", true)) },
                Some(Pace::Paused) => { (press("resume", "继续", true)) (press("end", "结束", false)) },
                Some(Pace::Ended) | None => { (next(view, path)) },
            }
        }
        (rare(view, pace, path))
    }
}

/// The button that calls the next one up.
fn next(view: &CallView, path: &str) -> Markup {
    let slot = view.reporting.next.and_then(|at| view.reporting.slots.get(at));
    html! {
        @if let Some(slot) = slot {
            form method="post" action={ (path) "/next" } data-press {
                input type="hidden" name="at" value=(view.stamp);
                input type="hidden" name="entry" value=(slot.entry);
                button.btn.act { @if view.reporting.current.is_some() { "下一个" } @else { "叫第一个" } small { (slot.unit) } }
            }
        }
    }
}

/// What is done rarely, and with a reason: another one is called up, the report is begun again.
fn rare(view: &CallView, pace: Option<Pace>, path: &str) -> Markup {
    let called = view.reporting.current.as_ref().filter(|turn| turn.pace != Pace::Ended);
    let is_called = |turn: &TurnView, entry: &str| turn.entry == entry;
    let others: Vec<_> = view
        .reporting
        .slots
        .iter()
        .filter(|slot| !slot.withdrawn && slot.used.is_none())
        .filter(|slot| !called.is_some_and(|turn| is_called(turn, &slot.entry)))
        .collect();
    html! {
        @if pace.is_some_and(|pace| pace != Pace::Waiting) {
            details.rare {
                summary { "重来" }
                form method="post" action={ (path) "/redo" } data-press {
                    input type="hidden" name="at" value=(view.stamp);
                    label for="why-redo" { "重来的理由（这一次的用时作废，记录在案）" }
                    input #why-redo type="text" name="reason" required maxlength="500";
                    button.btn { "重来" }
                }
            }
        }
        @if !matches!(pace, Some(Pace::Running | Pace::Paused)) && !others.is_empty() {
            details.rare {
                summary { @if pace == Some(Pace::Waiting) { "没有到场，改叫别的" } @else { "不按次序，改叫别的" } }
                form method="post" action={ (path) "/next" } data-press {
                    input type="hidden" name="at" value=(view.stamp);
                    label for="who-next" { "改叫" }
                    select #who-next name="entry" { @for slot in &others { option value=(slot.entry) { (slot.place) " " (slot.unit) } } }
                    label for="why-next" { "理由" }
                    input #why-next type="text" name="reason" required maxlength="500";
                    button.btn { "改叫" }
                }
            }
        }
    }
}

/// How long a report may be.
fn timing(view: &CallView, path: &str) -> Markup {
    let event = &view.reporting.event;
    html! {
        section.card {
            h3 { "计时设定" }
            @if why_not(Act::ArrangeCalls, event.state).is_some() {
                p { "限时 " (minutes(view.reporting.limit)) "，" @if view.bell > 0 { "提前 " (minutes(view.bell)) " 响铃" } @else { "不提前响铃" } "。" }
            } @else {
                form.narrow method="post" action={ (path) "/timing" } {
                    label for="limit" { "限时（分:秒，从 1:00 到 60:00）" }
                    input #limit type="text" name="limit" value=(minutes(view.reporting.limit)) required maxlength="8" autocomplete="off";
                    label for="bell" { "提前响铃（分:秒；0 为不提前响铃）" }
                    input #bell type="text" name="bell" value=(minutes(view.bell)) required maxlength="8" autocomplete="off";
                    label for="component" { "汇报的环节（只用于显示）" }
                    select #component name="component" { @for part in &view.parts { option value=(part.id) selected[part.is_chosen] { (part.name) } } }
                    button.btn { "保存" }
                }
                p { "已经叫到的仍按叫到时的限时。" }
            }
        }
    }
}
