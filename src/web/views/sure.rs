//! The page that asks once more before something is done that cannot be taken back.

use maud::{Markup, html};

use super::layout::{Frame, page as whole};
use crate::web::row::Sure;

/// The page: what will be done, the form that does it with all that was sent, and the way back.
pub fn page<'s>(sure: &Sure, action: &str, sent: impl Iterator<Item = (&'s str, &'s str)>, back: &str) -> Markup {
    let sent: Vec<(&str, &str)> = sent.collect();
    let about = sure
        .about
        .and_then(|(word, field)| sent.iter().find(|(name, _)| *name == field).map(|(_, value)| (word, *value)));
    let frame = Frame { title: sure.title, styles: &["plain.css"], script: Some("once.js"), demo: false };
    let body = html! {
        header.top { h1 { "观摩评比" } }
        main.sheet.narrow {
            h2 { (sure.title) }
            @if let Some((word, value)) = about { p { (word) " " b { (value) } } }
            section.said { @for sentence in sure.does { p { (sentence) } } }
            form method="post" action=(action) {
                @for (name, value) in &sent { input type="hidden" name=(name) value=(value); }
                input type="hidden" name="sure" value="yes";
                button.btn.act.big autofocus { (sure.button) }
                " "
                a.btn.big href=(back) { "返回" }
            }
        }
    };
    whole(&frame, &body)
}
