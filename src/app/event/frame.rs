//! The frame of an event: rules, entries, judges, route, exclusions, with ids resolved; held in
//! memory by the setup's version, so that recording a card reads none of it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use crate::app::act::clock::moment;
use crate::app::event::view::EventSummary;
use crate::app::event::wire::{EntryView, Stop};
use crate::scoring::event::{Cell, Event, Exclusion, ExclusionKind, Expectation};
use crate::scoring::result::{Report, Withdrawn};
use crate::scoring::rules::{Opens, Rules};
use crate::scoring::ruling::in_force;
use crate::scoring::{Explain, tabulate};
use crate::store::day::{self, Kind as Change};
use crate::store::event::EventRow;
use crate::store::setup::{Checkpoint, Setup};
use crate::store::{EventState, StoreError, Tx};

/// All of an event that is not a card.
pub(in crate::app) struct Frame {
    /// The event without a mark.
    pub event: Event,
    pub setup: Setup,
    pub rules: Arc<Rules>,
    pub rules_text: String,
    pub rules_sha256: String,
    /// What was changed on the day and stands.
    pub day: OnTheDay,
    entries: HashMap<String, usize>,
    judges: HashMap<String, usize>,
    components: HashMap<String, usize>,
}

/// Whether cards of a component are taken at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Window {
    NotYet,
    Open,
    Over,
}

const MINUTE: i64 = 60_000_000;

impl Frame {
    pub(in crate::app) fn new(rules: Rules, rules_text: String, rules_sha256: String, setup: Setup) -> Self {
        let event = event_of(&rules, &setup);
        Self {
            entries: setup.entries.iter().enumerate().map(|(i, e)| (e.id.clone(), i)).collect(),
            judges: setup.judges.iter().enumerate().map(|(i, j)| (j.id.clone(), i)).collect(),
            components: rules.components.iter().enumerate().map(|(i, c)| (c.id.clone(), i)).collect(),
            day: OnTheDay::default(),
            event,
            setup,
            rules: Arc::new(rules),
            rules_text,
            rules_sha256,
        }
    }

    pub(in crate::app) fn entry(&self, id: &str) -> Option<usize> {
        self.entries.get(id).copied()
    }

    pub(in crate::app) fn judge(&self, id: &str) -> Option<usize> {
        self.judges.get(id).copied()
    }

    pub(in crate::app) fn component(&self, id: &str) -> Option<usize> {
        self.components.get(id).copied()
    }

    /// Entries whose cell is due of a judge in a component, in their order.
    pub(in crate::app) fn due(&self, component: usize, judge: usize) -> Vec<usize> {
        (0..self.setup.entries.len())
            .filter(|&entry| self.event.expectation(Cell { component, judge, entry }) == Expectation::Due)
            .collect()
    }

    /// Whether one ballot over all entries is given, and not a card for each.
    pub(in crate::app) fn is_ballot(&self, component: usize) -> bool {
        self.rules.components[component].is_ballot()
    }

    /// Indices into the checkpoints, along the route.
    pub(in crate::app) fn along_route(&self) -> Vec<usize> {
        let mut stops: Vec<usize> = (0..self.setup.checkpoints.len()).collect();
        // a stable sort: stops without an order come last, as they stand in the file
        stops.sort_by_key(|&stop| self.setup.checkpoints[stop].order.map_or(u64::MAX, u64::from));
        stops
    }

    /// The stops along the route, and which one is current.
    pub(in crate::app) fn route(&self) -> Vec<Stop> {
        let along = self.along_route();
        let at = |stop: &usize| &self.setup.checkpoints[*stop];
        let here = along.iter().position(|s| at(s).arrived_at.is_some() && at(s).left_at.is_none());
        let current = here.or_else(|| along.iter().position(|s| self.is_ahead(at(s))));
        let stops = along.iter().enumerate().map(|(index, stop)| {
            let stop = at(stop);
            Stop {
                number: index + 1,
                entry: self.setup.entries[stop.entry].id.clone(),
                planned_arrival: stop.planned_arrival.clone(),
                planned_departure: stop.planned_departure.clone(),
                look_at: stop.look_at.clone(),
                arrived_at: stop.arrived_at.map(moment),
                left_at: stop.left_at.map(moment),
                skipped: self.is_passed_over(stop),
                current: current == Some(index),
            }
        });
        stops.collect()
    }

    pub(in crate::app) fn entry_views(&self) -> Vec<EntryView> {
        let views = self.setup.entries.iter().map(|e| EntryView {
            id: e.id.clone(),
            name: e.name.clone(),
            unit: e.unit.clone(),
            site: e.site.clone(),
            theme: e.theme.clone(),
            track: e.track.clone(),
            summary: e.summary.clone(),
        });
        views.collect()
    }

