//! Typing a sheet: the first time, and blind the second time.

use uuid::Uuid;

use super::agreement::{Stage, may_type_again, stage};
use super::kept::{about, account_of, begun, fields, place_of};
use super::kept::{card_name, content, keep, key};
use super::settle::Settling;
use super::sheet::{Became, CardName, Content, PaperFault, REFERENCE, Typed, TypedAnswer};
use super::view::PaperForm;
use crate::app::act::actor::Actor;
use crate::app::act::permission::{Act, check};
use crate::app::act::state;
use crate::app::act::word::Word;
use crate::app::error::NotFound;
use crate::app::event::card::{Marks, Place};
use crate::app::event::doing::Doing;
use crate::app::event::doing::Told;
use crate::app::event::frame::Frame;
use crate::app::{App, AppError};
use crate::folder::tidy::plain;
use crate::store::event::EventRow;
use crate::store::operation::{self};
use crate::store::paper::{self, Paper, SheetRow};
use crate::store::{StoreError, Tx};

/// What was typed, and what it was taken for.
type Notes = Vec<(String, String)>;

impl App {
    /// What is needed to type a sheet of a card; for the second time where one waits for somebody else.
    ///
    /// # Errors
    /// [`PaperFault`] where the card is not due or not open, or a sheet of it is the actor's own or differs;
    /// where the actor may not, or there is no such event.
    pub fn paper_form(&self, actor: &Actor, event: &str, card: &CardName) -> Result<PaperForm, AppError> {
        check(actor, Act::TypePaper)?;
        let account = account_of(actor)?;
        self.store.read(|tx| {
            let head = Self::head(tx, event)?;
            state::allow(Act::TypePaper, head.state()?)?;
            let frame = self.frame(tx, &head)?;
            let place = place_of(&frame, card)?;
            begun(&frame, head.state()?, place, self.clock.micros())?;
            let open = open_sheet(tx, event, card)?;
            if let Some(paper) = &open {
                may_type_again(paper, &account)?;
            }
            Ok(PaperForm {
                event: frame.summary(&head)?,
                card: card.clone(),
                about: about(&frame, card),
                second: open.map(|paper| (paper.sheet.id, paper.sheet.reference)),
                fields: fields(&frame, place),
            })
        })
    }

    /// Takes what is typed: as the first typing of a sheet, or as the second by another account, which does not
    /// see the first. Where both say the same, it becomes the judge's card at once.
    ///
    /// # Errors
    /// [`PaperFault`] with what is against it; where the actor may not, there is no such event or sheet, or
    /// the event is not open.
    pub fn type_sheet(&self, actor: &Actor, event: &str, typed: &Typed) -> Result<TypedAnswer, AppError> {
        check(actor, Act::TypePaper)?;
        let account = account_of(actor)?;
        let (app, by, form) = (self.clone(), actor.clone(), typed.clone());
        let (who, first) = (account.clone(), typed.sheet.is_empty());
        let doing = Doing::of(Act::TypePaper, Word::TypePaper, String::new()).beside_setup();
        let (sheet, became, notes) = self.act(actor, event, doing, move |tx, head, frame| {
            app.take_typing(tx, &by, &who, (head, frame), &form).map(Told::by_itself)
        })?;
        let next = self.store.read(|tx| self.next_card(tx, event, &account, &sheet, first))?;
        Ok(TypedAnswer { sheet, became, notes, next })
    }

    /// The sheet, what became of it, and what was taken for something else.
    fn take_typing(
        &self,
        tx: &mut Tx,
        by: &Actor,
        account: &str,
        (head, frame): (&EventRow, &Frame),
        form: &Typed,
    ) -> Result<(String, Became, Notes), AppError> {
        let now = self.clock.micros();
        let (known, card) = find(tx, &head.id, form)?;
        if let Some(paper) = &known {
            may_type_again(paper, account)?;
        }
        let place = place_of(frame, &card)?;
        begun(frame, head.state()?, place, now)?;
        let (content, notes) = read(frame, place, form)?;
        let mut paper = match known {
            Some(paper) => paper,
            None => begin(tx, &head.id, &card, &form.reference, now)?,
        };
        paper.typings.push(keep(tx, by, &paper, account, &content, &frame.rules_sha256, "", now)?);
        let became = match &paper.typings[..] {
            [one, two] if one.body == two.body => {
                Settling { app: self, by, account, head, frame, now }.settle(tx, &paper, one, "")?
            }
            [_, _] => Became::Differs,
            _ => Became::Waiting,
        };
        Ok((paper.sheet.id, became, notes))
    }

