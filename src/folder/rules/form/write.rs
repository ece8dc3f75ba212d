//! What was sent, written into the text: values first, then what they leave without a use goes, then ids change with
//! whatever names them.

use std::collections::HashMap;

use toml_edit::DocumentMut;

use super::read::{Filled, RulesForm, Section};
use super::refer::{Names, Renamed, drop_dangling, rename};
use super::rows::{Turn, add, remove, turned, with_table};
use super::shape::How;
use super::way::{below, find, table_mut};
use super::widget::Widget;

/// Most rounds in which what has no use any more makes something else useless.
const ROUNDS: usize = 6;

/// A text that was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    pub text: String,
    /// What was taken away because nothing uses it any more, in words.
    pub gone: Vec<String>,
}

impl Applied {
    fn unchanged(text: &str) -> Self {
        Self { text: text.to_owned(), gone: Vec::new() }
    }
}

/// The text with the values that were filled in; those that were not sent, or say what the text says, change nothing.
/// `sent` gives all values of a name. A text that is no TOML stays what it is.
#[must_use]
pub fn apply(text: &str, sent: impl Fn(&str) -> Vec<String>) -> Applied {
    let mut applied = Applied::unchanged(text);
    // what one value brings up may be among what was sent
    for _ in 0..ROUNDS {
        let Some(next) = once(&applied.text, &sent).filter(|next| next.text != applied.text) else { break };
        applied.text = next.text;
        applied.gone.extend(next.gone);
    }
    applied
}

fn once(text: &str, sent: &impl Fn(&str) -> Vec<String>) -> Option<Applied> {
    let before = RulesForm::of(text)?;
    let changes: Vec<(&Filled, Vec<String>)> = before
        .fields()
        .into_iter()
        .filter_map(|field| {
            let values = sent_values(field, sent)?;
            (values != tidied(field.field.widget, &field.values)).then_some((field, values))
        })
        .collect();
    if changes.is_empty() { None } else { written_into(text, &before, &changes) }
}

/// The text after a button was pressed, without what named a row that is gone.
#[must_use]
pub fn turn(text: &str, turn: Turn, way: &str) -> Applied {
    let Ok(before) = text.parse::<DocumentMut>() else { return Applied::unchanged(text) };
    let text = turned(text, turn, way);
    if turn != Turn::Remove {
        return Applied { text, gone: Vec::new() };
    }
    let Ok(mut document) = text.parse::<DocumentMut>() else { return Applied { text, gone: Vec::new() } };
    let gone = drop_dangling(document.as_table_mut(), &Names::of(before.as_table()));
    if document.to_string() == text {
        Applied { text, gone: Vec::new() }
    } else {
        Applied { text: document.to_string(), gone }
    }
}

/// What was sent for a field; `None` where nothing was.
fn sent_values(field: &Filled, sent: &impl Fn(&str) -> Vec<String>) -> Option<Vec<String>> {
    let widget = field.field.widget;
    if widget.is_list() {
        let values = sent(&field.name);
        return (!values.is_empty()).then(|| tidied(widget, &values));
    }
    let mut is_sent = false;
    let mut values = field.values.clone();
    for (index, input) in widget.inputs().iter().enumerate() {
        if let Some(value) = sent(&format!("{}{input}", field.name)).into_iter().next() {
            is_sent = true;
            if let Some(place) = values.get_mut(index) {
                *place = value;
            }
        }
    }
    is_sent.then(|| tidied(widget, &values))
}

/// Values without what a browser does to them, and lists without their empty lines.
fn tidied(widget: Widget, values: &[String]) -> Vec<String> {
    let values: Vec<String> = values.iter().map(|value| value.replace("\r\n", "\n").trim().to_owned()).collect();
    match widget {
        Widget::Pairs => {
            let pairs = values.chunks(2).filter(|pair| pair.iter().any(|value| !value.is_empty()));
            pairs
                .flat_map(|pair| [pair.first().cloned(), pair.get(1).cloned()].map(Option::unwrap_or_default))
                .collect()
        }
        Widget::Groups | Widget::Grades | Widget::Ties => {
            values.into_iter().filter(|value| !value.is_empty()).collect()
        }
        // what an amount says belongs to its word alone
        Widget::Comment(_) if !values.first().is_some_and(|word| word.starts_with("required")) => {
            vec![values.into_iter().next().unwrap_or_default(), String::new()]
        }
        _ => values,
    }
}

fn written_into(text: &str, before: &RulesForm, changes: &[(&Filled, Vec<String>)]) -> Option<Applied> {
    let document: DocumentMut = text.parse().ok()?;
    let names = Names::of(document.as_table());
    let mut text = text.to_owned();
    let (ids, values): (Vec<_>, Vec<_>) = changes.iter().partition(|(field, _)| field.field.widget == Widget::Id);
    for (field, values) in &values {
        let (table, _) = field.name.rsplit_once('.').unwrap_or(("", &field.name));
        if values.iter().any(|value| !value.is_empty()) {
            text = with_table(&text, table, "")?;
        }
    }
    let mut document: DocumentMut = text.parse().ok()?;
    for (field, values) in &values {
        let (table, key) = field.name.rsplit_once('.').unwrap_or(("", &field.name));
        if let Some(table) = table_mut(document.as_table_mut(), table) {
            field.field.widget.write(table, key, values);
        }
    }
    let mut gone = Vec::new();
    let mut text = document.to_string();
    for _ in 0..ROUNDS {
        let (next, more) = without_useless(&text, before)?;
        if next == text {
            break;
        }
        gone.extend(more);
        text = next;
    }
    text = begun(&text, before)?;
    let mut document: DocumentMut = text.parse().ok()?;
    let dangling = drop_dangling(document.as_table_mut(), &names);
    gone.extend(dangling);
    for (field, values) in &ids {
        let (way, key) = field.name.rsplit_once('.')?;
        let (was, is) = (field.values.first()?.clone(), values.first()?.clone());
        Widget::Id.write(table_mut(document.as_table_mut(), way)?, key, values);
        if !was.is_empty() && !is.is_empty() {
            rename(document.as_table_mut(), &Renamed { way: way.to_owned(), was, is });
        }
    }
    Some(Applied { text: document.to_string(), gone })
}

