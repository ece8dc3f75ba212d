//! What the event folder of a bundle counts, against what its cards say.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::super::about::Form;
use super::super::again::verify;
use super::super::cards::{self, LetterCard, Marks, Operation};
use super::super::fault::BundleFault;
use super::super::hide::{marks as marks_of, read_seats};
use super::super::names::CARDS;
use super::state::{CheckFault, State};
use crate::scoring::event::{Cell, Event, Expectation};
use crate::scoring::rules::Kind;

/// A figure of `scores.csv`: judge, component, entry, criterion.
type At = (String, String, String, String);

/// A card that counts: its judge as the folder names them, where it is, what it says.
struct Card {
    judge: String,
    component: String,
    entry: String,
    marks: Marks,
}

pub(super) fn compare(state: &mut State) -> Result<String, CheckFault> {
    let cards = match state.about()?.cards {
        Form::Commitments => return Ok(String::new()),
        Form::Open => counted(state)?,
        Form::Pseudonymous => {
            let rows: Vec<LetterCard> = cards::read(CARDS, state.file(CARDS)?)?;
            let card = |row: LetterCard| Card {
                judge: row.seat,
                component: row.component,
                entry: row.entry,
                marks: row.marks,
            };
            rows.into_iter().map(card).collect()
        }
    };
    let folder = verify(&state.files)?;
    let mut figures = figures(state)?;
    let count = figures.len();
    for card in &cards {
        for (at, signed) in lines(card, &folder.event) {
            let found = figures.remove(&at);
            if found.as_ref().is_none_or(|counted| !is_same(&signed, counted)) {
                return Err(CheckFault::OtherMark {
                    card: named(&card.judge, &card.component, &card.entry),
                    line: if at.3.is_empty() { at.2 } else { at.3 },
                    signed,
                    counted: found.unwrap_or_else(|| "没有".to_owned()),
                });
            }
        }
    }
    // what is in the folder and counts, and no card says
    let left = figures.keys().find(|(judge, component, entry, _)| is_due(&folder.event, judge, component, entry));
    if let Some((judge, component, entry, _)) = left {
        return Err(CheckFault::NoCard(named(judge, component, entry)));
    }
    state.folder = Some(folder);
    Ok(format!("得分 {count} 项，与评分卡逐项相同"))
}

fn named(judge: &str, component: &str, entry: &str) -> String {
    [judge, component, entry].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join("/")
}

/// The cards that count of an open bundle.
fn counted(state: &State) -> Result<Vec<Card>, CheckFault> {
    let rows: Vec<Operation> = cards::read(CARDS, state.file(CARDS)?)?;
    let by_op: BTreeMap<&str, &Operation> = rows.iter().map(|row| (row.op.as_str(), row)).collect();
    let mut all = Vec::new();
    for seat in read_seats(&state.files)?.seats {
        for op in &seat.cards {
            let row = by_op.get(op.as_str()).ok_or_else(|| CheckFault::OtherSeat(seat.judge.clone()))?;
            all.push(Card {
                judge: row.judge.clone(),
                component: row.component.clone(),
                entry: row.entry.clone(),
                marks: marks_of(row).ok_or_else(|| CheckFault::OtherBody(op.clone()))?,
            });
        }
    }
    Ok(all)
}

/// What `scores.csv` holds.
fn figures(state: &State) -> Result<BTreeMap<At, String>, CheckFault> {
    let unreadable = |error: csv::Error| BundleFault::Unreadable(format!("scores.csv：{error}"));
    let mut reader = csv::Reader::from_reader(state.file("scores.csv")?);
    let mut figures = BTreeMap::new();
    for row in reader.records() {
        let row = row.map_err(unreadable)?;
        let cell = |at: usize| row.get(at).unwrap_or_default().to_owned();
        figures.insert((cell(0), cell(1), cell(2), cell(3)), cell(4));
    }
    Ok(figures)
}

/// What a card has in `scores.csv`.
fn lines(card: &Card, event: &Event) -> Vec<(At, String)> {
    let component = event.rules().components.iter().find(|component| component.id == card.component);
    let is_marks = component.is_some_and(|component| matches!(component.kind, Kind::Marks { .. }));
    let given = card.marks.iter().filter(|(_, text)| !text.is_empty());
    // of a ballot what is said of entries that count for nothing here is left out
    let counts = |key: &&String| !card.entry.is_empty() || is_due(event, &card.judge, &card.component, key);
    given
        .filter(|(key, _)| counts(key))
        .map(|(key, text)| {
            let (entry, criterion) = match (card.entry.as_str(), is_marks) {
                ("", _) => (key.clone(), String::new()),
                (entry, true) => (entry.to_owned(), key.clone()),
                (entry, false) => (entry.to_owned(), String::new()),
            };
            ((card.judge.clone(), card.component.clone(), entry, criterion), text.clone())
        })
        .collect()
}

/// Whether a card is due there.
fn is_due(event: &Event, judge: &str, component: &str, entry: &str) -> bool {
    let judge = event.judges().iter().position(|one| one.id == judge);
    let component = event.rules().components.iter().position(|one| one.id == component);
    let entry = event.entries().iter().position(|one| one.id == entry);
    let (Some(judge), Some(component), Some(entry)) = (judge, component, entry) else { return false };
    event.expectation(Cell { component, judge, entry }) == Expectation::Due
}

/// Whether two texts are the same figure, or the same word.
fn is_same(signed: &str, counted: &str) -> bool {
    let number = |text: &str| text.trim().parse::<Decimal>().ok().map(|number| number.normalize());
    match (number(signed), number(counted)) {
        (Some(one), Some(other)) => one == other,
        _ => signed == counted,
    }
}
