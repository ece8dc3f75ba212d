//! What in a rules file names something else by its id: renamed with it, and taken away where it is there no more.

use std::collections::BTreeSet;

use toml_edit::{Item, Key, TableLike, Value};

use super::offers::{judging, ties};
use super::set::{drop_value, take_away};
use super::shape::Scope;
use super::way::{below, find, rows, said, steps, table_mut, written};

/// An id that was changed.
#[derive(Debug, Clone)]
pub(super) struct Renamed {
    /// The way to the row whose id it is.
    pub way: String,
    pub was: String,
    pub is: String,
}

/// Changes whatever names a row by the id that it had.
pub(super) fn rename(root: &mut dyn TableLike, renamed: &Renamed) {
    let way: Vec<&str> = steps(&renamed.way).collect();
    let (was, is) = (renamed.was.as_str(), renamed.is.as_str());
    match way.as_slice() {
        ["group", _] => {
            for part in components(root) {
                in_list(root, &part, "groups", |id| (id == was).then(|| is.to_owned()));
                rename_key(root, &below(&part, "aggregate.group"), was, is);
            }
            in_ties(root, |kind, path| {
                let (part, group) = path.split_once('.')?;
                (kind == "group" && group == was).then(|| format!("group:{part}.{is}"))
            });
        }
        ["component", _] => {
            in_ties(root, |kind, path| {
                let (part, rest) = path.split_once('.').map_or((path, None), |(part, rest)| (part, Some(rest)));
                let rest = rest.map(|rest| format!(".{rest}")).unwrap_or_default();
                (["component", "criterion", "group"].contains(&kind) && part == was)
                    .then(|| format!("{kind}:{is}{rest}"))
            });
            for award in 0..rows(root, "award").len() {
                let by = |text: &str| (text == format!("component:{was}")).then(|| format!("component:{is}"));
                in_list(root, &format!("award.{award}"), "by", by);
            }
        }
        ["component", part, "criterion", _] => {
            let id = find(root, &format!("component.{part}")).and_then(|found| found.table());
            let id = id.map(|table| written(table, "id")).unwrap_or_default();
            in_ties(root, |kind, path| {
                (kind == "criterion" && *path == format!("{id}.{was}")).then(|| format!("criterion:{id}.{is}"))
            });
        }
        ["component", part, "grade", _] => {
            for table in with_grades(root, part) {
                in_list(root, &table, "of", |id| (id == was).then(|| is.to_owned()));
            }
        }
        _ => {}
    }
}

/// The ways of all components.
fn components(root: &dyn TableLike) -> Vec<String> {
    (0..rows(root, "component").len()).map(|row| format!("component.{row}")).collect()
}

/// The ways of the tables of a component that name grades.
fn with_grades(root: &dyn TableLike, part: &str) -> Vec<String> {
    let steps = format!("component.{part}.steps");
    let overrides = find(root, &steps).and_then(|found| found.table()).map_or(0, |table| rows(table, "override").len());
    let overrides = (0..overrides).map(|row| format!("{steps}.override.{row}")).collect::<Vec<_>>();
    [steps].into_iter().chain(overrides).collect()
}

/// Changes words of a list, or the one word that stands in its place.
fn in_list(root: &mut dyn TableLike, table: &str, key: &str, new: impl Fn(&str) -> Option<String>) {
    let Some(Item::Value(found)) = table_mut(root, table).and_then(|table| table.get_mut(key)) else { return };
    let change = |value: &mut Value| {
        if let Some(text) = value.as_str().and_then(&new) {
            let decor = value.decor().clone();
            *value = Value::from(text);
            *value.decor_mut() = decor;
        }
    };
    match found {
        Value::Array(values) => values.iter_mut().for_each(change),
        value => change(value),
    }
}

/// Changes what parts equal totals, by its kind and what it names.
fn in_ties(root: &mut dyn TableLike, new: impl Fn(&str, &str) -> Option<String>) {
    in_list(root, "ranking", "tie_break", |text| text.split_once(':').and_then(|(kind, path)| new(kind, path)));
}

