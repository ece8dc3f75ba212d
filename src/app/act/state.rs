//! What may be done in which state of an event: one table, asked by every use case.
//!
//! `permission` says who; here stands when. A refusal is a sentence that says why not, and where
//! there is one, what to do first.

use crate::app::act::permission::Act;
use crate::app::error::{AppFault, FaultKind};
use crate::store::EventState;

/// One act in each state, in the order of [`EventState::ALL`]: `None` where it is allowed, else why not.
type Row = [Option<&'static str>; 6];

const YES: Option<&str> = None;
const NOT_OPEN: Option<&str> = Some("尚未开放评分，请先开放评分");
const SEALED: Option<&str> = Some("成绩已经封存，此项不能再办");
const PUBLIC: Option<&str> = Some("成绩已经公布，确需更改请先重新开放评分");
const FILED: Option<&str> = Some("活动已经归档，不能再更改");

const ALWAYS: Row = [YES; 6];
const BEFORE_CLOSE: Row = [YES, YES, SEALED, SEALED, PUBLIC, FILED];
const WHILE_OPEN: Row = [NOT_OPEN, YES, SEALED, SEALED, PUBLIC, FILED];
const UNTIL_PUBLIC: Row = [YES, YES, YES, YES, PUBLIC, FILED];
const AFTER_CLOSE: Row = [NOT_SEALED, NOT_SEALED, YES, YES, YES, YES];
const NOT_PUBLIC: Option<&str> = Some("成绩尚未公布，还没有异议");
const NOT_SEALED: Option<&str> = Some("评分尚未封存，还没有成绩");

/// The table.
fn row(act: Act) -> Row {
    match act {
        // a card that comes outside of its time is kept for a ruling: whether it counts is `verdict`'s to say
        Act::Score
        | Act::SeeProgress
        | Act::SeeDesk
        | Act::TakeJournal
        | Act::AdmitHanded
        | Act::Rule
        | Act::Export
        | Act::SeeSigning
        | Act::SeeConfirmations
        | Act::SeeRules => ALWAYS,
        // what there is of them, a publication brought; how long an event is kept is looked at apart
        Act::SeeObjections | Act::TakeBundle | Act::Keep => ALWAYS,
        // of no event
        Act::Import | Act::ManageAccounts | Act::ChangePassword | Act::SeeLog | Act::SeeEventLog => ALWAYS,
        Act::OpenProvisional | Act::SeeProvisional | Act::MintLinks | Act::DecideLink | Act::Rehearse => BEFORE_CLOSE,
        Act::SeeResult | Act::SeeMarks | Act::SeeSeats | Act::SeeDrawn => AFTER_CLOSE,
        Act::Sign | Act::AcceptBreach | Act::Inspect => {
            let signed = Some("签字已经齐全，无需再办");
            [NOT_SEALED, NOT_SEALED, YES, signed, PUBLIC, FILED]
        }
        // the signers are not fitted to the result
        Act::Configure => {
            let late = Some("签字和公示的设定在封存以前确定，现在不能再改");
            [YES, YES, late, late, late, FILED]
        }
        // while marks are given, what they depend on stays; what happens on the day is put on record as what it is
        Act::Prepare => {
            let open = Some(
                "已经开放评分，不能增删、排序或改动影响计分的内容；退出评比、调整行程、更换评委请到“当日变动”办理",
            );
            [YES, open, SEALED, SEALED, PUBLIC, FILED]
        }
        Act::Reword => BEFORE_CLOSE,
        Act::Reopen => {
            let open = Some("正在评分，无需重新开放");
            [NOT_OPEN, open, YES, YES, YES, FILED]
        }
        Act::Unarchive | Act::Erase => {
            let early = Some("活动尚未归档，归档以后才能办理");
            [early, early, early, early, early, YES]
        }
        // also while the event is open again
        Act::AnswerObjection => [NOT_PUBLIC, YES, YES, YES, YES, FILED],
        Act::Archive => {
            let early = Some("成绩尚未公布，不能归档");
            [early, early, early, early, YES, FILED]
        }
        Act::Upload => {
            let open = Some("已经开放评分，不能再用上传替换名单和规则");
            [YES, open, SEALED, SEALED, PUBLIC, FILED]
        }
        Act::OpenEvent => {
            let open = Some("已经开放评分，无需重复操作");
            [YES, open, SEALED, SEALED, PUBLIC, FILED]
        }
        Act::ChangeDay => {
            let late = Some(
                "成绩已经封存，当日变动不能再登记：项目须取消资格的登记否决，评委须退出的登记缺席或作废，其他更改请先重新开放评分",
            );
            [YES, YES, late, late, PUBLIC, FILED]
        }
        Act::MoveRoute | Act::Ask | Act::Admit | Act::TypePaper | Act::SettlePaper | Act::ConfirmOnPaper => WHILE_OPEN,
        Act::ArrangeCalls => {
            let late = Some("成绩已经封存，汇报顺序和计时设定不能再改");
            [YES, YES, late, late, PUBLIC, FILED]
        }
        Act::CallUp => {
            let late = Some("成绩已经封存，不再叫号和计时");
            [NOT_OPEN, YES, late, late, PUBLIC, FILED]
        }
        // after the close a correction, which makes a new result
        Act::Exclude | Act::Adjust | Act::Measure | Act::AmendRules => UNTIL_PUBLIC,
        // before the close it would tell who is level with whom
        Act::DecideTie => [NOT_SEALED, NOT_SEALED, YES, YES, PUBLIC, FILED],
        Act::Close => {
            let sealed = Some("成绩已经封存，无需重复操作");
            [NOT_OPEN, YES, sealed, sealed, PUBLIC, FILED]
        }
        Act::Publish | Act::DecidePublishing => {
            let public = Some("成绩已经公布，无需重复操作");
            [NOT_SEALED, NOT_SEALED, YES, YES, public, FILED]
        }
        Act::Try => WHILE_OPEN,
        Act::ShowWall => ALWAYS,
        Act::Announce => {
            let unsigned = Some("签字齐全以后才能揭晓；没有设签字人的，公布以后才能揭晓");
            [NOT_SEALED, NOT_SEALED, unsigned, YES, YES, YES]
        }
    }
}

/// The event is in another state than the act needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("评比活动处于“{}”，{why}", state.title())]
pub struct WrongState {
    pub state: EventState,
    /// Why the act is not possible in it.
    pub why: &'static str,
}

impl AppFault for WrongState {
    fn kind(&self) -> FaultKind {
        FaultKind::Conflict
    }

    fn word(&self) -> &'static str {
        "wrong-state"
    }
}

/// Why an act is not possible in a state; `None` where it is.
#[must_use]
pub fn why_not(act: Act, state: EventState) -> Option<&'static str> {
    let [draft, open, closed, signed, published, archived] = row(act);
    match state {
        EventState::Draft => draft,
        EventState::Open => open,
        EventState::Closed => closed,
        EventState::Signed => signed,
        EventState::Published => published,
        EventState::Archived => archived,
    }
}

/// Refuses an act that the state of the event does not allow.
///
/// # Errors
/// [`WrongState`], with the sentence that says why.
pub fn allow(act: Act, state: EventState) -> Result<(), WrongState> {
    match why_not(act, state) {
        None => Ok(()),
        Some(why) => Err(WrongState { state, why }),
    }
}
