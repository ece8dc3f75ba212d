//! How the seats scored (评委打分): severity, spread, agreement, drift, cards that stand out, and what the entries would be
//! without severity. Nothing of it is the result, and nothing of it is shown before the close.
//!
//! What the frozen result was counted from is read here; `work` hands it to `statistics`, once for each frozen result and
//! beside the database; the page and the file are drawn from the same figures.

mod work;

use std::sync::Arc;

use serde_json::{Value, json};

use crate::app::act::actor::Actor;
use crate::app::act::permission::{Act, check};
use crate::app::act::state;
use crate::app::act::word::Word;
use crate::app::error::{AppFault, FaultKind, NotFound};
use crate::app::event::doing::{Doing, Told};
use crate::app::event::erased::not_erased;
use crate::app::event::frame::Frame;
use crate::app::event::memory::Judged;
use crate::app::event::view::EventSummary;
use crate::app::{App, AppError};
use crate::scoring::result::{Report, Status};
use crate::scoring::rules::Kind;
use crate::statistics::{Panel, Table};
use crate::store::result;

pub use work::VisitOrder;

/// What a judge gives in a component, which decides what can be said of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardKind {
    Marks,
    Grades,
    /// One order of all entries: every ballot adds up to the same.
    Ranking,
    /// A choice among all entries: every ballot adds up to about the same.
    Votes,
}

impl CardKind {
    fn of(kind: &Kind) -> Self {
        match kind {
            Kind::Ranking { .. } => Self::Ranking,
            Kind::Votes { .. } => Self::Votes,
            Kind::Grades { .. } => Self::Grades,
            // a measure has no cards
            Kind::Marks { .. } | Kind::Measure { .. } => Self::Marks,
        }
    }

    /// Whether one seat can be harder than another.
    #[must_use]
    pub fn has_severity(self) -> bool {
        matches!(self, Self::Marks | Self::Grades)
    }
}

/// A seat that scores the component.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeatName {
    pub id: String,
    pub name: String,
    /// Which of the groups.
    pub group: usize,
}

/// An entry that takes part, with what the result says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryName {
    pub id: String,
    pub unit: String,
    /// Its place in the result; empty where it has none.
    pub place: String,
    /// Its score in the component, as the result prints it.
    pub score: String,
    pub vetoed: bool,
}

/// How the seats scored one component.
#[derive(Debug, Clone)]
pub struct SeatsView {
    pub event: EventSummary,
    /// The number of the frozen result.
    pub number: i64,
    pub fingerprint: String,
    /// Components that are judged: id and name.
    pub components: Vec<(String, String)>,
    /// Which of them it is about.
    pub chosen: usize,
    pub kind: CardKind,
    /// The greatest value of a card, as it is printed.
    pub full: String,
    /// Names of the groups that judge it.
    pub groups: Vec<String>,
    /// Group by group.
    pub seats: Vec<SeatName>,
    pub entries: Vec<EntryName>,
    /// The entry that was asked for.
    pub entry: Option<usize>,
    /// What the order of visits is taken from.
    pub order: VisitOrder,
    judged: Arc<Judged>,
}

impl SeatsView {
    /// The values of the cards: a row a seat, in the order of [`SeatsView::seats`].
    #[must_use]
    pub fn table(&self) -> &Table {
        &self.judged.table
    }

    #[must_use]
    pub fn panel(&self) -> &Panel {
        &self.judged.panel
    }
}

/// What is asked for; empty for the first component and for no entry.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    pub component: String,
    pub entry: String,
}

/// Nobody judges anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("本次评比没有由评委评分的环节，没有可看的评委打分")]
pub struct NobodyJudges;

impl AppFault for NobodyJudges {
    fn kind(&self) -> FaultKind {
        FaultKind::Conflict
    }

    fn word(&self) -> &'static str {
        "nobody-judges"
    }
}