/// The text without what meant something before and does not now, and the words for that.
fn without_useless(text: &str, before: &RulesForm) -> Option<(String, Vec<String>)> {
    let after = RulesForm::of(text)?;
    let known: HashMap<&str, &Filled> = before.fields().into_iter().map(|field| (field.name.as_str(), field)).collect();
    let parts = |form: &RulesForm| -> HashMap<String, bool> {
        let parts = form.sections().into_iter().flat_map(|section| &section.parts);
        parts.map(|part| (part.name.clone(), part.applies)).collect()
    };
    let known_parts = parts(before);
    let mut gone = Vec::new();
    let mut text = text.to_owned();
    let mut document: DocumentMut = text.parse().ok()?;
    for section in after.sections() {
        // rounding that nothing asks for at the moment does no harm, and is there when it is asked for again
        if section.shape.key == "rounding" {
            continue;
        }
        for field in section.fields.iter().filter(|field| field.is_written) {
            let was = known.get(field.name.as_str());
            let is_useless = was.is_some_and(|was| was.applies && (!field.applies || is_foreign(was, field)));
            if is_useless && let Some(table) = table_mut(document.as_table_mut(), &section.name) {
                let key = field.field.key;
                let keys = if field.field.widget == Widget::Quota { &["places", "share"][..] } else { &[key][..] };
                for key in keys {
                    super::set::take_away(table, key);
                }
                gone.push(called(&after, section, field.field.label));
            }
        }
    }
    text = if gone.is_empty() { text } else { document.to_string() };
    for section in after.sections() {
        for part in section.parts.iter().filter(|part| !part.applies && known_parts.get(&part.name) == Some(&true)) {
            let written: Vec<&Section> = part.sections.iter().filter(|section| section.is_written).collect();
            if written.is_empty() {
                continue;
            }
            gone.push(called(&after, section, part.shape.label));
            for inner in written.into_iter().rev() {
                text = remove(&text, &inner.name)?;
            }
            // the table of all groups, where it is written as a value
            if part.shape.how == How::ByGroup
                && find(text.parse::<DocumentMut>().ok()?.as_table(), &part.name).is_some()
            {
                text = remove(&text, &part.name)?;
            }
        }
    }
    Some((text, gone))
}

/// Whether a word is none of those that a choice has now, and was one of those that it had.
fn is_foreign(was: &Filled, is: &Filled) -> bool {
    let words = |field: &Filled| match field.field.widget {
        Widget::Choice(words) => words.iter().map(|word| word.0).collect(),
        _ => Vec::new(),
    };
    let said = is.values.first().map(String::as_str).unwrap_or_default();
    let (before, after) = (words(was), words(is));
    before != after && before.contains(&said) && !after.contains(&said)
}

/// What a setting is called, with the row that it is of.
fn called(form: &RulesForm, section: &Section, label: &str) -> String {
    let above = form.sections().into_iter().filter(|known| {
        !known.name.is_empty()
            && matches!(known.shape.how, How::Rows | How::ByGroup)
            && (section.name == known.name || section.name.starts_with(&format!("{}.", known.name)))
    });
    let mut words: Vec<&str> = above.map(|known| known.title.as_str()).collect();
    words.push(label);
    words.join(" · ")
}

/// The text with what a component of another kind cannot do without.
fn begun(text: &str, before: &RulesForm) -> Option<String> {
    let after = RulesForm::of(text)?;
    let mut text = text.to_owned();
    for (row, part) in after.components().iter().enumerate() {
        let was = before.components().get(row).map(|part| part.value("kind"));
        let kind = part.value("kind");
        if was == Some(kind) {
            continue;
        }
        let way = format!("component.{row}");
        let has = |key: &str| part.part(key).is_some_and(|part| part.sections.iter().any(|section| section.is_written));
        match kind {
            "marks" if !has("criterion") => text = add(&text, &below(&way, "criterion"))?,
            "ranking" if !has("points") => text = with_table(&text, &below(&way, "points"), "first = 100\nstep = 3\n")?,
            "grades" if !has("grade") => text = with_grades(&text, &way)?,
            "votes" if part.value("choose").is_empty() => {
                let mut document: DocumentMut = text.parse().ok()?;
                Widget::Count.write(table_mut(document.as_table_mut(), &way)?, "choose", &["3".to_owned()]);
                text = document.to_string();
            }
            _ => {}
        }
    }
    Some(text)
}

/// Three grades to begin with.
fn with_grades(text: &str, way: &str) -> Option<String> {
    let mut text = text.to_owned();
    for (row, (name, value)) in [("优秀", "100"), ("良好", "80"), ("一般", "60")].into_iter().enumerate() {
        text = add(&text, &below(way, "grade"))?;
        let mut document: DocumentMut = text.parse().ok()?;
        let grade = table_mut(document.as_table_mut(), &format!("{way}.grade.{row}"))?;
        Widget::Words.write(grade, "name", &[name.to_owned()]);
        Widget::Figure.write(grade, "value", &[value.to_owned()]);
        text = document.to_string();
    }
    Some(text)
}
