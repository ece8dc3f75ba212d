//! Templates of ballots: the entries in two lists, placed and not placed, or each with a switch.

use maud::{Markup, html};

use super::card::{bar, foot, notices, title};
use crate::web::views::layout::icon;

/// The screen, an entry on it, and the places to choose from.
pub(super) fn templates() -> Markup {
    html! {
        template #t-ballot {
            div.screen {
                (bar())
                section.entry { (title(html! { b data-text="component" {} span data-text="task" {} })) (notices()) }
                div.picks hidden {}
                main.ballot {
                    p.vh aria-live="polite" data-spoken {}
                    h2 { "已排名次：最好的在最前；点名次改，或按住名次拖动" }
                    ol.places {}
                    h2 data-rest { "还有 " b {} " 项未排：按从好到次的顺序点选" }
                    ul.pool {}
                }
                (foot())
            }
        }
        template #t-votes {
            div.screen {
                (bar())
                section.entry { (title(html! { b data-text="component" {} span data-text="task" {} })) (notices()) }
                div.picks hidden {}
                main.ballot {
                    p.said role="alert" hidden { "已选满，请先取消一项" }
                    ul.choices {}
                }
                (foot())
            }
        }
        template #t-choice {
            li {
                label {
                    input type="checkbox";
                    span.check { (icon("ok")) }
                    div { strong data-text="unit" {} small data-text="project" {} }
                }
            }
        }
        template #t-item {
            li data-set="data-item:id" {
                button.rank type="button" data-drag aria-expanded="false" { b {} (icon("grip")) }
                div data-placed hidden { h3 data-text="unit" {} p data-text="project" {} }
                div.moves hidden {
                    button.up type="button" data-set="aria-label:up" { (icon("chev")) }
                    button.down type="button" data-set="aria-label:down" { (icon("chev")) }
                    button.take type="button" data-set="aria-label:take" { "移出" }
                }
                div data-place { button type="button" { b { "排入" } strong data-text="unit" {} small data-text="project" {} } }
            }
        }
        template #t-spots {
            div.spots role="group" data-set="aria-label:title" {
                p data-text="title" {}
                button.cancel type="button" { "不改了" }
            }
        }
    }
}
