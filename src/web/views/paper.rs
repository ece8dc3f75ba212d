//! Cards from paper: the list of sheets, and the form in which one is typed. No mark that somebody else typed is in
//! the data of these pages.

use maud::{Markup, html};

use super::layout::{Frame, sheet};
use super::wording::local_time;
use crate::app::act::permission::{Act, check};
use crate::app::act::state::why_not;
use crate::app::cards::paper::{
    Became, COMMENT_KEY, CardName, Field, FieldKind, PaperDesk, PaperForm, REFERENCE, SheetLine, SheetState, Typed,
    TypedAnswer,
};
use crate::app::event::view::EventSummary;
use crate::app::event::wire::FaultLine;
use crate::app::people::session::Session;

/// Most sheets of the list of those that are ended.
const LATEST: usize = 100;

/// A page of this kind; `back` leads to the list where there is something to come back from.
pub(super) fn draw(title: &str, event: &EventSummary, session: &Session, to_list: bool, body: &Markup) -> Markup {
    let frame = Frame { title, styles: &["plain.css", "paper.css"], script: Some("once.js"), demo: event.demo };
    let (list, desk) = (format!("/events/{}/paper", event.id), format!("/events/{}/desk", event.id));
    let back = match to_list {
        true => (list.as_str(), "纸质卡录入"),
        false if check(&session.actor, Act::SeeDesk).is_ok() => (desk.as_str(), "回组织台"),
        false => ("/events", "评比活动"),
    };
    sheet(&frame, session, back, event.rehearsal, body)
}

/// How a sheet stands, in words.
pub(super) fn standing(line: &SheetLine) -> String {
    match &line.state {
        SheetState::Waiting if line.own => "您已录入，待另一人录入".to_owned(),
        SheetState::Waiting => "待第二人录入".to_owned(),
        SheetState::Differs => "两人录入不一致".to_owned(),
        SheetState::Settled { became, .. } => match became {
            Became::Recorded => "已成为评分卡",
            Became::Conflict => "与评委另一份评分卡不一致，待评委选定",
            Became::Same => "与评委已交的评分卡相同",
            Became::Waiting | Became::Differs => "录入中",
        }
        .to_owned(),
        SheetState::Withdrawn { reason, who } => format!("已撤回：{reason}（{who}）"),
    }
}

/// The list, and the ways to begin.
pub fn desk(desk: &PaperDesk, session: &Session, picked: &CardName, done: &str, problem: Option<&str>) -> Markup {
    let event = &desk.event;
    let types = check(&session.actor, Act::TypePaper).is_ok();
    let done = desk.sheets.iter().find(|line| line.id == done);
    let (open, ended): (Vec<_>, Vec<_>) =
        desk.sheets.iter().partition(|line| matches!(line.state, SheetState::Waiting | SheetState::Differs));
    let body = html! {
        h2 { "两个人各录一次" }
        p { "同一张纸质卡由两个人各录一次，互相看不到。两次相同，即成为评委的评分卡；不同，两人对照扫描件处理，自己录的不能由自己确认。" }
        @if let Some(problem) = problem { p.alert role="alert" { (problem) } }
        @if let Some(done) = done { p.said.calm role="status" { (done.about) "（编号 " (done.reference) "）：" (standing(done)) } }
        @if let Some(why) = why_not(Act::TypePaper, event.state) {
            p.said { "评比活动处于“" (event.state.title()) "”，" (why) "。" }
        } @else if types {
            (pick(desk, picked))
        }
        section.card {
            h3 { "办理中 " (open.len()) " 张" }
            @if !open.is_empty() { p { "封存以前须全部办完。" } (table(desk, &open, types)) }
        }
        @if !ended.is_empty() {
            section.card {
                h3 { "已办结 " (ended.len()) " 张" }
                @if ended.len() > LATEST { p { "只列出最近 " (LATEST) " 张，其余见审计。" } }
                (table(desk, &ended[..ended.len().min(LATEST)], types))
            }
        }
    };
    draw("纸质卡录入", event, session, false, &body)
}

