//! What a tablet asks and brings, and what it is answered. What brings nothing is answered from one state of the database;
//! what brings cards is answered when they are durable.

use crate::app::act::actor::Actor;
use crate::app::act::secret::Secret;
use crate::app::cards::batch::Batch;
use crate::app::cards::journal::says_nothing_new;
use crate::app::cards::news::{Had, tip};
use crate::app::cards::record::{again, judge_of};
use crate::app::cards::signed::{Offer, Viewer, keys_of};
use crate::app::event::wire::{KeyAnswer, OpResult, SyncAnswer, SyncRequest};
use crate::app::people::session;
use crate::app::{App, AppError};
use crate::store::device::{self, DeviceRow};
use crate::store::{StoreError, Tx, operation};

/// What comes of a request before anything is written.
enum Heard {
    /// It brings nothing, and is answered.
    Answered {
        /// What its device says of itself.
        device: DeviceRow,
        answer: Box<SyncAnswer>,
    },
    /// It brings something.
    Brings(Box<Batch>),
}

impl App {
    /// Takes what a tablet sends and answers op by op. The judge is the actor's, whatever the body
    /// says; what is answered has been written durably.
    ///
    /// # Errors
    /// Where the actor is no judge, too much of them came in an hour ([`Flood`](crate::app::cards::quota::Flood)), or the
    /// database does not answer: then nothing was acknowledged.
    pub fn sync(&self, actor: &Actor, request: &SyncRequest) -> Result<SyncAnswer, AppError> {
        let heard = self.store.read(|tx| self.hear_out(tx, actor, request, None))?;
        self.answer_to(heard, request, None)
    }

    /// The same for whoever a session's token says it is; `None` where the session does not stand. What brings nothing is
    /// answered from the one state of the database in which the session was found.
    ///
    /// # Errors
    /// Those of [`sync`](Self::sync).
    pub fn sync_signed_in(&self, token: &Secret, request: &SyncRequest) -> Result<Option<SyncAnswer>, AppError> {
        let (hash, now) = (token.sha256(), self.clock.micros());
        let found = self.store.read(|tx| {
            let Some(found) = session::standing(tx, hash, now)? else { return Ok(None) };
            let heard = self.hear_out(tx, &found.session.actor, request, Some(&found.hash))?;
            Ok::<_, AppError>(Some((found, heard)))
        })?;
        let Some((found, heard)) = found else { return Ok(None) };
        self.note_use(&found);
        self.answer_to(heard, request, Some(&found.hash)).map(Some)
    }

    /// Reads a request, and answers it where there is nothing in it to be written.
    fn hear_out(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        request: &SyncRequest,
        session: Option<&str>,
    ) -> Result<Heard, AppError> {
        let (event, judge) = judge_of(actor)?;
        let mut batch = Batch::read(actor, &event, &judge, request, self.clock.micros())?;
        if request.key.is_some() || !batch.ops.is_empty() {
            let mut keys = keys_of(tx, &event, &judge)?;
            batch.offer = Offer::read(tx, request.key.as_ref(), &keys, session)?;
            keys.extend(batch.offer.as_ref().and_then(Offer::usable));
            batch.session = session.map(str::to_owned);
            // before anything is locked: it takes as long as all the rest of a card
            batch.verify(&keys);
        }
        if !batch.ops.is_empty() || batch.offer.as_ref().is_some_and(Offer::is_new) {
            return Ok(Heard::Brings(Box::new(batch)));
        }
        let devices = device::of_judge(tx, &event, &judge)?;
        let Some(device) = says_nothing_new(&batch, &devices)? else { return Ok(Heard::Brings(Box::new(batch))) };
        let became = Became { results: Vec::new(), acked_seq: device.acked_seq, key: told(&batch) };
        let answer = self.answer(tx, (&event, &judge, session), request, &devices, became)?;
        Ok(Heard::Answered { device, answer: Box::new(answer) })
    }

    /// Gives the answer that there is; otherwise writes what is brought, and answers when that is durable.
    fn answer_to(&self, heard: Heard, request: &SyncRequest, session: Option<&str>) -> Result<SyncAnswer, AppError> {
        let mut batch = match heard {
            Heard::Answered { device, answer } => {
                self.hear(device);
                return Ok(*answer);
            }
            Heard::Brings(batch) => batch,
        };
        let (app, now) = (self.clone(), batch.now);
        let (event, judge, device) = (batch.event.clone(), batch.judge.clone(), batch.device.clone());
        let became = self.write_cards(&event, move |tx| {
            let (results, acked_seq) = app.take(tx, &mut batch)?;
            Ok(Became { results, acked_seq, key: told(&batch) })
        })?;
        self.heard_whole((event.clone(), judge.clone(), device), now);
        self.store.read(|tx| {
            let devices = device::of_judge(tx, &event, &judge)?;
            self.answer(tx, (&event, &judge, session), request, &devices, became)
        })
    }

    /// What a tablet is told: what became of its ops, up to where its journal is answered, what it asks about, and the news.
    fn answer(
        &self,
        tx: &mut Tx,
        (event, judge, session): (&str, &str, Option<&str>),
        request: &SyncRequest,
        devices: &[DeviceRow],
        became: Became,
    ) -> Result<SyncAnswer, AppError> {
        let Became { results, acked_seq, key } = became;
        let had = request.have.map(|version| Had { version, tip: request.tip.as_deref() });
        let head = Self::head(tx, event)?;
        let (asked, tip) = (known_of(tx, event, judge, &request.asked)?, tip(tx, event)?);
        let viewer = Viewer { session, device: &request.device };
        let event = self.news(tx, &head, (judge, viewer), devices, had, &tip)?;
        Ok(SyncAnswer { results, acked_seq, asked, tip, key, event })
    }
}

/// What became of a request.
struct Became {
    results: Vec<OpResult>,
    /// Up to here the journal of its device is answered.
    acked_seq: i64,
    /// What its tablet is told of the key that it offers.
    key: Option<KeyAnswer>,
}

fn told(batch: &Batch) -> Option<KeyAnswer> {
    batch.offer.as_ref().map(Offer::answer)
}

/// What became of those of a judge's ops that are here. One that was refused is not told: its bytes say what is wrong now.
fn known_of(tx: &mut Tx, event: &str, judge: &str, ids: &[String]) -> Result<Vec<OpResult>, StoreError> {
    let mut known = Vec::new();
    for id in ids {
        let row = operation::find(tx, id)?.filter(|row| row.event_id == event && row.judge == judge);
        known.extend(row.as_ref().map(again));
    }
    Ok(known)
}
