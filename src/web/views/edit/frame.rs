//! What the pages of the set-up have in common.

use maud::Markup;

use crate::app::event::view::EventSummary;
use crate::app::people::session::Session;
use crate::web::views::layout::{Frame, sheet};

pub fn draw(title: &str, event: &EventSummary, session: &Session, back: (&str, &str), body: &Markup) -> Markup {
    let frame = Frame { title, styles: &["plain.css", "edit.css"], script: Some("find.js"), demo: event.demo };
    sheet(&frame, session, back, event.rehearsal, body)
}
