//! What the pages of the rules have in common.

use maud::{Markup, html};

use crate::app::act::permission::{Act, check};
use crate::app::event::view::EventSummary;
use crate::app::people::session::Session;
use crate::app::setup::amend::{DiffLine, Side};
use crate::web::views::layout::{Frame, sheet};

pub fn draw(title: &str, event: &EventSummary, session: &Session, body: &Markup) -> Markup {
    let frame = Frame { title, styles: &["plain.css", "rules.css"], script: Some("rules.js"), demo: event.demo };
    let desk = format!("/events/{}/desk", event.id);
    let organises = check(&session.actor, Act::SeeDesk).is_ok();
    let back = if organises { (desk.as_str(), "回组织台") } else { ("/events", "评比活动") };
    sheet(&frame, session, back, event.rehearsal, body)
}

/// The beginning of a hash, as people compare it.
pub fn short(sha256: &str) -> String {
    sha256.chars().take(12).collect()
}

/// Lines that differ, as a table: number before, number after, the line.
pub fn difference(lines: &[DiffLine]) -> Markup {
    let number = |of: Option<usize>| of.map(|line| line.to_string()).unwrap_or_default();
    html! {
        @if lines.is_empty() {
            p { "没有不同的行。" }
        } @else {
            div.diff tabindex="0" role="region" aria-label="逐行对照" {
                table {
                    thead.vh { tr { th { "原行号" } th { "新行号" } th { "增减" } th { "内容" } } }
                    tbody {
                        @for line in lines {
                            @let (class, sign, word) = match line.side {
                                Side::Before => ("gone", "−", "删"),
                                Side::After => ("came", "+", "增"),
                                Side::Both => ("", "", ""),
                                Side::Gap => ("gap", "…", "略"),
                            };
                            tr class=(class) {
                                td.n { (number(line.before)) }
                                td.n { (number(line.after)) }
                                td.sign title=(word) { (sign) }
                                td { (line.text) }
                            }
                        }
                    }
                }
            }
        }
    }
}
