//! The breakdown: every step from a list of cards to the total, a row each, as the trace has it. Whose a mark is,
//! is not among it.

use super::table::{Value, figure, text};
use super::words::{self, Language, Word};
use crate::scoring::result::RankingRow;
use crate::scoring::trace::{AdjustmentTrace, ComponentTrace, EntryTrace, GroupTrace, Stage};

/// Where a step is.
#[derive(Clone, Copy, Default)]
struct At<'t> {
    component: &'t str,
    group: &'t str,
    criterion: &'t str,
}

pub fn of(row: &RankingRow, trace: &EntryTrace, language: Language) -> Vec<Vec<Value>> {
    let mut steps = Steps { row, language, rows: Vec::new() };
    for component in &trace.components {
        steps.component(component);
    }
    let none = At::default();
    steps.stage(none, words::SUBTOTAL, trace.subtotal.as_ref());
    steps.adjustment(words::BONUS, &trace.bonus);
    steps.adjustment(words::DEDUCTION, &trace.deduction);
    steps.stage(none, words::ADJUSTED, trace.adjusted.as_ref());
    steps.stage(none, words::TOTAL, trace.total.as_ref());
    steps.rows
}

struct Steps<'t> {
    row: &'t RankingRow,
    language: Language,
    rows: Vec<Vec<Value>>,
}

impl Steps<'_> {
    fn component(&mut self, trace: &ComponentTrace) {
        let at = At { component: &trace.name, ..At::default() };
        for group in &trace.groups {
            self.group(at, group);
        }
        if let Some(value) = trace.measure.as_ref().and_then(|measure| measure.value.as_ref()) {
            self.push(at, words::MEASURE, "", value, value);
        }
        self.stage(at, words::COMPONENT_SCORE, trace.score.as_ref());
        self.stage(at, words::COMPONENT_WEIGHTED, trace.weighted.as_ref());
    }

    fn group(&mut self, at: At<'_>, trace: &GroupTrace) {
        let at = At { group: &trace.name, ..at };
        for list in &trace.lists {
            let at = At { criterion: &list.name, ..at };
            self.stage(at, words::LIST, list.result.as_ref());
            self.stage(at, words::LIST_WEIGHTED, list.weighted.as_ref());
        }
        self.stage(at, words::GROUP_SCORE, trace.score.as_ref());
    }

    fn adjustment(&mut self, word: Word, trace: &AdjustmentTrace) {
        for item in &trace.items {
            self.push(At { criterion: &item.name, ..At::default() }, word, &item.formula, &item.points, &item.capped);
        }
        self.push(At::default(), word, "", &trace.sum, &trace.capped);
    }

    fn stage(&mut self, at: At<'_>, word: Word, stage: Option<&Stage>) {
        if let Some(stage) = stage {
            self.push(at, word, &stage.formula, &stage.exact, &stage.rounded);
        }
    }

    fn push(&mut self, at: At<'_>, word: Word, formula: &str, exact: &str, rounded: &str) {
        let words =
            [self.row.entry.as_str(), &self.row.unit, at.component, at.group, at.criterion, self.language.say(word)];
        let mut cells: Vec<Value> = words.into_iter().map(text).collect();
        cells.extend([text(formula), figure(exact), figure(rounded)]);
        self.rows.push(cells);
    }
}
