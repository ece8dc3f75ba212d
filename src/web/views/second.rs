//! The page of the second person: new links for judges who have handed in cards, and cards that came in files. No mark is
//! shown: whoever decides does so for how they came.

use maud::{Markup, html};

use super::layout::of_event;
use super::wording::{local_time, outcome, party, short};
use crate::app::cards::handed::HandedCard;
use crate::app::desk::link_requests::LinkRequest;
use crate::app::event::view::EventSummary;
use crate::app::event::wire::Outcome;
use crate::app::people::session::Session;

/// What waits (links, cards) and what was decided; `became` is what has just become of cards that were admitted.
pub fn page(
    event: &EventSummary,
    session: &Session,
    (links, open, decided): (&[LinkRequest], &[HandedCard], &[HandedCard]),
    became: &[(Outcome, usize)],
) -> Markup {
    let body = html! {
        h2 { "第二人认定" }
        p { "组织者一个人不能办的事，由监票人或纪检人员在这里认定。此页不显示得分；每一次认定都记入日志，不能更改。" }
        @if !became.is_empty() {
            p.said {
                b { "刚才予以认定的" } "："
                @for (at, (what, count)) in became.iter().enumerate() {
                    @let (name, note) = outcome(*what);
                    @if at > 0 { "；" } (count) " 张" (name) "（" (note) "）"
                }
                "。"
            }
        }
        @if links.is_empty() && open.is_empty() { p.said.calm { "没有待认定的事项。" } }
        @for request in links { (link(event, request)) }
        @if !open.is_empty() { (cards(event, open)) }
        @if !decided.is_empty() {
            section.card.wide {
                h3 { "已认定 " (decided.len()) " 张" }
                table.list {
                    thead { tr { th { "评委" } th { "评分卡" } th { "认定" } th { "理由" } th { "谁，何时" } } }
                    tbody {
                        @for card in decided {
                            tr {
                                td { (card.judge_name) }
                                td { (about(card)) }
                                @if let Some((who, at, admitted)) = &card.decided {
                                    td { (if *admitted { "予以认定" } else { "不予认定" }) }
                                    td { (card.reason) }
                                    td { (who) "，" (local_time(*at)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    };
    of_event("第二人认定", event, session, &body)
}

fn link(event: &EventSummary, request: &LinkRequest) -> Markup {
    html! {
        section.card {
            h3 { "另发登录链接：" (request.judge_name) }
            p {
                (request.asked_by) " 于 " (local_time(request.asked_at)) " 申请。这一席已有评分卡：拿到新链接的人可以看到、更改这一席的评分。"
                @if request.keeps { "此前的登录继续有效。" } @else { "生成后，此前的登录即告结束。" }
            }
            form.narrow method="post" action={ "/events/" (event.id) "/second/link" } {
                input type="hidden" name="judge" value=(request.judge);
                label for={ "why-" (request.number) } { "理由（不批准时必填）" }
                input #{ "why-" (request.number) } type="text" name="reason" maxlength="500";
                div.row {
                    button.btn.act name="decision" value="approve" { "批准" }
                    button.btn name="decision" value="decline" { "不批准" }
                }
            }
        }
    }
}

fn about(card: &HandedCard) -> String {
    let entry = if card.entry_name.is_empty() { "名次票" } else { &card.entry_name };
    format!("{entry} · {}", card.component_name)
}

/// Where a card is from, and what else there is of it.
fn origin(card: &HandedCard) -> String {
    let made = card.made_at.map_or_else(|| "不详".to_owned(), local_time);
    let signed = if card.is_signed { "签名有效" } else { "没有签名" };
    let has = if card.has_card { "，这张卡已有一份在案" } else { "" };
    format!(
        "{signed}{has}。设备 {} 第 {} 号，平板上提交于 {made}；{} 于 {} 交入",
        short(&card.device),
        card.seq,
        party(&card.asked_by),
        local_time(card.asked_at)
    )
}

fn cards(event: &EventSummary, open: &[HandedCard]) -> Markup {
    html! {
        section.card.wide {
            h3 { "平板文件里的评分卡 " (open.len()) " 张" }
            p { "这些评分卡由组织者以文件交入，没有（或不全有）平板的有效签名。请向评委本人核实是不是他在这台平板上评的，再逐张认定。" }
            form method="post" action={ "/events/" (event.id) "/second/card" } {
                table.list {
                    thead { tr { th { "评分卡" } th { "认定" } } }
                    tbody {
                        @for card in open {
                            @let name = format!("card-{}", card.number);
                            tr {
                                td {
                                    b { (card.judge_name) " · " (about(card)) } br;
                                    small { (origin(card)) }
                                }
                                td {
                                    select name=(name) aria-label={ (card.judge_name) " " (about(card)) " 的认定" } {
                                        option value="" { "暂不认定" }
                                        option value="admit" { "予以认定" }
                                        option value="decline" { "不予认定" }
                                    }
                                }
                            }
                        }
                    }
                }
                label for="handed-reason" { "理由（如：已当面向评委核实）" }
                input #handed-reason type="text" name="reason" required maxlength="500";
                button.btn.act { "提交认定" }
            }
        }
    }
}
