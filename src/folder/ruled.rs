//! What people ruled on: decisions among entries that share a place, and broken limits that were let stand.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::columns::{ACCEPTANCES, DECISIONS};
use super::fault::{Fault, Faults, Problem};
use super::ids::Directory;
use super::source::Source;
use super::table::read;
use crate::scoring::event::{Acceptance, Decision};

pub(super) fn decisions(source: &dyn Source, ids: &Directory, faults: &mut Faults) -> Vec<Decision> {
    const FILE: &str = "decisions.csv";
    let (mut decisions, mut seen): (Vec<Decision>, _) = (Vec::new(), HashMap::new());
    let mut lines: HashMap<String, usize> = HashMap::new();
    let before = faults.len();
    read(source, FILE, &DECISIONS, faults, |row| {
        let entry = ids.entries.find(row, 0);
        let order = row.required(1).and_then(|_| row.order(1));
        let tie = row.get(3);
        lines.entry(tie.to_owned()).or_insert(row.line);
        let key = if tie.is_empty() { row.get(0).to_owned() } else { [tie, row.get(0)].join(" / ") };
        let new = ids.entries.takes(row.get(0)) && row.first_time(&mut seen, 0, &key);
        if let (Some(entry), Some(order), true) = (entry, order, new) {
            decisions.push(Decision {
                tie: tie.to_owned(),
                entry,
                order,
                reason: row.get(2).to_owned(),
                cause: String::new(),
            });
        }
    });
    if faults.len() > before {
        // a row that was not read may be what tells two decisions apart
        return decisions;
    }
    let mut named: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for row in decisions.iter().filter(|row| !row.tie.is_empty()) {
        named.entry(&row.tie).or_default().insert(row.entry);
    }
    let mut first: HashMap<&BTreeSet<usize>, &str> = HashMap::new();
    let mut named: Vec<_> = named.iter().collect();
    named.sort_by_key(|(tie, _)| lines.get(**tie).copied());
    for (tie, entries) in named {
        if let Some(other) = first.insert(entries, tie) {
            let problem = Problem::SameTie { found: (*tie).to_owned(), first: other.to_owned() };
            let line = lines.get(*tie).copied().unwrap_or(1);
            faults.push(Fault { file: FILE.to_owned(), line, place: "tie".to_owned(), problem });
        }
    }
    decisions
}

pub(super) fn acceptances(source: &dyn Source, ids: &Directory, faults: &mut Faults) -> Vec<Acceptance> {
    let (mut acceptances, mut seen) = (Vec::new(), HashMap::new());
    read(source, "acceptances.csv", &ACCEPTANCES, faults, |row| {
        let judge = ids.judges.find(row, 0);
        let component = ids.components.find(row, 1);
        let key = [row.get(0), row.get(1)].join(" / ");
        let known = ids.judges.takes(row.get(0)) && ids.components.takes(row.get(1));
        let new = known && row.first_time(&mut seen, 0, &key);
        if let (Some(judge), Some(component), true) = (judge, component, new) {
            acceptances.push(Acceptance { judge, component, reason: row.get(2).to_owned(), cause: String::new() });
        }
    });
    acceptances
}
