//! Whether a card was signed on its judge's tablet: what stands beside an op's bytes is held against the keys that were
//! registered for the judge.

use std::collections::HashMap;

use serde_json::Value;

use crate::app::act::clock::moment;
use crate::app::act::permission::Act;
use crate::app::act::state;
use crate::app::event::wire::{Access, KeyAnswer, KeyView, LinkView, SignatureFault};
use crate::proof::{TabletKey, TabletKeyFault};
use crate::store::event::EventRow;
use crate::store::link_request::{self, Way};
use crate::store::operation::{self, OperationRow};
use crate::store::session::SessionRow;
use crate::store::tablet_key::{self, TabletKeyRow};
use crate::store::{StoreError, Tx, session};

/// Most keys of a judge: a tablet is opened with a link a few times a day, and nobody fills the log with keys.
const MOST_KEYS: usize = 50;

/// Longest text that a key's id or a signature is looked for in, in bytes.
const LONGEST: usize = 128;

/// The keys of a judge, by id.
pub(in crate::app) type Keys = HashMap<String, TabletKey>;

/// What stands beside an op's bytes, as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::app) enum Claim {
    /// Nothing.
    None,
    /// A key's id and a signature.
    Signed { key: String, sig: String },
    /// One without the other, or something that is no short text; what is left of both.
    Broken { key: String, sig: String },
}

/// What it comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Signature {
    /// There is none.
    None,
    /// Good, of a key of the judge's.
    Good,
    /// Of a key that the judge has not.
    Unknown,
    /// Of other bytes or another key, or not whole.
    Bad,
}

/// What is kept of something that is no key's id and no signature.
fn short(value: Option<&Value>) -> String {
    value.map(Value::to_string).unwrap_or_default().chars().take(LONGEST).collect()
}

impl Claim {
    /// Takes key and signature out of an op.
    pub(in crate::app) fn of(op: &mut Value) -> Self {
        let Some(fields) = op.as_object_mut() else { return Self::None };
        match (fields.remove("key"), fields.remove("sig")) {
            (None | Some(Value::Null), None | Some(Value::Null)) => Self::None,
            (Some(Value::String(key)), Some(Value::String(sig))) if key.len().max(sig.len()) <= LONGEST => {
                Self::Signed { key, sig }
            }
            (key, sig) => Self::Broken { key: short(key.as_ref()), sig: short(sig.as_ref()) },
        }
    }

    /// Holds it against the bytes and the judge's keys.
    pub(in crate::app) fn verify(&self, bytes: &str, keys: &Keys) -> Signature {
        match self {
            Self::None => Signature::None,
            Self::Broken { .. } => Signature::Bad,
            Self::Signed { key, sig } => match keys.get(key) {
                None => Signature::Unknown,
                Some(key) if key.signed(bytes.as_bytes(), sig) => Signature::Good,
                Some(_) => Signature::Bad,
            },
        }
    }
}

impl Signature {
    /// Why a card with it is not taken; `required` where one without any is not.
    pub(in crate::app) fn fault(self, required: bool) -> Option<SignatureFault> {
        match self {
            Self::Good => None,
            Self::None => required.then_some(SignatureFault::Missing),
            Self::Unknown => Some(SignatureFault::UnknownKey),
            Self::Bad => Some(SignatureFault::Bad),
        }
    }
}

/// The key of a row, which was read when it was registered.
fn key_of(row: &TabletKeyRow) -> Result<TabletKey, StoreError> {
    TabletKey::read(&row.algorithm, &row.public)
        .map_err(|fault| StoreError::corrupt(format!("key {} of {}: {fault}", row.id, row.judge)))
}

/// The keys of a judge, as they are registered.
pub(in crate::app) fn keys_of(tx: &mut Tx, event: &str, judge: &str) -> Result<Keys, StoreError> {
    let rows = tablet_key::of_judge(tx, event, judge)?;
    rows.into_iter().map(|row| key_of(&row).map(|key| (row.id, key))).collect()
}

/// The keys of an event that can be read, by judge and id.
pub(in crate::app) fn readable_keys(tx: &mut Tx, event: &str) -> Result<HashMap<String, Keys>, StoreError> {
    let mut all: HashMap<String, Keys> = HashMap::new();
    for row in tablet_key::of_event(tx, event)? {
        if let Ok(key) = key_of(&row) {
            all.entry(row.judge).or_default().insert(row.id, key);
        }
    }
    Ok(all)
}

/// What stands beside the bytes of a card that was kept.
pub(in crate::app) fn of_row(row: &OperationRow, keys: &HashMap<String, Keys>) -> Signature {
    let claim = match (&row.key, &row.sig) {
        (None, None) => return Signature::None,
        (Some(key), Some(sig)) => Claim::Signed { key: key.clone(), sig: sig.clone() },
        _ => return Signature::Bad,
    };
    keys.get(&row.judge).map_or(Signature::Unknown, |keys| claim.verify(&row.body, keys))
}

/// A key that a request offers.
#[derive(Debug, Clone)]
pub(in crate::app) struct Offer {
    pub algorithm: String,
    key: Result<TabletKey, TabletKeyFault>,
    /// Whether it is the judge's already.
    known: bool,
    /// Why it is not registered, where that is so.
    fault: Option<&'static str>,
}

