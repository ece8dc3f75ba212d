//! The audit's latest rows, and whether its chain holds.

use maud::{Markup, html};

use super::layout::{Frame, sheet};
use super::wording::{local_time, party};
use crate::app::act::audit::{AuditRow, ChainCheck};
use crate::app::act::chain::Verified;
use crate::app::act::word::Word;
use crate::app::people::session::Session;

/// The page, with what was found when the chain was last verified.
pub fn page(session: &Session, rows: &[AuditRow], last: Option<Verified>) -> Markup {
    let frame = Frame { title: "审计", styles: &["plain.css"], script: Some("once.js"), demo: false };
    let body = html! {
        h2 { "审计记录" }
        @match last {
            None => p.said { "服务启动以来还没有核对过。" },
            Some(Verified { chain: ChainCheck::Holds { rows: checked, erased }, at }) => p.said.calm {
                (local_time(at)) " 核对，从第 1 条到第 " (checked) " 条：记录完整，首尾相连"
                @if erased > 0 { "；其中 " (erased) " 条的内容已按期清除" } "。"
                @let since = rows.first().map_or(0, |row| row.number - checked);
                @if since > 0 { "此后又有 " (since) " 条，尚未核对。" }
            },
            Some(Verified { chain: ChainCheck::BrokenAt { number }, at }) => p.said role="alert" {
                (local_time(at)) " 核对：记录在第 " (number) " 条处断开，此条或其前的记录被改动过，请立即报告。"
            },
        }
        form method="post" action="/audit" { button.btn { "从头核对全部记录" } }
        p { "最近 " (rows.len()) " 条，新的在前。" }
        section.card {
            table.list.audit {
                thead { tr { th.r { "序号" } th { "时间" } th { "谁" } th { "做了什么" } th { "对象" } th { "前后" } } }
                tbody {
                    @for row in rows {
                        tr {
                            td.r { (row.number) }
                            td.time { (local_time(row.at)) }
                            td { (party(&row.who)) }
                            td title=(row.act) { (Word::read(&row.act)) }
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
