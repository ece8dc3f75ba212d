//! Calling entries up to report (叫号): how long each report may be, in which order they come, who is reporting and for how
//! long, and what becomes of a report that was too long.
//!
//! All of it is stored by the server's clock: a tablet that is off, or a second one, changes nothing about a time. Whoever
//! presses a button sends the state that it was pressed at, and a press from a state that is gone does nothing.

mod fault;
mod order;
mod overtime;
mod settings;
mod standing;
mod turn;
mod view;

pub use fault::CallFault;
pub use order::{ByHand, Lots};
pub use settings::NewCallSettings;
pub use standing::Pace;
pub use turn::{Next, Press};
pub use view::{CallView, Decided, OrderView, OvertimeView, Part, Reporting, Slot, TurnView};

pub(in crate::app) use overtime::{deducted, open_for};
pub(in crate::app) use view::{overtimes, reporting};
