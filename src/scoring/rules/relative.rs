//! What depends on the whole field of entries: scores made comparable across panels, points for the place of a score.

use super::{Order, Points};

/// How the scores of several panels are made comparable (二次平均法 and its kin).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Balance {
    pub target: Target,
    pub apply: Apply,
    /// How many of the highest are left out where a panel's mean is taken.
    pub drop_highest: usize,
    /// How many of the lowest are left out where a panel's mean is taken.
    pub drop_lowest: usize,
    pub drop_in: DropIn,
    pub within: Within,
    pub spread: Spread,
}

/// What panels are brought to, R.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// The mean of the panels' means.
    MeanOfMeans,
    /// The mean over all entries.
    Pooled,
}

impl Target {
    /// The word of the rules file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MeanOfMeans => "mean-of-means",
            Self::Pooled => "pooled",
        }
    }
}

/// How a panel of mean A is brought to R.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Apply {
    /// `P × (R ÷ A)`.
    Ratio,
    /// `P + (R − A)`.
    Shift,
    /// `R + S × (P − A) ÷ s`, with s the deviation of the panel and S that of all.
    Deviation,
}

impl Apply {
    /// The word of the rules file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ratio => "ratio",
            Self::Shift => "shift",
            Self::Deviation => "deviation",
        }
    }
}

/// What the entries that are left out are left out of, where all entries are pooled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DropIn {
    /// So many of the pooled list.
    Pool,
    /// So many of each panel's list; R is the mean of what these keep.
    Panel,
}

/// Which panels are made comparable with one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// All; each track for itself where tracks are ranked apart.
    Event,
    /// Those of each track.
    Track,
}

/// What S is of the panels' deviations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spread {
    Mean,
    Min,
}

/// Points for the place of an entry's score among all that have one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByPlace {
    pub points: Points,
    /// Which score comes first.
    pub order: Order,
    pub ties: Shared,
}

/// What entries with the same score get.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shared {
    /// The points of the first of the places that they take up.
    Best,
    /// The mean of the points of those places.
    Mean,
}
