//! What was entered by hand, as the desk's pages list it, with the entries that share a place.

use crate::app::act::actor::Actor;
use crate::app::act::drawn::{Drawn, Field};
use crate::app::act::permission::Act;
use crate::app::act::state;
use crate::app::desk::hand::adjusted;
use crate::app::desk::measures::field;
use crate::app::desk::tie::turns;
use crate::app::event::frozen::read_report;
use crate::app::event::view::EventSummary;
use crate::app::{App, AppError};
use crate::scoring::result::Report;
use crate::store::hand::{self, EnteredRow, Kind};
use crate::store::signing::{self, TieProposalRow};
use crate::store::{StoreError, result};

/// What was entered by hand, and what can be.
#[derive(Debug, Clone)]
pub struct Entered {
    pub event: EventSummary,
    /// Entries: id, unit.
    pub entries: Vec<(String, String)>,
    /// Judges: id, name or seat.
    pub judges: Vec<(String, String)>,
    /// Components: id, name.
    pub components: Vec<(String, String)>,
    /// Measures: id, name, and the value of each entry in their order; empty where there is none.
    pub measures: Vec<(String, String, Vec<String>)>,
    /// Items for adjustments: id, name; empty where the rules list none.
    pub items: Vec<(String, String)>,
    /// Items for vetoes: id, name; empty where the rules list none.
    pub veto_items: Vec<(String, String)>,
    pub exclusions: Vec<EnteredRow>,
    pub adjustments: Vec<EnteredRow>,
    pub decisions: Vec<EnteredRow>,
    /// What names the decisions that part places now; none before the close.
    pub holding: Vec<String>,
    /// Number of the latest frozen result; `None` before the close.
    pub result: Option<i64>,
    /// Entries that share a place in it.
    pub ties: Vec<Tie>,
    /// Proposals over what is no tie now, that wait.
    pub stray: Vec<Proposal>,
    /// What the forms of measures are drawn from.
    pub drawn_measures: Drawn,
    /// What the form of adjustments is drawn from.
    pub drawn_adjustments: Drawn,
}

/// Entries that share a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tie {
    pub place: String,
    /// Track; empty where there is one ranking of all.
    pub track: String,
    /// Entries: id, unit, total.
    pub entries: Vec<(String, String, String)>,
    /// Whether a prize waits for their order.
    pub needed: bool,
    /// How it is proposed that they be ordered.
    pub proposal: Option<Proposal>,
}

/// A proposal of how entries that share a place are to be ordered, that waits for a second organiser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    pub number: i64,
    /// Ids of the entries, in the order that is proposed.
    pub order: Vec<String>,
    pub reason: String,
    /// The account that asked.
    pub asked_by: String,
}

impl Proposal {
    fn read(row: &TieProposalRow) -> Result<Self, StoreError> {
        let mut order = turns(row)?;
        order.sort_by_key(|(_, turn)| *turn);
        let order = order.into_iter().map(|(entry, _)| entry).collect();
        Ok(Self { number: row.number, order, reason: row.reason.clone(), asked_by: row.asked_by.clone() })
    }
}

fn track_of(report: &Report, ids: &[String]) -> String {
    report.ranking.iter().find(|row| ids.contains(&row.entry)).map(|row| row.track.clone()).unwrap_or_default()
}

impl App {
    /// What was entered by hand, and which entries share a place.
    pub fn entered(&self, actor: &Actor, event: &str) -> Result<Entered, AppError> {
        self.look(actor, Act::SeeDesk, event, |tx, head, frame| {
            let (setup, rules) = (&frame.setup, &frame.rules);
            let after = state::why_not(Act::SeeResult, head.state()?).is_none();
            let latest = if after { result::latest(tx, event)? } else { None };
            let mut waiting = signing::tie_proposals(tx, event)?;
            waiting.retain(|row| row.approved.is_none());
            let (mut ties, mut holding) = (Vec::new(), Vec::new());
            if let Some(row) = &latest {
                let report = read_report(tx, row)?;
                let now = Self::ties_now(tx, event, frame)?;
                holding = now.in_force;
                for now in now.open {
                    let asked = waiting.iter().position(|row| row.cause == now.tie.cause).map(|at| waiting.remove(at));
                    let shown = now.entries.iter().filter_map(|id| report.ranking.iter().find(|row| row.entry == *id));
                    ties.push(Tie {
                        place: now.tie.place.to_string(),
                        track: if report.by_track { track_of(&report, &now.entries) } else { String::new() },
                        needed: now.needed,
                        entries: shown.map(|r| (r.entry.clone(), r.unit.clone(), r.total.clone())).collect(),
                        proposal: asked.as_ref().map(Proposal::read).transpose()?,
                    });
                }
            }
            let stray = waiting.iter().map(Proposal::read).collect::<Result<_, _>>()?;
            let measured = (0..rules.components.len()).filter(|&c| rules.components[c].judging().is_none());
            let entries = 0..setup.entries.len();
            let cells = measured.clone().flat_map(|c| entries.clone().map(move |e| (c, e)));
            let (values, adjusted): (Vec<Field>, Vec<Field>) =
                (cells.map(|cell| field(frame, cell)).collect(), entries.map(|e| adjusted(frame, e)).collect());
            let value =
                |c: usize, e: usize| frame.event.measure(c, e).map(|value| value.to_string()).unwrap_or_default();
            Ok(Entered {
                event: frame.summary(head)?,
                entries: setup.entries.iter().map(|e| (e.id.clone(), e.unit.clone())).collect(),
                judges: setup.judges.iter().map(|j| (j.id.clone(), j.name.clone())).collect(),
                components: rules.components.iter().map(|c| (c.id.clone(), c.name.clone())).collect(),
                measures: measured
                    .map(|c| {
                        let values = (0..setup.entries.len()).map(|e| value(c, e)).collect();
                        (rules.components[c].id.clone(), rules.components[c].name.clone(), values)
                    })
                    .collect(),
                veto_items: rules.veto.items.iter().map(|item| (item.id.clone(), item.name.clone())).collect(),
                items: rules.adjustments.items.iter().map(|item| (item.id.clone(), item.name.clone())).collect(),
                exclusions: hand::entered(tx, event, Kind::Exclusion)?,
                adjustments: hand::entered(tx, event, Kind::Adjustment)?,
                decisions: hand::entered(tx, event, Kind::Decision)?,
                holding,
                result: latest.map(|row| row.number),
                ties,
                stray,
                drawn_measures: Drawn::of(&values),
                drawn_adjustments: Drawn::of(&adjusted),
            })
        })
    }
}
