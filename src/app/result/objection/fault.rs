//! Why an objection is not taken, answered or closed.

use crate::app::act::clock::{Moment, beijing};
use crate::app::error::{AppFault, FaultKind};

/// Most characters of an objection, of an answer and of what the public page says of it.
pub const MOST_TEXT: usize = 2000;
/// Most characters of a name, a unit and a way to reach somebody.
pub const MOST_FIELD: usize = 100;
/// Most objections to one event; more are a matter for the telephone.
pub const MOST: i64 = 500;

/// A field of a form: its name there, and what people call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    pub field: &'static str,
    pub title: &'static str,
}

impl Asked {
    pub(super) const NAME: Self = Self { field: "name", title: "姓名或单位名称" };
    pub(super) const UNIT: Self = Self { field: "unit", title: "所在单位" };
    pub(super) const CONTACT: Self = Self { field: "contact", title: "联系方式" };
    pub(super) const TEXT: Self = Self { field: "text", title: "异议内容" };
    pub(super) const ANSWER: Self = Self { field: "answer", title: "答复" };
    pub(super) const NOTE: Self = Self { field: "note", title: "公开说明" };
}

impl std::fmt::Display for Asked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.title)
    }
}

/// Why an objection is not taken, answered or closed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ObjectionFault {
    /// A field that must be filled in.
    #[error("请填写{0}")]
    Missing(Asked),
    /// A field that is too long.
    #[error("{what}最多 {most} 字，现有 {found} 字")]
    Long {
        what: Asked,
        /// Most characters.
        most: usize,
        /// How many there are.
        found: usize,
    },
    /// A character that nobody types.
    #[error("{0}里有不能显示的控制字符，请删去后重试（可以换行）")]
    Control(Asked),
    /// There is no such entry in the result.
    #[error("公布的成绩里没有编号为“{0}”的参评项目，请从列表中选择")]
    UnknownEntry(String),
    /// The field that people do not see was filled in.
    #[error("提交的内容带有不应填写的栏目，没有收下；请手工填写此页后提交")]
    Trap,
    /// The time for it is over.
    #[error("公示期已于 {until} 结束，不再收取异议；已经提交的仍可凭回执号查询", until = beijing(*.0).format("%Y-%m-%d %H:%M"))]
    Over(Moment),
    /// The event was opened again, and there will be another result.
    #[error("此项评比已重新开放，先前公布的成绩不再收取异议；再次公布后另行公示")]
    Reopened,
    /// The event is in the archive.
    #[error("此项评比已经归档，不再收取异议")]
    Archived,
    /// There are as many as are taken.
    #[error("收到的异议已达 {MOST} 件，此页不再收取，请直接向组织单位反映")]
    Full,
    #[error("没有这个回执号，请核对后重新输入（16 位字母和数字，可以不带“-”）")]
    NoReceipt,
    /// It is closed already.
    #[error("第 {0} 件异议已经办结，不能再改")]
    Closed(i64),
    /// It was not answered.
    #[error("请先答复第 {0} 件异议，再办结")]
    NotAnswered(i64),
    /// Some are open, and the event cannot go into the archive.
    #[error("还有 {0} 件异议没有办结，办结以后才能归档")]
    Open(i64),
}

impl AppFault for ObjectionFault {
    fn kind(&self) -> FaultKind {
        match self {
            Self::Missing(_) | Self::Long { .. } | Self::Control(_) | Self::UnknownEntry(_) | Self::Trap => {
                FaultKind::Invalid
            }
            Self::NoReceipt => FaultKind::Missing,
            Self::Over(_)
            | Self::Reopened
            | Self::Archived
            | Self::Full
            | Self::Closed(_)
            | Self::NotAnswered(_)
            | Self::Open(_) => FaultKind::Conflict,
        }
    }

    fn word(&self) -> &'static str {
        "objection"
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::Missing(what) | Self::Long { what, .. } | Self::Control(what) => Some(what.field),
            Self::UnknownEntry(_) => Some("entry"),
            Self::NoReceipt => Some("receipt"),
            Self::Trap
            | Self::Over(_)
            | Self::Reopened
            | Self::Archived
            | Self::Full
            | Self::Closed(_)
            | Self::NotAnswered(_)
            | Self::Open(_) => None,
        }
    }
}
