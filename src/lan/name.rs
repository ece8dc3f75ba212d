//! What a server's certificate may name: a host or an address.

use std::fmt;
use std::net::IpAddr;

use super::LanError;

/// A host's name in lower case, or an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Name {
    Address(IpAddr),
    Host(String),
}

impl Name {
    /// Reads a name as somebody typed it.
    ///
    /// # Errors
    /// Where it is neither.
    pub fn parse(text: &str) -> Result<Self, LanError> {
        let bare = text.trim().trim_start_matches('[').trim_end_matches(']');
        if let Ok(address) = bare.parse() {
            return Ok(Self::Address(address));
        }
        let host = bare.to_ascii_lowercase();
        let label = |label: &str| {
            let plain = label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
            plain && (1..=63).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-')
        };
        // what ends in a number is an address with a slip in it
        let last_is_word = host.rsplit('.').next().is_some_and(|last| last.bytes().any(|b| !b.is_ascii_digit()));
        if host.len() <= 253 && host.split('.').all(label) && last_is_word {
            return Ok(Self::Host(host));
        }
        Err(LanError::BadName(text.to_owned()))
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Address(address) => address.fmt(f),
            Self::Host(host) => host.fmt(f),
        }
    }
}
