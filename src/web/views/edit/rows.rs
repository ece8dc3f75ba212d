//! The lists of entries, judges and stops, with the way to each row.

use std::collections::HashSet;

use maud::{Markup, html};

use super::frame::draw;
use crate::app::act::drawn::{Field, Overtaken};
use crate::app::act::permission::Act;
use crate::app::act::state::why_not;
use crate::app::people::session::Session;
use crate::app::setup::edit::{Direction, Prepared, PreparedStop, Sheet};
use crate::web::address::percent;
use crate::web::views::find::find;
use crate::web::views::overtaken;
use crate::web::views::wording::project;

/// Name of a list in an address, and what people call it and one of its rows.
pub fn names(sheet: Sheet) -> (&'static str, &'static str, &'static str) {
    match sheet {
        Sheet::Entries => ("entries", "参评项目", "参评项目"),
        Sheet::Judges => ("judges", "评委", "评委"),
        Sheet::Checkpoints => ("route", "行程", "站点"),
    }
}

/// What a list that is drawn again shows besides its rows.
pub struct Again<'a> {
    /// The stop that was moved last and which way: its button has the focus, so that it can be pressed again.
    pub moved: Option<(&'a str, Direction)>,
    /// What somebody else changed meanwhile.
    pub changed: Option<&'a Overtaken>,
    /// Why nothing was done.
    pub problem: Option<&'a str>,
}

pub fn list(prepared: &Prepared, session: &Session, sheet: Sheet, again: &Again<'_>) -> Markup {
    let event = &prepared.event;
    let (page, many, one) = names(sheet);
    let at = format!("/events/{}/setup/{page}", event.id);
    let full = why_not(Act::Prepare, event.state).is_none();
    let body = html! {
        @if let Some(problem) = again.problem { p.alert role="alert" { (problem) "。" } }
        @if let Some(changed) = again.changed { (overtaken::panel(changed, &|_| None, &overtaken::plain)) }
        @if let Some(why) = why_not(Act::Prepare, event.state) {
            p.said { (why) "。" @if why_not(Act::Reword, event.state).is_none() { "文字、时间和看点仍可更正。" } }
        }
        @if full { p { a.btn.act href={ (at) "/edit" } { "添加" (one) } } }
        section.card {
            @match sheet {
                Sheet::Entries => (entries(prepared, &at)),
                Sheet::Judges => (judges(prepared, &at)),
                Sheet::Checkpoints => (stops(prepared, &at, full, again.moved)),
            }
        }
    };
    draw(many, event, session, (&format!("/events/{}/setup", event.id), "回筹备"), &body)
}

fn value(row: &[Field], index: usize) -> &str {
    row.get(index).map_or("", |field| field.value.as_str())
}

/// The link to a row's form, where it can be changed at all.
fn edit(prepared: &Prepared, at: &str, id: &str, whose: &str) -> Markup {
    html! {
        @if why_not(Act::Reword, prepared.event.state).is_none() {
            a.btn href={ (at) "/edit?id=" (percent(id)) } aria-label={ "编辑 " (whose) } { "编辑" }
        }
    }
}

/// What a row lacks, below what it has.
fn lacking(lacks: &[&str]) -> Markup {
    html! { @if !lacks.is_empty() { small.fix { (lacks.join("、")) } } }
}

/// What an entry lacks. `on_route`: the entries along the route, where there is one.
fn lacks_of_entry(row: &[Field], on_route: &HashSet<&str>) -> Vec<&'static str> {
    let mut lacks = Vec::new();
    lacks.extend(value(row, 2).is_empty().then_some("没有单位"));
    lacks.extend((!on_route.is_empty() && !on_route.contains(value(row, 0))).then_some("不在行程上"));
    lacks
}

