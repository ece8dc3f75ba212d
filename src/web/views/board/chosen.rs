//! What is looked at on the board after the close.

use std::collections::HashMap;

use crate::app::event::view::Frozen;
use crate::app::event::wire::EntryView;
use crate::app::result::board::Beside;
use crate::app::result::sureness::HowSure;
use crate::scoring::result::{RankingRow, Status};
use crate::scoring::rules::Rules;
use crate::scoring::sensitivity::{EntrySureness, Sureness};
use crate::scoring::shown::{Shown, ShownRow};
use crate::web::address::percent;

/// What the board shows after the close.
pub struct ResultPage<'p> {
    /// The event's id.
    pub event: &'p str,
    /// The entries.
    pub entries: &'p [EntryView],
    /// The rules of the result.
    pub rules: &'p Rules,
    /// The frozen result.
    pub frozen: &'p Frozen,
    /// What it rests on, the last time before, and how sure it is.
    pub beside: &'p Beside,
    /// Address of the board, to which filters are added.
    pub base: &'p str,
    /// What is looked at.
    pub choice: &'p Choice,
    /// What the reader may open and see.
    pub may: May,
    /// Whether it is a demonstration's.
    pub demo: bool,
    /// Whether cards and steps were erased after their time.
    pub erased: bool,
}

/// What the reader may open and see besides the board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct May {
    /// Whose a mark is.
    pub marks: bool,
    pub desk: bool,
    pub signing: bool,
    pub log: bool,
}

impl ResultPage<'_> {
    /// How sure the result is, where that is known.
    pub fn sure(&self) -> Option<&Sureness> {
        match &self.beside.sure {
            HowSure::Known(sure) => Some(sure),
            HowSure::Erased | HowSure::Unlike => None,
        }
    }

    /// How sure an entry's place is.
    pub fn sure_of(&self, entry: &str) -> Option<&EntrySureness> {
        self.sure()?.entries.iter().find(|one| one.entry == entry)
    }

    /// The name of a component.
    pub fn component(&self, id: &str) -> &str {
        self.rules.components.iter().find(|part| part.id == id).map_or("", |part| part.name.as_str())
    }
}

/// What an entry is called in a sentence.
pub fn called(row: &RankingRow) -> &str {
    if row.unit.is_empty() { &row.name } else { &row.unit }
}

/// The ranked rows around each row, in the whole ranking of its track, whatever is filtered.
pub struct Neighbours<'r>(HashMap<&'r str, (Option<&'r RankingRow>, Option<&'r RankingRow>)>);

impl<'r> Neighbours<'r> {
    pub fn of(result: &Shown<'r>) -> Self {
        let mut around = HashMap::new();
        for track in &result.tracks {
            let is_ranked = |shown: &&ShownRow<'r>| shown.row.status == Status::Ranked;
            let rows: Vec<&'r RankingRow> = track.rows.iter().filter(is_ranked).map(|shown| shown.row).collect();
            for (index, row) in rows.iter().enumerate() {
                let above = index.checked_sub(1).and_then(|above| rows.get(above)).copied();
                around.insert(row.entry.as_str(), (above, rows.get(index + 1).copied()));
            }
        }
        Self(around)
    }

    pub fn above(&self, entry: &str) -> Option<&'r RankingRow> {
        self.0.get(entry).and_then(|around| around.0)
    }

    pub fn below(&self, entry: &str) -> Option<&'r RankingRow> {
        self.0.get(entry).and_then(|around| around.1)
    }
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
    /// Which part of a long chart, from 1; the one with the entry where it is none of them.
    #[serde(default)]
    pub part: String,
}

impl Choice {
    /// The address of the board with this choice.
    pub fn address(&self, base: &str) -> String {
        let pairs = [("track", &self.track), ("theme", &self.theme), ("entry", &self.entry), ("part", &self.part)];
        let pairs = pairs.into_iter().filter(|(_, value)| !value.is_empty());
        let query: Vec<String> = pairs.map(|(key, value)| format!("{key}={}", percent(value))).collect();
        if query.is_empty() { base.to_owned() } else { format!("{base}?{}", query.join("&")) }
    }

    /// The same with another entry.
    pub fn of(&self, entry: &str) -> Self {
        Self { entry: entry.to_owned(), part: String::new(), ..self.clone() }
    }
}
