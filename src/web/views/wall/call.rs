//! The scene of the reports: who reports, the clock, who is to be ready, and the order. Counts and times alone are in
//! it, never a mark.

use maud::{Markup, html};

use super::frame::head;
use super::size;
use crate::app::act::clock::minutes;
use crate::app::desk::call::{Pace, Reporting, Slot};
use crate::app::event::view::EventState;
use crate::web::views::call::{called, clock, made};

/// Rows of the order that the screen has room for, where whoever comes next is named in one line.
const ROWS: usize = 8;
/// Of these, so many that have reported.
const REPORTED: usize = 2;
/// Characters of a unit that stand in two lines at most.
const SHORT: usize = 20;

/// What stands beside the title: what is reported, and how far it is.
fn about(reporting: &Reporting) -> String {
    let part = reporting.component.as_deref().unwrap_or("汇报");
    match reporting.place() {
        Some(slot) => format!("{part} · 第 {} 个，共 {} 个", slot.place, reporting.slots.len()),
        None => part.to_owned(),
    }
}

/// What the wall shows of the reports.
pub(super) fn scene(reporting: &Reporting) -> Markup {
    let Reporting { slots, current, .. } = reporting;
    html! {
        section.scr.calling aria-label="叫号" {
            (head(&reporting.event, &about(reporting)))
            @if let Some(why) = quiet(reporting) {
                div.quiet { p { (why) } }
            } @else {
                div.cols {
                    div.l {
                        @match current {
                            Some(turn) => {
                                small.t { (called(turn.pace)) }
                                p class={ "unit " (size::class(&turn.unit)) } { (turn.unit) }
                                @if let Some(slot) = reporting.place().filter(|slot| !slot.project.is_empty()) { p.project { (slot.project) } }
                                (clock(turn, reporting))
                            },
                            None => {
                                small.t { "汇报即将开始" }
                                p.begin { "共 " (slots.len()) " 个项目，每个限时 " (minutes(reporting.limit)) "，请依次候场" }
                            },
                        }
                    }
                    aside.r { (ready(reporting)) (list(reporting)) }
                }
                button.sounds type="button" data-sound="once" hidden { "开声音" }
            }
        }
    }
}

/// Why there is nothing to call up; `None` where there is.
fn quiet(reporting: &Reporting) -> Option<&'static str> {
    match (reporting.event.state, &reporting.component, &reporting.order) {
        (_, None, _) => Some("本活动没有要汇报的环节"),
        (EventState::Draft, _, _) => Some("评分尚未开始"),
        (EventState::Open, _, None) => Some("汇报顺序尚未排定"),
        (EventState::Open, _, Some(_)) => None,
        _ => Some("汇报已经结束"),
    }
}

/// Who is to be ready.
fn ready(reporting: &Reporting) -> Markup {
    let Some(slot) = reporting.next.and_then(|at| reporting.slots.get(at)) else {
        return html! { h3 { "请准备" } p.nx { span { "这是最后一个" } } };
    };
    html! {
        h3 { "请准备" }
        p.nx { b class=(size::class(&slot.unit)) { (slot.unit) } @if !slot.project.is_empty() { em { (slot.project) } } span { "第 " (slot.place) " 个，请到候场区" } }
    }
}

/// The order without whoever reports and whoever is to be ready: the last that have reported, and those that come.
fn list(reporting: &Reporting) -> Markup {
    let Some(order) = &reporting.order else { return html! {} };
    let current = reporting.current.as_ref().filter(|turn| turn.pace != Pace::Ended).map(|turn| &turn.entry);
    let coming = reporting.next.and_then(|at| reporting.slots.get(at));
    let tall = |slot: &Slot| usize::from(!slot.project.is_empty()) + usize::from(!size::fits(&slot.unit, SHORT));
    let room = ROWS - coming.map_or(0, tall);
    let next = coming.map(|slot| &slot.entry);
    let shown = |slot: &&Slot| Some(&slot.entry) != current && Some(&slot.entry) != next;
    let (done, ahead): (Vec<&Slot>, Vec<&Slot>) =
        reporting.slots.iter().filter(shown).partition(|slot| slot.used.is_some());
    // the more are to come, the fewer of those that have been
    let kept = done.len().min(REPORTED.max(room.saturating_sub(ahead.len())));
    let mut rows: Vec<&Slot> = done[done.len() - kept..].iter().copied().chain(ahead.iter().copied()).collect();
    rows.sort_by_key(|slot| slot.place);
    let whole = rows.len() <= room;
    let left = if whole { 0 } else { rows.len() - (room - 1) };
    rows.truncate(if whole { room } else { room - 1 });
    html! {
        h3 { "汇报顺序（" (made(order)) "）" }
        ol {
            @for slot in rows {
                li.done[slot.used.is_some()].out[slot.withdrawn] {
                    b { (slot.place) }
                    span.who { (slot.unit) }
                    span {
                        @if let Some((used, _)) = slot.used { (minutes(used)) } @else if slot.withdrawn { "已退出" }
                    }
                }
            }
            @if left > 0 { li.more { b {} span.who { "另有 " (left) " 个" } span {} } }
        }
    }
}