fn entries(prepared: &Prepared, at: &str) -> Markup {
    let on_route: HashSet<&str> = prepared.stops.iter().map(|stop| value(&stop.fields, 0)).collect();
    html! {
        h3 { (prepared.entries.len()) " 个" }
        (find("entries", prepared.entries.len(), Some("只看有缺的")))
        table.list {
            thead { tr { th { "编号" } th { "单位" } th { "项目与观摩点" } th { "主题" } th { "组别" } th { span.vh { "编辑" } } } }
            tbody data-list="entries" {
                @for row in &prepared.entries {
                    @let lacks = lacks_of_entry(row, &on_route);
                    tr data-said[!lacks.is_empty()] {
                        td { (value(row, 0)) }
                        td { b { (value(row, 2)) } @if !value(row, 3).is_empty() { small { (value(row, 3)) } } (lacking(&lacks)) }
                        td { (project(value(row, 1))) small { (value(row, 4)) } }
                        td { (value(row, 5)) }
                        td { (value(row, 6)) }
                        td.r { (edit(prepared, at, value(row, 0), value(row, 2))) }
                    }
                }
            }
        }
    }
}

fn judges(prepared: &Prepared, at: &str) -> Markup {
    html! {
        h3 { (prepared.judges.len()) " 名" }
        (find("judges", prepared.judges.len(), None))
        @for group in &prepared.groups {
            h4 { (group.name) "，" (group.judges) " 名" }
            @if group.judges > 0 {
                table.list {
                    thead { tr { th { "编号" } th { "姓名或席位" } th { "所在单位" } th { span.vh { "编辑" } } } }
                    tbody data-list="judges" {
                        @for row in prepared.judges.iter().filter(|row| value(row, 3) == group.id) {
                            tr {
                                td { (value(row, 0)) }
                                td { b { (value(row, 1)) } }
                                td { (value(row, 2)) }
                                td.r { (edit(prepared, at, value(row, 0), value(row, 1))) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn stops(prepared: &Prepared, at: &str, full: bool, moved: Option<(&str, Direction)>) -> Markup {
    let last = prepared.stops.len().saturating_sub(1);
    html! {
        h3 { (prepared.stops.len()) " 站" }
        @if prepared.stops.is_empty() { p { "行程上还没有站点。规则按到达开放评分时，没有行程则一开放就可评分。" } } @else {
            (find("stops", prepared.stops.len(), Some("只看没有时间的")))
            // one form for all, or each row would hold the order of all rows
            form #moves method="post" action={ (at) "/move" } {
                input type="hidden" name="drawn" value=(prepared.order.to_text());
            }
            table.list {
                thead { tr { th.r { "站" } th { "单位与观摩点" } th { "计划" } th { "看点" } @if full { th { "顺序" } } th { span.vh { "编辑" } } } }
                tbody data-list="stops" {
                    @for (index, stop) in prepared.stops.iter().enumerate() {
                        tr data-said[value(&stop.fields, 2).is_empty()] {
                            td.r { (index + 1) }
                            td { b { (stop.unit) } small { (stop.site) } }
                            td.time { (planned(stop)) }
                            td { (value(&stop.fields, 4)) }
                            @if full { td.moves {
                                (mover(stop, Direction::Up, index == 0, moved))
                                (mover(stop, Direction::Down, index == last, moved))
                            } }
                            td.r { (edit(prepared, at, value(&stop.fields, 0), &stop.unit)) }
                        }
                    }
                }
            }
        }
    }
}

fn planned(stop: &PreparedStop) -> String {
    match (value(&stop.fields, 2), value(&stop.fields, 3)) {
        ("", "") => "未定".to_owned(),
        (arrival, departure) => format!("{arrival}–{departure}"),
    }
}

/// The word of a direction in a form, and what its button says.
pub fn way(direction: Direction) -> (&'static str, &'static str) {
    match direction {
        Direction::Up => ("up", "上移"),
        Direction::Down => ("down", "下移"),
    }
}

fn mover(stop: &PreparedStop, direction: Direction, at_end: bool, moved: Option<(&str, Direction)>) -> Markup {
    let ((word, said), id) = (way(direction), value(&stop.fields, 0));
    // at the end the other one is the only one that can still be pressed
    let focus = moved.is_some_and(|(which, way)| which == id && way == direction);
    html! {
        button.btn form="moves" name=(word) value=(id) aria-label={ (said) " " (stop.unit) } aria-disabled=[at_end.then_some("true")]
            autofocus[focus] { (said) }
    }
}
