//! Verifying: everything that is stored beside something else is held against it. The log against its own tree and its
//! signed heads, every row against its print in the log, cards against their bytes and receipts, what was frozen against
//! its fingerprint and against both tabulations. Changes nothing.

mod cards;
mod found;
pub(in crate::app) mod kept;
mod outcome;
mod rows;
mod tree;

use std::collections::BTreeMap;

use crate::app::act::actor::Actor;
use crate::app::act::books::SECRETS;
use crate::app::act::permission::{Act, check};
use crate::app::error::NotFound;
use crate::app::{App, AppError, act};
use crate::proof::Head;
use crate::store::log::{self, HOUSE, LogRow};
use crate::store::{StoreError, Tx, event, secret};
use found::name;
use tree::{Read, Site};

pub use found::{Check, SinceFault, Unsound, Verification};
pub use kept::{UnderWay, Verified};

impl App {
    /// Verifies one event and the house, or everything. `since` is the note of a head that somebody has kept: the log that
    /// it is of must only have grown since.
    ///
    /// # Errors
    /// Where the actor may not, there is no such event, or the database does not answer; [`SinceFault`]. What differs is no
    /// error, but what this gives.
    pub fn verify(&self, actor: &Actor, event: Option<&str>, since: Option<&str>) -> Result<Verification, AppError> {
        check(actor, if event.is_some() { Act::SeeEventLog } else { Act::SeeLog })?;
        let found = self.store.read(|tx| {
            let mut all = Verification::default();
            all.checks.extend(database(tx)?);
            all.checks.extend(self.verified(tx, event, since)?.checks);
            Ok::<_, AppError>(all)
        })?;
        // a head that somebody has kept says something of the log, and nothing that the others would have to see
        if let (Some(event), None) = (event, since) {
            self.verifying.keep(event, Verified { found: found.clone(), at: self.clock.now() });
        }
        Ok(found)
    }

    /// What was found when everything was verified last since the start of the program, where it was.
    pub fn last_verified(&self, actor: &Actor) -> Result<Option<Verified>, AppError> {
        check(actor, Act::SeeLog)?;
        Ok(self.verifying.last())
    }

    /// Verifies everything and keeps what was found.
    ///
    /// # Errors
    /// [`UnderWay`]; where the actor may not.
    pub fn verify_and_keep(&self, actor: &Actor) -> Result<Verified, AppError> {
        check(actor, Act::SeeLog)?;
        self.verifying.alone(|| Ok(Verified { found: self.verify(actor, None, None)?, at: self.clock.now() }))
    }

    /// Refuses where something of an event differs.
    ///
    /// # Errors
    /// [`Unsound`].
    pub(in crate::app) fn must_hold(&self, event: &str) -> Result<(), AppError> {
        let found = self.verify_one(event)?;
        match found.first_fault() {
            None => Ok(()),
            Some(first) => Err(Unsound { first: first.to_owned() }.into()),
        }
    }

    /// Verifies an event and keeps what was found, for whoever is about to sign.
    ///
    /// # Errors
    /// Where the actor may not, there is no such event, or the database does not answer.
    pub fn verify_event(&self, actor: &Actor, event: &str) -> Result<(), AppError> {
        check(actor, Act::SeeSigning)?;
        self.verify_one(event).map(drop)
    }

    fn verify_one(&self, event: &str) -> Result<Verification, AppError> {
        let found = self.store.read(|tx| {
            let mut all = Verification::default();
            all.checks.extend(database(tx)?);
            all.checks.extend(self.verified(tx, Some(event), None)?.checks);
            Ok::<_, AppError>(all)
        })?;
        self.verifying.keep(event, Verified { found: found.clone(), at: self.clock.now() });
        Ok(found)
    }

    /// Looks whether each log still ends where its last head says, and whether the database is whole: what is soon done at
    /// a start.
    ///
    /// # Errors
    /// Where the database does not answer.
    pub fn look_at_heads(&self) -> Result<Verification, AppError> {
        self.store.read(|tx| {
            let keys = act::house::keys(tx)?;
            let mut found = Verification::default();
            found.checks.extend(database(tx)?);
            for row in log::list(tx)? {
                found.checks.extend(tree::look(tx, &row, &self.house.origin(&row.id), &keys)?);
            }
            Ok(found)
        })
    }

