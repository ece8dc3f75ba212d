//! How a score came of those of all entries: balance across panels, points for the place.

use super::{figure, points_of, stage};
use crate::scoring::balance::{Panel, Pool};
use crate::scoring::event::Event;
use crate::scoring::exact::Exact;
use crate::scoring::relative::{Balanced, Relative};
use crate::scoring::result::PanelFigures;
use crate::scoring::rules::{Apply, Balance, ByPlace, Rounding, Shared, Spread, Target};
use crate::scoring::trace::{BalanceTrace, ByPlaceTrace, ComponentTrace, PanelMean, PanelScore, Used};

/// The figures of a panel, as they are printed.
pub(in crate::scoring) fn figures(rounding: &Rounding, pool: &Pool, panel: &Panel) -> PanelFigures {
    let of = |value: Option<&Exact>, to| value.map(|value| figure(value, to)).unwrap_or_default();
    let coefficient = panel.coefficient.as_ref().map(|(_, rounded)| rounded).or(panel.deviation.as_ref());
    PanelFigures {
        mean: of(panel.mean.as_ref().map(|(_, mean)| mean), rounding.panel_mean),
        target: of(pool.target.as_ref().map(|(_, target)| target), rounding.panel_mean),
        coefficient: of(coefficient, rounding.coefficient),
        spread: pool.spread.as_ref().map(|(_, spread)| figure(spread, rounding.coefficient)),
    }
}

/// How an entry's P became what is weighed.
pub(in crate::scoring) fn explain(
    trace: &mut ComponentTrace,
    event: &Event,
    component: usize,
    relative: &Relative,
    entry: usize,
) {
    let (rules, part) = (event.rules(), &event.rules().components[component]);
    let own = trace.score.as_ref().map(|score| score.rounded.clone()).unwrap_or_default();
    if let (Some(Balanced { rules: balance, scores, .. }), Some((pool, panel))) =
        (&relative.balance, relative.panel_of(entry))
    {
        let (rounding, figures) = (&rules.rounding, figures(&rules.rounding, pool, panel));
        let mut told = balanced(event, balance, pool, panel, relative);
        if let Some((exact, score)) = &scores[entry] {
            let formula = match balance.apply {
                Apply::Ratio => format!("{own} × {}", figures.coefficient),
                Apply::Shift => format!("{own} + {}", bracketed(&figures.coefficient)),
                Apply::Deviation => {
                    let (target, mean) = (&figures.target, &figures.mean);
                    let spread = figures.spread.as_deref().unwrap_or_default();
                    format!("{target} + {spread} × ({own} − {mean}) ÷ {}", figures.coefficient)
                }
            };
            told.score = Some(stage(formula, exact, score, rounding.balanced));
        }
        trace.balance = Some(told);
    }
    if let (Some(by_place), Some(places)) = (&part.by_place, &relative.places)
        && let Some(placed) = &places[entry]
    {
        let points = placed.points.round(rules.rounding.component);
        let formula = points_formula(by_place, placed.place, placed.shared);
        let points = Some(stage(formula, &placed.points, &points, rules.rounding.component));
        trace.by_place = Some(ByPlaceTrace { place: placed.place, shared: placed.shared, points });
    }
}

/// A figure behind a sign.
fn bracketed(figure: &str) -> String {
    if figure.starts_with('-') { format!("({figure})") } else { figure.to_owned() }
}

fn sum_over(values: &[String]) -> String {
    format!("({}) ÷ {}", values.join(" + "), values.len())
}

/// How a panel is made comparable, without what becomes of one of its entries.
fn balanced(event: &Event, balance: &Balance, pool: &Pool, panel: &Panel, relative: &Relative) -> BalanceTrace {
    let rounding = &event.rules().rounding;
    let name = |panel: &Panel| panel.entries.first().map(|&entry| event.entries()[entry].panel.clone());
    let printed = |entry: usize| relative.own(entry).map(|own| figure(own, rounding.component)).unwrap_or_default();
    let values = |entries: &[usize]| entries.iter().map(|&entry| printed(entry)).collect::<Vec<String>>();
    let (lowest, highest) = panel.left_out;
    let used = |at: usize| match () {
        () if at < lowest => Used::DroppedLowest,
        () if at + highest >= panel.scored.len() => Used::DroppedHighest,
        () => Used::Kept,
    };
    let scores = panel.scored.iter().enumerate().map(|(at, &entry)| PanelScore {
        entry: event.entries()[entry].id.clone(),
        score: printed(entry),
        used: used(at),
    });
    let means: Vec<PanelMean> = pool
        .panels
        .iter()
        .filter_map(|panel| {
            let (_, mean) = panel.mean.as_ref()?;
            Some(PanelMean { panel: name(panel)?, mean: figure(mean, rounding.panel_mean) })
        })
        .collect();
    let goal = pool.target.as_ref().map(|(exact, goal)| {
        let formula = match balance.target {
            Target::MeanOfMeans => sum_over(&means.iter().map(|mean| mean.mean.clone()).collect::<Vec<_>>()),
            // however many there are: their sum
            Target::Pooled => format!("{} ÷ {}", exact.mul(&Exact::from_count(pool.pooled)).show(), pool.pooled),
        };
        stage(formula, exact, goal, rounding.panel_mean)
    });
    let figures = figures(rounding, pool, panel);
    let coefficient = match balance.apply {
        Apply::Ratio => panel.coefficient.as_ref().map(|both| (format!("{} ÷ {}", figures.target, figures.mean), both)),
        Apply::Shift => {
            let formula = format!("{} − {}", figures.target, bracketed(&figures.mean));
            panel.coefficient.as_ref().map(|both| (formula, both))
        }
        Apply::Deviation => {
            let each: Vec<String> = pool
                .panels
                .iter()
                .filter_map(|panel| Some(figure(panel.deviation.as_ref()?, rounding.coefficient)))
                .collect();
            let formula = match balance.spread {
                Spread::Mean => sum_over(&each),
                Spread::Min => format!("min({})", each.join(", ")),
            };
            pool.spread.as_ref().map(|both| (formula, both))
        }
    };
    BalanceTrace {
        panel: name(panel).unwrap_or_default(),
        apply: balance.apply.as_str().to_owned(),
        target: balance.target.as_str().to_owned(),
        scores: scores.collect(),
        mean: panel
            .mean
            .as_ref()
            .map(|(exact, mean)| stage(sum_over(&values(panel.kept())), exact, mean, rounding.panel_mean)),
        means: if balance.target == Target::MeanOfMeans { means } else { Vec::new() },
        goal,
        deviation: panel.deviation.as_ref().map(|own| figure(own, rounding.coefficient)),
        coefficient: coefficient
            .map(|(formula, (exact, rounded))| stage(formula, exact, rounded, rounding.coefficient)),
        score: None,
    }
}

/// The points of a place as an expression; of several places together, their mean.
fn points_formula(by_place: &ByPlace, place: usize, shared: usize) -> String {
    match by_place.ties {
        Shared::Mean if shared > 1 => {
            let places: Vec<String> = (place..place + shared).map(|place| points_of(&by_place.points, place)).collect();
            let terms: Vec<String> = places.into_iter().map(|points| format!("({points})")).collect();
            sum_over(&terms)
        }
        Shared::Best | Shared::Mean => points_of(&by_place.points, place),
    }
}
