//! The board before the close: how far it is, and no score. Parts with ids of their own, which an open page gets anew.

use maud::{Markup, html};

use super::bars;
use super::state::state_part;
use crate::app::event::view::Progress;
use crate::web::views::wording::local_clock;

/// The parts as text, with their ids in the page.
pub(super) fn parts(found: &Progress) -> Vec<(&'static str, String)> {
    vec![
        ("part-state", state_part(&found.event).into_string()),
        ("part-counts", counts(found).into_string()),
        ("part-route", route(found).into_string()),
    ]
}

pub(super) fn page(found: &Progress) -> Markup {
    html! { main.board.before { (counts(found)) (route(found)) } }
}

fn counts(progress: &Progress) -> Markup {
    let seen = progress.route.iter().filter(|stop| stop.arrived_at.is_some()).count();
    html! {
        section.board-card #part-counts {
            header {
                h2 { "进度" }
                p {
                    @if progress.event.state.is_before_close() {
                        "封存以后，这里显示成绩与名次；封存以前不显示任何得分"
                    } @else {
                        "评分已经封存；核对、签字和公布以前，这里只显示进度"
                    }
                }
            }
            div.facts {
                p { "已到观摩点" b { (seen) } "/ " (progress.route.len()) }
                p { "已送达评分卡" b { (progress.received) } "/ " (progress.due) }
            }
            ul.parts {
                @for part in &progress.components {
                    li {
                        span { (part.name) }
                        (bars::meter(part.received, part.due))
                        b { (part.received) " / " (part.due) }
                    }
                }
            }
        }
    }
}

fn route(progress: &Progress) -> Markup {
    let unit = |id: &str| progress.entries.iter().find(|e| e.id == id).map(|e| e.unit.as_str()).unwrap_or_default();
    html! {
        section.board-card #part-route hidden[progress.route.is_empty()] {
            header { h2 { "行程" } }
            ol.stops {
                @for stop in &progress.route {
                    li.here[stop.current].done[stop.arrived_at.is_some()]
                        aria-current=[stop.current.then_some("step")] {
                        i { (stop.number) }
                        strong { (unit(&stop.entry)) }
                        @match stop.arrived_at {
                            Some(at) => span { (local_clock(at)) " 到达" }
                            None if stop.skipped => span { "不再前往" }
                            None if stop.planned_arrival.is_empty() => span { "未到" }
                            None => span { "计划 " (stop.planned_arrival) }
                        }
                    }
                }
            }
        }
    }
}
