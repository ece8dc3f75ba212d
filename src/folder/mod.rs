//! The event folder: CSV in and out, encodings, the rules file with its lines, faults with
//! `file:line`. Makes scoring's types; knows no database and no user.

pub mod bundle;
pub mod difference;
pub mod edited;
mod fault;
mod ids;
pub mod intake;
mod read;
mod ruled;
pub mod rules;
mod scores;
mod size;
mod table;
mod text;
pub mod typed;
pub mod workbook;
mod write;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use crate::scoring::event::Event;

pub use fault::{Fault, NotScored, Problem};
pub use text::{Encoding18, OutputEncoding};
pub use write::{neutralise, ranking_csv, write_files};

pub const RULES_FILE: &str = "scoring-rules.toml";

pub type Files = BTreeMap<String, Vec<u8>>;

/// Faults found so far.
type Faults = Vec<Fault>;

/// An event folder that was read and found without fault.
#[derive(Debug, Clone)]
pub struct EventFolder {
    /// What scoring needs.
    pub event: Event,
    /// The route.
    pub checkpoints: Vec<Checkpoint>,
    /// Comments of judges.
    pub comments: Vec<Comment>,
    /// The rules file, as it stands.
    pub rules_text: String,
    /// SHA-256 of the rules file's bytes, in hexadecimal.
    pub rules_sha256: String,
}

/// A stop of the route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Index of the entry.
    pub entry: usize,
    /// Order on the route.
    pub order: Option<u32>,
    /// Planned arrival, as typed.
    pub planned_arrival: String,
    /// Planned departure, as typed.
    pub planned_departure: String,
    /// What is to be looked at.
    pub look_at: String,
}

/// A judge's comment on an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Index of the judge.
    pub judge: usize,
    /// Index of the component.
    pub component: usize,
    /// Index of the entry.
    pub entry: usize,
    pub comment: String,
}

/// Where the files of an event folder come from.
trait Source {
    /// Opens a file; `None` where it is not there.
    fn open(&self, file: &str) -> io::Result<Option<Box<dyn Read + '_>>>;

    /// Where the rules file stands, as people named it.
    fn rules_path(&self) -> PathBuf {
        PathBuf::from(RULES_FILE)
    }
}

struct Directory<'p> {
    path: &'p Path,
    /// A rules file that stands elsewhere.
    rules: Option<PathBuf>,
}

impl Source for Directory<'_> {
    fn open(&self, file: &str) -> io::Result<Option<Box<dyn Read + '_>>> {
        let path = match &self.rules {
            Some(rules) if file == RULES_FILE => rules.clone(),
            _ => self.path.join(file),
        };
        match File::open(path) {
            Ok(file) => Ok(Some(Box::new(BufReader::with_capacity(1 << 16, file)))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn rules_path(&self) -> PathBuf {
        self.rules.clone().unwrap_or_else(|| PathBuf::from(RULES_FILE))
    }
}

impl Source for BTreeMap<String, Vec<u8>> {
    fn open(&self, file: &str) -> io::Result<Option<Box<dyn Read + '_>>> {
        Ok(self.get(file).map(|bytes| Box::new(bytes.as_slice()) as Box<dyn Read>))
    }
}

/// Reads an event folder, with a rules file from elsewhere where one is given.
///
/// # Errors
/// Every fault that was found.
pub fn read_dir(path: &Path, rules: Option<&Path>) -> Result<EventFolder, Vec<Fault>> {
    read::folder(&Directory { path, rules: rules.map(Path::to_path_buf) })
}

/// Reads an event folder from memory: file names and their bytes.
///
/// # Errors
/// Every fault that was found.
pub fn read_files(files: &BTreeMap<String, Vec<u8>>) -> Result<EventFolder, Vec<Fault>> {
    read::folder(files)
}
