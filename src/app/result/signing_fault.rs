//! Why a result is not signed, published or opened again as asked.

use crate::app::act::actor::Role;
use crate::app::act::clock::Moment;
use crate::app::error::{AppFault, FaultKind};
use crate::app::event::signers::MOST_PLACES;

/// Most days for which a result is put up.
pub const MOST_DAYS: i64 = 60;

/// Why a result is not signed, published or opened again as asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SigningFault {
    /// The result has changed since it was shown.
    #[error("成绩在您查看之后有变动，请刷新页面，核对新的指纹后再签字")]
    Changed,
    /// The inspector has not taken note of everything.
    #[error("签字前须知还有 {0} 件没有勾认，勾认以后才能签字")]
    Unticked(usize),
    /// Cards are still to be drawn, or to be looked at.
    #[error("抽检还没有做完，抽到的卡都看过以后才能签字")]
    SpotOpen,
    /// A drawn card is another one than what was counted.
    #[error("抽检有 {0} 张不符，现在不能签字。请先更正（更正后封存新的成绩），或由纪检写明理由改为相符")]
    SpotDiffers(usize),
    /// Something is still to be settled.
    #[error("还有 {0} 件事项需要处理（并列裁定或超出限制），处理后才能签字、公布")]
    Unsettled(usize),
    /// The event asks for no signature of this role, or has them all.
    #[error("此活动不需要更多的{}签字", .0.title())]
    NotAsked(Role),
    /// Not everybody has signed.
    #[error("签字尚未齐全，还缺：{0}")]
    Missing(String),
    /// There is no such limit that was broken.
    #[error("没有这一项超出限制的事项，请刷新后重试")]
    NoBreach,
    /// It is still put up.
    #[error("公示期到 {until} 结束，结束以后才能归档", until = crate::app::act::clock::beijing(*.0).format("%Y-%m-%d %H:%M"))]
    PutUp(Moment),
    /// So many first places that there are none.
    #[error("抽检的名次应为 0 至 {MOST_PLACES} 的整数，不抽检的留空")]
    SpotPlaces,
    /// A setting that is not possible.
    #[error("公示天数应为 1 至 {MOST_DAYS} 的整数，每种签字人不超过 9 人")]
    Settings {
        /// The field that is none of those.
        field: &'static str,
    },
}

impl AppFault for SigningFault {
    fn kind(&self) -> FaultKind {
        match self {
            Self::Settings { .. } | Self::SpotPlaces => FaultKind::Invalid,
            Self::NoBreach => FaultKind::Missing,
            Self::Changed
            | Self::Unticked(_)
            | Self::SpotOpen
            | Self::SpotDiffers(_)
            | Self::Unsettled(_)
            | Self::NotAsked(_)
            | Self::Missing(_)
            | Self::PutUp(_) => FaultKind::Conflict,
        }
    }

    fn word(&self) -> &'static str {
        "signing"
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::Settings { field } => Some(field),
            Self::SpotPlaces => Some("spot_places"),
            Self::Changed
            | Self::Unticked(_)
            | Self::SpotOpen
            | Self::SpotDiffers(_)
            | Self::Unsettled(_)
            | Self::NotAsked(_)
            | Self::Missing(_)
            | Self::NoBreach
            | Self::PutUp(_) => None,
        }
    }
}