/// Picks a card: by the code of the printed one, or out of lists.
fn pick(desk: &PaperDesk, picked: &CardName) -> Markup {
    let action = format!("/events/{}/paper/type", desk.event.id);
    let options = |of: &[(String, String)], chosen: &str| {
        html! { @for (id, name) in of { option value=(id) selected[id == chosen] { (name) } } }
    };
    html! {
        section.card {
            h3 { "录入一张" }
            form.pick method="get" action=(action) {
                div.wide-field {
                    label for="code" { "空白评分卡上的二维码（用扫码枪扫，或粘贴内容）" }
                    input #code type="text" name="code" maxlength="600" autocomplete="off" autofocus;
                }
                button.btn.act { "按编码录入" }
            }
            form.pick method="get" action=(action) {
                div { label for="judge" { "评委" } select #judge name="judge" { (options(&desk.judges, &picked.judge)) } }
                div { label for="component" { "评分环节" } select #component name="component" { (options(&desk.components, &picked.component)) } }
                div {
                    label for="entry" { "参评项目" }
                    select #entry name="entry" {
                        option value="" { "（名次票不选）" }
                        (options(&desk.entries, &picked.entry))
                    }
                }
                button.btn.act { "录入这张卡" }
            }
        }
    }
}

fn table(desk: &PaperDesk, lines: &[&SheetLine], types: bool) -> Markup {
    let at = |page: &str| format!("/events/{}/paper/{page}", desk.event.id);
    html! {
        table.list {
            thead { tr { th { "评分卡" } th { "编号" } th { "状态" } th { "录入人" } th {} } }
            tbody {
                @for line in lines {
                    tr {
                        td { (line.about) }
                        td.ref { (line.reference) }
                        td { (standing(line)) }
                        td { @for (who, when) in &line.typists { div { (who) " " small { (local_time(*when)) } } } }
                        td.go {
                            @if line.state == SheetState::Waiting && !line.own && types {
                                form method="get" action=(at("type")) {
                                    input type="hidden" name="judge" value=(line.card.judge);
                                    input type="hidden" name="component" value=(line.card.component);
                                    input type="hidden" name="entry" value=(line.card.entry);
                                    button.btn.act aria-label={ "第二次录入 " (line.about) } { "第二次录入" }
                                }
                            }
                            @if line.state == SheetState::Differs {
                                a.btn.act href=(at(&line.id)) aria-label={ "处理差异 " (line.about) } { "处理差异" }
                            } @else {
                                a.btn href=(at(&line.id)) aria-label={ "查看 " (line.about) } { "查看" }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The form in which one sheet is typed, with what was typed and what is wrong with it.
pub fn form(form: &PaperForm, session: &Session, typed: &Typed, faults: &[FaultLine], done: &str) -> Markup {
    let event = &form.event;
    let title = if form.second.is_some() { "第二次录入" } else { "第一次录入" };
    let body = html! {
        h2 { (form.about) }
        @if !done.is_empty() { p.said.calm role="status" { "前一张已收下。接着录这一张，或回到“纸质卡录入”。" } }
        @if !faults.is_empty() { (refused(event, session, form, faults)) }
        form.typing method="post" action={ "/events/" (event.id) "/paper/type" } autocomplete="off" {
            input type="hidden" name="judge" value=(form.card.judge);
            input type="hidden" name="component" value=(form.card.component);
            input type="hidden" name="entry" value=(form.card.entry);
            @match &form.second {
                Some((sheet, reference)) => {
                    input type="hidden" name="sheet" value=(sheet);
                    p.said { "第二次录入：请取编号 " b { (reference) } " 的纸质卡，照纸面录入。第一次录入的内容不显示。" }
                },
                None => {
                    div.line {
                        label for="reference" { "纸质卡编号或扫描件文件名" }
                        input #reference type="text" name="reference" value=(typed.reference) required maxlength=(REFERENCE) autofocus[typed.reference.is_empty()];
                    }
                },
            }
            @let first = form.second.is_some() || !typed.reference.is_empty();
            @for (index, field) in form.fields.iter().enumerate() {
                (line(index, field, typed, faults, first && index == 0))
            }
            p.hint { "照纸面录入，不作任何改动。没有填写的格不是 0 分。" }
            button.btn.act.big { "收下" }
        }
    };
    draw(title, event, session, true, &body)
}

/// What is wrong, and what to do where it stands so on the paper.
fn refused(event: &EventSummary, session: &Session, form: &PaperForm, faults: &[FaultLine]) -> Markup {
    let name = |key: &str| form.fields.iter().find(|f| f.key == key).map_or(key, |f| f.name.as_str()).to_owned();
    html! {
        section.card role="alert" {
            h3 { "有 " (faults.len()) " 处不符合评分规则，没有收下" }
            ul.todo { @for fault in faults { li { b { (name(&fault.criterion)) } p { (fault.text) } } } }
            p { "录错了：改正后再点“收下”。纸面上就是这样：这张卡不能收下，请评委在纸上更正并签名后再录入；不能更正的，由组织者写明理由将此卡作废。不要代为改动。" }
            @if check(&session.actor, Act::Exclude).is_ok() { p { a.link href={ "/events/" (event.id) "/exclude" } { "登记作废" } } }
        }
    }
}

/// One line of the form, in the way of the printed card.
fn line(index: usize, field: &Field, typed: &Typed, faults: &[FaultLine], first: bool) -> Markup {
    let fault = faults.iter().find(|fault| fault.criterion == field.key);
    let (id, name) = (format!("line-{index}"), format!("mark-{}", field.key));
    let value = typed.marks.get(&field.key).map(String::as_str).unwrap_or_default();
    let wrong = fault.map(|_| "true");
    html! {
        div.line.bad[fault.is_some()] {
            @if field.key == COMMENT_KEY {
                label for="comment" { (field.name) small { "可不填" } }
                textarea #comment name="comment" maxlength="2000" aria-invalid=[wrong] { (typed.comment) }
            } @else {
                label for=(id) { (field.name) small { (allowed(&field.kind)) } }
                (input(field, &id, &name, value, wrong, first))
            }
        }
    }
}

/// Where the value of a line is typed.
pub(super) fn input(field: &Field, id: &str, name: &str, value: &str, wrong: Option<&str>, first: bool) -> Markup {
    html! {
        @match &field.kind {
            FieldKind::Mark(..) | FieldKind::Place(_) => {
                input #(id) type="text" name=(name) value=(value) inputmode="decimal" maxlength="40" required autofocus[first] aria-invalid=[wrong];
            },
            FieldKind::Grade(grades) => {
                select #(id) name=(name) required autofocus[first] aria-invalid=[wrong] {
                    option value="" { "（请选择）" }
                    @for (grade, word) in grades { option value=(grade) selected[grade == value] { (word) } }
                }
            },
            FieldKind::Vote => {
                select #(id) name=(name) autofocus[first] aria-invalid=[wrong] {
                    option value="" { "未推荐" }
                    option value="1" selected[value == "1"] { "推荐" }
                }
            },
            FieldKind::Comment => { input #(id) type="text" name=(name) value=(value) maxlength="2000"; },
        }
    }
}

/// What may be typed on a line, in words.
pub(super) fn allowed(kind: &FieldKind) -> String {
    match kind {
        FieldKind::Mark(min, max, step) => format!("{min}–{max}，间隔 {step}"),
        FieldKind::Place(last) => format!("名次 1–{last}，每个只用一次"),
        FieldKind::Grade(_) => "一个等次".to_owned(),
        FieldKind::Vote | FieldKind::Comment => String::new(),
    }
}

/// A sheet was taken, and something of it for something else.
pub fn noted(event: &EventSummary, session: &Session, answer: &TypedAnswer, onward: &str) -> Markup {
    let body = html! {
        h2 { "已收下" }
        section.card {
            h3 { "以下内容按规范写法理解" }
            ul.todo { @for (found, taken) in &answer.notes { li { b { "数字" } p { "“" (found) "” 按 “" (taken) "” 计" } } } }
            p { "理解得不对？请撤回这张纸质卡，写明理由，重新录入。" }
            div.row {
                a.btn.act href=(onward) autofocus { "继续" }
                a.btn href={ "/events/" (event.id) "/paper/" (answer.sheet) } { "查看这张纸质卡" }
            }
        }
    };
    draw("纸质卡录入", event, session, true, &body)
}
