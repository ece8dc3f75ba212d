//! The route on the desk: the stops with their times, and the two buttons that move the bus.

use maud::{Markup, html};

use super::glance::Desk;
use super::wording::local_clock;
use crate::app::act::clock::Moment;
use crate::app::event::view::{EventState, Matrix};
use crate::app::event::wire::Stop;

/// Minutes of a day.
const DAY: i64 = 24 * 60;

fn unit<'m>(matrix: &'m Matrix, id: &'m str) -> &'m str {
    matrix.progress.entries.iter().find(|entry| entry.id == id).map_or(id, |entry| entry.unit.as_str())
}

/// Minutes between a planned time of the day and a moment, where the plan is one.
pub(super) fn behind(planned: &str, at: Moment) -> Option<i64> {
    let minutes = |text: &str| {
        let (hour, minute) = text.split_once(':')?;
        Some(hour.parse::<i64>().ok()? * 60 + minute.parse::<i64>().ok()?)
    };
    // a plan that passes midnight is late by minutes, not early by a day
    let difference = minutes(&local_clock(at))? - minutes(planned)?;
    Some((difference + DAY / 2).rem_euclid(DAY) - DAY / 2)
}

/// The card of the desk.
pub fn part(desk: &Desk<'_>) -> Markup {
    let route = &desk.view.matrix.progress.route;
    let late = route.iter().rev().find_map(|stop| behind(&stop.planned_arrival, stop.arrived_at?));
    let next = route.iter().find(|stop| stop.arrived_at.is_none() && !stop.skipped);
    html! {
        @if route.is_empty() { div #part-road {} } @else {
            section.card #part-road {
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
                            "下一站 " (unit(&desk.view.matrix, &next.entry))
                            @if !next.planned_arrival.is_empty() { "，计划 " (next.planned_arrival) " 到达" }
                        }
                    }
                }
                ol.road { @for stop in route { (stop_of(&desk.view.matrix, stop)) } }
                @if desk.view.matrix.progress.event.state == EventState::Open { (moves(desk, next)) }
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
    let here = desk.view.matrix.progress.route.iter().find(|stop| stop.arrived_at.is_some() && stop.left_at.is_none());
    let id = &desk.view.matrix.progress.event.id;
    let button = |path: &str, stop: &Stop, word: &str| {
        html! {
            form method="post" action={ "/events/" (id) "/" (path) } {
                input type="hidden" name="entry" value=(stop.entry);
                button.btn { (word) (unit(&desk.view.matrix, &stop.entry)) }
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
