//! Reports that were too long (超时), and what is decided about them.

use maud::{Markup, html};

use super::super::wording::party;
use crate::app::act::clock::minutes;
use crate::app::act::permission::Act;
use crate::app::act::state::why_not;
use crate::app::desk::call::{CallView, Decided, OvertimeView};
use crate::app::event::view::EventSummary;

/// That reports were too long and nobody has decided, with the way there; nothing where there is none.
pub fn undecided(event: &EventSummary, count: usize) -> Markup {
    html! {
        @if count > 0 {
            p.said {
                b { (count) " 项超时拟扣分尚未决定" } "：登记扣分，或写明理由不扣。"
                a.link href={ "/events/" (event.id) "/call#overtime" } { "去决定" }
            }
        }
    }
}

/// The proposals of an event.
pub(super) fn card(view: &CallView) -> Markup {
    let event = &view.reporting.event;
    html! {
        @if !view.overtimes.is_empty() {
            section.card #overtime {
                h3 { "超时拟扣分" @if view.undecided() > 0 { span.count { (view.undecided()) " 项待决定" } } }
                p { "满一秒才算超时。是否扣分由组织者决定：扣分按规则的事项和分值登记为减分，不扣的写明理由；都记录在案。" }
                ul.overs { @for one in &view.overtimes { li { (row(event, one)) } } }
            }
        }
    }
}

fn row(event: &EventSummary, one: &OvertimeView) -> Markup {
    let field = format!("why-{}", one.number);
    html! {
        p { b { (one.unit) } "：" (one.said()) "，用时 " (minutes(one.used)) "。" }
        @match &one.decided {
            None if why_not(Act::Adjust, event.state).is_some() => p.note { "没有决定。" },
            None => div.row {
                a.btn href={ "/events/" (event.id) "/adjust?overtime=" (one.number) } { "登记扣分" }
                form method="post" action={ "/events/" (event.id) "/call/waive" } {
                    input type="hidden" name="number" value=(one.number);
                    label for=(field) { "不扣的理由" }
                    input #(field) type="text" name="reason" required maxlength="500";
                    button.btn { "不扣" }
                }
            },
            Some(Decided::Deducted { points, withdrawn }) => p.note {
                "已登记扣 " (points) " 分" @if *withdrawn { "，后已撤销" } " · " (party(&one.who)) " · "
                a.link href={ "/events/" (event.id) "/adjust" } { "手工登记" }
            },
            Some(Decided::Waived) => p.note { "不扣：" (one.reason) " · " (party(&one.who)) },
            Some(Decided::Undone) => p.note { "这次汇报已重来，不再计" },
        }
    }
}
