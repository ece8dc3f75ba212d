//! The cards of a bundle: every operation as it was kept, the keys of tablets, and which letter each seat is.

use std::collections::{BTreeMap, HashMap};

use rand::seq::SliceRandom;

use crate::app::AppError;
use crate::app::cards::came::counting;
use crate::app::cards::sight::Sight;
use crate::app::event::frame::Frame;
use crate::app::event::op::read_op;
use crate::folder::bundle::cards::{KeyLine, Operation, Seat, Seats, letters, lines};
use crate::folder::bundle::{CARDS, Files, SEATS, TABLET_KEYS};
use crate::store::event::EventRow;
use crate::store::operation::{self, OperationRow};
use crate::store::{StoreError, Tx, tablet_key};

/// Adds them to the files.
pub(super) fn add(tx: &mut Tx, head: &EventRow, frame: &Frame, files: &mut Files) -> Result<(), AppError> {
    let mut cards = Vec::new();
    operation::each_piece(tx, &head.id, |_, piece| {
        cards.extend(lines(piece.into_iter().map(line)));
        Ok::<_, StoreError>(())
    })?;
    files.insert(CARDS.to_owned(), cards);
    let keys = tablet_key::of_event(tx, &head.id)?.into_iter().map(|row| KeyLine {
        algorithm: row.algorithm,
        device: row.device,
        event_id: row.event_id,
        id: row.id,
        judge: row.judge,
        public: row.public,
        registered_at: row.registered_at,
    });
    files.insert(TABLET_KEYS.to_owned(), lines(keys));
    let seats = seats(tx, head, frame)?;
    let text = serde_json::to_vec(&seats).map_err(|error| StoreError::corrupt(error.to_string()))?;
    files.insert(SEATS.to_owned(), text);
    Ok(())
}

fn line(row: OperationRow) -> Operation {
    Operation {
        base: row.base,
        body: row.body,
        component: row.component,
        device: row.device,
        entry: row.entry,
        event_id: row.event_id,
        judge: row.judge,
        key: row.key,
        older_rules: row.older_rules,
        op: row.op,
        outcome: row.outcome,
        receipt: row.receipt,
        received_at: row.received_at,
        restored: row.restored,
        revision: row.revision,
        seq: row.seq,
        sig: row.sig,
        skew_ms: row.skew_ms,
        version: row.version,
    }
}

/// The seats, their letters drawn at random. What salts a seat's cards is what its judge's tablet has made, where it has.
fn seats(tx: &mut Tx, head: &EventRow, frame: &Frame) -> Result<Seats, AppError> {
    let mut secrets: HashMap<String, String> = HashMap::new();
    for row in operation::confirmations(tx, &head.id)? {
        if let Some(secret) = read_op(&row)?.secret {
            secrets.insert(row.judge, secret);
        }
    }
    let mut counted: BTreeMap<(String, String, String), String> =
        counting(tx, &head.id)?.into_iter().map(|(card, mark)| (card, mark.op)).collect();
    let mut judges: Vec<&String> = frame.setup.judges.iter().map(|judge| &judge.id).collect();
    judges.shuffle(&mut rand::rng());
    let mut seats = Vec::with_capacity(judges.len());
    for (place, judge) in judges.into_iter().enumerate() {
        let at = Sight::of(frame, head, judge, 0)?;
        let due = at.due_ops(|name| {
            let card = (judge.clone(), name.component.clone(), name.entry.clone());
            counted.get(&card).cloned()
        });
        let mut cards: Vec<String> = due.into_iter().filter_map(|(_, op)| op).collect();
        cards.sort_unstable();
        counted.retain(|(of, _, _), _| of != judge);
        let secret = secrets.remove(judge).unwrap_or_else(|| hex::encode(rand::random::<[u8; 16]>()));
        seats.push(Seat { cards, judge: judge.clone(), seat: letters(place), secret });
    }
    Ok(Seats { seats })
}
