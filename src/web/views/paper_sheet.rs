//! One sheet of paper: how it stands; while two typings differ, what differs, and the ways to settle it.

use maud::{Markup, html};

use super::paper::{allowed, draw, input, standing};
use super::wording::local_time;
use crate::app::act::permission::Act;
use crate::app::act::state::why_not;
use crate::app::cards::paper::{Field, Reading, SheetState, SheetView};
use crate::app::people::session::Session;

pub fn page(view: &SheetView, session: &Session) -> Markup {
    let (event, line) = (&view.event, &view.line);
    let acts = why_not(Act::SettlePaper, event.state);
    let open = matches!(line.state, SheetState::Waiting | SheetState::Differs);
    let body = html! {
        h2 { (line.about) }
        p { "纸质卡编号或扫描件：" b { (line.reference) } "。" (standing(line)) "。" }
        @if open { @if let Some(why) = acts { p.said { "评比活动处于“" (event.state.title()) "”，" (why) "。" } } }
        @if !view.fields.is_empty() { (readings(&view.fields, &view.readings)) }
        @if line.state == SheetState::Differs && !view.differing.is_empty() { (differing(view)) } @else { (typists(view)) }
        @if open && acts.is_none() { (withdraw(view)) }
    };
    draw("纸质卡", event, session, true, &body)
}

/// Who typed it, without a mark.
fn typists(view: &SheetView) -> Markup {
    html! {
        section.card {
            h3 { "录入" }
            ul { @for (who, at) in &view.line.typists { li { (who) "，" (local_time(*at)) } } }
            @match &view.line.state {
                SheetState::Settled { who, .. } => { p { "办结：" (who) } },
                SheetState::Waiting => { p { "录入的内容在第二人录完以前谁也看不到。" } },
                SheetState::Differs | SheetState::Withdrawn { .. } => {},
            }
        }
    }
}

/// Readings side by side.
fn readings(fields: &[Field], readings: &[Reading]) -> Markup {
    html! {
        section.card {
            div.wide {
                table.list {
                    thead { tr { th {} @for reading in readings { th { (reading.who) } } } }
                    tbody {
                        @for (index, field) in fields.iter().enumerate() {
                            tr {
                                th scope="row" { (field.name) }
                                @for reading in readings { td { (shown(reading, index)) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn shown(reading: &Reading, index: usize) -> &str {
    match reading.values.get(index).map(String::as_str) {
        Some("") | None => "（空）",
        Some(value) => value,
    }
}

fn differing(view: &SheetView) -> Markup {
    let (blind, proposals) = view.readings.split_at(view.readings.len().min(2));
    let own = view.readings.iter().any(|reading| reading.may_confirm);
    html! {
        section.card {
            h3 { "两人录入不同的 " (view.differing.len()) " 处" }
            p { "请取出扫描件对照。只列出不同之处。" }
            table.list.differ {
                thead { tr { th { "项" } @for reading in blind { th { (reading.who) } } } }
                tbody {
                    @for (index, field) in view.differing.iter().enumerate() {
                        tr {
                            th scope="row" { (field.name) }
                            @for reading in blind { td { b { (shown(reading, index)) } } }
                        }
                    }
                }
            }
            div.pair { @for reading in blind { (confirm(view, reading)) } }
            @if !own { p.hint { "您录入或提出过的内容，由另一个人确认。" } }
        }
        @for reading in proposals {
            section.card {
                h3 { (reading.who) " 对照扫描件提出" }
                p { (reading.remark) }
                table.list {
                    tbody {
                        @for (index, field) in view.differing.iter().enumerate() {
                            tr { th scope="row" { (field.name) } td { b { (shown(reading, index)) } } }
                        }
                    }
                }
                (confirm(view, reading))
            }
        }
        (propose(view))
    }
}

/// The form that confirms a reading, for whom it is not their own.
fn confirm(view: &SheetView, reading: &Reading) -> Markup {
    let id = format!("remark-{}", reading.number);
    html! {
        @if reading.may_confirm {
            form method="post" action={ "/events/" (view.event.id) "/paper/" (view.line.id) "/confirm" } {
                input type="hidden" name="number" value=(reading.number);
                label for=(id) { "对照情况" @if !reading.remark.is_empty() { "（可不填）" } }
                input #(id) type="text" name="remark" maxlength="500" required[reading.remark.is_empty()];
                button.btn.act { "扫描件如此，确认 " (reading.who) " 的" }
            }
        } @else { div {} }
    }
}

fn propose(view: &SheetView) -> Markup {
    html! {
        section.card {
            h3 { "提出扫描件上的写法" }
            p { "照扫描件填写不同之处，写明在哪里看到的；由另一个人确认后成为评分卡。" }
            form.typing method="post" action={ "/events/" (view.event.id) "/paper/" (view.line.id) "/propose" } autocomplete="off" {
                @for (index, field) in view.differing.iter().enumerate() {
                    @let (id, name) = (format!("line-{index}"), format!("mark-{}", field.key));
                    div.line { label for=(id) { (field.name) small { (allowed(&field.kind)) } } (input(field, &id, &name, "", None, false)) }
                }
                div.line.wide-line { label for="remark" { "对照情况（在扫描件的哪里看到）" } input #remark type="text" name="remark" required maxlength="500"; }
                button.btn.act { "提出" }
            }
        }
    }
}

fn withdraw(view: &SheetView) -> Markup {
    html! {
        section.card {
            h3 { "撤回这张纸质卡" }
            p { "录错了卡、卡不应有、规则改了：撤回后可以重新录入。录入的内容留存备查。" }
            form method="post" action={ "/events/" (view.event.id) "/paper/" (view.line.id) "/withdraw" } {
                label for="reason" { "理由（记入审计）" }
                input #reason type="text" name="reason" required maxlength="500";
                button.btn { "撤回" }
            }
        }
    }
}
