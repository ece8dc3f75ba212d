//! The page of changes of the day; in `preview`, what one of them does, and a substitute's link.

mod frame;
mod preview;

use maud::{Markup, html};

use super::wording::{local_clock, local_time};
use crate::app::act::permission::Act;
use crate::app::act::state::why_not;
use crate::app::desk::day::{DayStop, DayView, Kind};
use crate::app::event::view::EventSummary;
use crate::app::people::session::Session;

use frame::draw;

pub use preview::{link, preview};

/// The forms, as far as the state of the event allows them, and what was changed.
pub fn page(day: &DayView, session: &Session) -> Markup {
    let event = &day.event;
    let closed = why_not(Act::ChangeDay, event.state);
    let body = html! {
        h2 { "当日变动" }
        @if let Some(why) = closed {
            p.said { "评比活动处于“" (event.state.title()) "”，" (why) "。" }
        } @else {
            p { "每一项都先列出影响，写明理由后再确认；确认的记入审计，评委平板下一次联网后照此显示。已送达的评分卡一律不删。" }
        }
        (road(day, closed.is_none()))
        @if closed.is_none() {
            (skip(day))
            (withdraw(day))
            (replace(day))
        }
        (changes(day))
    };
    let back = format!("/events/{}/desk", event.id);
    draw("当日变动", event, session, (&back, "回组织台"), &body)
}

/// A form that asks for the preview of a change.
fn ask(event: &EventSummary, kind: Kind, body: &Markup) -> Markup {
    html! {
        form.ask method="post" action={ "/events/" (event.id) "/day" } {
            input type="hidden" name="act" value=(kind.as_str());
            (body)
        }
    }
}

fn one_press(event: &EventSummary, kind: Kind, entry: &str, label: &str) -> Markup {
    ask(
        event,
        kind,
        &html! {
            input type="hidden" name="entry" value=(entry);
            button.btn { (label) }
        },
    )
}

fn is_ahead(stop: &DayStop) -> bool {
    stop.stop.arrived_at.is_none() && !stop.stop.skipped
}

/// The route: what is behind, what is ahead, in which order.
fn road(day: &DayView, may: bool) -> Markup {
    let ahead = day.stops.iter().filter(|stop| is_ahead(stop)).count();
    let table = html! {
        table.list.road {
            thead { tr { th { "站" } th { "单位" } th { "情况" } th { "次序" } th { "计划到达" } th { "计划离开" } } }
            tbody {
                @for (turn, stop) in numbered(day) {
                    tr {
                        td { (stop.stop.number) }
                        td { (stop.unit) }
                        td { (standing(stop)) }
                        @match turn {
                            Some(turn) if may => { (places(stop, turn)) },
                            Some(_) | None => {
                                td { "–" } td { (stop.stop.planned_arrival) } td { (stop.stop.planned_departure) }
                            },
                        }
                    }
                }
            }
        }
    };
    html! {
        section.card {
            h3 { "行程" }
            @if day.stops.is_empty() { p { "活动没有行程。" } }
            @else if may && ahead > 0 {
                p { "尚未到达的各站可以换次序、改计划时间；次序从 1 开始，指在尚未到达的各站中排第几。" }
                (ask(&day.event, Kind::Move, &html! { (table) button.btn.act { "调整行程：看影响" } }))
            } @else { (table) }
            @if let (Some(last), true) = (&day.last, may) {
                p { "最近一次登记：" b { (last) } "。登记错了，可以撤回；其间收到的评分卡照旧有效。" }
                (ask(&day.event, Kind::Undo, &html! { button.btn { "撤回这次登记：看影响" } }))
            }
        }
    }
}

/// Stops with their turns among those ahead.
fn numbered(day: &DayView) -> impl Iterator<Item = (Option<usize>, &DayStop)> {
    let mut turn = 0;
    day.stops.iter().map(move |stop| {
        let ahead = is_ahead(stop);
        turn += usize::from(ahead);
        (ahead.then_some(turn), stop)
    })
}

/// The fields of a stop that is ahead.
fn places(stop: &DayStop, turn: usize) -> Markup {
    let id = &stop.stop.entry;
    let field = |name: &str, label: &str, value: &str| {
        html! {
            input type="text" name={ (name) "-" (id) } value=(value) maxlength="20" autocomplete="off"
                aria-label={ (stop.unit) (label) };
        }
    };
    html! {
        td.turn {
            input type="text" name={ "turn-" (id) } value=(turn) inputmode="numeric" maxlength="4" required
                autocomplete="off" aria-label={ (stop.unit) "次序" };
        }
        td.time { (field("arrival", "计划到达", &stop.stop.planned_arrival)) }
        td.time { (field("departure", "计划离开", &stop.stop.planned_departure)) }
    }
}

