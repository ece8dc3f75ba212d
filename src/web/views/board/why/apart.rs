//! What separates an entry from the ones above and below it, part by part, and how its place stands without a seat.

use maud::{Markup, html};
use rust_decimal::Decimal;

use super::super::chosen::{Neighbours, ResultPage, called};
use crate::scoring::beside::Apart;
use crate::scoring::result::RankingRow;

pub(super) fn sentences(page: &ResultPage<'_>, row: &RankingRow, neighbours: &Neighbours<'_>) -> Markup {
    let report = &page.frozen.report;
    let around = [neighbours.above(&row.entry), neighbours.below(&row.entry)];
    let apart: Vec<Apart<'_>> = around.into_iter().flatten().filter_map(|other| report.apart(row, other)).collect();
    html! {
        @for apart in &apart { p { (one(page, apart)) } }
        @if let Some(said) = left_out(page, row) { p { (said) } }
    }
}

/// `比第 3 名雅周镇少 0.27：现场观摩少 0.74，日常考核多 0.47。`
fn one(page: &ResultPage<'_>, apart: &Apart<'_>) -> Markup {
    let other = apart.other;
    let mut parts: Vec<String> =
        apart.parts.iter().map(|(id, by)| format!("{}{}", page.component(id), more(*by))).collect();
    if !apart.adjusted.is_zero() {
        parts.push(format!("加减分{}", more(apart.adjusted)));
    }
    html! {
        @if apart.total.is_zero() { "与第 " (other.rank) " 名" (called(other)) "总分" strong { "相同" } }
        @else { "比第 " (other.rank) " 名" (called(other)) (word(apart.total)) " " strong { (apart.total.abs()) } }
        @if parts.is_empty() { "。" }
        @else if apart.adds_up { "：" (parts.join("，")) "。" }
        @else { "。折算分" (parts.join("，")) "；其间有系数、上下限或总分的取舍，各项之差合起来不等于总分之差。" }
    }
}

fn word(by: Decimal) -> &'static str {
    if by.is_sign_negative() { "少" } else { "多" }
}

fn more(by: Decimal) -> String {
    format!("{} {}", word(by), by.abs())
}

/// How often the place is another one with a seat left out.
fn left_out(page: &ResultPage<'_>, row: &RankingRow) -> Option<Markup> {
    let sure = page.sure().filter(|sure| sure.seats > 0)?;
    let own = page.sure_of(&row.entry)?;
    own.seat?;
    let moved: usize = own.elsewhere.iter().map(|(_, seats)| seats).sum();
    let places: Vec<String> = own.elsewhere.iter().map(|(place, _)| place.to_string()).collect();
    Some(html! {
        "逐席去掉（共 " (sure.seats) " 次）："
        @if moved == 0 { strong { "名次都不变" } "。" }
        @else {
            strong { (sure.seats.saturating_sub(moved)) " 次" } "不变，"
            strong { (moved) " 次" } "为第 " (places.join("、")) " 名。"
        }
    })
}
