//! Which files import which, read from the sources themselves, and the circles among them.
//!
//! A file is a module, and a `mod.rs` one like the others. It imports a file where a `use` or a path in its code leads
//! into that file; `mod` declares and imports nothing. Comments, texts and what is for tests only do not count.

use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The path of a module from the crate's root, and with the name of an item also that of the item.
pub type Place = Vec<String>;

/// The circles among the files of some modules, each with its members in order; none where all is well.
pub fn circles(sources: &[(Place, String)]) -> Vec<Vec<String>> {
    let imports = imports(sources);
    let reached: BTreeMap<&Place, BTreeSet<&Place>> =
        imports.keys().map(|from| (from, reach(from, &imports))).collect();
    let mut found = BTreeSet::new();
    for (from, to) in &reached {
        if to.contains(from) {
            let members = to.iter().filter(|other| reached[**other].contains(from));
            found.insert(members.map(|place| place.join("::")).collect());
        }
    }
    found.into_iter().collect()
}

/// Each file with those of the others that it imports.
pub fn imports(sources: &[(Place, String)]) -> BTreeMap<Place, BTreeSet<Place>> {
    let files: BTreeMap<&Place, File> = sources.iter().map(|(place, text)| (place, File::read(place, text))).collect();
    files.iter().map(|(place, file)| ((*place).clone(), file.imports(&files))).collect()
}

/// Whatever a file imports, and what that imports, and so on.
fn reach<'f>(from: &Place, imports: &'f BTreeMap<Place, BTreeSet<Place>>) -> BTreeSet<&'f Place> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<&Place> = imports[from].iter().collect();
    while let Some(place) = open.pop() {
        if reached.insert(place) {
            open.extend(&imports[place]);
        }
    }
    reached
}

/// One name that a `use` brings in.
struct Import {
    /// Where the `use` stands: the file, or a module inside of it.
    at: Place,
    /// The path as it is written.
    path: Place,
    /// What it is called here; none for `_`.
    name: Option<String>,
    /// Whether it is all that the path holds.
    is_glob: bool,
}

/// What a file says about others.
struct File {
    place: Place,
    imports: Vec<Import>,
    /// Paths in the code, each with the module that it stands in.
    paths: Vec<(Place, Place)>,
    /// Modules that it declares or holds.
    modules: Vec<String>,
}

impl File {
    fn read(place: &Place, text: &str) -> Self {
        let mut file = Self { place: place.clone(), imports: Vec::new(), paths: Vec::new(), modules: Vec::new() };
        let words = without_tests(words(text));
        // the modules inside of the file that are open, with the depth at which each ends
        let (mut inside, mut depth): (Vec<(String, usize)>, usize) = (Vec::new(), 0);
        let mut at = 0;
        while at < words.len() {
            let here = || file.place.iter().chain(inside.iter().map(|(name, _)| name)).cloned().collect::<Place>();
            match words[at].as_str() {
                // who may see something is no import, though it may be said with a path
                "pub" if words.get(at + 1).is_some_and(|next| next == "(") => at = closing(&words, at + 1),
                "use" if words.get(at + 1).is_some_and(|next| next != "<") => {
                    let here = here();
                    at = tree(&words, at + 1, &here, &[], &mut file.imports);
                }
                "mod" => {
                    let name = words[at + 1].clone();
                    file.modules.push(name.clone());
                    if words[at + 2] == "{" {
                        inside.push((name, depth));
                        depth += 1;
                    }
                    at += 2;
                }
                "{" => depth += 1,
                "}" => {
                    depth -= 1;
                    inside.pop_if(|(_, ends)| *ends == depth);
                }
                word if is_name(word) => {
                    let mut path = vec![word.to_owned()];
                    while words.get(at + 1).is_some_and(|next| next == "::")
                        && words.get(at + 2).is_some_and(|next| is_name(next))
                    {
                        path.push(words[at + 2].clone());
                        at += 2;
                    }
                    if path.len() > 1 {
                        file.paths.push((here(), path));
                    }
                }
                _ => {}
            }
            at += 1;
        }
        file
    }

    /// What its names stand for.
    fn names(&self) -> HashMap<String, Place> {
        let child = |name: &String| (name.clone(), [&self.place[..], std::slice::from_ref(name)].concat());
        let mut names: HashMap<String, Place> = self.modules.iter().map(child).collect();
        // one `use` may begin with what another one brings in, in any order
        loop {
            let before = names.len();
            for import in self.imports.iter().filter(|import| !import.is_glob) {
                let Some(name) = &import.name else { continue };
                if let Some(place) = resolve(&import.at, &import.path, &names) {
                    names.entry(name.clone()).or_insert(place);
                }
            }
            if names.len() == before {
                return names;
            }
        }
    }

