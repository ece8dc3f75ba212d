//! Why rules are not changed as asked, in sentences.

use std::fmt;

use crate::app::error::{AppFault, FaultKind};

/// Why rules are not changed as asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AmendFault {
    #[error("规则有 {} 处问题，没有写入：{}", .0.len(), .0.first().map(ToString::to_string).unwrap_or_default())]
    Faults(Vec<RulesFault>),
    #[error("规则没有变化，没有写入")]
    Unchanged,
    /// Somebody else changed them since the page was shown.
    #[error("规则在您打开此页之后已被更改，没有写入。请在新的规则上重新修改")]
    Overtaken,
    /// After the opening one organiser does not save rules.
    #[error("评分已经开放，规则的变更要先看影响、写明理由，并由另一位组织者批准，不能直接保存")]
    NeedsSecond,
    /// Before the opening nothing has to be proposed.
    #[error("评分尚未开放，规则可以直接保存，无需另一位组织者批准")]
    NeedsNoSecond,
    /// The rules or the set-up have changed since it was proposed.
    #[error("提议之后规则或活动的设置又有变动，影响已经不同，这份提议作废。请重新提议")]
    Void,
    /// The effect is another than the one that was shown.
    #[error("变更的影响与您看到的已经不同（有新的评分卡送达或有新的登记），请重新查看影响")]
    EffectChanged,
}

impl AppFault for AmendFault {
    fn kind(&self) -> FaultKind {
        match self {
            Self::Faults(_) => FaultKind::Invalid,
            Self::Unchanged
            | Self::Overtaken
            | Self::NeedsSecond
            | Self::NeedsNoSecond
            | Self::Void
            | Self::EffectChanged => FaultKind::Conflict,
        }
    }

    fn word(&self) -> &'static str {
        "rules"
    }
}

/// A fault of rules, with its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RulesFault {
    /// Line of the rules, from 1; `None` where something in the event refers to what is not there.
    pub line: Option<usize>,
    /// The text of the line; in the second case that of the row that refers to it.
    pub text: String,
    /// Where the row stands, in words; empty for a line of the rules.
    pub list: &'static str,
    /// Key or column; may be empty.
    pub place: String,
    /// What is wrong and what is allowed.
    pub problem: String,
}

impl fmt::Display for RulesFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "第 {line} 行：")?,
            None => write!(f, "{}“{}”：", self.list, self.text)?,
        }
        if !self.place.is_empty() {
            write!(f, "{}：", self.place)?;
        }
        write!(f, "{}", self.problem)
    }
}