fn standing(stop: &DayStop) -> Markup {
    html! {
        @match (stop.stop.arrived_at, stop.stop.left_at) {
            (_, Some(left)) => { (local_clock(left)) " 离开" },
            (Some(arrived), None) => { (local_clock(arrived)) " 到达" },
            (None, None) if stop.was_skipped => { b { "不再前往" } },
            (None, None) if stop.stop.skipped => { b { "不再前往（项目退出）" } },
            (None, None) => { "未到" },
        }
    }
}

/// A stop that will not be visited, and the way back.
fn skip(day: &DayView) -> Markup {
    let ahead: Vec<&DayStop> = day.stops.iter().filter(|stop| is_ahead(stop)).collect();
    let skipped: Vec<&DayStop> = day.stops.iter().filter(|stop| stop.was_skipped).collect();
    html! {
        section.card {
            h3 { "不去某一站" }
            @if ahead.is_empty() { p { "没有尚未到达的观摩点。" } } @else {
                (ask(&day.event, Kind::Skip, &html! {
                    label for="skip-entry" { "观摩点" }
                    select #skip-entry name="entry" { @for stop in &ahead { option value=(stop.stop.entry) { (stop.unit) } } }
                    fieldset {
                        legend { "该项目" }
                        label.pick { input type="radio" name="then" value="stay" checked; span { b { "仍参加排名" } "：只是不去现场。随到达开放的环节不会开放，缺了那里的评分卡，项目没有名次；其他环节照常。" } }
                        label.pick { input type="radio" name="then" value="withdraw"; span { b { "同时退出评比" } "：不再排名，不再应交评分卡，已交的不计入。" } }
                    }
                    button.btn.act { "看影响" }
                }))
            }
            @for stop in skipped {
                div.row { span { (stop.unit) "：已登记为不再前往" } (one_press(&day.event, Kind::Unskip, &stop.stop.entry, "恢复前往：看影响")) }
            }
        }
    }
}

/// An entry that takes part no longer, and the way back.
fn withdraw(day: &DayView) -> Markup {
    let (out, in_it): (Vec<_>, Vec<_>) = day.entries.iter().partition(|entry| entry.withdrawn.is_some());
    html! {
        section.card {
            h3 { "项目退出评比" }
            p { "退出不是否决：项目从排名中拿掉，成绩页和成绩单另列“退出”和理由；其余项目的成绩，同它从未参评一样。要取消资格而保留在表上的，请登记否决。" }
            @if in_it.len() > 1 {
                (ask(&day.event, Kind::Withdraw, &html! {
                    label for="withdraw-entry" { "参评项目" }
                    select #withdraw-entry name="entry" { @for entry in &in_it { option value=(entry.id) { (entry.unit) } } }
                    button.btn.act { "看影响" }
                }))
            }
            @for entry in out {
                div.row {
                    span { (entry.unit) "：已退出（" (entry.withdrawn.as_deref().unwrap_or_default()) "）" }
                    (one_press(&day.event, Kind::Readmit, &entry.id, "恢复参评：看影响"))
                }
            }
        }
    }
}

/// Somebody who comes in for a judge.
fn replace(day: &DayView) -> Markup {
    let seats = day.judges.iter().filter(|judge| !judge.replaced);
    html! {
        section.card {
            h3 { "评委换人" }
            form.ask method="post" action={ "/events/" (day.event.id) "/day" } {
                label for="judge" { "原来的评委" }
                select #judge name="judge" {
                    @for judge in seats { option value=(judge.id) { (judge.name) "（" (judge.group) "）" } }
                }
                label for="name" { "接替者的姓名或席位" }
                input #name type="text" name="name" required maxlength="60" autocomplete="off";
                label for="unit" { "接替者所在单位（可不填）" }
                input #unit type="text" name="unit" maxlength="60" autocomplete="off";
                fieldset {
                    legend { "方式" }
                    label.pick { input type="radio" name="act" value=(Kind::Pass.as_str()) checked; span { b { "同席换人" } "：席位不变，已交的算本席的，其余由接替者评。接替者看得到、也能更正已交的。" } }
                    label.pick { input type="radio" name="act" value=(Kind::Replace.as_str()); span { b { "新设一席" } "：已交的仍算原评委的，未交的由新席评；各看各的。每个项目应评的人数不变。" } }
                }
                p { "原评委的登录和链接随即失效。平板上没有送达的评分怎么办，下一步会写明。" }
                button.btn.act { "看影响" }
            }
            @for judge in day.judges.iter().filter(|judge| judge.replaced) { p { (judge.name) "：余下的已由新席接替" } }
        }
    }
}

fn changes(day: &DayView) -> Markup {
    html! {
        section.card {
            h3 { "已登记 " (day.changes.len()) " 项" }
            @if !day.changes.is_empty() {
                table.list {
                    thead { tr { th { "变动" } th { "理由" } th { "谁，何时" } } }
                    tbody {
                        @for line in &day.changes {
                            tr { td { (line.told) } td { (line.reason) } td { (line.who) "，" (local_time(line.at)) } }
                        }
                    }
                }
            }
        }
    }
}
