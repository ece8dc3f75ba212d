//! What a result rests on, for the strip above the board: cards, what is open, signatures, the recount, verifying. Facts, each
//! with its time; nothing is left out because it is bad.

use crate::app::act::clock::{Moment, moment};
use crate::app::event::frame::Frame;
use crate::app::event::frozen::of_result;
use crate::app::event::progress::progress_of;
use crate::app::event::signers::Signers;
use crate::app::event::view::Frozen;
use crate::app::{App, AppError};
use crate::scoring::event::{Cell, Expectation};
use crate::store::checking::{self, DissentRow};
use crate::store::event::EventRow;
use crate::store::signing::{self, PublicationRow, SignatureRow};
use crate::store::{Tx, result, rules};

/// What one result rests on.
#[derive(Debug, Clone)]
pub struct Trust {
    /// Cards due, in, and not due because their judges are recused; nothing where they were erased after their time.
    pub cards: Option<Cards>,
    /// What keeps the result from being final.
    pub open: usize,
    /// Number of the result.
    pub number: i64,
    /// Signatures under it, oldest first.
    pub signed: Vec<SignatureRow>,
    /// How many it takes.
    pub asked: usize,
    /// Who has put on record that they do not agree with it.
    pub dissents: Vec<DissentRow>,
    pub publication: Option<PublicationRow>,
    /// What verifying came to last, where that is known.
    pub checked: Option<LastCheck>,
    pub frozen_at: Moment,
    /// The version of the rules.
    pub rules_number: i64,
}

/// How many cards there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cards {
    pub due: usize,
    pub received: usize,
    pub recused: usize,
}

/// What verifying came to, and how that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastCheck {
    pub at: Moment,
    pub by: CheckedBy,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckedBy {
    /// It was verified since the program was started.
    Here {
        /// Checks without a fault.
        sound: usize,
        /// All of them.
        all: usize,
        /// The first thing that differs.
        fault: Option<String>,
        /// Whether the count or the recount comes to something else than what is frozen.
        recount: bool,
    },
    /// By a signature: none is taken without.
    Signature,
}

impl Trust {
    /// Up to when the page is true: what changed last.
    #[must_use]
    pub fn as_of(&self) -> Moment {
        let signed = self.signed.last().map(|row| moment(row.at));
        let dissent = self.dissents.last().map(|row| moment(row.at));
        let published = self.publication.as_ref().map(|row| moment(row.at));
        [signed, dissent, published].into_iter().flatten().fold(self.frozen_at, Moment::max)
    }

    /// Whether the last verifying found something that differs.
    #[must_use]
    pub fn fault(&self) -> Option<&str> {
        match self.checked.as_ref().map(|checked| &checked.by) {
            Some(CheckedBy::Here { fault, .. }) => fault.as_deref(),
            Some(CheckedBy::Signature) | None => None,
        }
    }

    /// Whether the count or the recount was found to come to something else. A result is frozen only where both agree.
    #[must_use]
    pub fn recount_differs(&self) -> bool {
        matches!(self.checked.as_ref().map(|checked| &checked.by), Some(CheckedBy::Here { recount: true, .. }))
    }
}

impl App {
    /// What the latest result of an event rests on.
    pub(super) fn trust(
        &self,
        tx: &mut Tx,
        head: &EventRow,
        frame: &Frame,
        frozen: &Frozen,
    ) -> Result<Trust, AppError> {
        let number = result::latest_number(tx, &head.id)?.unwrap_or_default();
        let signed = of_result(tx, &head.id, number)?;
        let dissents = checking::dissents(tx, &head.id)?.into_iter().filter(|row| row.number == number);
        Ok(Trust {
            cards: if head.erased_at.is_none() { Some(self.cards_of(tx, head, frame)?) } else { None },
            open: frozen.report.shown().open.count(),
            number,
            asked: Signers::of_event(head)?.iter().map(|(_, count)| count).sum(),
            dissents: dissents.collect(),
            publication: signing::publications(tx, &head.id)?.into_iter().find(|row| row.number == number),
            checked: self.last_check(&head.id, &signed),
            signed,
            frozen_at: frozen.frozen_at,
            rules_number: rules::latest_number(tx, &head.id)?,
        })
    }

    fn cards_of(&self, tx: &mut Tx, head: &EventRow, frame: &Frame) -> Result<Cards, AppError> {
        let held = self.held(tx, head, frame)?;
        let progress = progress_of(head, frame, &held)?;
        let judged = frame.rules.components.iter().enumerate().filter(|(_, part)| part.judging().is_some());
        let cells = judged.flat_map(|(component, _)| {
            let judges = 0..frame.setup.judges.len();
            let entries = 0..frame.setup.entries.len();
            judges.flat_map(move |judge| entries.clone().map(move |entry| Cell { component, judge, entry }))
        });
        let recused = cells.filter(|cell| frame.event.expectation(*cell) == Expectation::Recused).count();
        Ok(Cards { due: progress.due, received: progress.received, recused })
    }

    /// What verifying came to last: as this program found it since its start, or as the last signature tells.
    fn last_check(&self, event: &str, signed: &[SignatureRow]) -> Option<LastCheck> {
        let here = self.verifying.latest(event).map(|verified| {
            let found = &verified.found;
            let recount = found.checks.iter().any(|check| check.check == "results" && !check.is_sound());
            let sound = found.checks.iter().filter(|check| check.is_sound()).count();
            let fault = found.first_fault().map(str::to_owned);
            LastCheck { at: verified.at, by: CheckedBy::Here { sound, all: found.checks.len(), fault, recount } }
        });
        let by_signature = signed.last().map(|row| LastCheck { at: moment(row.at), by: CheckedBy::Signature });
        here.or(by_signature)
    }
}
