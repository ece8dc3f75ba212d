//! The page that says what went wrong, and what to do.

use actix_web::http::StatusCode;
use maud::{Markup, html};

use super::{Frame, Label, glyph, layout};
use crate::web::error::{Door, Problem};

/// A page for a problem that a browser met at `path`.
pub(in crate::web) fn page(problem: &Problem, path: &str) -> Markup {
    let title = title(problem.status);
    let frame = Frame { title, styles: &["plain.css"], script: None, label: Label::None };
    layout(
        &frame,
        &html! {
            header.top { h1 { "观摩评比" } a.btn href="/" { "首页" } }
            main.sheet.narrow {
                h2 { (glyph("fix")) " " (title) }
                section.card {
                    p role="alert" { (problem.sentence) }
                    div.row {
                        @match problem.door {
                            Some(Door::Staff) => a.btn.act href="/sign-in" { "登录" },
                            Some(Door::Judge) | None => {}
                        }
                        @if path.starts_with("/events/") { a.btn href="/events" { "回到评比活动" } }
                        @if path.starts_with("/judge/") { a.btn href="/judge" { "回到行程" } }
                    }
                }
            }
        },
    )
}

fn title(status: StatusCode) -> &'static str {
    match status.as_u16() {
        401 => "请先登录",
        403 => "不能进行此操作",
        404 => "没有找到",
        405 => "不能这样访问",
        409 => "现在不能进行",
        413 => "内容过大",
        429 => "请稍等",
        500..=599 => "暂时不能服务",
        _ => "请检查后再试",
    }
}
