//! The order of the reports: how it was made, and the forms that make one.

use maud::{Markup, html};

use super::super::wording::{local_time, party};
use crate::app::act::clock::{beijing, minutes};
use crate::app::act::lots::MOST_DIGITS;
use crate::app::act::permission::Act;
use crate::app::act::state::why_not;
use crate::app::desk::call::{CallView, OrderView};

/// How and when an order was made, in a few words.
pub fn made(order: &OrderView) -> String {
    let how = if order.is_drawn { "抽签" } else { "现场抽签" };
    format!("{how} {}", beijing(order.at).format("%m-%d %H:%M"))
}

/// The order that holds.
pub(super) fn card(view: &CallView) -> Markup {
    let reporting = &view.reporting;
    html! {
        section.card.order {
            h3 { "汇报顺序" @if let Some(order) = &reporting.order { small { "（" (made(order)) "）" } } }
            @if !view.unlisted.is_empty() {
                p.alert { (view.unlisted.len()) " 个项目不在顺序里：" (view.unlisted.join("、")) "。请写明理由，重新排定顺序。" }
            }
            @if reporting.order.is_none() { p { "还没有排定。请抽签，或登记现场抽签的结果。" } }
            @else {
                table.list {
                    thead { tr { th.r { "次序" } th { "单位" } th { "状态" } th.r { "用时" } } }
                    tbody {
                        @for (index, slot) in reporting.slots.iter().enumerate() {
                            @let here = reporting.current.as_ref().is_some_and(|turn| turn.entry == slot.entry);
                            tr.here[here].done[slot.used.is_some() && !here].out[slot.withdrawn] {
                                td.r { (slot.place) }
                                td {
                                    (slot.unit)
                                    @if !slot.project.is_empty() { small.said-of { (slot.project) } }
                                    @if reporting.order.as_ref().is_some_and(|order| order.by_track) { small.said-of { (slot.track) } }
                                }
                                td {
                                    @if here { b { (super::clock::called(reporting.current.as_ref().map_or(crate::app::desk::call::Pace::Ended, |turn| turn.pace))) } }
                                    @else if slot.withdrawn { "已退出评比，不叫号" }
                                    @else if slot.used.is_some() { "已汇报" }
                                    @else if reporting.next == Some(index) { b { "请准备" } }
                                    @else { "候场" }
                                }
                                td.r {
                                    @if let Some((used, limit)) = slot.used {
                                        (minutes(used)) @if used > limit { b.alert { " 超 " (minutes(used - limit)) } }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The way in which an order came about, so that anybody works it out again.
fn evidence(order: &OrderView) -> Markup {
    html! {
        @if order.is_drawn {
            p { "种子 = 抽签时存证日志的根（前 " (order.size) " 条）" code { (order.head) } " + 现场报的数 " b { (order.typed) } "。" }
            p.note {
                "验算：SHA-256(“guanmo-draw/1”、换行、日志的根、换行、报的数、换行) 得种子 " code { (order.seed) }
                "；每个项目的签是 SHA-256(种子、换行、项目编号)，从小到大即为次序"
                @if order.by_track { "；各赛道分别排，按名单里赛道的先后相接" }
                "。"
            }
        } @else { p { "现场抽签，由人登记。" } }
        @if !order.reason.is_empty() { p { "理由、见证：" (order.reason) } }
        p.note { (party(&order.who)) "，" (local_time(order.at)) "。" }
    }
}

/// How the order that holds came about, and the orders before it.
pub(super) fn history(view: &CallView) -> Markup {
    html! {
        @if let Some(order) = &view.reporting.order {
            section.card {
                h3 { "这一顺序怎样得来" }
                (evidence(order))
                @for old in &view.earlier {
                    details {
                        summary { "第 " (old.number) " 次的顺序，已不用（" (made(old)) "）" }
                        p { (old.units.iter().zip(1..).map(|(unit, place)| format!("{place} {unit}")).collect::<Vec<_>>().join("　")) }
                        (evidence(old))
                    }
                }
            }
        }
    }
}

/// The forms that make an order.
pub(super) fn forms(view: &CallView) -> Markup {
    let event = &view.reporting.event;
    if why_not(Act::ArrangeCalls, event.state).is_some() || view.entries.is_empty() {
        return html! {};
    }
    let path = format!("/events/{}/call", event.id);
    let orders = view.earlier.len() + usize::from(view.reporting.order.is_some());
    let again = orders > 0;
    html! {
        section.card {
            h3 { @if again { "重新排定顺序" } @else { "排定顺序" } }
            @if again { p { "顺序已经排定。确需重排的写明理由；先前的顺序仍可查看，已经汇报的不再叫号。" } }
            details open[!again] {
                summary { "抽签" }
                p { "种子由此刻存证日志的根与报的数一起决定：请由不经手此页的人当场报数。抽完即记录在案，任何人都能验算。" }
                form.narrow method="post" action={ (path) "/lots" } {
                    input type="hidden" name="orders" value=(orders);
                    @if view.has_tracks {
                        label for="tracks" { "赛道" }
                        select #tracks name="tracks" { option value="apart" { "各赛道分别抽，依次汇报" } option value="together" { "所有项目一起抽" } }
                    }
                    label for="typed" { "请在场的一位报一个数（1 至 " (MOST_DIGITS) " 位）" }
                    input #typed type="text" inputmode="numeric" name="typed" required maxlength=(MOST_DIGITS) autocomplete="off";
                    @if again { label for="why-lots" { "重抽的理由" } input #why-lots type="text" name="reason" required maxlength="500"; }
                    button.btn.act[!again] { "抽签" }
                }
            }
            details {
                summary { "登记现场抽签的结果" }
                p { "各单位从签箱里抽的，逐个填写抽到的次序。" }
                form method="post" action={ (path) "/order" } {
                    input type="hidden" name="orders" value=(orders);
                    div.turns {
                        @for (index, (id, unit)) in view.entries.iter().enumerate() {
                            label for={ "turn-" (index) } { (unit) }
                            input #{ "turn-" (index) } type="text" inputmode="numeric" name={ "turn-" (id) } required maxlength="4" autocomplete="off";
                        }
                    }
                    label for="why-order" { "见证人" @if again { "，重排的理由" } }
                    input #why-order type="text" name="reason" required maxlength="500";
                    button.btn { "登记顺序" }
                }
            }
        }
    }
}
