//! A long `scores.csv` without quotes, in pieces on all cores: what is plain is understood piece by piece, and written
//! into the event in the order of the rows, where whatever is not plain is read the general way.

use std::io::{self, Read};
use std::num::NonZero;
use std::thread;

use super::crew::{Crew, Piece};
use super::plain::Plain;
use super::reader::{FILE, Reader};
use crate::folder::columns::SCORES;
use crate::folder::fault::Faults;
use crate::folder::table::{Opened, Table, Unread};
use crate::folder::text::{Decoding, lines};

/// How a table is cut.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cut {
    /// Bytes of a piece; one with a longer line is as long as that.
    pub size: usize,
    /// Pieces that are understood at a time.
    pub cores: usize,
}

impl Cut {
    /// Pieces that stay in a core's own memory, and one for each core of the machine.
    pub fn of_machine() -> Self {
        Self { size: 1 << 18, cores: thread::available_parallelism().map_or(1, NonZero::get) }
    }
}

/// A text cut behind line ends.
struct Pieces<R> {
    text: Decoding<R>,
    size: usize,
    /// What was read behind the last line end.
    rest: Vec<u8>,
}

impl<R: Read> Pieces<R> {
    /// Puts the next piece in the place of one that is done with; whether there was one.
    fn next(&mut self, piece: &mut Vec<u8>) -> io::Result<bool> {
        let ends = |byte: &u8| matches!(byte, b'\n' | b'\r');
        piece.clear();
        std::mem::swap(piece, &mut self.rest);
        let mut searched = 0;
        loop {
            if piece.len() >= self.size {
                // the last line end that keeps it to its size, or the first one behind that
                let within = piece[searched.min(self.size)..self.size].iter().rposition(ends);
                let last = within.or_else(|| {
                    let behind = searched.max(self.size);
                    Some(behind + piece[behind..].iter().position(ends)?)
                });
                if let Some(last) = last {
                    self.rest.extend_from_slice(&piece[last + 1..]);
                    piece.truncate(last + 1);
                    return Ok(true);
                }
                searched = piece.len();
            }
            let more = self.text.text()?;
            if more.is_empty() {
                return Ok(!piece.is_empty());
            }
            piece.extend_from_slice(more);
        }
    }
}

/// Where a reader of records is in a piece.
struct Place {
    at: usize,
    /// From 1.
    line: usize,
}

impl Place {
    /// The record that begins at a byte, with its line.
    fn record<'t>(&mut self, piece: &'t [u8], start: usize) -> (&'t [u8], usize) {
        self.line += lines(&piece[self.at..start]);
        self.at = start;
        let text = &piece[start..];
        let end = text.iter().position(|byte| matches!(byte, b'\n' | b'\r')).unwrap_or(text.len());
        (&text[..end], self.line)
    }
}

/// Reads the table into the event; as [`Opened::records`], but that the table must have no quotes.
pub(super) fn read(opened: Opened<'_>, cut: Cut, reader: &mut Reader<'_>, faults: &mut Faults) {
    let mut reading = Reading { reader, table: Table::new(FILE, &SCORES), record: csv::StringRecord::new(), line: 1 };
    let mut pieces = Pieces { text: opened.text, size: cut.size, rest: Vec::new() };
    if let Err(error) = reading.all(&mut pieces, cut, faults) {
        faults.push(Unread::at(reading.line, &error).fault(FILE));
    }
}

struct Reading<'r, 'e> {
    reader: &'r mut Reader<'e>,
    table: Table<'static>,
    record: csv::StringRecord,
    /// On which the next piece begins, from 1.
    line: usize,
}

impl Reading<'_, '_> {
    fn all<R: Read>(&mut self, pieces: &mut Pieces<R>, cut: Cut, faults: &mut Faults) -> io::Result<()> {
        let rules = self.reader.event.rules().clone();
        let ids = self.reader.ids;
        let mut first = Vec::new();
        loop {
            if !pieces.next(&mut first)? {
                return Ok(());
            }
            match self.header(&first, faults) {
                Header::NotYet => self.line += lines(&first),
                Header::Faulty => return Ok(()),
                Header::Until(end) => break drop(first.drain(..end)),
            }
        }
        let plain = self.table.positions().and_then(|positions| Plain::new(ids, &rules, positions));
        let Some(plain) = plain else { return Ok(()) };
        thread::scope(|scope| {
            let mut crew = Crew::new(scope, &plain, cut.cores);
            let mut next = Some(Piece { text: first, rows: Vec::new() });
            while let Some(piece) = next {
                let mut done = crew.take(piece);
                if let Some(piece) = &mut done {
                    self.write(piece, faults);
                }
                let mut piece = done.unwrap_or_default();
                piece.rows.clear();
                next = pieces.next(&mut piece.text)?.then_some(piece);
            }
            while let Some(piece) = crew.give() {
                self.write(&piece, faults);
            }
            Ok(())
        })
    }

    /// Looks for the header in the first piece that has more than blank lines.
    fn header(&mut self, piece: &[u8], faults: &mut Faults) -> Header {
        let mut place = Place { at: 0, line: self.line };
        let mut at = 0;
        while at < piece.len() {
            let (text, line) = place.record(piece, at);
            at += text.len() + 1;
            if !text.is_empty() && !self.take(text, line, faults) {
                return Header::Faulty;
            }
            if self.table.positions().is_some() {
                self.line = line + usize::from(piece.get(at - 1) == Some(&b'\n'));
                return Header::Until(at.min(piece.len()));
            }
        }
        Header::NotYet
    }

    /// A record the general way; whether more of the table can be read after it.
    fn take(&mut self, text: &[u8], line: usize, faults: &mut Faults) -> bool {
        self.record.clear();
        // what comes out of a decoder is text, and is cut at ASCII only
        for cell in String::from_utf8_lossy(text).split(',') {
            self.record.push_field(cell);
        }
        self.table.take(&self.record, line, faults, |row| self.reader.row(row))
    }

    /// Writes a piece that was understood into the event.
    fn write(&mut self, piece: &Piece, faults: &mut Faults) {
        let mut place = Place { at: 0, line: self.line };
        for row in &piece.rows {
            if row.mark().is_some_and(|(cell, index, value)| self.reader.put(cell, index, value)) {
                continue;
            }
            let (text, line) = place.record(&piece.text, row.at as usize);
            self.take(text, line, faults);
        }
        self.line = place.line + lines(&piece.text[place.at..]);
    }
}

enum Header {
    NotYet,
    Faulty,
    /// Where the rows begin.
    Until(usize),
}
