//! Accounts: all of them, making one, a new password, the end of one; and one's own password. A password is shown once.

use maud::{Markup, html};

use super::layout::{Frame, sheet};
use super::wording::local_time;
use crate::app::act::actor::Role;
use crate::app::people::account::{AccountView, LONGEST_FULL_NAME, NewAccount};
use crate::app::people::password::SHORTEST_PASSWORD;
use crate::app::people::session::Session;

/// The page, with the account that was just made or changed.
pub fn page(session: &Session, accounts: &[AccountView], made: Option<&NewAccount>) -> Markup {
    let frame = Frame { title: "账号", styles: &["plain.css", "edit.css"], script: Some("once.js"), demo: false };
    let body = html! {
        h2 { "账号" }
        @if let Some(made) = made {
            section.said.calm {
                p { (made.role.title()) "账号 " b.code { (made.name) } " 的密码（只显示这一次）" }
                p.code { (made.password.reveal()) }
                p { "请当面交给本人。首次登录时须换成只有本人知道的密码，换过以后这个密码作废。" }
            }
        }
        (warning(accounts))
        section.card {
            h3 { "新建账号" }
            p { "一人一个账号，不要共用。密码由系统随机生成，首次登录时由本人更换。账号由系统管理员建立，不由组织者建立：主持当天的人，不任命核对他的人。" }
            form method="post" action="/accounts" {
                label for="name" { "用户名（字母、数字、“-”或“_”）" }
                input #name type="text" name="name" required maxlength="32" autocapitalize="none" autocomplete="off";
                label for="full_name" { "姓名（印在签字栏和成绩单上；不填的显示用户名）" }
                input #full_name type="text" name="full_name" maxlength=(LONGEST_FULL_NAME) autocomplete="off";
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
            h3 { "全部账号 " (accounts.len()) " 个" }
            p { "重设密码后，该账号在各处的登录立即失效，密码不对以后的等待同时解除，已停用的恢复使用。人离开岗位时停用账号：不能再登录，以前办的事和签的字都保留。" }
            table.list {
                thead { tr { th { "用户名" } th { "姓名" } th { "角色" } th { "建立" } th { "状态" } th { "办理" } } }
                tbody { @for account in accounts { (row(session, account)) } }
            }
        }
        section.card {
            h3 { "登记姓名" }
            p { "登记以后签的字、打印的签字栏和成绩单显示姓名；以前签的字不变。登记会记入审计。" }
            form method="post" action="/accounts/name" {
                label for="named" { "账号" }
                select #named name="name" {
                    @for account in accounts.iter().filter(|account| account.left_at.is_none()) {
                        option value=(account.name) {
                            (account.name) @if let Some(full_name) = &account.full_name { "（" (full_name) "）" }
                        }
                    }
                }
                label for="called" { "姓名（留空为显示用户名）" }
                input #called type="text" name="full_name" maxlength=(LONGEST_FULL_NAME) autocomplete="off";
                button.btn { "登记姓名" }
            }
        }
    };
    sheet(&frame, session, ("/events", "评比活动"), false, &body)
}

/// That somebody tries passwords; nothing where nobody does.
pub fn warning(accounts: &[AccountView]) -> Markup {
    let tried: Vec<&str> = accounts.iter().filter(|a| a.tried.is_some()).map(|a| a.name.as_str()).collect();
    html! {
        @if !tried.is_empty() {
            p.said role="alert" {
                "有人在试密码：账号 " (tried.join("、")) "。试错的一方要等待，越错等得越久；账号没有锁定，本人在以前登录过的浏览器上照常登录。"
                "每次尝试都记入审计。请确认不是本人记错了密码；密码简单的，请本人换一个。"
            }
        }
    }
}

fn row(session: &Session, account: &AccountView) -> Markup {
    let own = session.actor.name() == format!("account:{}", account.name);
    html! {
        tr {
            td { b { (account.name) } }
            td { (account.full_name.as_deref().unwrap_or("未登记")) }
            td { (account.role.title()) }
            td.time { (local_time(account.created_at)) }
            td {
                @if let Some(at) = account.left_at { "已停用（" (local_time(at)) "）" }
                @else if account.must_change { "待本人换密码" }
                @else { "在用" }
                @if let Some(tried) = account.tried {
                    " · " b { "有人在试密码" } "：不对 " (tried.count) " 次，最近 " (local_time(tried.last))
                }
            }
            td {
                div.moves {
                    form method="post" action="/accounts/password" {
                        input type="hidden" name="name" value=(account.name);
                        button.btn aria-label={ (if account.left_at.is_some() { "恢复并重设密码 " } else { "重设密码 " }) (account.name) } {
                            (if account.left_at.is_some() { "恢复" } else { "重设密码" })
                        }
                    }
                    @if account.left_at.is_none() && !own {
                        form method="post" action="/accounts/end" {
                            input type="hidden" name="name" value=(account.name);
                            button.btn aria-label={ "停用 " (account.name) } { "停用" }
                        }
                    }
                }
            }
        }
    }
}

/// The name of the account that is signed in.
fn account_name(session: &Session) -> String {
    session.actor.name().trim_start_matches("account:").to_owned()
}

/// That one's password was changed.
pub fn password_changed() -> Markup {
    html! { p.said.calm role="status" { "密码已更换。此账号在其他地方的登录已经失效。" } }
}

/// The page on which one changes one's own password.
pub fn password(session: &Session, changed: bool) -> Markup {
    let frame = Frame { title: "改密码", styles: &["plain.css", "edit.css"], script: Some("once.js"), demo: false };
    let back = if session.must_change { ("/", "首页") } else { ("/events", "评比活动") };
    let body = html! {
        @if changed {
            section.said.calm { p { "密码已更换。此账号在其他地方的登录已经失效。" } p { a.btn.act href="/events" { "进入评比活动" } } }
        } @else if session.must_change {
            p.said { "您用的密码是系统生成的，别人可能也看到过。请先换成只有您自己知道的密码，再办其他事情：这个账号做的每件事、签的每个字，都算您本人的。" }
        }
        form.narrow method="post" action="/account/password" {
            // for the browser's own list of passwords
            input type="text" name="name" value=(account_name(session)) autocomplete="username" hidden;
            label for="old" { "现在的密码" }
            input #old type="password" name="old" required autocomplete="current-password";
            label for="new" { "新密码" small #rules { "（至少 " (SHORTEST_PASSWORD) " 个字符，不能有用户名，不能是常见密码；可以用一句话，中文也行）" } }
            input #new type="password" name="new" required autocomplete="new-password" aria-describedby="rules";
            label for="again" { "再写一遍新密码" }
            input #again type="password" name="again" required autocomplete="new-password";
            button.btn.act.big { "换密码" }
        }
    };
    sheet(&frame, session, back, false, &body)
}
