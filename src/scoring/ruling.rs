//! What people rule on once they see it: ties, which the chair orders, and broken limits, which are let stand. A ruling
//! belongs to what it was taken over; here is what that is, in words that are equal only where it is the same.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::component::{JudgesCards, Scorer};
use super::event::{Acceptance, Decision, Event};
use super::exact::Exact;
use super::rank::{self, Parted};
use super::rules::Kind;
use super::tabulate::{Standings, tabulate};

/// Entries that share a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tie {
    /// Indices of the entries, in the order in which they are printed.
    pub entries: Vec<usize>,
    /// The place that they share.
    pub place: usize,
    /// What makes them level: their track, the place, the total that is compared and the value of every tie-break.
    pub cause: String,
}

/// A limit that a judge's cards break in a component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// Index of the component.
    pub component: usize,
    /// Index of the judge.
    pub judge: usize,
    /// Where too many cards stand at the mark or above: how many may, and the entries of those that do.
    pub above: Option<(usize, Vec<usize>)>,
    /// Entries whose cards have the same total where no two may, by total.
    pub same: Vec<Vec<usize>>,
    /// What breaks it: how many cards are due, and the totals of those that are complete.
    pub cause: String,
}

/// The limits that judges' complete cards break, accepted or not.
pub(super) fn breaches(event: &Event, scorers: &[Scorer<'_>]) -> Vec<Breach> {
    let limits = &event.rules().limits;
    let mut found = Vec::new();
    if limits.max_share_above.is_none() && !limits.distinct {
        return found;
    }
    for (component, (part, scorer)) in event.rules().components.iter().zip(scorers).enumerate() {
        if !matches!(part.kind, Kind::Marks { .. }) {
            continue;
        }
        for JudgesCards { judge, due, totals: mut cards } in scorer.cards() {
            cards.sort_by_key(|(entry, _)| &event.entries()[*entry].id);
            let above = limits.max_share_above.and_then(|(mark, percent)| {
                let most = super::award::share_of(percent, due).floor().unwrap_or(usize::MAX);
                let above = cards.iter().filter(|(_, total)| *total >= Exact::from(mark));
                let above: Vec<usize> = above.map(|(entry, _)| *entry).collect();
                (above.len() > most).then_some((most, above))
            });
            let told = cards.iter().map(|(entry, total)| format!("{} {}", event.entries()[*entry].id, total.show()));
            let cause = format!("{due}: {}", told.collect::<Vec<_>>().join(", "));
            let mut same = Vec::new();
            if limits.distinct {
                cards.sort_by(|a, b| a.1.cmp(&b.1));
                let runs = cards.chunk_by(|a, b| a.1 == b.1).filter(|run| run.len() > 1);
                same.extend(runs.map(|run| run.iter().map(|(entry, _)| *entry).collect()));
            }
            if above.is_some() || !same.is_empty() {
                found.push(Breach { component, judge, above, same, cause });
            }
        }
    }
    found
}

impl Standings<'_> {
    /// The places that several entries share, from the first track and place down.
    #[must_use]
    pub fn ties(&self) -> Vec<Tie> {
        let components = 0..self.event.rules().components.len();
        let mut scorers: Vec<Scorer<'_>> = components.map(|component| Scorer::new(self.event, component)).collect();
        let ranking = &self.event.rules().ranking;
        let ties = self.shared.iter().filter_map(|entries| {
            let first = *entries.first()?;
            let place = self.tallies[first].place?;
            let track = if ranking.by_track { self.event.entries()[first].track.as_str() } else { "" };
            let mut cause = format!("{track}#{place} = {}", rank::compared(self, first)?.show());
            for &key in &ranking.tie_break {
                let value = rank::tie_value(self, key, first, &mut scorers);
                cause += &format!(
                    ", {} = {}",
                    self.event.rules().spelled(key),
                    value.map_or_else(String::new, |v| v.show())
                );
            }
            Some(Tie { entries: entries.clone(), place, cause })
        });
        ties.collect()
    }

    /// What names the decisions that part places; empty for the rows without a text.
    #[must_use]
    pub fn decided(&self) -> Vec<&str> {
        let by = self.parted.iter().filter_map(|(_, _, by)| match by {
            Parted::Decision(tie) => Some(tie.as_str()),
            Parted::TieBreak(..) | Parted::Exact(..) => None,
        });
        by.collect()
    }

    /// The limits that judges' complete cards break, accepted or not.
    #[must_use]
    pub fn breaches(&self) -> &[Breach] {
        &self.breaches
    }
}

/// The event with the rulings that hold: a decision holds where exactly its entries are level by what made them level when
/// it was taken, an acceptance where the cards are those that were accepted. One that came without a cause stays as it is.
#[must_use]
pub fn in_force(event: &Event) -> Cow<'_, Event> {
    let bound = |cause: &str| !cause.is_empty();
    let any = event.decisions().iter().any(|row| bound(&row.cause))
        || event.acceptances().iter().any(|row| bound(&row.cause));
    if !any {
        return Cow::Borrowed(event);
    }
    let bare = event.clone().with_rulings(|row| !bound(&row.cause), |row| !bound(&row.cause));
    let standings = tabulate(&bare);
    let ties = standings.ties();
    let about = |row: &Decision| -> BTreeSet<usize> {
        event.decisions().iter().filter(|other| other.tie == row.tie).map(|other| other.entry).collect()
    };
    let decided = |row: &Decision| {
        let holds =
            |tie: &Tie| tie.cause == row.cause && tie.entries.iter().copied().collect::<BTreeSet<_>>() == about(row);
        !bound(&row.cause) || ties.iter().any(holds)
    };
    let accepted = |row: &Acceptance| {
        let same = |b: &Breach| (b.judge, b.component) == (row.judge, row.component) && b.cause == row.cause;
        !bound(&row.cause) || standings.breaches().iter().any(same)
    };
    Cow::Owned(event.clone().with_rulings(decided, accepted))
}
