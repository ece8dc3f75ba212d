//! What an inspector does before the signatures: takes note of each fact, and looks at the cards that are drawn.

use serde_json::{Value, json};

use crate::app::act::actor::{Actor, Role};
use crate::app::act::permission::Act;
use crate::app::act::second::own_account;
use crate::app::act::word::Word;
use crate::app::event::doing::Doing;
use crate::app::event::frame::Frame;
use crate::app::event::frozen::read_report;
use crate::app::result::facts::{Fact, facts};
use crate::app::result::signing_fault::SigningFault;
use crate::app::result::spot;
use crate::app::{App, AppError};
use crate::scoring::result::Report;
use crate::store::checking::{self, FactTickRow};
use crate::store::event::EventRow;
use crate::store::result::{self, ResultHead};
use crate::store::{StoreError, Tx};

impl App {
    /// The facts of an event; of one that was erased nothing is left of which there would be anything to know.
    pub(super) fn facts_to_know(
        tx: &mut Tx,
        head: &EventRow,
        frame: &Frame,
    ) -> Result<Vec<(Fact, Option<FactTickRow>)>, AppError> {
        if head.erased_at.is_some() {
            return Ok(Vec::new());
        }
        let latest = result::heads(tx, &head.id)?.pop().filter(|_| !head.state().is_ok_and(|s| s.is_before_close()));
        let Some(latest) = latest else {
            return Ok(facts(tx, head, frame, None)?.into_iter().map(|fact| (fact, None)).collect());
        };
        let row = result::numbered(tx, &head.id, latest.number)?.ok_or(StoreError::NotFound)?;
        let report = read_report(tx, &row)?;
        ticked(tx, head, frame, (&latest, &report))
    }

    /// Takes note of facts about the latest result, each as it was shown: word and digest.
    ///
    /// # Errors
    /// [`SigningFault::Changed`] where one says something else by now; where the actor may not, or the event is not closed.
    pub fn tick_facts(
        &self,
        actor: &Actor,
        event: &str,
        number: i64,
        shown: &[(String, String)],
    ) -> Result<(), AppError> {
        let (account, _) = own_account(actor, Act::Inspect)?;
        let (id, shown, now) = (event.to_owned(), shown.to_vec(), self.clock.micros());
        let doing = Doing::of(Act::Inspect, Word::TickFacts, format!("result:{number}")).beside_setup();
        self.act(actor, event, doing, move |tx, head, frame| {
            let latest = result::heads(tx, &id)?.pop().filter(|latest| latest.number == number);
            let latest = latest.ok_or(SigningFault::Changed)?;
            let row = result::numbered(tx, &id, latest.number)?.ok_or(StoreError::NotFound)?;
            let report = read_report(tx, &row)?;
            let known = ticked(tx, head, frame, (&latest, &report))?;
            let mut rows = Vec::new();
            for (word, digest) in shown {
                let same = |(fact, _): &&(Fact, _)| fact.word.as_str() == word && fact.digest == digest;
                let (_, tick) = known.iter().find(same).ok_or(SigningFault::Changed)?;
                if tick.is_none() && !rows.iter().any(|row: &FactTickRow| row.fact == word) {
                    let (event_id, account) = (id.clone(), account.clone());
                    rows.push(FactTickRow { event_id, number, fact: word, digest, account, at: now });
                }
            }
            checking::tick(tx, &rows)?;
            let facts: Vec<&String> = rows.iter().map(|row| &row.fact).collect();
            Ok((Value::Null, json!({ "number": number, "facts": facts })))
        })
    }
}

/// The facts about a result, each with who has ticked it as it is.
fn ticked(
    tx: &mut Tx,
    head: &EventRow,
    frame: &Frame,
    (latest, report): (&ResultHead, &Report),
) -> Result<Vec<(Fact, Option<FactTickRow>)>, AppError> {
    let ticks = checking::ticks(tx, &head.id, latest.number)?;
    let tick =
        |fact: &Fact| ticks.iter().find(|row| row.fact == fact.word.as_str() && row.digest == fact.digest).cloned();
    Ok(facts(tx, head, frame, Some(report))?
        .into_iter()
        .map(|fact| (tick(&fact), fact))
        .map(|(tick, fact)| (fact, tick))
        .collect())
}

/// Refuses a signature over a drawn card that differs; an inspector's also before they have taken note of everything and
/// looked at every card that was drawn.
pub(super) fn must_be_inspected(
    tx: &mut Tx,
    head: &EventRow,
    frame: &Frame,
    (latest, report): (&ResultHead, &Report),
    role: Role,
) -> Result<(), AppError> {
    let spot = spot::state_of(tx, head, frame, (latest.number, report))?;
    if let Some(spot) = spot.as_ref().filter(|spot| spot.differing > 0) {
        return Err(SigningFault::SpotDiffers(spot.differing).into());
    }
    if role != Role::Inspector {
        return Ok(());
    }
    let unticked = ticked(tx, head, frame, (latest, report))?.iter().filter(|(_, tick)| tick.is_none()).count();
    if unticked > 0 {
        return Err(SigningFault::Unticked(unticked).into());
    }
    if spot.is_some_and(|spot| !spot.is_complete()) { Err(SigningFault::SpotOpen.into()) } else { Ok(()) }
}
