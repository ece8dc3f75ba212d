//! Counting an event to its end: the standings, and the independent recount beside them. A result
//! is frozen only where the two agree to the last digit.

use crate::app::event::frame::Frame;
use crate::app::{App, AppError};
use crate::scoring::Explain;
use crate::scoring::event::Event;
use crate::scoring::recount::{disagreements, recount};
use crate::scoring::result::Report;
use crate::store::Tx;

impl App {
    /// The report of an event with every trace, as the recount confirms it.
    ///
    /// # Errors
    /// [`AppError::Recount`] with every figure in which the two differ.
    pub(in crate::app) fn counted(tx: &mut Tx, event: &str, frame: &Frame) -> Result<Report, AppError> {
        let filled = Self::filled(tx, event, frame)?;
        let filled = frame.taking_part(&filled);
        let report = frame.report(&filled, &Explain::All);
        agreed(&filled, &report)?;
        Ok(report)
    }
}

/// Refuses a report that the recount does not confirm.
fn agreed(event: &Event, report: &Report) -> Result<(), AppError> {
    let differing = disagreements(event, &recount(event), report);
    if differing.is_empty() { Ok(()) } else { Err(AppError::Recount(differing)) }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::folder;
    use crate::scoring::tabulate;

    #[test]
    fn a_report_with_one_wrong_digit_is_refused_and_told_where() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/haian-2023");
        let event = folder::read_dir(&path, None).expect("a sound folder").event;
        let mut report = tabulate(&event).report("", &Explain::None);
        agreed(&event, &report).expect("both counts agree");
        report.ranking[1].deduction = "0.01".to_owned();
        let Err(error @ AppError::Recount(_)) = agreed(&event, &report) else { panic!("not refused") };
        assert!(error.to_string().contains("独立复核"), "{error}");
        let AppError::Recount(found) = error else { panic!("another error") };
        assert_eq!((found[0].about.as_str(), found[0].result.as_str()), ("deduction", "0.01"));
        assert_eq!(found[0].entry, report.ranking[1].entry);
    }
}
