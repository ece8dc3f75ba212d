//! What differs between two texts, in the words of the form.

use super::read::{Filled, RulesForm};
use super::shape::How;
use super::widget::Widget;

/// One setting that is another now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What it is called, with the row that it is of.
    pub what: String,
    pub was: String,
    pub is: String,
}

/// The settings that are another now; nothing where rows came, went or moved.
#[must_use]
pub fn changes(before: &RulesForm, after: &RulesForm) -> Vec<Change> {
    let rows = |form: &RulesForm| {
        let rows = form.sections().into_iter().filter(|section| section.shape.how == How::Rows);
        rows.map(|section| (section.name.clone(), section.id.clone())).collect::<Vec<_>>()
    };
    if rows(before) != rows(after) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for section in after.sections() {
        let was = before.section(&section.name);
        for field in &section.fields {
            let said = words(field);
            let before = was.and_then(|was| was.field(field.field.key)).map(words).unwrap_or_default();
            if before != said {
                let what = [called(after, &section.name), field.field.label.to_owned()];
                let what = what.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" · ");
                found.push(Change { what, was: before, is: said });
            }
        }
    }
    found
}

/// The names of the rows that something stands in.
fn called(form: &RulesForm, name: &str) -> String {
    let above = form.sections().into_iter().filter(|known| {
        matches!(known.shape.how, How::Rows | How::ByGroup)
            && (name == known.name || name.starts_with(&format!("{}.", known.name)))
    });
    above.map(|known| known.title.as_str()).collect::<Vec<_>>().join(" · ")
}

/// What a field says, in words.
fn words(field: &Filled) -> String {
    let said = |words: &[(&str, &str)], value: &str| {
        words.iter().find(|word| word.0 == value).map_or(value.to_owned(), |word| word.1.to_owned())
    };
    let first = field.values.first().map(String::as_str).unwrap_or_default();
    match field.field.widget {
        Widget::Choice(words) | Widget::Switch(words) => said(words, first),
        Widget::Comment(words) => {
            let share = field.values.get(1).map(String::as_str).unwrap_or_default();
            [said(words, first), share.to_owned()].join(" ").trim().to_owned()
        }
        Widget::Kind(words) => {
            words.iter().find(|word| word.0 == first).map_or(first.to_owned(), |word| word.1.to_owned())
        }
        _ => field.values.iter().filter(|value| !value.is_empty()).cloned().collect::<Vec<_>>().join("、"),
    }
}
