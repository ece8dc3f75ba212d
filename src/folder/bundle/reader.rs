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
    let script = joined(MODULES.iter().map(|(name, text)| (*name, (*text).to_owned())));
    let known = json!({ "origin": known.origin, "keys": known.keys, "bundle": known.bundle }).to_string();
    // what ends an element inside of one would end it
    let known = known.replace('<', "\\u003c");
    part!("page.html")
        .replace("<!--style-->", &format!("<style>{}</style>", part!("page.css")))
        .replace("<!--known-->", &format!("<script type=\"application/json\" id=\"known\">{known}</script>"))
        .replace("<!--script-->", &format!("<script>{script}</script>"))
}
