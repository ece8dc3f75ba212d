//! The trace: every value from each counted card to the total, so that a person with a pocket
//! calculator can follow it. Plain data with decimals as strings; computed by `tabulate`, shown by
//! `--explain` and by the board.
//!
//! A string in a field called `exact` is a decimal where the value has a finite one of at most 28
//! significant digits, and a fraction `n/d` otherwise.

mod relative;

use serde::{Deserialize, Serialize};

pub use relative::{BalanceTrace, ByPlaceTrace, PanelMean, PanelScore};

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
    /// The mode of the rounding, `half-even` or `down`; `None` for half up, and where the stage is not rounded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
}

/// All that led to one entry's total and place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryTrace {
    pub entry: String,
    /// Its components, in the order of the rules.
    pub components: Vec<ComponentTrace>,
    /// Sum of the weighted components times the class coefficient; `None` while incomplete.
    pub subtotal: Option<Stage>,
    /// Class and coefficient, where the entry has a class.
    pub class: Option<ClassTrace>,
    /// Bonuses.
    pub bonus: AdjustmentTrace,
    pub deduction: AdjustmentTrace,
    /// Subtotal + bonus − deduction, which is not rounded; `None` while incomplete.
    #[serde(default)]
    pub adjusted: Option<Stage>,
    /// The floor or the ceiling, where it changed the value.
    #[serde(default)]
    pub clamp: Option<ClampTrace>,
    /// The total; `None` while incomplete.
    pub total: Option<Stage>,
    /// A veto and what it does; `None` where there is none.
    #[serde(default)]
    pub veto: Option<VetoTrace>,
    /// How the place was found; `None` where the entry is not ranked.
    pub place: Option<PlaceTrace>,
}

/// An entry's difficulty class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassTrace {
    pub class: String,
    pub coefficient: String,
}

/// A bound that a total was brought to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClampTrace {
    pub before: String,
    /// Which bound it was beyond.
    pub bound: Bound,
    /// The value after: the bound.
    pub after: String,
}

/// A bound of the total.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    /// The least total.
    Floor,
    /// The greatest total.
    Ceiling,
}

/// The vetoes of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VetoTrace {
    /// `disqualify`, `no-award`, `lowest-band`, `drop-one-band` or `drop-one-award`; of several that differ, one after
    /// the other with `+` between them.
    pub effect: String,
    /// Reasons given; one may be empty.
    pub reasons: Vec<String>,
    /// The band that the total reaches by itself; `None` where it reaches none or is not ranked.
    pub natural_band: Option<String>,
    /// The band that the entry is given.
    pub band: Option<String>,
    /// The award that it would have got, where a veto puts another in its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub natural_award: Option<String>,
}

/// One component of one entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComponentTrace {
    pub component: String,
    pub name: String,
    /// `marks`, `ranking`, `grades`, `votes` or `measure`.
    pub kind: String,
    pub weight: String,
    /// One for each group that judges it; one without a group under scope = panel; none for a measure.
    pub groups: Vec<GroupTrace>,
    /// Groups that were left out, and the weights that remain, where that was so.
    #[serde(default)]
    pub renormalised: Option<RenormalisedTrace>,
    pub measure: Option<MeasureTrace>,
    /// P, after the stage `component`; `None` while a blocker stands in the way.
    pub score: Option<Stage>,
    /// How it was made comparable across panels, where the rules do that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub balance: Option<BalanceTrace>,
    /// The points for its place, where the rules give them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_place: Option<ByPlaceTrace>,
    /// What [`ComponentTrace::result`] gives times the weight, after the stage `component_weighted`.
    pub weighted: Option<Stage>,
}

impl ComponentTrace {
    /// The component's score as it is weighed and printed: P, or what balance and points by place made of it.
    #[must_use]
    pub fn result(&self) -> Option<&Stage> {
        match (&self.by_place, &self.balance) {
            (Some(by_place), _) => by_place.points.as_ref(),
            (None, Some(balance)) => balance.score.as_ref(),
            (None, None) => self.score.as_ref(),
        }
    }
}

/// What became of the groups' weights where a group is left out (empty_group = renormalise).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenormalisedTrace {
    pub left_out: Vec<LeftOutGroup>,
    /// The groups that remain, with their weights.
    pub remaining: Vec<GroupWeight>,
    /// The sum of the remaining weights: what is divided by.
    pub sum: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOutGroup {
    /// The group with the weight that is not used.
    #[serde(flatten)]
    pub group: GroupWeight,
    pub why: WhyGroup,
}

/// Why a group is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WhyGroup {
    /// None of its cards counts for the entry.
    NoCountedCard,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupWeight {
    pub group: String,
    pub name: String,
    pub weight: String,
}

