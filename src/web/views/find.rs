//! What finds rows of a long list. It is shown by its script, without which the whole list is there.

use maud::{Markup, html};

/// Longest list that is seen at a glance.
const SHORT: usize = 10;

/// What finds rows of a list of so many that is called so by `data-list`, where it is a long one. `only`: the words of what narrows it to rows that something is said of.
pub fn find(list: &str, rows: usize, only: Option<&str>) -> Markup {
    if rows <= SHORT {
        return html! {};
    }
    let (words, narrow) = (format!("{list}-find"), format!("{list}-only"));
    html! {
        div.row data-find=(list) hidden {
            label for=(words) { "查找" }
            input #(words) type="search" autocomplete="off";
            @if let Some(only) = only {
                label { input #(narrow) type="checkbox" autocomplete="off"; " " (only) }
            }
            output role="status" {}
        }
    }
}
