//! Sound inputs to begin from, made of the fixtures.

use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;

use guanmo::folder::bundle::{MANIFEST, RANKING, RESULT, add_manifest, pack};
use guanmo::folder::workbook::{template, workbook};
use guanmo::folder::{Files, RULES_FILE, ranking_csv, read_files, write_files};
use guanmo::scoring::{Explain, tabulate};
use serde_json::{Value, json};
use zip::ZipArchive;

use super::entry::{EVENT, RULES, day, parcel};

/// A place where something comes in, as `fuzz/fuzz_targets` calls it: what is held to it, and what it accepts.
pub struct Target {
    pub name: &'static str,
    pub hold: fn(&[u8]) -> bool,
    pub samples: fn() -> Vec<Vec<u8>>,
}

/// All of them.
pub const TARGETS: [Target; 6] = [
    Target { name: "rules", hold: super::entry::rules, samples: rules },
    Target { name: "tables", hold: super::entry::tables, samples: tables },
    Target { name: "upload", hold: super::entry::upload, samples: uploads },
    Target { name: "sync", hold: super::entry::sync, samples: requests },
    Target { name: "journal", hold: super::entry::journal, samples: journals },
    Target { name: "bundle", hold: super::entry::bundle, samples: bundles },
];

/// A fixture's event folder.
fn fixture(name: &str) -> Files {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name);
    let mut files = Files::new();
    for file in fs::read_dir(path).expect("a fixture") {
        let path = file.expect("a file").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let of_folder = name == RULES_FILE || path.extension().is_some_and(|end| end == "csv");
        // what was published is compared with, and not read
        if of_folder && !["expected-ranking.csv", "published.csv"].contains(&name.as_str()) {
            files.insert(name, fs::read(path).expect("its bytes"));
        }
    }
    files
}

/// The small event with every card.
fn scored() -> Files {
    let mut files = day();
    let mut scores = "judge,component,entry,criterion,value\n".to_owned();
    for judge in ["j1", "j2"] {
        for (place, entry) in (1..).zip(["A", "B", "C"]) {
            let marks = format!("{judge},visit,{entry},effect,50.5\n{judge},visit,{entry},novelty,3{place}\n");
            scores += if (judge, entry) == ("j2", "C") { "" } else { &marks };
            scores += &format!("{judge},ballot,{entry},,{place}\n{judge},grade,{entry},,fair\n");
        }
    }
    let rows = [
        ("scores.csv", scores.as_str()),
        ("measures.csv", "component,entry,value\ndaily,A,90\ndaily,B,80.5\ndaily,C,70\n"),
        ("adjustments.csv", "entry,kind,item,points,reason\nA,bonus,表彰,1.50,省级\nB,veto,,,通报\n"),
        ("decisions.csv", "entry,order,reason\nC,1,主席裁定\n"),
        ("checkpoints.csv", "entry,order,planned_arrival,planned_departure,look_at\nA,1,08:10,08:35,看点\n"),
        ("comments.csv", "judge,component,entry,comment\nj1,visit,A,\"很好，\n再看\"\n"),
    ];
    files.extend(rows.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec())));
    files
}

fn rules() -> Vec<Vec<u8>> {
    let of = |files: Files| files[RULES_FILE].clone();
    let fixtures = ["haian-2023", "jining-2017", "isu-worlds-2017/men-free-skating"];
    fixtures.map(|name| of(fixture(name))).into_iter().chain([of(day())]).collect()
}

fn tables() -> Vec<Vec<u8>> {
    [fixture("haian-2023"), fixture("jining-2017"), scored()].iter().map(parcel).collect()
}

fn uploads() -> Vec<Vec<u8>> {
    let folder = read_files(&scored()).expect("a sound folder");
    let rules = folder.event.rules();
    let book = workbook(&write_files(&folder), rules).expect("a workbook");
    let template = template(rules).expect("a template");
    let archive = pack(&scored()).expect("an archive");
    vec![parcel(&scored()), parcel(&parts(&book)), parcel(&parts(&template)), book, archive]
}

/// The parts of a workbook that are read.
fn parts(book: &[u8]) -> Files {
    let mut archive = ZipArchive::new(Cursor::new(book)).expect("an archive");
    let mut files = Files::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).expect("a part");
        let name = part.name().expect("a name").into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect("its bytes");
        let read = ["xl/worksheets/", "xl/workbook", "xl/_rels/", "xl/styles", "xl/sharedStrings"];
        if read.iter().any(|start| name.starts_with(start)) {
            files.insert(name, bytes);
        }
    }
    files
}

/// Ops of a tablet in the hands of the first judge, one for each kind of card.
fn ops() -> Vec<Value> {
    let cards = [
        ("visit", "A", json!({ "effect": "50.5", "novelty": "35" })),
        ("grade", "B", json!({ "grade": "fair" })),
        ("ballot", "", json!({ "A": "1", "B": "2", "C": "3" })),
    ];
    let op = |(seq, (component, entry, marks))| {
        json!({ "op": format!("00000000-0000-4000-8000-00000000000{seq}"), "device": "t1", "seq": seq, "judge": "j1",
            "component": component, "entry": entry, "base": null, "marks": marks, "comment": "很好", "rules": RULES,
            "at": "2023-12-23T08:30:00+08:00", "settles": ["00000000-0000-4000-8000-000000000009"] })
    };
    (1..).zip(cards).map(op).collect()
}

fn requests() -> Vec<Vec<u8>> {
    let full = json!({ "device": "t1", "seq_from": 1, "now": "2023-12-23T08:30:00+08:00", "battery": 41,
        "persisted": true, "unsent": [{ "component": "visit", "entry": "B", "state": "draft" }], "ops": ops(),
        "receipts": { "00000000-0000-4000-8000-000000000001": { "receipt": "ABCD", "revision": 1 } } });
    let least = json!({ "device": "t1", "seq_from": 4 });
    [full, least].iter().map(|request| request.to_string().into_bytes()).collect()
}

fn journals() -> Vec<Vec<u8>> {
    let file = json!({ "guanmo": "journal", "version": 1, "event": EVENT, "judge": "j1", "device": "t2", "ops": ops(),
        "receipts": {} });
    vec![file.to_string().into_bytes()]
}

fn bundles() -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for files in [fixture("jining-2017"), scored()] {
        let folder = read_files(&files).expect("a sound folder");
        let mut files = write_files(&folder);
        let standings = tabulate(&folder.event);
        let components: Vec<&str> = folder.event.rules().components.iter().map(|part| part.id.as_str()).collect();
        let mut ranking = Vec::new();
        ranking_csv(&mut ranking, &components, standings.rows()).expect("memory takes all that is written");
        files.insert(RANKING.to_owned(), ranking);
        let report = standings.report(&folder.rules_sha256, &Explain::All);
        files.insert(RESULT.to_owned(), serde_json::to_vec(&report).expect("plain data"));
        all.push(parcel(&files));
        let fingerprint = guanmo::folder::bundle::sha256(&files[RESULT]);
        files.insert("fingerprint.txt".to_owned(), fingerprint.into_bytes());
        add_manifest(&mut files);
        assert!(files.contains_key(MANIFEST));
        all.push(pack(&files).expect("an archive"));
    }
    all
}
