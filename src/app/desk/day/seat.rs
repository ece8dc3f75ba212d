//! A judge is replaced: the seat goes on with another person, or a new seat takes over what is left.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::change::{DayFault, NAME, Substitute};
use super::plan::{Plan, Write, marks};
use crate::app::AppError;
use crate::app::cards::came::{open_conflicts, undecided};
use crate::app::cards::devices::unsent_of;
use crate::app::error::Already;
use crate::app::error::NotFound;
use crate::app::event::frame::{Frame, event_of};
use crate::app::event::progress::is_in;
use crate::app::event::wire::UnsentState;
use crate::scoring::event::{Cell, Event, Exclusion, ExclusionKind, Expectation, Judge};
use crate::scoring::rules::Recusal;
use crate::store::day::Kind;
use crate::store::event::EventRow;
use crate::store::{Tx, device};

/// The judge, and who comes in.
fn read(frame: &Frame, substitute: &Substitute) -> Result<(usize, String, String), AppError> {
    let none = || NotFound { what: "评委", id: substitute.judge.clone() };
    let judge = frame.judge(&substitute.judge).ok_or_else(none)?;
    if frame.day.is_replaced(&substitute.judge) {
        return Err(Already { what: "该席已由新席接替" }.into());
    }
    let (name, unit) = (substitute.name.trim(), substitute.unit.trim());
    let long = name.chars().count().max(unit.chars().count()) > NAME;
    if name.is_empty() || long || name.chars().chain(unit.chars()).any(char::is_control) {
        return Err(DayFault::BadName.into());
    }
    Ok((judge, name.to_owned(), unit.to_owned()))
}

/// The seat goes on with another person: one seat, one set of cards.
pub(super) fn pass(tx: &mut Tx, head: &EventRow, frame: &Frame, substitute: &Substitute) -> Result<Plan, AppError> {
    let (judge, name, unit) = read(frame, substitute)?;
    let was = &frame.setup.judges[judge];
    let is = Judge { name, unit, ..was.clone() };
    let mut plan = Plan::of(Kind::Pass, &was.id, format!("{} 换人，由 {} 接续本席", was.name, is.name));
    let cards = handed_in(&marks(tx, head, frame)?, frame, judge);
    plan.notes.push(format!(
        "席位不变：已交的评分卡 {cards} 张照旧有效、算本席的，其余由接替者评。各组人数、去高去低的基数不变。"
    ));
    plan.notes.push(
        "接替者登录后能看到本席已交的评分卡，也能更正；更正记入审计。不希望如此的，请改用“新设一席”。".to_owned(),
    );
    plan.notes.extend(standing_exclusions(frame, judge));
    if frame.rules.components.iter().any(|c| c.judging().is_some_and(|j| j.recusal == Recusal::OwnMean)) {
        plan.notes.push("规则以评委本人的平均分补回避的项目：此后是本席前后两人评分的平均。".to_owned());
    }
    plan.notes.push(
        "旧的登录链接和登录即刻失效；确认后给出接替者的新链接。本席已有评分卡的，这次换人和理由会显示在本席的平板上，并告知每一位签字人。"
            .to_owned(),
    );
    plan.notes.push(format!(
        "{}旧平板上未送达的，不会自动送达：接替者用新链接登录同一台平板的，以本席名义照常送达；否则请在那台平板存成移交文件，由组织者收取，按收取时的规定认定。",
        unsent(tx, head, &was.id)?
    ));
    plan.before = told(was);
    plan.after = told(&is);
    plan.writes.push(Write::Name(is.clone()));
    plan.ends = Some(was.id.clone());
    plan.seat = Some(is);
    Ok(plan)
}

