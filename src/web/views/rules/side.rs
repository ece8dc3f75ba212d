//! What stands beside the form: full marks, the worked example, what the last change did to it, what is wrong, the text.

use maud::{Markup, html};

use super::field::Page;
use super::form::tab_of;
use crate::app::setup::amend::{Changed, Example, RulesFault, Sketch};
use crate::scoring::trace::{BalanceTrace, ComponentTrace, GroupTrace, ListTrace, Used};
use crate::web::views::explained;
use crate::web::views::figure::{decimal, given, steps};
use crate::web::views::layout::icon;

/// The side of the page. `number` is that of the rules that stand.
pub fn side(page: &Page<'_>, sketch: &Sketch, text: &str, number: i64) -> Markup {
    html! {
        p.sum {
            b { "满分" } span { "加分之前" }
            strong { @match &sketch.full_marks {
                Some(full) => (full),
                None if sketch.is_sound => "不限",
                None => "—",
            } }
        }
        @for said in &sketch.advice { p.odd role="note" { "请核对：" (said) } }
        @match &sketch.example {
            Some(example) => (worked(page, example)),
            None => p.eg { @if sketch.is_sound { "这份规则太大，不作算例。" } @else { "改正下面的问题以后，这里有一份算例。" } },
        }
        @if let Some(changed) = &sketch.changed { (change(changed)) }
        @if let Some(example) = &sketch.example { (sums(example)) }
        (told(page, &sketch.faults, number))
        details.toml #toml {
            summary { "写成的文本（TOML）" }
            div.diff tabindex="0" role="region" aria-label="写成的文本" { pre { (text) } }
        }
    }
}

/// The part of the example that belongs to what is shown.
fn worked(page: &Page<'_>, example: &Example) -> Markup {
    let id = page.form.section(page.at).map_or("", |part| part.id.as_str());
    let parts = &example.trace.components;
    let part = parts.iter().find(|part| part.component == id).or_else(|| parts.first());
    html! {
        div.eg {
            p { "算例：" (example.unit) "的演示卡（非真实评分），随每次改动重算" }
            @if let Some(part) = part { (component(part)) }
        }
    }
}

fn component(part: &ComponentTrace) -> Markup {
    html! {
        @for group in &part.groups { (self::group(group)) }
        @if let Some(measure) = &part.measure {
            h4 { (part.name) span { (explained::measure(part).unwrap_or_default()) } }
            @if let Some(value) = &measure.value { p.mk { span { (value) } } }
        }
        p.eq {
            @if let Some(score) = part.score.as_ref().filter(|_| part.groups.len() != 1 || part.measure.is_some() || part.kind == "votes") { (steps(score)) br; }
            @if let Some(balance) = &part.balance { (self::balance(balance)) }
            @if let Some(place) = &part.by_place {
                "位次第 " (place.place) @if let Some(points) = &place.points { "，得 " b { (points.rounded) } } br;
            }
            @if let (Some(score), Some(weighted)) = (part.result(), &part.weighted) {
                (score.rounded) " × " (part.weight) " = " b { (weighted.rounded) }
            } @else { "尚缺数据" }
        }
    }
}

/// What balance across panels makes of a score.
fn balance(balance: &BalanceTrace) -> Markup {
    html! {
        @if let Some(mean) = &balance.mean { (balance.panel) "平均 " (steps(mean)) br; }
        @if let Some(goal) = &balance.goal { "以 " (goal.rounded) " 为准" br; }
        @if let Some(coefficient) = &balance.coefficient { "系数 " (steps(coefficient)) br; }
        @if let Some(score) = &balance.score { "平衡后 " (steps(score)) br; }
    }
}

fn group(group: &GroupTrace) -> Markup {
    html! {
        h4 {
            @if group.name.is_empty() { "全体评委" } @else { (group.name) }
            @if let Some(weight) = &group.weight { span { "权重 " (weight) } }
        }
        @for list in &group.lists { (self::list(list)) }
        @if let Some(score) = &group.score {
            @if group.lists.len() != 1 || group.lists.iter().all(|list| list.result.is_none()) {
                p.calc { "本组" span { (steps(score)) } }
            }
        }
    }
}

