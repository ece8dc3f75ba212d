//! The log of a bundle: its leaves against the head, and what it says of the files and of who signed.

use serde_json::Value;

use super::super::cards::read as read_lines;
use super::super::fault::BundleFault;
use super::super::names::{CHECKPOINT, KEYS, LEAVES, MANIFEST, SIGNATURES, sha256};
use super::super::proof::{LeafLine, LeafText, read_keys};
use super::state::{CheckFault, Log, State};
use crate::proof::{Edge, Head, HeadFault, SALT, commitment};

/// Reads the leaves, and holds them against the head.
pub(super) fn read(state: &mut State) -> Result<String, CheckFault> {
    let head = state.head.clone().ok_or(BundleFault::Missing(CHECKPOINT))?;
    let lines = read_lines::<LeafLine>(LEAVES, state.file(LEAVES)?).map_err(|fault| match fault {
        BundleFault::BadLine { line, .. } => CheckFault::BadLeaf(line),
        other => other.into(),
    })?;
    let since = state.since.as_ref().map(|since| since.size);
    let mut edge = Edge::default();
    let mut log = Log::default();
    for (index, LeafLine(leaf, salt, payload)) in lines.iter().enumerate() {
        if usize::try_from(leaf.n) != Ok(index + 1) {
            return Err(CheckFault::OutOfOrder { at: index + 1, found: leaf.n });
        }
        edge.push(leaf.hash());
        match (salt, payload) {
            (None, None) => {}
            (Some(salt), Some(payload)) => log.take(leaf, salt, payload)?,
            _ => return Err(CheckFault::BadLeaf(index + 1)),
        }
        if since.is_some_and(|since| since == edge.size()) {
            log.since = Some(edge.root());
        }
    }
    if edge.size() != head.size {
        return Err(CheckFault::OtherSize { found: lines.len(), signed: head.size });
    }
    if edge.root() != head.root {
        return Err(CheckFault::OtherRoot);
    }
    log.size = lines.len();
    state.log = log;
    Ok(format!("日志 {} 条，逐条核对，首尾相连，与存证点相符", lines.len()))
}

impl Log {
    fn take(&mut self, leaf: &LeafText, salt: &str, payload: &str) -> Result<(), CheckFault> {
        let other = || CheckFault::OtherPayload(leaf.n);
        let salt: [u8; SALT] = hex::decode(salt).ok().and_then(|salt| salt.try_into().ok()).ok_or_else(other)?;
        if commitment(&salt, payload) != leaf.commit {
            return Err(other());
        }
        let mut said: Value = serde_json::from_str(payload).map_err(|_| other())?;
        for (table, into) in [("operation", &mut self.operations), ("tablet_key", &mut self.keys)] {
            let Some(rows) = said["rows"][table].as_object_mut() else { continue };
            for (key, print) in std::mem::take(rows) {
                into.insert(key, print.as_str().map(str::to_owned));
            }
        }
        match leaf.act.as_str() {
            "publish" => self.published.push(said["after"].take()),
            "sign" => self.signed.push((leaf.who.clone(), leaf.subject.clone(), said["after"].take())),
            _ => {}
        }
        Ok(())
    }
}

/// The log goes on from a head that somebody has kept.
pub(super) fn goes_on(state: &mut State) -> Result<String, CheckFault> {
    let Some(since) = &state.since else { return Ok(String::new()) };
    let size = state.log.size;
    if since.size > size as u64 {
        return Err(CheckFault::SinceShort { size, since: since.size });
    }
    if state.log.since != Some(since.root) {
        return Err(CheckFault::SinceRoot(since.size));
    }
    Ok(format!("自所给的存证点（第 {} 条处）以来，日志只有增加", since.size))
}

/// The head that somebody has kept.
pub(super) fn read_since(state: &State, note: &str) -> Result<Head, CheckFault> {
    let keys = read_keys(&state.text(KEYS)?)?;
    let since = Head::read(note, &keys).map_err(CheckFault::Since)?;
    if since.origin != state.about()?.origin {
        return Err(CheckFault::SinceOther(since.origin));
    }
    if since.size == 0 { Err(CheckFault::Since(HeadFault::Malformed)) } else { Ok(since) }
}

/// The log says that just these files were published.
pub(super) fn publication(state: &mut State) -> Result<String, CheckFault> {
    let about = state.about()?;
    let said = state.log.published.last().ok_or(CheckFault::NoPublication)?;
    let same = said["number"].as_i64() == Some(about.number)
        && said["fingerprint"].as_str() == Some(&about.fingerprint)
        && said["second"].as_str() == about.second.as_deref();
    if !same {
        return Err(CheckFault::OtherPublication);
    }
    let manifest = sha256(state.file(MANIFEST)?);
    if said["bundles"][about.cards.as_str()].as_str() != Some(&manifest) {
        return Err(CheckFault::OtherManifest);
    }
    Ok(format!("日志里公布的是第 {} 次封存的成绩，正是这些文件", about.number))
}

/// Each signature is in the log.
pub(super) fn signatures(state: &mut State) -> Result<String, CheckFault> {
    let about = state.about()?;
    let unreadable = |error: csv::Error| BundleFault::Unreadable(format!("{SIGNATURES}：{error}"));
    let mut reader = csv::Reader::from_reader(state.file(SIGNATURES)?);
    let mut count = 0;
    for row in reader.records() {
        let row = row.map_err(unreadable)?;
        let cell = |at: usize| row.get(at).unwrap_or_default();
        let (role, account, fingerprint) = (cell(0), cell(1), cell(3));
        let (who, subject) = (format!("account:{account}"), format!("result:{}", about.number));
        let is_there = state.log.signed.iter().any(|(by, of, said)| {
            *by == who
                && *of == subject
                && said["role"].as_str() == Some(role)
                && said["fingerprint"].as_str() == Some(fingerprint)
        });
        if !is_there || fingerprint != about.fingerprint {
            return Err(CheckFault::OtherSignature(account.to_owned()));
        }
        count += 1;
    }
    if count != about.signatures {
        return Err(BundleFault::Altered(SIGNATURES.to_owned()).into());
    }
    Ok(if count == 0 { "没有签字人".to_owned() } else { format!("签字 {count} 个，与日志和指纹相符") })
}
