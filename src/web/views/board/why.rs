//! "Why this score": the trace of one entry, step by step, as a person with a pocket calculator
//! would go.

mod apart;
mod group;

use maud::{Markup, html};
use rust_decimal::Decimal;

use super::bars;
use super::chosen::{Neighbours, ResultPage, called};
use crate::app::event::wire::EntryView;
use crate::scoring::result::{RankingRow, Status};
use crate::scoring::rules::RoundingMode;
use crate::scoring::shown::ShownRow;
use crate::scoring::trace::{AdjustmentTrace, ComponentTrace, EntryTrace, VetoTrace};
use crate::web::address::percent;
use crate::web::views::explained;
use crate::web::views::figure::{award, decimal, share, steps};

pub(super) fn panel(
    page: &ResultPage<'_>,
    (shown, entry): (&ShownRow<'_>, &EntryView),
    neighbours: &Neighbours<'_>,
    said: &[String],
) -> Markup {
    let row = shown.row;
    let trace = page.frozen.report.trace.as_ref().and_then(|traces| traces.get(&row.entry));
    html! {
        aside.board-card.why aria-labelledby="why" {
            header {
                h2 #why { "为何是这个分数" }
                p.who {
                    b { (called(row)) }
                    span { (standing(row, entry)) }
                    strong { (row.total) }
                }
                p.project.names {
                    @if entry.name.is_empty() { "未列项目名称" } @else { (entry.name) }
                    @if !entry.unit.is_empty() {
                        @let flag = if page.demo { "&demo=yes" } else { "" };
                        " " a.link href={ "/years/unit?unit=" (percent(&entry.unit)) (flag) } { "历年名次" }
                    }
                }
            }
            @if let Some(trace) = trace {
                @for (index, component) in trace.components.iter().enumerate() {
                    (part(page, index, component))
                }
                (adjustments(trace))
                (end(page, row, trace, (neighbours, said)))
            } @else if page.erased {
                p.project { "每一步的算式已按保存期限清除。" }
                section.end { @for one in said { p { (one) "。" } } }
            }
        }
    }
}

fn standing(row: &RankingRow, entry: &EntryView) -> String {
    let place = match row.status {
        Status::Ranked => format!("第 {} 名", row.rank),
        Status::Vetoed | Status::Incomplete => String::new(),
    };
    let words = [place, award(row), entry.track.clone()].into_iter().filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" · ")
}

/// One component; the first is open, the others open with a tap.
fn part(page: &ResultPage<'_>, index: usize, component: &ComponentTrace) -> Markup {
    let weight = component.weight.parse().map(|weight| share(page.rules, weight)).unwrap_or_default();
    let brief = match (component.result(), &component.weighted) {
        (Some(score), Some(weighted)) => {
            let weight = weight.trim_start_matches("× ");
            format!("{} × {weight} = {}", score.rounded, decimal(&weighted.exact))
        }
        _ => "尚缺数据".to_owned(),
    };
    let result = component.weighted.as_ref().map(|stage| stage.rounded.as_str()).unwrap_or_default();
    html! {
        details.st open[index == 0] {
            summary {
                div {
                    (bars::swatch(index))
                    b { (component.name) }
                    small { (brief) }
                    output { (result) }
                }
            }
            @for group in &component.groups {
                (group::part(page, group))
            }
            @if let Some(said) = explained::renormalised(component) { p.out-note { (said) } }
            @if let Some(measure) = explained::measure(component) {
                p.calc { (measure) span { (component.score.as_ref().map(steps).unwrap_or_default()) } }
            } @else if component.groups.len() > 1 {
                @if let Some(score) = &component.score {
                    p.eq { (steps(score)) }
                }
            }
            @for step in explained::relative(component) { p.calc { (step.said) span { (steps(step.stage)) } } }
            @if let Some(said) = explained::unbalanced(component) { p.out-note { (said) } }
        }
    }
}

