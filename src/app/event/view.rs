//! What use cases give to those who draw pages: plain data, no rule of its own.

use std::sync::Arc;

use crate::app::act::clock::Moment;
use crate::app::event::wire::{EntryView, Outcome, Stop};
use crate::scoring::result::{Blocker, Report};
use crate::scoring::rules::Rules;

pub use crate::store::EventState;

/// An event in a list, and at the head of every page about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventSummary {
    pub id: String,
    pub title: String,
    pub state: EventState,
    /// Demonstration data.
    pub demo: bool,
    pub rehearsal: bool,
    /// How many entries.
    pub entries: usize,
    /// How many judges.
    pub judges: usize,
    /// Raised by every recorded change.
    pub version: i64,
    /// Whether an organiser opened the provisional standings.
    pub provisional_open: bool,
    /// When it was made.
    pub created_at: Moment,
    /// When it was closed.
    pub closed_at: Option<Moment>,
    /// When its result was published.
    pub published_at: Option<Moment>,
    /// When the last signature was given.
    pub signed_at: Option<Moment>,
    /// Whether somebody has to sign the result.
    pub asks_signatures: bool,
    /// When cards and personal data were erased, long after the archive.
    pub erased_at: Option<Moment>,
}

/// How far an event is, without a score in it.
#[derive(Debug, Clone)]
pub struct Progress {
    pub event: EventSummary,
    pub route: Vec<Stop>,
    pub entries: Vec<EntryView>,
    /// Cards by component, in the order of the rules; measures are left out.
    pub components: Vec<ComponentProgress>,
    /// Cards due in all.
    pub due: usize,
    pub received: usize,
}

/// How far a component is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComponentProgress {
    pub id: String,
    pub name: String,
    /// Cards due.
    pub due: usize,
    pub received: usize,
    /// `(due, received)` of each entry, in the order of the entries.
    pub by_entry: Vec<(usize, usize)>,
}

/// Who has handed in what, without scores.
#[derive(Debug, Clone)]
pub struct Matrix {
    /// How far the event is.
    pub progress: Progress,
    /// Judges by group, in the order of the rules.
    pub groups: Vec<GroupColumn>,
    /// The cells: `[component][judge][entry]`, components as in `progress.components`, judges as in
    /// `groups` one after the other, entries as in `progress.entries`.
    pub cells: Vec<Vec<Vec<MatrixCell>>>,
    /// Whether each of the components is a ballot, which is one card for all entries.
    pub ballots: Vec<bool>,
    /// Components of the kind measure: `(id, name)`.
    pub measures: Vec<(String, String)>,
    /// Cards that are in as a tablet sent them without a signature.
    pub unsigned: usize,
    /// Cards that the server had forgotten, after a backup was restored, and that came again.
    pub restored: usize,
    /// Components of the kind measure that lack values: `(component id, entry id)`.
    pub missing_measures: Vec<(String, String)>,
}

/// What the desk shows, all as of one moment.
#[derive(Debug, Clone)]
pub struct DeskView {
    /// Who has handed in what.
    pub matrix: Matrix,
    /// What keeps the event from being closed; after the close, what keeps its result from being final.
    pub blockers: Vec<CloseBlocker>,
    /// Limits that judges' cards break, before the close: the judges can still correct them.
    pub limits: Vec<CloseBlocker>,
    /// Decisions that were taken over a tie that is another one now; none before the close.
    pub lapsed: Vec<DecisionView>,
    /// The devices, by judge.
    pub devices: Vec<DeviceView>,
    /// Names of judges whose tablets have sent more than is taken in an hour.
    pub flooding: Vec<String>,
    /// Reports that were too long, and that nobody has decided about.
    pub overtimes: usize,
}

/// A decision among entries that share a place, as it was entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionView {
    /// Ids of the entries, in the order that was given.
    pub order: Vec<String>,
    pub reason: String,
    /// Whether it parts places now; where the tie is another one than that which it was taken over, it has lapsed.
    pub holds: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupColumn {
    pub id: String,
    pub name: String,
    pub judges: Vec<Seat>,
}

