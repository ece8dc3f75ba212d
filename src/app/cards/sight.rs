//! One judge's cards as that judge may see them: what is kept of each, what is expected, what has not come.

use std::collections::HashMap;

use chrono::{DateTime, Datelike, TimeDelta, Utc};

use crate::app::AppError;
use crate::app::act::clock::{Moment, moment};
use crate::app::cards::came::is_overtaken;
use crate::app::cards::device::{IMPORT, PAPER};
use crate::app::cards::devices::{still_lost, unsent_of};
use crate::app::error::NotFound;
use crate::app::event::card::Place;
use crate::app::event::frame::{Frame, Window};
use crate::app::event::op::read_op;
use crate::app::event::own::{OwnCard, OwnCards};
use crate::app::event::standings::is_unfit;
use crate::app::event::wire::{
    CardName, CardView, ConfirmedView, Expected, HeldView, MissingView, Op, RivalView, RulingView, UnsentState,
};
use crate::scoring::event::{Cell, Expectation};
use crate::store::device::DeviceRow;
use crate::store::event::EventRow;
use crate::store::operation::{self, OperationRow};
use crate::store::{EventState, StoreError, Tx};

/// Where a judge looks from, and when.
pub(in crate::app) struct Sight<'f> {
    frame: &'f Frame,
    pub state: EventState,
    pub seat: usize,
    now: i64,
}

impl<'f> Sight<'f> {
    /// # Errors
    /// Where the judge is none of the event's.
    pub(in crate::app) fn of(frame: &'f Frame, head: &EventRow, judge: &str, now: i64) -> Result<Self, AppError> {
        let seat = frame.judge(judge).ok_or_else(|| NotFound { what: "评委", id: judge.to_owned() })?;
        Ok(Self { frame, state: head.state()?, seat, now })
    }

    /// Whether the judge scores in a component.
    pub(in crate::app) fn scores(&self, component: usize) -> bool {
        let group = self.frame.setup.judges[self.seat].group;
        let judging = self.frame.rules.components[component].judging();
        judging.is_some_and(|judging| judging.list_of(group).is_some())
    }

    /// Names of the judge's cards, in the order of the rules and of the entries.
    pub(in crate::app) fn cards(&self) -> Vec<CardName> {
        let components = (0..self.frame.rules.components.len()).filter(|&component| self.scores(component));
        components.flat_map(|component| self.cards_of(component)).collect()
    }

    fn cards_of(&self, component: usize) -> Vec<CardName> {
        let named = |entry: &str| CardName {
            component: self.frame.rules.components[component].id.clone(),
            entry: entry.to_owned(),
        };
        // an entry of another panel is none that the judge would look for
        let outside = |entry: usize| {
            let cell = Cell { component, judge: self.seat, entry };
            self.frame.event.expectation(cell) == Expectation::Outside
        };
        let own = (0..self.frame.setup.entries.len()).filter(|&entry| !outside(entry));
        if self.frame.is_ballot(component) {
            return own.map(|_| named("")).take(1).collect();
        }
        own.map(|entry| named(&self.frame.setup.entries[entry].id)).collect()
    }

    /// Where a card is; `None` where the judge has no such card.
    fn place(&self, name: &CardName) -> Option<Place> {
        let component = self.frame.component(&name.component).filter(|&component| self.scores(component))?;
        let entry = if self.frame.is_ballot(component) { None } else { Some(self.frame.entry(&name.entry)?) };
        (entry.is_some() || name.entry.is_empty()).then_some(Place { component, judge: self.seat, entry })
    }

    /// Whether it is one of the judge's cards.
    pub(in crate::app) fn has(&self, name: &CardName) -> bool {
        self.place(name).is_some()
    }

