//! A card for one entry: marks with the keypad, or a grade with large buttons.

use maud::{Markup, html};
use rust_decimal::Decimal;

use super::judge::{address, card_of, data, stops};
use super::layout::{self, Frame, icon};
use super::wording::{card_state, project};
use crate::app::sync::{CardView, ComponentView, CriterionView, EntryView, Expected, JudgeView};

/// Steps from end to end beyond which the step buttons take larger ones.
const MANY_STEPS: i64 = 200;

/// The page of a card.
pub fn page(view: &JudgeView, component: &ComponentView, entry: &EntryView, card: &CardView) -> Markup {
    let data = data(view);
    let due = card.expected == Expected::Due;
    let marks = component.kind == "marks";
    let frame = Frame {
        title: &format!("{} · {}", entry.unit, component.name),
        styles: &["judge.css", "card.css", "ballot.css"],
        script: due.then_some(if marks { "card.js" } else { "grade.js" }),
        demo: view.demo,
        data: due.then_some(&data),
    };
    let body = html! {
        (layout::label(view.demo, view.rehearsal, ""))
        (top(view, component, entry))
        (about(view, entry, card))
        @if !due {
            (not_due(card))
        } @else {
            div.picks hidden {}
            @if marks { (marks_form(component, entry, card)) } @else { (grade_form(component, entry, card)) }
            (foot(marks, &hops(view, component, entry)))
        }
    };
    layout::page(&frame, &body)
}

/// The bar at the top: back, where one is, whether it is kept.
fn top(view: &JudgeView, component: &ComponentView, entry: &EntryView) -> Markup {
    let stops = stops(view);
    let number = stops.iter().find(|(_, _, other)| other.id == entry.id).map(|(number, _, _)| *number);
    html! {
        header.bar {
            a href={ "/judge?component=" (component.id) } { (icon("back")) "行程" }
            p { (component.name) @if let Some(number) = number { span { "第 " (number) " 站，共 " (stops.len()) " 站" } } }
            (kept())
        }
    }
}

/// Whether the connection is there and what was typed is kept.
pub fn kept() -> Markup {
    html! { div.local role="status" aria-live="polite" { (icon("none")) span { "正在核对…" } } }
}

fn about(view: &JudgeView, entry: &EntryView, card: &CardView) -> Markup {
    let look_at = view.route.iter().find(|stop| stop.entry == entry.id).map_or("", |stop| stop.look_at.as_str());
    html! {
        section.entry {
            h1 { (entry.unit) span { (project(&entry.name)) } @if !entry.theme.is_empty() { em { (entry.theme) } } }
            dl {
                @if !entry.site.is_empty() { dt { "观摩点" } dd { (entry.site) } }
                @if !look_at.is_empty() { dt { "看什么" } dd { (look_at) } }
            }
            (notices(view, card))
        }
    }
}

/// What is to be known before scoring: the window, a conflict, a refusal.
pub fn notices(view: &JudgeView, card: &CardView) -> Markup {
    let closed = !matches!(view.state.as_str(), "draft" | "open");
    html! {
        @if card.expected == Expected::Due && !card.open {
            p.said {
                b { (if closed { "评分已封存" } else { "不在评分时间内" }) }
                "可以照常填写；提交后由组织者认定是否计入。"
            }
        }
        p.said data-notice role="alert" hidden { b {} span {} }
    }
}

pub fn not_due(card: &CardView) -> Markup {
    let (_, word) = card_state(card);
    html! {
        main.mine { p.said { b { (word) } "：此项不由本席评分，不需要填写。如有疑问，请联系组织者。" } }
    }
}

fn marks_form(component: &ComponentView, entry: &EntryView, card: &CardView) -> Markup {
    html! {
        form.work data-work data-component=(component.id) data-entry=(entry.id) {
            div {
                @for (index, criterion) in component.criteria.iter().enumerate() { (criterion_row(index, criterion, card)) }
                (comment(card))
            }
            (keypad())
        }
    }
}

