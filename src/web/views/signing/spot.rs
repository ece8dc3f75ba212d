//! The cards that are drawn and looked at before the signatures (抽检).

use maud::{Markup, html};

use super::super::layout::{Frame, sheet};
use super::super::wording::local_time;
use super::drawn::{Drawn, may, no, short, yes};
use crate::app::act::permission::Act;
use crate::app::act::state::why_not;
use crate::app::people::session::Session;
use crate::app::result::sign::ResultToSign;
use crate::app::result::spot::{DrawnCard, MOST_DIGITS, Source, SpotCheck, SpotState};

/// Cards that the signing page itself shows.
const BESIDE: usize = 9;
/// Cards on a page.
pub const ON_A_PAGE: usize = 40;

/// How a card came.
fn source(source: &Source) -> String {
    match source {
        Source::Signed => "平板签名有效".to_owned(),
        Source::Unsigned => "平板，没有签名".to_owned(),
        Source::Paper(reference) if reference.is_empty() => "纸质卡".to_owned(),
        Source::Paper(reference) => format!("纸质卡 {reference}"),
        Source::Admitted => "待认定后收下".to_owned(),
        Source::Folder => "文件夹导入".to_owned(),
        Source::Broken => "平板签名不对".to_owned(),
    }
}

fn figures(values: &[String]) -> String {
    if values.is_empty() { "—".to_owned() } else { values.join("、") }
}

/// How many cards there are to be drawn, in words.
fn extent(state: &SpotState) -> String {
    format!("前 {} 名全部 {} 张，其余 {} 张抽 {} 张", state.places, state.first, state.rest, state.share)
}

/// How the check of the result with a fingerprint stands, in words.
fn stands(state: &SpotState, fingerprint: &str) -> Markup {
    html! {
        @match &state.drawn {
            None => p { "还没有抽。" },
            Some(drawn) => p {
                "种子 = " (if drawn.head == fingerprint { "成绩指纹" } else { "封存存证点" }) " " code title=(drawn.head) { (short(&drawn.head)) } " + 纪检报的数 " b { (drawn.typed) }
                "。已看 " b { (state.looked) " / " (state.cards) } "，"
                @if state.differing == 0 { "不符 " b { "0" } "。" }
                @else { b.alert { "不符 " (state.differing) } "（超过 5% 则全部看）。" }
                @if drawn.is_all { "不符曾超过 5%，已改为全部看。" }
            },
        }
    }
}

/// The form in which an inspector types the number.
fn draw_form(event: &str, state: &SpotState) -> Markup {
    html! {
        form.draw method="post" action={ "/events/" (event) "/spot" } {
            input type="hidden" name="number" value=(state.number);
            label for="typed" { "请报一个数（1 至 " (MOST_DIGITS) " 位），与封存存证点一起决定抽哪些卡" }
            input #typed type="text" inputmode="numeric" name="typed" required maxlength=(MOST_DIGITS) autocomplete="off";
            button.btn.act { "抽" }
        }
    }
}

/// The card on the signing page.
pub(super) fn card(drawn: &Drawn<'_>, result: &ResultToSign) -> Markup {
    let Some(state) = &result.spot else { return html! {} };
    let event = drawn.event();
    let can = may(drawn.session, Act::Inspect) && why_not(Act::Inspect, event.state).is_none();
    let cards = drawn.spot.map_or(&[][..], |spot| &spot.cards);
    html! {
        section.card.flat {
            header { h2 { "抽检" } p { (extent(state)) } }
            div.smp {
                (stands(state, &result.fingerprint))
                @if state.drawn.is_none() && can { (draw_form(&event.id, state)) }
                @if !cards.is_empty() {
                    table {
                        thead { tr { th scope="col" { "抽到的卡" } th.r scope="col" { "所签" } th.r scope="col" { "所计" } th {} } }
                        tbody {
                            @for card in cards.iter().take(BESIDE) {
                                tr.bad[card.differs()] {
                                    td { (card.called()) }
                                    td.r { (figures(&card.signed)) }
                                    td.r { (figures(&card.counted)) }
                                    td {
                                        @if card.differs() { (no()) " 不符" }
                                        @else if card.look.is_some() { (yes()) span.vh { "一致" } }
                                        @else { span.none { "未看" } }
                                    }
                                }
                            }
                        }
                    }
                    p.more {
                        @if cards.len() > BESIDE { "另 " (cards.len() - BESIDE) " 张 · " }
                        a.link href={ "/events/" (event.id) "/spot" } { "逐张看" } " · "
                        a.link href={ "/events/" (event.id) "/spot?print=1" } { "打印抽检记录" }
                    }
                }
            }
        }
    }
}

