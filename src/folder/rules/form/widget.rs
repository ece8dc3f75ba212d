//! How a value of the rules is shown in fields of a form, and what of the fields is written. Whether it is allowed is the
//! reader's to say: what is no number becomes a text, which the reader refuses with its line.

use toml_edit::{Array, InlineTable, Item, TableLike, Value};

use super::set::{set, set_list, take_away};
use super::way::{listed, said, written};
use crate::folder::tidy::plain;

/// What a key is filled in with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Widget {
    /// An id.
    Id,
    /// A line of text.
    Words,
    /// A text of some lines.
    Long,
    /// A number.
    Figure,
    /// A whole number, with steps.
    Count,
    /// One word of several; the first is what is so where the key is not there.
    Choice(&'static [(&'static str, &'static str)]),
    /// The same, shown as pictures.
    Kind(&'static [(&'static str, &'static str, &'static str)]),
    /// `true` or `false`; the first is what is so where the key is not there.
    Switch(&'static [(&'static str, &'static str)]),
    /// Numbers, in one line.
    Figures,
    /// Texts, in one line.
    Texts,
    /// Ids out of those there are; all where the key is not there.
    Groups,
    /// One grade or more.
    Grades,
    /// `component:k` of one there is.
    Component,
    /// Decimals of a stage, and its own mode: `2`, `{ decimals = 2, mode = "down" }`.
    Stage,
    /// How many get an award: `places` or `share`.
    Quota,
    /// `[90, "30%"]`.
    Above,
    /// Whether a comment is wanted; the first is what is so where the key is not there.
    Comment(&'static [(&'static str, &'static str)]),
    /// `[[0.9, 200], …]`.
    Pairs,
    /// What parts equal totals, in order.
    Ties,
    /// Whether points fall by a `step`, by a `percent`, or stand in a `table`.
    Way,
}

/// What `required-below:60%` begins with.
const BELOW: &str = "required-below:";

impl Widget {
    /// What follows a field's name for each of its inputs; one name sent many times where it is a list.
    #[must_use]
    pub fn inputs(self) -> &'static [&'static str] {
        match self {
            Self::Stage => &["", ":mode"],
            Self::Above => &["", ":share"],
            Self::Comment(_) => &["", ":below"],
            _ => &[""],
        }
    }

    /// Whether its name is sent once for each of its values.
    #[must_use]
    pub fn is_list(self) -> bool {
        matches!(self, Self::Groups | Self::Grades | Self::Pairs | Self::Ties)
    }

    /// What is so where the key is not there; empty where that is nothing.
    #[must_use]
    pub fn default(self) -> &'static str {
        match self {
            Self::Choice(words) | Self::Switch(words) | Self::Comment(words) => words.first().map_or("", |word| word.0),
            _ => "",
        }
    }

    /// The values of its inputs.
    #[must_use]
    pub fn read(self, table: &dyn TableLike, key: &str) -> Vec<String> {
        let item = table.get(key).filter(|item| !item.is_none());
        match self {
            Self::Choice(_) | Self::Switch(_) => {
                vec![if item.is_some() { written(table, key) } else { self.default().to_owned() }]
            }
            Self::Comment(_) => {
                let word = if item.is_some() { written(table, key) } else { self.default().to_owned() };
                match word.strip_prefix(BELOW) {
                    Some(share) => vec![BELOW.to_owned(), share.to_owned()],
                    None => vec![word, String::new()],
                }
            }
            Self::Figures | Self::Texts => vec![listed(table, key).join("、")],
            Self::Groups | Self::Grades | Self::Ties => listed(table, key),
            Self::Pairs => match item.and_then(Item::as_array) {
                Some(pairs) => pairs.iter().flat_map(pair).collect(),
                None => Vec::new(),
            },
            Self::Stage => match item.and_then(Item::as_table_like) {
                Some(stage) => vec![written(stage, "decimals"), written(stage, "mode")],
                None => vec![written(table, key), String::new()],
            },
            Self::Above => {
                let mut pair = item.and_then(Item::as_array).map(|pair| pair.iter().map(said).collect::<Vec<_>>());
                let pair = pair.get_or_insert_default();
                pair.resize(2, String::new());
                pair.clone()
            }
            Self::Quota => {
                let share = written(table, "share");
                vec![if share.is_empty() { written(table, "places") } else { share }]
            }
            Self::Way => {
                let way = ["table", "percent"].into_iter().find(|key| table.contains_key(key));
                vec![way.unwrap_or("step").to_owned()]
            }
            Self::Id | Self::Words | Self::Long | Self::Figure | Self::Count | Self::Kind(_) | Self::Component => {
                vec![written(table, key)]
            }
        }
    }

    /// Writes what was filled in, if it is something else than what stands there. An empty field takes its key away.
    pub fn write(self, table: &mut dyn TableLike, key: &str, values: &[String]) {
        let first = values.first().map(String::as_str).unwrap_or_default();
        let second = values.get(1).map(String::as_str).unwrap_or_default();
        match self {
            Self::Id | Self::Words | Self::Long | Self::Choice(_) | Self::Kind(_) | Self::Component => {
                set(table, key, text(first));
            }
            Self::Figure | Self::Count => set(table, key, number(first)),
            Self::Switch(_) => set(table, key, first.parse::<bool>().ok().map(Value::from).or_else(|| text(first))),
            Self::Figures => set_list(table, key, apart(first).filter_map(number).collect()),
            Self::Texts => set_list(table, key, apart(first).filter_map(text).collect()),
            // no key at all would mean every group
            Self::Groups if values.is_empty() => set(table, key, Some(Value::Array(Array::new()))),
            Self::Groups | Self::Ties => set_list(table, key, values.iter().filter_map(|value| text(value)).collect()),
            Self::Grades => match values {
                [one] if table.get(key).is_none_or(Item::is_str) => set(table, key, text(one)),
                many => set_list(table, key, many.iter().filter_map(|value| text(value)).collect()),
            },
            Self::Pairs => {
                let pair = |pair: &[String]| {
                    let said = |at: usize| pair.get(at).map(String::as_str).unwrap_or_default();
                    let (share, value) = (share(said(0)), number(said(1)));
                    let known = [share, value].into_iter().flatten().collect::<Array>();
                    (!known.is_empty()).then_some(Value::Array(known))
                };
                set_list(table, key, values.chunks(2).filter_map(pair).collect());
            }
            Self::Stage => set_stage(table, key, first, second),
            Self::Above => {
                let pair: Array = [number(first), text(&second.replace('％', "%"))].into_iter().flatten().collect();
                set(table, key, (!pair.is_empty()).then_some(Value::Array(pair)));
            }
            Self::Comment(_) => {
                let word = if first == BELOW { format!("{BELOW}{}", percent(second)) } else { first.to_owned() };
                set(table, key, text(&word));
            }
            Self::Quota => {
                let is_share = first.ends_with(['%', '％']);
                let (key, other) = if is_share { ("share", "places") } else { ("places", "share") };
                take_away(table, other);
                if !is_share {
                    take_away(table, "share_rounding");
                }
                set(table, key, if is_share { text(&plain(first).replace('％', "%")) } else { number(first) });
            }
            Self::Way => set_way(table, first),
        }
    }
}

