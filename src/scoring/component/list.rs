//! One list of judges for one entry: its cards or its criteria, aggregated.

use super::Block;
use super::judged::{Judged, Outcome};
use crate::scoring::aggregate::{self, Amount, Enough};
use crate::scoring::exact::Exact;
use crate::scoring::explain;
use crate::scoring::result::BlockerKind;
use crate::scoring::rules::{Denominator, Kind, Method, Missing, Over, Scope};
use crate::scoring::trace::GroupTrace;

impl<V: Amount> Judged<'_, V> {
    /// A of one list for an entry.
    pub(super) fn list(
        &mut self,
        entry: usize,
        list: usize,
        blocks: &mut Vec<Block>,
        mut trace: Option<&mut GroupTrace>,
    ) -> Outcome {
        self.gather(entry, list);
        let rules = self.judging.lists[list];
        let mut blocked = false;
        if rules.missing == Missing::Block {
            let block = self.block(BlockerKind::MissingCard, entry, list);
            for &seat in &self.seats.missing {
                blocks.push(Block { judge: Some(self.grid.seats[seat]), ..block });
                blocked = true;
            }
        }
        let enough = rules.enough(self.seats.counted.len() + self.seats.stand_ins.len());
        if let Some(trace) = trace.as_deref_mut() {
            explain::seats(trace, self, entry, list, &self.seats, enough == Enough::PlainMean);
        }
        let method = match enough {
            Enough::Method => rules.method,
            Enough::PlainMean => Method::Mean,
            Enough::TooFew => {
                blocks.push(self.block(BlockerKind::TooFewCards, entry, list));
                return Outcome::Blocked;
            }
            Enough::Empty => return Outcome::Empty { blocked },
        };
        let score = match self.over {
            Over::Card => self.over_cards(entry, method, trace.as_deref_mut()),
            Over::Criterion => self.over_criteria(entry, method, trace.as_deref_mut()),
        };
        let Some(exact) = score else { return Outcome::Empty { blocked } };
        let decimals = match self.judging.scope {
            Scope::Group => self.rounding.group,
            Scope::Panel => None,
        };
        let score = exact.round(decimals, self.rounding.mode);
        if let Some(trace) = trace {
            explain::group_score(trace, &exact, &score, decimals);
        }
        if blocked { Outcome::Blocked } else { Outcome::Score(score) }
    }

    /// The list of cards, aggregated.
    fn over_cards(&mut self, entry: usize, method: Method, trace: Option<&mut GroupTrace>) -> Option<Exact> {
        let mut values = std::mem::take(&mut self.values);
        values.clear();
        match self.seats.counted[..] {
            // neighbours all of them
            [first, .., last] if last - first + 1 == self.seats.counted.len() => {
                self.worth.cards(self.cells(entry, first..last + 1), self.grid.width, &mut values);
            }
            _ => values.extend(self.seats.counted.iter().map(|&seat| self.worth.card(self.cell(entry, seat)))),
        }
        values.extend(self.seats.stand_ins.iter().filter_map(|&seat| V::from_exact(&self.own(seat)?.card)));
        let mut list = trace.is_some().then(|| explain::cards(self, entry, &self.seats, &values, method));
        let count = self.seats.counted.len() + self.seats.stand_ins.len();
        let divisor = self.denominator(count);
        let result = match &self.part().kind {
            Kind::Grades { steps: Some(steps), .. } => {
                let grade = i64::try_from(steps.of).ok()?;
                let hits = self.seats.counted.iter().filter(|&&seat| self.cell(entry, seat)[0] == grade).count();
                let share = Exact::from_count(hits).div_count(divisor)?;
                let found = steps.table.iter().find(|(least, _)| share >= Exact::from(*least))?;
                if let Some(list) = &mut list {
                    explain::stepped(list, self.part(), steps.of, (hits, divisor), &share, found);
                }
                Some(Exact::from(found.1))
            }
            Kind::Grades { .. } if divisor != count => {
                let result = V::sum(&values).exact(self.worth.scale).div_count(divisor);
                explain::mean_result(list.as_mut(), result.as_ref(), divisor);
                result
            }
            Kind::Marks { .. } | Kind::Ranking { .. } | Kind::Grades { .. } | Kind::Measure { .. } => {
                let result = aggregate::apply(method, &mut values, self.worth.scale);
                explain::result(list.as_mut(), result.as_ref(), None, self.rounding.mode);
                result
            }
        };
        if let (Some(trace), Some(list)) = (trace, list) {
            trace.lists.push(list);
        }
        self.values = values;
        result
    }

    /// What a mean or a share of grades is divided by.
    fn denominator(&self, count: usize) -> usize {
        match self.part().kind {
            Kind::Grades { denominator: Denominator::Due, .. } => count + self.seats.missing.len(),
            Kind::Marks { .. } | Kind::Ranking { .. } | Kind::Grades { .. } | Kind::Measure { .. } => count,
        }
    }

    /// Each criterion aggregated over the list, weighted and added up.
    fn over_criteria(&mut self, entry: usize, method: Method, mut trace: Option<&mut GroupTrace>) -> Option<Exact> {
        let mut sum = Exact::ZERO;
        for (index, criterion) in self.part().criteria().iter().enumerate() {
            let list = trace.is_some().then(|| explain::marks(self, entry, &self.seats, index, method));
            let unrounded = self.criterion_list(entry, index, method)?;
            let value = unrounded.round(self.rounding.criterion, self.rounding.mode);
            let exact = value.mul(&Exact::from(criterion.weight));
            let weighted = exact.round(self.rounding.criterion_weighted, self.rounding.mode);
            sum = sum.add(&weighted);
            if let (Some(trace), Some(mut list)) = (trace.as_deref_mut(), list) {
                explain::criterion(&mut list, &unrounded, self.rounding, criterion.weight, &exact, &weighted);
                trace.lists.push(list);
            }
        }
        Some(sum)
    }

    /// One criterion over the gathered seats, not yet rounded.
    pub(super) fn criterion_list(&mut self, entry: usize, criterion: usize, method: Method) -> Option<Exact> {
        let mut values = std::mem::take(&mut self.values);
        values.clear();
        let scale = self.part().criteria()[criterion].scale();
        let mark = |&seat: &usize| V::from_units(self.cell(entry, seat)[criterion], scale);
        values.extend(self.seats.counted.iter().map(mark));
        let own = |&seat: &usize| V::from_exact(self.own_mark(seat, criterion)?);
        values.extend(self.seats.stand_ins.iter().filter_map(own));
        let result = aggregate::apply(method, &mut values, scale);
        self.values = values;
        result
    }
}
