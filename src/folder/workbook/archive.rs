//! A ZIP out of somebody's hands: how many parts it may have and what they may inflate to is watched while they
//! inflate, whatever its own directory says of their sizes.

use std::cell::Cell;
use std::io::{self, BufReader, Cursor, Read};

use encoding_rs::GB18030;
use zip::ZipArchive;

use super::fault::BookProblem;

/// Most bytes that all files of one upload may inflate to, together.
pub(super) const INFLATED: u64 = 32 * 1024 * 1024;
/// Most parts of one archive.
pub(super) const PARTS: usize = 500;

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
        Ok(Self { zip, budget })
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

    /// Whether it is a workbook rather than a folder that was packed.
    pub fn is_workbook(&self) -> bool {
        self.zip.index_for_name("xl/workbook.xml").is_some()
    }

    /// A part as it inflates; `None` where there is none of that name.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<BufReader<Inflating<'_, impl Read + '_>>>, BookProblem> {
        let Some(index) = self.zip.index_for_name(name) else { return Ok(None) };
        let part = self.zip.by_index(index).map_err(|_| BookProblem::Damaged { part: name.to_owned() })?;
        Ok(Some(BufReader::new(Inflating { inner: part, budget: self.budget })))
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
