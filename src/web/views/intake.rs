//! The pages of set-up from uploads: the ways to a new event, what an upload would make, what it would change.

use maud::{Markup, html};

use super::doubts::{decided, doubts, left_out, place};
use super::find::find;
use super::layout::{Frame, sheet};
use super::wording::{local_clock, project, titled};
use crate::app::act::label::DEMO_LABEL;
use crate::app::event::view::EventSummary;
use crate::app::people::session::Session;
use crate::app::setup::intake::{Contents, MOST_BYTES, Preview, RulesOrigin, TITLE, UpdatePreview};
use crate::folder::difference::TableChange;
use crate::folder::intake::Understood;

/// Most rows of a list of faults or remarks.
const ROWS: usize = 500;

fn frame(title: &str, demo: bool) -> Frame<'_> {
    Frame { title, styles: &["plain.css"], script: Some("find.js"), demo }
}

fn of_event(title: &str, event: &EventSummary, session: &Session, body: &Markup) -> Markup {
    let back = format!("/events/{}/desk", event.id);
    sheet(&frame(title, event.demo), session, (&back, "回组织台"), event.rehearsal, body)
}

/// The ways to a new event. `earlier`: events with the title that a copy would have.
pub fn start(earlier: &[(EventSummary, String)], session: &Session) -> Markup {
    let demo = earlier.iter().any(|(event, _)| event.demo);
    let body = html! {
        h2 { "新建评比活动" }
        section.card {
            h3 { "上传名单" }
            p { "先显示将要建立的内容和全部问题，确认以后才写入。" }
            (choose(None, earlier))
        }
        section.card {
            h3 { "还没有名单？" }
            p { "下载模板，按示例填写后上传。每份名单一张工作表，评委组、环节、类型等可以从下拉列表里选。" }
            form method="get" action="/events/new/template.xlsx" {
                (rules_choice("template-rules", "评委组和环节按哪份评分规则", earlier))
                button.btn { "下载模板（XLSX）" }
            }
        }
        @if !earlier.is_empty() {
            section.card {
                h3 { "复制以前的活动" }
                p { "带来参评项目、评委、评委组、行程和评分规则；不带评分、回避、加减分和考核数值。" }
                @for (index, (event, title)) in earlier.iter().enumerate() {
                    form method="post" action="/events/new/copy" {
                        input type="hidden" name="event" value=(event.id);
                        label for={ "title-" (index) } { "复制“" (titled(event, earlier.iter().map(|(event, _)| event))) "”，新活动的名称" }
                        input #{ "title-" (index) } type="text" name="title" value=(title) required maxlength=(TITLE);
                        button.btn { "复制为新活动" }
                    }
                }
            }
        }
    };
    sheet(&frame("新建评比活动", demo), session, ("/events", "评比活动"), false, &body)
}

/// The form that files are chosen in: for an event, or for a new one.
fn choose(event: Option<&str>, earlier: &[(EventSummary, String)]) -> Markup {
    let action = event.map_or_else(|| "/events/new".to_owned(), |event| format!("/events/{event}/upload"));
    html! {
        form method="post" action=(action) enctype="multipart/form-data" {
            label for="files" {
                "一份 XLSX 或 ODS，或评比文件夹里的全部 CSV 和规则文件（可以多选），或一个 ZIP；合计不超过 " (MOST_BYTES / 1024 / 1024) " MB"
            }
            input #files type="file" name="files" required multiple accept=".xlsx,.xlsm,.ods,.csv,.txt,.toml,.zip";
            @if event.is_none() {
                (rules_choice("rules", "上传的内容里没有评分规则（scoring-rules.toml）时，采用", earlier))
            }
            button.btn.act.big { "上传并检查" }
        }
    }
}

fn rules_choice(id: &str, words: &str, earlier: &[(EventSummary, String)]) -> Markup {
    html! {
        @if !earlier.is_empty() {
            label for=(id) { (words) }
            select #(id) name="rules" {
                option value="" selected { "示例规则" }
                @for (event, _) in earlier {
                    option value=(event.id) { "“" (titled(event, earlier.iter().map(|(event, _)| event))) "”的规则" }
                }
            }
        }
    }
}

