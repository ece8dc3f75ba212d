//! Journals of tablets: how far the server has each of them, and taking one in that comes as a file.

use std::collections::{BTreeSet, HashSet};

use serde_json::{Value, json};

use crate::app::act::actor::Actor;
use crate::app::act::clock::{Moment, beijing};
use crate::app::act::hash::sha256;
use crate::app::act::permission::{Act, check};
use crate::app::act::word::Word;
use crate::app::cards::batch::{Batch, Report, is_device};
use crate::app::cards::devices::{NotedLoss, lost_of, unsent_of};
use crate::app::cards::signed::keys_of;
use crate::app::error::{AppFault, FaultKind};
use crate::app::event::doing::Doing;
use crate::app::event::doing::Told;
use crate::app::event::frame::judge_name;
use crate::app::event::signers::CardSigning;
use crate::app::event::view::Handover;
use crate::app::event::wire::{JOURNAL, JournalFile, Op, OpResult, Outcome, UnsentState, VERSION};
use crate::app::{App, AppError};
use crate::store::device::{self, DeviceRow};
use crate::store::{StoreError, Tx, operation, refusal};

/// Most ops of a file.
pub const MOST_JOURNAL_OPS: usize = 2000;

/// Why a file is not taken in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JournalFault {
    /// It is not JSON at all.
    #[error("这个文件不是平板记录：内容不是 JSON，或没有收全。请在平板上重新导出后再试")]
    NotJson,
    /// It is JSON, and not a journal.
    #[error("这个文件不是平板记录。请选择评委平板“本机与送达”里存成的移交文件")]
    NotAJournal,
    /// It was written by another version of the program.
    #[error("平板记录的版本是 {found}，本服务可以收取的版本是 {VERSION}")]
    OtherVersion {
        /// Its version.
        found: i64,
    },
    /// It is another event's.
    #[error("这份平板记录属于另一个评比活动（{found}），请到那个活动的组织台收取")]
    OtherEvent {
        /// Its event.
        found: String,
    },
    /// Its judge is none of the event's.
    #[error("这份平板记录的评委（{found}）不在本活动的评委名单中")]
    UnknownJudge {
        /// Its judge.
        found: String,
    },
    /// A number that the file says to hold is not in it.
    #[error("这份平板记录不完整：缺第 {seq} 号评分卡。没有收取任何内容，请在平板上重新导出")]
    Cut {
        /// The first one.
        seq: i64,
    },
    /// Two ops are of one number, or have one id.
    #[error("这份平板记录里第 {seq} 号评分卡出现两次，可能被改动过。没有收取任何内容，请在平板上重新导出")]
    Doubled {
        /// The second one's.
        seq: i64,
    },
    /// They are not in the order in which the tablet made them.
    #[error("这份平板记录里第 {seq} 号评分卡的次序不对，可能被改动过。没有收取任何内容，请在平板上重新导出")]
    OutOfOrder {
        /// The first one that is not.
        seq: i64,
    },
    /// A signature is of other bytes.
    #[error("这份平板记录里第 {seq} 号评分卡的签名与内容不符，可能被改动过。没有收取任何内容，请在平板上重新导出")]
    BadSignature {
        /// The first one.
        seq: i64,
    },
    /// A key was never registered for the judge.
    #[error(
        "这份平板记录里第 {seq} 号评分卡的签名密钥（{key}）没有为这一席登记过。没有收取任何内容；请让该平板联网送达，或改用纸质评分卡"
    )]
    UnknownKey {
        /// The first one's number, and the key that it names.
        seq: i64,
        key: String,
    },
    /// A key was registered when the card had long been made.
    #[error(
        "这份平板记录里第 {seq} 号评分卡写于 {made}，早于它的签名密钥登记的时间 {registered}。没有收取任何内容；请核对平板的时钟，让该平板联网送达，或改用纸质评分卡",
        made = beijing(*.made).format("%m-%d %H:%M:%S"), registered = beijing(*.registered).format("%m-%d %H:%M:%S")
    )]
    KeyAfterCard {
        /// Its number.
        seq: i64,
        /// When it was made, by the server's clock.
        made: Moment,
        /// When its key was registered.
        registered: Moment,
    },
    /// It holds more than is taken.
    #[error("这份平板记录有 {found} 张评分卡，一次最多收取 {MOST_JOURNAL_OPS} 张")]
    TooMany {
        /// How many it holds.
        found: usize,
    },
}

