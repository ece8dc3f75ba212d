//! A sheet of paper: how its card is named, what is typed of it, and why not.

use crate::app::error::{AppFault, FaultKind};
use crate::app::event::card::Marks;
use crate::app::event::wire::FaultLine;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Longest reference to a scan, in characters.
pub const REFERENCE: usize = 60;

/// Why something is not done to a sheet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PaperFault {
    /// Somebody without an account of their own.
    #[error("纸质卡须用本人的账号录入和确认")]
    NoAccount,
    /// The first typing was theirs.
    #[error("这张纸质卡的第一次录入是您本人做的，第二次须由另一个人录入")]
    OwnTyping,
    /// They typed or proposed it themselves.
    #[error("这是您本人录入或提出的内容，须由另一个人确认")]
    OwnContent,
    /// No reference, or one that is too long.
    #[error("请填写纸质卡编号或扫描件文件名，最多 {REFERENCE} 字")]
    Reference,
    /// Another sheet of that card is being typed.
    #[error("这张评分卡已有一份正在录入的纸质卡（编号“{reference}”）。请先办完，或写明理由撤回那一份")]
    Open { reference: String },
    /// That sheet was taken.
    #[error("编号“{reference}”的这张纸质卡已经录入过，无需重复录入")]
    Taken { reference: String },
    #[error("这张纸质卡已经办结，不能再改")]
    Ended,
    /// It was typed twice.
    #[error("这张纸质卡已有两个人录入，待处理差异")]
    Twice,
    /// It was not typed twice.
    #[error("这张纸质卡还没有第二个人录入，没有可以处理的差异")]
    Once,
    /// No entry was picked.
    #[error("请选择参评项目")]
    NoEntry,
    /// No card is due there.
    #[error("此处已登记回避、缺席或作废，不应有评分卡，不能录入。已录入的请写明理由撤回")]
    NotDue,
    /// There is no such card in the event.
    #[error("现行的规则和名单中没有这张评分卡，不能录入。已录入的请写明理由撤回")]
    NotOnCard,
    /// Its time has not come.
    #[error("这张评分卡尚未开放评分，请先登记到达或离开，开放以后再录入")]
    NotYet,
    /// What was typed is not what the rules allow.
    #[error("有 {} 处不符合评分规则，没有收下：{}", .0.len(), .0.first().map(|fault| fault.text.clone()).unwrap_or_default())]
    Invalid(Vec<FaultLine>),
    /// What was typed fitted older rules.
    #[error("录入以后规则有改动，这份内容已不符合现行规则。请写明理由撤回，再重新录入")]
    Rules,
    /// What was scanned is no code of a card of this event.
    #[error("这不是本活动空白评分卡上的编码，请重新扫描，或在下面选择")]
    NotACode,
}

impl AppFault for PaperFault {
    fn kind(&self) -> FaultKind {
        match self {
            Self::NoAccount | Self::OwnTyping | Self::OwnContent => FaultKind::Forbidden,
            Self::Reference | Self::NoEntry | Self::Invalid(_) | Self::NotACode => FaultKind::Invalid,
            Self::Open { .. }
            | Self::Taken { .. }
            | Self::Ended
            | Self::Twice
            | Self::Once
            | Self::NotDue
            | Self::NotOnCard
            | Self::NotYet
            | Self::Rules => FaultKind::Conflict,
        }
    }

    fn word(&self) -> &'static str {
        "paper"
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::Reference | Self::Open { .. } | Self::Taken { .. } => Some("reference"),
            Self::NoEntry => Some("entry"),
            Self::NotACode => Some("code"),
            Self::NoAccount
            | Self::OwnTyping
            | Self::OwnContent
            | Self::Ended
            | Self::Twice
            | Self::Once
            | Self::NotDue
            | Self::NotOnCard
            | Self::NotYet
            | Self::Invalid(_)
            | Self::Rules => None,
        }
    }
}

/// What somebody read on a sheet; marks as in an op, without trailing zeros.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Content {
    pub marks: Marks,
    pub comment: String,
}

/// A sheet as it is typed.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    pub judge: String,
    pub component: String,
    /// Entry id; empty for a ballot.
    pub entry: String,
    /// The sheet that is typed for the second time; empty for the first.
    pub sheet: String,
    /// Number of the paper or name of the scan; not read the second time.
    pub reference: String,
    /// Marks as on the sheet, by criterion, by entry on a ballot, or under `grade`.
    pub marks: BTreeMap<String, String>,
    pub comment: String,
}

/// What became of a sheet by an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Became {
    /// It waits for the second typing.
    Waiting,
    /// The two differ.
    Differs,
    /// It is the judge's card.
    Recorded,
    /// The judge has another card already: the two are rivals, for the judge to pick.
    Conflict,
    /// The judge's card says the same already.
    Same,
}

/// The answer to a typing.
#[derive(Debug, Clone)]
pub struct TypedAnswer {
    pub sheet: String,
    pub became: Became,
    /// What was taken for something else: as it was typed, and as it was taken.
    pub notes: Vec<(String, String)>,
    /// The card that is to be typed next.
    pub next: Option<CardName>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CardName {
    pub judge: String,
    pub component: String,
    /// Entry id; empty for a ballot.
    pub entry: String,
}

/// Key of the comment among the lines of a sheet.
pub const COMMENT_KEY: &str = "comment";
