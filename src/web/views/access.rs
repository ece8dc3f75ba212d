//! Who can score: judges' sign-in links, with QR codes, what a new one takes, who is signed in, which keys there are.

use maud::{Markup, html};

use super::layout::{Frame, sheet};
use super::links::qr;
use super::wording::{local_time, short};
use crate::app::act::permission::Act;
use crate::app::act::state::why_not;
use crate::app::desk::access::SeatAccess;
use crate::app::desk::link_requests::LinkRequest;
use crate::app::event::view::EventSummary;
use crate::app::people::link::JudgeLink;
use crate::app::people::session::Session;
use crate::web::address::percent;
use crate::web::settings::is_only_here;

fn draw(event: &EventSummary, session: &Session, body: &Markup) -> Markup {
    let frame = Frame { title: "评委链接", styles: &["plain.css"], script: Some("once.js"), demo: event.demo };
    let back = format!("/events/{}/desk", event.id);
    sheet(&frame, session, (&back, "回组织台"), event.rehearsal, body)
}

/// All judges: links for those who have handed in nothing, and each one's ways to score.
pub fn page(event: &EventSummary, session: &Session, seats: &[SeatAccess], public_url: &str) -> Markup {
    let left = seats.iter().filter(|seat| seat.cards > 0 && !seat.replaced).count();
    let fresh = seats.iter().filter(|seat| seat.cards == 0 && !seat.replaced).count();
    let closed = why_not(Act::MintLinks, event.state).is_some();
    let body = html! {
        h2 { "生成评委登录链接" }
        (only_here(public_url))
        @if closed {
            p.said { "评比活动处于“" (event.state.title()) "”，评委链接已经失效，不能再生成。" }
        } @else if fresh > 0 {
            p { "为 " b { (fresh) } " 席评委各生成一个链接和二维码，可打印后分发。" b { "这些席此前发出的链接同时作废" } "；已经登录的平板不受影响。" }
            p {
                "链接只在生成后显示一次，封存后自动失效。"
                @if left > 0 { "已有评分卡的 " (left) " 席不在其中，请在下面逐席办理。" }
            }
            form method="post" { button.btn.act.big { "生成并显示" } }
        } @else {
            p.said { "各席都已有评分卡，请在下面逐席办理。" }
        }
        (list(event, seats))
    };
    draw(event, session, &body)
}

/// That links lead nowhere but to this machine, and what to do; nothing where they lead to it from elsewhere.
pub(super) fn only_here(public_url: &str) -> Markup {
    html! {
        @if is_only_here(public_url) {
            p.said.no-print role="alert" {
                "这个网址只在本机能打开：" b { (public_url) } "。评委的平板打不开用它生成的链接和二维码。"
                "请让服务监听局域网（启动时加 --listen 0.0.0.0:端口），或用 --public-url 写明平板能打开的网址，重新启动以后再生成链接。"
            }
        }
    }
}

/// The same on a slip, which may be printed and given away without the page around it.
pub(super) fn slip_only_here(public_url: &str) -> Markup {
    html! { @if is_only_here(public_url) { small { b { "这个网址只在本机能打开，请勿分发" } } } }
}

/// Each judge's ways to score, in a line.
fn list(event: &EventSummary, seats: &[SeatAccess]) -> Markup {
    html! {
        section.card.wide {
            h3 { "各席" }
            table.list {
                thead { tr { th { "席位" } th.r { "评分卡" } th.r { "登录中" } th { "签名密钥" } th { "另发链接" } th {} } }
                tbody {
                    @for seat in seats {
                        tr {
                            td { (seat.name) @if seat.replaced { "（已由新席接替）" } }
                            td.r { (seat.cards) }
                            td.r { (seat.sessions) }
                            td { (keys(seat)) }
                            td {
                                @match seat.request.as_ref().map(|request| request.way) {
                                    Some(None) => { b { "待批准" } },
                                    Some(Some(way)) => { b { (way.title()) "，待生成" } },
                                    None => {}
                                }
                            }
                            td { a.link href=(address(&event.id, &seat.judge)) aria-label={ (seat.name) "：办理" } { "办理" } }
                        }
                    }
                }
            }
        }
    }
}

/// Where one judge's page is.
pub fn address(event: &str, judge: &str) -> String {
    format!("/events/{event}/links?judge={}", percent(judge))
}

fn keys(seat: &SeatAccess) -> String {
    if seat.keys.is_empty() {
        return "无".to_owned();
    }
    seat.keys.iter().map(|key| short(key)).collect::<Vec<_>>().join("、")
}

/// One judge: what a new link takes, and the end of their sessions.
pub fn seat(event: &EventSummary, session: &Session, seat: &SeatAccess, public_url: &str) -> Markup {
    let body = html! {
        h2 { "登录链接：" (seat.name) }
        (only_here(public_url))
        (card(event, seat, why_not(Act::MintLinks, event.state).is_some()))
        p { a.link href={ "/events/" (event.id) "/links" } { "各席的登录链接" } }
    };
    draw(event, session, &body)
}

