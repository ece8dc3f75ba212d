//! One list of judges (a group, or the panel) and one entry: what the list makes of it.

use std::collections::BTreeSet;

use num_rational::BigRational;

use super::{card, fraction};
use crate::scoring::event::{Cell, Event};
use crate::scoring::rules::{
    Denominator, Judging, Kind, ListRules, Method, ModalTie, Over, Scope, Share, Steps, VotesRules,
};

/// A list of judges in a component, for one entry.
#[derive(Clone, Copy)]
pub(super) struct List<'e> {
    pub event: &'e Event,
    pub judging: &'e Judging,
    pub component: usize,
    pub entry: usize,
    /// Index into [`Judging::lists`].
    pub index: usize,
}

impl List<'_> {
    pub fn rules(&self) -> ListRules {
        self.judging.lists[self.index]
    }

    /// The group whose list it is; none for the panel.
    pub fn group(&self) -> Option<usize> {
        match self.judging.scope {
            Scope::Group => Some(self.judging.groups[self.index]),
            Scope::Panel => None,
        }
    }

    /// The cells of its judges for the entry.
    pub fn cells(&self) -> Vec<Cell> {
        let mut cells = Vec::new();
        for (judge, seat) in self.event.judges().iter().enumerate() {
            let inside = match self.group() {
                Some(group) => seat.group == group,
                None => self.judging.groups.contains(&seat.group),
            };
            if inside {
                cells.push(Cell { component: self.component, judge, entry: self.entry });
            }
        }
        cells
    }

    /// How many values count, stand-ins among them.
    pub fn size(&self) -> usize {
        self.cells().iter().filter(|&&cell| card::counts(self.event, cell)).count()
    }

    /// A: the list's score, of at least one counted value.
    pub fn score(&self) -> BigRational {
        let rounding = self.event.rules().rounding;
        let exact = match &self.event.rules().components[self.component].kind {
            Kind::Marks { over: Over::Criterion, criteria, .. } => {
                let mut sum = fraction::count(0);
                for (index, criterion) in criteria.iter().enumerate() {
                    let weighted = fraction::of(criterion.weight) * self.criterion(index);
                    sum += fraction::round(&weighted, rounding.criterion_weighted);
                }
                sum
            }
            Kind::Grades { steps: Some(steps), denominator, .. } => self.looked_up(steps, *denominator),
            Kind::Grades { denominator: Denominator::Due, .. }
            | Kind::Votes { votes: VotesRules { denominator: Denominator::Due, .. }, .. }
                if !self.is_modal() =>
            {
                fraction::sum(&self.cards()) / fraction::count(self.due())
            }
            Kind::Marks { over: Over::Card, .. }
            | Kind::Ranking { .. }
            | Kind::Grades { .. }
            | Kind::Votes { .. }
            | Kind::Measure { .. } => self.by_method(self.cards()),
        };
        match self.judging.scope {
            Scope::Group => fraction::round(&exact, rounding.group),
            Scope::Panel => exact,
        }
    }

    /// a: one criterion over the list, before its weight.
    pub fn criterion(&self, criterion: usize) -> BigRational {
        let cells = self.cells();
        let marks = cells.iter().filter_map(|&cell| card::criterion_worth(self.event, cell, criterion)).collect();
        let rounding = self.event.rules().rounding;
        fraction::round(&self.by_method(marks), rounding.criterion)
    }

    /// The counted T.
    fn cards(&self) -> Vec<BigRational> {
        self.cells().iter().filter_map(|&cell| card::worth(self.event, cell)).collect()
    }

    /// How many cards are due, in or not; a value that stands in for one is one more.
    fn due(&self) -> usize {
        let due = |&&cell: &&Cell| card::is_due(self.event, cell);
        let stands_in = |&&cell: &&Cell| card::wants_stand_in(self.event, cell) && card::counts(self.event, cell);
        self.cells().iter().filter(due).count() + self.cells().iter().filter(stands_in).count()
    }

    /// Whether it takes the grade that most cards give, whatever else is said of grades.
    fn is_modal(&self) -> bool {
        matches!(self.rules().method, Method::Modal(_))
    }

    /// The grades that counted cards give, by index.
    fn grades(&self) -> Vec<usize> {
        let cells = self.cells();
        let cards = cells.iter().filter_map(|&cell| card::counted(self.event, cell));
        cards.map(|values| usize::try_from(values[0]).expect("a cell holds the index of a grade")).collect()
    }

    /// The value of the step that the share of some grades reaches, or what stands instead of it.
    fn looked_up(&self, steps: &Steps, denominator: Denominator) -> BigRational {
        let given = self.grades();
        let all = match denominator {
            Denominator::Valid => given.len(),
            Denominator::Due => self.due(),
        };
        let share_of = |grades: &[usize]| {
            let such = given.iter().filter(|grade| grades.contains(grade)).count();
            fraction::count(such) / fraction::count(all)
        };
        let quotient = |share: Share| fraction::of(share.over) / fraction::of(share.under);
        let first = share_of(&steps.of);
        for instead in &steps.overrides {
            let below = instead.only_below.is_none_or(|limit| first < quotient(limit));
            if below && share_of(&instead.of) >= quotient(instead.at_least) {
                return fraction::of(instead.value);
            }
        }
        let step = steps.table.iter().find(|(at_least, _)| first >= quotient(*at_least));
        let (_, value) = step.expect("a table of steps ends at a share of 0");
        fraction::of(*value)
    }

    /// The value of the grade that most cards give; of several such grades, what the rules say.
    fn most_common(&self, tie: ModalTie) -> BigRational {
        let given = self.grades();
        let cards_of = |grade: usize| given.iter().filter(|&&other| other == grade).count();
        let most = given.iter().map(|&grade| cards_of(grade)).max().expect("a counted card");
        let grades: BTreeSet<usize> = given.iter().copied().filter(|&grade| cards_of(grade) == most).collect();
        let mut values = Vec::new();
        for grade in grades {
            let cell = i64::try_from(grade).expect("few grades");
            values.push(card::card_worth(self.event, self.component, &[cell]));
        }
        values.sort();
        match tie {
            ModalTie::Lower => values[0].clone(),
            ModalTie::Higher => values[values.len() - 1].clone(),
            ModalTie::Mean => fraction::mean(&values),
        }
    }

    fn by_method(&self, mut values: Vec<BigRational>) -> BigRational {
        let rules = self.rules();
        if values.len() < rules.min_cards {
            // too_few = "mean": whoever asks has seen to it
            return fraction::mean(&values);
        }
        values.sort();
        match rules.method {
            Method::Mean => fraction::mean(&values),
            Method::Modal(tie) => self.most_common(tie),
            Method::TrimmedMean { drop_highest, drop_lowest } => {
                fraction::mean(&values[drop_lowest..values.len() - drop_highest])
            }
            Method::Median => {
                let middle = values.len() / 2;
                if values.len() % 2 == 1 {
                    values[middle].clone()
                } else {
                    fraction::mean(&values[middle - 1..=middle])
                }
            }
        }
    }
}
