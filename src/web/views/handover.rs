//! The page on which a tablet's journal is taken in as a file.

use maud::{Markup, html};

use super::layout::{Frame, sheet};
use super::wording::{outcome, short};
use crate::app::cards::journal::MOST_JOURNAL_OPS;
use crate::app::event::view::{EventSummary, Handover};
use crate::app::people::session::Session;

/// The form, with what became of the file that was just taken in.
pub fn page(event: &EventSummary, session: &Session, taken: Option<&Handover>) -> Markup {
    let frame = Frame { title: "收取平板记录", styles: &["plain.css"], script: None, demo: event.demo };
    let body = html! {
        h2 { "收取平板记录" }
        p {
            "平板连不上服务器时，可在平板的“本机与送达”里点“存成移交文件”，用数据线或存储卡交到这里。"
            "带有平板有效签名的评分卡，按与联网送达相同的规则处理，记在评委本人名下；没有有效签名的，待监票人或纪检人员逐张认定。谁收取的会记入审计。" b { "同一份文件重复收取不会重复计入" } "。"
        }
        @if let Some(taken) = taken { (result(taken)) }
        form.narrow method="post" enctype="multipart/form-data" {
            label for="journal" { "平板导出的文件（不超过 2 MB，" (MOST_JOURNAL_OPS) " 张评分卡）" }
            input #journal type="file" name="journal" accept=".json,application/json" required;
            button.btn.act.big { "收取" }
        }
    };
    let back = format!("/events/{}/desk", event.id);
    sheet(&frame, session, (&back, "回组织台"), event.rehearsal, &body)
}

fn result(taken: &Handover) -> Markup {
    html! {
        section.card {
            h3 { "已收取：" (taken.judge_name) " · 设备 " (short(&taken.device)) }
            @if taken.ops == 0 { p { "文件里没有评分卡。" } } @else { p { "共 " (taken.ops) " 张评分卡" } }
            @if taken.waits > 0 {
                p.alert { b { (taken.waits) " 张待第二人认定" } "：没有（或不全有）平板的有效签名，未计入成绩。请监票人或纪检人员登录后，在“第二人认定”页逐张认定。" }
            }
            @if taken.declined > 0 { p.alert { (taken.declined) " 张此前已不予认定，没有再收。" } }
            @if !taken.counts.is_empty() {
                table.list {
                    thead { tr { th { "结果" } th.r { "张数" } th { "说明" } } }
                    tbody {
                        @for (what, count) in &taken.counts {
                            @let (name, note) = outcome(*what);
                            tr { td { (name) } td.r { (count) } td { (note) } }
                        }
                    }
                }
            }
        }
    }
}
