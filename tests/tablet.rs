//! The tablet's own logic in Node, without a browser: what it keeps, sends and believes, on a database, a network and
//! a clock that the tests in `tests/tablet` make fail.

use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn the_tablets_logic_holds_in_node() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tablet");
    let entries = fs::read_dir(&folder).expect("the folder");
    let mut files: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.retain(|path| path.to_string_lossy().ends_with(".test.mjs"));
    files.sort();
    assert!(!files.is_empty(), "there are no tests in {}", folder.display());
    let output = Command::new("node").args(["--test", "--test-reporter=tap"]).args(&files).output();
    let output = output.expect("node runs (Debian: nodejs; tests/run installs it)");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    // a node that found nothing to run is content, too
    let ran: usize = said.lines().find_map(|line| line.strip_prefix("# pass ")?.trim().parse().ok()).unwrap_or(0);
    assert!(ran >= files.len(), "{said}");
}
