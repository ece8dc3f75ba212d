//! What moved the result besides cards.

use std::collections::{BTreeMap, HashMap};

use super::names::text;
use super::names::{because, when};
use super::sources::{Fact, Sources, said};
use super::word::FactWord;
use crate::app::AppError;
use crate::app::act::word::Word;
use crate::app::desk::call::{Decided, overtimes};
use crate::app::desk::tie::turns;
use crate::app::event::frozen::read_report;
use crate::scoring::event::AdjustmentKind;
use crate::scoring::result::Report;
use crate::store::day::Kind as Change;
use crate::store::{StoreError, Tx, day, hand, result, rules, signing};

pub(super) fn of_outcome(tx: &mut Tx, sources: &Sources<'_>, report: Option<&Report>) -> Result<Vec<Fact>, AppError> {
    let mut facts = vec![
        forced(sources)?,
        adjusted(sources)?,
        overtime(tx, sources)?,
        changed_rules(tx, sources)?,
        effects(sources),
        provisional(sources)?,
        changed_day(tx, sources)?,
        taken_back(tx, sources)?,
    ];
    if let Some(report) = report {
        facts.extend([moved(tx, sources, report)?, ties(tx, sources)?, breaches(tx, sources, report)?]);
    }
    Ok(facts)
}

/// Closes in spite of what was open, and openings of what was closed.
fn forced(sources: &Sources<'_>) -> Result<Fact, AppError> {
    let mut lines = Vec::new();
    for (leaf, payload) in sources
        .acts
        .iter()
        .filter(|(leaf, _)| [Word::Close.as_str(), Word::Reopen.as_str()].contains(&leaf.act.as_str()))
    {
        let after = said(payload.as_ref())?["after"].take();
        let who = sources.names.who(&leaf.who);
        if leaf.act == Word::Reopen.as_str() {
            let asked = sources.names.account(text(&after, "asked_by"));
            lines.push(format!(
                "{} {asked} 申请、{who} 批准重新开放{}",
                when(leaf.at),
                because(text(&after, "reason"))
            ));
        } else if let Some(reason) = after["override"].as_str() {
            let open = after["open"].as_array().map_or(0, Vec::len);
            lines.push(format!("{} {who} 在有 {open} 件未决事项时封存{}", when(leaf.at), because(reason)));
        }
    }
    Ok(Fact::of(FactWord::Forced, lines))
}

/// What is otherwise than in the result before, place by place, and what was done in between.
fn moved(tx: &mut Tx, sources: &Sources<'_>, report: &Report) -> Result<Fact, AppError> {
    let mut heads = result::heads(tx, &sources.head.id)?;
    let (Some(last), Some(before)) = (heads.pop(), heads.pop()) else {
        return Ok(Fact::new(FactWord::Moved, 0, vec!["第 1 次封存".to_owned()]));
    };
    let row = result::numbered(tx, &sources.head.id, before.number)?.ok_or(StoreError::NotFound)?;
    let earlier = read_report(tx, &row)?;
    let was: BTreeMap<&str, (&str, &str)> =
        earlier.ranking.iter().map(|row| (row.entry.as_str(), (row.rank.as_str(), row.total.as_str()))).collect();
    let shown = |rank: &str| if rank.is_empty() { "不排名".to_owned() } else { format!("第 {rank} 名") };
    let mut lines = Vec::new();
    for row in &report.ranking {
        let (rank, total) = was.get(row.entry.as_str()).copied().unwrap_or_default();
        if (rank, total) != (&row.rank, &row.total) {
            let entry = sources.names.entry(&row.entry);
            lines.push(format!("{entry}：{} → {}，{total} → {}", shown(rank), shown(&row.rank), row.total));
        }
    }
    let moves = lines.len();
    let done: Vec<String> = acts_between(tx, sources, (before.frozen_at, last.frozen_at))?;
    let done = if done.is_empty() { "评分卡".to_owned() } else { done.join("、") };
    lines.push(format!("第 {} 次到第 {} 次封存之间：{done}", before.number, last.number));
    Ok(Fact::new(FactWord::Moved, moves, lines))
}

