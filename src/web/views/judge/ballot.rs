//! Templates of a ranking ballot: the entries in two lists, placed and not placed.

use maud::{Markup, html};

use super::card::{bar, foot, notices};
use crate::web::views::layout::icon;

/// The screen and an entry on it.
pub(super) fn templates() -> Markup {
    html! {
        template #t-ballot {
            div.screen {
                (bar())
                section.entry { h1 tabindex="-1" { b data-text="component" {} span data-text="task" {} } (notices()) }
                div.picks hidden {}
                main.ballot {
                    p.vh aria-live="polite" data-spoken {}
                    h2 { "已排名次：最好的在最前；用箭头调整" }
                    ol.places {}
                    h2 data-rest { "还有 " b {} " 项未排：按从好到次的顺序点选" }
                    ul.pool {}
                }
                (foot())
            }
        }
        template #t-item {
            li data-set="data-item:id" {
                div.rank hidden {}
                div data-placed hidden { h3 data-text="unit" {} p data-text="project" {} }
                div.moves hidden {
                    button.up type="button" data-set="aria-label:up" { (icon("chev")) }
                    button.down type="button" data-set="aria-label:down" { (icon("chev")) }
                    button.take type="button" data-set="aria-label:take" { "移出" }
                }
                div data-place { button type="button" { b { "排入" } strong data-text="unit" {} small data-text="project" {} } }
            }
        }
    }
}
