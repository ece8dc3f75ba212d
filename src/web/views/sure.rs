//! The page that asks once more before something is done that cannot be taken back.

use maud::{Markup, html};

use super::layout::{Frame, sheet};
use crate::app::event::view::EventSummary;
use crate::app::people::session::Session;
use crate::web::row::Sure;

/// What is asked, of whom and about what.
pub struct Asking<'a> {
    pub sure: &'a Sure,
    pub session: &'a Session,
    /// The event that it is about.
    pub event: Option<&'a EventSummary>,
    /// Where the form goes.
    pub action: &'a str,
    /// All that was sent.
    pub sent: &'a [(&'a str, &'a str)],
    /// The page that the form stands on.
    pub back: &'a str,
}

/// The page: what will be done, the form that does it with all that was sent, and the way back.
pub fn page(asking: &Asking<'_>) -> Markup {
    let Asking { sure, session, event, action, sent, back } = asking;
    let about = sure.about.and_then(|(word, field)| {
        let found = sent.iter().find(|(name, _)| *name == field);
        found.map(|(_, value)| (word, *value))
    });
    let (demo, rehearsal) = event.map_or((false, false), |event| (event.demo, event.rehearsal));
    let frame = Frame { title: sure.title, styles: &["plain.css"], script: Some("once.js"), demo };
    let body = html! {
        h2 { (sure.title) }
        @if let Some(event) = event { p { b { (event.title) } } }
        @if let Some((word, value)) = about { p { (word) " " b { (value) } } }
        section.said { @for sentence in sure.does { p { (sentence) } } }
        form method="post" action=(action) {
            @for (name, value) in *sent { input type="hidden" name=(name) value=(value); }
            input type="hidden" name="sure" value="yes";
            button.btn.act.big { (sure.button) }
            " "
            a.btn.big href=(back) { "返回" }
        }
    };
    sheet(&frame, session, (back, "返回"), rehearsal, &body)
}
