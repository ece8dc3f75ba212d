//! Fills the trace while a score is worked out: the engine's own intermediate values as text.
//! Computes nothing that the engine has not computed, but for the sums that are shown.

mod value;

use rust_decimal::Decimal;

use super::aggregate::Amount;
use super::component::{Judged, Seats};
use super::event::{ABSENT, RECUSED};
use super::exact::Exact;
use super::measure::Measured;
use super::rules::{Component, Denominator, Kind, Method, Normalise, Recusal, Rounding, RoundingMode, Scope};
use super::trace::{
    ComponentTrace, GroupTrace, GroupWeight, LeftOut, LeftOutGroup, ListTrace, MeasureTrace, RenormalisedTrace, Stage,
    StepsTrace, Why, WhyGroup,
};

pub(super) use value::{cards, marks};

/// A figure as a rounding stage leaves it.
pub(super) fn figure(value: &Exact, decimals: Option<u32>) -> String {
    decimals.map_or_else(|| value.plain(), |d| value.fixed(d))
}

/// One step of the arithmetic.
pub(super) fn stage(formula: String, exact: &Exact, rounded: &Exact, decimals: Option<u32>) -> Stage {
    Stage { formula, exact: exact.show(), rounded: figure(rounded, decimals), decimals }
}

/// The trace of a component, with nothing in it yet.
pub(super) fn component(part: &Component) -> ComponentTrace {
    let kind = match part.kind {
        Kind::Marks { .. } => "marks",
        Kind::Ranking { .. } => "ranking",
        Kind::Grades { .. } => "grades",
        Kind::Measure { .. } => "measure",
    };
    ComponentTrace {
        component: part.id.clone(),
        name: part.name.clone(),
        kind: kind.to_owned(),
        weight: part.weight.normalize().to_string(),
        groups: Vec::new(),
        renormalised: None,
        measure: None,
        score: None,
        weighted: None,
    }
}

/// The trace of a group, with nothing in it yet.
pub(super) fn group<V: Amount>(judged: &Judged<'_, V>, list: usize) -> GroupTrace {
    let rules = judged.event.rules();
    let group = match judged.judging.scope {
        Scope::Group => Some(&rules.groups[judged.judging.groups[list]]),
        Scope::Panel => None,
    };
    let (steps, denominator) = match &judged.part().kind {
        Kind::Grades { steps, denominator, .. } => (steps.is_some(), Some(*denominator)),
        Kind::Marks { .. } | Kind::Ranking { .. } | Kind::Measure { .. } => (false, None),
    };
    let denominator = denominator.map(|denominator| match denominator {
        Denominator::Valid => "valid".to_owned(),
        Denominator::Due => "due".to_owned(),
    });
    let list = judged.judging.lists[list];
    let (method, drop_highest, drop_lowest) = match list.method {
        Method::Mean => (if steps { "steps" } else { "mean" }, 0, 0),
        Method::TrimmedMean { drop_highest, drop_lowest } => ("trimmed-mean", drop_highest, drop_lowest),
        Method::Median => ("median", 0, 0),
    };
    GroupTrace {
        group: group.map(|g| g.id.clone()),
        name: group.map(|g| g.name.clone()).unwrap_or_default(),
        weight: group.map(|g| g.weight.normalize().to_string()),
        method: method.to_owned(),
        drop_highest,
        drop_lowest,
        min_cards: list.min_cards,
        denominator,
        too_few_mean: false,
        lists: Vec::new(),
        left_out: Vec::new(),
        score: None,
    }
}

