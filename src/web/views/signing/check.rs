//! What verifying the event came to, for whoever is about to sign.

use maud::{Markup, html};

use super::super::layout::icon;
use super::super::wording::local_time;
use super::drawn::{Drawn, may, no, yes};
use crate::app::act::permission::Act;

/// Faults of a check that are named here; the log's page names more.
const NAMED: usize = 3;

/// A fault without where in the database it is: that is in what `guanmo verify` says.
pub fn plainly(fault: &str) -> String {
    let Some((before, rest)) = fault.split_once("（表 ") else { return fault.to_owned() };
    let (_, after) = rest.split_once(" 行）").unwrap_or_default();
    format!("{before}{after}")
}

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
                (plainly(found.first_fault().unwrap_or_default())) "。"
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
                        @let before = drawn.signing.result.as_ref().is_some_and(|result| verified.at < result.frozen_at);
                        p { "guanmo verify · " (local_time(verified.at)) @if before { "（封存前）" } }
                        @let bad = verified.found.checks.iter().filter(|check| !check.is_sound()).count();
                        @if bad == 0 { p.end { b { "通过" } " " (verified.found.checks.len()) " 项" } }
                        @else { p.end.alert { b { (bad) " 项不符" } } }
                    },
                }
            }
            @if let Some(verified) = &drawn.signing.verified {
                @let own = format!("活动 {} ", event.id);
                // what is sound and not of this event alone is one line, unless somebody wants to see it
                @let (house, shown): (Vec<_>, Vec<_>) = verified.found.checks.iter().partition(|check| check.is_sound() && !check.text.starts_with(&own));
                ul.ver {
                    @if !house.is_empty() {
                        li {
                            (yes())
                            details {
                                summary { "数据库、程序的密钥、本系统的日志和数据，" (house.len()) " 项" }
                                ul { @for check in house { li { (check.text) } } }
                            }
                        }
                    }
                    @for check in shown {
                        @let text = check.text.strip_prefix(&own).unwrap_or(&check.text);
                        @if check.is_sound() {
                            li { (yes()) span { (text) } }
                        } @else {
                            li.bad {
                                (no())
                                div {
                                    b { (text) }
                                    @for fault in check.faults.iter().take(NAMED) { p { (plainly(fault.strip_prefix(&own).unwrap_or(fault))) } }
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
