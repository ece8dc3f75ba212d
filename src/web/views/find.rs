//! What finds rows of a long list. It is shown by its script, without which the whole list is there.

use maud::{Markup, html};

/// What finds rows of a long list. `only`: the words of what narrows it to rows that something is said of.
pub fn find(list: &str, only: Option<&str>) -> Markup {
    let (words, narrow) = (format!("{list}-find"), format!("{list}-only"));
    html! {
        div.row data-find=(list) hidden {
            label for=(words) { "查找" }
            input #(words) type="search" autocomplete="off" aria-controls=(list);
            @if let Some(only) = only {
                label { input #(narrow) type="checkbox" autocomplete="off"; " " (only) }
            }
            output role="status" {}
        }
    }
}