/// Who of a list's seats is left out, and why.
pub(super) fn seats<V: Amount>(
    trace: &mut GroupTrace,
    judged: &Judged<'_, V>,
    entry: usize,
    list: usize,
    seats: &Seats,
    plain_mean: bool,
) {
    trace.too_few_mean = plain_mean;
    let grid = judged.grid;
    for seat in grid.lists[list]..grid.lists[list + 1] {
        if seats.counted.contains(&seat) || seats.stand_ins.contains(&seat) {
            continue;
        }
        let bits = grid.excluded[entry * grid.seats.len() + seat];
        let why = if seats.missing.contains(&seat) {
            Why::Missing
        } else if bits == RECUSED && judged.judging.recusal == Recusal::OwnMean {
            Why::NoOtherCard
        } else if bits & RECUSED != 0 {
            Why::Recused
        } else if bits & ABSENT != 0 {
            Why::Absent
        } else if bits != 0 {
            Why::Void
        } else {
            Why::JudgeDropped
        };
        let judge = &judged.event.judges()[grid.seats[seat]];
        trace.left_out.push(LeftOut { judge: judge.id.clone(), name: judge.name.clone(), why });
    }
}

/// What the method made of a list.
pub(super) fn result(list: Option<&mut ListTrace>, exact: Option<&Exact>, decimals: Option<u32>, mode: RoundingMode) {
    if let (Some(list), Some(exact)) = (list, exact) {
        let kept = list.values.iter().filter(|v| v.used == super::trace::Used::Kept).count();
        let formula = format!("{} ÷ {kept}", exact.mul(&Exact::from_count(kept)).show());
        list.result = Some(stage(formula, exact, &exact.round(decimals, mode), decimals));
    }
}

/// What a mean over another number than that of its values gave.
pub(super) fn mean_result(list: Option<&mut ListTrace>, exact: Option<&Exact>, divisor: usize) {
    if let (Some(list), Some(exact)) = (list, exact) {
        let formula = format!("{} ÷ {divisor}", exact.mul(&Exact::from_count(divisor)).show());
        list.result = Some(stage(formula, exact, exact, None));
    }
}

/// What a share looked up in the table of steps gave: of `(hits, divisor)` cards.
pub(super) fn stepped(
    list: &mut ListTrace,
    part: &Component,
    grade: usize,
    (hits, divisor): (usize, usize),
    share: &Exact,
    found: &(Decimal, Decimal),
) {
    let Kind::Grades { grades, .. } = &part.kind else { return };
    let Some(grade) = grades.get(grade) else { return };
    let (value, at_least) = (Exact::from(found.1), found.0.normalize().to_string());
    let share = share.show();
    list.result = Some(stage(format!("{hits} ÷ {divisor} = {share} ≥ {at_least}"), &value, &value, None));
    list.steps = Some(StepsTrace {
        grade: grade.id.clone(),
        name: grade.name.clone(),
        hits,
        divisor,
        share,
        at_least,
        value: value.plain(),
    });
}

/// A criterion's result, rounded and weighted.
pub(super) fn criterion(
    list: &mut ListTrace,
    unrounded: &Exact,
    rounding: Rounding,
    weight: Decimal,
    exact: &Exact,
    weighted: &Exact,
) {
    result(Some(list), Some(unrounded), rounding.criterion, rounding.mode);
    let value = list.result.as_ref().map(|r| r.rounded.clone()).unwrap_or_default();
    let formula = format!("{value} × {}", weight.normalize());
    list.weighted = Some(stage(formula, exact, weighted, rounding.criterion_weighted));
}

pub(super) fn group_score(trace: &mut GroupTrace, exact: &Exact, score: &Exact, decimals: Option<u32>) {
    let formula = match trace.lists.as_slice() {
        [list] if list.criterion.is_none() => list.result.as_ref().map(|r| r.formula.clone()).unwrap_or_default(),
        lists => {
            let terms = lists.iter().filter_map(|l| l.weighted.as_ref()).map(|w| w.rounded.clone());
            terms.collect::<Vec<_>>().join(" + ")
        }
    };
    trace.score = Some(stage(formula, exact, score, decimals));
}

