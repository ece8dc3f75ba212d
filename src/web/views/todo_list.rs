//! What is still to be done, drawn: a row for each line, and the desk's card of them.

use maud::{Markup, html};

use super::todo::{Line, Way};
use super::wording::local_clock;
use crate::app::event::view::EventSummary;

/// Rows of a list that is shown in full elsewhere.
pub const ROWS: usize = 8;

/// A line as a row, with what to do about it in an event. `back` is the component that the desk shows.
pub fn row(line: &Line, event: &str, back: &str) -> Markup {
    html! {
        li {
            b { (line.kind) }
            p { (line.about) small { (line.known) } }
            @match &line.way {
                Way::Page { to, word } => { a.btn href=(to) aria-label={ (word) "：" (line.about) } { (word) } }
                Way::Asked(at) => { em { "已催 " (local_clock(*at)) } }
                Way::Ask(asking) => {
                    form method="post" action={ "/events/" (event) "/ask" } {
                        input type="hidden" name="judge" value=(asking.judge);
                        input type="hidden" name="component" value=(asking.component);
                        input type="hidden" name="entry" value=(asking.entry);
                        input type="hidden" name="back" value=(back);
                        button.btn aria-label={ "催办：" (line.about) } { "催办" }
                    }
                }
            }
        }
    }
}

/// The card of the desk.
pub fn part(lines: &[Line], event: &EventSummary, back: &str) -> Markup {
    let id = &event.id;
    let (next, all) = if event.state.is_before_close() { ("封存", "close") } else { ("签字、公布", "signing") };
    html! {
        section.card.todo #part-todo {
            header {
                h2 { "未决事项" b.zero[lines.is_empty()] { (lines.len()) } }
                p.end { @if lines.is_empty() { "没有未决事项" } @else { "全部处理后才能" (next) } }
            }
            ul {
                @for line in lines.iter().take(ROWS) { (row(line, id, back)) }
                @if lines.len() > ROWS {
                    li { b {} p { "另有 " (lines.len() - ROWS) " 项" } a.btn href={ "/events/" (id) "/" (all) } { "查看全部" } }
                }
            }
        }
    }
}
