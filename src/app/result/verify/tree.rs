//! A log, leaf by leaf: numbers, hashes, commitments, the tree that they grow into, the heads that were signed of it.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;
use serde_json::Value;

use super::found::{Check, name};
use crate::app::AppError;
use crate::app::act::house::witnesses;
use crate::app::act::word::Word;
use crate::app::result::witness::cosignatures;
use crate::proof::{Edge, Head, PublicKey};
use crate::store::log::{self, Full, HOUSE, HeadRow, LeafRow, LogRow, PayloadRow};
use crate::store::prints::OPERATION;
use crate::store::{Tx, before, erasure};

/// Leaves that are read at a time.
const PIECE: i64 = 1000;

/// What all checks of one run have in common.
pub(super) struct Site {
    /// Keys whose heads are ours.
    pub keys: Vec<PublicKey>,
    /// What the house's log says of the heads of each log: root by size.
    pub heads: BTreeMap<(String, i64), String>,
    /// The logs of events that the house's log says are there.
    pub opened: Vec<String>,
}

/// What a log says of rows, once it is read.
#[derive(Debug, Default)]
pub(super) struct Read {
    /// The print of each row that the log has last said, by table and key; `None` where it says that the row is gone.
    pub rows: HashMap<(String, String), Option<String>>,
    /// The same of operations, of which there may be a million: by the bytes of their ids.
    pub operations: HashMap<[u8; 16], [u8; 32]>,
    /// The event's versions, as last said.
    pub version: Option<i64>,
    pub setup: Option<i64>,
}

/// What of a payload binds rows.
#[derive(Deserialize)]
struct Bound {
    #[serde(default)]
    rows: BTreeMap<String, BTreeMap<String, Option<String>>>,
    version: Option<i64>,
    setup: Option<i64>,
}

/// The bytes of an operation's key.
pub(super) fn id_of(op: &str) -> Option<[u8; 16]> {
    uuid::Uuid::parse_str(op).ok().map(uuid::Uuid::into_bytes)
}

fn operation_of(key: &str, print: &str) -> Option<([u8; 16], [u8; 32])> {
    let id = id_of(key.strip_prefix("[\"")?.strip_suffix("\"]")?)?;
    Some((id, hex::decode(print).ok()?.try_into().ok()?))
}

impl Read {
    fn take(&mut self, payload: &str) -> Result<(), serde_json::Error> {
        let bound: Bound = serde_json::from_str(payload)?;
        self.version = bound.version.or(self.version);
        self.setup = bound.setup.or(self.setup);
        for (table, rows) in bound.rows {
            for (key, print) in rows {
                let known = print.as_deref().filter(|_| table == OPERATION).and_then(|print| operation_of(&key, print));
                match known {
                    Some((id, print)) => drop(self.operations.insert(id, print)),
                    None => drop(self.rows.insert((table.clone(), key), print)),
                }
            }
        }
        Ok(())
    }
}

/// Reads a log whole; what differs goes into the two checks.
pub(super) fn read(
    tx: &mut Tx,
    (row, origin): (&LogRow, &str),
    site: &mut Site,
    since: Option<&Head>,
    (leaves, heads): (&mut Check, &mut Check),
) -> Result<Read, AppError> {
    let id = row.id.as_str();
    let is_erased = erasure::events(tx)?.contains(id);
    let signed = log::heads(tx, id)?;
    let mut waiting = signed.iter().peekable();
    let mut read = Read::default();
    let mut edge = Edge::default();
    let (mut size, mut with_payload, mut erased) = (0, 0, 0);
    let mut since = since;
    loop {
        let piece = log::after(tx, id, size, PIECE)?;
        let Some((last, _)) = piece.last() else { break };
        let last = last.number;
        for (leaf, payload) in piece {
            size += 1;
            if leaf.number != size {
                leaves.fault(format!("{}日志第 {size} 条不见了", name(id)));
                size = leaf.number;
            }
            with_payload += i64::from(payload.is_some());
            erased += i64::from(payload.is_none());
            let hash = leaf.leaf().hash();
            if hex::encode(hash.0) != leaf.hash {
                leaves.fault(format!("{}日志第 {size} 条（{}）被改动过", name(id), Word::read(&leaf.act)));
            }
            edge.push(hash);
            take_payload(&mut read, site, row, (leaf, payload), is_erased, leaves);
            while let Some(head) = waiting.next_if(|head| head.size <= size) {
                check_head(head, &edge, origin, &site.keys, heads);
            }
            let reached = since.take_if(|since| i64::try_from(since.size) == Ok(size));
            if reached.is_some_and(|since| since.root != edge.root()) {
                heads.fault(format!("{}日志的前 {size} 条与所给的存证点不符：此前的记录被改动过", name(id)));
            }
        }
        size = last;
    }
    for head in waiting {
        heads.fault(format!("{}日志只有 {size} 条，而存证点签发时已有 {} 条：末尾被删去", name(id), head.size));
    }
    if let Some(since) = since {
        heads.fault(format!("{}日志只有 {size} 条，而所给的存证点已有 {} 条：末尾被删去", name(id), since.size));
    }
    if row.size != size || row.edge != edge.to_text() {
        let said = row.size;
        leaves.fault(format!(
            "{}日志的末尾与登记的不符（登记 {said} 条，现有 {size} 条）：有记录被增删或改动过",
            name(id)
        ));
    }
    if log::payloads(tx, id)? != with_payload {
        leaves.fault(format!("{}日志中有内容没有对应的记录", name(id)));
    }
    known_heads(id, &signed, site, heads);
    leaves.text = format!("{}存证日志 {size} 条，逐条核对", name(id));
    if erased > 0 {
        leaves.text += &format!("；其中 {erased} 条的内容已按期清除");
    }
    heads.text = match signed.last() {
        Some(last) => format!("{}存证点 {} 个及其签名，最近一个在第 {} 条", name(id), signed.len(), last.size),
        None => format!("{}还没有存证点", name(id)),
    };
    Ok(read)
}

