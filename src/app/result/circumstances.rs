//! How the cards of an event came, and who could have handed them in: what whoever signs has to know of.

use std::collections::BTreeMap;

use crate::app::act::clock::{Moment, moment};
use crate::app::cards::came::counting;
use crate::app::cards::device::{DESK, IMPORT, PAPER};
use crate::app::event::frame::{Frame, judge_name};
use crate::store::handed::{self, HandedRow};
use crate::store::link_request::{self, Way};
use crate::store::operation::{self, RECORDED};
use crate::store::{StoreError, Tx, tablet_key};

/// How the cards that count came.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Came {
    /// From a tablet that signed them.
    pub signed: usize,
    /// From a tablet, without a signature.
    pub unsigned: usize,
    /// From paper.
    pub paper: usize,
    /// From the quarantine, admitted by an organiser.
    pub admitted: usize,
    /// From a folder.
    pub folder: usize,
}

/// What whoever signs has to know of.
#[derive(Debug, Clone, Default)]
pub struct Circumstances {
    pub came: Came,
    /// Links that were made for judges who had handed in cards; those without a second person first.
    pub links: Vec<NewLink>,
    /// Judges with several keys, and those: id and when each was registered.
    pub keys: Vec<(String, Vec<(String, Moment)>)>,
    /// Judges of whom cards came in files without good signatures and were admitted by a second person: how many.
    pub handed: Vec<(String, usize)>,
}

/// A link of a judge who had handed in cards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLink {
    pub judge_name: String,
    pub at: Moment,
    pub way: Way,
    pub reason: String,
    pub asked_by: String,
    pub decided_by: Option<String>,
}

impl Circumstances {
    pub(in crate::app) fn read(tx: &mut Tx, event: &str, frame: &Frame) -> Result<Self, StoreError> {
        Ok(Self {
            came: came(tx, event)?,
            links: links(tx, event, frame)?,
            keys: keys(tx, event, frame)?,
            handed: admitted(tx, event, frame)?,
        })
    }
}

fn came(tx: &mut Tx, event: &str) -> Result<Came, StoreError> {
    let mut came = Came::default();
    for mark in counting(tx, event)?.into_values() {
        *match mark.device.as_str() {
            PAPER => &mut came.paper,
            IMPORT => &mut came.folder,
            DESK => &mut came.admitted,
            _ if mark.signed => &mut came.signed,
            _ => &mut came.unsigned,
        } += 1;
    }
    Ok(came)
}

fn links(tx: &mut Tx, event: &str, frame: &Frame) -> Result<Vec<NewLink>, StoreError> {
    let mut links = Vec::new();
    for row in link_request::of_event(tx, event)? {
        if let (Some(at), Some(way)) = (row.made_at, row.way()?) {
            links.push(NewLink {
                judge_name: judge_name(frame, &row.judge),
                at: moment(at),
                way,
                reason: row.reason,
                asked_by: row.asked_by,
                decided_by: row.decided_by,
            });
        }
    }
    links.sort_by_key(|link| link.way != Way::Reason);
    Ok(links)
}

type KeysOfJudge = (String, Vec<(String, Moment)>);

fn keys(tx: &mut Tx, event: &str, frame: &Frame) -> Result<Vec<KeysOfJudge>, StoreError> {
    let mut all: BTreeMap<String, Vec<(String, Moment)>> = BTreeMap::new();
    for row in tablet_key::of_event(tx, event)? {
        all.entry(row.judge).or_default().push((row.id, moment(row.registered_at)));
    }
    let several = all.into_iter().filter(|(_, keys)| keys.len() > 1);
    Ok(several.map(|(judge, keys)| (judge_name(frame, &judge), keys)).collect())
}

fn admitted(tx: &mut Tx, event: &str, frame: &Frame) -> Result<Vec<(String, usize)>, StoreError> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let unsigned = |row: &HandedRow| row.admitted == Some(true) && row.sig.is_none();
    for row in handed::of_event(tx, event)?.into_iter().filter(unsigned) {
        // one that its tablet signed and delivered in the meantime is as any other
        let kept = operation::find(tx, &row.op)?;
        if kept.is_some_and(|kept| kept.outcome == RECORDED && kept.sig.is_none()) {
            *counts.entry(row.judge).or_default() += 1;
        }
    }
    Ok(counts.into_iter().map(|(judge, count)| (judge_name(frame, &judge), count)).collect())
}