    /// The card to be typed next: after a first typing the judge's next one that nobody has typed, after a second
    /// one the next sheet that waits for somebody else.
    fn next_card(
        &self,
        tx: &mut Tx,
        event: &str,
        account: &str,
        sheet: &str,
        first: bool,
    ) -> Result<Option<CardName>, AppError> {
        let head = Self::head(tx, event)?;
        let frame = self.frame(tx, &head)?;
        let (papers, now) = (paper::of_event(tx, event)?, self.clock.micros());
        let Some(done) = papers.iter().find(|paper| paper.sheet.id == sheet).map(|paper| card_name(&paper.sheet))
        else {
            return Ok(None);
        };
        if !first {
            let waiting = || papers.iter().filter(|paper| may_type_again(paper, account).is_ok());
            let beside = waiting().find(|p| p.sheet.judge == done.judge && p.sheet.component == done.component);
            return Ok(beside.or_else(|| waiting().next()).map(|paper| card_name(&paper.sheet)));
        }
        let Ok(place) = place_of(&frame, &done) else { return Ok(None) };
        for entry in frame.due(place.component, place.judge) {
            let card = CardName { entry: frame.setup.entries[entry].id.clone(), ..done.clone() };
            let later = place.entry.is_some_and(|here| entry > here);
            let ready = place_of(&frame, &card).and_then(|place| begun(&frame, head.state()?, place, now)).is_ok();
            let typed = papers.iter().any(|paper| stage(paper) != Stage::Ended && card_name(&paper.sheet) == card);
            if later && ready && !typed && operation::current(tx, key(event, &card))?.is_none() {
                return Ok(Some(card));
            }
        }
        Ok(None)
    }
}

/// The sheet of a card that is not ended.
fn open_sheet(tx: &mut Tx, event: &str, card: &CardName) -> Result<Option<Paper>, StoreError> {
    Ok(paper::of_card(tx, key(event, card))?.into_iter().find(|paper| paper.end.is_none()))
}

/// The sheet that is typed, where it is known, and its card. Two who begin the same sheet at the same time, each
/// without seeing the other, are its first and its second.
fn find(tx: &mut Tx, event: &str, form: &Typed) -> Result<(Option<Paper>, CardName), AppError> {
    if !form.sheet.is_empty() {
        let none = || NotFound { what: "纸质卡", id: form.sheet.clone() };
        let paper = paper::find(tx, event, &form.sheet)?.ok_or_else(none)?;
        let card = card_name(&paper.sheet);
        return Ok((Some(paper), card));
    }
    let card = CardName { judge: form.judge.clone(), component: form.component.clone(), entry: form.entry.clone() };
    let reference = reference(&form.reference)?;
    let papers = paper::of_card(tx, key(event, &card))?;
    if papers.iter().any(|paper| is_taken(paper) && paper.sheet.reference == reference) {
        return Err(PaperFault::Taken { reference }.into());
    }
    match papers.into_iter().find(|paper| paper.end.is_none()) {
        Some(open) if open.sheet.reference == reference => Ok((Some(open), card)),
        Some(open) => Err(PaperFault::Open { reference: open.sheet.reference }.into()),
        None => Ok((None, card)),
    }
}

/// Whether a sheet was ended otherwise than by taking it back.
fn is_taken(paper: &Paper) -> bool {
    paper.end.as_ref().is_some_and(|end| end.outcome != super::kept::WITHDRAWN)
}

/// A reference to a scan, as it is kept.
fn reference(given: &str) -> Result<String, AppError> {
    let given = plain(given);
    if given.is_empty() || given.chars().count() > REFERENCE || given.chars().any(char::is_control) {
        return Err(PaperFault::Reference.into());
    }
    Ok(given)
}

fn begin(tx: &mut Tx, event: &str, card: &CardName, given: &str, now: i64) -> Result<Paper, AppError> {
    let sheet = SheetRow {
        id: Uuid::new_v4().to_string(),
        event_id: event.to_owned(),
        judge: card.judge.clone(),
        component: card.component.clone(),
        entry: card.entry.clone(),
        reference: reference(given)?,
        at: now,
    };
    paper::insert_sheet(tx, &sheet)?;
    Ok(Paper { sheet, typings: Vec::new(), end: None })
}

/// Reads what was typed by the rules, all faults at once; also what was taken for something else.
fn read(frame: &Frame, place: Place, form: &Typed) -> Result<(Content, Notes), AppError> {
    let (mut marks, mut notes) = (Marks::new(), Notes::new());
    for (key, text) in &form.marks {
        let taken = plain(text);
        if taken != *text {
            notes.push((text.clone(), taken.clone()));
        }
        marks.insert(key.clone(), taken);
    }
    Ok((content(frame, place, marks, &form.comment)?, notes))
}