impl AppFault for JournalFault {
    fn kind(&self) -> FaultKind {
        FaultKind::Invalid
    }

    fn word(&self) -> &'static str {
        "journal"
    }

    fn field(&self) -> Option<&'static str> {
        Some("journal")
    }
}

/// What a refusal repeats of a file, as far as a sentence can hold it.
fn shorten(text: &str) -> String {
    text.chars().take(40).collect()
}

/// Reads a file, or says why it is none that is taken.
fn read(event: &str, bytes: &[u8]) -> Result<JournalFile, JournalFault> {
    let value: Value = serde_json::from_slice(bytes).map_err(|_| JournalFault::NotJson)?;
    if value["guanmo"] != JOURNAL {
        return Err(JournalFault::NotAJournal);
    }
    match value["version"].as_i64() {
        Some(VERSION) => {}
        Some(found) => return Err(JournalFault::OtherVersion { found }),
        None => return Err(JournalFault::NotAJournal),
    }
    let file: JournalFile = serde_json::from_value(value).map_err(|_| JournalFault::NotAJournal)?;
    if file.event != event {
        return Err(JournalFault::OtherEvent { found: shorten(&file.event) });
    }
    if !is_device(&file.device) || file.judge.contains('\0') {
        return Err(JournalFault::NotAJournal);
    }
    if file.ops.len() > MOST_JOURNAL_OPS {
        return Err(JournalFault::TooMany { found: file.ops.len() });
    }
    must_be_whole(&file)?;
    Ok(file)
}

/// Refuses a file that is not as a tablet wrote it: cut, doubled, in another order.
fn must_be_whole(file: &JournalFile) -> Result<(), JournalFault> {
    let (mut ids, mut seqs) = (HashSet::new(), BTreeSet::new());
    for op in &file.ops {
        let (Some(id), Some(seq)) = (op["op"].as_str(), op["seq"].as_i64()) else { continue };
        if !ids.insert(id) || seqs.contains(&seq) {
            return Err(JournalFault::Doubled { seq });
        }
        if seqs.last().is_some_and(|last| seq < *last) {
            return Err(JournalFault::OutOfOrder { seq });
        }
        seqs.insert(seq);
    }
    let Some(last) = file.last else { return Ok(()) };
    seqs.extend(file.lost.iter().map(|one| one.seq));
    // who says to have made more than a file may hold and has lost is not counted up to the end
    let missing = (1..=last).take(2 * MOST_JOURNAL_OPS + 1).find(|seq| !seqs.contains(seq));
    missing.map_or(Ok(()), |seq| Err(JournalFault::Cut { seq }))
}

