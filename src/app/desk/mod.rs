//! TODO desk

pub mod ask;
pub mod day;
pub mod entered;
pub mod hand;
pub(in crate::app) mod matrix;
pub mod measures;
pub mod overview;
