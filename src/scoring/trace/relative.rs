//! What a score became among those of all entries: balance across panels, points for the place.

use serde::{Deserialize, Serialize};

use super::{Stage, Used};

/// How a component's score was made comparable across panels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BalanceTrace {
    /// The entry's panel.
    pub panel: String,
    /// `ratio`, `shift` or `deviation`.
    pub apply: String,
    /// `mean-of-means` or `pooled`.
    pub target: String,
    /// The scores of the panel, lowest first.
    pub scores: Vec<PanelScore>,
    /// A: the mean of those that are kept, after the stage `panel_mean`; `None` where there are too few.
    pub mean: Option<Stage>,
    /// The panels' means, where their mean is the target.
    pub means: Vec<PanelMean>,
    /// R: what panels are brought to, after the stage `panel_mean`.
    pub goal: Option<Stage>,
    /// s: the deviation of the panel, at the stage `coefficient` (apply = deviation).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deviation: Option<String>,
    /// What scores are multiplied with (ratio), what is added to them (shift), or S, the deviation that panels are
    /// brought to (deviation), after the stage `coefficient`.
    pub coefficient: Option<Stage>,
    /// P′, after the stage `balanced`; `None` where the panel cannot be balanced.
    pub score: Option<Stage>,
}

/// A score of a panel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanelScore {
    pub entry: String,
    pub score: String,
    /// Whether it is in the mean, or was left out at an end.
    pub used: Used,
}

/// The mean of a panel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanelMean {
    pub panel: String,
    pub mean: String,
}

/// The points for the place of a score.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByPlaceTrace {
    /// The place among the entries with a score, from 1.
    pub place: usize,
    /// How many entries share it, this one among them.
    pub shared: usize,
    /// The points, after the stage `component`.
    pub points: Option<Stage>,
}
