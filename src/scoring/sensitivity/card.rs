//! What else a card could say: one step away, or further and further in one direction.

use rust_decimal::Decimal;

use crate::scoring::event::{BLANK, Grid};
use crate::scoring::rules::{Component, Criterion, Kind, Over};

/// Whether a card counts: it is due, and nothing of it is blank.
pub(super) fn counts(grid: &Grid, entry: usize, seat: usize) -> bool {
    let cell = entry * grid.seats.len() + seat;
    grid.excluded[cell] == 0 && !grid.dropped[seat] && !values(grid, entry, seat).contains(&BLANK)
}

/// The values of a card.
pub(super) fn values(grid: &Grid, entry: usize, seat: usize) -> &[i64] {
    let start = (entry * grid.seats.len() + seat) * grid.width;
    &grid.marks[start..start + grid.width]
}

/// The cards that are one step away from one with these values: a mark up or down, the next grade, a vote more or less.
/// Criteria whose steps are worth the same stand for one another where cards are added up, unless they are told `apart`.
pub(super) fn one_step(part: &Component, values: &[i64], apart: bool) -> Vec<Vec<i64>> {
    let with = |index: usize, value: i64| {
        let mut card = values.to_vec();
        card[index] = value;
        card
    };
    match &part.kind {
        Kind::Marks { criteria, over, .. } => {
            let mut cards = Vec::new();
            for up in [false, true] {
                let mut seen: Vec<Decimal> = Vec::new();
                for (index, criterion) in criteria.iter().enumerate() {
                    let Some(value) = stepped(criterion, values[index], 1, up) else { continue };
                    let worth = criterion.step * criterion.weight;
                    if *over == Over::Criterion || apart || !seen.contains(&worth) {
                        seen.push(worth);
                        cards.push(with(index, value));
                    }
                }
            }
            cards
        }
        Kind::Grades { grades, .. } => {
            let is_grade = |grade: &i64| usize::try_from(*grade).is_ok_and(|grade| grade < grades.len());
            [values[0] - 1, values[0] + 1].into_iter().filter(is_grade).map(|grade| with(0, grade)).collect()
        }
        Kind::Votes { .. } => vec![with(0, 1 - values[0])],
        Kind::Ranking { .. } | Kind::Measure { .. } => Vec::new(),
    }
}

/// A mark so many steps up or down; `None` beyond its range.
fn stepped(criterion: &Criterion, mark: i64, steps: i64, up: bool) -> Option<i64> {
    let by = criterion.units(criterion.step)?.checked_mul(steps)?;
    let mark = if up { mark.checked_add(by)? } else { mark.checked_sub(by)? };
    let value = Decimal::try_new(mark, criterion.scale()).ok()?;
    (criterion.min..=criterion.max).contains(&value).then_some(mark)
}

/// The ways in which a card can become more (`up`) or less, each a row of cards, one step further each; the order in which
/// a row's cards change their entry's total is that of the row, unless it is a row of grades.
pub(super) fn ways(part: &Component, values: &[i64], up: bool) -> Vec<Vec<Vec<i64>>> {
    match &part.kind {
        Kind::Marks { criteria, over, .. } => {
            let mut firsts: Vec<usize> = Vec::new();
            for (index, criterion) in criteria.iter().enumerate() {
                let worth = |criterion: &Criterion| criterion.step * criterion.weight;
                let is_known = firsts.iter().any(|&first| worth(&criteria[first]) == worth(criterion));
                if *over == Over::Criterion || !is_known {
                    firsts.push(index);
                }
            }
            firsts.into_iter().map(|first| way(criteria, *over, values, first, up)).collect()
        }
        Kind::Grades { grades, .. } => {
            let worth =
                |grade: i64| usize::try_from(grade).ok().and_then(|grade| grades.get(grade)).map(|one| one.value);
            let is_further =
                |grade: &i64| if up { worth(*grade) > worth(values[0]) } else { worth(*grade) < worth(values[0]) };
            let mut others: Vec<i64> = (0..).zip(grades).map(|(grade, _)| grade).filter(is_further).collect();
            others.sort_by_key(|&grade| if up { worth(grade) } else { worth(grade).map(|value| -value) });
            vec![others.into_iter().map(|grade| vec![grade]).collect()]
        }
        Kind::Votes { .. } => vec![if (values[0] == 0) == up { vec![vec![1 - values[0]]] } else { Vec::new() }],
        Kind::Ranking { .. } | Kind::Measure { .. } => Vec::new(),
    }
}

/// Step by step from one criterion on to the next ones, each as far as it goes; one criterion alone where each is
/// aggregated for itself.
fn way(criteria: &[Criterion], over: Over, values: &[i64], first: usize, up: bool) -> Vec<Vec<i64>> {
    let mut card = values.to_vec();
    let mut way = Vec::new();
    let reach = match over {
        Over::Card => criteria.len(),
        Over::Criterion => 1,
    };
    for index in (0..reach).map(|next| (first + next) % criteria.len()) {
        while let Some(mark) = stepped(&criteria[index], card[index], 1, up) {
            card[index] = mark;
            way.push(card.clone());
        }
    }
    way
}
