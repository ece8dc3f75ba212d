//! New links for judges who have handed in cards: asked for, and made with a second person, or with the judge's own consent
//! on a tablet that has their cards; where neither is to be had, the organiser goes on with a reason, and everybody is told.

use serde_json::{Value, json};

use super::links::{cards_by_judge, mint, of};
use crate::app::act::actor::Actor;
use crate::app::act::clock::{Moment, beijing, moment};
use crate::app::act::permission::{Act, check};
use crate::app::act::reason::stated;
use crate::app::act::second::{Decision, Matter, SecondFault, may_decide, none_waits, own_account, waiting};
use crate::app::act::state;
use crate::app::act::word::Word;
use crate::app::cards::handed::waiting_by_judge;
use crate::app::error::{AppFault, FaultKind, NotFound};
use crate::app::event::doing::{Doing, Told};
use crate::app::event::frame::{Frame, judge_name};
use crate::app::people::link::JudgeLink;
use crate::app::{App, AppError};
use crate::store::event::EventRow;
use crate::store::link_request::{self, LinkRequestRow, TRIES, Way};
use crate::store::{StoreError, Tx, session};

/// Minutes for which an approval is good.
pub const GOOD_MINUTES: i64 = 60;
const MINUTE: i64 = 60_000_000;

/// Why a judge gets no new link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LinkFault {
    /// Other digits than those on the judge's tablets.
    #[error("四位数字不对，请评委看着平板再报一次；还可以试 {left} 次")]
    WrongCode {
        /// How often others may be given.
        left: i64,
    },
    #[error("四位数字错了 {TRIES} 次，不能再用；请由监票人或纪检人员批准，或写明理由当场另发")]
    NoMoreTries,
    /// The second person has not said anything yet.
    #[error("还没有人批准这份申请")]
    NotDecided,
    #[error("这个链接已经生成过；如未收到，请重新申请")]
    Made,
    #[error("批准已过 {GOOD_MINUTES} 分钟，不再有效；请撤回后重新申请")]
    Expired,
    /// The judge's seat was taken over.
    #[error("这一席已由新席接替，不能再发登录链接")]
    Replaced,
}

impl AppFault for LinkFault {
    fn kind(&self) -> FaultKind {
        match self {
            Self::WrongCode { .. } => FaultKind::Invalid,
            Self::NoMoreTries | Self::NotDecided | Self::Made | Self::Expired | Self::Replaced => FaultKind::Conflict,
        }
    }

    fn word(&self) -> &'static str {
        "link"
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::WrongCode { .. } | Self::NoMoreTries => Some("code"),
            Self::NotDecided | Self::Made | Self::Expired | Self::Replaced => None,
        }
    }
}

/// What a request for one judge's link came to.
#[derive(Debug, Clone)]
pub enum Asked {
    /// The judge has handed in nothing: here it is.
    Made(JudgeLink),
    /// It waits for a second person, for the judge or for a reason.
    Waits,
}

/// What a link is made upon.
#[derive(Debug, Clone)]
pub enum Upon {
    /// A second person has approved.
    Approval,
    /// The digits that the judge read from their tablet.
    Code(String),
    /// Neither is to be had: why the day cannot wait.
    Reason(String),
}

/// A request for a new link.
#[derive(Debug, Clone)]
pub struct LinkRequest {
    pub number: i64,
    pub judge: String,
    pub judge_name: String,
    /// Whether the judge's earlier sessions go on.
    pub keeps: bool,
    pub asked_by: String,
    pub asked_at: Moment,
    /// How it was decided; `None` while it is not.
    pub way: Option<Way>,
    pub reason: String,
    pub decided_by: Option<String>,
    /// When the link was made.
    pub made_at: Option<Moment>,
    /// Whether the digits on the judge's tablet may still be given.
    pub takes_code: bool,
}

pub(super) fn view(frame: &Frame, row: &LinkRequestRow) -> Result<LinkRequest, StoreError> {
    Ok(LinkRequest {
        number: row.number,
        judge: row.judge.clone(),
        judge_name: judge_name(frame, &row.judge),
        keeps: row.keeps,
        asked_by: row.asked_by.clone(),
        asked_at: moment(row.asked_at),
        way: row.way()?,
        reason: row.reason.clone(),
        decided_by: row.decided_by.clone(),
        made_at: row.made_at.map(moment),
        takes_code: row.takes_code(),
    })
}

/// What a judge's tablets are told where their sessions end with a new link.
fn told(way: Option<Way>, reason: &str, now: i64) -> String {
    let at = beijing(moment(now)).format("%m-%d %H:%M");
    let how = match way {
        Some(Way::Reason) => format!("（未经第二人，理由：{reason}）"),
        Some(way) => format!("（{}）", way.title()),
        None => String::new(),
    };
    format!(
        "组织者于 {at} 为本席另发了登录链接{how}，本机的登录已结束。不是您本人要的，请立即告诉组织者和监票人；存在本机的评分不会丢失"
    )
}

