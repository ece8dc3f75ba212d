//! What is changed of a page's text: tags by what they become, and what is put between them. All the rest stays byte for
//! byte what was drawn.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;

use maud::Render;

use super::page::{Form, Tag};
use crate::web::form::Sent;

/// Those that stay as they were sent: with what somebody else did meanwhile in its place, a form would write over it.
const LOCKS: [&str; 2] = ["drawn", "from"];

/// What is changed of a text, by where it is.
#[derive(Default)]
pub(super) struct Edits {
    tags: BTreeMap<usize, Tag>,
    texts: Vec<(Range<usize>, String)>,
}

impl Edits {
    fn tag(&mut self, tag: &Tag) -> &mut Tag {
        self.tags.entry(tag.at.start).or_insert_with(|| tag.clone())
    }

    pub fn set(&mut self, tag: &Tag, name: &str, value: &str) {
        self.tag(tag).attributes.insert(name.to_owned(), value.to_owned());
    }

    pub fn drop(&mut self, tag: &Tag, name: &str) {
        self.tag(tag).attributes.remove(name);
    }

    fn give(&mut self, tag: &Tag, name: &str, given: bool) {
        if given { self.set(tag, name, "") } else { self.drop(tag, name) }
    }

    pub fn insert(&mut self, at: usize, text: String) {
        self.texts.push((at..at, text));
    }

    /// Fills a form with what was sent of it; of a name that several fields have, each takes its own turn.
    pub fn refill(&mut self, form: &Form, sent: &Sent) {
        let mut turns: BTreeMap<&str, usize> = BTreeMap::new();
        for control in &form.controls {
            let (name, tag) = (control.name(), &control.tag);
            match control.kind() {
                "password" | "file" | "submit" | "button" => {}
                // what is not ticked is not sent, and a choice of which nothing was sent stays as it was drawn
                "checkbox" => {
                    let value = if tag.has("value") { tag.get("value") } else { "on" };
                    self.give(tag, "checked", sent.has(name, value));
                }
                "radio" => {
                    if sent.get(name).is_some() {
                        self.give(tag, "checked", sent.has(name, tag.get("value")));
                    }
                }
                kind => {
                    let turn = turns.entry(name).or_default();
                    let Some(value) = sent.nth(name, *turn) else { continue };
                    *turn += 1;
                    match kind {
                        "hidden" if LOCKS.contains(&name) => self.set(tag, "value", value),
                        "hidden" => {}
                        "select" => {
                            if control.options.iter().any(|option| option.get("value") == value) {
                                for option in &control.options {
                                    self.give(option, "selected", option.get("value") == value);
                                }
                            }
                        }
                        // a browser leaves the first line out where it is empty
                        "textarea" => self.texts.push((control.inside.clone(), format!("\n{}", escape(value)))),
                        _ => self.set(tag, "value", value),
                    }
                }
            }
        }
    }

    pub fn apply(self, text: &str) -> String {
        let tags = self.tags.into_values().map(|tag| (tag.at.clone(), written(&tag)));
        let mut edits: Vec<_> = tags.chain(self.texts).collect();
        edits.sort_by_key(|(at, _)| (at.start, at.end));
        let (mut filled, mut done) = (String::with_capacity(text.len() + 1024), 0);
        for (at, new) in edits {
            // a place that is none of this text is left alone
            let Some(kept) = text.get(done..at.start) else { continue };
            filled.push_str(kept);
            filled.push_str(&new);
            done = at.end;
        }
        filled.push_str(text.get(done..).unwrap_or_default());
        filled
    }
}

/// A text as it stands in a page.
pub(super) fn escape(text: &str) -> String {
    text.render().into_string()
}

fn written(tag: &Tag) -> String {
    let mut text = format!("<{}", tag.name);
    for (name, value) in &tag.attributes {
        let _ = write!(text, " {name}=\"{}\"", escape(value));
    }
    text.push('>');
    text
}
