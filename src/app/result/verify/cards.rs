//! Cards: each operation against its print in the log, its receipt, its own bytes; and which of a card's revisions counts,
//! worked out anew.

use std::collections::HashMap;
use std::panic::resume_unwind;

use super::found::{Check, NAMED, name};
use super::rows::{compare, row_name};
use super::tree::{Read, id_of};
use crate::app::cards::receipt::Receipted;
use crate::app::cards::signed::{Keys, Signature, of_row, readable_keys};
use crate::app::event::wire::{Op, Outcome};
use crate::app::result::facts::Names;
use crate::app::{App, AppError};
use crate::store::Tx;
use crate::store::operation::{self, OperationRow, RECORDED};
use crate::store::prints::{self, OPERATION};

/// The current revision of each card, by judge, component and entry.
type Current = HashMap<(String, String, String), (i64, String)>;

impl App {
    /// The checks of an event's rows and of its cards.
    pub(super) fn compare_rows_and_cards(
        &self,
        tx: &mut Tx,
        event: &str,
        mut read: Read,
    ) -> Result<(Check, Check), AppError> {
        let mut check = Check::new("cards", event);
        let mut current = Current::new();
        let keys = readable_keys(tx, event)?;
        // a card is called as people know it, as far as the lists can still be read
        let frame = Self::head(tx, event).and_then(|head| self.frame(tx, &head)).ok();
        let names = frame.as_ref().map(|frame| Names::of(frame));
        let (mut cards, mut signed) = (0, 0);
        operation::each_piece(tx, event, |_, piece| {
            let signatures = verified(&piece, &keys);
            for (row, signature) in piece.into_iter().zip(signatures) {
                cards += 1;
                signed += usize::from(signature == Signature::Good);
                self.check_card(&row, (signature, names.as_ref()), &mut read, &mut check);
                count(row, &mut current, &mut check);
            }
            Ok::<_, AppError>(())
        })?;
        let gone = read.operations.len();
        for id in read.operations.keys().take(NAMED) {
            let key = prints::key_of_operation(&uuid::Uuid::from_bytes(*id).to_string());
            check.fault(format!("{}不见了", row_name(OPERATION, &key)));
        }
        check.found += gone.saturating_sub(NAMED);
        check.text = format!(
            "{}评分卡 {cards} 份（含历次更正，有本机签名 {signed} 份），与日志、回执、原文、签名逐份比对",
            name(event)
        );
        Ok((compare(tx, event, read)?, check))
    }

    fn check_card(
        &self,
        row: &OperationRow,
        (signature, names): (Signature, Option<&Names<'_>>),
        read: &mut Read,
        check: &mut Check,
    ) {
        let called = || {
            let row_of = row_name(OPERATION, &prints::key_of_operation(&row.op));
            let names = names.filter(|_| !row.component.is_empty());
            names.map_or_else(
                || row_of.clone(),
                |names| format!("{row_of}“{}”", names.card(&row.judge, &row.component, &row.entry)),
            )
        };
        let said = id_of(&row.op).and_then(|id| read.operations.remove(&id)).map(hex::encode);
        match said {
            Some(said) if said == row.print() => {}
            Some(_) => return check.fault(format!("{}被改动过", called())),
            None => return check.fault(format!("{}没有记录：是绕过程序加进去的", called())),
        }
        let Some(outcome) = Outcome::from_word(&row.outcome) else {
            return check.fault(format!("{}的处理结果读不懂", called()));
        };
        let receipted = Receipted {
            op: &row.op,
            event: &row.event_id,
            judge: &row.judge,
            body: &row.body,
            outcome,
            revision: row.revision,
        };
        if self.receipts.receipt(&receipted) != row.receipt {
            check.fault(format!("{}与它的回执不符", called()));
        }
        let says = serde_json::from_str::<Op>(&row.body).is_ok_and(|op| {
            (&op.op, &op.judge, &op.component, &op.entry, &op.base)
                == (&row.op, &row.judge, &row.component, &row.entry, &row.base)
                && (&op.device, op.seq) == (&row.device, row.seq)
        });
        if !says {
            check.fault(format!("{}与它的原文不符", called()));
        }
        match signature {
            Signature::None | Signature::Good => {}
            Signature::Unknown => check.fault(format!("{}的签名密钥没有登记过", called())),
            Signature::Bad => check.fault(format!("{}与平板的签名不符", called())),
        }
    }
}

/// What the signatures of cards come to. It takes as long as all the rest of verifying, so it is done on all cores.
fn verified(piece: &[OperationRow], keys: &HashMap<String, Keys>) -> Vec<Signature> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let parts = piece.chunks(piece.len().div_ceil(cores).max(1));
    std::thread::scope(|scope| {
        let threads: Vec<_> = parts
            .map(|part| scope.spawn(move || part.iter().map(|row| of_row(row, keys)).collect::<Vec<_>>()))
            .collect();
        let joined = threads.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
        joined.flatten().collect()
    })
}

/// Lets an operation count: of a card's recorded operations the one with the highest revision does, and no two have the
/// same.
fn count(row: OperationRow, current: &mut Current, check: &mut Check) {
    if row.outcome != RECORDED || row.revision == 0 {
        return;
    }
    let (card, this) = ((row.judge, row.component, row.entry), (row.revision, row.op));
    match current.get(&card) {
        Some((revision, op)) if *revision == this.0 => {
            let (judge, component, entry) = &card;
            check.fault(format!("{judge}/{component}/{entry} 的第 {revision} 次评分有两份：{op}、{}", this.1));
        }
        Some((revision, _)) if *revision > this.0 => {}
        Some(_) | None => drop(current.insert(card, this)),
    }
}
