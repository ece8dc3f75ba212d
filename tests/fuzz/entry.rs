//! What holds of whatever comes in from outside, a function for each place where it comes in: nothing panics, every
//! refusal has a sentence for people, what is accepted can be written and read again, and none of it takes long. Each says whether it accepted the input.
//!
//! The fuzzers of `fuzz/` call these functions and so do the properties beside this file; a law is stated once.

use std::fmt::Display;
use std::io::{Cursor, Write};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use guanmo::app::act::actor::{Actor, Role, Who};
use guanmo::app::act::clock::Clock;
use guanmo::app::cards::batch::BatchFault;
use guanmo::app::cards::journal::JournalFault;
use guanmo::app::event::wire::{JournalFile, Outcome, SyncRequest};
use guanmo::app::setup::folder_io::ImportOptions;
use guanmo::app::{App, AppError};
use guanmo::folder::bundle::{self, FINGERPRINT, MANIFEST, RESULT};
use guanmo::folder::intake::{self, Given};
use guanmo::folder::rules::form::{RulesForm, Turn, apply, turn};
use guanmo::folder::rules::parse;
use guanmo::folder::tidy::Choices;
use guanmo::folder::workbook::workbook;
use guanmo::folder::{EventFolder, Fault, Files, RULES_FILE, read_files, write_files};
use guanmo::scoring::recount::{disagreements, recount};
use guanmo::scoring::{Explain, tabulate};
use tempfile::TempDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Longest time that one input may take, on a machine that does much else.
const MOST: Duration = Duration::from_secs(20);
/// What stands in an input for the id of the event, which is another one each time, and for its rules' hash.
pub const EVENT: &str = "{event}";
pub const RULES: &str = "{rules}";
/// Begins the line before each file of a parcel.
const FILE: &str = "=== ";

/// A small event in which each kind of component is scored, without a card.
pub const DAY: [(&str, &str); 4] = [
    (
        RULES_FILE,
        r#"schema = 1
title = "小例"
[rounding]
final = 2
[[group]]
id = "lead"
[[component]]
id = "visit"
kind = "marks"
weight = 0.5
[[component.criterion]]
id = "effect"
max = 60
step = 0.5
[[component.criterion]]
id = "novelty"
max = 40
[[component]]
id = "ballot"
kind = "ranking"
weight = 0.2
[component.points]
first = 100
step = 3
[[component]]
id = "grade"
kind = "grades"
weight = 0.1
[[component.grade]]
id = "excellent"
value = 100
[[component.grade]]
id = "fair"
value = 70
[[component]]
id = "daily"
kind = "measure"
weight = 0.2
max = 100
"#,
    ),
    ("entries.csv", "entry,name,unit,order\nA,甲项目,甲镇,1\nB,乙项目,乙镇,2\nC,丙项目,丙镇,3\n"),
    ("judges.csv", "judge,name,unit,group\nj1,一席,,lead\nj2,二席,,lead\n"),
    ("exclusions.csv", "judge,component,entry,kind,reason\nj2,visit,C,recused,本单位项目\n"),
];

/// The files of [`DAY`].
pub fn day() -> Files {
    DAY.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()
}

/// Files in one input, so that what changes an input meets their text and not that of a packed archive.
pub fn parcel(files: &Files) -> Vec<u8> {
    let mut parcel = Vec::new();
    for (name, bytes) in files {
        parcel.extend([FILE, name, "\n"].concat().into_bytes());
        parcel.extend(bytes);
        parcel.push(b'\n');
    }
    parcel
}

/// The files of a parcel.
fn unparcel(parcel: &[u8]) -> Files {
    let (mut files, mut name) = (Files::new(), None);
    for line in parcel.split_inclusive(|&byte| byte == b'\n') {
        match (line.strip_prefix(FILE.as_bytes()), &name) {
            (Some(title), _) => {
                let title = String::from_utf8_lossy(title).trim_end().to_owned();
                files.entry(title.clone()).or_default();
                name = Some(title);
            }
            (None, Some(name)) => files.entry(name.clone()).or_default().extend(line),
            (None, None) => {}
        }
    }
    // the line end before the next file is the parcel's
    for bytes in files.values_mut() {
        bytes.pop_if(|byte| *byte == b'\n');
    }
    files
}

