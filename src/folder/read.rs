//! Reads the files of an event folder in the order in which they depend on each other.

use std::collections::HashMap;
use std::io::Read;

use sha2::{Digest, Sha256};

use super::fault::{Fault, Problem, nearest, whole};
use super::table::{Column, Row, column, optional, read};
use super::{Checkpoint, Comment, EventFolder, Faults, RULES_FILE, Source, rules, scores};
use crate::scoring::card::MarkFault;
use crate::scoring::event::{Adjustment, AdjustmentKind, Decision, Entry, Event, Exclusion, ExclusionKind, Judge};
use crate::scoring::number;
use crate::scoring::rules::{Kind, Rules};

pub(super) const ENTRIES: [Column; 10] = [
    column("entry", "编号"),
    column("name", "项目名称"),
    column("unit", "申报单位"),
    optional("unit_type", "单位类型"),
    optional("site", "观摩点"),
    optional("theme", "主题"),
    optional("track", "组别"),
    optional("class", "类别"),
    optional("order", "顺序"),
    optional("summary", "简介"),
];
pub(super) const JUDGES: [Column; 4] =
    [column("judge", "评委"), column("name", "姓名或席位"), column("unit", "所在单位"), column("group", "评委组")];
pub(super) const EXCLUSIONS: [Column; 5] = [
    column("judge", "评委"),
    column("component", "环节"),
    column("entry", "编号"),
    column("kind", "类型"),
    column("reason", "原因"),
];
pub(super) const MEASURES: [Column; 3] =
    [column("component", "环节"), column("entry", "编号"), column("value", "得分")];
pub(super) const ADJUSTMENTS: [Column; 5] = [
    column("entry", "编号"),
    column("kind", "类型"),
    column("item", "事项"),
    column("points", "分值"),
    column("reason", "原因"),
];
pub(super) const DECISIONS: [Column; 3] = [column("entry", "编号"), column("order", "次序"), column("reason", "原因")];
pub(super) const CHECKPOINTS: [Column; 5] = [
    column("entry", "编号"),
    column("order", "顺序"),
    column("planned_arrival", "计划到达"),
    column("planned_departure", "计划离开"),
    column("look_at", "看点"),
];
pub(super) const COMMENTS: [Column; 4] =
    [column("judge", "评委"), column("component", "环节"), column("entry", "编号"), column("comment", "评语")];

/// Words of a kind, in English and Chinese.
pub(super) const EXCLUSION_KINDS: [(&str, &str, ExclusionKind); 3] = [
    ("recused", "回避", ExclusionKind::Recused),
    ("absent", "缺席", ExclusionKind::Absent),
    ("void", "作废", ExclusionKind::Void),
];
pub(super) const ADJUSTMENT_KINDS: [(&str, &str, AdjustmentKind); 3] = [
    ("bonus", "加分", AdjustmentKind::Bonus),
    ("deduction", "减分", AdjustmentKind::Deduction),
    ("veto", "否决", AdjustmentKind::Veto),
];

/// Ids of one kind with their indices, and how an unknown one is a fault.
#[derive(Debug, Default)]
pub(super) struct Ids(HashMap<String, usize>);

impl Ids {
    fn of<'i>(ids: impl Iterator<Item = &'i str>) -> Self {
        Self(ids.enumerate().map(|(index, id)| (id.to_owned(), index)).collect())
    }

    pub fn get(&self, id: &str) -> Option<usize> {
        self.0.get(id).copied()
    }

    /// The index of an id in a column; an unknown one is a fault.
    pub fn find(&self, row: &Row<'_>, column: usize) -> Option<usize> {
        let id = row.required(column)?;
        let found = self.get(id);
        if found.is_none() {
            let mut allowed: Vec<String> = self.0.keys().cloned().collect();
            allowed.sort_unstable();
            let nearest = nearest(id, allowed.iter().map(String::as_str));
            if allowed.len() > 20 {
                allowed.truncate(20);
                allowed.push("…".to_owned());
            }
            row.fault(column, Problem::NotOneOf { found: id.to_owned(), allowed, nearest });
        }
        found
    }

    /// As [`Ids::find`]; an empty cell means all.
    fn find_or_all(&self, row: &Row<'_>, column: usize) -> Option<Option<usize>> {
        if row.get(column).is_empty() { Some(None) } else { self.find(row, column).map(Some) }
    }
}

/// What ids mean in one event.
#[derive(Debug)]
pub(super) struct Directory {
    pub entries: Ids,
    pub judges: Ids,
    pub components: Ids,
}

