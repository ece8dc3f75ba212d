//! Receipts: an HMAC over op, judge, bytes, what became of it and its revision, with a key that lives in
//! the database. Who holds one can prove what the server had made of the card, also to a server that has
//! forgotten it; its first four letters are the form for people.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::app::act::base32;
use crate::app::event::wire::{HeldReceipt, Outcome};

/// What a receipt is over.
pub(in crate::app) struct Receipted<'a> {
    pub op: &'a str,
    pub event: &'a str,
    pub judge: &'a str,
    pub body: &'a str,
    pub outcome: Outcome,
    pub revision: i64,
}

/// What a receipt proves that an op had become.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Proven {
    /// Recorded, with this revision; 0 where it came after what replaced it.
    Recorded(i64),
    /// Kept as a rival of this revision.
    Rival(i64),
    /// Kept in the quarantine, as late or not open.
    Quarantined(Outcome),
}

#[derive(Clone)]
pub(in crate::app) struct ReceiptKey(Vec<u8>);

impl ReceiptKey {
    pub(in crate::app) fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    fn mac(&self, of: &Receipted<'_>) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        for part in [of.op, of.event, of.judge, of.body, of.outcome.as_str()] {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        mac.update(&of.revision.to_be_bytes());
        mac
    }

    pub(in crate::app) fn receipt(&self, of: &Receipted<'_>) -> String {
        base32::encode(&self.mac(of).finalize().into_bytes())
    }

    /// What a receipt that a tablet holds for an op proves; nothing where it is not one of ours for just
    /// these bytes of just this judge. The outcome is under the seal, not in what the tablet says: the
    /// receipt of a rival, which carries a revision too, proves no more than a rival.
    pub(in crate::app) fn proves(
        &self,
        held: &HeldReceipt,
        op: &str,
        event: &str,
        judge: &str,
        body: &str,
    ) -> Option<Proven> {
        let tag = base32::decode(&held.receipt)?;
        let said = held.revision.unwrap_or(0);
        let is = |outcome, revision| {
            let of = Receipted { op, event, judge, body, outcome, revision };
            // compares in constant time
            self.mac(&of).verify_slice(&tag).is_ok()
        };
        if is(Outcome::Recorded, said) {
            return Some(Proven::Recorded(said));
        }
        if is(Outcome::Recorded, 0) {
            return Some(Proven::Recorded(0));
        }
        if is(Outcome::Conflict, said) {
            return Some(Proven::Rival(said));
        }
        let quarantined = [Outcome::Late, Outcome::NotOpen].into_iter().find(|&outcome| is(outcome, 0));
        quarantined.map(Proven::Quarantined)
    }
}
