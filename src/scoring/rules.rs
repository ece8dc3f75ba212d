//! The scoring rules as values: what `scoring-rules.toml` says once it has been read and checked.
//!
//! Owns the vocabulary of the rules and what follows from them alone (defaults are already filled
//! in, ids are already resolved to indices). Knows nothing of TOML, files or line numbers: reading
//! is `folder`'s work, and a `Rules` that exists is a `Rules` that holds together.

mod ballot;
mod full;
mod judging;
mod outcome;
mod relative;
mod rounding;

use rust_decimal::Decimal;

pub use ballot::{
    Commenting, Criterion, Denominator, Grade, Normalise, Order, Override, Points, Share, Steps, VotesRules,
};
pub use judging::{
    EmptyGroup, Judging, ListRules, Method, Missing, ModalTie, Opens, Over, Recusal, Release, Scope, TooFew,
};
pub use outcome::{
    AdjustmentRules, Award, Band, Boundary, Class, End, Item, Limits, Places, Quota, RankOn, RankingRules,
    ShareRounding, TieBreak, VetoEffect, VetoItem, VetoRules,
};
pub use relative::{Apply, Balance, ByPlace, DropIn, Shared, Spread, Target, Within};
pub use rounding::{Precision, Rounding, RoundingMode};

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
    /// What vetoes do.
    pub veto: VetoRules,
    /// How places are given.
    pub ranking: RankingRules,
    /// Awards, in the order in which they are handed out.
    pub awards: Vec<Award>,
    /// Bands (等次), highest threshold first, whatever the order of the file.
    pub bands: Vec<Band>,
    /// Limits on one judge's cards.
    pub limits: Limits,
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
    /// Which entries its judges score.
    pub covers: Covers,
}

/// Which entries the judges of a group score, by unit. The same text is the same unit; an entry without a unit belongs
/// to the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Covers {
    /// Whichever.
    #[default]
    All,
    /// Those of their own unit.
    OwnUnit,
    /// Those of other units (互评).
    OtherUnits,
}

/// A component (评分环节).
#[derive(Debug, Clone, PartialEq)]
pub struct Component {
    /// Id, unique among components.
    pub id: String,
    /// Name shown to people; the id where none was given.
    pub name: String,
    /// Weight in the total, > 0; or 0 where it only parts ties or gives an award.
    pub weight: Decimal,
    /// What is scored, and how it becomes the component's score.
    pub kind: Kind,
    /// How scores are made comparable across panels.
    pub balance: Option<Balance>,
    /// Points for the place of the score, which stand instead of it.
    pub by_place: Option<ByPlace>,
}

/// The five kinds of component.
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
    /// 推荐票: each judge chooses entries.
    Votes {
        /// Who judges, and how ballots are put together.
        judging: Judging,
        votes: VotesRules,
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

impl Rules {
    /// A tie-break as the rules file writes it.
    #[must_use]
    pub fn spelled(&self, tie_break: TieBreak) -> String {
        match tie_break {
            TieBreak::Component(component) => format!("component:{}", self.components[component].id),
            TieBreak::Criterion { component, criterion } => {
                let part = &self.components[component];
                format!("criterion:{}.{}", part.id, part.criteria()[criterion].id)
            }
            TieBreak::Group { component, group } => {
                format!("group:{}.{}", self.components[component].id, self.groups[group].id)
            }
            TieBreak::Decimals(decimals) => format!("decimals:{decimals}"),
            TieBreak::Exact => "exact".to_owned(),
            TieBreak::Bonus => "bonus".to_owned(),
        }
    }

    /// What the rules call what a tie-break compares; empty for the total and the bonus.
    #[must_use]
    pub fn called(&self, tie_break: TieBreak) -> String {
        match tie_break {
            TieBreak::Component(component) => self.components[component].name.clone(),
            TieBreak::Criterion { component, criterion } => {
                let part = &self.components[component];
                format!("{} · {}", part.name, part.criteria()[criterion].name)
            }
            TieBreak::Group { component, group } => {
                format!("{} · {}", self.components[component].name, self.groups[group].name)
            }
            TieBreak::Decimals(_) | TieBreak::Exact | TieBreak::Bonus => String::new(),
        }
    }

    /// The stage that a component's score, as it is weighed and printed, was rounded at last.
    #[must_use]
    pub fn score_stage(&self, component: usize) -> Option<Precision> {
        let part = &self.components[component];
        if part.balance.is_some() && part.by_place.is_none() { self.rounding.balanced } else { self.rounding.component }
    }
}

impl Component {
    /// Who judges it; `None` for a measure.
    #[must_use]
    pub fn judging(&self) -> Option<&Judging> {
        match &self.kind {
            Kind::Marks { judging, .. }
            | Kind::Ranking { judging, .. }
            | Kind::Grades { judging, .. }
            | Kind::Votes { judging, .. } => Some(judging),
            Kind::Measure { .. } => None,
        }
    }

    /// Who judges it, to be changed.
    pub(super) fn judging_mut(&mut self) -> Option<&mut Judging> {
        match &mut self.kind {
            Kind::Marks { judging, .. }
            | Kind::Ranking { judging, .. }
            | Kind::Grades { judging, .. }
            | Kind::Votes { judging, .. } => Some(judging),
            Kind::Measure { .. } => None,
        }
    }

    /// Whether a judge gives one ballot over all entries, and not a card for each.
    #[must_use]
    pub fn is_ballot(&self) -> bool {
        match self.kind {
            Kind::Ranking { .. } | Kind::Votes { .. } => true,
            Kind::Marks { .. } | Kind::Grades { .. } | Kind::Measure { .. } => false,
        }
    }

    /// Its criteria; empty unless it is of the kind marks.
    #[must_use]
    pub fn criteria(&self) -> &[Criterion] {
        match &self.kind {
            Kind::Marks { criteria, .. } => criteria,
            Kind::Ranking { .. } | Kind::Grades { .. } | Kind::Votes { .. } | Kind::Measure { .. } => &[],
        }
    }

    /// What a mean or a share of its ballots is divided by; the grade that most give is no share of those due.
    #[must_use]
    pub fn denominator(&self) -> Denominator {
        match &self.kind {
            Kind::Grades { judging, .. }
                if matches!(judging.lists[..], [ListRules { method: Method::Modal(_), .. }]) =>
            {
                Denominator::Valid
            }
            Kind::Grades { denominator, .. } => *denominator,
            Kind::Votes { votes, .. } => votes.denominator,
            Kind::Marks { .. } | Kind::Ranking { .. } | Kind::Measure { .. } => Denominator::Valid,
        }
    }

    /// Whether its scores depend on one another once each entry has its own.
    #[must_use]
    pub fn is_relative(&self) -> bool {
        self.balance.is_some() || self.by_place.is_some()
    }
}
