//! From cells to a component's score P: who counts, what a group's list gives, how groups are
//! weighed. Stages `card` to `component` of the arithmetic, for one entry at a time.

mod judged;
mod list;

use super::aggregate::Amount;
use super::event::{Event, Sheet};
use super::exact::Exact;
use super::measure::Measured;
use super::result::BlockerKind;
use super::rules::Recusal;
use super::trace::ComponentTrace;
use super::worth::Worth;
pub(super) use judged::{Judged, Seats};

/// A blocker, by index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Block {
    pub kind: BlockerKind,
    pub component: Option<usize>,
    pub group: Option<usize>,
    pub entry: Option<usize>,
    pub judge: Option<usize>,
    pub award: Option<usize>,
    /// The panel of this entry.
    pub panel: Option<usize>,
}

impl Block {
    /// A blocker that names nothing yet.
    pub fn of(kind: BlockerKind) -> Self {
        Self { kind, component: None, group: None, entry: None, judge: None, award: None, panel: None }
    }
}

/// A judge's cards in a component.
pub(super) struct JudgesCards {
    /// Index of the judge.
    pub judge: usize,
    /// How many are due.
    pub due: usize,
    /// Entry and T of those that are complete.
    pub totals: Vec<(usize, Exact)>,
}

/// How one component is scored, prepared once for all entries.
pub(super) enum Scorer<'e> {
    Integers(Judged<'e, i64>),
    /// Judged, in exact numbers.
    General(Judged<'e, Exact>),
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

    /// Puts other values into a cell, here and not in the event; of no effect in a measure.
    pub fn put(&mut self, entry: usize, seat: usize, values: &[i64]) {
        match self {
            Self::Integers(judged) => judged.put(entry, seat, values),
            Self::General(judged) => judged.put(entry, seat, values),
            Self::Measured(_) => {}
        }
    }

    /// T of a card that has these values; zero in a measure.
    pub fn worth(&self, values: &[i64]) -> Exact {
        match self {
            Self::Integers(judged) => judged.worth.card(values).exact(judged.worth.scale),
            Self::General(judged) => judged.worth.card(values),
            Self::Measured(_) => Exact::ZERO,
        }
    }

    /// The cards of each judge who has a seat.
    pub fn cards(&self) -> Vec<JudgesCards> {
        match self {
            Self::Integers(judged) => judged.cards(),
            Self::General(judged) => judged.cards(),
            Self::Measured(_) => Vec::new(),
        }
    }
}
