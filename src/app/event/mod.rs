//! TODO event

pub(in crate::app) mod card;
pub(in crate::app) mod count;
pub(in crate::app) mod frame;
pub(in crate::app) mod memory;
pub mod signers;
pub(in crate::app) mod standings;
pub mod view;
pub mod wire;
