//! The page from which an event is rehearsed.

use maud::{Markup, html};

use super::layout::{Frame, sheet};
use super::wording::local_time;
use crate::app::event::view::EventSummary;
use crate::app::people::session::Session;

/// What a rehearsal is, those that there are, and the button that makes one.
pub fn page(event: &EventSummary, session: &Session, rehearsals: &[EventSummary]) -> Markup {
    let frame = Frame { title: "演练", styles: &["plain.css"], script: None, demo: event.demo };
    let body = html! {
        h2 { "演练" }
        p { "演练是本活动的一份副本：项目、评委、行程、规则相同，没有评分卡，一建立就开放评分。每个页面和每份导出都标明“演练”。" }
        p { "演练要另发评委链接。正式活动开放评分时，演练随即作废：不再列出，演练的链接和登录全部失效。" }
        @if event.rehearsal {
            p.said { "这本身就是演练，请从正式活动新建演练。" }
        } @else if !event.state.is_before_close() {
            p.said { "评比活动处于“" (event.state.title()) "”，不能再演练。" }
        } @else {
            form method="post" { button.btn.act.big { "新建演练" } }
        }
        @for rehearsal in rehearsals {
            section.card {
                h3 { (rehearsal.title) }
                p { (rehearsal.state.title()) " · " (local_time(rehearsal.created_at)) " 建立" }
                div.row {
                    a.btn href={ "/events/" (rehearsal.id) "/desk" } { "组织台" }
                    form method="post" action={ "/events/" (rehearsal.id) "/discard" } { button.btn { "作废这次演练" } }
                }
            }
        }
    };
    let back = format!("/events/{}/desk", event.id);
    sheet(&frame, session, (&back, "回组织台"), event.rehearsal, &body)
}
