//! All rules that an event ever had: from when, by whom, why, what they changed, and how many cards were made under
//! each. No mark is in it.

use std::collections::HashMap;

use super::checked::plain;
use super::diff::{DiffLine, differences};
use crate::app::act::actor::Actor;
use crate::app::act::clock::{Moment, moment};
use crate::app::act::permission::Act;
use crate::app::event::op::read_op;
use crate::app::event::view::EventSummary;
use crate::app::{App, AppError};
use crate::store::operation;
use crate::store::rules::{self, ProposalRow};

/// The rules of an event through time.
#[derive(Debug, Clone)]
pub struct RulesHistory {
    pub event: EventSummary,
    /// All rules, newest first.
    pub versions: Vec<RulesVersion>,
    /// Changes that were proposed, oldest first.
    pub proposals: Vec<ProposalRow>,
    /// Cards that count and were made under other rules than those that stand.
    pub older: Vec<OlderCard>,
}

/// Rules that an event had, or has.
#[derive(Debug, Clone)]
pub struct RulesVersion {
    /// 1, 2, 3 … of the event.
    pub number: i64,
    /// SHA-256 of the text.
    pub sha256: String,
    /// From when.
    pub at: Moment,
    /// Who, as the audit names them; empty where that was not kept.
    pub made_by: String,
    /// Who approved them, where that was needed.
    pub second: Option<String>,
    /// Why; may be empty.
    pub reason: String,
    /// Cards that count and were made under them.
    pub cards: usize,
    /// What they changed; nothing for the first.
    pub lines: Vec<DiffLine>,
    pub text: String,
}

/// A card that was made under other rules than those that stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OlderCard {
    pub judge: String,
    pub component: String,
    /// Unit of the entry; empty for a ballot.
    pub unit: String,
    /// SHA-256 of the rules that it says it was made under.
    pub rules: String,
}

impl App {
    /// All rules that an event ever had.
    pub fn rules_history(&self, actor: &Actor, event: &str) -> Result<RulesHistory, AppError> {
        self.look(actor, Act::SeeRules, event, |tx, head, frame| {
            let mut cards: HashMap<(String, String, String), String> = HashMap::new();
            for row in operation::recorded_after(tx, event, 0)? {
                let made_under = read_op(&row)?.rules;
                cards.insert((row.judge, row.component, row.entry), made_under);
            }
            let rows = rules::versions(tx, event)?;
            let mut versions: Vec<RulesVersion> = Vec::with_capacity(rows.len());
            for row in rows {
                let lines = versions.last().map(|before| differences(&plain(&before.text), &plain(&row.rules_text)));
                versions.push(RulesVersion {
                    number: row.number,
                    cards: cards.values().filter(|made_under| **made_under == row.rules_sha256).count(),
                    sha256: row.rules_sha256,
                    at: moment(row.at),
                    made_by: row.made_by,
                    second: row.second,
                    reason: row.reason,
                    lines: lines.unwrap_or_default(),
                    text: row.rules_text,
                });
            }
            versions.reverse();
            let named = |judge: &str| frame.judge(judge).map(|j| frame.setup.judges[j].name.clone());
            let part = |component: &str| frame.component(component).map(|c| frame.rules.components[c].name.clone());
            let unit = |entry: &str| frame.entry(entry).map(|e| frame.setup.entries[e].unit.clone());
            let older = cards.into_iter().filter(|(_, made_under)| *made_under != frame.rules_sha256);
            let mut older: Vec<OlderCard> = older
                .map(|((judge, component, entry), made_under)| OlderCard {
                    judge: named(&judge).unwrap_or(judge),
                    component: part(&component).unwrap_or(component),
                    unit: unit(&entry).unwrap_or(entry),
                    rules: made_under,
                })
                .collect();
            older.sort_by(|a, b| (&a.component, &a.judge, &a.unit).cmp(&(&b.component, &b.judge, &b.unit)));
            Ok(RulesHistory { event: frame.summary(head)?, versions, proposals: rules::proposals(tx, event)?, older })
        })
    }
}