    /// The files that it imports.
    fn imports(&self, files: &BTreeMap<&Place, File>) -> BTreeSet<Place> {
        let mut names = self.names();
        let mut found = BTreeSet::new();
        for import in &self.imports {
            let Some(place) = resolve(&import.at, &import.path, &names) else { continue };
            let Some(file) = file_of(&place, files) else { continue };
            // a name may be a module's and, handed on by the module around it, a function's
            if let Some((name, around)) = place.split_last()
                && let Some(around) = files.get(&around.to_vec())
                && around.imports.iter().any(|import| import.name.as_ref() == Some(name))
            {
                found.insert(around.place.clone());
            }
            if import.is_glob
                && let Some(file) = files.get(&place)
            {
                for (name, place) in file.names() {
                    names.entry(name).or_insert(place);
                }
            }
            found.insert(file.clone());
        }
        for (at, path) in &self.paths {
            // the last word of a path in the code is an item of the module before it
            let module = resolve(at, &path[..path.len() - 1], &names);
            found.extend(module.and_then(|module| file_of(&module, files)).cloned());
        }
        found.remove(&self.place);
        found
    }
}

/// The file that holds a place: that of the module itself, or the nearest one around it.
fn file_of<'f>(place: &[String], files: &BTreeMap<&'f Place, File>) -> Option<&'f Place> {
    (1..=place.len()).rev().find_map(|length| files.get_key_value(&place[..length].to_vec()).map(|(place, _)| *place))
}

/// Where a path leads, from the root; `None` where it begins with another crate.
fn resolve(at: &[String], path: &[String], names: &HashMap<String, Place>) -> Option<Place> {
    let (first, mut rest) = path.split_first()?;
    let mut place = match first.as_str() {
        "crate" => Vec::new(),
        "self" => at.to_vec(),
        "super" => at[..at.len().checked_sub(1)?].to_vec(),
        name => names.get(name)?.clone(),
    };
    while let Some((_, further)) = rest.split_first().filter(|(step, _)| *step == "super") {
        place.pop()?;
        rest = further;
    }
    place.extend_from_slice(rest);
    Some(place)
}

/// Reads one tree of a `use` and gives the place of its last word.
fn tree(words: &[String], mut at: usize, here: &[String], before: &[String], found: &mut Vec<Import>) -> usize {
    let mut path = before.to_vec();
    loop {
        match words[at].as_str() {
            "::" => {}
            "{" => {
                loop {
                    at += 1;
                    match words[at].as_str() {
                        "}" => return at,
                        "," => {}
                        // gives its own last word, which may be a brace as well
                        _ => at = tree(words, at, here, &path, found),
                    }
                }
            }
            "*" => {
                found.push(Import { at: here.to_vec(), path, name: None, is_glob: true });
                return at;
            }
            // `module::{self}` is the module
            "self" if !path.is_empty() => {}
            word => path.push(word.to_owned()),
        }
        match words[at + 1].as_str() {
            "as" => {
                let name = Some(words[at + 2].clone()).filter(|name| name != "_");
                found.push(Import { at: here.to_vec(), path, name, is_glob: false });
                return at + 2;
            }
            ";" | "," | "}" => {
                let name = path.last().cloned();
                found.push(Import { at: here.to_vec(), path, name, is_glob: false });
                return at;
            }
            _ => at += 1,
        }
    }
}