/// A share and what it gives, as they are written.
fn pair(pair: &Value) -> Vec<String> {
    let mut pair = pair.as_array().map(|pair| pair.iter().map(said).collect::<Vec<_>>()).unwrap_or_default();
    pair.resize(2, String::new());
    pair
}

/// Changes the points to another way; what the others say goes.
fn set_way(table: &mut dyn TableLike, way: &str) {
    for other in ["step", "percent", "table"].into_iter().filter(|other| *other != way) {
        take_away(table, other);
    }
    match way {
        "table" => {
            take_away(table, "first");
            set_list(table, "table", [10, 7, 5, 3].into_iter().map(Value::from).collect());
        }
        way => {
            if !table.contains_key("first") {
                set(table, "first", Some(Value::from(100)));
            }
            set(table, way, Some(Value::from(if way == "percent" { 2 } else { 3 })));
        }
    }
}

fn set_stage(table: &mut dyn TableLike, key: &str, decimals: &str, mode: &str) {
    let Some(decimals) = number(decimals) else { return set(table, key, None) };
    if let Some(stage) = table.get_mut(key).and_then(Item::as_table_like_mut).filter(|_| !mode.is_empty()) {
        set(stage, "decimals", Some(decimals));
        set(stage, "mode", text(mode));
        return;
    }
    if mode.is_empty() {
        return set(table, key, Some(decimals));
    }
    let stage: InlineTable = [("decimals", decimals), ("mode", Value::from(mode))].into_iter().collect();
    set(table, key, Some(Value::InlineTable(stage)));
}

/// Parts of a line that are told apart by commas or blanks, of either width.
fn apart(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| c.is_whitespace() || [',', '，', '、', ';', '；'].contains(&c)).filter(|part| !part.is_empty())
}

fn text(value: &str) -> Option<Value> {
    (!value.is_empty()).then(|| Value::from(value))
}

/// What was typed, as it was typed where it is a number; anything else becomes a text.
pub(super) fn number(typed: &str) -> Option<Value> {
    let typed = plain(typed);
    match typed.parse::<Value>() {
        _ if typed.is_empty() => None,
        Ok(value @ (Value::Integer(_) | Value::Float(_))) => Some(value),
        Ok(_) | Err(_) => Some(Value::from(typed)),
    }
}

/// A share: a number, or `"1/3"`.
fn share(typed: &str) -> Option<Value> {
    number(&typed.replace('／', "/"))
}

/// A percentage with its sign.
fn percent(typed: &str) -> String {
    let typed = plain(typed).replace('％', "%");
    if typed.is_empty() || typed.ends_with('%') { typed } else { typed + "%" }
}