impl App {
    /// Asks for a new link for one judge: made at once where the judge has handed in nothing. Earlier sessions end when it is
    /// made, unless they are to be kept.
    ///
    /// # Errors
    /// [`SecondFault`] where a request waits already, or the actor has no account and the judge has cards; where the actor may
    /// not, there is no such judge, or the event is closed.
    pub fn ask_link(&self, actor: &Actor, event: &str, judge: &str, keeps: bool) -> Result<Asked, AppError> {
        let (by, judge, now) = (actor.clone(), judge.to_owned(), self.clock.micros());
        let doing = Doing::of(Act::MintLinks, Word::AskLink, format!("link:{judge}")).changing_nothing();
        self.act(actor, event, doing, move |tx, head, frame| {
            must_be_a_seat(frame, &judge)?;
            if of(&cards_by_judge(tx, &head.id)?, &judge) == 0 {
                let (link, revoked) = mint(tx, head, frame, &judge, now)?;
                let ended = end_unless(tx, head, (&judge, keeps), &told(None, "", now), now)?;
                let after = json!({ "revoked": revoked, "ended": ended });
                return Ok(Told::giving(Asked::Made(link), Value::Null, after).said_as(Word::RenewLink));
            }
            let (asked_by, _) = own_account(&by, Act::MintLinks)?;
            let before = link_request::of_judge(tx, &head.id, &judge)?;
            none_waits(&before)?;
            // who takes a request back and asks again has no more tries than before
            let since = before.iter().rev().take_while(|row| row.way.as_deref() != Some(Way::Consent.as_str()));
            let tries = since.map(|row| row.tries).max().unwrap_or(0);
            let row = LinkRequestRow {
                event_id: head.id.clone(),
                number: 0,
                judge,
                keeps,
                code: format!("{:04}", rand::random_range(0..10_000)),
                tries,
                asked_by,
                asked_at: now,
                way: None,
                reason: String::new(),
                decided_by: None,
                decided_at: None,
                made_at: None,
            };
            let number = link_request::append(tx, row)?;
            Ok(Told::giving(Asked::Waits, Value::Null, json!({ "number": number, "keeps": keeps })))
        })
    }

    /// Makes the link that was asked for, upon what it takes.
    ///
    /// # Errors
    /// [`LinkFault`]: wrong digits are counted; where the actor may not, no reason is given, or nothing waits.
    pub fn make_link(&self, actor: &Actor, event: &str, judge: &str, upon: &Upon) -> Result<JudgeLink, AppError> {
        let (by, _) = own_account(actor, Act::MintLinks)?;
        let (judge, upon, now) = (judge.to_owned(), upon.clone(), self.clock.micros());
        let doing = Doing::of(Act::MintLinks, Word::RenewLink, format!("link:{judge}")).changing_nothing();
        // digits that are wrong are counted: a refusal that undid that would be none
        self.act(actor, event, doing, move |tx, head, frame| {
            must_be_a_seat(frame, &judge)?;
            let mut row = pending_of(tx, &head.id, &judge)?;
            let (way, reason) = match (row.way()?, upon) {
                (Some(way), _) if !way.is_granted() => return Err(SecondFault::NothingPending(Matter::Link).into()),
                (Some(_), _) if row.made_at.is_some() => return Err(LinkFault::Made.into()),
                (Some(_), _) if row.decided_at.is_none_or(|at| now - at > GOOD_MINUTES * MINUTE) => {
                    return Err(LinkFault::Expired.into());
                }
                (Some(way), _) => (way, row.reason.clone()),
                (None, Upon::Approval) => return Err(LinkFault::NotDecided.into()),
                (None, Upon::Reason(reason)) => (Way::Reason, stated(&reason)?),
                (None, Upon::Code(_)) if row.tries >= TRIES => return Err(LinkFault::NoMoreTries.into()),
                (None, Upon::Code(code)) if code.trim() == row.code => (Way::Consent, String::new()),
                (None, Upon::Code(_)) => {
                    row.tries += 1;
                    let (number, left) = (row.number, TRIES - row.tries);
                    link_request::update(tx, &row)?;
                    let after = json!({ "number": number, "wrong": row.tries });
                    let refused = Err(LinkFault::WrongCode { left });
                    return Ok(Told::giving(refused, Value::Null, after).said_as(Word::WrongCode));
                }
            };
            let (link, revoked) = mint(tx, head, frame, &judge, now)?;
            let ended = end_unless(tx, head, (&judge, row.keeps), &told(Some(way), &reason, now), now)?;
            if row.way.is_none() {
                (row.decided_by, row.decided_at) = (Some(by), Some(now));
            }
            (row.way, row.reason, row.made_at) = (Some(way.as_str().to_owned()), reason, Some(now));
            link_request::update(tx, &row)?;
            let after = json!({ "number": row.number, "way": way.as_str(), "reason": row.reason, "by": row.decided_by,
                "revoked": revoked, "ended": ended, "keeps": row.keeps });
            Ok(Told::giving(Ok(link), Value::Null, after))
        })?
        .map_err(AppError::from)
    }

