//! The values of one list, each with how it came about.

use rust_decimal::Decimal;

use super::{figure, stage};
use crate::scoring::aggregate::{Amount, used};
use crate::scoring::component::{Judged, Seats};
use crate::scoring::exact::Exact;
use crate::scoring::rules::{Component, Kind, Method, Points, Precision};
use crate::scoring::trace::{ListTrace, OtherCard, Stage, Used, ValueTrace};

/// A value, whose it is, and how it came about.
struct Row {
    value: Exact,
    seat: usize,
    stage: Option<Stage>,
    from: String,
    /// Of a stand-in.
    others: Option<Vec<OtherCard>>,
}

/// The values of a list of cards, lowest first.
pub(in crate::scoring) fn cards<V: Amount>(
    judged: &Judged<'_, V>,
    entry: usize,
    seats: &Seats,
    values: &[V],
    method: Method,
) -> ListTrace {
    let (scale, to) = (judged.worth.scale, judged.rounding.card);
    let own = seats.counted.iter().map(|&seat| (seat, false)).chain(seats.stand_ins.iter().map(|&seat| (seat, true)));
    let rows = own.zip(values).map(|((seat, stand_in), value)| {
        let value = value.exact(scale);
        if stand_in {
            let others = other_cards(judged, seat, |cell| figure(&judged.worth.card(cell).exact(scale), to));
            let exact = judged.own(seat).map_or(&value, |own| &own.exact);
            let stage = Some(stage(mean(&others), exact, &value, to));
            return Row { value, seat, stage, from: String::new(), others: Some(others) };
        }
        let cell = judged.cell(entry, seat);
        let (from, formula) = origin(judged.part(), cell);
        let exact = judged.worth.unrounded(cell).exact(scale);
        let stage = Some(stage(formula, &exact, &value, to));
        Row { value, seat, stage, from, others: None }
    });
    list(judged, rows.collect(), method, to)
}

/// The marks of one criterion, lowest first.
pub(in crate::scoring) fn marks<V: Amount>(
    judged: &Judged<'_, V>,
    entry: usize,
    seats: &Seats,
    criterion: usize,
    method: Method,
) -> ListTrace {
    let part = &judged.part().criteria()[criterion];
    let counted = seats.counted.iter().map(|&seat| Row {
        value: Exact::from_units(judged.cell(entry, seat)[criterion], part.scale()),
        seat,
        stage: None,
        from: String::new(),
        others: None,
    });
    let own = seats.stand_ins.iter().filter_map(|&seat| {
        let value = judged.own_mark(seat, criterion)?.clone();
        let others = other_cards(judged, seat, |cell| part.print(cell[criterion]));
        let stage = Some(stage(mean(&others), &value, &value, None));
        Some(Row { value, seat, stage, from: String::new(), others: Some(others) })
    });
    let mut list = list(judged, counted.chain(own).collect(), method, None);
    list.criterion = Some(part.id.clone());
    list.name.clone_from(&part.name);
    list
}

fn list<V: Amount>(judged: &Judged<'_, V>, mut rows: Vec<Row>, method: Method, to: Option<Precision>) -> ListTrace {
    rows.sort_by(|a, b| a.value.cmp(&b.value).then(a.seat.cmp(&b.seat)));
    let used = used(method, rows.len());
    let trace = |(row, used): (Row, Used)| {
        let judge = &judged.event.judges()[judged.grid.seats[row.seat]];
        ValueTrace {
            judge: judge.id.clone(),
            name: judge.name.clone(),
            value: to.map_or_else(|| row.value.show(), |to| row.value.fixed(to.decimals)),
            stage: row.stage,
            from: row.from,
            used,
            stand_in: row.others.is_some(),
            other_cards: row.others.unwrap_or_default(),
        }
    };
    let values = rows.into_iter().zip(used).map(trace).collect();
    ListTrace { criterion: None, name: String::new(), values, steps: None, modal: None, result: None, weighted: None }
}

/// What a judge's own mean is taken of.
fn other_cards<V: Amount>(judged: &Judged<'_, V>, seat: usize, print: impl Fn(&[i64]) -> String) -> Vec<OtherCard> {
    let entries = judged.event.entries();
    let card = |(entry, cell): (usize, &[i64])| OtherCard { entry: entries[entry].id.clone(), value: print(cell) };
    judged.counted_cards(seat).into_iter().map(card).collect()
}

fn mean(others: &[OtherCard]) -> String {
    let values: Vec<&str> = others.iter().map(|card| card.value.as_str()).collect();
    format!("({}) ÷ {}", values.join(" + "), values.len())
}

/// What stands on a ballot, and the expression of a card's value.
fn origin(part: &Component, values: &[i64]) -> (String, String) {
    match &part.kind {
        Kind::Marks { criteria, .. } => {
            let terms = criteria.iter().zip(values).map(|(criterion, &units)| {
                let mark = criterion.print(units);
                if criterion.weight == Decimal::ONE {
                    mark
                } else {
                    format!("{mark}×{}", criterion.weight.normalize())
                }
            });
            (String::new(), terms.collect::<Vec<_>>().join(" + "))
        }
        Kind::Ranking { points, .. } => {
            let place = usize::try_from(values[0]).unwrap_or_default();
            (format!("place {place}"), points_of(points, place))
        }
        Kind::Grades { grades, .. } => {
            let grade = usize::try_from(values[0]).ok().and_then(|index| grades.get(index));
            grade.map(|grade| (grade.name.clone(), plain(grade.value))).unwrap_or_default()
        }
        Kind::Votes { .. } => {
            let chosen = values[0] == 1;
            (if chosen { "chosen" } else { "not chosen" }.to_owned(), values[0].to_string())
        }
        Kind::Measure { .. } => (String::new(), String::new()),
    }
}

/// The points of a place as an expression; places count from 1.
pub(in crate::scoring) fn points_of(points: &Points, place: usize) -> String {
    let after = place.saturating_sub(1);
    match points {
        Points::Step { first, step } => format!("{} − {} × {after}", plain(*first), plain(*step)),
        Points::Percent { first, percent } => {
            format!("{} × (1 − {} × {after} ÷ 100)", plain(*first), plain(*percent))
        }
        Points::Table(table) => table.get(after).map_or_else(|| "0".to_owned(), |&points| plain(points)),
    }
}

fn plain(value: Decimal) -> String {
    value.normalize().to_string()
}
