//! A page of ours as it is read to be filled again: its forms, their fields, the label of each. Where in the text each
//! thing stands is kept, so that all that is not changed stays byte for byte what was drawn.

use std::collections::BTreeMap;
use std::ops::Range;

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

/// A start tag.
#[derive(Debug, Clone)]
pub(super) struct Tag {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    /// Where it stands.
    pub at: Range<usize>,
}

impl Tag {
    fn of(tag: StartTag<usize>) -> Self {
        let read = |text: &[u8]| String::from_utf8_lossy(text).into_owned();
        let attributes = tag.attributes.iter().map(|(name, value)| (read(name), read(&value.value)));
        Self { name: read(&tag.name), attributes: attributes.collect(), at: tag.span.start..tag.span.end }
    }

    pub fn get(&self, name: &str) -> &str {
        self.attributes.get(name).map_or("", String::as_str)
    }

    pub fn has(&self, name: &str) -> bool {
        self.attributes.contains_key(name)
    }
}

/// A label: where it begins, and what it says.
#[derive(Debug, Clone)]
pub(super) struct Label {
    pub at: usize,
    pub of: String,
    pub text: String,
}

/// A field of a form.
#[derive(Debug)]
pub(super) struct Control {
    pub tag: Tag,
    /// The options of a choice.
    pub options: Vec<Tag>,
    /// What stands between the tags of a text.
    pub inside: Range<usize>,
    /// The label that it stands in.
    within: Option<usize>,
}

impl Control {
    pub fn name(&self) -> &str {
        self.tag.get("name")
    }

    pub fn kind(&self) -> &str {
        match self.tag.name.as_str() {
            "input" => match self.tag.get("type") {
                "" => "text",
                kind => kind,
            },
            other => other,
        }
    }
}

/// A form that is posted.
#[derive(Debug)]
pub(super) struct Form {
    pub tag: Tag,
    pub controls: Vec<Control>,
    /// Where its end tag stands.
    pub end: usize,
    /// The parts that unfold which it stands in, and that are folded.
    pub folded: Vec<Tag>,
}

impl Form {
    /// Whether nothing can be filled in.
    pub fn is_button(&self) -> bool {
        self.controls.iter().all(|control| control.kind() == "hidden")
    }
}

/// What is of interest of a page.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub forms: Vec<Form>,
    labels: Vec<Label>,
    /// Tags whose address leaves the page's own path out, and which is added where the page is drawn at another.
    pub relative: Vec<Tag>,
    /// Tags that want to be at hand first.
    pub focused: Vec<Tag>,
    /// Where the page's content begins: in the place that it has for what was refused, or after its heading.
    pub begin: Option<usize>,
}

impl Page {
    /// The label of a field.
    pub fn label(&self, control: &Control) -> Option<&Label> {
        let id = control.tag.get("id");
        let own = self.labels.iter().find(|label| !id.is_empty() && label.of == id);
        own.or_else(|| self.labels.get(control.within?))
    }

    /// Reads a page.
    pub fn read(text: &str) -> Self {
        let mut emitter = DefaultEmitter::<usize>::new_with_span();
        // what stands in a text field or a script is no tag
        emitter.naively_switch_states(true);
        let mut reading = Reading::default();
        for Ok(token) in Tokenizer::new_with_emitter(text, emitter) {
            match token {
                Token::StartTag(tag) => reading.start(Tag::of(tag)),
                Token::EndTag(tag) => reading.end(&String::from_utf8_lossy(&tag.name), tag.span.start..tag.span.end),
                Token::String(words) => reading.words(&String::from_utf8_lossy(&words)),
                Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
            }
        }
        reading.page
    }
}

#[derive(Default)]
struct Reading {
    page: Page,
    /// The form that is open.
    form: Option<Form>,
    /// The label that is open.
    label: Option<usize>,
    /// The parts that unfold and are open now.
    details: Vec<Tag>,
    /// The first place where content may begin, where no heading is.
    main: Option<usize>,
    /// How many sections are open: their headings are not the page's.
    sections: usize,
}

impl Reading {
    fn start(&mut self, tag: Tag) {
        if tag.has("autofocus") {
            self.page.focused.push(tag.clone());
        }
        if tag.name == "a" && tag.get("href").starts_with('?') {
            self.page.relative.push(tag.clone());
        }
        if tag.has("data-refused") {
            self.page.begin = Some(tag.at.end);
        }
        match tag.name.as_str() {
            "section" | "article" => self.sections += 1,
            "form" => {
                if tag.get("action").is_empty() {
                    self.page.relative.push(tag.clone());
                }
                if tag.get("method") == "post" {
                    let folded = self.details.iter().filter(|part| !part.has("open")).cloned().collect();
                    self.form = Some(Form { end: tag.at.end, tag, controls: Vec::new(), folded });
                }
            }
            "label" => {
                self.label = Some(self.page.labels.len());
                let of = tag.get("for").to_owned();
                self.page.labels.push(Label { at: tag.at.start, of, text: String::new() });
            }
            "input" | "select" | "textarea" => {
                let (inside, within) = (tag.at.end..tag.at.end, self.label);
                if let Some(form) = &mut self.form {
                    form.controls.push(Control { tag, options: Vec::new(), inside, within });
                }
            }
            "option" => {
                if let Some(choice) = self.form.as_mut().and_then(|form| form.controls.last_mut()) {
                    choice.options.push(tag);
                }
            }
            "details" => self.details.push(tag),
            "main" => self.main = Some(tag.at.end),
            _ => {}
        }
    }

    fn end(&mut self, name: &str, at: Range<usize>) {
        match name {
            "form" => self.page.forms.extend(self.form.take().map(|form| Form { end: at.start, ..form })),
            "label" => self.label = None,
            "textarea" => {
                if let Some(area) = self.form.as_mut().and_then(|form| form.controls.last_mut()) {
                    area.inside.end = at.start;
                }
            }
            "details" => drop(self.details.pop()),
            "section" | "article" => self.sections = self.sections.saturating_sub(1),
            "h2" if self.main.is_some() && self.sections == 0 && self.page.begin.is_none() => {
                self.page.begin = Some(at.end);
            }
            "main" => self.page.begin = self.page.begin.or(self.main),
            _ => {}
        }
    }

    fn words(&mut self, words: &str) {
        if let Some(label) = self.label.and_then(|label| self.page.labels.get_mut(label)) {
            label.text.push_str(words);
        }
    }
}
