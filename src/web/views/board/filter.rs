//! What the board is filtered by: links, so that it works without a script.

use maud::{Markup, html};

use super::chosen::{Choice, ResultPage};
use crate::app::event::wire::EntryView;
use crate::web::views::wording::local_time;

pub(super) fn bar(page: &ResultPage<'_>) -> Markup {
    let values = |of: fn(&EntryView) -> &str| {
        let mut values: Vec<&str> = Vec::new();
        for entry in page.entries {
            if !of(entry).is_empty() && !values.contains(&of(entry)) {
                values.push(of(entry));
            }
        }
        values
    };
    let count = |track: &str| page.entries.iter().filter(|e| track.is_empty() || e.track == track).count();
    let link = |choice: Choice, current: bool, label: String| {
        html! { a href=(choice.address(page.base)) aria-current=[current.then_some("true")] { (label) } }
    };
    let (tracks, themes) = (values(|e| &e.track), values(|e| &e.theme));
    let name = |value: &str| if value.is_empty() { "全部".to_owned() } else { value.to_owned() };
    let plain = Choice { entry: String::new(), part: String::new(), ..page.choice.clone() };
    html! {
        nav.board-filter aria-label="筛选" {
            @if tracks.len() > 1 {
                div {
                    span { "组别" }
                    p {
                        @for track in std::iter::once("").chain(tracks) {
                            (link(Choice { track: track.to_owned(), ..plain.clone() },
                                page.choice.track == track, format!("{} {}", name(track), count(track))))
                        }
                    }
                }
            }
            @if themes.len() > 1 {
                div {
                    span { "主题" }
                    p {
                        @for theme in std::iter::once("").chain(themes) {
                            (link(Choice { theme: theme.to_owned(), ..plain.clone() }, page.choice.theme == theme, name(theme)))
                        }
                    }
                }
            }
            p.as-of { "截至 " (local_time(page.beside.trust.as_of())) " · 规则第 " (page.beside.trust.rules_number) " 版" }
        }
    }
}
