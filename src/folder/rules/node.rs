//! A table of the rules file as typed values with faults: each reader says what it accepts, and what
//! was never asked for is a key that has no place there.

use std::cell::{Cell, RefCell};
use std::ops::Range;

use rust_decimal::Decimal;
use toml_edit::{Item, TableLike, Value};

use super::sheet::Sheet;
use super::{hint, keys};
use crate::folder::event_folder::Remark;
use crate::folder::fault::{Problem, control};
use crate::folder::ids::Ids;
use crate::scoring::number;

/// A table and where it stands in the text.
type Spanned<'d> = (&'d dyn TableLike, Option<Range<usize>>);

/// A table, at a path.
pub(super) struct Node<'d> {
    pub(super) sheet: &'d Sheet<'d>,
    pub(super) table: &'d dyn TableLike,
    path: String,
    /// The path without ids.
    pub(super) form: String,
    line: usize,
    pub(super) asked: RefCell<Vec<&'static str>>,
    pub(super) passed: Cell<bool>,
}

impl<'d> Node<'d> {
    pub fn root(sheet: &'d Sheet<'d>, table: &'d dyn TableLike) -> Self {
        let (path, form) = (String::new(), String::new());
        Self { sheet, table, path, form, line: 1, asked: RefCell::default(), passed: Cell::default() }
    }

    fn at(&self, key: &str, item: &'d Item, table: &'d dyn TableLike, label: &str) -> Self {
        let line = item.span().map_or_else(|| self.line_of(key), |span| self.sheet.line(span.start));
        Self {
            sheet: self.sheet,
            table,
            path: self.place(label),
            form: keys::form(&self.below(key)),
            line,
            asked: RefCell::default(),
            passed: Cell::default(),
        }
    }

