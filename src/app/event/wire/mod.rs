//! What travels between a tablet and the server: the types of `POST /api/sync`, nothing else.
//!
//! A request: `{device, seq_from, now?, battery?, persisted?, unsent: [{component, entry, state}], ops: [op],
//! receipts?: {op: {receipt, revision}}, lost?: [{seq, component, entry}], asked?: [op id], have?: version, tip?,
//! key?: {alg, public}}`.
//! An op: `{op, device, seq, judge, component, entry, base, marks, comment, lines?, rules, at, settles?}`; its bytes, which never
//! change, are these fields as JSON without white space, keys in order. Beside them, `key` and `sig`: which of the judge's
//! keys has signed the bytes, and the signature.
//! `marks` are texts by key:
//! - a card of marks: `{criterion id: "8.5", …}`, a blank left out or `""`;
//! - a grade: `{"grade": "grade id"}`, `entry` says for whom;
//! - a ranking ballot: `{entry id: "1", …}`, one op for the whole ballot, `entry` is `""`.
//!
//! A judge's own word (本人已核对) is an op as well: of no component and no entry, with no marks, `confirms: [op…]` (the cards that
//! the judge has read through, all of them) and `secret` (32 digits of hexadecimal that the tablet made, for the judge's slip).

mod access;
mod confirmed;
mod event;
mod held;
mod journal;
mod lost;
mod name;
mod news;

pub use access::{Access, KeyAnswer, KeyView, LinkView};
pub use confirmed::{ConfirmFault, ConfirmedView};
pub use held::HeldReceipt;
pub use lost::Lost;
pub use name::CardName;
pub use news::{CardMissing, Changes, EventNews};
use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Deserializer, Serialize};

use crate::scoring::card::MarkFault;
use crate::scoring::rules::VotesRules;

pub use event::{
    CardView, CommentingView, ComponentView, CriterionView, EntryView, Expected, GradeView, HeldView, JudgeView,
    LimitsView, MissingView, ReleaseView, RivalView, RulingView, Stop, VotesView,
};
pub use journal::{JOURNAL, JournalFile, VERSION};

/// The body of a request.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SyncRequest {
    /// Id of the device, made by the tablet.
    pub device: String,
    /// `seq` of the first op in `ops`; one more than the last acknowledged one where there is none.
    pub seq_from: i64,
    /// The tablet's clock when it sent this, for its skew.
    #[serde(default)]
    pub now: Option<DateTime<FixedOffset>>,
    /// Battery, 0 to 100.
    #[serde(default)]
    pub battery: Option<i32>,
    /// Whether the browser promised to keep its storage.
    #[serde(default)]
    pub persisted: Option<bool>,
    /// Drafts and queued cards on the tablet.
    #[serde(default)]
    pub unsent: Vec<Unsent>,
    /// Numbers of the journal behind which nothing will ever come: lost with the browser's storage, or withdrawn.
    #[serde(default)]
    pub lost: Vec<Lost>,
    /// Ids of ops that were sent and not answered: what is here already need not be sent again.
    #[serde(default)]
    pub asked: Vec<String>,
    /// The version of the event that the tablet has: it is told what has changed since; without it, all.
    #[serde(default)]
    pub have: Option<i64>,
    /// The tip that came with that version: it shows whether the tablet's past is the server's, which may have been
    /// restored from an older backup. Without it, that is believed.
    #[serde(default)]
    pub tip: Option<String>,
    /// The key of this judge on this tablet: `{alg, public}`. What is none is answered, and holds nothing up.
    #[serde(default)]
    pub key: Option<serde_json::Value>,
    /// Operations, as they stand in the journal; each is judged by itself.
    #[serde(default)]
    pub ops: Vec<serde_json::Value>,
    /// Receipts that the tablet holds for some of these ops, by op: for a server that was restored from an older
    /// backup and has forgotten them. What is not about one of `ops` is not looked at, and what is no receipt is as
    /// none: a queue must not be stuck for it.
    #[serde(default, deserialize_with = "whatever_is_held")]
    pub receipts: BTreeMap<String, HeldReceipt>,
}

/// Those of an object's values that have the form of a receipt.
fn whatever_is_held<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<String, HeldReceipt>, D::Error> {
    let serde_json::Value::Object(held) = serde_json::Value::deserialize(from)? else { return Ok(BTreeMap::new()) };
    let held = held.into_iter().filter_map(|(op, value)| Some((op, serde_json::from_value(value).ok()?)));
    Ok(held.collect())
}

