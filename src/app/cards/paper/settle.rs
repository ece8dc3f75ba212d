//! Settling a sheet: proposals after a difference, confirming, taking back; and the card that it becomes.

use serde_json::{Value, json};
use uuid::Uuid;

use super::agreement::{may_confirm, must_differ, seconded};
use super::kept::{
    RIVAL, SAME, TAKEN, WITHDRAWN, card_name, content, differing_keys, keep, key, read_content, subject,
};
use super::kept::{account_of, begun, place_of};
use super::sheet::{Became, COMMENT_KEY, Content, PaperFault};
use crate::app::act::actor::Actor;
use crate::app::act::clock::{beijing, moment};
use crate::app::act::permission::{Act, check};
use crate::app::act::reason::stated;
use crate::app::act::record::Record;
use crate::app::act::word::Word;
use crate::app::cards::device::PAPER;
use crate::app::cards::made::Making;
use crate::app::cards::verdict::{Case, Verdict, faults_of, follow};
use crate::app::error::NotFound;
use crate::app::event::card::{Marks, Place, parse};
use crate::app::event::doing::Doing;
use crate::app::event::doing::Told;
use crate::app::event::frame::{Frame, Window};
use crate::app::event::op::read_op;
use crate::app::event::wire::{Op, Outcome};
use crate::app::{App, AppError};
use crate::folder::tidy::plain;
use crate::store::event::EventRow;
use crate::store::operation::{self, OperationRow};
use crate::store::paper::{self, EndRow, Paper, TypingRow};
use crate::store::{StoreError, Tx};

/// Who settles, where and when.
pub(super) struct Settling<'s> {
    pub app: &'s App,
    pub by: &'s Actor,
    pub account: &'s str,
    pub head: &'s EventRow,
    pub frame: &'s Frame,
    pub now: i64,
}

impl App {
    /// Proposes what the scan says where two typings differ: a value for each line that differs, with a remark.
    /// Where it is what another typed or proposed, and not the actor's own, that is thereby confirmed.
    ///
    /// # Errors
    /// [`PaperFault`] with what is against it; where the actor may not, no remark is given, there is no such
    /// sheet, or the event is not open.
    pub fn propose_reading(
        &self,
        actor: &Actor,
        event: &str,
        sheet: &str,
        values: &Marks,
        remark: &str,
    ) -> Result<Became, AppError> {
        let (values, remark) = (values.clone(), stated(remark)?);
        self.on_sheet(actor, event, sheet, move |tx, settling, paper| {
            must_differ(paper)?;
            let card = card_name(&paper.sheet);
            let place = place_of(settling.frame, &card)?;
            let proposed = proposal(settling.frame, place, paper, &values)?;
            let body = serde_json::to_string(&proposed).map_err(|error| StoreError::corrupt(error.to_string()))?;
            if let Some(row) = seconded(&paper.typings, settling.account, &body) {
                return settling.settle(tx, paper, row, &remark);
            }
            let rules = &settling.frame.rules_sha256;
            keep(tx, settling.by, paper, settling.account, &proposed, rules, &remark, settling.now)?;
            Ok(Became::Differs)
        })
    }

    /// Confirms what somebody else typed or proposed, after a look at the scan: it becomes the judge's card.
    ///
    /// # Errors
    /// [`PaperFault`] with [`PaperFault::OwnContent`] where the actor typed or proposed the same, or with what
    /// else is against it; where the actor may not, a remark is missing, there is no such sheet, or the event is
    /// not open.
    pub fn confirm_reading(
        &self,
        actor: &Actor,
        event: &str,
        sheet: &str,
        number: i64,
        remark: &str,
    ) -> Result<Became, AppError> {
        let remark = remark.to_owned();
        self.on_sheet(actor, event, sheet, move |tx, settling, paper| {
            must_differ(paper)?;
            let none = || NotFound { what: "录入内容", id: number.to_string() };
            let row = paper.typings.iter().find(|row| row.number == number).ok_or_else(none)?;
            may_confirm(&paper.typings, row, settling.account)?;
            // a proposal says already what the scan shows
            let spoken = !row.remark.is_empty() && remark.trim().is_empty();
            let remark = if spoken { String::new() } else { stated(&remark)? };
            settling.settle(tx, paper, row, &remark)
        })
    }

