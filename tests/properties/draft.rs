//! A small random event in the open, so that a property can change it before it is built.

mod cards;
mod relative;
mod rules;

use std::collections::BTreeSet;

use guanmo::scoring::event::{
    Acceptance, Adjustment, AdjustmentKind, Cell, Decision, Entry, Event, Exclusion, ExclusionKind, Judge,
};
use guanmo::scoring::rules::{Covers, Rules};
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::tape::{Tape, tape};

/// All that makes an event.
#[derive(Debug, Clone)]
pub struct Draft {
    pub rules: Rules,
    pub entries: Vec<Entry>,
    pub judges: Vec<Judge>,
    pub exclusions: Vec<Exclusion>,
    pub adjustments: Vec<Adjustment>,
    pub decisions: Vec<Decision>,
    pub acceptances: Vec<Acceptance>,
    pub values: Vec<(Cell, Vec<i64>)>,
    pub measures: Vec<(usize, usize, Decimal)>,
}

/// Any small event.
pub fn any_event() -> impl Strategy<Value = Draft> {
    tape().prop_map(|mut tape| draft(&mut tape))
}

impl Draft {
    pub fn event(&self) -> Event {
        let mut event = self.without_cards();
        for (cell, values) in &self.values {
            event.values_mut(*cell).expect("a judge of the component").copy_from_slice(values);
        }
        for &(component, entry, value) in &self.measures {
            event.set_measure(component, entry, Some(value));
        }
        event
    }

    fn without_cards(&self) -> Event {
        Event::new(
            self.rules.clone(),
            self.entries.clone(),
            self.judges.clone(),
            self.exclusions.clone(),
            self.adjustments.clone(),
            self.decisions.clone(),
        )
        .accepting(self.acceptances.clone())
    }

    /// The same event with its judges, entries and rows in another order.
    pub fn shuffled(&self, tape: &mut Tape) -> Self {
        let (judges, entries) = (tape.order(self.judges.len()), tape.order(self.entries.len()));
        let mut other = self.clone();
        other.judges = judges.iter().map(|&judge| self.judges[judge].clone()).collect();
        other.entries = entries.iter().map(|&entry| self.entries[entry].clone()).collect();
        let judge = |old: usize| judges.iter().position(|&judge| judge == old).expect("a permutation");
        let entry = |old: usize| entries.iter().position(|&entry| entry == old).expect("a permutation");
        for exclusion in &mut other.exclusions {
            exclusion.judge = judge(exclusion.judge);
            exclusion.entry = exclusion.entry.map(entry);
        }
        for adjustment in &mut other.adjustments {
            adjustment.entry = entry(adjustment.entry);
        }
        for decision in &mut other.decisions {
            decision.entry = entry(decision.entry);
        }
        for acceptance in &mut other.acceptances {
            acceptance.judge = judge(acceptance.judge);
        }
        for (cell, _) in &mut other.values {
            *cell = Cell { judge: judge(cell.judge), entry: entry(cell.entry), ..*cell };
        }
        for measure in &mut other.measures {
            measure.1 = entry(measure.1);
        }
        other.exclusions = tape.order(self.exclusions.len()).iter().map(|&i| other.exclusions[i].clone()).collect();
        other.adjustments = tape.order(self.adjustments.len()).iter().map(|&i| other.adjustments[i].clone()).collect();
        other.decisions = tape.order(self.decisions.len()).iter().map(|&i| other.decisions[i].clone()).collect();
        other
    }
}

fn draft(tape: &mut Tape) -> Draft {
    let mut rules = rules::rules(tape);
    let balanced = rules.components.iter().any(|part| part.balance.is_some());
    // panels of one entry are seldom of interest
    let entries = tape.between(1, if balanced { 9 } else { 6 });
    let mut entries: Vec<Entry> = (0..entries).map(|entry| self::entry(tape, &rules, entry)).collect();
    // in every other event each group has a judge and few are excluded, so that there is a result
    let whole = tape.chance(50);
    let least = if whole { rules.groups.len() } else { 0 };
    let mut judges: Vec<Judge> =
        (0..tape.between(least, 7)).map(|judge| self::judge(tape, &rules, judge, whole)).collect();
    panels(tape, balanced, &mut entries, &mut judges);
    award_tracks(tape, &mut rules, &entries);
    let exclusions = if judges.is_empty() {
        Vec::new()
    } else {
        (0..tape.between(0, if whole { 1 } else { 4 }))
            .map(|_| exclusion(tape, &rules, entries.len(), judges.len()))
            .collect()
    };
    let acceptances = if !judges.is_empty() && tape.chance(20) {
        let (judge, component) = (tape.below(judges.len()), tape.below(rules.components.len()));
        vec![Acceptance { judge, component, reason: String::new(), cause: String::new() }]
    } else {
        Vec::new()
    };
    let adjustments = (0..tape.between(0, 7)).map(|_| adjustment(tape, &rules, entries.len())).collect();
    let decisions = decisions(tape, entries.len());
    let (values, measures) = (Vec::new(), Vec::new());
    let mut draft = Draft { rules, entries, judges, exclusions, adjustments, decisions, acceptances, values, measures };
    let gaps = if tape.chance(35) { 12 } else { 0 };
    cards::fill(tape, &mut draft, gaps);
    draft
}

