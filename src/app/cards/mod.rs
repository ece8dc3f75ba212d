//! Cards: from a tablet's batch, from paper, from a journal or by a ruling, to a verdict, an operation and a receipt.

pub mod batch;
pub(in crate::app) mod came;
pub mod clocks;
pub mod confirm;
pub(in crate::app) mod device;
pub(in crate::app) mod devices;
pub mod handed;
pub mod journal;
pub(in crate::app) mod judge_view;
pub(in crate::app) mod made;
pub(in crate::app) mod news;
pub mod paper;
pub mod quota;
pub(in crate::app) mod receipt;
pub mod record;
pub(in crate::app) mod register;
pub mod ruling;
pub(in crate::app) mod sight;
pub(in crate::app) mod signed;
pub mod slip;
pub mod sync;
pub(in crate::app) mod verdict;
