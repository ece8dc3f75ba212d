//! The event as it travels to a judge's tablet: route, entries, what is to be scored, their own cards.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::access::Access;
use super::confirmed::ConfirmedView;
use crate::app::act::clock::Moment;

/// The event as one judge may see it: the `event` of an answer, and what the judge's pages are drawn from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JudgeView {
    pub id: String,
    pub title: String,
    /// State: `draft`, `open`, `closed` ….
    pub state: String,
    /// Demonstration data.
    pub demo: bool,
    pub rehearsal: bool,
    /// The event's version: raised by every recorded change, so that of two views the newer one is known.
    #[serde(default)]
    pub version: i64,
    /// SHA-256 of the present rules.
    pub rules: String,
    /// `required` where only signed cards are taken, `wanted` where others are, too.
    #[serde(default)]
    pub signed: String,
    /// What the judge is told of keys and links.
    #[serde(default, skip_serializing_if = "Access::is_plain")]
    pub access: Access,
    /// The name of the event's log, for slips.
    #[serde(default)]
    pub origin: String,
    /// `required` where the event is closed only once each judge has confirmed their own cards, otherwise `wanted`.
    #[serde(default)]
    pub confirming: String,
    /// The judge's last confirmation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed: Option<ConfirmedView>,
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
    /// Nobody goes there any more: it was skipped, or its entry withdrawn before it was reached.
    #[serde(default)]
    pub skipped: bool,
    /// Whether it is the current one: arrived and not left, else the first not arrived at.
    pub current: bool,
}

impl Stop {
    /// Whether it is behind the bus: left, or not to be visited.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.left_at.is_some() || self.skipped
    }
}

/// An entry as judges see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryView {
    pub id: String,
    /// Name of the project; may be empty.
    pub name: String,
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
    pub id: String,
    pub name: String,
    /// `marks`, `ranking`, `grades` or `votes`.
    pub kind: String,
    /// Criteria of a marks component.
    pub criteria: Vec<CriterionView>,
    /// Grades of a grades component.
    pub grades: Vec<GradeView>,
    /// How many places a ranking ballot of this judge has.
    pub places: usize,
    /// The entries on it, by id.
    pub ballot: Vec<String>,
    /// How many entries a ballot of votes chooses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub votes: Option<VotesView>,
    /// Limits on a judge's complete cards of a marks component; `None` where there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limits: Option<LimitsView>,
    /// When its cards are taken.
    #[serde(default)]
    pub release: ReleaseView,
    /// Whether the judge may or must comment on a card.
    #[serde(default, skip_serializing_if = "CommentingView::is_free")]
    pub commenting: CommentingView,
}

impl CommentingView {
    /// Whether a comment may be given and need not be.
    #[must_use]
    pub fn is_free(&self) -> bool {
        *self == Self::default()
    }
}

/// Whether the judge may or must comment (评语).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CommentingView {
    /// There is no place for a comment.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub none: bool,
    /// A comment is needed where the mark, or the card's total, is less than this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub below: Option<String>,
}

/// How many entries a ballot of votes chooses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct VotesView {
    pub choose: usize,
    /// Just so many; otherwise at most so many.
    pub exactly: bool,
}

/// Limits on one judge's complete cards in a component; figures as texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitsView {
    /// The mark at or above which only a share of the cards due may stand.
    pub above: Option<String>,
    /// That share, in per cent.
    pub percent: Option<String>,
    /// No two cards with the same total.
    pub distinct: bool,
    /// Decimals of a card's total, as the rules round it; `None` where they do not.
    pub decimals: Option<u32>,
    /// How it is rounded: `half-up`, `half-even` or `down`.
    pub mode: String,
}

/// Whether nothing is held back; as it is asked where it is written.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_none(hold: &u32) -> bool {
    *hold == 0
}

