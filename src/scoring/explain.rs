//! Fills the trace while a score is worked out: the engine's own intermediate values as text.
//! Computes nothing that the engine has not computed, but for the sums that are shown.

pub(super) mod relative;
mod value;

use rust_decimal::Decimal;

use super::aggregate::Amount;
use super::component::{Judged, Seats};
use super::event::{ABSENT, OUTSIDE, RECUSED};
use super::exact::Exact;
use super::measure::Measured;
use super::rules::{
    Component, Denominator, Grade, Kind, Method, Normalise, Order, Override, Precision, Recusal, Rounding,
    RoundingMode, Scope, Share,
};
use super::trace::{
    ComponentTrace, GroupTrace, GroupWeight, LeftOut, LeftOutGroup, ListTrace, MeasureTrace, ModalTrace, OverrideTrace,
    RenormalisedTrace, Stage, StepsTrace, Used, Why, WhyGroup,
};

pub(super) use value::{cards, marks, points_of};

/// A figure as a rounding stage leaves it.
pub(super) fn figure(value: &Exact, stage: Option<Precision>) -> String {
    stage.map_or_else(|| value.plain(), |stage| value.fixed(stage.decimals))
}

/// One step of the arithmetic.
pub(super) fn stage(formula: String, exact: &Exact, rounded: &Exact, stage: Option<Precision>) -> Stage {
    let mode = stage.map(|stage| stage.mode).filter(|mode| *mode != RoundingMode::HalfUp);
    Stage {
        formula,
        exact: exact.show(),
        rounded: figure(rounded, stage),
        decimals: stage.map(|stage| stage.decimals),
        mode: mode.map(|mode| mode.as_str().to_owned()),
    }
}

