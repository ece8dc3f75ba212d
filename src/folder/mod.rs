//! The event folder: CSV in and out, encodings, the rules file with its lines, faults with
//! `file:line`. Makes scoring's types; knows no database and no user.

pub mod bundle;
pub mod difference;
pub mod edited;
mod fault;
mod ids;
pub mod intake;
mod office;
mod read;
mod ruled;
pub mod rules;
mod scores;
mod size;
mod table;
mod text;
pub mod tidy;
pub mod typed;
pub mod workbook;
mod write;

use std::collections::BTreeMap;
use std::fmt;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use office::Office;
use tidy::Choices;

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
    /// What was taken for something else when it was read, and what looks alike in it.
    pub remarks: Vec<Remark>,
}

/// Something that was taken for something else in a file: `file:line: place: sentence`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column; empty where the whole line is meant.
    pub place: String,
    pub sentence: String,
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: ", self.file, self.line)?;
        if !self.place.is_empty() {
            write!(f, "{}: ", self.place)?;
        }
        write!(f, "{}", self.sentence)
    }
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

impl Directory<'_> {
    fn path_of(&self, file: &str) -> PathBuf {
        match &self.rules {
            Some(rules) if file == RULES_FILE => rules.clone(),
            _ => self.path.join(file),
        }
    }
}

impl Source for Directory<'_> {
    fn open(&self, file: &str) -> io::Result<Option<Box<dyn Read + '_>>> {
        match File::open(self.path_of(file)) {
            Ok(file) => Ok(Some(Box::new(BufReader::with_capacity(1 << 16, file)))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn rules_path(&self) -> PathBuf {
        self.rules.clone().unwrap_or_else(|| PathBuf::from(RULES_FILE))
    }
}

/// A directory, of which some files were tidied.
struct Tidied<'p> {
    files: Files,
    directory: Directory<'p>,
}

impl Source for Tidied<'_> {
    fn open(&self, file: &str) -> io::Result<Option<Box<dyn Read + '_>>> {
        match self.files.get(file).filter(|_| file != RULES_FILE) {
            Some(bytes) => Ok(Some(Box::new(bytes.as_slice()))),
            None => self.directory.open(file),
        }
    }

    fn rules_path(&self) -> PathBuf {
        self.directory.rules_path()
    }
}

impl Source for BTreeMap<String, Vec<u8>> {
    fn open(&self, file: &str) -> io::Result<Option<Box<dyn Read + '_>>> {
        Ok(self.get(file).map(|bytes| Box::new(bytes.as_slice()) as Box<dyn Read>))
    }
}

/// Longest table of marks or comments, in bytes, that is looked through for what people do not see in it; a longer one
/// is read as it is.
const LOOKED_THROUGH: u64 = 32 * 1024 * 1024;

/// Reads an event folder as people have it, with a rules file from elsewhere where one is given.
///
/// # Errors
/// Every fault that was found.
pub fn read_dir(path: &Path, rules: Option<&Path>) -> Result<EventFolder, Vec<Fault>> {
    let directory = Directory { path, rules: rules.map(Path::to_path_buf) };
    let mut given = Files::new();
    // what cannot be listed cannot be read either, which is said of each file
    let names = std::fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.file_name());
    let mut names: Vec<String> = names.map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    let beside = office::beside(names.iter().map(String::as_str));
    for kind in &workbook::KINDS {
        let own = directory.path_of(kind.file);
        // what cannot be read is the reader's to say
        if office::is_long(kind.file) && std::fs::metadata(&own).is_ok_and(|about| about.len() > LOOKED_THROUGH) {
            continue;
        }
        if let Ok(bytes) = std::fs::read(own) {
            given.insert(kind.file.to_owned(), bytes);
        }
    }
    tidied(given, beside, |files| read::folder(&Tidied { files, directory }))
}

/// Reads an event folder as people have it from memory: file names and their bytes.
///
/// # Errors
/// Every fault that was found.
pub fn read_given(files: Files) -> Result<EventFolder, Vec<Fault>> {
    let beside = office::beside(files.keys().map(String::as_str));
    tidied(files, beside, |files| read::folder(&files))
}

/// Tidies the files of a folder and reads what they come to.
fn tidied(
    given: Files,
    (mut faults, remarks): (Vec<Fault>, Vec<Remark>),
    read: impl FnOnce(Files) -> Result<EventFolder, Vec<Fault>>,
) -> Result<EventFolder, Vec<Fault>> {
    let (handed, mut files) = office::handed(given);
    let office = Office::tidy(handed, &mut files, Choices::default());
    faults.extend(office.faults());
    match read(files) {
        Ok(mut folder) if faults.is_empty() => {
            folder.remarks = remarks.into_iter().chain(office.remarks()).collect();
            Ok(folder)
        }
        Ok(_) => Err(faults),
        Err(more) => {
            let new = more.into_iter().filter(|fault| !office.is_said(fault)).map(|fault| office.led_back(fault));
            faults.extend(new.collect::<Vec<_>>());
            Err(faults)
        }
    }
}

/// Reads an event folder that this program wrote, exactly as it stands: file names and their bytes.
///
/// # Errors
/// Every fault that was found.
pub fn read_files(files: &BTreeMap<String, Vec<u8>>) -> Result<EventFolder, Vec<Fault>> {
    read::folder(files)
}
