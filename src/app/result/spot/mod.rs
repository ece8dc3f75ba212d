//! The spot check (抽检) before the signatures: cards are drawn by a seed that nobody could choose, each is shown as its
//! tablet signed it, or as it came from paper, beside what the frozen result counted, and an inspector says of each whether
//! it is the same.
//!
//! The seed is the head of the log at the close and a number that the inspector types then: neither alone says which cards
//! will be drawn. Of the first places all cards are in the draw, of the others some. Where too many differ, all are looked at.

mod card;
mod draw;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::app::act::actor::Actor;
use crate::app::act::clock::{Moment, moment};
use crate::app::act::lots;
use crate::app::act::permission::Act;
use crate::app::act::reason::LONGEST_REASON;
use crate::app::act::second::own_account;
use crate::app::act::word::Word;
use crate::app::error::{AppFault, FaultKind};
use crate::app::event::doing::Doing;
use crate::app::event::frame::Frame;
use crate::app::event::frozen::read_report;
use crate::app::event::signers::spot_places;
use crate::app::event::view::EventSummary;
use crate::app::{App, AppError};
use crate::scoring::result::Report;
use crate::store::checking::{self, SpotDrawRow, SpotLookRow};
use crate::store::event::EventRow;
use crate::store::result::{self, ResultHead};
use crate::store::{StoreError, Tx};

pub use crate::app::act::lots::MOST_DIGITS;
pub use card::{DrawnCard, Look, Source};
use draw::{Population, population};

/// Where more than one in so many of the drawn cards differs, all are looked at: 5 %.
const TOO_MANY: usize = 20;

/// Why cards are not drawn, or what was found of them is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SpotFault {
    #[error("请输入 1 至 {MOST_DIGITS} 位数字")]
    Digits,
    #[error("此活动没有设定抽检")]
    NotAsked,
    #[error("已经抽过，抽检以第一次报的数为准")]
    Drawn,
    #[error("成绩在您查看之后有变动，请刷新页面")]
    Changed,
    #[error("抽到的卡里没有这一张，请刷新页面")]
    NotDrawn,
    #[error("{0}：程序比对不相符，不能登记为相符")]
    Differs(String),
    #[error("登记不符的，请写明不符在哪里；把不符改为相符的，请写明理由（最多 {LONGEST_REASON} 字）")]
    Remark,
}

impl AppFault for SpotFault {
    fn kind(&self) -> FaultKind {
        match self {
            Self::Digits | Self::Remark => FaultKind::Invalid,
            Self::NotAsked | Self::Drawn | Self::Changed | Self::Differs(_) => FaultKind::Conflict,
            Self::NotDrawn => FaultKind::Missing,
        }
    }

    fn word(&self) -> &'static str {
        "spot"
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::Digits => Some("typed"),
            Self::Remark => Some("remark"),
            _ => None,
        }
    }
}

/// A draw that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// The root of the log at the close, in hexadecimal.
    pub head: String,
    pub typed: String,
    pub seed: String,
    /// Whether by now these are all cards.
    pub is_all: bool,
    pub account: String,
    pub at: Moment,
}

/// How the spot check of a result stands, without cards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpotState {
    /// Number of the result.
    pub number: i64,
    /// Of how many first places all cards are drawn.
    pub places: usize,
    /// Cards of those places.
    pub first: usize,
    /// The other ones.
    pub rest: usize,
    /// Of those, how many are drawn.
    pub share: usize,
    pub drawn: Option<Drawn>,
    /// How many cards were drawn.
    pub cards: usize,
    /// Of those, how many were looked at.
    pub looked: usize,
    /// Of those, how many differ.
    pub differing: usize,
}

impl SpotState {
    /// Whether there is nothing more to be looked at.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.first + self.rest == 0 || (self.drawn.is_some() && self.looked == self.cards)
    }
}

/// The spot check with the cards that were drawn.
#[derive(Debug, Clone)]
pub struct SpotCheck {
    pub event: EventSummary,
    pub fingerprint: String,
    pub state: SpotState,
    /// In the order in which they were drawn; those that differ first.
    pub cards: Vec<DrawnCard>,
}

/// What an inspector says of a drawn card.
#[derive(Debug, Clone)]
pub struct Said {
    pub op: String,
    pub differs: bool,
    pub remark: String,
}

/// How the spot check of result `number`, whose report is given, stands; `None` where the event draws no cards.
pub(in crate::app) fn state_of(
    tx: &mut Tx,
    head: &EventRow,
    frame: &Frame,
    (number, report): (i64, &Report),
) -> Result<Option<SpotState>, AppError> {
    let Some(places) = spot_places(head)? else { return Ok(None) };
    let population = population(tx, head, frame, report, places)?;
    Ok(Some(Standing::read(tx, &head.id, number)?.state(places, &population)))
}

