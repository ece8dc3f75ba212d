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
use crate::scoring::card::{parse_place, parse_vote};
use crate::scoring::event::{BLANK, Cell, Event, Expectation};
use crate::scoring::rules::{Criterion, Kind};

/// The key of a grade among the marks.
const GRADE: &str = "grade";

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
        // no card counts where none is due
        if !counts(&folder.event, card) {
            return Err(CheckFault::OtherSeat(card.judge.clone()));
        }
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

/// Whether a card is due where one is; of a ballot, whether any entry is.
fn counts(event: &Event, card: &Card) -> bool {
    let is_due = |entry: &str| is_due(event, &card.judge, &card.component, entry);
    if card.entry.is_empty() { event.entries().iter().any(|entry| is_due(&entry.id)) } else { is_due(&card.entry) }
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

/// What a card has in `scores.csv` where it is due, by what the rules make of it: what they cannot read is not there.
fn lines(card: &Card, event: &Event) -> Vec<(At, String)> {
    let component = event.rules().components.iter().find(|component| component.id == card.component);
    let Some(component) = component else { return Vec::new() };
    let at = |entry: &str, criterion: &str| {
        (card.judge.clone(), card.component.clone(), entry.to_owned(), criterion.to_owned())
    };
    let text = |key: &str| card.marks.get(key).map_or("", String::as_str);
    match &component.kind {
        Kind::Marks { criteria, .. } => {
            let read = |criterion: &&Criterion| criterion.parse(text(&criterion.id)).is_ok_and(|mark| mark != BLANK);
            let given = criteria.iter().filter(read);
            given.map(|criterion| (at(&card.entry, &criterion.id), text(&criterion.id).to_owned())).collect()
        }
        Kind::Grades { grades, .. } => {
            let is_known = grades.iter().any(|grade| grade.id == text(GRADE));
            is_known.then(|| (at(&card.entry, ""), text(GRADE).to_owned())).into_iter().collect()
        }
        Kind::Ranking { .. } => {
            let places = places(card, event);
            places.into_iter().map(|(entry, place)| (at(entry, ""), place.to_string())).collect()
        }
        Kind::Votes { votes, .. } => {
            let due = event.entries().iter().filter(|entry| is_due(event, &card.judge, &card.component, &entry.id));
            let chosen: Vec<_> = due.filter(|entry| parse_vote(text(&entry.id)) == Ok(1)).collect();
            // where an entry has left that was chosen, others have to be, and there is no vote until then
            let chosen = if votes.takes(chosen.len()) { chosen } else { Vec::new() };
            chosen.into_iter().map(|entry| (at(&entry.id, ""), "1".to_owned())).collect()
        }
        Kind::Measure { .. } => Vec::new(),
    }
}

/// The places of a ballot that are due: those behind an entry that has left it have moved up by one. Where one is beyond the
/// last all the same, because an entry was left out that is not due, they are counted anew in their order.
fn places<'c>(card: &'c Card, event: &Event) -> Vec<(&'c str, i64)> {
    let given = |(entry, text): (&'c String, &'c String)| {
        let place = parse_place(text, usize::MAX).ok().filter(|place| *place != BLANK)?;
        Some((place, entry.as_str()))
    };
    let (due, left): (Vec<_>, Vec<_>) =
        card.marks.iter().filter_map(given).partition(|(_, entry)| is_due(event, &card.judge, &card.component, entry));
    let moved = |&(place, entry): &(i64, &'c str)| {
        let before = left.iter().filter(|(gone, _)| *gone < place).count();
        (place.saturating_sub_unsigned(before as u64), entry)
    };
    let mut moved: Vec<(i64, &str)> = due.iter().map(moved).collect();
    moved.sort_unstable();
    let all = event.entries().iter().filter(|entry| is_due(event, &card.judge, &card.component, &entry.id)).count();
    if moved.iter().any(|(place, _)| usize::try_from(*place).is_ok_and(|place| place > all)) {
        for (card, place) in moved.iter_mut().zip(1..) {
            card.0 = place;
        }
    }
    moved.into_iter().map(|(place, entry)| (entry, place)).collect()
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
