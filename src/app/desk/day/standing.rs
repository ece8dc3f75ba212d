//! What was changed on the day and stands: stops where nobody goes, entries that take part no longer, judges who were
//! replaced. Makes the frame of an event say so.

use std::borrow::Cow;

use crate::app::event::frame::{Frame, event_of};
use crate::scoring::event::{Event, Exclusion, ExclusionKind};
use crate::scoring::result::{Report, Withdrawn};
use crate::scoring::rules::Rules;
use crate::scoring::{Explain, tabulate};
use crate::store::day::{self, Kind};
use crate::store::setup::{Checkpoint, Setup};
use crate::store::{StoreError, Tx};

/// What stands, by index and id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::app) struct OnTheDay {
    skipped: Vec<usize>,
    /// Entries and why.
    withdrawn: Vec<(usize, String)>,
    /// Ids of judges whose part a new seat took over.
    replaced: Vec<String>,
}

impl OnTheDay {
    /// Reads what stands of an event.
    pub(in crate::app) fn load(tx: &mut Tx, event: &str, setup: &Setup) -> Result<Self, StoreError> {
        let mut standing = Self::default();
        for row in day::of_event(tx, event)? {
            standing.take(row.kind()?, &row.subject, &row.reason, setup);
        }
        Ok(standing)
    }

    /// Lets one change take effect. One about an entry that is no longer in the event has none.
    pub(super) fn take(&mut self, kind: Kind, subject: &str, reason: &str, setup: &Setup) {
        let entry = || setup.entries.iter().position(|entry| entry.id == subject);
        match kind {
            Kind::Skip => self.skipped.extend(entry()),
            Kind::Unskip => {
                let back = entry();
                self.skipped.retain(|&skipped| Some(skipped) != back);
            }
            Kind::Withdraw => self.withdrawn.extend(entry().map(|entry| (entry, reason.to_owned()))),
            Kind::Readmit => {
                let back = entry();
                self.withdrawn.retain(|(withdrawn, _)| Some(*withdrawn) != back);
            }
            Kind::Replace => self.replaced.push(subject.to_owned()),
            Kind::Move | Kind::Undo | Kind::Pass => {}
        }
    }

    pub(in crate::app) fn is_skipped(&self, entry: usize) -> bool {
        self.skipped.contains(&entry)
    }

    pub(in crate::app) fn is_withdrawn(&self, entry: usize) -> bool {
        self.withdrawn.iter().any(|(withdrawn, _)| *withdrawn == entry)
    }

    pub(in crate::app) fn is_replaced(&self, judge: &str) -> bool {
        self.replaced.iter().any(|replaced| replaced == judge)
    }

    /// Why an entry takes part no longer.
    pub(super) fn why_withdrawn(&self, entry: usize) -> Option<&str> {
        self.withdrawn.iter().find(|(withdrawn, _)| *withdrawn == entry).map(|(_, why)| why.as_str())
    }

    /// How many entries take part no longer.
    pub(super) fn count_withdrawn(&self) -> usize {
        self.withdrawn.len()
    }
}

impl Frame {
    /// The frame with what was changed on the day. No card is due for a withdrawn entry, and who was recused from it is
    /// recused from nothing by that.
    pub(in crate::app) fn on_the_day(mut self, day: OnTheDay) -> Self {
        if !day.withdrawn.is_empty() {
            let mut setup = self.setup.clone();
            setup.exclusions.retain(|row| row.entry.is_none_or(|entry| !day.is_withdrawn(entry)));
            for (entry, reason) in &day.withdrawn {
                let absent = |judge| Exclusion {
                    judge,
                    component: None,
                    entry: Some(*entry),
                    kind: ExclusionKind::Absent,
                    reason: reason.clone(),
                };
                setup.exclusions.extend((0..self.setup.judges.len()).map(absent));
            }
            self.event = event_of(&self.rules, &setup);
        }
        self.day = day;
        self
    }

    /// The frame as it was set up, as if nothing had been changed on the day.
    pub(in crate::app) fn as_set_up(&self) -> Self {
        let (rules, text, sha256) = (Rules::clone(&self.rules), self.rules_text.clone(), self.rules_sha256.clone());
        Self::new(rules, text, sha256, self.setup.clone())
    }

    /// Whether nobody goes to a stop where the bus has not been.
    pub(in crate::app) fn is_passed_over(&self, stop: &Checkpoint) -> bool {
        stop.arrived_at.is_none() && (self.day.is_skipped(stop.entry) || self.day.is_withdrawn(stop.entry))
    }

    /// Whether a stop is still to be visited.
    pub(in crate::app) fn is_ahead(&self, stop: &Checkpoint) -> bool {
        stop.arrived_at.is_none() && !self.is_passed_over(stop)
    }

    /// An event with its marks, as it is counted and taken out: withdrawn entries are not in it.
    pub(in crate::app) fn taking_part<'e>(&self, event: &'e Event) -> Cow<'e, Event> {
        if self.day.withdrawn.is_empty() {
            return Cow::Borrowed(event);
        }
        let out: Vec<usize> = self.day.withdrawn.iter().map(|(entry, _)| *entry).collect();
        Cow::Owned(event.without(&out))
    }

    /// The report of those who take part, which names those who do not.
    pub(in crate::app) fn report(&self, taking_part: &Event, explain: &Explain) -> Report {
        let mut report = tabulate(taking_part).report(&self.rules_sha256, explain);
        report.withdrawn = self
            .day
            .withdrawn
            .iter()
            .map(|(entry, reason)| {
                let entry = &self.setup.entries[*entry];
                let (id, name, unit) = (entry.id.clone(), entry.name.clone(), entry.unit.clone());
                Withdrawn { entry: id, name, unit, reason: reason.clone() }
            })
            .collect();
        report
    }
}
