//! What becomes of one op: the decision, without writing anything.

use crate::app::AppError;
use crate::app::cards::receipt::Proven;
use crate::app::event::card::{self, Faults, Place};
use crate::app::event::frame::{Frame, Window};
use crate::app::event::wire::{Op, OpFault, Outcome};
use crate::scoring::event::{Cell, Expectation};
use crate::scoring::rules::Kind;
use crate::store::operation::{self, CardKey};
use crate::store::{EventState, Tx, refusal, ruling};

/// Longest comment, in characters.
pub(in crate::app) const COMMENT: usize = 2000;

/// Most ops that a base is followed through.
const CHAIN: usize = 64;

/// Who sends what into what, at which moment.
pub(in crate::app) struct Case<'a> {
    pub event: &'a str,
    pub state: EventState,
    pub judge: &'a str,
    pub frame: &'a Frame,
    /// Whether cards that nobody has signed are refused.
    pub required: bool,
    pub now: i64,
}

/// The decision.
pub(in crate::app) enum Verdict {
    /// Kept as an operation, with the revision that it carries and the one that is answered: the card's current one.
    Keep { outcome: Outcome, revision: i64, current: Option<i64>, replaces: Option<String> },
    /// Refused.
    Refuse { outcome: Outcome, faults: Faults },
}

fn refuse(outcome: Outcome) -> Verdict {
    Verdict::Refuse { outcome, faults: Vec::new() }
}

/// Decides on an op whose id is new. `proven` is what a receipt of ours says had become of it before it was
/// forgotten: in an event that is open, it becomes that again, whatever the window says by now.
pub(in crate::app) fn decide(
    tx: &mut Tx,
    case: &Case<'_>,
    op: &Op,
    proven: Option<Proven>,
) -> Result<Verdict, AppError> {
    if op.judge != case.judge {
        return Ok(refuse(Outcome::NotYours));
    }
    let place = match locate(case.frame, op) {
        Ok(place) => place,
        Err(verdict) => return Ok(verdict),
    };
    if let Some(outcome) = not_due(case.frame, place) {
        return Ok(refuse(outcome));
    }
    let proven = proven.filter(|_| case.state == EventState::Open);
    match (proven, case.frame.window(case.state, place.component, place.entry, case.now)) {
        (Some(Proven::Quarantined(outcome)), _) => return Ok(quarantine(outcome)),
        (Some(Proven::Recorded(_) | Proven::Rival(_)), _) | (None, Window::Open) => {}
        (None, Window::NotYet) => return Ok(quarantine(Outcome::NotOpen)),
        (None, Window::Over) => return Ok(quarantine(Outcome::Late)),
    }
    if let Err(faults) = faults_of(case.frame, place, op) {
        return Ok(Verdict::Refuse { outcome: Outcome::Invalid, faults });
    }
    match proven {
        Some(Proven::Rival(revision)) => rival(tx, case, op, revision),
        Some(Proven::Recorded(revision)) => follow(tx, case, op, Some(revision)),
        Some(Proven::Quarantined(_)) | None => follow(tx, case, op, None),
    }
}

/// Holds what an op says against the rules.
pub(in crate::app) fn faults_of(frame: &Frame, place: Place, op: &Op) -> Result<(), Faults> {
    if op.comment.chars().count() > COMMENT {
        return Err(vec![("comment".to_owned(), OpFault::TooLong { most: COMMENT })]);
    }
    let criteria = frame.rules.components[place.component].criteria();
    for (line, comment) in &op.lines {
        if criteria.iter().all(|criterion| criterion.id != *line) {
            return Err(vec![(line.clone(), OpFault::NotOnCard)]);
        }
        if comment.chars().count() > COMMENT {
            return Err(vec![(line.clone(), OpFault::TooLong { most: COMMENT })]);
        }
    }
    card::parse(frame, place, &op.marks).map(|_| ())
}

fn quarantine(outcome: Outcome) -> Verdict {
    Verdict::Keep { outcome, revision: 0, current: None, replaces: None }
}

