//! The route: a stop is skipped, that is taken back, stops are moved, the last arrival or leaving is taken back.

use serde_json::{Value, json};

use super::change::{DayFault, NAME, PlannedStop};
use super::plan::{Plan, Write, called, entry_of, marks};
use crate::app::AppError;
use crate::app::act::clock::{beijing, moment};
use crate::app::error::Already;
use crate::app::error::NotFound;
use crate::app::event::frame::Frame;
use crate::app::event::progress::is_in;
use crate::folder::tidy::time::TimeOfDay;
use crate::scoring::event::{Cell, Expectation};
use crate::scoring::rules::Opens;
use crate::store::day::Kind;
use crate::store::event::EventRow;
use crate::store::setup::Checkpoint;
use crate::store::{Tx, operation};

fn stop_of<'f>(frame: &'f Frame, id: &str) -> Result<&'f Checkpoint, AppError> {
    let entry = entry_of(frame, id)?;
    let found = frame.setup.checkpoints.iter().find(|stop| stop.entry == entry);
    found.ok_or_else(|| NotFound { what: "观摩点", id: id.to_owned() }.into())
}

/// A stop will not be visited.
pub(super) fn skip(tx: &mut Tx, head: &EventRow, frame: &Frame, id: &str) -> Result<Plan, AppError> {
    let stop = stop_of(frame, id)?;
    if stop.arrived_at.is_some() {
        return Err(DayFault::Visited.into());
    }
    if frame.is_passed_over(stop) {
        return Err(Already { what: "此观摩点已登记为不再前往" }.into());
    }
    let mut plan = Plan::of(Kind::Skip, id, format!("不再前往 {}", called(frame, stop.entry)));
    plan.notes.push("该项目仍参加排名；其他观摩点的次序和计划时间不变，可另行调整。".to_owned());
    let filled = marks(tx, head, frame)?;
    let mut waits_for_route = false;
    for (component, rules) in frame.rules.components.iter().enumerate() {
        let Some(judging) = rules.judging() else { continue };
        match judging.release.opens {
            Opens::Event => {}
            Opens::After(_) | Opens::All => waits_for_route = true,
            // a ballot waits for the stops that are left
            Opens::Arrival { .. } if frame.is_ballot(component) => waits_for_route = true,
            Opens::Arrival { .. } => {
                let cells = (0..frame.setup.judges.len()).map(|judge| Cell { component, judge, entry: stop.entry });
                let due =
                    cells.filter(|&cell| frame.event.expectation(cell) == Expectation::Due && !is_in(&filled, cell));
                plan.notes.push(format!(
                    "“{}”随到达开放：不去此站，其 {} 张应交的评分卡就不会开放，缺了它们该项目没有名次，封存时列为未决事项。\
                     评委仍然提交的，按“开放前送达”收存，须逐张认定才计入。项目不再参评的，请改选“同时退出评比”。",
                    rules.name,
                    due.count()
                ));
            }
        }
    }
    if waits_for_route {
        plan.notes.push("“看过若干站”“全部看完”以后开放的环节，不再等这一站：全部看完按其余各站计。".to_owned());
    }
    (plan.before, plan.after) = (json!({ "skipped": false }), json!({ "skipped": true }));
    Ok(plan)
}

/// A stop that was skipped will be visited after all.
pub(super) fn unskip(frame: &Frame, id: &str) -> Result<Plan, AppError> {
    let stop = stop_of(frame, id)?;
    if !frame.day.is_skipped(stop.entry) {
        return Err(DayFault::NotSkipped.into());
    }
    let mut plan = Plan::of(Kind::Unskip, id, format!("恢复前往 {}", called(frame, stop.entry)));
    plan.notes.push(
        "此站回到行程中原来的位置。因不等此站而已经开放的环节，会重新等它；其间收到的评分卡照旧有效。".to_owned(),
    );
    if frame.day.is_withdrawn(stop.entry) {
        plan.notes.push("该项目已退出评比：恢复参评以前，此站仍不前往。".to_owned());
    }
    (plan.before, plan.after) = (json!({ "skipped": true }), json!({ "skipped": false }));
    Ok(plan)
}

/// The stops ahead in another order, or at other times. Each other stop keeps its place along the route.
pub(super) fn reorder(frame: &Frame, stops: &[PlannedStop]) -> Result<Plan, AppError> {
    let along = frame.along_route();
    let stop = |index: usize| &frame.setup.checkpoints[index];
    let ahead: Vec<usize> = along.iter().copied().filter(|&index| frame.is_ahead(stop(index))).collect();
    let mut wanted: Vec<&PlannedStop> = stops.iter().collect();
    wanted.sort_by_key(|planned| planned.turn);
    let entries: Vec<usize> = wanted.iter().map(|planned| entry_of(frame, &planned.entry)).collect::<Result<_, _>>()?;
    let each_once = ahead.iter().all(|&index| entries.iter().filter(|&&entry| entry == stop(index).entry).count() == 1);
    let in_turn = wanted.iter().zip(1..).all(|(planned, turn)| planned.turn == turn);
    if !each_once || !in_turn || wanted.len() != ahead.len() {
        return Err(DayFault::NotAnOrder.into());
    }
    let mut plan = Plan::of(Kind::Move, "", "调整尚未到达的观摩点".to_owned());
    let (mut next, mut before, mut after) = (wanted.iter().zip(&entries), Vec::new(), Vec::new());
    for (&index, order) in along.iter().zip(1u32..) {
        let was = stop(index);
        let planned = if frame.is_ahead(was) { next.next() } else { None };
        let entry = planned.map_or(was.entry, |(_, &entry)| entry);
        let own = frame.setup.checkpoints.iter().find(|stop| stop.entry == entry).unwrap_or(was);
        let (arrival, departure) = match planned {
            Some((planned, _)) => times(planned, own)?,
            None => (was.planned_arrival.clone(), was.planned_departure.clone()),
        };
        let (arrival, departure) = (arrival.as_str(), departure.as_str());
        let same = entry == was.entry && own.planned_arrival == arrival && own.planned_departure == departure;
        if !same {
            before.push(told(frame, order, was.entry, &was.planned_arrival, &was.planned_departure));
            after.push(told(frame, order, entry, arrival, departure));
        }
        if !same || own.order != Some(order) {
            let (arrival, departure) = (arrival.to_owned(), departure.to_owned());
            plan.writes.push(Write::Place { entry, order, arrival, departure });
        }
    }
    if after.is_empty() {
        return Err(DayFault::Unchanged.into());
    }
    plan.notes = before.iter().zip(&after).map(|(was, is)| format!("{was} → {is}")).collect();
    plan.notes.push("已经到达和不再前往的各站不动。评委平板在下一次联网后按新的行程显示。".to_owned());
    (plan.before, plan.after) = (json!(before), json!(after));
    Ok(plan)
}

