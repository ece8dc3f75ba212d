//! A small random event in the open, so that a property can change it before it is built.

mod rules;

use guanmo::scoring::event::{
    Adjustment, AdjustmentKind, Cell, Decision, Entry, Event, Exclusion, ExclusionKind, Expectation, Judge,
};
use guanmo::scoring::rules::{Criterion, Kind, Rules};
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
    let rules = rules::rules(tape);
    let entries: Vec<Entry> = (0..tape.between(1, 6)).map(|entry| self::entry(tape, &rules, entry)).collect();
    let judges: Vec<Judge> = (0..tape.between(0, 7)).map(|judge| self::judge(tape, &rules, judge)).collect();
    let exclusions = if judges.is_empty() {
        Vec::new()
    } else {
        (0..tape.between(0, 4)).map(|_| exclusion(tape, &rules, entries.len(), judges.len())).collect()
    };
    let adjustments = (0..tape.between(0, 5)).map(|_| adjustment(tape, &rules, entries.len())).collect();
    let decisions = decisions(tape, entries.len());
    let (values, measures) = (Vec::new(), Vec::new());
    let mut draft = Draft { rules, entries, judges, exclusions, adjustments, decisions, values, measures };
    let gaps = if tape.chance(35) { 12 } else { 0 };
    fill(tape, &mut draft, gaps);
    draft
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
        track: tape.pick(&["", "园区组", "镇组"]).to_owned(),
        class: if tape.chance(40) && !rules.classes.is_empty() { Some(tape.below(rules.classes.len())) } else { None },
        order: if tape.chance(60) { Some(tape.below(3) as u32) } else { None },
        ..Entry::default()
    }
}

fn judge(tape: &mut Tape, rules: &Rules, index: usize) -> Judge {
    let group = tape.below(rules.groups.len().max(1));
    Judge { id: format!("j{index}"), name: String::new(), unit: String::new(), group, panel: String::new() }
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
    let kind = tape.pick(&[Bonus, Bonus, Deduction, Deduction, Veto]);
    let items: Vec<String> = rules.adjustments.items.iter().map(|item| item.id.clone()).collect();
    Adjustment {
        entry: tape.below(entries),
        kind,
        item: if items.is_empty() { tape.pick(&["甲", "乙"]).to_owned() } else { tape.pick(&items) },
        points: if kind == Veto { Decimal::ZERO } else { Decimal::new(tape.between(1, 8) as i64 * 25, 2) },
        reason: String::new(),
    }
}

/// Gives every judge's cards and every measure; some are left blank, so many in a hundred.
fn fill(tape: &mut Tape, draft: &mut Draft, gaps: usize) {
    let event = draft.without_cards();
    for (component, part) in draft.rules.components.iter().enumerate() {
        for judge in 0..draft.judges.len() {
            let places = tape.order(draft.entries.len());
            let mut ballot = 0;
            for entry in 0..draft.entries.len() {
                let cell = Cell { component, judge, entry };
                let expected = event.expectation(cell);
                // a card may have been given before its cell was excluded
                let given = expected == Expectation::Due || (expected != Expectation::NotJudged && tape.chance(30));
                if !given || tape.chance(gaps) {
                    continue;
                }
                let values = match &part.kind {
                    Kind::Marks { criteria, .. } => {
                        let mut card: Vec<i64> = criteria.iter().map(|criterion| mark(tape, criterion)).collect();
                        if tape.chance(gaps / 3) {
                            card[0] = guanmo::scoring::event::BLANK;
                        }
                        card
                    }
                    Kind::Ranking { .. } => {
                        let due: Vec<usize> = (0..draft.entries.len())
                            .filter(|&entry| event.expectation(Cell { entry, ..cell }) == Expectation::Due)
                            .collect();
                        let allowed: Vec<usize> = places.iter().copied().filter(|&place| place < due.len()).collect();
                        if expected == Expectation::Due {
                            ballot += 1;
                            vec![allowed[ballot - 1] as i64 + 1]
                        } else {
                            vec![1]
                        }
                    }
                    Kind::Grades { grades, .. } => vec![tape.below(grades.len()) as i64],
                    Kind::Votes { .. } | Kind::Measure { .. } => continue,
                };
                draft.values.push((cell, values));
            }
        }
        if let Kind::Measure { .. } = part.kind {
            for entry in 0..draft.entries.len() {
                if !tape.chance(gaps) {
                    let value = tape.pick(&["80", "80", "90.25", "0", "97.3"]).parse().expect("a number");
                    draft.measures.push((component, entry, value));
                }
            }
        }
    }
}

/// A mark of few different ones, so that equal ones are frequent.
fn mark(tape: &mut Tape, criterion: &Criterion) -> i64 {
    let step = criterion.units(criterion.step).expect("a multiple of itself");
    let steps = |limit: Decimal| i64::try_from((limit / criterion.step).trunc().mantissa()).expect("few");
    let (least, most) = (steps(criterion.min), steps(criterion.max));
    let most_often = [most - 1, most - 2, most - 3].map(|step| step.max(least));
    let any = least + tape.below((most - least + 1) as usize) as i64;
    step * if tape.chance(25) { any } else { tape.pick(&most_often) }
}
