//! A ranking ballot: the judge puts the entries in order, with large buttons.

use maud::{Markup, html};

use super::card::{buttons, local, notice, picks};
use super::entry;
use crate::app::sync::{EntryView, JudgeView};
use crate::web::views::{glyph, project};

/// The page; `None` where the judge has no such ballot.
pub(in crate::web) fn page(view: &JudgeView, component: &str) -> Option<Markup> {
    let part = view.components.iter().find(|c| c.id == component && c.kind == "ranking")?;
    let entries: Vec<&EntryView> = part.ballot.iter().filter_map(|id| entry(view, id)).collect();
    let title = format!("{} · 观摩评比", part.name);
    let body = html! {
        header.bar {
            a href="/judge" { (glyph("back")) "行程" }
            p { (part.name) span { "共 " (entries.len()) " 项，第一名在最上面" } }
            (local())
        }
        section.entry { (notice()) }
        (picks())
        main.ballot data-work data-component=(part.id) {
            p.vh aria-live="polite" data-spoken {}
            ol.places aria-label="已排定的名次" {}
            h2 data-rest { "还有 " b { (entries.len()) } " 项未排，点一下排到下一名" }
            ul.pool aria-label="未排的项目" {
                @for entry in &entries { (item(entry)) }
            }
        }
        footer.foot {
            div.sum {
                p { "已排" b data-total="figure" { "0" } "/ " (entries.len()) " 项" }
                (buttons())
            }
        }
    };
    Some(super::page(view, &title, &["judge.css", "card.css", "ballot.css"], "ballot.js", &body))
}

fn item(entry: &EntryView) -> Markup {
    let words = html! { h3 { (entry.unit) } p { (project(&entry.name)) } };
    html! {
        li data-item=(entry.id) {
            span.rank hidden {}
            div data-placed hidden { (words) }
            div.moves hidden {
                button.up type="button" aria-label={ (entry.unit) "上移一名" } { (glyph("chev")) }
                button.down type="button" aria-label={ (entry.unit) "下移一名" } { (glyph("chev")) }
                button.take type="button" aria-label={ "移出" (entry.unit) } { "移出" }
            }
            button type="button" data-place { b { "排入" } (words) }
        }
    }
}
