//! The trace: every value from each counted card to the total, so that a person with a pocket
//! calculator can follow it. Plain data with decimals as strings; computed by `tabulate`, shown by
//! `--explain` and by the board.
//!
//! A string in a field called `exact` is a decimal where the value has a finite one of at most 28
//! significant digits, and a fraction `n/d` otherwise.

use serde::{Deserialize, Serialize};

/// One step of the arithmetic: a value before and after its rounding stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stage {
    /// The expression that was evaluated, with its figures: `(358 + 90.5) ÷ 5`.
    pub formula: String,
    /// The value before rounding.
    pub exact: String,
    /// The value after rounding; the decimal (28 significant digits) where the stage is not rounded.
    pub rounded: String,
    /// Decimals kept; `None` where the stage is not rounded.
    pub decimals: Option<u32>,
}

/// All that led to one entry's total and place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryTrace {
    /// Id of the entry.
    pub entry: String,
    /// Its components, in the order of the rules.
    pub components: Vec<ComponentTrace>,
    /// Sum of the weighted components times the class coefficient; `None` while incomplete.
    pub subtotal: Option<Stage>,
    /// Class and coefficient, where the entry has a class.
    pub class: Option<ClassTrace>,
    /// Bonuses.
    pub bonus: AdjustmentTrace,
    /// Deductions.
    pub deduction: AdjustmentTrace,
    /// Reasons of vetoes; empty where there is none.
    pub vetoes: Vec<String>,
    /// Floor or ceiling that was applied: `floor 0`, `ceiling 100`.
    pub clamp: Option<String>,
    /// The total; `None` while incomplete.
    pub total: Option<Stage>,
    /// How the place was found; `None` where the entry is not ranked.
    pub place: Option<PlaceTrace>,
}

/// An entry's difficulty class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassTrace {
    /// Id of the class.
    pub class: String,
    /// Its coefficient.
    pub coefficient: String,
}

/// One component of one entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComponentTrace {
    /// Id of the component.
    pub component: String,
    /// Its name.
    pub name: String,
    /// `marks`, `ranking`, `grades` or `measure`.
    pub kind: String,
    /// Its weight.
    pub weight: String,
    /// One for each group that judges it; one without a group under scope = panel; none for a measure.
    pub groups: Vec<GroupTrace>,
    /// The value of a measure.
    pub measure: Option<MeasureTrace>,
    /// P, after the stage `component`; `None` while a blocker stands in the way.
    pub score: Option<Stage>,
    /// The same times the weight, after the stage `component_weighted`.
    pub weighted: Option<Stage>,
}

/// The value of a measure and what it was compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureTrace {
    /// The value; `None` where it is missing.
    pub value: Option<String>,
    /// `none`, `top-ratio` or `efficacy`.
    pub normalise: String,
    /// Least value of all entries, where normalising needs it.
    pub lowest: Option<String>,
    /// Greatest value of all entries, where normalising needs it.
    pub highest: Option<String>,
}

/// One group's (or the panel's) part in a component.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupTrace {
    /// Id of the group; `None` under scope = panel.
    pub group: Option<String>,
    /// Name of the group; empty under scope = panel.
    pub name: String,
    /// Weight of the group; `None` under scope = panel.
    pub weight: Option<String>,
    /// `mean`, `trimmed-mean`, `median` or `steps`.
    pub method: String,
    /// How many of the highest the method drops.
    pub drop_highest: usize,
    /// How many of the lowest the method drops.
    pub drop_lowest: usize,
    /// Whether the plain mean was taken because there were too few values.
    pub too_few_mean: bool,
    /// One list of cards (over = card), or one list for each criterion (over = criterion).
    pub lists: Vec<ListTrace>,
    /// Judges of the group who do not count here, and why.
    pub left_out: Vec<LeftOut>,
    /// A, after the stage `group`; `None` where the list is empty or too short.
    pub score: Option<Stage>,
}

/// One list of values that was aggregated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListTrace {
    /// Id of the criterion under over = criterion.
    pub criterion: Option<String>,
    /// Name of that criterion; empty otherwise.
    pub name: String,
    /// The counted values, lowest first.
    pub values: Vec<ValueTrace>,
    /// What the method made of them (rounded at the stage `criterion` under over = criterion).
    pub result: Option<Stage>,
    /// The same times the criterion's weight (stage `criterion_weighted`), under over = criterion.
    pub weighted: Option<Stage>,
}

/// One counted value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValueTrace {
    /// Id of the judge.
    pub judge: String,
    /// Name or seat of the judge.
    pub name: String,
    /// The value as it entered the list, after the stage `card` where that applies.
    pub value: String,
    /// How it came about: the marks of the card with their weights, the place, the grade; empty for a plain mark.
    pub from: String,
    /// Whether the method kept or dropped it.
    pub used: Used,
    /// Whether it is the judge's own mean, standing in for a recused cell.
    pub stand_in: bool,
}

/// What a method did with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Used {
    /// It is in the result.
    Kept,
    /// Dropped as one of the highest.
    DroppedHighest,
    /// Dropped as one of the lowest.
    DroppedLowest,
}

/// A judge of a group who does not count for an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Id of the judge.
    pub judge: String,
    /// Name or seat of the judge.
    pub name: String,
    /// Why.
    pub why: Why,
}

/// Why a judge does not count for an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// Recused from it.
    Recused,
    /// Absent.
    Absent,
    /// The card was voided.
    Void,
    /// The card is due and not in.
    Missing,
    /// Recused from another entry, under recusal = drop-judge.
    JudgeDropped,
    /// Recused, and no other card to take a mean of (recusal = own-mean).
    NoOtherCard,
}

/// Bonuses or deductions of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdjustmentTrace {
    /// By item.
    pub items: Vec<ItemTrace>,
    /// All items together, after their own caps.
    pub sum: String,
    /// The same after the overall cap: what enters the total.
    pub capped: String,
}

/// One item of bonuses or deductions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemTrace {
    /// Id of the item, or the free text.
    pub item: String,
    /// Name of the item.
    pub name: String,
    /// Points together.
    pub points: String,
    /// The same after the item's cap.
    pub capped: String,
    /// Reasons given.
    pub reasons: Vec<String>,
}

/// How a place was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceTrace {
    /// The total that was compared.
    pub compared: String,
    /// The tie-breaks with this entry's values, in order; a value is empty where the entry has none.
    pub tie_breaks: Vec<TieBreakTrace>,
    /// Order given by a decision of the chair.
    pub decision: Option<u32>,
    /// Entries that share the place.
    pub shared_with: Vec<String>,
}

/// One tie-break of one entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TieBreakTrace {
    /// The key as the rules have it.
    pub key: String,
    /// This entry's value; empty where it has none.
    pub value: String,
}
