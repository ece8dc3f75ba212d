//! How far the day is, for the hall: the stop, the cards of a component and the route. Counts, and never a seat or a mark.

use maud::{Markup, html};

use super::frame::head;
use super::size;
use crate::app::act::clock::Moment;
use crate::app::event::view::{ComponentProgress, EventState, Progress};
use crate::app::event::wire::{EntryView, Stop};
use crate::web::views::road::behind;
use crate::web::views::wording::local_clock;

/// Stops of a route that are drawn at once.
const STOPS: usize = 10;
/// Characters of a project's name that stand on one line.
const LINE: usize = 27;
/// Width of the bar.
const BAR: usize = 1000;

/// The scene.
pub(super) fn scene(progress: &Progress, now: Moment) -> Markup {
    let component = component(progress);
    let about = component.map_or("", |component| component.name.as_str());
    let current = progress.route.iter().find(|stop| stop.current);
    html! {
        section.scr.a aria-label="当日进度" {
            (head(&progress.event, about))
            @match progress.event.state {
                EventState::Draft => (said(progress, "尚未开放评分")),
                EventState::Open => {
                    div.now {
                        (place(progress, current))
                        @if let Some(component) = component { (counted(progress, component)) }
                    }
                    @if let Some(component) = component { (bar(component)) }
                    (road(progress, component))
                }
                EventState::Closed | EventState::Signed => (said(progress, "评分已封存")),
                EventState::Published | EventState::Archived => (said(progress, "成绩已公布")),
            }
            footer.ft {
                p { @if progress.event.state == EventState::Open { (ahead(progress)) } }
                p {
                    @if progress.event.state.is_before_close() { "封存以前不显示任何得分 · " }
                    "截至 " (local_clock(now))
                }
            }
        }
    }
}

/// The component that is judged now: the first that lacks cards, and the last where none does.
fn component(progress: &Progress) -> Option<&ComponentProgress> {
    let begun = |component: &&ComponentProgress| component.received < component.due;
    progress.components.iter().find(begun).or_else(|| progress.components.last())
}

fn entry<'p>(progress: &'p Progress, stop: &Stop) -> Option<&'p EntryView> {
    progress.entries.iter().find(|entry| entry.id == stop.entry)
}

fn unit<'p>(progress: &'p Progress, stop: &'p Stop) -> &'p str {
    entry(progress, stop).map_or(stop.entry.as_str(), called)
}

fn called(entry: &EntryView) -> &str {
    if entry.unit.is_empty() { &entry.name } else { &entry.unit }
}

/// An event that is not under way, in one sentence.
fn said(progress: &Progress, sentence: &str) -> Markup {
    html! {
        p.said-large { (sentence) }
        p.said-small { (progress.entries.len()) " 个参评项目" }
    }
}

/// Where the bus is.
fn place(progress: &Progress, current: Option<&Stop>) -> Markup {
    let all = progress.route.len();
    html! {
        div.place-now {
            @match current {
                Some(stop) => {
                    p.stop {
                        b { @if stop.arrived_at.is_some() { "第 " (stop.number) " 站" } @else { "前往第 " (stop.number) " 站" } }
                        @match stop.arrived_at {
                            Some(at) => { (local_clock(at)) " 到达，共 " (all) " 站" },
                            None if stop.planned_arrival.is_empty() => { "共 " (all) " 站" },
                            None => { "计划 " (stop.planned_arrival) " 到达，共 " (all) " 站" },
                        }
                    }
                    @let unit = unit(progress, stop);
                    p.unit.{ (size::class(unit)) } { (unit) }
                    @let name = entry(progress, stop).filter(|entry| !entry.unit.is_empty()).map_or("", |e| e.name.as_str());
                    p.site.names.long[!size::fits(name, LINE)] { (name) }
                }
                None => {
                    p.stop { (progress.entries.len()) " 个参评项目" }
                    p.unit.w9 { @if all > 0 { "各站已走完" } @else { "正在评分" } }
                    p.site {}
                }
            }
        }
    }
}

/// Cards of a component that are in, and a word on the other components.
fn counted(progress: &Progress, component: &ComponentProgress) -> Markup {
    let wide = component.due.to_string().len() + component.received.to_string().len();
    let others = progress.components.iter().filter(|other| other.id != component.id && other.due > 0);
    html! {
        p.big {
            "已送达评分卡"
            strong.many[wide > 7] { (component.received) i { " / " (component.due) } }
            @for other in others.take(1) {
                (other.name)
                @if other.received == 0 { "尚未开始" }
                @else if other.received >= other.due { "已齐" }
                @else { " " (other.received) " / " (other.due) }
            }
        }
    }
}

fn bar(component: &ComponentProgress) -> Markup {
    let width = (component.received * BAR).checked_div(component.due).unwrap_or(0);
    html! {
        svg.meter viewBox={ "0 0 " (BAR) " 10" } preserveAspectRatio="none" role="img"
            aria-label={ "已送达 " (component.received) " 张，共 " (component.due) " 张" } {
            rect.rest width=(BAR) height="10" {}
            rect.in width=(width) height="10" {}
        }
    }
}

/// The route: ten stops around the one where the bus is.
fn road(progress: &Progress, component: Option<&ComponentProgress>) -> Markup {
    let route = &progress.route;
    let here = route.iter().position(|stop| stop.current).unwrap_or(route.len());
    let from = here.saturating_sub(STOPS - 4).min(route.len().saturating_sub(STOPS));
    html! {
        ol.road {
            @for stop in route.iter().skip(from).take(STOPS) {
                @let (passed, now) = (stop.arrived_at.is_some() && !stop.current, stop.current);
                li.p[passed].n[now] aria-current=[now.then_some("step")] {
                    i { (stop.number) }
                    b.names { (unit(progress, stop)) }
                    (at_stop(progress, component, stop))
                }
            }
        }
        @if route.len() > STOPS {
            p.road-part { "第 " (from + 1) "–" (route.len().min(from + STOPS)) " 站，共 " (route.len()) " 站" }
        }
    }
}

fn at_stop(progress: &Progress, component: Option<&ComponentProgress>, stop: &Stop) -> Markup {
    let number = progress.entries.iter().position(|entry| entry.id == stop.entry);
    let cards = component.zip(number).and_then(|(component, number)| component.by_entry.get(number).copied());
    html! {
        @match cards {
            _ if stop.skipped => { span { "不再前往" } }
            Some((due, received)) if stop.arrived_at.is_some() && due > 0 => {
                @if received >= due { span.f { "✓ " (received) } } @else { span { (received) " / " (due) } }
            }
            _ => { span { (stop.planned_arrival) } }
        }
    }
}

/// The next stop, and how late the bus is.
fn ahead(progress: &Progress) -> Markup {
    let route = &progress.route;
    let next = route.iter().find(|stop| stop.arrived_at.is_none() && !stop.skipped);
    let late = route.iter().rev().find_map(|stop| behind(&stop.planned_arrival, stop.arrived_at?));
    html! {
        @if let Some(next) = next {
            "下一站 " (unit(progress, next))
            @if !next.planned_arrival.is_empty() { "，计划 " (next.planned_arrival) }
        }
        @match late {
            Some(late) if late > 0 => { @if next.is_some() { "；" } "比计划晚 " (late) " 分" },
            Some(early) if early < 0 => { @if next.is_some() { "；" } "比计划早 " (-early) " 分" },
            Some(_) => { @if next.is_some() { "；" } "与计划一致" },
            None => {},
        }
    }
}
