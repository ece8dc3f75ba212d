//! Receipts: an HMAC over op, judge, bytes and revision, with a key that lives in the database. Who
//! holds one can prove that the server had the card; its first four letters are the form for people.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::base32;

/// What a receipt is over.
pub(super) struct Receipted<'a> {
    pub op: &'a str,
    pub event: &'a str,
    pub judge: &'a str,
    pub body: &'a str,
    pub revision: i64,
}

/// The key of receipts.
#[derive(Clone)]
pub(super) struct ReceiptKey(Vec<u8>);

impl ReceiptKey {
    pub(super) fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    pub(super) fn receipt(&self, of: &Receipted<'_>) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        for part in [of.op, of.event, of.judge, of.body] {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        mac.update(&of.revision.to_be_bytes());
        base32::encode(&mac.finalize().into_bytes())
    }
}