    /// Of components that close some time after the bus has left, the cards that would be taken now; `None` where there is
    /// no such component.
    pub(in crate::app) fn open_for_a_time(&self) -> Option<Vec<CardName>> {
        let closes = |component: &usize| {
            let judging = self.frame.rules.components[*component].judging();
            self.scores(*component) && judging.is_some_and(|judging| judging.release.closes_after.is_some())
        };
        let closing: Vec<usize> = (0..self.frame.rules.components.len()).filter(closes).collect();
        let cards = || closing.iter().flat_map(|&component| self.cards_of(component));
        (!closing.is_empty())
            .then(|| cards().filter(|name| self.place(name).is_some_and(|at| self.is_open(at))).collect())
    }

    fn is_open(&self, at: Place) -> bool {
        expected(self.frame, at) == Expected::Due
            && self.frame.window(self.state, at.component, at.entry, self.now) == Window::Open
    }

    /// A card of the judge.
    ///
    /// # Errors
    /// Where the judge has no such card, or a row cannot be read.
    pub(in crate::app) fn card(
        &self,
        own: &OwnCards,
        name: &CardName,
        missing: Vec<MissingView>,
    ) -> Result<CardView, StoreError> {
        let none = || StoreError::corrupt(format!("card {}/{}", name.component, name.entry));
        let place = self.place(name).ok_or_else(none)?;
        let expected = expected(self.frame, place);
        let nothing = OwnCard::default();
        let kept = own.card(name).unwrap_or(&nothing);
        let current = kept.current();
        let rivals = kept.rows.iter().filter(|row| kept.open.contains(&row.op));
        let ruled = |row: &&OperationRow| own.rulings.iter().find(|ruling| ruling.op == row.op);
        let quarantined = kept.rows.iter().filter(|row| operation::is_quarantine(&row.outcome));
        let (decided, mut undecided): (Vec<_>, Vec<_>) = quarantined.partition(|row| ruled(row).is_some());
        undecided.retain(|row| !is_overtaken(&row.outcome, row.version, current.map(|current| current.version)));
        let held =
            undecided.last().filter(|_| current.is_none()).map(|row| read_op(row).map(|op| (row, op))).transpose()?;
        let rulings = decided.iter().filter_map(ruled).map(|ruling| RulingView {
            op: ruling.op.clone(),
            admitted: ruling.admitted,
            reason: ruling.reason.clone(),
        });
        let unfit = expected == Expected::Due
            && self.state.is_before_close()
            && current.map_or(Ok(false), |row| is_unfit(self.frame, row))?;
        let op = current.map(read_op).transpose()?;
        // what is in, or waits for a ruling, need not be handed in again
        let is_out =
            self.state == EventState::Open && expected == Expected::Due && op.is_none() && undecided.is_empty();
        Ok(CardView {
            component: name.component.clone(),
            entry: name.entry.clone(),
            expected,
            open: self.is_open(place),
            op: current.map(|row| row.op.clone()),
            revision: current.map_or(0, |row| row.revision),
            receipt: current.map(|row| row.receipt.clone()),
            made_at: current.zip(op.as_ref()).and_then(|(row, op)| made_at(row, op)),
            received_at: current.map(|row| moment(row.received_at)),
            older_rules: current.is_some_and(|row| row.older_rules),
            unfit,
            marks: op.as_ref().map(|op| op.marks.clone()).unwrap_or_default(),
            lines: op.as_ref().map(|op| op.lines.clone()).unwrap_or_default(),
            comment: op.map(|op| op.comment).unwrap_or_default(),
            rivals: rivals.map(rival).collect::<Result<_, _>>()?,
            held: held.map(|(row, op)| HeldView {
                outcome: row.outcome.clone(),
                marks: op.marks,
                comment: op.comment,
                lines: op.lines,
            }),
            quarantined: undecided.into_iter().map(|row| row.op.clone()).collect(),
            rulings: rulings.collect(),
            asked_at: kept.asked.filter(|_| is_out).map(moment),
            missing,
        })
    }
}