    /// A second person's word on a request, or whoever asked takes it back.
    ///
    /// # Errors
    /// [`SecondFault`]; where the actor may not, or declines without a reason.
    pub fn decide_link(
        &self,
        actor: &Actor,
        event: &str,
        judge: &str,
        decision: Decision,
        reason: &str,
    ) -> Result<(), AppError> {
        let act = if decision == Decision::TakeBack { Act::MintLinks } else { Act::DecideLink };
        let (by, _) = own_account(actor, act)?;
        let (word, way) = match decision {
            Decision::Approve => (Word::DecideLink, Way::Second),
            Decision::Decline => (Word::DeclineLink, Way::Declined),
            Decision::TakeBack => (Word::TakeLinkBack, Way::TakenBack),
        };
        let reason = if decision == Decision::Decline { stated(reason)? } else { reason.trim().to_owned() };
        let (judge, now) = (judge.to_owned(), self.clock.micros());
        let doing = Doing::of(act, word, format!("link:{judge}")).changing_nothing();
        self.act(actor, event, doing, move |tx, head, _| {
            let rows = link_request::of_judge(tx, &head.id, &judge)?;
            // what was approved and not made yet may still be taken back
            let mut row = match rows.last() {
                Some(last) if decision == Decision::TakeBack && last.is_pending()? => last.clone(),
                _ => waiting(rows)?,
            };
            may_decide(&row, &by, decision)?;
            (row.way, row.reason) = (Some(way.as_str().to_owned()), reason);
            (row.decided_by, row.decided_at) = (Some(by), Some(now));
            link_request::update(tx, &row)?;
            Ok((Value::Null, json!({ "number": row.number, "asked_by": row.asked_by, "reason": row.reason })))
        })
    }

    /// Requests that wait for a second person, oldest first.
    pub fn links_waiting(&self, actor: &Actor, event: &str) -> Result<Vec<LinkRequest>, AppError> {
        self.look(actor, Act::DecideLink, event, |tx, head, frame| {
            if state::why_not(Act::DecideLink, head.state()?).is_some() {
                return Ok(Vec::new());
            }
            let open = link_request::of_event(tx, &head.id)?;
            Ok(open.iter().filter(|row| row.way.is_none()).map(|row| view(frame, row)).collect::<Result<_, _>>()?)
        })
    }

    /// How much waits for a second person in each of some events: links that are asked for, cards that came in files. Nothing
    /// for those who decide on neither.
    pub fn seconds_waiting(&self, actor: &Actor, events: &[String]) -> Result<Vec<usize>, AppError> {
        if check(actor, Act::DecideLink).is_err() {
            return Ok(vec![0; events.len()]);
        }
        self.store.read(|tx| {
            let count = |event: &String| {
                let decides = state::why_not(Act::DecideLink, Self::head(tx, event)?.state()?).is_none();
                let open = link_request::of_event(tx, event)?;
                let links = open.iter().filter(|row| decides && row.way.is_none()).count();
                Ok(links + waiting_by_judge(tx, event)?.values().sum::<usize>())
            };
            events.iter().map(count).collect()
        })
    }
}

fn must_be_a_seat(frame: &Frame, judge: &str) -> Result<(), AppError> {
    if frame.judge(judge).is_none() {
        return Err(NotFound { what: "评委", id: judge.to_owned() }.into());
    }
    if frame.day.is_replaced(judge) { Err(LinkFault::Replaced.into()) } else { Ok(()) }
}

/// The last request about a judge.
fn pending_of(tx: &mut Tx, event: &str, judge: &str) -> Result<LinkRequestRow, AppError> {
    let last = link_request::of_judge(tx, event, judge)?.pop();
    Ok(last.ok_or(SecondFault::NothingPending(Matter::Link))?)
}

/// Ends a judge's sessions, unless they are to be kept; says how many.
fn end_unless(
    tx: &mut Tx,
    head: &EventRow,
    (judge, keeps): (&str, bool),
    told: &str,
    now: i64,
) -> Result<usize, StoreError> {
    if keeps { Ok(0) } else { session::end_judge(tx, &head.id, judge, told, now) }
}