/// What was done after one result and up to the next: each act once, with how often.
fn acts_between(tx: &mut Tx, sources: &Sources<'_>, (from, until): (i64, i64)) -> Result<Vec<String>, AppError> {
    let words = crate::store::log::acts_between(tx, &sources.head.id, from, until)?;
    // what the program did itself, and what moves no result
    let idle = [
        Word::Rows,
        Word::Close,
        Word::Sign,
        Word::Export,
        Word::SignOut,
        Word::TickFacts,
        Word::Disagree,
        Word::DrawCards,
        Word::LookAtCards,
    ];
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for word in words.iter().filter(|word| idle.iter().all(|idle| idle.as_str() != **word)) {
        let title = Word::read(word);
        match counts.iter_mut().find(|(known, _)| *known == title) {
            Some((_, count)) => *count += 1,
            None => counts.push((title, 1)),
        }
    }
    Ok(counts.into_iter().map(|(title, count)| format!("{title} {count} 次")).collect())
}

/// Points that were added and taken off, and vetoes, as they stand.
fn adjusted(sources: &Sources<'_>) -> Result<Fact, AppError> {
    // who entered which, in the order in which they stand; those of a folder nobody did
    let mut by: HashMap<(String, String), Vec<String>> = HashMap::new();
    for (leaf, payload) in sources.acts(Word::Adjust) {
        let after = said(payload.as_ref())?["after"].take();
        let told = format!("；{}，{}", sources.names.who(&leaf.who), when(leaf.at));
        by.entry((text(&after, "item").to_owned(), text(&after, "reason").to_owned())).or_default().push(told);
    }
    let mut lines = Vec::new();
    for row in &sources.frame.setup.adjustments {
        let entry = sources.names.entry(&sources.frame.setup.entries[row.entry].id);
        let points = row.points.normalize();
        let what = match row.kind {
            AdjustmentKind::Bonus => format!("加 {points} 分"),
            AdjustmentKind::Deduction => format!("减 {points} 分"),
            AdjustmentKind::Veto => "否决".to_owned(),
        };
        let item = if row.item.is_empty() { String::new() } else { format!("（{}）", row.item) };
        let mine = by.get_mut(&(row.item.clone(), row.reason.clone())).filter(|told| !told.is_empty());
        let told = mine.map(|told| told.remove(0)).unwrap_or_default();
        lines.push(format!("{entry} {what}{item}{}{told}", because(&row.reason)));
    }
    Ok(Fact::of(FactWord::Adjusted, lines))
}

/// Reports that were too long, and what was decided about each.
fn overtime(tx: &mut Tx, sources: &Sources<'_>) -> Result<Fact, AppError> {
    let rows = overtimes(tx, &sources.head.id, sources.frame)?.into_iter();
    let lines = rows.map(|one| {
        let who = || sources.names.who(&one.who);
        let decided = match &one.decided {
            None => "没有决定是否扣分".to_owned(),
            Some(Decided::Deducted { points, withdrawn: false }) => format!("{} 登记扣 {points} 分", who()),
            Some(Decided::Deducted { withdrawn: true, .. }) => "登记的扣分后已撤销".to_owned(),
            Some(Decided::Waived) => format!("{} 决定不扣{}", who(), because(&one.reason)),
            Some(Decided::Undone) => "这次汇报已重来，不再计".to_owned(),
        };
        format!("{} {}：{decided}", one.unit, one.said())
    });
    Ok(Fact::of(FactWord::Overtime, lines.collect()))
}

fn ties(tx: &mut Tx, sources: &Sources<'_>) -> Result<Fact, AppError> {
    let mut lines = Vec::new();
    for row in signing::tie_proposals(tx, &sources.head.id)?.into_iter().filter(|row| row.approved == Some(true)) {
        let mut order = turns(&row)?;
        order.sort_by_key(|(_, turn)| *turn);
        let order: Vec<String> = order.iter().map(|(entry, _)| sources.names.entry(entry)).collect();
        let (asked, by) = (sources.names.account(&row.asked_by), row.decided_by.as_deref().unwrap_or_default());
        let by = sources.names.account(by);
        let at = row.decided_at.map(when).unwrap_or_default();
        lines.push(format!("{}；{asked} 提议、{by} 批准，{at}{}", order.join(" 先于 "), because(&row.reason)));
    }
    Ok(Fact::of(FactWord::Ties, lines))
}

