//! How the cards that count came.

use std::collections::{BTreeMap, HashMap};

use super::names::{because, when};
use super::sources::{Fact, Sources, said};
use super::word::FactWord;
use crate::app::AppError;
use crate::app::act::word::Word;
use crate::app::cards::came::Key;
use crate::app::cards::device::{DESK, IMPORT, PAPER};
use crate::app::event::wire::Outcome;
use crate::scoring::event::ExclusionKind;
use crate::store::operation::{self, OperationMark};
use crate::store::{Tx, handed, paper, refusal, ruling, settled};

type Current = HashMap<Key, OperationMark>;

pub(super) fn of_cards(tx: &mut Tx, sources: &Sources<'_>, current: &Current) -> Result<Vec<Fact>, AppError> {
    let mut marks: Vec<&OperationMark> = current.values().collect();
    marks.sort_unstable_by_key(|mark| (mark.received_at, mark.version));
    let from = |device: &str| marks.iter().copied().filter(|mark| mark.device == device).collect::<Vec<_>>();
    let own = [PAPER, IMPORT, DESK];
    let unsigned = marks.iter().copied().filter(|mark| !mark.signed && !own.contains(&mark.device.as_str()));
    Ok(vec![
        on_paper(tx, sources, &from(PAPER))?,
        admitted(tx, sources, &from(DESK))?,
        by_judge(sources, FactWord::Unsigned, unsigned),
        by_judge(sources, FactWord::Folder, from(IMPORT).into_iter()),
        in_files(tx, sources)?,
        restored(tx, sources)?,
        badly_signed(tx, sources)?,
        picked(tx, sources)?,
        void(sources, current),
    ])
}

/// Cards of paper, with the two who typed each.
fn on_paper(tx: &mut Tx, sources: &Sources<'_>, marks: &[&OperationMark]) -> Result<Fact, AppError> {
    let mut behind: HashMap<String, String> = HashMap::new();
    if !marks.is_empty() {
        for sheet in paper::of_event(tx, &sources.head.id)? {
            let Some(end) = sheet.end else { continue };
            let Some(op) = end.op else { continue };
            let read_by =
                sheet.typings.iter().find(|row| Some(row.number) == end.number).map(|row| row.account.as_str());
            let (one, two) = (sources.names.account(read_by.unwrap_or_default()), sources.names.account(&end.account));
            behind.insert(op, format!("{one}、{two} 各录一次，编号 {}", sheet.sheet.reference));
        }
    }
    let line = |mark: &&OperationMark| {
        let card = sources.names.card(&mark.judge, &mark.component, &mark.entry);
        let by = behind.get(&mark.op).map(|by| format!("；{by}")).unwrap_or_default();
        format!("{card}{by}，{}", when(mark.received_at))
    };
    Ok(Fact::of(FactWord::Paper, marks.iter().map(line).collect()))
}

/// Cards that came outside of their time, with who let each count.
fn admitted(tx: &mut Tx, sources: &Sources<'_>, marks: &[&OperationMark]) -> Result<Fact, AppError> {
    let mut by: HashMap<String, (String, String)> = HashMap::new();
    if !marks.is_empty() {
        for row in ruling::of_event(tx, &sources.head.id)? {
            if let Some(made) = row.made {
                by.insert(made, (sources.names.who(&row.who), row.reason));
            }
        }
    }
    let line = |mark: &&OperationMark| {
        let card = sources.names.card(&mark.judge, &mark.component, &mark.entry);
        let (who, reason) = by.get(&mark.op).cloned().unwrap_or_default();
        format!("{card}；{who} 认定，{}{}", when(mark.received_at), because(&reason))
    };
    Ok(Fact::of(FactWord::Admitted, marks.iter().map(line).collect()))
}

/// Cards, told by judge: how many.
fn by_judge<'m>(sources: &Sources<'_>, word: FactWord, marks: impl Iterator<Item = &'m OperationMark>) -> Fact {
    let mut judges: BTreeMap<&str, usize> = BTreeMap::new();
    for mark in marks {
        *judges.entry(mark.judge.as_str()).or_default() += 1;
    }
    let count = judges.values().sum();
    Fact::new(word, count, judges.iter().map(|(id, cards)| format!("{} {cards} 张", sources.names.judge(id))).collect())
}

