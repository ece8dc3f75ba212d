//! Why nobody is called up, nothing is drawn, or a press does nothing.

use crate::app::act::clock::minutes;
use crate::app::act::lots::MOST_DIGITS;
use crate::app::error::{AppFault, FaultKind};

/// Seconds of the shortest and the longest report.
pub(super) const SHORTEST: i64 = 60;
pub(super) const LONGEST: i64 = 60 * 60;

/// Why something about the reports is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallFault {
    /// No component is given marks by judges.
    #[error("规则里没有由评委评分的环节，没有要汇报的内容")]
    NothingToReport,
    #[error("限时“{found}”不对：请按“分:秒”填写，如 8:00，从 {} 到 {}", minutes(SHORTEST), minutes(LONGEST))]
    Limit {
        /// What was typed.
        found: String,
    },
    #[error("提前响铃“{found}”不对：请按“分:秒”填写，如 1:00；应短于限时，0 为不提前响铃")]
    Bell {
        /// What was typed.
        found: String,
    },
    #[error("没有“{found}”这个由评委评分的环节，请从列表中选择")]
    Component {
        /// What was given.
        found: String,
    },
    #[error("请输入 1 至 {MOST_DIGITS} 位数字")]
    Digits,
    #[error("规则不分赛道排名，不能分赛道抽签")]
    OneRanking,
    /// Somebody has drawn or entered an order since the page was drawn.
    #[error("您打开此页以后汇报顺序已有变动，没有再排，请看现在的顺序")]
    OrderedMeanwhile,
    #[error("次序不对：请给每个项目各填一个不同的次序，从 1 到 {count}")]
    NotAnOrder {
        /// How many entries there are.
        count: usize,
    },
    #[error("没有参评项目，不能排定顺序")]
    NoEntries,
    #[error("还没有汇报顺序，请先抽签，或登记现场抽签的结果")]
    NoOrder,
    /// Somebody was called up, or the clock went on, since the page was drawn.
    #[error("您按下之前状态已有变动，这一按没有起作用，请看现在的状态")]
    Moved,
    #[error("{0}正在汇报，请先结束这次汇报")]
    Running(String),
    #[error("{0}已经汇报过；要重来的，请在其结束后叫下一个之前按“重来”")]
    Reported(String),
    #[error("{0}已退出评比，不再叫号")]
    Withdrawn(String),
    #[error("{0}不在汇报顺序里，请重新排定顺序")]
    Unlisted(String),
    /// What was over is decided, or there is none of that number.
    #[error("这一项超时已经办结，或没有这一项，请刷新页面")]
    NotOpen,
    #[error("超时的是另一个项目，不能登记在此项目名下")]
    AnotherEntry,
    #[error("汇报超时只能登记为减分，减分以外的请在“手工登记”中另行登记")]
    NoDeduction,
    #[error("这次汇报的超时已经登记扣分，请先在“手工登记”中撤销那一条，再重来")]
    Deducted,
}

impl AppFault for CallFault {
    fn kind(&self) -> FaultKind {
        match self {
            Self::Limit { .. }
            | Self::Bell { .. }
            | Self::Component { .. }
            | Self::Digits
            | Self::OneRanking
            | Self::NotAnOrder { .. }
            | Self::AnotherEntry
            | Self::NoDeduction => FaultKind::Invalid,
            Self::NothingToReport
            | Self::OrderedMeanwhile
            | Self::NoEntries
            | Self::NoOrder
            | Self::Moved
            | Self::Running(_)
            | Self::Reported(_)
            | Self::Withdrawn(_)
            | Self::Unlisted(_)
            | Self::NotOpen
            | Self::Deducted => FaultKind::Conflict,
        }
    }

    fn word(&self) -> &'static str {
        "call"
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::Limit { .. } => Some("limit"),
            Self::Bell { .. } => Some("bell"),
            Self::Component { .. } => Some("component"),
            Self::Digits => Some("typed"),
            Self::NotAnOrder { .. } => Some("turn-"),
            Self::NoDeduction => Some("kind"),
            _ => None,
        }
    }
}
