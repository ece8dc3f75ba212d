//! From the close on: the board, signatures, publication, objections, what is taken out, the years, erasing; and trying all
//! of it out before the day.

pub mod board;
pub mod bundle;
pub mod close;
pub mod erase;
pub mod facts;
pub(in crate::app) mod inspect;
pub mod log;
pub mod notice;
pub mod objection;
pub mod out;
pub mod past;
pub mod publish;
pub mod ready;
pub mod reopen;
pub mod seats;
pub mod sign;
pub mod signing_fault;
pub mod spot;
pub mod sureness;
pub mod trial;
pub mod trust;
pub mod verify;
pub mod wall;
pub mod witness;
pub mod years;
