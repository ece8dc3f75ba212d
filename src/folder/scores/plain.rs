//! Rows of `scores.csv` as nearly all of them are: five cells without quotes, ids that are known, a mark that fits its
//! criterion. Whatever is otherwise is only pointed out here, and read the general way.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};

use foldhash::fast::RandomState;

use crate::folder::columns::SCORES;
use crate::folder::ids::{Directory, Ids};
use crate::scoring::card::Gauge;
use crate::scoring::event::{BLANK, Cell};
use crate::scoring::rules::{Kind, Rules};

/// A row of a piece of the table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    /// Where it begins in the piece, in bytes.
    pub at: u32,
    entry: u32,
    judge: u32,
    component: u16,
    criterion: u16,
    /// [`BLANK`] for a row that has to be read the general way.
    value: i64,
}

impl Found {
    /// Where its mark goes: the cell, which of its values, and the mark in units; `None` where it has to be read the
    /// general way.
    pub fn mark(&self) -> Option<(Cell, usize, i64)> {
        let cell = Cell { component: self.component.into(), judge: self.judge as usize, entry: self.entry as usize };
        (self.value != BLANK).then_some((cell, self.criterion.into(), self.value))
    }
}

/// An id in a form that is quickly compared.
#[derive(Debug, Clone, Copy)]
struct Id<'t> {
    /// Its last bytes, behind a 1 where it is short, so that no two short ones have the same.
    key: u64,
    bytes: &'t [u8],
}

/// Most bytes of a short id.
const SHORT: usize = 7;

impl<'t> Id<'t> {
    const EMPTY: Id<'static> = Id { key: 1, bytes: &[] };

    fn of(bytes: &'t [u8]) -> Self {
        Self { key: bytes.iter().fold(Self::EMPTY.key, |key, &byte| longer(key, byte)), bytes }
    }

    fn is_short(&self) -> bool {
        self.bytes.len() <= SHORT
    }
}

fn longer(key: u64, byte: u8) -> u64 {
    (key << 8) | u64::from(byte)
}

impl PartialEq for Id<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key && ((self.is_short() && other.is_short()) || self.bytes == other.bytes)
    }
}

impl Eq for Id<'_> {}

impl Hash for Id<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        if self.is_short() { state.write_u64(self.key) } else { state.write(self.bytes) }
    }
}

/// Ids with their indices.
struct Known<'e>(HashMap<Id<'e>, u32, RandomState>);

impl<'e> Known<'e> {
    fn of(ids: &'e Ids) -> Self {
        let indexed = ids.sound().filter_map(|(id, index)| Some((Id::of(id.as_bytes()), u32::try_from(index).ok()?)));
        Self(indexed.collect())
    }
}

/// What stood in a column in the row before: it often stands in the next one as well.
struct Last<'t> {
    id: Id<'t>,
    index: Option<u32>,
}

impl<'t> Last<'t> {
    /// No id is empty.
    const NONE: Self = Self { id: Id::EMPTY, index: None };

    fn find(&mut self, known: &Known<'_>, id: Id<'t>) -> Option<u32> {
        if self.id != id {
            *self = Self { id, index: known.0.get(&id).copied() };
        }
        self.index
    }
}

/// The criteria of a component that is marked, in the order of the rules.
type Marked<'e> = Vec<(Id<'e>, u16, Option<Gauge>)>;

/// What a plain row is understood by.
pub(super) struct Plain<'e> {
    judges: Known<'e>,
    entries: Known<'e>,
    components: Known<'e>,
    /// By component; empty for those that are not marked.
    criteria: Vec<Marked<'e>>,
    /// Which column of a row is which of [`SCORES`].
    columns: [usize; SCORES.len()],
}

impl<'e> Plain<'e> {
    /// For a table whose columns stand at these positions; `None` where they are not those of [`SCORES`].
    pub fn new(ids: &'e Directory, rules: &'e Rules, positions: &[Option<usize>]) -> Option<Self> {
        let mut columns = [0; SCORES.len()];
        for (column, position) in positions.iter().enumerate() {
            *columns.get_mut((*position)?)? = column;
        }
        let marked = |kind: &'e Kind| match kind {
            Kind::Marks { criteria, .. } => {
                let indexed = criteria.iter().zip(0u16..);
                indexed
                    .map(|(criterion, index)| (Id::of(criterion.id.as_bytes()), index, Gauge::of(criterion)))
                    .collect()
            }
            Kind::Ranking { .. } | Kind::Grades { .. } | Kind::Votes { .. } | Kind::Measure { .. } => Marked::new(),
        };
        Some(Self {
            judges: Known::of(&ids.judges),
            entries: Known::of(&ids.entries),
            components: Known::of(&ids.components),
            criteria: rules.components.iter().map(|component| marked(&component.kind)).collect(),
            columns,
        })
    }

    /// Notes every row of a text without quotes, in order.
    pub fn rows(&self, text: &[u8], rows: &mut Vec<Found>) {
        let mut last = [Last::NONE, Last::NONE, Last::NONE];
        let mut at = 0;
        while at < text.len() {
            let start = at;
            let (mut cells, mut count, mut from, mut key) = ([Id::EMPTY; SCORES.len()], 0, at, Id::EMPTY.key);
            loop {
                // the last line need not end
                let byte = text.get(at).copied().unwrap_or(b'\n');
                if !matches!(byte, b'\n' | b'\r' | b',') {
                    (key, at) = (longer(key, byte), at + 1);
                    continue;
                }
                if let Some(&column) = self.columns.get(count) {
                    cells[column] = Id { key, bytes: &text[from..at] };
                }
                count += 1;
                if byte != b',' {
                    break;
                }
                (key, at) = (Id::EMPTY.key, at + 1);
                from = at;
            }
            if at > start {
                let found = (count == SCORES.len()).then(|| self.row(&cells, &mut last)).flatten();
                let odd = Found { at: 0, entry: 0, judge: 0, component: 0, criterion: 0, value: BLANK };
                // pieces are far smaller than 4 GB
                rows.push(Found { at: u32::try_from(start).unwrap_or(u32::MAX), ..found.unwrap_or(odd) });
            }
            at += 1;
        }
    }

    /// A row of plain cells; `last`: those of the row before.
    fn row<'t>(&self, cells: &[Id<'t>; SCORES.len()], last: &mut [Last<'t>; 3]) -> Option<Found> {
        let judge = last[0].find(&self.judges, cells[0])?;
        let component = last[1].find(&self.components, cells[1])?;
        let entry = last[2].find(&self.entries, cells[2])?;
        let criteria = self.criteria.get(component as usize)?;
        let (_, criterion, gauge) = criteria.iter().find(|(id, ..)| *id == cells[3])?;
        let value = gauge.as_ref()?.units(cells[4].bytes)?;
        Some(Found { at: 0, entry, judge, component: u16::try_from(component).ok()?, criterion: *criterion, value })
    }
}
