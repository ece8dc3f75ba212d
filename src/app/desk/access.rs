//! Who can score: each judge's links, keys and sessions, and the end of those.

use serde_json::{Value, json};

use super::link_requests::{LinkRequest, view};
use super::links::{cards_by_judge, of};
use crate::app::act::actor::Actor;
use crate::app::act::clock::{beijing, moment};
use crate::app::act::permission::Act;
use crate::app::act::reason::stated;
use crate::app::act::word::Word;
use crate::app::error::NotFound;
use crate::app::event::doing::{Doing, Told};
use crate::app::{App, AppError};
use crate::store::{link_request, session, tablet_key};

/// A judge's ways to score, for the desk.
#[derive(Debug, Clone)]
pub struct SeatAccess {
    pub judge: String,
    pub name: String,
    /// How many cards, with all their revisions, came from the judge, or are on the way.
    pub cards: i64,
    /// How many browsers are signed in.
    pub sessions: i64,
    /// Ids of the keys that are registered, in order.
    pub keys: Vec<String>,
    pub replaced: bool,
    /// The request that waits, or whose link was not made yet.
    pub request: Option<LinkRequest>,
}

impl App {
    /// Each judge's cards, sessions, keys and the request that waits.
    pub fn seat_accesses(&self, actor: &Actor, event: &str) -> Result<Vec<SeatAccess>, AppError> {
        let now = self.clock.micros();
        self.look(actor, Act::MintLinks, event, |tx, head, frame| {
            let (cards, sessions) = (cards_by_judge(tx, &head.id)?, session::standing_by_judge(tx, &head.id, now)?);
            let (keys, requests) = (tablet_key::of_event(tx, &head.id)?, link_request::of_event(tx, &head.id)?);
            let mut all = Vec::with_capacity(frame.setup.judges.len());
            for judge in &frame.setup.judges {
                let request = match requests.iter().rfind(|row| row.judge == judge.id) {
                    Some(last) if last.is_pending()? => Some(view(frame, last)?),
                    Some(_) | None => None,
                };
                all.push(SeatAccess {
                    judge: judge.id.clone(),
                    name: judge.name.clone(),
                    cards: of(&cards, &judge.id),
                    sessions: of(&sessions, &judge.id),
                    keys: keys.iter().filter(|row| row.judge == judge.id).map(|row| row.id.clone()).collect(),
                    replaced: frame.day.is_replaced(&judge.id),
                    request,
                });
            }
            Ok(all)
        })
    }

    /// Ends all sessions of a judge; says how many. The links stay good.
    ///
    /// # Errors
    /// Where the actor may not, no reason is given, or there is no such judge.
    pub fn end_sessions(&self, actor: &Actor, event: &str, judge: &str, reason: &str) -> Result<usize, AppError> {
        let (reason, judge, now) = (stated(reason)?, judge.to_owned(), self.clock.micros());
        let doing = Doing::of(Act::MintLinks, Word::EndSessions, format!("session:{judge}")).at_any_time();
        self.act(actor, event, doing.changing_nothing(), move |tx, head, frame| {
            frame.judge(&judge).ok_or_else(|| NotFound { what: "评委", id: judge.clone() })?;
            let at = beijing(moment(now)).format("%m-%d %H:%M");
            let told = format!(
                "组织者于 {at} 结束了本机的登录，理由：{reason}。存在本机的评分不会丢失；请用本席的登录链接重新登录"
            );
            let ended = session::end_judge(tx, &head.id, &judge, &told, now)?;
            Ok(Told::giving(ended, Value::Null, json!({ "ended": ended, "reason": reason })))
        })
    }
}
