//! The latest acts on record, and what verifying them came to.

use maud::{Markup, html};

use super::layout::{Frame, sheet};
use super::wording::{local_time, party};
use crate::app::act::record::Logged;
use crate::app::act::word::Word;
use crate::app::people::session::Session;
use crate::app::result::verify::{Verification, Verified};

/// The page, with what was found when everything was verified last.
pub fn page(session: &Session, rows: &[Logged], last: Option<&Verified>) -> Markup {
    let frame = Frame { title: "审计", styles: &["plain.css"], script: Some("once.js"), demo: false };
    let body = html! {
        h2 { "审计记录" }
        @match last {
            None => p.said { "服务启动以来还没有核对过。" },
            Some(Verified { found, at }) => (verified(found, &local_time(*at))),
        }
        form method="post" action="/audit" { button.btn { "核对全部记录和数据" } }
        p { "最近 " (rows.len()) " 条，新的在前。" }
        section.card {
            table.list.audit {
                thead { tr { th { "活动" } th.r { "序号" } th { "时间" } th { "谁" } th { "做了什么" } th { "对象" } th { "前后" } } }
                tbody {
                    @for row in rows {
                        tr {
                            td { @if row.event.is_empty() { "本系统" } @else { (row.event) } }
                            td.r { (row.number) }
                            td.time { (local_time(row.at)) }
                            td.who { (party(&row.who)) @if let Some(person) = &row.person { "（" (person) "）" } }
                            td.act title=(row.act) { (Word::read(&row.act)) }
                            td { (party(&row.subject)) }
                            td { @match &row.payload { Some(payload) => code { (payload) }, None => "已按保存期限清除" } }
                        }
                    }
                }
            }
        }
    };
    sheet(&frame, session, ("/events", "评比活动"), false, &body)
}

/// What was found, a line a check.
pub fn verified(found: &Verification, at: &str) -> Markup {
    html! {
        @if found.is_sound() {
            p.said.calm { (at) " 核对：" (found.checks.len()) " 项全部相符。" }
        } @else {
            p.said role="alert" { (at) " 核对：有不相符之处，记录或数据被改动过，请保留现场并立即报告。" }
        }
        details open[!found.is_sound()] {
            summary { "逐项" }
            ul.checks {
                @for check in &found.checks {
                    li { (if check.is_sound() { "✓ " } else { "✗ " }) (check.text)
                        @if !check.is_sound() {
                            ul { @for fault in &check.faults { li { (fault) } }
                                @let more = check.found - check.faults.len();
                                @if more > 0 { li { "另有 " (more) " 处" } } }
                        }
                    }
                }
            }
        }
    }
}
