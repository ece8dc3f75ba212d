//! Sentences about what an event is set up with: lists, route, title, rules, settings, rehearsals.

use super::told::Told;

/// An event that is made, with how much there is in it.
pub fn made(told: &Told<'_>, does: &str) -> String {
    let parts = [("entries", " 个参评项目"), ("judges", " 名评委"), ("cards", " 张评分卡")];
    let parts: Vec<String> = parts.iter().filter_map(|(name, of)| Some(format!("{}{of}", told.count(name)?))).collect();
    let parts = if parts.is_empty() { String::new() } else { format!("：{}", parts.join("、")) };
    format!("{} {does}{parts}", told.who())
}

/// What somebody does that needs no more words than its reason.
pub fn plainly(told: &Told<'_>, does: &str) -> String {
    format!("{} {does}{}", told.who(), told.because())
}

/// What a column is called.
fn column(name: &str) -> &'static str {
    match name {
        "name" => "名称",
        "unit" => "单位",
        "unit_type" => "单位类别",
        "site" => "观摩点",
        "theme" => "主题",
        "track" => "类别",
        "class" => "难度系数",
        "order" => "顺序",
        "summary" => "简介",
        "panel" => "评审组",
        "group" => "评委组",
        "planned_arrival" => "计划到达",
        "planned_departure" => "计划离开",
        "look_at" => "看点",
        _ => "",
    }
}

/// An entry or a stop, with the columns that have become others.
pub fn entry(told: &Told<'_>, does: &str) -> String {
    format!("{} {does} {}{}", told.who(), told.entry(), columns(told))
}

/// The same of a judge.
pub fn judge(told: &Told<'_>, does: &str) -> String {
    format!("{} {does} {}{}", told.who(), told.judge(), columns(told))
}

fn columns(told: &Told<'_>) -> String {
    // what is added or removed has all of them
    let (Some(after), false) = (told.after.as_object(), told.before.is_null()) else { return String::new() };
    let names: Vec<&str> = after.keys().map(|name| column(name)).filter(|name| !name.is_empty()).collect();
    if names.is_empty() { String::new() } else { format!("（{}）", names.join("、")) }
}

/// The title of the event.
pub fn retitled(told: &Told<'_>) -> String {
    let title = told.text("title").map_or_else(String::new, |title| format!("，改为“{title}”"));
    format!("{} 更改活动名称{title}", told.who())
}

/// Rules that are proposed, or what is said of a proposal.
pub fn rules(told: &Told<'_>, does: &str) -> String {
    let version = told.counted("，成为第 ", "version", " 版");
    format!("{} {does}{}{version}{}", told.who(), told.asked_by(), told.because())
}

/// Opening, with what became of the rehearsals.
pub fn opened(told: &Told<'_>) -> String {
    let discarded = told.after["discarded"].as_array().map(Vec::len).filter(|&count| count > 0);
    let discarded = discarded.map_or_else(String::new, |count| format!("，{count} 次演练随之作废"));
    format!("{} 开放评分{discarded}", told.who())
}

/// Who must sign.
pub fn signing(told: &Told<'_>) -> String {
    format!("{} 设定签字与公示{}", told.who(), told.counted("，公示期 ", "notice_days", " 天"))
}
