//! The house rules, held against the sources: imports only go down, scoring stays pure, one place
//! names a database, no files go round in a circle.

mod circles;

use std::fs;
use std::path::{Path, PathBuf};

/// Each storey with those that it may use.
const STOREYS: [(&str, &[&str]); 10] = [
    ("scoring", &[]),
    ("statistics", &[]),
    ("proof", &[]),
    ("folder", &["scoring", "proof"]),
    ("store", &["scoring", "proof"]),
    ("app", &["store", "folder", "scoring", "statistics", "proof"]),
    ("config", &[]),
    ("lan", &[]),
    ("web", &["app", "store", "folder", "scoring", "statistics", "config", "lan"]),
    ("cli", &["web", "app", "store", "folder", "scoring", "config", "lan"]),
];

/// The wings of `app`, each with those that it may use.
const WINGS: [(&str, &[&str]); 8] = [
    ("act", &[]),
    ("people", &["act"]),
    ("event", &["act"]),
    ("cards", &["event", "people", "act"]),
    ("desk", &["cards", "event", "people", "act"]),
    ("setup", &["cards", "event", "people", "act"]),
    ("result", &["setup", "desk", "cards", "event", "people", "act"]),
    ("demo", &["result", "setup", "desk", "cards", "event", "people", "act"]),
];

/// All Rust sources below a storey, with their text.
fn sources(storey: &str) -> Vec<(PathBuf, String)> {
    fn walk(path: &Path, found: &mut Vec<(PathBuf, String)>) {
        if path.is_dir() {
            for entry in fs::read_dir(path).expect("a folder") {
                walk(&entry.expect("an entry").path(), found);
            }
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push((path.to_path_buf(), fs::read_to_string(path).expect("text")));
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    for path in [root.join(storey), root.join(format!("{storey}.rs"))] {
        if path.exists() {
            walk(&path, &mut found);
        }
    }
    assert!(!found.is_empty(), "{storey} has no sources");
    found
}

/// The code of a source: without comments, and without its unit tests, which stand at the end.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[test]
fn imports_only_go_down() {
    for (storey, below) in STOREYS {
        for (path, text) in sources(storey) {
            let code = code(&text);
            for (other, _) in STOREYS.iter().filter(|(other, _)| *other != storey && !below.contains(other)) {
                let import = format!("crate::{other}");
                let found = code.match_indices(&import).any(|(at, _)| {
                    let next = code[at + import.len()..].chars().next();
                    !next.is_some_and(|c| c.is_alphanumeric() || c == '_')
                });
                assert!(!found, "{} uses {other}, which is not below {storey}", path.display());
            }
        }
    }
}

/// The names that follow a path in code: `crate::app::` in `crate::app::{act::clock, event}` gives act and event.
fn names_after(code: &str, path: &str) -> Vec<String> {
    let first = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut found = Vec::new();
    for (at, _) in code.match_indices(path) {
        let rest = &code[at + path.len()..];
        let Some(inner) = rest.strip_prefix('{') else {
            found.push(first(rest));
            continue;
        };
        let (mut depth, mut start) = (0_i32, 0);
        for (at, c) in inner.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => {
                    found.push(first(inner[start..at].trim_start()));
                    break;
                }
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    found.push(first(inner[start..at].trim_start()));
                    start = at + 1;
                }
                _ => {}
            }
        }
    }
    found
}

#[test]
fn wings_rest_only_on_those_below() {
    for (wing, below) in WINGS {
        for (path, text) in sources(&format!("app/{wing}")) {
            let code = code(&text);
            for name in names_after(&code, "crate::app::") {
                let another = name != wing && WINGS.iter().any(|(other, _)| *other == name);
                let up = another && !below.contains(&name.as_str());
                assert!(!up, "{} takes a name from {name}, which {wing} does not rest on", path.display());
            }
            // a way out of the wing that does not name where it leads
            let inside = path.iter().skip_while(|part| *part != "app").count() - 2;
            let out = "super::".repeat(inside + usize::from(!path.ends_with("mod.rs")));
            assert!(!code.contains(&out), "{} leaves its wing by {out}", path.display());
        }
    }
    let known: Vec<&str> = WINGS.iter().map(|(wing, _)| *wing).collect();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/app")).expect("a folder") {
        let name = entry.expect("an entry").file_name().into_string().expect("a name");
        assert!(
            name.strip_suffix(".rs").is_some_and(|file| ["mod", "error"].contains(&file))
                || known.contains(&name.as_str()),
            "src/app/{name} is in no wing"
        );
    }
}

/// Only the envelope writes: whatever is done meets permission and record there.
#[test]
fn the_store_is_opened_and_written_from_one_place() {
    let (mut openers, mut writers) = (Vec::new(), Vec::new());
    for storey in ["app", "web", "cli", "main"] {
        for (path, text) in sources(storey) {
            let code: String = code(&text).split_whitespace().collect();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            if code.contains("Store::open(") {
                openers.push(name.clone());
            }
            if code.contains("store.write(") || code.contains("self.0.write(") {
                writers.push(name);
            }
        }
    }
    openers.sort();
    writers.sort();
    // `books` keeps the store to itself and hands its writer to its own wing; `envelope` is who uses it
    assert_eq!(
        (openers, writers),
        (vec!["books.rs".to_owned()], vec!["books.rs".to_owned(), "envelope.rs".to_owned()])
    );
}

#[test]
fn the_names_behind_a_path_are_found() {
    let code = "use crate::app::{App, act::clock::{Clock, Moment}, event};\nlet x = crate::app::desk::y();";
    assert_eq!(names_after(code, "crate::app::"), ["App", "act", "event", "desk"]);
}