    /// Whether a card is taken now. A ballot (no entry) opens when what it needs has been seen of all
    /// entries, and closes after the last of them. An event without a route has nothing to wait for.
    pub(in crate::app) fn window(&self, state: EventState, component: usize, entry: Option<usize>, now: i64) -> Window {
        match state {
            EventState::Draft => return Window::NotYet,
            EventState::Open => {}
            EventState::Closed | EventState::Signed | EventState::Published | EventState::Archived => {
                return Window::Over;
            }
        }
        let Some(judging) = self.rules.components[component].judging() else { return Window::NotYet };
        // a stop where nobody goes is waited for by none, and seen by nobody
        let all = &self.setup.checkpoints;
        let stops: Vec<_> = all.iter().filter(|stop| !self.is_passed_over(stop)).collect();
        let concerns = |stop: &&Checkpoint| entry.is_none_or(|entry| stop.entry == entry);
        let left = stops.iter().filter(|stop| stop.left_at.is_some()).count();
        let opened = match judging.release.opens {
            Opens::Event => true,
            Opens::Arrival { hold } if left < (hold as usize).min(stops.len()) => false,
            Opens::Arrival { .. } => {
                let mut own = stops.iter().copied().filter(concerns).peekable();
                let nowhere = own.peek().is_none() && all.iter().any(|stop| concerns(&stop));
                !nowhere && own.all(|stop| stop.arrived_at.is_some())
            }
            Opens::After(count) => left >= (count as usize).min(stops.len()),
            Opens::All => left == stops.len(),
        };
        if !opened {
            return Window::NotYet;
        }
        let Some(minutes) = judging.release.closes_after else { return Window::Open };
        let leavings: Option<Vec<i64>> = stops.iter().copied().filter(concerns).map(|stop| stop.left_at).collect();
        match leavings.and_then(|all| all.into_iter().max()) {
            Some(last) if now > last.saturating_add(i64::from(minutes) * MINUTE) => Window::Over,
            Some(_) | None => Window::Open,
        }
    }

    pub(in crate::app) fn summary(&self, head: &EventRow) -> Result<EventSummary, StoreError> {
        Ok(EventSummary {
            id: head.id.clone(),
            title: head.title.clone(),
            state: head.state()?,
            demo: head.demo,
            rehearsal: head.rehearsal,
            entries: self.setup.entries.len(),
            judges: self.setup.judges.len(),
            version: head.version,
            provisional_open: head.provisional_open,
            created_at: moment(head.created_at),
            closed_at: head.closed_at.map(moment),
            published_at: head.published_at.map(moment),
            signed_at: head.signed_at.map(moment),
            asks_signatures: !head.signers.is_empty(),
            erased_at: head.erased_at.map(moment),
        })
    }
}

/// The event of a setup, without a mark.
pub(in crate::app) fn event_of(rules: &Rules, setup: &Setup) -> Event {
    let mut event = Event::new(
        rules.clone(),
        setup.entries.clone(),
        setup.judges.clone(),
        setup.exclusions.clone(),
        setup.adjustments.clone(),
        setup.decisions.clone(),
    )
    .accepting(setup.acceptances.clone());
    for &(component, entry, value) in &setup.measures {
        event.set_measure(component, entry, Some(value));
    }
    event
}

pub(in crate::app) fn judge_name(frame: &Frame, id: &str) -> String {
    frame.judge(id).map(|judge| frame.setup.judges[judge].name.clone()).unwrap_or_default()
}

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
    pub(in crate::app) fn take(&mut self, kind: Change, subject: &str, reason: &str, setup: &Setup) {
        let entry = || setup.entries.iter().position(|entry| entry.id == subject);
        match kind {
            Change::Skip => self.skipped.extend(entry()),
            Change::Unskip => {
                let back = entry();
                self.skipped.retain(|&skipped| Some(skipped) != back);
            }
            Change::Withdraw => self.withdrawn.extend(entry().map(|entry| (entry, reason.to_owned()))),
            Change::Readmit => {
                let back = entry();
                self.withdrawn.retain(|(withdrawn, _)| Some(*withdrawn) != back);
            }
            Change::Replace => self.replaced.push(subject.to_owned()),
            Change::Move | Change::Undo | Change::Pass => {}
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
    pub(in crate::app) fn why_withdrawn(&self, entry: usize) -> Option<&str> {
        self.withdrawn.iter().find(|(withdrawn, _)| *withdrawn == entry).map(|(_, why)| why.as_str())
    }

    /// How many entries take part no longer.
    pub(in crate::app) fn count_withdrawn(&self) -> usize {
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

    /// An event with its marks, as it is counted and taken out: withdrawn entries are not in it, nor are rulings that no
    /// longer hold.
    pub(in crate::app) fn taking_part<'e>(&self, event: &'e Event) -> Cow<'e, Event> {
        if self.day.withdrawn.is_empty() {
            return in_force(event);
        }
        let out: Vec<usize> = self.day.withdrawn.iter().map(|(entry, _)| *entry).collect();
        let left = event.without(&out);
        Cow::Owned(in_force(&left).into_owned())
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
