//! Where the files of an event folder come from: a directory, a bundle, memory.

use std::collections::BTreeMap;
use std::io::{self, Read};
use std::path::PathBuf;

/// The file of the rules.
pub const RULES_FILE: &str = "scoring-rules.toml";

/// The files of a folder: their names and bytes.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Where the files of an event folder come from.
pub(super) trait Source {
    /// Opens a file; `None` where it is not there.
    fn open(&self, file: &str) -> io::Result<Option<Box<dyn Read + '_>>>;

    /// Where the rules file stands, as people named it.
    fn rules_path(&self) -> PathBuf {
        PathBuf::from(RULES_FILE)
    }
}

impl Source for Files {
    fn open(&self, file: &str) -> io::Result<Option<Box<dyn Read + '_>>> {
        Ok(self.get(file).map(|bytes| Box::new(bytes.as_slice()) as Box<dyn Read>))
    }
}
