//! What a downloaded file is called: a demonstration's or a rehearsal's says that it is one.

use super::address::percent;
use crate::app::act::label::DEMO_LABEL;
use crate::app::act::label::REHEARSAL_LABEL;
use crate::app::event::view::EventSummary;

/// A title that says what the event is where it is not the real thing.
pub(super) fn labelled(event: &EventSummary, title: String) -> String {
    let labels = [(event.demo, DEMO_LABEL), (event.rehearsal, REHEARSAL_LABEL)];
    labels
        .into_iter()
        .filter(|(is, _)| *is)
        .fold(title, |title, (_, label)| if title.contains(label) { title } else { format!("{label}：{title}") })
}

/// What stands in a file's name for a ranking.
pub(super) fn ranking(provisional: bool) -> &'static str {
    if provisional { "暂定名次" } else { "成绩与名次" }
}

/// The header that makes a browser keep an answer as a file; `plain` is the name for what reads ASCII only.
pub(super) fn header(event: &EventSummary, what: &str, plain: &str) -> String {
    let extension = plain.rsplit('.').next().unwrap_or_default();
    let name = format!("{}-{what}.{extension}", labelled(event, event.title.clone()));
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", percent(&name))
}
