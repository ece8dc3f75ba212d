//! What an upload would make, in figures.

use crate::folder::EventFolder;
use crate::scoring::event::{BLANK, Cell};

/// The rules that an upload would bring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RulesSaid {
    /// Where they come from.
    pub from: RulesOrigin,
    pub title: String,
    /// SHA-256 of their text.
    pub sha256: String,
}

/// Where rules come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RulesOrigin {
    Uploaded,
    /// The project's example.
    Example,
    /// Another event; its title.
    Event(String),
    /// They are the event's own.
    Own,
}

/// What would be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// The rules' title, which the event takes unless it is given another.
    pub title: String,
    pub rules: RulesSaid,
    /// Entries: id, unit, project.
    pub entries: Vec<(String, String, String)>,
    /// Groups: name and how many judges.
    pub groups: Vec<(String, usize)>,
    /// Stops of the route.
    pub stops: usize,
    pub exclusions: usize,
    /// Values of measures.
    pub measures: usize,
    pub adjustments: usize,
    /// Marks of judges, as they come with a folder of a day that is over.
    pub marks: usize,
}

impl Contents {
    pub(super) fn of(folder: &EventFolder, origin: RulesOrigin) -> Self {
        let (event, rules) = (&folder.event, folder.event.rules());
        let judges_of = |group: usize| event.judges().iter().filter(|judge| judge.group == group).count();
        let components = 0..rules.components.len();
        let measured =
            components.clone().flat_map(|c| (0..event.entries().len()).filter_map(move |e| event.measure(c, e)));
        Self {
            title: rules.title.clone(),
            rules: RulesSaid { from: origin, title: rules.title.clone(), sha256: folder.rules_sha256.clone() },
            entries: event.entries().iter().map(|e| (e.id.clone(), e.unit.clone(), e.name.clone())).collect(),
            groups: rules.groups.iter().enumerate().map(|(i, group)| (group.name.clone(), judges_of(i))).collect(),
            stops: folder.checkpoints.len(),
            exclusions: event.exclusions().len(),
            measures: measured.count(),
            adjustments: event.adjustments().len(),
            marks: marks(folder),
        }
    }
}

/// How many marks a folder brings.
fn marks(folder: &EventFolder) -> usize {
    let event = &folder.event;
    let (judges, entries) = (event.judges().len(), event.entries().len());
    let cells = (0..event.rules().components.len())
        .flat_map(|component| (0..judges).map(move |judge| (component, judge)))
        .flat_map(|(component, judge)| (0..entries).map(move |entry| Cell { component, judge, entry }));
    cells.map(|cell| event.values(cell).unwrap_or_default().iter().filter(|&&value| value != BLANK).count()).sum()
}
