//! Ids that one file defines and others refer to, and how an unknown one is a fault.
//!
//! What could not be read is never held against those who refer to it: where a file or a table of
//! the rules is not whole, an id that is not known may be one of those that are missing.

use std::cell::{Cell, OnceCell};
use std::collections::HashMap;

use super::fault::{Problem, control, nearest};
use super::table::Row;

/// Most ids that a fault lists as allowed.
const LISTED: usize = 20;
/// Most comparisons with a misspelt id, of all that are looked up together: in a large event where a column was taken for
/// another, each of its rows has one.
const COMPARISONS: usize = 500_000;

/// Ids of one kind with their indices.
#[derive(Debug, Clone, Default)]
pub(super) struct Ids {
    /// Without an index: defined, but in a way that nothing more can be said of it.
    known: HashMap<String, Option<usize>>,
    /// Whether an id may be missing here.
    open: bool,
    /// All of them in order, from the first fault on.
    sorted: OnceCell<Vec<String>>,
    /// Comparisons with misspelt ones so far.
    compared: Cell<usize>,
}

impl Ids {
    /// The ids of something that could not be read at all.
    pub fn unread() -> Self {
        Self { open: true, ..Self::default() }
    }

    /// Defines an id; whether it is new. The first definition stands.
    pub fn define(&mut self, id: &str, index: Option<usize>) -> bool {
        let new = !self.known.contains_key(id);
        if new {
            self.known.insert(id.to_owned(), index);
            self.sorted.take();
        }
        new
    }

    /// Keeps an id as defined, with nothing more to be said of it.
    pub fn doubt(&mut self, id: &str) {
        if let Some(index) = self.known.get_mut(id) {
            *index = None;
        }
    }

    /// Notes that an id may be missing.
    pub fn leave_open(&mut self) {
        self.open = true;
    }

    /// Whether an id may be missing.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Whether none is known.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// The ids, in no order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.known.keys().map(String::as_str)
    }

    /// Those that are no fault wherever they stand, with their index.
    pub fn sound(&self) -> impl Iterator<Item = (&str, usize)> {
        let known = self.known.iter().filter_map(|(id, index)| Some((id.as_str(), (*index)?)));
        known.filter(|(id, _)| !id.is_empty() && control(id).is_none())
    }

    /// Whether an id is no fault.
    pub fn takes(&self, id: &str) -> bool {
        !id.is_empty() && (self.open || self.known.contains_key(id))
    }

    /// The index of an id; `None` where nothing can be said of it.
    ///
    /// # Errors
    /// An id that is not defined.
    pub fn look_up(&self, id: &str) -> Result<Option<usize>, Problem> {
        match self.known.get(id) {
            Some(index) => Ok(*index),
            None if self.open => Ok(None),
            None => {
                let sorted = self.sorted.get_or_init(|| {
                    let mut ids: Vec<String> = self.known.keys().cloned().collect();
                    ids.sort_unstable();
                    ids
                });
                let compared = self.compared.get() + sorted.len();
                self.compared.set(compared);
                let near = (compared <= COMPARISONS).then(|| nearest(id, sorted.iter().map(String::as_str)));
                let mut allowed: Vec<String> = sorted.iter().take(LISTED).cloned().collect();
                if sorted.len() > LISTED {
                    allowed.push("…".to_owned());
                }
                Err(Problem::NotOneOf { found: id.to_owned(), allowed, nearest: near.flatten() })
            }
        }
    }

    /// The index of the id in a column; a blank or an unknown one is a fault.
    pub fn find(&self, row: &Row<'_>, column: usize) -> Option<usize> {
        self.look_up(row.required(column)?).unwrap_or_else(|problem| {
            row.fault(column, problem);
            None
        })
    }

    /// As [`Ids::find`]; an empty cell means all.
    pub fn find_or_all(&self, row: &Row<'_>, column: usize) -> Option<Option<usize>> {
        if row.get(column).is_empty() { Some(None) } else { self.find(row, column).map(Some) }
    }
}

/// What ids mean in one event.
pub(super) struct Directory {
    pub entries: Ids,
    pub judges: Ids,
    pub components: Ids,
    pub items: Ids,
    pub veto_items: Ids,
    /// Whether it is clear who scores which entries.
    pub fields_clear: bool,
}
