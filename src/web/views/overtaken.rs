//! What another organiser changed meanwhile, beside what one typed oneself; and the form that writes it all the same.

use maud::{Markup, html};

use super::layout::{Frame, sheet};
use super::wording::{local_time, party};
use crate::app::act::drawn::{Drawn, Overtaken};
use crate::app::event::view::EventSummary;
use crate::app::people::session::Session;

/// What a field holds, in the words of its form.
pub type Shown<'s> = &'s dyn Fn(&str, &str) -> String;

/// The words of a form whose fields hold what they show.
pub fn plain(_: &str, value: &str) -> String {
    value.to_owned()
}

/// What was changed, by whom and when; `mine` is what was typed for a field, by its name.
pub fn panel(overtaken: &Overtaken, mine: &dyn Fn(&str) -> Option<String>, shown: Shown<'_>) -> Markup {
    let said = |name: &str, value: &str| {
        let words = shown(name, value);
        if words.is_empty() { "（空）".to_owned() } else { words }
    };
    html! {
        section.said role="alert" {
            b { (overtaken.sentence()) "。" }
            table.list {
                thead { tr { th { "内容" } th { "您打开时" } th { "现在" } th { "谁，何时" } @if !overtaken.gone { th { "您填写的" } } } }
                tbody {
                    @for change in &overtaken.changes {
                        tr {
                            td { (change.label) }
                            td { (said(&change.name, &change.from)) }
                            td { b { (said(&change.name, &change.to)) } }
                            td {
                                @match &change.by {
                                    Some((who, at)) => { (party(who)) "，" (local_time(*at)) },
                                    None => "未记载",
                                }
                            }
                            @if !overtaken.gone { td { (mine(&change.name).map(|typed| said(&change.name, &typed)).unwrap_or_default()) } }
                        }
                    }
                }
            }
        }
    }
}

/// What the page for a form without a page of its own shows.
pub struct Again<'a> {
    pub event: &'a EventSummary,
    /// Who looks.
    pub session: &'a Session,
    /// What was changed.
    pub overtaken: &'a Overtaken,
    /// Where the form goes.
    pub action: &'a str,
    /// What was sent, but for what it was drawn from.
    pub sent: &'a [(&'a str, &'a str)],
    /// What was typed for a field.
    pub mine: &'a dyn Fn(&str) -> Option<String>,
    /// How fields are shown.
    pub shown: Shown<'a>,
    /// The page where it all began.
    pub back: &'a str,
}

/// A page of its own: the first's change, and the second's form once more, drawn from what is there now.
pub fn again(page: &Again<'_>) -> Markup {
    let frame =
        Frame { title: "已被别人更改", styles: &["plain.css"], script: Some("once.js"), demo: page.event.demo };
    let body = html! {
        h2 { "已被别人更改" }
        (panel(page.overtaken, page.mine, page.shown))
        p { "请核对后再定：仍按您填写的写入，或者放弃。" }
        form method="post" action=(page.action) {
            @for (name, value) in page.sent { input type="hidden" name=(name) value=(value); }
            input type="hidden" name="drawn" value=(Drawn::of(&page.overtaken.now).to_text());
            div.row { button.btn.act { "仍按我填写的写入" } " " a.btn href=(page.back) { "放弃，看现在的内容" } }
        }
    };
    sheet(&frame, page.session, (page.back, "返回"), page.event.rehearsal, &body)
}
