//! The wall (大屏): the projector's page, and the pages of those who drive it. Type is read from ten metres: a rem is a
//! hundred and ninety-second of the screen's width, and nothing is below 2.4.

mod bars;
mod call;
mod desk;
mod frame;
mod presenter;
mod progress;
mod reveal;
mod size;

use maud::{DOCTYPE, Markup, html};

use super::wording::local_second;
use crate::app::act::clock::Moment;
use crate::app::act::label::DEMO_LABEL;
use crate::app::event::view::EventSummary;
use crate::app::result::wall::{Shown, Wall};
use crate::web::assets::url;

pub use desk::{desk, made};
pub use frame::{PART, PRESENTER_PART};
use frame::{head, label};
pub use presenter::{page as presenter, part as presenter_part};

/// Seconds after which a page without scripts is asked for anew.
const REFRESH: u32 = 10;

/// The projector's page. `version` says to the stream what it shows.
pub fn page(wall: &Wall, link: &str, version: &str, now: Moment) -> Markup {
    html! {
        (DOCTYPE)
        html lang="zh-CN" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width,initial-scale=1";
                meta name="referrer" content="no-referrer";
                noscript { meta http-equiv="refresh" content=(REFRESH); }
                title { @if wall.event.demo { (DEMO_LABEL) " · " } "大屏 · 观摩评比" }
                link rel="icon" href=(url("icon.svg")) type="image/svg+xml";
                link rel="stylesheet" href=(url("tokens.css"));
                link rel="stylesheet" href=(url("wall.css"));
                link rel="stylesheet" href=(url("reveal.css"));
                link rel="stylesheet" href=(url("wall-call.css"));
                script type="module" src=(url("wall.js")) {}
                script type="module" src=(url("sound.js")) {}
            }
            body.wall {
                (screen(wall, now))
                p.line #live data-live={ "/wall/" (link) "/live" } data-version=(version) data-at=(now.to_rfc3339()) hidden {
                    span role="status" {}
                    small { (local_second(now)) }
                }
            }
        }
    }
}

/// What the audience sees.
pub fn screen(wall: &Wall, now: Moment) -> Markup {
    html! {
        main id=(PART) {
            @if wall.is_black {
                section.dark aria-label="黑屏" {}
            } @else {
                @match &wall.shown {
                    Shown::Progress(found) => (progress::scene(found, now)),
                    Shown::Call(reporting) => (call::scene(reporting)),
                    Shown::Reveal(announcement) => (reveal::scene(&wall.event, &announcement.sheet(), &announcement.fingerprint)),
                    Shown::Halted(_) => (paused(&wall.event)),
                    Shown::Blank => { section.dark aria-label="黑屏" { (label(&wall.event)) } }
                }
            }
        }
    }
}

/// An announcement that has stopped: the audience is told that, and not why.
fn paused(event: &EventSummary) -> Markup {
    html! {
        section.plainly aria-label="暂停" {
            (head(event, ""))
            p.said-large { "揭晓暂停" }
        }
    }
}
