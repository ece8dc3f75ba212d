//! What an event is made of besides its cells: entries, judges, and what organisers add.

use rust_decimal::Decimal;

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
    /// Index into [`super::Rules::classes`].
    pub class: Option<usize>,
    /// Printed order among entries that share a place.
    pub order: Option<u32>,
    /// Summary; may be empty.
    pub summary: String,
    /// Panel (评审组); may be empty.
    pub panel: String,
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
    /// Index into [`super::Rules::groups`].
    pub group: usize,
    /// Panel (评审组) whose entries alone the judge scores; empty: all entries.
    pub panel: String,
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
    pub kind: ExclusionKind,
    /// The reason given; may be empty.
    pub reason: String,
}

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
    pub kind: AdjustmentKind,
    /// Id of the item where the rules list items of its kind, free text otherwise.
    pub item: String,
    /// Points, > 0; zero for a veto.
    pub points: Decimal,
    /// The reason given; may be empty.
    pub reason: String,
}

/// A row of a decision of the chair among entries that share a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What names the decision: rows with the same text are one, which orders a tie of exactly its entries and no
    /// other. Rows without a text are one together, which orders whatever of its entries share a place.
    pub tie: String,
    /// Index of the entry.
    pub entry: usize,
    /// Lower goes first.
    pub order: u32,
    /// The reason given; may be empty.
    pub reason: String,
    /// What was so when it was taken, as [`super::super::ruling`] tells it; it holds only while it is so. Empty where it
    /// holds in any case.
    pub cause: String,
}

/// That a judge's broken limit was let stand (认可).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acceptance {
    /// Index of the judge.
    pub judge: usize,
    /// Index of the component.
    pub component: usize,
    /// The reason given; may be empty.
    pub reason: String,
    /// What was so when it was taken, as [`super::super::ruling`] tells it; it holds only while it is so. Empty where it
    /// holds in any case.
    pub cause: String,
}
