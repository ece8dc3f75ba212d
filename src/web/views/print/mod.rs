//! Pages of paper, A4, laid out here and not by the browser: old engines number no pages and repeat no header of a
//! table where they should.
//!
//! A page is a box of fixed height. What stands on it has a height that its class in `print.css` gives it and that
//! is counted here, in tenths of a millimetre.

pub mod blank;
pub mod cards;
mod checked;
mod flow;
mod parts;
pub mod result;

use maud::{Markup, html};

use super::layout::{self, Frame};
use crate::app::act::label::DEMO_LABEL;
use crate::app::event::view::EventSummary;

pub use flow::{Flow, Table};

/// What a rehearsal's papers say.
const REHEARSAL: &str = "演练（不计入正式成绩）";

/// Pages that are numbered together.
pub struct Part {
    /// What stands at the foot of each of them, before the number.
    pub foot: Markup,
    pub pages: Vec<Vec<Markup>>,
}

/// All pages of a document, with a line above them that is not printed.
pub fn document(title: &str, event: &EventSummary, back: &str, parts: &[Part]) -> Markup {
    let labels = [(event.demo, DEMO_LABEL), (event.rehearsal, REHEARSAL)];
    let label = labels.iter().filter(|(is, _)| *is).map(|(_, label)| *label).collect::<Vec<_>>().join(" · ");
    let count: usize = parts.iter().map(|part| part.pages.len()).sum();
    let frame = Frame { title, styles: &["print.css"], script: None, demo: event.demo };
    let body = html! {
        header.screen {
            a href=(back) { "返回" }
            b { (title) }
            span { "共 " (count) " 页 A4。请用浏览器的“打印”（Ctrl + P），纸张选 A4，边距选“无”，缩放 100%，不打印页眉页脚。" }
        }
        main data-pages=(count) {
            @for part in parts {
                @for (index, page) in part.pages.iter().enumerate() {
                    section.page aria-label={ "第 " (index + 1) " 页" } {
                        @if !label.is_empty() { p.label { b { (label) } span { "不作任何评价依据" } } (watermark(&label)) }
                        @for block in page { (block) }
                        p.foot {
                            span { (part.foot) }
                            span { "第 " (index + 1) " 页 / 共 " (part.pages.len()) " 页" }
                        }
                    }
                }
            }
        }
    };
    layout::page(&frame, &body)
}

/// The label all over a page, so that it survives where a page is cropped. Drawn, because browsers print no
/// backgrounds unless they are told to.
fn watermark(label: &str) -> Markup {
    html! {
        svg.mark viewBox="0 0 210 297" aria-hidden="true" {
            @for row in 0..9 {
                @for column in 0..3 {
                    @let (x, y) = (column * 78 + row % 2 * 39 - 10, row * 37 + 12);
                    text transform={ "translate(" (x) " " (y) ") rotate(-24)" } font-size="6" { (label) }
                }
            }
        }
    }
}

/// How many lines a text takes where a line holds so many tenths of a character's width.
pub fn lines(text: &str, tenths: usize) -> usize {
    // half-width characters vary; a capital takes seven tenths
    let wide = |c: char| match c {
        c if !c.is_ascii() => 10,
        'A'..='Z' | 'm' | 'w' | '@' | '%' => 8,
        _ => 6,
    };
    let mut lines = 1;
    let mut used = 0;
    for c in text.chars() {
        if used + wide(c) > tenths.max(10) {
            lines += 1;
            used = 0;
        }
        used += wide(c);
    }
    lines
}

/// Most lines of a cell.
const MOST: usize = 6;

/// A text as far as a cell holds it, where a line holds so many tenths of a character's width; one that was cut ends
/// in an ellipsis.
pub fn fit(text: &str, tenths: usize) -> String {
    if lines(text, tenths) <= MOST {
        return text.to_owned();
    }
    let mut kept = String::new();
    for c in text.chars() {
        kept.push(c);
        if lines(&format!("{kept}…"), tenths) > MOST {
            kept.pop();
            break;
        }
    }
    kept + "…"
}

/// The class and the height of a table's row of so many lines.
pub fn row_of(lines: usize) -> (&'static str, u32) {
    match lines {
        0 | 1 => ("r1", 83),
        2 => ("r2", 125),
        3 => ("r3", 175),
        4 => ("r4", 225),
        5 => ("r5", 275),
        _ => ("r6", 325),
    }
}

/// The class and the height of a table's header of so many lines, at most six.
pub fn header_of(lines: usize) -> (&'static str, u32) {
    match lines {
        0..=2 => ("h2", 112),
        3 => ("h3", 155),
        4 => ("h4", 198),
        5 => ("h5", 241),
        _ => ("h6", 284),
    }
}

/// A receipt as tablets show it: its first four characters.
pub fn short_receipt(receipt: &str) -> String {
    receipt.chars().take(4).collect()
}
