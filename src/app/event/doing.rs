//! The envelope of what is done to an event: permission, state, head and frame, raising the version, the row on record.

use serde_json::{Value, json};

use crate::app::act::actor::Actor;
use crate::app::act::permission::{Act, Forbidden, check};
use crate::app::act::state;
use crate::app::act::word::Word;
use crate::app::event::count::Differing;
use crate::app::event::frame::Frame;
use crate::app::event::frozen::freeze;
use crate::app::{App, AppError};
use crate::store::event::{self, EventRow};
use crate::store::{EventState, Tx};

/// What is done: which act it is in the tables of permissions and states, the word on record, and to what.
pub(in crate::app) struct Doing {
    act: Act,
    /// The act that it is instead where the event is in this state.
    otherwise: Option<(EventState, Act)>,
    word: Word,
    subject: String,
    /// Whether a result that was frozen before is frozen anew.
    refreezes: bool,
}

impl Doing {
    pub(in crate::app) fn of(act: Act, word: Word, subject: impl Into<String>) -> Self {
        Self { act, otherwise: None, word, subject: subject.into(), refreezes: false }
    }

    /// What a result hangs on: after the close it makes a new frozen result, and the signatures under the one before no
    /// longer count for the event, which goes back to closed.
    pub(in crate::app) fn by_hand(act: Act, word: Word, subject: impl Into<String>) -> Self {
        Self { refreezes: true, ..Self::of(act, word, subject) }
    }

    /// The same, and another act in one state.
    pub(in crate::app) fn or_in(self, state: EventState, act: Act) -> Self {
        Self { otherwise: Some((state, act)), ..self }
    }

    fn check(&self, actor: &Actor) -> Result<(), Forbidden> {
        check(actor, self.act)?;
        self.otherwise.map_or(Ok(()), |(_, act)| check(actor, act))
    }

    fn in_state(&self, state: EventState) -> Act {
        self.otherwise.filter(|(other, _)| *other == state).map_or(self.act, |(_, act)| act)
    }
}

impl App {
    /// One act on an event other than a card: `work` changes the head and gives what was before and what is after.
    ///
    /// # Errors
    /// Where the actor may not, there is no such event, its state does not allow it, or `work` refuses. Nothing was
    /// written, but that a recount differed ([`Differing`]) is put on record.
    pub(in crate::app) fn act(
        &self,
        actor: &Actor,
        event: &str,
        doing: Doing,
        work: impl FnOnce(&mut Tx, &mut EventRow, &Frame) -> Result<(Value, Value), AppError> + Send + 'static,
    ) -> Result<(), AppError> {
        doing.check(actor)?;
        let (app, by, id, now) = (self.clone(), actor.clone(), event.to_owned(), self.clock.micros());
        let done = self.write(move |tx| {
            let mut head = Self::head(tx, &id)?;
            let state = head.state()?;
            state::allow(doing.in_state(state), state)?;
            let frame = app.frame(tx, &head)?;
            let (before, mut after) = work(tx, &mut head, &frame)?;
            head.raise_setup();
            if doing.refreezes && !state.is_before_close() {
                let again = Self::freeze_again(tx, &mut head, now)?;
                if let Some(fields) = after.as_object_mut() {
                    fields.insert("result".to_owned(), again);
                }
            }
            event::update(tx, &head)?;
            Self::put_on_record(tx, now, &by, doing.word, &id, &doing.subject, before, after)
        });
        self.note_differing(actor, event, done)
    }

    /// One look at an event, for whoever may.
    ///
    /// # Errors
    /// Where the actor may not, there is no such event, or `look` refuses.
    pub(in crate::app) fn look<T>(
        &self,
        actor: &Actor,
        act: Act,
        event: &str,
        look: impl FnOnce(&mut Tx, &EventRow, &Frame) -> Result<T, AppError>,
    ) -> Result<T, AppError> {
        check(actor, act)?;
        self.store.read(|tx| {
            let head = Self::head(tx, event)?;
            let frame = self.frame(tx, &head)?;
            look(tx, &head, &frame)
        })
    }

    /// Freezes the result anew after a change: the next number, and back to closed.
    pub(in crate::app) fn freeze_again(tx: &mut Tx, head: &mut EventRow, now: i64) -> Result<Value, AppError> {
        // not from memory, nor into it: what is read here may never be committed
        let frame = Self::read_frame(tx, head)?;
        let report = Self::counted(tx, &head.id, &frame)?;
        let row = freeze(tx, head, &report, now)?;
        let was = head.state()?;
        head.set_state(EventState::Closed);
        head.signed_at = None;
        Ok(
            json!({ "number": row.number, "fingerprint": row.fingerprint, "recount": "agrees", "state_before": was.as_str() }),
        )
    }

    /// Puts on record that a recount differed, and in what; without the figures, which nobody sees before the close.
    /// The act itself was undone, and with it its row.
    pub(in crate::app) fn note_differing<T>(
        &self,
        actor: &Actor,
        event: &str,
        done: Result<T, AppError>,
    ) -> Result<T, AppError> {
        if let Some(Differing(differing)) = done.as_ref().err().and_then(AppError::fault) {
            let found: Vec<Value> = differing.iter().map(|d| json!({ "entry": d.entry, "about": d.about })).collect();
            let (actor, id, now) = (actor.clone(), event.to_owned(), self.clock.micros());
            self.write(move |tx| {
                Self::put_on_record(tx, now, &actor, Word::RecountDiffers, &id, "standings", Value::Null, json!(found))
            })?;
        }
        done
    }
}
