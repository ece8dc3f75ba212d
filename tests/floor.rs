//! Chromium 78 is the floor of all scripts and styles: their syntax is read by a parser set to ES2019, and what
//! browsers came to know later is searched for by name.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What must not stand in a script, and since which version of Chromium it may.
const SCRIPTS: [(&str, &str); 36] = [
    ("structuredClone", "came with 98; copy the fields"),
    ("randomUUID", "came with 92, and on encrypted pages only; journal.js makes its own ids"),
    (".at(", "came with 92; use an index"),
    (".hasOwn(", "came with 93; use hasOwnProperty.call"),
    (".replaceAll(", "came with 85; use replace with /…/g"),
    (".findLast", "came with 97; filter, and take the last"),
    (".toSorted(", "came with 110; slice, then sort"),
    (".toReversed(", "came with 110; slice, then reverse"),
    (".toSpliced(", "came with 110; slice, then splice"),
    (".groupBy(", "came with 117; use a loop"),
    (".isWellFormed(", "came with 111; template.js has wellFormed"),
    (".toWellFormed(", "came with 111; template.js has wellFormed"),
    (".replaceChildren(", "came with 86; empty textContent, then append"),
    (".checkVisibility(", "came with 105; look at hidden"),
    (".getHTML(", "came with 125; use innerHTML"),
    (".setHTML", "came with 124 or later; use textContent"),
    ("showModal", "a dialog traps the focus differently in old browsers; draw a screen"),
    ("showPopover", "came with 114; draw a screen"),
    (".inert", "came with 102; use hidden"),
    ("Promise.any(", "came with 85"),
    ("Promise.try(", "came with 128"),
    ("withResolvers", "came with 119; use new Promise"),
    ("AggregateError", "came with 85"),
    ("AbortSignal.timeout", "came with 103; use an AbortController and a timer"),
    ("AbortSignal.any", "came with 116; use one AbortController"),
    ("WeakRef", "came with 84"),
    ("FinalizationRegistry", "came with 84"),
    ("navigator.locks", "is there on encrypted pages only; lease.js works on all"),
    ("userAgentData", "came with 90, and on encrypted pages only"),
    ("crypto.subtle", "is there on encrypted pages only; key.js does without where it is not"),
    ("wakeLock", "came with 84, and on encrypted pages only"),
    ("scheduler.", "came with 94 or later"),
    ("navigation.", "came with 102; use history"),
    ("startViewTransition", "came with 111"),
    ("Intl.DurationFormat", "came with 129"),
    ("adoptedStyleSheets.push", "came with 99"),
];

/// What must not stand in a stylesheet.
const STYLES: [(&str, &str); 29] = [
    (":has(", "came with 105; set a class"),
    (":is(", "came with 88; write the selectors out"),
    (":where(", "came with 88; write the selectors out"),
    (":focus-visible", "came with 86; :focus is never removed"),
    (":modal", "came with 105"),
    ("inset:", "came with 87; write top, right, bottom, left"),
    ("inset-", "came with 87; write top, right, bottom, left"),
    ("aspect-ratio", "came with 88; set a height"),
    ("clamp(", "came with 79; use a media query"),
    ("min(", "came with 79; use max-width"),
    ("max(", "came with 79; use min-width"),
    ("accent-color", "came with 93"),
    ("color-scheme", "came with 81"),
    ("color-mix(", "came with 111"),
    ("overflow-wrap:anywhere", "came with 80; use word-break"),
    ("overflow:clip", "came with 90; use hidden"),
    ("content-visibility", "came with 85"),
    ("text-wrap", "came with 114"),
    ("text-underline-offset", "came with 87"),
    ("text-decoration-thickness", "came with 89"),
    ("scrollbar-gutter", "came with 94"),
    ("@container", "came with 105; use a media query"),
    ("@layer", "came with 99; order the files"),
    ("@property", "came with 85"),
    ("@scope", "came with 118"),
    ("subgrid", "came with 117"),
    ("dvh", "came with 108; use vh"),
    ("svh", "came with 108; use vh"),
    ("margin-inline:", "came with 87; write left and right"),
];

/// Scripts that are loaded without `type="module"`, with the syntax in which they are written.
const CLASSIC: [(&str, &str); 4] =
    [("theme.js", "--ecma5"), ("floor.js", "--ecma5"), ("once.js", "--ecma2019"), ("worker.js", "--ecma2019")];

fn files(extension: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web/assets");
    let entries = fs::read_dir(folder).expect("assets").map(|entry| entry.expect("an entry").path());
    let mut found: Vec<_> = entries.filter(|path| path.extension().is_some_and(|e| e == extension)).collect();
    found.sort();
    assert!(!found.is_empty(), "no {extension}");
    found
}

fn name(path: &Path) -> String {
    path.file_name().expect("a name").to_string_lossy().into_owned()
}