fn list(list: &ListTrace) -> Markup {
    let dropped = list.values.iter().filter(|value| value.used != Used::Kept).count();
    let kept = list.values.len() - dropped;
    html! {
        @if !list.name.is_empty() { p.of { (list.name) } }
        p.mk {
            @for value in &list.values {
                @match value.used {
                    Used::Kept => span { (decimal(&value.value)) },
                    Used::DroppedHighest | Used::DroppedLowest => del { (decimal(&value.value)) span.vh { "（去掉）" } },
                    Used::OtherGrade => del { (decimal(&value.value)) span.vh { "（不是最多的等次）" } },
                }
            }
        }
        @if let Some(result) = &list.result {
            p.calc {
                @if let Some(found) = &list.steps { (found.name) " " (found.hits) "/" (found.divisor) }
                @else if dropped > 0 { "余 " (kept) " 张" } @else { (kept) " 张" }
                span { (steps(result)) }
            }
        }
    }
}

fn change(changed: &Changed) -> Markup {
    const MOST: usize = 4;
    html! {
        p.chg role="status" {
            b { "刚才的改动" } " "
            @for (index, one) in changed.changes.iter().take(MOST).enumerate() {
                @if index > 0 { "；" }
                (one.what) "由“" (said(&one.was)) "”改为“" (said(&one.is)) "”"
            }
            @if changed.changes.len() > MOST { "等 " (changed.changes.len()) " 处" }
            @if changed.figures.is_empty() {
                @if !changed.changes.is_empty() { "：算例的得分不变。" }
            } @else {
                @if !changed.changes.is_empty() { "：" }
                @for (index, (name, was, is)) in changed.figures.iter().enumerate() {
                    @if index > 0 { "，" } (name) " " (was) " → " (is)
                }
                "。"
            }
        }
    }
}

fn said(value: &str) -> &str {
    if value.is_empty() { "未填" } else { value }
}

fn sums(example: &Example) -> Markup {
    let (bonus, deduction) = (&example.trace.bonus.capped, &example.trace.deduction.capped);
    html! {
        ul.out {
            @for part in &example.trace.components {
                li { (part.name) " × " (part.weight) b { (part.weighted.as_ref().map_or("—", |stage| stage.rounded.as_str())) } }
            }
            @if let Some(class) = &example.trace.class { li { "难度系数（" (class.class) "）" b { "× " (class.coefficient) } } }
            @if given(bonus) || given(deduction) { li { "加分 / 减分" b { "+" (bonus) " −" (deduction) } } }
            li { "总分" b { @if example.total.is_empty() { "—" } @else { (example.total) } } }
            @if !example.place.is_empty() {
                li { (example.entries) " 个演示项目中第 " (example.place) " 名"
                    b { ([example.award.as_str(), example.band.as_str()].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" · ")) } }
            }
        }
    }
}

/// What is wrong; each fault leads to its field.
fn told(page: &Page<'_>, faults: &[RulesFault], number: i64) -> Markup {
    html! {
        @if faults.is_empty() {
            p.fine { (icon("ok")) "检查：没有问题。保存后第 " (number) " 版仍可查看。" }
        } @else {
            div.faults #faults {
                h3 { "检查：有 " (faults.len()) " 处问题" }
                ol {
                    @for (index, fault) in faults.iter().enumerate().filter(|(index, fault)| !is_said(&faults[..*index], fault)) {
                        @let field = page.faults.iter().find(|(_, known)| std::ptr::eq(*known, fault)).map(|(name, _)| name);
                        @let alike = faults.iter().filter(|other| is_alike(other, fault)).count();
                        li #{ "fault-" (index + 1) } {
                            @match field {
                                Some(name) => {
                                    button.plain name="do" value={ "go:" (tab_of(name)) ">" (name) } data-field=(name) formnovalidate { (words(page, fault)) }
                                },
                                None => {
                                    @if !fault.list.is_empty() { b { (fault.list) } } code { (fault.text) }
                                    @if alike > 1 { " 等 " (alike) " 行" }
                                },
                            }
                            p { (fault.problem) }
                        }
                    }
                }
            }
        }
    }
}

/// Whether two rows of a list have the same fault.
fn is_alike(one: &RulesFault, other: &RulesFault) -> bool {
    one.line.is_none() && (one.list, &one.place, &one.problem) == (other.list, &other.place, &other.problem)
}

/// Whether a fault was said of a row before.
fn is_said(before: &[RulesFault], fault: &RulesFault) -> bool {
    before.iter().any(|known| is_alike(known, fault))
}

/// What a fault is about, as the form calls it.
fn words(page: &Page<'_>, fault: &RulesFault) -> String {
    let section = page.form.section_at(&fault.place);
    let field = page.form.field_at(&fault.place);
    let row = section.map_or("", |section| section.title.as_str());
    match (row, field) {
        ("", Some(field)) => field.field.label.to_owned(),
        (row, Some(field)) => format!("{row} · {}", field.field.label),
        ("", None) => fault.place.clone(),
        (row, None) => row.to_owned(),
    }
}
