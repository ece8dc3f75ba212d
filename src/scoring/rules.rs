//! The scoring rules as values: what `scoring-rules.toml` says once it has been read and checked.
//!
//! Owns the vocabulary of the rules and what follows from them alone (defaults are already filled
//! in, ids are already resolved to indices). Knows nothing of TOML, files or line numbers: reading
//! is `folder`'s work, and a `Rules` that exists is a `Rules` that holds together.

use rust_decimal::Decimal;

/// A complete, checked set of scoring rules. Indices in it always point into it.
#[derive(Debug, Clone, PartialEq)]
pub struct Rules {
    /// Title of the rules, printed on results; may be empty.
    pub title: String,
    /// Which stages are rounded, and how.
    pub rounding: Rounding,
    /// Judge groups (评委组), in the order of the file.
    pub groups: Vec<Group>,
    /// Components (评分环节), in the order of the file; at least one.
    pub components: Vec<Component>,
    /// Difficulty classes of entries; empty where none are used.
    pub classes: Vec<Class>,
    /// Bonuses, deductions and the clamps of the total.
    pub adjustments: AdjustmentRules,
    /// What a veto does.
    pub veto: VetoEffect,
    /// How places are given.
    pub ranking: RankingRules,
    /// Awards, in the order in which they are handed out.
    pub awards: Vec<Award>,
    /// Bands (等次), highest threshold first, whatever the order of the file.
    pub bands: Vec<Band>,
    /// Limits on one judge's cards.
    pub limits: Limits,
}

/// How a value is rounded where a stage asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RoundingMode {
    /// 四舍五入: half away from zero.
    #[default]
    HalfUp,
    /// GB/T 8170: half to even.
    HalfEven,
    /// Toward zero.
    Down,
}

/// Decimals (0 to 20) kept at each stage; `None` leaves the stage unrounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rounding {
    /// The mode, one for all stages.
    pub mode: RoundingMode,
    /// A judge's card T.
    pub card: Option<u32>,
    /// A criterion's value over a list of judges.
    pub criterion: Option<u32>,
    /// The same after its weight.
    pub criterion_weighted: Option<u32>,
    /// A group's score A.
    pub group: Option<u32>,
    /// A component's score P.
    pub component: Option<u32>,
    /// The same after its weight.
    pub component_weighted: Option<u32>,
    /// The sum of components after the class coefficient.
    pub subtotal: Option<u32>,
    /// The total.
    pub total: Option<u32>,
}

/// A judge group (评委组).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Id, unique among groups.
    pub id: String,
    /// Name shown to people; the id where none was given.
    pub name: String,
    /// Relative weight, > 0.
    pub weight: Decimal,
}

/// A component (评分环节).
#[derive(Debug, Clone, PartialEq)]
pub struct Component {
    /// Id, unique among components.
    pub id: String,
    /// Name shown to people; the id where none was given.
    pub name: String,
    /// Weight in the total, > 0.
    pub weight: Decimal,
    /// What is scored, and how it becomes the component's score.
    pub kind: Kind,
}

/// The four kinds of component.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// Judges give marks by criterion.
    Marks {
        /// Who judges, and how cards are put together.
        judging: Judging,
        /// What is aggregated first.
        over: Over,
        /// Criteria, in the order of the card; at least one.
        criteria: Vec<Criterion>,
    },
    /// 名次票: each judge places the entries.
    Ranking {
        /// Who judges, and how ballots are put together.
        judging: Judging,
        /// What a place is worth.
        points: Points,
    },
    /// 等次票: each judge gives each entry a grade.
    Grades {
        /// Who judges, and how ballots are put together.
        judging: Judging,
        /// The grades; at least one.
        grades: Vec<Grade>,
        /// What a mean or a share is divided by.
        denominator: Denominator,
        /// A table of shares that replaces the mean.
        steps: Option<Steps>,
    },
    /// A value for each entry that nobody judges.
    Measure {
        /// Least value allowed.
        min: Decimal,
        /// Greatest value allowed; `None`: no limit.
        max: Option<Decimal>,
        /// How values become scores.
        normalise: Normalise,
    },
}

