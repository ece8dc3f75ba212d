//! What other rules would do in an event: places, totals and awards before and after, cards that no longer fit,
//! blockers. Before the close it tells only what steers nobody: how many cards are touched, not whose.

use std::collections::BTreeMap;

use serde::Serialize;

use super::checked;
use super::diff::{DiffLine, differences};
use crate::app::act::hash::sha256;
use crate::app::act::permission::Act;
use crate::app::act::state;
use crate::app::event::card::{self, Faults, GRADE};
use crate::app::event::frame::Frame;
use crate::app::event::op::read_op;
use crate::app::event::progress::is_in;
use crate::app::event::standings::place;
use crate::app::event::view::EventSummary;
use crate::app::event::wire::OpFault;
use crate::app::{App, AppError};
use crate::scoring::Explain;
use crate::scoring::event::{Cell, Event, Expectation};
use crate::scoring::result::{Blocker, RankingRow, Report};
use crate::store::event::EventRow;
use crate::store::operation::{self, OperationRow};
use crate::store::{StoreError, Tx};

/// What other rules would do.
#[derive(Debug, Clone, Serialize)]
pub struct Effect {
    #[serde(skip)]
    pub event: EventSummary,
    /// The rules proposed, as they would be kept.
    #[serde(skip)]
    pub text: String,
    /// SHA-256 of their text.
    pub sha256: String,
    /// SHA-256 of the rules that stand.
    pub from_sha256: String,
    /// Lines that differ.
    #[serde(skip)]
    pub lines: Vec<DiffLine>,
    /// Cards by component: those of the rules that stand, then new ones; measures are left out.
    pub cards: Vec<CardCount>,
    /// How many things would keep the result from being final, before and after; before the close without those that
    /// tell how the standings are.
    pub blockers: (usize, usize),
    /// Places and names, where they may be shown.
    pub standing: Standing,
    /// What ids are called, under the rules that stand and the others.
    #[serde(skip)]
    pub names: Named,
    #[serde(skip)]
    mark: String,
}

/// What ids are called: id and name.
#[derive(Debug, Clone, Default)]
pub struct Named {
    /// Entries, by their unit.
    pub entries: Vec<(String, String)>,
    pub judges: Vec<(String, String)>,
    pub components: Vec<(String, String)>,
    pub groups: Vec<(String, String)>,
}

/// How many cards of a component are touched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CardCount {
    pub component: String,
    pub name: String,
    /// Cards due, before and after.
    pub due: (usize, usize),
    /// Of them complete, before and after.
    pub complete: (usize, usize),
    /// Cards of which the other rules cannot read something, or no longer count something.
    pub touched: usize,
}

/// Places and names.
#[derive(Debug, Clone, Serialize)]
pub enum Standing {
    /// Not before the close, unless the provisional standings were opened on record.
    Hidden,
    Shown {
        /// All entries, in the order of the ranking under the other rules.
        moves: Vec<Move>,
        /// Cards that are touched.
        lost: Vec<Lost>,
        /// What would keep the result from being final, and does not now.
        blockers: Vec<Blocker>,
        /// The standings under the other rules.
        #[serde(skip)]
        after: Box<Report>,
    },
}

/// One entry before and after; every figure as it is printed, empty where there is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Move {
    pub entry: String,
    pub unit: String,
    /// Track; may be empty.
    pub track: String,
    pub place: (String, String),
    pub total: (String, String),
    pub award: (String, String),
    pub band: (String, String),
}

/// A card of which something no longer fits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lost {
    pub judge: String,
    pub component: String,
    /// Unit of the entry; empty for a ballot.
    pub unit: String,
    /// What no longer fits, without a mark.
    pub parts: Vec<String>,
}

impl Effect {
    /// The hash of what is shown; two who are shown the same have the same.
    #[must_use]
    pub fn mark(&self) -> &str {
        &self.mark
    }

    fn marked(mut self) -> Result<Self, StoreError> {
        let shown = serde_json::to_string(&self).map_err(|error| StoreError::corrupt(error.to_string()))?;
        self.mark = sha256(&shown);
        Ok(self)
    }
}

