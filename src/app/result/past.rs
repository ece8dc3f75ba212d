//! Frozen results as they are read later: none is lost when a newer one comes.

use crate::app::act::actor::Actor;
use crate::app::act::permission::{Act, check};
use crate::app::error::NotFound;
use crate::app::event::frozen::{of_result, read_report};
use crate::app::event::progress::may_see_result;
use crate::app::event::view::EventSummary;
use crate::app::{App, AppError};
use crate::folder;
use crate::scoring::result::Report;
use crate::store::event::EventRow;
use crate::store::result::{self, ResultHead};
use crate::store::signing::{self, PublicationRow, SignatureRow};
use crate::store::{Tx, rules};

/// A frozen result, as it is read later.
#[derive(Debug, Clone)]
pub struct PastResult {
    pub event: EventSummary,
    /// Names of the components, in the order of the rules.
    pub components: Vec<String>,
    pub head: ResultHead,
    /// The report, without traces.
    pub report: Report,
    /// The signatures under it.
    pub signatures: Vec<SignatureRow>,
    pub publication: Option<PublicationRow>,
}

impl App {
    /// A frozen result of an event by its number, the latest or an earlier one.
    ///
    /// # Errors
    /// Where the actor may not see it, or there is none.
    pub fn past_result(&self, actor: &Actor, event: &str, number: i64) -> Result<PastResult, AppError> {
        check(actor, Act::SeeSigning)?;
        self.store.read(|tx| {
            let head = Self::head(tx, event)?;
            let none = || NotFound { what: "封存的成绩", id: number.to_string() };
            let publication = signing::publications(tx, event)?.into_iter().find(|row| row.number == number);
            // what was published once stays readable, also while the event is open again
            if publication.is_none() {
                may_see_result(actor, &head)?;
            }
            self.past(tx, &head, number, publication)?.ok_or_else(|| none().into())
        })
    }

    /// A frozen result, for those who were let in.
    pub(in crate::app) fn past(
        &self,
        tx: &mut Tx,
        head: &EventRow,
        number: i64,
        publication: Option<PublicationRow>,
    ) -> Result<Option<PastResult>, AppError> {
        let Some(row) = result::numbered(tx, &head.id, number)? else { return Ok(None) };
        let frame = self.frame(tx, head)?;
        let report = Report { trace: None, ..read_report(tx, &row)? };
        // a result is read under the rules that it was made under, whatever those are that stand
        let made_under = rules::text_of(tx, &head.id, &report.rules_sha256)?;
        let made_under = made_under.and_then(|text| folder::rules::parse(&text).ok());
        let components = made_under.as_ref().map_or(&frame.rules.components, |rules| &rules.components);
        let found = PastResult {
            event: frame.summary(head)?,
            components: components.iter().map(|component| component.name.clone()).collect(),
            head: ResultHead { event_id: row.event_id, number, fingerprint: row.fingerprint, frozen_at: row.frozen_at },
            report,
            signatures: of_result(tx, &head.id, number)?,
            publication,
        };
        Ok(Some(found))
    }
}
