//! Measures: the grid of all entries, and a table that comes as a file or pasted.

use maud::{Markup, html};

use super::hand::{closed, draw, reason, tabs};
use super::layout::{Frame, sheet};
use crate::app::act::permission::Act;
use crate::app::act::state::why_not;
use crate::app::desk::entered::Entered;
use crate::app::desk::measures::{MeasurePreview, Written};
use crate::app::event::view::EventSummary;
use crate::app::people::session::Session;

/// The values that are there, to be typed over, and the way for a table; with what was just written.
pub fn page(entered: &Entered, session: &Session, written: Option<&Written>) -> Markup {
    let event = &entered.event;
    let may = why_not(Act::Measure, event.state).is_none();
    let body = html! {
        h2 { "考核数值" }
        (tabs(event, "measures"))
        (closed(event, Act::Measure))
        @if let Some(written) = written { (said(written)) }
        @if entered.measures.is_empty() {
            p.said { "规则中没有由组织者填写数值的环节。" }
        } @else if may {
            form method="post" action={ "/events/" (event.id) "/measures" } autocomplete="off" {
                input type="hidden" name="drawn" value=(entered.drawn_measures.to_text());
                p { "在格子里填写；也可以从表格软件复制一列或一块，粘贴到它的第一格。留空为没有数值。只写入有改动的格子，有一格不对就都不写入。" }
                p #pasted role="status" {}
                (grid(entered, true))
                div.narrow { (reason("reason")) }
                button.btn.act.big { "写入改动" }
            }
        } @else {
            (grid(entered, false))
        }
        @if !entered.measures.is_empty() && may { (whole_table(event)) }
    };
    let frame =
        Frame { title: "考核数值", styles: &["plain.css", "grid.css"], script: Some("grid.js"), demo: event.demo };
    sheet(&frame, session, (&format!("/events/{}/desk", event.id), "回组织台"), event.rehearsal, &body)
}

/// What was written, and what was taken for something else.
fn said(written: &Written) -> Markup {
    html! {
        section.said.calm role="status" {
            p { "已写入 " (written.count) " 个数值。以下内容按规范写法理解：" }
            ul { @for (found, taken) in &written.notes { li { "“" (found) "” 按 “" (taken) "” 计" } } }
        }
    }
}

/// All entries with all that is measured of them.
fn grid(entered: &Entered, may: bool) -> Markup {
    html! {
        div.across {
            table.grid {
                thead { tr { th scope="col" { "项目" } @for (_, title, _) in &entered.measures { th scope="col" { (title) } } } }
                tbody {
                    @for (row, (id, unit)) in entered.entries.iter().enumerate() {
                        tr {
                            th scope="row" { (unit) }
                            @for (component, title, values) in &entered.measures {
                                @let value = values.get(row).map_or("", String::as_str);
                                td {
                                    @if may {
                                        input type="text" name={ "value-" (component) "/" (id) } value=(value) data-was=(value)
                                            inputmode="decimal" maxlength="40" aria-label={ (unit) " " (title) };
                                    } @else {
                                        (if value.is_empty() { "未填" } else { value })
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn whole_table(event: &EventSummary) -> Markup {
    html! {
        section.card {
            h3 { "用文件导入" }
            p { "从表格软件复制后粘贴，或上传 XLSX、ODS、CSV（UTF-8 或 GB18030），或其中一份的 ZIP。第一行是表头：环节、编号（或单位）、得分；只有一个考核环节时，环节一列可以不写。先显示结果和全部问题，确认后才写入。" }
            form method="post" action={ "/events/" (event.id) "/measures/table" } {
                label for="table" { "粘贴表格" }
                textarea #table name="table" required maxlength="20000" {}
                button.btn.act { "检查" }
            }
            form method="post" action={ "/events/" (event.id) "/measures/file" } enctype="multipart/form-data" {
                label for="file" { "或上传文件" }
                input #file type="file" name="table" required accept=".xlsx,.ods,.csv,.txt,.zip";
                button.btn { "上传并检查" }
            }
        }
    }
}

/// What a table would do, or every fault of it.
pub fn preview(event: &EventSummary, session: &Session, preview: &MeasurePreview, problem: Option<&str>) -> Markup {
    let body = html! {
        h2 { "考核数值：检查结果" }
        @if let Some(problem) = problem { p.alert role="alert" { (problem) } }
        @if !preview.faults.is_empty() {
            section.card {
                h3 { (preview.faults.len()) " 处问题，没有写入任何数值" }
                ul.todo {
                    @for fault in &preview.faults {
                        li { b { "第 " (fault.line) " 行" } p { @if !fault.place.is_empty() { (fault.place) "：" } (fault.problem) } }
                    }
                }
            }
        }
        @if !preview.notes.is_empty() {
            section.card {
                h3 { "以下内容按规范写法理解" }
                ul.todo { @for note in &preview.notes { li { b { "第 " (note.line) " 行" } p { (note.what) } } } }
            }
        }
        @if preview.faults.is_empty() {
            section.card {
                h3 { "将写入 " (preview.changes.len()) " 个数值" }
                @if preview.same > 0 { p { "另有 " (preview.same) " 个与现有数值相同。" } }
                table.list {
                    thead { tr { th { "环节" } th { "项目" } th.r { "现有" } th.r { "写入" } } }
                    tbody {
                        @for change in &preview.changes {
                            tr {
                                td { (change.component) }
                                td { (change.unit) }
                                td.r { (if change.before.is_empty() { "未填" } else { &change.before }) }
                                td.r { b { (change.after) } }
                            }
                        }
                    }
                }
                @if !preview.changes.is_empty() {
                    form method="post" action={ "/events/" (event.id) "/measures/table" } {
                        input type="hidden" name="table" value=(preview.text);
                        input type="hidden" name="confirm" value="yes";
                        input type="hidden" name="drawn" value=(preview.drawn.to_text());
                        (reason("reason"))
                        button.btn.act.big { "确认写入" }
                    }
                }
            }
        }
        p { a.btn href={ "/events/" (event.id) "/measures" } { "返回修改" } }
    };
    draw("考核数值", event, session, &body)
}
