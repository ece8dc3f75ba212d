//! From a measure's values to the component's score P.

use rust_decimal::Decimal;

use super::component::Block;
use super::exact::Exact;
use super::explain;
use super::result::BlockerKind;
use super::rules::{Component, Kind, Normalise, Order, Rounding};
use super::trace::ComponentTrace;

/// How a measure is scored.
pub(super) struct Measured<'e> {
    component: usize,
    values: &'e [Option<Decimal>],
    pub normalise: Normalise,
    rounding: Rounding,
    /// Least and greatest value of all entries, in all tracks, vetoed ones too.
    pub range: Option<(Decimal, Decimal)>,
}

impl<'e> Measured<'e> {
    pub fn new(part: &Component, component: usize, values: &'e [Option<Decimal>], rounding: Rounding) -> Self {
        let normalise = match part.kind {
            Kind::Measure { normalise, .. } => normalise,
            Kind::Marks { .. } | Kind::Ranking { .. } | Kind::Grades { .. } | Kind::Votes { .. } => Normalise::None,
        };
        let given = || values.iter().flatten().copied();
        Self { component, values, normalise, rounding, range: given().min().zip(given().max()) }
    }

    pub fn score(&self, entry: usize, blocks: &mut Vec<Block>, trace: Option<&mut ComponentTrace>) -> Option<Exact> {
        let value = self.values[entry];
        let exact = value.and_then(|value| self.normalised(value));
        let score = exact.as_ref().map(|exact| exact.round(self.rounding.component));
        if let Some(trace) = trace {
            explain::measure(trace, self, value, exact.as_ref().zip(score.as_ref()), self.rounding.component);
        }
        if score.is_none() {
            let (component, entry) = (Some(self.component), Some(entry));
            blocks.push(Block { component, entry, ..Block::of(BlockerKind::MissingMeasure) });
        }
        score
    }

    fn normalised(&self, value: Decimal) -> Option<Exact> {
        let (lowest, highest) = self.range?;
        let (x, low, high) = (Exact::from(value), Exact::from(lowest), Exact::from(highest));
        match self.normalise {
            Normalise::None => Some(x),
            Normalise::TopRatio { full, .. } | Normalise::Efficacy { full, .. } if low == high => {
                Some(Exact::from(full))
            }
            Normalise::TopRatio { full, order } => {
                let ratio = match order {
                    Order::Higher => x.div(&high)?,
                    Order::Lower => low.div(&x)?,
                };
                Some(ratio.mul(&Exact::from(full)))
            }
            Normalise::Efficacy { full, base, order } => {
                let base = Exact::from(base);
                let above = match order {
                    Order::Higher => x.sub(&low),
                    Order::Lower => high.sub(&x),
                };
                let share = above.div(&high.sub(&low))?;
                Some(Exact::from(full).mul(&base.add(&Exact::ONE.sub(&base).mul(&share))))
            }
            Normalise::Line { at, per, target, cap, floor } => {
                let mut score = Exact::from(at).add(&Exact::from(per).mul(&x.sub(&Exact::from(target))));
                if let Some(cap) = cap {
                    score = score.min(Exact::from(cap));
                }
                if let Some(floor) = floor {
                    score = score.max(Exact::from(floor));
                }
                Some(score)
            }
        }
    }
}
