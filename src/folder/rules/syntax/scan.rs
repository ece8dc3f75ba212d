//! A rules file on its way from what was typed to what TOML readers take: what is read, what is written in its place,
//! and what was wrong. Lines stay lines.

use super::chars::{is_blank, is_end, is_unseen};
use super::slip::Slip;

/// Most slips that are told one by one; a file with more is no rules file.
const MOST_SLIPS: usize = 300;

/// What a slip means for the faults that the repaired text has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Beside {
    /// Both are told.
    Both,
    /// A value that was put in quotes: what the reader says of its type is told instead, of the text as typed.
    Value { literal: String, said: String },
    /// A key that was put in quotes: that it is unknown is told instead.
    Key,
    /// Something stands where nothing was typed: what the reader says of it is not told.
    Alone,
}

/// A slip and its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub line: usize,
    pub slip: Slip,
    pub beside: Beside,
}

/// The repair of a text.
pub(super) struct Scan<'t> {
    /// What is still to be read.
    pub rest: &'t str,
    /// What was written.
    pub out: String,
    pub line: usize,
    pub found: Vec<Found>,
    /// Lines of tables in which something could not be understood.
    pub holes: Vec<usize>,
    /// Brackets around what is read.
    pub depth: usize,
}

impl<'t> Scan<'t> {
    pub fn new(text: &'t str) -> Self {
        // it is no fault at the beginning
        let rest = text.strip_prefix('\u{feff}').unwrap_or(text);
        Self { rest, out: String::new(), line: 1, found: Vec::new(), holes: Vec::new(), depth: 0 }
    }

    /// Whether more is wrong than anybody wants to read.
    pub fn is_full(&self) -> bool {
        self.found.len() >= MOST_SLIPS
    }

    pub fn note(&mut self, slip: Slip) {
        self.note_beside(self.line, slip, Beside::Both);
    }

    pub fn note_beside(&mut self, line: usize, slip: Slip, beside: Beside) {
        let said = self.found.iter().rev().take_while(|found| found.line == line).any(|found| found.slip == slip);
        if !said {
            self.found.push(Found { line, slip, beside });
        }
    }

    pub fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    /// Takes so many bytes, which nothing stands for in what is written.
    pub fn drop(&mut self, bytes: usize) -> &'t str {
        let (taken, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    /// Takes so many bytes as they are.
    pub fn keep(&mut self, bytes: usize) {
        let taken = self.drop(bytes);
        self.out.push_str(taken);
    }

    pub fn drop_char(&mut self) {
        self.drop(self.peek().map_or(0, char::len_utf8));
    }

    /// What is left of the line.
    pub fn rest_of_line(&self) -> &'t str {
        self.rest.split(is_end).next().unwrap_or_default()
    }

    /// Whether the line ends here.
    pub fn at_end(&self) -> bool {
        self.peek().is_none_or(is_end)
    }

    /// Notes what nobody sees in a text that is written anew.
    pub fn note_unseen(&mut self, text: &str) {
        for c in text.chars().filter(|&c| is_unseen(c)) {
            self.note(Slip::Unseen(c));
        }
    }

    /// Passes spaces.
    pub fn blanks(&mut self) {
        while let Some(c) = self.peek().filter(|&c| is_blank(c)) {
            if is_unseen(c) {
                self.note(Slip::Unseen(c));
                self.drop_char();
                self.out.push(' ');
            } else {
                self.keep(c.len_utf8());
            }
        }
    }

    /// Passes the end of a line.
    pub fn newline(&mut self) {
        if self.rest.starts_with('\n') {
            self.keep(1);
        } else if self.rest.starts_with("\r\n") {
            self.keep(2);
        } else if self.rest.starts_with('\r') {
            // most often each line has it, which is said once
            let said = self.found.iter().any(|found| found.slip == Slip::Return);
            if !said {
                self.note(Slip::Return);
            }
            self.drop(1);
            if self.rest.starts_with("\r\n") {
                return;
            }
            self.out.push('\n');
        } else {
            return;
        }
        self.line += 1;
    }

    /// Passes a comment, whatever begins it; whether there was one.
    pub fn comment(&mut self) -> bool {
        let Some(mark) = comment_mark(self.rest) else { return false };
        if mark != "#" {
            self.note(Slip::Comment { found: mark.to_owned() });
            self.drop(mark.len());
            self.out.push('#');
        }
        let text = self.drop(self.rest_of_line().len());
        for c in text.chars() {
            if c.is_ascii_control() && c != '\t' {
                self.note(Slip::Control(c));
                self.out.push(' ');
            } else {
                self.out.push(c);
            }
        }
        true
    }
}

/// What begins a comment here.
pub(super) fn comment_mark(rest: &str) -> Option<&'static str> {
    const MARKS: [&str; 9] = ["#", "＃", "﹟", "//", "／／", "/*", "<!--", ";", "；"];
    MARKS.into_iter().find(|mark| rest.starts_with(mark))
}
