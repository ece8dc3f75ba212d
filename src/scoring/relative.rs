//! What a component's scores become once each entry has its own P: made comparable across panels, then replaced by
//! points for the place.

use super::balance::{self, Panel, Pool};
use super::by_place::{self, Placed};
use super::event::Event;
use super::exact::Exact;
use super::rules::{Balance, ByPlace, Rounding};

/// How panels were made comparable.
#[derive(Debug)]
pub(super) struct Balanced {
    pub rules: Balance,
    pub pools: Vec<Pool>,
    /// P′ before the stage `balanced`, and after it, by entry.
    pub scores: Vec<Option<(Exact, Exact)>>,
}

/// How the scores of one component came of all entries' P.
#[derive(Debug)]
pub(super) struct Relative {
    rounding: Rounding,
    /// P by entry.
    own: Vec<Option<Exact>>,
    /// How panels were made comparable, where they were.
    pub balance: Option<Balanced>,
    /// Places and points by entry.
    pub places: Option<Vec<Option<Placed>>>,
}

impl Relative {
    /// From the P of all entries; `None` where the component's scores are just these.
    pub fn of(event: &Event, component: usize, own: Vec<Option<Exact>>) -> Option<Self> {
        let (rules, part) = (event.rules(), &event.rules().components[component]);
        if !part.is_relative() {
            return None;
        }
        let mut relative = Self { rounding: rules.rounding, own, balance: None, places: None };
        if let Some(balance) = part.balance {
            let pools = balance::pools(event, &balance, &relative.own);
            let mut scores = vec![None; relative.own.len()];
            for (pool, panel) in pools.iter().flat_map(|pool| pool.panels.iter().map(move |panel| (pool, panel))) {
                for &entry in panel.scored.iter().filter(|_| panel.is_balanced(balance.apply)) {
                    let own = relative.own[entry].as_ref();
                    let exact = own.and_then(|own| balance::balanced(own, balance.apply, pool, panel));
                    scores[entry] = exact.map(|exact| (exact.clone(), exact.round(rules.rounding.balanced)));
                }
            }
            relative.balance = Some(Balanced { rules: balance, pools, scores });
        }
        if let Some(by_place) = &part.by_place {
            relative.places = Some(relative.placed(event, by_place));
        }
        Some(relative)
    }

    fn placed(&self, event: &Event, by_place: &ByPlace) -> Vec<Option<Placed>> {
        match &self.balance {
            Some(balanced) => {
                let scores: Vec<Option<Exact>> =
                    balanced.scores.iter().map(|score| score.as_ref().map(|(_, score)| score.clone())).collect();
                by_place::placed(event, by_place, &scores)
            }
            None => by_place::placed(event, by_place, &self.own),
        }
    }

    /// What is weighed and printed, by entry.
    pub fn scores(&self) -> Vec<Option<Exact>> {
        let score = |entry: usize| match (&self.places, &self.balance) {
            (Some(placed), _) => placed[entry].as_ref().map(|placed| placed.points.round(self.rounding.component)),
            (None, Some(balanced)) => balanced.scores[entry].as_ref().map(|(_, score)| score.clone()),
            (None, None) => self.own[entry].clone(),
        };
        (0..self.own.len()).map(score).collect()
    }

    /// P of an entry.
    pub fn own(&self, entry: usize) -> Option<&Exact> {
        self.own[entry].as_ref()
    }

    /// The pool and the panel of an entry.
    pub fn panel_of(&self, entry: usize) -> Option<(&Pool, &Panel)> {
        let mut panels =
            self.balance.as_ref()?.pools.iter().flat_map(|pool| pool.panels.iter().map(move |panel| (pool, panel)));
        panels.find(|(_, panel)| panel.entries.contains(&entry))
    }

    /// The entries of each panel that cannot be made comparable, panels of one name together.
    pub fn unbalanced(&self, event: &Event) -> Vec<Vec<usize>> {
        let Some(Balanced { rules, pools, .. }) = &self.balance else { return Vec::new() };
        let mut found: Vec<Vec<usize>> = Vec::new();
        let name = |entries: &[usize]| entries.first().map(|&entry| event.entries()[entry].panel.as_str());
        for panel in pools.iter().flat_map(|pool| &pool.panels).filter(|panel| !panel.is_balanced(rules.apply)) {
            match found.iter_mut().find(|other| name(other) == name(&panel.entries)) {
                Some(same) => same.extend(&panel.entries),
                None => found.push(panel.entries.clone()),
            }
        }
        found
    }
}