/// The page with all drawn cards, a piece of them at a time; all of them where it is printed.
pub fn page(check: &SpotCheck, session: &Session, from: usize, print: bool) -> Markup {
    let (event, state) = (&check.event, &check.state);
    let can = may(session, Act::Inspect) && why_not(Act::Inspect, event.state).is_none() && !print;
    let shown: Vec<&DrawnCard> =
        if print { check.cards.iter().collect() } else { check.cards.iter().skip(from).take(ON_A_PAGE).collect() };
    let path = format!("/events/{}/spot", event.id);
    let body = html! {
        h2 { "抽检" @if print { "记录" } }
        p { (event.title) " · 第 " (state.number) " 次封存的成绩 · 指纹 " code { (short(&check.fingerprint)) } }
        p { (extent(state)) "。" }
        (stands(state, &check.fingerprint))
        @if state.drawn.is_none() && can { (draw_form(&event.id, state)) }
        @if let Some(drawn) = &state.drawn {
            p.note { "种子 " code { (drawn.seed) } "。前 " (state.places) " 名的卡全部在内；其余按“种子、换行、评分卡编号”的 SHA-256 从小到大取。" (drawn.account) "，" (local_time(drawn.at)) "。" }
        }
        @if !shown.is_empty() {
            form method="post" action={ (path) "/look" } {
                input type="hidden" name="number" value=(state.number);
                input type="hidden" name="from" value=(from);
                section.card { div.wide-table {
                    table.list.spot {
                        thead { tr { th.r { "序" } th { "评分卡" } th { "来源" } th { "签下的内容" } th.r { "所签" } th.r { "所计" } th { "程序比对" } th { "纪检" } } }
                        tbody {
                            @for (index, card) in shown.iter().enumerate() { (row(from + index + 1, card, can)) }
                        }
                    }
                } }
                @if can {
                    p { "逐张与平板或纸质原件核对。不符的选“不符”并写明不符在哪里；其余随本页一起登记为相符。" }
                    div.row { button.btn.act.big { "登记本页的核对结果" } }
                }
            }
            @if !print {
                p.links {
                    @if from > 0 { a.link href={ (path) "?from=" (from.saturating_sub(ON_A_PAGE)) } { "上一页" } }
                    @if from + ON_A_PAGE < check.cards.len() { a.link href={ (path) "?from=" (from + ON_A_PAGE) } { "下一页" } }
                    a.link href={ (path) "?print=1" } { "打印抽检记录" }
                }
            }
        }
        @if print { p.signline { "纪检人员签名：＿＿＿＿＿＿＿＿　　　年　　月　　日" } }
    };
    let frame =
        Frame { title: "抽检", styles: &["plain.css", "signing.css"], script: Some("once.js"), demo: event.demo };
    sheet(&frame, session, (&format!("/events/{}/signing", event.id), "回核对与签字"), event.rehearsal, &body)
}

fn row(number: usize, card: &DrawnCard, can: bool) -> Markup {
    let said = card.look.as_ref();
    html! {
        tr.bad[card.differs()] {
            td.r { (number) }
            td.card-of { (card.called()) }
            td.from data-of="来源" { (source(&card.source)) }
            td data-of="签下" { @for (name, text) in &card.marks { span.mark { (name) " " b { (text) } } " " } }
            td.r data-of="所签" { (figures(&card.signed)) }
            td.r data-of="所计" { (figures(&card.counted)) }
            td data-of="程序比对" { @if card.agrees { "相符" } @else { b.alert { "不符" } } }
            td.look {
                @if can {
                    div.say {
                        select name={ "look-" (card.op) } aria-label={ "纪检：" (card.called()) } {
                            option value="same" selected[card.agrees && !said.is_some_and(|look| look.differs)] disabled[!card.agrees] { "相符" }
                            option value="differs" selected[card.differs()] { "不符" }
                            option value="" { "暂不登记" }
                        }
                        input type="text" name={ "remark-" (card.op) } value=(said.map(|look| look.remark.as_str()).unwrap_or_default()) placeholder="不符在哪里" aria-label={ "说明：" (card.called()) } maxlength="500";
                    }
                }
                @match said {
                    None => span.none { "未看" },
                    Some(look) => {
                        (if look.differs { "不符" } else { "相符" }) " · " (look.account) " · " (local_time(look.at))
                        @if !look.remark.is_empty() { p { (look.remark) } }
                    },
                }
            }
        }
    }
}
