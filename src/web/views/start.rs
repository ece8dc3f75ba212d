//! The start page, the sign-in page and the list of events.

use maud::{Markup, html};

use super::{Frame, Label, glyph, layout, local_time};
use crate::app::session::Session;
use crate::app::view::EventSummary;
use crate::web::DemoEvents;

fn frame<'p>(title: &'p str, label: Label) -> Frame<'p> {
    Frame { title, styles: &["plain.css"], script: None, label }
}

/// The start page; in a demonstration with a door for each of the three.
pub(in crate::web) fn page(demo: Option<&DemoEvents>) -> Markup {
    let label = if demo.is_some() { Label::Demo } else { Label::None };
    layout(
        &frame("观摩评比", label),
        &html! {
            header.top { h1 { "观摩评比" span { "现场评分 · 汇总 · 公布" } } a.btn href="/sign-in" { "登录" } }
            main.sheet {
                @if demo.is_some() {
                    h2 { "看一看演示" }
                    p { "选一个身份直接进入。十个项目为真实条目，所有得分由程序生成。" }
                    div.step-in {
                        (door("judge", "评委", "在平板上给一个观摩点打分，断网也能评"))
                        (door("organiser", "组织者", "看评分卡送达情况，封存，导出名次"))
                        (door("official", "领导", "看名次，以及每个分数是怎么来的"))
                    }
                }
                section.card {
                    h3 { "评委" }
                    p { "请打开组织者发给本席的登录链接，或扫描登录单上的二维码。链接在评分封存前一直有效，可以换一台平板再用。" }
                }
                section.card {
                    h3 { "组织者、领导、管理员" }
                    p { "用本人的用户名和密码登录。" }
                    p.row { a.btn.act href="/sign-in" { "登录" } }
                }
            }
            (themes())
        },
    )
}

fn door(role: &str, title: &str, what: &str) -> Markup {
    html! {
        form method="post" action={ "/demo/" (role) } {
            button type="submit" { b { "以" (title) "身份进入" } span { (what) } }
        }
    }
}

/// The themes of this device.
fn themes() -> Markup {
    html! {
        footer.foot {
            "显示 "
            span.theme {
                button type="button" data-set-theme="" { "普通" }
                button type="button" data-set-theme="sun" { "强光" }
                button type="button" data-set-theme="dark" { "夜间" }
            }
        }
    }
}

/// The sign-in page; with what was wrong, and the name as it was typed.
pub(in crate::web) fn sign_in(wrong: Option<&str>, name: &str) -> Markup {
    layout(
        &frame("登录 · 观摩评比", Label::None),
        &html! {
            header.top { h1 { "观摩评比" } a.btn href="/" { "首页" } }
            main.sheet.narrow {
                h2 { "登录" }
                p { "供组织者、领导和管理员使用；评委请用本席的登录链接。" }
                form.card method="post" action="/sign-in" {
                    label for="name" { "用户名" }
                    input #name type="text" name="name" value=(name) autocomplete="username" required
                        autofocus[name.is_empty()] aria-invalid=[wrong.map(|_| "true")];
                    label for="password" { "密码" }
                    input #password type="password" name="password" autocomplete="current-password" required
                        autofocus[!name.is_empty()];
                    @if let Some(wrong) = wrong { p.alert role="alert" { (glyph("fix")) " " (wrong) } }
                    button.btn.act.big type="submit" { "登录" }
                }
            }
        },
    )
}

/// The events that somebody with an account may look at.
pub(in crate::web) fn events(session: &Session, events: &[EventSummary], desk: bool, audit: bool) -> Markup {
    layout(
        &frame("评比活动 · 观摩评比", Label::None),
        &html! {
            header.top {
                h1 { "评比活动" }
                span.me { (session.name) }
                @if audit { a.btn href="/audit" { "审计记录" } }
                form method="post" action="/sign-out" { button.btn type="submit" { "退出" } }
            }
            main.sheet.wide {
                @if events.is_empty() {
                    section.card { h3 { "还没有评比活动" } p { "用命令 guanmo import 由评比文件夹新建一个。" } }
                }
                @for event in events {
                    section.card {
                        h3 { (event.title) }
                        p {
                            (event.state.title()) " · " (event.entries) " 个项目 · " (event.judges) " 名评委 · "
                            (local_time(event.created_at)) " 新建"
                            @if event.rehearsal { " · 演练" }
                        }
                        div.row {
                            @if desk { a.btn.act href={ "/events/" (event.id) "/desk" } { "组织台" } }
                            a.btn href={ "/events/" (event.id) "/board" } {
                                @if event.state.is_before_close() { "看进度" } @else { "成绩与名次" }
                            }
                        }
                    }
                }
            }
        },
    )
}
