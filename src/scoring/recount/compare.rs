//! A recount beside a result: every figure that a result prints, compared to the last digit.

use std::collections::{BTreeMap, BTreeSet};

use super::{Finding, Panel, Recount, RecountRow, fraction, score_stage};
use crate::scoring::event::Event;
use crate::scoring::result::{Blocker, BlockerKind, RankingRow, Report, Status};

/// A figure in which a recount and a result differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement {
    /// Id of the entry; empty where it is about the result as a whole.
    pub entry: String,
    /// What it is about: a column of the ranking, `row` or `blocker`.
    pub about: String,
    /// What the result says.
    pub result: String,
    /// What the recount says.
    pub recount: String,
}

/// What makes a blocker the same as another, by ids.
type BlockerKey = (BlockerKind, [Option<String>; 5]);

/// Everything in which a result differs from the recount of its event; nothing where they agree.
#[must_use]
pub fn disagreements(event: &Event, recount: &Recount, report: &Report) -> Vec<Disagreement> {
    let mut found = Vec::new();
    if report.ranking.len() != recount.order.len() {
        found.push(disagreement("", "row", report.ranking.len().to_string(), recount.order.len().to_string()));
    }
    for (printed, &entry) in report.ranking.iter().zip(&recount.order) {
        let id = &event.entries()[entry].id;
        if printed.entry != *id {
            found.push(disagreement(id, "row", printed.entry.clone(), id.clone()));
            continue;
        }
        let ours = columns(event, &recount.rows[entry]);
        let theirs = printed_columns(printed);
        if theirs.len() != ours.len() {
            found.push(disagreement(id, "row", theirs.len().to_string(), ours.len().to_string()));
        }
        for ((about, result), (_, recount)) in theirs.into_iter().zip(ours) {
            if result != recount {
                found.push(disagreement(id, &about, result, recount));
            }
        }
    }
    let full_marks = recount.full_marks.as_ref().map(|full| fraction::text(full, None));
    if report.full_marks != full_marks {
        let text = |figure: &Option<String>| figure.clone().unwrap_or_default();
        found.push(disagreement("", "full_marks", text(&report.full_marks), text(&full_marks)));
    }
    found.extend(balances(event, recount, report));
    let theirs: BTreeSet<BlockerKey> = report.blockers.iter().map(key_of_blocker).collect();
    let ours: BTreeSet<BlockerKey> = recount.findings.iter().map(|finding| key_of_finding(event, finding)).collect();
    for key in theirs.difference(&ours) {
        found.push(disagreement(key.1[2].as_deref().unwrap_or_default(), "blocker", format!("{key:?}"), String::new()));
    }
    for key in ours.difference(&theirs) {
        found.push(disagreement(key.1[2].as_deref().unwrap_or_default(), "blocker", String::new(), format!("{key:?}")));
    }
    if report.is_final != recount.findings.is_empty() {
        found.push(disagreement("", "final", report.is_final.to_string(), recount.findings.is_empty().to_string()));
    }
    found
}

/// How many figures of a result are compared.
#[must_use]
pub fn compared(report: &Report) -> usize {
    let rows: usize = report.ranking.iter().map(|row| printed_columns(row).len()).sum();
    let panels: usize = report.balance.values().map(|panels| 4 * panels.len()).sum();
    rows + panels + usize::from(report.full_marks.is_some())
}

fn disagreement(entry: &str, about: &str, result: String, recount: String) -> Disagreement {
    Disagreement { entry: entry.to_owned(), about: about.to_owned(), result, recount }
}

fn printed_columns(row: &RankingRow) -> Vec<(String, String)> {
    let mut columns = vec![("rank".to_owned(), row.rank.clone()), ("total".to_owned(), row.total.clone())];
    columns.extend(row.components.0.iter().cloned());
    columns.extend(row.weighted.0.iter().map(|(id, figure)| (weighted(id), figure.clone())));
    let rest = [("bonus", &row.bonus), ("deduction", &row.deduction), ("award", &row.award), ("band", &row.band)];
    columns.extend(rest.map(|(name, text)| (name.to_owned(), text.clone())));
    columns.push(("status".to_owned(), row.status.as_str().to_owned()));
    columns
}