fn expected(frame: &Frame, place: Place) -> Expected {
    let of = |entry| match frame.event.expectation(Cell { component: place.component, judge: place.judge, entry }) {
        Expectation::Due => Expected::Due,
        // a judge who counts for none in a component is asked for none, and told the same
        Expectation::Recused | Expectation::JudgeDropped | Expectation::NotJudged | Expectation::Outside => {
            Expected::Recused
        }
        Expectation::Absent => Expected::Absent,
        Expectation::Void => Expected::Void,
    };
    match place.entry {
        Some(entry) if frame.day.is_withdrawn(entry) => Expected::Withdrawn,
        Some(entry) => of(entry),
        None if frame.due(place.component, place.judge).is_empty() => of(0),
        None => Expected::Due,
    }
}

impl Sight<'_> {
    /// Of the judge's cards those that count, or should: whatever is due.
    fn due(&self) -> impl Iterator<Item = CardName> {
        let is_due =
            |name: &CardName| self.place(name).is_some_and(|place| expected(self.frame, place) == Expected::Due);
        self.cards().into_iter().filter(is_due)
    }

    /// The ops of all cards that are due, by name; `None` where one has not come.
    pub(in crate::app) fn due_ops(
        &self,
        current: impl Fn(&CardName) -> Option<String>,
    ) -> Vec<(CardName, Option<String>)> {
        self.due().map(|name| (current(&name), name)).map(|(op, name)| (name, op)).collect()
    }

    /// The judge's last word on their cards, and what has become of those.
    pub(in crate::app) fn confirmed(&self, own: &OwnCards) -> Option<ConfirmedView> {
        let (row, confirms) = own.confirmed.as_ref()?;
        let due = self.due_ops(|name| own.card(name)?.current().map(|row| row.op.clone()));
        let changed = due.into_iter().filter(|(_, op)| op.as_ref().is_none_or(|op| !confirms.contains(op)));
        let changed: Vec<CardName> = changed.map(|(name, _)| name).collect();
        Some(ConfirmedView {
            op: row.op.clone(),
            at: moment(row.received_at),
            stands: changed.is_empty(),
            paper: row.device == PAPER,
            changed,
        })
    }
}

/// What a judge's devices have, or had, of each card and what has not come.
pub(in crate::app) fn missing_of(
    tx: &mut Tx,
    devices: &[DeviceRow],
) -> Result<HashMap<CardName, Vec<MissingView>>, StoreError> {
    let mut missing: HashMap<CardName, Vec<MissingView>> = HashMap::new();
    for row in devices {
        let queued = unsent_of(row)?.into_iter().filter(|card| card.state == UnsentState::Queued);
        let queued = queued.map(|card| ((card.component, card.entry), None));
        let lost = still_lost(tx, row)?.into_iter().map(|op| ((op.component, op.entry), Some(op.seq)));
        for ((component, entry), seq) in queued.chain(lost) {
            let name = CardName { component, entry };
            missing.entry(name).or_default().push(MissingView { device: row.id.clone(), seq });
        }
    }
    Ok(missing)
}

fn rival(row: &OperationRow) -> Result<RivalView, StoreError> {
    let op = read_op(row)?;
    Ok(RivalView {
        made_at: made_at(row, &op),
        received_at: moment(row.received_at),
        op: op.op,
        receipt: row.receipt.clone(),
        device: op.device,
        marks: op.marks,
        comment: op.comment,
        lines: op.lines,
    })
}

/// When a card was made. What was typed from paper or imported says only when that was done.
fn made_at(row: &OperationRow, op: &Op) -> Option<Moment> {
    if [PAPER, IMPORT].contains(&row.device.as_str()) {
        return None;
    }
    let said = DateTime::parse_from_rfc3339(&op.at).ok()?.with_timezone(&Utc);
    let ahead = TimeDelta::try_milliseconds(row.skew_ms.unwrap_or(0))?;
    // a year that no script can read is no time
    said.checked_sub_signed(ahead).filter(|at| (1970..10_000).contains(&at.year()))
}
