//! Drawings of a tablet's settings, as far as they help to find the way: title, entries, the one to press.
//! Makers word and order their entries differently; a photograph would promise too much.

use maud::{Markup, html};

/// One screen on the way.
pub struct Screen<'s> {
    /// What stands at its top.
    pub title: &'s str,
    /// Its entries from top to bottom; an empty one is drawn as a line without words.
    pub rows: &'s [&'s str],
    /// The number of the entry to press.
    pub press: usize,
    /// What to do there, as a sentence below the drawing.
    pub words: &'s str,
}

const WIDTH: usize = 184;
const HEIGHT: usize = 226;
const TOP: usize = 50;
const ROW: usize = 42;

/// The screens in the order of the steps.
pub fn strip(screens: &[Screen<'_>]) -> Markup {
    html! {
        ol.shots {
            @for (index, screen) in screens.iter().enumerate() {
                li {
                    (draw(screen))
                    p { b { (index + 1) } (screen.words) }
                }
            }
        }
    }
}

fn draw(screen: &Screen<'_>) -> Markup {
    let pressed = screen.rows.get(screen.press).copied().unwrap_or_default();
    html! {
        svg.shot viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } role="img"
            aria-label={ "示意图：“" (screen.title) "”页面，点“" (pressed) "”" } {
            rect.dev x="1" y="1" width=(WIDTH - 2) height=(HEIGHT - 2) rx="12" {}
            path.back d="M22 22 15 29l7 7" {}
            text.bar x="32" y="34" { (screen.title) }
            @for (index, row) in screen.rows.iter().enumerate() {
                (entry(row, TOP + index * ROW, index == screen.press))
            }
        }
    }
}

fn entry(words: &str, y: usize, pressed: bool) -> Markup {
    let middle = y + ROW / 2;
    html! {
        @if pressed {
            rect.hit x="8" y=(y + 2) width=(WIDTH - 16) height=(ROW - 4) rx="8" {}
        } @else {
            path.rule d={ "M16 " (y + ROW) "h" (WIDTH - 32) } {}
        }
        @if words.is_empty() {
            rect.blank x="18" y=(middle - 4) width="86" height="8" rx="4" {}
        } @else {
            text.row.on[pressed] x="18" y=(middle + 5) { (words) }
        }
        @if pressed {
            circle.tap cx=(WIDTH - 28) cy=(middle) r="11" {}
            circle.dot cx=(WIDTH - 28) cy=(middle) r="5" {}
        } @else {
            path.chev d={ "M" (WIDTH - 26) " " (middle - 5) "l5 5-5 5" } {}
        }
    }
}