impl App {
    /// What rules would do in the event as it is.
    pub(super) fn effect(tx: &mut Tx, head: &EventRow, frame: &Frame, text: &str) -> Result<Effect, AppError> {
        let after = checked::read(tx, head, frame, text)?;
        let is_shown = state::why_not(Act::SeeResult, head.state()?).is_none() || head.provisional_open;
        let (old, new) = (Self::filled(tx, &head.id, frame)?, Self::filled(tx, &head.id, &after)?);
        let reports = (report(&old, frame), report(&new, &after));
        let both = Both { before: frame, after: &after };
        let touched = both.touched(&latest(operation::recorded_after(tx, &head.id, 0)?))?;
        let effect = Effect {
            event: frame.summary(head)?,
            sha256: after.rules_sha256.clone(),
            from_sha256: frame.rules_sha256.clone(),
            lines: differences(&checked::plain(&frame.rules_text), text),
            cards: both.counts(&old, &new, &touched),
            blockers: (told(&reports.0, is_shown).count(), told(&reports.1, is_shown).count()),
            standing: if is_shown {
                let blockers = told(&reports.1, true).filter(|blocker| !reports.0.blockers.contains(blocker));
                Standing::Shown {
                    moves: moves(&reports.0, &reports.1),
                    blockers: blockers.cloned().collect(),
                    lost: touched.into_iter().map(|(_, lost)| lost).collect(),
                    after: Box::new(reports.1),
                }
            } else {
                Standing::Hidden
            },
            names: both.names(),
            text: text.to_owned(),
            mark: String::new(),
        };
        Ok(effect.marked()?)
    }
}

fn report(event: &Event, frame: &Frame) -> Report {
    frame.report(&frame.taking_part(event), &Explain::None)
}

/// The blockers that may be told: a tie or a broken limit tells how the standings are.
fn told(report: &Report, is_shown: bool) -> impl Iterator<Item = &Blocker> {
    report.blockers.iter().filter(move |blocker| is_shown || !blocker.kind.is_settled_after_the_close())
}

fn moves(before: &Report, after: &Report) -> Vec<Move> {
    let pair = |row: &RankingRow, of: fn(&RankingRow) -> &String| {
        let was = before.ranking.iter().find(|old| old.entry == row.entry).map(of);
        (was.cloned().unwrap_or_default(), of(row).clone())
    };
    let moves = after.ranking.iter().map(|row| Move {
        entry: row.entry.clone(),
        unit: row.unit.clone(),
        track: row.track.clone(),
        place: pair(row, |row| &row.rank),
        total: pair(row, |row| &row.total),
        award: pair(row, |row| &row.award),
        band: pair(row, |row| &row.band),
    });
    moves.collect()
}

/// The operation that counts of each card.
fn latest(rows: Vec<OperationRow>) -> Vec<OperationRow> {
    let mut cards = BTreeMap::new();
    for row in rows {
        cards.insert((row.component.clone(), row.judge.clone(), row.entry.clone()), row);
    }
    cards.into_values().collect()
}

/// An event under the rules that stand, and under others.
struct Both<'f> {
    before: &'f Frame,
    after: &'f Frame,
}