/// What an upload would make. With faults, the form to upload again.
pub fn preview(preview: &Preview, earlier: &[(EventSummary, String)], demo: bool, session: &Session) -> Markup {
    let body = html! {
        h2 { "核对上传的内容" }
        (doubts(preview, "/events/new/again"))
        (faults(preview, "/events/new/faults.xlsx"))
        @if let Some(contents) = &preview.contents {
            section.card {
                h3 { "将建立一个新的评比活动（筹备）" }
                (made(contents))
                form method="post" action="/events/new/confirm" {
                    (decided(preview))
                    label for="title" { "活动名称" }
                    input #title type="text" name="title" value=(title(contents, demo)) required maxlength=(TITLE);
                    button.btn.act.big { (left_out(preview)) "确认建立" }
                }
                p { "现在还没有写入任何内容；" (local_clock(preview.until)) " 以前可以确认。" a.link href="/events/new" { "重新上传" } }
            }
        } @else {
            section.card { h3 { "改正后重新上传" } (choose(None, earlier)) }
        }
        (understood(&preview.understood))
        @if let Some(contents) = &preview.contents { (entries(contents)) }
        (came(preview))
    };
    sheet(&frame("新建评比活动", demo), session, ("/events/new", "返回"), false, &body)
}

fn title(contents: &Contents, demo: bool) -> String {
    let named = if contents.title.is_empty() { "" } else { contents.title.trim_end_matches("（示例）") };
    let named = named.strip_suffix("评分办法").unwrap_or(named);
    if demo && !named.contains(DEMO_LABEL) { format!("{named}{DEMO_LABEL}") } else { named.to_owned() }
}

/// Everything that is wrong, with its place. `list`: where the whole list is to be had as a spreadsheet.
fn faults(preview: &Preview, list: &str) -> Markup {
    let faults = &preview.faults;
    html! {
        @if !faults.is_empty() {
            section.card {
                h3 #faults role="alert" { (faults.len()) " 处问题，没有写入任何内容" }
                p { a.btn href={ (list) "?upload=" (preview.upload) } download { "下载问题清单（XLSX）" } "，可以发回填表的单位。" }
                (find("found", faults.len(), None))
                table.list {
                    thead { tr { th { "文件或工作表" } th.r { "行" } th { "列" } th { "问题" } } }
                    tbody data-list="found" {
                        @for fault in faults.iter().take(ROWS) { tr { (place(&fault.place)) td { (fault.what) } } }
                    }
                }
                @if faults.len() > ROWS { p { "只列出前 " (ROWS) " 处，其余的在问题清单里。" } }
            }
        }
    }
}

fn understood(understood: &[Understood]) -> Markup {
    html! {
        @if !understood.is_empty() {
            section.card {
                h3 { "以下内容按规范写法理解" }
                (find("understood", understood.len(), None))
                table.list {
                    thead { tr { th { "文件或工作表" } th.r { "行" } th { "列" } th { "怎样理解" } } }
                    tbody data-list="understood" {
                        @for item in understood.iter().take(ROWS) {
                            tr {
                                (place(&item.place))
                                td { (item.what) @if item.times > 1 { "（此列共 " (item.times) " 处）" } }
                            }
                        }
                    }
                }
                @if understood.len() > ROWS { p { "只列出前 " (ROWS) " 处。" } }
            }
        }
    }
}

/// What came, and what of it is not used.
fn came(preview: &Preview) -> Markup {
    html! {
        section.card {
            h3 { "上传的文件" }
            @for (name, sha256) in &preview.files { p { (name) " · SHA-256 " code { (sha256) } } }
            @if !preview.unused.is_empty() { p { "没有用到：" (preview.unused.join("、")) } }
        }
    }
}

fn origin(contents: &Contents) -> Markup {
    html! {
        @match &contents.rules.from {
            RulesOrigin::Uploaded => { "采用上传的评分规则" },
            RulesOrigin::Example => b { "上传的内容里没有评分规则，采用示例规则；正式使用前请改成经批准的办法" },
            RulesOrigin::Event(title) => { "采用“" (title) "”的评分规则" },
            RulesOrigin::Own => { "评分规则不变" },
        }
        "：" (contents.rules.title) "（" code { (contents.rules.sha256.chars().take(12).collect::<String>()) } "）"
    }
}