fn is_name(word: &str) -> bool {
    word.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

/// The place of the bracket that closes the one at `open`.
fn closing(words: &[String], open: usize) -> usize {
    let mut depth = 0;
    for (at, word) in words.iter().enumerate().skip(open) {
        match word.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    words.len() - 1
}

/// Leaves out whatever `#[cfg(test)]` stands before, to its semicolon or its closing brace.
fn without_tests(words: Vec<String>) -> Vec<String> {
    let mark = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept = Vec::new();
    let mut at = 0;
    while at < words.len() {
        if words[at..].starts_with(&mark.map(str::to_owned)) {
            at += mark.len();
            while words[at] != ";" && words[at] != "{" {
                at = if words[at] == "[" || words[at] == "(" { closing(&words, at) } else { at } + 1;
            }
            at = if words[at] == "{" { closing(&words, at) } else { at } + 1;
        } else {
            kept.push(words[at].clone());
            at += 1;
        }
    }
    kept
}

/// The words of a source and its marks, one by one; comments and texts are left out.
fn words(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let starts = |at: usize, with: &str| with.chars().enumerate().all(|(n, c)| chars.get(at + n) == Some(&c));
    let part = |c: char| c.is_alphanumeric() || c == '_';
    let mut words = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let c = chars[at];
        if starts(at, "//") {
            at += chars[at..].iter().take_while(|c| **c != '\n').count();
        } else if starts(at, "/*") {
            let mut depth = 0;
            loop {
                let (opens, closes) = (starts(at, "/*"), starts(at, "*/"));
                depth = depth + usize::from(opens) - usize::from(closes);
                at += if opens || closes { 2 } else { 1 };
                if depth == 0 || at >= chars.len() {
                    break;
                }
            }
        } else if c == '"' {
            at = after_text(&chars, at);
        } else if c == '\'' {
            // one letter, or what one is written with; otherwise a lifetime
            let is_letter = chars.get(at + 1) == Some(&'\\') || chars.get(at + 2) == Some(&'\'');
            at += 1;
            if is_letter {
                at += if chars[at] == '\\' { 2 } else { 1 };
                at += chars[at..].iter().take_while(|c| **c != '\'').count() + 1;
            }
        } else if part(c) {
            let length = chars[at..].iter().take_while(|c| part(**c)).count();
            let word: String = chars[at..at + length].iter().collect();
            at += length;
            let hashes = chars[at..].iter().take_while(|c| **c == '#').count();
            if word.ends_with('r') && word.len() <= 2 && chars.get(at + hashes) == Some(&'"') {
                let end = format!("\"{}", "#".repeat(hashes));
                at += hashes + 1;
                while at < chars.len() && !starts(at, &end) {
                    at += 1;
                }
                at += end.len();
            } else if word == "r" && hashes == 1 {
                // a word of the language as a name
                at += 1;
            } else {
                words.push(word);
            }
        } else if starts(at, "::") {
            words.push("::".to_owned());
            at += 2;
        } else {
            if !c.is_whitespace() {
                words.push(c.to_string());
            }
            at += 1;
        }
    }
    words
}

/// The place after a text that begins at a quotation mark.
fn after_text(chars: &[char], mut at: usize) -> usize {
    at += 1;
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

/// Made-up sources by their places.
fn made_up(files: &[(&str, &str)]) -> Vec<(Place, String)> {
    files.iter().map(|(place, text)| (place.split("::").map(str::to_owned).collect(), (*text).to_owned())).collect()
}

/// What the first of some made-up files imports.
fn imported(files: &[(&str, &str)]) -> Vec<String> {
    let files = made_up(files);
    imports(&files)[&files[0].0].iter().map(|place| place.join("::")).collect()
}

/// A few files to import from.
const OTHERS: [(&str, &str); 5] = [
    ("web", "mod desk; mod site; mod views;"),
    ("web::site", ""),
    ("web::views", "pub mod board; pub mod word; pub use word::say;"),
    ("web::views::board", ""),
    ("web::views::word", ""),
];

#[test]
fn imports_are_read_however_they_are_written() {
    for (text, expected) in [
        ("use super::site::Site;", &["web::site"][..]),
        (
            "use super::{site::{self, Site}, views::{board as b, word::*}};",
            &["web::site", "web::views::board", "web::views::word"],
        ),
        ("use crate::web::views::board::{\n    page, // as it is\n};", &["web::views::board"]),
        ("use super::views as v;\nfn f() { v::board::page() }", &["web::views", "web::views::board"]),
        ("use v::word::long;\nuse super::views as v;", &["web::views", "web::views::word"]),
        // the item is the outer module's, though a module has its name
        ("fn f() { crate::web::views::board(1) }", &["web::views"]),
        (
            "fn f() -> super::site::Site { html! { p { (super::views::word::say(\"x\")) } } }",
            &["web::site", "web::views::word"],
        ),
        ("mod inner { fn f() { super::super::site::g() } }", &["web::site"]),
        ("use super::Settings;", &["web"]),
        ("use self::part::x; mod part;", &["web::desk::part"]),
        ("use part::x; mod part;", &["web::desk::part"]),
        ("use super::views::*; fn f() { board::page() }", &["web::views", "web::views::board"]),
        ("use super::site as _;", &["web::site"]),
        // what is no import
        ("mod part;", &[]),
        ("// use super::site::Site;\n/* super::site::f() /* */ super::site::f() */", &[]),
        (
            "pub(in crate::web::site) fn f() { \"super::site::f()\"; r#\"\"super::site::f()\"#; b\"super::site\"; '\"'; '\\''; }",
            &[],
        ),
        ("#[cfg(test)]\nmod tests { use super::super::site::Site; }", &[]),
        ("#[cfg(test)]\n#[path = \"x\"]\nmod tests;", &[]),
        ("use std::site::Site; use actix_web::web::{self, Data}; fn f<'a>(x: &'a str) { web::block(x); }", &[]),
    ] {
        let files = [&[("web::desk", text)][..], &OTHERS, &[("web::desk::part", "")]].concat();
        assert_eq!(imported(&files), expected, "{text}");
    }
}

#[test]
fn a_circle_is_found_with_all_of_its_members_and_nobody_else() {
    let files = made_up(&[
        ("web", "mod a; mod b; mod c; mod d; use a::A; use d::D;"),
        ("web::a", "use super::b::{B as Other, C};"),
        ("web::b", "fn f() { super::c::g() }"),
        ("web::c", "use crate::web::a;"),
        ("web::d", "use super::a::A; #[cfg(test)] mod tests { use super::super::Web; }"),
    ]);
    assert_eq!(circles(&files), [["web::a", "web::b", "web::c"]]);
    // a module and a file below it are a circle like any other; to declare it is none
    let files = made_up(&[("web", "mod a; pub use a::A;"), ("web::a", "use super::Settings;")]);
    assert_eq!(circles(&files), [["web", "web::a"]]);
    let files = made_up(&[("web", "mod a; struct Settings;"), ("web::a", "use super::Settings;")]);
    assert!(circles(&files).is_empty());
}
