//! Browsers in which an account was signed in before: each keeps a mark that only this server can make. It signs nobody in;
//! it says that whoever tries a password there is no stranger.

use crate::app::App;
use crate::app::act::seal::Sealed;
use crate::app::act::secret::Secret;
use crate::app::people::pace::Trier;

/// What is under the seal of a mark.
fn marked(account: &str, id: &str) -> String {
    format!("{account} {id}")
}

impl App {
    /// A mark for a browser in which an account has just been signed in.
    #[must_use]
    pub fn mark_browser(&self, account: &str) -> Secret {
        let id = hex::encode(rand::random::<[u8; 16]>());
        let seal = self.seal(Sealed::Browser, &marked(account, &id));
        Secret::new(format!("{id}.{seal}"))
    }

    /// Who tries a password of an account, by the mark of the browser where it has one; `stranger` where that is none.
    #[must_use]
    pub fn trier(&self, account: &str, mark: Option<&Secret>, stranger: Trier) -> Trier {
        let parts = mark.and_then(|mark| mark.reveal().split_once('.'));
        // no name of an account has a blank in it
        let known = parts.filter(|(id, seal)| self.is_sealed(Sealed::Browser, &marked(account, id), seal));
        known.map_or(stranger, |(id, _)| Trier::Known(id.to_owned()))
    }
}