impl Both<'_> {
    /// The cards of which something fits no longer, with their component's id.
    fn touched(&self, rows: &[OperationRow]) -> Result<Vec<(String, Lost)>, AppError> {
        let mut touched = Vec::new();
        for row in rows {
            let parts = self.parts(row)?;
            if !parts.is_empty() {
                touched.push((row.component.clone(), self.lost(row, parts)));
            }
        }
        Ok(touched)
    }

    fn names(&self) -> Named {
        let setup = &self.after.setup;
        let rules = [&self.before.rules, &self.after.rules];
        let components = rules.iter().flat_map(|rules| &rules.components);
        let groups = rules.iter().flat_map(|rules| &rules.groups);
        Named {
            entries: setup.entries.iter().map(|entry| (entry.id.clone(), entry.unit.clone())).collect(),
            judges: setup.judges.iter().map(|judge| (judge.id.clone(), judge.name.clone())).collect(),
            components: components.map(|part| (part.id.clone(), part.name.clone())).collect(),
            groups: groups.map(|group| (group.id.clone(), group.name.clone())).collect(),
        }
    }

    fn lost(&self, row: &OperationRow, parts: Vec<String>) -> Lost {
        let setup = &self.before.setup;
        let component = self.after.component(&row.component).map(|c| self.after.rules.components[c].name.clone());
        Lost {
            judge: self.before.judge(&row.judge).map(|j| setup.judges[j].name.clone()).unwrap_or_default(),
            component: component.unwrap_or_default(),
            unit: self.before.entry(&row.entry).map(|e| setup.entries[e].unit.clone()).unwrap_or_default(),
            parts,
        }
    }

    /// What of a card fits no longer; nothing of one that is not due now.
    fn parts(&self, row: &OperationRow) -> Result<Vec<String>, AppError> {
        let (was, is) = (place(self.before, row)?, place(self.after, row)?);
        let due = |frame: &Frame, at: card::Place| match at.entry {
            Some(entry) => frame.event.expectation(Cell { component: at.component, judge: at.judge, entry }),
            None if frame.due(at.component, at.judge).is_empty() => Expectation::NotJudged,
            None => Expectation::Due,
        };
        if due(self.before, was) != Expectation::Due {
            return Ok(Vec::new());
        }
        match due(self.after, is) {
            Expectation::Due => {}
            Expectation::NotJudged => return Ok(vec!["该评委组不再评这个环节，评分卡不再计入".to_owned()]),
            Expectation::Outside => return Ok(vec!["该评委不再评这个项目，评分卡不再计入".to_owned()]),
            Expectation::Recused | Expectation::Absent | Expectation::Void | Expectation::JudgeDropped => {
                return Ok(vec!["因回避的办法改变，评分卡不再计入".to_owned()]);
            }
        }
        let marks = read_op(row)?.marks;
        let faults = |frame: &Frame, at| card::parse(frame, at, &marks).err().unwrap_or_default();
        let before: Faults = faults(self.before, was);
        let new = faults(self.after, is).into_iter().filter(|fault| !before.contains(fault));
        let mut said: Vec<String> =
            new.map(|(key, fault)| self.say(was.component, is.component, &key, &fault)).collect();
        said.dedup();
        Ok(said)
    }

    /// What is wrong with one part, without what was typed.
    fn say(&self, was: usize, is: usize, key: &str, fault: &OpFault) -> String {
        let named = |frame: &Frame, component: usize| {
            let criteria = frame.rules.components[component].criteria();
            criteria.iter().find(|criterion| criterion.id == key).map(|criterion| criterion.name.clone())
        };
        let entry = || self.after.entry(key).map(|entry| self.after.setup.entries[entry].unit.clone());
        let name = match key {
            GRADE => "等次".to_owned(),
            key => named(self.after, is)
                .or_else(|| named(self.before, was))
                .or_else(entry)
                .unwrap_or_else(|| key.to_owned()),
        };
        match fault {
            OpFault::Blank => format!("“{name}”没有得分"),
            OpFault::NotOnCard => format!("“{name}”不再列入，其得分不计"),
            OpFault::Mark { .. }
            | OpFault::PlaceTwice { .. }
            | OpFault::Votes { .. }
            | OpFault::Malformed
            | OpFault::TooLong { .. }
            | OpFault::Signature(_)
            | OpFault::Confirmation(_) => {
                format!("“{name}”不合新的规则")
            }
        }
    }

    fn counts(&self, old: &Event, new: &Event, touched: &[(String, Lost)]) -> Vec<CardCount> {
        let parts = |frame: &Frame| -> Vec<(String, String)> {
            let judged = frame.rules.components.iter().filter(|component| component.judging().is_some());
            judged.map(|component| (component.id.clone(), component.name.clone())).collect()
        };
        let mut components = parts(self.after);
        components.extend(parts(self.before).into_iter().filter(|(id, _)| self.after.component(id).is_none()));
        let count = |(id, name): (String, String)| {
            let (was, is) = (count(self.before, old, &id), count(self.after, new, &id));
            CardCount {
                touched: touched.iter().filter(|(component, _)| *component == id).count(),
                due: (was.0, is.0),
                complete: (was.1, is.1),
                component: id,
                name,
            }
        };
        components.into_iter().map(count).collect()
    }
}

/// Cards of a component that are due, and of them complete.
fn count(frame: &Frame, event: &Event, component: &str) -> (usize, usize) {
    let Some(component) = frame.component(component) else { return (0, 0) };
    let (mut due, mut complete) = (0, 0);
    for judge in 0..frame.setup.judges.len() {
        for entry in frame.due(component, judge) {
            due += 1;
            complete += usize::from(is_in(event, Cell { component, judge, entry }));
        }
    }
    (due, complete)
}