/// A component's score from its groups.
pub(super) fn weighed(trace: &mut ComponentTrace, exact: &Exact, score: &Exact, decimals: Option<u32>) {
    let parts: Vec<(&str, Option<&str>)> = trace
        .groups
        .iter()
        .filter_map(|g| g.score.as_ref().map(|s| (s.rounded.as_str(), g.weight.as_deref())))
        .collect();
    let formula = match parts.as_slice() {
        [(score, _)] => (*score).to_owned(),
        parts => {
            let terms: Vec<String> = parts.iter().map(|(s, w)| format!("{}×{s}", w.unwrap_or("1"))).collect();
            let weights: Vec<&str> = parts.iter().map(|(_, w)| w.unwrap_or("1")).collect();
            format!("({}) ÷ ({})", terms.join(" + "), weights.join(" + "))
        }
    };
    trace.score = Some(stage(formula, exact, score, decimals));
}

/// The groups that were left out, empty as they are, and the sum of the weights that remain.
pub(super) fn renormalised(trace: &mut ComponentTrace, weights: &Exact) {
    let weigh = |group: &GroupTrace| {
        let (id, weight) = group.group.clone().zip(group.weight.clone())?;
        Some(GroupWeight { group: id, name: group.name.clone(), weight })
    };
    let (remaining, empty): (Vec<&GroupTrace>, Vec<&GroupTrace>) =
        trace.groups.iter().partition(|group| group.score.is_some());
    if !empty.is_empty() {
        let out = |group: GroupWeight| LeftOutGroup { group, why: WhyGroup::NoCountedCard };
        trace.renormalised = Some(RenormalisedTrace {
            left_out: empty.into_iter().filter_map(weigh).map(out).collect(),
            remaining: remaining.into_iter().filter_map(weigh).collect(),
            sum: weights.plain(),
        });
    }
}

/// A component's score times its weight.
pub(super) fn weighted(trace: &mut ComponentTrace, exact: &Exact, weighted: &Exact, decimals: Option<u32>) {
    let score = trace.score.as_ref().map(|s| s.rounded.clone()).unwrap_or_default();
    trace.weighted = Some(stage(format!("{score} × {}", trace.weight), exact, weighted, decimals));
}

/// A measure's value and score.
pub(super) fn measure(
    trace: &mut ComponentTrace,
    measured: &Measured<'_>,
    value: Option<Decimal>,
    score: Option<(&Exact, &Exact)>,
    decimals: Option<u32>,
) {
    let plain = |d: Decimal| d.normalize().to_string();
    let (lowest, highest) = measured.range.map(|(l, h)| (plain(l), plain(h))).unzip();
    let x = value.map(plain);
    let (normalise, lowest, highest, formula) = match measured.normalise {
        Normalise::None => ("none", None, None, x.clone()),
        Normalise::TopRatio { full } | Normalise::Efficacy { full, .. } if lowest == highest => {
            let name = if matches!(measured.normalise, Normalise::TopRatio { .. }) { "top-ratio" } else { "efficacy" };
            (name, lowest, highest, Some(plain(full)))
        }
        Normalise::TopRatio { full } => {
            let formula = x.as_ref().zip(highest.as_ref()).map(|(x, h)| format!("{x} ÷ {h} × {}", plain(full)));
            ("top-ratio", lowest, highest, formula)
        }
        Normalise::Efficacy { full, base } => {
            let rest = plain(Decimal::ONE - base);
            let ends = lowest.as_ref().zip(highest.as_ref());
            let formula = x
                .as_ref()
                .zip(ends)
                .map(|(x, (l, h))| format!("{} × ({} + {rest} × ({x} − {l}) ÷ ({h} − {l}))", plain(full), plain(base)));
            ("efficacy", lowest, highest, formula)
        }
    };
    trace.measure = Some(MeasureTrace { value: x, normalise: normalise.to_owned(), lowest, highest });
    trace.score = score.map(|(exact, score)| stage(formula.unwrap_or_default(), exact, score, decimals));
}
