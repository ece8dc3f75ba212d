//! How the result was looked over: what signers have to know of, drawn cards, the trial before the day.

use maud::{Markup, html};

use super::super::local_time;
use super::super::wording::party;
use super::parts::ordinal;
use super::result::Sheet;
use super::{Table, fit, header_of, lines, row_of};
use crate::app::act::clock::moment;
use crate::app::result::out::Checked;
use crate::app::result::spot::SpotState;
use crate::store::trial::TrialRow;

/// Tenths of a character that the words of a row have.
const ROOM: usize = 290;

impl Sheet<'_> {
    /// The same in a line, for the first page; nothing for those who may not see the result being signed.
    pub(super) fn checked_in_short(&self) -> Option<String> {
        let checked = self.dossier.checked.as_ref()?;
        let told = checked.facts.iter().filter(|(fact, _)| fact.count > 0).count();
        let ticked = checked.facts.iter().filter(|(_, tick)| tick.is_some()).count();
        let mut parts =
            vec![format!("签字前须知 {} 项，有事的 {told} 项，纪检已勾认 {ticked} 项", checked.facts.len())];
        parts.extend(checked.spot.as_ref().map(spot_in_short));
        parts.extend(checked.trial.as_ref().map(trial_in_short));
        if !checked.dissents.is_empty() {
            parts.push(format!("登记不同意 {} 人", checked.dissents.len()));
        }
        if self.dossier.lines.is_empty() {
            parts.push("无签字".to_owned());
        }
        Some(format!("{}。详见文末。", parts.join("；")))
    }

    /// The table at the end of the sheet.
    pub(super) fn checked(&self) -> Option<Table> {
        let checked = self.dossier.checked.as_ref()?;
        let mut rows: Vec<(u32, Markup)> = Vec::new();
        for (fact, tick) in checked.facts.iter().filter(|(fact, _)| fact.count > 0) {
            let ticked = tick.as_ref().map_or("未勾", |_| "已勾");
            rows.push(row(fact.word.title(), &fact.count.to_string(), &fact.lines.join("；"), ticked));
        }
        let none: Vec<&str> =
            checked.facts.iter().filter(|(fact, _)| fact.count == 0).map(|(fact, _)| fact.word.title()).collect();
        if !none.is_empty() {
            let ticked = checked.facts.iter().filter(|(fact, tick)| fact.count == 0 && tick.is_some()).count();
            rows.push(row("其余各项", "0", &none.join("、"), &format!("{ticked}/{}", none.len())));
        }
        if let Some(spot) = &checked.spot {
            rows.push(row("抽检", &spot.cards.to_string(), &spot_in_full(spot), ""));
        }
        let trial = checked.trial.as_ref().map_or_else(|| "没有试算过".to_owned(), trial_in_full);
        rows.push(row("试算", "", &trial, ""));
        for dissent in &checked.dissents {
            rows.push(row(
                "登记不同意",
                "",
                &format!("{}：{}", dissent.full_name.as_deref().unwrap_or(&dissent.account), dissent.reason),
                "",
            ));
        }
        rows.extend(published(checked, self.dossier.lines.is_empty()));
        let adjusted = usize::from(self.adjustments().is_some());
        let number = ordinal(self.dossier.rules.components.len() + 2 + adjusted);
        let (class, height) = header_of(1);
        Some(Table {
            class: "parts",
            heading: (136, format!("{number}、签字前须知、抽检与试算")),
            columns: html! { col.c34; col.c12; col; col.c12; },
            header: (
                height,
                html! {
                    tr class=(class) {
                        th.l scope="col" { "事项" } th.c scope="col" { "数" } th.l scope="col" { "谁 · 何时（全文见系统）" } th.c scope="col" { "纪检" }
                    }
                },
            ),
            rows,
        })
    }
}

fn row(title: &str, count: &str, words: &str, ticked: &str) -> (u32, Markup) {
    let (class, height) = row_of(lines(title, 78).max(lines(words, ROOM)));
    let markup = html! {
        tr class=(class) {
            th.l scope="row" { (fit(title, 78)) } td.c { (count) } td.l { (fit(words, ROOM)) } td.c { (ticked) }
        }
    };
    (height, markup)
}

fn spot_in_short(spot: &SpotState) -> String {
    match &spot.drawn {
        None if spot.is_complete() => "没有可抽检的评分卡".to_owned(),
        None => "抽检尚未进行".to_owned(),
        Some(_) => format!("抽检 {} 张，看过 {} 张，不符 {} 张", spot.cards, spot.looked, spot.differing),
    }
}

fn spot_in_full(spot: &SpotState) -> String {
    let Some(drawn) = &spot.drawn else { return spot_in_short(spot) };
    let all = if drawn.is_all { "，不符超过 5%，已改为全部查看" } else { "" };
    format!(
        "{} {} 抽取：前 {} 名全部 {} 张，其余 {} 张中抽 {} 张{all}；看过 {} 张，不符 {} 张。报数 {}，种子 {}",
        local_time(drawn.at),
        drawn.account,
        spot.places,
        spot.first,
        spot.rest,
        spot.share,
        spot.looked,
        spot.differing,
        drawn.typed,
        drawn.seed
    )
}

/// What is said of a trial first.
fn outcome(trial: &TrialRow) -> &'static str {
    if trial.differing == 0 { "试算一致" } else { "试算不一致" }
}

fn trial_in_short(trial: &TrialRow) -> String {
    format!("{}（{}）", outcome(trial), local_time(moment(trial.at)))
}

fn trial_in_full(trial: &TrialRow) -> String {
    format!(
        "{}：{} {} 办理，种子 {}，{} 张试算评分卡，比对 {} 个数字，{} 处不同",
        outcome(trial),
        local_time(moment(trial.at)),
        party(&trial.who),
        trial.seed,
        trial.cards,
        trial.figures,
        trial.differing
    )
}

/// That nobody signs, and who has published.
fn published(checked: &Checked, unsigned: bool) -> Vec<(u32, Markup)> {
    let mut rows = Vec::new();
    if unsigned {
        rows.push(row("签字", "", "无签字：此活动没有设签字人，公布须有第二人同意", ""));
    }
    if let Some(public) = &checked.publication {
        let by = party(&public.who);
        let told = match &public.second {
            Some(second) => format!("{} {by} 提出、{second} 同意", local_time(moment(public.at))),
            None => format!("{} {by}", local_time(moment(public.at))),
        };
        rows.push(row("公布", "", &told, ""));
    }
    rows
}