/// Finds the card that an op is about.
pub(in crate::app) fn locate(frame: &Frame, op: &Op) -> Result<Place, Verdict> {
    let (Some(judge), Some(component)) = (frame.judge(&op.judge), frame.component(&op.component)) else {
        return Err(refuse(Outcome::Unknown));
    };
    let entry = match (&frame.rules.components[component].kind, op.entry.as_str()) {
        (Kind::Measure { .. }, _) => return Err(refuse(Outcome::Unknown)),
        (Kind::Ranking { .. } | Kind::Votes { .. }, "") => None,
        (Kind::Ranking { .. } | Kind::Votes { .. }, _) | (Kind::Marks { .. } | Kind::Grades { .. }, "") => {
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
pub(in crate::app) fn not_due(frame: &Frame, place: Place) -> Option<Outcome> {
    let expectation = |entry| frame.event.expectation(Cell { component: place.component, judge: place.judge, entry });
    let outcome = |expectation| match expectation {
        Expectation::Due => None,
        Expectation::NotJudged | Expectation::Outside => Some(Outcome::NotYours),
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

fn card_of<'a>(case: &'a Case<'_>, op: &'a Op) -> CardKey<'a> {
    CardKey { event: case.event, judge: case.judge, component: &op.component, entry: &op.entry }
}

/// Whether the op follows on the card's current revision. `proven` is the revision that it had before it was
/// forgotten; with it, what belongs to the time before the restore finds its old place, in whatever order it comes.
pub(in crate::app) fn follow(tx: &mut Tx, case: &Case<'_>, op: &Op, proven: Option<i64>) -> Result<Verdict, AppError> {
    let card = card_of(case, op);
    let recorded = |revision, current, replaces| Verdict::Keep {
        outcome: Outcome::Recorded,
        revision,
        current: Some(current),
        replaces,
    };
    let least = proven.unwrap_or(1);
    let Some(current) = operation::current(tx, card)? else {
        let first = least.max(1);
        return Ok(recorded(first, first, None));
    };
    if follows(tx, case.event, case.judge, op.base.as_deref(), &current.op)? {
        let next = least.max(current.revision + 1);
        return Ok(recorded(next, next, Some(current.op)));
    }
    let replaced = operation::has_successor(tx, card, &op.op)?
        || proven.map_or(Ok(false), |revision| operation::restored_beyond(tx, card, revision))?;
    if replaced {
        // it was forgotten (a restored backup) and comes after what replaced it: kept, and replaced already
        return Ok(recorded(0, current.revision, None));
    }
    if let Some(revision) = proven.filter(|&revision| current.restored && revision > current.revision) {
        // both are from before the restore, and what lay between them has not come again yet
        return Ok(recorded(revision, revision, Some(current.op)));
    }
    let revision = current.revision;
    Ok(Verdict::Keep { outcome: Outcome::Conflict, revision, current: Some(revision), replaces: Some(current.op) })
}

/// A forgotten rival stays one, also where what it was a rival of has not come again yet.
fn rival(tx: &mut Tx, case: &Case<'_>, op: &Op, revision: i64) -> Result<Verdict, AppError> {
    let replaces = operation::current(tx, card_of(case, op))?.map(|current| current.op);
    Ok(Verdict::Keep { outcome: Outcome::Conflict, revision, current: Some(revision), replaces })
}

/// Whether a base is the current op: itself, or through ops that replaced nothing (refused, or in the
/// quarantine), or as an op of the quarantine that was admitted.
pub(in crate::app) fn follows(
    tx: &mut Tx,
    event: &str,
    judge: &str,
    base: Option<&str>,
    current: &str,
) -> Result<bool, AppError> {
    let mut base = base.map(str::to_owned);
    for _ in 0..CHAIN {
        let Some(id) = base else { return Ok(false) };
        if id == current {
            return Ok(true);
        }
        base = stood_for(tx, event, judge, &id)?;
    }
    Ok(false)
}

/// What an op that replaced nothing itself stands for; `None` where it is any other op.
fn stood_for(tx: &mut Tx, event: &str, judge: &str, op: &str) -> Result<Option<String>, AppError> {
    if let Some(further) = refusal::base_of(tx, event, judge, op)? {
        return Ok(further);
    }
    let kept = operation::find(tx, op)?;
    match kept.filter(|row| row.event_id == event && row.judge == judge && operation::is_quarantine(&row.outcome)) {
        Some(row) => Ok(ruling::find(tx, op)?.and_then(|ruling| ruling.made).or(row.base)),
        None => Ok(None),
    }
}
