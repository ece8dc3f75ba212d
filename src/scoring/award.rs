//! Awards handed out along a ranking, and bands by total.

use std::collections::VecDeque;

use rust_decimal::Decimal;

use super::exact::Exact;
use super::rules::{Award, Band, Boundary, End, Precision, Quota, ShareRounding};
use super::total::Vetoes;

/// Entries that share a place, in competition for awards.
#[derive(Debug)]
pub(super) struct Contender {
    /// The entries; none that a veto keeps from awards.
    pub entries: Vec<usize>,
    /// As printed, what they are ranked by.
    pub printed: Exact,
}

/// Why an entry does not have an award although a slot of it was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kept {
    /// Its total does not reach what the award asks for.
    Threshold,
    /// It shares its place with more entries than there are slots, and the award is withheld then.
    Boundary,
}

/// What the awards of one ranking came to.
#[derive(Debug, Default)]
pub(super) struct Awarded {
    /// `(entry, award)`.
    pub given: Vec<(usize, usize)>,
    /// `(entry, award)` for each entry of a shared place that straddles a quota and waits for a decision.
    pub undecided: Vec<(usize, usize)>,
    /// `(entry, award, why)` for each entry that an award was kept from.
    pub kept: Vec<(usize, usize, Kept)>,
}

/// Hands out the awards of one ranking: first those from the top, down the ranking, in their order; then those from the
/// bottom, up from the last place. An entry that has one is in the competition no more.
///
/// Where a shared place waits for a decision, its entries get nothing, but take as many slots as they
/// will, whichever way the decision goes; so what is beyond them does not depend on it.
pub(super) fn hand_out<'a>(
    awards: impl Iterator<Item = (usize, &'a Award)> + Clone,
    ranked: usize,
    contenders: Vec<Contender>,
) -> Awarded {
    let queue = contenders.into_iter().map(|contender| Waiting { contender, undecided: None }).collect();
    let mut handing = Handing { queue, awarded: Awarded::default() };
    for end in [End::Top, End::Bottom] {
        for (index, award) in awards.clone().filter(|(_, award)| award.from == end) {
            handing.hand_out(index, award, ranked);
        }
    }
    handing.awarded
}

/// A shared place whose entries have no award yet.
struct Waiting {
    contender: Contender,
    /// How many of its entries wait for a decision and are still without a slot.
    undecided: Option<usize>,
}

impl Waiting {
    fn size(&self) -> usize {
        self.undecided.unwrap_or(self.contender.entries.len())
    }
}

struct Handing {
    /// From the first place down.
    queue: VecDeque<Waiting>,
    awarded: Awarded,
}

impl Handing {
    /// Hands out one award from its end of the queue.
    fn hand_out(&mut self, index: usize, award: &Award, ranked: usize) {
        let mut slots = award.quota.slots(ranked);
        let awarded = &mut self.awarded;
        loop {
            let next = match award.from {
                End::Top => self.queue.front_mut(),
                End::Bottom => self.queue.back_mut(),
            };
            let Some(waiting) = next.filter(|next| slots > 0 && award.is_reached(&next.contender.printed)) else {
                break;
            };
            let (size, entries) = (waiting.size(), &waiting.contender.entries);
            if size > slots && waiting.undecided.is_none() {
                match award.boundary {
                    Boundary::Enlarge => slots = size,
                    Boundary::Withhold => {
                        awarded.kept.extend(entries.iter().map(|&entry| (entry, index, Kept::Boundary)));
                        return;
                    }
                    Boundary::Decide => {
                        awarded.undecided.extend(entries.iter().map(|&entry| (entry, index)));
                        waiting.undecided = Some(size);
                    }
                }
            }
            let taken = size.min(slots);
            slots -= taken;
            match &mut waiting.undecided {
                Some(left) => *left -= taken,
                None => awarded.given.extend(waiting.contender.entries.iter().map(|&entry| (entry, index))),
            }
            if taken == size {
                match award.from {
                    End::Top => self.queue.pop_front(),
                    End::Bottom => self.queue.pop_back(),
                };
            }
        }
        // nobody asks why they were spared what goes to the last ones
        if award.from == End::Bottom {
            return;
        }
        // slots that are left are left because the next do not reach it
        for waiting in &self.queue {
            if slots == 0 {
                break;
            }
            if waiting.undecided.is_none() {
                let entries = waiting.contender.entries.iter();
                awarded.kept.extend(entries.map(|&entry| (entry, index, Kept::Threshold)));
            }
            slots = slots.saturating_sub(waiting.size());
        }
    }
}

impl Award {
    /// Whether a value as printed is within its threshold.
    fn is_reached(&self, printed: &Exact) -> bool {
        self.threshold.is_none_or(|threshold| match self.from {
            End::Top => *printed >= Exact::from(threshold),
            End::Bottom => *printed <= Exact::from(threshold),
        })
    }
}

impl Quota {
    /// How many slots an award has among so many ranked entries.
    fn slots(self, ranked: usize) -> usize {
        match self {
            Self::Places(places) => places,
            Self::Share { percent, rounding } => {
                let share = share_of(percent, ranked);
                match rounding {
                    ShareRounding::Floor => share.floor(),
                    ShareRounding::Round => share.round(Some(Precision::half_up(0))).floor(),
                    ShareRounding::Ceil => share.ceil(),
                }
                .unwrap_or(usize::MAX)
            }
        }
    }
}

/// So many per cent of a count.
pub(super) fn share_of(percent: Decimal, count: usize) -> Exact {
    Exact::from(percent).mul(&Exact::from_count(count)).mul(&Exact::from_units(1, 2))
}

/// The band of a total as printed, after what vetoes do to it. Bands are highest first.
pub(super) fn band(bands: &[Band], printed: &Exact, vetoes: Vetoes) -> Option<usize> {
    let own = bands.iter().position(|band| *printed >= Exact::from(band.at_least));
    let lowest = bands.len().checked_sub(1)?;
    if vetoes.disqualify {
        None
    } else if vetoes.lowest_band {
        Some(lowest)
    } else {
        own.map(|band| band.saturating_add(vetoes.bands).min(lowest))
    }
}
