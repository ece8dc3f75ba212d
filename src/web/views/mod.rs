//! Pages: data in, Markup out. One frame for all of them; what several pages draw alike stands here.
//!
//! Knows no requests and asks nobody anything. Wording follows one rule: a fact, then what to do.

pub(super) mod board;
pub(super) mod judge;
pub(super) mod problem;
pub(super) mod start;

use chrono::FixedOffset;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::assets;
use crate::app::clock::Moment;
use crate::app::demo::DEMO_LABEL;

/// What stands around a page.
pub(super) struct Frame<'p> {
    /// Title of the window.
    pub title: &'p str,
    /// Stylesheets over the tokens, as files of `assets`.
    pub styles: &'p [&'p str],
    /// The module that the page runs.
    pub script: Option<&'p str>,
    /// What it shows of an event: whether that is a demonstration or a rehearsal.
    pub label: Label,
}

/// What is said above everything, and cannot be closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// A real event, or no event.
    None,
    /// Generated scores.
    Demo,
    /// A rehearsal.
    Rehearsal,
}

impl Label {
    /// Of an event.
    pub fn of(demo: bool, rehearsal: bool) -> Self {
        match (demo, rehearsal) {
            (true, _) => Self::Demo,
            (false, true) => Self::Rehearsal,
            (false, false) => Self::None,
        }
    }

    fn sentence(self) -> Option<String> {
        match self {
            Self::None => None,
            Self::Demo => Some(format!("{DEMO_LABEL} · 单位与项目为真实条目，得分、席位、时刻均为演示")),
            Self::Rehearsal => Some("演练 · 这里的评分不计入正式结果".to_owned()),
        }
    }
}

/// A whole page.
pub(super) fn layout(frame: &Frame<'_>, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="zh-CN" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width,initial-scale=1";
                title { (frame.title) @if frame.label == Label::Demo { " · " (DEMO_LABEL) } }
                link rel="icon" href=(assets::url("icon.svg"));
                // before the stylesheets, so that the page is never drawn in another theme
                script src=(assets::url("theme.js")) {}
                link rel="stylesheet" href=(assets::url("tokens.css"));
                @for style in frame.styles { link rel="stylesheet" href=(assets::url(style)); }
                @if let Some(script) = frame.script { script type="module" src=(assets::url(script)) {} }
            }
            body {
                (PreEscaped(assets::ICONS))
                @if let Some(sentence) = frame.label.sentence() { p.demo role="note" { (sentence) } }
                (body)
            }
        }
    }
}

/// A glyph beside words that say the same.
pub(super) fn glyph(name: &str) -> Markup {
    html! { svg.g aria-hidden="true" { use href={ "#s-" (name) } {} } }
}

/// A glyph that stands alone, with the words for a screen reader.
pub(super) fn glyph_saying(name: &str, words: &str) -> Markup {
    html! { svg.g role="img" aria-label=(words) { use href={ "#s-" (name) } {} } }
}

/// A project's name, or that there is none.
pub(super) fn project(name: &str) -> &str {
    if name.is_empty() { "未列项目名称" } else { name }
}

/// Beijing time, which is that of the whole country.
fn local(at: Moment) -> chrono::DateTime<FixedOffset> {
    at.with_timezone(&FixedOffset::east_opt(8 * 3600).expect("eight hours are an offset"))
}

/// Date and time.
pub(super) fn local_time(at: Moment) -> String {
    local(at).format("%Y-%m-%d %H:%M").to_string()
}

/// Time of the day.
pub(super) fn local_clock(at: Moment) -> String {
    local(at).format("%H:%M").to_string()
}
