//! How the seats scored (评委打分): how much they agree, each seat, the cards that stand out, earlier and later entries, and
//! the second opinion. Every figure comes printed or placed from `statistics`; a table holds what a drawing shows.

mod agreement;
mod distribution;
mod drawn;
pub mod file;
mod opinion;
mod order;
mod outliers;
mod table;
mod words;

use drawn::Drawn;
use maud::{Markup, html};

use super::layout::{Frame, label, me, page as framed};
use super::wording::local_time;
use crate::app::act::permission::{Act, check};
use crate::app::people::session::Session;
use crate::app::result::seats::SeatsView;
use crate::web::address::percent;

/// The page. `marks`: whether the reader may see whose each mark is.
pub fn page(view: &SeatsView, session: &Session, marks: bool) -> Markup {
    let (event, drawn) = (&view.event, Drawn { view, marks });
    let frame = Frame { title: "评委打分", styles: &["plain.css", "judges.css"], script: None, demo: event.demo };
    let desk = check(&session.actor, Act::SeeDesk).is_ok();
    let (back, word) = if desk { ("desk", "回组织台") } else { ("signing", "回核对与签字") };
    // where the seats are many, what has a column for each of them goes below, over the whole width
    let many = view.seats.len() > distribution::BESIDE;
    framed(
        &frame,
        &html! {
            header.top {
                h1 { "评委打分" span { (event.title) } }
                a.btn href={ "/events/" (event.id) "/" (back) } { (word) }
                (me(session))
            }
            (label(event.demo, event.rehearsal, ""))
            (choice(&drawn))
            main.judges {
                (agreement::tiles(&drawn))
                div.two {
                    (table::card(&drawn))
                    div.col {
                        @if !many { (distribution::card(&drawn)) }
                        (outliers::card(&drawn))
                        (order::card(&drawn))
                    }
                }
                @if many { (distribution::card(&drawn)) }
                (opinion::card(&drawn))
                (words::glossary(&drawn))
            }
        },
    )
}

/// Components to choose from, what this page is and is not, and the file.
fn choice(drawn: &Drawn<'_>) -> Markup {
    let view = drawn.view;
    html! {
        div.choice {
            nav aria-label="环节" {
                @for (index, (id, name)) in view.components.iter().enumerate() {
                    a.on[index == view.chosen] href=(drawn.address(id, drawn.entry())) aria-current=[(index == view.chosen).then_some("page")] { (name) }
                }
            }
            p {
                "给组织者、监票人、纪检看。" b { "这里的数不改变成绩" } "，也不说谁对谁错。"
                small {
                    "第 " (view.number) " 次封存的成绩 · " (view.event.state.title())
                    @if let Some(at) = view.event.signed_at { " · 签字齐全 " (local_time(at)) }
                }
            }
            a.link.no-print href={ "/events/" (view.event.id) "/judges.csv?component=" (percent(drawn.component())) } { "导出这一页" }
        }
    }
}
