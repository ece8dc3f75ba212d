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
    /// Whether the judge may or must comment on it.
    pub commenting: Commenting,
}

/// Whether a judge may or must comment (评语) on a card or on a line of it. No effect on the arithmetic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Commenting {
    None,
    Optional,
    /// Below so many per cent of the greatest mark, or of the greatest total of a card.
    RequiredBelow(Decimal),
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
    /// Cards that are due: one that is not in counts 0 (under [`super::Missing::Skip`]).
    Due,
}

/// A share of ballots, 0 to 1, as a quotient: `0.9` is 0.9 over 1, `"1/3"` is 1 over 3.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    pub over: Decimal,
    /// > 0.
    pub under: Decimal,
}

impl Share {
    /// As the rules file writes it.
    #[must_use]
    pub fn spelled(self) -> String {
        let over = self.over.normalize();
        if self.under == Decimal::ONE { over.to_string() } else { format!("{over}/{}", self.under.normalize()) }
    }
}

/// A table of half-open steps by the share of grades.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Steps {
    /// Indices of the grades whose shares, added up, are looked up.
    pub of: Vec<usize>,
    /// `(share, value)`: a share of at least this gives this value; falling strictly, ending at 0.
    pub table: Vec<(Share, Decimal)>,
    /// What stands instead of it; the first that fits.
    pub overrides: Vec<Override>,
}

/// A value that stands instead of the step that the first share reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    /// Indices of the grades whose shares are added up.
    pub of: Vec<usize>,
    /// What their share must reach.
    pub at_least: Share,
    pub value: Decimal,
    /// The first share must be below this, too.
    pub only_below: Option<Share>,
}

/// What a ballot of votes is, and what votes are worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VotesRules {
    /// How many entries a judge chooses, at least 1.
    pub choose: usize,
    /// Just so many; otherwise at most so many.
    pub exactly: bool,
    /// The score of an entry that everybody chose.
    pub full: Decimal,
    /// What votes are divided by.
    pub denominator: Denominator,
}

impl Normalise {
    /// Whether a value of 0 is impossible, since something is divided by it.
    #[must_use]
    pub fn divides_by_value(&self) -> bool {
        matches!(self, Self::TopRatio { order: Order::Lower, .. })
    }
}

impl VotesRules {
    /// Whether a ballot may choose so many entries; none is no ballot.
    #[must_use]
    pub fn takes(&self, chosen: usize) -> bool {
        chosen == self.choose || (!self.exactly && chosen > 0 && chosen < self.choose)
    }
}

/// Which of two values is the better one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    #[default]
    Higher,
    Lower,
}

/// How the values of a measure become scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Normalise {
    None,
    /// `x / max(x) * full`, or `min(x) / x * full` where lower is better.
    TopRatio {
        /// The score of the best.
        full: Decimal,
        order: Order,
    },
    /// 功效系数: `full * (base + (1 - base) * (x - min(x)) / (max(x) - min(x)))`, with `max(x) - x` above where lower is
    /// better.
    Efficacy {
        /// The score of the best.
        full: Decimal,
        /// The share of `full` that the worst gets, 0 to 1.
        base: Decimal,
        order: Order,
    },
    /// `at + per * (x - target)`, no more than `cap` and no less than `floor`.
    Line {
        /// The score where the value is the target.
        at: Decimal,
        /// Points for each unit above it; may be negative.
        per: Decimal,
        target: Decimal,
        cap: Option<Decimal>,
        floor: Option<Decimal>,
    },
}
