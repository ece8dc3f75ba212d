//! The pages for what is entered by hand; measures have a page of their own, `measures`.

use maud::{Markup, html};

use super::layout::{Frame, sheet};
use super::wording::local_time;
use crate::app::act::actor::Who;
use crate::app::act::clock::{minutes, moment};
use crate::app::act::permission::Act;
use crate::app::act::state::why_not;
use crate::app::desk::call::OvertimeView;
use crate::app::desk::entered::{Entered, Proposal, Tie};
use crate::app::event::view::EventSummary;
use crate::app::people::session::Session;
use crate::store::hand::{EnteredRow, Kind};

pub(super) fn draw(title: &str, event: &EventSummary, session: &Session, body: &Markup) -> Markup {
    let frame = Frame { title, styles: &["plain.css"], script: Some("once.js"), demo: event.demo };
    let back = format!("/events/{}/desk", event.id);
    sheet(&frame, session, (&back, "回组织台"), event.rehearsal, body)
}

/// The ways to the other pages of this kind.
pub(super) fn tabs(event: &EventSummary, here: &str) -> Markup {
    let pages = [
        ("adjust", "加分、减分、否决"),
        ("measures", "考核数值"),
        ("ties", "并列裁定"),
        ("exclusions", "回避、缺席、作废"),
    ];
    html! {
        div.row {
            @for (page, name) in pages.into_iter().filter(|(page, _)| *page != "ties" || !event.state.is_before_close()) {
                a.btn href={ "/events/" (event.id) "/" (page) } aria-current=[(page == here).then_some("page")] { (name) }
            }
        }
        @if !event.state.is_before_close() && why_not(Act::Adjust, event.state).is_none() {
            p.said { "成绩已经封存：每一处更改都会生成新的成绩，先前的签字随之失效；先前的成绩仍可查看。" }
        }
    }
}

pub(super) fn reason(id: &str) -> Markup {
    html! {
        label for=(id) { "理由（记入审计）" }
        input #(id) type="text" name="reason" required maxlength="500";
    }
}

fn name<'n>(of: &'n [(String, String)], id: &'n str) -> &'n str {
    of.iter().find(|(known, _)| known == id).map_or(id, |(_, name)| name.as_str())
}

fn word(row: &EnteredRow) -> &str {
    match row.word.as_str() {
        "bonus" => "加分",
        "deduction" => "减分",
        "veto" => "否决",
        "recused" => "回避",
        "absent" => "缺席",
        "void" => "作废",
        other => other,
    }
}

/// How a row stands: with the form that takes it back, or that it was taken back.
fn standing(event: &EventSummary, kind: Kind, act: Act, row: &EnteredRow) -> Markup {
    let field = format!("back-{}-{}", kind.as_str(), row.position);
    html! {
        @match &row.withdrawn {
            Some(back) => { "已撤销：" (back.reason) "（" (back.who) "，" (local_time(moment(back.at))) "）" },
            None if why_not(act, event.state).is_some() => { "有效" },
            None => {
                form method="post" action={ "/events/" (event.id) "/withdraw" } {
                    input type="hidden" name="kind" value=(kind.as_str());
                    input type="hidden" name="position" value=(row.position);
                    label for=(field) { "撤销理由" }
                    input #(field) type="text" name="reason" required maxlength="500";
                    button.btn { "撤销" }
                }
            },
        }
    }
}

/// Why nothing can be entered now; nothing where it can.
pub(super) fn closed(event: &EventSummary, act: Act) -> Markup {
    html! {
        @if let Some(why) = why_not(act, event.state) { p.said { "评比活动处于“" (event.state.title()) "”，" (why) "。" } }
    }
}

/// Adjustments: those on record, and the form for one more; of a report that was too long, with what is known of it, or
/// why nothing is taken off for it now.
pub fn adjust(entered: &Entered, session: &Session, overtime: Result<Option<OvertimeView>, String>) -> Markup {
    let event = &entered.event;
    let (overtime, over) = match overtime {
        Ok(overtime) => (overtime, None),
        Err(over) => (None, Some(over)),
    };
    let body = html! {
        h2 { "加分、减分、否决" }
        (tabs(event, "adjust"))
        (closed(event, Act::Adjust))
        @if let Some(over) = over { p.said { (over) "。" } }
        @if why_not(Act::Adjust, event.state).is_none() { (adjust_form(entered, overtime.as_ref())) }
        section.card {
            h3 { "已登记 " (entered.adjustments.len()) " 条" }
            @if !entered.adjustments.is_empty() {
                table.list {
                    thead { tr { th { "项目" } th { "类型" } th { "事项" } th.r { "分值" } th { "理由" } th { "状态" } } }
                    tbody {
                        @for row in &entered.adjustments {
                            tr {
                                td { (name(&entered.entries, &row.entry)) }
                                td { (word(row)) }
                                @let items = if row.word == "veto" { &entered.veto_items } else { &entered.items };
                                td { (name(items, &row.item)) }
                                td.r { @if row.word != "veto" { (row.figure) } }
                                td { (row.reason) }
                                td { (standing(event, Kind::Adjustment, Act::Adjust, row)) }
                            }
                        }
                    }
                }
            }
        }
    };
    draw("加分、减分、否决", event, session, &body)
}

