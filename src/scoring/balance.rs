//! Scores of several panels made comparable (二次平均法 and its kin): from the P of all entries to their P′.
//!
//! A of a panel is the mean of its scores without so many at each end, R what all panels are brought to, X what brings
//! one there; where deviations are brought together too, s is the panel's and S that of all.

use std::collections::HashMap;

use super::event::Event;
use super::exact::Exact;
use super::rules::{Apply, Balance, DropIn, Rounding, Spread, Target, Within};

/// Panels that are made comparable with one another.
#[derive(Debug)]
pub(super) struct Pool {
    pub panels: Vec<Panel>,
    /// Of how many entries R is the mean, where it is one over entries.
    pub pooled: usize,
    /// R before the stage `panel_mean`, and after it; `None` where nothing can be taken a mean of.
    pub target: Option<(Exact, Exact)>,
    /// S before the stage `coefficient`, and after it.
    pub spread: Option<(Exact, Exact)>,
}

/// One panel of a pool.
#[derive(Debug)]
pub(super) struct Panel {
    /// Its entries, with or without a score; at least one.
    pub entries: Vec<usize>,
    /// Those with a score, lowest first.
    pub scored: Vec<usize>,
    /// How many at the lower and at the upper end are left out.
    pub left_out: (usize, usize),
    /// A before the stage `panel_mean`, and after it; `None` where the list is too short.
    pub mean: Option<(Exact, Exact)>,
    /// s.
    pub deviation: Option<Exact>,
    /// X before the stage `coefficient`, and after it.
    pub coefficient: Option<(Exact, Exact)>,
}

impl Panel {
    /// The entries whose scores are in the mean.
    pub fn kept(&self) -> &[usize] {
        let (lowest, highest) = self.left_out;
        self.scored.get(lowest..self.scored.len().saturating_sub(highest)).unwrap_or_default()
    }

    /// Whether its entries can be given a P′.
    pub fn is_balanced(&self, apply: Apply) -> bool {
        match apply {
            Apply::Ratio | Apply::Shift => self.coefficient.is_some(),
            Apply::Deviation => self.deviation.is_some(),
        }
    }
}

/// The pools of a component, from the P of each entry.
pub(super) fn pools(event: &Event, balance: &Balance, scores: &[Option<Exact>]) -> Vec<Pool> {
    let by_track = |entry: usize| match balance.within {
        Within::Track => event.entries()[entry].track.as_str(),
        Within::Event => "",
    };
    let mut pools = Vec::new();
    for ranking in event.tracks() {
        for entries in parted(ranking, by_track) {
            pools.push(pool(event, balance, scores, &entries));
        }
    }
    pools
}

/// Entries with the same text together, in the order in which they come.
fn parted<'e>(entries: &[usize], by: impl Fn(usize) -> &'e str) -> Vec<Vec<usize>> {
    let (mut parts, mut known): (Vec<Vec<usize>>, HashMap<&str, usize>) = Default::default();
    for &entry in entries {
        let part = *known.entry(by(entry)).or_insert(parts.len());
        if part == parts.len() {
            parts.push(Vec::new());
        }
        parts[part].push(entry);
    }
    parts
}

/// The entries with a score, lowest first.
fn scored(entries: &[usize], scores: &[Option<Exact>]) -> Vec<usize> {
    let mut scored: Vec<usize> = entries.iter().copied().filter(|&entry| scores[entry].is_some()).collect();
    scored.sort_by(|&a, &b| scores[a].cmp(&scores[b]));
    scored
}

/// The mean of the scores of some entries; `None` of none.
fn mean(entries: &[usize], scores: &[Option<Exact>]) -> Option<Exact> {
    let sum = entries.iter().filter_map(|&entry| scores[entry].as_ref()).fold(Exact::ZERO, |sum, score| sum.add(score));
    sum.div_count(entries.len())
}

