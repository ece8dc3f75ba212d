//! Keys that have no place in their table.

use toml_edit::Item;

use super::hint;
use super::node::Node;
use crate::folder::fault::Problem;

impl Node<'_> {
    /// Notes each key that nobody asked for.
    pub fn finish(&self) {
        if self.passed.get() {
            return;
        }
        let asked = self.asked.borrow();
        let kind = self.table.get("kind").and_then(Item::as_str).filter(|_| self.form == "component");
        for (key, item) in self.table.iter() {
            if item.is_none() || asked.contains(&key) {
                continue;
            }
            let mut allowed: Vec<String> = asked.iter().map(|&k| k.to_owned()).collect();
            allowed.sort_unstable();
            allowed.dedup();
            let header = if self.form.is_empty() && !item.is_value() { hint::header(key) } else { None };
            let (nearest, place) = match header {
                Some(place) => (None, Some(place)),
                None => hint::key(&self.form, kind.unwrap_or_default(), key, &asked),
            };
            self.fault(key, Problem::UnknownKey { allowed, nearest, place });
        }
    }
}
