//! What is kept of a typing: how a card is named and read, what it holds, and the row that says so.

use serde_json::{Value, json};
use std::collections::BTreeMap;

use super::sheet::{COMMENT_KEY, CardName, Content, PaperFault};
use super::view::{Field, FieldKind};
use crate::app::act::actor::{Actor, Who};
use crate::app::act::hash::sha256;
use crate::app::act::record::Record;
use crate::app::act::word::Word;
use crate::app::cards::verdict::{COMMENT, not_due};
use crate::app::event::card::{GRADE, Marks, Place, Values, parse};
use crate::app::event::frame::{Frame, Window};
use crate::app::event::wire::{FaultLine, OpFault, Outcome};
use crate::app::{App, AppError};
use crate::scoring::rules::Kind;
use crate::store::operation::CardKey;
use crate::store::paper::{self, Paper, SheetRow, TypingRow};
use crate::store::{EventState, StoreError, Tx};
use rust_decimal::Decimal;

pub(super) const TAKEN: &str = "taken";

pub(super) const RIVAL: &str = "rival";

pub(super) const SAME: &str = "same";

pub(super) const WITHDRAWN: &str = "withdrawn";

/// What somebody read, out of its row.
pub(super) fn read_content(row: &TypingRow) -> Result<Content, StoreError> {
    serde_json::from_str(&row.body).map_err(|error| StoreError::corrupt(format!("typing of {}: {error}", row.sheet)))
}

pub(super) fn key<'a>(event: &'a str, card: &'a CardName) -> CardKey<'a> {
    CardKey { event, judge: &card.judge, component: &card.component, entry: &card.entry }
}

pub(super) fn card_name(sheet: &SheetRow) -> CardName {
    CardName { judge: sheet.judge.clone(), component: sheet.component.clone(), entry: sheet.entry.clone() }
}

pub(super) fn subject(sheet: &SheetRow) -> String {
    format!("card:{}/{}/{}", sheet.judge, sheet.component, sheet.entry)
}

/// Appends what was read, on record by a salted hash: whoever reads the audit learns no mark, not by trying either,
/// and not out of a remark that names one.
#[expect(clippy::too_many_arguments, reason = "they are the columns of one row")]
pub(super) fn keep(
    tx: &mut Tx,
    by: &Actor,
    paper: &Paper,
    account: &str,
    content: &Content,
    rules: &str,
    remark: &str,
    now: i64,
) -> Result<TypingRow, AppError> {
    let body = serde_json::to_string(content).map_err(|error| StoreError::corrupt(error.to_string()))?;
    let row = TypingRow {
        sheet: paper.sheet.id.clone(),
        number: paper.typings.last().map_or(1, |last| last.number + 1),
        event_id: paper.sheet.event_id.clone(),
        account: account.to_owned(),
        salt: hex::encode(rand::random::<[u8; 32]>()),
        body,
        rules: rules.to_owned(),
        remark: remark.to_owned(),
        at: now,
    };
    paper::insert_typing(tx, &row)?;
    let after = json!({ "sheet": row.sheet, "reference": paper.sheet.reference, "number": row.number,
        "salted_sha256": sha256(format!("{}{}", row.salt, row.body)) });
    let act = if remark.is_empty() { Word::TypePaper } else { Word::ProposePaper };
    App::put_on_record(
        tx,
        now,
        by,
        Record { word: act, event: row.event_id.clone(), subject: subject(&paper.sheet), before: Value::Null, after },
    )?;
    Ok(row)
}

/// Content that the rules allow, in the one form in which it is compared.
pub(super) fn content(frame: &Frame, place: Place, marks: Marks, comment: &str) -> Result<Content, AppError> {
    // a line that was left empty is a fault of its own, and none that is unknown
    let marks: Marks = marks.into_iter().filter(|(_, text)| !text.is_empty()).collect();
    let mut faults: Vec<(String, OpFault)> = Vec::new();
    let comment = comment.trim().replace("\r\n", "\n");
    if comment.chars().count() > COMMENT {
        faults.push((COMMENT_KEY.to_owned(), OpFault::TooLong { most: COMMENT }));
    }
    match parse(frame, place, &marks) {
        Ok(values) if faults.is_empty() => Ok(Content { marks: canonical(frame, place, &values), comment }),
        Ok(_) => Err(invalid(faults).into()),
        Err(found) => {
            faults.extend(found);
            Err(invalid(faults).into())
        }
    }
}

pub(super) fn invalid(faults: Vec<(String, OpFault)>) -> PaperFault {
    PaperFault::Invalid(faults.into_iter().map(FaultLine::from).collect())
}

/// Marks without trailing zeros: the same number is the same text, whatever the step of the rules.
pub(super) fn canonical(frame: &Frame, place: Place, values: &Values) -> Marks {
    let mut marks = BTreeMap::new();
    for (entry, values) in values {
        match &frame.rules.components[place.component].kind {
            Kind::Marks { criteria, .. } => {
                for (criterion, &value) in criteria.iter().zip(values) {
                    let mark = Decimal::new(value, criterion.scale()).normalize();
                    marks.insert(criterion.id.clone(), mark.to_string());
                }
            }
            Kind::Votes { .. } => {
                if values.first() == Some(&1) {
                    marks.insert(frame.setup.entries[*entry].id.clone(), "1".to_owned());
                }
            }
            Kind::Ranking { .. } => {
                if let Some(place) = values.first() {
                    marks.insert(frame.setup.entries[*entry].id.clone(), place.to_string());
                }
            }
            Kind::Grades { grades, .. } => {
                let index = values.first().and_then(|&value| usize::try_from(value).ok());
                if let Some(grade) = index.and_then(|index| grades.get(index)) {
                    marks.insert(GRADE.to_owned(), grade.id.clone());
                }
            }
            Kind::Measure { .. } => {}
        }
    }
    marks
}

