//! What is taken out of an event: all of its result for a workbook, and what is printed on paper.
//!
//! Nothing is computed here that `scoring` does not compute, and nothing leaves that the permission table does
//! not give: a card's marks only to those who may export, the log only to those who may read it.

mod cards;
mod checked;
mod sheets;
pub mod signed;

pub use checked::Checked;
pub use sheets::{CardRow, CardState, ComponentCards, PaperSeat, PaperSheet, Papers, Tally};
use std::sync::Arc;

use serde_json::{Value, json};

use crate::app::act::actor::{Actor, Role};
use crate::app::act::clock::{Moment, moment};
use crate::app::act::permission::{Act, check};
use crate::app::act::record::Record;
use crate::app::act::record::{Logged, latest_acts};
use crate::app::act::state;
use crate::app::act::word::Word;
use crate::app::event::erased::not_erased;
use crate::app::event::frame::Frame;
use crate::app::event::frozen::of_result;
use crate::app::event::memory::Held;
use crate::app::event::progress::may_see_result;
use crate::app::event::signers::Signers;
use crate::app::event::view::EventSummary;
use crate::app::event::wire::EntryView;
use crate::app::result::board::ProvisionalNotOpen;
use crate::app::result::log::{SignedHead, signed_head};
use crate::app::{App, AppError};
use crate::folder::EventFolder;
use crate::scoring::Explain;
use crate::scoring::result::Report;
use crate::scoring::rules::Rules;
use crate::store::event::EventRow;
use crate::store::{Tx, result};
use cards::{cards_of, papers, tally};

/// Most leaves of the log that go into a workbook: what a sheet holds, with room for its head.
const LOG_ROWS: i64 = 1_048_000;

/// All of an event's result that somebody may see.
#[derive(Debug, Clone)]
pub struct Dossier {
    pub event: EventSummary,
    /// The entries, in the order of their file.
    pub entries: Vec<EntryView>,
    /// The rules, for names.
    pub rules: Arc<Rules>,
    /// The report with every trace; frozen after the close.
    pub report: Arc<Report>,
    /// What the frozen report is known by; `None` while it is provisional.
    pub seal: Option<Seal>,
    /// How many cards there are.
    pub tally: Tally,
    /// A line for each signature that the event asks for, with who gave it where somebody did.
    pub lines: Vec<SignLine>,
    /// How it was looked over, for the sheet that is signed; `None` elsewhere, and for those who may not see that.
    pub checked: Option<Checked>,
    /// Every card by judged component; `None` for those who may not see whose a mark is.
    pub cards: Option<Vec<ComponentCards>>,
    /// The acts on record of the event, newest first; `None` for those who may not read them.
    pub log: Option<Vec<Logged>>,
}

/// A line for a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignLine {
    pub role: Role,
    /// The account that signed, and when.
    pub signed: Option<(String, Moment)>,
}

/// What a frozen report is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// SHA-256 of its bytes, in hexadecimal.
    pub fingerprint: String,
    /// When it was frozen.
    pub frozen_at: Moment,
    /// The last signed head of the event's log, where there is one.
    pub head: Option<SignedHead>,
}

impl App {
    /// All of an event's result that the actor may see: frozen after the close, before it as
    /// [`App::ranking`] allows. Where it carries whose a mark is, that it was taken is on record.
    ///
    /// # Errors
    /// Where the actor may not, [`ProvisionalNotOpen`], or there is no such event.
    pub fn dossier(&self, actor: &Actor, event: &str) -> Result<Dossier, AppError> {
        check(actor, Act::SeeResult)?;
        // read first: a big event's traces take a while, and the one writer must not wait for them. What leaves does
        // so after the record of it was committed
        let dossier = self.store.read(|tx| {
            let head = Self::head(tx, event)?;
            not_erased(&head)?;
            let frame = self.frame(tx, &head)?;
            let held = self.held(tx, &head, &frame)?;
            let mut dossier = self.result_of(tx, actor, &head, &frame, &held)?;
            if check(actor, Act::Export).is_ok() {
                dossier.cards = Some(cards_of(tx, event, &frame, &held.event)?);
            }
            if check(actor, Act::SeeLog).is_ok() {
                dossier.log = Some(latest_acts(tx, Some(event), LOG_ROWS)?);
            }
            Ok::<_, AppError>(dossier)
        })?;
        if dossier.cards.is_some() {
            self.note_export(actor, event, "workbook", json!({ "version": dossier.event.version }))?;
        }
        Ok(dossier)
    }

