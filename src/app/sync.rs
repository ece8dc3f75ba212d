//! What travels between a tablet and the server: the types of `POST /api/sync`, nothing else.
//!
//! A request: `{device, seq_from, now?, battery?, persisted?, unsent: [{component, entry, state}], ops: [op]}`.
//! An op: `{op, device, seq, judge, component, entry, base, marks, comment, rules, at}`; its bytes never change.
//! `marks` are texts by key:
//! - a card of marks: `{criterion id: "8.5", …}`, a blank left out or `""`;
//! - a grade: `{"grade": "grade id"}`, `entry` says for whom;
//! - a ranking ballot: `{entry id: "1", …}`, one op for the whole ballot, `entry` is `""`.

use std::collections::BTreeMap;
use std::fmt;

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use super::clock::Moment;
use crate::scoring::card::MarkFault;
use crate::scoring::number::NumberFault;

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
    /// Operations, as they stand in the journal; each is judged by itself.
    #[serde(default)]
    pub ops: Vec<serde_json::Value>,
}

/// A card that is on the tablet and not here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsent {
    /// Component id.
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
    /// Component id.
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
    /// SHA-256 of the rules under which it was made.
    pub rules: String,
    /// The tablet's clock when it was made.
    pub at: String,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncAnswer {
    /// One for each op, in the order of the request.
    pub results: Vec<OpResult>,
    /// Up to here every op of this judge on this device has been answered, without a gap.
    pub acked_seq: i64,
    /// The event, as this judge may see it.
    pub event: JudgeView,
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
}

impl Outcome {
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
        }
    }
}

/// A fault as it travels: where, and the sentence for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultLine {
    /// Criterion id, entry id on a ballot, `grade`, or the name of a field of the op.
    pub criterion: String,
    /// What is wrong and what is allowed, in Chinese.
    pub text: String,
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
    PlaceTwice {
        /// The place.
        place: i64,
    },
    /// The op is not of the form that a tablet sends.
    Malformed,
    /// A text is longer than this.
    TooLong {
        /// Most characters.
        most: usize,
    },
}

impl fmt::Display for OpFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mark { found, fault } => match fault {
                MarkFault::Number(NumberFault::NotPlain) => {
                    write!(f, "“{found}”不是数字，请改为如 8.5 的写法")
                }
                MarkFault::Number(NumberFault::TooLong) => write!(f, "“{found}”位数过多，最多 28 位"),
                MarkFault::OutOfRange { min, max } => write!(f, "{found} 超出 {min}–{max}，请改"),
                MarkFault::OffStep { step } => write!(f, "{found} 不是 {step} 的整数倍，请改"),
                MarkFault::Place { last } => write!(f, "名次“{found}”应为 1 至 {last} 的整数，请改"),
                MarkFault::Grade { allowed } => {
                    write!(f, "没有“{found}”这一等次，可选：{}", allowed.join("、"))
                }
            },
            Self::Blank => f.write_str("尚未填写"),
            Self::NotOnCard => f.write_str("评分卡上没有这一项"),
            Self::PlaceTwice { place } => write!(f, "名次 {place} 重复，每个名次只能用一次"),
            Self::Malformed => f.write_str("内容不完整或格式不对，请刷新页面后重新提交"),
            Self::TooLong { most } => write!(f, "文字过长，最多 {most} 字"),
        }
    }
}

/// The event as one judge may see it: the `event` of an answer, and what the judge's pages are drawn from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JudgeView {
    /// Event id.
    pub id: String,
    /// Title.
    pub title: String,
    /// State: `draft`, `open`, `closed` ….
    pub state: String,
    /// Demonstration data.
    pub demo: bool,
    /// A rehearsal.
    pub rehearsal: bool,
    /// SHA-256 of the present rules.
    pub rules: String,
    /// Id of the judge.
    pub judge: String,
    /// Name or seat of the judge.
    pub judge_name: String,
    /// Name of the judge's group.
    pub group_name: String,
    /// The stops, in the order of the route.
    pub route: Vec<Stop>,
    /// The entries, in the order of their file.
    pub entries: Vec<EntryView>,
    /// The components that this judge scores.
    pub components: Vec<ComponentView>,
    /// This judge's cards: one for each entry of marks and grades components, one for each ranking ballot.
    pub my_cards: Vec<CardView>,
}

/// A stop of the route.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stop {
    /// 1, 2, 3 … along the route.
    pub number: usize,
    /// Entry id.
    pub entry: String,
    /// Planned arrival, as typed; may be empty.
    pub planned_arrival: String,
    /// Planned departure, as typed; may be empty.
    pub planned_departure: String,
    /// What is to be looked at; may be empty.
    pub look_at: String,
    /// When the bus arrived.
    pub arrived_at: Option<Moment>,
    /// When it left.
    pub left_at: Option<Moment>,
    /// Whether it is the current one: arrived and not left, else the first not arrived at.
    pub current: bool,
}

/// An entry as judges see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryView {
    /// Id.
    pub id: String,
    /// Name of the project; may be empty.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Site; may be empty.
    pub site: String,
    /// Theme; may be empty.
    pub theme: String,
    /// Track; may be empty.
    pub track: String,
    /// Summary; may be empty.
    pub summary: String,
}

/// A component as judges see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComponentView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// `marks`, `ranking` or `grades`.
    pub kind: String,
    /// Criteria of a marks component.
    pub criteria: Vec<CriterionView>,
    /// Grades of a grades component.
    pub grades: Vec<GradeView>,
    /// How many places a ranking ballot of this judge has.
    pub places: usize,
    /// The entries on it, by id.
    pub ballot: Vec<String>,
}

/// A criterion as judges see it; figures as texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CriterionView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Least mark.
    pub min: String,
    /// Greatest mark.
    pub max: String,
    /// Step.
    pub step: String,
    /// Weight on the card.
    pub weight: String,
    /// Guide text; may be empty.
    pub guide: String,
}

/// A grade as judges see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GradeView {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
}

/// One of the judge's own cards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardView {
    /// Component id.
    pub component: String,
    /// Entry id; empty for a ballot.
    pub entry: String,
    /// What is expected of it.
    pub expected: Expected,
    /// Whether it would be taken now.
    pub open: bool,
    /// The op that counts; `None` where no card is in.
    pub op: Option<String>,
    /// Revision, from 1; 0 where no card is in.
    pub revision: i64,
    /// Receipt of the op that counts.
    pub receipt: Option<String>,
    /// When it was received.
    pub received_at: Option<Moment>,
    /// Marks, as an op has them.
    pub marks: BTreeMap<String, String>,
    /// Comment.
    pub comment: String,
    /// It was made under older rules.
    pub older_rules: bool,
    /// Rivals of an open conflict; the judge picks by a new op based on `op`.
    pub rivals: Vec<RivalView>,
    /// Ops of this card that lie in the quarantine, undecided.
    pub quarantined: Vec<String>,
}

/// What is expected of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Expected {
    /// A card is due.
    Due,
    /// 回避: none is.
    Recused,
    /// 缺席: none is.
    Absent,
    /// 作废: a card was voided.
    Void,
}

/// A rival of a card in conflict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RivalView {
    /// Its op.
    pub op: String,
    /// Its receipt.
    pub receipt: String,
    /// The device that made it.
    pub device: String,
    /// The tablet's clock when it was made, as sent.
    pub at: String,
    /// Its marks.
    pub marks: BTreeMap<String, String>,
    /// Its comment.
    pub comment: String,
}