fn adjustments(trace: &EntryTrace) -> Markup {
    let lines = |adjustment: &AdjustmentTrace, sign: &str| {
        html! {
            @for item in &adjustment.items {
                p.calc {
                    @if item.name.is_empty() { "未写事项" } @else { (item.name) }
                    @if !item.reasons.is_empty() { "：" (item.reasons.join("；")) }
                    span { (sign) (item.capped) @if item.capped != item.points { "（" (item.points) "，已封顶）" } }
                }
            }
        }
    };
    let capped = |adjustment: &AdjustmentTrace| {
        html! {
            @if let Some(cap) = adjustment.cap.as_ref().filter(|_| adjustment.sum != adjustment.capped) {
                p.calc { "合计封顶 " (cap) span { (adjustment.sum) " → " (adjustment.capped) } }
            }
        }
    };
    let none = trace.bonus.items.is_empty() && trace.deduction.items.is_empty();
    html! {
        section.st {
            h3 {
                (bars::bonus_swatch()) "加分 / 减分"
                @if none { small { "无" } }
                output { "+" (trace.bonus.capped) " −" (trace.deduction.capped) }
            }
            (lines(&trace.bonus, "+"))
            (capped(&trace.bonus))
            (lines(&trace.deduction, "−"))
            (capped(&trace.deduction))
            @if let Some(veto) = &trace.veto { (vetoed(veto)) }
        }
    }
}

/// A veto, its reasons and what it does.
fn vetoed(veto: &VetoTrace) -> Markup {
    html! {
        @for reason in &veto.reasons {
            p.calc { "一票否决" span { @if reason.is_empty() { "未写原因" } @else { (reason) } } }
        }
        p.out-note { "否决的结果：" (explained::veto(veto)) }
    }
}

fn end(
    page: &ResultPage<'_>,
    row: &RankingRow,
    trace: &EntryTrace,
    (neighbours, said): (&Neighbours<'_>, &[String]),
) -> Markup {
    html! {
        section.end {
            @if let Some(total) = &trace.total {
                @if let Some(class) = &trace.class {
                    p { "难度系数 " (class.coefficient) "（" (class.class) "）" }
                }
                @if let Some(subtotal) = &trace.subtotal { p { "各环节合计 " (steps(subtotal)) } }
                @if let Some(clamp) = &trace.clamp {
                    @if let Some(adjusted) = &trace.adjusted { p { "加减分后 " (steps(adjusted)) } }
                    p { (explained::clamp(clamp)) }
                    p.t { (rounded_off(&clamp.after, &clamp.after, &total.rounded)) }
                } @else {
                    @let formula = trace.adjusted.as_ref().map_or(&total.formula, |adjusted| &adjusted.formula);
                    p.t { (rounded_off(formula, &total.exact, &total.rounded)) }
                }
            } @else {
                p.t { "还有未决事项，总分暂缺" }
            }
            (apart::sentences(page, row, neighbours))
            @for one in said { p { (one) "。" } }
            p { (rounding(page)) }
        }
    }
}

/// A formula with what it comes to, and what the last rounding made of it: `80 + 0.02 = 80.02 → 80.0`.
fn rounded_off(formula: &str, exact: &str, rounded: &str) -> Markup {
    let exact = decimal(exact);
    let same = matches!((exact.parse::<Decimal>(), rounded.parse::<Decimal>()), (Ok(a), Ok(b)) if a == b);
    html! {
        (formula)
        @if !same && exact != formula { " = " (exact) }
        b { @if same { "= " } @else { "→ " } (rounded) }
    }
}

fn rounding(page: &ResultPage<'_>) -> String {
    let rounding = &page.rules.rounding;
    let word = |mode: RoundingMode| match mode {
        RoundingMode::HalfUp => "四舍五入",
        RoundingMode::HalfEven => "四舍六入五成双",
        RoundingMode::Down => "只舍不入",
    };
    let own = rounding.stages().into_iter().filter_map(|(stage, kept)| {
        let kept = kept.filter(|kept| kept.mode != rounding.mode)?;
        Some(format!("{}{}", stage_name(stage), word(kept.mode)))
    });
    let own: Vec<String> = own.collect();
    let own = if own.is_empty() { String::new() } else { format!("（{}）", own.join("，")) };
    let mode = format!("{}{own}", word(rounding.mode));
    match page.rules.rounding.total {
        Some(stage) => format!("取舍办法：{mode}；总分保留 {} 位小数。", stage.decimals),
        None => format!("取舍办法：{mode}；总分不取舍。"),
    }
}

/// What people call a stage of rounding.
fn stage_name(stage: &str) -> &'static str {
    match stage {
        "card" => "每张评分卡",
        "criterion" => "每个指标的平均",
        "criterion_weighted" => "指标加权后",
        "group" => "评委组得分",
        "component" => "环节得分",
        "panel_mean" => "评审组均值",
        "coefficient" => "平衡系数",
        "balanced" => "平衡后的得分",
        "component_weighted" => "环节折算",
        "subtotal" => "小计",
        _ => "总分",
    }
}