fn criterion_row(index: usize, criterion: &CriterionView, card: &CardView) -> Markup {
    let nudge = nudge(criterion);
    let mark = card.marks.get(&criterion.id).map_or("", String::as_str);
    html! {
        section.crit data-criterion=(criterion.id) data-nudge=(nudge) {
            div {
                h2 { label for={ "m" (index) } { (criterion.name) } small { (criterion.min) "–" (criterion.max) } }
                @if !criterion.guide.is_empty() { p { (criterion.guide) } }
            }
            div.step {
                button type="button" data-nudge-by="down" aria-label={ (criterion.name) "减 " (nudge) } { "−" (nudge) }
                input id={ "m" (index) } inputmode="none" autocomplete="off" value=(mark) placeholder="—" maxlength="30"
                    aria-describedby={ "e" (index) };
                button type="button" data-nudge-by="up" aria-label={ (criterion.name) "加 " (nudge) } { "+" (nudge) }
            }
            p.msg id={ "e" (index) } role="alert" hidden { (icon("fix")) b {} span {} }
        }
    }
}

/// What a step button adds: the rule's step, or ten of it and so on where that would take for ever.
fn nudge(criterion: &CriterionView) -> String {
    let number = |text: &str| text.parse::<Decimal>().unwrap_or(Decimal::ONE);
    let range = number(&criterion.max).saturating_sub(number(&criterion.min));
    let mut nudge = number(&criterion.step);
    while nudge.checked_mul(Decimal::from(MANY_STEPS)).is_some_and(|reach| reach < range) {
        nudge *= Decimal::TEN;
    }
    nudge.normalize().to_string()
}

/// The comment on a card.
fn comment(card: &CardView) -> Markup {
    html! {
        section.note {
            label for="comment" { "评语" small { "选填，只给组织者看" } }
            textarea #comment maxlength="2000" { (card.comment) }
        }
    }
}

fn keypad() -> Markup {
    html! {
        aside.pad aria-label="数字键盘" {
            h2 { b {} span {} }
            p.show aria-hidden="true" { small {} span {} i {} }
            div data-quick hidden {
                h3 { "快捷分值（满分的五成到十成）" }
                div.keys.quick {}
            }
            h3 { "直接输入" }
            div.keys {
                @for key in ["7", "8", "9", "4", "5", "6", "1", "2", "3"] { button type="button" data-key=(key) { (key) } }
                button type="button" data-key="." aria-label="小数点" { "." }
                button type="button" data-key="0" { "0" }
                button.txt type="button" data-key="back" { "退格" }
                button.txt type="button" data-key="clear" { "清空" }
                button.wide type="button" data-key="next" { "下一项" }
            }
        }
    }
}

fn grade_form(component: &ComponentView, entry: &EntryView, card: &CardView) -> Markup {
    let chosen = card.marks.get("grade");
    html! {
        form.ballot data-work data-component=(component.id) data-entry=(entry.id) {
            fieldset {
                legend.vh { "等次" }
                div.grades {
                    @for grade in &component.grades {
                        label {
                            input type="radio" name="grade" value=(grade.id) data-name=(grade.name)
                                checked[chosen == Some(&grade.id)];
                            span { svg.g.tick aria-hidden="true" { use href="#s-ok" {} } (grade.name) }
                        }
                    }
                }
            }
            (comment(card))
        }
    }
}

/// The footer: what it comes to, save, submit, and the neighbours.
pub fn foot(marks: bool, hops: &Markup) -> Markup {
    html! {
        footer.foot {
            div.sum {
                p data-total-line {
                    span.vh aria-live="polite" data-total="spoken" {}
                    @if marks {
                        em.sum-word data-total="word" { "小计" } b data-total="figure" { "—" } em.sum-word data-total="full" {}
                        span { em.sum-word data-total="valid" {} strong data-total="rest" {} }
                    } @else { em.sum-word { "已选" } b data-total="figure" { "—" } }
                }
                button type="button" data-save { "保存（本机）" }
                button type="button" data-submit aria-disabled="true" aria-describedby="why" { "提交" small #why {} }
            }
            (hops)
        }
    }
}

/// The stops before and after.
fn hops(view: &JudgeView, component: &ComponentView, entry: &EntryView) -> Markup {
    let stops = stops(view);
    let index = stops.iter().position(|(_, _, other)| other.id == entry.id);
    let at = |index: Option<usize>| {
        let (_, _, entry) = stops.get(index?)?;
        Some((*entry, card_of(view, &component.id, &entry.id)?))
    };
    let before = at(index.and_then(|index| index.checked_sub(1)));
    let after = at(index.map(|index| index + 1));
    html! {
        nav.hop aria-label="前后站" {
            @match before {
                Some((entry, card)) => a href=(address(card)) { (icon("back")) "上一站 " (entry.unit) },
                None => span {},
            }
            @if let Some((entry, card)) = after { a href=(address(card)) { "下一站 " (entry.unit) (icon("chev")) } }
        }
    }
}
