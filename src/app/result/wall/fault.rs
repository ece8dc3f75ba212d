//! Why something is not done to a wall.

use crate::app::error::{AppFault, FaultKind};

/// Longest name of a wall, in characters.
pub const LONGEST_NAME: usize = 30;

/// Why something is not done to a wall.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WallFault {
    #[error("大屏链接无效或已结束，请向组织者索取新的链接")]
    NoLink,
    #[error("大屏的名称最多 {LONGEST_NAME} 字")]
    Name,
    #[error("没有第 {0} 个大屏链接")]
    NoSuchLink(i64),
    #[error("此大屏链接已经结束")]
    LinkEnded,
    #[error("揭晓正在进行，请先结束揭晓再切换大屏")]
    Announcing,
    #[error("现在没有进行揭晓")]
    NotAnnouncing,
    #[error("成绩在您查看之后有变动，请刷新页面")]
    Changed,
    #[error("此成绩没有可以揭晓的名次")]
    NoPlaces,
    #[error("从第几名开始逐个揭晓，应为 1 至 {0} 的整数；不填则从最后一名开始")]
    From(usize),
}

impl AppFault for WallFault {
    fn kind(&self) -> FaultKind {
        match self {
            Self::NoLink | Self::NoSuchLink(_) => FaultKind::Missing,
            Self::Name | Self::From(_) => FaultKind::Invalid,
            Self::LinkEnded | Self::Announcing | Self::NotAnnouncing | Self::Changed | Self::NoPlaces => {
                FaultKind::Conflict
            }
        }
    }

    fn word(&self) -> &'static str {
        "wall"
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::Name => Some("name"),
            Self::From(_) => Some("place"),
            _ => None,
        }
    }
}
