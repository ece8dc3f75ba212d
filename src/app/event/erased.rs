//! What is not there any more: an event whose cards and personal data were erased.

use crate::app::AppError;
use crate::app::act::clock::Moment;
use crate::app::error::{AppFault, FaultKind};
use crate::store::event::EventRow;

/// Why an event is not erased.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ErasureFault {
    #[error("此活动的评分卡和个人信息已按保存期限清除，只保留名次")]
    Erased,
    /// The period is not over.
    #[error("保存期限未满，{until} 以后才能清除", until = crate::app::act::clock::beijing(*.0).format("%Y-%m-%d %H:%M"))]
    TooEarly(Moment),
    /// A period that is not possible.
    #[error("保存天数应为 {FEWEST_DAYS} 至 {MOST_DAYS} 的整数")]
    Days,
    /// An archived event is not erased sooner than was said when it was archived.
    #[error("活动已经归档，保存期限只能延长，不能短于现在的 {0} 天")]
    Shorter(i64),
}

impl AppFault for ErasureFault {
    fn kind(&self) -> FaultKind {
        match self {
            Self::Days => FaultKind::Invalid,
            Self::Erased | Self::TooEarly(_) | Self::Shorter(_) => FaultKind::Conflict,
        }
    }

    fn word(&self) -> &'static str {
        "erasure"
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::Days | Self::Shorter(_) => Some("days"),
            Self::Erased | Self::TooEarly(_) => None,
        }
    }
}

/// Fewest days for which an archived event is kept: more than six months, as logs are.
pub const FEWEST_DAYS: i64 = 184;

/// Most days for which it is kept before it may be erased: thirty years.
pub const MOST_DAYS: i64 = 10_958;

/// Refuses what needs the cards of an event that was erased.
pub(in crate::app) fn not_erased(head: &EventRow) -> Result<(), AppError> {
    head.erased_at.map_or(Ok(()), |_| Err(ErasureFault::Erased.into()))
}
