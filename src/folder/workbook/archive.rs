//! A ZIP out of somebody's hands: how many parts it may have and what they may inflate to is watched while they
//! inflate, whatever its own directory says of their sizes.

use std::cell::Cell;
use std::collections::HashMap;
use std::io::{self, Cursor, Read};

use encoding_rs::GB18030;
use zip::ZipArchive;

use super::fault::BookProblem;

/// Most bytes that all files of one upload may inflate to, together.
pub(super) const INFLATED: u64 = 32 * 1024 * 1024;
/// Most parts of one archive.
pub(super) const PARTS: usize = 500;

/// The one form of a part's name: as its path, in lower case.
pub(super) fn normal(name: &str) -> String {
    path(name).to_lowercase()
}

/// A part's name with strokes of one kind, no steps back, no escapes.
pub(super) fn path(name: &str) -> String {
    let mut steps: Vec<String> = Vec::new();
    for step in name.replace('\\', "/").split('/') {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(unescaped(step)),
        }
    }
    steps.join("/")
}

/// A step of a name without `%41` and the like.
fn unescaped(step: &str) -> String {
    let mut bytes = Vec::with_capacity(step.len());
    let mut rest = step.as_bytes();
    while let [first, more @ ..] = rest {
        let escaped = (*first == b'%').then(|| std::str::from_utf8(more.get(..2)?).ok()).flatten();
        match escaped.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &more[2..];
            }
            None => {
                bytes.push(*first);
                rest = more;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| step.to_owned())
}

/// What may still be inflated in one upload.
pub(in crate::folder) struct Budget(Cell<u64>);

impl Budget {
    pub fn new() -> Self {
        Self(Cell::new(INFLATED))
    }

    /// Whether more came than may come; nothing is read from then on.
    pub fn is_spent(&self) -> bool {
        self.0.get() == 0
    }
}

pub(in crate::folder) struct Archive<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    /// Its parts by their names in one form.
    parts: HashMap<String, usize>,
    budget: &'b Budget,
}

/// A part as it inflates; an error once the budget is spent.
pub(super) struct Inflating<'a, R> {
    inner: R,
    budget: &'a Budget,
}

impl<R: Read> Read for Inflating<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        // one byte is kept: nothing left means that too much came
        let left = self.budget.0.get().saturating_sub(count as u64);
        self.budget.0.set(left);
        if left == 0 { Err(io::Error::other("too large")) } else { Ok(count) }
    }
}

impl<'b> Archive<'b> {
    /// Reads the directory of an archive.
    pub fn open(bytes: &'b [u8], budget: &'b Budget) -> Result<Self, BookProblem> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| BookProblem::NotAnArchive)?;
        if zip.len() > PARTS {
            return Err(BookProblem::TooManyParts { found: zip.len(), most: PARTS });
        }
        let mut archive = Self { zip, parts: HashMap::new(), budget };
        for (index, name) in archive.numbered() {
            archive.parts.entry(normal(&name)).or_insert(index);
        }
        Ok(archive)
    }

    /// The names of its files, in their order.
    pub fn names(&self) -> Vec<String> {
        self.numbered().into_iter().map(|(_, name)| name).collect()
    }

    /// Its files with their numbers. A name that is not UTF-8 is taken for GB18030, as Chinese systems write it.
    fn numbered(&self) -> Vec<(usize, String)> {
        let name = |raw: &[u8]| match std::str::from_utf8(raw) {
            Ok(name) => name.to_owned(),
            Err(_) => GB18030.decode_without_bom_handling(raw).0.into_owned(),
        };
        let all = self.zip.file_names_raw().map(name).enumerate();
        all.filter(|(_, name)| !name.ends_with(['/', '\\'])).collect()
    }

    /// Whether it has a part of that name.
    pub fn has(&self, name: &str) -> bool {
        self.index(name).is_some()
    }

    /// The number of a part: of that very name, or else of one that is the same but for case and strokes.
    fn index(&self, name: &str) -> Option<usize> {
        self.zip.index_for_name(name).or_else(|| self.parts.get(&normal(name)).copied())
    }

    /// A part as it inflates; `None` where there is none of that name.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Inflating<'_, impl Read + '_>>, BookProblem> {
        let Some(index) = self.index(name) else { return Ok(None) };
        let part = self.zip.by_index(index).map_err(|_| BookProblem::Damaged { part: name.to_owned() })?;
        Ok(Some(Inflating { inner: part, budget: self.budget }))
    }

    /// All of a file, by its name as [`Archive::names`] gave it.
    pub fn whole(&mut self, name: &str) -> Result<Vec<u8>, BookProblem> {
        let damaged = || BookProblem::Damaged { part: name.to_owned() };
        let (position, _) = self.numbered().into_iter().find(|(_, of)| of == name).ok_or_else(damaged)?;
        let part = self.zip.by_index(position).map_err(|_| damaged())?;
        if part.encrypted() {
            return Err(BookProblem::Locked);
        }
        let mut bytes = Vec::new();
        let read = Inflating { inner: part, budget: self.budget }.read_to_end(&mut bytes);
        match read {
            Ok(_) => Ok(bytes),
            Err(_) if self.budget.is_spent() => Err(BookProblem::TooLarge { most: INFLATED }),
            Err(_) => Err(damaged()),
        }
    }

    /// The fault of a part that could not be read to its end.
    pub(super) fn broken(&self, part: &str) -> BookProblem {
        if self.budget.is_spent() {
            BookProblem::TooLarge { most: INFLATED }
        } else {
            BookProblem::Damaged { part: part.to_owned() }
        }
    }
}
