//! What is said of a place and an award, in words: shared places, what parts equal totals, what kept an award back, and
//! what is still open. Written once; every surface that shows a result says it from here.

use std::collections::HashMap;

use super::figure::decimal;
use crate::scoring::result::{KeptAward, PartedBy, Parting, Report, WhyKept};
use crate::scoring::shown::{Open, ShownRow};

/// The sentences about the rows of one report.
pub struct Sentences<'r> {
    units: HashMap<&'r str, &'r str>,
}

impl<'r> Sentences<'r> {
    #[must_use]
    pub fn of(report: &'r Report) -> Self {
        let called =
            |row: &'r crate::scoring::result::RankingRow| if row.unit.is_empty() { &row.name } else { &row.unit };
        Self { units: report.ranking.iter().map(|row| (row.entry.as_str(), called(row).as_str())).collect() }
    }

    fn named<'i>(&self, ids: impl Iterator<Item = &'i str>) -> String {
        let name = |id: &'i str| match self.units.get(id) {
            Some(unit) if !unit.is_empty() => (*unit).to_owned(),
            Some(_) | None => format!("{id} 号"),
        };
        ids.map(name).collect::<Vec<_>>().join("、")
    }

    /// All that is to be said of a row's place and award; nothing of most.
    #[must_use]
    pub fn about(&self, row: &ShownRow<'_>) -> Vec<String> {
        let mut said: Vec<String> = self.shared(row).into_iter().collect();
        said.extend(row.after.map(|parting| self.after(parting)));
        said.extend(row.before.map(|parting| self.before(parting)));
        said.extend(row.kept.iter().map(|kept| kept_back(kept)));
        said
    }

    /// The same where a line of its own says what parts equal totals.
    #[must_use]
    pub fn beside(&self, row: &ShownRow<'_>) -> Vec<String> {
        self.shared(row).into_iter().chain(row.kept.iter().map(|kept| kept_back(kept))).collect()
    }

    fn shared(&self, row: &ShownRow<'_>) -> Option<String> {
        let others = || self.named(row.shared_with.iter().copied());
        (!row.shared_with.is_empty()).then(|| format!("与{}并列第 {} 名", others(), row.row.rank))
    }

    /// What parts equal totals, in one line for both: `第 4、5 名总分相同，比“现场观摩”：甲镇 89.64 ＞ 乙镇 88.07`.
    #[must_use]
    pub fn parting<'p>(&self, parting: &Parting, place: impl Fn(&str) -> Option<&'p str>) -> String {
        let mut places: Vec<&str> = Vec::new();
        for id in parting.above.iter().chain(&parting.below) {
            if let Some(place) = place(id).filter(|place| !places.contains(place)) {
                places.push(place);
            }
        }
        let (above, below) = (
            self.named(parting.above.iter().map(String::as_str)),
            self.named(parting.below.iter().map(String::as_str)),
        );
        let places = places.join("、");
        match &parting.by {
            PartedBy::TieBreak { key, name, above: first, below: second } => format!(
                "第 {places} 名总分相同，比{}：{above} {} ＞ {below} {}",
                compared(key, name),
                compared_figure(first),
                compared_figure(second)
            ),
            PartedBy::Decision { reason } => {
                format!("第 {places} 名相同，经裁定{above}在前、{below}在后{}", because(reason))
            }
        }
    }

    fn after(&self, parting: &Parting) -> String {
        let others = self.named(parting.above.iter().map(String::as_str));
        match &parting.by {
            PartedBy::TieBreak { key, name, above, below } => {
                format!("与{others}总分相同，{}{}，排在后", compared(key, name), against(below, "低于", above))
            }
            PartedBy::Decision { reason } => format!("与{others}相同，经裁定排在后{}", because(reason)),
        }
    }

    fn before(&self, parting: &Parting) -> String {
        let others = self.named(parting.below.iter().map(String::as_str));
        match &parting.by {
            PartedBy::TieBreak { key, name, above, below } => {
                format!("与{others}总分相同，{}{}，排在前", compared(key, name), against(above, "高于", below))
            }
            PartedBy::Decision { reason } => format!("与{others}相同，经裁定排在前{}", because(reason)),
        }
    }
}

/// What is compared.
fn compared(key: &str, name: &str) -> String {
    match key {
        "exact" => "取舍前的总分".to_owned(),
        "bonus" => "加分".to_owned(),
        _ if key.starts_with("decimals:") => format!("保留 {} 位小数的总分", &key["decimals:".len()..]),
        _ if name.is_empty() => key.to_owned(),
        _ => format!("“{name}”"),
    }
}

fn against(own: &str, word: &str, other: &str) -> String {
    format!(" {} {word} {}", compared_figure(own), compared_figure(other))
}

fn compared_figure(value: &str) -> String {
    if value.is_empty() { "无得分".to_owned() } else { decimal(value) }
}

fn because(reason: &str) -> String {
    if reason.is_empty() { String::new() } else { format!("（理由：{reason}）") }
}

fn kept_back(kept: &KeptAward) -> String {
    match &kept.why {
        WhyKept::Threshold { at_least } => format!("总分未达 {at_least} 分，不授“{}”", kept.award),
        WhyKept::Boundary => format!("并列跨越“{}”的名额，按规则不授", kept.award),
    }
}

/// What keeps the result from being final, in one sentence.
#[must_use]
pub fn open(open: Open) -> String {
    let overridden = || format!("封存时有 {} 件未决事项，已写明理由后封存，有关项目没有总分和名次", open.overridden);
    match (open.to_settle, open.overridden) {
        (0, 0) => "未决事项 0 件，结果为最终结果。".to_owned(),
        (0, _) => format!("{}。", overridden()),
        (some, 0) => format!("未决事项 {some} 件，未决以前不是最终结果。"),
        (some, more) => format!(
            "未决事项 {} 件：其中 {some} 件须在签字以前处理，未决以前不是最终结果；{}。",
            some + more,
            overridden()
        ),
    }
}
