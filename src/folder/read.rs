//! Reads the files of an event folder in the order in which they depend on each other.

use std::collections::HashMap;
use std::io::Read;

use rust_decimal::Decimal;
use sha2::{Digest, Sha256};

use super::columns::{
    ADJUSTMENT_KINDS, ADJUSTMENTS, CHECKPOINTS, COMMENTS, ENTRIES, EXCLUSION_KINDS, EXCLUSIONS, JUDGES, MEASURES,
};
use super::event_folder::{Checkpoint, Comment, EventFolder};
use super::fault::{Fault, Faults, Problem, nearest};
use super::fields::{self, Listed, Stage};
use super::ids::{Directory, Ids};
use super::rules::Reading;
use super::source::{Files, RULES_FILE, Source};
use super::table::{Column, Extent, Row, read};
use super::{ruled, rules, scores, size};
use crate::scoring::card::MarkFault;
use crate::scoring::event::{Adjustment, AdjustmentKind, Entry, Event, Exclusion, Judge};
use crate::scoring::number;
use crate::scoring::rules::{Component, Kind, Rules};

/// Reads an event folder that this program wrote, exactly as it stands: file names and their bytes.
///
/// # Errors
/// Every fault that was found.
pub fn read_files(files: &Files) -> Result<EventFolder, Vec<Fault>> {
    folder(files, Stage::Complete)
}

/// Reads an event folder whose lists are still being made: what one row after the other comes to, such as panels that only
/// one of two lists has yet, is no fault.
///
/// # Errors
/// Every other fault that was found.
pub fn read_draft(files: &Files) -> Result<EventFolder, Vec<Fault>> {
    folder(files, Stage::Draft)
}