/// What the weighted score of a component is called here.
fn weighted(component: &str) -> String {
    format!("{component}, weighted")
}

/// The same columns, from the recount.
fn columns(event: &Event, row: &RecountRow) -> Vec<(String, String)> {
    let rules = event.rules();
    let text = |value: &Option<_>, decimals| value.as_ref().map_or_else(String::new, |v| fraction::text(v, decimals));
    let total = if row.status == Status::Incomplete { String::new() } else { text(&row.total, rules.rounding.total) };
    let mut columns = vec![
        ("rank".to_owned(), row.place.map_or_else(String::new, |place| place.to_string())),
        ("total".to_owned(), total),
    ];
    for (index, (component, score)) in rules.components.iter().zip(&row.components).enumerate() {
        columns.push((component.id.clone(), text(score, score_stage(event, index))));
    }
    for (component, score) in rules.components.iter().zip(&row.weighted) {
        columns.push((weighted(&component.id), text(score, rules.rounding.component_weighted)));
    }
    columns.push(("bonus".to_owned(), fraction::text(&row.bonus, None)));
    columns.push(("deduction".to_owned(), fraction::text(&row.deduction, None)));
    columns.push(("award".to_owned(), row.awards.join(";")));
    columns.push(("band".to_owned(), row.band.clone().unwrap_or_default()));
    columns.push(("status".to_owned(), row.status.as_str().to_owned()));
    columns
}

/// Where the figures of panels differ.
fn balances(event: &Event, recount: &Recount, report: &Report) -> Vec<Disagreement> {
    let mut theirs = BTreeMap::new();
    for (component, panels) in &report.balance {
        for (panel, figures) in panels {
            let spread = figures.spread.clone().unwrap_or_default();
            let figures = [figures.mean.clone(), figures.target.clone(), figures.coefficient.clone(), spread];
            theirs.insert(format!("{component}, {panel}"), figures);
        }
    }
    let mut ours = BTreeMap::new();
    for panel in &recount.panels {
        let component = &event.rules().components[panel.component].id;
        ours.insert(format!("{component}, {}", printed_name(panel, &recount.panels)), figures(event, panel));
    }
    let mut found = Vec::new();
    for panel in theirs.keys().chain(ours.keys()).collect::<BTreeSet<_>>() {
        let (result, recount) = (theirs.get(panel), ours.get(panel));
        if result != recount {
            let text = |figures: Option<&[String; 4]>| figures.map_or_else(String::new, |figures| figures.join(", "));
            found.push(disagreement("", &format!("balance of {panel}"), text(result), text(recount)));
        }
    }
    found
}

/// A panel as a result names it: with its track where it is in several of them.
fn printed_name(panel: &Panel, all: &[Panel]) -> String {
    let alike = all.iter().filter(|other| (other.component, &other.panel) == (panel.component, &panel.panel)).count();
    match &panel.track {
        Some(track) if alike > 1 => format!("{track}/{}", panel.panel),
        _ => panel.panel.clone(),
    }
}

/// Mean, target, coefficient and spread as printed.
fn figures(event: &Event, panel: &Panel) -> [String; 4] {
    let rounding = event.rules().rounding;
    let text = |value: &Option<_>, stage| value.as_ref().map_or_else(String::new, |v| fraction::text(v, stage));
    [
        text(&panel.mean, rounding.panel_mean),
        text(&panel.target, rounding.panel_mean),
        text(&panel.coefficient, rounding.coefficient),
        text(&panel.spread, rounding.coefficient),
    ]
}

fn key_of_blocker(blocker: &Blocker) -> BlockerKey {
    let ids = [&blocker.component, &blocker.group, &blocker.entry, &blocker.judge, &blocker.panel];
    (blocker.kind, ids.map(Clone::clone))
}

fn key_of_finding(event: &Event, finding: &Finding) -> BlockerKey {
    let rules = event.rules();
    let ids = [
        finding.component.map(|component| rules.components[component].id.clone()),
        finding.group.map(|group| rules.groups[group].id.clone()),
        finding.entry.map(|entry| event.entries()[entry].id.clone()),
        finding.judge.map(|judge| event.judges()[judge].id.clone()),
        finding.panel.clone(),
    ];
    (finding.kind, ids)
}
