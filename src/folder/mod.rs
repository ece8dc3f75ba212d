//! The event folder: CSV in and out, encodings, the rules file with its lines, faults with
//! `file:line`. Makes scoring's types; knows no database and no user.

pub mod bundle;
mod columns;
pub mod difference;
pub mod edited;
mod event_folder;
mod fault;
mod fields;
mod ids;
pub mod intake;
mod kind;
mod office;
mod read;
mod ruled;
pub mod rules;
mod scores;
mod size;
mod source;
mod table;
mod text;
pub mod tidy;
pub mod typed;
pub mod workbook;
mod write;

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use fields::Stage;
use kind::KINDS;
use office::Office;
use source::Source;
use tidy::Choices;

pub use event_folder::{Checkpoint, Comment, EventFolder, Remark};
pub use fault::{Fault, NotScored, Problem};
pub use read::{read_draft, read_files};
pub use source::{Files, RULES_FILE};
pub use text::{Encoding18, OutputEncoding};
pub use write::{neutralise, ranking_csv, write_files};

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
    for kind in &KINDS {
        let own = directory.path_of(kind.file);
        // what cannot be read is the reader's to say
        if office::is_long(kind.file) && std::fs::metadata(&own).is_ok_and(|about| about.len() > LOOKED_THROUGH) {
            continue;
        }
        if let Ok(bytes) = std::fs::read(own) {
            given.insert(kind.file.to_owned(), bytes);
        }
    }
    tidied(given, beside, |files| read::folder(&Tidied { files, directory }, Stage::Complete))
}

/// Reads an event folder as people have it from memory: file names and their bytes.
///
/// # Errors
/// Every fault that was found.
pub fn read_given(files: Files) -> Result<EventFolder, Vec<Fault>> {
    let beside = office::beside(files.keys().map(String::as_str));
    tidied(files, beside, |files| read::folder(&files, Stage::Complete))
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
            let of_rules = std::mem::take(&mut folder.remarks);
            folder.remarks = of_rules.into_iter().chain(remarks).chain(office.remarks()).collect();
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
