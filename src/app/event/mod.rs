//! One event in memory: its frame, its standings, its frozen results, and how far it is. Knows neither how cards come
//! in nor what is done with a result.

pub(in crate::app) mod card;
pub(in crate::app) mod count;
pub(in crate::app) mod doing;
pub mod erased;
pub mod folder;
pub(in crate::app) mod frame;
pub(in crate::app) mod frozen;
pub(in crate::app) mod heard;
pub(in crate::app) mod memory;
pub(in crate::app) mod op;
pub(in crate::app) mod own;
pub(in crate::app) mod progress;
pub(in crate::app) mod read;
mod shelf;
pub mod signers;
pub(in crate::app) mod standings;
pub mod view;
pub mod wire;