/// The planned times of a stop, in their one form; what was there before stays as it was.
fn times(planned: &PlannedStop, own: &Checkpoint) -> Result<(String, String), DayFault> {
    let field = |of: &str| format!("{of}-{}", planned.entry);
    let read = |of: &str, typed: &str, was: &str| match typed.trim() {
        typed if typed.is_empty() || typed == was => Ok(typed.to_owned()),
        typed => {
            let found = || typed.chars().take(NAME).collect();
            TimeOfDay::read(typed)
                .map(|time| time.to_string())
                .ok_or_else(|| DayFault::NoTime { field: field(of), found: found() })
        }
    };
    let arrival = read("arrival", &planned.arrival, &own.planned_arrival)?;
    let departure = read("departure", &planned.departure, &own.planned_departure)?;
    let changed = arrival != own.planned_arrival || departure != own.planned_departure;
    match TimeOfDay::read(&arrival).zip(TimeOfDay::read(&departure)) {
        Some((from, to)) if to < from && changed => {
            Err(DayFault::TimesTurned { field: field("departure"), arrival, departure })
        }
        _ => Ok((arrival, departure)),
    }
}

fn told(frame: &Frame, order: u32, entry: usize, arrival: &str, departure: &str) -> String {
    let time = |time: &str| if time.is_empty() { "未定".to_owned() } else { time.to_owned() };
    format!("第 {order} 站 {}（{}–{}）", called(frame, entry), time(arrival), time(departure))
}

/// The last thing that was noted of the route.
pub(super) struct Last {
    entry: usize,
    at: i64,
    /// It was a leaving; else an arrival.
    left: bool,
    /// The stop that the bus left by arriving.
    left_by_it: Option<usize>,
}

impl Last {
    /// What it was, for people.
    pub(super) fn told(&self, frame: &Frame) -> String {
        let clock = beijing(moment(self.at)).format("%H:%M");
        let by_it = self.left_by_it.map(|entry| format!("，及随之登记的离开 {}", called(frame, entry)));
        let word = if self.left { "离开" } else { "到达" };
        format!("{word} {}（{clock}）{}", called(frame, self.entry), by_it.unwrap_or_default())
    }
}

/// Finds it; an arrival goes after the leaving that it made.
pub(super) fn last(frame: &Frame) -> Option<Last> {
    let stops = &frame.setup.checkpoints;
    let noted = stops.iter().filter_map(|stop| match (stop.arrived_at, stop.left_at) {
        (_, Some(at)) => Some((at, false, stop.entry)),
        (Some(at), None) => Some((at, true, stop.entry)),
        (None, None) => None,
    });
    let (at, arrival, entry) = noted.max()?;
    let left_by_it = stops.iter().find(|stop| arrival && stop.left_at == Some(at)).map(|stop| stop.entry);
    Some(Last { entry, at, left: !arrival, left_by_it })
}

/// The last arrival or leaving was a mistake.
pub(super) fn undo(tx: &mut Tx, head: &EventRow, frame: &Frame) -> Result<Plan, AppError> {
    let last = last(frame).ok_or(DayFault::NothingToUndo)?;
    let id = &frame.setup.entries[last.entry].id;
    let mut plan = Plan::of(Kind::Undo, id, format!("撤回登记：{}", last.told(frame)));
    let arrived = |entry: usize| frame.setup.checkpoints.iter().find(|s| s.entry == entry).and_then(|s| s.arrived_at);
    let kept = if last.left { arrived(last.entry) } else { None };
    plan.writes.push(Write::Stop { entry: last.entry, arrived: kept, left: None });
    if let Some(entry) = last.left_by_it {
        plan.writes.push(Write::Stop { entry, arrived: arrived(entry), left: None });
    }
    let since = operation::recorded_after(tx, &head.id, 0)?.iter().filter(|row| row.received_at >= last.at).count();
    plan.notes.push(format!(
        "自那时起收到并计入的评分卡 {since} 张，照旧有效。因这次登记而开放的环节重新等待，此后提交的按“开放前送达”收存，由组织者认定。"
    ));
    let noted = |stop: &Checkpoint| {
        json!({ "entry": frame.setup.entries[stop.entry].id, "arrived_at": stop.arrived_at.map(moment),
            "left_at": stop.left_at.map(moment) })
    };
    let touched = |entry: usize| entry == last.entry || Some(entry) == last.left_by_it;
    let of = |stops: &[Checkpoint]| stops.iter().filter(|stop| touched(stop.entry)).map(noted).collect::<Vec<Value>>();
    (plan.before, plan.after) = (json!(of(&frame.setup.checkpoints)), json!(of(&plan.setup(frame).checkpoints)));
    Ok(plan)
}
