//! Who judges a component, when, and how their cards are put together.

use super::Commenting;

/// What is aggregated over the judges first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// Each judge's card is added up, then cards are aggregated.
    Card,
    /// Each criterion is aggregated over judges, then criteria are added up.
    Criterion,
}

/// Who judges a component, and how their cards are put together.
#[derive(Debug, Clone, PartialEq)]
pub struct Judging {
    /// The groups that judge it: indices into [`super::Rules::groups`], ascending, without repeats; at least one.
    pub groups: Vec<usize>,
    /// Whether groups are aggregated apart.
    pub scope: Scope,
    /// What a recusal does.
    pub recusal: Recusal,
    /// What a group without a counted value does.
    pub empty_group: EmptyGroup,
    /// Settings of each list of judges: one for each of `groups`, in that order, under
    /// [`Scope::Group`]; exactly one under [`Scope::Panel`].
    pub lists: Vec<ListRules>,
    /// When judges may score; no effect on the arithmetic.
    pub release: Release,
    /// Whether judges may or must comment on a card.
    pub commenting: Commenting,
}

/// Which judges make one list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// A list for each group; group scores are weighed together.
    Group,
    /// One list of all judges; group weights are not used.
    Panel,
}

/// How one list of counted values becomes one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListRules {
    pub method: Method,
    /// Fewer counted values than this: `too_few` applies. At least 1; for a trimmed mean at least
    /// what is dropped plus one.
    pub min_cards: usize,
    /// What happens with fewer than `min_cards`.
    pub too_few: TooFew,
    /// What a card that is due and not in does.
    pub missing: Missing,
}

/// The method of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Arithmetic mean.
    Mean,
    /// Mean after dropping so many of the highest and lowest values, one copy a drop.
    TrimmedMean {
        /// How many of the highest are dropped.
        drop_highest: usize,
        /// How many of the lowest are dropped.
        drop_lowest: usize,
    },
    /// Median; of an even count, the mean of the middle two.
    Median,
    /// The value of the grade that most cards give.
    Modal(ModalTie),
}

/// What several grades give that equally many cards have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModalTie {
    /// The lowest of their values.
    Lower,
    /// The highest of their values.
    Higher,
    /// The mean of their values.
    Mean,
}

/// What too few counted values do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TooFew {
    /// A blocker.
    Error,
    /// The plain mean is taken, and the trace says so.
    Mean,
}

/// What a card that is due and not in does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// A blocker.
    Block,
    /// It is left out, and named in the trace.
    Skip,
}

/// What a recusal does, besides removing its cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recusal {
    /// Only that cell is removed.
    DropCell,
    /// A judge recused from any entry counts for none in the component.
    DropJudge,
    /// The judge's mean card on the other entries stands in.
    OwnMean,
}

/// What a group without a counted value does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmptyGroup {
    /// A blocker.
    Error,
    /// The other groups' weights are used without it.
    Renormalise,
}

/// When judges may score a component.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Release {
    pub opens: Opens,
    /// Minutes after leaving the entry at which it closes; `None`: with the event.
    pub closes_after: Option<u32>,
}

/// What opens a component for scoring.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Opens {
    /// The opening of the event.
    #[default]
    Event,
    /// The arrival at the entry, but not before so many entries have been seen.
    Arrival { hold: u32 },
    /// So many entries having been seen.
    After(u32),
    /// All entries having been seen.
    All,
}

impl Judging {
    /// Which of [`Judging::lists`] a judge of `group` (an index into [`super::Rules::groups`]) is in;
    /// `None` where the group does not judge the component.
    #[must_use]
    pub fn list_of(&self, group: usize) -> Option<usize> {
        let position = self.groups.iter().position(|&g| g == group)?;
        Some(match self.scope {
            Scope::Group => position,
            Scope::Panel => 0,
        })
    }
}
