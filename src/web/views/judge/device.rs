//! What is on this tablet, whether it has arrived, and how the screen looks.

use maud::{Markup, html};

use super::{connection, tabs};
use crate::app::sync::JudgeView;

/// The page.
pub(in crate::web) fn page(view: &JudgeView) -> Markup {
    let fact = |name: &str, title: &str| html! { dt { (title) } dd data-fact=(name) { "—" } };
    let body = html! {
        header.top { h1 { "本机与送达" small { (view.title) } } span.seat { span { "席位" } (view.judge_name) } }
        (connection())
        main.device {
            section {
                h2 { "本机上的评分" }
                dl {
                    (fact("ops", "提交过"))
                    (fact("delivered", "已送达"))
                    (fact("pending", "待送达"))
                    (fact("drafts", "草稿"))
                    (fact("contact", "最近联系"))
                    (fact("device", "设备编号"))
                    (fact("storage", "保存"))
                }
                div.row { button type="button" data-retry { "立即送达" } }
            }
            section {
                h2 { "显示" }
                p { "强光下用“强光”，夜里在车上用“夜间”。只改这台平板。" }
                div.row {
                    button type="button" data-set-theme="" { "普通" }
                    button type="button" data-set-theme="sun" { "强光" }
                    button type="button" data-set-theme="dark" { "夜间" }
                }
            }
            section {
                h2 { "交还平板" }
                p { "退出后，本机上的评分仍在；用本席的登录链接可以再次进入。" }
                form.row method="post" action="/sign-out" {
                    input type="hidden" name="door" value="judge";
                    button type="submit" { "退出登录" }
                }
            }
        }
        (tabs("/judge/device"))
    };
    super::page(view, "本机与送达 · 观摩评比", &["judge.css", "ballot.css"], "device.js", &body)
}
