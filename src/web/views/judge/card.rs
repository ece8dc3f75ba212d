//! One card: marks by criterion with a keypad, or a grade.

use maud::{Markup, html};
use rust_decimal::Decimal;

use super::route::{look_at, neighbours};
use super::{address, card_of, entry, stop_of};
use crate::app::sync::{ComponentView, CriterionView, EntryView, Expected, JudgeView};
use crate::web::views::{glyph, project};

/// The page; `None` where the judge has no such card.
pub(in crate::web) fn page(view: &JudgeView, component: &str, id: &str) -> Option<Markup> {
    let part = view.components.iter().find(|c| c.id == component && c.kind != "ranking")?;
    let (project, card) = (entry(view, id)?, card_of(view, component, id)?);
    let title = format!("{} · {} · 观摩评比", project.unit, part.name);
    let body = html! {
        (bar(view, part, id))
        (head(view, project))
        @if card.expected == Expected::Due {
            @if part.kind == "grades" { (grades(part, id)) } @else { (marks(part, id)) }
            (foot(view, part, id))
        } @else {
            main.work.one { p.said.calm { "本席不评此项：" (super::state(card).1) "。" } }
            footer.foot { (hop(view, part, id)) }
        }
    };
    let script = if part.kind == "grades" { "grade.js" } else { "card.js" };
    // a card that is not due has nothing to type into
    let script = if card.expected == Expected::Due { script } else { "route.js" };
    Some(super::page(view, &title, &["judge.css", "card.css", "ballot.css"], script, &body))
}

fn bar(view: &JudgeView, part: &ComponentView, id: &str) -> Markup {
    html! {
        header.bar {
            a href={ "/judge?component=" (crate::web::views::board::encode(&part.id)) } { (glyph("back")) "行程" }
            p {
                (part.name)
                @if let Some(stop) = stop_of(view, id) { span { "第 " (stop.number) " 站，共 " (view.route.len()) " 站" } }
            }
            (local())
        }
    }
}

/// Whether what is typed is kept; the script writes it.
pub(super) fn local() -> Markup {
    html! { span.local role="status" { (glyph("none")) span { "正在打开本机记录" } } }
}

fn head(view: &JudgeView, entry: &EntryView) -> Markup {
    html! {
        section.entry {
            h1 {
                (entry.unit)
                span { (project(&entry.name)) }
                @if !entry.theme.is_empty() { em { (entry.theme) } }
            }
            dl {
                @if !entry.site.is_empty() { dt { "观摩点" } dd { (entry.site) } }
                @if let Some(look_at) = look_at(entry, stop_of(view, &entry.id)) { dt { "看什么" } dd { (look_at) } }
            }
            (notice())
        }
        (picks())
    }
}

/// What is to be put right; the script writes it.
pub(super) fn notice() -> Markup {
    html! { p.said role="alert" data-notice hidden { b {} span {} } }
}

/// Where two versions of a card are laid side by side.
pub(super) fn picks() -> Markup {
    html! { div.picks hidden {} }
}

fn marks(part: &ComponentView, id: &str) -> Markup {
    html! {
        form.work data-work data-component=(part.id) data-entry=(id) {
            div #criteria {
                @for (index, criterion) in part.criteria.iter().enumerate() { (line(criterion, index)) }
                (comment())
            }
            (pad())
        }
    }
}

fn comment() -> Markup {
    html! {
        section.note {
            label for="comment" { "评语" small { "选填，只给组织者看" } }
            textarea #comment maxlength="2000" {}
        }
    }
}

