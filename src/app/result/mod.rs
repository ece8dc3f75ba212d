//! From the close on: the board, signatures, publication, objections, what is taken out, the years, erasing; and trying all
//! of it out before the day.

pub mod board;
pub mod bundle;
pub mod circumstances;
pub mod close;
pub mod erase;
pub mod log;
pub mod notice;
pub mod objection;
pub mod out;
pub mod past;
pub mod reopen;
pub mod sign;
pub mod trial;
pub mod verify;
pub mod witness;
pub mod years;
