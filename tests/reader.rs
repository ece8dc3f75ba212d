//! The page that verifies a bundle, in Node, and the reader in Python: on bundles that the tests in `tests/reader` write
//! themselves, good ones and such as lie.

mod event;
mod real;
mod spoilt;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

/// Several times as long as all of it takes beside other tests.
const PATIENCE: Duration = Duration::from_secs(150);

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reader")
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Runs tests in node; what they say, or `None` where there is no end to it.
fn in_time(files: &[PathBuf]) -> Option<String> {
    let told = tempfile::NamedTempFile::new().expect("a temporary file");
    let file = told.reopen().expect("the file");
    let mut node = Command::new("node")
        .args(["--test", "--test-reporter=tap"])
        .args(files)
        .stdout(file.try_clone().expect("the same file"))
        .stderr(file)
        .spawn()
        .expect("node runs (Debian: nodejs; tests/run installs it)");
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        if let Some(status) = node.try_wait().expect("a child") {
            let text = fs::read_to_string(told.path()).expect("text");
            assert!(status.success(), "{text}");
            return Some(text);
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    node.kill().expect("it is still there");
    node.wait().expect("it ends");
    None
}

#[test]
fn the_page_and_the_reader_in_python_take_what_is_good_and_refuse_what_is_not() {
    let folder = folder();
    let entries = fs::read_dir(&folder).expect("the folder");
    let mut files: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|path| path.to_string_lossy().ends_with(".test.mjs"));
    files.sort();
    assert!(!files.is_empty(), "there are no tests in {}", folder.display());
    // a node of these days may stand still at its end, once in some hundred times
    let text = in_time(&files).or_else(|| in_time(&files)).expect("node comes to an end");
    // a node that found nothing to run is content, too
    let ran: usize = text.lines().find_map(|line| line.strip_prefix("# pass ")?.trim().parse().ok()).unwrap_or(0);
    assert!(ran >= files.len(), "{text}");
}

#[test]
fn the_reader_in_pythons_own_arithmetic_holds() {
    let reader = folder().join("bundle.py");
    let output = Command::new("python3").arg("-B").arg(reader).arg("--self-test").output();
    let output = output.expect("python3 runs (Debian: python3; tests/run installs it)");
    assert!(output.status.success(), "{}", said(&output));
}
