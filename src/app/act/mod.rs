//! Who acts, whether they may, when, and how it comes on record. Knows no event, no card and no account.

pub mod actor;
pub(in crate::app) mod base32;
pub(in crate::app) mod books;
pub(in crate::app) mod changed;
pub mod clock;
pub(in crate::app) mod draw;
pub mod drawn;
pub(in crate::app) mod envelope;
pub(in crate::app) mod hash;
mod heads;
pub mod house;
pub mod label;
mod log;
pub mod lots;
pub mod permission;
pub mod reason;
pub mod record;
pub mod seal;
pub mod second;
pub mod secret;
pub mod state;
pub mod word;
