//! What was found when the audit's chain was verified. A long one is read once at a time, however many ask.

use std::sync::{Mutex, PoisonError, TryLockError};

use crate::app::act::clock::Moment;
use crate::app::error::{AppError, AppFault, FaultKind};

/// What verifying the audit's chain found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChainCheck {
    Holds {
        /// Rows read.
        rows: i64,
        /// Of them with an erased payload.
        erased: i64,
    },
    BrokenAt {
        number: i64,
    },
}

/// What was found when the chain was last verified, and when that was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verified {
    pub chain: ChainCheck,
    pub at: Moment,
}

/// What is known of the chain without reading it anew.
#[derive(Default)]
pub(in crate::app) struct Verifying {
    /// Held while it is read: a long chain is read once at a time, however many ask.
    under_way: Mutex<()>,
    last: Mutex<Option<Verified>>,
}

impl Verifying {
    /// What was last found.
    pub(in crate::app) fn last(&self) -> Option<Verified> {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does the reading where nobody else does, and keeps what it finds.
    pub(in crate::app) fn alone(
        &self,
        read: impl FnOnce() -> Result<Verified, AppError>,
    ) -> Result<Verified, AppError> {
        let _alone = match self.under_way.try_lock() {
            Ok(alone) => alone,
            // whoever held it broke down, and reads no more
            Err(TryLockError::Poisoned(broken)) => broken.into_inner(),
            Err(TryLockError::WouldBlock) => return Err(UnderWay.into()),
        };
        let found = read()?;
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(found);
        Ok(found)
    }
}

/// Somebody is verifying the chain already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("正在核对审计记录，请稍后看结果")]
pub struct UnderWay;

impl AppFault for UnderWay {
    fn kind(&self) -> FaultKind {
        FaultKind::Later { seconds: 5 }
    }

    fn word(&self) -> &'static str {
        "under-way"
    }
}
