//! The event as scoring sees it: rules, entries, judges, the cells that judges fill, and what
//! organisers add. Ids have become indices; marks are integers.
//!
//! Cells are kept as dense columns: for each component one `i64` for each entry, seat and
//! criterion, in that order, so that a tabulation reads memory from front to back.

use rust_decimal::Decimal;

use super::rules::{Kind, Recusal, Rules};

/// The value of a cell that holds no mark.
pub const BLANK: i64 = i64::MIN;

/// An entry (参评项目).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    /// Id, unique among entries.
    pub id: String,
    /// Name of the project; may be empty.
    pub name: String,
    /// Unit (区镇).
    pub unit: String,
    /// Type of the unit; may be empty.
    pub unit_type: String,
    /// Site (观摩点); may be empty.
    pub site: String,
    /// Theme; may be empty.
    pub theme: String,
    /// Track; may be empty, which is a track of its own.
    pub track: String,
    /// Index into [`Rules::classes`].
    pub class: Option<usize>,
    /// Printed order among entries that share a place.
    pub order: Option<u32>,
    /// Summary; may be empty.
    pub summary: String,
}

/// A judge (评委): one person or seat with one ballot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judge {
    /// Id, unique among judges.
    pub id: String,
    /// Name or seat.
    pub name: String,
    /// Unit; may be empty.
    pub unit: String,
    /// Index into [`Rules::groups`].
    pub group: usize,
}

/// Why a card does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExclusionKind {
    /// 回避.
    Recused,
    /// 缺席.
    Absent,
    /// 作废.
    Void,
}

/// An exclusion: takes cells out of what is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exclusion {
    /// Index of the judge.
    pub judge: usize,
    /// Index of the component; `None`: all.
    pub component: Option<usize>,
    /// Index of the entry; `None`: all.
    pub entry: Option<usize>,
    /// Its kind.
    pub kind: ExclusionKind,
    /// The reason given; may be empty.
    pub reason: String,
}

/// What an adjustment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AdjustmentKind {
    /// 加分.
    Bonus,
    /// 减分.
    Deduction,
    /// 否决.
    Veto,
}

/// An adjustment (加减分, 一票否决).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adjustment {
    /// Index of the entry.
    pub entry: usize,
    /// Its kind.
    pub kind: AdjustmentKind,
    /// Id of the item where the rules list items, free text otherwise.
    pub item: String,
    /// Points, > 0; zero for a veto.
    pub points: Decimal,
    /// The reason given; may be empty.
    pub reason: String,
}

/// A decision of the chair among entries that share a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Index of the entry.
    pub entry: usize,
    /// Lower goes first.
    pub order: u32,
    /// The reason given; may be empty.
    pub reason: String,
}

/// One cell: a judge's card for an entry in a component, by index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cell {
    /// Index of the component.
    pub component: usize,
    /// Index of the judge.
    pub judge: usize,
    /// Index of the entry.
    pub entry: usize,
}

/// What is expected of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expectation {
    /// A card is due.
    Due,
    /// Recused.
    Recused,
    /// Absent.
    Absent,
    /// A card was given and voided.
    Void,
    /// The judge is recused from another entry, and the component drops such judges.
    JudgeDropped,
    /// The judge's group does not judge the component.
    NotJudged,
}

/// Bits of [`Grid::excluded`].
pub(super) const RECUSED: u8 = 1;
pub(super) const ABSENT: u8 = 2;
pub(super) const VOID: u8 = 4;

/// The cells of one judged component.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    /// Judges who have a seat in it, list by list; the order inside a list is that of the judges.
    pub seats: Vec<usize>,
    /// Where each list begins in `seats`, and a last element where the last one ends.
    pub lists: Vec<usize>,
    /// Seat of each judge.
    seat_of: Vec<Option<usize>>,
    /// Values of a cell: criteria of a card, or 1 for a place or a grade.
    pub width: usize,
    /// `[entry][seat][criterion]`.
    pub marks: Vec<i64>,
    /// `[entry][seat]`: bits of what was excluded.
    pub excluded: Vec<u8>,
    /// Seats whose judge is dropped altogether (recusal = drop-judge).
    pub dropped: Vec<bool>,
    /// Whether no cell is excluded, so that all are due.
    pub all_due: bool,
}

/// What an event holds for one component.
#[derive(Debug, Clone)]
pub(super) enum Sheet {
    /// Cells that judges fill.
    Judged(Grid),
    /// A value for each entry.
    Measured(Vec<Option<Decimal>>),
}

/// An event, ready to be tabulated.
#[derive(Debug, Clone)]
pub struct Event {
    rules: Rules,
    entries: Vec<Entry>,
    judges: Vec<Judge>,
    exclusions: Vec<Exclusion>,
    adjustments: Vec<Adjustment>,
    decisions: Vec<Decision>,
    sheets: Vec<Sheet>,
    by_print: Vec<usize>,
    tracks: Vec<Vec<usize>>,
}

