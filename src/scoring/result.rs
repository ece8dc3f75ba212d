//! What a tabulation gives: the standings as printed, in the columns of the ranking.
//!
//! Everything here is text that has already been rounded and formatted; it goes into CSV, JSON and
//! pages as it stands, and into a frozen result, from which it can be read back.

use std::collections::BTreeMap;

use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::trace::EntryTrace;

/// The result of a tabulation, as `tabulate --format json` prints it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Title of the rules.
    pub title: String,
    /// SHA-256 of the rules file's bytes, in hexadecimal.
    pub rules_sha256: String,
    /// Whether nothing keeps the result from being final.
    #[serde(rename = "final")]
    pub is_final: bool,
    /// The greatest total that the rules allow before bonuses (满分), without trailing zeros; `None` where there is no
    /// greatest.
    #[serde(default)]
    pub full_marks: Option<String>,
    /// What keeps it from being final.
    pub blockers: Vec<Blocker>,
    /// Whether each track is ranked for itself.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_track: bool,
    /// The rows, in the order in which they are printed.
    pub ranking: Vec<RankingRow>,
    /// How panels were made comparable, by component and panel, where they were.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub balance: BTreeMap<String, BTreeMap<String, PanelFigures>>,
    /// Entries that took part no longer, which is why they have no row; none in what is tabulated from a folder.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withdrawn: Vec<Withdrawn>,
    /// Neighbours whose totals are equal and whose places are not, from the first place down, and what parts them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parted: Vec<Parting>,
    /// Awards that were kept from entries although there was a slot.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kept: Vec<KeptAward>,
    /// Broken limits that were let stand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accepted: Vec<AcceptedBreach>,
    /// Traces by entry, where they were asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<BTreeMap<String, EntryTrace>>,
}

/// How the scores of a panel were made comparable with others'; empty where there is no such figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanelFigures {
    /// A: the panel's mean.
    pub mean: String,
    /// R: what panels are brought to.
    pub target: String,
    /// What scores are multiplied with, or what is added to them; the panel's deviation where deviations are brought
    /// together.
    pub coefficient: String,
    /// S: the deviation that panels are brought to, where deviations are brought together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spread: Option<String>,
}

/// An entry (参评项目) that was withdrawn: it is not ranked and counts for nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawn {
    pub entry: String,
    /// Name of the project; may be empty.
    pub name: String,
    pub unit: String,
    /// Why it was withdrawn.
    pub reason: String,
}

/// Why an entry goes before another although their totals are equal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parting {
    /// Ids of the entries that share the place above.
    pub above: Vec<String>,
    /// Ids of the entries that share the place below.
    pub below: Vec<String>,
    pub by: PartedBy,
}

/// What parts equal totals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartedBy {
    TieBreak {
        /// The key as the rules have it; `exact` also where exact totals are compared.
        key: String,
        /// What the rules call what is compared; empty for `exact` and `bonus`.
        #[serde(default)]
        name: String,
        /// The value above; empty where there is none.
        above: String,
        /// The value below; empty where there is none.
        below: String,
    },
    Decision {
        /// The reason given; may be empty.
        reason: String,
    },
}

/// An award that was kept from an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptAward {
    pub entry: String,
    /// Name of the award.
    pub award: String,
    pub why: WhyKept,
}

/// Why an award was kept from an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WhyKept {
    /// The total does not reach what the award asks for.
    Threshold {
        /// What it asks for.
        at_least: String,
    },
    /// More entries share the place than there are slots, and the award is withheld then.
    Boundary,
}

/// A broken limit that was let stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptedBreach {
    /// Judge id.
    pub judge: String,
    /// Component id.
    pub component: String,
    /// The reason given; may be empty.
    pub reason: String,
}

/// One row of the ranking. Every figure is text, as printed; empty where there is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RankingRow {
    /// Place, from 1; empty where the entry is not ranked.
    pub rank: String,
    pub entry: String,
    /// Name of the project; may be empty.
    pub name: String,
    pub unit: String,
    /// Track; may be empty.
    pub track: String,
    pub total: String,
    /// Component ids and scores, in the order of the rules.
    pub components: Figures,
    /// The same times their weights, after the stage `component_weighted`; none in what is printed as CSV.
    #[serde(default, skip_serializing_if = "Figures::is_empty")]
    pub weighted: Figures,
    /// Bonus, as capped.
    pub bonus: String,
    /// Deduction, as capped.
    pub deduction: String,
    /// Award, several joined with `;` in the order of the rules; may be empty.
    pub award: String,
    /// Band; may be empty.
    pub band: String,
    pub status: Status,
}

/// What a row of the ranking is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It has a place.
    Ranked,
    /// Disqualified by a veto.
    Vetoed,
    /// Something it needs is missing.
    Incomplete,
}

impl Status {
    /// The word that is printed.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ranked => "ranked",
            Self::Vetoed => "vetoed",
            Self::Incomplete => "incomplete",
        }
    }
}

/// Something that keeps a result from being final (未决事项).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blocker {
    pub kind: BlockerKind,
    /// Component id, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub component: Option<String>,
    /// Group id, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Entry id, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<String>,
    /// Judge id, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judge: Option<String>,
    /// Panel, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub panel: Option<String>,
    /// Name of the award whose quota a tie straddles, for an undecided tie.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub award: Option<String>,
    /// Which cards break which limit, for a broken limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<BrokenLimit>,
}

/// Which cards break which limit; entries by id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrokenLimit {
    /// Too many cards at a mark or above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub above: Option<TooManyAbove>,
    /// Entries whose cards have the same total, by total.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub same: Vec<Vec<String>>,
}

/// Too many cards at a mark or above.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TooManyAbove {
    /// The mark.
    pub mark: String,
    /// How many may stand there.
    pub most: usize,
    /// Those that do.
    pub entries: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BlockerKind {
    /// A card is due and not in.
    MissingCard,
    /// Some counted values, but fewer than `min_cards`.
    TooFewCards,
    /// No counted value in a list.
    EmptyGroup,
    /// An entry without the value of a measure.
    MissingMeasure,
    /// A panel that cannot be made comparable with others.
    Unbalanced,
    /// A judge's cards break a limit.
    LimitBreach,
    /// A shared place straddles an award's quota.
    UndecidedTie,
}

impl BlockerKind {
    /// The word that is printed.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MissingCard => "missing-card",
            Self::TooFewCards => "too-few-cards",
            Self::EmptyGroup => "empty-group",
            Self::MissingMeasure => "missing-measure",
            Self::Unbalanced => "unbalanced",
            Self::LimitBreach => "limit-breach",
            Self::UndecidedTie => "undecided-tie",
        }
    }
}

/// Figures by id in a fixed order; an object in JSON.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Figures(pub Vec<(String, String)>);

impl Figures {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Figures {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (id, figure) in &self.0 {
            map.serialize_entry(id, figure)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Figures {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Figures;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object of figures")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Figures, A::Error> {
                let mut figures = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    figures.push(pair);
                }
                Ok(Figures(figures))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}