fn line(criterion: &CriterionView, index: usize) -> Markup {
    let nudge = nudge(&criterion.step);
    let (field, message) = (format!("m{index}"), format!("e{index}"));
    html! {
        section.crit data-criterion=(criterion.id) data-nudge=(nudge) {
            div {
                h2 { label for=(field) { (criterion.name) } small { (criterion.min) "–" (criterion.max) } }
                @if !criterion.guide.is_empty() { p { (criterion.guide) } }
            }
            div.step {
                button type="button" data-nudge-by="down" aria-label={ (criterion.name) "减 " (nudge) } { "−" (nudge) }
                // our own keypad; a hardware keyboard types all the same
                input id=(field) type="text" inputmode="none" autocomplete="off" placeholder="—"
                    aria-describedby=(message);
                button type="button" data-nudge-by="up" aria-label={ (criterion.name) "加 " (nudge) } { "+" (nudge) }
            }
            p.msg id=(message) role="alert" hidden { (glyph("fix")) b {} span {} }
        }
    }
}

/// What the step buttons add: the smallest multiple of the step that is at least a half.
fn nudge(step: &str) -> String {
    let half = Decimal::new(5, 1);
    let Ok(step) = step.parse::<Decimal>() else { return step.to_owned() };
    let steps = half.checked_div(step).map_or(Decimal::ONE, |steps| steps.ceil()).max(Decimal::ONE);
    steps.checked_mul(step).unwrap_or(step).normalize().to_string()
}

fn pad() -> Markup {
    let key = |key: &str| html! { button type="button" data-key=(key) { (key) } };
    html! {
        aside.pad aria-label="数字键盘" {
            h2 { b {} span {} }
            p.show { small {} span {} i {} }
            div data-quick hidden { h3 { "快捷分值（满分的五成到十成）" } div.keys.quick {} }
            h3 { "直接输入" }
            div.keys {
                @for digit in ["7", "8", "9", "4", "5", "6", "1", "2", "3"] { (key(digit)) }
                button type="button" data-key="." aria-label="小数点" { "." }
                (key("0"))
                button.txt type="button" data-key="back" { "退格" }
                button.txt type="button" data-key="clear" { "清空" }
                button.wide type="button" data-key="next" { "下一项" }
            }
        }
    }
}

fn grades(part: &ComponentView, id: &str) -> Markup {
    html! {
        form.work.one data-work data-component=(part.id) data-entry=(id) {
            div #criteria {
                fieldset.grades {
                    legend.vh { (part.name) "：选定一个等次" }
                    @for grade in &part.grades {
                        label {
                            input type="radio" name="grade" value=(grade.id) data-name=(grade.name);
                            span { svg.g.tick aria-hidden="true" { use href="#s-ok" {} } (grade.name) }
                        }
                    }
                }
                (comment())
            }
        }
    }
}

fn foot(view: &JudgeView, part: &ComponentView, id: &str) -> Markup {
    html! {
        footer.foot {
            div.sum {
                @if part.kind == "grades" {
                    p { "等次" b data-total="figure" { "—" } }
                } @else {
                    p data-total-line {
                        span.vh aria-live="polite" data-total="spoken" {}
                        (word("word", "小计")) b data-total="figure" { "—" } (word("full", ""))
                        span { (word("valid", "")) strong data-total="rest" {} }
                    }
                }
                (buttons())
            }
            (hop(view, part, id))
        }
    }
}

fn word(name: &str, text: &str) -> Markup {
    html! { i.plain data-total=(name) { (text) } }
}

/// Save and submit; a submit that is not possible says why.
pub(super) fn buttons() -> Markup {
    html! {
        button type="button" data-save { "保存（本机）" }
        button type="button" data-submit aria-disabled="true" { "提交" small { "正在打开" } }
    }
}

fn hop(view: &JudgeView, part: &ComponentView, id: &str) -> Markup {
    let (before, after) = neighbours(view, id);
    let to = |entry: &EntryView| address(&part.kind, &part.id, &entry.id);
    html! {
        nav.hop aria-label="前后站" {
            @match before {
                Some(entry) => a href=(to(entry)) { (glyph("back")) "上一站 " (entry.unit) }
                None => span {}
            }
            @if let Some(entry) = after { a href=(to(entry)) { "下一站 " (entry.unit) (glyph("chev")) } }
        }
    }
}
