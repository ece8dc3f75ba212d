//! The rules over HTTP: edited as text or as a form (`edit`, `draft`), a change after the opening proposed and decided on,
//! their history (`decide`).

mod decide;
mod draft;
mod edit;

pub(super) use decide::{ask, decide, history, proposal};
pub(super) use edit::{edit, file, look, page};
