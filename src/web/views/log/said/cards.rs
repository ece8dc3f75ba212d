//! Sentences about cards: from tablets, from files, from paper, and what was ruled on them.

use super::told::Told;

/// A card that came, with what became of it.
pub fn came(told: &Told<'_>, became: &str) -> String {
    let (judge, card) = (told.judge(), told.card());
    let times = told.count("revision").filter(|&times| times > 0);
    let times = times.map_or_else(String::new, |times| format!("（第 {times} 次）"));
    match told.text("device") {
        Some("trial") => format!("{} 填入 {judge} 对 {card} 的试算评分卡{became}", told.who()),
        _ if told.is_by_judge() => format!("{judge} 的平板送达 {card} 的评分卡{times}{became}"),
        _ => format!("{} 代为送达 {judge} 对 {card} 的评分卡{times}{became}", told.who()),
    }
}

/// A card that is not taken.
pub fn refused(told: &Told<'_>) -> String {
    let why = match told.text("outcome") {
        Some("invalid") => "，不符合规则",
        Some("excluded") => "，已登记回避、缺席或作废",
        Some("not-yours") => "，不是这位评委应评的",
        Some("unknown") => "，没有这个项目或环节",
        Some("op-reused") => "，编号已被占用",
        Some("bad-signature") => "，本机签名不符",
        _ => "",
    };
    format!("未收 {} 的平板送来的 {} 的评分卡{why}", told.judge(), told.card())
}

/// What somebody does to the card that is named.
pub fn about(told: &Told<'_>, does: &str) -> String {
    format!("{} {does} {} 对 {} 的评分卡{}", told.who(), told.judge(), told.card(), told.because())
}

/// What somebody does to the sheet of paper of the card that is named.
pub fn paper(told: &Told<'_>, does: &str) -> String {
    let reference = told.text("reference").map_or_else(String::new, |text| format!("（编号 {text}）"));
    let times = told.counted("，第 ", "number", " 次");
    format!("{} {does} {} 对 {} 的纸质卡{reference}{times}{}", told.who(), told.judge(), told.card(), told.because())
}

/// A tablet's file.
pub fn file(told: &Told<'_>, does: &str) -> String {
    let cards = told.counted("，", "ops", " 张评分卡");
    let waits = told.count("waits").filter(|&waits| waits > 0);
    let waits = waits.map_or_else(String::new, |waits| format!("，{waits} 张待第二人认定"));
    format!("{} {does} {} 的平板文件{cards}{waits}", told.who(), told.judge())
}

/// What a second person said of cards from a file.
pub fn handed(told: &Told<'_>, does: &str) -> String {
    let of = |name: &str| told.after[name].as_array().map(Vec::len).filter(|&count| count > 0);
    let admitted = of("admitted").map_or_else(String::new, |count| format!("，认定 {count} 张"));
    let declined = of("declined").map_or_else(String::new, |count| format!("，不予认定 {count} 张"));
    format!("{} {does}平板文件中的评分卡{admitted}{declined}{}", told.who(), told.because())
}

/// A judge's own word on all of their cards.
pub fn confirmed(told: &Told<'_>) -> String {
    format!("{} 确认“本人已核对”自己的评分卡", told.who())
}

/// The same on paper.
pub fn confirmed_on_paper(told: &Told<'_>) -> String {
    let (judge, cards) = (told.judge().to_owned(), told.counted("，", "cards", " 张评分卡"));
    let reference = told.text("reference").map_or_else(String::new, |text| format!("，编号 {text}"));
    format!("{} 登记 {judge} 签过的核对单{cards}{reference}", told.who())
}
