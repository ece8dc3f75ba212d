//! What is looked at on the board after the close.

use crate::app::event::view::Frozen;
use crate::app::event::wire::EntryView;
use crate::scoring::rules::Rules;
use crate::web::address::percent;

/// What the board shows after the close.
pub struct ResultPage<'p> {
    /// The entries.
    pub entries: &'p [EntryView],
    /// The rules of the result.
    pub rules: &'p Rules,
    /// The frozen result.
    pub frozen: &'p Frozen,
    /// Address of the board, to which filters are added.
    pub base: &'p str,
    /// What is looked at.
    pub choice: &'p Choice,
    /// Whether marks show whose they are: for organisers only.
    pub seats: bool,
    /// Whether cards and steps were erased after their time.
    pub erased: bool,
}

/// What the reader chose to look at.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
pub struct Choice {
    /// Track; all where empty.
    #[serde(default)]
    pub track: String,
    /// Theme; all where empty.
    #[serde(default)]
    pub theme: String,
    /// Id of the entry that is explained; the first shown where empty.
    #[serde(default)]
    pub entry: String,
}

impl Choice {
    /// The address of the board with this choice.
    pub fn address(&self, base: &str) -> String {
        let pairs = [("track", &self.track), ("theme", &self.theme), ("entry", &self.entry)];
        let pairs = pairs.into_iter().filter(|(_, value)| !value.is_empty());
        let query: Vec<String> = pairs.map(|(key, value)| format!("{key}={}", percent(value))).collect();
        if query.is_empty() { base.to_owned() } else { format!("{base}?{}", query.join("&")) }
    }
}