/// The form of one more.
fn adjust_form(entered: &Entered, overtime: Option<&OvertimeView>) -> Markup {
    let shown = |id: &str| overtime.is_none_or(|one| one.entry == id);
    // what the rules call it, where they do
    let is_over = |name: &str| overtime.is_some() && name.contains("超时");
    html! {
        form.narrow method="post" {
            @if let Some(one) = overtime {
                p { b { (one.unit) } " " (one.said()) "，用时 " (minutes(one.used)) "。一项超时只登记一次扣分。" }
                input type="hidden" name="overtime" value=(one.number);
            }
            input type="hidden" name="drawn" value=(entered.drawn_adjustments.to_text());
            label for="entry" { "参评项目" }
            select #entry name="entry" {
                @for (id, unit) in entered.entries.iter().filter(|(id, _)| shown(id)) { option value=(id) { (unit) } }
            }
            label for="kind" { "类型" }
            select #kind name="kind" {
                @if overtime.is_none() { option value="bonus" { "加分" } }
                option value="deduction" { "减分" }
                @if overtime.is_none() { option value="veto" { "否决" } }
            }
            label for="item" { "事项" }
            @if entered.items.is_empty() {
                input #item type="text" name="item" maxlength="100" list="veto-items" value=[overtime.map(|_| "汇报超时")];
                @if !entered.veto_items.is_empty() && overtime.is_none() {
                    small { "否决须选规则列出的事项" }
                    datalist #veto-items { @for (id, name) in &entered.veto_items { option value=(id) { (name) } } }
                }
            } @else {
                select #item name="item" {
                    option value="" { @if entered.veto_items.is_empty() && overtime.is_none() { "（只有否决可以不选）" } @else { "（请选择）" } }
                    optgroup label="加分、减分" { @for (id, name) in &entered.items { option value=(id) selected[is_over(name)] { (name) } } }
                    @if !entered.veto_items.is_empty() && overtime.is_none() {
                        optgroup label="否决" { @for (id, name) in &entered.veto_items { option value=(id) { (name) } } }
                    }
                }
            }
            label for="points" { "分值（大于 0；否决不填）" }
            input #points type="text" name="points" inputmode="decimal" maxlength="30" autocomplete="off";
            label for="reason" { "理由（记入审计）" }
            input #reason type="text" name="reason" required maxlength="500" value=[overtime.map(OvertimeView::said)];
            button.btn.act.big { @if overtime.is_some() { "登记扣分" } @else { "登记" } }
        }
    }
}

/// Exclusions on record.
pub fn exclusions(entered: &Entered, session: &Session) -> Markup {
    let event = &entered.event;
    let all =
        |id: &str, of: &[(String, String)]| if id.is_empty() { "全部".to_owned() } else { name(of, id).to_owned() };
    let body = html! {
        h2 { "回避、缺席、作废" }
        (tabs(event, "exclusions"))
        (closed(event, Act::Exclude))
        @if why_not(Act::Exclude, event.state).is_none() {
            p { a.btn.act href={ "/events/" (event.id) "/exclude" } { "登记一条" } }
        }
        section.card {
            h3 { "已登记 " (entered.exclusions.len()) " 条" }
            @if !entered.exclusions.is_empty() {
                table.list {
                    thead { tr { th { "评委" } th { "类型" } th { "项目" } th { "环节" } th { "理由" } th { "状态" } } }
                    tbody {
                        @for row in &entered.exclusions {
                            tr {
                                td { (name(&entered.judges, &row.judge)) }
                                td { (word(row)) }
                                td { (all(&row.entry, &entered.entries)) }
                                td { (all(&row.component, &entered.components)) }
                                td { (row.reason) }
                                td { (standing(event, Kind::Exclusion, Act::Exclude, row)) }
                            }
                        }
                    }
                }
            }
        }
    };
    draw("回避、缺席、作废", event, session, &body)
}

