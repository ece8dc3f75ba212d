//! The organiser's desk: state line, route, matrix, blockers, devices. Shows no score.

use maud::{Markup, html};

use super::devices::{self, clock_notes};
use super::layout::{self, Frame, label, me};
use super::matrix::{self, Known};
use super::wording::{Names, Said, local_clock, local_time};
use crate::app::clock::Moment;
use crate::app::clocks::Clocks;
use crate::app::session::Session;
use crate::app::sync::Stop;
use crate::app::view::{CloseBlocker, DeviceView, EventState, EventSummary, Matrix};

/// Minutes of a day.
const DAY: i64 = 24 * 60;
/// Rows of a list that is shown in full elsewhere.
pub const ROWS: usize = 8;

/// What the desk shows.
pub struct Desk<'d> {
    pub session: &'d Session,
    pub matrix: &'d Matrix,
    pub blockers: &'d [CloseBlocker],
    pub devices: &'d [DeviceView],
    pub clocks: &'d Clocks,
    pub component: usize,
    pub now: Moment,
}

/// The desk.
pub fn page(desk: &Desk<'_>) -> Markup {
    let event = &desk.matrix.progress.event;
    let frame = Frame { title: "组织台", styles: &["desk.css"], script: Some("once.js"), demo: event.demo };
    let link = |to: &str, name: &str| html! { a.btn href={ "/events/" (event.id) "/" (to) } { (name) } };
    let body = html! {
        header.top {
            h1 { "组织台" span title=(event.title) { (event.title) } }
            nav aria-label="操作" {
                @if event.state.is_before_close() {
                    (link("setup", "筹备")) (link("day", "当日变动")) (link("links", "评委链接")) (link("exclude", "登记回避"))
                }
                (link("adjust", "手工登记")) (link("paper", "纸质卡"))
                @if event.state.is_before_close() { (link("signing", "签字设定")) }
                (link("board", "进度与成绩"))
                @if event.published_at.is_some() { (link("objections", "异议")) }
                @if event.state.is_before_close() { (link("provisional", "暂定名次")) }
                (link("export", "导出")) a.btn href="/audit" { "审计" } a.btn href="/events" { "评比活动" }
            }
            (me(desk.session))
        }
        (label(event.demo, event.rehearsal, note(event.state)))
        (strip(desk))
        main {
            (notes(desk))
            div.left {
                (road(desk))
                (delivery(desk))
            }
            aside {
                (todo(desk))
                (devices::part(desk))
            }
        }
    };
    layout::page(&frame, &body)
}

/// What stands beside the label of a demonstration.
fn note(state: EventState) -> &'static str {
    if state.is_before_close() {
        "封存前此页不显示任何得分"
    } else {
        "单位与项目为真实条目，得分由带种子的生成器产生"
    }
}

/// What the organiser has to know before anything else.
fn notes(desk: &Desk<'_>) -> Markup {
    html! {
        @if desk.matrix.restored > 0 {
            p.said { "服务器曾丢失 " (desk.matrix.restored) " 张评分卡，已由平板补回。" }
        }
        (clock_notes(desk.clocks))
    }
}

/// Whether the bus has been at an entry and left, or the entry is on no route.
pub fn visited(matrix: &Matrix, entry: &str) -> bool {
    let progress = &matrix.progress;
    !progress.event.state.is_before_close()
        || progress.route.iter().find(|stop| stop.entry == entry).is_none_or(Stop::is_done)
}

/// Whether a component has begun: before that, nobody's card for it is missing. The last one to begin is begun at
/// the latest when the route is done.
fn begun(matrix: &Matrix, component: &str) -> bool {
    let progress = &matrix.progress;
    let done = progress.route.iter().all(Stop::is_done);
    let found = progress.components.iter().find(|part| part.id == component);
    done || !progress.event.state.is_before_close() || found.is_none_or(|part| part.received > 0)
}

