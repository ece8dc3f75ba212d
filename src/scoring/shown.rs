//! What is shown of a result: the one type that every page, sheet and file draws from, so that each says the same.

use super::result::{Blocker, BlockerKind, KeptAward, PartedBy, Parting, RankingRow, Report, Status};

/// A result, as it is shown.
#[derive(Debug, Clone)]
pub struct Shown<'r> {
    /// The rankings: one, or one a track where tracks are apart.
    pub tracks: Vec<ShownTrack<'r>>,
    pub open: Open,
}

/// One ranking.
#[derive(Debug, Clone)]
pub struct ShownTrack<'r> {
    /// The track; empty where there is one ranking of all, and for entries that have none.
    pub name: &'r str,
    /// Its rows, in the order in which they are printed.
    pub rows: Vec<ShownRow<'r>>,
}

/// One entry: its figures, and all that is to be said of its place and award.
#[derive(Debug, Clone)]
pub struct ShownRow<'r> {
    /// Place, total and its parts, award, band and status, as printed.
    pub row: &'r RankingRow,
    /// Ids of the entries that share the place.
    pub shared_with: Vec<&'r str>,
    /// Why it comes after the entries above, whose total is the same.
    pub after: Option<&'r Parting>,
    /// Why it goes before the entries below, whose total is the same.
    pub before: Option<&'r Parting>,
    /// Awards that were kept from it although there was a slot.
    pub kept: Vec<&'r KeptAward>,
}

/// How many things keep a result from being final (未决事项), by who can do something about them after the close.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Open {
    /// Ties across an award and broken limits: settled with the result in sight, before anybody signs.
    pub to_settle: usize,
    /// What is missing: the event was closed in spite of it, with a reason.
    pub overridden: usize,
}

impl Open {
    fn of(blockers: &[Blocker]) -> Self {
        let to_settle = blockers.iter().filter(|blocker| blocker.kind.is_settled_after_the_close()).count();
        Self { to_settle, overridden: blockers.len() - to_settle }
    }

    /// All of them.
    #[must_use]
    pub fn count(self) -> usize {
        self.to_settle + self.overridden
    }
}

impl BlockerKind {
    /// Whether it is settled with the result in sight, and so only after the close.
    #[must_use]
    pub fn is_settled_after_the_close(self) -> bool {
        match self {
            Self::LimitBreach | Self::UndecidedTie => true,
            Self::MissingCard | Self::TooFewCards | Self::EmptyGroup | Self::MissingMeasure | Self::Unbalanced => false,
        }
    }
}

impl ShownRow<'_> {
    /// The decision that this entry's place hangs on: why it was taken; may be empty.
    #[must_use]
    pub fn decided(&self) -> Option<&str> {
        let decision = |parting: &&Parting| matches!(parting.by, PartedBy::Decision { .. });
        match self.before.filter(decision).or(self.after.filter(decision)).map(|parting| &parting.by) {
            Some(PartedBy::Decision { reason }) => Some(reason),
            Some(PartedBy::TieBreak { .. }) | None => None,
        }
    }
}

impl Report {
    /// The report as it is shown.
    #[must_use]
    pub fn shown(&self) -> Shown<'_> {
        let tracks = self.tracks().into_iter().map(|rows| ShownTrack {
            name: if self.is_by_track() { rows.first().map_or("", |row| row.track.as_str()) } else { "" },
            rows: rows.iter().map(|row| self.shown_row(row, rows)).collect(),
        });
        Shown { tracks: tracks.collect(), open: Open::of(&self.blockers) }
    }

    fn shown_row<'r>(&'r self, row: &'r RankingRow, ranking: &'r [RankingRow]) -> ShownRow<'r> {
        let shares =
            |other: &&RankingRow| row.status == Status::Ranked && other.rank == row.rank && other.entry != row.entry;
        let among = |ids: &[String]| ids.contains(&row.entry);
        ShownRow {
            row,
            shared_with: ranking.iter().filter(shares).map(|other| other.entry.as_str()).collect(),
            after: self.parted.iter().find(|parting| among(&parting.below)),
            before: self.parted.iter().find(|parting| among(&parting.above)),
            kept: self.kept.iter().filter(|kept| kept.entry == row.entry).collect(),
        }
    }

    /// Whether each track is ranked for itself. A report of a program that did not say so yet shows it where places
    /// begin again.
    #[must_use]
    pub fn is_by_track(&self) -> bool {
        let places: Vec<usize> = self.ranking.iter().filter_map(|row| row.rank.parse().ok()).collect();
        self.by_track || places.windows(2).any(|pair| pair[1] < pair[0])
    }

    /// The rows of each ranking.
    fn tracks(&self) -> Vec<&[RankingRow]> {
        if self.is_by_track() {
            self.ranking.chunk_by(|a, b| a.track == b.track).collect()
        } else {
            vec![&self.ranking[..]]
        }
    }
}
