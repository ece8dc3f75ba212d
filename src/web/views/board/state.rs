//! How far the event is, at the head of its board.

use maud::{Markup, html};

use crate::app::act::clock::Moment;
use crate::app::event::view::{EventState, EventSummary};
use crate::web::views::layout::icon;
use crate::web::views::wording::local_time;

/// How far the event is, with the time, as a part that an open page gets anew.
pub(super) fn state_part(event: &EventSummary) -> Markup {
    state_at(event, event.signed_at)
}

pub(super) fn state_at(event: &EventSummary, last_signed: Option<Moment>) -> Markup {
    html! {
        p.sealed #part-state { @if !event.state.is_before_close() { (icon("lock")) } b { (state_line(event, last_signed)) } }
    }
}

/// How far the event is, with the time at which it came so far.
fn state_line(event: &EventSummary, last_signed: Option<Moment>) -> String {
    let at = match event.state {
        EventState::Published | EventState::Archived => event.published_at,
        EventState::Signed => event.signed_at.or(last_signed),
        EventState::Closed => event.closed_at,
        EventState::Draft | EventState::Open => None,
    };
    let at = at.map(|at| format!(" {}", local_time(at))).unwrap_or_default();
    format!("{}{at}", event.state.title())
}
