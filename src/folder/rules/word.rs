//! The words of a list in the rules file, each with its own line.

use toml_edit::Value;

use super::hint;
use super::node::Node;
use super::sheet::Mention;
use crate::folder::fault::Problem;
use crate::folder::ids::Ids;

/// A word of a list, and where it stands.
pub(super) struct Word<'n, 'd> {
    node: &'n Node<'d>,
    key: &'static str,
    pub text: &'d str,
    line: usize,
}

impl Word<'_, '_> {
    /// Notes a fault of the word.
    pub fn fault(&self, problem: Problem) {
        self.node.sheet.fault(self.line, self.node.place(self.key), problem);
    }

    /// Notes that the word must be a track of the entries.
    pub fn names_track(&self) {
        let mention = Mention { text: self.text.to_owned(), line: self.line, place: self.node.place(self.key) };
        self.node.sheet.tracks.borrow_mut().push(mention);
    }

    /// Notes that the word stands in its list already.
    pub fn repeated(&self) {
        self.fault(Problem::Duplicate { found: self.text.to_owned(), first: None });
    }

    /// The index of an id among those defined; `None` where a fault was noted, here or there.
    pub fn look_up(&self, id: &str, ids: &Ids) -> Option<usize> {
        ids.look_up(id).unwrap_or_else(|problem| {
            self.fault(problem);
            None
        })
    }

    /// An id that must be one of those allowed here; its position among them.
    pub fn one_of<'w>(&self, id: &str, allowed: impl Iterator<Item = &'w str> + Clone) -> Option<usize> {
        let position = allowed.clone().position(|word| word == id);
        if position.is_none() {
            let nearest = hint::word(id, allowed.clone());
            let allowed = allowed.map(str::to_owned).collect();
            self.fault(Problem::NotOneOf { found: id.to_owned(), allowed, nearest });
        }
        position
    }
}

impl<'d> Node<'d> {
    /// A list of words; a fault of one is noted on its own line.
    pub fn words(&self, key: &'static str) -> Option<Vec<Word<'_, 'd>>> {
        let word = |value: &'d Value| {
            let line = value.span().map_or_else(|| self.line_of(key), |span| self.sheet.line(span.start));
            value.as_str().map(|text| Word { node: self, key, text, line })
        };
        let words: Option<Vec<Word<'_, 'd>>> = self.array(key)?.into_iter().map(word).collect();
        if words.is_none() {
            return self.wrong_type(key, "方括号里的带引号文字");
        }
        words
    }
}