/// Entries that share a place, and the decisions on record.
pub fn ties(entered: &Entered, session: &Session) -> Markup {
    let event = &entered.event;
    let holds = |row: &EnteredRow| entered.holding.contains(&row.tie);
    let body = html! {
        h2 { "并列裁定" }
        (tabs(event, "ties"))
        (closed(event, Act::DecideTie))
        @if !event.state.is_before_close() && entered.ties.is_empty() { p.said.calm { "没有并列的名次。" } }
        @for (index, tie) in entered.ties.iter().enumerate() { (tied(entered, session, index, tie)) }
        @for proposal in &entered.stray {
            section.card {
                h3 { "提议之后并列已有变化" }
                p { "这一提议针对的并列已经不是现在的并列，不能再批准，请撤回或不予批准。" }
                (proposed(entered, session, proposal, false))
            }
        }
        section.card {
            h3 { "已有裁定 " (entered.decisions.len()) " 条" }
            @if !entered.decisions.is_empty() {
                p { "裁定只对作出时的那次并列有效：项目、名次或比较的数值有变，裁定即失效，须重新裁定。同时作出的裁定一并撤销。" }
                table.list {
                    thead { tr { th { "项目" } th.r { "次序" } th { "理由" } th { "现在" } th { "状态" } } }
                    tbody {
                        @for row in &entered.decisions {
                            tr {
                                td { (name(&entered.entries, &row.entry)) }
                                td.r { (row.figure) }
                                td { (row.reason) }
                                td { @if row.withdrawn.is_none() { @if holds(row) { "起作用" } @else { b { "已失效" } "，并列已变" } } }
                                td { (standing(event, Kind::Decision, Act::DecideTie, row)) }
                            }
                        }
                    }
                }
            }
        }
    };
    draw("并列裁定", event, session, &body)
}

fn tied(entered: &Entered, session: &Session, index: usize, tie: &Tie) -> Markup {
    let event = &entered.event;
    html! {
        section.card {
            h3 { @if !tie.track.is_empty() { (tie.track) "：" } (tie.entries.len()) " 个项目并列第 " (tie.place) " 名" @if tie.needed { "：跨越奖项名额，需要裁定" } }
            @if let Some(proposal) = &tie.proposal {
                (proposed(entered, session, proposal, true))
            } @else if let (None, Some(result)) = (why_not(Act::DecideTie, event.state), entered.result) {
                p { "按评委组或主席的决定，给每个项目排一个次序，1 在前。填写后须由另一位组织者核对、批准才生效。" }
                form.narrow method="post" {
                    input type="hidden" name="result" value=(result);
                    @for (turn, (id, unit, total)) in tie.entries.iter().enumerate() {
                        label for={ "turn-" (index) "-" (turn) } { (unit) "，总分 " (total) }
                        input #{ "turn-" (index) "-" (turn) } type="text" name={ "turn-" (id) } inputmode="numeric" maxlength="4" required;
                    }
                    (reason(&format!("reason-{index}")))
                    button.btn.act { "提议这样裁定" }
                }
            } @else {
                ul { @for (_, unit, total) in &tie.entries { li { (unit) "，总分 " (total) } } }
            }
        }
    }
}

/// A proposal that waits, with what this account can say to it.
fn proposed(entered: &Entered, session: &Session, proposal: &Proposal, can_stand: bool) -> Markup {
    let event = &entered.event;
    let own = matches!(&session.actor.who, Who::Account(account) if *account == proposal.asked_by);
    html! {
        p { (proposal.asked_by) " 提议的次序，理由：" (proposal.reason) }
        ol { @for (id, turn) in proposal.order.iter().zip(1..) { li { (turn) ". " (name(&entered.entries, id)) } } }
        @if why_not(Act::DecideTie, event.state).is_none() {
            form method="post" action={ "/events/" (event.id) "/ties/decide" } {
                input type="hidden" name="number" value=(proposal.number);
                div.row {
                    @if own {
                        button.btn name="decision" value="take-back" { "撤回提议" }
                    } @else {
                        @if can_stand { button.btn.act name="decision" value="approve" { "核对无误，批准" } }
                        button.btn name="decision" value="decline" { "不批准" }
                    }
                }
                @if own { p { "须由另一位组织者批准。" } }
            }
        }
    }
}