pub(super) fn folder(source: &dyn Source) -> Result<EventFolder, Vec<Fault>> {
    let mut faults = Faults::new();
    let (rules_text, parsed) = rules_file(source, &mut faults);
    let entries = entries(source, parsed.as_ref(), &mut faults);
    let judges = judges(source, parsed.as_ref(), &mut faults);
    // the other files speak of what these three define
    let Some(rules) = parsed else { return Err(faults) };
    let ids = Directory {
        entries: Ids::of(entries.iter().map(|e| e.id.as_str())),
        judges: Ids::of(judges.iter().map(|j| j.id.as_str())),
        components: Ids::of(rules.components.iter().map(|c| c.id.as_str())),
    };
    let exclusions = exclusions(source, &ids, &mut faults);
    let adjustments = adjustments(source, &rules, &ids, &mut faults);
    let decisions = decisions(source, &ids, &mut faults);
    let checkpoints = checkpoints(source, &ids, &mut faults);
    let comments = comments(source, &ids, &mut faults);
    let mut event = Event::new(rules, entries, judges, exclusions, adjustments, decisions);
    measures(source, &mut event, &ids, &mut faults);
    scores::read_scores(source, &mut event, &ids, &mut faults);
    if !faults.is_empty() {
        return Err(faults);
    }
    let rules_sha256 = hex::encode(Sha256::digest(rules_text.as_bytes()));
    Ok(EventFolder { event, checkpoints, comments, rules_text, rules_sha256 })
}

fn rules_file(source: &dyn Source, faults: &mut Faults) -> (String, Option<Rules>) {
    let fault = |problem| Fault { file: RULES_FILE.to_owned(), line: 1, place: String::new(), problem };
    let mut bytes = Vec::new();
    let problem = match source.open(RULES_FILE) {
        Ok(None) => Problem::MissingFile,
        Err(error) => Problem::Unreadable(error.to_string()),
        Ok(Some(mut file)) => match file.read_to_end(&mut bytes) {
            Err(error) => Problem::Unreadable(error.to_string()),
            Ok(_) => match String::from_utf8(bytes) {
                Err(error) => {
                    let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
                    let line = 1 + before.iter().filter(|&&b| b == b'\n').count();
                    faults.push(Fault { line, ..fault(Problem::Encoding { allowed: "UTF-8" }) });
                    return (String::new(), None);
                }
                Ok(text) => match rules::parse(text.strip_prefix('\u{feff}').unwrap_or(&text)) {
                    Ok(rules) => return (text, Some(rules)),
                    Err(found) => {
                        faults.extend(found);
                        return (text, None);
                    }
                },
            },
        },
    };
    faults.push(fault(problem));
    (String::new(), None)
}

/// Notes an id that stands in the file already.
fn first_time(seen: &mut HashMap<String, usize>, row: &Row<'_>, column: usize, id: &str) -> bool {
    if let Some(&line) = seen.get(id) {
        row.fault(column, Problem::Duplicate { found: id.to_owned(), first: Some(line) });
        return false;
    }
    seen.insert(id.to_owned(), row.line);
    true
}

fn required(file: &str, there: bool, rows: bool, faults: &mut Faults) {
    let problem = match (there, rows) {
        (false, _) => Problem::MissingFile,
        (true, false) => Problem::NoRows,
        (true, true) => return,
    };
    faults.push(Fault { file: file.to_owned(), line: 1, place: String::new(), problem });
}

fn entries(source: &dyn Source, rules: Option<&Rules>, faults: &mut Faults) -> Vec<Entry> {
    let (mut entries, mut seen, before) = (Vec::new(), HashMap::new(), faults.len());
    let there = read(source, "entries.csv", &ENTRIES, faults, |row| {
        let Some(id) = row.required(0) else { return };
        if !first_time(&mut seen, row, 0, id) {
            return;
        }
        let class = rules.and_then(|rules| match row.get(7) {
            "" => None,
            _ => Ids::of(rules.classes.iter().map(|c| c.id.as_str())).find(row, 7),
        });
        entries.push(Entry {
            id: id.to_owned(),
            name: row.get(1).to_owned(),
            unit: row.get(2).to_owned(),
            unit_type: row.get(3).to_owned(),
            site: row.get(4).to_owned(),
            theme: row.get(5).to_owned(),
            track: row.get(6).to_owned(),
            class,
            order: order(row, 8),
            summary: row.get(9).to_owned(),
        });
    });
    required("entries.csv", there, !entries.is_empty() || faults.len() > before, faults);
    entries
}

/// The number of an `order` column; `None` where it is empty.
fn order(row: &Row<'_>, column: usize) -> Option<u32> {
    match row.get(column) {
        "" => None,
        text => match whole(text) {
            Ok(order) => Some(order),
            Err(problem) => {
                row.fault(column, problem);
                None
            }
        },
    }
}

