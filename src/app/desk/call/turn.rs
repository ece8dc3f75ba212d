//! The clock of the reports: somebody is called up, begins, pauses, goes on, ends; or begins again.

use serde_json::{Map, Value, json};

use super::fault::CallFault;
use super::overtime;
use super::settings::Setting;
use super::standing::{Pace, Standing, Turn, unit};
use crate::app::act::actor::Actor;
use crate::app::act::permission::Act;
use crate::app::act::reason::stated;
use crate::app::act::word::Word;
use crate::app::event::doing::{Doing, Told};
use crate::app::event::frame::Frame;
use crate::app::{App, AppError};
use crate::store::Tx;
use crate::store::call::{self, CallTurnRow};

/// What is pressed while somebody is called up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Press {
    Start,
    Pause,
    Resume,
    End,
}

impl Press {
    pub const ALL: [Self; 4] = [Self::Start, Self::Pause, Self::Resume, Self::End];

    /// Its word in forms.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Pause => "pause",
            Self::Resume => "resume",
            Self::End => "end",
        }
    }

    fn word(self) -> Word {
        match self {
            Self::Start => Word::StartTurn,
            Self::Pause => Word::PauseTurn,
            Self::Resume => Word::ResumeTurn,
            Self::End => Word::EndTurn,
        }
    }
}

/// Who is to be called up.
#[derive(Debug, Clone)]
pub struct Next {
    /// The state that it was pressed at.
    pub at: String,
    pub entry: String,
    /// Why another one than the order says, or why whoever was called up does not report now; else not read.
    pub reason: String,
}

impl App {
    /// Calls an entry up: the next of the order, or with a reason another one.
    ///
    /// # Errors
    /// [`CallFault`]; where a reason is asked for and not given, the actor may not, or the event is not open.
    pub fn call_next(&self, actor: &Actor, event: &str, next: &Next) -> Result<(), AppError> {
        let (id, next, now) = (event.to_owned(), next.clone(), self.clock.micros());
        let doing = Doing::of(Act::CallUp, Word::CallUp, format!("entry:{}", next.entry)).beside_setup();
        self.act(actor, event, doing, move |tx, _, frame| {
            let setting = Setting::read(tx, &id, frame)?;
            setting.component.ok_or(CallFault::NothingToReport)?;
            let standing = Standing::read(tx, &id)?;
            standing.is_at(&next.at)?;
            may_be_called(frame, &standing, &next.entry)?;
            let waiting = standing.current().filter(|turn| turn.pace() == Pace::Waiting);
            let is_plain = waiting.is_none() && standing.next(frame) == Some(&next.entry);
            let mut after = Map::new();
            if !is_plain {
                let reason = stated(&next.reason)?;
                if let Some(turn) = waiting {
                    set_aside(tx, turn, now, &reason)?;
                    after.insert("passed".to_owned(), json!(turn.row.entry));
                }
                after.insert("reason".to_owned(), json!(reason));
            }
            let number = standing.made + 1;
            begin(tx, (&id, number, &next.entry), setting, now)?;
            let place = standing.order.iter().position(|entry| *entry == next.entry).map(|at| at + 1);
            after.insert("number".to_owned(), json!(number));
            after.insert("place".to_owned(), json!(place));
            Ok((Value::Null, Value::Object(after)))
        })
    }

    /// Presses a button of the clock, at the state `at`. A report that ends over its limit is on record as that, for an
    /// organiser to decide about.
    ///
    /// # Errors
    /// [`CallFault::Moved`] where the state is another one by now; where the actor may not, or the event is not open.
    pub fn press(&self, actor: &Actor, event: &str, press: Press, at: &str) -> Result<(), AppError> {
        let (id, at, now) = (event.to_owned(), at.to_owned(), self.clock.micros());
        let doing = Doing::of(Act::CallUp, press.word(), "call").beside_setup();
        self.act(actor, event, doing, move |tx, _, _| {
            let standing = Standing::read(tx, &id)?;
            standing.is_at(&at)?;
            let mut turn = standing.current().cloned().ok_or(CallFault::Moved)?;
            match (press, turn.pace()) {
                (Press::Start, Pace::Waiting) | (Press::Resume, Pace::Paused) => turn.spans.push((now, None)),
                (Press::Pause, Pace::Running) | (Press::End, Pace::Running | Pace::Paused) => close(&mut turn, now),
                _ => return Err(CallFault::Moved.into()),
            }
            let mut after = json!({ "number": turn.row.number, "used": turn.used(now) });
            if press == Press::End {
                turn.row.ended_at = Some(now);
                after["over"] = json!(overtime::propose(tx, &turn, now)?);
            }
            turn.row.step += 1;
            turn.row.spans = json!(turn.spans).to_string();
            call::go_on(tx, &turn.row)?;
            Ok(Told::giving((), Value::Null, after).about(format!("entry:{}", turn.row.entry)))
        })
    }

