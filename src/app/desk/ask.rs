//! Asking a judge for cards that are missing, on record. What was asked for stands on the judge's tablet until the
//! card is in or no longer due.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::app::act::actor::Actor;
use crate::app::act::clock::{Moment, beijing, moment};
use crate::app::act::permission::{Act, check};
use crate::app::act::word::Word;
use crate::app::error::NotFound;
use crate::app::error::{AppFault, FaultKind};
use crate::app::event::doing::Doing;
use crate::app::event::doing::Told;
use crate::app::event::view::{CellState, Matrix, MatrixCell};
use crate::app::{App, AppError};
use crate::store::ask::{self, AskRow};

/// Minutes within which a card is not asked for again.
pub const AGAIN: i64 = 5;

/// Whom, and for what: one card, all missing cards of a judge, or all missing cards for an entry.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AskRequest {
    /// Judge id; `None`: all.
    pub judge: Option<String>,
    /// Component id; `None`: all.
    pub component: Option<String>,
    /// Entry id; `None`: all.
    pub entry: Option<String>,
}

/// Why a card is not asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AskFault {
    /// Neither a judge nor an entry was named.
    #[error("请选定一席评委或一个参评项目，再催办")]
    Nobody,
    /// Of what was named, no card is missing.
    #[error("这里没有缺的评分卡，无需催办")]
    NothingMissing,
    /// None is due there.
    #[error("这张评分卡不应交（回避、缺席、作废或不评此环节），不能催办")]
    NotDue,
    /// Its time has not come.
    #[error("此项还没有到评分的时候，到达观摩点、开放评分以后才能催办")]
    NotYet,
    /// The tablet said that it is on its way.
    #[error("平板 {} 报告：此卡已提交，正在送达。请让平板联网，无需催办", clock(*at))]
    OnItsWay {
        /// When it said so.
        at: Moment,
    },
    /// It is here, and an organiser has to rule on it.
    #[error("此卡已在评分时间外送达，请在“待认定”中认定，无需催办")]
    Quarantined,
    /// It was asked for a moment ago.
    #[error("{} 已经催办过，{} 以后可以再催", clock(*at), clock(*at + TimeDelta::minutes(AGAIN)))]
    Recent {
        /// When.
        at: Moment,
    },
}

impl AppFault for AskFault {
    fn kind(&self) -> FaultKind {
        match self {
            Self::Nobody => FaultKind::Invalid,
            Self::NothingMissing
            | Self::NotDue
            | Self::NotYet
            | Self::OnItsWay { .. }
            | Self::Quarantined
            | Self::Recent { .. } => FaultKind::Conflict,
        }
    }

    fn word(&self) -> &'static str {
        "ask"
    }
}

fn clock(at: Moment) -> String {
    beijing(at).format("%H:%M").to_string()
}

/// One card of the matrix; the entry is empty for a ballot.
struct Card<'m> {
    judge: &'m str,
    component: &'m str,
    entry: &'m str,
}

impl App {
    /// Asks for the missing cards that are named; says how many were asked for. Those that were asked for within
    /// the last minutes are left out, and where one card is named, that is why it is refused.
    ///
    /// # Errors
    /// [`AskFault`] where there is nothing to ask for; where the actor may not, an id is unknown, or the event
    /// is not open.
    pub fn ask(&self, actor: &Actor, event: &str, request: &AskRequest) -> Result<usize, AppError> {
        check(actor, Act::Ask)?;
        if request.judge.is_none() && request.entry.is_none() {
            return Err(AskFault::Nobody.into());
        }
        let (app, who, now, request) = (self.clone(), actor.name(), self.clock.micros(), request.clone());
        // nothing is computed anew for this
        let doing = Doing::of(Act::Ask, Word::Ask, subject(&request)).beside_setup();
        self.act(actor, event, doing, move |tx, head, frame| {
            let matrix = app.matrix_of(tx, head, frame)?;
            exist(&matrix, &request)?;
            let cards = cards(&matrix, &request, moment(now))?;
            for card in &cards {
                let (judge, component, entry) =
                    (card.judge.to_owned(), card.component.to_owned(), card.entry.to_owned());
                ask::insert(
                    tx,
                    &AskRow { event_id: head.id.clone(), judge, component, entry, at: now, who: who.clone() },
                )?;
            }
            let asked: Vec<Value> = cards
                .iter()
                .map(|card| json!({ "judge": card.judge, "component": card.component, "entry": card.entry }))
                .collect();
            Ok(Told::giving(cards.len(), Value::Null, json!({ "cards": asked })))
        })
    }
}

