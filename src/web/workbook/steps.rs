//! The breakdown: every step from a list of cards to the total, a row each, as the trace has it. Whose a mark is,
//! is not among it.

use super::table::{Value, figure, text};
use super::words::{self, Language, Word};
use crate::scoring::result::RankingRow;
use crate::scoring::trace::{AdjustmentTrace, ComponentTrace, EntryTrace, GroupTrace, Stage};
use crate::web::views::explained;

/// Where a step is.
#[derive(Clone, Copy, Default)]
struct At<'t> {
    component: &'t str,
    group: &'t str,
    criterion: &'t str,
}

/// The steps of an entry, and at their end what is to be said of its place and award.
pub fn of(row: &RankingRow, trace: &EntryTrace, said: &[String], language: Language) -> Vec<Vec<Value>> {
    let mut steps = Steps { row, language, rows: Vec::new() };
    for component in &trace.components {
        steps.component(component);
    }
    let none = At::default();
    if let Some(class) = &trace.class {
        steps.push(At { criterion: &class.class, ..none }, words::CLASS, "", &class.coefficient, &class.coefficient);
    }
    steps.stage(none, words::SUBTOTAL, trace.subtotal.as_ref());
    steps.adjustment(words::BONUS, &trace.bonus);
    steps.adjustment(words::DEDUCTION, &trace.deduction);
    steps.stage(none, words::ADJUSTED, trace.adjusted.as_ref());
    if let Some(clamp) = &trace.clamp {
        steps.push(none, words::CLAMP, &explained::clamp(clamp), &clamp.before, &clamp.after);
    }
    steps.stage(none, words::TOTAL, trace.total.as_ref());
    if let Some(veto) = &trace.veto {
        let reasons: Vec<&str> = veto.reasons.iter().filter(|why| !why.is_empty()).map(String::as_str).collect();
        let told = [reasons.join("；"), explained::veto(veto)];
        steps.said(none, words::VETO, &told.into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join("："));
    }
    for one in said {
        steps.said(none, words::STANDING, one);
    }
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
        if let Some(said) = explained::renormalised(trace) {
            self.said(at, words::LEFT_OUT_OF, &said);
        }
        if let Some(value) = trace.measure.as_ref().and_then(|measure| measure.value.as_ref()) {
            self.push(at, words::MEASURE, explained::measure(trace).unwrap_or_default(), value, value);
        }
        self.stage(at, words::COMPONENT_SCORE, trace.score.as_ref());
        for step in explained::relative(trace) {
            self.push(
                At { criterion: &step.said, ..at },
                words::RELATIVE,
                &step.stage.formula,
                &step.stage.exact,
                &step.stage.rounded,
            );
        }
        if let Some(said) = explained::unbalanced(trace) {
            self.said(at, words::RELATIVE, &said);
        }
        self.stage(at, words::COMPONENT_WEIGHTED, trace.weighted.as_ref());
    }

    fn group(&mut self, at: At<'_>, trace: &GroupTrace) {
        let at = At { group: &trace.name, ..at };
        for list in &trace.lists {
            let at = At { criterion: &list.name, ..at };
            self.said(at, words::VALUES, &explained::values(trace, list));
            self.said(at, words::METHOD, &explained::method(trace, list));
            for said in explained::stand_ins(list) {
                self.said(at, words::STAND_IN, &said);
            }
            if let Some(share) = &list.steps {
                self.push(at, words::SHARE, &explained::share(share), &share.share, &share.value);
            }
            self.stage(at, words::LIST, list.result.as_ref());
            self.stage(at, words::LIST_WEIGHTED, list.weighted.as_ref());
        }
        for said in explained::left_out(trace, false) {
            self.said(at, words::LEFT_OUT_OF, &said);
        }
        self.stage(at, words::GROUP_SCORE, trace.score.as_ref());
    }

    /// A step that is no figure.
    fn said(&mut self, at: At<'_>, word: Word, said: &str) {
        if !said.is_empty() {
            self.push(at, word, said, "", "");
        }
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
