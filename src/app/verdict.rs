//! What becomes of one op: the decision, without writing anything.

use super::card::{self, Faults, Place};
use super::frame::{Frame, Window};
use super::sync::{Op, OpFault, Outcome};
use super::{AppError, AppError::Store};
use crate::scoring::event::{Cell, Expectation};
use crate::scoring::rules::Kind;
use crate::store::operation::{self, CardKey};
use crate::store::{EventState, Tx, refusal};

/// Longest comment, in characters.
pub(super) const COMMENT: usize = 2000;
/// Longest id of a device, in characters.
pub(super) const DEVICE: usize = 64;
/// Most refused ops that a base is followed through.
const CHAIN: usize = 64;

/// Who sends what into what, at which moment.
pub(super) struct Case<'a> {
    pub event: &'a str,
    pub state: EventState,
    pub judge: &'a str,
    pub frame: &'a Frame,
    pub now: i64,
}

/// The decision.
pub(super) enum Verdict {
    /// Kept as an operation, with the revision that it carries and the card's current one.
    Keep { outcome: Outcome, revision: i64, current: Option<i64>, replaces: Option<String> },
    /// Refused.
    Refuse { outcome: Outcome, faults: Faults },
}

fn refuse(outcome: Outcome) -> Verdict {
    Verdict::Refuse { outcome, faults: Vec::new() }
}

/// Decides on an op whose id is new.
pub(super) fn decide(tx: &mut Tx, case: &Case<'_>, op: &Op) -> Result<Verdict, AppError> {
    if op.judge != case.judge {
        return Ok(refuse(Outcome::NotYours));
    }
    let place = match locate(case, op) {
        Ok(place) => place,
        Err(verdict) => return Ok(verdict),
    };
    if let Some(outcome) = not_due(case.frame, place) {
        return Ok(refuse(outcome));
    }
    match case.frame.window(case.state, place.component, place.entry, case.now) {
        Window::Open => {}
        Window::NotYet => return Ok(quarantine(Outcome::NotOpen)),
        Window::Over => return Ok(quarantine(Outcome::Late)),
    }
    if op.comment.chars().count() > COMMENT {
        let fault = ("comment".to_owned(), OpFault::TooLong { most: COMMENT });
        return Ok(Verdict::Refuse { outcome: Outcome::Invalid, faults: vec![fault] });
    }
    if let Err(faults) = card::parse(case.frame, place, &op.marks) {
        return Ok(Verdict::Refuse { outcome: Outcome::Invalid, faults });
    }
    revision(tx, case, op)
}

fn quarantine(outcome: Outcome) -> Verdict {
    Verdict::Keep { outcome, revision: 0, current: None, replaces: None }
}

/// Finds the card that an op is about.
fn locate(case: &Case<'_>, op: &Op) -> Result<Place, Verdict> {
    let frame = case.frame;
    let (Some(judge), Some(component)) = (frame.judge(case.judge), frame.component(&op.component)) else {
        return Err(refuse(Outcome::Unknown));
    };
    let entry = match (&frame.rules.components[component].kind, op.entry.as_str()) {
        (Kind::Measure { .. }, _) => return Err(refuse(Outcome::Unknown)),
        (Kind::Ranking { .. }, "") => None,
        (Kind::Ranking { .. }, _) | (Kind::Marks { .. } | Kind::Grades { .. }, "") => {
            let fault = ("entry".to_owned(), OpFault::Malformed);
            return Err(Verdict::Refuse { outcome: Outcome::Invalid, faults: vec![fault] });
        }
        (Kind::Marks { .. } | Kind::Grades { .. }, id) => match frame.entry(id) {
            Some(entry) => Some(entry),
            None => return Err(refuse(Outcome::Unknown)),
        },
    };
    Ok(Place { component, judge, entry })
}

/// Why no card is due, where none is.
fn not_due(frame: &Frame, place: Place) -> Option<Outcome> {
    let expectation = |entry| frame.event.expectation(Cell { component: place.component, judge: place.judge, entry });
    let outcome = |expectation| match expectation {
        Expectation::Due => None,
        Expectation::NotJudged => Some(Outcome::NotYours),
        Expectation::Recused | Expectation::Absent | Expectation::Void | Expectation::JudgeDropped => {
            Some(Outcome::Excluded)
        }
    };
    match place.entry {
        Some(entry) => outcome(expectation(entry)),
        // a ballot is due as long as one of its entries is
        None if frame.due(place.component, place.judge).is_empty() => {
            Some(outcome(expectation(0)).unwrap_or(Outcome::Excluded))
        }
        None => None,
    }
}

/// Whether the op follows on the card's current revision.
fn revision(tx: &mut Tx, case: &Case<'_>, op: &Op) -> Result<Verdict, AppError> {
    let card = CardKey { event: case.event, judge: case.judge, component: &op.component, entry: &op.entry };
    let recorded = |revision, current, replaces| Verdict::Keep {
        outcome: Outcome::Recorded,
        revision,
        current: Some(current),
        replaces,
    };
    let Some((current, revision)) = operation::current(tx, card)? else { return Ok(recorded(1, 1, None)) };
    if base(tx, case, op)?.as_deref() == Some(&current) {
        return Ok(recorded(revision + 1, revision + 1, Some(current)));
    }
    if operation::has_successor(tx, card, &op.op)? {
        // it was forgotten (a restored backup) and comes after what replaced it: kept, and replaced already
        return Ok(recorded(0, revision, None));
    }
    Ok(Verdict::Keep { outcome: Outcome::Conflict, revision, current: Some(revision), replaces: Some(current) })
}

/// What an op is based on, through ops that were refused as invalid: those replaced nothing.
fn base(tx: &mut Tx, case: &Case<'_>, op: &Op) -> Result<Option<String>, AppError> {
    let mut base = op.base.clone();
    for _ in 0..CHAIN {
        let Some(id) = &base else { break };
        match refusal::base_of(tx, case.event, case.judge, id, Outcome::Invalid.as_str()).map_err(Store)? {
            Some(further) => base = further,
            None => break,
        }
    }
    Ok(base)
}
