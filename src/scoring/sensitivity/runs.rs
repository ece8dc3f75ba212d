//! The whole event tabulated again: without a seat, with weights moved, with trimming taken away and increased.

use rust_decimal::Decimal;

use super::Span;
use super::base::{Base, Run};
use super::card::counts;
use crate::scoring::event::{Event, Sheet};
use crate::scoring::rules::{ListRules, Method, Rules, Scope};
use crate::scoring::tabulate::tabulate;

/// Decimals that a moved weight is rounded to.
const WEIGHT_DECIMALS: u32 = 12;

/// The runs with one seat left out each, and how many seats cannot be left out.
pub(super) fn without_a_seat(event: &Event, base: &Base) -> (Vec<Run>, usize) {
    let mut altered = event.clone();
    let mut runs = Vec::with_capacity(base.seats.len());
    for &judge in &base.seats {
        altered.seat(judge, event, None);
        runs.push(base.run(&tabulate(&altered)));
        altered.seat(judge, event, Some(judge));
    }
    let needed = runs.iter().filter(|run| run.is_none()).count();
    (runs.into_iter().flatten().collect(), needed)
}

/// The least and the greatest place of each ranked entry in some runs and here; `None` where there is no run.
pub(super) fn spans(base: &Base, runs: &[Run]) -> Vec<Option<Span>> {
    let span = |(position, &entry): (usize, &usize)| {
        let mut span = Span::of(base.places[entry]);
        for run in runs {
            span.reach(run.places[position]);
        }
        (!runs.is_empty()).then_some(span)
    };
    base.ranked.iter().enumerate().map(span).collect()
}

/// Runs with other rules.
fn with_rules(event: &Event, base: &Base, others: impl IntoIterator<Item = Rules>) -> Vec<Run> {
    let mut altered = event.clone();
    let mut runs = Vec::new();
    for rules in others {
        if rules != *event.rules() {
            *altered.rules_mut() = rules;
            runs.extend(base.run(&tabulate(&altered)));
        }
    }
    runs
}

/// The runs with one weight moved by a tenth: of a component, while the others share the rest as they did; of a group.
pub(super) fn moved_weights(event: &Event, base: &Base) -> Vec<Run> {
    let tenths = [Decimal::new(9, 1), Decimal::new(11, 1)];
    let rules = event.rules();
    let weights: Vec<Decimal> = rules.components.iter().map(|component| component.weight).collect();
    let weighty = (0..weights.len()).filter(|&k| !weights[k].is_zero());
    let components = weighty.flat_map(|k| tenths.map(|tenth| moved(&weights, k, tenth))).flatten().map(|moved| {
        let mut rules = rules.clone();
        for (component, weight) in rules.components.iter_mut().zip(moved) {
            component.weight = weight;
        }
        rules
    });
    let weighed = |group: usize| {
        let judging = rules.components.iter().filter_map(|component| component.judging());
        judging.clone().any(|judging| judging.scope == Scope::Group && judging.groups.contains(&group))
            && judging.filter(|judging| judging.groups.contains(&group)).any(|judging| judging.groups.len() > 1)
    };
    let groups = (0..rules.groups.len()).filter(|&group| weighed(group)).flat_map(|group| {
        tenths.map(|tenth| {
            let mut rules = rules.clone();
            rules.groups[group].weight *= tenth;
            rules
        })
    });
    with_rules(event, base, components.chain(groups))
}

/// Weights with one of them multiplied, and the same sum; `None` where the others have none, or too much would be taken.
fn moved(weights: &[Decimal], moved: usize, by: Decimal) -> Option<Vec<Decimal>> {
    let sum: Decimal = weights.iter().sum();
    let weight = weights[moved] * by;
    let (rest, left) = (sum - weights[moved], sum - weight);
    if rest.is_zero() || left <= Decimal::ZERO {
        return None;
    }
    let share = |other: &Decimal| (other * left / rest).round_dp(WEIGHT_DECIMALS);
    Some(weights.iter().enumerate().map(|(k, other)| if k == moved { weight } else { share(other) }).collect())
}

/// The runs without trimming, and with one more dropped from each end wherever at least one card is left.
pub(super) fn moved_trims(event: &Event, base: &Base) -> Vec<Run> {
    let least = fewest(event);
    let altered = |method: fn(Method) -> Method| {
        let mut rules = event.rules().clone();
        for (component, least) in rules.components.iter_mut().zip(&least) {
            let Some(judging) = component.judging_mut() else { continue };
            for (list, &least) in judging.lists.iter_mut().zip(least) {
                let method = method(list.method);
                if dropped(method) < least {
                    *list = ListRules { method, min_cards: list.min_cards.max(dropped(method) + 1), ..*list };
                }
            }
        }
        rules
    };
    let plain = |method: Method| match method {
        Method::Mean | Method::TrimmedMean { .. } | Method::Median => Method::Mean,
        Method::Modal(_) => method,
    };
    let more = |method: Method| match method {
        Method::Mean => Method::TrimmedMean { drop_highest: 1, drop_lowest: 1 },
        Method::TrimmedMean { drop_highest, drop_lowest } => {
            Method::TrimmedMean { drop_highest: drop_highest + 1, drop_lowest: drop_lowest + 1 }
        }
        Method::Median | Method::Modal(_) => method,
    };
    with_rules(event, base, [altered(plain), altered(more)])
}

fn dropped(method: Method) -> usize {
    match method {
        Method::TrimmedMean { drop_highest, drop_lowest } => drop_highest + drop_lowest,
        Method::Mean | Method::Median | Method::Modal(_) => 0,
    }
}

/// The fewest cards that a list has for an entry that it has any for, by component and list.
fn fewest(event: &Event) -> Vec<Vec<usize>> {
    let of = |component: usize| {
        let Sheet::Judged(grid) = event.sheet(component) else { return Vec::new() };
        let fewest = |list: &[usize]| {
            let cards = |entry: usize| (list[0]..list[1]).filter(|&seat| counts(grid, entry, seat)).count();
            (0..event.entries().len()).map(cards).filter(|&cards| cards > 0).min().unwrap_or_default()
        };
        grid.lists.windows(2).map(fewest).collect()
    };
    (0..event.rules().components.len()).map(of).collect()
}
