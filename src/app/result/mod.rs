//! TODO result

pub mod board;
pub mod bundle;
pub mod close;
pub mod erase;
pub mod objection;
pub mod out;
pub mod past;
pub mod reopen;
pub mod sign;
pub mod years;