/// Does something that must not take long.
fn soon<T>(work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = work();
    assert!(start.elapsed() < MOST, "{:?}", start.elapsed());
    done
}

/// A refusal says why, in Chinese.
fn sentence(of: &impl Display) -> bool {
    let text = of.to_string();
    assert!(text.chars().any(|c| ('\u{4e00}'..'\u{a000}').contains(&c)), "{text:?}");
    false
}

/// Nothing is refused without a fault that has a place and a sentence.
fn told(faults: &[Fault]) -> bool {
    assert!(!faults.is_empty());
    for fault in faults {
        assert!(!fault.file.is_empty() && fault.line > 0, "{fault:?}");
        sentence(&fault.problem);
    }
    false
}

/// All that a browser sends of a form of rules as it is shown.
pub fn as_shown(form: &RulesForm) -> Vec<(String, String)> {
    let mut sent = Vec::new();
    for field in form.fields() {
        if field.field.widget.is_list() {
            // a list goes along with an empty line, or with what says that it was there
            let values = field.values.iter().cloned().chain([String::new()]);
            sent.extend(values.map(|value| (field.name.clone(), value)));
        } else {
            let inputs = field.field.widget.inputs().iter().zip(&field.values);
            sent.extend(inputs.map(|(input, value)| (format!("{}{input}", field.name), value.replace('\n', "\r\n"))));
        }
    }
    sent
}

/// All values of a name.
pub fn values(sent: &[(String, String)], name: &str) -> Vec<String> {
    sent.iter().filter(|(known, _)| known == name).map(|(_, value)| value.clone()).collect()
}

/// The rules file.
pub fn rules(input: &[u8]) -> bool {
    soon(|| {
        let text = String::from_utf8_lossy(input);
        let read = parse(&text);
        let accepted = read.as_ref().map_or_else(|faults| told(faults), |_| true);
        let lines = 1 + text.matches(['\n', '\r']).count();
        for fault in read.as_ref().err().into_iter().flatten() {
            assert!((1..=lines).contains(&fault.line), "{fault}");
        }
        let Some(shown) = RulesForm::of(&text) else {
            // a number beyond 64 bits is accepted, and only the form does not hold it
            assert!(!accepted || text.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() > 18));
            return accepted;
        };
        let sent = as_shown(&shown);
        assert_eq!(apply(&text, |name| values(&sent, name)).text, text);
        for typed in ["", "1", "30%", "\"\n[["] {
            let changed = apply(&text, |_| vec![typed.to_owned()]).text;
            assert!(RulesForm::of(&changed).is_some(), "{changed}");
        }
        for word in [
            "add:component",
            "add:component.0.criterion",
            "remove:component.0",
            "down:component.0",
            "add:component.0.aggregate.group.a",
            "remove:ranking.tie_break.0",
            "up:award.1",
        ] {
            let Some((pressed, way)) = Turn::from_word(word) else { panic!("{word} is a button") };
            let changed = turn(&text, pressed, way).text;
            assert!(RulesForm::of(&changed).is_some(), "{word}: {changed}");
        }
        accepted
    })
}

/// The files of an event folder, as a parcel.
pub fn tables(input: &[u8]) -> bool {
    soon(|| match read_files(&unparcel(input)) {
        Ok(folder) => sound(&folder),
        Err(faults) => told(&faults),
    })
}

/// A folder that was accepted: written and read again it is the same one, with the same standings, and both ways to
/// count agree on them.
fn sound(folder: &EventFolder) -> bool {
    let written = write_files(folder);
    let again = match read_files(&written) {
        Ok(again) => again,
        Err(faults) => panic!("{faults:?} in what was written: {}", String::from_utf8_lossy(&parcel(&written))),
    };
    assert_eq!(write_files(&again), written);
    let report = tabulate(&folder.event).report("", &Explain::All);
    assert_eq!(tabulate(&again.event).report("", &Explain::All), report);
    assert_eq!(disagreements(&folder.event, &recount(&folder.event), &report), vec![]);
    true
}