/// Limits that the result counts as let stand.
fn breaches(tx: &mut Tx, sources: &Sources<'_>, report: &Report) -> Result<Fact, AppError> {
    let rows = signing::acceptances(tx, &sources.head.id)?;
    let line = |accepted: &crate::scoring::result::AcceptedBreach| {
        let row = rows.iter().find(|row| {
            (&row.judge, &row.component, &row.reason) == (&accepted.judge, &accepted.component, &accepted.reason)
        });
        let told = row.map(|row| format!("；{}，{}", sources.names.who(&row.who), when(row.at))).unwrap_or_default();
        let (judge, component) = (sources.names.judge(&accepted.judge), sources.names.component(&accepted.component));
        format!("{judge} · {component}{told}{}", because(&accepted.reason))
    };
    Ok(Fact::of(FactWord::Breaches, report.accepted.iter().map(line).collect()))
}

/// Rules that took two people: those that were changed once the event was open.
fn changed_rules(tx: &mut Tx, sources: &Sources<'_>) -> Result<Fact, AppError> {
    let versions = rules::versions(tx, &sources.head.id)?;
    let number = versions.last().map_or(0, |last| last.number);
    let line = |row: &rules::VersionRow| {
        let (by, second) = (sources.names.who(&row.made_by), row.second.as_deref().unwrap_or_default());
        let second = sources.names.who(second);
        format!("第 {} 版，{by} 提议、{second} 批准，{}{}", row.number, when(row.at), because(&row.reason))
    };
    let lines: Vec<String> = versions.iter().filter(|row| row.second.is_some()).map(line).collect();
    if lines.is_empty() {
        return Ok(Fact::new(FactWord::Rules, 0, vec![format!("第 {number} 版，开放以后未变")]));
    }
    Ok(Fact::of(FactWord::Rules, lines))
}

/// How often somebody asked what other rules would do, while cards came.
fn effects(sources: &Sources<'_>) -> Fact {
    let closed = sources.acts(Word::Close).map(|(leaf, _)| leaf.at).min();
    let mut looks: BTreeMap<&str, (usize, i64)> = BTreeMap::new();
    for (leaf, _) in sources.acts(Word::LookAtEffect).filter(|(leaf, _)| closed.is_none_or(|closed| leaf.at < closed)) {
        let told = looks.entry(leaf.who.as_str()).or_insert((0, leaf.at));
        *told = (told.0 + 1, leaf.at);
    }
    let count = looks.values().map(|(times, _)| times).sum();
    let line = |(who, (times, last)): (&&str, &(usize, i64))| {
        format!("{} {times} 次，最后 {}", sources.names.who(who), when(*last))
    };
    Fact::new(FactWord::Effects, count, looks.iter().map(line).collect())
}

fn provisional(sources: &Sources<'_>) -> Result<Fact, AppError> {
    let mut lines = Vec::new();
    for (leaf, payload) in sources.acts(Word::OpenProvisional) {
        let after = said(payload.as_ref())?["after"].take();
        let (who, reason) = (sources.names.who(&leaf.who), because(text(&after, "reason")));
        lines.push(format!("{who}，{}{reason}", when(leaf.at)));
    }
    Ok(Fact::of(FactWord::Provisional, lines))
}

/// Changes of the day that a result can hang on; the route's are none.
fn changed_day(tx: &mut Tx, sources: &Sources<'_>) -> Result<Fact, AppError> {
    let mut lines = Vec::new();
    for row in day::of_event(tx, &sources.head.id)? {
        match row.kind()? {
            Change::Withdraw | Change::Readmit | Change::Pass | Change::Replace => {
                let (who, reason) = (sources.names.who(&row.who), because(&row.reason));
                lines.push(format!("{}；{who}，{}{reason}", row.told, when(row.at)));
            }
            Change::Skip | Change::Unskip | Change::Move | Change::Undo => {}
        }
    }
    Ok(Fact::of(FactWord::Day, lines))
}

/// What was entered by hand and taken back.
fn taken_back(tx: &mut Tx, sources: &Sources<'_>) -> Result<Fact, AppError> {
    let mut lines = Vec::new();
    for (kind, title) in [
        (hand::Kind::Exclusion, "回避、缺席、作废"),
        (hand::Kind::Adjustment, "加减分、否决"),
        (hand::Kind::Decision, "并列裁定"),
    ] {
        for row in hand::entered(tx, &sources.head.id, kind)? {
            let Some(back) = &row.withdrawn else { continue };
            let about = [sources.names.judge(&row.judge), sources.names.entry(&row.entry)];
            let about = about.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
            let (who, reason) = (sources.names.who(&back.who), because(&back.reason));
            lines.push(format!("{title}：{about}；{who} 撤销，{}{reason}", when(back.at)));
        }
    }
    Ok(Fact::of(FactWord::TakenBack, lines))
}