/// A judge at the head of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    pub id: String,
    /// Name or seat.
    pub name: String,
    /// Unit; may be empty.
    pub unit: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MatrixCell {
    pub state: CellState,
    /// When that was last heard: receipt of the card, or the tablet's last report.
    pub at: Option<Moment>,
    /// When the card was last asked for; of a card that is not in.
    pub asked: Option<Moment>,
    /// Whether it is in as a tablet sent it without a signature.
    pub unsigned: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CellState {
    /// The judge's group does not judge the component.
    NotJudged,
    /// Due, and its time has not come.
    NotOpen,
    /// Due, its time has come, nothing is in.
    Missing,
    /// A draft on the tablet, as it last said.
    Draft,
    /// On its way, as the tablet last said.
    Queued,
    Received,
    /// It came outside of its time, and nobody has ruled on it.
    Quarantined,
    /// In, typed from paper.
    Paper,
    /// Two revisions are rivals.
    Conflict,
    /// 回避.
    Recused,
    /// 缺席.
    Absent,
    /// The entry takes part no longer.
    Withdrawn,
    /// 作废.
    Void,
    /// The judge counts for none in this component.
    JudgeDropped,
}

/// A row of the device board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceView {
    pub judge: String,
    /// Judge's name or seat.
    pub judge_name: String,
    pub device: String,
    /// Last contact.
    pub last_seen: Moment,
    /// Up to here all ops were answered.
    pub acked_seq: i64,
    /// The last op that the device is known to have made.
    pub last_seq: i64,
    /// Cards on their way, as it last said.
    pub queued: usize,
    /// Drafts, as it last said.
    pub drafts: usize,
    /// Battery, 0 to 100.
    pub battery: Option<i32>,
    /// Whether the browser promised to keep its storage.
    pub persisted: Option<bool>,
    /// Milliseconds by which its clock is ahead of the server's.
    pub skew_ms: Option<i64>,
    /// Cards that it had made and lost before they came, and that the judge has not handed in anew: unit and component.
    pub lost: Vec<String>,
    /// Whether another device of the judge has something that is not here.
    pub other_behind: bool,
}

impl DeviceView {
    /// Whether something that it made is not here yet.
    #[must_use]
    pub fn is_behind(&self) -> bool {
        self.acked_seq < self.last_seq || self.queued > 0 || !self.lost.is_empty()
    }
}

/// A card in the quarantine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuarantineView {
    pub op: String,
    /// `late` or `not-open`.
    pub outcome: String,
    pub judge: String,
    /// Judge's name or seat.
    pub judge_name: String,
    pub component: String,
    /// Entry id; empty for a ballot.
    pub entry: String,
    /// The tablet's clock when it was made, as sent.
    pub at: String,
    /// Milliseconds by which the tablet's clock was ahead.
    pub skew_ms: Option<i64>,
    /// When it came.
    pub received_at: Moment,
    /// What was decided about it; `None`: nothing yet.
    pub ruling: Option<Ruled>,
    /// Whether it came early and the judge has handed in one that counts since: it waits for no ruling.
    pub overtaken: bool,
}

/// What an organiser decided about a card in the quarantine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruled {
    /// Admitted, or refused.
    pub admitted: bool,
    /// Why.
    pub reason: String,
    /// Who, as the audit names them.
    pub who: String,
    /// When.
    pub at: Moment,
}

/// A journal that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handover {
    pub judge: String,
    /// Judge's name or seat.
    pub judge_name: String,
    pub device: String,
    /// How many ops it held.
    pub ops: usize,
    /// How many of them met each outcome.
    pub counts: Vec<(Outcome, usize)>,
    /// How many wait for a second person.
    pub waits: usize,
    /// How many a second person has declined before.
    pub declined: usize,
}

/// A result that was frozen at the close.
#[derive(Debug, Clone)]
pub struct Frozen {
    /// The report, with every trace.
    pub report: Arc<Report>,
    /// SHA-256 of its bytes, in hexadecimal.
    pub fingerprint: String,
    /// When it was frozen.
    pub frozen_at: Moment,
}

/// The board: progress before the close, the frozen result after it.
#[derive(Debug, Clone)]
pub enum Board {
    /// Before the close.
    Progress(Progress),
    /// After it.
    Result {
        event: EventSummary,
        entries: Vec<EntryView>,
        /// The rules under which it was made, for names and full marks.
        rules: Arc<Rules>,
        /// The frozen result.
        frozen: Frozen,
    },
}

/// A ranking for those who may see it now.
#[derive(Debug, Clone)]
pub struct Ranking {
    pub event: EventSummary,
    /// The report; frozen after the close.
    pub report: Arc<Report>,
    /// Names of the components, in the order of the rules.
    pub components: Vec<String>,
    /// Computed just now, before the close.
    pub provisional: bool,
}

/// What keeps an event from being closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CloseBlocker {
    /// What keeps the standings from being final.
    Standings(Blocker),
    /// A card whose conflict the judge has not settled.
    Conflict {
        judge: String,
        component: String,
        /// Entry id; empty for a ballot.
        entry: String,
    },
    /// A card in the quarantine that nobody has ruled on.
    Quarantined {
        op: String,
        judge: String,
        component: String,
        /// Entry id; empty for a ballot.
        entry: String,
    },
    /// A sheet of paper that is neither a card yet nor withdrawn.
    Paper {
        sheet: String,
        judge: String,
        component: String,
        /// Entry id; empty for a ballot.
        entry: String,
        /// Where its scan is found.
        reference: String,
        /// Whether two typed it, and differently.
        differs: bool,
    },
    /// Cards of a judge that came in a file and wait for a second person.
    Handed { judge: String, cards: usize },
    /// A judge who has not confirmed their own cards, where the event asks for that; how many are others since they did.
    Unconfirmed { judge: String, changed: usize },
    /// A device that has something which is not here.
    Device(DeviceView),
}
