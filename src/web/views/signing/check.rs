//! What verifying the event came to, for whoever is about to sign.

use maud::{Markup, html};

use super::super::layout::icon;
use super::super::wording::local_time;
use super::drawn::{Drawn, may, no, yes};
use crate::app::act::permission::Act;

/// Faults of a check that are named here; the log's page names more.
const NAMED: usize = 3;

/// The line across the page where something differs.
pub(super) fn alarm(drawn: &Drawn<'_>) -> Markup {
    let found = drawn.signing.verified.as_ref().map(|verified| &verified.found).filter(|found| !found.is_sound());
    let signed = drawn
        .signing
        .result
        .as_ref()
        .map_or(0, |result| drawn.signing.signatures.iter().filter(|row| row.number == result.number).count());
    html! {
        @if let Some(found) = found {
            p.alarm role="alert" {
                (icon("fix"))
                b { "查验没有通过，签字已停住。" }
                (found.first_fault().unwrap_or_default()) "。"
                @if signed > 0 { "已签的 " (signed) " 个字随指纹保留；" }
                "请保留现场，纪检与组织者一起处理。"
            }
        }
    }
}

/// The card, a line a check.
pub(super) fn card(drawn: &Drawn<'_>) -> Markup {
    let event = drawn.event();
    html! {
        section.card.flat {
            header {
                h2 { "查验" }
                @match &drawn.signing.verified {
                    None => p { "服务启动以来还没有查验" },
                    Some(verified) => {
                        p { "guanmo verify · " (local_time(verified.at)) }
                        @let bad = verified.found.checks.iter().filter(|check| !check.is_sound()).count();
                        @if bad == 0 { p.end { b { "通过" } " " (verified.found.checks.len()) " 项" } }
                        @else { p.end.alert { b { (bad) " 项不符" } } }
                    },
                }
            }
            @if let Some(verified) = &drawn.signing.verified {
                ul.ver {
                    @for check in &verified.found.checks {
                        @if check.is_sound() {
                            li { (yes()) span { (check.text) } }
                        } @else {
                            li.bad {
                                (no())
                                div {
                                    b { (check.text) }
                                    @for fault in check.faults.iter().take(NAMED) { p { (fault) } }
                                    @if check.found > NAMED { p { "另有 " (check.found - NAMED) " 处" } }
                                }
                            }
                        }
                    }
                }
            }
            @if may(drawn.session, Act::SeeSigning) {
                form.again method="post" action={ "/events/" (event.id) "/signing/verify" } { button.btn { @if drawn.signing.verified.is_some() { "再查验一次" } @else { "查验" } } }
            }
        }
    }
}
