//! One group's part in a component: its cards, what the method made of them, who is left out.

use maud::{Markup, html};

use super::super::chosen::ResultPage;
use super::super::figure::{decimal, steps};
use crate::scoring::trace::{GroupTrace, ListTrace, Used, ValueTrace, Why};

pub(super) fn part(page: &ResultPage<'_>, group: &GroupTrace) -> Markup {
    let cards = group.lists.first().map_or(0, |list| list.values.len());
    html! {
        div.gp {
            h4 {
                @if group.name.is_empty() { "全部评委" } @else { (group.name) }
                @if let Some(weight) = &group.weight { small { "权重 " (weight) } }
                span { (cards) " 张" }
            }
            @for list in &group.lists {
                @if !list.name.is_empty() { p.crit-name { (list.name) } }
                (marks(page, list))
                (stand_ins(list))
                // a single list is the group's score, which says the same and its rounding
                @let single = group.score.as_ref().filter(|_| list.criterion.is_none());
                @if let Some(share) = &list.steps {
                    p.calc {
                        "“" (share.name) "”占 " (share.hits) " ÷ " (share.divisor) " = " (decimal(&share.share))
                        "，达到 " (share.at_least)
                        span { "得 " (group.score.as_ref().map_or(&share.value, |score| &score.rounded)) }
                    }
                } @else if let Some(result) = single.or(list.result.as_ref()) {
                    p.calc { (method(group, list)) span { (steps(result)) } }
                }
                @if let Some(weighted) = &list.weighted {
                    p.calc { "乘以权重" span { (steps(weighted)) } }
                }
            }
            @if let Some(score) = group.score.as_ref().filter(|_| group.lists.len() > 1) {
                p.calc { "该组得分" span { (steps(score)) } }
            }
            (left_out(group))
        }
    }
}

/// The counted values, lowest first; dropped ones struck through and said.
fn marks(page: &ResultPage<'_>, list: &ListTrace) -> Markup {
    html! {
        p.mk {
            @for value in &list.values {
                @let seat = page.seats.then(|| seat(value));
                @let figure = decimal(&value.value);
                @match value.used {
                    Used::Kept => span title=[seat] { (figure) @if value.stand_in { i { "（本人均分）" } } }
                    Used::DroppedLowest => del title=[seat] { (figure) span.vh { "（去掉最低）" } }
                    Used::DroppedHighest => del title=[seat] { (figure) span.vh { "（去掉最高）" } }
                }
            }
        }
    }
}

/// Whose value it is, and how it came about.
fn seat(value: &ValueTrace) -> String {
    let ballot = match value.from.strip_prefix("place ") {
        Some(place) => format!("第 {place} 名"),
        None => value.from.clone(),
    };
    let made = value.stage.as_ref().map(steps).into_iter();
    let words = [value.name.clone(), ballot].into_iter().filter(|word| !word.is_empty()).chain(made);
    words.collect::<Vec<_>>().join("：")
}

/// The means that stand in for recused cells, with what they are taken of.
fn stand_ins(list: &ListTrace) -> Markup {
    html! {
        @for stage in list.values.iter().filter(|value| value.stand_in).filter_map(|value| value.stage.as_ref()) {
            p.out-note { "本人均分：" (steps(stage)) }
        }
    }
}

fn method(group: &GroupTrace, list: &ListTrace) -> String {
    let kept = list.values.iter().filter(|value| value.used == Used::Kept).count();
    if group.too_few_mean {
        return format!("评分卡不足，改用 {kept} 张平均");
    }
    match group.method.as_str() {
        "trimmed-mean" => format!("去 {} 高 {} 低，余 {kept} 张", group.drop_highest, group.drop_lowest),
        "median" => "取中位数".to_owned(),
        _ if group.denominator.as_deref() == Some("due") => "按应交张数平均".to_owned(),
        _ => format!("{kept} 张平均"),
    }
}

fn left_out(group: &GroupTrace) -> Markup {
    let kinds = [
        (Why::Recused, "回避"),
        (Why::Absent, "缺席"),
        (Why::Void, "作废"),
        (Why::Missing, "未交"),
        (Why::JudgeDropped, "因在本环节有回避而不计"),
        (Why::NoOtherCard, "回避（没有其他评分卡可代）"),
    ];
    html! {
        @for (why, word) in kinds {
            @let names: Vec<&str> = group.left_out.iter().filter(|l| l.why == why).map(|l| l.name.as_str()).collect();
            @if !names.is_empty() { p.out-note { (word) "：" (names.join("、")) } }
        }
    }
}
