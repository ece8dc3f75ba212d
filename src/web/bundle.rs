//! The modules of the judge's page as one script, and its stylesheets as one: a tablet on a bad line asks for two files
//! in place of thirty, and they compress better together.

use super::shorten::shorten;
use crate::folder::bundle::script::joined;

/// The script that the judge's page loads.
pub(super) const SCRIPT: &str = "judge-page.js";
/// The stylesheet that the judge's page loads.
pub(super) const STYLE: &str = "judge-page.css";

/// The stylesheets of the judge's page, in the order in which they count.
const STYLES: [&str; 5] = ["tokens.css", "judge.css", "card.css", "ballot.css", "own.css"];

/// The modules of the judge's page, each after all that it imports.
pub(super) const SCRIPTS: [&str; 54] = [
    "decimal.js",
    "event.js",
    "patience.js",
    "template.js",
    "store.js",
    "body.js",
    "sha256.js",
    "row.js",
    "file.js",
    "small.js",
    "kept.js",
    "mark.js",
    "mend.js",
    "stamp.js",
    "lease.js",
    "seat.js",
    "key.js",
    "signing.js",
    "journal.js",
    "line.js",
    "news.js",
    "wire.js",
    "sync.js",
    "state.js",
    "limits.js",
    "spread.js",
    "word.js",
    "notice.js",
    "saved.js",
    "editor.js",
    "remark.js",
    "field.js",
    "keypad.js",
    "marks.js",
    "grade.js",
    "card.js",
    "drag.js",
    "ranking.js",
    "votes.js",
    "ballot.js",
    "access.js",
    "door.js",
    "leave.js",
    "frame.js",
    "give.js",
    "slip.js",
    "confirm.js",
    "own.js",
    "device.js",
    "ready.js",
    "route.js",
    "update.js",
    "app.js",
    "main.js",
];

/// A file that is made of others, from their texts; nothing where it is a file of its own.
pub(super) fn made(name: &str, text: impl Fn(&str) -> Option<String>) -> Option<String> {
    match name {
        STYLE => STYLES.iter().map(|name| text(name)).collect(),
        SCRIPT => {
            let parts = SCRIPTS.into_iter().map(|name| Some((name, text(name)?)));
            parts.collect::<Option<Vec<_>>>().map(|parts| joined(parts, shorten))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::folder::bundle::script::import;

    fn read(name: &str) -> Option<String> {
        std::fs::read_to_string(format!("{}/src/web/assets/{name}", env!("CARGO_MANIFEST_DIR"))).ok()
    }

    #[test]
    fn every_module_stands_after_what_it_imports_and_is_of_the_form_that_is_understood() {
        let mut before = Vec::new();
        for name in SCRIPTS {
            let text = read(name).expect("a module");
            for line in text.lines() {
                if line.starts_with("import") {
                    let (_, from) = import(line).unwrap_or_else(|| panic!("{name}: {line}"));
                    assert!(before.contains(&from), "{name} imports {from}, which has not run yet");
                }
                if let Some(declared) = line.strip_prefix("export ") {
                    let known = ["async function ", "function ", "class ", "const "];
                    assert!(known.iter().any(|word| declared.starts_with(word)), "{name}: {line}");
                }
            }
            before.push(name);
        }
        assert!(made(SCRIPT, read).is_some() && made(STYLE, read).is_some() && made("app.js", read).is_none());
    }
}
