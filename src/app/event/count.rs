//! Counting an event to its end: the standings, and the independent recount beside them. A result
//! is frozen only where the two agree to the last digit.

use crate::app::act::actor::Actor;
use crate::app::act::permission::Act;
use crate::app::act::state::allow;
use crate::app::error::{AppFault, FaultKind};
use crate::app::event::folder::{comes_out_again, folder_of};
use crate::app::event::frame::Frame;
use crate::app::event::frozen::Written;
use crate::app::{App, AppError};
use crate::scoring::Explain;
use crate::scoring::event::Event;
use crate::scoring::recount::{Disagreement, disagreements, recount};
use crate::scoring::result::Report;
use crate::store::Tx;
use crate::store::event::EventRow;

/// The independent recount comes to something else.
#[derive(Debug, thiserror::Error)]
#[error("独立复核与成绩不一致，有 {} 处不同（首处：{}），没有写入。请保留现场并联系管理员", .0.len(), first(.0))]
pub(in crate::app) struct Differing(pub Vec<Disagreement>);

/// Where two counts differ first: entry and column, without the figures.
fn first(differing: &[Disagreement]) -> String {
    differing.first().map(|d| format!("{} {}", d.entry, d.about)).unwrap_or_default()
}

impl AppFault for Differing {
    fn kind(&self) -> FaultKind {
        FaultKind::Conflict
    }

    fn word(&self) -> &'static str {
        "recount"
    }
}

/// Times that an event is counted beside the writer: whoever hands in cards meanwhile makes another count necessary.
const BESIDE: usize = 3;

/// A report that was counted on one state of the event, and written.
pub(in crate::app) struct Counted {
    version: i64,
    setup_version: i64,
    pub report: Report,
    pub written: Written,
}

impl Counted {
    /// Whether it is of the state that a head stands for.
    pub(in crate::app) fn is_of(&self, head: &EventRow) -> bool {
        (self.version, self.setup_version) == (head.version, head.setup_version)
    }
}

impl App {
    /// The count of an event for an act that will freeze it, made beside the writer, so that cards are taken meanwhile.
    /// `None` where it has to be counted inside: cards keep coming, or something is wrong, which is found there again, told
    /// and put on record.
    pub(in crate::app) fn counted_beside(&self, actor: &Actor, act: Act, event: &str) -> Option<Counted> {
        for _ in 0..BESIDE {
            let counted = self.look(actor, act, event, |tx, head, frame| {
                allow(act, head.state()?)?;
                let report = Self::counted(tx, &head.id, frame)?;
                let (version, setup_version) = (head.version, head.setup_version);
                Ok(Counted { version, setup_version, written: Written::of(&report)?, report })
            });
            let counted = counted.ok()?;
            if self.store.read(|tx| Self::head(tx, event)).is_ok_and(|head| counted.is_of(&head)) {
                return Some(counted);
            }
        }
        None
    }

    /// The report of an event with every trace, as the recount confirms it, and as it comes out of the event folder of this
    /// moment.
    ///
    /// # Errors
    /// [`Differing`] with every figure in which the two differ; [`Unfit`](super::folder::Unfit).
    pub(in crate::app) fn counted(tx: &mut Tx, event: &str, frame: &Frame) -> Result<Report, AppError> {
        let folder = folder_of(tx, event, frame)?;
        let report = frame.report(&folder.event, &Explain::All);
        agreed(&folder.event, &report)?;
        comes_out_again(&folder, &report)?;
        Ok(report)
    }
}

/// Refuses a report that the recount does not confirm.
fn agreed(event: &Event, report: &Report) -> Result<(), Differing> {
    let differing = disagreements(event, &recount(event), report);
    if differing.is_empty() { Ok(()) } else { Err(Differing(differing)) }
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
        let error = agreed(&event, &report).expect_err("not agreed");
        assert!(error.to_string().contains("独立复核"), "{error}");
        let Differing(found) = error;
        assert_eq!((found[0].about.as_str(), found[0].result.as_str()), ("deduction", "0.01"));
        assert_eq!(found[0].entry, report.ranking[1].entry);
    }
}