impl Event {
    /// An event with no marks and no measures yet. Indices in the arguments must point into each
    /// other; ids must be unique.
    ///
    /// # Panics
    /// Where an index points nowhere: a fault of the caller, who resolves ids.
    #[must_use]
    pub fn new(
        rules: Rules,
        entries: Vec<Entry>,
        judges: Vec<Judge>,
        exclusions: Vec<Exclusion>,
        adjustments: Vec<Adjustment>,
        decisions: Vec<Decision>,
    ) -> Self {
        let sheets = (0..rules.components.len())
            .map(|component| match rules.components[component].judging() {
                None => Sheet::Measured(vec![None; entries.len()]),
                Some(_) => Sheet::Judged(Grid::new(&rules, component, entries.len(), &judges, &exclusions)),
            })
            .collect();
        let (by_print, tracks) = (by_print(&entries), tracks(&rules, &entries));
        Self { rules, entries, judges, exclusions, adjustments, decisions, sheets, by_print, tracks }
    }

    /// The event as if some entries had never been in it: what refers to them is left out, marks and values too, and
    /// what is relative to other entries (shares, the best of a measure) is relative to those that are left.
    ///
    /// `out` holds indices of entries.
    #[must_use]
    pub fn without(&self, out: &[usize]) -> Self {
        let kept: Vec<usize> = (0..self.entries.len()).filter(|entry| !out.contains(entry)).collect();
        let place = |entry: usize| kept.binary_search(&entry).ok();
        let exclusions = self.exclusions.iter().filter_map(|row| match row.entry {
            None => Some(row.clone()),
            Some(entry) => Some(Exclusion { entry: Some(place(entry)?), ..row.clone() }),
        });
        let adjustments =
            self.adjustments.iter().filter_map(|row| Some(Adjustment { entry: place(row.entry)?, ..row.clone() }));
        let decisions =
            self.decisions.iter().filter_map(|row| Some(Decision { entry: place(row.entry)?, ..row.clone() }));
        let mut event = Self::new(
            self.rules.clone(),
            kept.iter().map(|&entry| self.entries[entry].clone()).collect(),
            self.judges.clone(),
            exclusions.collect(),
            adjustments.collect(),
            decisions.collect(),
        );
        for (sheet, from) in event.sheets.iter_mut().zip(&self.sheets) {
            match (sheet, from) {
                (Sheet::Judged(grid), Sheet::Judged(from)) => {
                    let row = from.seats.len() * from.width;
                    grid.marks = kept.iter().flat_map(|&e| &from.marks[e * row..(e + 1) * row]).copied().collect();
                }
                (Sheet::Measured(values), Sheet::Measured(from)) => {
                    *values = kept.iter().map(|&entry| from[entry]).collect();
                }
                (Sheet::Judged(_), Sheet::Measured(_)) | (Sheet::Measured(_), Sheet::Judged(_)) => {
                    unreachable!("the rules are the same")
                }
            }
        }
        event
    }

    /// The rules.
    #[must_use]
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The entries, in the order of their file.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The judges, in the order of their file.
    #[must_use]
    pub fn judges(&self) -> &[Judge] {
        &self.judges
    }

    /// The exclusions.
    #[must_use]
    pub fn exclusions(&self) -> &[Exclusion] {
        &self.exclusions
    }

    /// The adjustments.
    #[must_use]
    pub fn adjustments(&self) -> &[Adjustment] {
        &self.adjustments
    }

    /// The decisions.
    #[must_use]
    pub fn decisions(&self) -> &[Decision] {
        &self.decisions
    }

    /// What is expected of a cell. Where several exclusions meet, recused goes before absent, and
    /// absent before void.
    ///
    /// # Panics
    /// Where the cell's indices point nowhere.
    #[must_use]
    pub fn expectation(&self, cell: Cell) -> Expectation {
        let Sheet::Judged(grid) = &self.sheets[cell.component] else { return Expectation::NotJudged };
        let Some(seat) = grid.seat_of[cell.judge] else { return Expectation::NotJudged };
        let bits = grid.excluded[cell.entry * grid.seats.len() + seat];
        if bits & RECUSED != 0 {
            Expectation::Recused
        } else if bits & ABSENT != 0 {
            Expectation::Absent
        } else if bits & VOID != 0 {
            Expectation::Void
        } else if grid.dropped[seat] {
            Expectation::JudgeDropped
        } else {
            Expectation::Due
        }
    }

    /// Whether the judge of a cell counts for none in the component, being recused from an entry of it
    /// (recusal = drop-judge).
    ///
    /// # Panics
    /// Where the cell's indices point nowhere.
    #[must_use]
    pub fn is_dropped(&self, cell: Cell) -> bool {
        match &self.sheets[cell.component] {
            Sheet::Judged(grid) => grid.seat_of[cell.judge].is_some_and(|seat| grid.dropped[seat]),
            Sheet::Measured(_) => false,
        }
    }

