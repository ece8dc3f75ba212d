//! An event's log, and what verifying the event came to.

use maud::{Markup, html};

use super::audit::verified;
use super::layout::of_event;
use super::wording::{local_time, party};
use crate::app::act::clock::{Moment, moment};
use crate::app::act::word::Word;
use crate::app::people::session::Session;
use crate::app::result::log::EventLog;
use crate::app::result::verify::Verification;

/// Cosignatures that the page names.
const WITNESSED: usize = 5;

/// The page; `found` is what verifying has just come to, and when.
pub fn page(session: &Session, log: &EventLog, found: Option<(&Verification, Moment)>) -> Markup {
    let event = &log.event;
    let path = format!("/events/{}/log", event.id);
    let body = html! {
        h2 { "存证日志" }
        p { "本活动的每一次操作，新的在前，不含任何得分。日志只能增加：改动或删去其中一条，核对时会逐条指出。" }
        @if let Some((found, at)) = found { (verified(found, &local_time(at))) }
        section.card {
            h3 { "核对与存证点" }
            @match log.heads.first() {
                Some(last) => p { "最近的存证点：" (local_time(moment(last.at))) " 签发（" (cause(&last.cause)) "），在第 " (last.size) " 条处；共 " (log.heads.len()) " 个。" },
                None => p { "还没有存证点。开放评分、封存、签字、公布时自动签发，其间每一刻钟签发一次。" },
            }
            @if let Some(fingerprint) = &log.fingerprint { p { "存证密钥的公钥指纹 " code { (fingerprint) } } }
            div.row {
                form method="post" action=(path) { button.btn { "核对本活动的记录和数据" } }
                @if log.fingerprint.is_some() {
                    form method="post" action={ (path) "/head" } { button.btn { "带走存证点（文件）" } }
                }
            }
            @for (size, witness) in log.witnessed.iter().rev().take(WITNESSED) {
                p { "第 " (size) " 条处的存证点由 " b { (witness) } " 会签。" }
            }
            @if log.has_witnesses {
                form.narrow method="post" enctype="multipart/form-data" action={ (path) "/cosign" } {
                    label for="note" { "会签人签过的存证点（文件）" }
                    input #note type="file" name="note" required;
                    button.btn { "交回会签的存证点" }
                }
            }
            p.note { "带走的文件请自行保存。日后用 guanmo verify --since 文件，可以核对此前的记录没有被改动过。" }
        }
        section.card {
            table.list.audit {
                thead { tr { th.r { "序号" } th { "时间" } th { "谁" } th { "做了什么" } th { "对象" } th { "理由" } } }
                tbody {
                    @for act in &log.acts {
                        tr {
                            td.r { (act.number) }
                            td.time { (local_time(act.at)) }
                            td.who { (party(&act.who)) @if let Some(person) = &act.person { "（" (person) "）" } }
                            td.act title=(act.act) { (Word::read(&act.act)) }
                            td { (party(&act.subject)) }
                            td { @match &act.payload { Some(payload) => (reason(payload)), None => "已按保存期限清除" } }
                        }
                    }
                }
            }
            @if let Some(older) = log.older { p { a.link href={ (path) "?before=" (older) } { "更早的记录" } } }
        }
    };
    of_event("存证日志", event, session, &body)
}

/// What a head was made for.
fn cause(word: &str) -> &str {
    match word {
        "quarter" => "满一刻钟",
        "asked" => "应要求",
        other => Word::read(other),
    }
}

/// The reason that was given, where one was.
fn reason(payload: &str) -> String {
    let said: Option<serde_json::Value> = serde_json::from_str(payload).ok();
    let given = said.as_ref().and_then(|said| {
        let after = &said["after"];
        ["reason", "override_reason"].iter().find_map(|name| after[*name].as_str())
    });
    given.unwrap_or_default().to_owned()
}
