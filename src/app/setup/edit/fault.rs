//! Why an event is not edited as asked, and what it lacks.

use std::fmt;

use crate::app::act::actor::Role;
use crate::app::error::{AppFault, FaultKind};
use crate::folder::Fault;

/// Longest title of an event, in characters.
pub const TITLE: usize = 120;

/// Why an event is not edited as asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditFault {
    /// What was typed is not what a folder may hold.
    #[error("有 {} 处需要修改，没有写入：{}", .0.len(), .0.first().map(|fault| fault.problem.to_string()).unwrap_or_default())]
    Typed(Vec<Fault>),
    /// Nothing is other than it was.
    #[error("内容没有变化，没有写入")]
    Unchanged,
    /// Something hangs on what is to be removed.
    #[error("{thing}不能删去，已有{}。请先逐项处理", what.join("、"))]
    InUse {
        thing: String,
        /// What hangs on it, in words.
        what: Vec<String>,
    },
    /// A judge's name is not changed once cards of theirs are in.
    #[error("此评委已有评分卡，改姓名或单位等于换人；请到“当日变动”办理更换评委")]
    NamedJudge,
    /// The stop is the first or last already.
    #[error("已经是{}，不能再移动", if *first { "第一站" } else { "最后一站" })]
    AtEnd {
        /// Whether it is the first.
        first: bool,
    },
    /// A title that is empty or too long.
    #[error("请填写活动名称，最多 {TITLE} 字")]
    Title,
    /// The title of a demonstration or a rehearsal that would not say so any more.
    #[error("活动名称里要保留“{label}”")]
    Label {
        /// What must stand in it.
        label: &'static str,
    },
    /// Something must be there before the event can be opened.
    #[error("还不能开放评分：{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("；"))]
    NotReady(Vec<Lack>),
}

impl AppFault for EditFault {
    fn kind(&self) -> FaultKind {
        match self {
            Self::Typed(_) | Self::Title | Self::Label { .. } => FaultKind::Invalid,
            Self::Unchanged | Self::InUse { .. } | Self::NamedJudge | Self::AtEnd { .. } | Self::NotReady(_) => {
                FaultKind::Conflict
            }
        }
    }

    fn word(&self) -> &'static str {
        "edit"
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::Title | Self::Label { .. } => Some("title"),
            Self::Typed(_)
            | Self::Unchanged
            | Self::InUse { .. }
            | Self::NamedJudge
            | Self::AtEnd { .. }
            | Self::NotReady(_) => None,
        }
    }
}

/// Something that is lacking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lack {
    NoJudge,
    /// A group judges a component and has no judge.
    EmptyGroup {
        group: String,
    },
    /// Entries without a unit: their ids.
    NoUnit(Vec<String>),
    /// The lists do not fit one another yet, in sentences.
    Apart(Vec<String>),
    /// The rules open cards on the way, and entries are on no route: their units.
    NoStop(Vec<String>),
    /// Stops without a planned arrival: how many.
    NoTime(usize),
    /// Stops that are planned before the bus has left the one before: their units.
    OutOfTime(Vec<String>),
    /// Values of measures: how many.
    NoMeasure(usize),
    /// Accounts of a role that must sign: how many.
    NoSigner {
        role: Role,
        /// How many are lacking.
        count: usize,
    },
    /// Judges have no link to sign in with.
    NoLinks,
}

impl Lack {
    /// Whether the event cannot be opened without it.
    #[must_use]
    pub fn must(&self) -> bool {
        match self {
            Self::NoJudge | Self::EmptyGroup { .. } | Self::NoUnit(_) | Self::Apart(_) => true,
            Self::NoStop(_)
            | Self::NoTime(_)
            | Self::OutOfTime(_)
            | Self::NoMeasure(_)
            | Self::NoSigner { .. }
            | Self::NoLinks => false,
        }
    }
}

impl fmt::Display for Lack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoJudge => write!(f, "还没有评委"),
            Self::EmptyGroup { group } => write!(f, "评委组“{group}”还没有评委"),
            Self::NoUnit(ids) => write!(f, "参评项目 {} 没有填申报单位", ids.join("、")),
            Self::Apart(said) => write!(f, "{}", said.join("；")),
            Self::NoStop(units) => write!(f, "规则按到达开放评分，而{}不在行程上", units.join("、")),
            Self::NoTime(count) => write!(f, "{count} 站没有计划到达时间"),
            Self::OutOfTime(units) => write!(f, "{}的计划到达早于上一站的计划离开", units.join("、")),
            Self::NoMeasure(count) => write!(f, "还有 {count} 个考核数值没有填写，可以在封存前补填"),
            Self::NoSigner { role, count } => {
                write!(f, "签字还缺{}账号 {count} 个，请系统管理员在“账号”页建立", role.title())
            }
            Self::NoLinks => write!(f, "还没有生成评委链接"),
        }
    }
}
