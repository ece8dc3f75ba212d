//! Sentences about what is entered by hand. Points and values are not in them: they are figures of the result.

use serde_json::Value;

use super::told::Told;

/// Why a card does not count, or what is done to an entry, as people call it.
fn kind(word: &str) -> &'static str {
    match word {
        "recused" => "回避",
        "absent" => "缺席",
        "void" => "作废",
        "bonus" => "加分",
        "deduction" => "减分",
        "veto" => "否决",
        _ => "",
    }
}

/// Of what a row is, by its fields.
fn text<'v>(of: &'v Value, name: &str) -> &'v str {
    of[name].as_str().unwrap_or_default()
}

pub fn excluded(told: &Told<'_>) -> String {
    let place = told.place(text(&told.after, "component"), text(&told.after, "entry"));
    let word = match kind(text(&told.after, "kind")) {
        "" => "回避、缺席或作废",
        word => word,
    };
    format!("{} 登记 {} 对 {place} {word}{}", told.who(), told.judge(), told.because())
}

pub fn adjusted(told: &Told<'_>) -> String {
    let word = match kind(text(&told.after, "kind")) {
        "" => "加减分或否决",
        word => word,
    };
    let item = told.text("item").map_or_else(String::new, |item| format!("（{item}）"));
    let from = told.counted("，依据第 ", "overtime", " 次汇报的超时");
    format!("{} 为 {} 登记{word}{item}{from}{}", told.who(), told.entry(), told.because())
}

/// One value of a measure.
pub fn measured(told: &Told<'_>) -> String {
    let (component, entry) = told.behind("measure:").split_once('/').unwrap_or_default();
    let place = told.place(component, entry);
    let does = if told.before["value"].is_null() { "填写" } else { "更改" };
    format!("{} {does} {place} 的考核数值{}", told.who(), told.because())
}

/// Values of measures, many at once.
pub fn tabled(told: &Told<'_>) -> String {
    let count = told.after["values"].as_array().map_or_else(String::new, |values| format!(" {} 个", values.len()));
    format!("{} 填写考核数值{count}{}", told.who(), told.because())
}

/// Something that was entered and is taken back.
pub fn withdrawn(told: &Told<'_>) -> String {
    let (list, position) = told.subject().split_once(':').unwrap_or_default();
    let list = match list {
        "exclusion" => "回避、缺席、作废登记",
        "adjustment" => "加减分、否决登记",
        "decision" => "并列裁定",
        "acceptance" => "超出限制的认可",
        _ => "登记",
    };
    let number = position.parse::<i64>().map_or_else(|_| String::new(), |at| format!("第 {} 条", at.saturating_add(1)));
    let judge = text(&told.before, "judge");
    let place = told.place(text(&told.before, "component"), text(&told.before, "entry"));
    let about = match (judge.is_empty(), told.before.is_null()) {
        (_, true) => String::new(),
        (true, false) => format!("（{place}）"),
        (false, false) => format!("（{} 对 {place}）", told.names.judge(judge)),
    };
    format!("{} 撤销{number}{list}{about}{}", told.who(), told.because())
}

/// A tie and how it is to be ordered.
pub fn tie(told: &Told<'_>, does: &str) -> String {
    let mut rows: Vec<(i64, &str)> = told.after["order"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|row| Some((row["order"].as_i64()?, row["entry"].as_str()?)))
        .collect();
    rows.sort_unstable();
    let order: Vec<&str> = rows.into_iter().map(|(_, id)| told.names.entry(id)).collect();
    let order = if order.is_empty() { String::new() } else { format!("，依次为 {}", order.join("、")) };
    format!("{} {does}{}{order}{}", told.who(), told.asked_by(), told.because())
}

/// A broken limit that is let stand.
pub fn accepted(told: &Told<'_>) -> String {
    let part = told.text("component").map_or_else(String::new, |id| format!("在 {} 中", told.names.component(id)));
    format!("{} 认可 {} {part}超出评分限制{}", told.who(), told.judge(), told.because())
}
