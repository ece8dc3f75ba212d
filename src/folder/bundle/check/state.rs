//! What the checks of a bundle hand on to each other, and what one of them finds.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::folder::EventFolder;
use crate::folder::bundle::about::{About, Form};
use crate::folder::bundle::fault::BundleFault;
use crate::folder::bundle::names::{ABOUT, Files};
use crate::proof::{Hash, Head, HeadFault};

/// Why a bundle is not what it says to be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(in crate::folder::bundle) enum CheckFault {
    #[error(transparent)]
    Bundle(#[from] BundleFault),
    #[error("{0}")]
    Head(HeadFault),
    #[error("存证点由不认识的密钥签署：公钥指纹 {found}，应为 {expected}。不是这套系统签发的")]
    OtherKey { found: String, expected: String },
    #[error("存证点属于另一份日志（{found}），这个成果包是 {expected} 的")]
    OtherLog { found: String, expected: String },
    #[error("日志第 {0} 条不是应有的格式，被截断或改动过")]
    BadLeaf(usize),
    #[error("日志第 {at} 条的序号是 {found}：有记录重复、颠倒或缺少")]
    OutOfOrder { at: usize, found: i64 },
    #[error("日志有 {found} 条，存证点签发时有 {signed} 条：有记录增加或缺少")]
    OtherSize { found: usize, signed: u64 },
    #[error("日志与存证点不符：有记录被改动过")]
    OtherRoot,
    #[error("日志第 {0} 条的内容与它的存证码不符，被改动过")]
    OtherPayload(i64),
    #[error("日志里没有公布这份成绩的记录")]
    NoPublication,
    #[error("日志里公布的是另一份成绩，与 bundle.json 不符")]
    OtherPublication,
    #[error("这些文件不是日志里公布的那一份：清单的存证码不符")]
    OtherManifest,
    #[error("{0} 的签字在日志里没有记录，或与记录不符")]
    OtherSignature(String),
    #[error("所给的存证点：{0}")]
    Since(HeadFault),
    #[error("所给的存证点属于另一份日志：{0}")]
    SinceOther(String),
    #[error("日志只有 {size} 条，而所给的存证点已有 {since} 条：末尾被删去，或成果包更早")]
    SinceShort { size: usize, since: u64 },
    #[error("日志的前 {0} 条与所给的存证点不符：此前的记录被改动过")]
    SinceRoot(u64),
    #[error("评分卡 {0} 在日志里没有记录：是后加的")]
    UnboundCard(String),
    #[error("评分卡 {0} 与日志里的存证码不符，被改动过")]
    OtherCard(String),
    #[error("日志里有的评分卡 {0} 不在成果包里：缺少")]
    LostCard(String),
    #[error("平板密钥 {0} 在日志里没有记录，或与记录不符")]
    OtherTabletKey(String),
    #[error("评分卡 {0} 与它的原文不符")]
    OtherBody(String),
    #[error("评分卡 {0} 的平板签名不对，或密钥没有登记过")]
    BadSignature(String),
    #[error("{0} 列出的评分卡不是计入成绩的那些")]
    OtherSeat(String),
    #[error("评分卡 {card} 的“{line}”是 {signed}，scores.csv 里是 {counted}")]
    OtherMark { card: String, line: String, signed: String, counted: String },
    #[error("scores.csv 里 {0} 的得分没有对应的评分卡")]
    NoCard(String),
    #[error("独立复核与成绩不一致，首处：{0}")]
    Recount(String),
}

/// What the log says, once it is read.
#[derive(Default)]
pub(super) struct Log {
    pub size: usize,
    /// The root at the size of a head that somebody kept.
    pub since: Option<Hash>,
    /// The prints of operations, as last said; `None` where one is gone.
    pub operations: BTreeMap<String, Option<String>>,
    /// The same of tablets' keys.
    pub keys: BTreeMap<String, Option<String>>,
    pub published: Vec<Value>,
    /// Who signed which result, and what that said.
    pub signed: Vec<(String, String, Value)>,
}

/// What the steps hand on to each other.
#[derive(Default)]
pub(super) struct State {
    pub files: Files,
    pub about: Option<About>,
    pub head: Option<Head>,
    /// The head that somebody has kept.
    pub since: Option<Head>,
    pub log: Log,
    pub folder: Option<EventFolder>,
    pub fingerprint: Option<String>,
}

impl State {
    pub(super) fn about(&self) -> Result<&About, CheckFault> {
        Ok(self.about.as_ref().ok_or(BundleFault::Missing(ABOUT))?)
    }

    pub(super) fn file(&self, name: &'static str) -> Result<&[u8], CheckFault> {
        Ok(self.files.get(name).ok_or(BundleFault::Missing(name))?)
    }

    pub(super) fn text(&self, name: &'static str) -> Result<String, CheckFault> {
        let bytes = self.file(name)?.to_vec();
        Ok(String::from_utf8(bytes).map_err(|_| BundleFault::BadLine { file: name, line: 1 })?)
    }

    pub(super) fn is(&self, form: Form) -> bool {
        self.about.as_ref().is_some_and(|about| about.cards == form)
    }
}