fn subject(request: &AskRequest) -> String {
    match (&request.judge, &request.entry) {
        (Some(judge), _) => format!("judge:{judge}"),
        (None, Some(entry)) => format!("entry:{entry}"),
        (None, None) => "event".to_owned(),
    }
}

/// Whether all that is named is there.
fn exist(matrix: &Matrix, request: &AskRequest) -> Result<(), AppError> {
    let progress = &matrix.progress;
    let there = |id: &Option<String>, what, found: &dyn Fn(&str) -> bool| match id {
        Some(id) if !found(id) => Err(NotFound { what, id: id.clone() }.into()),
        Some(_) | None => Ok(()),
    };
    there(&request.judge, "评委", &|id| matrix.seats().any(|seat| seat.id == id))?;
    there(&request.component, "评分环节", &|id| progress.components.iter().any(|part| part.id == id))?;
    there(&request.entry, "参评项目", &|id| progress.entries.iter().any(|entry| entry.id == id))
}

fn cards<'m>(matrix: &'m Matrix, request: &AskRequest, now: Moment) -> Result<Vec<Card<'m>>, AskFault> {
    let wanted = |id: &str, one: &Option<String>| one.as_ref().is_none_or(|one| one == id);
    let named = request.judge.is_some() && request.component.is_some() && request.entry.is_some();
    let mut cards = Vec::new();
    let mut refused = Vec::new();
    for (part, component) in matrix.progress.components.iter().enumerate() {
        for (column, seat) in matrix.seats().enumerate() {
            if !wanted(&component.id, &request.component) || !wanted(&seat.id, &request.judge) {
                continue;
            }
            for (index, row) in matrix.progress.entries.iter().enumerate() {
                if !wanted(&row.id, &request.entry) {
                    continue;
                }
                let entry = if matrix.ballots[part] { "" } else { row.id.as_str() };
                let cell = &matrix.cells[part][column][index];
                let card = Card { judge: &seat.id, component: &component.id, entry };
                // a ballot is one card, whatever the number of its entries
                if matrix.ballots[part] && cards.iter().any(|other: &Card<'_>| other.is(&card)) {
                    continue;
                }
                match why_not(cell, now, is_time(matrix, &card, &row.id, named)) {
                    None => cards.push(card),
                    Some(why) => refused.push(why),
                }
            }
        }
    }
    if !cards.is_empty() {
        return Ok(cards);
    }
    let recent = refused.iter().find(|why| matches!(why, AskFault::Recent { .. }));
    let why = if named { refused.first() } else { recent };
    Err(why.copied().unwrap_or(AskFault::NothingMissing))
}

impl Card<'_> {
    fn is(&self, other: &Card<'_>) -> bool {
        (self.judge, self.component, self.entry) == (other.judge, other.component, other.entry)
    }
}

/// Why a card is not asked for; `None` where it is.
fn why_not(cell: &MatrixCell, now: Moment, is_time: bool) -> Option<AskFault> {
    match cell.state {
        CellState::NotJudged
        | CellState::Recused
        | CellState::Absent
        | CellState::Withdrawn
        | CellState::Void
        | CellState::JudgeDropped => Some(AskFault::NotDue),
        CellState::NotOpen => Some(AskFault::NotYet),
        CellState::Received | CellState::Paper | CellState::Conflict => Some(AskFault::NothingMissing),
        CellState::Quarantined => Some(AskFault::Quarantined),
        CellState::Queued => Some(AskFault::OnItsWay { at: cell.at.unwrap_or(now) }),
        CellState::Missing | CellState::Draft if !is_time => Some(AskFault::NotYet),
        CellState::Missing | CellState::Draft => {
            cell.asked.filter(|at| now - *at < TimeDelta::minutes(AGAIN)).map(|at| AskFault::Recent { at })
        }
    }
}

/// Whether it is time to ask for a card. One that is named may be asked for as soon as the bus has come to its
/// entry; of many, those that are overdue.
fn is_time(matrix: &Matrix, card: &Card<'_>, entry: &str, named: bool) -> bool {
    if named { card.entry.is_empty() || matrix.is_reached(entry) } else { matrix.is_overdue(card.component, entry) }
}
