//! A trial, from the seed to its row. Whatever is put in is put in by the use cases of the desk and of the cards, one act
//! after the other, as on the day; what was begun and not ended is not begun again.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::act::actor::Actor;
use crate::app::act::clock::moment;
use crate::app::act::permission::{Act, check};
use crate::app::act::state;
use crate::app::act::word::Word;
use crate::app::cards::batch::{Batch, MOST_OPS};
use crate::app::cards::device::TRIAL;
use crate::app::desk::hand::AdjustRequest;
use crate::app::desk::measures::Cell;
use crate::app::desk::overview::ExcludeRequest;
use crate::app::error::{AppFault, FaultKind};
use crate::app::event::doing::{Doing, Told};
use crate::app::event::frame::{Frame, Window};
use crate::app::event::wire::{Op, Outcome};
use crate::app::result::trial::compare::Compared;
use crate::app::result::trial::known::{Known, REASON, invent};
use crate::app::setup::edit::{self, Lack};
use crate::app::{App, AppError};
use crate::folder::tidy::plain;
use crate::scoring::event::Exclusion;
use crate::scoring::rules::Rules;
use crate::store::event::EventRow;
use crate::store::trial::{self, TrialRow};
use crate::store::{EventState, StoreError, Tx, log, operation};

/// The greatest seed: what somebody types and reads out without a slip.
const MOST_SEED: i64 = 999_999_999;
/// The greatest seed that is drawn.
const MOST_DRAWN: i64 = 9_999;
/// Most places that come on record of a trial.
const TOLD: usize = 50;
/// What the acts of a trial are about, in the log.
const SUBJECT: &str = "trial";

/// Why an event is not tried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TrialFault {
    /// It is no rehearsal.
    #[error("这不是演练。试算要填入程序编的评分卡，只能在演练里做，请先从本活动新建演练")]
    NoRehearsal,
    /// There are cards in it.
    #[error("这次演练已经收到评分卡，不能再填入试算的评分卡。请另建一次演练再试算")]
    HasCards,
    /// It was tried out, or that was begun.
    #[error("这次演练已经试算过，或者试算到中途断了。请另建一次演练再试算")]
    Done,
    /// What was typed is no seed.
    #[error("种子“{found}”不对，请填写 1 至 {MOST_SEED} 的整数，或留空由程序抽取")]
    BadSeed {
        /// What was typed.
        found: String,
    },
    /// What must be there before an event can be opened is not.
    #[error("名单或规则还不齐，不能试算：{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("；"))]
    NotReady(Vec<Lack>),
    /// There would be neither a card nor a value.
    #[error("按现在的名单和规则，没有一张评分卡可评，也没有考核数值，无从试算")]
    Nothing,
    /// Somebody else came in between.
    #[error("试算期间这次演练另收到评分卡或另有更改，没有比对。请另建一次演练再试算")]
    Changed,
}

impl AppFault for TrialFault {
    fn kind(&self) -> FaultKind {
        if matches!(self, Self::BadSeed { .. }) { FaultKind::Invalid } else { FaultKind::Conflict }
    }

    fn word(&self) -> &'static str {
        "trial"
    }

    fn field(&self) -> Option<&'static str> {
        matches!(self, Self::BadSeed { .. }).then_some("seed")
    }
}

/// A trial that was begun.
pub(super) struct Begun {
    seed: i64,
    pub known: Known,
    rules: Arc<Rules>,
    rules_sha256: String,
    /// Ids of the stops where the bus goes.
    route: Vec<String>,
}

impl App {
    /// The trials of an event and of its rehearsals, newest first. For those who were asked whether they may.
    pub(in crate::app) fn trials_of(tx: &mut Tx, event: &str) -> Result<Vec<TrialRow>, StoreError> {
        trial::of_event(tx, event)
    }

    /// The same for whoever may see the desk.
    ///
    /// # Errors
    /// Where the actor may not, or there is no such event.
    pub fn trials(&self, actor: &Actor, event: &str) -> Result<Vec<TrialRow>, AppError> {
        check(actor, Act::SeeDesk)?;
        self.store.read(|tx| {
            let head = Self::head(tx, event)?;
            Ok(Self::trials_of(tx, &head.id)?)
        })
    }

    /// Fills a rehearsal with known cards and compares its result with the answer; gives what that came to. `seed` as it
    /// was typed; where it is blank, one is drawn.
    ///
    /// # Errors
    /// [`TrialFault`] with what is against it; where the actor may not, there is no such event, it is not open, or the
    /// database does not answer: then the rehearsal may be filled in part, and is not tried out again.
    pub fn try_out(&self, actor: &Actor, event: &str, seed: &str) -> Result<TrialRow, AppError> {
        let seed = seed_of(seed)?;
        let begun = self.begin_trial(actor, event, seed)?;
        let refused = self.fill_trial(actor, event, &begun)?;
        let compared = self.compare_trial(actor, event, &begun.known)?;
        self.end_trial(actor, event, &begun, refused, compared)
    }

