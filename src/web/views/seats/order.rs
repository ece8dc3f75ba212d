//! Earlier and later entries: their means by the order of visits.

use maud::{Markup, html};

use super::drawn::Drawn;
use super::words::{cut, minus, signed};
use crate::statistics::{Figure, Trend};

/// Entries up to which their number is the first thing to be said.
const FEW: usize = 30;

pub(super) fn card(drawn: &Drawn<'_>) -> Markup {
    html! {
        section.card {
            header { h2 { "先看的与后看的" } p { "项目平均分，按观摩先后" } }
            @match &drawn.view.panel().trend {
                None => p.none-said { "本次评比没有行程，不知道先看后看。" },
                Some(trend) if trend.points.is_empty() => p.none-said { "没有到过的站，或到过的站没有计入成绩的卡。" },
                Some(trend) => div.dr { (chart(drawn, trend)) p { (said(trend)) (caveat(trend)) } },
            }
        }
    }
}

fn chart(drawn: &Drawn<'_>, trend: &Trend) -> Markup {
    let Some(axis) = Figure::axis(trend.points.iter().map(|(_, _, mean)| *mean), 3) else { return html! {} };
    let last = trend.points.iter().map(|(_, place, _)| *place).max().unwrap_or(1);
    let x = |place: usize| Figure::of_count(place).along((Figure::of_count(1), Figure::of_count(last)), (22, 238));
    let y = |figure: Figure| figure.along((axis.low, axis.high), (80, 8));
    let radius = if trend.points.len() > 40 { "2.5" } else { "4.5" };
    // labels that have room
    let every = last.div_ceil(if last > 99 { 5 } else { 10 }).max(1);
    let first_and_last = trend.points.first().zip(trend.points.last());
    html! {
        svg width="280" height="102" viewBox="0 0 280 102" role="img" aria-label={ "按观摩先后的 " (trend.points.len()) " 个项目平均分，每晚一站 " (signed(trend.slope, 2)) " 分" } {
            @for mark in &axis.marks {
                path.ax d={ "M10 " (y(*mark)) "H250" } {}
                text x="254" y=(y(*mark)) dy="4" { (minus(&mark.fixed(axis.decimals))) }
            }
            @if let (Some((low, high)), Some((first, last))) = (trend.ends, first_and_last) {
                path.ln.dashed d={ "M" (x(first.1)) " " (y(low)) "L" (x(last.1)) " " (y(high)) } {}
            }
            @for (entry, place, mean) in &trend.points {
                circle.pt.hot[drawn.view.entry == Some(*entry)] cx=(x(*place)) cy=(y(*mean)) r=(radius) {
                    title { "第 " (place) " 站 " (drawn.view.entries.get(*entry).map(|entry| cut(&entry.unit, 24)).unwrap_or_default()) "：" (mean.fixed(2)) }
                }
            }
            @for (_, place, _) in trend.points.iter().filter(|(_, place, _)| place % every == 0 || *place == 1) {
                text.mid x=(x(*place)) y="98" { (place) }
            }
        }
    }
}

/// What the cards say.
fn said(trend: &Trend) -> Markup {
    let many = trend.points.len();
    html! {
        @match trend.slope {
            None => { "只有 " (many) " 个项目，画不出先后。" }
            Some(slope) => {
                "每晚一站平均"
                @match slope.magnitude().fixed(2).as_str() {
                    "0.00" => "不高不低",
                    far => { (if slope.is_negative() { "低 " } else { "高 " }) b { (far) " 分" } }
                }
                @if let Some(correlation) = trend.correlation { "（相关 " (minus(&correlation.fixed(2))) "）" }
                "。"
            }
        }
    }
}

/// What they cannot say, and what others have found.
fn caveat(trend: &Trend) -> Markup {
    let many = trend.points.len();
    html! {
        @if trend.slope.is_some() {
            @if many <= FEW { "只有 " (many) " 个项目" } @else { (many) " 个项目各只看一次" }
            "，分不清是顺序还是项目本身；已有的研究里，后看的常偏高。"
        }
    }
}
