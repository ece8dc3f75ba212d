//! A judge's own cards in memory, by the event's version: what has come since is read, nothing else. Who looks at them
//! after the five thousandth correction waits no longer than after the first.

use std::collections::{BTreeSet, HashMap};

use crate::app::event::op::read_op;
use crate::app::event::wire::CardName;
use crate::store::event::EventRow;
use crate::store::operation::{self, OperationRow};
use crate::store::ruling::{self, RulingRow};
use crate::store::{StoreError, Tx, ask, settled};

/// What is kept of a judge's cards.
#[derive(Default)]
pub(in crate::app) struct OwnCards {
    /// The event's version up to which they are known.
    version: i64,
    /// When the event was erased, as far as that is known: what was read before it must not outlive it.
    erased_at: Option<i64>,
    cards: HashMap<CardName, OwnCard>,
    /// The judge's last word on all of them, with what it confirms.
    pub confirmed: Option<(OperationRow, BTreeSet<String>)>,
    /// What the organiser decided about ops of the quarantine, oldest first.
    pub rulings: Vec<RulingRow>,
}

/// What is kept of a card.
#[derive(Default)]
pub(in crate::app) struct OwnCard {
    /// The operation that counts, rivals and what lies in the quarantine, oldest first.
    pub rows: Vec<OperationRow>,
    /// Ops of rivals that nothing has picked over.
    pub open: BTreeSet<String>,
    /// When it was last asked for.
    pub asked: Option<i64>,
    /// The version by which the card became what it is, or a later one.
    pub changed: i64,
}

impl OwnCard {
    /// What counts of it.
    pub(in crate::app) fn current(&self) -> Option<&OperationRow> {
        self.rows.iter().filter(|row| row.outcome == operation::RECORDED).max_by_key(|row| row.revision)
    }

    fn take(&mut self, row: OperationRow) {
        self.changed = self.changed.max(row.version);
        if row.outcome == operation::RECORDED {
            if self.current().is_some_and(|current| current.revision > row.revision) {
                return;
            }
            self.rows.retain(|row| row.outcome != operation::RECORDED);
        }
        self.rows.push(row);
    }

    fn has(&self, outcome: impl Fn(&str) -> bool) -> bool {
        self.rows.iter().any(|row| outcome(&row.outcome))
    }
}

impl OwnCards {
    pub(in crate::app) fn card(&self, name: &CardName) -> Option<&OwnCard> {
        self.cards.get(name)
    }

    /// Names of the cards that have changed since a version, perhaps of some that have not.
    pub(in crate::app) fn changed_since(&self, version: i64) -> impl Iterator<Item = &CardName> {
        self.cards.iter().filter(move |(_, card)| card.changed > version).map(|(name, _)| name)
    }

    /// How many operations are held.
    pub(in crate::app) fn held(&self) -> usize {
        self.cards.values().map(|card| card.rows.len()).sum()
    }

    /// Whether they can be brought up to a head: a reader whose snapshot is older than what is held must not see what came
    /// later.
    pub(in crate::app) fn may_become(&self, head: &EventRow) -> bool {
        self.version <= head.version && self.erased_at == head.erased_at
    }

    /// Reads what has come up to the version of `head`.
    pub(in crate::app) fn bring_up(&mut self, tx: &mut Tx, head: &EventRow, judge: &str) -> Result<(), StoreError> {
        if self.version == head.version {
            return Ok(());
        }
        for row in operation::of_judge_after(tx, &head.id, judge, (self.version, head.version))? {
            if row.outcome == operation::CONFIRMED {
                let confirms = read_op(&row)?.confirms.into_iter().collect();
                self.confirmed = Some((row, confirms));
                continue;
            }
            let name = CardName { component: row.component.clone(), entry: row.entry.clone() };
            self.cards.entry(name).or_default().take(row);
        }
        // none of these has a version: what has become otherwise may have done so at the latest one
        self.ask(tx, head, judge)?;
        self.settle(tx, head, judge)?;
        self.rule(tx, head, judge)?;
        (self.version, self.erased_at) = (head.version, head.erased_at);
        Ok(())
    }

    fn ask(&mut self, tx: &mut Tx, head: &EventRow, judge: &str) -> Result<(), StoreError> {
        // oldest first: the last one of a card stays
        for row in ask::of_judge(tx, &head.id, judge)? {
            let card = self.cards.entry(CardName { component: row.component, entry: row.entry }).or_default();
            if card.asked.is_none_or(|known| known < row.at) {
                (card.asked, card.changed) = (Some(row.at), head.version);
            }
        }
        Ok(())
    }

    fn settle(&mut self, tx: &mut Tx, head: &EventRow, judge: &str) -> Result<(), StoreError> {
        if !self.cards.values().any(|card| card.has(|outcome| outcome == operation::CONFLICT)) {
            return Ok(());
        }
        let mut open: HashMap<CardName, BTreeSet<String>> = HashMap::new();
        for rival in settled::open_of_judge(tx, &head.id, judge)? {
            let name = CardName { component: rival.component, entry: rival.entry };
            open.entry(name).or_default().insert(rival.op);
        }
        for (name, card) in &mut self.cards {
            let now = open.remove(name).unwrap_or_default();
            if card.open != now {
                (card.open, card.changed) = (now, head.version);
            }
        }
        Ok(())
    }

    fn rule(&mut self, tx: &mut Tx, head: &EventRow, judge: &str) -> Result<(), StoreError> {
        if !self.cards.values().any(|card| card.has(operation::is_quarantine)) {
            return Ok(());
        }
        let rulings = ruling::of_judge(tx, &head.id, judge)?;
        if rulings != self.rulings {
            for card in self.cards.values_mut().filter(|card| card.has(operation::is_quarantine)) {
                card.changed = head.version;
            }
            self.rulings = rulings;
        }
        Ok(())
    }
}
