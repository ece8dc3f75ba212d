//! Text in and out: UTF-8 with or without BOM, or GB18030, as a stream.

use std::collections::VecDeque;
use std::io::{self, Read, Write};

use encoding_rs::{CoderResult, Decoder, DecoderResult, Encoding, GB18030, UTF_8};

/// What accepts either encoding says.
pub(super) const ALLOWED: &str = "UTF-8 或 GB18030";

/// Bytes that are read at once.
const RAW: usize = 1 << 16;

/// Turns a stream of bytes into UTF-8; bytes that the encoding does not have are an error of kind
/// `InvalidData`.
pub(super) struct Decoding<R> {
    inner: R,
    decoder: Decoder,
    raw: Vec<u8>,
    /// What of `raw` is still to be decoded.
    pending: std::ops::Range<usize>,
    decoded: Vec<u8>,
    /// What of `decoded` is text that was not given yet.
    ready: std::ops::Range<usize>,
    ended: bool,
}

impl<R: Read> Decoding<R> {
    pub fn new(inner: R, encoding: &'static Encoding) -> Self {
        let decoder = encoding.new_decoder_with_bom_removal();
        // no byte becomes more than three
        let (raw, decoded) = (vec![0; RAW], vec![0; 3 * RAW + 16]);
        Self { inner, decoder, raw, pending: 0..0, decoded, ready: 0..0, ended: false }
    }

    /// What came before the bytes that are no text, after [`Decoding::text`] has failed on them.
    pub fn before_fault(&self) -> &[u8] {
        &self.decoded[self.ready.clone()]
    }

    /// More text, which may end in the middle of a character; none where the stream has ended.
    pub fn text(&mut self) -> io::Result<&[u8]> {
        if self.ready.is_empty() {
            self.fill()?;
        }
        Ok(&self.decoded[std::mem::take(&mut self.ready)])
    }

    fn fill(&mut self) -> io::Result<()> {
        while self.ready.is_empty() && !self.ended {
            if self.pending.is_empty() {
                let read = self.inner.read(&mut self.raw)?;
                self.pending = 0..read;
            }
            let last = self.pending.is_empty();
            let source = &self.raw[self.pending.clone()];
            let (result, read, written) =
                self.decoder.decode_to_utf8_without_replacement(source, &mut self.decoded, last);
            self.pending.start += read;
            self.ready = 0..written;
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
        if self.ready.is_empty() {
            self.fill()?;
        }
        let count = buffer.len().min(self.ready.len());
        let given = self.ready.start..self.ready.start + count;
        self.ready.start = given.end;
        buffer[..count].copy_from_slice(&self.decoded[given]);
        Ok(count)
    }
}

/// How many lines end in a text.
pub(super) fn lines(text: &[u8]) -> usize {
    text.iter().filter(|&&byte| byte == b'\n').count()
}

/// Watches CSV text go by: for the lines on which records begin, and for a quoted cell that is never
/// closed.
#[derive(Debug)]
pub(super) struct Quotes {
    state: Quoting,
    /// What parts cells.
    mark: u8,
    line: usize,
    opened: usize,
    met: bool,
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
        Self::parted(b',')
    }

    /// Of a text whose cells something else parts than commas.
    pub fn parted(mark: u8) -> Self {
        Self { state: Quoting::RecordStart, mark, line: 1, opened: 1, met: false }
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
            (_, byte) if byte == self.mark => Quoting::CellStart,
            (_, _) => Quoting::Plain,
        };
        begins.then_some(line)
    }

    /// Takes more text, of which nobody asks on which lines its records begin.
    pub fn pass(&mut self, text: &[u8]) {
        let Some(&last) = text.last() else { return };
        if !matches!(self.state, Quoting::Quoted | Quoting::QuoteInQuoted) && !text.contains(&b'"') {
            self.line += lines(text);
            self.state = match last {
                b'\n' | b'\r' => Quoting::RecordStart,
                byte if byte == self.mark => Quoting::CellStart,
                _ => Quoting::Plain,
            };
            return;
        }
        self.met = true;
        for &byte in text {
            self.step(byte);
        }
    }

    /// The line that the next byte stands on, from 1.
    pub fn line(&self) -> usize {
        self.line
    }

    /// Whether there was any quote.
    pub fn met(&self) -> bool {
        self.met
    }

    /// The line of a quote that was opened and not closed.
    pub fn open(&self) -> Option<usize> {
        (self.state == Quoting::Quoted).then_some(self.opened)
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
        Self::parted(inner, b',')
    }

    /// Of a text whose cells something else parts than commas.
    pub fn parted(inner: R, mark: u8) -> Self {
        Self { inner, quotes: Quotes::parted(mark), starts: VecDeque::new() }
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

/// A text in either encoding; `None` where neither fits.
pub(super) fn decode(bytes: &[u8]) -> Option<String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text.to_owned()),
        Err(_) => GB18030.decode_without_bom_handling_and_without_replacement(bytes).map(std::borrow::Cow::into_owned),
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
