//! What may be changed on the day, and why it is not.

use crate::app::act::word::Word;
use crate::app::error::{AppFault, FaultKind};

/// Longest name, unit or planned time, in characters.
pub(super) const NAME: usize = 60;

/// What is to be changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayChange {
    /// A stop will not be visited.
    Skip {
        entry: String,
        /// Whether the entry takes part no longer, too.
        withdraw: bool,
    },
    /// A stop that was skipped will be visited after all.
    Unskip { entry: String },
    /// Another order, other planned times: all the stops that are still ahead.
    Move { stops: Vec<PlannedStop> },
    /// The last arrival or leaving was a mistake.
    Undo,
    /// An entry takes part no longer.
    Withdraw { entry: String },
    /// An entry that was withdrawn takes part again.
    Readmit { entry: String },
    /// A seat goes on with another person.
    Pass(Substitute),
    /// A new seat in the same group takes over what a judge has not handed in.
    Replace(Substitute),
}

/// A stop that is still ahead, as it is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedStop {
    pub entry: String,
    /// Its turn among the stops ahead, from 1.
    pub turn: u32,
    /// Planned arrival, as typed; may be empty.
    pub arrival: String,
    /// Planned departure, as typed; may be empty.
    pub departure: String,
}

/// Who comes in for a judge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Substitute {
    pub judge: String,
    /// Name or seat of the substitute.
    pub name: String,
    /// Unit of the substitute; may be empty.
    pub unit: String,
}

/// Why something is not changed on the day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DayFault {
    /// The event was changed since the preview.
    #[error("活动在预览之后有了改动，没有写入。请看过下面重新列出的影响再确认")]
    Changed,
    /// The bus has been there.
    #[error("已登记到达此观摩点，不能再登记为不去")]
    Visited,
    /// The stop is none of those that were skipped.
    #[error("此观摩点没有登记为不再前往")]
    NotSkipped,
    /// Not every stop ahead has a turn of its own.
    #[error("请给尚未到达的每个观摩点各排一个不同的次序，从 1 开始，不要多也不要少")]
    NotAnOrder,
    /// A planned time that is none.
    #[error("“{found}”不能确定是几点几分，请写成 08:30 的样子，或留空")]
    NoTime {
        /// The field, as forms call it: `arrival-ENTRY` or `departure-ENTRY`.
        field: String,
        /// What was typed.
        found: String,
    },
    /// Whoever arrives would have left before.
    #[error("计划离开 {departure} 早于计划到达 {arrival}，应不早于到达")]
    TimesTurned { field: String, arrival: String, departure: String },
    /// Nothing would change.
    #[error("与现在的安排相同，没有写入")]
    Unchanged,
    /// There is neither an arrival nor a leaving.
    #[error("还没有登记过到达或离开，没有可撤回的")]
    NothingToUndo,
    /// An event without an entry is none.
    #[error("这是最后一个参评项目，不能退出；活动要有至少一个参评项目")]
    LastEntry,
    /// The entry takes part.
    #[error("此项目没有登记退出")]
    NotWithdrawn,
    /// A name that is missing or too long.
    #[error("请填写接替者的姓名或席位，最多 {NAME} 字；所在单位最多 {NAME} 字")]
    BadName,
    /// All that was due of the judge is in.
    #[error("该席应交的评分卡都已交齐，没有可由新席接替的")]
    AllIn,
}

impl AppFault for DayFault {
    fn kind(&self) -> FaultKind {
        match self {
            Self::Changed
            | Self::Visited
            | Self::NotSkipped
            | Self::Unchanged
            | Self::NothingToUndo
            | Self::LastEntry
            | Self::NotWithdrawn
            | Self::AllIn => FaultKind::Conflict,
            Self::NotAnOrder | Self::NoTime { .. } | Self::TimesTurned { .. } | Self::BadName => FaultKind::Invalid,
        }
    }

    fn word(&self) -> &'static str {
        "day"
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::NotAnOrder => Some("turn-"),
            Self::BadName => Some("name"),
            Self::Changed
            | Self::Visited
            | Self::NotSkipped
            | Self::Unchanged
            | Self::NoTime { .. }
            | Self::TimesTurned { .. }
            | Self::NothingToUndo
            | Self::LastEntry
            | Self::NotWithdrawn
            | Self::AllIn => None,
        }
    }

    fn fields(&self) -> Vec<(String, String)> {
        match self {
            Self::NoTime { field, .. } | Self::TimesTurned { field, .. } => vec![(field.clone(), self.to_string())],
            _ => Vec::new(),
        }
    }
}

impl DayChange {
    /// The word of the act and what it is done to, as the audit has them.
    pub(super) fn on_record(&self) -> (Word, String) {
        match self {
            Self::Skip { entry, .. } => (Word::SkipStop, format!("checkpoint:{entry}")),
            Self::Unskip { entry } => (Word::UnskipStop, format!("checkpoint:{entry}")),
            Self::Move { .. } => (Word::MoveStops, "route".to_owned()),
            Self::Undo => (Word::UndoStop, "route".to_owned()),
            Self::Withdraw { entry } => (Word::WithdrawEntry, format!("entry:{entry}")),
            Self::Readmit { entry } => (Word::ReadmitEntry, format!("entry:{entry}")),
            Self::Pass(substitute) => (Word::PassSeat, format!("judge:{}", substitute.judge)),
            Self::Replace(substitute) => (Word::ReplaceJudge, format!("judge:{}", substitute.judge)),
        }
    }
}
