//! The way to a place in a rules file, `component.0.aggregate.method`: keys, and the numbers of rows from 0. It is also
//! the name of a field in the form.

use toml_edit::{Item, TableLike, Value};

/// What stands at a place.
#[derive(Clone, Copy)]
pub enum Found<'d> {
    /// A table, however it is written.
    Table(&'d dyn TableLike),
    /// Anything else.
    Item(&'d Item),
    /// A value of a list.
    Value(&'d Value),
}

impl<'d> Found<'d> {
    pub fn table(self) -> Option<&'d dyn TableLike> {
        match self {
            Self::Table(table) => Some(table),
            Self::Item(item) => item.as_table_like(),
            Self::Value(value) => value.as_inline_table().map(|table| table as &dyn TableLike),
        }
    }

    fn next(self, step: &str) -> Option<Self> {
        if let Some(table) = self.table() {
            return table.get(step).filter(|item| !item.is_none()).map(Self::Item);
        }
        let row: usize = step.parse().ok()?;
        match self {
            Self::Item(Item::ArrayOfTables(rows)) => rows.get(row).map(|table| Self::Table(table)),
            Self::Item(Item::Value(Value::Array(rows))) | Self::Value(Value::Array(rows)) => {
                rows.get(row).map(Self::Value)
            }
            Self::Table(_) | Self::Item(_) | Self::Value(_) => None,
        }
    }
}

/// The steps of a way.
pub fn steps(way: &str) -> impl DoubleEndedIterator<Item = &str> {
    way.split('.').filter(|step| !step.is_empty())
}

/// A way, and one step further.
pub fn below(way: &str, step: &str) -> String {
    if way.is_empty() { step.to_owned() } else { format!("{way}.{step}") }
}

/// What stands at the end of a way.
pub fn find<'d>(root: &'d dyn TableLike, way: &str) -> Option<Found<'d>> {
    steps(way).try_fold(Found::Table(root), Found::next)
}

/// The table at the end of a way, to be written.
pub fn table_mut<'d>(root: &'d mut dyn TableLike, way: &str) -> Option<&'d mut dyn TableLike> {
    let mut table = root;
    let mut steps = steps(way);
    while let Some(step) = steps.next() {
        table = match table.get_mut(step)? {
            Item::ArrayOfTables(rows) => rows.get_mut(steps.next()?.parse::<usize>().ok()?)?,
            Item::Value(Value::Array(rows)) => {
                rows.get_mut(steps.next()?.parse::<usize>().ok()?)?.as_inline_table_mut()?
            }
            item => item.as_table_like_mut()?,
        };
    }
    Some(table)
}

/// The tables under a key, however they are written.
pub fn rows<'d>(of: &'d dyn TableLike, key: &str) -> Vec<&'d dyn TableLike> {
    match of.get(key) {
        Some(Item::ArrayOfTables(rows)) => rows.iter().map(|row| row as &dyn TableLike).collect(),
        Some(Item::Value(Value::Array(rows))) => {
            rows.iter().filter_map(|row| row.as_inline_table().map(|row| row as &dyn TableLike)).collect()
        }
        Some(Item::None | Item::Value(_) | Item::Table(_)) | None => Vec::new(),
    }
}

/// A value as people read it: a text without its quotes, anything else as it is written.
pub fn said(value: &Value) -> String {
    match value {
        Value::String(text) => text.value().clone(),
        // without the comment beside it
        value => value.clone().decorated("", "").to_string(),
    }
}

/// What a key says; empty where it says nothing.
pub fn written(table: &dyn TableLike, key: &str) -> String {
    table.get(key).and_then(Item::as_value).map(said).unwrap_or_default()
}

/// The values of a list; one value alone is a list of one.
pub fn listed(table: &dyn TableLike, key: &str) -> Vec<String> {
    match table.get(key).and_then(Item::as_value) {
        Some(Value::Array(values)) => values.iter().map(said).collect(),
        Some(value) => vec![said(value)],
        None => Vec::new(),
    }
}

/// The name of a row for people; its id where it has none.
pub fn named(table: &dyn TableLike) -> String {
    let name = written(table, "name");
    if name.is_empty() { written(table, "id") } else { name }
}
