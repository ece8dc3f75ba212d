//! Ids by the names that people know them under, and what of them was passed over.

use std::collections::{HashMap, HashSet};

/// Ids and names by column, in English.
#[derive(Debug, Default)]
pub(in crate::folder) struct Named {
    known: HashMap<&'static str, Names>,
    passed_over: HashSet<(String, String)>,
    /// Whether the list of entries is that of the template, as it comes.
    pub is_template: bool,
}

#[derive(Debug, Default)]
struct Names {
    /// Ids with their names.
    ids: HashMap<String, String>,
    /// Names with the one id that bears each; none where several do.
    names: HashMap<String, Option<String>>,
}

impl Named {
    /// Adds what a column refers to: ids with their names.
    pub fn add(&mut self, column: &'static str, ids: impl IntoIterator<Item = (String, String)>) {
        let names = self.known.entry(column).or_default();
        for (id, name) in ids {
            names.names.entry(name.clone()).and_modify(|one| *one = None).or_insert_with(|| Some(id.clone()));
            names.ids.insert(id, name);
        }
    }

    /// Whether an id is known.
    pub fn has(&self, column: &str, id: &str) -> bool {
        self.known.get(column).is_some_and(|names| names.ids.contains_key(id))
    }

    /// The id of the one thing that bears a name; `None` where it is an id itself, or names no one thing.
    pub fn id(&self, column: &str, text: &str) -> Option<&str> {
        let names = self.known.get(column)?;
        if text.is_empty() || names.ids.contains_key(text) {
            return None;
        }
        names.names.get(text)?.as_deref()
    }

    /// What an id is called, where it has a name of its own.
    pub fn name(&self, column: &str, id: &str) -> Option<&str> {
        self.known.get(column)?.ids.get(id).map(String::as_str).filter(|name| !name.is_empty())
    }

    pub fn pass_over(&mut self, column: &str, id: &str) {
        self.passed_over.insert((column.to_owned(), id.to_owned()));
    }

    /// Whether an id is only that of an example that was passed over.
    pub fn is_passed_over(&self, column: &str, id: &str) -> bool {
        !self.passed_over.is_empty()
            && self.passed_over.contains(&(column.to_owned(), id.to_owned()))
            && !self.has(column, id)
    }
}