    fn verified(&self, tx: &mut Tx, event: Option<&str>, since: Option<&str>) -> Result<Verification, AppError> {
        if let Some(event) = event
            && !event::ids(tx)?.iter().any(|id| id == event)
        {
            return Err(NotFound { what: "评比活动", id: event.to_owned() }.into());
        }
        let mut all = Verification::default();
        all.checks.push(secrets(tx)?);
        let keys = match act::house::keys(tx) {
            Ok(keys) => keys,
            // the house's log says which leaf it is
            Err(StoreError::Corrupt(_)) => Vec::new(),
            Err(other) => return Err(other.into()),
        };
        let mut site = Site { keys, heads: BTreeMap::new(), opened: Vec::new() };
        let since = since.map(|note| self.since(note, &site, event)).transpose()?;
        let logs: BTreeMap<String, LogRow> = log::list(tx)?.into_iter().map(|row| (row.id.clone(), row)).collect();
        // the house first: it says which logs there are, and what their heads were
        let house = self.verify_log(tx, HOUSE, logs.get(HOUSE), &mut site, since.as_ref(), &mut all)?;
        all.checks.push(rows::compare(tx, HOUSE, house)?);
        all.checks.push(tree::before(tx)?);
        all.checks.push(tree::witnessed(tx)?);
        all.checks.push(logs_are_there(tx, &site, &logs)?);
        let events = match event {
            Some(event) => vec![event.to_owned()],
            None => event::ids(tx)?,
        };
        for event in events {
            let read = self.verify_log(tx, &event, logs.get(&event), &mut site, since.as_ref(), &mut all)?;
            let (rows, cards) = self.compare_rows_and_cards(tx, &event, read)?;
            all.checks.extend([rows, cards]);
            all.checks.extend(self.verify_outcome(tx, &event)?);
        }
        Ok(all)
    }

    /// The head that somebody has kept, where it is one of these logs.
    fn since(&self, note: &str, site: &Site, event: Option<&str>) -> Result<(String, Head), SinceFault> {
        let head = Head::read(note, &site.keys)?;
        let house = self.house.origin(HOUSE);
        let of = match head.origin.strip_prefix(&house) {
            Some("") => HOUSE.to_owned(),
            Some(rest) if rest.starts_with('/') => rest[1..].to_owned(),
            _ => return Err(SinceFault::OtherHouse(head.origin, house)),
        };
        if of != HOUSE && event.is_some_and(|event| event != of) {
            return Err(SinceFault::OtherEvent(of));
        }
        Ok((of, head))
    }

    /// The tree of one log, and its heads.
    fn verify_log(
        &self,
        tx: &mut Tx,
        id: &str,
        row: Option<&LogRow>,
        site: &mut Site,
        since: Option<&(String, Head)>,
        all: &mut Verification,
    ) -> Result<Read, AppError> {
        let mut leaves = Check::new("log", id);
        let Some(row) = row else {
            "存证日志".clone_into(&mut leaves.text);
            leaves.fault(format!("{}没有存证日志", name(id)));
            all.checks.push(leaves);
            return Ok(Read::default());
        };
        let mut heads = Check::new("heads", id);
        let since = since.filter(|(of, _)| of == id).map(|(_, head)| head);
        let read = tree::read(tx, (row, &self.house.origin(id)), site, since, (&mut leaves, &mut heads))?;
        all.checks.extend([leaves, heads]);
        Ok(read)
    }
}

/// The database's own integrity.
fn database(tx: &mut Tx) -> Result<Option<Check>, AppError> {
    let Some(said) = crate::store::integrity(tx)? else { return Ok(None) };
    let mut check = Check::new("database", HOUSE);
    "数据库文件自身的完整性".clone_into(&mut check.text);
    for line in said {
        check.fault(format!("数据库文件损坏：{line}"));
    }
    Ok(Some(check))
}

/// The secrets are those that the program makes.
fn secrets(tx: &mut Tx) -> Result<Check, AppError> {
    let mut check = Check::new("secrets", HOUSE);
    for name in secret::names(tx)?.iter().filter(|name| !SECRETS.contains(&name.as_str())) {
        check.fault(format!("表 secret 的 {name} 行不是本程序的"));
    }
    "程序自己的密钥".clone_into(&mut check.text);
    Ok(check)
}

/// Each event has a log, each log is one that the house knows, and none that it knows is missing.
fn logs_are_there(tx: &mut Tx, site: &Site, logs: &BTreeMap<String, LogRow>) -> Result<Check, AppError> {
    let mut check = Check::new("logs", HOUSE);
    let events = event::ids(tx)?;
    for id in &site.opened {
        if !logs.contains_key(id) {
            check.fault(format!("活动 {id} 的存证日志不见了"));
        }
        if !events.contains(id) {
            check.fault(format!("活动 {id} 不见了"));
        }
    }
    for id in logs.keys().filter(|id| *id != HOUSE && !site.opened.contains(id)) {
        check.fault(format!("活动 {id} 的存证日志没有开立的记录"));
    }
    for id in events.iter().filter(|id| !logs.contains_key(*id)) {
        check.fault(format!("活动 {id} 没有存证日志"));
    }
    check.text = format!("{} 个活动，各有一份存证日志", events.len());
    Ok(check)
}
