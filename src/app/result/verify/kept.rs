//! What was found when everything was verified last. It takes its time, and is done once at a time, however many ask.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError, TryLockError};

use super::found::Verification;
use crate::app::act::clock::Moment;
use crate::app::error::{AppError, AppFault, FaultKind};
use crate::store::log::HOUSE;

/// What was found when everything was verified last, and when that was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    pub found: Verification,
    pub at: Moment,
}

/// What is known without verifying anew.
#[derive(Default)]
pub(in crate::app) struct Verifying {
    /// Held while it is done.
    under_way: Mutex<()>,
    last: Mutex<Option<Verified>>,
    /// Of each event what was found when it was verified last, alone or before an act that builds on it.
    of_events: Mutex<HashMap<String, Verified>>,
}

impl Verifying {
    /// What was found last.
    pub(super) fn last(&self) -> Option<Verified> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What was found of an event last.
    pub(in crate::app) fn of_event(&self, event: &str) -> Option<Verified> {
        self.of_events.lock().unwrap_or_else(PoisonError::into_inner).get(event).cloned()
    }

    /// What was found last of an event, alone or with everything: of it and of the house.
    pub(in crate::app) fn latest(&self, event: &str) -> Option<Verified> {
        let all = self.last().map(|mut all| {
            all.found.checks.retain(|check| check.event == event || check.event == HOUSE);
            all
        });
        [self.of_event(event), all].into_iter().flatten().max_by_key(|verified| verified.at)
    }

    /// Keeps what was found of an event.
    pub(super) fn keep(&self, event: &str, found: Verified) {
        self.of_events.lock().unwrap_or_else(PoisonError::into_inner).insert(event.to_owned(), found);
    }

    /// Verifies where nobody else does, and keeps what that finds.
    pub(super) fn alone(&self, verify: impl FnOnce() -> Result<Verified, AppError>) -> Result<Verified, AppError> {
        let _alone = match self.under_way.try_lock() {
            Ok(alone) => alone,
            // whoever held it broke down, and verifies no more
            Err(TryLockError::Poisoned(broken)) => broken.into_inner(),
            Err(TryLockError::WouldBlock) => return Err(UnderWay.into()),
        };
        let found = verify()?;
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(found.clone());
        Ok(found)
    }
}

/// Somebody is verifying everything already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("正在核对，请稍后看结果")]
pub struct UnderWay;

impl AppFault for UnderWay {
    fn kind(&self) -> FaultKind {
        FaultKind::Later { seconds: 5 }
    }

    fn word(&self) -> &'static str {
        "under-way"
    }
}
