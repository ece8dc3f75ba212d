//! The page that verifies a bundle in a browser: one document with its style and its script in it, which asks for nothing
//! from anywhere.

use serde_json::json;

use super::script::joined;

/// A part of the page, from its folder.
macro_rules! part {
    ($name:literal) => {
        include_str!(concat!("reader/", $name))
    };
}

/// The modules of its script, each after what it imports.
const MODULES: [(&str, &str); 25] = [
    ("fault.js", part!("fault.js")),
    ("pace.js", part!("pace.js")),
    ("bytes.js", part!("bytes.js")),
    ("sha256.js", part!("sha256.js")),
    ("sha512.js", part!("sha512.js")),
    ("ed25519.js", part!("ed25519.js")),
    ("p256.js", part!("p256.js")),
    ("zip.js", part!("zip.js")),
    ("json.js", part!("json.js")),
    ("csv.js", part!("csv.js")),
    ("content.js", part!("content.js")),
    ("note.js", part!("note.js")),
    ("log.js", part!("log.js")),
    ("record.js", part!("record.js")),
    ("verifier.js", part!("verifier.js")),
    ("crew.js", part!("crew.js")),
    ("tablets.js", part!("tablets.js")),
    ("cards.js", part!("cards.js")),
    ("scores.js", part!("scores.js")),
    ("names.js", part!("names.js")),
    ("slip.js", part!("slip.js")),
    ("verify.js", part!("verify.js")),
    ("said.js", part!("said.js")),
    ("view.js", part!("view.js")),
    ("main.js", part!("main.js")),
];

/// What the page is to know beforehand.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// The name of the event's log; empty where it is of any event.
    pub origin: String,
    /// The keys of the house, as texts.
    pub keys: Vec<String>,
    /// The address of the bundle that it reads by itself; `None` where it waits for a file.
    pub bundle: Option<String>,
}

/// The whole page.
///
/// # Panics
/// Never: texts can be written.
#[must_use]
pub fn page(known: &Known) -> String {
    let script = joined(MODULES.iter().map(|(name, text)| (*name, (*text).to_owned())), str::to_owned);
    let known = json!({ "origin": known.origin, "keys": known.keys, "bundle": known.bundle }).to_string();
    // what ends an element inside of one would end it
    let known = known.replace('<', "\\u003c");
    part!("page.html")
        .replace("<!--title-->", "成果包核对")
        .replace("<!--style-->", &format!("<style>{}</style>", part!("page.css")))
        .replace("<!--known-->", &format!("<script type=\"application/json\" id=\"known\">{known}</script>"))
        .replace("<!--script-->", &format!("<script>{script}</script>"))
}
