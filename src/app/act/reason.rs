//! The reason that an act asks for.

use crate::app::error::{AppError, AppFault, FaultKind};

/// Longest reason, in characters.
pub const LONGEST_REASON: usize = 500;

/// Why a reason is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReasonFault {
    #[error("请写明理由")]
    None,
    /// It is longer than what is kept.
    #[error("理由过长，最多 {LONGEST_REASON} 字")]
    Long,
}

impl AppFault for ReasonFault {
    fn kind(&self) -> FaultKind {
        FaultKind::Invalid
    }

    fn word(&self) -> &'static str {
        "input"
    }

    fn field(&self) -> Option<&'static str> {
        Some("reason")
    }
}

/// A reason that must be given, without blanks around it.
pub(in crate::app) fn stated(given: &str) -> Result<String, AppError> {
    match given.trim() {
        "" => Err(ReasonFault::None.into()),
        long if long.chars().count() > LONGEST_REASON => Err(ReasonFault::Long.into()),
        given => Ok(given.to_owned()),
    }
}
