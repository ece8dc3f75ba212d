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
    /// Ranked, with the award that follows the one it would have got.
    DropOneAward,
}

impl VetoEffect {
    /// The word of the rules file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Disqualify => "disqualify",
            Self::NoAward => "no-award",
            Self::LowestBand => "lowest-band",
            Self::DropOneBand => "drop-one-band",
            Self::DropOneAward => "drop-one-award",
        }
    }
}

/// What vetoes do, by reason.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VetoRules {
    /// What a veto does whose item says nothing else.
    pub effect: VetoEffect,
    /// Listed items; where there is any, a veto's item must be one of them.
    pub items: Vec<VetoItem>,
}

/// An item of vetoes (否决事项).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VetoItem {
    /// Id, unique among items of vetoes.
    pub id: String,
    /// Name shown to people; the id where none was given.
    pub name: String,
    pub effect: VetoEffect,
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
    /// The total after clamping, rounded to so many decimals instead of the final rounding.
    Decimals(u32),
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
    /// From which end of the ranking it is handed out.
    pub from: End,
    /// The printed value that the ranking goes by must reach this (from the top) or not exceed it (from the bottom), too.
    pub threshold: Option<Decimal>,
    /// What happens where a shared place straddles the quota.
    pub boundary: Boundary,
    /// The component by whose score it is handed out, beside all other awards; `None`: by the ranking.
    pub by: Option<usize>,
    /// The tracks that it is for; empty: all.
    pub tracks: Vec<String>,
}

impl Award {
    /// Whether it is handed out in a track.
    #[must_use]
    pub fn is_in(&self, track: &str) -> bool {
        self.tracks.is_empty() || self.tracks.iter().any(|one| one == track)
    }
}

/// An end of the ranking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum End {
    #[default]
    Top,
    Bottom,
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
