//! The envelope of what is done to an event: permission, state, head and frame, raising the version, the row on record.

use serde_json::{Value, json};

use crate::app::act::actor::Actor;
use crate::app::act::permission::{Act, Forbidden, check};
use crate::app::act::record::Record;
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
    raises: Raises,
    /// Whether the state of the event is not asked.
    at_any_time: bool,
    /// Whether a result that was frozen before is frozen anew.
    refreezes: bool,
}

/// Which version of the event an act raises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Raises {
    /// None: nothing of the event changes.
    Nothing,
    /// That of what people see of it.
    Version,
    /// That of its set-up as well: standings are computed anew.
    Setup,
}

/// What an act has come to: what it gives, and what comes on record of it.
pub(in crate::app) struct Told<T> {
    gives: T,
    /// Another word on record than the one that was meant, where it turned out to be something else.
    word: Option<Word>,
    /// Another subject, where it is known only by then.
    subject: Option<String>,
    /// What was before and what is after; `None` where `work` has put its rows on record itself.
    change: Option<(Value, Value)>,
}

impl<T> Told<T> {
    pub(in crate::app) fn giving(gives: T, before: Value, after: Value) -> Self {
        Self { gives, word: None, subject: None, change: Some((before, after)) }
    }

    /// Of an act that is several on record, each put there by itself, or that is not for the record.
    pub(in crate::app) fn by_itself(gives: T) -> Self {
        Self { gives, word: None, subject: None, change: None }
    }

    pub(in crate::app) fn about(self, subject: String) -> Self {
        Self { subject: Some(subject), ..self }
    }

    pub(in crate::app) fn said_as(self, word: Word) -> Self {
        Self { word: Some(word), ..self }
    }
}

impl From<(Value, Value)> for Told<()> {
    fn from((before, after): (Value, Value)) -> Self {
        Self::giving((), before, after)
    }
}

impl Doing {
    pub(in crate::app) fn of(act: Act, word: Word, subject: impl Into<String>) -> Self {
        Self {
            act,
            otherwise: None,
            word,
            subject: subject.into(),
            raises: Raises::Setup,
            at_any_time: false,
            refreezes: false,
        }
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

    /// The same; the set-up stays as it is.
    pub(in crate::app) fn beside_setup(self) -> Self {
        Self { raises: Raises::Version, ..self }
    }

    /// The same; nothing of the event changes.
    pub(in crate::app) fn changing_nothing(self) -> Self {
        Self { raises: Raises::Nothing, ..self }
    }

    /// The same, in whatever state the event is.
    pub(in crate::app) fn at_any_time(self) -> Self {
        Self { at_any_time: true, ..self }
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
    /// One act on an event: `work` changes the head and gives what was before and what is after.
    ///
    /// # Errors
    /// Where the actor may not, there is no such event, its state does not allow it, or `work` refuses. Nothing was
    /// written, but that a recount differed ([`Differing`]) is put on record.
    pub(in crate::app) fn act<T: Send + 'static, R: Into<Told<T>>>(
        &self,
        actor: &Actor,
        event: &str,
        doing: Doing,
        work: impl FnOnce(&mut Tx, &mut EventRow, &Frame) -> Result<R, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        doing.check(actor)?;
        let (app, id, act) = (self.clone(), event.to_owned(), doing.act);
        // what signs heads, or lets other events go with it, has everything to itself
        let alone = doing.word.is_headed();
        let done = self.on_record_in((!alone).then_some(event), actor, act, move |tx, now| {
            let mut head = Self::head(tx, &id)?;
            let state = head.state()?;
            if !doing.at_any_time {
                state::allow(doing.in_state(state), state)?;
            }
            let frame = app.frame(tx, &head)?;
            if doing.raises == Raises::Version {
                // before: what the act makes bears the version that it has made
                head.version += 1;
            }
            let mut told = work(tx, &mut head, &frame)?.into();
            if doing.raises == Raises::Setup {
                head.raise_setup();
            }
            if doing.refreezes && !state.is_before_close() {
                let again = Self::freeze_again(tx, &mut head, now)?;
                if let Some(fields) = told.change.as_mut().and_then(|(_, after)| after.as_object_mut()) {
                    fields.insert("result".to_owned(), again);
                }
            }
            if doing.raises != Raises::Nothing {
                event::update(tx, &head)?;
            }
            let record = told.change.map(|(before, after)| Record {
                word: told.word.unwrap_or(doing.word),
                event: id,
                subject: told.subject.unwrap_or(doing.subject),
                before,
                after,
            });
            Ok((told.gives, record))
        });
        self.note_differing(actor, act, event, done)
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
    fn freeze_again(tx: &mut Tx, head: &mut EventRow, now: i64) -> Result<Value, AppError> {
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
    fn note_differing<T>(
        &self,
        actor: &Actor,
        act: Act,
        event: &str,
        done: Result<T, AppError>,
    ) -> Result<T, AppError> {
        if let Some(Differing(differing)) = done.as_ref().err().and_then(AppError::fault) {
            let found: Vec<Value> = differing.iter().map(|d| json!({ "entry": d.entry, "about": d.about })).collect();
            let (event, subject) = (event.to_owned(), "standings".to_owned());
            let (word, before, after) = (Word::RecountDiffers, Value::Null, json!(found));
            self.on_record(actor, act, move |_, _| Ok(((), Some(Record { word, event, subject, before, after }))))?;
        }
        done
    }
}