/// An upload: one file as it is; or a parcel, of the parts of a workbook or of files that were chosen together.
pub fn upload(input: &[u8]) -> bool {
    soon(|| {
        let parts = unparcel(input);
        let one = |bytes: Vec<u8>| vec![Given { name: "a.xlsx".to_owned(), bytes }];
        let given = if parts.is_empty() {
            one(input.to_vec())
        } else if parts.contains_key("xl/workbook.xml") {
            one(packed(&parts))
        } else {
            parts.into_iter().map(|(name, bytes)| Given { name, bytes }).collect()
        };
        let Some(folder) = taken(&given, &day()) else { return false };
        sound(&folder);
        // as a workbook it is what it was; of what nobody tidied there is more to say
        if given.len() > 1 || !given[0].bytes.starts_with(b"PK") {
            return true;
        }
        let files = write_files(&folder);
        // where no sheet holds it, it says so
        let Ok(bytes) = workbook(&files, folder.event.rules()) else { return true };
        let rest = |name: &&String| [RULES_FILE, "comments.csv", "scores.csv"].contains(&name.as_str());
        let rest = files.iter().filter(|(name, _)| rest(name)).map(|(name, bytes)| (name.clone(), bytes.clone()));
        let again = taken(&one(bytes), &rest.collect()).expect("what was written as a workbook");
        assert_eq!(write_files(&again), files);
        true
    })
}

/// What an upload comes to; where it comes to nothing, there is a sentence that says why.
fn taken(given: &[Given], rest: &Files) -> Option<EventFolder> {
    let read = intake::read(given, rest, Choices::default());
    assert_eq!(read.folder.is_none(), !read.faults.is_empty(), "{:?}", read.faults);
    for fault in &read.faults {
        sentence(&fault.what);
    }
    for understood in &read.understood {
        assert!(understood.times > 0);
        sentence(&understood.what);
    }
    read.folder
}

/// Files as an archive, whatever their names.
pub fn packed(files: &Files) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        // a name that no archive has
        if archive.start_file(name.as_str(), SimpleFileOptions::default()).is_ok() {
            archive.write_all(bytes).expect("memory takes all that is written");
        }
    }
    archive.finish().expect("an archive").into_inner()
}

/// A bundle: an archive, or a parcel, to which the manifest and the fingerprint are made where it has none: nothing
/// that is changed would get past them.
pub fn bundle(input: &[u8]) -> bool {
    soon(|| {
        let mut files = unparcel(input);
        if files.is_empty() {
            match bundle::unpack(Cursor::new(input)) {
                Ok(unpacked) => files = unpacked,
                Err(fault) => return sentence(&fault),
            }
        } else {
            if let (Some(result), false) = (files.get(RESULT), files.contains_key(FINGERPRINT)) {
                let fingerprint = bundle::sha256(result);
                files.insert(FINGERPRINT.to_owned(), fingerprint.into_bytes());
            }
            if !files.contains_key(MANIFEST) {
                bundle::add_manifest(&mut files);
            }
        }
        let folder = match bundle::verify(&files) {
            Ok(folder) => folder,
            Err(fault) => return sentence(&fault),
        };
        assert!(bundle::is_bundle(&files));
        sound(&folder);
        let bytes = bundle::pack(&files).expect("what was verified can be packed");
        match bundle::unpack(Cursor::new(bytes)) {
            Ok(again) => {
                assert_eq!(again, files);
                true
            }
            // of a parcel, nobody has looked at the names
            Err(fault) => sentence(&fault),
        }
    })
}

/// An event that tablets and organisers send to, on a database of its own.
struct Desk {
    app: App,
    event: String,
    rules: String,
    left: usize,
    _dir: TempDir,
}

/// So many inputs go to one desk: a database that grows becomes slow.
const INPUTS: usize = 500;

fn organiser() -> Actor {
    Actor { who: Who::Account("organiser".to_owned()), role: Some(Role::Organiser) }
}

