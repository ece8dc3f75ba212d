//! From cells to a component's score P: who counts, what a group's list gives, how groups are
//! weighed. Stages `card` to `component` of the arithmetic, for one entry at a time.

use std::ops::Range;

use super::aggregate::{self, Amount, Enough};
use super::event::{BLANK, Event, Grid, RECUSED, Sheet};
use super::exact::Exact;
use super::explain;
use super::measure::Measured;
use super::result::BlockerKind;
use super::rules::{
    Component, Criterion, Denominator, EmptyGroup, Judging, Kind, Method, Missing, Over, Recusal, Rounding, Scope,
};
use super::trace::{ComponentTrace, GroupTrace};
use super::worth::Worth;

/// A blocker, by index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Block {
    pub kind: BlockerKind,
    pub component: Option<usize>,
    pub group: Option<usize>,
    pub entry: Option<usize>,
    pub judge: Option<usize>,
    pub award: Option<usize>,
}

impl Block {
    /// A blocker that names nothing yet.
    pub fn of(kind: BlockerKind) -> Self {
        Self { kind, component: None, group: None, entry: None, judge: None, award: None }
    }
}

/// How one component is scored, prepared once for all entries.
pub(super) enum Scorer<'e> {
    /// Judged, in integers.
    Integers(Judged<'e, i64>),
    /// Judged, in exact numbers.
    General(Judged<'e, Exact>),
    /// A measure.
    Measured(Measured<'e>),
}

impl<'e> Scorer<'e> {
    pub fn new(event: &'e Event, component: usize) -> Self {
        let rules = event.rules();
        let (part, entries, rounding) = (&rules.components[component], event.entries().len(), rules.rounding);
        match (event.sheet(component), part.judging()) {
            (Sheet::Judged(grid), Some(judging)) => {
                let fast = if judging.recusal == Recusal::OwnMean {
                    None
                } else {
                    Worth::integers(part, grid.seats.len(), entries, rounding)
                };
                match fast {
                    Some(worth) => Self::Integers(Judged::new(event, component, grid, judging, worth)),
                    None => {
                        let worth = Worth::general(part, entries, rounding);
                        Self::General(Judged::new(event, component, grid, judging, worth).with_own_means())
                    }
                }
            }
            (Sheet::Measured(values), _) => Self::Measured(Measured::new(part, component, values, rounding)),
            (Sheet::Judged(_), None) => unreachable!("a grid is made for judged components only"),
        }
    }

    /// P of an entry, after the stage `component`; `None` where a blocker, which is noted, stands in the way.
    pub fn score(
        &mut self,
        entry: usize,
        blocks: &mut Vec<Block>,
        trace: Option<&mut ComponentTrace>,
    ) -> Option<Exact> {
        match self {
            Self::Integers(judged) => judged.score(entry, blocks, trace),
            Self::General(judged) => judged.score(entry, blocks, trace),
            Self::Measured(measured) => measured.score(entry, blocks, trace),
        }
    }

    /// The value of `criterion:k.c` for a tie-break.
    pub fn criterion(&mut self, entry: usize, criterion: usize) -> Option<Exact> {
        match self {
            Self::Integers(judged) => judged.criterion(entry, criterion),
            Self::General(judged) => judged.criterion(entry, criterion),
            Self::Measured(_) => None,
        }
    }

    /// The value of `group:k.g` for a tie-break.
    pub fn group(&mut self, entry: usize, group: usize) -> Option<Exact> {
        match self {
            Self::Integers(judged) => judged.group(entry, group),
            Self::General(judged) => judged.group(entry, group),
            Self::Measured(_) => None,
        }
    }

    /// For each judge who has a seat: how many of their cards are due, and T of those that are complete.
    pub fn cards(&self) -> Vec<(usize, usize, Vec<Exact>)> {
        match self {
            Self::Integers(judged) => judged.cards(),
            Self::General(judged) => judged.cards(),
            Self::Measured(_) => Vec::new(),
        }
    }
}

/// What one list gives for an entry.
enum Outcome {
    /// A, after the stage `group` where it applies.
    Score(Exact),
    /// No counted value; `blocked` where a missing card was noted, too.
    Empty { blocked: bool },
    /// A blocker was noted.
    Blocked,
}

/// Seats of one list for one entry, by what becomes of them.
#[derive(Debug, Default)]
pub(super) struct Seats {
    /// Complete cards that count.
    pub counted: Vec<usize>,
    /// Recused, and the judge's own mean stands in.
    pub stand_ins: Vec<usize>,
    /// Due, and not in.
    pub missing: Vec<usize>,
}

/// A judge's own mean card over the other entries, where it stands in for a recused cell.
pub(super) struct OwnMean {
    /// Before the stage `card`.
    pub exact: Exact,
    /// After it.
    pub card: Exact,
    /// Of each criterion, unrounded.
    pub criteria: Vec<Exact>,
}

/// Whether no value is blank; looks at all of them, since a way out of the loop costs more than it saves.
fn complete(values: &[i64]) -> bool {
    values.iter().fold(true, |all, &value| all & (value != BLANK))
}

/// How a judged component is scored.
pub(super) struct Judged<'e, V> {
    pub event: &'e Event,
    pub component: usize,
    pub grid: &'e Grid,
    pub judging: &'e Judging,
    pub rounding: Rounding,
    pub worth: Worth<V>,
    over: Over,
    /// By seat; empty unless recusal = own-mean.
    own: Vec<Option<OwnMean>>,
    group_weights: Vec<Exact>,
    seats: Seats,
    values: Vec<V>,
}

impl<'e, V: Amount> Judged<'e, V> {
    fn new(event: &'e Event, component: usize, grid: &'e Grid, judging: &'e Judging, worth: Worth<V>) -> Self {
        let rules = event.rules();
        let over = match rules.components[component].kind {
            Kind::Marks { over, .. } => over,
            Kind::Ranking { .. } | Kind::Grades { .. } | Kind::Measure { .. } => Over::Card,
        };
        let group_weights = judging.groups.iter().map(|&g| Exact::from(rules.groups[g].weight)).collect();
        Self {
            event,
            component,
            grid,
            judging,
            rounding: rules.rounding,
            worth,
            over,
            own: Vec::new(),
            group_weights,
            seats: Seats::default(),
            values: Vec::new(),
        }
    }

    pub fn part(&self) -> &'e Component {
        &self.event.rules().components[self.component]
    }

    /// The values of a cell.
    pub fn cell(&self, entry: usize, seat: usize) -> &'e [i64] {
        self.cells(entry, seat..seat + 1)
    }

    /// The values of neighbouring cells of an entry.
    fn cells(&self, entry: usize, seats: Range<usize>) -> &'e [i64] {
        let (first, width) = (entry * self.grid.seats.len(), self.grid.width);
        &self.grid.marks[(first + seats.start) * width..(first + seats.end) * width]
    }

    fn due(&self, entry: usize, seat: usize) -> bool {
        self.grid.excluded[entry * self.grid.seats.len() + seat] == 0 && !self.grid.dropped[seat]
    }

    /// Sorts the seats of a list into those that count, stand in or are missing.
    fn gather(&mut self, entry: usize, list: usize) {
        let mut seats = std::mem::take(&mut self.seats);
        seats.counted.clear();
        seats.stand_ins.clear();
        seats.missing.clear();
        let all = self.grid.lists[list]..self.grid.lists[list + 1];
        // the usual case is seen at one glance over the list's cells
        if self.grid.all_due && complete(self.cells(entry, all.clone())) {
            seats.counted.extend(all);
            self.seats = seats;
            return;
        }
        for seat in all {
            if self.due(entry, seat) {
                if complete(self.cell(entry, seat)) { &mut seats.counted } else { &mut seats.missing }.push(seat);
            } else if self.own.get(seat).is_some_and(Option::is_some)
                && self.grid.excluded[entry * self.grid.seats.len() + seat] == RECUSED
            {
                seats.stand_ins.push(seat);
            }
        }
        self.seats = seats;
    }

    fn score(
        &mut self,
        entry: usize,
        blocks: &mut Vec<Block>,
        mut trace: Option<&mut ComponentTrace>,
    ) -> Option<Exact> {
        let (mut sum, mut weights, mut blocked) = (Exact::ZERO, Exact::ZERO, false);
        let mut empty = Vec::new();
        for list in 0..self.judging.lists.len() {
            let mut group_trace = trace.is_some().then(|| explain::group(self, list));
            match self.list(entry, list, blocks, group_trace.as_mut()) {
                Outcome::Score(score) => {
                    let weight = match self.judging.scope {
                        Scope::Group => &self.group_weights[list],
                        Scope::Panel => &Exact::ONE,
                    };
                    sum = sum.add(&score.mul(weight));
                    weights = weights.add(weight);
                }
                Outcome::Empty { blocked: missing } => {
                    blocked |= missing;
                    empty.push(self.block(BlockerKind::EmptyGroup, entry, list));
                }
                Outcome::Blocked => blocked = true,
            }
            if let (Some(trace), Some(group_trace)) = (trace.as_deref_mut(), group_trace) {
                trace.groups.push(group_trace);
            }
        }
        let renormalised = self.judging.empty_group == EmptyGroup::Renormalise && self.judging.scope == Scope::Group;
        if !empty.is_empty() && (!renormalised || empty.len() == self.judging.lists.len()) {
            blocks.append(&mut empty);
            blocked = true;
        }
        if blocked {
            return None;
        }
        let exact = sum.div(&weights)?;
        let score = exact.round(self.rounding.component, self.rounding.mode);
        if let Some(trace) = trace {
            explain::weighed(trace, &exact, &score, self.rounding.component);
            explain::renormalised(trace, &weights);
        }
        Some(score)
    }

    fn block(&self, kind: BlockerKind, entry: usize, list: usize) -> Block {
        let group = match self.judging.scope {
            Scope::Group => Some(self.judging.groups[list]),
            Scope::Panel => None,
        };
        Block { component: Some(self.component), group, entry: Some(entry), ..Block::of(kind) }
    }

    /// A of one list for an entry.
    fn list(
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
        values.extend(self.seats.counted.iter().map(|&seat| self.worth.card(self.cell(entry, seat))));
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
    fn criterion_list(&mut self, entry: usize, criterion: usize, method: Method) -> Option<Exact> {
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

    /// The mean card of a judge, where it stands in.
    pub fn own(&self, seat: usize) -> Option<&OwnMean> {
        self.own.get(seat)?.as_ref()
    }

    /// The mean of a judge's marks for a criterion, where it stands in.
    pub fn own_mark(&self, seat: usize, criterion: usize) -> Option<&Exact> {
        self.own(seat)?.criteria.get(criterion)
    }

    /// A judge's counted cards, by entry.
    pub fn counted_cards(&self, seat: usize) -> Vec<(usize, &'e [i64])> {
        let due = (0..self.event.entries().len()).filter(|&entry| self.due(entry, seat));
        due.map(|entry| (entry, self.cell(entry, seat))).filter(|(_, cell)| complete(cell)).collect()
    }

    fn criterion(&mut self, entry: usize, criterion: usize) -> Option<Exact> {
        let (mut sum, mut weights) = (Exact::ZERO, Exact::ZERO);
        for list in 0..self.judging.lists.len() {
            self.gather(entry, list);
            let rules = self.judging.lists[list];
            let method = match rules.enough(self.seats.counted.len() + self.seats.stand_ins.len()) {
                Enough::Method => rules.method,
                Enough::PlainMean => Method::Mean,
                Enough::TooFew | Enough::Empty => continue,
            };
            let value = self.criterion_list(entry, criterion, method)?;
            let value = value.round(self.rounding.criterion, self.rounding.mode);
            let weight = match self.judging.scope {
                Scope::Group => &self.group_weights[list],
                Scope::Panel => &Exact::ONE,
            };
            sum = sum.add(&value.mul(weight));
            weights = weights.add(weight);
        }
        sum.div(&weights)
    }

    fn group(&mut self, entry: usize, group: usize) -> Option<Exact> {
        let list = self.judging.groups.iter().position(|&g| g == group)?;
        match self.list(entry, list, &mut Vec::new(), None) {
            Outcome::Score(score) => Some(score),
            Outcome::Empty { .. } | Outcome::Blocked => None,
        }
    }

    fn cards(&self) -> Vec<(usize, usize, Vec<Exact>)> {
        let of = |(seat, &judge): (usize, &usize)| {
            let due: Vec<usize> = (0..self.event.entries().len()).filter(|&entry| self.due(entry, seat)).collect();
            let cells = due.iter().map(|&entry| self.cell(entry, seat)).filter(|cell| complete(cell));
            (judge, due.len(), cells.map(|cell| self.worth.card(cell).exact(self.worth.scale)).collect())
        };
        self.grid.seats.iter().enumerate().map(of).collect()
    }
}

impl Judged<'_, Exact> {
    /// Works out, for each judge, the mean card that stands in where they are recused.
    fn with_own_means(mut self) -> Self {
        if self.judging.recusal != Recusal::OwnMean {
            return self;
        }
        self.own = (0..self.grid.seats.len())
            .map(|seat| {
                let cells = self.counted_cards(seat);
                let cards: Vec<Exact> = cells.iter().map(|(_, cell)| self.worth.card(cell)).collect();
                let exact = Amount::sum(&cards).div_count(cards.len())?;
                let mean = |(index, scale): (usize, u32)| {
                    let marks: Vec<Exact> =
                        cells.iter().map(|(_, cell)| Exact::from_units(cell[index], scale)).collect();
                    Amount::sum(&marks).div_count(marks.len())
                };
                let scales = self.part().criteria().iter().map(Criterion::scale).enumerate();
                Some(OwnMean {
                    card: exact.round(self.rounding.card, self.rounding.mode),
                    exact,
                    criteria: scales.map(mean).collect::<Option<_>>()?,
                })
            })
            .collect();
        self
    }
}