pub(super) fn folder(source: &dyn Source, stage: Stage) -> Result<EventFolder, Vec<Fault>> {
    let (rules_text, mut reading) = rules_file(source);
    let mut faults = std::mem::take(&mut reading.faults);
    let (entries, entry_ids) = entries(source, &reading.classes, &mut faults);
    let (judges, judge_ids) = judges(source, &reading.groups, &mut faults);
    let fields_clear = fields::check(&reading, &entries, &judges, stage, &mut faults);
    let ids = Directory {
        entries: entry_ids,
        judges: judge_ids,
        components: reading.components,
        items: reading.items,
        veto_items: reading.veto_items,
        fields_clear,
    };
    let exclusions = exclusions(source, &ids, &mut faults);
    let adjustments = adjustments(source, &ids, &mut faults);
    let decisions = ruled::decisions(source, &ids, &mut faults);
    let acceptances = ruled::acceptances(source, &ids, &mut faults);
    let checkpoints = checkpoints(source, &ids, &mut faults);
    let comments = comments(source, &reading.rules, &ids, &mut faults);
    if let Some(fault) = size::too_many_cells(&reading.rules, &judges.rows, entries.rows.len()) {
        faults.push(fault);
        return Err(faults);
    }
    let mut event =
        Event::new(reading.rules, entries.rows, judges.rows, exclusions, adjustments, decisions).accepting(acceptances);
    measures(source, &mut event, &ids, &mut faults);
    scores::read_scores(source, &mut event, &ids, &mut faults);
    if stage == Stage::Complete {
        fields::votes(&event, &judges.lines, ids.entries.is_open(), &mut faults);
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let rules_sha256 = hex::encode(Sha256::digest(rules_text.as_bytes()));
    Ok(EventFolder { event, checkpoints, comments, rules_text, rules_sha256, remarks: reading.remarks })
}

/// The text of the rules file and what it says. A file from elsewhere goes by its own name in its
/// faults, and by all of its path where it cannot be read.
fn rules_file(source: &dyn Source) -> (String, Reading) {
    let path = source.rules_path();
    let unread = |line, problem, file: String| {
        let fault = Fault { file, line, place: String::new(), problem };
        (String::new(), rules::unread(fault))
    };
    let mut bytes = Vec::new();
    let problem = match source.open(RULES_FILE) {
        Ok(None) => Some(Problem::MissingFile),
        Err(error) => Some(Problem::Unreadable(error.to_string())),
        Ok(Some(mut file)) => file.read_to_end(&mut bytes).err().map(|error| Problem::Unreadable(error.to_string())),
    };
    if let Some(problem) = problem {
        return unread(1, problem, path.display().to_string());
    }
    let name = path.file_name().map_or_else(|| RULES_FILE.to_owned(), |name| name.to_string_lossy().into_owned());
    match String::from_utf8(bytes) {
        Ok(text) => {
            let reading = rules::read(&name, text.strip_prefix('\u{feff}').unwrap_or(&text));
            (text, reading)
        }
        Err(error) => {
            let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = 1 + before.iter().filter(|&&b| b == b'\n').count();
            unread(line, Problem::Encoding { allowed: "UTF-8" }, name)
        }
    }
}

/// Notes what a file that must be there lacks.
fn require(file: &str, columns: &[Column], extent: Extent, faults: &mut Faults) {
    let problem = match extent {
        Extent::Absent => Problem::MissingFile,
        Extent::Empty => {
            let needed = columns.iter().filter(|column| !column.optional);
            Problem::EmptyFile { columns: needed.map(|c| format!("{}（{}）", c.name, c.chinese)).collect() }
        }
        Extent::Partial | Extent::Whole => return,
    };
    faults.push(Fault { file: file.to_owned(), line: 1, place: String::new(), problem });
}

fn entries(source: &dyn Source, classes: &Ids, faults: &mut Faults) -> (Listed<Entry>, Ids) {
    const FILE: &str = "entries.csv";
    let (mut entries, mut lines) = (Vec::new(), Vec::new());
    let (mut seen, mut ids, before) = (HashMap::new(), Ids::default(), faults.len());
    let extent = read(source, FILE, &ENTRIES, faults, |row| {
        let class = if row.get(7).is_empty() { None } else { classes.find(row, 7) };
        let order = row.order(8);
        let Some(id) = row.required(0) else { return };
        if !row.first_time(&mut seen, 0, id) {
            return;
        }
        ids.define(id, Some(entries.len()));
        lines.push(row.line);
        entries.push(Entry {
            id: id.to_owned(),
            name: row.get(1).to_owned(),
            unit: row.get(2).to_owned(),
            unit_type: row.get(3).to_owned(),
            site: row.get(4).to_owned(),
            theme: row.get(5).to_owned(),
            track: row.get(6).to_owned(),
            class,
            order,
            summary: row.get(9).to_owned(),
            panel: row.get(10).to_owned(),
        });
    });
    require(FILE, &ENTRIES, extent, faults);
    if entries.is_empty() && faults.len() == before {
        faults.push(Fault { file: FILE.to_owned(), line: 1, place: String::new(), problem: Problem::NoRows });
    }
    if extent != Extent::Whole || entries.is_empty() {
        ids.leave_open();
    }
    (Listed { rows: entries, lines, open: ids.is_open() }, ids)
}

fn judges(source: &dyn Source, groups: &Ids, faults: &mut Faults) -> (Listed<Judge>, Ids) {
    const FILE: &str = "judges.csv";
    let (mut judges, mut lines, mut open) = (Vec::new(), Vec::new(), false);
    let (mut seen, mut ids) = (HashMap::new(), Ids::default());
    let extent = read(source, FILE, &JUDGES, faults, |row| {
        let group = groups.find(row, 3);
        let Some(id) = row.required(0) else { return };
        if !row.first_time(&mut seen, 0, id) {
            return;
        }
        // a judge whose group is not known is known all the same
        ids.define(id, group.map(|_| judges.len()));
        open |= group.is_none();
        if let Some(group) = group {
            let [id, name, unit, panel] = [id, row.get(1), row.get(2), row.get(4)].map(str::to_owned);
            lines.push(row.line);
            judges.push(Judge { id, name, unit, group, panel });
        }
    });
    require(FILE, &JUDGES, extent, faults);
    if extent != Extent::Whole {
        ids.leave_open();
    }
    (Listed { rows: judges, lines, open: open || ids.is_open() }, ids)
}

/// The kind that a cell names, in either language.
fn kind<T: Copy>(row: &Row<'_>, column: usize, kinds: &[(&str, &str, T)]) -> Option<T> {
    let word = row.required(column)?;
    let found = kinds.iter().find(|(name, chinese, _)| *name == word || *chinese == word);
    if found.is_none() {
        let words = || kinds.iter().flat_map(|(name, chinese, _)| [*name, *chinese]);
        let allowed = words().map(str::to_owned).collect();
        row.fault(column, Problem::NotOneOf { found: word.to_owned(), allowed, nearest: nearest(word, words()) });
    }
    found.map(|(_, _, kind)| *kind)
}

fn exclusions(source: &dyn Source, ids: &Directory, faults: &mut Faults) -> Vec<Exclusion> {
    let mut exclusions = Vec::new();
    read(source, "exclusions.csv", &EXCLUSIONS, faults, |row| {
        let judge = ids.judges.find(row, 0);
        let component = ids.components.find_or_all(row, 1);
        let entry = ids.entries.find_or_all(row, 2);
        let kind = kind(row, 3, &EXCLUSION_KINDS);
        if let (Some(judge), Some(component), Some(entry), Some(kind)) = (judge, component, entry, kind) {
            exclusions.push(Exclusion { judge, component, entry, kind, reason: row.get(4).to_owned() });
        }
    });
    exclusions
}

/// The plain number of a cell; anything else is a fault.
fn figure(row: &Row<'_>, column: usize) -> Option<Decimal> {
    let text = row.required(column)?;
    match number::parse(text) {
        Ok(value) => Some(value),
        Err(fault) => {
            row.fault(column, Problem::Mark { found: text.to_owned(), fault: MarkFault::Number(fault) });
            None
        }
    }
}

fn adjustments(source: &dyn Source, ids: &Directory, faults: &mut Faults) -> Vec<Adjustment> {
    let mut adjustments = Vec::new();
    read(source, "adjustments.csv", &ADJUSTMENTS, faults, |row| {
        let entry = ids.entries.find(row, 0);
        let kind = kind(row, 1, &ADJUSTMENT_KINDS);
        let veto = kind == Some(AdjustmentKind::Veto);
        // a veto's item is one of its own list, where there is one
        let listed = if veto && !ids.veto_items.is_empty() { &ids.veto_items } else { &ids.items };
        let is_free = listed.is_empty() || (veto && ids.veto_items.is_empty() && row.get(2).is_empty());
        if !is_free {
            listed.find(row, 2);
        }
        let points = points(row, kind);
        if let (Some(entry), Some(kind), Some(points)) = (entry, kind, points) {
            let (item, reason) = (row.get(2).to_owned(), row.get(4).to_owned());
            adjustments.push(Adjustment { entry, kind, item, points, reason });
        }
    });
    adjustments
}

/// The points of an adjustment. A veto needs none; those that it has are not counted.
fn points(row: &Row<'_>, kind: Option<AdjustmentKind>) -> Option<Decimal> {
    let needed = match kind {
        Some(AdjustmentKind::Bonus | AdjustmentKind::Deduction) => true,
        Some(AdjustmentKind::Veto) | None => false,
    };
    if !needed && row.get(3).is_empty() {
        return Some(Decimal::ZERO);
    }
    let points = figure(row, 3)?;
    if points <= Decimal::ZERO {
        let allowed = if needed { "大于 0，加或减由类型决定" } else { "大于 0，或不写" };
        row.fault(3, Problem::Impossible { found: row.get(3).to_owned(), allowed: allowed.to_owned() });
        return None;
    }
    Some(if needed { points } else { Decimal::ZERO })
}

fn checkpoints(source: &dyn Source, ids: &Directory, faults: &mut Faults) -> Vec<Checkpoint> {
    let (mut checkpoints, mut seen) = (Vec::new(), HashMap::new());
    read(source, "checkpoints.csv", &CHECKPOINTS, faults, |row| {
        let entry = ids.entries.find(row, 0);
        let order = row.order(1);
        let new = ids.entries.takes(row.get(0)) && row.first_time(&mut seen, 0, row.get(0));
        if let (Some(entry), true) = (entry, new) {
            let (planned_arrival, planned_departure) = (row.get(2).to_owned(), row.get(3).to_owned());
            checkpoints.push(Checkpoint {
                entry,
                order,
                planned_arrival,
                planned_departure,
                look_at: row.get(4).to_owned(),
            });
        }
    });
    checkpoints
}

fn comments(source: &dyn Source, rules: &Rules, ids: &Directory, faults: &mut Faults) -> Vec<Comment> {
    let (mut comments, mut seen) = (Vec::new(), HashMap::new());
    read(source, "comments.csv", &COMMENTS, faults, |row| {
        let judge = ids.judges.find(row, 0);
        let component = ids.components.find(row, 1);
        let entry = ids.entries.find(row, 2);
        let criterion = match row.get(4) {
            "" => Some(None),
            id => component.and_then(|component| line_of(row, &rules.components[component], id)).map(Some),
        };
        let [one, two, three, four] = [row.get(0), row.get(1), row.get(2), row.get(4)];
        let key = if four.is_empty() { [one, two, three].join(" / ") } else { [one, two, three, four].join(" / ") };
        let new = ids.judges.takes(one)
            && ids.components.takes(two)
            && ids.entries.takes(three)
            && row.first_time(&mut seen, 0, &key);
        if let (Some(judge), Some(component), Some(entry), Some(criterion), true) =
            (judge, component, entry, criterion, new)
        {
            comments.push(Comment { judge, component, entry, criterion, comment: row.get(3).to_owned() });
        }
    });
    comments
}

/// The criterion that a comment is about.
fn line_of(row: &Row<'_>, part: &Component, id: &str) -> Option<usize> {
    let found = part.criteria().iter().position(|criterion| criterion.id == id);
    if found.is_none() {
        let ids = || part.criteria().iter().map(|criterion| criterion.id.as_str());
        let allowed = ids().map(str::to_owned).collect();
        row.fault(4, Problem::NotOneOf { found: id.to_owned(), allowed, nearest: nearest(id, ids()) });
    }
    found
}

pub(super) fn measures(source: &dyn Source, event: &mut Event, ids: &Directory, faults: &mut Faults) {
    let mut seen = HashMap::new();
    read(source, "measures.csv", &MEASURES, faults, |row| {
        let component = ids.components.find(row, 0);
        let entry = ids.entries.find(row, 1);
        let components = &event.rules().components;
        let range = match component.map(|component| &components[component].kind) {
            Some(Kind::Measure { min, max, normalise }) => Some((*min, *max, normalise.divides_by_value())),
            Some(Kind::Marks { .. } | Kind::Ranking { .. } | Kind::Grades { .. } | Kind::Votes { .. }) => {
                let measures = components.iter().filter(|c| matches!(c.kind, Kind::Measure { .. }));
                let allowed = measures.map(|c| c.id.clone()).collect();
                row.fault(0, Problem::NotOneOf { found: row.get(0).to_owned(), allowed, nearest: None });
                return;
            }
            None => None,
        };
        let known = ids.components.takes(row.get(0)) && ids.entries.takes(row.get(1));
        let new = !known || row.first_time(&mut seen, 1, &[row.get(0), row.get(1)].join(" / "));
        if !new || row.get(2).is_empty() {
            return;
        }
        let (Some(value), Some((min, max, divides))) = (figure(row, 2), range) else { return };
        if divides && value.is_zero() {
            let allowed = "不为 0：越小越好的比例（top-ratio）要除以它".to_owned();
            row.fault(2, Problem::Impossible { found: row.get(2).to_owned(), allowed });
        } else if value < min || max.is_some_and(|max| value > max) {
            let most = max.map_or_else(String::new, |max| format!(" 且不大于 {}", max.normalize()));
            let allowed = format!("不小于 {}{most}", min.normalize());
            row.fault(2, Problem::Impossible { found: row.get(2).to_owned(), allowed });
        } else if let (Some(component), Some(entry)) = (component, entry) {
            event.set_measure(component, entry, Some(value));
        }
    });
}