    /// Takes back a sheet that was typed by mistake, before it is a card; what was typed stays on record.
    ///
    /// # Errors
    /// [`PaperFault`] where it is ended; where the actor may not, no reason is given, there is no such sheet,
    /// or the event is not open.
    pub fn withdraw_sheet(&self, actor: &Actor, event: &str, sheet: &str, why: &str) -> Result<(), AppError> {
        let why = stated(why)?;
        self.on_sheet(actor, event, sheet, move |tx, settling, paper| {
            if paper.end.is_some() {
                return Err(PaperFault::Ended.into());
            }
            settling.end(tx, paper, WITHDRAWN, None, &why)?;
            let after = json!({ "sheet": paper.sheet.id, "reference": paper.sheet.reference, "reason": why });
            let (event, subject) = (&paper.sheet.event_id, subject(&paper.sheet));
            App::put_on_record(
                tx,
                settling.now,
                settling.by,
                Record { word: Word::WithdrawPaper, event: event.to_owned(), subject, before: Value::Null, after },
            )
        })
    }

    /// One act on a sheet, in its own transaction.
    fn on_sheet<T: Send + 'static>(
        &self,
        actor: &Actor,
        event: &str,
        sheet: &str,
        work: impl FnOnce(&mut Tx, &Settling<'_>, &Paper) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        check(actor, Act::SettlePaper)?;
        let account = account_of(actor)?;
        let (app, by, now, sheet) = (self.clone(), actor.clone(), self.clock.micros(), sheet.to_owned());
        let doing = Doing::of(Act::SettlePaper, Word::TakePaper, String::new()).beside_setup();
        self.act(actor, event, doing, move |tx, head, frame| {
            let none = || NotFound { what: "纸质卡", id: sheet.clone() };
            let paper = paper::find(tx, &head.id, &sheet)?.ok_or_else(none)?;
            let settling = Settling { app: &app, by: &by, account: &account, head, frame, now };
            work(tx, &settling, &paper).map(Told::by_itself)
        })
    }
}

/// The content of a proposal: what both read alike, and the given values where they differ.
fn proposal(frame: &Frame, place: Place, paper: &Paper, values: &Marks) -> Result<Content, AppError> {
    let differing = differing_keys(&paper.typings)?;
    let Some(first) = paper.typings.first() else { return Err(PaperFault::Once.into()) };
    let mut agreed = read_content(first)?;
    for key in differing {
        let given = values.get(&key).map(String::as_str).unwrap_or_default();
        if key == COMMENT_KEY {
            given.clone_into(&mut agreed.comment);
        } else {
            agreed.marks.insert(key, plain(given));
        }
    }
    content(frame, place, agreed.marks, &agreed.comment)
}

