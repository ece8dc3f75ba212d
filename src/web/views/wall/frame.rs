//! What the scenes of a wall share: ids in the page, heads, the label of a demonstration.

use maud::{Markup, html};

use crate::app::act::label::DEMO_LABEL;
use crate::app::event::view::EventSummary;

/// The id of what the audience sees.
pub const PART: &str = "part-wall";
/// The id of what the presenter sees.
pub const PRESENTER_PART: &str = "part-presenter";
/// The head of a scene.
pub(super) fn head(event: &EventSummary, about: &str) -> Markup {
    html! {
        header.hd {
            h1 { (title(event)) }
            @if !about.is_empty() { p { (about) } }
            (label(event))
        }
    }
}

/// The label of a demonstration or a rehearsal, on every scene.
pub(super) fn label(event: &EventSummary) -> Markup {
    html! {
        @if event.demo { p.badge role="note" { (DEMO_LABEL) } }
        @else if event.rehearsal { p.badge role="note" { "演练：不计入正式成绩" } }
    }
}

/// A fingerprint as it is read aloud: its first twelve digits.
pub(super) fn short(fingerprint: &str) -> String {
    let digits: Vec<char> = fingerprint.chars().take(12).collect();
    digits.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// The title of an event; what the label beside it says already is left out.
pub(super) fn title(event: &EventSummary) -> &str {
    if event.demo { event.title.trim_end_matches(DEMO_LABEL).trim_end() } else { &event.title }
}
