//! An entry takes part no longer, or again.

use serde_json::json;

use super::change::DayFault;
use super::effect::after;
use super::plan::{Plan, called, entry_of, marks};
use crate::app::AppError;
use crate::app::cards::came::undecided;
use crate::app::error::Already;
use crate::app::event::folder::faultless;
use crate::app::event::frame::Frame;
use crate::app::event::progress::is_in;
use crate::scoring::event::{Cell, ExclusionKind};
use crate::scoring::rules::{Kind as ComponentKind, Normalise, Quota, Recusal};
use crate::store::Tx;
use crate::store::day::Kind;
use crate::store::event::EventRow;

/// An entry takes part no longer.
pub(super) fn withdraw(tx: &mut Tx, head: &EventRow, frame: &Frame, id: &str) -> Result<Plan, AppError> {
    let entry = entry_of(frame, id)?;
    if frame.day.is_withdrawn(entry) {
        return Err(Already { what: "此项目已登记退出" }.into());
    }
    if frame.day.count_withdrawn() + 1 >= frame.setup.entries.len() {
        return Err(DayFault::LastEntry.into());
    }
    let mut plan = Plan::of(Kind::Withdraw, id, format!("{} 退出评比", called(frame, entry)));
    plan.notes.push(
        "该项目不再排名，也不再应交评分卡；成绩页、成绩单和公示另列“退出”及理由。其余项目的成绩，同它从未参评一样。"
            .to_owned(),
    );
    let cards = cards_of(tx, head, frame, entry)?;
    plan.notes.push(match count(&cards) {
        0 => "还没有收到该项目的评分卡。".to_owned(),
        count => {
            let whose = cards.iter().map(|(component, seats)| format!("{component}：{}", seats.join("、")));
            let whose = whose.collect::<Vec<_>>().join("；");
            format!("已收到该项目的评分卡 {count} 张，留在记录里，不再计入。{whose}。")
        }
    });
    plan.notes.extend(on_others(frame, entry));
    let waiting = undecided(tx, &head.id)?.iter().filter(|row| row.entry == *id).count();
    if waiting > 0 {
        plan.notes.push(format!("另有待认定的评分卡 {waiting} 张：退出期间只能不予认定。"));
    }
    if frame.setup.checkpoints.iter().any(|stop| stop.entry == entry && frame.is_ahead(stop)) {
        plan.notes.push("它的观摩点还没有到：不再前往，按开放条件也不再等它。".to_owned());
    }
    plan.notes.push("评委平板上尚未送达的，送达后原样留存、不计入。导出的活动文件夹里没有该项目。".to_owned());
    (plan.before, plan.after) = (json!({ "withdrawn": false }), json!({ "withdrawn": true, "cards": count(&cards) }));
    Ok(plan)
}

/// An entry takes part again.
pub(super) fn readmit(tx: &mut Tx, head: &EventRow, frame: &Frame, id: &str) -> Result<Plan, AppError> {
    let entry = entry_of(frame, id)?;
    if !frame.day.is_withdrawn(entry) {
        return Err(DayFault::NotWithdrawn.into());
    }
    let mut plan = Plan::of(Kind::Readmit, id, format!("{} 恢复参评", called(frame, entry)));
    // on ballots it is only once it takes part again
    let again = after(frame, &plan);
    // the rules may have changed while nothing of it counted
    faultless(tx, &head.id, &again)?;
    let cards = cards_of(tx, head, &again, entry)?;
    plan.notes
        .push(format!("已收到的评分卡 {} 张重新计入（仍属回避、缺席、作废的除外），未交的重新应交。", count(&cards)));
    plan.notes.push("退出期间送达的未计入，名次票也没有排到该项目：须由评委在平板上重新提交。".to_owned());
    if frame.day.is_skipped(entry) {
        plan.notes.push("它的观摩点另已登记为不再前往，须另行恢复。".to_owned());
    }
    (plan.before, plan.after) = (json!({ "withdrawn": true }), json!({ "withdrawn": false, "cards": count(&cards) }));
    Ok(plan)
}

/// Whose cards of an entry are in, by the name of the component. Ballots that place it are among them.
fn cards_of(tx: &mut Tx, head: &EventRow, frame: &Frame, entry: usize) -> Result<Vec<(String, Vec<String>)>, AppError> {
    let filled = marks(tx, head, frame)?;
    let mut cards = Vec::new();
    for (component, rules) in frame.rules.components.iter().enumerate().filter(|(_, c)| c.judging().is_some()) {
        let seats = frame.setup.judges.iter().enumerate();
        let seats = seats.filter(|&(judge, _)| is_in(&filled, Cell { component, judge, entry }));
        let seats: Vec<String> = seats.map(|(_, seat)| seat.name.clone()).collect();
        if !seats.is_empty() {
            cards.push((rules.name.clone(), seats));
        }
    }
    Ok(cards)
}

/// How many cards those are.
fn count(cards: &[(String, Vec<String>)]) -> usize {
    cards.iter().map(|(_, seats)| seats.len()).sum()
}

/// What it does to the other entries, by the rules.
fn on_others(frame: &Frame, entry: usize) -> Vec<String> {
    let mut notes = Vec::new();
    for (component, rules) in frame.rules.components.iter().enumerate() {
        let recused = |kind| {
            let rows = frame.setup.exclusions.iter().filter(move |row| row.kind == kind && row.entry == Some(entry));
            rows.filter(|row| row.component.is_none_or(|c| c == component))
        };
        if rules.judging().is_some_and(|judging| judging.recusal == Recusal::DropJudge) {
            let names: Vec<&str> =
                recused(ExclusionKind::Recused).map(|row| frame.setup.judges[row.judge].name.as_str()).collect();
            if !names.is_empty() {
                notes.push(format!(
                    "“{}”规定对任一项目回避的评委不计入：{} 只因该项目回避的，对其余项目重新应评。",
                    rules.name,
                    names.join("、")
                ));
            }
        }
        if matches!(rules.kind, ComponentKind::Ranking { .. }) {
            notes.push(format!("“{}”的名次票：排在它后面的项目依次上移一名。", rules.name));
        }
        if matches!(rules.kind, ComponentKind::Votes { .. }) {
            notes.push(format!("“{}”的推荐票：选了它的评委选数不足，须改选其他项目后重新提交。", rules.name));
        }
        if rules.balance.is_some() {
            notes.push(format!("“{}”的各评审组均值和系数，按其余项目计。", rules.name));
        }
        if rules.by_place.is_some() {
            notes.push(format!("“{}”按名次计分，排在它后面的项目依次上移一名。", rules.name));
        }
        if let ComponentKind::Measure { normalise: Normalise::TopRatio { .. } | Normalise::Efficacy { .. }, .. } =
            rules.kind
        {
            notes.push(format!("“{}”的折算，最高值、最低值按其余项目计。", rules.name));
        }
    }
    if frame.rules.awards.iter().any(|award| matches!(award.quota, Quota::Share { .. })) {
        notes.push("按比例设的奖，名额按其余项目的个数计。".to_owned());
    }
    notes
}
