//! The scores of several panels, made comparable.

use std::collections::BTreeSet;

use num_rational::BigRational;
use num_traits::Zero;

use super::{Finding, fraction, place, veto};
use crate::scoring::event::Event;
use crate::scoring::result::BlockerKind;
use crate::scoring::rules::{Apply, Balance, DropIn, Spread, Target, VetoEffect, Within};

/// How one panel was made comparable with others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Panel {
    /// Index of the component.
    pub component: usize,
    /// The track, where panels are made comparable within tracks.
    pub track: Option<String>,
    pub panel: String,
    /// A; `None` where the panel is too short.
    pub mean: Option<BigRational>,
    /// R; `None` where no panel is long enough.
    pub target: Option<BigRational>,
    /// What scores are multiplied with or what is added to them; the panel's deviation s under deviation.
    pub coefficient: Option<BigRational>,
    /// S, under deviation.
    pub spread: Option<BigRational>,
}

/// What becomes of a component.
pub(super) struct Outcome {
    /// P′ of each entry.
    pub scores: Vec<Option<BigRational>>,
    pub panels: Vec<Panel>,
    pub findings: BTreeSet<Finding>,
}

/// Makes the scores P of a component comparable, by entry.
pub(super) fn balanced(event: &Event, component: usize, rules: &Balance, scores: &[Option<BigRational>]) -> Outcome {
    let mut outcome = Outcome { scores: vec![None; scores.len()], panels: Vec::new(), findings: BTreeSet::new() };
    let by_track = rules.within == Within::Track || event.rules().ranking.by_track;
    let fields = if by_track { place::tracks(event) } else { vec![(0..scores.len()).collect()] };
    for field in fields {
        let panels = panels_of(event, &field);
        let lists: Vec<List> = panels.iter().map(|entries| List::of(event, rules, scores, entries)).collect();
        let target = target(event, rules, scores, &field, &lists);
        let spread = spread(event, rules, &lists);
        for (entries, list) in panels.iter().zip(&lists) {
            let panel = &event.entries()[entries[0]].panel;
            let coefficient = coefficient(event, rules, list, target.as_ref());
            match (&list.mean, &target, &coefficient) {
                (Some(mean), Some(target), Some(coefficient)) => {
                    for &entry in entries {
                        let score = scores[entry].as_ref().map(|score| match rules.apply {
                            Apply::Ratio => score * coefficient,
                            Apply::Shift => score + coefficient,
                            Apply::Deviation if coefficient.is_zero() => target.clone(),
                            Apply::Deviation => {
                                let spread = spread.clone().expect("a panel with a deviation");
                                target + spread * (score - mean) / coefficient
                            }
                        });
                        let stage = event.rules().rounding.balanced;
                        outcome.scores[entry] = score.map(|score| fraction::round(&score, stage));
                    }
                }
                _ if entries.iter().all(|&entry| veto::has(event, entry, VetoEffect::Disqualify)) => {}
                _ => {
                    let unbalanced = Finding::of(BlockerKind::Unbalanced);
                    let panel = Some(panel.clone());
                    outcome.findings.insert(Finding { component: Some(component), panel, ..unbalanced });
                }
            }
            outcome.panels.push(Panel {
                component,
                track: by_track.then(|| event.entries()[entries[0]].track.clone()),
                panel: panel.clone(),
                mean: list.mean.clone(),
                target: target.clone(),
                coefficient,
                spread: spread.clone(),
            });
        }
    }
    outcome
}

/// The entries of each panel among some.
fn panels_of(event: &Event, entries: &[usize]) -> Vec<Vec<usize>> {
    let panel_of = |entry: usize| event.entries()[entry].panel.as_str();
    let names: BTreeSet<&str> = entries.iter().map(|&entry| panel_of(entry)).collect();
    names.iter().map(|name| entries.iter().copied().filter(|&entry| panel_of(entry) == *name).collect()).collect()
}

/// What a panel's mean is taken over.
struct List {
    /// The scores that are kept, from the lowest; none where the panel is too short.
    kept: Vec<BigRational>,
    /// A.
    mean: Option<BigRational>,
    /// s, under deviation.
    deviation: Option<BigRational>,
}

impl List {
    fn of(event: &Event, rules: &Balance, scores: &[Option<BigRational>], entries: &[usize]) -> Self {
        let kept = kept(rules, scores, entries);
        if kept.is_empty() {
            return Self { kept, mean: None, deviation: None };
        }
        let rounding = event.rules().rounding;
        let exact = fraction::mean(&kept);
        let deviation = (rules.apply == Apply::Deviation).then(|| {
            let squares: Vec<BigRational> = kept.iter().map(|score| (score - &exact) * (score - &exact)).collect();
            let stage = rounding.coefficient.expect("rules of deviations say how they are rounded");
            fraction::root(&fraction::mean(&squares), stage.decimals)
        });
        Self { kept, mean: Some(fraction::round(&exact, rounding.panel_mean)), deviation }
    }
}

/// The scores of some entries from the lowest, without those that are left out at each end; none where they are too few.
fn kept(rules: &Balance, scores: &[Option<BigRational>], entries: &[usize]) -> Vec<BigRational> {
    let mut list: Vec<BigRational> = entries.iter().filter_map(|&entry| scores[entry].clone()).collect();
    if list.len() < rules.drop_highest + rules.drop_lowest + 1 {
        return Vec::new();
    }
    list.sort();
    list[rules.drop_lowest..list.len() - rules.drop_highest].to_vec()
}

/// R; `None` where there is nothing to take it over.
fn target(
    event: &Event,
    rules: &Balance,
    scores: &[Option<BigRational>],
    field: &[usize],
    lists: &[List],
) -> Option<BigRational> {
    let over: Vec<BigRational> = match (rules.target, rules.drop_in) {
        (Target::MeanOfMeans, _) => lists.iter().filter_map(|list| list.mean.clone()).collect(),
        (Target::Pooled, DropIn::Pool) => kept(rules, scores, field),
        (Target::Pooled, DropIn::Panel) => lists.iter().flat_map(|list| list.kept.clone()).collect(),
    };
    if over.is_empty() {
        None
    } else {
        Some(fraction::round(&fraction::mean(&over), event.rules().rounding.panel_mean))
    }
}

/// S; `None` where no panel has a deviation.
fn spread(event: &Event, rules: &Balance, lists: &[List]) -> Option<BigRational> {
    let deviations: Vec<BigRational> = lists.iter().filter_map(|list| list.deviation.clone()).collect();
    let exact = match rules.spread {
        Spread::Mean if deviations.is_empty() => None,
        Spread::Mean => Some(fraction::mean(&deviations)),
        Spread::Min => deviations.into_iter().min(),
    };
    exact.map(|exact| fraction::round(&exact, event.rules().rounding.coefficient))
}

/// X, or s under deviation; `None` where the panel has no mean, or one of 0 to divide by.
fn coefficient(event: &Event, rules: &Balance, list: &List, target: Option<&BigRational>) -> Option<BigRational> {
    let (mean, target) = (list.mean.as_ref()?, target?);
    let exact = match rules.apply {
        Apply::Ratio if mean.is_zero() => return None,
        Apply::Ratio => target / mean,
        Apply::Shift => target - mean,
        Apply::Deviation => return list.deviation.clone(),
    };
    Some(fraction::round(&exact, event.rules().rounding.coefficient))
}
