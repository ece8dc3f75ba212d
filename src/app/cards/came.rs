//! What is known of each card: what came, what the tablets said of it, what was asked for.

use std::collections::{HashMap, HashSet};

use crate::app::AppError;
use crate::app::cards::device::PAPER;
use crate::app::cards::devices::unsent_of;
use crate::app::cards::verdict::is_open_rival;
use crate::app::event::wire::{Outcome, UnsentState};
use crate::store::operation::{self, OperationMark, OperationRow};
use crate::store::{Tx, ask, device, ruling};

/// What is known of a card: judge, component, entry (empty for a ballot).
pub(in crate::app) type Key = (String, String, String);

/// What came in, what the tablets said and what was asked for, by card.
#[derive(Default)]
pub(in crate::app) struct Known {
    pub received_at: HashMap<Key, i64>,
    pub conflicts: HashMap<Key, i64>,
    pub quarantined: HashMap<Key, i64>,
    /// Cards that count as they were typed from paper.
    pub from_paper: HashSet<Key>,
    pub unsent: HashMap<Key, (UnsentState, i64)>,
    pub asked: HashMap<Key, i64>,
}

impl Known {
    pub(in crate::app) fn read(tx: &mut Tx, event: &str) -> Result<Self, AppError> {
        let mut known = Self::default();
        let mut cards: HashMap<Key, Kept> = HashMap::new();
        for mark in operation::marks_of_event(tx, event)? {
            let kept = cards.entry((mark.judge.clone(), mark.component.clone(), mark.entry.clone())).or_default();
            if mark.outcome != operation::RECORDED {
                kept.rivals.push(mark);
            } else if kept.current.as_ref().is_none_or(|current| current.revision < mark.revision) {
                kept.current = Some(mark);
            }
        }
        for (key, kept) in cards {
            known.conflicts.extend(kept.conflict().map(|at| (key.clone(), at)));
            if kept.current.as_ref().is_some_and(|current| current.device == PAPER) {
                known.from_paper.insert(key.clone());
            }
            known.received_at.extend(kept.current.map(|current| (key, current.received_at)));
        }
        for row in undecided(tx, event)? {
            known.quarantined.insert((row.judge, row.component, row.entry), row.received_at);
        }
        for row in device::of_event(tx, event)? {
            for card in unsent_of(&row)? {
                known.report((row.judge.clone(), card.component, card.entry), card.state, row.last_seen);
            }
        }
        for row in ask::of_event(tx, event)? {
            known.asked.insert((row.judge, row.component, row.entry), row.at);
        }
        Ok(known)
    }
}

impl Known {
    /// What a tablet said of a card. Of two tablets, the one that has it on its way tells more than one with a draft.
    fn report(&mut self, key: Key, state: UnsentState, at: i64) {
        let told = self.unsent.entry(key).or_insert((state, at));
        let newer = told.0 == state && told.1 < at;
        if newer || (told.0 == UnsentState::Draft && state == UnsentState::Queued) {
            *told = (state, at);
        }
    }
}

#[derive(Default)]
struct Kept {
    current: Option<OperationMark>,
    rivals: Vec<OperationMark>,
}

impl Kept {
    /// When the last of the rivals came that wait for the judge's pick.
    fn conflict(&self) -> Option<i64> {
        let current = self.current.as_ref().map(|mark| (mark.op.as_str(), mark.revision));
        let open = self.rivals.iter().filter(|r| is_open_rival(r.revision, r.base.as_deref(), current));
        open.map(|rival| rival.received_at).max()
    }
}

/// Cards with an open conflict: judge, component, entry.
pub(in crate::app) fn open_conflicts(tx: &mut Tx, event: &str) -> Result<Vec<Key>, AppError> {
    let mut keys: Vec<Key> = Known::read(tx, event)?.conflicts.into_keys().collect();
    keys.sort_unstable();
    Ok(keys)
}

/// Ops of the quarantine that nobody has ruled on yet, oldest first. One that came early needs no ruling once the judge
/// has handed in a card that counts.
pub(in crate::app) fn undecided(tx: &mut Tx, event: &str) -> Result<Vec<OperationRow>, AppError> {
    let decided: HashSet<String> = ruling::of_event(tx, event)?.into_iter().map(|row| row.op).collect();
    let mut waiting = operation::quarantined(tx, event)?;
    waiting.retain(|row| !decided.contains(&row.op));
    if waiting.iter().any(|row| row.outcome == Outcome::NotOpen.as_str()) {
        let mut counts: HashMap<Key, i64> = HashMap::new();
        for mark in operation::marks_of_event(tx, event)?.into_iter().filter(|m| m.outcome == operation::RECORDED) {
            let last = counts.entry((mark.judge, mark.component, mark.entry)).or_insert(mark.version);
            *last = mark.version.max(*last);
        }
        let counted =
            |row: &OperationRow| counts.get(&(row.judge.clone(), row.component.clone(), row.entry.clone())).copied();
        waiting.retain(|row| !is_overtaken(&row.outcome, row.version, counted(row)));
    }
    Ok(waiting)
}

/// Whether an op of the quarantine came early, and a card that counts came after it.
pub(in crate::app) fn is_overtaken(outcome: &str, version: i64, counted: Option<i64>) -> bool {
    outcome == Outcome::NotOpen.as_str() && counted.is_some_and(|counted| counted > version)
}