impl Offer {
    /// What is offered, if anything, held against the judge's keys and against the session in which it is.
    pub(in crate::app) fn read(
        tx: &mut Tx,
        offered: Option<&Value>,
        keys: &Keys,
        session: Option<&str>,
    ) -> Result<Option<Self>, StoreError> {
        let Some(offered) = offered.filter(|offered| !offered.is_null()) else { return Ok(None) };
        let algorithm = offered["alg"].as_str().unwrap_or_default().to_owned();
        let key = TabletKey::read(&algorithm, offered["public"].as_str().unwrap_or_default());
        let mut offer = Self { algorithm, key, known: false, fault: None };
        offer.look_again(tx, keys, session)?;
        Ok(Some(offer))
    }

    /// Holds it against the judge's keys and the session as they are by now.
    pub(in crate::app) fn look_again(
        &mut self,
        tx: &mut Tx,
        keys: &Keys,
        session: Option<&str>,
    ) -> Result<(), StoreError> {
        self.known = self.key.as_ref().is_ok_and(|key| keys.contains_key(&key.id()));
        self.fault = if self.known { None } else { self.why_not(tx, keys.len(), session)? };
        Ok(())
    }

    fn why_not(&self, tx: &mut Tx, count: usize, session: Option<&str>) -> Result<Option<&'static str>, StoreError> {
        if self.key.is_err() {
            return Ok(Some("签名密钥不完整或格式不对，评分不带本机签名"));
        }
        if count >= MOST_KEYS {
            return Ok(Some("本席登记过的签名密钥过多，请联系组织者；评分不带本机签名"));
        }
        let row = session.map(|hash| session::find(tx, hash)).transpose()?.flatten();
        Ok(match row {
            Some(row) if row.revoked_at.is_some() => Some("本次登录已经结束，请用本席的登录链接重新打开一次"),
            Some(row) if row.key.is_none() => None,
            Some(_) => Some("本次登录已经登记过另一个签名密钥，请用本席的登录链接重新打开一次"),
            None => Some("签名密钥只能在用登录链接打开后登记"),
        })
    }

    /// Whether it is to be registered.
    pub(in crate::app) fn is_new(&self) -> bool {
        !self.known && self.fault.is_none()
    }

    /// The key and its id, where cards that are signed with it are taken.
    pub(in crate::app) fn usable(&self) -> Option<(String, TabletKey)> {
        self.key.ok().filter(|_| self.fault.is_none()).map(|key| (key.id(), key))
    }

    /// What the tablet is told of it.
    pub(in crate::app) fn answer(&self) -> KeyAnswer {
        let id = self.key.map(|key| key.id()).unwrap_or_default();
        KeyAnswer { id, registered: self.fault.is_none(), text: self.fault.map(str::to_owned) }
    }
}

/// Who looks at a judge's event: the session in which they do, by its token's hash, and the device that they say it is.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::app) struct Viewer<'v> {
    pub session: Option<&'v str>,
    pub device: &'v str,
}

/// What whoever looks is told of keys other than their own, of links, and of a request that waits for consent.
pub(in crate::app) fn access_of(
    tx: &mut Tx,
    head: &EventRow,
    judge: &str,
    viewer: Viewer<'_>,
) -> Result<Access, StoreError> {
    let keys = tablet_key::of_judge(tx, &head.id, judge)?;
    let requests = link_request::of_judge(tx, &head.id, judge)?;
    let mut access = Access::default();
    if keys.is_empty() && requests.is_empty() {
        return Ok(access);
    }
    let session = viewer.session.map(|hash| session::find(tx, hash)).transpose()?.flatten();
    let own = session.as_ref().and_then(|row| row.key.as_ref());
    let others = keys.into_iter().filter(|row| Some(&row.id) != own);
    let view = |row: TabletKeyRow| KeyView { id: row.id, device: row.device, at: moment(row.registered_at) };
    access.keys = others.map(view).collect();
    let are_made = state::why_not(Act::DecideLink, head.state()?).is_none();
    let waits = requests.iter().find(|row| row.takes_code()).filter(|_| are_made);
    if let (Some(row), Some(session)) = (waits, &session)
        && session.created_at <= row.asked_at
        && has_cards(tx, head, judge, session, viewer.device)?
    {
        access.code = Some(row.code.clone());
    }
    let made = requests.into_iter().filter_map(|row| row.made_at.zip(row.way.clone()).map(|made| (row, made)));
    access.links = made
        .map(|(row, (at, way))| LinkView {
            number: row.number,
            at: moment(at),
            reason: if way == Way::Reason.as_str() { row.reason } else { String::new() },
            way,
        })
        .collect();
    Ok(access)
}

/// Whether a session is one of the tablet that has the judge's cards: its key has signed one of them; where none of them is
/// signed, its device has made one, as far as it says which that is.
fn has_cards(
    tx: &mut Tx,
    head: &EventRow,
    judge: &str,
    session: &SessionRow,
    device: &str,
) -> Result<bool, StoreError> {
    let signed = operation::keys_of_judge(tx, &head.id, judge)?;
    if signed.is_empty() {
        return Ok(operation::last_seq(tx, &head.id, judge, device)? > 0);
    }
    Ok(session.key.as_ref().is_some_and(|key| signed.contains(key)))
}
