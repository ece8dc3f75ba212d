//! The slip that a judge's confirmation makes: with it the judge finds exactly their cards in a published result.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;

use crate::app::act::clock::{Moment, moment};
use crate::app::act::secret::Secret;
use crate::app::cards::record::judge_of;
use crate::app::cards::sight::Sight;
use crate::app::event::frame::judge_name;
use crate::app::event::op::read_op;
use crate::app::event::wire::Op;
use crate::app::people::session;
use crate::app::{App, AppError};
use crate::folder::bundle::cards::{digest, hash};
use crate::store::{StoreError, Tx, operation};

/// Most cards whose hashes a slip begins to name: more do not fit into a code that is scanned.
const MOST_NAMED: usize = 150;
/// Bytes of a hash that it names.
const NAMED: usize = 8;

/// A judge's slip, as it is shown.
#[derive(Debug, Clone)]
pub struct Slip {
    pub event: String,
    pub title: String,
    pub demo: bool,
    pub rehearsal: bool,
    /// What the seat is called.
    pub seat: String,
    /// How many cards were confirmed.
    pub count: usize,
    /// When; `None` where nothing was.
    pub at: Option<Moment>,
    /// Whether these are still the cards that count.
    pub stands: bool,
    /// The slip itself; `None` where nothing was confirmed.
    pub text: Option<String>,
}

/// What a slip says; the fields stand in the order of their names.
#[derive(Serialize)]
struct Said<'s> {
    at: &'s str,
    #[serde(skip_serializing_if = "Option::is_none")]
    cards: Option<String>,
    digest: String,
    origin: String,
    seat: &'s str,
    secret: &'s str,
    v: u8,
}

impl App {
    /// The slip of the judge whose session a token is; `None` where it does not stand.
    ///
    /// # Errors
    /// Where it is no judge's, or the database does not answer.
    pub fn slip_of(&self, token: &Secret) -> Result<Option<Slip>, AppError> {
        let (hash, now) = (token.sha256(), self.clock.micros());
        self.store.read(|tx| {
            let Some(found) = session::standing(tx, hash, now)? else { return Ok(None) };
            let (event, judge) = judge_of(&found.session.actor)?;
            self.slip(tx, &event, &judge).map(Some)
        })
    }

    fn slip(&self, tx: &mut Tx, event: &str, judge: &str) -> Result<Slip, AppError> {
        let head = Self::head(tx, event)?;
        let frame = self.frame(tx, &head)?;
        let at = Sight::of(&frame, &head, judge, self.clock.micros())?;
        let confirmed = self.own(tx, &head, judge, |own| Ok(at.confirmed(own)))?;
        let seat = judge_name(&frame, judge);
        let mut slip = Slip {
            event: head.id.clone(),
            title: head.title.clone(),
            demo: head.demo,
            rehearsal: head.rehearsal,
            seat,
            count: 0,
            at: None,
            stands: false,
            text: None,
        };
        let Some(confirmed) = confirmed else { return Ok(slip) };
        let row = operation::find(tx, &confirmed.op)?
            .ok_or_else(|| StoreError::corrupt(format!("operation {} is gone", confirmed.op)))?;
        let op = read_op(&row)?;
        (slip.count, slip.at, slip.stands) = (op.confirms.len(), Some(moment(row.received_at)), confirmed.stands);
        slip.text = Some(self.written(tx, event, &slip.seat, &op)?);
        Ok(slip)
    }

    /// The text of a confirmation's slip.
    fn written(&self, tx: &mut Tx, event: &str, seat: &str, op: &Op) -> Result<String, AppError> {
        let secret = op.secret.as_deref().unwrap_or_default();
        let mut hashes = Vec::with_capacity(op.confirms.len());
        for id in &op.confirms {
            let row = operation::find(tx, id)?.ok_or_else(|| StoreError::corrupt(format!("operation {id} is gone")))?;
            let marks: BTreeMap<String, String> = read_op(&row)?.marks;
            hashes.push(hash(secret, &row.component, &row.entry, &marks));
        }
        hashes.sort_unstable();
        let named = |hashes: &[String]| {
            let bytes: Vec<u8> =
                hashes.iter().filter_map(|hash| hex::decode(hash.get(..NAMED * 2)?).ok()).flatten().collect();
            URL_SAFE_NO_PAD.encode(bytes)
        };
        let said = Said {
            at: &op.at,
            cards: (hashes.len() <= MOST_NAMED).then(|| named(&hashes)),
            digest: digest(&hashes),
            origin: self.house.origin(event),
            seat,
            secret,
            v: 1,
        };
        let text = serde_json::to_string(&said).map_err(|error| StoreError::corrupt(error.to_string()))?;
        Ok(URL_SAFE_NO_PAD.encode(text))
    }
}