/// What of a sheet the two who typed it blind read differently.
pub(super) fn differing_keys(typings: &[TypingRow]) -> Result<Vec<String>, StoreError> {
    let [one, two, ..] = typings else { return Ok(Vec::new()) };
    let (one, two) = (read_content(one)?, read_content(two)?);
    let mut keys: Vec<String> = one.marks.keys().chain(two.marks.keys()).cloned().collect();
    keys.sort_unstable();
    keys.dedup();
    keys.retain(|key| one.marks.get(key) != two.marks.get(key));
    if one.comment != two.comment {
        keys.push(COMMENT_KEY.to_owned());
    }
    Ok(keys)
}

/// The account that acts: each in their own name.
pub(super) fn account_of(actor: &Actor) -> Result<String, AppError> {
    match &actor.who {
        Who::Account(name) => Ok(name.clone()),
        Who::Judge { .. } | Who::Console | Who::Visitor => Err(PaperFault::NoAccount.into()),
    }
}

/// Finds a card that is due.
pub(super) fn place_of(frame: &Frame, card: &CardName) -> Result<Place, AppError> {
    let not_on_card = || PaperFault::NotOnCard;
    let judge = frame.judge(&card.judge).ok_or_else(not_on_card)?;
    let component = frame.component(&card.component).ok_or_else(not_on_card)?;
    let entry = match (&frame.rules.components[component].kind, card.entry.as_str()) {
        (Kind::Measure { .. }, _) => return Err(not_on_card().into()),
        (Kind::Ranking { .. } | Kind::Votes { .. }, "") => None,
        (Kind::Ranking { .. } | Kind::Votes { .. }, _) => return Err(not_on_card().into()),
        (Kind::Marks { .. } | Kind::Grades { .. }, "") => return Err(PaperFault::NoEntry.into()),
        (Kind::Marks { .. } | Kind::Grades { .. }, id) => Some(frame.entry(id).ok_or_else(not_on_card)?),
    };
    let place = Place { component, judge, entry };
    match not_due(frame, place) {
        None => Ok(place),
        Some(Outcome::NotYours) => Err(not_on_card().into()),
        Some(_) => Err(PaperFault::NotDue.into()),
    }
}

/// Refuses a card whose time has not come. One whose time is over is taken: the window goes by when a card comes,
/// and paper comes after it was written.
pub(super) fn begun(frame: &Frame, state: EventState, place: Place, now: i64) -> Result<Window, AppError> {
    match frame.window(state, place.component, place.entry, now) {
        Window::NotYet => Err(PaperFault::NotYet.into()),
        window @ (Window::Open | Window::Over) => Ok(window),
    }
}

/// The lines of a card in the order of the printed one, with the comment at the end.
pub(super) fn fields(frame: &Frame, place: Place) -> Vec<Field> {
    let mut fields: Vec<Field> = match &frame.rules.components[place.component].kind {
        Kind::Marks { criteria, .. } => {
            let figures =
                |c: &crate::scoring::rules::Criterion| [c.min, c.max, c.step].map(|n| n.normalize().to_string());
            let field = |c: &crate::scoring::rules::Criterion| {
                let [min, max, step] = figures(c);
                Field { key: c.id.clone(), name: c.name.clone(), kind: FieldKind::Mark(min, max, step) }
            };
            criteria.iter().map(field).collect()
        }
        kind @ (Kind::Ranking { .. } | Kind::Votes { .. }) => {
            let due = frame.due(place.component, place.judge);
            let field = |&entry: &usize| {
                let row = &frame.setup.entries[entry];
                let kind = match kind {
                    Kind::Votes { .. } => FieldKind::Vote,
                    _ => FieldKind::Place(due.len()),
                };
                Field { key: row.id.clone(), name: row.unit.clone(), kind }
            };
            due.iter().map(field).collect()
        }
        Kind::Grades { grades, .. } => {
            let grades = grades.iter().map(|grade| (grade.id.clone(), grade.name.clone())).collect();
            vec![Field { key: GRADE.to_owned(), name: "等次".to_owned(), kind: FieldKind::Grade(grades) }]
        }
        Kind::Measure { .. } => Vec::new(),
    };
    fields.push(Field { key: COMMENT_KEY.to_owned(), name: "评语".to_owned(), kind: FieldKind::Comment });
    fields
}

/// Judge, entry and component by name, where they are known.
pub(super) fn about(frame: &Frame, card: &CardName) -> String {
    let judge = frame.judge(&card.judge).map_or(card.judge.clone(), |j| frame.setup.judges[j].name.clone());
    let entry = frame.entry(&card.entry).map_or(card.entry.clone(), |e| frame.setup.entries[e].unit.clone());
    let component =
        frame.component(&card.component).map_or(card.component.clone(), |c| frame.rules.components[c].name.clone());
    [judge, entry, component].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}
