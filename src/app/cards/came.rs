//! What is known of each card: what came, what the tablets said of it, what was asked for.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::app::AppError;
use crate::app::cards::device::{DESK, IMPORT, PAPER};
use crate::app::cards::devices::unsent_of;
use crate::app::event::wire::{Outcome, UnsentState};
use crate::store::device::DeviceRow;
use crate::store::operation::{self, OperationMark, OperationRow};
use crate::store::{StoreError, Tx, ask, ruling, settled};

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
    /// Cards that count as a tablet sent them without a signature.
    pub unsigned: HashSet<Key>,
    pub unsent: HashMap<Key, (UnsentState, i64)>,
    pub asked: HashMap<Key, i64>,
}

impl Known {
    /// `devices` are the event's.
    pub(in crate::app) fn read(tx: &mut Tx, event: &str, devices: &[DeviceRow]) -> Result<Self, AppError> {
        let mut known = Self::default();
        for (key, current) in counting(tx, event)? {
            if current.device == PAPER {
                known.from_paper.insert(key.clone());
            }
            if !current.signed && ![PAPER, IMPORT, DESK].contains(&current.device.as_str()) {
                known.unsigned.insert(key.clone());
            }
            known.received_at.insert(key, current.received_at);
        }
        // oldest first: when the last of them came stays
        known.conflicts.extend(settled::open(tx, event)?.iter().map(|rival| (card_of(rival), rival.received_at)));
        for row in undecided(tx, event)? {
            known.quarantined.insert((row.judge, row.component, row.entry), row.received_at);
        }
        for row in devices {
            for card in unsent_of(row)? {
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

/// Of each card the operation that counts, without marks.
pub(in crate::app) fn counting(tx: &mut Tx, event: &str) -> Result<HashMap<Key, OperationMark>, StoreError> {
    let mut cards: HashMap<Key, OperationMark> = HashMap::new();
    for mark in operation::recorded_marks(tx, event)? {
        let key = card_of(&mark);
        if cards.get(&key).is_none_or(|current| current.revision < mark.revision) {
            cards.insert(key, mark);
        }
    }
    Ok(cards)
}

fn card_of(mark: &OperationMark) -> Key {
    (mark.judge.clone(), mark.component.clone(), mark.entry.clone())
}

/// Cards with an open conflict: judge, component, entry.
pub(in crate::app) fn open_conflicts(tx: &mut Tx, event: &str) -> Result<BTreeSet<Key>, AppError> {
    Ok(settled::open(tx, event)?.iter().map(card_of).collect())
}

/// Ops of the quarantine that nobody has ruled on yet, oldest first. One that came early needs no ruling once the judge
/// has handed in a card that counts.
pub(in crate::app) fn undecided(tx: &mut Tx, event: &str) -> Result<Vec<OperationRow>, AppError> {
    let decided: HashSet<String> = ruling::of_event(tx, event)?.into_iter().map(|row| row.op).collect();
    let mut waiting = operation::quarantined(tx, event)?;
    waiting.retain(|row| !decided.contains(&row.op));
    if waiting.iter().any(|row| row.outcome == Outcome::NotOpen.as_str()) {
        let mut counts: HashMap<Key, i64> = HashMap::new();
        for mark in operation::recorded_marks(tx, event)? {
            let last = counts.entry(card_of(&mark)).or_insert(mark.version);
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