impl App {
    /// How the seats scored a component, by the cards that the latest frozen result was counted from.
    ///
    /// # Errors
    /// Where the actor may not, the event is not closed or erased, or there is no such component or entry.
    pub fn seats(&self, actor: &Actor, event: &str, asked: &Asked) -> Result<SeatsView, AppError> {
        check(actor, Act::SeeSeats)?;
        let (head, frame, held, number, frozen) = self.store.read(|tx| {
            let head = Self::head(tx, event)?;
            state::allow(Act::SeeSeats, head.state()?)?;
            not_erased(&head)?;
            let frame = self.frame(tx, &head)?;
            let number = result::latest_number(tx, event)?
                .ok_or_else(|| NotFound { what: "封存的成绩", id: event.to_owned() })?;
            let held = self.held(tx, &head, &frame)?;
            let frozen = self.frozen(tx, event)?;
            Ok::<_, AppError>((head, frame, held, number, frozen))
        })?;
        let rules = &frame.rules;
        let judged: Vec<usize> =
            (0..rules.components.len()).filter(|&c| rules.components[c].judging().is_some()).collect();
        let chosen = match asked.component.as_str() {
            "" => 0,
            id => (judged.iter().position(|&c| rules.components[c].id == id))
                .ok_or_else(|| NotFound { what: "评分环节", id: id.to_owned() })?,
        };
        let component = *judged.get(chosen).ok_or(NobodyJudges)?;
        let entries = entries(&frame, &frozen.report, &rules.components[component].id);
        let entry = match asked.entry.as_str() {
            "" => None,
            id => Some(
                (entries.iter().position(|entry| entry.id == id))
                    .ok_or_else(|| NotFound { what: "参评项目", id: id.to_owned() })?,
            ),
        };
        // beside the database: nobody waits for it who wants something else
        let place = self.memory.judged(event, number);
        let all = place.get_or_init(|| work::all(&frame, &frame.taking_part(&held.event)));
        let groups = rules.components[component].judging().map(|judging| judging.groups.clone()).unwrap_or_default();
        Ok(SeatsView {
            event: frame.summary(&head)?,
            number,
            fingerprint: frozen.fingerprint,
            components: judged
                .iter()
                .map(|&c| (rules.components[c].id.clone(), rules.components[c].name.clone()))
                .collect(),
            chosen,
            kind: CardKind::of(&rules.components[component].kind),
            full: rules.full_card(component).unwrap_or_default(),
            groups: groups.iter().map(|&group| rules.groups[group].name.clone()).collect(),
            seats: seats(&frame, component, &groups),
            entries,
            entry,
            order: VisitOrder::of(&frame),
            judged: Arc::clone(all.get(chosen).ok_or(NobodyJudges)?),
        })
    }

    /// The same for the file. It holds how each seat scored: that it was taken is on record.
    ///
    /// # Errors
    /// As [`App::seats`].
    pub fn take_seats(&self, actor: &Actor, event: &str, asked: &Asked) -> Result<SeatsView, AppError> {
        let view = self.seats(actor, event, asked)?;
        let component = view.components[view.chosen].0.clone();
        let after = json!({ "number": view.number, "component": component });
        let doing = Doing::of(Act::SeeSeats, Word::Export, "judges").changing_nothing();
        self.act(actor, event, doing, move |_, _, _| Ok(Told::giving((), Value::Null, after)))?;
        Ok(view)
    }
}

/// The seats of a component, group by group.
fn seats(frame: &Frame, component: usize, groups: &[usize]) -> Vec<SeatName> {
    let named = work::seats(frame, component).into_iter().map(|judge| {
        let judge = &frame.setup.judges[judge];
        let group = groups.iter().position(|group| *group == judge.group).unwrap_or_default();
        SeatName { id: judge.id.clone(), name: judge.name.clone(), group }
    });
    named.collect()
}

/// The entries that take part, as they stand in the event without those that were withdrawn.
fn entries(frame: &Frame, report: &Report, component: &str) -> Vec<EntryName> {
    let taking_part = frame.setup.entries.iter().enumerate().filter(|(entry, _)| !frame.day.is_withdrawn(*entry));
    let named = taking_part.map(|(_, entry)| {
        let row = report.ranking.iter().find(|row| row.entry == entry.id);
        let score = row.and_then(|row| row.components.0.iter().find(|(id, _)| id == component));
        EntryName {
            id: entry.id.clone(),
            unit: entry.unit.clone(),
            place: row.map(|row| row.rank.clone()).unwrap_or_default(),
            score: score.map(|(_, score)| score.clone()).unwrap_or_default(),
            vetoed: row.is_some_and(|row| row.status == Status::Vetoed),
        }
    });
    named.collect()
}