/// Rows of a spot check.
struct Standing {
    number: i64,
    draws: Vec<SpotDrawRow>,
    /// Of each card that was looked at what was found last.
    last: BTreeMap<String, SpotLookRow>,
    ops: Vec<String>,
}

impl Standing {
    fn read(tx: &mut Tx, event: &str, number: i64) -> Result<Self, StoreError> {
        let draws = checking::draws(tx, event, number)?;
        let mut ops: Vec<String> = Vec::new();
        let mut known = BTreeSet::new();
        for draw in &draws {
            let drawn: Vec<String> = serde_json::from_str(&draw.cards)
                .map_err(|error| StoreError::corrupt(format!("draw {} of {event}: {error}", draw.turn)))?;
            ops.extend(drawn.into_iter().filter(|op| known.insert(op.clone())));
        }
        let looks = checking::looks(tx, event, number)?;
        let last = looks.into_iter().map(|row| (row.op.clone(), row)).collect();
        Ok(Self { number, draws, last, ops })
    }

    fn state(&self, places: usize, population: &Population) -> SpotState {
        let drawn = self.draws.first().map(|first| Drawn {
            head: first.head.clone(),
            typed: first.typed.clone(),
            seed: first.seed.clone(),
            is_all: self.draws.iter().any(|draw| draw.is_all),
            account: first.account.clone(),
            at: moment(first.at),
        });
        let found = || self.ops.iter().filter_map(|op| self.last.get(op));
        SpotState {
            number: self.number,
            places,
            first: population.first.len(),
            rest: population.rest.len(),
            share: population.share(),
            drawn,
            cards: self.ops.len(),
            looked: found().count(),
            differing: found().filter(|row| row.differs).count(),
        }
    }
}

fn latest_of(tx: &mut Tx, event: &str, number: i64) -> Result<ResultHead, AppError> {
    let latest = result::heads(tx, event)?.pop().filter(|latest| latest.number == number);
    Ok(latest.ok_or(SpotFault::Changed)?)
}

impl App {
    /// The spot check of the latest result, with the marks of the drawn cards. That it was looked at by whoever draws is on record with
    /// what they found.
    ///
    /// # Errors
    /// [`SpotFault::NotAsked`]; where the actor may not, or the event is not closed.
    pub fn spot_check(&self, actor: &Actor, event: &str) -> Result<SpotCheck, AppError> {
        self.look(actor, Act::SeeDrawn, event, |tx, head, frame| {
            crate::app::act::state::allow(Act::SeeDrawn, head.state()?)?;
            crate::app::event::erased::not_erased(head)?;
            let places = spot_places(head)?.ok_or(SpotFault::NotAsked)?;
            let latest = result::heads(tx, event)?.pop().ok_or(StoreError::NotFound)?;
            let row = result::numbered(tx, event, latest.number)?.ok_or(StoreError::NotFound)?;
            let report = read_report(tx, &row)?;
            let population = population(tx, head, frame, &report, places)?;
            let standing = Standing::read(tx, event, latest.number)?;
            let mut cards = card::cards(tx, head, frame, &report, (&standing.ops, &standing.last))?;
            cards.sort_by_key(|card| !card.differs());
            let state = standing.state(places, &population);
            Ok(SpotCheck { event: frame.summary(head)?, fingerprint: latest.fingerprint, state, cards })
        })
    }

    /// Draws the cards of result `number` by the head at the close and the digits that are typed now.
    ///
    /// # Errors
    /// [`SpotFault`]; where the actor may not, or the event is not closed.
    pub fn draw_cards(&self, actor: &Actor, event: &str, number: i64, typed: &str) -> Result<(), AppError> {
        let (account, _) = own_account(actor, Act::Inspect)?;
        let typed = lots::digits(typed).ok_or(SpotFault::Digits)?;
        let (id, now) = (event.to_owned(), self.clock.micros());
        let doing = Doing::of(Act::Inspect, Word::DrawCards, format!("result:{number}")).beside_setup();
        self.act(actor, event, doing, move |tx, head, frame| {
            let latest = latest_of(tx, &id, number)?;
            let places = spot_places(head)?.ok_or(SpotFault::NotAsked)?;
            if !checking::draws(tx, &id, number)?.is_empty() {
                return Err(SpotFault::Drawn.into());
            }
            let row = result::numbered(tx, &id, number)?.ok_or(StoreError::NotFound)?;
            let report = read_report(tx, &row)?;
            let population = population(tx, head, frame, &report, places)?;
            let root = draw::root_at_close(tx, &id, &latest)?;
            let seed = lots::seed(&root, &typed);
            let cards = population.drawn(&seed);
            let after = json!({ "number": number, "head": root, "typed": typed, "seed": seed, "cards": cards.len() });
            checking::draw(
                tx,
                &SpotDrawRow {
                    event_id: id,
                    number,
                    turn: 1,
                    head: root,
                    typed,
                    seed,
                    places: i64::try_from(places).unwrap_or(i64::MAX),
                    cards: json!(cards).to_string(),
                    is_all: false,
                    account,
                    at: now,
                },
            )?;
            Ok((Value::Null, after))
        })
    }

