//! What the parts of the page are drawn from, and the addresses that they lead to.

use crate::app::result::seats::SeatsView;
use crate::web::address::percent;

/// What the parts of the page are drawn from.
pub(super) struct Drawn<'v> {
    pub view: &'v SeatsView,
    /// Whether the reader may see whose each mark is.
    pub marks: bool,
}

impl Drawn<'_> {
    /// The page's own address, about a component and an entry.
    pub fn address(&self, component: &str, entry: &str) -> String {
        let mut address = format!("/events/{}/judges?component={}", self.view.event.id, percent(component));
        if !entry.is_empty() {
            address.push_str(&format!("&entry={}", percent(entry)));
        }
        address
    }

    pub fn component(&self) -> &str {
        &self.view.components[self.view.chosen].0
    }

    pub fn entry(&self) -> &str {
        self.view.entry.map_or("", |entry| self.view.entries[entry].id.as_str())
    }
}
