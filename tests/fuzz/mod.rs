//! Whatever comes in from outside, spoilt in small ways: the same laws that the fuzzers of `fuzz/` hold it to.
//! Arbitrary bytes only reach the first check, so that most inputs are sound ones with some changes.

pub mod entry;
mod samples;

use std::path::PathBuf;
use std::{env, fs};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, TestRunner};

use samples::{TARGETS, Target};

/// So many inputs a target. What fails is turned into a test of its own, so nothing is persisted.
const CASES: u32 = 96;

/// What is put into inputs: what separates, what begins something, what no number or text should be.
const TOKENS: [&str; 46] = [
    "",
    "\0",
    "\n",
    "\r",
    "\r\n",
    ",",
    "\"",
    "'",
    "=",
    "[",
    "]",
    "{",
    "}",
    "[[",
    "\\",
    "<",
    ">",
    "&#0;",
    "&amp;",
    "]]>",
    "-",
    "0",
    "-1",
    "0.00000000000000000001",
    "9999999999999999999999999999",
    "99999999999999999999999",
    "1e9",
    "nan",
    "null",
    "true",
    "\u{feff}",
    "０１",
    "，",
    "“",
    "”",
    "＝",
    "：",
    "［［",
    "\u{3000}",
    "＃",
    "A",
    "j1",
    "\u{7f}",
    "\u{ff}\u{ff}",
    "=== entries.csv\n",
    "PK\u{3}\u{4}",
];

/// One change of an input.
#[derive(Debug, Clone)]
enum Change {
    Byte(Index, u8),
    Cut(Index, usize),
    Put(Index, usize),
    /// A piece of it stands somewhere else, too.
    Again(Index, usize, Index),
    /// A word or number of it becomes another.
    Word(Index, usize),
}

fn change() -> impl Strategy<Value = Change> {
    let place = any::<Index>;
    prop_oneof![
        (place(), any::<u8>()).prop_map(|(at, byte)| Change::Byte(at, byte)),
        (place(), 1..40_usize).prop_map(|(at, length)| Change::Cut(at, length)),
        (place(), 0..TOKENS.len()).prop_map(|(at, token)| Change::Put(at, token)),
        (place(), 1..200_usize, place()).prop_map(|(from, length, to)| Change::Again(from, length, to)),
        (place(), 0..TOKENS.len()).prop_map(|(at, token)| Change::Word(at, token)),
    ]
}

fn changed(mut input: Vec<u8>, changes: &[Change]) -> Vec<u8> {
    for change in changes.iter().filter(|_| !input.is_empty()).collect::<Vec<_>>() {
        if input.is_empty() {
            break;
        }
        let size = input.len();
        let until = |from: usize, length: usize| (from + length).min(size);
        match change {
            Change::Byte(at, byte) => input[at.index(size)] = *byte,
            Change::Cut(at, length) => drop(input.drain(at.index(size)..until(at.index(size), *length))),
            Change::Put(at, token) => drop(input.splice(at.index(size)..at.index(size), TOKENS[*token].bytes())),
            Change::Again(from, length, to) => {
                let piece = input[from.index(size)..until(from.index(size), *length)].to_vec();
                drop(input.splice(to.index(size)..to.index(size), piece));
            }
            Change::Word(at, token) => {
                let of_word = |byte: &u8| byte.is_ascii_alphanumeric() || b"._-".contains(byte);
                let start = at.index(size) + input[at.index(size)..].iter().take_while(|b| !of_word(b)).count();
                let end = start + input[start..].iter().take_while(|b| of_word(b)).count();
                drop(input.splice(start..end, TOKENS[*token].bytes()));
            }
        }
    }
    input
}

/// Holds spoilt samples to a target, and some arbitrary bytes.
fn spoil(name: &str) {
    let target = TARGETS.iter().find(|target| target.name == name).expect("a target of that name");
    let samples = (target.samples)();
    let spoilt = (any::<Index>(), vec(change(), 1..6));
    let spoilt = spoilt.prop_map(move |(sample, changes)| changed(sample.get(&samples).clone(), &changes));
    let any_input = prop_oneof![7 => spoilt, 1 => vec(any::<u8>(), 0..200)];
    let config = Config { cases: CASES, failure_persistence: None, max_shrink_iters: 300, ..Config::default() };
    let outcome = TestRunner::new(config).run(&any_input, |input| {
        (target.hold)(&input);
        Ok(())
    });
    outcome.unwrap_or_else(|fault| panic!("{fault}"));
}

#[test]
fn a_spoilt_rules_file_is_refused_with_sentences() {
    spoil("rules");
}

#[test]
fn spoilt_tables_are_refused_with_sentences() {
    spoil("tables");
}

#[test]
fn a_spoilt_upload_is_refused_with_sentences() {
    spoil("upload");
}

#[test]
fn a_spoilt_body_of_a_tablet_is_answered_op_by_op() {
    spoil("sync");
}

#[test]
fn a_spoilt_journal_is_refused_with_a_sentence() {
    spoil("journal");
}

#[test]
fn a_spoilt_bundle_is_refused_with_a_sentence() {
    spoil("bundle");
}

/// A sample that is refused leads nowhere. The fuzzers begin from them, too: `tests/run --fuzz` names the folder for
/// them in `GUANMO_FUZZ_SEEDS`.
#[test]
fn the_samples_are_accepted() {
    let seeds = env::var_os("GUANMO_FUZZ_SEEDS").map(PathBuf::from);
    for Target { name, hold, samples } in TARGETS {
        for (number, sample) in samples().into_iter().enumerate() {
            assert!(hold(&sample), "{name}: {number} is refused");
            if let Some(folder) = seeds.as_ref().map(|seeds| seeds.join(name)) {
                fs::create_dir_all(&folder).expect("a folder of seeds");
                fs::write(folder.join(format!("sample-{number}")), sample).expect("a seed");
            }
        }
    }
}

#[test]
fn every_target_has_its_fuzzer_and_every_fuzzer_its_target() {
    let folder = fs::read_dir(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fuzz/fuzz_targets")).expect("targets");
    let mut fuzzers: Vec<String> =
        folder.map(|file| file.expect("a file").file_name().to_string_lossy().replace(".rs", "")).collect();
    fuzzers.sort();
    let mut targets = TARGETS.map(|target| target.name);
    targets.sort_unstable();
    assert_eq!(fuzzers, targets);
}
