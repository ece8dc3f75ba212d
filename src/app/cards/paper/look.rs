//! How sheets stand. No mark is in a list; of one sheet only what differs, while it differs, and all of it after the
//! close, for who may see whose a mark is.

use super::agreement::{Stage, may_confirm, stage};
use super::kept::{RIVAL, SAME, TAKEN, WITHDRAWN, about, account_of, card_name, differing_keys, fields, read_content};
use super::sheet::{Became, COMMENT_KEY, Content};
use super::view::{Field, FieldKind, PaperDesk, Reading, SheetLine, SheetState, SheetView};
use crate::app::act::actor::Actor;
use crate::app::act::clock::moment;
use crate::app::act::permission::{Act, check};
use crate::app::act::state;
use crate::app::error::NotFound;
use crate::app::event::card::Place;
use crate::app::event::frame::Frame;
use crate::app::event::view::{CloseBlocker, EventState};
use crate::app::{App, AppError};
use crate::store::paper::{self, EndRow, Paper, TypingRow};
use crate::store::{StoreError, Tx};

impl App {
    /// The sheets of an event, and what is needed to pick a card.
    pub fn paper_desk(&self, actor: &Actor, event: &str) -> Result<PaperDesk, AppError> {
        self.look(actor, Act::SettlePaper, event, |tx, head, frame| {
            let papers = paper::of_event(tx, event)?;
            let sheets = papers.iter().rev().map(|paper| line(actor, frame, paper)).collect::<Result<_, _>>()?;
            let judged = frame.rules.components.iter().filter(|component| component.judging().is_some());
            Ok(PaperDesk {
                event: frame.summary(head)?,
                judges: frame.setup.judges.iter().map(|judge| (judge.id.clone(), judge.name.clone())).collect(),
                components: judged.map(|component| (component.id.clone(), component.name.clone())).collect(),
                entries: frame.setup.entries.iter().map(|entry| (entry.id.clone(), entry.unit.clone())).collect(),
                sheets,
            })
        })
    }

    /// One sheet.
    ///
    /// # Errors
    /// Where the actor may not, or there is no such event or sheet.
    pub fn paper_sheet(&self, actor: &Actor, event: &str, sheet: &str) -> Result<SheetView, AppError> {
        self.look(actor, Act::SettlePaper, event, |tx, head, frame| {
            let none = || NotFound { what: "纸质卡", id: sheet.to_owned() };
            let paper = paper::find(tx, event, sheet)?.ok_or_else(none)?;
            let all = all_fields(frame, &paper)?;
            let differing = if stage(&paper) == Stage::Differs && head.state()? == EventState::Open {
                let keys = differing_keys(&paper.typings)?;
                all.iter().filter(|field| keys.contains(&field.key)).cloned().collect()
            } else {
                Vec::new()
            };
            let open = check(actor, Act::SeeMarks).is_ok() && state::why_not(Act::SeeMarks, head.state()?).is_none();
            let fields = if open { all } else { Vec::new() };
            let readings = readings(actor, &paper, if open { &fields } else { &differing })?;
            let line = line(actor, frame, &paper)?;
            Ok(SheetView { event: frame.summary(head)?, line, differing, readings, fields })
        })
    }
}

/// What was typed and proposed, of the lines that may be told; remarks only with them, since they may name a mark.
fn readings(actor: &Actor, paper: &Paper, told: &[Field]) -> Result<Vec<Reading>, StoreError> {
    let account = account_of(actor).unwrap_or_default();
    let differs = stage(paper) == Stage::Differs;
    let reading = |row: &TypingRow| {
        let content = read_content(row)?;
        Ok(Reading {
            number: row.number,
            who: row.account.clone(),
            at: moment(row.at),
            remark: if told.is_empty() { String::new() } else { row.remark.clone() },
            values: told.iter().map(|field| said(field, &content)).collect(),
            may_confirm: differs && may_confirm(&paper.typings, row, &account).is_ok(),
        })
    };
    paper.typings.iter().map(reading).collect()
}

/// The lines of a sheet: those of its card, or where that is there no longer, those that were typed.
fn all_fields(frame: &Frame, paper: &Paper) -> Result<Vec<Field>, StoreError> {
    let card = &paper.sheet;
    let place = frame.judge(&card.judge).zip(frame.component(&card.component));
    let mut all = place.map_or_else(Vec::new, |(judge, component)| {
        fields(frame, Place { component, judge, entry: frame.entry(&card.entry) })
    });
    for row in &paper.typings {
        for key in read_content(row)?.marks.into_keys() {
            if all.iter().all(|field| field.key != key) {
                all.push(Field { name: key.clone(), key, kind: FieldKind::Comment });
            }
        }
    }
    Ok(all)
}

fn value<'c>(field: &Field, content: &'c Content) -> &'c str {
    if field.key == COMMENT_KEY {
        return &content.comment;
    }
    content.marks.get(&field.key).map(String::as_str).unwrap_or_default()
}

/// A value as people read it.
fn said(field: &Field, content: &Content) -> String {
    let text = value(field, content);
    match &field.kind {
        FieldKind::Grade(grades) => grades.iter().find(|(id, _)| id == text).map_or(text, |(_, name)| name).to_owned(),
        FieldKind::Vote => if text.is_empty() { "" } else { "推荐" }.to_owned(),
        FieldKind::Mark(..) | FieldKind::Place(_) | FieldKind::Comment => text.to_owned(),
    }
}

fn line(actor: &Actor, frame: &Frame, paper: &Paper) -> Result<SheetLine, StoreError> {
    let account = account_of(actor).ok();
    let card = card_name(&paper.sheet);
    let state = match (&paper.end, stage(paper)) {
        (Some(end), _) => settled(end)?,
        (None, Stage::Waiting | Stage::Ended) => SheetState::Waiting,
        (None, Stage::Differs) => SheetState::Differs,
    };
    let blind = paper.typings.iter().take(2);
    Ok(SheetLine {
        id: paper.sheet.id.clone(),
        about: about(frame, &card),
        card,
        reference: paper.sheet.reference.clone(),
        state,
        typists: blind.clone().map(|row| (row.account.clone(), moment(row.at))).collect(),
        own: blind.clone().any(|row| Some(&row.account) == account.as_ref()),
    })
}

fn settled(end: &EndRow) -> Result<SheetState, StoreError> {
    let became = match end.outcome.as_str() {
        TAKEN => Became::Recorded,
        RIVAL => Became::Conflict,
        SAME => Became::Same,
        WITHDRAWN => return Ok(SheetState::Withdrawn { reason: end.remark.clone(), who: end.account.clone() }),
        other => return Err(StoreError::corrupt(format!("sheet {}: {other}", end.sheet))),
    };
    Ok(SheetState::Settled { became, who: end.account.clone() })
}

/// The sheets that are neither a card yet nor withdrawn, as what keeps an event from being closed.
pub(in crate::app) fn unfinished(tx: &mut Tx, event: &str) -> Result<Vec<CloseBlocker>, AppError> {
    let papers = paper::of_event(tx, event)?.into_iter().filter(|paper| paper.end.is_none());
    let blockers = papers.map(|paper| CloseBlocker::Paper {
        differs: stage(&paper) == Stage::Differs,
        sheet: paper.sheet.id,
        judge: paper.sheet.judge,
        component: paper.sheet.component,
        entry: paper.sheet.entry,
        reference: paper.sheet.reference,
    });
    Ok(blockers.collect())
}