/// What is aggregated over the judges first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// Each judge's card is added up, then cards are aggregated.
    Card,
    /// Each criterion is aggregated over judges, then criteria are added up.
    Criterion,
}

/// Who judges a component, and how their cards are put together.
#[derive(Debug, Clone, PartialEq)]
pub struct Judging {
    /// The groups that judge it: indices into [`Rules::groups`], ascending, without repeats; at least one.
    pub groups: Vec<usize>,
    /// Whether groups are aggregated apart.
    pub scope: Scope,
    /// What a recusal does.
    pub recusal: Recusal,
    /// What a group without a counted value does.
    pub empty_group: EmptyGroup,
    /// Settings of each list of judges: one for each of `groups`, in that order, under
    /// [`Scope::Group`]; exactly one under [`Scope::Panel`].
    pub lists: Vec<ListRules>,
    /// When judges may score; no effect on the arithmetic.
    pub release: Release,
}

/// Which judges make one list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// A list for each group; group scores are weighed together.
    Group,
    /// One list of all judges; group weights are not used.
    Panel,
}

/// How one list of counted values becomes one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListRules {
    /// The method.
    pub method: Method,
    /// Fewer counted values than this: `too_few` applies. At least 1; for a trimmed mean at least
    /// what is dropped plus one.
    pub min_cards: usize,
    /// What happens with fewer than `min_cards`.
    pub too_few: TooFew,
    /// What a card that is due and not in does.
    pub missing: Missing,
}

/// The method of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Arithmetic mean.
    Mean,
    /// Mean after dropping so many of the highest and lowest values, one copy a drop.
    TrimmedMean {
        /// How many of the highest are dropped.
        drop_highest: usize,
        /// How many of the lowest are dropped.
        drop_lowest: usize,
    },
    /// Median; of an even count, the mean of the middle two.
    Median,
}

/// What too few counted values do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TooFew {
    /// A blocker.
    Error,
    /// The plain mean is taken, and the trace says so.
    Mean,
}

/// What a card that is due and not in does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// A blocker.
    Block,
    /// It is left out, and named in the trace.
    Skip,
}

/// What a recusal does, besides removing its cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recusal {
    /// Only that cell is removed.
    DropCell,
    /// A judge recused from any entry counts for none in the component.
    DropJudge,
    /// The judge's mean card on the other entries stands in.
    OwnMean,
}

/// What a group without a counted value does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmptyGroup {
    /// A blocker.
    Error,
    /// The other groups' weights are used without it.
    Renormalise,
}

/// When judges may score a component.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Release {
    /// What opens it.
    pub opens: Opens,
    /// Minutes after leaving the entry at which it closes; `None`: with the event.
    pub closes_after: Option<u32>,
}

/// What opens a component for scoring.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Opens {
    /// The opening of the event.
    #[default]
    Event,
    /// The arrival at the entry.
    Arrival,
    /// So many entries having been seen.
    After(u32),
    /// All entries having been seen.
    All,
}

/// A criterion (评分指标): one line of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Criterion {
    /// Id, unique in its component.
    pub id: String,
    /// Name shown to people; the id where none was given.
    pub name: String,
    /// Least mark.
    pub min: Decimal,
    /// Greatest mark, >= `min`.
    pub max: Decimal,
    /// A mark is a whole multiple of this, > 0.
    pub step: Decimal,
    /// Weight on the card, > 0.
    pub weight: Decimal,
    /// What the judge reads beside it; may be empty.
    pub guide: String,
}

/// What a place on a ranking ballot is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Points {
    /// `first - step * (r - 1)`.
    Step {
        /// Points of the first place.
        first: Decimal,
        /// Points less for each place after it.
        step: Decimal,
    },
    /// `first * (1 - percent * (r - 1) / 100)`.
    Percent {
        /// Points of the first place.
        first: Decimal,
        /// Per cent of `first` less for each place after it.
        percent: Decimal,
    },
    /// One value for each place; 0 beyond the last.
    Table(Vec<Decimal>),
}

