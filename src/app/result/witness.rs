//! Heads that a witness has signed as well. Their keys are a setting and on record; what they signed is handed in by whoever
//! may read the log, and is a leaf of the house's log, which later heads bind.

use serde_json::{Value, json};

use crate::app::act::actor::Actor;
use crate::app::act::house::{on_record, witnesses};
use crate::app::act::permission::Act;
use crate::app::act::record::Record;
use crate::app::act::word::Word;
use crate::app::error::{AppFault, FaultKind};
use crate::app::{App, AppError};
use crate::proof::{HeadFault, said_by};
use crate::store::log::{self, HOUSE, HeadRow};
use crate::store::{StoreError, Tx};

/// Why a note with a witness's line is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CosignFault {
    #[error(transparent)]
    Head(#[from] HeadFault),
    #[error("这不是本活动签发过的存证点：内容不同，或属于另一个活动、另一套系统")]
    NotOurs,
    #[error("上面没有已登记的会签人的签名。会签人的公钥由系统管理员在启动设置中登记")]
    NoWitness,
}

impl AppFault for CosignFault {
    fn kind(&self) -> FaultKind {
        FaultKind::Invalid
    }

    fn word(&self) -> &'static str {
        "cosign"
    }

    fn field(&self) -> Option<&'static str> {
        Some("note")
    }
}

/// A witness's line under a head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cosignature {
    pub log: String,
    /// Leaves of the head.
    pub size: i64,
    /// What the witness is called.
    pub witness: String,
    /// The line, with its end.
    pub line: String,
}

/// All that witnesses have signed, oldest first, as the house's log says.
pub(in crate::app) fn cosignatures(tx: &mut Tx) -> Result<Vec<Cosignature>, StoreError> {
    on_record(tx, Word::Cosign, |after| {
        let text = |name: &str| after[name].as_str().map(str::to_owned);
        Some(Cosignature {
            log: text("log")?,
            size: after["size"].as_i64()?,
            witness: text("witness")?,
            line: text("line")?,
        })
    })
}

/// The note of a head with the lines of those who witnessed it.
pub(in crate::app) fn with_witnesses(tx: &mut Tx, head: HeadRow) -> Result<(String, Vec<String>), StoreError> {
    let of = cosignatures(tx)?.into_iter().filter(|one| one.log == head.log && one.size == head.size);
    let (mut note, mut names) = (head.note, Vec::new());
    for one in of {
        note.push_str(&one.line);
        names.push(one.witness);
    }
    Ok((note, names))
}

impl App {
    /// Takes a head that witnesses have signed; gives their names. What was handed in before changes nothing.
    ///
    /// # Errors
    /// [`CosignFault`]; where the actor may not, or there is no such event.
    pub fn cosign(&self, actor: &Actor, event: &str, note: &str) -> Result<Vec<String>, AppError> {
        let (note, id) = (note.to_owned(), event.to_owned());
        // an event that is not there is said before anything of the note
        self.look(actor, Act::SeeEventLog, event, |_, _, _| Ok(()))?;
        let (by, now) = (actor.clone(), self.clock.micros());
        self.on_record(actor, Act::SeeEventLog, move |tx, _| {
            let said = said_by(&note).ok_or(HeadFault::Malformed).map_err(CosignFault::from)?;
            let heads = log::heads(tx, &id)?;
            let head = heads.iter().find(|head| said_by(&head.note).as_ref() == Some(&said));
            let size = head.ok_or(CosignFault::NotOurs)?.size;
            let known = cosignatures(tx)?;
            let mut names = Vec::new();
            for witness in witnesses(tx)? {
                let Some(line) = witness.cosignature(&note).map_err(CosignFault::from)? else { continue };
                names.push(witness.name().to_owned());
                let one = Cosignature { log: id.clone(), size, witness: witness.name().to_owned(), line };
                if !known.contains(&one) {
                    let after = json!({ "log": one.log, "size": size, "witness": one.witness, "line": one.line });
                    let (word, subject) = (Word::Cosign, Word::Cosign.as_str().to_owned());
                    let record = Record { word, event: HOUSE.to_owned(), subject, before: Value::Null, after };
                    Self::put_on_record(tx, now, &by, record)?;
                }
            }
            if names.is_empty() {
                return Err(CosignFault::NoWitness.into());
            }
            Ok((names, None))
        })
    }
}
