//! TODO cards

pub(in crate::app) mod batch;
pub mod clocks;
pub mod journal;
pub(in crate::app) mod judge_view;
pub mod paper;
pub(in crate::app) mod receipt;
pub mod record;
pub mod ruling;
pub(in crate::app) mod verdict;
