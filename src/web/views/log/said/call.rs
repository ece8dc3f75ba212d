//! Sentences about the reports: who was called up, and for how long.

use super::told::Told;
use crate::app::act::clock::minutes;

/// A time of what is after; nothing where it is none.
fn time(told: &Told<'_>, before: &str, name: &str) -> String {
    told.count(name).filter(|&seconds| seconds > 0).map_or_else(String::new, |s| format!("{before}{}", minutes(s)))
}

/// How long a report may be.
pub fn set(told: &Told<'_>) -> String {
    let part = told.text("component").map_or_else(String::new, |id| format!("（{}）", told.names.component(id)));
    let (limit, bell) = (time(told, "，限时 ", "limit"), time(told, "，提前响铃 ", "bell"));
    format!("{} 设定汇报计时{part}{limit}{bell}", told.who())
}

/// The order in which they come.
pub fn ordered(told: &Told<'_>, does: &str) -> String {
    let ids = told.after["entries"].as_array().into_iter().flatten().filter_map(|id| id.as_str());
    let order: Vec<&str> = ids.map(|id| told.names.entry(id)).collect();
    let order = if order.is_empty() { String::new() } else { format!("，依次为 {}", order.join("、")) };
    let typed = told.text("typed").map_or_else(String::new, |typed| format!("，报的数 {typed}"));
    format!("{} {does}{typed}{order}{}", told.who(), told.because())
}

/// Somebody is called up.
pub fn called(told: &Told<'_>) -> String {
    let passed = told.text("passed").map_or_else(String::new, |id| format!("，{} 未到", told.names.entry(id)));
    let place = told.counted("（第 ", "place", " 个）");
    format!("{} 叫 {}{place}汇报{passed}{}", told.who(), told.entry(), told.because())
}

/// The clock of a report goes on.
pub fn pressed(told: &Told<'_>, does: &str) -> String {
    let (used, over) = (time(told, "，已用 ", "used"), time(told, "，超时 ", "over"));
    format!("{} {does} {} 的汇报{used}{over}{}", told.who(), told.entry(), told.because())
}

/// Nothing is taken off.
pub fn waived(told: &Told<'_>) -> String {
    let over = told.before["over"].as_i64().map_or_else(String::new, |over| format!(" {}", minutes(over)));
    format!("{} 决定 {} 汇报超时{over}不扣分{}", told.who(), told.entry(), told.because())
}