    /// Sets the last report aside and calls its entry up once more. What was over in it is set aside with it.
    ///
    /// # Errors
    /// [`CallFault`]; where no reason is given, the actor may not, or the event is not open.
    pub fn redo_turn(&self, actor: &Actor, event: &str, at: &str, reason: &str) -> Result<(), AppError> {
        let (id, at, reason, now) = (event.to_owned(), at.to_owned(), stated(reason)?, self.clock.micros());
        let by = actor.name();
        let doing = Doing::of(Act::CallUp, Word::RedoTurn, "call").beside_setup();
        self.act(actor, event, doing, move |tx, _, frame| {
            let standing = Standing::read(tx, &id)?;
            standing.is_at(&at)?;
            let has_begun = |turn: &&Turn| turn.pace() != Pace::Waiting;
            let turn = standing.current().filter(has_begun).ok_or(CallFault::Moved)?;
            overtime::set_aside(tx, &turn.row, &by, now)?;
            let used = turn.used(now);
            set_aside(tx, turn, now, &reason)?;
            let number = standing.made + 1;
            let setting = Setting::read(tx, &id, frame)?;
            begin(tx, (&id, number, &turn.row.entry), setting, now)?;
            let (before, after) =
                (json!({ "number": turn.row.number, "used": used }), json!({ "number": number, "reason": reason }));
            Ok(Told::giving((), before, after).about(format!("entry:{}", turn.row.entry)))
        })
    }
}

/// Refuses an entry that cannot be called up.
fn may_be_called(frame: &Frame, standing: &Standing, entry: &str) -> Result<(), AppError> {
    if standing.orders.is_empty() {
        return Err(CallFault::NoOrder.into());
    }
    standing.nobody_reports(frame)?;
    let name = || unit(frame, entry);
    let Some(index) = frame.entry(entry).filter(|_| standing.order.iter().any(|id| id == entry)) else {
        return Err(CallFault::Unlisted(name()).into());
    };
    if frame.day.is_withdrawn(index) {
        return Err(CallFault::Withdrawn(name()).into());
    }
    if standing.reported(entry).is_some() {
        return Err(CallFault::Reported(name()).into());
    }
    Ok(())
}

/// A new turn, which waits for its beginning.
fn begin(tx: &mut Tx, (event, number, entry): (&str, i64, &str), setting: Setting, now: i64) -> Result<(), AppError> {
    let row = CallTurnRow {
        event_id: event.to_owned(),
        number,
        entry: entry.to_owned(),
        limit_s: setting.limit,
        bell_s: setting.bell,
        called_at: now,
        spans: "[]".to_owned(),
        ended_at: None,
        step: 0,
        undone_at: None,
        reason: String::new(),
    };
    Ok(call::call(tx, &row)?)
}

/// Sets a turn aside: it stays readable and counts for nothing.
fn set_aside(tx: &mut Tx, turn: &Turn, now: i64, reason: &str) -> Result<(), AppError> {
    let mut turn = turn.clone();
    close(&mut turn, now);
    let spans = json!(turn.spans).to_string();
    let row = CallTurnRow { undone_at: Some(now), reason: reason.to_owned(), spans, ..turn.row };
    Ok(call::go_on(tx, &row)?)
}

/// Ends the span that runs; not before it began, whatever the clock says.
fn close(turn: &mut Turn, now: i64) {
    if let Some((from, to @ None)) = turn.spans.last_mut() {
        *to = Some(now.max(*from));
    }
}