/// When cards of a component are taken.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ReleaseView {
    /// `event`, `arrival`, `after` or `all`.
    pub opens: String,
    /// After how many entries have been seen.
    pub after: Option<u32>,
    /// How many entries must have been seen besides the arrival.
    #[serde(default, skip_serializing_if = "is_none")]
    pub hold: u32,
    /// Minutes after leaving.
    pub closes_after: Option<u32>,
}

/// A criterion as judges see it; figures as texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CriterionView {
    pub id: String,
    pub name: String,
    /// Least mark.
    pub min: String,
    /// Greatest mark.
    pub max: String,
    pub step: String,
    /// Weight on the card.
    pub weight: String,
    /// Guide text; may be empty.
    pub guide: String,
    /// Whether the judge may or must comment on it; `None` where there is no place for that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commenting: Option<CommentingView>,
}

/// A grade as judges see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GradeView {
    pub id: String,
    pub name: String,
    /// Whether whoever gives it must comment on the card.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub needs_comment: bool,
}

/// One of the judge's own cards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardView {
    pub component: String,
    /// Entry id; empty for a ballot.
    pub entry: String,
    pub expected: Expected,
    /// Whether it would be taken now.
    pub open: bool,
    /// The op that counts; `None` where no card is in.
    pub op: Option<String>,
    /// Revision, from 1; 0 where no card is in.
    pub revision: i64,
    /// Receipt of the op that counts.
    pub receipt: Option<String>,
    /// When it was made: the tablet's clock then, less what that was ahead. `None` where no tablet made it.
    #[serde(default)]
    pub made_at: Option<Moment>,
    /// When it was received.
    pub received_at: Option<Moment>,
    /// Marks, as an op has them.
    pub marks: BTreeMap<String, String>,
    pub comment: String,
    /// Comments on lines of the card, by criterion.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub lines: BTreeMap<String, String>,
    /// It was made under older rules.
    pub older_rules: bool,
    /// Something of it is missing or not allowed under the present rules: it does not count until it is handed in anew.
    #[serde(default)]
    pub unfit: bool,
    /// Rivals of an open conflict; the judge picks by a new op that is based on `op` and settles them.
    pub rivals: Vec<RivalView>,
    /// Ops of this card that lie in the quarantine, undecided.
    pub quarantined: Vec<String>,
    /// The last of them, where no card counts: another tablet of the judge goes on from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<HeldView>,
    /// What the organiser decided about ops of this card that lay in the quarantine.
    #[serde(default)]
    pub rulings: Vec<RulingView>,
    /// When the organiser last asked for it; of a card that is due and not in, while the event is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_at: Option<Moment>,
    /// What devices of the judge made of it and what is not here.
    #[serde(default)]
    pub missing: Vec<MissingView>,
}

/// Something of a card that a device of the judge made and that has not come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissingView {
    pub device: String,
    /// Its number in the device's journal, where the device has lost it and the judge has not handed the card in anew;
    /// none where it waits on the device, as that last said.
    pub seq: Option<i64>,
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
    /// 退出: the entry takes part no longer.
    Withdrawn,
}

/// What lies in the quarantine of a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldView {
    /// `late` or `not-open`.
    pub outcome: String,
    /// Marks, as an op has them.
    pub marks: BTreeMap<String, String>,
    pub comment: String,
    /// Comments on lines of the card, by criterion.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub lines: BTreeMap<String, String>,
}

/// What the organiser decided about an op in the quarantine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulingView {
    pub op: String,
    /// Admitted: its marks count, under an op of the desk's. Or refused.
    pub admitted: bool,
    /// Why.
    pub reason: String,
}

/// A rival of a card in conflict.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RivalView {
    pub op: String,
    pub receipt: String,
    /// The device that made it.
    pub device: String,
    /// When it was made, as in [`CardView`].
    pub made_at: Option<Moment>,
    /// When it was received.
    pub received_at: Moment,
    pub marks: BTreeMap<String, String>,
    pub comment: String,
    /// Comments on lines of the card, by criterion.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub lines: BTreeMap<String, String>,
}
