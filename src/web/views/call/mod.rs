//! Calling entries up to report (叫号): the organiser's page, and the scene of the big screen.

mod clock;
mod order;
mod overtime;
mod page;
pub mod scene;

pub use overtime::undecided;
pub use page::page;
