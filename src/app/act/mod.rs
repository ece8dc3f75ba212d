//! TODO act

pub mod actor;
pub mod audit;
pub(in crate::app) mod base32;
pub mod clock;
pub mod drawn;
pub mod permission;
pub mod secret;
pub mod state;
