//! A judge's own word on all of their cards (本人已核对), as a tablet is told of it.

use serde::{Deserialize, Serialize};

use super::name::CardName;
use crate::app::act::clock::Moment;

/// The last confirmation of a judge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmedView {
    pub op: String,
    /// When it was received.
    pub at: Moment,
    /// Whether every card that counts is one that was confirmed.
    pub stands: bool,
    /// Whether it was given on paper.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub paper: bool,
    /// The cards that are others since.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changed: Vec<CardName>,
}

/// Why a judge's confirmation is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ConfirmFault {
    #[error("还有 {0} 张评分卡没有送达，全部送达以后才能确认核对")]
    Lacking(usize),
    #[error("有两份不一的评分卡还没有选定，选定以后才能确认核对")]
    Rivals,
    #[error("核对以后评分卡有变动，请重新核对再确认")]
    Changed,
    #[error("评分尚未开放，或已经封存，现在不能确认核对")]
    NotOpen,
    #[error("本席没有要核对的评分卡")]
    Nothing,
}
