//! An event's log in sentences, what of it is asked for, and what verifying the event came to.

mod filter;
mod said;

use maud::{Markup, html};

use self::filter::{address, form};
use self::said::sentence;
use super::audit::verified;
use super::layout::of_event;
use super::wording::local_time;
use crate::app::act::clock::{Moment, beijing, moment};
use crate::app::act::word::Word;
use crate::app::people::session::Session;
use crate::app::result::log::{Asked, EventLog};
use crate::app::result::verify::Verification;

/// Cosignatures that the page names.
const WITNESSED: usize = 5;

/// The page; `found` is what verifying has just come to, and when.
pub fn page(session: &Session, log: &EventLog, asked: &Asked, found: Option<(&Verification, Moment)>) -> Markup {
    let event = &log.event;
    let path = format!("/events/{}/log", event.id);
    let body = html! {
        h2 { "存证日志" }
        p { "本活动的每一次操作，新的在前，不含任何得分。日志只能增加：改动或删去其中一条，核对时会逐条指出。" }
        @if let Some((found, at)) = found { (verified(found, &local_time(at))) }
        (form(&path, log, asked))
        section.card { (acts(log)) (pages(&path, log, asked)) }
        (proof(&path, log))
    };
    of_event("存证日志", event, session, &body)
}

/// The acts of the page, a sentence each.
fn acts(log: &EventLog) -> Markup {
    html! {
        @if log.acts.is_empty() {
            p.said { "没有符合条件的记录。" }
        } @else {
            ul.told {
                @for act in &log.acts {
                    li {
                        small { (act.number) " · " time { (second(act.at)) } }
                        p title=(Word::read(&act.act)) {
                            (sentence(act, &log.names))
                            @if act.payload.is_none() { em { "（详情已按保存期限清除）" } }
                        }
                    }
                }
            }
        }
    }
}

/// Day and time with seconds: acts of one minute have an order.
fn second(at: Moment) -> String {
    beijing(at).format("%Y-%m-%d %H:%M:%S").to_string()
}

/// The ways to what is newer and older.
fn pages(path: &str, log: &EventLog, asked: &Asked) -> Markup {
    html! {
        nav.row aria-label="翻页" {
            @if let Some(newer) = log.newer { a.btn href=(address(path, asked, Some(("after", newer)))) rel="prev" { "较新的记录" } }
            @if let Some(older) = log.older { a.btn href=(address(path, asked, Some(("before", older)))) rel="next" { "较早的记录" } }
            @if log.newer.is_some() { a.link href=(address(path, asked, None)) { "回到最新" } }
        }
    }
}

/// The signed heads, and verifying.
fn proof(path: &str, log: &EventLog) -> Markup {
    html! {
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
    }
}

/// What a head was made for.
fn cause(word: &str) -> &str {
    match word {
        "quarter" => "满一刻钟",
        "asked" => "应要求",
        other => Word::read(other),
    }
}