/// Storeys among whose files there is no circle.
const WITHOUT_CIRCLES: [&str; 3] = ["app", "folder", "web"];

#[test]
fn no_circle_among_the_files_of_a_storey() {
    for storey in WITHOUT_CIRCLES {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let place = |path: &Path| {
            let path = path.strip_prefix(&root).expect("a source").with_extension("");
            let mut place: Vec<String> = path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
            place.pop_if(|last| last == "mod");
            place
        };
        let files: Vec<_> = sources(storey).into_iter().map(|(path, text)| (place(&path), text)).collect();
        let imports = circles::imports(&files);
        // a reader that understands nothing finds no circle either
        let count: usize = imports.values().map(std::collections::BTreeSet::len).sum();
        assert!(count > files.len(), "{storey}: {count} imports of {} files", files.len());
        let found = circles::circles(&files);
        assert!(found.is_empty(), "files of {storey} import each other: {found:#?}");
    }
}

/// No file of the web is longer than what is read in one go.
#[test]
fn files_of_the_web_stay_short() {
    for (path, text) in sources("web") {
        let lines = text.lines().count();
        assert!(lines <= 400, "{} has {lines} lines", path.display());
    }
}

#[test]
fn scoring_is_pure() {
    for (path, text) in sources("scoring") {
        for word in
            ["diesel", "actix", "maud", "tokio", "std::fs", "std::io", "std::time", "chrono", "async ", "f64", "f32"]
        {
            assert!(!code(&text).contains(word), "{} contains {word}", path.display());
        }
    }
}

/// A mark is exact from the finger to the page: floating point is where figures are no result, and nowhere else.
#[test]
fn floating_point_is_in_the_statistics_alone() {
    // whether a word stands by itself
    let holds = |code: &str, word: &str| {
        let is_part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        code.match_indices(word).any(|(at, _)| {
            !is_part(code[..at].chars().next_back().filter(|c| !c.is_ascii_digit()))
                && !is_part(code[at + word.len()..].chars().next())
        })
    };
    assert!(holds("let x = 1.0f64;", "f64") && holds("x: f32,", "f32") && !holds("of64()", "f64"));
    let storeys = STOREYS.iter().map(|(storey, _)| *storey).filter(|storey| *storey != "statistics");
    let mut found = Vec::new();
    for storey in storeys.chain(["lib", "main"]) {
        for (path, text) in sources(storey) {
            let code = code(&text);
            // a number in a spreadsheet is one by the format of its file: it is written there as it was printed
            let is_sheet = path.ends_with("web/workbook/table.rs");
            if !is_sheet && (holds(&code, "f64") || holds(&code, "f32")) {
                found.push(path.display().to_string());
            }
        }
    }
    assert!(found.is_empty(), "floating point in {found:?}");
}

#[test]
fn statistics_are_pure() {
    for (path, text) in sources("statistics") {
        for word in
            ["diesel", "actix", "maud", "tokio", "std::fs", "std::io", "std::time", "chrono", "async ", "rust_decimal"]
        {
            assert!(!code(&text).contains(word), "{} contains {word}", path.display());
        }
    }
}

#[test]
fn only_the_web_speaks_http_and_only_the_store_speaks_sql() {
    for (storey, _) in STOREYS {
        for (path, text) in sources(storey) {
            let code = code(&text);
            if storey != "web" {
                assert!(!code.contains("maud"), "{} contains maud", path.display());
                assert!(storey == "cli" || !code.contains("actix"), "{} contains actix", path.display());
            }
            if storey != "store" {
                assert!(!code.contains("diesel"), "{} contains diesel", path.display());
            }
        }
    }
}

#[test]
fn only_the_backend_names_a_database() {
    let words = ["sqlite", "Sqlite", "SQLite", "postgres", "Postgres", "PgConnection"];
    for (storey, _) in STOREYS {
        for (path, text) in sources(storey) {
            // the setting itself has to be named where it is read and where it is documented
            if path.to_string_lossy().contains("store/backend") || storey == "config" || storey == "cli" {
                continue;
            }
            for word in words {
                assert!(!code(&text).contains(word), "{} contains {word}", path.display());
            }
        }
    }
}

#[test]
fn migrations_have_the_same_names_on_both_databases() {
    let names = |backend: &str| {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(backend);
        let entries = fs::read_dir(path).expect("migrations");
        let mut names: Vec<_> = entries.map(|e| e.expect("an entry").file_name()).collect();
        names.sort();
        names
    };
    assert_eq!(names("sqlite"), names("postgres"));
    assert!(!names("sqlite").is_empty());
}

#[test]
fn scripts_and_stylesheets_stay_short() {
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web/assets")).expect("assets") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|e| e == "js" || e == "css") {
            let lines = fs::read_to_string(&path).expect("text").lines().count();
            assert!(lines <= 200, "{} has {lines} lines", path.display());
        }
    }
}

#[test]
fn the_released_program_does_nothing_cheaply() {
    // debug assertions are what the release profile does not have; Cargo.toml leaves that as it is
    let guarded = "#[cfg(debug_assertions)]\n    if std::env::var_os(\"GUANMO_CHEAP_";
    let all = STOREYS.iter().flat_map(|(storey, _)| sources(storey)).map(|(_, text)| code(&text));
    let all = all.collect::<String>();
    assert_eq!((all.matches("GUANMO_CHEAP_").count(), all.matches(guarded).count()), (3, 3));
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).expect("text");
    assert!(!manifest.contains("debug-assertions"));
}
