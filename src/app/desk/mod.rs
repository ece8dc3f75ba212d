//! The organiser's desk while the event is under way: who has handed in what, what blocks the close, what changes on the
//! day, what is entered by hand.

pub mod access;
pub mod ask;
pub(in crate::app) mod blockers;
pub mod call;
pub mod day;
pub mod entered;
pub mod hand;
pub mod link_requests;
pub mod links;
pub(in crate::app) mod matrix;
pub mod measures;
pub mod overview;
pub mod tie;
