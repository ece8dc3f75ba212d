//! Accounts: making one, giving a new password; a password is shown once.

use maud::{Markup, html};

use super::layout::{Frame, sheet};
use crate::app::account::NewAccount;
use crate::app::actor::Role;
use crate::app::session::Session;

/// The page, with the account that was just made or changed.
pub fn page(session: &Session, made: Option<&NewAccount>) -> Markup {
    let frame = Frame { title: "账号", styles: &["plain.css"], script: Some("once.js"), demo: false };
    let body = html! {
        h2 { "账号" }
        @if let Some(made) = made {
            section.said.calm {
                p { (made.role.title()) "账号 " b.code { (made.name) } " 的密码（只显示这一次）" }
                p.code { (made.password.reveal()) }
            }
        }
        section.card {
            h3 { "新建账号" }
            p { "一人一个账号，不要共用。密码由系统随机生成。" }
            form method="post" action="/accounts" {
                label for="name" { "用户名（字母、数字、“-”或“_”）" }
                input #name type="text" name="name" required maxlength="32" autocapitalize="none" autocomplete="off";
                label for="role" { "角色" }
                select #role name="role" {
                    @for role in Role::STAFF {
                        option value=(role.as_str()) { (role.title()) }
                    }
                }
                button.btn.act { "新建" }
            }
        }
        section.card {
            h3 { "重设密码" }
            p { "重设后，该账号在各处的登录立即失效，锁定同时解除。" }
            form method="post" action="/accounts/password" {
                label for="whose" { "用户名" }
                input #whose type="text" name="name" required maxlength="32" autocapitalize="none" autocomplete="off";
                button.btn { "重设密码" }
            }
        }
    };
    sheet(&frame, session, ("/events", "评比活动"), false, &body)
}
