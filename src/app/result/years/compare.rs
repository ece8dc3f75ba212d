//! What changed from one year's rules to the next: figures are comparable only where nothing did.

use rust_decimal::Decimal;

use crate::scoring::rules::{
    Component, Criterion, Denominator, Grade, Kind, Normalise, Over, Points, Rules, Steps, VotesRules,
};

/// One thing that changed. Decimals are printed without zeros at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RuleChange {
    /// A component that was not there before.
    NewComponent(String),
    /// A component that is no longer there.
    GoneComponent(String),
    /// A component is called something else.
    Renamed {
        before: String,
        /// Its name now.
        after: String,
    },
    /// A component's weight.
    Weight {
        component: String,
        before: String,
        /// Now.
        after: String,
    },
    /// A component is scored in another way (marks, places, grades, a measure), or its values are worth something else.
    Kind(String),
    /// A component's cards are put together in another way: who judges, the method, what is dropped, what a missing card or
    /// a recusal does.
    Judging(String),
    /// A criterion that was not there before.
    NewCriterion {
        component: String,
        criterion: String,
    },
    /// A criterion that is no longer there.
    GoneCriterion {
        component: String,
        criterion: String,
    },
    /// A criterion's name, range, step or weight.
    Criterion {
        component: String,
        criterion: String,
        /// Name, range, step and weight before.
        before: String,
        /// The same now.
        after: String,
    },
    /// Groups of judges, or their weights.
    Groups {
        /// Before: names and weights.
        before: String,
        /// Now.
        after: String,
    },
    /// The stages at which is rounded, or how.
    Rounding,
    /// Difficulty classes.
    Classes,
    /// Caps of bonuses and deductions, the clamps of the total, the items.
    Adjustments,
    /// What a veto does.
    Veto,
    /// How places are given, or ties parted.
    Ranking,
    Awards,
    Bands,
    /// Limits on one judge's cards.
    Limits,
}

/// What changed from one set of rules to another, exactly; empty where figures are comparable.
#[must_use]
pub fn changes(before: &Rules, after: &Rules) -> Vec<RuleChange> {
    let mut found = Vec::new();
    for part in &before.components {
        if same(&after.components, part).is_none() {
            found.push(RuleChange::GoneComponent(part.name.clone()));
        }
    }
    for part in &after.components {
        match same(&before.components, part) {
            None => found.push(RuleChange::NewComponent(part.name.clone())),
            Some(was) => component((before, was), (after, part), &mut found),
        }
    }
    if weights(before) != weights(after) {
        found.push(RuleChange::Groups { before: weights(before), after: weights(after) });
    }
    let wholes = [
        (before.rounding != after.rounding, RuleChange::Rounding),
        (before.classes != after.classes, RuleChange::Classes),
        (before.adjustments != after.adjustments, RuleChange::Adjustments),
        (before.veto != after.veto, RuleChange::Veto),
        // a tie-break is an index, which moves with what it points at
        (ranking(before) != ranking(after), RuleChange::Ranking),
        (before.awards != after.awards, RuleChange::Awards),
        (before.bands != after.bands, RuleChange::Bands),
        (before.limits != after.limits, RuleChange::Limits),
    ];
    found.extend(wholes.into_iter().filter(|(differs, _)| *differs).map(|(_, change)| change));
    found
}

/// The component of the same id, or else of the same name.
fn same<'r>(among: &'r [Component], part: &Component) -> Option<&'r Component> {
    among.iter().find(|other| other.id == part.id).or_else(|| among.iter().find(|other| other.name == part.name))
}

fn component(before: (&Rules, &Component), after: (&Rules, &Component), found: &mut Vec<RuleChange>) {
    let ((old, was), (new, now)) = (before, after);
    let name = || now.name.clone();
    if was.name != now.name {
        found.push(RuleChange::Renamed { before: was.name.clone(), after: name() });
    }
    if was.weight != now.weight {
        found.push(RuleChange::Weight { component: name(), before: plain(was.weight), after: plain(now.weight) });
    }
    if worth(&was.kind) != worth(&now.kind) {
        found.push(RuleChange::Kind(name()));
    }
    if judging(old, was) != judging(new, now) {
        found.push(RuleChange::Judging(name()));
    }
    criteria(now, was.criteria(), now.criteria(), found);
}

fn criteria(part: &Component, before: &[Criterion], after: &[Criterion], found: &mut Vec<RuleChange>) {
    let component = || part.name.clone();
    for was in before {
        if !after.iter().any(|now| now.id == was.id) {
            found.push(RuleChange::GoneCriterion { component: component(), criterion: was.name.clone() });
        }
    }
    for now in after {
        let criterion = || now.name.clone();
        match before.iter().find(|was| was.id == now.id) {
            None => found.push(RuleChange::NewCriterion { component: component(), criterion: criterion() }),
            Some(was) if told(was) != told(now) => found.push(RuleChange::Criterion {
                component: component(),
                criterion: criterion(),
                before: told(was),
                after: told(now),
            }),
            Some(_) => {}
        }
    }
}

fn plain(value: Decimal) -> String {
    value.normalize().to_string()
}

fn told(criterion: &Criterion) -> String {
    let Criterion { id: _, name, min, max, step, weight, guide: _, commenting: _ } = criterion;
    let weight = if *weight == Decimal::ONE { String::new() } else { format!("，权重 {}", plain(*weight)) };
    format!("{name} {}–{} 分，间隔 {}{weight}", plain(*min), plain(*max), plain(*step))
}

fn weights(rules: &Rules) -> String {
    rules.groups.iter().map(|group| format!("{} {}", group.name, plain(group.weight))).collect::<Vec<_>>().join("、")
}

/// What is scored, but for criteria and for who judges. Compared as values: 100 is 100.0.
#[derive(PartialEq)]
enum Worth<'k> {
    Marks(Over),
    Ranking(&'k Points),
    Grades(&'k [Grade], Denominator, Option<&'k Steps>),
    Votes(VotesRules),
    Measure(Decimal, Option<Decimal>, Normalise),
}

fn worth(kind: &Kind) -> Worth<'_> {
    match kind {
        Kind::Marks { judging: _, over, criteria: _ } => Worth::Marks(*over),
        Kind::Ranking { judging: _, points } => Worth::Ranking(points),
        Kind::Grades { judging: _, grades, denominator, steps } => Worth::Grades(grades, *denominator, steps.as_ref()),
        Kind::Votes { judging: _, votes } => Worth::Votes(*votes),
        Kind::Measure { min, max, normalise } => Worth::Measure(*min, *max, *normalise),
    }
}

/// Who judges and how cards are put together; when they may score has no effect on figures.
fn judging(rules: &Rules, component: &Component) -> Option<String> {
    let judging = component.judging()?;
    let groups: Vec<&str> = judging.groups.iter().map(|&group| rules.groups[group].id.as_str()).collect();
    Some(format!("{:?}", (groups, judging.scope, judging.recusal, judging.empty_group, &judging.lists)))
}

/// How places are given, with ids where the rules hold indices.
fn ranking(rules: &Rules) -> String {
    let keys: Vec<String> = rules.ranking.tie_break.iter().map(|&key| rules.spelled(key)).collect();
    format!("{:?}", (rules.ranking.on, rules.ranking.by_track, rules.ranking.places, keys))
}