/// Gives what stands under a key another one; where it stands, and what stands beside it, stays.
fn rename_key(root: &mut dyn TableLike, table: &str, was: &str, is: &str) {
    let Some(table) = table_mut(root, table) else { return };
    if table.contains_key(is) || !table.contains_key(was) {
        return;
    }
    let keys: Vec<String> = table.iter().map(|(key, _)| key.to_owned()).collect();
    let taken: Vec<(Key, Item)> = keys
        .iter()
        .filter_map(|key| {
            let mut name = table.key(key)?.clone();
            if key == was {
                name = Key::new(is)
                    .with_leaf_decor(name.leaf_decor().clone())
                    .with_dotted_decor(name.dotted_decor().clone());
            }
            Some((name, table.remove(key)?))
        })
        .collect();
    for (key, item) in taken {
        table.entry_format(&key).or_insert(item);
    }
}

/// What a text may name.
#[derive(Debug, Default)]
pub(super) struct Names {
    ties: BTreeSet<String>,
    groups: BTreeSet<String>,
    /// By component and grade, by component and group that judges it.
    grades: BTreeSet<(String, String)>,
}

impl Names {
    pub fn of(root: &dyn TableLike) -> Self {
        let mut names = Self {
            ties: ties(root).into_iter().map(|(key, _)| key).collect(),
            groups: rows(root, "group").into_iter().map(|group| written(group, "id")).collect(),
            grades: BTreeSet::new(),
        };
        for part in rows(root, "component") {
            let id = written(part, "id");
            names.grades.extend(rows(part, "grade").into_iter().map(|grade| (id.clone(), written(grade, "id"))));
        }
        names
    }
}

/// Takes away whatever named something that was there before and is not now; gives it in words of the file.
pub(super) fn drop_dangling(root: &mut dyn TableLike, before: &Names) -> Vec<String> {
    let after = Names::of(root);
    let mut gone = Vec::new();
    let is_gone = |key: &str| before.ties.contains(key) && !after.ties.contains(key);
    gone.extend(drop_from(root, "ranking", "tie_break", is_gone));
    for award in 0..rows(root, "award").len() {
        gone.extend(drop_from(root, &format!("award.{award}"), "by", is_gone));
    }
    let no_group = |id: &str| before.groups.contains(id) && !after.groups.contains(id);
    for (row, part) in components(root).into_iter().enumerate() {
        drop_from(root, &part, "groups", no_group);
        let id = rows(root, "component").get(row).map(|table| written(*table, "id")).unwrap_or_default();
        let no_grade = |grade: &str| {
            let pair = (id.clone(), grade.to_owned());
            before.grades.contains(&pair) && !after.grades.contains(&pair)
        };
        for table in with_grades(root, &row.to_string()) {
            drop_from(root, &table, "of", no_grade);
        }
        let judging = rows(root, "component").get(row).map(|table| judging(&Scope::root(root).inside(Some(*table))));
        let judging = judging.unwrap_or_default();
        let said = table_mut(root, &below(&part, "aggregate.group"));
        let Some(said) = said else { continue };
        let ids: Vec<String> = said.iter().map(|(id, _)| id.to_owned()).collect();
        for id in ids.into_iter().filter(|id| before.groups.contains(id) && !judging.contains(id)) {
            said.remove(&id);
            gone.push(format!("“{id}”另设的汇总办法"));
        }
    }
    gone
}

/// Takes values out of a list, or the one that stands in its place; gives those that are gone.
fn drop_from(root: &mut dyn TableLike, table: &str, key: &str, is_gone: impl Fn(&str) -> bool) -> Vec<String> {
    let mut gone = Vec::new();
    let Some(table) = table_mut(root, table) else { return gone };
    let is_empty = match table.get_mut(key) {
        Some(Item::Value(Value::Array(values))) => {
            for index in (0..values.len()).rev() {
                let text = values.get(index).map(said).unwrap_or_default();
                if is_gone(&text) {
                    drop_value(values, index);
                    gone.push(text);
                }
            }
            values.is_empty() && !gone.is_empty()
        }
        Some(Item::Value(value)) if is_gone(&said(value)) => {
            gone.push(said(value));
            true
        }
        Some(_) | None => false,
    };
    if is_empty {
        take_away(table, key);
    }
    gone.reverse();
    gone
}