/// A card that is on the tablet and not here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsent {
    pub component: String,
    /// Entry id; empty for a ballot.
    pub entry: String,
    /// `draft` or `queued`.
    pub state: UnsentState,
}

/// How far a card on the tablet is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UnsentState {
    /// Typed, not submitted.
    Draft,
    /// Submitted, on its way.
    Queued,
}

/// One operation of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Op {
    /// Its UUID.
    pub op: String,
    /// The device that made it.
    pub device: String,
    /// 1, 2, 3 … for this judge on this device.
    pub seq: i64,
    /// The judge whose journal it is in; must be the session's.
    pub judge: String,
    pub component: String,
    /// Entry id; empty for a ranking ballot.
    #[serde(default)]
    pub entry: String,
    /// The op that it replaces.
    #[serde(default)]
    pub base: Option<String>,
    /// Marks as texts; see the head of this file.
    pub marks: BTreeMap<String, String>,
    /// A comment on the card.
    #[serde(default)]
    pub comment: String,
    /// Comments on lines of the card, by criterion.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub lines: BTreeMap<String, String>,
    /// SHA-256 of the rules under which it was made.
    pub rules: String,
    /// The tablet's clock when it was made.
    pub at: String,
    /// The rivals that the judge saw and picked over, by op; none where it is no pick.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub settles: Vec<String>,
    /// The ops of the judge's cards that they have read through, of a confirmation; none of a card.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub confirms: Vec<String>,
    /// What salts the judge's slip, of a confirmation: 32 digits of hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
}

impl Op {
    /// Whether it is no card, but a judge's word that they have read through their cards.
    #[must_use]
    pub fn is_confirmation(&self) -> bool {
        !self.confirms.is_empty() || self.secret.is_some()
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncAnswer {
    /// One for each op, in the order of the request.
    pub results: Vec<OpResult>,
    /// Up to here every op of this judge on this device has been answered, without a gap.
    pub acked_seq: i64,
    /// What became of those that the request asked about and that are here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asked: Vec<OpResult>,
    /// Where the record of all acts stood: to be sent with the version of this answer.
    #[serde(default)]
    pub tip: String,
    /// What became of the key that the request offers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<KeyAnswer>,
    /// The event, as this judge may see it.
    pub event: EventNews,
}

/// What became of one op.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpResult {
    /// The op; empty where it had no readable id.
    pub op: String,
    /// What became of it.
    pub outcome: Outcome,
    /// Revision of the card that counts now; `None` where nothing was kept.
    pub revision: Option<i64>,
    /// The receipt, where it was kept; its first four letters are the form for people.
    pub receipt: Option<String>,
    /// Made under older rules, valid under the present ones.
    #[serde(default)]
    pub older_rules: bool,
    /// What is wrong with it.
    pub faults: Vec<FaultLine>,
    /// Whether it came before, and this is what became of it then.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub again: bool,
}

impl OpResult {
    /// Of an op of which no card was kept.
    pub(in crate::app) fn refused(op: &str, outcome: Outcome, faults: Vec<FaultLine>) -> Self {
        let op = op.to_owned();
        Self { op, outcome, revision: None, receipt: None, older_rules: false, faults, again: false }
    }
}

/// The outcomes of an op.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It is the card's current revision.
    Recorded,
    /// It was recorded before: the first receipt again.
    Duplicate,
    /// The op's id came with other bytes before: refused, kept apart.
    OpReused,
    /// Its base is not the current revision: kept as a rival, the current one counts.
    Conflict,
    /// Not what the rules allow.
    Invalid,
    /// After the close: kept in the quarantine.
    Late,
    /// Before the component opened: kept in the quarantine.
    NotOpen,
    /// Recused, absent or void.
    Excluded,
    /// Another judge's, or the judge's group does not judge the component.
    NotYours,
    /// No such component, entry or event.
    Unknown,
    /// Its signature is not good, or it has none where one is required: refused, kept apart.
    BadSignature,
    /// The judge's own word on all of their cards: kept.
    Confirmed,
}

impl Outcome {
    /// All outcomes.
    pub const ALL: [Self; 12] = [
        Self::Recorded,
        Self::Duplicate,
        Self::OpReused,
        Self::Conflict,
        Self::Invalid,
        Self::Late,
        Self::NotOpen,
        Self::Excluded,
        Self::NotYours,
        Self::Unknown,
        Self::BadSignature,
        Self::Confirmed,
    ];