/// Whether a word stands in a text, and not as the end of a longer one where it begins with a letter.
fn stands_in(word: &str, text: &str) -> bool {
    let is_name = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        !(word.starts_with(char::is_alphabetic) && before.is_some_and(is_name))
    })
}

/// Names of a list that stand in a text, each with its reason.
fn found<'l>(list: &'l [(&str, &str)], text: &str) -> Vec<&'l (&'l str, &'l str)> {
    list.iter().filter(|(word, _)| stands_in(word, text)).collect()
}

/// A stylesheet without its comments and the blanks after colons.
fn style(text: &str) -> String {
    let parts = text.split("/*").enumerate();
    let code = parts.map(|(i, part)| if i == 0 { part } else { part.split_once("*/").map_or("", |(_, rest)| rest) });
    code.collect::<String>().replace(": ", ":")
}

/// Flex rules that set a gap; grids write `grid-gap`, which the floor knows, and so `gap` is not written at all.
fn gaps(text: &str) -> bool {
    let code = style(text);
    ["gap:", "row-gap:", "column-gap:"].iter().any(|word| stands_in(word, &code))
}

/// Whether a rule stands in a rule of another kind than `@media`, `@supports` and `@keyframes`.
fn nests(text: &str) -> bool {
    let mut open: Vec<bool> = Vec::new();
    let mut head = String::new();
    for c in style(text).chars() {
        match c {
            '{' => {
                if open.contains(&true) {
                    return true;
                }
                open.push(!head.trim_start().starts_with('@'));
                head.clear();
            }
            '}' => {
                open.pop();
                head.clear();
            }
            ';' => head.clear(),
            c => head.push(c),
        }
    }
    false
}

#[test]
fn no_script_asks_for_what_the_floor_does_not_know() {
    for path in files("js") {
        let text = fs::read_to_string(&path).expect("text");
        let code: String =
            text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        let mut asked = found(&SCRIPTS, &code);
        asked.retain(|(word, _)| (*word, name(&path).as_str()) != ("crypto.subtle", "key.js"));
        assert_eq!(asked, Vec::<&(&str, &str)>::new(), "{}", name(&path));
    }
}

#[test]
fn no_stylesheet_asks_for_what_the_floor_does_not_know() {
    for path in files("css") {
        let text = fs::read_to_string(&path).expect("text");
        let known = style(&text).replace("minmax(", "").replace("min-width", "").replace("max-width", "");
        assert_eq!(found(&STYLES, &known), Vec::<&(&str, &str)>::new(), "{}", name(&path));
        assert!(!gaps(&text), "{}: gap on flex came with 84; write grid-gap in a grid, margins elsewhere", name(&path));
        assert!(!nests(&text), "{}: nested rules came with 112; write the selector out", name(&path));
    }
}

/// Runs the parser on a script; what it has against it, or nothing.
fn parse(path: &Path, arguments: &[&str]) -> Result<(), String> {
    let program = std::env::var("GUANMO_TEST_ACORN").unwrap_or_else(|_| "acorn".to_owned());
    let run = Command::new(program).args(arguments).arg("--silent").arg(path).output();
    let run = run.expect("acorn starts; tests/run says what to install");
    if run.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&run.stderr).into_owned()) }
}

#[test]
fn every_script_is_of_the_syntax_of_2019() {
    for path in files("js") {
        let name = name(&path);
        let classic = CLASSIC.iter().find(|(classic, _)| *classic == name);
        let arguments = classic.map_or(vec!["--ecma2019", "--module"], |(_, syntax)| vec![*syntax]);
        assert_eq!(parse(&path, &arguments), Ok(()), "{name}");
    }
}

#[test]
fn the_floor_can_be_broken() {
    let folder = tempfile::TempDir::new().expect("a folder");
    for (code, module) in [
        ("const a = b?.c;", true),
        ("const a = b ?? c;", true),
        ("a ||= b;", true),
        ("const a = 1n;", true),
        ("const a = 1_000;", true),
        ("class A { b = 1; }", true),
        ("class A { #b() {} }", true),
        ("const a = await b;", true),
        ("const a = 1;", false),
        ("var a = (b) => b;", false),
    ] {
        let path = folder.path().join("a.js");
        fs::write(&path, code).expect("written");
        let arguments: &[&str] = if module { &["--ecma2019", "--module"] } else { &["--ecma5"] };
        assert!(parse(&path, arguments).is_err(), "{code}");
    }
    assert_eq!(found(&SCRIPTS, "rows.at(-1)").len(), 1);
    assert_eq!(found(&STYLES, ".a{inset:0}").len(), 1);
    assert_eq!(found(&STYLES, ".a{box-shadow:inset 4px 0 0 red}").len(), 0);
    assert!(gaps(".a{display:flex;gap: 4px}") && !gaps(".a{display:grid;grid-gap:4px}"));
    assert!(nests(".a{color:red;.b{color:blue}}") && !nests("@media print{.a{color:red}}"));
}
