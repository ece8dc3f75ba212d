//! Objections: what everybody sees of them and fills in, and where organisers answer.

mod count;
mod desk;

use maud::{Markup, html};

use super::layout::{self, Frame};
use super::local_time;
use crate::app::result::notice::Notice;
use crate::app::result::objection::{Handed, MOST_FIELD, MOST_TEXT, ObjectionFault, OwnObjection};
use crate::web::puzzle::Puzzle;

pub use count::tally;
pub use desk::page as desk;

/// A page for everybody.
fn plain(notice: &Notice, title: &str, script: &str, body: &Markup) -> Markup {
    let event = &notice.result.event;
    let frame = Frame { title, styles: &["plain.css"], script: Some(script), demo: event.demo };
    layout::page(
        &frame,
        &html! {
            (layout::label(event.demo, event.rehearsal, ""))
            header.top {
                h1 { (title) }
                a.btn href={ "/public/" (event.id) } { "回公示页" }
            }
            main.sheet { h2 { (event.title) } (body) }
        },
    )
}

/// The form, or why there is none; and where a receipt is asked about.
pub fn public(notice: &Notice, asked: Result<&Puzzle, &ObjectionFault>) -> Markup {
    let body = html! {
        p { "公示时间：" (local_time(notice.from)) " 至 " (local_time(notice.until)) "。" (tally(notice.objections)) }
        @match asked {
            Err(fault) => {
                p.said role="alert" { (fault) "。" }
                p { "仍有意见的，请直接向组织单位或其上级机关反映；公布的名次和指纹在公示页上继续可以查看。" }
            },
            Ok(puzzle) => { (form(notice, puzzle)) },
        }
        (asking(notice))
    };
    plain(notice, "提出异议", "objection.js", &body)
}

fn form(notice: &Notice, puzzle: &Puzzle) -> Markup {
    let needed = if notice.named { "（必填）" } else { "（可以不填）" };
    let rows = &notice.result.report.ranking;
    html! {
        section.card {
            h3 { "填写异议" }
            p {
                "您填写的内容只有本活动的组织者能看到，用于核实和答复，不在公示页显示；随本活动的档案保存，归档后至少保存 " (notice.keep_days) " 天，期满后由组织者清除。"
                @if notice.named { "按公示的惯例，请用真实姓名或单位名称，并留联系方式，以便核实；不实名的异议，此页不收。" }
                @else { "可以不留姓名和联系方式；留下的，组织者才能联系您核实。" }
                "本站不向公众显示您的网络地址，也不记入异议。"
            }
            noscript { p.alert role="alert" { "提交异议要用开启了脚本的浏览器：为防止机器灌水，提交前由浏览器作一次计算。不便使用的，可以把书面异议直接交组织单位。" } }
            form method="post" action={ "/public/" (notice.result.event.id) "/objections" } data-puzzle=(puzzle.text) data-bits=(puzzle.bits) {
                label for="text" { "异议内容（必填，最多 " (MOST_TEXT) " 字）：对哪一项、哪里不对、有什么依据" }
                textarea #text name="text" required maxlength=(MOST_TEXT) rows="7" {}
                label for="entry" { "关于哪个参评项目（可以不选）" }
                select #entry name="entry" {
                    option value="" selected { "不针对某一个项目" }
                    @for row in rows { option value=(row.entry) { (row.unit) @if !row.name.is_empty() { " · " (row.name) } } }
                }
                label for="name" { "姓名或单位名称" (needed) }
                input #name type="text" name="name" required[notice.named] maxlength=(MOST_FIELD) autocomplete="name";
                label for="unit" { "所在单位（可以不填）" }
                input #unit type="text" name="unit" maxlength=(MOST_FIELD) autocomplete="organization";
                label for="contact" { "联系方式" (needed) "：电话或通信地址" }
                input #contact type="text" name="contact" required[notice.named] maxlength=(MOST_FIELD) autocomplete="tel";
                // what people do not see, programs fill in
                div.vh aria-hidden="true" {
                    label for="subject" { "请勿填写" }
                    input #subject type="text" name="subject" tabindex="-1" autocomplete="off";
                }
                input type="hidden" name="puzzle" value="";
                input type="hidden" name="answer" value="";
                p { "为防止机器灌水，提交前由您的浏览器作一次计算，通常几秒，不用您操作；提交的人越多，时间越长。" }
                button.btn.act.big { "提交异议" }
                p #puzzle-said role="status" aria-live="polite" {}
            }
        }
    }
}

fn asking(notice: &Notice) -> Markup {
    html! {
        section.card {
            h3 { "查询办理情况" }
            form.narrow method="post" action={ "/public/" (notice.result.event.id) "/objections/state" } {
                label for="receipt" { "回执号（提交时显示，16 位）" }
                input #receipt.code type="text" name="receipt" required maxlength="40" autocomplete="off" autocapitalize="none" spellcheck="false";
                button.btn { "查询" }
            }
        }
    }
}

/// The receipt.
pub fn handed(notice: &Notice, handed: &Handed) -> Markup {
    let body = html! {
        p.said.calm role="status" { "已收到您的异议，编号第 " (handed.number) " 号。" }
        section.card {
            h3 { "回执号" }
            p { b.code { (handed.receipt.reveal()) } }
            p { "请抄下或拍下回执号：它只显示这一次，本站只存它的摘要，遗失后无法找回。凭它可以随时查询办理情况和答复，不用登录。" }
            p { "请不要刷新或离开此页，先记下回执号；刷新不会重复提交，也不再显示回执号。" }
            div.row { a.btn.act href={ "/public/" (notice.result.event.id) "/objections" } { "查询办理情况" } }
        }
    };
    plain(notice, "已收到异议", "once.js", &body)
}

/// How an objection stands.
pub fn own(notice: &Notice, own: &OwnObjection) -> Markup {
    let state = match (&own.answer, &own.closed) {
        (_, Some(_)) => "已办结",
        (Some(_), None) => "已答复，尚未办结",
        (None, None) => "已收到，尚未答复",
    };
    let body = html! {
        section.card {
            h3 { "第 " (own.number) " 号异议：" (state) }
            p { "提交时间 " (local_time(own.at)) }
            @if let Some((answer, at)) = &own.answer {
                p { b { "答复" } "（" (local_time(*at)) "）" }
                p.written { (answer) }
            }
            @if let Some((upheld, reason, at)) = &own.closed {
                p { b { "结论：" (if *upheld { "异议成立" } else { "异议不成立" }) } "（" (local_time(*at)) "）" }
                p.written { (reason) }
            }
        }
        (asking(notice))
    };
    plain(notice, "异议办理情况", "once.js", &body)
}
