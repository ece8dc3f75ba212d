//! Whether a file is one archive and nothing else. Whoever reads a ZIP looks for its end from behind, and passes over what
//! stands before it and after it.

use std::io::{Read, Result, Seek, SeekFrom};

const FIRST: [u8; 4] = *b"PK\x03\x04";
const END: [u8; 4] = *b"PK\x05\x06";
/// Bytes of the end without a comment, which no bundle has.
const END_SIZE: u32 = 22;

pub(super) fn is_alone(source: &mut (impl Read + Seek)) -> Result<bool> {
    let (mut first, mut end) = ([0; FIRST.len()], [0; END_SIZE as usize]);
    source.seek(SeekFrom::Start(0))?;
    source.read_exact(&mut first)?;
    let at = source.seek(SeekFrom::End(-i64::from(END_SIZE)))?;
    source.read_exact(&mut end)?;
    let number =
        |from: usize| end[from..from + 4].iter().rev().fold(0, |number, byte| (number << 8) | u64::from(*byte));
    // the list of files ends where the end begins, counted from the first byte
    Ok(first == FIRST && end.starts_with(&END) && end.ends_with(&[0, 0]) && number(12) + number(16) == at)
}
