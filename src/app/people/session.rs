//! Sessions: a token in a cookie, a row in the database that can be revoked.

use serde_json::{Value, json};

use crate::app::act::actor::{Actor, Role, Who};
use crate::app::act::clock::{Moment, moment};
use crate::app::act::envelope::Besides;
use crate::app::act::permission::Forbidden;
use crate::app::act::record::Record;
use crate::app::act::secret::Secret;
use crate::app::act::word::Word;
use crate::app::{App, AppError};
use crate::store::session::{self, SessionRow};
use crate::store::{StoreError, Tx, account};

const MINUTE: i64 = 60_000_000;
/// How long the session of an account may lie idle, and how long it lasts at most.
const STAFF: (i64, i64) = (30 * MINUTE, 12 * 60 * MINUTE);
/// The same for a judge, who is out all day and must be able to deliver in the evening.
const JUDGE: (i64, i64) = (24 * 60 * MINUTE, 72 * 60 * MINUTE);
/// A use is noted when the last one is older than this.
const NOTED: i64 = MINUTE;

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub struct Session {
    /// Who, in which role.
    pub actor: Actor,
    /// The name to greet them by.
    pub name: String,
    /// When it ends at the latest.
    pub expires_at: Moment,
    /// Whether its account's password has to be changed before anything else is done.
    pub must_change: bool,
}

/// A session that was just made: its token goes into a cookie, and is not stored.
#[derive(Debug, Clone)]
pub struct NewSession {
    pub token: Secret,
    pub session: Session,
}

fn actor(row: &SessionRow) -> Result<Actor, StoreError> {
    let role = Role::from_word(&row.role).ok_or_else(|| StoreError::corrupt(format!("role {}", row.role)))?;
    let who = match (&row.account, &row.event_id, &row.judge) {
        (Some(account), None, None) => Who::Account(account.clone()),
        (None, Some(event), Some(judge)) => Who::Judge { event: event.clone(), judge: judge.clone() },
        _ => return Err(StoreError::corrupt("session of nobody")),
    };
    Ok(Actor { who, role: Some(role) })
}

fn is_alive(row: &SessionRow, now: i64) -> bool {
    row.revoked_at.is_none() && now < row.expires_at && now < row.seen_at + row.idle_micros
}

/// A session that stands, as it was found.
pub(in crate::app) struct Standing {
    pub session: Session,
    /// Of its token.
    pub hash: String,
    seen_at: i64,
    now: i64,
}

/// The session of a token's hash, where it stands at a moment.
pub(in crate::app) fn standing(tx: &mut Tx, hash: String, now: i64) -> Result<Option<Standing>, StoreError> {
    let Some(row) = session::find(tx, &hash)?.filter(|row| is_alive(row, now)) else { return Ok(None) };
    let must_change = match &row.account {
        Some(name) => account::find(tx, name)?.is_some_and(|account| account.must_change),
        None => false,
    };
    let expires_at = moment(row.expires_at);
    let session = Session { actor: actor(&row)?, name: row.name, expires_at, must_change };
    Ok(Some(Standing { session, hash, seen_at: row.seen_at, now }))
}

impl App {
    /// The session of a token; `None` where it has run out, was revoked or never was. Notes the use.
    pub fn session(&self, token: &Secret) -> Result<Option<Session>, AppError> {
        let (hash, now) = (token.sha256(), self.clock.micros());
        let Some(found) = self.store.read(|tx| standing(tx, hash, now))? else { return Ok(None) };
        self.note_use(&found);
        Ok(Some(found.session))
    }

    /// Notes that a session is used, where that was done last a while ago.
    pub(in crate::app) fn note_use(&self, found: &Standing) {
        let (hash, now) = (found.hash.clone(), found.now);
        if now - found.seen_at > NOTED
            && let Err(error) = self.write_besides(Besides::SessionUse, move |tx| Ok(session::touch(tx, &hash, now)?))
        {
            // a full disk keeps nobody from reading
            tracing::warn!(?error, "the use of a session was not noted");
        }
    }

    /// The same without noting a use: a page that only listens does not keep its session from running out.
    pub fn session_stands(&self, token: &Secret) -> Result<Option<Session>, AppError> {
        let (hash, now) = (token.sha256(), self.clock.micros());
        Ok(self.store.read(|tx| standing(tx, hash, now))?.map(|found| found.session))
    }

    /// What a judge's tablet is told of why somebody else ended its session; `None` where nobody has.
    pub fn why_ended(&self, token: &Secret) -> Result<Option<String>, AppError> {
        let hash = token.sha256();
        Ok(self.store.read(|tx| session::find(tx, &hash))?.and_then(|row| row.ended))
    }

    /// Ends a session.
    pub fn sign_out(&self, token: &Secret) -> Result<(), AppError> {
        let (hash, now) = (token.sha256(), self.clock.micros());
        self.write_besides(Besides::SignIn, move |tx| {
            let Some(row) = session::find(tx, &hash)?.filter(|row| row.revoked_at.is_none()) else { return Ok(()) };
            session::revoke(tx, &hash, now)?;
            let event = row.event_id.clone().unwrap_or_default();
            Self::put_on_record(
                tx,
                now,
                &actor(&row)?,
                Record {
                    word: Word::SignOut,
                    event: event.clone(),
                    subject: "session".to_owned(),
                    before: Value::Null,
                    after: Value::Null,
                },
            )
        })
    }

    /// Makes a session for an actor, on record.
    pub(in crate::app) fn begin_session(
        tx: &mut Tx,
        now: i64,
        actor: &Actor,
        name: &str,
    ) -> Result<NewSession, AppError> {
        let forbidden = Forbidden { act: crate::app::act::permission::Act::Score, role: actor.role };
        let role = actor.role.ok_or(forbidden)?;
        let (idle_micros, lasts) = if role == Role::Judge { JUDGE } else { STAFF };
        let (account, event_id, judge) = match &actor.who {
            Who::Account(name) => (Some(name.clone()), None, None),
            Who::Judge { event, judge } => (None, Some(event.clone()), Some(judge.clone())),
            Who::Console | Who::Visitor => (None, None, None),
        };
        let token = Secret::token();
        let row = SessionRow {
            token_sha256: token.sha256(),
            role: role.as_str().to_owned(),
            account,
            event_id,
            judge,
            name: name.to_owned(),
            created_at: now,
            seen_at: now,
            idle_micros,
            expires_at: now + lasts,
            revoked_at: None,
            key: None,
            ended: None,
        };
        session::insert(tx, &row)?;
        let event = row.event_id.unwrap_or_default();
        Self::put_on_record(
            tx,
            now,
            actor,
            Record {
                word: Word::SignIn,
                event: event.clone(),
                subject: "session".to_owned(),
                before: Value::Null,
                after: json!({ "role": row.role }),
            },
        )?;
        let expires_at = moment(row.expires_at);
        let session = Session { actor: actor.clone(), name: row.name, expires_at, must_change: false };
        Ok(NewSession { token, session })
    }
}
