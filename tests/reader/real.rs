//! Real bundles, held against the program's own check, the page's modules in Node and the reader in Python: each takes what was
//! published, and names what was spoilt.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::Command;

use guanmo::app::event::signers::BundleCards;
use guanmo::folder::bundle::check::{Trust, check};
use guanmo::folder::bundle::{self, Files};
use serde_json::Value;
use tempfile::TempDir;

use super::event::{House, Made};
use super::spoilt::{self, Spoilt};

const FORMS: [(&str, BundleCards); 3] = [
    ("open", BundleCards::Open),
    ("pseudonymous", BundleCards::Pseudonymous),
    ("commitments", BundleCards::Commitments),
];

fn unpacked(bytes: &[u8]) -> Files {
    bundle::unpack(Cursor::new(bytes)).expect("a ZIP")
}

fn key_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(&unpacked(bytes)["key.txt"]).trim_end().to_owned()
}

/// What the program itself says: nothing of a bundle that is good.
fn rust_says(bytes: &[u8], key: &str) -> Option<String> {
    let trust = Trust { key: Some(key.to_owned()), ..Trust::default() };
    check(Cursor::new(bytes), &trust).fault().map(str::to_owned)
}

/// Files in a folder, and what the two readers say of them.
struct Readers {
    folder: TempDir,
    key: String,
}

impl Readers {
    fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).expect("written");
        path
    }

    /// Lines of what a reader says, by file.
    fn run(&self, program: &str, script: &str, slips: &[&str], files: &[PathBuf]) -> BTreeMap<PathBuf, Vec<String>> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reader").join(script);
        let mut command = Command::new(program);
        if program == "python3" {
            command.arg("-B");
        }
        command.arg(script).args(["--key", &self.key]);
        for slip in slips {
            command.args(["--slip", slip]);
        }
        let output = command.args(files).output().unwrap_or_else(|error| panic!("{program} runs: {error}"));
        let text = String::from_utf8_lossy(&output.stdout);
        let mut said: BTreeMap<PathBuf, Vec<String>> = BTreeMap::new();
        for line in text.lines() {
            let file = files.iter().find(|file| line.starts_with(&format!("{}: ", file.display())));
            let file = file.unwrap_or_else(|| panic!("{line}"));
            said.entry(file.clone()).or_default().push(line[file.as_os_str().len() + 2..].to_owned());
        }
        assert_eq!(said.len(), files.len(), "{program}: {text}{}", String::from_utf8_lossy(&output.stderr));
        said
    }

    fn node(&self, slips: &[&str], files: &[PathBuf]) -> BTreeMap<PathBuf, Vec<String>> {
        self.run("node", "verify.mjs", slips, files)
    }

    fn python(&self, slips: &[&str], files: &[PathBuf]) -> BTreeMap<PathBuf, Vec<String>> {
        self.run("python3", "bundle.py", slips, files)
    }
}

fn fault(lines: &[String]) -> Option<&str> {
    lines.iter().find_map(|line| line.strip_prefix("FAULT: "))
}

/// All three take them; Node and Python find just the cards of whoever has a slip.
fn are_taken(readers: &Readers, made: &Made, form: &str) {
    let files = [
        readers.put(&format!("{form}-open.zip"), &made.open),
        readers.put(&format!("{form}-public.zip"), &made.public),
    ];
    for bytes in [&made.open, &made.public] {
        assert_eq!(rust_says(bytes, &readers.key), None, "{form}");
    }
    let slips: Vec<&str> = made.slips.iter().map(|(slip, _)| slip.as_str()).collect();
    let (stale, good) = slips.split_last().expect("a slip for each judge");
    let seats: Vec<Value> = {
        let seats: Value = serde_json::from_slice(&unpacked(&made.open)["seats.json"]).expect("JSON");
        seats["seats"].as_array().expect("seats").clone()
    };
    let seat = |judge: &str| seats.iter().find(|seat| seat["judge"] == judge).expect("a seat");
    let of = |judge: &str| seat(judge)["seat"].as_str().expect("letters").to_owned();
    let count = |judge: &str| seat(judge)["cards"].as_array().expect("ops").len();
    for (file, lines) in readers.node(&slips, &files) {
        let mut expected = vec!["ok".to_owned()];
        expected.extend(["j1", "j2", "j3"].map(|judge| format!("slip: ok: {} {}", of(judge), count(judge))));
        // one card was changed after the judge's word
        expected.push(format!("slip: differs: {} 1 1", of("j4")));
        assert_eq!(lines, expected, "{}", file.display());
    }
    for (file, lines) in readers.python(good, &files) {
        assert_eq!(fault(&lines), None, "{}", file.display());
        let found: Vec<&String> = lines.iter().filter(|line| line.contains("slip: ")).collect();
        let public = file == files[1] && form != "open";
        let named = |judge: &str| if public { of(judge) } else { judge.to_owned() };
        let expected =
            ["j1", "j2", "j3"].map(|judge| format!("ok: slip: seat {}, {} cards", named(judge), count(judge)));
        assert_eq!(found, expected.iter().collect::<Vec<_>>(), "{}", file.display());
    }
    for (_, lines) in readers.python(&[stale], &files) {
        assert!(fault(&lines).is_some_and(|said| said.starts_with("of the slip's cards, seat ")), "{lines:?}");
    }
}