impl Settling<'_> {
    /// Makes the card of a sheet from a typing that two stand behind: who made it, and who acts now. Nothing is
    /// overwritten: where the judge has another card, the two are rivals.
    pub fn settle(&self, tx: &mut Tx, paper: &Paper, row: &TypingRow, remark: &str) -> Result<Became, AppError> {
        let card = card_name(&paper.sheet);
        let place = place_of(self.frame, &card)?;
        let window = begun(self.frame, self.head.state()?, place, self.now)?;
        let content = read_content(row)?;
        let op = self.op(tx, paper, row, content)?;
        if faults_of(self.frame, place, &op).is_err() {
            return Err(PaperFault::Rules.into());
        }
        let current = operation::current(tx, key(&self.head.id, &card))?;
        let current = current.map(|current| operation::find(tx, &current.op)).transpose()?.flatten();
        if let Some(current) = current
            && self.says_the_same(place, &current, &op)?
        {
            self.end(tx, paper, SAME, Some((row.number, current.op.clone())), remark)?;
            self.record(tx, paper, row, &json!({ "op": current.op, "outcome": "same" }))?;
            return Ok(Became::Same);
        }
        let state = self.head.state()?;
        let case =
            Case { event: &self.head.id, state, judge: &card.judge, frame: self.frame, required: false, now: self.now };
        let (outcome, revision) = match follow(tx, &case, &op, None)? {
            Verdict::Keep { outcome, revision, .. } => (outcome, revision),
            Verdict::Refuse { .. } => return Err(PaperFault::Rules.into()),
        };
        let (event, version) = (&self.head.id, self.head.version);
        let making = Making { event, version, rules_sha256: &self.frame.rules_sha256, now: self.now };
        let made = self.app.made(&making, op, outcome, revision)?;
        operation::insert_touched(tx, &made, &[])?;
        let is_rival = outcome == Outcome::Conflict;
        self.end(tx, paper, if is_rival { RIVAL } else { TAKEN }, Some((row.number, made.op.clone())), remark)?;
        let after = json!({ "op": made.op, "outcome": made.outcome, "revision": made.revision,
            "receipt": made.receipt, "device": PAPER, "after_window": window == Window::Over });
        self.record(tx, paper, row, &after)?;
        Ok(if is_rival { Became::Conflict } else { Became::Recorded })
    }

    /// Whether a card that the judge has says the same. A comment that the paper lacks is none of another kind.
    fn says_the_same(&self, place: Place, current: &OperationRow, op: &Op) -> Result<bool, AppError> {
        let known = read_op(current)?;
        let same = parse(self.frame, place, &known.marks).ok() == parse(self.frame, place, &op.marks).ok();
        Ok(same && (op.comment.is_empty() || op.comment == known.comment))
    }

    /// The op in the judge's name: it knows of no other card, so it replaces and settles none.
    fn op(&self, tx: &mut Tx, paper: &Paper, row: &TypingRow, content: Content) -> Result<Op, AppError> {
        let sheet = &paper.sheet;
        Ok(Op {
            op: Uuid::new_v4().to_string(),
            device: PAPER.to_owned(),
            seq: operation::last_seq(tx, &self.head.id, &sheet.judge, PAPER)? + 1,
            judge: sheet.judge.clone(),
            component: sheet.component.clone(),
            entry: sheet.entry.clone(),
            base: None,
            marks: content.marks,
            comment: content.comment,
            lines: Marks::new(),
            settles: Vec::new(),
            confirms: Vec::new(),
            secret: None,
            rules: row.rules.clone(),
            at: beijing(moment(self.now)).to_rfc3339_opts(chrono::SecondsFormat::Secs, false),
        })
    }

    fn end(
        &self,
        tx: &mut Tx,
        paper: &Paper,
        outcome: &str,
        made: Option<(i64, String)>,
        remark: &str,
    ) -> Result<(), AppError> {
        let (number, op) = made.unzip();
        let row = EndRow {
            sheet: paper.sheet.id.clone(),
            event_id: paper.sheet.event_id.clone(),
            outcome: outcome.to_owned(),
            number,
            op,
            account: self.account.to_owned(),
            remark: remark.to_owned(),
            at: self.now,
        };
        Ok(paper::insert_end(tx, &row)?)
    }

    /// Puts on record whose two accounts stand behind a card, and where its scan is; no mark, and no
    /// remark, which may name one: it stands with the sheet.
    fn record(&self, tx: &mut Tx, paper: &Paper, row: &TypingRow, made: &Value) -> Result<(), AppError> {
        let after = json!({ "sheet": paper.sheet.id, "reference": paper.sheet.reference, "number": row.number,
            "read_by": row.account, "confirmed_by": self.account, "made": made });
        let (event, subject) = (&paper.sheet.event_id, subject(&paper.sheet));
        App::put_on_record(
            tx,
            self.now,
            self.by,
            Record { word: Word::TakePaper, event: event.to_owned(), subject, before: Value::Null, after },
        )
    }
}
