//! Events: their heads and their rules' text.

use diesel::prelude::*;

use super::backend::straight;
use super::kept::{Kept, Value};
use super::rules::{self, VersionRow};
use super::schema::event;
use super::{StoreError, Tx};

/// States of an event (评比活动).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventState {
    /// 筹备.
    Draft,
    /// 评分中.
    Open,
    /// 已封存.
    Closed,
    /// 已签字.
    Signed,
    /// 已公布.
    Published,
    /// 已归档.
    Archived,
}

impl EventState {
    /// All states, in their order.
    pub const ALL: [Self; 6] = [Self::Draft, Self::Open, Self::Closed, Self::Signed, Self::Published, Self::Archived];

    /// The word that is stored and sent.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Signed => "signed",
            Self::Published => "published",
            Self::Archived => "archived",
        }
    }

    /// The word that people see.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Draft => "筹备",
            Self::Open => "评分中",
            Self::Closed => "已封存",
            Self::Signed => "已签字",
            Self::Published => "已公布",
            Self::Archived => "已归档",
        }
    }

    /// Whether cards may still come to count.
    #[must_use]
    pub fn is_before_close(self) -> bool {
        matches!(self, Self::Draft | Self::Open)
    }
}

/// The head of an event: all but the text of its rules.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable, Identifiable, AsChangeset)]
#[diesel(table_name = event, treat_none_as_null = true)]
pub struct EventRow {
    pub id: String,
    pub title: String,
    state: String,
    /// SHA-256 of the rules' text.
    pub rules_sha256: String,
    /// Demonstration data.
    pub demo: bool,
    pub rehearsal: bool,
    /// Raised by every recorded change.
    pub version: i64,
    /// Raised by every recorded change but cards.
    pub setup_version: i64,
    /// Whether the provisional standings were opened.
    pub provisional_open: bool,
    /// When it was made.
    pub created_at: i64,
    /// When it was closed.
    pub closed_at: Option<i64>,
    /// When its result was published.
    pub published_at: Option<i64>,
    /// The event that a rehearsal is a clone of.
    pub rehearsal_of: Option<String>,
    /// When a rehearsal was discarded: from then on it is as if it were not there.
    pub discarded_at: Option<i64>,
    /// Who must sign the result: roles and how many of each; empty where nobody has to.
    pub signers: String,
    /// From which state on officials see the result.
    pub result_from: String,
    /// Days for which a published result is put up for objections.
    pub notice_days: i64,
    /// When the last signature was given.
    pub signed_at: Option<i64>,
    /// When it was archived.
    pub archived_at: Option<i64>,
    /// Days after the archive from which on cards and personal data may be erased.
    pub keep_days: i64,
    /// Whether an objection must bear a name and a way to reach whoever makes it.
    pub objections_named: bool,
    /// When cards and personal data were erased.
    pub erased_at: Option<i64>,
    /// Whether unsigned cards are taken; nothing where it was opened before there were signatures, or was not set yet.
    pub signed: Option<String>,
    /// Whether it is closed only once each judge has confirmed their own cards; nothing where it was not set.
    pub confirming: Option<String>,
    /// How cards are in the bundle that everybody gets; nothing where it was not set.
    pub bundle_cards: Option<String>,
    /// Of how many first places all cards are looked at before the signatures; nothing where none are drawn.
    pub spot_places: Option<i64>,
}

/// What a new event starts with.
#[derive(Debug, Clone)]
pub struct NewEvent {
    pub id: String,
    pub title: String,
    pub state: EventState,
    /// The rules, as they were given.
    pub rules_text: String,
    /// SHA-256 of the rules' text.
    pub rules_sha256: String,
    /// Demonstration data.
    pub demo: bool,
    pub rehearsal: bool,
    /// The event that a rehearsal is a clone of.
    pub rehearsal_of: Option<String>,
    /// Who must sign the result.
    pub signers: String,
    /// From which state on officials see the result.
    pub result_from: String,
    /// Whether unsigned cards are taken; nothing where it is decided when it is opened.
    pub signed: Option<String>,
    /// Of how many first places all cards are looked at before the signatures.
    pub spot_places: Option<i64>,
    /// When it was made.
    pub created_at: i64,
    /// Who makes it, as the audit names them: its first rules are theirs.
    pub made_by: String,
}

impl EventRow {
    /// Its state.
    ///
    /// # Errors
    /// Where the stored word is none.
    pub fn state(&self) -> Result<EventState, StoreError> {
        EventState::ALL
            .into_iter()
            .find(|state| state.as_str() == self.state)
            .ok_or_else(|| StoreError::corrupt(format!("event {}: state {}", self.id, self.state)))
    }