impl Desk {
    fn new() -> Self {
        let dir = TempDir::new().expect("a temporary directory");
        let url = format!("sqlite://{}", dir.path().join("guanmo.db").display());
        let morning = "2023-12-23T00:00:00Z".parse().expect("a moment");
        let app = App::open(&url, Clock::fixed(morning)).expect("the database opens");
        let folder = read_files(&day()).expect("a sound folder");
        let rules = folder.rules_sha256.clone();
        let event = app.import(&organiser(), folder, ImportOptions::default()).expect("an event");
        Self { app, event, rules, left: INPUTS, _dir: dir }
    }

    /// An input with the event's id and the hash of its rules where it names them.
    fn addressed(&self, input: &[u8]) -> Vec<u8> {
        [(EVENT, &self.event), (RULES, &self.rules)].iter().fold(input.to_vec(), |input, (name, value)| {
            let mut addressed = Vec::with_capacity(input.len());
            let mut rest = input.as_slice();
            while let Some(at) = rest.windows(name.len()).position(|window| window == name.as_bytes()) {
                addressed.extend(&rest[..at]);
                addressed.extend(value.as_bytes());
                rest = &rest[at + name.len()..];
            }
            addressed.extend(rest);
            addressed
        })
    }
}

/// The desk that inputs go to, one after another.
fn at_desk(work: impl FnOnce(&Desk) -> bool) -> bool {
    static DESK: Mutex<Option<Desk>> = Mutex::new(None);
    let mut desk = DESK.lock().unwrap_or_else(PoisonError::into_inner);
    let open = match desk.take() {
        Some(desk) if desk.left > 0 => desk,
        _ => Desk::new(),
    };
    let open = desk.insert(open);
    open.left -= 1;
    soon(|| work(open))
}

/// The body that a tablet sends.
pub fn sync(input: &[u8]) -> bool {
    at_desk(|desk| {
        // what is no request gets a sentence from the web, which says where it stops being one
        let Ok(request) = serde_json::from_slice::<SyncRequest>(&desk.addressed(input)) else { return false };
        let written = serde_json::to_vec(&request).expect("plain data");
        let again: SyncRequest = serde_json::from_slice(&written).expect("what was written");
        let judge = Actor::judge(&desk.event, "j1");
        let Some(answer) = answered(desk.app.sync(&judge, &request)) else { return false };
        assert_eq!(answer.results.len(), request.ops.len());
        for result in &answer.results {
            let counts = matches!(result.outcome, Outcome::Recorded | Outcome::Duplicate | Outcome::Conflict);
            assert_eq!(counts, result.faults.is_empty(), "{result:?}");
            for fault in &result.faults {
                sentence(&fault.text);
            }
        }
        let second = answered(desk.app.sync(&judge, &again)).expect("taken once and refused then");
        assert_eq!(second.acked_seq, answer.acked_seq);
        for (first, then) in answer.results.iter().zip(&second.results) {
            let expected = if first.outcome == Outcome::Recorded { Outcome::Duplicate } else { first.outcome };
            assert_eq!((&then.op, then.outcome), (&first.op, expected));
        }
        true
    })
}

/// The file that a tablet's journal is stored as.
pub fn journal(input: &[u8]) -> bool {
    at_desk(|desk| {
        let file = desk.addressed(input);
        let take = |file: &[u8]| answered(desk.app.take_journal(&organiser(), &desk.event, file));
        let Some(first) = take(&file) else { return false };
        let counted = first.counts.iter().map(|(_, ops)| ops).sum::<usize>();
        assert_eq!(counted + first.waits + first.declined, first.ops);
        let read: JournalFile = serde_json::from_slice(&file).expect("it was taken");
        let again = take(&serde_json::to_vec(&read).expect("plain data")).expect("taken once and refused then");
        assert_eq!(again.ops, first.ops);
        assert!(again.counts.iter().all(|(outcome, _)| *outcome != Outcome::Recorded), "{:?}", again.counts);
        true
    })
}

/// What the program answered; a refusal has a sentence, and is none of the database.
fn answered<T>(answer: Result<T, AppError>) -> Option<T> {
    match answer {
        Ok(answer) => Some(answer),
        Err(error) if error.fault::<BatchFault>().is_some() || error.fault::<JournalFault>().is_some() => {
            sentence(&error);
            None
        }
        Err(other) => panic!("{other:?}"),
    }
}