    /// The values of a cell: one for each criterion of a marks component (in units of the last
    /// decimal place of the criterion's step), the place on a ranking ballot, or the index of the
    /// grade; [`BLANK`] where there is none. `None` where the judge has no seat in the component.
    ///
    /// # Panics
    /// Where the cell's indices point nowhere.
    #[must_use]
    pub fn values(&self, cell: Cell) -> Option<&[i64]> {
        let Sheet::Judged(grid) = &self.sheets[cell.component] else { return None };
        let seat = grid.seat_of[cell.judge]?;
        let start = (cell.entry * grid.seats.len() + seat) * grid.width;
        Some(&grid.marks[start..start + grid.width])
    }

    /// The values of a cell, to be written; as [`Event::values`].
    ///
    /// # Panics
    /// Where the cell's indices point nowhere.
    pub fn values_mut(&mut self, cell: Cell) -> Option<&mut [i64]> {
        let Sheet::Judged(grid) = &mut self.sheets[cell.component] else { return None };
        let seat = grid.seat_of[cell.judge]?;
        let start = (cell.entry * grid.seats.len() + seat) * grid.width;
        Some(&mut grid.marks[start..start + grid.width])
    }

    /// The value of a measure; `None` where there is none, or the component is no measure.
    ///
    /// # Panics
    /// Where an index points nowhere.
    #[must_use]
    pub fn measure(&self, component: usize, entry: usize) -> Option<Decimal> {
        match &self.sheets[component] {
            Sheet::Measured(values) => values[entry],
            Sheet::Judged(_) => None,
        }
    }

    /// Writes the value of a measure; of no effect where the component is no measure.
    ///
    /// # Panics
    /// Where an index points nowhere.
    pub fn set_measure(&mut self, component: usize, entry: usize, value: Option<Decimal>) {
        if let Sheet::Measured(values) = &mut self.sheets[component] {
            values[entry] = value;
        }
    }

    /// Entries in the order in which those that share a place, or have none, are printed.
    pub(super) fn by_print(&self) -> &[usize] {
        &self.by_print
    }

    /// Entries by track, in the order of first appearance; all in one where tracks are not apart.
    pub(super) fn tracks(&self) -> &[Vec<usize>] {
        &self.tracks
    }

    pub(super) fn sheet(&self, component: usize) -> &Sheet {
        &self.sheets[component]
    }
}

fn by_print(entries: &[Entry]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by_key(|&index| (entries[index].order.is_none(), entries[index].order, &entries[index].id));
    order
}

fn tracks(rules: &Rules, entries: &[Entry]) -> Vec<Vec<usize>> {
    if !rules.ranking.by_track {
        return vec![(0..entries.len()).collect()];
    }
    let mut tracks: Vec<(&str, Vec<usize>)> = Vec::new();
    for (index, entry) in entries.iter().enumerate() {
        match tracks.iter_mut().find(|(name, _)| *name == entry.track) {
            Some((_, members)) => members.push(index),
            None => tracks.push((&entry.track, vec![index])),
        }
    }
    tracks.into_iter().map(|(_, members)| members).collect()
}

impl Grid {
    fn new(rules: &Rules, component: usize, entries: usize, judges: &[Judge], exclusions: &[Exclusion]) -> Self {
        let judging = rules.components[component].judging().expect("a judged component");
        let mut seats = Vec::new();
        let mut lists = vec![0];
        for list in 0..judging.lists.len() {
            seats.extend((0..judges.len()).filter(|&j| judging.list_of(judges[j].group) == Some(list)));
            lists.push(seats.len());
        }
        let mut seat_of = vec![None; judges.len()];
        for (seat, &judge) in seats.iter().enumerate() {
            seat_of[judge] = Some(seat);
        }
        let mut excluded = vec![0u8; entries * seats.len()];
        let mut dropped = vec![false; seats.len()];
        let mut all_due = true;
        for exclusion in exclusions.iter().filter(|x| x.component.is_none_or(|c| c == component)) {
            let Some(seat) = seat_of[exclusion.judge] else { continue };
            all_due = false;
            let bit = match exclusion.kind {
                ExclusionKind::Recused => RECUSED,
                ExclusionKind::Absent => ABSENT,
                ExclusionKind::Void => VOID,
            };
            dropped[seat] |= exclusion.kind == ExclusionKind::Recused && judging.recusal == Recusal::DropJudge;
            for entry in exclusion.entry.map_or(0..entries, |e| e..e + 1) {
                excluded[entry * seats.len() + seat] |= bit;
            }
        }
        let width = match &rules.components[component].kind {
            Kind::Marks { criteria, .. } => criteria.len(),
            Kind::Ranking { .. } | Kind::Grades { .. } | Kind::Measure { .. } => 1,
        };
        let marks = vec![BLANK; entries * seats.len() * width];
        Self { seats, lists, seat_of, width, marks, excluded, dropped, all_due }
    }
}
