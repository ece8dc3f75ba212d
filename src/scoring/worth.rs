//! What a cell is worth: how the integers of a card, a place or a grade become its value T.
//!
//! Integers of one scale where everything fits 64 bits with room for the sum of a list, exact
//! numbers otherwise; the choice is made once for a component, from bounds.

use super::aggregate::Amount;
use super::event::{BLANK, Cell, Event};
use super::exact::Exact;
use super::explain::figure;
use super::rules::{Component, Kind, Points, Rounding};

/// Most decimals of a list of integers.
const MAX_SCALE: u32 = 17;

/// How the values of a cell become T.
#[derive(Debug)]
pub(super) struct Worth<V> {
    how: How,
    /// What one unit of each criterion, each place or each grade is worth.
    factors: Vec<V>,
    /// Decimals of T, where V is an integer.
    pub scale: u32,
    rounding: Rounding,
}

/// How factors are used.
#[derive(Debug, Clone, Copy)]
enum How {
    /// The sum of marks times factors.
    Sum,
    /// The same where all factors are equal: one product instead of many.
    EqualSum,
    /// The factor of the place, from 1.
    Place,
    /// The factor of the grade, or of having been voted for.
    Grade,
}

impl<V: Amount> Worth<V> {
    /// T of a cell without blanks, rounded at the stage `card`.
    pub fn card(&self, values: &[i64]) -> V {
        self.unrounded(values).rounded(self.scale, self.rounding.card)
    }

    /// T of each of neighbouring cells without blanks that have so many values each.
    pub fn cards(&self, cells: &[i64], width: usize, into: &mut Vec<V>) {
        let cells = cells.chunks_exact(width.max(1));
        match (self.how, self.rounding.card) {
            // the usual case, in which nothing is to be decided cell by cell
            (How::EqualSum, None) => {
                let factor = &self.factors[..1];
                into.extend(cells.map(|values| V::weigh(factor, &[values.iter().sum()])));
            }
            _ => into.extend(cells.map(|values| self.card(values))),
        }
    }

    /// T of a cell without blanks, before the stage `card`.
    pub fn unrounded(&self, values: &[i64]) -> V {
        let at = |index: i64| usize::try_from(index).ok().and_then(|i| self.factors.get(i)).cloned();
        match self.how {
            How::Sum => V::weigh(&self.factors, values),
            How::EqualSum => V::weigh(&self.factors[..1], &[values.iter().sum()]),
            How::Place => at(values[0] - 1).expect("a place on the ballot"),
            How::Grade => at(values[0]).expect("a grade of the component"),
        }
    }
}

impl Worth<Exact> {
    /// The general way, which fits everything.
    pub fn general(component: &Component, entries: usize, rounding: Rounding) -> Self {
        let (how, factors) = factors(component, entries);
        Self { how, factors, scale: 0, rounding }
    }
}

impl Worth<i64> {
    /// The fast way; `None` where the sums of a list of `seats` values might not fit 64 bits.
    pub fn integers(component: &Component, seats: usize, entries: usize, rounding: Rounding) -> Option<Self> {
        let (how, exact) = factors(component, entries);
        let scale = (0..=MAX_SCALE).find(|&scale| exact.iter().all(|factor| factor.units(scale).is_some()))?;
        let factors: Vec<i64> = exact.iter().filter_map(|factor| factor.units(scale)).collect();
        // a list sums up cards, or the marks of one criterion
        let mut largest = 0i128;
        match &component.kind {
            Kind::Marks { criteria, .. } => {
                for (criterion, factor) in criteria.iter().zip(&factors) {
                    let units = criterion.reach().filter(|_| criterion.scale() <= MAX_SCALE)?;
                    largest = largest.checked_add(units.checked_mul(i128::from(factor.unsigned_abs()).max(1))?)?;
                }
            }
            Kind::Ranking { .. } | Kind::Grades { .. } | Kind::Votes { .. } | Kind::Measure { .. } => {
                largest = factors.iter().map(|f| i128::from(f.unsigned_abs())).max().unwrap_or(0);
            }
        }
        // rounding a card up adds at most one
        let room = largest.checked_add(10i128.pow(scale))?.checked_mul(i128::try_from(seats.max(1)).ok()?)?;
        i64::try_from(room).ok()?;
        let equal = matches!(how, How::Sum) && factors.windows(2).all(|pair| pair[0] == pair[1]);
        let how = if equal { How::EqualSum } else { how };
        Some(Self { how, factors, scale, rounding })
    }
}

/// T of a card as it is printed, after the stage `card`; `None` where something of it is blank.
#[must_use]
pub fn card_value(event: &Event, cell: Cell) -> Option<String> {
    card_values(event, cell.component, std::iter::once(cell)).pop().flatten()
}

/// T of each of some cells of one component, as [`card_value`] has it.
#[must_use]
pub fn card_values(event: &Event, component: usize, cells: impl Iterator<Item = Cell>) -> Vec<Option<String>> {
    let rules = event.rules();
    let worth = Worth::general(&rules.components[component], event.entries().len(), rules.rounding);
    let value = |cell: Cell| {
        let values = event.values(cell).filter(|values| !values.is_empty() && !values.contains(&BLANK))?;
        Some(figure(&worth.card(values), rules.rounding.card))
    };
    cells.map(|cell| Cell { component, ..cell }).map(value).collect()
}

fn factors(component: &Component, entries: usize) -> (How, Vec<Exact>) {
    match &component.kind {
        Kind::Marks { criteria, .. } => {
            (How::Sum, criteria.iter().map(|c| Exact::from(c.weight).mul(&Exact::from_units(1, c.scale()))).collect())
        }
        Kind::Ranking { points, .. } => (How::Place, (0..entries).map(|place| points.of(place)).collect()),
        Kind::Grades { grades, .. } => (How::Grade, grades.iter().map(|g| Exact::from(g.value)).collect()),
        Kind::Votes { .. } => (How::Grade, vec![Exact::ZERO, Exact::ONE]),
        Kind::Measure { .. } => (How::Sum, Vec::new()),
    }
}

impl Points {
    /// What a place is worth; the first place is 0 here.
    pub(super) fn of(&self, place: usize) -> Exact {
        let places = Exact::from_count(place);
        match self {
            Self::Step { first, step } => Exact::from(*first).sub(&Exact::from(*step).mul(&places)),
            Self::Percent { first, percent } => {
                let less = Exact::from(*percent).mul(&places).mul(&Exact::from_units(1, 2));
                Exact::from(*first).mul(&Exact::ONE.sub(&less))
            }
            Self::Table(table) => table.get(place).map_or(Exact::ZERO, |&points| Exact::from(points)),
        }
    }
}
