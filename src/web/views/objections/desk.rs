//! Where organisers read objections, answer them and close them.

use maud::{Markup, html};

use super::super::layout::of_event;
use super::super::local_time;
use super::count::tally;
use crate::app::act::clock::moment;
use crate::app::act::permission::Act;
use crate::app::act::state::why_not;
use crate::app::people::session::Session;
use crate::app::result::notice::Tally;
use crate::app::result::objection::{MOST_TEXT, Objections};
use crate::store::objection::ObjectionRow;

/// The page 异议.
pub fn page(objections: &Objections, session: &Session) -> Markup {
    let event = &objections.event;
    let (open, closed): (Vec<_>, Vec<_>) = objections.rows.iter().partition(|row| row.closed_at.is_none());
    let count = Tally { received: objections.rows.len(), closed: closed.len(), upheld: upheld(&closed) };
    let body = html! {
        h2 { "异议" }
        p { (tally(count)) "办结以后不能再改；有异议没有办结时，不能归档。" }
        @if event.erased_at.is_some() { p.said { "异议的内容和个人信息已按保存期限清除。" } }
        @if open.is_empty() && !objections.rows.is_empty() { p.said.calm { "异议都已办结。" } }
        @for row in open { (one(objections, row)) }
        @for row in closed { (one(objections, row)) }
        (settings(objections))
    };
    of_event("异议", event, session, &body)
}

fn upheld(closed: &[&ObjectionRow]) -> usize {
    closed.iter().filter(|row| row.upheld == Some(true)).count()
}

fn or_dash(text: &str) -> &str {
    if text.is_empty() { "—" } else { text }
}

fn one(objections: &Objections, row: &ObjectionRow) -> Markup {
    let event = &objections.event;
    let about = objections.entries.iter().find(|(id, _)| *id == row.entry).map_or(row.entry.as_str(), |(_, name)| name);
    let can = row.closed_at.is_none() && why_not(Act::AnswerObjection, event.state).is_none();
    html! {
        section.card id={ "o" (row.number) } {
            h3 {
                "第 " (row.number) " 号 · "
                @match (row.upheld, row.answered_at) {
                    (Some(true), _) => "已办结，成立",
                    (Some(false), _) => "已办结，不成立",
                    (None, Some(_)) => "已答复，待办结",
                    (None, None) => { b.fix { "待答复" } },
                }
            }
            table.list {
                tbody {
                    tr { td { "时间" } td { (local_time(moment(row.at))) "，针对第 " (row.result) " 次封存的成绩" } }
                    tr { td { "提出人" } td { (or_dash(&row.name)) @if !row.unit.is_empty() { "（" (row.unit) "）" } } }
                    tr { td { "联系方式" } td { (or_dash(&row.contact)) } }
                    tr { td { "参评项目" } td { (or_dash(about)) } }
                    tr { td { "内容" } td.written { (or_dash(&row.text)) } }
                    @if let Some(at) = row.answered_at {
                        tr { td { "答复" } td.written { (row.answer) "（" (row.answered_by.as_deref().unwrap_or_default()) "，" (local_time(moment(at))) "）" } }
                    }
                    @if let Some(at) = row.closed_at {
                        tr { td { "结论" } td.written { (row.reason) "（" (row.closed_by.as_deref().unwrap_or_default()) "，" (local_time(moment(at))) "）" } }
                        @if !row.note.is_empty() { tr { td { "公开说明" } td.written { (row.note) } } }
                    }
                }
            }
            @if row.upheld == Some(true) && why_not(Act::Reopen, event.state).is_none() {
                div.row { a.btn.act href={ "/events/" (event.id) "/signing?objection=" (row.number) "#reopen-reason" } { "申请重新开放评分" } }
            }
            @if can { (answering(event.id.as_str(), row)) }
        }
    }
}

fn answering(event: &str, row: &ObjectionRow) -> Markup {
    let id = |what: &str| format!("{what}-{}", row.number);
    html! {
        form method="post" action={ "/events/" (event) "/objections/answer" } {
            input type="hidden" name="number" value=(row.number);
            label for=(id("answer")) { "答复（提出人凭回执号看到，最多 " (MOST_TEXT) " 字）" }
            textarea #(id("answer")) name="answer" required maxlength=(MOST_TEXT) { (row.answer) }
            button.btn.act[row.answered_at.is_none()] { (if row.answered_at.is_none() { "答复" } else { "改写答复" }) }
        }
        @if row.answered_at.is_some() {
            form method="post" action={ "/events/" (event) "/objections/close" } {
                input type="hidden" name="number" value=(row.number);
                label for=(id("conclusion")) { "结论" }
                select #(id("conclusion")) name="conclusion" required {
                    option value="" selected { "请选择" }
                    option value="upheld" { "异议成立" }
                    option value="not-upheld" { "异议不成立" }
                }
                label for=(id("reason")) { "理由（提出人凭回执号看到，最多 500 字）" }
                textarea #(id("reason")) name="reason" required maxlength="500" {}
                label for=(id("note")) { "公开说明（可以不填；显示在公示页，清除后仍保留，请勿写入个人信息）" }
                textarea #(id("note")) name="note" maxlength=(MOST_TEXT) {}
                button.btn.act { "办结" }
            }
        }
    }
}

fn settings(objections: &Objections) -> Markup {
    let event = &objections.event;
    html! {
        section.card {
            h3 { "收取异议的设定" }
            p { (if objections.named { "须实名：提出人要填姓名或单位名称和联系方式。" } else { "可以不实名。" }) }
            @if why_not(Act::Configure, event.state).is_none() {
                form.narrow method="post" action={ "/events/" (event.id) "/objections/settings" } {
                    label for="named" { "提出异议是否须实名（封存以前可以改）" }
                    select #named name="named" {
                        option value="yes" selected[objections.named] { "须实名" }
                        option value="no" selected[!objections.named] { "可以不实名" }
                    }
                    button.btn { "保存设定" }
                }
            } @else {
                p { "封存以后不能再改。" }
            }
        }
    }
}