    /// The word that is stored and sent.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Recorded => "recorded",
            Self::Duplicate => "duplicate",
            Self::OpReused => "op-reused",
            Self::Conflict => "conflict",
            Self::Invalid => "invalid",
            Self::Late => "late",
            Self::NotOpen => "not-open",
            Self::Excluded => "excluded",
            Self::NotYours => "not-yours",
            Self::Unknown => "unknown",
            Self::BadSignature => "bad-signature",
            Self::Confirmed => "confirmed",
        }
    }

    /// The outcome of a stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.as_str() == word)
    }

    /// What a judge is told of an op that does not count, where no fault of its own says more.
    #[must_use]
    pub fn sentence(self) -> Option<&'static str> {
        match self {
            Self::Recorded | Self::Duplicate | Self::Conflict | Self::Confirmed => None,
            Self::OpReused => Some("此编号已用于另一份内容，这一份未计入，已留存备查；请重新提交"),
            Self::Invalid => Some("内容不符合评分规则，请改正后重新提交"),
            Self::Late => Some("评分已截止，这一份已收存、未计入，由组织者认定"),
            Self::NotOpen => Some("评分尚未开放，这一份已收存、未计入，由组织者认定"),
            Self::Excluded => Some("本席对这一项回避、缺席或作废，或项目已退出评比，不评分"),
            Self::NotYours => Some("这张评分卡不是本席的，未收；只能提交本席应评的评分卡"),
            Self::Unknown => Some("没有这个评分环节或参评项目，请刷新页面后重新提交"),
            Self::BadSignature => Some("本机签名核对不符或没有签名，这一份未计入，已留存备查；请重新提交"),
        }
    }
}

/// A fault as it travels: where, and the sentence for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultLine {
    /// Criterion id, entry id on a ballot, `grade`, the name of a field of the op, or `op` for all of it.
    pub criterion: String,
    /// What is wrong and what is allowed, in Chinese.
    pub text: String,
}

impl From<(String, OpFault)> for FaultLine {
    fn from((criterion, fault): (String, OpFault)) -> Self {
        Self { criterion, text: fault.to_string() }
    }
}

/// What can be wrong with the signature of an op.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureFault {
    /// It is not one of these bytes.
    Bad,
    /// Its key is none of the judge's.
    UnknownKey,
    /// There is none, and there has to be one.
    Missing,
}

impl SignatureFault {
    fn sentence(self) -> &'static str {
        match self {
            Self::Bad => "本机签名与内容不符，这一份未计入，已留存备查；请重新提交",
            Self::UnknownKey => {
                "签名所用的密钥没有为本席登记，这一份未计入，已留存备查；请用本席的登录链接重新打开一次，再重新提交"
            }
            Self::Missing => {
                "本次评比只收带本机签名的评分卡，这一份没有签名，未计入；请用加密的网址（https）或组织者提供的平板重新提交，或改用纸质评分卡"
            }
        }
    }
}

/// What can be wrong with an op.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpFault {
    /// A mark, a place or a grade.
    Mark {
        /// What was typed.
        found: String,
        /// What is wrong with it.
        fault: MarkFault,
    },
    /// Nothing was typed.
    Blank,
    /// No such criterion, or an entry that is not on the judge's ballot.
    NotOnCard,
    /// A place that another entry has, too.
    PlaceTwice { place: i64 },
    /// A ballot that chooses another number of entries than it may.
    Votes { votes: VotesRules, chosen: usize },
    /// The op is not of the form that a tablet sends.
    Malformed,
    /// It was not signed on a tablet of the judge's, as it should have been.
    Signature(SignatureFault),
    /// A confirmation that does not hold.
    Confirmation(ConfirmFault),
    /// A text is longer than this.
    TooLong {
        /// Most characters.
        most: usize,
    },
}

impl fmt::Display for OpFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mark { found, fault } => write!(f, "{found} {fault}"),
            Self::Blank => f.write_str("尚未填写"),
            Self::NotOnCard => f.write_str("评分卡上没有这一项"),
            Self::PlaceTwice { place } => write!(f, "名次 {place} 重复，每个名次只能用一次"),
            Self::Votes { votes, chosen } => {
                let word = if votes.exactly { "正好" } else { "最多" };
                write!(f, "选了 {chosen} 个项目，应{word}选 {} 个", votes.choose)
            }
            Self::Malformed => f.write_str("内容不完整或格式不对，请刷新页面后重新提交"),
            Self::Signature(fault) => f.write_str(fault.sentence()),
            Self::Confirmation(fault) => fault.fmt(f),
            Self::TooLong { most } => write!(f, "文字过长，最多 {most} 字"),
        }
    }
}
