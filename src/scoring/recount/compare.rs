//! A recount beside a result: every figure that a result prints, compared to the last digit.

use std::collections::BTreeSet;

use super::{Finding, Recount, RecountRow, fraction};
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
type BlockerKey = (BlockerKind, [Option<String>; 4]);

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
        for ((about, result), (_, recount)) in printed_columns(printed).into_iter().zip(ours) {
            if result != recount {
                found.push(disagreement(id, &about, result, recount));
            }
        }
    }
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

fn disagreement(entry: &str, about: &str, result: String, recount: String) -> Disagreement {
    Disagreement { entry: entry.to_owned(), about: about.to_owned(), result, recount }
}

fn printed_columns(row: &RankingRow) -> Vec<(String, String)> {
    let mut columns = vec![("rank".to_owned(), row.rank.clone()), ("total".to_owned(), row.total.clone())];
    columns.extend(row.components.0.iter().cloned());
    let rest = [("bonus", &row.bonus), ("deduction", &row.deduction), ("award", &row.award), ("band", &row.band)];
    columns.extend(rest.map(|(name, text)| (name.to_owned(), text.clone())));
    columns.push(("status".to_owned(), row.status.as_str().to_owned()));
    columns
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
    for (component, score) in rules.components.iter().zip(&row.components) {
        columns.push((component.id.clone(), text(score, rules.rounding.component)));
    }
    columns.push(("bonus".to_owned(), fraction::text(&row.bonus, None)));
    columns.push(("deduction".to_owned(), fraction::text(&row.deduction, None)));
    columns.push(("award".to_owned(), row.award.clone().unwrap_or_default()));
    columns.push(("band".to_owned(), row.band.clone().unwrap_or_default()));
    columns.push(("status".to_owned(), row.status.as_str().to_owned()));
    columns
}

fn key_of_blocker(blocker: &Blocker) -> BlockerKey {
    let ids = [&blocker.component, &blocker.group, &blocker.entry, &blocker.judge];
    (blocker.kind, ids.map(Clone::clone))
}

fn key_of_finding(event: &Event, finding: &Finding) -> BlockerKey {
    let rules = event.rules();
    let ids = [
        finding.component.map(|component| rules.components[component].id.clone()),
        finding.group.map(|group| rules.groups[group].id.clone()),
        finding.entry.map(|entry| event.entries()[entry].id.clone()),
        finding.judge.map(|judge| event.judges()[judge].id.clone()),
    ];
    (finding.kind, ids)
}
