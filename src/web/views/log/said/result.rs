//! Sentences about the result: counted, closed, signed, published, objected to, archived, erased, taken out.

use super::told::Told;

/// What somebody does to the result.
pub fn plainly(told: &Told<'_>, does: &str) -> String {
    format!("{} {does}{}", told.who(), told.because())
}

/// What is done upon what another one asked for.
pub fn upon(told: &Told<'_>, does: &str) -> String {
    format!("{} {does}{}{}", told.who(), told.asked_by(), told.because())
}

/// A close, with what was left open.
pub fn closed(told: &Told<'_>) -> String {
    let open = told.after["open"].as_array().map(Vec::len).filter(|&open| open > 0);
    let open = open.map_or_else(String::new, |open| format!("，留有 {open} 项未决事项"));
    let number = told.counted("，成为第 ", "number", " 号成绩");
    format!("{} 封存评分{number}{open}{}", told.who(), told.because())
}

pub fn signed(told: &Told<'_>) -> String {
    let complete = if told.after["complete"].as_bool() == Some(true) { "，签字齐全" } else { "" };
    format!("{} 在{}成绩上签字{complete}", told.who(), told.number_of("result:"))
}

pub fn published(told: &Told<'_>) -> String {
    let second = told.text("second").is_some();
    let (does, asked) = if second { ("同意公布成绩", told.asked_by()) } else { ("公布成绩", String::new()) };
    format!("{} {does}{asked}{}", told.who(), told.counted("，为第 ", "number", " 号"))
}

/// A publication that a second person did not approve of, or that was taken back.
pub fn publishing_declined(told: &Told<'_>) -> String {
    let does = if told.after["taken_back"].as_bool() == Some(true) {
        "撤回公布的申请"
    } else {
        "不同意公布成绩"
    };
    format!("{} {does}{}", told.who(), told.asked_by())
}

/// Facts that an inspector has taken note of.
pub fn ticked(told: &Told<'_>) -> String {
    let facts = told.after["facts"].as_array().map(Vec::len);
    let facts = facts.map_or_else(String::new, |facts| format!(" {facts} 件"));
    format!("{} 勾认{}成绩的签字前须知{facts}", told.who(), told.number_of("result:"))
}

/// Cards that are drawn to be looked at.
pub fn drawn(told: &Told<'_>) -> String {
    let cards = told.counted("，抽到 ", "cards", " 张");
    let typed = told.text("typed").map_or_else(String::new, |typed| format!("，报的数 {typed}"));
    format!("{} 抽检{}成绩的评分卡{typed}{cards}", told.who(), told.number_of("result:"))
}

/// What was found of them.
pub fn looked(told: &Told<'_>) -> String {
    let differing = told.after["differing"].as_array().map(Vec::len);
    let differing = differing.map_or_else(String::new, |count| format!("，不符 {count} 张"));
    format!("{} 登记抽检结果{}{differing}", told.who(), told.counted(" ", "cards", " 张"))
}

pub fn disagreed(told: &Told<'_>) -> String {
    format!("{} 不同意在{}成绩上签字{}", told.who(), told.number_of("result:"), told.because())
}

/// Two counts that came to something else; the figures are not told.
pub fn differs(told: &Told<'_>) -> String {
    let found = told.after.as_array().map(Vec::len).filter(|&found| found > 0);
    let found = found.map_or_else(String::new, |found| format!("，{found} 处不同"));
    format!("独立复核与成绩不一致{found}，{} 的操作没有写入", told.who())
}

/// What is done to the objection that is named.
pub fn objection(told: &Told<'_>, does: &str) -> String {
    format!("{} {does}{}异议", told.who(), told.number_of("objection:"))
}

pub fn objection_closed(told: &Told<'_>) -> String {
    let upheld = match told.after["upheld"].as_bool() {
        Some(true) => "，异议成立",
        Some(false) => "，异议不成立",
        None => "",
    };
    format!("{} 办结{}异议{upheld}", told.who(), told.number_of("objection:"))
}

/// What is taken out.
pub fn exported(told: &Told<'_>) -> String {
    let what = match told.subject() {
        "workbook" => "导出工作簿",
        "cards" => "打印评委的评分卡",
        "bundle" => "取走成果包",
        "judges" => "导出评委打分",
        _ => "导出评比文件夹",
    };
    let judge = told.text("judge").map_or_else(String::new, |id| format!("（{}）", told.names.judge(id)));
    format!("{} {what}{judge}", told.who())
}

/// How long an archived event is kept.
pub fn kept(told: &Told<'_>) -> String {
    format!("{} 设定归档以后的保存期限{}", told.who(), told.counted("为 ", "days", " 天"))
}

/// Known cards that a rehearsal is filled with.
pub fn filled(told: &Told<'_>) -> String {
    let (seed, cards) = (told.counted("，种子 ", "seed", ""), told.counted("，", "cards", " 张试算评分卡"));
    format!("{} 开始试算，向演练填入已知的评分卡{seed}{cards}", told.who())
}

/// What trying it out came to.
pub fn tried(told: &Told<'_>) -> String {
    let seed = told.counted("，种子 ", "seed", "");
    let (cards, entries) = (told.counted("，", "cards", " 张试算评分卡"), told.counted("，", "entries", " 个项目"));
    let figures = told.counted("，比对 ", "figures", " 个数字");
    let level = told.count("level").filter(|&level| level > 0);
    let level = level.map_or_else(String::new, |level| format!("，其中 {level} 个项目并列"));
    let came = match told.count("differing") {
        Some(0) => "，一致".to_owned(),
        Some(count) => {
            let places = told.after["places"].as_array().into_iter().flatten().filter_map(|place| place.as_str());
            format!("，{count} 处不一致：{}", places.collect::<Vec<_>>().join("、"))
        }
        None => String::new(),
    };
    format!("{} 试算{seed}{cards}{entries}{level}{figures}{came}", told.who())
}
