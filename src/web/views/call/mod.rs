//! Calling entries up to report (叫号): the organiser's page; what the wall shows of it is `wall/call.rs`.

mod clock;
mod order;
mod overtime;
mod page;

pub(super) use clock::{called, clock};
pub(super) use order::made;
pub use overtime::undecided;
pub use page::page;
