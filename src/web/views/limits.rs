//! Limits that judges' cards break, while the judges can still correct them: on the desk in short, at the close in full.

use maud::{Markup, html};

use super::wording::Names;
use crate::app::event::view::DeskView;
use crate::web::address::percent;

/// Sentences on the desk before it says how many more there are.
const SAID: usize = 3;

/// In short, for the desk.
pub fn notes(view: &DeskView) -> Markup {
    let names = Names::of(&view.matrix);
    let event = &view.matrix.progress.event.id;
    html! {
        @for limit in view.limits.iter().take(SAID) {
            @let said = names.say(limit);
            p.said { b { "超出限制：" } (said.about) "，" (said.known) "。封存以前评委还可以更正。" }
        }
        @if view.limits.len() > SAID {
            p.said { "另有 " (view.limits.len() - SAID) " 席超出限制，" a.link href={ "/events/" (event) "/close" } { "查看全部" } }
        }
    }
}

/// In full, for the close.
pub fn section(view: &DeskView) -> Markup {
    let names = Names::of(&view.matrix);
    let event = &view.matrix.progress.event.id;
    html! {
        @if !view.limits.is_empty() {
            section.card {
                h3 { "打分超出限制 " (view.limits.len()) " 件" }
                p { "不妨碍封存，但封存以后须由组织者认可或作废才能签字。现在评委还可以在平板上更正。" }
                ul.todo {
                    @for limit in &view.limits {
                        @let said = names.say(limit);
                        li {
                            b { (said.kind) }
                            div { p { (said.about) } small { (said.known) } }
                            @if let Some((judge, component, entry)) = limit.first_card() {
                                a.btn href={ "/events/" (event) "/cell?judge=" (percent(judge)) "&component=" (percent(component)) "&entry=" (percent(entry)) } { "查看" }
                            }
                        }
                    }
                }
            }
        }
    }
}
