//! What a judge's tablet is told of the event: what has changed since the version that it has, or all.

use crate::app::cards::sight::{Sight, missing_of};
use crate::app::cards::signed::{Viewer, access_of};
use crate::app::event::wire::{CardMissing, CardName, Changes, EventNews};
use crate::app::{App, AppError};
use crate::store::device::DeviceRow;
use crate::store::event::EventRow;
use crate::store::{StoreError, Tx, log};

/// Digits of a hash in a tip.
const DIGITS: usize = 16;

/// The version that a tablet has, and the tip that came with it.
#[derive(Debug, Clone, Copy)]
pub(in crate::app) struct Had<'r> {
    pub version: i64,
    pub tip: Option<&'r str>,
}

/// Where the event's log stands: the number of its last leaf, and how that leaf's hash begins. Leaves are salted, so that
/// two that were made apart are never the same.
pub(in crate::app) fn tip(tx: &mut Tx, event: &str) -> Result<String, StoreError> {
    Ok(log::last(tx, event)?.map_or_else(String::new, |(number, hash)| tip_of(number, &hash)))
}

fn tip_of(number: i64, hash: &str) -> String {
    format!("{number}-{}", hash.get(..DIGITS).unwrap_or(hash))
}

/// Whether a tip is one of this log: a server that was restored from an older backup has another one from there on,
/// although its versions have the same numbers. `now` is its last tip.
fn is_ours(tx: &mut Tx, event: &str, tip: &str, now: &str) -> Result<bool, StoreError> {
    if tip == now {
        return Ok(true);
    }
    let Some(number) = tip.split('-').next().and_then(|number| number.parse().ok()) else { return Ok(false) };
    Ok(log::hash_of(tx, event, number)?.is_some_and(|hash| tip_of(number, &hash) == tip))
}

impl App {
    /// What has changed of the event since the version that the tablet has, or all of it; `devices` are the judge's, and
    /// `tip` is the last one.
    pub(in crate::app) fn news(
        &self,
        tx: &mut Tx,
        head: &EventRow,
        (judge, viewer): (&str, Viewer<'_>),
        devices: &[DeviceRow],
        had: Option<Had<'_>>,
        tip: &str,
    ) -> Result<EventNews, AppError> {
        let goes_on = match had {
            // whatever is set up is told whole: it changes some ten times a day
            Some(had) if head.setup_version <= had.version && had.version <= head.version => {
                had.tip.map_or(Ok(true), |theirs| is_ours(tx, &head.id, theirs, tip))?
            }
            Some(_) | None => false,
        };
        match had {
            Some(had) if goes_on => {
                Ok(EventNews::Since(Box::new(self.changes(tx, head, (judge, viewer), devices, had.version)?)))
            }
            Some(_) | None => Ok(EventNews::Whole(Box::new(self.whole_view(tx, head, judge, devices, viewer)?))),
        }
    }

    fn changes(
        &self,
        tx: &mut Tx,
        head: &EventRow,
        (judge, viewer): (&str, Viewer<'_>),
        devices: &[DeviceRow],
        since: i64,
    ) -> Result<Changes, AppError> {
        let frame = self.frame(tx, head)?;
        let at = Sight::of(&frame, head, judge, self.clock.micros())?;
        let mut missing = missing_of(tx, devices)?;
        missing.retain(|name, _| at.has(name));
        let (cards, confirmed) = if since == head.version {
            (Vec::new(), None)
        } else {
            self.own(tx, head, judge, |own| {
                let mut names: Vec<&CardName> = own.changed_since(since).filter(|name| at.has(name)).collect();
                names.sort_unstable();
                let cards = names.into_iter();
                let view = |name| at.card(own, name, missing.get(name).cloned().unwrap_or_default());
                Ok((cards.map(view).collect::<Result<_, _>>()?, at.confirmed(own)))
            })?
        };
        let mut missing: Vec<_> = missing.into_iter().map(|(card, missing)| CardMissing { card, missing }).collect();
        missing.sort_unstable_by(|a, b| a.card.cmp(&b.card));
        let (open, access) = (at.open_for_a_time(), access_of(tx, head, judge, viewer)?);
        let (id, judge) = (head.id.clone(), judge.to_owned());
        Ok(Changes { id, judge, since, version: head.version, cards, open, missing, access, confirmed })
    }
}