fn pool(event: &Event, balance: &Balance, scores: &[Option<Exact>], entries: &[usize]) -> Pool {
    let rounding = &event.rules().rounding;
    let drops = (balance.drop_lowest, balance.drop_highest);
    let both = |exact: Exact| (exact.clone(), exact.round(rounding.panel_mean));
    let panel = |entries: Vec<usize>| {
        let mut panel = Panel {
            scored: scored(&entries, scores),
            entries,
            left_out: drops,
            mean: None,
            deviation: None,
            coefficient: None,
        };
        panel.mean = mean(panel.kept(), scores).map(both);
        panel
    };
    let mut panels: Vec<Panel> =
        parted(entries, |entry| &event.entries()[entry].panel).into_iter().map(panel).collect();
    let pooled: Vec<usize> = match (balance.target, balance.drop_in) {
        (Target::MeanOfMeans, _) => Vec::new(),
        (Target::Pooled, DropIn::Pool) => {
            let scored = scored(entries, scores);
            scored.get(drops.0..scored.len().saturating_sub(drops.1)).unwrap_or_default().to_vec()
        }
        (Target::Pooled, DropIn::Panel) => panels.iter().flat_map(Panel::kept).copied().collect(),
    };
    let goal = match balance.target {
        Target::MeanOfMeans => mean_of(panels.iter().filter_map(|panel| Some(&panel.mean.as_ref()?.1))),
        Target::Pooled => mean(&pooled, scores),
    };
    let target = goal.map(both);
    let mut spread = None;
    match balance.apply {
        Apply::Ratio | Apply::Shift => {
            for panel in &mut panels {
                let quotient = |(goal, mean): (&Exact, &Exact)| match balance.apply {
                    Apply::Ratio => goal.div(mean),
                    Apply::Shift | Apply::Deviation => Some(goal.sub(mean)),
                };
                let exact = target.as_ref().zip(panel.mean.as_ref()).and_then(|(r, a)| quotient((&r.1, &a.1)));
                panel.coefficient = exact.map(|exact| (exact.clone(), exact.round(rounding.coefficient)));
            }
        }
        Apply::Deviation => {
            for panel in &mut panels {
                panel.deviation = deviation(panel, scores, rounding);
            }
            let each = || panels.iter().filter_map(|panel| panel.deviation.as_ref());
            let exact = match balance.spread {
                Spread::Mean => mean_of(each()),
                Spread::Min => each().min().cloned(),
            };
            spread = exact.map(|exact| (exact.clone(), exact.round(rounding.coefficient)));
        }
    }
    Pool { panels, pooled: pooled.len(), target, spread }
}

fn mean_of<'v>(values: impl Iterator<Item = &'v Exact>) -> Option<Exact> {
    let (mut sum, mut count) = (Exact::ZERO, 0);
    for value in values {
        sum = sum.add(value);
        count += 1;
    }
    sum.div_count(count)
}

/// The population deviation of what a panel's mean is of, about the exact mean, rounded half up.
fn deviation(panel: &Panel, scores: &[Option<Exact>], rounding: &Rounding) -> Option<Exact> {
    let (mean, _) = panel.mean.as_ref()?;
    let squares = panel.kept().iter().filter_map(|&entry| {
        let off = scores[entry].as_ref()?.sub(mean);
        Some(off.mul(&off))
    });
    let sum = squares.fold(Exact::ZERO, |sum, square| sum.add(&square));
    // the rules must say how many decimals it has: its exact value is no fraction
    Some(sum.div_count(panel.kept().len())?.root(rounding.coefficient?.decimals))
}

/// P′ of an entry of a panel, before the stage `balanced`.
pub(super) fn balanced(score: &Exact, apply: Apply, pool: &Pool, panel: &Panel) -> Option<Exact> {
    match apply {
        Apply::Ratio => Some(score.mul(&panel.coefficient.as_ref()?.1)),
        Apply::Shift => Some(score.add(&panel.coefficient.as_ref()?.1)),
        Apply::Deviation => {
            let (goal, mean, own) = (&pool.target.as_ref()?.1, &panel.mean.as_ref()?.1, panel.deviation.as_ref()?);
            match score.sub(mean).div(own) {
                Some(off) => Some(goal.add(&pool.spread.as_ref()?.1.mul(&off))),
                // all of them are the same
                None => Some(goal.clone()),
            }
        }
    }
}
