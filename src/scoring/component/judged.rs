//! One judged component: who counts for an entry, and how its lists are weighed together.

use std::borrow::Cow;
use std::ops::Range;

use super::{Block, JudgesCards};
use crate::scoring::aggregate::{Amount, Enough};
use crate::scoring::event::{BLANK, Event, Grid, RECUSED};
use crate::scoring::exact::Exact;
use crate::scoring::explain;
use crate::scoring::result::BlockerKind;
use crate::scoring::rules::{Component, Criterion, EmptyGroup, Judging, Kind, Method, Over, Recusal, Rounding, Scope};
use crate::scoring::trace::ComponentTrace;
use crate::scoring::worth::Worth;

/// What one list gives for an entry.
pub(super) enum Outcome {
    /// A, after the stage `group` where it applies.
    Score(Exact),
    /// No counted value; `blocked` where a missing card was noted, too.
    Empty { blocked: bool },
    /// A blocker was noted.
    Blocked,
}

/// Seats of one list for one entry, by what becomes of them.
#[derive(Debug, Default)]
pub(in crate::scoring) struct Seats {
    /// Complete cards that count.
    pub counted: Vec<usize>,
    /// Recused, and the judge's own mean stands in.
    pub stand_ins: Vec<usize>,
    /// Due, and not in.
    pub missing: Vec<usize>,
}

/// A judge's own mean card over the other entries, where it stands in for a recused cell.
pub(in crate::scoring) struct OwnMean {
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
pub(in crate::scoring) struct Judged<'e, V> {
    pub event: &'e Event,
    pub component: usize,
    pub grid: &'e Grid,
    /// The grid's marks; its own copy once a cell was put.
    marks: Cow<'e, [i64]>,
    pub judging: &'e Judging,
    pub rounding: Rounding,
    pub worth: Worth<V>,
    pub(super) over: Over,
    /// By seat; empty unless recusal = own-mean.
    own: Vec<Option<OwnMean>>,
    group_weights: Vec<Exact>,
    pub(super) seats: Seats,
    pub(super) values: Vec<V>,
}

impl<'e, V: Amount> Judged<'e, V> {
    pub(super) fn new(
        event: &'e Event,
        component: usize,
        grid: &'e Grid,
        judging: &'e Judging,
        worth: Worth<V>,
    ) -> Self {
        let rules = event.rules();
        let over = match rules.components[component].kind {
            Kind::Marks { over, .. } => over,
            Kind::Ranking { .. } | Kind::Grades { .. } | Kind::Votes { .. } | Kind::Measure { .. } => Over::Card,
        };
        let group_weights = judging.groups.iter().map(|&g| Exact::from(rules.groups[g].weight)).collect();
        Self {
            event,
            component,
            grid,
            marks: Cow::Borrowed(&grid.marks),
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
    pub fn cell(&self, entry: usize, seat: usize) -> &[i64] {
        self.cells(entry, seat..seat + 1)
    }

    /// The values of neighbouring cells of an entry.
    pub(super) fn cells(&self, entry: usize, seats: Range<usize>) -> &[i64] {
        let (first, width) = (entry * self.grid.seats.len(), self.grid.width);
        &self.marks[(first + seats.start) * width..(first + seats.end) * width]
    }

    /// Puts other values into a cell, here and not in the event. A mean card that stands in stays as it was.
    pub(super) fn put(&mut self, entry: usize, seat: usize, values: &[i64]) {
        let start = (entry * self.grid.seats.len() + seat) * self.grid.width;
        self.marks.to_mut()[start..start + values.len()].copy_from_slice(values);
    }

    fn due(&self, entry: usize, seat: usize) -> bool {
        self.grid.excluded[entry * self.grid.seats.len() + seat] == 0 && !self.grid.dropped[seat]
    }

    /// Sorts the seats of a list into those that count, stand in or are missing.
    pub(super) fn gather(&mut self, entry: usize, list: usize) {
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

    pub(super) fn score(
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
        let mut exact = sum.div(&weights)?;
        let full = match &self.part().kind {
            Kind::Votes { votes, .. } => Some(votes.full),
            Kind::Marks { .. } | Kind::Ranking { .. } | Kind::Grades { .. } | Kind::Measure { .. } => None,
        };
        if let Some(full) = full {
            exact = exact.mul(&Exact::from(full));
        }
        let score = exact.round(self.rounding.component);
        if let Some(trace) = trace {
            explain::weighed(trace, full, &exact, &score, self.rounding.component);
            explain::renormalised(trace, &weights);
        }
        Some(score)
    }

    pub(super) fn block(&self, kind: BlockerKind, entry: usize, list: usize) -> Block {
        let group = match self.judging.scope {
            Scope::Group => Some(self.judging.groups[list]),
            Scope::Panel => None,
        };
        Block { component: Some(self.component), group, entry: Some(entry), ..Block::of(kind) }
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
    pub fn counted_cards(&self, seat: usize) -> Vec<(usize, &[i64])> {
        let due = (0..self.event.entries().len()).filter(|&entry| self.due(entry, seat));
        due.map(|entry| (entry, self.cell(entry, seat))).filter(|(_, cell)| complete(cell)).collect()
    }

    pub(super) fn criterion(&mut self, entry: usize, criterion: usize) -> Option<Exact> {
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
            let value = value.round(self.rounding.criterion);
            let weight = match self.judging.scope {
                Scope::Group => &self.group_weights[list],
                Scope::Panel => &Exact::ONE,
            };
            sum = sum.add(&value.mul(weight));
            weights = weights.add(weight);
        }
        sum.div(&weights)
    }

    pub(super) fn group(&mut self, entry: usize, group: usize) -> Option<Exact> {
        let list = self.judging.groups.iter().position(|&g| g == group)?;
        match self.list(entry, list, &mut Vec::new(), None) {
            Outcome::Score(score) => Some(score),
            Outcome::Empty { .. } | Outcome::Blocked => None,
        }
    }

    pub(super) fn cards(&self) -> Vec<JudgesCards> {
        let of = |(seat, &judge): (usize, &usize)| {
            let due: Vec<usize> = (0..self.event.entries().len()).filter(|&entry| self.due(entry, seat)).collect();
            let cells = due.iter().map(|&entry| (entry, self.cell(entry, seat))).filter(|(_, cell)| complete(cell));
            let totals = cells.map(|(entry, cell)| (entry, self.worth.card(cell).exact(self.worth.scale)));
            JudgesCards { judge, due: due.len(), totals: totals.collect() }
        };
        self.grid.seats.iter().enumerate().map(of).collect()
    }
}

impl Judged<'_, Exact> {
    /// Works out, for each judge, the mean card that stands in where they are recused.
    pub(super) fn with_own_means(mut self) -> Self {
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
                    card: exact.round(self.rounding.card),
                    exact,
                    criteria: scales.map(mean).collect::<Option<_>>()?,
                })
            })
            .collect();
        self
    }
}
