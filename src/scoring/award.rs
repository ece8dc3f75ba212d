//! Awards handed out down a ranking, and bands by total.

use std::collections::VecDeque;

use rust_decimal::Decimal;

use super::exact::Exact;
use super::rules::{Award, Band, Boundary, Quota, RoundingMode, ShareRounding, VetoEffect};

/// Entries that share a place, in competition for awards.
#[derive(Debug)]
pub(super) struct Contender {
    /// The entries; none that a veto keeps from awards.
    pub entries: Vec<usize>,
    /// Their total as printed.
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

/// Hands out awards in their order, down the ranking.
///
/// Where a shared place waits for a decision, its entries get nothing, but take as many slots as they
/// will, whichever way the decision goes; so what is below them does not depend on it.
pub(super) fn hand_out(awards: &[Award], ranked: usize, contenders: Vec<Contender>) -> Awarded {
    let mut awarded = Awarded::default();
    // beside each shared place, how many of its entries wait for a decision and are still without a slot
    let mut queue: VecDeque<(Contender, Option<usize>)> = contenders.into_iter().map(|c| (c, None)).collect();
    for (index, award) in awards.iter().enumerate() {
        let mut slots = award.quota.slots(ranked);
        while slots > 0
            && let Some((contender, waiting)) = queue.front_mut()
            && award.at_least.is_none_or(|least| contender.printed >= Exact::from(least))
        {
            let size = waiting.unwrap_or(contender.entries.len());
            if size > slots && waiting.is_none() {
                match award.boundary {
                    Boundary::Enlarge => slots = size,
                    Boundary::Withhold => {
                        awarded.kept.extend(contender.entries.iter().map(|&entry| (entry, index, Kept::Boundary)));
                        slots = 0;
                        break;
                    }
                    Boundary::Decide => {
                        awarded.undecided.extend(contender.entries.iter().map(|&entry| (entry, index)));
                        *waiting = Some(size);
                    }
                }
            }
            let taken = size.min(slots);
            slots -= taken;
            match waiting {
                Some(left) => *left -= taken,
                None => awarded.given.extend(contender.entries.iter().map(|&entry| (entry, index))),
            }
            if taken == size {
                queue.pop_front();
            }
        }
        // slots that are left are left because the next do not reach it
        for (contender, waiting) in &queue {
            if slots == 0 {
                break;
            }
            if waiting.is_none() {
                awarded.kept.extend(contender.entries.iter().map(|&entry| (entry, index, Kept::Threshold)));
            }
            slots = slots.saturating_sub(waiting.unwrap_or(contender.entries.len()));
        }
    }
    awarded
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
                    ShareRounding::Round => share.round(Some(0), RoundingMode::HalfUp).floor(),
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

/// The band of a total as printed, after what a veto does to it. Bands are highest first.
pub(super) fn band(bands: &[Band], printed: &Exact, veto: Option<VetoEffect>) -> Option<usize> {
    let own = bands.iter().position(|band| *printed >= Exact::from(band.at_least));
    let lowest = bands.len().checked_sub(1)?;
    match veto {
        None | Some(VetoEffect::NoAward) => own,
        Some(VetoEffect::Disqualify) => None,
        Some(VetoEffect::LowestBand) => Some(lowest),
        Some(VetoEffect::DropOneBand) => own.map(|band| (band + 1).min(lowest)),
    }
}