    /// Makes the cards up, and puts on record that the rehearsal is filled with them.
    pub(super) fn begin_trial(&self, actor: &Actor, event: &str, seed: i64) -> Result<Begun, AppError> {
        let now = self.clock.micros();
        // what keeps it from being tried out is said before the work
        self.look(actor, Act::Try, event, |tx, head, frame| {
            state::allow(Act::Try, head.state()?)?;
            may_begin(tx, head, frame)
        })?;
        let begun = self.look(actor, Act::Try, event, |_, _, frame| Ok(begun(frame, seed, now)))?;
        if begun.known.cards.is_empty() && begun.known.measures.is_empty() {
            return Err(TrialFault::Nothing.into());
        }
        let known = &begun.known;
        let after = json!({ "seed": seed, "cards": known.cards.len(), "entries": known.event.entries().len(),
            "excluded": known.excluded.len(), "voided": known.voided.len(), "measures": known.measures.len(),
            "adjustments": known.adjustments.len() });
        let rules = begun.rules_sha256.clone();
        let doing = Doing::of(Act::Try, Word::FillTrial, SUBJECT).beside_setup();
        self.act(actor, event, doing, move |tx, head, frame| {
            may_begin(tx, head, frame)?;
            if frame.rules_sha256 != rules {
                return Err(TrialFault::Changed.into());
            }
            Ok((Value::Null, after))
        })?;
        Ok(begun)
    }

    /// Puts in what is known, as it would come on the day; gives the cards that were not taken, in words.
    pub(super) fn fill_trial(&self, actor: &Actor, event: &str, begun: &Begun) -> Result<Vec<String>, AppError> {
        let (known, rules) = (&begun.known, &begun.rules);
        let entry = |index: usize| known.event.entries()[index].id.clone();
        let part = |index: usize| rules.components[index].id.clone();
        let exclude = |row: &Exclusion| {
            let request = ExcludeRequest {
                judge: known.event.judges()[row.judge].id.clone(),
                component: row.component.map(part),
                entry: row.entry.map(entry),
                kind: row.kind,
                reason: row.reason.clone(),
            };
            self.exclude(actor, event, &request)
        };
        known.excluded.iter().try_for_each(exclude)?;
        let cells: Vec<Cell> = self.look(actor, Act::Try, event, |_, _, frame| {
            let is_other = |&&(component, of, value): &&(usize, usize, Decimal)| {
                let there = frame.entry(&entry(of)).and_then(|entry| frame.event.measure(component, entry));
                there != Some(value)
            };
            let cell = |&(component, of, value): &(usize, usize, Decimal)| {
                let (component, entry, typed) = (part(component), entry(of), value.to_string());
                Cell { component, entry, typed }
            };
            Ok(known.measures.iter().filter(is_other).map(cell).collect())
        })?;
        if !cells.is_empty() {
            self.set_measures(actor, event, cells, REASON, None)?;
        }
        for row in &known.adjustments {
            let (points, item, reason) = (row.points.to_string(), row.item.clone(), row.reason.clone());
            let request = AdjustRequest { entry: entry(row.entry), kind: row.kind, item, points, reason, sure: true };
            self.adjust(actor, event, &request, None)?;
        }
        for stop in &begun.route {
            self.arrive(actor, event, stop)?;
        }
        if let Some(last) = begun.route.last() {
            self.leave(actor, event, last)?;
        }
        let refused = self.send_known(actor, event, begun)?;
        known.voided.iter().try_for_each(exclude)?;
        Ok(refused)
    }

    /// Sends the cards, judge by judge, as tablets would.
    fn send_known(&self, actor: &Actor, event: &str, begun: &Begun) -> Result<Vec<String>, AppError> {
        let (known, now) = (&begun.known, self.clock.micros());
        let mut refused = Vec::new();
        for (index, judge) in known.event.judges().iter().enumerate() {
            let mut ops = Vec::new();
            for (card, seq) in known.cards.iter().filter(|card| card.judge == index).zip(1..) {
                let op = Op {
                    op: Uuid::new_v4().to_string(),
                    device: TRIAL.to_owned(),
                    seq,
                    judge: judge.id.clone(),
                    component: begun.rules.components[card.component].id.clone(),
                    entry: card.entry.map_or_else(String::new, |entry| known.event.entries()[entry].id.clone()),
                    base: None,
                    marks: card.marks.clone(),
                    comment: String::new(),
                    lines: BTreeMap::new(),
                    rules: begun.rules_sha256.clone(),
                    at: moment(now).to_rfc3339(),
                    settles: Vec::new(),
                    confirms: Vec::new(),
                    secret: None,
                };
                ops.push(serde_json::to_value(&op).map_err(|error| StoreError::corrupt(error.to_string()))?);
            }
            for piece in ops.chunks(MOST_OPS) {
                let mut batch = Batch::of_trial(actor, event, &judge.id, piece, now);
                let app = self.clone();
                let (results, _) = self.write_cards(event, move |tx| app.take(tx, &mut batch))?;
                let lost = results.iter().filter(|result| result.outcome != Outcome::Recorded);
                refused.extend(lost.map(|_| "未被收下的评分卡".to_owned()));
            }
        }
        Ok(refused)
    }

