//! What a judge fills in, and what it is worth: criteria of a card, places and grades of a ballot; and how measures
//! become scores.

use rust_decimal::Decimal;

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
