//! What the form is made of: the tables of a rules file, their keys, in which words and with which widget they are shown,
//! and when. One description, from which the pages draw, from which what was sent is written, and which the tests walk.

use toml_edit::TableLike;

use super::way::{listed, rows, written};
use super::widget::Widget;

/// A key of a table.
#[derive(Debug)]
pub struct Field {
    pub key: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// What it does, where the words alone do not say so.
    pub hint: &'static str,
    pub widget: Widget,
    /// Whether it means something where it stands.
    pub when: When,
}

/// A key, in one line of the tables in which the form is written down.
pub(super) const fn field(
    key: &'static str,
    label: &'static str,
    widget: Widget,
    when: When,
    hint: &'static str,
) -> Field {
    Field { key, label, hint, widget, when }
}

/// Whether something means anything where it stands.
pub type When = fn(&Scope<'_>) -> bool;

/// How a table stands in the one above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Once; made when one of its keys is filled in.
    Once,
    /// Once, and only where somebody wants it: that it is there means something.
    Wanted,
    /// As rows.
    Rows,
    /// Once for each group that judges.
    ByGroup,
}

/// A table.
#[derive(Debug)]
pub struct Shape {
    pub key: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    pub how: How,
    pub fields: &'static [Field],
    pub parts: &'static [Shape],
    pub when: When,
    /// What a row, or a table that is wanted, begins with; `{id}` stands for an id of its own. Empty lines are none.
    pub begins: &'static str,
}

/// Where in the text something stands: the tables above it, the outermost first. One that is not written has nothing in
/// it.
pub struct Scope<'d> {
    tables: Vec<Option<&'d dyn TableLike>>,
}

impl<'d> Scope<'d> {
    pub fn root(root: &'d dyn TableLike) -> Self {
        Self { tables: vec![Some(root)] }
    }

    /// The scope of a table in this one.
    pub fn inside(&self, table: Option<&'d dyn TableLike>) -> Self {
        Self { tables: self.tables.iter().copied().chain([table]).collect() }
    }

    /// The table itself.
    pub fn table(&self) -> Option<&'d dyn TableLike> {
        self.tables.last().copied().flatten()
    }

    /// The whole file.
    pub fn file(&self) -> Option<&'d dyn TableLike> {
        self.tables.first().copied().flatten()
    }

    /// The table of a depth: 1 is the component, the award and so on, 2 is the table in it.
    fn at(&self, depth: usize) -> Option<&'d dyn TableLike> {
        self.tables.get(depth).copied().flatten()
    }

    /// What a key of the table says.
    pub fn says(&self, key: &str) -> String {
        self.table().map(|table| written(table, key)).unwrap_or_default()
    }

    pub fn has(&self, key: &str) -> bool {
        self.table().is_some_and(|table| table.get(key).is_some_and(|item| !item.is_none()))
    }

    /// What a key of the component says.
    pub fn component(&self, key: &str) -> String {
        self.at(1).map(|table| written(table, key)).unwrap_or_default()
    }

    /// The values of a list of the component; `None` where it is not there.
    pub fn component_list(&self, key: &str) -> Option<Vec<String>> {
        let component = self.at(1)?;
        component.contains_key(key).then(|| listed(component, key))
    }

    /// What a key of a table of the component says.
    pub fn of_component(&self, table: &str, key: &str) -> String {
        let table = self.at(1).and_then(|component| component.get(table)?.as_table_like());
        table.map(|table| written(table, key)).unwrap_or_default()
    }

    /// Whether the component has a table.
    pub fn component_has(&self, table: &str) -> bool {
        self.at(1).is_some_and(|component| component.get(table).is_some_and(|item| !item.is_none()))
    }

    /// What a key of a table of the file says.
    pub fn of_file(&self, table: &str, key: &str) -> String {
        let table = self.file().and_then(|file| file.get(table)?.as_table_like());
        table.map(|table| written(table, key)).unwrap_or_default()
    }

    pub fn is_kind(&self, kinds: &[&str]) -> bool {
        kinds.contains(&self.component("kind").as_str())
    }

    /// Whether judges score the component.
    pub fn is_judged(&self) -> bool {
        self.is_kind(&["marks", "ranking", "grades", "votes"])
    }

    /// How the lists of the component are aggregated, where nothing else is said of a group.
    pub fn method(&self) -> String {
        self.of_component("aggregate", "method")
    }

    /// Whether a group of the component drops marks by its own table.
    pub fn some_group_trims(&self) -> bool {
        let aggregate = self.at(1).and_then(|component| component.get("aggregate")?.as_table_like());
        let groups = aggregate.and_then(|aggregate| aggregate.get("group")?.as_table_like());
        groups.is_some_and(|groups| {
            groups
                .iter()
                .any(|(_, group)| group.as_table_like().is_some_and(|group| written(group, "method") == "trimmed-mean"))
        })
    }

    /// Whether some component of the file is so.
    pub fn some_component(&self, holds: impl Fn(&Scope<'d>) -> bool) -> bool {
        let rows = self.file().map(|file| rows(file, "component")).unwrap_or_default();
        rows.into_iter().any(|row| holds(&Self { tables: vec![self.file(), Some(row)] }))
    }

    /// How many groups there are.
    pub fn groups(&self) -> usize {
        self.file().map(|file| rows(file, "group").len()).unwrap_or_default()
    }
}

/// Always.
pub fn always(_: &Scope<'_>) -> bool {
    true
}
