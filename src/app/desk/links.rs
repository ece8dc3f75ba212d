//! Judges' sign-in links: made for all who have handed in nothing, and what one takes the place of.

use std::collections::BTreeMap;

use serde_json::json;

use crate::app::act::actor::Actor;
use crate::app::act::permission::Act;
use crate::app::act::record::Record;
use crate::app::act::secret::Secret;
use crate::app::act::state;
use crate::app::act::word::Word;
use crate::app::cards::device::IMPORT;
use crate::app::cards::devices::unsent_of;
use crate::app::cards::handed::waiting_by_judge;
use crate::app::event::frame::{Frame, judge_name};
use crate::app::event::wire::UnsentState;
use crate::app::people::link::JudgeLink;
use crate::app::{App, AppError};
use crate::store::event::EventRow;
use crate::store::session::{self, LinkRow};
use crate::store::{Tx, device, operation};

/// Links that were made for all judges at once.
#[derive(Debug, Clone)]
pub struct Minted {
    pub links: Vec<JudgeLink>,
    /// Names of judges who have handed in cards: each of them needs a request of their own.
    pub left: Vec<String>,
}

/// Makes a judge's link, in the place of those before; says how many those were.
pub(super) fn mint(
    tx: &mut Tx,
    head: &EventRow,
    frame: &Frame,
    judge: &str,
    now: i64,
) -> Result<(JudgeLink, usize), AppError> {
    let revoked = session::revoke_links_of(tx, &head.id, judge, now)?;
    let token = Secret::token();
    let row = LinkRow {
        token_sha256: token.sha256(),
        event_id: head.id.clone(),
        judge: judge.to_owned(),
        created_at: now,
        revoked_at: None,
    };
    session::insert_link(tx, &row)?;
    Ok((JudgeLink { judge: judge.to_owned(), name: judge_name(frame, judge), token }, revoked))
}

/// How many cards came from each judge, wait for a second person, or are on a tablet of theirs, as that said last; what a
/// folder brought is nobody's yet.
pub(super) fn cards_by_judge(tx: &mut Tx, event: &str) -> Result<Vec<(String, i64)>, AppError> {
    let mut counts: BTreeMap<String, i64> = operation::count_by_judge(tx, event, IMPORT)?.into_iter().collect();
    for (judge, cards) in waiting_by_judge(tx, event)? {
        *counts.entry(judge).or_default() += i64::try_from(cards).unwrap_or(i64::MAX);
    }
    for row in device::of_event(tx, event)? {
        let queued = unsent_of(&row)?.iter().filter(|card| card.state == UnsentState::Queued).count();
        // numbers beyond those that are answered are cards as well
        let behind = (row.last_seq - row.acked_seq).max(i64::try_from(queued).unwrap_or(i64::MAX));
        if behind > 0 {
            *counts.entry(row.judge).or_default() += behind;
        }
    }
    Ok(counts.into_iter().collect())
}

pub(super) fn of(counts: &[(String, i64)], judge: &str) -> i64 {
    counts.iter().find(|(of, _)| of == judge).map_or(0, |(_, count)| *count)
}

impl App {
    /// Makes a link for every judge of an event who has handed in nothing, and revokes the earlier ones of those. Judges
    /// who are signed in stay so.
    ///
    /// # Errors
    /// Where the actor may not, there is no such event, or it is closed.
    pub fn mint_links(&self, actor: &Actor, event: &str) -> Result<Minted, AppError> {
        self.mint_all(actor, event, false)
    }

    /// The same for all judges, where nobody's result hangs on it.
    pub(in crate::app) fn mint_all(&self, actor: &Actor, event: &str, is_demo: bool) -> Result<Minted, AppError> {
        let (app, event) = (self.clone(), event.to_owned());
        self.on_record(actor, Act::MintLinks, move |tx, now| {
            let head = Self::head(tx, &event)?;
            state::allow(Act::MintLinks, head.state()?)?;
            let frame = app.frame(tx, &head)?;
            let counts = cards_by_judge(tx, &event)?;
            let mut minted = Minted { links: Vec::with_capacity(frame.setup.judges.len()), left: Vec::new() };
            let mut revoked = 0;
            // a judge whose part another seat has taken over does not come back
            for judge in frame.setup.judges.iter().filter(|judge| !frame.day.is_replaced(&judge.id)) {
                if of(&counts, &judge.id) > 0 && !is_demo {
                    minted.left.push(judge.name.clone());
                } else {
                    let (link, before) = mint(tx, &head, &frame, &judge.id, now)?;
                    minted.links.push(link);
                    revoked += before;
                }
            }
            let after = json!({ "made": minted.links.len(), "left": minted.left.len() });
            let (word, subject, before) = (Word::MintLinks, "links".to_owned(), json!({ "revoked": revoked }));
            Ok((minted, Some(Record { word, event, subject, before, after })))
        })
    }
}
