//! The cards of a bundle against the log and against the signatures of tablets.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::resume_unwind;

use serde_json::Value;

use super::super::about::Form;
use super::super::cards::{self, KeyLine, LetterCard, Operation, SealedSeat, letters};
use super::super::hide::read_seats;
use super::super::names::{CARDS, TABLET_KEYS};
use super::state::{CheckFault, State};
use crate::proof::TabletKey;

type Keys = BTreeMap<(String, String), TabletKey>;

/// Compares, whatever form the cards have.
pub(super) fn compare(state: &mut State) -> Result<String, CheckFault> {
    match state.about()?.cards {
        Form::Open => open(state),
        Form::Pseudonymous => {
            let rows: Vec<LetterCard> = cards::read(CARDS, state.file(CARDS)?)?;
            let seats: BTreeSet<&String> = rows.iter().map(|row| &row.seat).collect();
            Ok(format!(
                "评分卡 {} 张，{} 席以字母代替；原文与平板签名由组织者、监票人和纪检所持的完整成果包核对",
                rows.len(),
                seats.len()
            ))
        }
        Form::Commitments => {
            let rows: Vec<SealedSeat> = cards::read(CARDS, state.file(CARDS)?)?;
            let count: usize = rows.iter().map(|row| row.cards.len()).sum();
            Ok(format!("评分卡 {count} 张的存证码，{} 席；各席凭核对凭据查自己的", rows.len()))
        }
    }
}

fn open(state: &State) -> Result<String, CheckFault> {
    let keys = keys(state)?;
    let rows: Vec<Operation> = cards::read(CARDS, state.file(CARDS)?)?;
    let mut bound = state.log.operations.clone();
    for row in &rows {
        let key = serde_json::json!([row.op]).to_string();
        match bound.remove(&key).flatten() {
            None => return Err(CheckFault::UnboundCard(row.op.clone())),
            Some(print) if print != row.print() => return Err(CheckFault::OtherCard(row.op.clone())),
            Some(_) => {}
        }
        if !says_itself(row) {
            return Err(CheckFault::OtherBody(row.op.clone()));
        }
    }
    if let Some((key, _)) = bound.iter().find(|(_, print)| print.is_some()) {
        return Err(CheckFault::LostCard(key.trim_matches(['[', ']', '"']).to_owned()));
    }
    if let Some(bad) = badly_signed(&rows, &keys) {
        return Err(CheckFault::BadSignature(bad));
    }
    let counted = seats_are_right(state, &rows)?;
    let signed = rows.iter().filter(|row| row.sig.is_some()).count();
    let signatures =
        if signed == 0 { "没有平板签名".to_owned() } else { format!("平板签名 {signed} 个都有效") };
    Ok(format!("评分卡 {} 份（含历次更正，计入 {counted} 张），与日志逐份相符；{signatures}", rows.len()))
}

fn keys(state: &State) -> Result<Keys, CheckFault> {
    let rows: Vec<KeyLine> = cards::read(TABLET_KEYS, state.file(TABLET_KEYS)?)?;
    let mut bound = state.log.keys.clone();
    let mut keys = Keys::new();
    for row in rows {
        let is_bound = bound.remove(&row.row()).flatten().is_some_and(|print| print == row.print());
        let key = TabletKey::read(&row.algorithm, &row.public).ok().filter(|key| is_bound && key.id() == row.id);
        let key = key.ok_or_else(|| CheckFault::OtherTabletKey(row.id.clone()))?;
        keys.insert((row.judge, row.id), key);
    }
    match bound.iter().find(|(_, print)| print.is_some()) {
        Some((key, _)) => Err(CheckFault::OtherTabletKey(key.clone())),
        None => Ok(keys),
    }
}

/// Whether the bytes of an operation say what stands beside them.
fn says_itself(row: &Operation) -> bool {
    let Ok(body) = serde_json::from_str::<Value>(&row.body) else { return false };
    let text = |name: &str| body[name].as_str().unwrap_or_default();
    (text("op"), text("judge"), text("device"), text("component"), text("entry"))
        == (&row.op, &row.judge, &row.device, &row.component, &row.entry)
        && body["seq"].as_i64() == Some(row.seq)
        && body["base"].as_str() == row.base.as_deref()
}

/// The first operation whose signature is not good. It takes as long as all the rest, so it is done on all cores.
fn badly_signed(rows: &[Operation], keys: &Keys) -> Option<String> {
    let is_good = |row: &Operation| match (&row.key, &row.sig) {
        (None, None) => true,
        (Some(key), Some(sig)) => {
            keys.get(&(row.judge.clone(), key.clone())).is_some_and(|key| key.signed(row.body.as_bytes(), sig))
        }
        _ => false,
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let parts = rows.chunks(rows.len().div_ceil(cores).max(1));
    std::thread::scope(|scope| {
        let find = |part| {
            scope.spawn(move || -> Option<String> {
                let part: &[Operation] = part;
                part.iter().find(|row| !is_good(row)).map(|row| row.op.clone())
            })
        };
        let threads: Vec<_> = parts.map(find).collect();
        let joined = threads.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
        joined.flatten().next()
    })
}

/// Each seat's cards are the last revisions of theirs that were recorded; gives how many.
fn seats_are_right(state: &State, rows: &[Operation]) -> Result<usize, CheckFault> {
    let mut current: BTreeMap<(&str, &str, &str), &Operation> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.outcome == "recorded" && row.revision > 0) {
        let known = current.entry((&row.judge, &row.component, &row.entry)).or_insert(row);
        if known.revision < row.revision {
            *known = row;
        }
    }
    let of: BTreeMap<&str, &str> = current.values().map(|row| (row.op.as_str(), row.judge.as_str())).collect();
    let mut counted = 0;
    for (place, seat) in read_seats(&state.files)?.seats.into_iter().enumerate() {
        let are_own = seat.cards.iter().all(|op| of.get(op.as_str()) == Some(&seat.judge.as_str()));
        if seat.seat != letters(place) || !are_own || !seat.cards.is_sorted_by(|a, b| a < b) {
            return Err(CheckFault::OtherSeat(seat.judge));
        }
        counted += seat.cards.len();
    }
    Ok(counted)
}