    /// The frozen result for a sheet that is signed: neither cards nor log.
    ///
    /// # Errors
    /// Where the actor may not, the event is not closed, or there is none.
    pub fn result_sheet(&self, actor: &Actor, event: &str) -> Result<Dossier, AppError> {
        check(actor, Act::SeeResult)?;
        self.store.read(|tx| {
            let head = Self::head(tx, event)?;
            let state = head.state()?;
            if state.is_before_close() {
                // as for the ranking: who will see only the result learns no more than that they may not
                check(actor, Act::SeeProvisional)?;
                state::allow(Act::SeeResult, state)?;
            }
            not_erased(&head)?;
            let frame = self.frame(tx, &head)?;
            let held = self.held(tx, &head, &frame)?;
            let mut dossier = self.result_of(tx, actor, &head, &frame, &held)?;
            dossier.checked = Self::checked(tx, actor, &head, &frame, &dossier.report)?;
            Ok(dossier)
        })
    }

    /// An event as a folder, for the desk: as [`App::export`], and before the close only once the provisional
    /// standings were opened, because whoever holds the marks holds the standings.
    ///
    /// # Errors
    /// Where the actor may not, [`ProvisionalNotOpen`], or there is no such event.
    pub fn take_folder(&self, actor: &Actor, event: &str) -> Result<(EventFolder, EventSummary), AppError> {
        check(actor, Act::Export)?;
        let summary = self.store.read(|tx| {
            let head = Self::head(tx, event)?;
            if head.state()?.is_before_close() && !head.provisional_open {
                return Err(ProvisionalNotOpen.into());
            }
            Ok::<_, AppError>(self.frame(tx, &head)?.summary(&head)?)
        })?;
        Ok((self.export(actor, event)?, summary))
    }

    /// What blank cards are printed from: of one judge, or of all. No mark is in it.
    ///
    /// # Errors
    /// Where the actor may not, or there is no such event or judge.
    pub fn blank_papers(&self, actor: &Actor, event: &str, judge: Option<&str>) -> Result<Papers, AppError> {
        self.look(actor, Act::SeeDesk, event, |_tx, head, frame| papers(head, frame, judge, &[]))
    }

    /// Judges' cards as they came in, after the close: of one judge, or of all. That they were taken is on record.
    ///
    /// # Errors
    /// Where the actor may not, the event is not closed, or there is no such event or judge.
    pub fn judge_papers(&self, actor: &Actor, event: &str, judge: Option<&str>) -> Result<Papers, AppError> {
        check(actor, Act::Export)?;
        let papers = self.store.read(|tx| {
            let head = Self::head(tx, event)?;
            state::allow(Act::SeeMarks, head.state()?)?;
            not_erased(&head)?;
            let frame = self.frame(tx, &head)?;
            let held = self.held(tx, &head, &frame)?;
            papers(&head, &frame, judge, &cards_of(tx, event, &frame, &held.event)?)
        })?;
        self.note_export(actor, event, "cards", json!({ "version": papers.event.version, "judge": judge }))?;
        Ok(papers)
    }

    /// Puts on record that marks were taken out.
    pub(super) fn note_export(&self, actor: &Actor, event: &str, subject: &str, after: Value) -> Result<(), AppError> {
        let (event, subject) = (event.to_owned(), subject.to_owned());
        let record = Record { word: Word::Export, event, subject, before: Value::Null, after };
        self.on_record(actor, Act::Export, move |_, _| Ok(((), Some(record))))
    }

    /// The result with every trace, without cards and log.
    fn result_of(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        head: &EventRow,
        frame: &Frame,
        held: &Held,
    ) -> Result<Dossier, AppError> {
        let event = frame.summary(head)?;
        let mut lines = Vec::new();
        let (report, seal) = if event.state.is_before_close() {
            check(actor, Act::SeeProvisional)?;
            if !head.provisional_open {
                return Err(ProvisionalNotOpen.into());
            }
            (Arc::new(frame.report(&frame.taking_part(&held.event), &Explain::All)), None)
        } else {
            may_see_result(actor, head)?;
            let frozen = self.frozen(tx, &head.id)?;
            lines = sign_lines(tx, head)?;
            let head = signed_head(tx, &head.id, None)?;
            (frozen.report, Some(Seal { fingerprint: frozen.fingerprint, frozen_at: frozen.frozen_at, head }))
        };
        let (entries, rules, tally) = (frame.entry_views(), Arc::clone(&frame.rules), tally(frame, &held.event));
        Ok(Dossier { event, entries, rules, report, seal, tally, lines, checked: None, cards: None, log: None })
    }
}

/// A line for each signature that an event asks for, filled in the order in which they were given.
fn sign_lines(tx: &mut Tx, head: &EventRow) -> Result<Vec<SignLine>, AppError> {
    let signed = match result::latest_number(tx, &head.id)? {
        Some(number) => of_result(tx, &head.id, number)?,
        None => Vec::new(),
    };
    let mut lines = Vec::new();
    for (role, count) in Signers::of_event(head)?.iter() {
        let mut given = signed.iter().filter(|row| row.role == role.as_str());
        for _ in 0..count {
            lines.push(SignLine { role, signed: given.next().map(|row| (row.signer().to_owned(), moment(row.at))) });
        }
    }
    Ok(lines)
}