impl App {
    /// Takes in the journal that a tablet gave away as a file, in its judge's name. Where each op that is not here yet bears
    /// a good signature, it meets the verdict that it would meet if the tablet sent it; otherwise those ops wait for a second
    /// person. The same file again changes nothing.
    ///
    /// # Errors
    /// [`JournalFault`] with what is wrong with the file; where the actor may not, or there is no such event.
    pub fn take_journal(&self, actor: &Actor, event: &str, bytes: &[u8]) -> Result<Handover, AppError> {
        check(actor, Act::TakeJournal)?;
        // an event that is not there is said before anything of the file
        self.store.read(|tx| Self::head(tx, event).map(|_| ()))?;
        let file = read(event, bytes)?;
        let mut batch = Batch::of_journal(actor, &file, self.clock.micros());
        let keys = self.store.read(|tx| keys_of(tx, event, &batch.judge))?;
        batch.verify(&keys);
        let (by, file_sha256) = (actor.name(), sha256(bytes));
        let subject = format!("journal:{}/{}", batch.judge, batch.device);
        // the cards raise the version themselves
        let doing = Doing::of(Act::TakeJournal, Word::TakeJournal, subject).changing_nothing();
        let app = self.clone();
        self.act(actor, event, doing, move |tx, head, frame| {
            if frame.judge(&batch.judge).is_none() {
                return Err(JournalFault::UnknownJudge { found: shorten(&batch.judge) }.into());
            }
            let required = CardSigning::of_event(head)? == CardSigning::Required;
            let waits = app.keep_waiting(tx, (&mut batch, required), &by, &file_sha256)?;
            let (results, _) = app.take(tx, &mut batch)?;
            let counts = count(&results);
            let told: Value = counts.iter().map(|(outcome, ops)| (outcome.as_str().to_owned(), json!(ops))).collect();
            let after = json!({ "device": batch.device, "ops": results.len(), "outcomes": told, "file": file_sha256,
                "waits": waits.open, "declined": waits.declined });
            let word = if waits.open > 0 { Word::HandIn } else { Word::TakeJournal };
            let handover = Handover {
                judge_name: judge_name(frame, &batch.judge),
                judge: batch.judge.clone(),
                device: batch.device.clone(),
                ops: results.len() + waits.open + waits.declined,
                counts,
                waits: waits.open,
                declined: waits.declined,
            };
            Ok(Told::giving(handover, Value::Null, after).said_as(word))
        })
    }
}

/// How many ops met each outcome, in the order of the outcomes.
pub(in crate::app) fn count(results: &[OpResult]) -> Vec<(Outcome, usize)> {
    let of = |outcome| (outcome, results.iter().filter(|result| result.outcome == outcome).count());
    Outcome::ALL.into_iter().map(of).filter(|(_, ops)| *ops > 0).collect()
}

/// Notes what a request says of its device, and how far each journal in it is answered; gives that of the device
/// itself. A journal that another device or the organiser hands in moves its own device's row.
pub(in crate::app) fn note_devices(tx: &mut Tx, batch: &Batch) -> Result<i64, AppError> {
    let own: Vec<&Op> =
        batch.ops.iter().filter_map(|item| item.op.as_ref().ok()).filter(|op| op.judge == batch.judge).collect();
    let mut journals: BTreeSet<&str> = own.iter().map(|op| op.device.as_str()).collect();
    journals.insert(&batch.device);
    for id in journals.into_iter().filter(|id| batch.report.is_none() || *id != batch.device) {
        if let Some(row) = device::find(tx, &batch.event, &batch.judge, id)? {
            note_handed_in(tx, row, &own, batch)?;
        }
    }
    match &batch.report {
        Some(report) => note_report(tx, batch, report, &own),
        None => Ok(0),
    }
}

/// The row of a batch's device as it is now, where the batch, which brings nothing, says nothing that a close would ask
/// about: it need not be written at once. `None` where it does, or the device is new or behind.
pub(in crate::app) fn says_nothing_new(batch: &Batch, devices: &[DeviceRow]) -> Result<Option<DeviceRow>, StoreError> {
    let known = devices.iter().find(|row| row.id == batch.device && row.acked_seq >= row.last_seq);
    let (Some(report), Some(row)) = (&batch.report, known) else { return Ok(None) };
    let noted = if batch.lost.is_empty() { Vec::new() } else { lost_of(row)? };
    let is_new = report.unsent != row.unsent
        || report.persisted != row.persisted
        || report.answered > row.last_seq
        || batch.lost.iter().any(|one| noted.iter().all(|old| old.op.seq != one.seq));
    let (battery, skew_ms) = (report.battery, report.skew_ms.or(row.skew_ms));
    Ok((!is_new).then(|| DeviceRow { last_seen: batch.now, battery, skew_ms, ..row.clone() }))
}

/// The last number of a device's journal among ops.
fn last_of(ops: &[&Op], device: &str) -> i64 {
    ops.iter().filter(|op| op.device == device).map(|op| op.seq).max().unwrap_or(0)
}

