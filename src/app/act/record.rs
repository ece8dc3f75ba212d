//! What comes on record of an act, and how a log is read. Nothing here changes a leaf.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::app::act::clock::{Moment, moment};
use crate::app::act::word::Word;
use crate::store::log::{self, Full, NewLeaf, PROGRAM};
use crate::store::log_filter::{Side, Wanted};
use crate::store::{StoreError, Tx, account, event, log_filter};

/// Rows whose prints are in one leaf.
const AT_ONCE: usize = 1000;

/// The latest acts, newest first, at most `limit`; of one event, or of all. For those who were asked whether they may.
pub(in crate::app) fn latest_acts(tx: &mut Tx, event: Option<&str>, limit: i64) -> Result<Vec<Logged>, StoreError> {
    let leaves = match event {
        Some(event) => log::latest(tx, event, limit)?,
        None => log::latest_of_all(tx, limit)?,
    };
    with_persons(tx, leaves.into_iter().map(Logged::of).collect())
}

/// The wanted acts on an event on one side of a number of its log, newest first, at most `limit`. For those who were asked
/// whether they may.
pub(in crate::app) fn wanted_acts(
    tx: &mut Tx,
    event: &str,
    wanted: &Wanted,
    side: Side,
    limit: i64,
) -> Result<Vec<Logged>, StoreError> {
    let acts = log_filter::wanted(tx, event, wanted, side, limit)?.into_iter().map(Logged::of).collect();
    with_persons(tx, acts)
}

/// Acts with what the persons of those who acted are called now.
fn with_persons(tx: &mut Tx, mut acts: Vec<Logged>) -> Result<Vec<Logged>, StoreError> {
    let persons: BTreeMap<String, String> = account::full_names(tx)?.into_iter().collect();
    for act in &mut acts {
        act.person = act.who.strip_prefix("account:").and_then(|name| persons.get(name)).cloned();
    }
    Ok(acts)
}

/// What comes on record of an act.
pub(in crate::app) struct Record {
    pub word: Word,
    /// Id of the event; empty where it is of none.
    pub event: String,
    pub subject: String,
    pub before: Value,
    pub after: Value,
}

impl Record {
    /// Of a new event.
    pub(in crate::app) fn of_new(word: Word, event: &str, after: Value) -> Self {
        Self { word, event: event.to_owned(), subject: "event".to_owned(), before: Value::Null, after }
    }

    /// Of what the program does by itself.
    pub(in crate::app) fn append(self, tx: &mut Tx, now: i64) -> Result<(), StoreError> {
        self.append_by(tx, now, PROGRAM.to_owned(), Map::new())
    }

    pub(super) fn append_by(
        self,
        tx: &mut Tx,
        at: i64,
        who: String,
        mut payload: Map<String, Value>,
    ) -> Result<(), StoreError> {
        let Self { word, event, subject, before, after } = self;
        payload.insert("before".to_owned(), before);
        payload.insert("after".to_owned(), after);
        let (act, payload) = (word.as_str().to_owned(), Value::Object(payload).to_string());
        log::append(tx, NewLeaf { log: event, at, who, act, subject, payload })
    }
}

/// Appends leaves that hold prints of rows of a table by key, with the versions of the event that they are of.
pub(in crate::app) fn put_prints<Print: Into<Value>>(
    tx: &mut Tx,
    now: i64,
    of: &str,
    table: &str,
    rows: impl IntoIterator<Item = (String, Print)>,
) -> Result<(), StoreError> {
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let rows: Map<String, Value> = rows.by_ref().take(AT_ONCE).map(|(key, print)| (key, print.into())).collect();
        let mut payload = json!({ "rows": { table: rows } });
        if of != log::HOUSE {
            match event::get(tx, of) {
                Ok(head) => (payload["version"], payload["setup"]) = (head.version.into(), head.setup_version.into()),
                Err(StoreError::NotFound) => {}
                Err(other) => return Err(other),
            }
        }
        let (act, subject, payload) = (log::ROWS.to_owned(), log::ROWS.to_owned(), payload.to_string());
        log::append(tx, NewLeaf { log: of.to_owned(), at: now, who: PROGRAM.to_owned(), act, subject, payload })?;
    }
    Ok(())
}

/// An act on record, as people see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    /// The event in whose log it is; empty where it is the house's.
    pub event: String,
    /// 1, 2, 3 … of that log, without a gap.
    pub number: i64,
    /// When.
    pub at: Moment,
    /// Who, as [`crate::app::act::actor::Actor::name`].
    pub who: String,
    /// What the person of that account is called now, where it has been said; the log itself knows accounts.
    pub person: Option<String>,
    /// What: `record`, `close`, `sign-in` ….
    pub act: String,
    /// On what: an event, an account.
    pub subject: String,
    /// Before and after, as JSON; `None` once erased.
    pub payload: Option<String>,
    /// Hash of the leaf, in hexadecimal.
    pub hash: String,
}

impl Logged {
    fn of((leaf, payload): Full) -> Self {
        Self {
            event: leaf.log,
            number: leaf.number,
            at: moment(leaf.at),
            payload: payload.map(|payload| shown(&payload.payload, &leaf.subject)),
            who: leaf.who,
            person: None,
            act: leaf.act,
            subject: leaf.subject,
            hash: leaf.hash,
        }
    }
}

/// What people see of a payload: neither prints nor, of a card that an earlier program took, the hash of its bytes, from
/// which its marks can be found by trying.
fn shown(payload: &str, subject: &str) -> String {
    let Ok(Value::Object(mut payload)) = serde_json::from_str(payload) else { return payload.to_owned() };
    payload.retain(|name, _| name == "before" || name == "after");
    if subject.starts_with("card:")
        && let Some(after) = payload.get_mut("after").and_then(Value::as_object_mut)
    {
        after.remove("sha256");
    }
    Value::Object(payload).to_string()
}