    /// Takes what an inspector found of drawn cards. Where more than one in [`TOO_MANY`] differs, all cards are drawn.
    ///
    /// # Errors
    /// [`SpotFault`]; where the actor may not, or the event is not closed. Then nothing was taken.
    pub fn look_at_cards(&self, actor: &Actor, event: &str, number: i64, said: &[Said]) -> Result<(), AppError> {
        let (account, _) = own_account(actor, Act::Inspect)?;
        let (id, said, now) = (event.to_owned(), said.to_vec(), self.clock.micros());
        let doing = Doing::of(Act::Inspect, Word::LookAtCards, format!("result:{number}")).beside_setup();
        self.act(actor, event, doing, move |tx, head, frame| {
            latest_of(tx, &id, number)?;
            let places = spot_places(head)?.ok_or(SpotFault::NotAsked)?;
            let row = result::numbered(tx, &id, number)?.ok_or(StoreError::NotFound)?;
            let report = read_report(tx, &row)?;
            let standing = Standing::read(tx, &id, number)?;
            let ops: Vec<String> = said.iter().map(|one| one.op.clone()).collect();
            if ops.iter().any(|op| !standing.ops.contains(op)) {
                return Err(SpotFault::NotDrawn.into());
            }
            let cards = card::cards(tx, head, frame, &report, (&ops, &standing.last))?;
            let mut rows = Vec::new();
            for (card, one) in cards.iter().zip(said) {
                rows.extend(found(card, one, &standing, (&id, number), (&account, now))?);
            }
            checking::look(tx, &rows)?;
            let population = population(tx, head, frame, &report, places)?;
            let state = Standing::read(tx, &id, number)?.state(places, &population);
            if state.differing * TOO_MANY > state.cards && !standing.draws.iter().any(|draw| draw.is_all) {
                draw_all(tx, &standing, &population, (&account, now))?;
            }
            let differing: Vec<&String> = rows.iter().filter(|row| row.differs).map(|row| &row.op).collect();
            let after = json!({ "number": number, "cards": rows.len(), "differing": differing });
            Ok((Value::Null, after))
        })
    }
}

/// The row of what was found of a card; `None` where that was found before.
fn found(
    card: &DrawnCard,
    said: Said,
    standing: &Standing,
    (event, number): (&str, i64),
    (account, now): (&str, i64),
) -> Result<Option<SpotLookRow>, SpotFault> {
    let before = standing.last.get(&said.op);
    let remark = said.remark.trim();
    if before.is_some_and(|before| before.differs == said.differs && (remark.is_empty() || before.remark == remark)) {
        return Ok(None);
    }
    if !said.differs && !card.agrees {
        return Err(SpotFault::Differs(card.called()));
    }
    let taken_back = before.filter(|before| before.differs && !said.differs);
    // what was said of the difference is no reason why there is none
    let lacks = remark.is_empty() || taken_back.is_some_and(|before| before.remark == remark);
    if ((said.differs || taken_back.is_some()) && lacks) || remark.chars().count() > LONGEST_REASON {
        return Err(SpotFault::Remark);
    }
    Ok(Some(SpotLookRow {
        event_id: event.to_owned(),
        number,
        op: said.op,
        turn: before.map_or(1, |before| before.turn + 1),
        differs: said.differs,
        remark: remark.to_owned(),
        account: account.to_owned(),
        at: now,
    }))
}

/// Draws whatever was not drawn yet.
fn draw_all(
    tx: &mut Tx,
    standing: &Standing,
    population: &Population,
    (account, now): (&str, i64),
) -> Result<(), StoreError> {
    let Some(last) = standing.draws.last() else { return Ok(()) };
    let all: Vec<&String> = population.first.iter().chain(&population.rest).collect();
    checking::draw(
        tx,
        &SpotDrawRow {
            turn: last.turn + 1,
            cards: json!(all).to_string(),
            is_all: true,
            account: account.to_owned(),
            at: now,
            ..last.clone()
        },
    )
}
