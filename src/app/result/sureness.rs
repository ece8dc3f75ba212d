//! How sure the latest frozen result is: worked out by `scoring`, once for each result and beside the store, and kept.

use std::sync::Arc;

use crate::app::act::actor::Actor;
use crate::app::act::permission::{Act, check};
use crate::app::event::memory::lock;
use crate::app::event::progress::may_see_result;
use crate::app::{App, AppError};
use crate::scoring::event::Event;
use crate::scoring::sensitivity::{DRAWS, Sureness, sureness};
use crate::scoring::{Explain, tabulate};
use crate::store::{StoreError, result};

/// What is known of how sure a result is.
#[derive(Debug, Clone)]
pub enum HowSure {
    Known(Arc<Sureness>),
    /// The cards were erased.
    Erased,
    /// What is stored now gives another result than the frozen one: nothing is said of that.
    Unlike,
}

/// The event of a result, ready to be altered.
struct Counted {
    number: i64,
    fingerprint: String,
    event: Event,
}

impl App {
    /// How sure the latest frozen result of an event is. Who may not see how each judge scored is told neither seats nor
    /// marks.
    ///
    /// # Errors
    /// Where the actor may not see the result, there is none, or the database does not answer.
    pub fn sureness(&self, actor: &Actor, event: &str) -> Result<HowSure, AppError> {
        check(actor, Act::SeeResult)?;
        let (number, is_erased) = self.store.read(|tx| {
            let head = Self::head(tx, event)?;
            may_see_result(actor, &head)?;
            Ok::<_, AppError>((result::latest_number(tx, event)?, head.erased_at.is_some()))
        })?;
        if is_erased {
            return Ok(HowSure::Erased);
        }
        let place = self.memory.sureness(event);
        let mut kept = lock(&place);
        let known = kept.as_ref().filter(|(known, _)| Some(*known) == number).map(|(_, sure)| Arc::clone(sure));
        let sure = match known {
            Some(sure) => sure,
            None => {
                let Some(counted) = self.of_result(event)? else { return Ok(HowSure::Unlike) };
                let sure = Arc::new(sureness(&counted.event, draws(&counted.event), seed(&counted.fingerprint)?));
                *kept = Some((counted.number, Arc::clone(&sure)));
                sure
            }
        };
        let seats = check(actor, Act::SeeSeats).is_ok();
        Ok(HowSure::Known(if seats { sure } else { Arc::new(without_seats(&sure)) }))
    }

    /// The event of the latest frozen result; `None` where what is stored gives another one.
    fn of_result(&self, id: &str) -> Result<Option<Counted>, AppError> {
        self.store.read(|tx| {
            let head = Self::head(tx, id)?;
            let frame = self.frame(tx, &head)?;
            let frozen = self.frozen(tx, id)?;
            let number = result::latest_number(tx, id)?.unwrap_or_default();
            let held = self.held(tx, &head, &frame)?;
            let event = frame.taking_part(&held.event).into_owned();
            let now = tabulate(&event).report(&frame.rules_sha256, &Explain::None);
            let alike = now.ranking == frozen.report.ranking && now.rules_sha256 == frozen.report.rules_sha256;
            Ok(alike.then_some(Counted { number, fingerprint: frozen.fingerprint, event }))
        })
    }
}

/// How often seats are drawn again.
#[cfg_attr(not(debug_assertions), expect(unused_variables, reason = "only a build of the tests looks at the size"))]
fn draws(event: &Event) -> usize {
    // a build of the tests works many times as long; the released program has no such setting
    #[cfg(debug_assertions)]
    if std::env::var_os("GUANMO_CHEAP_DRAWS").is_some() && event.entries().len() * event.judges().len() > 1000 {
        return DRAWS / 20;
    }
    DRAWS
}

/// The seed of the draws: the fingerprint itself.
fn seed(fingerprint: &str) -> Result<[u8; 32], StoreError> {
    let bytes = hex::decode(fingerprint).ok().and_then(|bytes| bytes.try_into().ok());
    bytes.ok_or_else(|| StoreError::corrupt(format!("a fingerprint of {} characters", fingerprint.len())))
}

/// The same for those who are told neither seats nor marks; a group that has one seat in it would name it.
fn without_seats(sure: &Sureness) -> Sureness {
    let mut told = sure.clone();
    for card in told.swaps.iter_mut().filter_map(|swap| swap.least.as_mut()).flat_map(|least| &mut least.cards) {
        card.seat = None;
        if card.peers < 2 {
            card.group.clear();
        }
    }
    told
}
