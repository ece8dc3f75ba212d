//! The rules: the editor with its faults beside their lines; as a form, what a change would do in `effect`, all that they
//! ever were in `history`.
//!
//! Of the form: `field` (one field), `table` (rows), `picture`, `form` (the middle), `side` (what stands beside it), `shelf`
//! (what may be taken).

pub mod effect;
mod field;
mod form;
mod frame;
pub mod history;
mod picture;
mod shelf;
mod side;
mod table;

use maud::{Markup, html};

use crate::app::act::permission::Act;
use crate::app::act::state::why_not;
use crate::app::event::view::{EventState, EventSummary};
use crate::app::people::session::Session;
use crate::app::setup::amend::{Pending, RulesFault, RulesPage, Side, Sketch, differences};
use crate::folder::rules::form::RulesForm;
use crate::folder::rules::parse;
use crate::web::views::layout::{self, Frame, label, me};
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

/// What the text editor shows.
pub struct Edited<'e> {
    pub rules: &'e RulesPage,
    pub session: &'e Session,
    /// The text that is edited.
    pub text: &'e str,
    /// The hash of the rules that it was begun on.
    pub from: &'e str,
    /// What is wrong with it; `None` where it was not checked.
    pub faults: Option<&'e [RulesFault]>,
    pub said: Option<Said<'e>>,
}

/// The page 评分规则, as text.
pub fn text(edited: &Edited<'_>) -> Markup {
    let rules = edited.rules;
    let event = &rules.event;
    let closed = why_not(Act::AmendRules, event.state);
    let body = html! {
        h2 { "评分规则" }
        p { "现行第 " (rules.number) " 版，指纹 " code title=(rules.sha256) { (short(&rules.sha256)) } "。"
            a.link href={ "/events/" (event.id) "/rules/history" } { "历次规则" } }
        (how(event, closed))
        @if let Some(pending) = &rules.pending { (waits(event, pending)) }
        (told_above(edited.said))
        @if let Some(faults) = edited.faults { (told(faults)) }
        form method="post" action={ "/events/" (event.id) "/rules" } {
            input type="hidden" name="from" value=(edited.from);
            (other_view(closed))
            (editor(edited.text, edited.faults.unwrap_or_default(), closed.is_some()))
            @if closed.is_none() { (buttons(event)) }
        }
    };
    draw("评分规则", event, edited.session, &body)
}

/// What the form shows.
pub struct Formed<'e> {
    pub rules: &'e RulesPage,
    pub session: &'e Session,
    pub text: &'e str,
    /// The hash of the rules that it was begun on.
    pub from: &'e str,
    /// The text before the last change; empty where there was none.
    pub undo: &'e str,
    pub form: &'e RulesForm,
    pub sketch: &'e Sketch,
    /// The part that is shown, and the field that somebody wants to see in it.
    pub at: &'e str,
    pub focus: &'e str,
    /// What was taken away because nothing uses it any more.
    pub gone: &'e [String],
    pub said: Option<Said<'e>>,
    /// A text that somebody wants to take in the place of this one, and where it is from: asked about once more.
    pub taken: Option<(&'e str, &'e str)>,
    /// Whose rules may be taken: id and title.
    pub others: &'e [(String, String)],
}

/// What of the form's page changes while one types.
pub fn look(formed: &Formed<'_>) -> Markup {
    let rules = parse(formed.text).ok();
    let page = field::Page {
        form: formed.form,
        at: form::shown(formed.form, formed.at),
        faults: located(formed.form, &formed.sketch.faults),
        seats: &formed.rules.seats,
        focus: formed.focus,
        locked: why_not(Act::AmendRules, formed.rules.event.state).is_some(),
    };
    html! {
        span #state-now hidden { (formed.rules.event.title) " · " (state(formed)) }
        div.middle #middle {
            input type="hidden" name="text" value=(formed.text);
            input type="hidden" name="undo" value=(formed.undo);
            input type="hidden" name="at" value=(page.at);
            (told_above(formed.said))
            @if let Some((text, whence)) = formed.taken { (asked(formed, text, whence)) }
            @if !formed.gone.is_empty() {
                p.said.calm role="status" { "已去掉不再使用的设置：" (formed.gone.join("；")) "。" }
            }
            (form::middle(&page, rules.as_ref()))
        }
        aside.card.side #side aria-live="polite" aria-label="满分、算例和检查" {
            (side::side(&page, formed.sketch, formed.text, formed.rules.number))
        }
    }
}