fn judges(source: &dyn Source, rules: Option<&Rules>, faults: &mut Faults) -> Vec<Judge> {
    let groups = rules.map(|rules| Ids::of(rules.groups.iter().map(|g| g.id.as_str())));
    let (mut judges, mut seen) = (Vec::new(), HashMap::new());
    let there = read(source, "judges.csv", &JUDGES, faults, |row| {
        let Some(id) = row.required(0) else { return };
        // an unknown group is a fault; the judge is known all the same
        let group = groups.as_ref().and_then(|groups| groups.find(row, 3)).unwrap_or_default();
        if first_time(&mut seen, row, 0, id) && rules.is_some_and(|rules| !rules.groups.is_empty()) {
            let (name, unit) = (row.get(1).to_owned(), row.get(2).to_owned());
            judges.push(Judge { id: id.to_owned(), name, unit, group });
        }
    });
    required("judges.csv", there, true, faults);
    judges
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
fn figure(row: &Row<'_>, column: usize) -> Option<rust_decimal::Decimal> {
    let text = row.required(column)?;
    match number::parse(text) {
        Ok(value) => Some(value),
        Err(fault) => {
            row.fault(column, Problem::Mark { found: text.to_owned(), fault: MarkFault::Number(fault) });
            None
        }
    }
}

fn adjustments(source: &dyn Source, rules: &Rules, ids: &Directory, faults: &mut Faults) -> Vec<Adjustment> {
    let items = &rules.adjustments.items;
    let known = Ids::of(items.iter().map(|item| item.id.as_str()));
    let mut adjustments = Vec::new();
    read(source, "adjustments.csv", &ADJUSTMENTS, faults, |row| {
        let entry = ids.entries.find(row, 0);
        let kind = kind(row, 1, &ADJUSTMENT_KINDS);
        let veto = kind == Some(AdjustmentKind::Veto);
        let needs_none = items.is_empty() || (veto && row.get(2).is_empty());
        if !needs_none {
            known.find(row, 2);
        }
        let points = if veto && row.get(3).is_empty() { Some(rust_decimal::Decimal::ZERO) } else { figure(row, 3) };
        if let Some(points) = points
            && (if veto { !points.is_zero() } else { points <= rust_decimal::Decimal::ZERO })
        {
            let allowed = if veto { "不写，否决没有分值" } else { "大于 0，加或减由类型决定" };
            row.fault(3, Problem::Impossible { found: row.get(3).to_owned(), allowed: allowed.to_owned() });
        }
        if let (Some(entry), Some(kind), Some(points)) = (entry, kind, points) {
            let (item, reason) = (row.get(2).to_owned(), row.get(4).to_owned());
            adjustments.push(Adjustment { entry, kind, item, points, reason });
        }
    });
    adjustments
}

fn decisions(source: &dyn Source, ids: &Directory, faults: &mut Faults) -> Vec<Decision> {
    let (mut decisions, mut seen) = (Vec::new(), HashMap::new());
    read(source, "decisions.csv", &DECISIONS, faults, |row| {
        let entry = ids.entries.find(row, 0);
        let order = row.required(1).and_then(|_| order(row, 1));
        if let (Some(entry), Some(order)) = (entry, order)
            && first_time(&mut seen, row, 0, row.get(0))
        {
            decisions.push(Decision { entry, order, reason: row.get(2).to_owned() });
        }
    });
    decisions
}

fn checkpoints(source: &dyn Source, ids: &Directory, faults: &mut Faults) -> Vec<Checkpoint> {
    let (mut checkpoints, mut seen) = (Vec::new(), HashMap::new());
    read(source, "checkpoints.csv", &CHECKPOINTS, faults, |row| {
        let entry = ids.entries.find(row, 0);
        let order = order(row, 1);
        if let Some(entry) = entry
            && first_time(&mut seen, row, 0, row.get(0))
        {
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

fn comments(source: &dyn Source, ids: &Directory, faults: &mut Faults) -> Vec<Comment> {
    let (mut comments, mut seen) = (Vec::new(), HashMap::new());
    read(source, "comments.csv", &COMMENTS, faults, |row| {
        let judge = ids.judges.find(row, 0);
        let component = ids.components.find(row, 1);
        let entry = ids.entries.find(row, 2);
        let key = [row.get(0), row.get(1), row.get(2)].join(" / ");
        if let (Some(judge), Some(component), Some(entry)) = (judge, component, entry)
            && first_time(&mut seen, row, 0, &key)
        {
            comments.push(Comment { judge, component, entry, comment: row.get(3).to_owned() });
        }
    });
    comments
}

fn measures(source: &dyn Source, event: &mut Event, ids: &Directory, faults: &mut Faults) {
    let mut seen = HashMap::new();
    read(source, "measures.csv", &MEASURES, faults, |row| {
        let component = ids.components.find(row, 0);
        let entry = ids.entries.find(row, 1);
        let (Some(component), Some(entry)) = (component, entry) else { return };
        let Kind::Measure { min, max, .. } = event.rules().components[component].kind else {
            let measures = event.rules().components.iter().filter(|c| matches!(c.kind, Kind::Measure { .. }));
            let allowed = measures.map(|c| c.id.clone()).collect();
            row.fault(0, Problem::NotOneOf { found: row.get(0).to_owned(), allowed, nearest: None });
            return;
        };
        if !first_time(&mut seen, row, 1, &[row.get(0), row.get(1)].join(" / ")) || row.get(2).is_empty() {
            return;
        }
        let Some(value) = figure(row, 2) else { return };
        if value < min || max.is_some_and(|max| value > max) {
            let most = max.map_or_else(String::new, |max| format!("且不大于 {}", max.normalize()));
            let allowed = format!("不小于 {}{most}", min.normalize());
            row.fault(2, Problem::Impossible { found: row.get(2).to_owned(), allowed });
            return;
        }
        event.set_measure(component, entry, Some(value));
    });
}
