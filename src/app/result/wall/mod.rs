//! The wall (大屏): one screen for the audience, driven from a page of the organisers'. A projector's browser has a link and
//! shows what the organisers say: how far the day is, or the announcement (揭晓) of a signed result.
//!
//! `link` makes and ends links; `row` is what is kept, `scene` what that shows; `announce` begins, steps and ends an announcement, `steps` cuts a
//! frozen report into steps, and `sheet` gives what the audience is sent at one of them: nothing of a later one is in it.

mod announce;
mod fault;
mod link;
mod row;
mod scene;
pub mod sheet;
pub mod steps;

pub use announce::{Announcement, Halted, Ready};
pub use fault::WallFault;
pub use link::{MadeLink, WallLink};
pub use row::Scene;
pub use scene::{Shown, Wall, WallDesk};
