//! The state of a card, as every screen shows it.

use maud::{Markup, html};

use crate::web::views::layout::icon;

/// The state of a card: shape, colour and word, filled by the scripts.
pub(super) fn chip() -> Markup {
    html! { div.chip { (icon("none")) span {} b hidden {} } }
}
