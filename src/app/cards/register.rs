//! A tablet's key is registered: once in the session in which the judge's link was opened, and on record.

use serde_json::{Value, json};

use crate::app::act::record::Record;
use crate::app::act::word::Word;
use crate::app::cards::batch::Batch;
use crate::app::cards::signed::{Offer, keys_of};
use crate::app::{App, AppError};
use crate::store::Tx;
use crate::store::event::{self, EventRow};
use crate::store::session;
use crate::store::tablet_key::{self, TabletKeyRow};

impl App {
    /// Registers the key that a batch offers, where it is new. In the meantime another one may have been in the same
    /// session: then this one is none.
    pub(in crate::app) fn register(tx: &mut Tx, batch: &mut Batch, head: &mut EventRow) -> Result<(), AppError> {
        let Some(mut offer) = batch.offer.clone().filter(Offer::is_new) else { return Ok(()) };
        let Some((id, key)) = offer.usable() else { return Ok(()) };
        let keys = keys_of(tx, &batch.event, &batch.judge)?;
        offer.look_again(tx, &keys, batch.session.as_deref())?;
        if offer.is_new() {
            let row = TabletKeyRow {
                event_id: batch.event.clone(),
                judge: batch.judge.clone(),
                id: id.clone(),
                device: batch.device.clone(),
                algorithm: offer.algorithm.clone(),
                public: key.public(),
                registered_at: batch.now,
            };
            tablet_key::insert(tx, &row)?;
            if let Some(hash) = &batch.session {
                session::note_key(tx, hash, &id)?;
            }
            head.version += 1;
            // what is put on record says of which version it is
            event::set_version(tx, &head.id, head.version)?;
            let after = json!({ "device": batch.device, "algorithm": offer.algorithm, "number": keys.len() + 1 });
            let (word, subject) = (Word::RegisterKey, format!("key:{}/{id}", batch.judge));
            let record = Record { word, event: head.id.clone(), subject, before: Value::Null, after };
            Self::put_on_record(tx, batch.now, &batch.actor, record)?;
            Self::put_rows_on_record(tx, batch.now)?;
        }
        if offer.usable().is_none() {
            // what was signed with it was held against a key that is none
            for item in &mut batch.ops {
                item.forget_key(&id);
            }
        }
        batch.offer = Some(offer);
        Ok(())
    }
}
