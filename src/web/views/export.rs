//! The list of events, and the page from which all is taken out.

use maud::{Markup, html};

use super::account::{password_changed, warning};
use super::layout::{Frame, sheet};
use super::wording::{local_time, titled};
use crate::app::act::actor::Role;
use crate::app::event::view::EventSummary;
use crate::app::people::account::AccountView;
use crate::app::people::session::Session;

/// The events that somebody with an account may open; `accounts` are those that they manage, `ill` is why nothing can be
/// written.
pub fn events(
    events: &[EventSummary],
    session: &Session,
    accounts: &[AccountView],
    ill: Option<&str>,
    changed: bool,
) -> Markup {
    let demo = events.iter().any(|event| event.demo);
    let frame = Frame { title: "评比活动", styles: &["plain.css"], script: Some("once.js"), demo };
    let organiser = session.actor.role == Some(Role::Organiser);
    let administrator = session.actor.role == Some(Role::Administrator);
    let body = html! {
        @if changed { (password_changed()) }
        (warning(accounts))
        @if let Some(ill) = ill { p.alert role="alert" { (ill) "。" } }
        @if administrator {
            section.card { h3 { "管理" } div.row { a.btn href="/accounts" { "账号" } a.btn href="/audit" { "审计" } } }
        }
        @if organiser { p { a.btn.act href="/events/new" { "新建评比活动" } } }
        @if events.is_empty() { p.said { "还没有评比活动。" @if organiser { "点“新建评比活动”，上传名单或从模板开始。" } } }
        @if !administrator && !events.is_empty() { p { a.link href="/years" { "历年评比" } } }
        @for event in events {
            section.card {
                h3 { (titled(event, events)) }
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

/// Everything that can be taken out of an event, each with what it is for. `judges` are those whose cards can be
/// printed alone: id and name.
pub fn page(event: &EventSummary, session: &Session, judges: &[(String, String)]) -> Markup {
    let frame = Frame { title: "导出与打印", styles: &["plain.css"], script: Some("once.js"), demo: event.demo };
    let at = |page: &str| format!("/events/{}/{page}", event.id);
    let before = event.state.is_before_close();
    let body = html! {
        h2 { "导出与打印" }
        @if event.erased_at.is_some() { p.said { "评分卡已按保存期限清除，只能导出名次表（CSV、JSON）。" } }
        @if before && !event.provisional_open {
            p.said { "评分尚未封存。封存以后可以导出；确需提前查看，请先开启暂定名次。空白评分卡现在就可以打印。" }
        } @else {
            @if before { p.said { "评分尚未封存，以下为暂定名次，请勿公布。" } }
            section.card {
                h3 { "Excel 工作簿（XLSX）" }
                p { "一个文件，分页列出名次、得分明细（每一步的算式和取舍前后的数）、每张评分卡、审计记录。WPS 和 Excel 都能打开，已设好 A4 打印。" }
                p { "数字超过 15 位的按文字写入，一位不差。含每位评委的评分，请妥善保管；导出会记入审计。" }
                form method="get" action=(at("workbook.xlsx")) {
                    label for="lang" { "表头的语言" }
                    select #lang name="lang" {
                        option value="zh" selected { "中文" }
                        option value="en" { "English" }
                    }
                    button.btn.act.big { "导出工作簿" }
                }
            }
            section.card {
                h3 { "名次表（CSV）" }
                p { "只有名次、各环节得分和总分，供表格软件或别的系统使用。" }
                form method="get" action=(at("ranking.csv")) {
                    label for="encoding" { "CSV 的文字编码" }
                    select #encoding name="encoding" {
                        option value="utf-8-bom" selected { "UTF-8（带 BOM，Excel 与 WPS 直接打开）" }
                        option value="gb18030" { "GB18030（旧版表格软件）" }
                        option value="utf-8" { "UTF-8（不带 BOM，供程序读取）" }
                    }
                    button.btn.act.big { "导出 CSV" }
                }
                p { a.link href=(at("ranking.json")) { "导出 JSON（供程序读取）" } }
            }
            section.card {
                h3 { "评比文件夹（ZIP）" }
                p { "名单、评委、评分、回避、规则等全部原始数据，与 guanmo export 写出的文件相同。用来存档、复核，或在另一台机器上重新计算；导出会记入审计。" }
                div.row { a.btn.act.big href=(at("folder.zip")) { "导出评比文件夹" } }
            }
        }
        @if event.published_at.is_some() {
            section.card {
                h3 { "成果包（ZIP）" }
                p { "公布时封存的一个文件：评分办法、评比文件夹、成绩、签字和指纹。用 guanmo tabulate 打开，能重新算出公布的名次；以后的更改不影响它。评委只列席位；导出会记入审计。" }
                div.row { a.btn.act.big href=(at("bundle.zip")) { "导出成果包" } }
            }
        }
        @if !before {
            section.card {
                h3 { "评分卡与签名（CSV）" }
                p { "每一份送达的评分卡（含历次更正）的原文、平板的签名和该平板的公钥，用来在别的程序里核对签名；导出会记入审计。" }
                div.row { a.btn.act.big href=(at("signed-cards.csv")) { "导出评分卡与签名" } }
            }
            section.card {
                h3 { "成绩单（A4）" }
                p { "名次、奖项、规则摘要、结果摘要、签名栏和页码；签名栏按活动设定的签字人列出，已在线签字的写明账号和时间。" }
                div.row { a.btn.act.big href=(at("print/result")) { "打印成绩单" } }
            }
            section.card {
                h3 { "评委的评分卡（A4）" }
                p { "每位评委封存时的全部评分，供本人核对、签名。含得分，请妥善保管；打印会记入审计。" }
                (whose(&at("print/cards"), "cards-of", judges, "打印评分卡"))
            }
        }
        section.card {
            h3 { "空白评分卡（A4）" }
            p { "平板不够或停电时用纸评分。每位评委、每个环节单独起页，每张卡有二维码，说明是谁、评哪一项；二维码不能用来登录。" }
            (whose(&at("print/blank"), "blank-of", judges, "打印空白评分卡"))
        }
    };
    let back = format!("/events/{}/desk", event.id);
    sheet(&frame, session, (&back, "回组织台"), event.rehearsal, &body)
}

/// Asks whose papers are to be printed.
fn whose(action: &str, id: &str, judges: &[(String, String)], words: &str) -> Markup {
    html! {
        form method="get" action=(action) {
            label for=(id) { "评委" }
            select #(id) name="judge" {
                option value="" selected { "全部评委（" (judges.len()) " 席）" }
                @for (judge, name) in judges { option value=(judge) { (name) } }
            }
            button.btn.act.big { (words) }
        }
    }
}
