//! The scoring rules as values: what `scoring-rules.toml` says once it has been read and checked.
//!
//! Owns the vocabulary of the rules and what follows from them alone (defaults are already filled
//! in, ids are already resolved to indices). Knows nothing of TOML, files or line numbers: reading
//! is `folder`'s work, and a `Rules` that exists is a `Rules` that holds together.

mod ballot;
mod judging;
mod outcome;

use rust_decimal::Decimal;

pub use ballot::{Criterion, Denominator, Grade, Normalise, Points, Steps};
pub use judging::{EmptyGroup, Judging, ListRules, Method, Missing, Opens, Over, Recusal, Release, Scope, TooFew};
pub use outcome::{
    AdjustmentRules, Award, Band, Boundary, Class, Item, Limits, Places, Quota, RankOn, RankingRules, ShareRounding,
    TieBreak, VetoEffect,
};

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

impl RoundingMode {
    /// The word of the rules file.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::HalfUp => "half-up",
            Self::HalfEven => "half-even",
            Self::Down => "down",
        }
    }
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
            TieBreak::Exact => "exact".to_owned(),
            TieBreak::Bonus => "bonus".to_owned(),
        }
    }

    /// What the rules call what a tie-break compares; empty for the exact total and the bonus.
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
            TieBreak::Exact | TieBreak::Bonus => String::new(),
        }
    }

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
