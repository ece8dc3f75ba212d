//! Checking and signing: what signers have to know of, what verifying came to, the cards that were drawn, who has signed and
//! who is missing; then what follows, the settings, earlier results.

mod after;
mod check;
mod drawn;
mod facts;
mod history;
mod names;
mod settings;
mod spot;

use drawn::{may, short};
use maud::{Markup, html};

use super::account::password_changed;
use super::layout::{Frame, label, me, page as framed, sheet};
use super::settle;
use super::wording::{local_time, titled};
use crate::app::act::permission::Act;
use crate::app::act::state::why_not;
use crate::app::event::view::{EventState, EventSummary};
use crate::app::people::session::Session;
use crate::app::result::sign::ResultToSign;

pub use check::plainly;
pub use drawn::{Drawn, role_name};
pub use settings::setting;
pub use spot::{ON_A_PAGE, page as spot_page};

/// The page 核对与签字.
pub fn page(drawn: &Drawn<'_>) -> Markup {
    let (event, session) = (drawn.event(), drawn.session);
    let frame =
        Frame {
            title: "核对与签字", styles: &["plain.css", "signing.css"], script: Some("once.js"), demo: event.demo
        };
    let desk = may(session, Act::SeeDesk);
    let back = if desk {
        (format!("/events/{}/desk", event.id), "回组织台")
    } else {
        ("/events".to_owned(), "评比活动")
    };
    let asked = drawn.signing.result.as_ref().filter(|result| drawn.is_asked(result));
    framed(
        &frame,
        &html! {
            header.top.no-print {
                h1 { "核对与签字" span { (event.title) } }
                a.btn href=(back.0) { (back.1) }
                (me(session))
            }
            (label(event.demo, event.rehearsal, ""))
            (check::alarm(drawn))
            @match &drawn.signing.result {
                None => main.sheet.wide {
                    p.said { "评比活动处于“" (event.state.title()) "”，评分尚未封存，还没有可以核对的成绩。" }
                    (facts::card(drawn, None))
                    (below(drawn))
                },
                Some(result) => {
                    (strip(drawn, result))
                    main.signing {
                        div.col {
                            (facts::card(drawn, Some(result)))
                            (names::card(drawn, result))
                        }
                        div.col {
                            (check::card(drawn))
                            (spot::card(drawn, result))
                        }
                        div.below {
                            (settle::unsettled(event, session, result, drawn.matrix))
                            (after::card(drawn, result))
                            (below(drawn))
                        }
                    }
                    @if let Some(result) = asked { (names::bar(drawn, result)) }
                },
            }
        },
    )
}

/// Which result it is, in one line.
fn strip(drawn: &Drawn<'_>, result: &ResultToSign) -> Markup {
    let event = drawn.event();
    html! {
        p.res {
            b { "第 " (result.number) " 次封存的成绩" }
            span { (local_time(result.frozen_at)) " · 规则第 " (result.rules_number) " 版 · " (result.cards) " 张评分卡 · " (result.overridden) " 项未决" }
            span.nobr { b { "指纹" } code title=(result.fingerprint) { (short(&result.fingerprint)) } }
            a.link href={ "/events/" (event.id) "/board" } { "看成绩与名次" }
            a.link href={ "/events/" (event.id) "/results/" (result.number) } { "成绩表" }
            a.link href={ "/events/" (event.id) "/print/result" } { "打印签字单" }
        }
    }
}

/// What is not about this result alone.
fn below(drawn: &Drawn<'_>) -> Markup {
    let (event, session) = (drawn.event(), drawn.session);
    html! {
        (settings::card(drawn.signing, session))
        @if may(session, Act::Reopen) { (history::reopening(drawn.signing, session, drawn.objection)) }
        (history::history(drawn.signing, session))
        p.links {
            a.link href={ "/events/" (event.id) "/confirmed" } { "评委本人核对" }
            @if may(session, Act::SeeSeats) && why_not(Act::SeeSeats, event.state).is_none() && event.erased_at.is_none() {
                a.link href={ "/events/" (event.id) "/judges" } { "评委打分：松紧、拉开、相合、漂移" }
            }
            @if may(session, Act::AdmitHanded) {
                a.link href={ "/events/" (event.id) "/second" } { "第二人认定：另发登录链接、平板文件里的评分卡" }
            }
            a.link href={ "/events/" (event.id) "/log" } { "存证日志：每一次操作、核对和存证点" }
        }
    }
}

/// The list of events for those who sign: what waits for them stands out. `seconds` is how much waits for a second person
/// in each.
pub fn waiting(events: &[EventSummary], seconds: &[usize], session: &Session, changed: bool) -> Markup {
    let demo = events.iter().any(|event| event.demo);
    let frame = Frame { title: "评比活动", styles: &["plain.css"], script: Some("once.js"), demo };
    let waits = |event: &EventSummary| event.state == EventState::Closed && event.asks_signatures;
    let count = events.iter().filter(|event| waits(event)).count() + seconds.iter().sum::<usize>();
    let body = html! {
        @if changed { (password_changed()) }
        @if count == 0 { p.said.calm { "现在没有需要您核对的成绩。封存以后，这里会列出。" } }
        @for (event, second) in events.iter().zip(seconds) {
            section.card {
                h3 { (titled(event, events)) }
                p {
                    (event.state.title())
                    @if waits(event) { " · " b { "等待签字" } }
                    @if *second > 0 { " · " b { (second) " 项待第二人认定" } }
                }
                div.row {
                    @if may(session, Act::AdmitHanded) && (*second > 0 || event.state == EventState::Open) {
                        a.btn.act[*second > 0] href={ "/events/" (event.id) "/second" } { "第二人认定" }
                    }
                    @if waits(event) {
                        a.btn.act href={ "/events/" (event.id) "/signing" } { "核对与签字" }
                    } @else {
                        a.btn href={ "/events/" (event.id) "/signing" } { "核对与签字" }
                    }
                    a.btn href={ "/events/" (event.id) "/board" } { "进度与成绩" }
                    @if event.state == EventState::Open && may(session, Act::SettlePaper) {
                        a.btn href={ "/events/" (event.id) "/paper" } { "纸质卡录入" }
                    }
                }
            }
        }
        p { a.link href="/years" { "历年评比" } }
    };
    sheet(&frame, session, ("/", "首页"), false, &body)
}