/// The trace of a component, with nothing in it yet.
pub(super) fn component(part: &Component) -> ComponentTrace {
    let kind = match part.kind {
        Kind::Marks { .. } => "marks",
        Kind::Ranking { .. } => "ranking",
        Kind::Grades { .. } => "grades",
        Kind::Votes { .. } => "votes",
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
        balance: None,
        by_place: None,
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
    let (steps, ballots) = match &judged.part().kind {
        Kind::Grades { steps, .. } => (steps.is_some(), true),
        Kind::Votes { .. } => (false, true),
        Kind::Marks { .. } | Kind::Ranking { .. } | Kind::Measure { .. } => (false, false),
    };
    let denominator = ballots.then(|| match judged.part().denominator() {
        Denominator::Valid => "valid".to_owned(),
        Denominator::Due => "due".to_owned(),
    });
    let list = judged.judging.lists[list];
    let (method, drop_highest, drop_lowest) = match list.method {
        Method::Mean => (if steps { "steps" } else { "mean" }, 0, 0),
        Method::TrimmedMean { drop_highest, drop_lowest } => ("trimmed-mean", drop_highest, drop_lowest),
        Method::Median => ("median", 0, 0),
        Method::Modal(_) => ("modal", 0, 0),
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
        // of another panel: nobody who would be missed
        if bits & OUTSIDE != 0 {
            continue;
        }
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
pub(super) fn result(list: Option<&mut ListTrace>, exact: Option<&Exact>, to: Option<Precision>) {
    if let (Some(list), Some(exact)) = (list, exact) {
        let kept = list.values.iter().filter(|v| v.used == Used::Kept).count();
        let formula = format!("{} ÷ {kept}", exact.mul(&Exact::from_count(kept)).show());
        list.result = Some(stage(formula, exact, &exact.round(to), to));
    }
}

/// What a mean over another number than that of its values gave.
pub(super) fn mean_result(list: Option<&mut ListTrace>, exact: Option<&Exact>, divisor: usize) {
    if let (Some(list), Some(exact)) = (list, exact) {
        let formula = format!("{} ÷ {divisor}", exact.mul(&Exact::from_count(divisor)).show());
        list.result = Some(stage(formula, exact, exact, None));
    }
}

/// Ids and names of grades whose ballots are counted together.
fn together(grades: &[Grade], of: &[usize]) -> (String, String) {
    let all: Vec<&Grade> = of.iter().filter_map(|&grade| grades.get(grade)).collect();
    let join = |text: fn(&Grade) -> &str, by: &str| all.iter().map(|grade| text(grade)).collect::<Vec<_>>().join(by);
    (join(|grade| &grade.id, "+"), join(|grade| &grade.name, "、"))
}

/// What a share looked up in the table of steps gave: of `(hits, divisor)` cards.
pub(super) fn stepped(
    list: &mut ListTrace,
    grades: &[Grade],
    of: &[usize],
    (hits, divisor): (usize, usize),
    share: &Exact,
    (at_least, value): (Share, Decimal),
) {
    let (value, at_least, share) = (Exact::from(value), at_least.spelled(), share.show());
    let (grade, name) = together(grades, of);
    list.result = Some(stage(format!("{hits} ÷ {divisor} = {share} ≥ {at_least}"), &value, &value, None));
    let value = value.plain();
    list.steps = Some(StepsTrace { grade, name, hits, divisor, share, at_least, value, instead: None });
}

/// What stands instead of the step: its share, of `(hits, divisor)` cards.
pub(super) fn overridden(
    list: &mut ListTrace,
    grades: &[Grade],
    by: &Override,
    (hits, divisor): (usize, usize),
    share: &Exact,
) {
    let (value, at_least, share) = (Exact::from(by.value), by.at_least.spelled(), share.show());
    let (grade, name) = together(grades, &by.of);
    list.result = Some(stage(format!("{hits} ÷ {divisor} = {share} ≥ {at_least}"), &value, &value, None));
    let (only_below, value) = (by.only_below.map(Share::spelled), value.plain());
    if let Some(steps) = &mut list.steps {
        steps.instead = Some(OverrideTrace { grade, name, hits, divisor, share, at_least, only_below, value });
    }
}

/// The grades that most cards give, so many each, and what comes of them.
pub(super) fn modal(list: &mut ListTrace, grades: &[Grade], modal: &[usize], most: usize, result: &Exact) {
    let (ids, names) = together(grades, modal);
    let is_modal = |name: &String| modal.iter().any(|&grade| grades[grade].name == *name);
    for value in list.values.iter_mut().filter(|value| !is_modal(&value.from)) {
        value.used = Used::OtherGrade;
    }
    list.result = Some(stage(result.show(), result, result, None));
    list.modal = Some(ModalTrace { grade: ids, name: names, cards: most, value: result.plain() });
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
    result(Some(list), Some(unrounded), rounding.criterion);
    let value = list.result.as_ref().map(|r| r.rounded.clone()).unwrap_or_default();
    let formula = format!("{value} × {}", weight.normalize());
    list.weighted = Some(stage(formula, exact, weighted, rounding.criterion_weighted));
}

pub(super) fn group_score(trace: &mut GroupTrace, exact: &Exact, score: &Exact, to: Option<Precision>) {
    let formula = match trace.lists.as_slice() {
        [list] if list.criterion.is_none() => list.result.as_ref().map(|r| r.formula.clone()).unwrap_or_default(),
        lists => {
            let terms = lists.iter().filter_map(|l| l.weighted.as_ref()).map(|w| w.rounded.clone());
            terms.collect::<Vec<_>>().join(" + ")
        }
    };
    trace.score = Some(stage(formula, exact, score, to));
}

/// A component's score from its groups; of votes, times the full score.
pub(super) fn weighed(
    trace: &mut ComponentTrace,
    full: Option<Decimal>,
    exact: &Exact,
    score: &Exact,
    to: Option<Precision>,
) {
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
    let formula = match full {
        Some(full) => format!("{} × {formula}", full.normalize()),
        None => formula,
    };
    trace.score = Some(stage(formula, exact, score, to));
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
pub(super) fn weighted(trace: &mut ComponentTrace, exact: &Exact, weighted: &Exact, to: Option<Precision>) {
    let score = trace.result().map(|s| s.rounded.clone()).unwrap_or_default();
    trace.weighted = Some(stage(format!("{score} × {}", trace.weight), exact, weighted, to));
}

/// A measure's value and score.
pub(super) fn measure(
    trace: &mut ComponentTrace,
    measured: &Measured<'_>,
    value: Option<Decimal>,
    score: Option<(&Exact, &Exact)>,
    to: Option<Precision>,
) {
    let plain = |d: Decimal| d.normalize().to_string();
    let (lowest, highest) = measured.range.map(|(l, h)| (plain(l), plain(h))).unzip();
    let x = value.map(plain);
    let between = x.as_ref().zip(lowest.as_ref().zip(highest.as_ref()));
    let formula = match measured.normalise {
        Normalise::None => x.clone(),
        Normalise::TopRatio { full, .. } | Normalise::Efficacy { full, .. } if lowest == highest => Some(plain(full)),
        Normalise::TopRatio { full, order } => between.map(|(x, (lowest, highest))| match order {
            Order::Higher => format!("{x} ÷ {highest} × {}", plain(full)),
            Order::Lower => format!("{lowest} ÷ {x} × {}", plain(full)),
        }),
        Normalise::Efficacy { full, base, order } => between.map(|(x, (lowest, highest))| {
            let above = match order {
                Order::Higher => format!("({x} − {lowest})"),
                Order::Lower => format!("({highest} − {x})"),
            };
            let rest = plain(Decimal::ONE - base);
            format!("{} × ({} + {rest} × {above} ÷ ({highest} − {lowest}))", plain(full), plain(base))
        }),
        Normalise::Line { at, per, target, cap, floor } => x.as_ref().map(|x| {
            let line = format!("{} + {} × ({x} − {})", plain(at), plain(per), plain(target));
            let bounds = [("≤", cap), ("≥", floor)].into_iter().filter_map(|(sign, bound)| Some((sign, bound?)));
            bounds.fold(line, |line, (sign, bound)| format!("{line}, {sign} {}", plain(bound)))
        }),
    };
    let (normalise, order) = match measured.normalise {
        Normalise::None => ("none", None),
        Normalise::TopRatio { order, .. } => ("top-ratio", Some(order)),
        Normalise::Efficacy { order, .. } => ("efficacy", Some(order)),
        Normalise::Line { .. } => ("line", None),
    };
    let order = order.filter(|order| *order == Order::Lower).map(|order| order.as_str().to_owned());
    let relative = matches!(measured.normalise, Normalise::TopRatio { .. } | Normalise::Efficacy { .. });
    trace.measure = Some(MeasureTrace {
        value: x,
        normalise: normalise.to_owned(),
        order,
        lowest: lowest.filter(|_| relative),
        highest: highest.filter(|_| relative),
    });
    trace.score = score.map(|(exact, score)| stage(formula.unwrap_or_default(), exact, score, to));
}