/// The tablet writes just the slip that the server does.
fn slips_are_the_same(readers: &Readers, made: &Made) {
    let given: Vec<&Value> = made.slips.iter().map(|(_, given)| given).collect();
    let file = readers.put("given.json", serde_json::to_string(&given).expect("JSON").as_bytes());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reader/verify.mjs");
    let output = Command::new("node").arg(script).arg("--write-slips").arg(file).output().expect("node runs");
    let written = String::from_utf8_lossy(&output.stdout).into_owned();
    let own: Vec<&str> = made.slips.iter().map(|(slip, _)| slip.as_str()).collect();
    assert_eq!(written.lines().collect::<Vec<_>>(), own, "{}", String::from_utf8_lossy(&output.stderr));
}

/// A slip that is another event's, or cut.
fn odd_slips_are_named(readers: &Readers, made: &Made, other: &Made) {
    let file = [readers.put("slips.zip", &made.public)];
    let (theirs, own) = (other.slips[0].0.as_str(), made.slips[0].0.as_str());
    let cut = &own[..own.len() - 8];
    let lines = &readers.node(&[theirs, cut], &file)[&file[0]];
    assert!(lines[1].contains("另一次评比") && lines[1].contains(&other.origin["guanmo/".len()..][17..]), "{lines:?}");
    assert!(lines[2].contains("核对凭据不完整"), "{lines:?}");
    for (slip, said) in [(theirs, "the slip is of another event"), (cut, "the slip is cut or none")] {
        let lines = &readers.python(&[slip], &file)[&file[0]];
        assert!(fault(lines).is_some_and(|fault| fault.contains(said)), "{lines:?}");
    }
}

/// All three refuse each of them, and say what it is.
fn are_refused(readers: &Readers, all: &[(String, Spoilt)]) {
    let files: Vec<PathBuf> =
        all.iter().enumerate().map(|(number, (_, one))| readers.put(&format!("s{number}.zip"), &one.bytes)).collect();
    let (node, python) = std::thread::scope(|scope| {
        let python = scope.spawn(|| readers.python(&[], &files));
        (readers.node(&[], &files), python.join().expect("no panic"))
    });
    let mut wrong = Vec::new();
    for ((what, spoilt), file) in all.iter().zip(&files) {
        let rust = rust_says(&spoilt.bytes, &readers.key);
        let told = [rust.as_deref(), fault(&node[file]), fault(&python[file])];
        for (reader, (told, word)) in ["Rust", "node", "Python"].iter().zip(told.iter().zip(spoilt.words)) {
            let told = told.unwrap_or("nothing");
            if !word.split('|').any(|word| told.contains(word)) {
                wrong.push(format!("{what}: {reader} says: {told}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Of single bytes that are changed: whoever takes the file, reads in it what was there before; the page takes none.
fn no_byte_makes_another_of_it(readers: &Readers, bytes: &[u8], seed: u64) {
    let flipped = spoilt::flipped(bytes, seed, 12);
    let files: Vec<PathBuf> =
        flipped.iter().enumerate().map(|(number, bytes)| readers.put(&format!("f{number}.zip"), bytes)).collect();
    let (node, python) = std::thread::scope(|scope| {
        let python = scope.spawn(|| readers.python(&[], &files));
        (readers.node(&[], &files), python.join().expect("no panic"))
    });
    let whole = unpacked(bytes);
    for (changed, file) in flipped.iter().zip(&files) {
        let is_same = || bundle::unpack(Cursor::new(changed)).is_ok_and(|files| files == whole);
        let told =
            [rust_says(changed, &readers.key).is_some(), fault(&node[file]).is_some(), fault(&python[file]).is_some()];
        assert!(told == [true; 3] || is_same(), "seed {seed}, {}: {told:?}", file.display());
    }
}

#[test]
fn three_readers_agree_on_what_was_published_and_on_what_was_spoilt() {
    let (house, strangers) = (House::new(), House::new());
    let made = FORMS.map(|(form, cards)| (form, house.publishes(cards)));
    let theirs = strangers.publishes(BundleCards::Pseudonymous);
    let readers = Readers { folder: TempDir::new().expect("a folder"), key: key_of(&made[0].1.open) };
    for (form, one) in &made {
        are_taken(&readers, one, form);
    }
    assert_eq!(unpacked(&made[0].1.open), unpacked(&made[0].1.public), "what is open is the same file");
    slips_are_the_same(&readers, &made[1].1);
    odd_slips_are_named(&readers, &made[1].1, &made[2].1);
    let mut all = Vec::new();
    for (form, bytes, of_other) in [
        ("open", &made[1].1.open, &made[2].1.open),
        ("pseudonymous", &made[1].1.public, &made[2].1.public),
        ("commitments", &made[2].1.public, &made[1].1.public),
    ] {
        let [other, strange] = [of_other, &theirs.open].map(|bytes| unpacked(bytes));
        all.extend(
            spoilt::all(form, bytes, &other, &strange).into_iter().map(|one| (format!("{form}: {}", one.what), one)),
        );
    }
    let words = ["不认识的密钥", "不认识的密钥", "a key that is not known"];
    let whole = |what, bytes: &[u8]| (String::new(), Spoilt { what, bytes: bytes.to_vec(), words });
    all.push(whole("a bundle of another house", &theirs.open));
    all.push(whole("a public bundle of another house", &theirs.public));
    are_refused(&readers, &all);
    for (number, bytes) in [&made[1].1.open, &made[1].1.public, &made[2].1.public].into_iter().enumerate() {
        no_byte_makes_another_of_it(&readers, bytes, number as u64);
    }
}