fn card(event: &EventSummary, seat: &SeatAccess, closed: bool) -> Markup {
    let to = |page: &str| format!("/events/{}/links/{page}", event.id);
    html! {
        section.card {
            h3 { "另发链接" }
            p {
                @if seat.replaced { "已由新席接替。" }
                "已有评分卡 " (seat.cards) " 份（含历次更正）；登录中 " (seat.sessions) " 处；"
                "签名密钥：" (keys(seat)) "。"
            }
            @if !closed && !seat.replaced {
                @match &seat.request {
                    Some(request) => { (pending(event, seat, request)) },
                    None => {
                        form.narrow method="post" action=(to("ask")) {
                            input type="hidden" name="judge" value=(seat.judge);
                            label for="keeps" { "此前的登录" }
                            select #keeps name="keeps" {
                                option value="" { "另发后即结束，原有平板须重新登录" }
                                option value="1" { "继续有效" }
                            }
                            button.btn { @if seat.cards > 0 { "申请另发链接" } @else { "另发链接" } }
                        }
                    },
                }
            }
        }
        @if let Some(request) = seat.request.as_ref().filter(|request| request.way.is_none() && !closed) {
            (in_a_hurry(event, seat, request))
        }
        @if seat.sessions > 0 {
            section.card {
                h3 { "结束登录" }
                form.narrow method="post" action=(to("end")) {
                    input type="hidden" name="judge" value=(seat.judge);
                    p { "该席登录中的平板须用登录链接重新登录；存在平板上的评分不会丢失。理由会显示在平板上，并记入日志。" }
                    label for="end-reason" { "理由" }
                    input #end-reason type="text" name="reason" required maxlength="500";
                    button.btn { "结束该席的登录" }
                }
            }
        }
    }
}

/// What a request still takes.
fn pending(event: &EventSummary, seat: &SeatAccess, request: &LinkRequest) -> Markup {
    let make = format!("/events/{}/links/make", event.id);
    let judge = || html! { input type="hidden" name="judge" value=(seat.judge); };
    html! {
        p.said {
            (request.asked_by) " 于 " (local_time(request.asked_at)) " 申请另发链接"
            @if request.keeps { "（此前的登录继续有效）" }
            "。这一席已有评分卡，须由监票人或纪检人员批准，或由评委本人在自己的平板上同意。"
        }
        @if let Some(way) = request.way {
            p { b { (way.title()) } @if let Some(by) = &request.decided_by { "：" (by) } }
            form method="post" action=(make) {
                (judge())
                input type="hidden" name="upon" value="approval";
                button.btn.act { "生成并显示链接" }
            }
        } @else {
            @if request.takes_code {
                form.narrow method="post" action=(make) {
                    (judge())
                    input type="hidden" name="upon" value="code";
                    label for="code" { "评委平板上显示的四位数字" }
                    input #code type="text" inputmode="numeric" name="code" required maxlength="4" pattern="[0-9]{4}" autocomplete="off";
                    button.btn.act { "评委同意，生成链接" }
                }
            } @else { p.alert { "四位数字错了太多次，不能再用。" } }
            p { "监票人、纪检人员登录后，在“第二人认定”页批准；批准后回到此页生成链接。" }
        }
        form method="post" action=(make) {
            (judge())
            input type="hidden" name="upon" value="take-back";
            button.btn { "撤回申请" }
        }
    }
}

/// Going on without a second person and without the judge.
fn in_a_hurry(event: &EventSummary, seat: &SeatAccess, request: &LinkRequest) -> Markup {
    html! {
        section.card {
            h3 { "两者都办不到，又不能等" }
            form.narrow method="post" action={ "/events/" (event.id) "/links/make" } {
                input type="hidden" name="judge" value=(seat.judge);
                input type="hidden" name="upon" value="reason";
                p { "未经第二人另发链接，会显示在该席的平板上，并告知每一位签字人。" @if request.keeps { "此前的登录继续有效。" } }
                label for="reason" { "理由" }
                input #reason type="text" name="reason" required maxlength="500";
                button.btn { "写明理由，生成链接" }
            }
        }
    }
}

/// The links, shown this once; `left` are the names of judges for whom none was made.
pub fn slips(
    event: &EventSummary,
    session: &Session,
    links: &[JudgeLink],
    left: &[String],
    public_url: &str,
) -> Markup {
    let body = html! {
        h2.no-print { "评委登录链接" }
        (only_here(public_url))
        p.no-print { "请现在打印（每席一张）。离开此页后不再显示；如有遗失，重新生成即可。" }
        @if !left.is_empty() {
            p.said.no-print {
                "没有生成：" (left.join("、")) "。这些席已有评分卡，请"
                a.link href={ "/events/" (event.id) "/links" } { "逐席办理" } "。"
            }
        }
        div.slips {
            @for link in links {
                @let address = format!("{public_url}/j/{}", link.token.reveal());
                section.slip {
                    b { (link.name) }
                    (qr(&address, "登录二维码"))
                    small { (event.title) }
                    (slip_only_here(public_url))
                    small { (address) }
                }
            }
        }
    };
    draw(event, session, &body)
}
