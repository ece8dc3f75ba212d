//! The state line of the desk: how far the event is, and what comes next.

use maud::{Markup, html};

use super::glance::Desk;
use super::todo::open_now;
use super::wording::local_time;
use crate::app::act::clock::Moment;
use crate::app::event::view::{EventState, EventSummary};

/// The state line.
pub fn part(desk: &Desk<'_>) -> Markup {
    let event = &desk.view.matrix.progress.event;
    let rank = EventState::ALL.iter().position(|state| *state == event.state).unwrap_or_default();
    let at =
        |moment: Option<Moment>, word: &str| moment.map_or_else(String::new, |at| format!("{} {word}", local_time(at)));
    let stop = desk.view.matrix.progress.route.iter().find(|stop| stop.current);
    let here = stop.map_or_else(String::new, |stop| format!("第 {} 站", stop.number));
    let steps = [
        (EventState::Draft, "筹备", format!("{} 项 · {} 席", event.entries, event.judges)),
        (EventState::Open, "评分中", if event.state == EventState::Open { here } else { String::new() }),
        (EventState::Closed, "已封存", at(event.closed_at, "封存")),
        (EventState::Signed, "已签字", at(event.signed_at, "签字")),
        (EventState::Published, "已公布", at(event.published_at, "公布")),
    ];
    // a step that an event does not have is not shown
    let asked = |state: EventState| state != EventState::Signed || event.asks_signatures;
    let steps: Vec<_> = steps.into_iter().filter(|(state, _, _)| asked(*state)).collect();
    let place = |state: EventState| EventState::ALL.iter().position(|other| *other == state).unwrap_or_default();
    let current = steps.iter().rposition(|(state, _, _)| place(*state) <= rank).unwrap_or_default();
    html! {
        section.strip #part-strip aria-label="评比活动状态" {
            ol.state {
                @for (index, (_, name, note)) in steps.iter().enumerate() {
                    li.past[index < current].cur[index == current] aria-current=[(index == current).then_some("step")] {
                        span.dot { @if index < current { "✓" } @else { (index + 1) } }
                        p { b { (name) } small { (note) } }
                    }
                }
            }
            (closing(desk, event))
        }
    }
}

fn closing(desk: &Desk<'_>, event: &EventSummary) -> Markup {
    let (_, left) = open_now(&desk.view.matrix, &desk.view.blockers);
    html! {
        div.close {
            @if event.rehearsal {
                a.btn href={ "/events/" (event.id) "/rehearse" } { "试算…" }
                form method="post" action={ "/events/" (event.id) "/discard" } { button.btn { "作废演练" } }
            } @else if event.state == EventState::Open {
                a.btn href={ "/events/" (event.id) "/rehearse" } { "演练…" }
            }
            @match event.state {
                EventState::Open if desk.view.blockers.is_empty() => {
                    p.calm { b { "可以封存" } "评分卡已齐，没有未决事项" }
                    a.btn.act href={ "/events/" (event.id) "/close" } { "封存评分…" }
                }
                EventState::Open => {
                    p { b { "还不能封存" } (left) " 站未评 · " (desk.lines.len()) " 项未决" }
                    a.btn href={ "/events/" (event.id) "/close" } { "封存评分…" }
                }
                EventState::Closed if event.asks_signatures => {
                    p.calm { b { "成绩已封存" } "核对、签字后公布" }
                    a.btn.act href={ "/events/" (event.id) "/signing" } { "核对与签字" }
                }
                EventState::Closed => {
                    p.calm { b { "成绩已封存" } "核对无误后公布" }
                    a.btn href={ "/events/" (event.id) "/signing" } { "核对" }
                    form method="post" action={ "/events/" (event.id) "/publish" } { button.btn.act { "公布成绩" } }
                }
                EventState::Draft => {
                    p { b { "尚未开放评分" } "开放后评委可以提交，演练随即作废" }
                    a.btn href={ "/events/" (event.id) "/rehearse" } { "演练…" }
                    form method="post" action={ "/events/" (event.id) "/open" } { button.btn.act { "开放评分" } }
                }
                EventState::Signed => {
                    p.calm { b { "签字已齐" } "可以公布" }
                    a.btn href={ "/events/" (event.id) "/signing" } { "核对与签字" }
                    form method="post" action={ "/events/" (event.id) "/publish" } { button.btn.act { "公布成绩" } }
                }
                EventState::Published | EventState::Archived => {
                    a.btn href={ "/events/" (event.id) "/signing" } { "签字与公示" }
                    a.btn href={ "/events/" (event.id) "/board" } { "成绩与名次" }
                }
            }
        }
    }
}
