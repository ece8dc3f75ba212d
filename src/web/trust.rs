//! What a tablet is told of how this server encrypts, and whom it has to trust for it.

use super::settings::{Places, Settings};
use crate::lan::Certificate;

/// What the set-up page tells; it changes only with a new start of the program.
pub(super) struct Setup {
    pub places: Places,
    pub encryption: Encryption,
    pub demo: bool,
}

/// Who encrypts, and whom a tablet has to trust for it.
pub(super) enum Encryption {
    /// Nobody.
    Off,
    /// A server in front of this one.
    InFront,
    /// This server, with a certificate that tablets trust already or get from elsewhere.
    Given,
    /// This server, with a certificate of its own authority.
    Own(Certificate),
}

impl Setup {
    pub fn new(places: Places, settings: &Settings) -> Self {
        let encryption = match &settings.tls {
            None if places.public_url.starts_with("https://") => Encryption::InFront,
            None => Encryption::Off,
            Some(tls) => tls.authority.clone().map_or(Encryption::Given, Encryption::Own),
        };
        Self { places, encryption, demo: settings.demo.is_some() }
    }
}
