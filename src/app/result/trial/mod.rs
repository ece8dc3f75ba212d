//! Trying out the logic and the accuracy before the day (试算): a rehearsal is filled with known cards, which go the way
//! of real ones, and its result is compared with an answer that was worked out apart from them.

mod cards;
mod compare;
mod draws;
mod known;
mod run;

pub use crate::store::trial::TrialRow;
pub use run::TrialFault;
