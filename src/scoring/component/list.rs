//! One list of judges for one entry: its cards or its criteria, aggregated.

use super::Block;
use super::judged::{Judged, Outcome};
use crate::scoring::aggregate::{self, Amount, Enough};
use crate::scoring::exact::Exact;
use crate::scoring::explain;
use crate::scoring::result::BlockerKind;
use crate::scoring::rules::{Denominator, Grade, Kind, Method, Missing, ModalTie, Over, Scope, Share, Steps};
use crate::scoring::trace::{GroupTrace, ListTrace};

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
        let stage = match self.judging.scope {
            Scope::Group => self.rounding.group,
            Scope::Panel => None,
        };
        let score = exact.round(stage);
        if let Some(trace) = trace {
            explain::group_score(trace, &exact, &score, stage);
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
        let result = match (&self.part().kind, method) {
            (Kind::Grades { steps: Some(steps), grades, .. }, _) => {
                self.looked_up(entry, steps, grades, divisor, list.as_mut())
            }
            (Kind::Grades { grades, .. }, Method::Modal(tie)) => self.modal(entry, tie, grades, list.as_mut()),
            (_, _) if divisor != count => {
                let result = V::sum(&values).exact(self.worth.scale).div_count(divisor);
                explain::mean_result(list.as_mut(), result.as_ref(), divisor);
                result
            }
            (_, _) => {
                let result = aggregate::apply(method, &mut values, self.worth.scale);
                explain::result(list.as_mut(), result.as_ref(), None);
                result
            }
        };
        if let (Some(trace), Some(list)) = (trace, list) {
            trace.lists.push(list);
        }
        self.values = values;
        result
    }

    /// What a mean or a share of ballots is divided by.
    fn denominator(&self, count: usize) -> usize {
        match self.part().denominator() {
            Denominator::Due => count + self.seats.missing.len(),
            Denominator::Valid => count,
        }
    }

    /// How many of the counted ballots give one of some grades.
    fn hits(&self, entry: usize, of: &[usize]) -> usize {
        let given = |seat: &&usize| usize::try_from(self.cell(entry, **seat)[0]).is_ok_and(|grade| of.contains(&grade));
        self.seats.counted.iter().filter(given).count()
    }

    /// The value of the step that the share of grades reaches, or what stands instead of it.
    fn looked_up(
        &self,
        entry: usize,
        steps: &Steps,
        grades: &[Grade],
        divisor: usize,
        list: Option<&mut ListTrace>,
    ) -> Option<Exact> {
        let share_of = |of: &[usize]| {
            let hits = self.hits(entry, of);
            Some((hits, Exact::from_count(hits).div_count(divisor)?))
        };
        let reaches = |share: &Exact, least: Share| Some(*share >= Exact::of_share(least)?);
        let (hits, share) = share_of(&steps.of)?;
        let step = steps.table.iter().find(|(least, _)| reaches(&share, *least) == Some(true))?;
        let mut instead = None;
        for one in &steps.overrides {
            let (hits, own) = share_of(&one.of)?;
            let open = one.only_below.is_none_or(|below| reaches(&share, below) == Some(false));
            if open && reaches(&own, one.at_least) == Some(true) {
                instead = Some((one, hits, own));
                break;
            }
        }
        let value = instead.as_ref().map_or(step.1, |(one, _, _)| one.value);
        if let Some(list) = list {
            explain::stepped(list, grades, &steps.of, (hits, divisor), &share, *step);
            if let Some((one, hits, own)) = instead {
                explain::overridden(list, grades, one, (hits, divisor), &own);
            }
        }
        Some(Exact::from(value))
    }

    /// The value of the grade that most of the counted ballots give.
    fn modal(&self, entry: usize, tie: ModalTie, grades: &[Grade], list: Option<&mut ListTrace>) -> Option<Exact> {
        let counts: Vec<usize> = (0..grades.len()).map(|grade| self.hits(entry, &[grade])).collect();
        let most = counts.iter().copied().max().filter(|&most| most > 0)?;
        let modal: Vec<usize> = (0..grades.len()).filter(|&grade| counts[grade] == most).collect();
        let values = modal.iter().filter_map(|&grade| i64::try_from(grade).ok());
        let values: Vec<Exact> = values.map(|grade| self.worth.card(&[grade]).exact(self.worth.scale)).collect();
        let result = match tie {
            ModalTie::Lower => values.iter().min().cloned(),
            ModalTie::Higher => values.iter().max().cloned(),
            ModalTie::Mean => Amount::sum(&values).div_count(values.len()),
        }?;
        if let Some(list) = list {
            explain::modal(list, grades, &modal, most, &result);
        }
        Some(result)
    }

    /// Each criterion aggregated over the list, weighted and added up.
    fn over_criteria(&mut self, entry: usize, method: Method, mut trace: Option<&mut GroupTrace>) -> Option<Exact> {
        let mut sum = Exact::ZERO;
        for (index, criterion) in self.part().criteria().iter().enumerate() {
            let list = trace.is_some().then(|| explain::marks(self, entry, &self.seats, index, method));
            let unrounded = self.criterion_list(entry, index, method)?;
            let value = unrounded.round(self.rounding.criterion);
            let exact = value.mul(&Exact::from(criterion.weight));
            let weighted = exact.round(self.rounding.criterion_weighted);
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
