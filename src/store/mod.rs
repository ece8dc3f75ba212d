//! The database: rows in, rows out, in scoring's types where it has them.
use thiserror::Error;
/// Stand-in.
#[derive(Clone)]
pub struct Store;
/// Why.
#[derive(Debug, Error)]
pub enum StoreError {
    /// No such row.
    #[error("数据库中没有这条记录")]
    NotFound,
    /// Against a rule.
    #[error("与已有记录冲突")]
    Conflict,
    /// No answer.
    #[error("数据库暂时不可用，请稍后再试")]
    Unavailable(String),
}
impl Store {
    /// Opens.
    pub fn open(_url: &str) -> Result<Self, StoreError> {
        todo!()
    }
    /// Pings.
    pub fn ping(&self) -> Result<(), StoreError> {
        todo!()
    }
}
/// States of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventState {
    /// 筹备.
    Draft,
    /// 评分中.
    Open,
    /// 已封存.
    Closed,
    /// 已签字.
    Signed,
    /// 已公布.
    Published,
    /// 已归档.
    Archived,
}
impl EventState {
    /// All states, in their order.
    pub const ALL: [Self; 6] = [Self::Draft, Self::Open, Self::Closed, Self::Signed, Self::Published, Self::Archived];

    /// The word that is stored and sent.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Signed => "signed",
            Self::Published => "published",
            Self::Archived => "archived",
        }
    }

    /// The word that people see.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Draft => "筹备",
            Self::Open => "评分中",
            Self::Closed => "已封存",
            Self::Signed => "已签字",
            Self::Published => "已公布",
            Self::Archived => "已归档",
        }
    }

    /// Whether cards still count.
    #[must_use]
    pub fn is_before_close(self) -> bool {
        matches!(self, Self::Draft | Self::Open)
    }
}
