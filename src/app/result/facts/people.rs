//! Who could have handed in cards, who has read theirs through, and who was taken out when.

use std::collections::{BTreeMap, HashMap};

use super::names::text;
use super::names::{because, when};
use super::sources::{Fact, Sources, said};
use super::word::FactWord;
use crate::app::AppError;
use crate::app::act::clock::beijing;
use crate::app::act::word::Word;
use crate::app::cards::came::Key;
use crate::app::cards::confirm;
use crate::store::link_request::{self, Way};
use crate::store::operation::OperationMark;
use crate::store::{Tx, tablet_key};

/// Digits of a key by which people tell one from another.
const DIGITS: usize = 8;

pub(super) fn of_people(
    tx: &mut Tx,
    sources: &Sources<'_>,
    current: &HashMap<Key, OperationMark>,
) -> Result<Vec<Fact>, AppError> {
    let (without, with) = links(tx, sources)?;
    Ok(vec![
        Fact::of(FactWord::Reason, without),
        Fact::of(FactWord::Links, with),
        keys(tx, sources)?,
        excluded(sources, current.values().map(|mark| mark.received_at).min())?,
        unconfirmed(tx, sources, current)?,
    ])
}

/// Links of judges who had handed in cards: those without a second person, and the others.
fn links(tx: &mut Tx, sources: &Sources<'_>) -> Result<(Vec<String>, Vec<String>), AppError> {
    let (mut without, mut with) = (Vec::new(), Vec::new());
    for row in link_request::of_event(tx, &sources.head.id)? {
        let (Some(at), Some(way)) = (row.made_at, row.way()?) else { continue };
        let (judge, by) = (sources.names.judge(&row.judge), sources.names.account(&row.asked_by));
        let second = row.decided_by.as_ref().filter(|_| way == Way::Second);
        let second = second.map(|by| format!("（{}）", sources.names.account(by))).unwrap_or_default();
        let keeps = if row.keeps { "，原登录保留" } else { "" };
        let line = format!("{judge}；{by} 办理，{}{second}{keeps}，{}", way.title(), when(at));
        if way == Way::Reason {
            without.push(line + &because(&row.reason));
        } else {
            with.push(line);
        }
    }
    Ok((without, with))
}

/// Judges with several keys, each of which can sign for them.
fn keys(tx: &mut Tx, sources: &Sources<'_>) -> Result<Fact, AppError> {
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in tablet_key::of_event(tx, &sources.head.id)? {
        let id = row.id.get(..DIGITS).unwrap_or(&row.id).to_owned();
        all.entry(row.judge).or_default().push(format!("{id}（{} 登记）", when(row.registered_at)));
    }
    let several = all.into_iter().filter(|(_, keys)| keys.len() > 1);
    let line = |(judge, keys): (String, Vec<String>)| {
        format!("{} {} 个密钥：{}；请确认都是本人在用", sources.names.judge(&judge), keys.len(), keys.join("、"))
    };
    Ok(Fact::of(FactWord::Keys, several.map(line).collect()))
}

/// What was registered once cards were there: before, it cannot have been meant for a mark.
fn excluded(sources: &Sources<'_>, first: Option<i64>) -> Result<Fact, AppError> {
    let mut lines = Vec::new();
    for (leaf, payload) in sources.acts(Word::Exclude).filter(|(leaf, _)| first.is_some_and(|first| first < leaf.at)) {
        let after = said(payload.as_ref())?["after"].take();
        let parts = [
            sources.names.judge(leaf.subject.strip_prefix("judge:").unwrap_or_default()),
            if text(&after, "entry").is_empty() {
                "全部项目".to_owned()
            } else {
                sources.names.entry(text(&after, "entry"))
            },
            if text(&after, "component").is_empty() {
                String::new()
            } else {
                sources.names.component(text(&after, "component"))
            },
        ];
        let kind = match text(&after, "kind") {
            "recused" => "回避",
            "absent" => "缺席",
            "void" => "作废",
            _ => "登记",
        };
        let about = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
        let (who, reason) = (sources.names.who(&leaf.who), because(text(&after, "reason")));
        lines.push(format!("{about} {kind}；{who}，{}{reason}", when(leaf.at)));
    }
    Ok(Fact::of(FactWord::Excluded, lines))
}

/// Judges who have not confirmed the cards of theirs that count.
fn unconfirmed(tx: &mut Tx, sources: &Sources<'_>, current: &HashMap<Key, OperationMark>) -> Result<Fact, AppError> {
    let seats = confirm::seats(tx, sources.head, sources.frame, current)?;
    let mut lines = Vec::new();
    for seat in seats.iter().filter(|seat| !seat.stands()) {
        lines.push(match &seat.last {
            None => format!("{}：没有核对", seat.judge_name),
            Some(last) => {
                let cards = last.changed.iter().map(|card| {
                    let parts = [sources.names.entry(&card.entry), sources.names.component(&card.component)];
                    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
                });
                let at = beijing(last.at).format("%m-%d %H:%M");
                format!("{}：{at} 核对以后又有变动（{}）", seat.judge_name, cards.collect::<Vec<_>>().join("、"))
            }
        });
    }
    if lines.is_empty() {
        let asked = seats.iter().filter(|seat| seat.due > 0).count();
        let paper = seats.iter().filter(|seat| seat.last.as_ref().is_some_and(|last| last.paper.is_some())).count();
        let last = seats.iter().filter_map(|seat| seat.last.as_ref()).map(|last| last.at).max();
        let told = last.map(|at| format!("，最后 {}", beijing(at).format("%m-%d %H:%M"))).unwrap_or_default();
        let on_paper = if paper > 0 { format!("，其中纸面 {paper} 席") } else { String::new() };
        let all = format!("{asked} 席都已核对{on_paper}{told}");
        // what there is none of has a note all the same
        return Ok(Fact::new(FactWord::Unconfirmed, 0, vec![all]));
    }
    Ok(Fact::of(FactWord::Unconfirmed, lines))
}