    /// Changes its state; to be written with [`update`].
    pub fn set_state(&mut self, state: EventState) {
        state.as_str().clone_into(&mut self.state);
    }

    /// Raises its versions for a change other than a card.
    pub fn raise_setup(&mut self) {
        self.version += 1;
        self.setup_version = self.version;
    }
}

/// Makes an event, with its rules as the first of its history.
///
/// # Errors
/// [`StoreError::Conflict`] where the id is taken.
pub fn insert(tx: &mut Tx, new: &NewEvent) -> Result<(), StoreError> {
    diesel::insert_into(event::table)
        .values((
            event::id.eq(&new.id),
            event::title.eq(&new.title),
            event::state.eq(new.state.as_str()),
            event::rules_text.eq(&new.rules_text),
            event::rules_sha256.eq(&new.rules_sha256),
            event::demo.eq(new.demo),
            event::rehearsal.eq(new.rehearsal),
            event::rehearsal_of.eq(&new.rehearsal_of),
            event::signers.eq(&new.signers),
            event::result_from.eq(&new.result_from),
            event::signed.eq(&new.signed),
            event::spot_places.eq(new.spot_places),
            event::version.eq(1),
            event::setup_version.eq(1),
            event::provisional_open.eq(false),
            event::created_at.eq(new.created_at),
        ))
        .execute(tx)?;
    let first = VersionRow {
        event_id: new.id.clone(),
        number: 1,
        rules_text: new.rules_text.clone(),
        rules_sha256: new.rules_sha256.clone(),
        at: new.created_at,
        made_by: new.made_by.clone(),
        second: None,
        reason: String::new(),
    };
    rules::append(tx, &first)
}

/// The head of an event, discarded or not.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn get(tx: &mut Tx, id: &str) -> Result<EventRow, StoreError> {
    Ok(straight!(tx, on => event::table.find(id).select(EventRow::as_select()).first(on))?)
}

/// The text of an event's rules.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn rules_text(tx: &mut Tx, id: &str) -> Result<String, StoreError> {
    Ok(event::table.find(id).select(event::rules_text).first(tx)?)
}

/// Writes the text of an event's rules over the one before, which stays in the history. Its hash goes into the head
/// with [`update`].
pub fn set_rules_text(tx: &mut Tx, id: &str, text: &str) -> Result<(), StoreError> {
    diesel::update(event::table.find(id)).set(event::rules_text.eq(text)).execute(tx)?;
    Ok(())
}

/// All events but discarded ones, newest first.
pub fn list(tx: &mut Tx) -> Result<Vec<EventRow>, StoreError> {
    Ok(event::table
        .filter(event::discarded_at.is_null())
        .order((event::created_at.desc(), event::id.asc()))
        .select(EventRow::as_select())
        .load(tx)?)
}

/// The rehearsals of an event that were not discarded, oldest first.
pub fn rehearsals(tx: &mut Tx, of: &str) -> Result<Vec<EventRow>, StoreError> {
    Ok(event::table
        .filter(event::rehearsal_of.eq(of))
        .filter(event::discarded_at.is_null())
        .order((event::created_at, event::id))
        .select(EventRow::as_select())
        .load(tx)?)
}

/// All rehearsals of an event, discarded ones too.
pub fn all_rehearsals(tx: &mut Tx, of: &str) -> Result<Vec<EventRow>, StoreError> {
    Ok(event::table.filter(event::rehearsal_of.eq(of)).order(event::id).select(EventRow::as_select()).load(tx)?)
}

/// The ids of all events, discarded ones too.
pub fn ids(tx: &mut Tx) -> Result<Vec<String>, StoreError> {
    Ok(event::table.order(event::id).select(event::id).load(tx)?)
}

/// How many events there are.
pub fn count(tx: &mut Tx) -> Result<i64, StoreError> {
    Ok(event::table.count().get_result(tx)?)
}

/// Writes the version of an event of which nothing else has changed: cards came.
pub fn set_version(tx: &mut Tx, id: &str, version: i64) -> Result<(), StoreError> {
    Kept {
        text: &["UPDATE event SET version = ", " WHERE id = "],
        values: &[Value::Number(Some(version)), Value::Text(id)],
    }
    .execute(tx)?;
    Ok(())
}

/// Writes the head of an event.
pub fn update(tx: &mut Tx, row: &EventRow) -> Result<(), StoreError> {
    diesel::update(event::table.find(&row.id)).set(row).execute(tx)?;
    Ok(())
}