/// A new seat in the same group: what is in stays the judge's, the rest is due of the new one.
pub(super) fn replace(
    tx: &mut Tx,
    head: &EventRow,
    frame: &Frame,
    substitute: &Substitute,
    reason: &str,
) -> Result<Plan, AppError> {
    let (judge, name, unit) = read(frame, substitute)?;
    let was = &frame.setup.judges[judge];
    let is = Judge { id: free_id(frame, &was.id), name, unit, group: was.group, panel: was.panel.clone() };
    let share = Share::of(tx, head, frame, judge)?;
    if share.left == 0 {
        return Err(DayFault::AllIn.into());
    }
    let mut plan = Plan::of(Kind::Replace, &was.id, format!("{} 不再评分，新设一席 {} 接替", was.name, is.name));
    plan.notes.push(format!(
        "{} 已交的 {} 张照旧有效；未交的 {} 张由新席应交。每个项目在每个环节应评的人数不变，去高去低的基数不变。",
        was.name, share.kept, share.left
    ));
    plan.notes.push(format!("新席编入同一评委组；{} 已交的、以及原本就不应评的，新席不评。", was.name));
    plan.notes.extend(standing_exclusions(frame, judge));
    plan.notes.push("接替者本人须回避的，请另行登记。".to_owned());
    if frame.rules.limits.max_share_above.is_some() || frame.rules.limits.distinct {
        plan.notes.push("规则限制一名评委的打分：此后两席各按各的评分卡计。".to_owned());
    }
    plan.notes.push("旧的登录链接和登录即刻失效；确认后给出新席的链接。".to_owned());
    plan.notes.push(format!(
        "{}旧平板上未送达的，属于改由新席评的，送达或收取后原样留存、一律不计入；属于已交评分卡的更正，可由组织者收取移交文件计入。",
        unsent(tx, head, &was.id)?
    ));
    let waiting = undecided(tx, &head.id)?.iter().filter(|row| row.judge == was.id).count();
    if waiting > 0 {
        plan.notes.push(format!("该席有待认定的评分卡 {waiting} 张：要计入的请先认定，改由新席评的此后只能不予认定。"));
    }
    let rivals = open_conflicts(tx, &head.id)?.iter().filter(|(judge, _, _)| *judge == was.id).count();
    if rivals > 0 {
        plan.notes.push(format!(
            "该席有两处修改不一致的评分卡 {rivals} 张：最好先请原评委选定；否则现在计入的一份照旧有效，封存时列为未决事项。"
        ));
    }
    plan.before = told(was);
    plan.after = json!({ "seat": told(&is), "cards_kept": share.kept, "cards_left": share.left });
    plan.writes.push(Write::Add(is.clone()));
    let (old, new) = (judge, frame.setup.judges.len());
    let tail = if reason.is_empty() { String::new() } else { format!("：{reason}") };
    let to_new = format!("由 {} 接替{tail}", is.name);
    let by_old = format!("此前由 {} 评{tail}", was.name);
    let absent = |judge: usize, (component, entry): (usize, Option<usize>), reason: &str| {
        let (component, reason) = (Some(component), reason.to_owned());
        Write::Exclude(Exclusion { judge, component, entry, kind: ExclusionKind::Absent, reason })
    };
    plan.writes.extend(share.given_up.iter().map(|&row| absent(old, row, &to_new)));
    plan.writes.extend(share.not_taken.iter().map(|&row| absent(new, row, &by_old)));
    plan.ends = Some(was.id.clone());
    plan.seat = Some(is);
    Ok(plan)
}

/// What of a judge's cells stays theirs, and what goes to the new seat.
struct Share {
    kept: usize,
    left: usize,
    /// Component and entry (`None`: all) of which the judge owes no card any more.
    given_up: Vec<(usize, Option<usize>)>,
    /// The same for the new seat.
    not_taken: Vec<(usize, Option<usize>)>,
}