    /// The path of a key of this table.
    pub fn place(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// The path of a key of this table without ids.
    fn below(&self, key: &str) -> String {
        if self.form.is_empty() { key.to_owned() } else { format!("{}.{key}", self.form) }
    }

    fn span_of(&self, key: &str) -> Option<Range<usize>> {
        self.table.key(key).and_then(toml_edit::Key::span).or_else(|| self.table.get(key).and_then(Item::span))
    }

    pub(super) fn line_of(&self, key: &str) -> usize {
        self.span_of(key).map_or(self.line, |span| self.sheet.line(span.start))
    }

    /// Notes a fault of a key.
    pub fn fault(&self, key: &str, problem: Problem) {
        self.sheet.fault(self.line_of(key), self.place(key), problem);
    }

    /// Notes that a key has no effect where it stands.
    pub fn idle(&self, key: &str, why: &str) {
        let (file, line, place) = (self.sheet.file.to_owned(), self.line_of(key), self.place(key));
        let sentence = format!("写了也不起作用：{why}");
        self.sheet.remarks.borrow_mut().push(Remark { file, line, place, sentence });
    }

    /// Notes each of some keys that is there although nothing uses it.
    pub fn unused(&self, keys: &[&'static str], because: &str) {
        for &key in keys.iter().filter(|key| self.has(key)) {
            self.fault(key, Problem::Unused { because: because.to_owned() });
        }
    }

    /// Notes an impossible value of a key.
    pub fn impossible(&self, key: &str, allowed: impl Into<String>) {
        let found = self.source(key);
        self.fault(key, Problem::Impossible { found, allowed: allowed.into() });
    }

    /// A value as the file writes it.
    fn source(&self, key: &str) -> String {
        let span = self.table.get(key).and_then(Item::span);
        span.and_then(|span| self.sheet.text.get(span)).unwrap_or(key).trim().to_owned()
    }

    fn item(&self, key: &'static str) -> Option<&'d Item> {
        self.asked.borrow_mut().push(key);
        self.table.get(key).filter(|item| !item.is_none())
    }

    pub(super) fn wrong_type<T>(&self, key: &str, allowed: &'static str) -> Option<T> {
        self.wrong_type_of(key, allowed, |_| None)
    }

    /// Notes a value of another type, with what was probably meant.
    pub(super) fn wrong_type_of<T>(
        &self,
        key: &str,
        allowed: &'static str,
        meant: impl Fn(&str) -> Option<String>,
    ) -> Option<T> {
        let found = self.source(key);
        let meant = meant(&found);
        self.fault(key, Problem::WrongType { found, allowed, meant });
        None
    }

    /// Whether a list stands under a key.
    pub fn holds_array(&self, key: &str) -> bool {
        self.table.get(key).is_some_and(Item::is_array)
    }

    /// The value under a key, of whatever type.
    pub fn value(&self, key: &'static str) -> Option<&'d Value> {
        self.item(key)?.as_value()
    }

    /// Whether a table stands under a key.
    pub fn holds_table(&self, key: &str) -> bool {
        self.table.get(key).is_some_and(Item::is_table_like)
    }

    /// Whether a key is there.
    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Notes the lack of a required key.
    pub fn require<T>(&self, key: &str, value: Option<T>) -> Option<T> {
        if value.is_none() && !self.has(key) {
            self.fault(key, Problem::Required);
        }
        value
    }

    /// Notes the lack of tables under a key that needs at least one.
    pub fn require_some(&self, key: &str) {
        let none = match self.table.get(key) {
            None | Some(Item::None) => true,
            Some(Item::Value(Value::Array(array))) => array.is_empty(),
            Some(Item::Value(_) | Item::Table(_) | Item::ArrayOfTables(_)) => false,
        };
        if none {
            self.fault(key, Problem::Required);
        }
    }

    pub fn text(&self, key: &'static str) -> Option<String> {
        let Some(text) = self.item(key)?.as_str() else {
            return self.wrong_type_of(key, "带引号的文字", hint::text);
        };
        if let Some(character) = control(text) {
            self.fault(key, Problem::Control(character));
            return None;
        }
        Some(text.to_owned())
    }

    pub fn boolean(&self, key: &'static str) -> Option<bool> {
        match self.item(key)?.as_bool() {
            Some(value) => Some(value),
            None => self.wrong_type_of(key, " true 或 false", hint::boolean),
        }
    }

    /// An id: letters, digits, `-` and `_`.
    pub fn id(&self, key: &'static str) -> Option<String> {
        let id = self.text(key);
        let id = self.require(key, id)?;
        // full-width forms look like other ids
        let allowed =
            |c: char| (c.is_alphanumeric() && !('\u{ff00}'..='\u{ffef}').contains(&c)) || c == '-' || c == '_';
        if id.is_empty() || !id.chars().all(allowed) {
            self.impossible(key, "由字母、数字、- 和 _ 组成");
            return None;
        }
        Some(id)
    }

    /// A decimal, exactly as the file writes it.
    pub fn number(&self, key: &'static str) -> Option<Decimal> {
        let value = self.item(key)?.as_value()?;
        let found = decimal(value, self.sheet.text);
        if found.is_none() {
            return self.wrong_type_of(key, "普通数字，如 8 或 0.5，最多 28 位", hint::number);
        }
        found
    }

    /// A decimal above zero.
    pub fn positive(&self, key: &'static str) -> Option<Decimal> {
        let number = self.number(key)?;
        if number <= Decimal::ZERO {
            self.impossible(key, "大于 0");
            return None;
        }
        Some(number)
    }

    /// A decimal of zero or more.
    pub fn not_negative(&self, key: &'static str) -> Option<Decimal> {
        let number = self.number(key)?;
        if number < Decimal::ZERO {
            self.impossible(key, "为 0 或更大");
            return None;
        }
        Some(number)
    }

    /// A whole number in a range.
    pub fn whole(&self, key: &'static str, least: i64, most: i64) -> Option<i64> {
        let item = self.item(key)?;
        // one beyond 64 bits is read as a decimal
        let written = self.source(key);
        let is_whole = item.is_integer() || written.trim_start_matches(['+', '-']).bytes().all(|b| b.is_ascii_digit());
        match item.as_integer() {
            Some(value) if (least..=most).contains(&value) => Some(value),
            None if !is_whole => self.wrong_type_of(key, "整数", hint::whole),
            Some(_) | None => {
                self.impossible(key, format!("为 {least}–{most} 的整数"));
                None
            }
        }
    }

    /// A whole number of at least so many.
    pub fn count(&self, key: &'static str, least: i64) -> Option<u32> {
        self.whole(key, least, i64::from(u32::MAX)).and_then(|n| u32::try_from(n).ok())
    }

    /// One word of several.
    pub fn choice<T: Copy>(&self, key: &'static str, words: &[(&str, T)]) -> Option<T> {
        let word = self.text(key)?;
        let value = |word: &str| words.iter().find(|(name, _)| *name == word).map(|(_, value)| *value);
        let found = value(&word);
        if found.is_some() {
            return found;
        }
        let names = || words.iter().map(|(name, _)| *name);
        self.not_one_of(key, &word, names());
        // where it is clear what was meant, the other keys are held against that
        hint::surely(&word, names()).and_then(|meant| value(&meant))
    }

    /// Notes a word that is none of those allowed.
    pub fn not_one_of<'w>(&self, key: &str, found: &str, allowed: impl Iterator<Item = &'w str> + Clone) {
        let nearest = hint::word(found, allowed.clone());
        let allowed = allowed.map(str::to_owned).collect();
        self.fault(key, Problem::NotOneOf { found: found.to_owned(), allowed, nearest });
    }

    /// The index of an id among those defined; `None` where a fault was noted, here or there.
    pub fn look_up(&self, key: &str, found: &str, ids: &Ids) -> Option<usize> {
        ids.look_up(found).unwrap_or_else(|problem| {
            self.fault(key, problem);
            None
        })
    }

    /// Whether a fault of a key was noted.
    pub fn is_faulty(&self, key: &str) -> bool {
        let place = self.place(key);
        self.sheet.faults.borrow().iter().any(|fault| fault.place == place)
    }

    /// Whether a fault was noted below a path.
    pub fn doubts(&self, path: &str) -> bool {
        let below = format!("{path}.");
        self.sheet.faults.borrow().iter().any(|fault| fault.place.starts_with(&below))
    }

    /// An id that must be one of those defined; its index.
    pub fn defined<'w>(&self, key: &str, found: &str, ids: impl Iterator<Item = &'w str> + Clone) -> Option<usize> {
        let index = ids.clone().position(|id| id == found);
        if index.is_none() {
            self.not_one_of(key, found, ids);
        }
        index
    }

    /// A percentage in quotes, `"30%"`, at most 100.
    pub fn percent(&self, key: &'static str) -> Option<Decimal> {
        let percent = self.item(key)?.as_str().and_then(percent).filter(|p| *p > Decimal::ZERO);
        if percent.is_none() {
            return self.wrong_type_of(key, "大于 0 且不超过 100 的百分数，如 \"30%\"", hint::percent);
        }
        percent
    }

    pub fn array(&self, key: &'static str) -> Option<Vec<&'d Value>> {
        match self.item(key)?.as_array() {
            Some(array) => Some(array.iter().collect()),
            None => self.wrong_type_of(key, "方括号里的列表", hint::list),
        }
    }

    /// A value in an array as a decimal.
    pub fn decimal(&self, value: &Value) -> Option<Decimal> {
        decimal(value, self.sheet.text)
    }

    /// A value in an array as the file writes it.
    pub fn written(&self, value: &Value) -> String {
        value.span().and_then(|span| self.sheet.text.get(span)).unwrap_or_default().trim().to_owned()
    }

    /// A table under a key.
    pub fn table(&self, key: &'static str) -> Option<Node<'d>> {
        let item = self.item(key)?;
        match item.as_table_like() {
            Some(table) => Some(self.at(key, item, table, key)),
            None => self.wrong_type(key, "一个表"),
        }
    }

    /// The tables of a table, by their keys; for keys that are ids.
    pub fn children(&self) -> Vec<(String, Node<'d>)> {
        let mut children = Vec::new();
        for (key, item) in self.table.iter() {
            match item.as_table_like() {
                Some(table) => children.push((key.to_owned(), self.at(key, item, table, key))),
                None => {
                    let problem = Problem::WrongType { found: self.source(key), allowed: "一个表", meant: None };
                    self.fault(key, problem);
                }
            }
        }
        children
    }

    /// An array of tables under a key; each is named by its `id` or `name`, or else by its number.
    /// `None` where something else stands there.
    pub fn tables(&self, key: &'static str) -> Option<Vec<Node<'d>>> {
        let Some(item) = self.item(key) else { return Some(Vec::new()) };
        let tables: Option<Vec<Spanned<'_>>> = match item {
            Item::ArrayOfTables(tables) => Some(tables.iter().map(|t| (t as &dyn TableLike, t.span())).collect()),
            Item::Value(Value::Array(array)) => {
                array.iter().map(|v| v.as_inline_table().map(|t| (t as &dyn TableLike, v.span()))).collect()
            }
            Item::None | Item::Value(_) | Item::Table(_) => None,
        };
        let Some(tables) = tables else {
            return self.wrong_type(key, "一组表，写作 [[…]]");
        };
        let named = |(index, (table, span)): (usize, Spanned<'d>)| {
            let name = |key| table.get(key).and_then(Item::as_str).filter(|name| !name.is_empty()).map(str::to_owned);
            let label = name("id").or_else(|| name("name")).unwrap_or_else(|| format!("[{}]", index + 1));
            let line = span.map_or_else(|| self.line_of(key), |span| self.sheet.line(span.start));
            let path = self.place(&format!("{key}.{label}"));
            let form = self.below(key);
            Node { sheet: self.sheet, table, path, form, line, asked: RefCell::default(), passed: Cell::default() }
        };
        Some(tables.into_iter().enumerate().map(named).collect())
    }

    /// Takes all keys as known, where it cannot be said which are.
    pub fn pass_over(&self) {
        self.passed.set(true);
    }
}

/// A TOML number as the file writes it; an exponent, another base, inf and nan are none.
fn decimal(value: &Value, text: &str) -> Option<Decimal> {
    if !(value.is_integer() || value.is_float()) {
        return None;
    }
    let written = text.get(value.span()?)?.trim().replace('_', "");
    number::parse(written.strip_prefix('+').unwrap_or(&written)).ok()
}

/// `"30%"` as 30; `None` where it is no percentage from 0 to 100.
pub(super) fn percent(text: &str) -> Option<Decimal> {
    let percent = number::parse(text.strip_suffix('%')?).ok()?;
    (percent >= Decimal::ZERO && percent <= Decimal::ONE_HUNDRED).then_some(percent)
}