fn made(contents: &Contents) -> Markup {
    let judges: usize = contents.groups.iter().map(|(_, judges)| judges).sum();
    html! {
        p { (origin(contents)) }
        p {
            b { "评委 " (judges) " 席" } "："
            @for (index, (group, judges)) in contents.groups.iter().enumerate() {
                @if index > 0 { "、" } (group) " " (judges) " 席"
            }
        }
        p {
            b { "行程 " (contents.stops) " 站" } " · 回避等 " (contents.exclusions) " 条 · 考核数值 " (contents.measures)
            " 个 · 加减分 " (contents.adjustments) " 条"
        }
        @if contents.marks > 0 {
            p { b { "另有 " (contents.marks) " 个评分" } "，将作为导入的评分卡记入新活动，审计中注明。" }
        }
        p { b { "参评项目 " (contents.entries.len()) " 个" } }
    }
}

/// The entries, below what is to be pressed: there may be a thousand.
fn entries(contents: &Contents) -> Markup {
    html! {
        section.card {
            h3 { "参评项目" }
            (find("entries", contents.entries.len(), None))
            table.list {
                thead { tr { th { "编号" } th { "单位" } th { "项目" } } }
                tbody data-list="entries" { @for (id, unit, name) in &contents.entries { tr { td { (id) } td { (unit) } td { (project(name)) } } } }
            }
        }
    }
}

/// The page from which a draft is set up anew. `why`: why that is not possible now.
pub fn update(event: &EventSummary, why: Option<&str>, session: &Session) -> Markup {
    let body = html! {
        h2 { "上传名单" }
        @if let Some(why) = why {
            p.said { "评比活动处于“" (event.state.title()) "”，" (why) "。" }
        } @else {
            p { "用上传的文件更新这个活动的名单和规则。先显示与现在相比的差异和全部问题，确认以后才写入。" }
            section.card {
                h3 { "上传" }
                p { "没有上传的名单保持不变；上传的名单整份替换原来的那一份。编号相同的项目和评委仍是原来的那一个，评委链接继续有效。" }
                (choose(Some(&event.id), &[]))
            }
            section.card {
                h3 { "从现在的名单改起" }
                p { "下载现在的全部名单，改好后再上传。" }
                div.row { a.btn href={ "/events/" (event.id) "/upload/setup.xlsx" } { "下载现有名单（XLSX）" } }
            }
        }
    };
    of_event("上传名单", event, session, &body)
}

/// What an upload would change in a draft. `problem`: why it was not written just now.
pub fn difference(preview: &UpdatePreview, problem: Option<&str>, session: &Session) -> Markup {
    let (event, upload) = (&preview.event, &preview.upload);
    let body = html! {
        h2 { "核对差异" }
        @if let Some(problem) = problem { p.alert role="alert" { (problem) } }
        (doubts(upload, &format!("/events/{}/upload/again", event.id)))
        (faults(upload, &format!("/events/{}/upload/faults.xlsx", event.id)))
        @if let Some(contents) = &upload.contents {
            section.card {
                h3 { @if preview.changes.is_empty() { "与现有的设置完全相同" } @else { "将更新“" (event.title) "”" } }
                p { (origin(contents)) }
                @for change in &preview.changes { (changed(change)) }
                @if !preview.gone.is_empty() {
                    p.alert { "以下评委将不再是评委，链接和登录随之失效：" (preview.gone.join("、")) }
                }
                @if !preview.changes.is_empty() {
                    form method="post" action={ "/events/" (event.id) "/upload/confirm" } {
                        (decided(upload))
                        button.btn.act.big { (left_out(upload)) "确认更新" }
                    }
                }
                p { "现在还没有写入任何内容。" a.link href={ "/events/" (event.id) "/upload" } { "重新上传" } }
            }
        } @else {
            section.card { h3 { "改正后重新上传" } (choose(Some(&event.id), &[])) }
        }
        (understood(&upload.understood))
        (came(upload))
    };
    of_event("上传名单", event, session, &body)
}

fn changed(change: &TableChange) -> Markup {
    html! {
        h4 { (change.table) }
        table.list {
            thead { tr { th { "怎样变" } th { "哪一行" } th { "列" } th { "原来" } th { "改为" } } }
            tbody {
                @for row in &change.added { tr { td { b.ok { "新增" } } td colspan="4" { (row) } } }
                @for cell in &change.changed {
                    tr { td { "更改" } td { (cell.row) } td { (cell.column) } td { (blank(&cell.from)) } td { b { (blank(&cell.to)) } } }
                }
                @for row in &change.removed { tr { td { b.fix { "删去" } } td colspan="4" { (row) } } }
                @if change.reordered { tr { td { "更改" } td colspan="4" { "先后次序" } } }
            }
        }
    }
}

fn blank(text: &str) -> &str {
    if text.is_empty() { "（空）" } else { text }
}