impl Share {
    fn of(tx: &mut Tx, head: &EventRow, frame: &Frame, judge: usize) -> Result<Self, AppError> {
        let filled = marks(tx, head, frame)?;
        // as if no entry had been withdrawn: one that takes part again is to have its judge
        let plain = event_of(&frame.rules, &frame.setup);
        let entries = frame.setup.entries.len();
        let mut share = Self { kept: 0, left: 0, given_up: Vec::new(), not_taken: Vec::new() };
        for component in 0..frame.rules.components.len() {
            let cell = |entry| Cell { component, judge, entry };
            if plain.expectation(cell(0)) == Expectation::NotJudged {
                continue;
            }
            // one ballot is one card: it stays or goes as a whole
            let ballot = frame.is_ballot(component);
            let ballot_in = ballot && frame.due(component, judge).iter().any(|&entry| is_in(&filled, cell(entry)));
            let is_kept = |entry: usize| if ballot { ballot_in } else { is_in(&filled, cell(entry)) };
            let due = |entry: &usize| plain.expectation(cell(*entry)) == Expectation::Due;
            let (kept, left): (Vec<usize>, Vec<usize>) = (0..entries).filter(due).partition(|&entry| is_kept(entry));
            let others: Vec<usize> = (0..entries).filter(|entry| !left.contains(entry)).collect();
            let counts = |cells: &[usize]| cells.iter().filter(|&&entry| !frame.day.is_withdrawn(entry)).count();
            let cards = |cells: &[usize]| if ballot { usize::from(counts(cells) > 0) } else { counts(cells) };
            share.kept += cards(&kept);
            share.left += cards(&left);
            share.given_up.extend(rows(component, &left, entries));
            share.not_taken.extend(rows(component, &others, entries));
        }
        Ok(share)
    }
}

/// Rows for some entries of a component; one for all of them.
fn rows(component: usize, of: &[usize], entries: usize) -> Vec<(usize, Option<usize>)> {
    if of.len() == entries {
        return vec![(component, None)];
    }
    of.iter().map(|&entry| (component, Some(entry))).collect()
}

/// How many cards of a judge count; a ballot is one.
fn handed_in(filled: &Event, frame: &Frame, judge: usize) -> usize {
    let cards = (0..frame.rules.components.len()).map(|component| {
        let due = frame.due(component, judge);
        let count = due.iter().filter(|&&entry| is_in(filled, Cell { component, judge, entry })).count();
        if frame.is_ballot(component) { count.min(1) } else { count }
    });
    cards.sum()
}

/// An id for the new seat that nobody has.
fn free_id(frame: &Frame, old: &str) -> String {
    let mut number = 2usize;
    loop {
        let id = format!("{old}-{number}");
        if frame.judge(&id).is_none() {
            return id;
        }
        number += 1;
    }
}

/// What is on record of the judge, which is the person's and not the seat's.
fn standing_exclusions(frame: &Frame, judge: usize) -> Option<String> {
    let rows = frame.setup.exclusions.iter().filter(|row| row.judge == judge);
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for row in rows {
        let word = match row.kind {
            ExclusionKind::Recused => "回避",
            ExclusionKind::Absent => "缺席",
            ExclusionKind::Void => "作废",
        };
        *counts.entry(word).or_default() += 1;
    }
    let said: Vec<String> = ["回避", "缺席", "作废"]
        .into_iter()
        .filter_map(|word| counts.get(word).map(|count| format!("{word} {count} 条")))
        .collect();
    (!said.is_empty())
        .then(|| format!("该席已登记{}，仍然有效；对接替者是否适用，请到“回避、缺席、作废”核对。", said.join("、")))
}

/// What the judge's tablets last said was on them and not here.
fn unsent(tx: &mut Tx, head: &EventRow, judge: &str) -> Result<String, AppError> {
    let (mut drafts, mut queued) = (0, 0);
    for row in device::of_event(tx, &head.id)?.iter().filter(|row| row.judge == judge) {
        for card in unsent_of(row)? {
            match card.state {
                UnsentState::Draft => drafts += 1,
                UnsentState::Queued => queued += 1,
            }
        }
    }
    Ok(format!(
        "该席平板最近一次报告：草稿 {drafts} 张、待送达 {queued} 张；有待送达的，收取移交文件以前，封存时列为未清设备。"
    ))
}

fn told(judge: &Judge) -> Value {
    json!({ "judge": judge.id, "name": judge.name, "unit": judge.unit })
}