    /// Puts on record what comparing came to, of the state that was compared.
    fn end_trial(
        &self,
        actor: &Actor,
        event: &str,
        begun: &Begun,
        refused: Vec<String>,
        compared: Compared,
    ) -> Result<TrialRow, AppError> {
        let (id, who, at, seed) = (event.to_owned(), actor.name(), self.clock.micros(), begun.seed);
        let (cards, entries) = (begun.known.cards.len(), begun.known.event.entries().len());
        let places: Vec<String> = refused.into_iter().chain(compared.places).collect();
        let doing = Doing::of(Act::Try, Word::Trial, SUBJECT).changing_nothing();
        self.act(actor, event, doing, move |tx, head, _| {
            let others: i64 = operation::count_by_judge(tx, &id, TRIAL)?.into_iter().map(|(_, count)| count).sum();
            if others > 0 || (head.version, head.setup_version) != compared.versions {
                return Err(TrialFault::Changed.into());
            }
            let number = trial::of_event(tx, &id)?.iter().filter(|row| row.event_id == id).count() + 1;
            let row = TrialRow {
                number: whole(number),
                original: head.rehearsal_of.clone().unwrap_or_else(|| id.clone()),
                seed,
                cards: whole(cards),
                figures: whole(compared.figures),
                differing: whole(places.len()),
                first: places.first().cloned().unwrap_or_default(),
                event_id: id,
                who,
                at,
            };
            trial::insert(tx, &row)?;
            let told: Vec<&String> = places.iter().take(TOLD).collect();
            let after = json!({ "seed": seed, "cards": cards, "entries": entries, "figures": compared.figures,
                "level": compared.level, "differing": places.len(), "places": told });
            Ok(Told::giving(row, Value::Null, after))
        })
    }
}

fn whole(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The seed that somebody typed, or a drawn one.
fn seed_of(typed: &str) -> Result<i64, TrialFault> {
    let typed = plain(typed);
    if typed.is_empty() {
        return Ok(1 + i64::from(rand::random::<u16>()) % MOST_DRAWN);
    }
    let is_digits = typed.bytes().all(|byte| byte.is_ascii_digit());
    let seed = typed.parse().ok().filter(|seed| is_digits && (1..=MOST_SEED).contains(seed));
    seed.ok_or_else(|| TrialFault::BadSeed { found: typed.chars().take(40).collect() })
}

/// Refuses what is no rehearsal, or was touched already.
fn may_begin(tx: &mut Tx, head: &EventRow, frame: &Frame) -> Result<(), AppError> {
    if !head.rehearsal {
        return Err(TrialFault::NoRehearsal.into());
    }
    if !log::about(tx, &head.id, SUBJECT, 1)?.is_empty() {
        return Err(TrialFault::Done.into());
    }
    if operation::count(tx, &head.id)? > 0 {
        return Err(TrialFault::HasCards.into());
    }
    let is_judged = frame.rules.components.iter().any(|part| part.judging().is_some());
    let mut lacking = edit::lacking(frame);
    // where all is measured nobody has to judge
    lacking.retain(|lack| lack.must() && (is_judged || *lack != Lack::NoJudge));
    if lacking.is_empty() { Ok(()) } else { Err(TrialFault::NotReady(lacking).into()) }
}

/// All that is known of a trial, before anything of it is written.
fn begun(frame: &Frame, seed: i64, now: i64) -> Begun {
    // the frame as it will be once the bus has been everywhere: what cannot be handed in then is not made up
    let mut setup = frame.setup.clone();
    for stop in setup.checkpoints.iter_mut().filter(|stop| !frame.is_passed_over(stop)) {
        (stop.arrived_at, stop.left_at) = (stop.arrived_at.or(Some(now)), stop.left_at.or(Some(now)));
    }
    let (rules, text, sha256) = (Rules::clone(&frame.rules), frame.rules_text.clone(), frame.rules_sha256.clone());
    let seen = Frame::new(rules, text, sha256, setup).on_the_day(frame.day.clone());
    let base = frame.taking_part(&frame.event).into_owned();
    let is_open = |component: usize, entry: Option<usize>| {
        let entry = entry.map(|entry| frame.entry(&base.entries()[entry].id));
        match entry {
            Some(None) => false,
            Some(at @ Some(_)) => seen.window(EventState::Open, component, at, now) == Window::Open,
            None => seen.window(EventState::Open, component, None, now) == Window::Open,
        }
    };
    let known = invent(&base, u64::try_from(seed).unwrap_or_default(), is_open);
    let ahead = frame.along_route().into_iter().map(|stop| &frame.setup.checkpoints[stop]);
    let route = ahead.filter(|stop| frame.is_ahead(stop)).map(|stop| frame.setup.entries[stop.entry].id.clone());
    let (rules, rules_sha256) = (frame.rules.clone(), frame.rules_sha256.clone());
    Begun { seed, rules, rules_sha256, route: route.collect(), known }
}
