//! From scores to the outcome: classes, adjustments, vetoes, places, awards, bands, limits.

use rust_decimal::Decimal;

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
        /// Index of the group in [`super::Rules::groups`].
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
