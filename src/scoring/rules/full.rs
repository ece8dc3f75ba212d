//! The full marks (满分): the greatest total that rules allow.

use rust_decimal::Decimal;

use super::{Component, Criterion, Kind, Normalise, Order, Over, Points, Precision, Rules, Scope};
use crate::scoring::exact::Exact;

impl Rules {
    /// The greatest total before bonuses, each stage rounded, with the greatest coefficient of a class (or 1), the
    /// floor and the ceiling, without trailing zeros; `None` where a component has no greatest score.
    #[must_use]
    pub fn full_marks(&self) -> Option<String> {
        self.full_total().map(|total| total.plain())
    }

    /// The greatest score that a component can give, after the stage `component`, as it is printed; `None` where it has
    /// none.
    #[must_use]
    pub fn full_score(&self, component: usize) -> Option<String> {
        self.greatest(&self.components[component]).map(|score| score.plain())
    }

    /// The greatest value that one card of a component can have, as it is printed; `None` where there is none, or nobody judges it.
    #[must_use]
    pub fn full_card(&self, component: usize) -> Option<String> {
        let greatest = match &self.components[component].kind {
            Kind::Marks { criteria, .. } => {
                let line = |criterion: &Criterion| criterion.greatest().mul(&Exact::from(criterion.weight));
                criteria.iter().map(line).fold(Exact::ZERO, |sum, line| sum.add(&line))
            }
            Kind::Ranking { points, .. } => points.greatest()?,
            Kind::Grades { grades, .. } => Exact::from(grades.iter().map(|grade| grade.value).max()?),
            Kind::Votes { .. } => Exact::ONE,
            Kind::Measure { .. } => return None,
        };
        Some(greatest.round(self.rounding.card).plain())
    }

    fn full_total(&self) -> Option<Exact> {
        let mut sum = Exact::ZERO;
        for component in self.components.iter().filter(|component| !component.weight.is_zero()) {
            let weighted = self.greatest(component)?.mul(&Exact::from(component.weight));
            sum = sum.add(&weighted.round(self.rounding.component_weighted));
        }
        let coefficients = self.classes.iter().map(|class| Exact::from(class.coefficient));
        // an entry without a class has none
        let coefficient = coefficients.fold(Exact::ONE, Exact::max);
        let mut total = sum.mul(&coefficient).round(self.rounding.subtotal);
        if let Some(floor) = self.adjustments.floor {
            total = total.max(Exact::from(floor));
        }
        if let Some(ceiling) = self.adjustments.ceiling {
            total = total.min(Exact::from(ceiling));
        }
        Some(total.round(self.rounding.total))
    }

    fn greatest(&self, component: &Component) -> Option<Exact> {
        let score = match (&component.by_place, &component.balance) {
            (Some(by_place), _) => by_place.points.greatest()?,
            // a balanced score may pass any bound
            (None, Some(_)) => return None,
            (None, None) => self.own_greatest(component)?,
        };
        Some(score.round(self.rounding.component))
    }

    /// Before balance and points by place.
    fn own_greatest(&self, component: &Component) -> Option<Exact> {
        let rounding = &self.rounding;
        let list = match &component.kind {
            Kind::Marks { criteria, over, .. } => {
                let line = |criterion: &Criterion| {
                    let mark = criterion.greatest();
                    match over {
                        Over::Card => mark.mul(&Exact::from(criterion.weight)),
                        Over::Criterion => mark
                            .round(rounding.criterion)
                            .mul(&Exact::from(criterion.weight))
                            .round(rounding.criterion_weighted),
                    }
                };
                let card = criteria.iter().map(line).fold(Exact::ZERO, |sum, line| sum.add(&line));
                if *over == Over::Card { card.round(rounding.card) } else { card }
            }
            Kind::Ranking { points, .. } => points.greatest()?.round(rounding.card),
            Kind::Grades { grades, steps, .. } => match steps {
                Some(steps) => {
                    let overrides = steps.overrides.iter().map(|one| one.value);
                    let values = steps.table.iter().map(|(_, value)| *value).chain(overrides);
                    Exact::from(values.max()?)
                }
                None => Exact::from(grades.iter().map(|grade| grade.value).max()?).round(rounding.card),
            },
            Kind::Votes { votes, .. } => return Some(Exact::from(votes.full)),
            Kind::Measure { min, max, normalise } => return normalise.greatest(*min, *max),
        };
        let by_group = component.judging().is_some_and(|judging| judging.scope == Scope::Group);
        Some(list.round(rounding.group.filter(|_| by_group)))
    }
}

impl Criterion {
    /// The greatest mark: the last multiple of the step that is not above the maximum.
    fn greatest(&self) -> Exact {
        let (max, step) = (Exact::from(self.max), Exact::from(self.step));
        let whole = |steps: Exact| steps.round(Some(Precision { decimals: 0, mode: super::RoundingMode::Down }));
        let steps = max.div(&step).map_or(Exact::ZERO, whole);
        let mark = steps.mul(&step);
        // toward zero is upward below it
        if mark > max { mark.sub(&step) } else { mark }
    }
}

impl Points {
    /// The most that a place is worth, among however many; `None` where each is worth more than the one before.
    fn greatest(&self) -> Option<Exact> {
        match self {
            Self::Step { first, step } => (*step >= Decimal::ZERO).then(|| Exact::from(*first)),
            // first × percent is what each place after it has less
            Self::Percent { first, percent } => {
                let falls =
                    first.is_zero() || percent.is_zero() || first.is_sign_negative() == percent.is_sign_negative();
                falls.then(|| Exact::from(*first))
            }
            // places beyond it are worth 0
            Self::Table(table) => Some(Exact::from(table.iter().copied().max().unwrap_or_default().max(Decimal::ZERO))),
        }
    }
}

impl Normalise {
    fn greatest(&self, min: Decimal, max: Option<Decimal>) -> Option<Exact> {
        match *self {
            Self::None => max.map(Exact::from),
            Self::TopRatio { full, .. } => Some(Exact::from(full)),
            Self::Efficacy { full, .. } => Some(Exact::from(full)),
            Self::Line { at, per, target, cap, floor } => {
                let best = if per >= Decimal::ZERO { max } else { Some(min) };
                let best = if per.is_zero() { Some(target) } else { best };
                let on_line =
                    |x: Decimal| Exact::from(at).add(&Exact::from(per).mul(&Exact::from(x).sub(&Exact::from(target))));
                let capped = match (best.map(on_line), cap.map(Exact::from)) {
                    (Some(value), Some(cap)) => Some(value.min(cap)),
                    (value, cap) => value.or(cap),
                };
                capped.map(|value| floor.map_or_else(|| value.clone(), |floor| value.clone().max(Exact::from(floor))))
            }
        }
    }
}

impl Order {
    /// The word of the rules file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Higher => "higher",
            Self::Lower => "lower",
        }
    }
}