/// A journal that somebody else handed in. What its device last said was on its way is here with it, where the
/// whole of it came: that device may never speak again.
fn note_handed_in(tx: &mut Tx, mut row: DeviceRow, ops: &[&Op], batch: &Batch) -> Result<(), AppError> {
    let whole = batch.report.is_none();
    row.last_seq = row.last_seq.max(last_of(ops, &row.id));
    if whole && row.id == batch.device {
        note_lost(tx, &mut row, batch)?;
    }
    row.acked_seq = answered(tx, &row)?;
    if whole {
        let came = |component: &str, entry: &str| {
            ops.iter().any(|op| op.device == row.id && op.component == component && op.entry == entry)
        };
        let mut unsent = unsent_of(&row)?;
        unsent.retain(|card| card.state == UnsentState::Draft || !came(&card.component, &card.entry));
        row.unsent = json!(unsent).to_string();
    }
    Ok(device::put(tx, &row)?)
}

fn note_report(tx: &mut Tx, batch: &Batch, report: &Report, own: &[&Op]) -> Result<i64, AppError> {
    let known = device::find(tx, &batch.event, &batch.judge, &batch.device)?;
    let lost = known.as_ref().map_or_else(|| "[]".to_owned(), |row| row.lost.clone());
    let (acked_seq, last_seq, skew_ms) = known.map_or((0, 0, None), |row| (row.acked_seq, row.last_seq, row.skew_ms));
    let mut row = DeviceRow {
        event_id: batch.event.clone(),
        judge: batch.judge.clone(),
        id: batch.device.clone(),
        last_seen: batch.now,
        acked_seq,
        last_seq: last_seq.max(report.answered).max(last_of(own, &batch.device)),
        battery: report.battery,
        persisted: report.persisted,
        skew_ms: report.skew_ms.or(skew_ms),
        unsent: report.unsent.clone(),
        lost,
    };
    note_lost(tx, &mut row, batch)?;
    let all_read = batch.ops.iter().all(|item| item.op.is_ok());
    row.acked_seq = if all_read && goes_on(&row, own) { row.last_seq } else { answered(tx, &row)? };
    device::put(tx, &row)?;
    Ok(row.acked_seq)
}

/// Whether ops of a device are just those that were missing of its journal: nothing need be looked up, they have come.
fn goes_on(row: &DeviceRow, own: &[&Op]) -> bool {
    let came: BTreeSet<i64> = own.iter().filter(|op| op.device == row.id).map(|op| op.seq).collect();
    row.acked_seq < row.last_seq && (row.acked_seq + 1..=row.last_seq).all(|seq| came.contains(&seq))
}

/// Adds what a device says that it has lost. What had come before it was lost is here, whatever the device believes.
fn note_lost(tx: &mut Tx, row: &mut DeviceRow, batch: &Batch) -> Result<(), StoreError> {
    if batch.lost.is_empty() {
        return Ok(());
    }
    let mut noted = lost_of(row)?;
    let known = came_after(tx, row, 0)?;
    let fresh =
        batch.lost.iter().filter(|one| !known.contains(&one.seq) && noted.iter().all(|old| old.op.seq != one.seq));
    let fresh: Vec<NotedLoss> = fresh.map(|op| NotedLoss { op: op.clone(), at: batch.now }).collect();
    if !fresh.is_empty() {
        noted.extend(fresh);
        row.lost = json!(noted).to_string();
    }
    Ok(())
}

/// Numbers after `seq` of a device's journal that have come, whatever became of them.
fn came_after(tx: &mut Tx, row: &DeviceRow, seq: i64) -> Result<BTreeSet<i64>, StoreError> {
    let mut came: BTreeSet<i64> =
        operation::seqs_after(tx, &row.event_id, &row.judge, &row.id, seq)?.into_iter().collect();
    came.extend(refusal::seqs_after(tx, &row.event_id, &row.judge, &row.id, seq)?);
    Ok(came)
}

/// Up to where every op of a journal is known, without a gap: it came, or will never come.
fn answered(tx: &mut Tx, row: &DeviceRow) -> Result<i64, StoreError> {
    let mut known = came_after(tx, row, row.acked_seq)?;
    known.extend(lost_of(row)?.into_iter().map(|noted| noted.op.seq));
    let mut acked = row.acked_seq;
    while known.contains(&(acked + 1)) {
        acked += 1;
    }
    Ok(acked)
}
