//! The rules: the editor with its faults beside their lines; as a form in `form`, what a change would do in `effect`,
//! all that they ever were in `history`.

pub mod effect;
mod form;
mod frame;
pub mod history;

use maud::{Markup, html};

use crate::app::act::permission::Act;
use crate::app::act::state::why_not;
use crate::app::event::view::{EventState, EventSummary};
use crate::app::people::session::Session;
use crate::app::setup::amend::{Pending, RulesFault, RulesPage};
use crate::folder::rules::form::RulesForm;
use crate::web::views::local_time;

use frame::{draw, short};

/// Lines that the editor has beyond its text.
const SPARE: usize = 4;

/// What is said above the editor.
#[derive(Debug, Clone, Copy)]
pub enum Said<'s> {
    /// That something was done.
    Calm(&'s str),
    /// That something was not.
    Alert(&'s str),
}

/// What the editor shows.
pub struct Edited<'e> {
    pub rules: &'e RulesPage,
    pub session: &'e Session,
    /// The text that is edited.
    pub text: &'e str,
    /// The hash of the rules that it was begun on.
    pub from: &'e str,
    /// The text as a form, where that is asked for.
    pub form: Option<&'e RulesForm>,
    /// What is wrong with it; `None` where it was not checked.
    pub faults: Option<&'e [RulesFault]>,
    pub said: Option<Said<'e>>,
}

/// The page 评分规则.
pub fn page(edited: &Edited<'_>) -> Markup {
    let rules = edited.rules;
    let event = &rules.event;
    let closed = why_not(Act::AmendRules, event.state);
    let body = html! {
        h2 { "评分规则" }
        p { "现行第 " (rules.number) " 版，指纹 " code title=(rules.sha256) { (short(&rules.sha256)) } "。"
            a.link href={ "/events/" (event.id) "/rules/history" } { "历次规则" } }
        (how(event, closed))
        @if let Some(pending) = &rules.pending { (waits(event, pending)) }
        @match edited.said {
            Some(Said::Calm(said)) => p.said.calm role="status" { (said) },
            Some(Said::Alert(said)) => p.said role="alert" { (said) },
            None => {},
        }
        @if let Some(faults) = edited.faults { (told(faults, edited.form.is_none())) }
        form method="post" action={ "/events/" (event.id) "/rules" } {
            input type="hidden" name="from" value=(edited.from);
            @match edited.form {
                Some(form) => {
                    (other_view(closed, "text", "改看文本"))
                    (form::fields(form))
                    input type="hidden" name="as_form" value="yes";
                    input type="hidden" name="text" value=(edited.text);
                },
                None => {
                    (other_view(closed, "form", "改用表单"))
                    (editor(edited.text, edited.faults.unwrap_or_default(), closed.is_some()))
                },
            }
            @if closed.is_none() { (buttons(event)) }
        }
    };
    draw("评分规则", event, edited.session, &body)
}

fn how(event: &EventSummary, closed: Option<&str>) -> Markup {
    html! {
        @match closed {
            Some(why) => p.said { "评比活动处于“" (event.state.title()) "”，" (why) "。" },
            None if event.state == EventState::Draft => p { "评分开放以前，规则由一位组织者修改并保存；每次保存都记入审计。" },
            None if event.state.is_before_close() => p.said {
                "评分已经开放：变更规则要先看影响、写明理由，再由另一位组织者批准。已交的评分卡不会改动，仍注明按哪一版规则评分。"
            },
            None => p.said {
                "成绩已经封存：变更规则要先看影响、写明理由，再由另一位组织者批准；批准后生成新的成绩，先前的签字随之失效，先前的成绩仍可查看。"
            },
        }
    }
}

fn waits(event: &EventSummary, pending: &Pending) -> Markup {
    html! {
        section.card {
            h3 { @if pending.void { "一份规则变更已经作废" } @else { "一份规则变更待另一位组织者批准" } }
            p { (pending.asked_by) " 于 " (local_time(pending.asked_at)) " 提议：" (pending.reason) }
            div.row { a.btn.act href={ "/events/" (event.id) "/rules/proposal" } { "查看并处理" } }
        }
    }
}

/// The first button is the one that the enter key presses in a field: it writes nothing.
fn other_view(closed: Option<&str>, word: &str, name: &str) -> Markup {
    html! {
        div.row {
            @if closed.is_none() { button.btn name="do" value="check" { "检查" } }
            button.btn name="do" value=(word) formnovalidate { (name) }
        }
    }
}

fn buttons(event: &EventSummary) -> Markup {
    html! {
        div.row {
            button.btn.big name="do" value="check" { "检查" }
            @if event.state == EventState::Draft {
                button.btn.act.big name="do" value="save" { "保存" }
            } @else {
                button.btn.act.big name="do" value="effect" { "查看变更的影响" }
            }
        }
    }
}

/// All faults, each with its line: number, text, what is wrong and what is allowed.
fn told(faults: &[RulesFault], in_text: bool) -> Markup {
    html! {
        @if faults.is_empty() {
            p.said.calm role="status" { "没有问题。检查不会写入任何内容。" }
        } @else {
            section.card.faults #faults role="alert" {
                h3 { "有 " (faults.len()) " 处问题，没有写入" }
                ol {
                    @for (index, fault) in faults.iter().enumerate() {
                        li #{ "fault-" (index + 1) } {
                            @match fault.line {
                                Some(line) if !in_text => b { "第 " (line) " 行" },
                                Some(line) => a.link href={ "#line-" (line) } data-line=(line) { "第 " (line) " 行" },
                                None => b { (fault.list) },
                            }
                            code { (fault.text) }
                            p { @if !fault.place.is_empty() { (fault.place) "：" } (fault.problem) }
                        }
                    }
                }
            }
        }
    }
}

/// The text with the numbers of its lines on one side and the faults on the other.
fn editor(text: &str, faults: &[RulesFault], locked: bool) -> Markup {
    let lines = text.lines().count() + SPARE;
    let of = |line: usize| faults.iter().enumerate().filter(move |(_, fault)| fault.line == Some(line));
    html! {
        label for="text" { "scoring-rules.toml" }
        div.editor {
            div.numbers aria-hidden="true" {
                @for line in 1..=lines {
                    span #{ "line-" (line) } .wrong[of(line).next().is_some()] { (line) }
                }
            }
            // a text area swallows the first line end
            textarea #text name="text" rows=(lines) wrap="off" spellcheck="false" autocapitalize="off" autocomplete="off"
                readonly[locked] aria-describedby=[(!faults.is_empty()).then_some("faults")] { "\n" (text) }
            @if faults.iter().any(|fault| fault.line.is_some()) {
                div.beside aria-hidden="true" {
                    @for line in 1..=lines {
                        span {
                            @if let Some((index, fault)) = of(line).next() {
                                a href={ "#fault-" (index + 1) } tabindex="-1" title=(fault.problem) { (fault.problem) }
                            }
                        }
                    }
                }
            }
        }
    }
}
