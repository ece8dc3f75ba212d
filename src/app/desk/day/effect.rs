//! What a plan does: cards due and in, and windows, as they are and as they will be.

use super::plan::{Plan, called};
use crate::app::AppError;
use crate::app::event::frame::{Frame, Window};
use crate::app::event::progress::is_in;
use crate::app::event::standings::fill;
use crate::app::event::view::EventSummary;
use crate::scoring::event::{Cell, Event, Expectation};
use crate::scoring::rules::Rules;
use crate::store::event::EventRow;
use crate::store::{Tx, operation};

/// What a change does.
#[derive(Debug, Clone)]
pub struct DayPreview {
    pub event: EventSummary,
    /// Version of the setup that it is planned on.
    pub version: i64,
    /// What is done, in a sentence.
    pub title: String,
    /// What that means, a sentence each.
    pub notes: Vec<String>,
    /// Cards due and in, before and after: in all, then those components where it makes a difference.
    pub cards: Vec<CardsEffect>,
    /// Cards that open or close by it.
    pub windows: Vec<WindowEffect>,
}

/// Cards of a component, before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardsEffect {
    /// Name of the component; all of them where empty.
    pub component: String,
    /// Cards due and those of them that are in, before.
    pub before: (usize, usize),
    /// The same after it.
    pub after: (usize, usize),
}

/// Cards that open or close.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WindowEffect {
    pub component: String,
    /// Whose cards: what the entry is called, or that it is the ballot.
    pub about: String,
    /// Before, in a word.
    pub before: &'static str,
    pub after: &'static str,
}

/// What a plan does, looked at with what there is.
pub(super) fn preview(
    tx: &mut Tx,
    head: &EventRow,
    frame: &Frame,
    plan: Plan,
    now: i64,
) -> Result<DayPreview, AppError> {
    let later = after(frame, &plan);
    let rows = operation::recorded_after(tx, &head.id, 0)?;
    let filled = |frame: &Frame| {
        let mut event = frame.event.clone();
        fill(&mut event, frame, &rows).map(|()| event)
    };
    let (before, after) = (cards(frame, &filled(frame)?), cards(&later, &filled(&later)?));
    let mut effects = vec![CardsEffect { component: String::new(), before: sum(&before), after: sum(&after) }];
    for (component, rules) in frame.rules.components.iter().enumerate().filter(|(_, c)| c.judging().is_some()) {
        let (before, after) = (before[component], after[component]);
        if before != after && frame.rules.components.len() > 1 {
            effects.push(CardsEffect { component: rules.name.clone(), before, after });
        }
    }
    Ok(DayPreview {
        event: frame.summary(head)?,
        version: head.setup_version,
        windows: windows(head, frame, &later, now)?,
        title: plan.title,
        notes: plan.notes,
        cards: effects,
    })
}

/// The frame as it will be.
pub(super) fn after(frame: &Frame, plan: &Plan) -> Frame {
    let setup = plan.setup(frame);
    let mut day = frame.day.clone();
    for (kind, subject, _) in &plan.rows {
        day.take(*kind, subject, "", &setup);
    }
    let (text, sha256) = (frame.rules_text.clone(), frame.rules_sha256.clone());
    Frame::new(Rules::clone(&frame.rules), text, sha256, setup).on_the_day(day)
}

/// Cards due and in, by component.
fn cards(frame: &Frame, filled: &Event) -> Vec<(usize, usize)> {
    let (judges, entries) = (frame.setup.judges.len(), frame.setup.entries.len());
    let of = |component: usize| {
        let cells = (0..judges).flat_map(|judge| (0..entries).map(move |entry| Cell { component, judge, entry }));
        let due = cells.filter(|&cell| frame.event.expectation(cell) == Expectation::Due);
        due.fold((0, 0), |(due, received), cell| (due + 1, received + usize::from(is_in(filled, cell))))
    };
    (0..frame.rules.components.len()).map(of).collect()
}

fn sum(all: &[(usize, usize)]) -> (usize, usize) {
    all.iter().fold((0, 0), |(due, received), part| (due + part.0, received + part.1))
}

fn windows(head: &EventRow, frame: &Frame, later: &Frame, now: i64) -> Result<Vec<WindowEffect>, AppError> {
    let state = head.state()?;
    let mut effects = Vec::new();
    for (component, rules) in frame.rules.components.iter().enumerate().filter(|(_, c)| c.judging().is_some()) {
        let ballot = frame.is_ballot(component);
        let entries = (0..frame.setup.entries.len()).filter(|&entry| !later.day.is_withdrawn(entry));
        let about: Vec<Option<usize>> = if ballot { vec![None] } else { entries.map(Some).collect() };
        for entry in about {
            let (before, after) =
                (frame.window(state, component, entry, now), later.window(state, component, entry, now));
            if before != after {
                effects.push(WindowEffect {
                    component: rules.name.clone(),
                    about: entry.map_or("名次票", |entry| called(frame, entry)).to_owned(),
                    before: word(before),
                    after: word(after),
                });
            }
        }
    }
    Ok(effects)
}

fn word(window: Window) -> &'static str {
    match window {
        Window::NotYet => "未开放",
        Window::Open => "开放",
        Window::Over => "已截止",
    }
}
