//! What a judge will see under each kind, drawn small.

use maud::{Markup, html};

/// The colour of a component's line.
pub fn strip_colour(index: usize) -> &'static str {
    const COLOURS: [&str; 4] = ["c-visit", "c-report", "c-daily", "c-other"];
    COLOURS.get(index).copied().unwrap_or("c-other")
}

pub fn kind_picture(kind: &str) -> Markup {
    html! {
        svg viewBox="0 0 100 46" aria-hidden="true" {
            @match kind {
                "marks" => {
                    path.s d="M10 12h52M10 25h52M10 38h52" {}
                    circle.k cx="48" cy="12" r="4.5" {} circle.k cx="36" cy="25" r="4.5" {} circle.k cx="54" cy="38" r="4.5" {}
                    text x="72" y="16" { "28" } text x="72" y="29" { "17" } text x="72" y="42" { "14" }
                },
                "ranking" => {
                    rect.k x="38" y="8" width="24" height="38" {} rect.r x="12" y="20" width="24" height="26" {} rect.r x="64" y="28" width="24" height="18" {}
                    text.light x="50" y="26" text-anchor="middle" { "1" } text x="24" y="38" text-anchor="middle" { "2" } text x="76" y="42" text-anchor="middle" { "3" }
                },
                "grades" => {
                    rect.k x="8" y="14" width="26" height="20" rx="10" {} rect.s x="37" y="14" width="26" height="20" rx="10" {} rect.s x="66" y="14" width="26" height="20" rx="10" {}
                    text.light x="21" y="28.5" text-anchor="middle" { "优" } text x="50" y="28.5" text-anchor="middle" { "良" } text x="79" y="28.5" text-anchor="middle" { "中" }
                },
                "votes" => {
                    rect.s x="14" y="6" width="16" height="16" rx="3" {} path.t d="m17 14 4 4 6-8" {} rect.s x="14" y="27" width="16" height="16" rx="3" {}
                    rect.r x="38" y="11" width="48" height="6" {} rect.r x="38" y="32" width="40" height="6" {}
                },
                _ => {
                    path.s d="M12 42h78M12 42V6" {}
                    rect.r x="20" y="26" width="13" height="16" {} rect.r x="39" y="18" width="13" height="24" {} rect.k x="58" y="10" width="13" height="32" {} rect.r x="77" y="30" width="10" height="12" {}
                },
            }
        }
    }
}