/// The value of a measure and what it was compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureTrace {
    /// The value; `None` where it is missing.
    pub value: Option<String>,
    /// `none`, `top-ratio`, `efficacy` or `line`.
    pub normalise: String,
    /// `lower` where lower is better.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<String>,
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
    /// `mean`, `trimmed-mean`, `median`, `steps` or `modal`.
    pub method: String,
    /// How many of the highest the method drops.
    pub drop_highest: usize,
    /// How many of the lowest the method drops.
    pub drop_lowest: usize,
    /// How many values it needs at least.
    #[serde(default)]
    pub min_cards: usize,
    /// What grades are divided by: `valid` or `due`; `None` for other kinds.
    #[serde(default)]
    pub denominator: Option<String>,
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
    /// The share that was looked up in the table of steps, where there is one.
    #[serde(default)]
    pub steps: Option<StepsTrace>,
    /// The grade that most cards give, where that is the method.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modal: Option<ModalTrace>,
    /// What the method made of them (rounded at the stage `criterion` under over = criterion).
    pub result: Option<Stage>,
    /// The same times the criterion's weight (stage `criterion_weighted`), under over = criterion.
    pub weighted: Option<Stage>,
}

/// The share of grades, looked up in a table of steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepsTrace {
    /// The grade's id; of several, with `+` between them.
    pub grade: String,
    /// Their names.
    pub name: String,
    /// How many cards give it.
    pub hits: usize,
    /// Out of how many.
    pub divisor: usize,
    /// The quotient, exactly.
    pub share: String,
    /// The threshold that it reaches.
    pub at_least: String,
    /// What that gives.
    pub value: String,
    /// What stands instead of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead: Option<OverrideTrace>,
}

/// A value that stands instead of the step's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverrideTrace {
    /// The grade's id; of several, with `+` between them.
    pub grade: String,
    /// Their names.
    pub name: String,
    /// How many cards give it.
    pub hits: usize,
    /// Out of how many.
    pub divisor: usize,
    /// The quotient, exactly.
    pub share: String,
    /// The threshold that it reaches.
    pub at_least: String,
    /// What the first share is below, where that is asked for.
    pub only_below: Option<String>,
    pub value: String,
}

/// The grade that most cards give.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModalTrace {
    /// The grade's id; of several with equally many cards, with `+` between them.
    pub grade: String,
    /// Their names.
    pub name: String,
    /// How many cards give it.
    pub cards: usize,
    pub value: String,
}

/// One counted value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValueTrace {
    pub judge: String,
    /// Name or seat of the judge.
    pub name: String,
    /// The value as it entered the list, after the stage `card` where that applies.
    pub value: String,
    /// How it came about, before and after the stage `card`: the marks of the card with their weights, the
    /// points of the place, the value of the grade, the mean of the judge's other cards. `None` for a plain mark.
    #[serde(default)]
    pub stage: Option<Stage>,
    /// The place or the grade on the ballot, or whether the entry was chosen; empty for marks.
    pub from: String,
    /// Whether the method kept or dropped it.
    pub used: Used,
    /// Whether it is the judge's own mean, standing in for a recused cell.
    pub stand_in: bool,
    /// What that mean is taken of: the judge's other cards, or their marks for the criterion.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_cards: Vec<OtherCard>,
}

/// One of a judge's other cards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherCard {
    pub entry: String,
    /// Its value after the stage `card`, or its mark for the criterion.
    pub value: String,
}

/// What a method did with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Used {
    /// It is in the result.
    Kept,
    DroppedHighest,
    DroppedLowest,
    /// It is not of the grade that most cards give (method = modal).
    OtherGrade,
}

/// A judge of a group who does not count for an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    pub judge: String,
    /// Name or seat of the judge.
    pub name: String,
    pub why: Why,
}

/// Why a judge does not count for an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// Recused from it.
    Recused,
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
    pub items: Vec<ItemTrace>,
    /// All items together, after their own caps.
    pub sum: String,
    /// The overall cap, where there is one.
    #[serde(default)]
    pub cap: Option<String>,
    /// The sum after the overall cap: what enters the total.
    pub capped: String,
}

/// One item of bonuses or deductions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemTrace {
    /// Id of the item, or the free text.
    pub item: String,
    /// Name of the item.
    pub name: String,
    /// The points that were given, added up: `1 + 1`.
    #[serde(default)]
    pub formula: String,
    /// Points together.
    pub points: String,
    /// The item's cap, where there is one.
    #[serde(default)]
    pub cap: Option<String>,
    /// The points after it.
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