/// Panels: none, labels of entries alone, or each of them named by both. Where scores are made comparable, each entry has
/// one.
fn panels(tape: &mut Tape, balanced: bool, entries: &mut [Entry], judges: &mut [Judge]) {
    const PANELS: [&str; 3] = ["一组", "二组", "三组"];
    let none = if balanced { &[][..] } else { &[""] };
    if tape.chance(50) {
        for judge in judges.iter_mut() {
            tape.pick(&["", "一组", "二组"]).clone_into(&mut judge.panel);
        }
        let named: BTreeSet<&str> = judges.iter().map(|judge| judge.panel.as_str()).filter(|p| !p.is_empty()).collect();
        let choices: Vec<&str> = named.into_iter().chain(none.iter().copied()).collect();
        if !choices.is_empty() {
            for entry in entries.iter_mut() {
                tape.pick(&choices).clone_into(&mut entry.panel);
            }
        }
        for judge in judges.iter_mut() {
            // a panel that only the judges name is a fault
            if entries.iter().all(|entry| entry.panel != judge.panel) {
                judge.panel.clear();
            }
        }
    }
    if judges.iter().all(|judge| judge.panel.is_empty()) && (balanced || tape.chance(20)) {
        let choices: Vec<&str> = PANELS.iter().chain(none).copied().collect();
        for entry in entries {
            tape.pick(&choices[..]).clone_into(&mut entry.panel);
        }
    }
}

/// Gives some awards to some of the tracks that there are, where tracks are ranked apart.
fn award_tracks(tape: &mut Tape, rules: &mut Rules, entries: &[Entry]) {
    let tracks: BTreeSet<&str> = entries.iter().map(|entry| entry.track.as_str()).filter(|t| !t.is_empty()).collect();
    for award in &mut rules.awards {
        if rules.ranking.by_track && tape.chance(40) {
            award.tracks = tracks.iter().filter(|_| tape.chance(60)).map(|&track| track.to_owned()).collect();
        }
    }
}

/// Rows without a text, and decisions that have one, no two over the same entries.
fn decisions(tape: &mut Tape, entries: usize) -> Vec<Decision> {
    let (mut rows, mut over) = (Vec::new(), Vec::new());
    for tie in ["", "甲", "乙", "丙"] {
        let mut about: Vec<usize> = tape.order(entries).into_iter().take(tape.between(0, 3)).collect();
        about.sort_unstable();
        if !tie.is_empty() && over.contains(&about) {
            continue;
        }
        for &entry in &about {
            let (order, reason, cause) = (tape.between(1, 3) as u32, String::new(), String::new());
            rows.push(Decision { tie: tie.to_owned(), entry, order, reason, cause });
        }
        if !tie.is_empty() {
            over.push(about);
        }
    }
    rows
}

fn entry(tape: &mut Tape, rules: &Rules, index: usize) -> Entry {
    Entry {
        id: format!("e{index}"),
        unit: tape.pick(&["", "甲镇", "乙镇"]).to_owned(),
        track: tape.pick(&["", "园区组", "镇组"]).to_owned(),
        class: if tape.chance(40) && !rules.classes.is_empty() { Some(tape.below(rules.classes.len())) } else { None },
        order: if tape.chance(60) { Some(tape.below(3) as u32) } else { None },
        ..Entry::default()
    }
}

fn judge(tape: &mut Tape, rules: &Rules, index: usize, whole: bool) -> Judge {
    let group = if whole { index % rules.groups.len() } else { tape.below(rules.groups.len()) };
    // in a group that covers some units each judge has one
    let covers = rules.groups[group].covers;
    let unit = tape.pick(if covers == Covers::All { &["", "甲镇"] } else { &["甲镇", "乙镇"] }).to_owned();
    Judge { id: format!("j{index}"), name: String::new(), unit, group, panel: String::new() }
}

fn exclusion(tape: &mut Tape, rules: &Rules, entries: usize, judges: usize) -> Exclusion {
    Exclusion {
        judge: tape.below(judges),
        component: if tape.chance(60) { Some(tape.below(rules.components.len())) } else { None },
        entry: if tape.chance(10) { None } else { Some(tape.below(entries)) },
        kind: tape.pick(&[ExclusionKind::Recused, ExclusionKind::Recused, ExclusionKind::Absent, ExclusionKind::Void]),
        reason: String::new(),
    }
}

fn adjustment(tape: &mut Tape, rules: &Rules, entries: usize) -> Adjustment {
    use AdjustmentKind::{Bonus, Deduction, Veto};
    let kind = tape.pick(&[Bonus, Bonus, Deduction, Deduction, Veto, Veto, Veto]);
    let items: Vec<String> = match kind {
        Veto => rules.veto.items.iter().map(|item| item.id.clone()).collect(),
        Bonus | Deduction => rules.adjustments.items.iter().map(|item| item.id.clone()).collect(),
    };
    Adjustment {
        // several vetoes of one entry, which all apply, need few entries to meet on
        entry: tape.below(if kind == Veto { entries.min(2) } else { entries }),
        kind,
        item: if items.is_empty() { tape.pick(&["甲", "乙"]).to_owned() } else { tape.pick(&items) },
        points: if kind == Veto { Decimal::ZERO } else { Decimal::new(tape.between(1, 8) as i64 * 25, 2) },
        reason: String::new(),
    }
}