/// A grade of a grade ballot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grade {
    /// Id, unique in its component.
    pub id: String,
    /// Name shown to people; the id where none was given.
    pub name: String,
    /// What the grade is worth.
    pub value: Decimal,
}

/// What grades are divided by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denominator {
    /// Cards that are in.
    Valid,
    /// Cards that are due: one that is not in counts 0 (under [`Missing::Skip`]).
    Due,
}

/// A table of half-open steps by the share of one grade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Steps {
    /// Index of the grade whose share is looked up.
    pub of: usize,
    /// `(share, value)`: a share of at least this gives this value; falling strictly, ending at 0.
    pub table: Vec<(Decimal, Decimal)>,
}

/// How the values of a measure become scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Normalise {
    /// As they are.
    None,
    /// `x / max(x) * full`.
    TopRatio {
        /// The score of the best.
        full: Decimal,
    },
    /// 功效系数: `full * (base + (1 - base) * (x - min(x)) / (max(x) - min(x)))`.
    Efficacy {
        /// The score of the best.
        full: Decimal,
        /// The share of `full` that the lowest gets, 0 to 1.
        base: Decimal,
    },
}

/// A difficulty class (难度系数).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Class {
    /// Id, unique among classes.
    pub id: String,
    /// Factor of the sum of components, > 0.
    pub coefficient: Decimal,
}

/// Caps and clamps of adjustments (加减分).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AdjustmentRules {
    /// Cap on an entry's bonuses together.
    pub bonus_cap: Option<Decimal>,
    /// Cap on an entry's deductions together.
    pub deduction_cap: Option<Decimal>,
    /// Least total.
    pub floor: Option<Decimal>,
    /// Greatest total.
    pub ceiling: Option<Decimal>,
    /// Listed items; where there is any, an adjustment's item must be one of them.
    pub items: Vec<Item>,
}

/// An item of adjustments (事项).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Id, unique among items.
    pub id: String,
    /// Name shown to people; the id where none was given.
    pub name: String,
    /// Cap by entry, item and kind, applied before the overall cap.
    pub cap: Option<Decimal>,
}

/// What a veto (一票否决) does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum VetoEffect {
    /// No place, award or band.
    #[default]
    Disqualify,
    /// Ranked, but passed over by awards.
    NoAward,
    /// Ranked, in the band with the smallest threshold.
    LowestBand,
    /// Ranked, one band lower.
    DropOneBand,
}

/// How places are given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RankingRules {
    /// Which total is compared.
    pub on: RankOn,
    /// Whether each track is ranked and awarded apart.
    pub by_track: bool,
    /// How places are counted after a tie.
    pub places: Places,
    /// Tie-breaks in order, higher first.
    pub tie_break: Vec<TieBreak>,
}

/// Which total is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RankOn {
    /// The final total, as rounded.
    Rounded,
    /// The total before the final rounding.
    Exact,
}

/// How places are counted after a tie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Places {
    /// 1, 2, 2, 4.
    Competition,
    /// 1, 2, 2, 3.
    Dense,
}

/// A tie-break: higher first, an entry without the value last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TieBreak {
    /// P of a component.
    Component(usize),
    /// A criterion over groups, before its weight.
    Criterion {
        /// Index of the component.
        component: usize,
        /// Index of the criterion in it.
        criterion: usize,
    },
    /// A of a group in a component.
    Group {
        /// Index of the component.
        component: usize,
        /// Index of the group in [`Rules::groups`].
        group: usize,
    },
    /// The total after clamping, before the final rounding.
    Exact,
    /// The bonus, as capped.
    Bonus,
}

/// An award (奖项).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Award {
    /// Name printed in results.
    pub name: String,
    /// How many it is for.
    pub quota: Quota,
    /// The printed total must reach this, too.
    pub at_least: Option<Decimal>,
    /// What happens where a shared place straddles the quota.
    pub boundary: Boundary,
}

