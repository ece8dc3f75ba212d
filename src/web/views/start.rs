//! The start page and the sign-in page.

use maud::{Markup, html};

use super::layout::{self, Frame};
use crate::web::settings::DemoEvents;

fn plain(title: &str, demo: bool) -> Frame<'_> {
    Frame { title, styles: &["plain.css"], script: None, demo }
}

pub fn page(demo: Option<&DemoEvents>) -> Markup {
    let body = html! {
        (layout::label(demo.is_some(), false, "单位与项目为真实条目，得分由带种子的生成器产生"))
        header.top { h1 { "观摩评比" span { "评分 · 汇总 · 公布" } } a.btn href="/sign-in" { "登录" } }
        main.sheet {
            @if let Some(demo) = demo { (doors(demo)) } @else {
                h2 { "观摩评比" }
                p { "评委请用组织者发给本席的链接或二维码进入；组织者、领导和管理员请登录。" }
                p { a.btn.act.big href="/sign-in" { "登录" } }
            }
        }
        footer.foot {
            p { a.link href="/setup" { "平板设置" } }
            div.theme {
                "显示"
                button type="button" data-set-theme="" aria-pressed="true" { "标准" }
                button type="button" data-set-theme="sun" aria-pressed="false" { "阳光下" }
                button type="button" data-set-theme="dark" aria-pressed="false" { "夜间" }
            }
        }
    };
    layout::page(&plain("首页", demo.is_some()), &body)
}

fn doors(demo: &DemoEvents) -> Markup {
    let door = |role: &str, name: &str, what: &str| {
        html! {
            form method="post" action={ "/demo/" (role) } {
                button type="submit" { b { (name) } span { (what) } }
            }
        }
    };
    html! {
        h2 { "选一个身份，进入演示" }
        p { "两个演示活动：一个正在进行，已评六站，第七站进行中；一个已经公布。每个身份看到的，与正式使用时完全相同。" }
        div.step-in {
            (door("judge", "评委", "看行程，逐站打分，离线也不丢"))
            (door("organiser", "组织者", "看送达，记行程，封存，导出"))
            (door("official", "领导", "看名次，看每个分数怎么来的"))
        }
        section.card {
            h3 { "正在进行的演示" }
            p { "评分中。封存以前，除组织者依程序开启外，任何页面都不显示得分与名次。" }
            div.row { a.btn href={ "/events/" (demo.under_way) "/desk" } { "组织台" } a.btn href="/judge" { "评委行程" } }
        }
        section.card {
            h3 { "已公布的演示" }
            p { "名次、各环节得分、奖项，以及每个分数的由来。" }
            div.row { a.btn href={ "/events/" (demo.published) "/board" } { "成绩与名次" } }
        }
    }
}

/// The sign-in page, with what was wrong where something was.
pub fn sign_in(problem: Option<&str>, next: &str) -> Markup {
    let body = html! {
        header.top { h1 { "观摩评比" } a.btn href="/" { "首页" } }
        main.sheet.narrow {
            h2 { "登录" }
            p { "组织者、领导、管理员用账号登录。评委请用本席的链接或二维码，不需要密码。" }
            @if let Some(problem) = problem { p.alert role="alert" { (problem) } }
            form method="post" action="/sign-in" {
                label for="name" { "用户名" }
                input #name type="text" name="name" autocomplete="username" autocapitalize="none" maxlength="32" required;
                label for="password" { "密码" }
                input #password type="password" name="password" autocomplete="current-password" required;
                input type="hidden" name="next" value=(next);
                button.btn.act.big type="submit" { "登录" }
            }
        }
    };
    layout::page(&plain("登录", false), &body)
}
