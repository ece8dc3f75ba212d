//! Browsers in which an account was signed in before: each keeps a mark that only this server can make. It signs nobody in;
//! it says that whoever tries a password there is no stranger.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::app::App;
use crate::app::act::secret::Secret;
use crate::app::people::pace::Trier;

/// The key of the marks.
#[derive(Clone)]
pub(in crate::app) struct MarkKey(Vec<u8>);

impl MarkKey {
    pub(in crate::app) fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    fn mac(&self, account: &str, id: &str) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        for part in [account, id] {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        mac
    }

    fn mark(&self, account: &str) -> Secret {
        let id = hex::encode(rand::random::<[u8; 16]>());
        let seal = hex::encode(self.mac(account, &id).finalize().into_bytes());
        Secret::new(format!("{id}.{seal}"))
    }

    /// The id of a mark that was made for an account here.
    fn id(&self, account: &str, mark: &Secret) -> Option<String> {
        let (id, seal) = mark.reveal().split_once('.')?;
        // compares in constant time
        self.mac(account, id).verify_slice(&hex::decode(seal).ok()?).ok()?;
        Some(id.to_owned())
    }
}

impl App {
    /// A mark for a browser in which an account has just been signed in.
    #[must_use]
    pub fn mark_browser(&self, account: &str) -> Secret {
        self.marks.mark(account)
    }

    /// Who tries a password of an account, by the mark of the browser where it has one; `stranger` where that is none.
    #[must_use]
    pub fn trier(&self, account: &str, mark: Option<&Secret>, stranger: Trier) -> Trier {
        mark.and_then(|mark| self.marks.id(account, mark)).map_or(stranger, Trier::Known)
    }
}
