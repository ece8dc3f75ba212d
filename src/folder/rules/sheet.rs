//! The rules file while it is read: its text with lines, and what was found wrong or worth saying so far.

use std::cell::RefCell;

use crate::folder::event_folder::Remark;
use crate::folder::fault::{Fault, Problem};

/// The file being read, with the faults found so far.
pub(super) struct Sheet<'d> {
    pub file: &'d str,
    pub text: &'d str,
    pub faults: RefCell<Vec<Fault>>,
    pub remarks: RefCell<Vec<Remark>>,
    /// Tracks that are named, to be compared with those of the entries.
    pub tracks: RefCell<Vec<Mention>>,
    /// Where its lines end.
    ends: Vec<usize>,
}

/// A text that must be found elsewhere, and where it stands.
#[derive(Debug, Clone)]
pub(in crate::folder) struct Mention {
    pub text: String,
    pub line: usize,
    pub place: String,
}

impl<'d> Sheet<'d> {
    pub fn new(file: &'d str, text: &'d str) -> Self {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at).collect();
        Self { file, text, faults: RefCell::default(), remarks: RefCell::default(), tracks: RefCell::default(), ends }
    }

    /// The line of a place in the text, from 1.
    pub fn line(&self, offset: usize) -> usize {
        1 + self.ends.partition_point(|&end| end < offset)
    }

    pub fn fault(&self, line: usize, place: String, problem: Problem) {
        self.faults.borrow_mut().push(Fault { file: self.file.to_owned(), line, place, problem });
    }
}