/// The blockers that can be dealt with now, and how many entries have not been visited yet.
pub fn open_now<'b>(matrix: &Matrix, blockers: &'b [CloseBlocker]) -> (Vec<&'b CloseBlocker>, usize) {
    let due_later = |blocker: &&CloseBlocker| match blocker {
        CloseBlocker::Standings(standing) => {
            let judged = standing.judge.is_some() || standing.group.is_some();
            let early = standing.component.as_ref().is_some_and(|component| !begun(matrix, component));
            judged && (early || standing.entry.as_ref().is_some_and(|entry| !visited(matrix, entry)))
        }
        CloseBlocker::Conflict { .. }
        | CloseBlocker::Quarantined { .. }
        | CloseBlocker::Paper { .. }
        | CloseBlocker::Device(_) => false,
    };
    let left = matrix.progress.route.iter().filter(|stop| !stop.is_done()).count();
    (blockers.iter().filter(|blocker| !due_later(blocker)).collect(), left)
}

fn strip(desk: &Desk<'_>) -> Markup {
    let event = &desk.matrix.progress.event;
    let rank = EventState::ALL.iter().position(|state| *state == event.state).unwrap_or_default();
    let at =
        |moment: Option<Moment>, word: &str| moment.map_or_else(String::new, |at| format!("{} {word}", local_time(at)));
    let stop = desk.matrix.progress.route.iter().find(|stop| stop.current);
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
        section.strip aria-label="评比活动状态" {
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
    let (open, left) = open_now(desk.matrix, desk.blockers);
    html! {
        div.close {
            @if event.rehearsal {
                form method="post" action={ "/events/" (event.id) "/discard" } { button.btn { "作废演练" } }
            } @else if event.state == EventState::Open {
                a.btn href={ "/events/" (event.id) "/rehearse" } { "演练…" }
            }
            @match event.state {
                EventState::Open if desk.blockers.is_empty() => {
                    p.calm { b { "可以封存" } "评分卡已齐，没有未决事项" }
                    a.btn.act href={ "/events/" (event.id) "/close" } { "封存评分…" }
                }
                EventState::Open => {
                    p { b { "还不能封存" } (left) " 站未评 · " (open.len()) " 项未决" }
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

fn unit<'m>(matrix: &'m Matrix, id: &'m str) -> &'m str {
    matrix.progress.entries.iter().find(|entry| entry.id == id).map_or(id, |entry| entry.unit.as_str())
}

/// Minutes between a planned time of the day and a moment, where the plan is one.
fn behind(planned: &str, at: Moment) -> Option<i64> {
    let minutes = |text: &str| {
        let (hour, minute) = text.split_once(':')?;
        Some(hour.parse::<i64>().ok()? * 60 + minute.parse::<i64>().ok()?)
    };
    // a plan that passes midnight is late by minutes, not early by a day
    let difference = minutes(&local_clock(at))? - minutes(planned)?;
    Some((difference + DAY / 2).rem_euclid(DAY) - DAY / 2)
}

fn road(desk: &Desk<'_>) -> Markup {
    let route = &desk.matrix.progress.route;
    let late = route.iter().rev().find_map(|stop| behind(&stop.planned_arrival, stop.arrived_at?));
    let next = route.iter().find(|stop| stop.arrived_at.is_none() && !stop.skipped);
    html! {
        @if !route.is_empty() {
            section.card {
                header {
                    h2 { "行程" }
                    p {
                        @match late {
                            Some(late) if late > 0 => { "比计划晚 " b { (late) } " 分" },
                            Some(early) if early < 0 => { "比计划早 " b { (-early) } " 分" },
                            Some(_) => { "与计划一致" },
                            None => { "尚未出发" },
                        }
                    }
                    @if let Some(next) = next {
                        p.end {
                            "下一站 " (unit(desk.matrix, &next.entry))
                            @if !next.planned_arrival.is_empty() { "，计划 " (next.planned_arrival) " 到达" }
                        }
                    }
                }
                ol.road { @for stop in route { (stop_of(desk.matrix, stop)) } }
                @if desk.matrix.progress.event.state == EventState::Open { (moves(desk, next)) }
            }
        }
    }
}

fn stop_of(matrix: &Matrix, stop: &Stop) -> Markup {
    html! {
        li.past[stop.arrived_at.is_some() && !stop.current].cur[stop.current] {
            i { (stop.number) }
            b { (unit(matrix, &stop.entry)) }
            @match stop.arrived_at {
                Some(at) => {
                    em { (local_clock(at)) }
                    @if let Some(late) = behind(&stop.planned_arrival, at) {
                        @if late > 0 { " +" (late) } @else if late < 0 { " −" (-late) }
                    }
                }
                None if stop.skipped => { "不再前往" },
                None if stop.planned_arrival.is_empty() => { "未到" },
                None => { "计划 " (stop.planned_arrival) },
            }
        }
    }
}

/// The two buttons of the route.
fn moves(desk: &Desk<'_>, next: Option<&Stop>) -> Markup {
    let here = desk.matrix.progress.route.iter().find(|stop| stop.arrived_at.is_some() && stop.left_at.is_none());
    let id = &desk.matrix.progress.event.id;
    let button = |path: &str, stop: &Stop, word: &str| {
        html! {
            form method="post" action={ "/events/" (id) "/" (path) } {
                input type="hidden" name="entry" value=(stop.entry);
                button.btn { (word) (unit(desk.matrix, &stop.entry)) }
            }
        }
    };
    html! {
        div.moves {
            span { "登记到达下一站，即为离开本站" }
            @if let Some(here) = here { (button("leave", here, "离开 ")) }
            @if let Some(next) = next { (button("arrive", next, "到达 ")) }
        }
    }
}

fn is_lost(desk: &Desk<'_>, judge: &str) -> bool {
    let mut own = desk.devices.iter().filter(|device| device.judge == judge).peekable();
    own.peek().is_some() && own.all(|device| devices::is_lost(device, desk.now))
}

fn delivery(desk: &Desk<'_>) -> Markup {
    let progress = &desk.matrix.progress;
    let Some(part) = progress.components.get(desk.component) else { return html! {} };
    let due = |entry: &str| begun(desk.matrix, &part.id) && visited(desk.matrix, entry);
    let known = Known { visited: &due, lost: &|judge| is_lost(desk, judge) };
    let seats: usize = desk.matrix.groups.iter().map(|group| group.judges.len()).sum();
    html! {
        section.card #matrix {
            header {
                h2 { "评分卡送达" }
                p { (part.name) " · " (seats) " 席 × " (progress.entries.len()) " 项" }
                @if progress.components.len() > 1 {
                    nav.parts aria-label="评分环节" {
                        @for (index, other) in progress.components.iter().enumerate() {
                            a href={ "?component=" (other.id) "#matrix" } aria-current=[(index == desk.component).then_some("true")] {
                                (other.name)
                            }
                        }
                    }
                }
                p.end { "已送达 " b { (part.received) } " / 应交 " (part.due) }
            }
            div.wide { (matrix::table(desk.matrix, desk.component, &known)) }
            (matrix::key())
        }
    }
}

/// One blocker as a row.
pub fn blocker(said: &Said) -> Markup {
    html! { li { b { (said.kind) } p { (said.about) small { (said.known) } } } }
}

fn todo(desk: &Desk<'_>) -> Markup {
    let names = Names::of(desk.matrix);
    let (open, _) = open_now(desk.matrix, desk.blockers);
    let id = &desk.matrix.progress.event.id;
    // one line for all of them, with the way to where they are dealt with
    let (quarantined, listed): (Vec<_>, Vec<_>) =
        open.iter().copied().partition(|blocker| matches!(blocker, CloseBlocker::Quarantined { .. }));
    html! {
        section.card.todo {
            header {
                h2 { "未决事项" b.zero[open.is_empty()] { (open.len()) } }
                p.end { @if open.is_empty() { "没有未决事项" } @else { "全部处理后才能封存" } }
            }
            ul {
                @if !quarantined.is_empty() {
                    li {
                        b { "待认定" }
                        p { (quarantined.len()) " 张评分卡在评分时间外送达" small { "已收存，不计入，待组织者认定" } }
                        a.btn href={ "/events/" (id) "/quarantine" } { "认定" }
                    }
                }
                @for one in listed.iter().take(ROWS) { (blocker(&names.say(one))) }
                @if listed.len() > ROWS {
                    li { b {} p { "另有 " (listed.len() - ROWS) " 项" } a.btn href={ "/events/" (id) "/close" } { "查看全部" } }
                }
            }
        }
    }
}
