//! The house: what names its logs and signs their heads. Its key lies in a file beside the data, outside the database.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use serde_json::{Value, json};

use crate::app::act::record::{Record, put_prints};
use crate::app::act::word::Word;
use crate::app::error::{AppFault, FaultKind};
use crate::proof::{KeyFault, LogKey, PublicKey, Witness, WitnessFault};
use crate::store::log::{self, HOUSE};
use crate::store::operation;
use crate::store::prints::{self, OPERATION, PRINTED};
use crate::store::{StoreError, Tx, before, event};

/// What names the logs, and signs.
#[derive(Clone)]
pub(in crate::app) struct House {
    /// Random, made with the database.
    pub(super) id: String,
    /// `None` where nothing is to be signed.
    pub(super) key: Option<LogKey>,
    /// Those who may sign heads beside it.
    pub(super) witnesses: Vec<Witness>,
}

/// Why a file of witnesses' keys is not read.
#[derive(Debug, thiserror::Error)]
pub enum NoWitnesses {
    #[error("会签人公钥文件 {path} 读不了：{error}")]
    File { path: String, error: io::Error },
    #[error("会签人公钥文件 {path}：{fault}")]
    Malformed { path: String, fault: WitnessFault },
}

impl AppFault for NoWitnesses {
    fn kind(&self) -> FaultKind {
        FaultKind::Conflict
    }

    fn word(&self) -> &'static str {
        "witnesses"
    }
}

/// The keys of a file.
pub(super) fn witnesses_of(path: &Path) -> Result<Vec<Witness>, NoWitnesses> {
    let path_of = || path.display().to_string();
    let text = fs::read_to_string(path).map_err(|error| NoWitnesses::File { path: path_of(), error })?;
    Witness::read_all(&text).map_err(|fault| NoWitnesses::Malformed { path: path_of(), fault })
}

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum NoKey {
    #[error("存证密钥 {path} 读不了也建不了：{error}")]
    File { path: String, error: io::Error },
    #[error("存证密钥 {path}：{fault}")]
    Malformed { path: String, fault: KeyFault },
}

impl AppFault for NoKey {
    fn kind(&self) -> FaultKind {
        FaultKind::Conflict
    }

    fn word(&self) -> &'static str {
        "log-key"
    }
}

/// The key of a file, made where there is none. Of several instances that start at once, one makes it.
pub(super) fn key_of(path: &Path) -> Result<LogKey, NoKey> {
    let failed = |error| NoKey::File { path: path.display().to_string(), error };
    if !path.try_exists().map_err(failed)? {
        make(path).map_err(failed)?;
    }
    let text = fs::read_to_string(path).map_err(failed)?;
    LogKey::from_file(&text).map_err(|fault| NoKey::Malformed { path: path.display().to_string(), fault })
}

/// Makes the file of a key, whole and its owner's alone from the beginning.
fn make(path: &Path) -> io::Result<()> {
    let beside = path.with_extension(format!("{}.new", std::process::id()));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(&beside).and_then(|mut file: File| {
        file.write_all(LogKey::fresh().to_file().as_bytes())?;
        file.sync_all()
    });
    // another instance may have been first: then its key is the one
    let linked = written.and_then(|()| match fs::hard_link(&beside, path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        linked => linked,
    });
    fs::remove_file(&beside)?;
    linked
}

impl House {
    /// How a log is named in its heads.
    pub(in crate::app) fn origin(&self, log: &str) -> String {
        if log == HOUSE { format!("guanmo/{}", self.id) } else { format!("guanmo/{}/{log}", self.id) }
    }

    /// Takes over what an earlier program had on record, and says which key signs from now on.
    pub(super) fn move_in(&self, tx: &mut Tx, now: i64) -> Result<(), StoreError> {
        // whatever is there without the house's log is for whoever verifies, and not to be written over
        if log::list(tx)?.is_empty() && log::last(tx, HOUSE)?.is_none() {
            take_over(tx, now)?;
        }
        let known = witnesses(tx)?;
        for witness in self.witnesses.iter().filter(|witness| !known.contains(witness)) {
            let after = json!({ "key": witness.line() });
            on_house(Word::WitnessKey, Value::Null, after).append(tx, now)?;
        }
        let Some(key) = &self.key else { return Ok(()) };
        let public = key.public().to_string();
        if keys(tx)?.last().is_some_and(|last| last.to_string() == public) {
            return Ok(());
        }
        let after = json!({ "key": public, "fingerprint": key.public().fingerprint() });
        on_house(Word::LogKey, Value::Null, after).append(tx, now)
    }
}

/// The keys that have ever signed heads, oldest first, as the house's log says.
pub(in crate::app) fn keys(tx: &mut Tx) -> Result<Vec<PublicKey>, StoreError> {
    on_record(tx, Word::LogKey, |after| after["key"].as_str()?.parse().ok())
}

/// The keys of those who have ever been witnesses, oldest first, as the house's log says.
pub(in crate::app) fn witnesses(tx: &mut Tx) -> Result<Vec<Witness>, StoreError> {
    on_record(tx, Word::WitnessKey, |after| Witness::read(after["key"].as_str()?).ok())
}

/// What acts of one word have put on record of the house, oldest first, as it is read out of what they left behind.
pub(in crate::app) fn on_record<Read>(
    tx: &mut Tx,
    word: Word,
    read: impl Fn(&Value) -> Option<Read>,
) -> Result<Vec<Read>, StoreError> {
    let mut all = Vec::new();
    for (leaf, payload) in log::about(tx, HOUSE, word.as_str(), i64::MAX)?.into_iter().rev() {
        let said: Option<Value> = payload.and_then(|payload| serde_json::from_str(&payload.payload).ok());
        let unreadable = || StoreError::corrupt(format!("leaf {} of the house's log", leaf.number));
        all.push(said.and_then(|said| read(&said["after"])).ok_or_else(unreadable)?);
    }
    Ok(all)
}

/// Of the house itself; the subject is the word.
pub(super) fn on_house(word: Word, before: Value, after: Value) -> Record {
    Record { word, event: HOUSE.to_owned(), subject: word.as_str().to_owned(), before, after }
}

/// Takes the audit of before over into the logs, says what its chain came to, and puts every row that there is on record.
fn take_over(tx: &mut Tx, now: i64) -> Result<(), StoreError> {
    let (chain, logs) = before::take_over(tx)?;
    let events = event::ids(tx)?;
    if chain.rows == 0 && events.is_empty() {
        return Ok(());
    }
    let after = json!({ "rows": chain.rows, "broken_at": chain.broken_at, "last": chain.last,
        "logs": logs.iter().filter(|log| *log != HOUSE).collect::<Vec<_>>() });
    on_house(Word::TakeOver, Value::Null, after).append(tx, now)?;
    for of in [HOUSE.to_owned()].into_iter().chain(events) {
        for printed in PRINTED.iter().filter(|printed| printed.table != OPERATION) {
            let rows = prints::of_table(tx, printed, &of)?;
            put_prints(tx, now, &of, printed.table, rows)?;
        }
        operation::each_piece(tx, &of, |tx, rows| {
            let rows = rows.iter().map(|row| (prints::key_of_operation(&row.op), row.print()));
            put_prints(tx, now, &of, OPERATION, rows)
        })?;
    }
    Ok(())
}