/// What is wrong, by the field or the table that it is about.
fn located<'f>(form: &RulesForm, faults: &'f [RulesFault]) -> Vec<(String, &'f RulesFault)> {
    let name = |fault: &RulesFault| match form.field_at(&fault.place) {
        _ if fault.line.is_none() || fault.place.is_empty() => None,
        Some(field) => Some(field.name.clone()),
        None => {
            form.section_at(&fault.place).filter(|section| !section.name.is_empty()).map(|section| section.name.clone())
        }
    };
    faults.iter().filter_map(|fault| Some((name(fault)?, fault))).collect()
}

/// The page 评分规则, as a form.
pub fn page(formed: &Formed<'_>) -> Markup {
    let rules = formed.rules;
    let event = &rules.event;
    let closed = why_not(Act::AmendRules, event.state);
    let frame = Frame {
        title: "评分规则",
        styles: &["plain.css", "rules.css", "rules-form.css"],
        script: Some("rules-form.js"),
        demo: event.demo,
    };
    let body = html! {
        (label(event.demo, event.rehearsal, ""))
        header.top.bar.no-print {
            // the first button is the one that the enter key presses in a field: it writes nothing
            @if closed.is_none() { button.vh form="rules" name="do" value="check" tabindex="-1" { "检查" } }
            h1 { "评分规则" span #state { (event.title) " · " (state(formed)) } }
            nav {
                a.link href={ "/events/" (event.id) "/desk" } { "回组织台" }
                button.plain form="rules" name="do" value="text" formnovalidate { "看文本（TOML）" }
                a.link href={ "/events/" (event.id) "/rules/history" } { "历次规则" }
            }
            @if closed.is_none() {
                div.acts {
                    button.btn #undo form="rules" name="do" value="undo" formnovalidate { "撤销" }
                    button.btn form="rules" name="do" value="check" { "检查" }
                    @if event.state == EventState::Draft {
                        button.btn.act form="rules" name="do" value="save" { "保存为第 " (rules.number + 1) " 版" }
                    } @else {
                        button.btn.act form="rules" name="do" value="effect" { "查看变更的影响" }
                    }
                }
            }
        }
        main.works {
            div.notes {
                (how(event, closed))
                @if let Some(pending) = &rules.pending { (waits(event, pending)) }
            }
            form #rules method="post" action={ "/events/" (event.id) "/rules" } data-look={ "/events/" (event.id) "/rules/look" }
                data-locked[closed.is_some()] {
                input type="hidden" name="from" value=(formed.from);
                input type="hidden" name="as_form" value="yes";
                div.grid {
                    @if closed.is_none() { (shelf::shelf(event, formed.others)) }
                    (look(formed))
                }
            }
        }
        footer.foot.no-print { (me(formed.session)) }
    };
    layout::page(&frame, &body)
}

/// How far the form is from what stands.
fn state(formed: &Formed<'_>) -> String {
    let lines = differences(&formed.rules.text, formed.text);
    let places =
        lines.split(|line| line.side == Side::Both || line.side == Side::Gap).filter(|part| !part.is_empty()).count();
    match places {
        0 => format!("第 {} 版（现行）", formed.rules.number),
        places => format!("第 {} 版草稿，未保存 {places} 处", formed.rules.number + 1),
    }
}

/// Asks once more before a text takes the place of one that is not saved.
fn asked(formed: &Formed<'_>, text: &str, whence: &str) -> Markup {
    html! {
        div.card.ask role="alertdialog" aria-label="取用现成的规则" {
            h3 { "取用“" (whence) "”？" }
            p { (state(formed)) "。取用以后，编辑中的规则由它代替，可以点“撤销”取回；点“保存”以前什么也不写入。" }
            input type="hidden" name="taken" value=(text);
            div.row {
                button.btn.act name="do" value="take" formnovalidate { "取用，代替编辑中的规则" }
                button.btn name="do" value="form" formnovalidate { "不取用" }
            }
        }
    }
}

fn told_above(said: Option<Said<'_>>) -> Markup {
    html! {
        @match said {
            Some(Said::Calm(said)) => p.said.calm role="status" { (said) },
            Some(Said::Alert(said)) => p.said role="alert" { (said) },
            None => {},
        }
    }
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
fn other_view(closed: Option<&str>) -> Markup {
    html! {
        div.row {
            @if closed.is_none() { button.btn name="do" value="check" { "检查" } }
            button.btn name="do" value="form" formnovalidate { "改用表单" }
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
fn told(faults: &[RulesFault]) -> Markup {
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
