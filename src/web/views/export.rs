//! The list of events, and the page from which a ranking is taken out.

use maud::{Markup, html};

use super::layout::{Frame, sheet};
use super::wording::local_time;
use crate::app::actor::Role;
use crate::app::session::Session;
use crate::app::view::EventSummary;

/// The events that somebody with an account may open.
pub fn events(events: &[EventSummary], session: &Session) -> Markup {
    let demo = events.iter().any(|event| event.demo);
    let frame = Frame { title: "评比活动", styles: &["plain.css"], script: Some("once.js"), demo, data: None };
    let organiser = session.actor.role == Some(Role::Organiser);
    let administrator = session.actor.role == Some(Role::Administrator);
    let body = html! {
        @if administrator {
            section.card { h3 { "管理" } div.row { a.btn href="/accounts" { "账号" } a.btn href="/audit" { "审计" } } }
        }
        @if events.is_empty() { p.said { "还没有评比活动。请在服务器上用 guanmo import 导入评比文件夹。" } }
        @for event in events {
            section.card {
                h3 { (event.title) }
                p {
                    (event.state.title()) " · " (event.entries) " 个参评项目 · " (event.judges) " 席评委 · "
                    (local_time(event.created_at)) " 建立"
                }
                div.row {
                    @if organiser { a.btn.act href={ "/events/" (event.id) "/desk" } { "组织台" } }
                    a.btn href={ "/events/" (event.id) "/board" } { "进度与成绩" }
                }
            }
        }
    };
    sheet(&frame, session, ("/", "首页"), false, &body)
}

/// Asks in which form the ranking is wanted.
pub fn page(event: &EventSummary, session: &Session) -> Markup {
    let frame =
        Frame { title: "导出", styles: &["plain.css"], script: Some("once.js"), demo: event.demo, data: None };
    let body = html! {
        h2 { "导出成绩与名次" }
        @if event.state.is_before_close() && !event.provisional_open {
            p.said { "评分尚未封存。封存以后可以导出；确需提前查看，请先开启暂定名次。" }
        } @else {
            form.narrow method="get" action={ "/events/" (event.id) "/ranking.csv" } {
                label for="encoding" { "CSV 的文字编码" }
                select #encoding name="encoding" {
                    option value="utf-8-bom" selected { "UTF-8（带 BOM，Excel 与 WPS 直接打开）" }
                    option value="gb18030" { "GB18030（旧版表格软件）" }
                    option value="utf-8" { "UTF-8（不带 BOM，供程序读取）" }
                }
                button.btn.act.big { "导出 CSV" }
            }
            p { a.link href={ "/events/" (event.id) "/ranking.json" } { "导出 JSON（供程序读取）" } }
        }
        p { "全部评分数据（评比文件夹）用命令行导出：guanmo export " (event.id) " 文件夹" }
    };
    let back = format!("/events/{}/desk", event.id);
    sheet(&frame, session, (&back, "回组织台"), event.rehearsal, &body)
}
