//! The frame of every page: head, icons, the label of a demonstration, the theme.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::app::act::label::DEMO_LABEL;
use crate::app::act::permission::{Act, check};
use crate::app::event::view::EventSummary;
use crate::app::people::session::Session;
use crate::web::assets::{ICONS, url};

/// What stands around a page's body.
pub struct Frame<'f> {
    /// Title of the page.
    pub title: &'f str,
    /// Stylesheets besides the tokens.
    pub styles: &'f [&'f str],
    /// The module that the page runs.
    pub script: Option<&'f str>,
    /// Whether the page shows demonstration data.
    pub demo: bool,
}

pub fn page(frame: &Frame<'_>, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="zh-CN" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width,initial-scale=1";
                title { @if frame.demo { (DEMO_LABEL) " · " } (frame.title) " · 观摩评比" }
                link rel="icon" href=(url("icon.svg")) type="image/svg+xml";
                link rel="stylesheet" href=(url("tokens.css"));
                @for style in frame.styles { link rel="stylesheet" href=(url(style)); }
                script src=(url("theme.js")) {}
                @if let Some(script) = frame.script { script type="module" src=(url(script)) {} }
            }
            body {
                (PreEscaped(ICONS))
                (body)
            }
        }
    }
}

/// The label that no page of a demonstration or a rehearsal is without.
pub fn label(demo: bool, rehearsal: bool, note: &str) -> Markup {
    html! {
        @if demo { p.demo role="note" { (DEMO_LABEL) @if !note.is_empty() { span { " · " (note) } } } }
        @if rehearsal { p.demo role="note" { "演练：此处的评分不计入正式成绩" } }
    }
}

/// An icon; the word beside it says what it means.
pub fn icon(name: &str) -> Markup {
    html! { svg.g aria-hidden="true" { use href={ "#s-" (name) } {} } }
}

/// An icon that stands alone.
pub fn glyph(name: &str, word: &str) -> Markup {
    html! { svg.g role="img" aria-label=(word) { title { (word) } use href={ "#s-" (name) } {} } }
}

/// Who is signed in, and the way out.
pub fn me(session: &Session) -> Markup {
    let role = session.actor.role.map_or("", crate::app::act::actor::Role::title);
    html! {
        form.me method="post" action="/sign-out" {
            span { (role) " · " (session.name) }
            a.link href="/account/password" { "改密码" }
            button { "退出" }
        }
    }
}

/// A plain page for staff: heading, who is signed in, a way back.
pub fn sheet(frame: &Frame<'_>, session: &Session, back: (&str, &str), rehearsal: bool, body: &Markup) -> Markup {
    page(
        frame,
        &html! {
            (label(frame.demo, rehearsal, ""))
            header.top.no-print {
                h1 { (frame.title) }
                a.btn href=(back.0) { (back.1) }
                (me(session))
            }
            main.sheet.wide { (body) }
        },
    )
}

/// A plain page of an event, with the way back that its reader has.
pub fn of_event(title: &str, event: &EventSummary, session: &Session, body: &Markup) -> Markup {
    let frame = Frame { title, styles: &["plain.css"], script: Some("once.js"), demo: event.demo };
    let desk = format!("/events/{}/desk", event.id);
    let back = if check(&session.actor, Act::SeeDesk).is_ok() {
        (desk.as_str(), "回组织台")
    } else {
        ("/events", "评比活动")
    };
    sheet(&frame, session, back, event.rehearsal, body)
}
