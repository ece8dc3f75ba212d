//! How much the seats of a component agree, by all that is said of it.

use super::gwet::Gwet;
use super::icc::Icc;
use super::kendall::{Concordance, concordance};
use super::krippendorff::{Level, alpha};
use super::{Figure, Table};

/// The coefficients of one table; each is `None` where the cards do not give it.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    pub concordance: Option<Concordance>,
    pub icc: Option<Icc>,
    /// Krippendorff's alpha of the values, gaps and all.
    pub alpha: Option<Figure>,
    /// Gwet's AC2 with quadratic weights.
    pub gwet: Option<Gwet>,
    /// Seats with a card at all.
    pub seats: usize,
    pub cards: usize,
}

impl Agreement {
    #[must_use]
    pub fn of(table: &Table) -> Self {
        Self {
            concordance: concordance(table),
            icc: Icc::of(table),
            alpha: alpha(table, Level::Interval),
            gwet: Gwet::second(table),
            seats: table.rows().filter(|row| row.iter().any(Option::is_some)).count(),
            cards: table.filled(),
        }
    }
}
