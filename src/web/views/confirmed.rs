//! Which judges have confirmed their own cards (本人已核对).

use maud::{Markup, html};

use super::layout::of_event;
use super::wording::local_time;
use crate::app::act::permission::{Act, check};
use crate::app::act::state::why_not;
use crate::app::cards::confirm::{Confirmations, LONGEST_REFERENCE, Seat};
use crate::app::people::session::Session;

/// The page.
pub fn page(found: &Confirmations, session: &Session) -> Markup {
    let event = &found.event;
    let asked: Vec<&Seat> = found.seats.iter().filter(|seat| seat.due > 0).collect();
    let stand = asked.iter().filter(|seat| seat.stands()).count();
    let can = check(&session.actor, Act::ConfirmOnPaper).is_ok() && why_not(Act::ConfirmOnPaper, event.state).is_none();
    let body = html! {
        h2 { "评委本人核对" }
        p { "评委把自己的评分卡逐张看过以后，在平板上确认“本人已核对”；用纸质卡的，在核对单上签名，由计票人登记。核对以后评分卡有变动的，须重新核对。" }
        p.said.calm[stand == asked.len()] { b { (stand) " / " (asked.len()) } " 席已核对。" }
        section.card {
            table.list.seats {
                thead { tr { th { "席位" } th.r { "应评" } th.r { "未送达" } th { "核对" } th { "纸质核对单" } } }
                tbody { @for seat in &asked { (row(seat, &event.id, can)) } }
            }
        }
        @if can { p.note { "纸质核对单：评委的全部评分卡都已收到以后才能登记。评委在自己的纸质评分卡上逐张签名（“打印 · 空白评分卡”每份都有签名处），合在一起就是核对单。" } }
    };
    of_event("评委本人核对", event, session, &body)
}

fn row(seat: &Seat, event: &str, can: bool) -> Markup {
    html! {
        tr {
            td { (seat.judge_name) }
            td.r data-of="应评" { (seat.due) }
            td.r data-of="未送达" { @if seat.lacking > 0 { (seat.lacking) } @else { "–" } }
            td {
                @match &seat.last {
                    None => b.fix { "未核对" },
                    Some(last) if last.changed.is_empty() => {
                        span.ok { "已核对" } " " (local_time(last.at))
                        @match &last.paper {
                            Some(reference) => { "，纸质核对单 " (reference) },
                            None if last.signed => { "，平板签名" },
                            None => { "，平板，没有签名" },
                        }
                    },
                    Some(last) => b.fix { (local_time(last.at)) " 核对以后又有 " (last.changed.len()) " 张变动，须重新核对" },
                }
            }
            td {
                @if can && seat.lacking == 0 && !seat.stands() {
                    form.inline method="post" action={ "/events/" (event) "/confirmed" } {
                        input type="hidden" name="judge" value=(seat.judge);
                        input type="text" name="reference" required maxlength=(LONGEST_REFERENCE) placeholder="编号或存放处" aria-label={ (seat.judge_name) "的核对单编号" };
                        button.btn { "登记" }
                    }
                }
            }
        }
    }
}