/// Files of tablets that were taken in, and cards of them that a second person admitted.
fn in_files(tx: &mut Tx, sources: &Sources<'_>) -> Result<Fact, AppError> {
    let (mut lines, mut count) = (Vec::new(), 0);
    for (leaf, payload) in sources.acts(Word::TakeJournal) {
        let after = said(payload.as_ref())?["after"].take();
        let taken = after["outcomes"][Outcome::Recorded.as_str()].as_u64().unwrap_or(0);
        count += usize::try_from(taken).unwrap_or(usize::MAX);
        let judge = leaf.subject.strip_prefix("journal:").and_then(|rest| rest.split('/').next()).unwrap_or_default();
        if taken > 0 {
            let (who, judge) = (sources.names.who(&leaf.who), sources.names.judge(judge));
            lines.push(format!("{judge} {taken} 张；{who} 导入，平板签名都有效，{}", when(leaf.at)));
        }
    }
    let mut second: BTreeMap<(String, String), (usize, i64)> = BTreeMap::new();
    for row in handed::of_event(tx, &sources.head.id)?.into_iter().filter(|row| row.admitted == Some(true)) {
        // one that its tablet signed and delivered in the meantime is as any other
        let kept = operation::find(tx, &row.op)?.filter(|kept| kept.sig.is_none());
        if kept.is_some_and(|kept| kept.outcome == operation::RECORDED) {
            let by = row.decided_by.unwrap_or_default();
            let told = second.entry((row.judge, by)).or_insert((0, row.decided_at.unwrap_or(row.asked_at)));
            told.0 += 1;
        }
    }
    for ((judge, by), (cards, at)) in second {
        count += cards;
        let (judge, by) = (sources.names.judge(&judge), sources.names.account(&by));
        lines.push(format!("{judge} {cards} 张，没有平板的有效签名；{by} 认定，{}", when(at)));
    }
    Ok(Fact::new(FactWord::Files, count, lines))
}

fn restored(tx: &mut Tx, sources: &Sources<'_>) -> Result<Fact, AppError> {
    let count = usize::try_from(operation::count_restored(tx, &sources.head.id)?).unwrap_or(usize::MAX);
    let line = (count > 0).then(|| format!("{count} 张，凭平板所存的回执收回"));
    Ok(Fact::new(FactWord::Restored, count, line.into_iter().collect()))
}

fn badly_signed(tx: &mut Tx, sources: &Sources<'_>) -> Result<Fact, AppError> {
    let mut judges: BTreeMap<String, usize> = BTreeMap::new();
    for judge in refusal::judges_of(tx, &sources.head.id, Outcome::BadSignature.as_str())? {
        *judges.entry(judge).or_default() += 1;
    }
    let count = judges.values().sum();
    let lines = judges.iter().map(|(judge, ops)| format!("{} {ops} 份，都未计入", sources.names.judge(judge)));
    Ok(Fact::new(FactWord::BadSignature, count, lines.collect()))
}

/// Rivals among which their judge has chosen.
fn picked(tx: &mut Tx, sources: &Sources<'_>) -> Result<Fact, AppError> {
    let picks = settled::picks(tx, &sources.head.id)?;
    let line = |pick: &OperationMark| {
        let card = sources.names.card(&pick.judge, &pick.component, &pick.entry);
        format!("{card}；评委本人 {} 选定", when(pick.received_at))
    };
    Ok(Fact::of(FactWord::Picked, picks.iter().map(line).collect()))
}

/// Cards that are in and do not count.
fn void(sources: &Sources<'_>, current: &Current) -> Fact {
    let (frame, names) = (sources.frame, &sources.names);
    let mut lines = Vec::new();
    for row in frame.setup.exclusions.iter().filter(|row| row.kind == ExclusionKind::Void) {
        let judge = &frame.setup.judges[row.judge];
        let component = row.component.map(|component| frame.rules.components[component].name.clone());
        let entry = row.entry.map(|entry| names.entry(&frame.setup.entries[entry].id));
        let cards = current
            .keys()
            .filter(|(of, component, entry)| {
                *of == judge.id
                    && row.component.is_none_or(|index| frame.rules.components[index].id == *component)
                    && row.entry.is_none_or(|index| frame.setup.entries[index].id == *entry)
            })
            .count();
        let about = [entry, component].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        let about = if about.is_empty() { "全部".to_owned() } else { about };
        lines.push(format!("{} · {about}（已收 {cards} 张）{}", judge.name, because(&row.reason)));
    }
    Fact::of(FactWord::Void, lines)
}
