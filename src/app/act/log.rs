//! The log: putting acts on record, and reading it.

use serde_json::{Map, json};

use crate::app::act::actor::Actor;
use crate::app::act::permission::{Act, check};
use crate::app::act::record::{Logged, Record, latest_acts, put_prints};
use crate::app::{App, AppError};
use crate::store::Tx;
use crate::store::operation::OperationRow;
use crate::store::prints::{self, OPERATION};

impl App {
    /// Puts an act on record, in the act's own transaction.
    pub(in crate::app) fn put_on_record(tx: &mut Tx, now: i64, actor: &Actor, record: Record) -> Result<(), AppError> {
        Ok(record.append_by(tx, now, actor.name(), Map::new())?)
    }

    /// The same of an act that wrote an operation, with the operation's print.
    pub(in crate::app) fn put_card_on_record(
        tx: &mut Tx,
        now: i64,
        actor: &Actor,
        row: &OperationRow,
        record: Record,
    ) -> Result<(), AppError> {
        let print = row.print();
        let rows = json!({ OPERATION: { prints::key_of_operation(&row.op): print } });
        let bound = Map::from_iter([("rows".to_owned(), rows), ("version".to_owned(), row.version.into())]);
        Ok(record.append_by(tx, now, actor.name(), bound)?)
    }

    /// Puts on record what the rows that this transaction has touched have become.
    pub(in crate::app) fn put_rows_on_record(tx: &mut Tx, now: i64) -> Result<(), AppError> {
        for (of, tables) in prints::touched(tx)? {
            for (table, rows) in tables {
                put_prints(tx, now, &of, table, rows)?;
            }
        }
        Ok(())
    }

    /// The latest acts, newest first, at most `limit`; of one event, or of all.
    pub fn log(&self, actor: &Actor, event: Option<&str>, limit: i64) -> Result<Vec<Logged>, AppError> {
        check(actor, if event.is_some() { Act::SeeEventLog } else { Act::SeeLog })?;
        Ok(self.store.read(|tx| latest_acts(tx, event, limit.max(0)))?)
    }
}
