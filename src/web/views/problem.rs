//! The page that says what went wrong, and what to do.

use maud::{Markup, html};

use super::{layout, start};
use crate::web::error::{Door, PASSWORD_FIRST, Problem};

/// The page. Where signing in would help, it is the sign-in page.
pub fn page(problem: &Problem, path: &str) -> Markup {
    if problem.door == Some(Door::Staff) {
        let next = if path.starts_with("/sign-in") { "" } else { path };
        return start::sign_in(Some(&problem.sentence), next);
    }
    let frame = layout::Frame { title: title(problem), styles: &["plain.css"], script: None, demo: false };
    let body = html! {
        header.top { h1 { "观摩评比" } }
        main.sheet.narrow {
            h2 { (title(problem)) }
            p.said role="alert" { (problem.sentence) }
            p {
                @if let Some((to, name)) = back(problem, path) { a.btn.act href=(to) { (name) } " " }
                a.btn href="/" { "回首页" }
            }
        }
    };
    layout::page(&frame, &body)
}

/// Where somebody goes on who was on a page of an event.
fn back(problem: &Problem, path: &str) -> Option<(String, &'static str)> {
    if problem.kind == PASSWORD_FIRST {
        return Some(("/account/password".to_owned(), "换密码"));
    }
    if let Some(rest) = path.strip_prefix("/public/") {
        let (event, _) = rest.split_once("/objections")?;
        return Some((format!("/public/{event}/objections"), "回异议页"));
    }
    let mut parts = path.strip_prefix("/events/")?.split('/');
    let event = parts.next()?;
    if event == "new" {
        return Some(("/events/new".to_owned(), "新建评比活动"));
    }
    let page = parts.next()?;
    let list = Some(("/events".to_owned(), "评比活动"));
    let (page, name) = match page {
        // what is gone may be the event
        _ if problem.status.as_u16() == 404 => return list,
        page if page == "board" || page.starts_with("ranking") => return list,
        // whoever may not see a page is not sent there again
        "signing" | "spot" | "confirmed" | "paper" | "second" if problem.status.as_u16() == 403 => return list,
        "signing" | "publish" | "reopen" | "archive" => ("signing", "回核对与签字"),
        "spot" => ("spot", "回抽检"),
        "call" => ("call", "回汇报叫号"),
        "confirmed" => ("confirmed", "回评委本人核对"),
        "paper" => ("paper", "回纸质卡录入"),
        "second" => ("second", "回第二人认定"),
        // only organisers get as far as a refusal there
        _ => ("desk", "回组织台"),
    };
    Some((format!("/events/{event}/{page}"), name))
}

fn title(problem: &Problem) -> &'static str {
    match problem.status.as_u16() {
        401 => "需要登录",
        403 if problem.kind == PASSWORD_FIRST => "请先换密码",
        403 => "无权进行此操作",
        404 => "没有找到",
        405 => "请求方法不对",
        409 => "现在还不能这样做",
        413 => "内容过大",
        429 => "请稍候",
        500..=599 => "服务暂时不可用",
        _ => "内容有误",
    }
}