/// How many entries an award is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quota {
    /// So many, at least 1.
    Places(usize),
    /// A share of the ranked entries (of the track, where tracks are apart).
    Share {
        /// Per cent, > 0 and <= 100.
        percent: Decimal,
        /// How the product is made whole.
        rounding: ShareRounding,
    },
}

/// How a share of entries is made whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShareRounding {
    /// Down.
    Floor,
    /// Half up, always.
    Round,
    /// Up.
    Ceil,
}

/// What happens where a shared place straddles an award's quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Boundary {
    /// A blocker until decided.
    Decide,
    /// All of them get it.
    Enlarge,
    /// None of them gets it; they are considered for the next award.
    Withhold,
}

/// A band (等次) by printed total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// Name printed in results.
    pub name: String,
    /// Least printed total of the band.
    pub at_least: Decimal,
}

/// Limits on one judge's complete cards in a marks component.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Limits {
    /// `(mark, per cent)`: no more than floor(per cent of their due cards) at `mark` or above.
    pub max_share_above: Option<(Decimal, Decimal)>,
    /// No two of their cards with the same total.
    pub distinct: bool,
}

impl Rules {
    /// The greatest total that components can give, without bonuses; `None` where a component has no
    /// greatest score or the figure does not fit. For scales of charts, not for arithmetic.
    #[must_use]
    pub fn full_marks(&self) -> Option<Decimal> {
        let sum = self.components.iter().try_fold(Decimal::ZERO, |sum, component| {
            sum.checked_add(component.full_marks()?.checked_mul(component.weight)?)
        })?;
        let coefficient = self.classes.iter().map(|class| class.coefficient).max().unwrap_or(Decimal::ONE);
        sum.checked_mul(coefficient.max(Decimal::ONE))
    }
}

impl Component {
    /// The greatest score that it can give, before its weight.
    fn full_marks(&self) -> Option<Decimal> {
        match &self.kind {
            Kind::Marks { criteria, .. } => criteria.iter().try_fold(Decimal::ZERO, |sum, criterion| {
                sum.checked_add(criterion.max.checked_mul(criterion.weight)?)
            }),
            Kind::Ranking { points, .. } => match points {
                Points::Step { first, .. } | Points::Percent { first, .. } => Some(*first),
                Points::Table(table) => table.iter().max().copied(),
            },
            Kind::Grades { grades, steps, .. } => match steps {
                Some(steps) => steps.table.iter().map(|(_, value)| *value).max(),
                None => grades.iter().map(|grade| grade.value).max(),
            },
            Kind::Measure { max, normalise, .. } => match normalise {
                Normalise::None => *max,
                Normalise::TopRatio { full } | Normalise::Efficacy { full, .. } => Some(*full),
            },
        }
    }

    /// Who judges it; `None` for a measure.
    #[must_use]
    pub fn judging(&self) -> Option<&Judging> {
        match &self.kind {
            Kind::Marks { judging, .. } | Kind::Ranking { judging, .. } | Kind::Grades { judging, .. } => Some(judging),
            Kind::Measure { .. } => None,
        }
    }

    /// Its criteria; empty unless it is of the kind marks.
    #[must_use]
    pub fn criteria(&self) -> &[Criterion] {
        match &self.kind {
            Kind::Marks { criteria, .. } => criteria,
            Kind::Ranking { .. } | Kind::Grades { .. } | Kind::Measure { .. } => &[],
        }
    }
}

impl Judging {
    /// Which of [`Judging::lists`] a judge of `group` (an index into [`Rules::groups`]) is in;
    /// `None` where the group does not judge the component.
    #[must_use]
    pub fn list_of(&self, group: usize) -> Option<usize> {
        let position = self.groups.iter().position(|&g| g == group)?;
        Some(match self.scope {
            Scope::Group => position,
            Scope::Panel => 0,
        })
    }
}
