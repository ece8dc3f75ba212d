//! Sentences about the day: the route, what changed on it, judges and their links.

use serde_json::Value;

use super::told::Told;

/// What happened at the stop that is named.
pub fn stop(told: &Told<'_>, does: &str) -> String {
    format!("{} {does} {}{}", told.who(), told.entry(), told.because())
}

/// What somebody does that needs no more words than its reason.
pub fn plainly(told: &Told<'_>, does: &str) -> String {
    format!("{} {does}{}", told.who(), told.because())
}

/// An arrival or a departure that is taken back.
pub fn undone(told: &Told<'_>) -> String {
    let stops = told.before.as_array().into_iter().flatten().filter_map(|stop| stop["entry"].as_str());
    let stops: Vec<&str> = stops.map(|id| told.names.entry(id)).collect();
    let at = if stops.is_empty() { String::new() } else { format!("（{}）", stops.join("、")) };
    format!("{} 撤回最近一次到达或离开的登记{at}{}", told.who(), told.because())
}

/// A seat that somebody else takes.
pub fn seat(told: &Told<'_>, does: &str) -> String {
    let change = &told.after["change"];
    let to = ["name", "seat"].iter().find_map(|name| named(&change[*name]));
    let to = to.map_or_else(String::new, |to| format!("，改由 {to} 担任"));
    format!("{} 为 {} {does}{to}{}", told.who(), told.judge(), told.because())
}

fn named(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| value["name"].as_str()).filter(|name| !name.is_empty())
}

/// Cards that are asked for.
pub fn asked(told: &Told<'_>) -> String {
    let cards = told.after["cards"].as_array();
    let count = cards.map_or_else(String::new, |cards| format!(" {} 张", cards.len()));
    match told.subject().split_once(':') {
        Some(("judge", id)) => format!("{} 催办 {} 未交的评分卡{count}", told.who(), told.names.judge(id)),
        Some(("entry", id)) => format!("{} 催办 {} 缺的评分卡{count}", told.who(), told.names.entry(id)),
        _ => format!("{} 催办全部未交的评分卡{count}", told.who()),
    }
}

/// Links of all judges.
pub fn links(told: &Told<'_>) -> String {
    let made = told.counted(" ", "made", " 个");
    let left = told.count("left").filter(|&left| left > 0);
    let left = left.map_or_else(String::new, |left| format!("，{left} 席已有评分卡，未重发"));
    format!("{} 生成评委登录链接{made}{left}", told.who())
}

/// The link of the judge who is named.
pub fn link(told: &Told<'_>, does: &str) -> String {
    let way = match told.text("way") {
        Some("consent") => "，凭评委平板上的数字",
        Some("second") => "，经第二人批准",
        Some("reason") => "，未经评委同意",
        _ => "",
    };
    format!("{} {does} {} 的登录链接{way}{}", told.who(), told.judge(), told.because())
}

/// Sessions of a judge that end.
pub fn ended(told: &Told<'_>) -> String {
    format!("{} 结束 {} 的登录{}{}", told.who(), told.judge(), told.counted("（", "ended", " 个）"), told.because())
}

/// A key that a tablet signs with.
pub fn key(told: &Told<'_>) -> String {
    format!("{} 的平板登记签名密钥{}", told.judge(), told.counted("（第 ", "number", " 个）"))
}