/// A leaf's payload: bound by its commitment, and then believed.
fn take_payload(
    read: &mut Read,
    site: &mut Site,
    row: &LogRow,
    (leaf, payload): Full,
    is_erased: bool,
    check: &mut Check,
) {
    let id = row.id.as_str();
    let at = leaf.number;
    let Some(payload) = payload else {
        if !is_erased {
            check.fault(format!("{}日志第 {at} 条的内容不见了", name(id)));
        }
        return;
    };
    let is_old = at <= row.taken_over;
    let commitment = if is_old { Some(before::commitment(&payload)) } else { payload.commitment() };
    if commitment.as_deref() != Some(&leaf.commitment) {
        check.fault(format!("{}日志第 {at} 条（{}）的内容被改动过", name(id), Word::read(&leaf.act)));
        return;
    }
    if is_old {
        return;
    }
    if read.take(&payload.payload).is_err() {
        check.fault(format!("{}日志第 {at} 条（{}）的内容读不懂", name(id), Word::read(&leaf.act)));
    }
    if id == HOUSE {
        take_of_house(site, &leaf, &payload);
    }
}

/// What the house's log says of the others.
fn take_of_house(site: &mut Site, leaf: &LeafRow, payload: &PayloadRow) {
    if leaf.act == log::OPENED {
        site.opened.push(leaf.subject.clone());
    } else if leaf.act == Word::TakeOver.as_str() || leaf.act == Word::Head.as_str() {
        let Ok(said) = serde_json::from_str::<Value>(&payload.payload) else { return };
        let after = &said["after"];
        let logs = after["logs"].as_array().into_iter().flatten().filter_map(Value::as_str);
        site.opened.extend(logs.map(str::to_owned));
        if let (Some(log), Some(size), Some(root)) =
            (after["log"].as_str(), after["size"].as_i64(), after["root"].as_str())
        {
            site.heads.insert((log.to_owned(), size), root.to_owned());
        }
    }
}

/// The end of a log against its last head, without reading the log; nothing where there is none.
pub(super) fn look(tx: &mut Tx, row: &LogRow, origin: &str, keys: &[PublicKey]) -> Result<Option<Check>, AppError> {
    let Some(last) = log::last_head(tx, &row.id)? else { return Ok(None) };
    let mut check = Check::new("heads", &row.id);
    check.text = format!("{}最近一个存证点，在第 {} 条", name(&row.id), last.size);
    if row.size < last.size {
        check.fault(format!("{}日志只有 {} 条，而存证点签发时已有 {} 条", name(&row.id), row.size, last.size));
    } else if row.size == last.size {
        check_head(&last, &row.edge()?, origin, keys, &mut check);
    } else if let Err(fault) = Head::read(&last.note, keys) {
        check.fault(format!("{}第 {} 条处的存证点：{fault}", name(&row.id), last.size));
    }
    Ok(Some(check))
}

/// A head against the tree as it has grown so far.
fn check_head(head: &HeadRow, edge: &Edge, origin: &str, keys: &[PublicKey], check: &mut Check) {
    let at = format!("{}第 {} 条处的存证点", name(&head.log), head.size);
    match Head::read(&head.note, keys) {
        Err(fault) => check.fault(format!("{at}：{fault}")),
        Ok(said) if said.origin != origin => check.fault(format!("{at}属于另一份日志：{}", said.origin)),
        Ok(said) if (i64::try_from(said.size), said.at, &said.cause) != (Ok(head.size), head.at, &head.cause) => {
            check.fault(format!("{at}与其签名的内容不符"));
        }
        Ok(said) if said.size != edge.size() || said.root != edge.root() => {
            check.fault(format!("{at}与日志不符：此前的记录被改动过"));
        }
        Ok(_) => {}
    }
}

