//! Text in and out: UTF-8 with or without BOM, or GB18030, as a stream.

use std::collections::VecDeque;
use std::io::{self, Read, Write};

use encoding_rs::{CoderResult, Decoder, DecoderResult, Encoding, GB18030, UTF_8};

/// What accepts either encoding says.
pub(super) const ALLOWED: &str = "UTF-8 或 GB18030";

/// Turns a stream of bytes into UTF-8; bytes that the encoding does not have are an error of kind
/// `InvalidData`.
pub(super) struct Decoding<R> {
    inner: R,
    decoder: Decoder,
    raw: Vec<u8>,
    /// What of `raw` is still to be decoded.
    pending: std::ops::Range<usize>,
    /// Decoded bytes that did not fit the reader's buffer.
    ready: Vec<u8>,
    given: usize,
    ended: bool,
    lines: usize,
}

impl<R: Read> Decoding<R> {
    pub fn new(inner: R, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        let (raw, ready) = (vec![0; 1 << 16], Vec::new());
        Self { inner, decoder, raw, pending: 0..0, ready, given: 0, ended: false, lines: 1 }
    }

    /// The line that was being read, from 1.
    pub fn line(&self) -> usize {
        self.lines
    }

    fn fill(&mut self) -> io::Result<()> {
        self.ready.clear();
        self.given = 0;
        while self.ready.is_empty() && !self.ended {
            if self.pending.is_empty() {
                let read = self.inner.read(&mut self.raw)?;
                self.pending = 0..read;
            }
            let last = self.pending.is_empty();
            self.ready.resize(3 * self.pending.len() + 16, 0);
            let source = &self.raw[self.pending.clone()];
            let (result, read, written) =
                self.decoder.decode_to_utf8_without_replacement(source, &mut self.ready, last);
            self.pending.start += read;
            self.ready.truncate(written);
            self.lines += self.ready.iter().filter(|&&b| b == b'\n').count();
            match result {
                DecoderResult::InputEmpty => self.ended = last,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => return Err(io::ErrorKind::InvalidData.into()),
            }
        }
        Ok(())
    }
}

impl<R: Read> Read for Decoding<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.given == self.ready.len() {
            self.fill()?;
        }
        let count = buffer.len().min(self.ready.len() - self.given);
        buffer[..count].copy_from_slice(&self.ready[self.given..self.given + count]);
        self.given += count;
        Ok(count)
    }
}

/// Watches CSV text go by: for the lines on which records begin, and for a quoted cell that is never
/// closed.
#[derive(Debug)]
pub(super) struct Quotes {
    state: Quoting,
    line: usize,
    opened: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quoting {
    /// Before the first character of a record; blank lines are passed over here.
    RecordStart,
    CellStart,
    Plain,
    Quoted,
    QuoteInQuoted,
}

impl Quotes {
    pub fn new() -> Self {
        Self { state: Quoting::RecordStart, line: 1, opened: 1 }
    }

    /// Takes the next byte; gives the line, from 1, where it is the first one of a record.
    fn step(&mut self, byte: u8) -> Option<usize> {
        let begins = self.state == Quoting::RecordStart && !matches!(byte, b'\n' | b'\r');
        let line = self.line;
        self.line += usize::from(byte == b'\n');
        self.state = match (self.state, byte) {
            (Quoting::RecordStart | Quoting::CellStart, b'"') => {
                self.opened = line;
                Quoting::Quoted
            }
            (Quoting::Quoted, b'"') => Quoting::QuoteInQuoted,
            (Quoting::Quoted, _) | (Quoting::QuoteInQuoted, b'"') => Quoting::Quoted,
            (_, b'\n' | b'\r') => Quoting::RecordStart,
            (_, b',') => Quoting::CellStart,
            (_, _) => Quoting::Plain,
        };
        begins.then_some(line)
    }

    /// The line of a quote that was opened and not closed.
    pub fn open(&self) -> Option<usize> {
        (self.state == Quoting::Quoted).then_some(self.opened)
    }
}

impl Write for Quotes {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        for &byte in text {
            self.step(byte);
        }
        Ok(text.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// CSV text on its way to a reader of records, which knows on which line each record begins: the
/// reader's own count is taken before blank lines and the rest of a line end are passed over.
pub(super) struct Numbered<R> {
    inner: R,
    quotes: Quotes,
    /// Lines of the records that were read ahead and not yet asked for.
    starts: VecDeque<usize>,
}

impl<R: Read> Numbered<R> {
    pub fn new(inner: R) -> Self {
        Self { inner, quotes: Quotes::new(), starts: VecDeque::new() }
    }

    /// The line of the next record, from 1; to be asked once for each record.
    pub fn next_line(&mut self) -> usize {
        self.starts.pop_front().unwrap_or(self.quotes.line)
    }
}

impl<R: Read> Read for Numbered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        let quotes = &mut self.quotes;
        self.starts.extend(buffer[..count].iter().filter_map(|&byte| quotes.step(byte)));
        Ok(count)
    }
}

/// The encodings that are tried, in this order.
pub(super) const TRIED: [&Encoding; 2] = [UTF_8, GB18030];

/// Encodings that results are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutputEncoding {
    /// UTF-8 without BOM.
    Utf8,
    /// UTF-8 with BOM, which spreadsheets recognise.
    Utf8Bom,
    /// GB18030.
    Gb18030,
}

impl OutputEncoding {
    /// The encodings by the names that people type.
    pub const NAMES: [(&'static str, Self); 3] =
        [("utf-8", Self::Utf8), ("utf-8-bom", Self::Utf8Bom), ("gb18030", Self::Gb18030)];

    /// Wraps a writer of UTF-8 text so that it gives this encoding.
    ///
    /// # Errors
    /// What the inner writer fails with.
    pub fn writer<W: Write>(self, mut inner: W) -> io::Result<Encoding18<W>> {
        if self == Self::Utf8Bom {
            inner.write_all("\u{feff}".as_bytes())?;
        }
        let encoder = (self == Self::Gb18030).then(|| GB18030.new_encoder());
        Ok(Encoding18 { inner, encoder, partial: Vec::new() })
    }

    /// A whole text in this encoding.
    #[must_use]
    pub fn encode(self, text: &str) -> Vec<u8> {
        match self {
            Self::Utf8 => text.as_bytes().to_vec(),
            Self::Utf8Bom => ["\u{feff}", text].concat().into_bytes(),
            // GB18030 has every character of Unicode
            Self::Gb18030 => GB18030.encode(text).0.into_owned(),
        }
    }
}

/// A writer that takes UTF-8 and gives the encoding asked for.
pub struct Encoding18<W> {
    inner: W,
    encoder: Option<encoding_rs::Encoder>,
    /// Bytes of a character that was cut in two.
    partial: Vec<u8>,
}

impl<W: Write> Write for Encoding18<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Some(encoder) = &mut self.encoder else { return self.inner.write(bytes) };
        self.partial.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&self.partial) {
            Ok(text) => text.len(),
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            Err(error) => return Err(io::Error::new(io::ErrorKind::InvalidData, error)),
        };
        let mut text = std::str::from_utf8(&self.partial[..whole]).unwrap_or_default();
        let mut out = [0; 4096];
        while !text.is_empty() {
            let (result, read, written, _) = encoder.encode_from_utf8(text, &mut out, false);
            self.inner.write_all(&out[..written])?;
            text = &text[read..];
            if result == CoderResult::InputEmpty {
                break;
            }
        }
        self.partial.drain(..whole);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}