/// The heads of a log against what the house's log says of them.
fn known_heads(id: &str, signed: &[HeadRow], site: &Site, check: &mut Check) {
    let known: BTreeMap<i64, &String> =
        site.heads.iter().filter(|((log, _), _)| log == id).map(|((_, size), root)| (*size, root)).collect();
    for size in known.keys().filter(|size| !signed.iter().any(|head| head.size == **size)) {
        check.fault(format!("{}第 {size} 条处的存证点不见了", name(id)));
    }
    for head in signed {
        let root = Head::read(&head.note, &site.keys).map(|said| hex::encode(said.root.0));
        if root.is_ok_and(|root| known.get(&head.size) != Some(&&root)) {
            check.fault(format!("{}第 {} 条处的存证点没有签发的记录", name(id), head.size));
        }
    }
}

/// The audit of before: its chain, and that it is what the first leaves of the logs were taken over from.
pub(super) fn before(tx: &mut Tx) -> Result<Check, AppError> {
    let mut check = Check::new("before", HOUSE);
    let said = taken_over(tx)?;
    let mut chain = before::Chain::default();
    let mut numbers: HashMap<String, i64> = HashMap::new();
    let mut last = 0;
    loop {
        let piece = before::after(tx, last)?;
        let Some(end) = piece.last() else { break };
        last = end.number;
        for row in piece {
            chain.read(&row);
            let number = numbers.entry(row.event_id.clone()).or_default();
            *number += 1;
            let leaf = log::find_leaf(tx, &row.event_id, *number)?;
            let same = leaf.is_some_and(|leaf| {
                (leaf.at, &leaf.who, &leaf.act, &leaf.subject, &leaf.commitment)
                    == (row.at, &row.who, &row.act, &row.subject, &row.payload_hash)
            });
            if !same {
                check.fault(format!("原有审计记录第 {} 条与接收时不符", row.number));
            }
        }
    }
    if before::payloads(tx)? > 0 {
        check.fault("原有审计记录的内容已经移走，又有了新的：是绕过程序加进去的".to_owned());
    }
    let told = said.as_ref().map_or((0, None, ""), |said| {
        let after = &said["after"];
        (after["rows"].as_i64().unwrap_or(-1), after["broken_at"].as_i64(), after["last"].as_str().unwrap_or_default())
    });
    if told != (chain.rows, chain.broken_at, &chain.last) {
        check.fault(format!("原有审计记录接收时有 {} 条，现有 {} 条，首尾不再相同", told.0, chain.rows));
    }
    check.text = match (chain.rows, chain.broken_at) {
        (0, _) => "没有旧版本的审计记录".to_owned(),
        (rows, None) => format!("旧版本的审计记录 {rows} 条，首尾相连"),
        (rows, Some(at)) => format!("旧版本的审计记录 {rows} 条，接收时已在第 {at} 条处断开"),
    };
    Ok(check)
}

/// Each line of a witness stands under a head that is there, and is its own signature over that.
pub(super) fn witnessed(tx: &mut Tx) -> Result<Check, AppError> {
    let mut check = Check::new("witnesses", HOUSE);
    let (known, all) = (witnesses(tx)?, cosignatures(tx)?);
    for one in &all {
        let called = format!("{}日志第 {} 条处存证点上 {} 的会签", name(&one.log), one.size, one.witness);
        let head = log::heads(tx, &one.log)?.into_iter().find(|head| head.size == one.size);
        let note = head.map(|head| head.note + &one.line);
        let is_good = |note: &String| {
            let by = known.iter().filter(|witness| witness.name() == one.witness);
            by.filter_map(|witness| witness.cosignature(note).ok().flatten()).any(|line| line == one.line)
        };
        match note {
            None => check.fault(format!("{called}：没有这个存证点")),
            Some(note) if !is_good(&note) => check.fault(format!("{called}不对")),
            Some(_) => {}
        }
    }
    check.text = match all.len() {
        0 => "没有会签的存证点".to_owned(),
        count => format!("会签 {count} 处，与存证点和会签人的公钥核对"),
    };
    Ok(check)
}

/// What the house's log says of the audit of before; `None` where there was none.
fn taken_over(tx: &mut Tx) -> Result<Option<Value>, AppError> {
    let leaves = log::about(tx, HOUSE, Word::TakeOver.as_str(), 1)?;
    Ok(leaves.into_iter().find_map(|(_, payload)| serde_json::from_str(&payload?.payload).ok()))
}
