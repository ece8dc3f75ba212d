//! Standings as they are printed, with the trace where it is asked for.

use std::collections::BTreeMap;

use super::award::{self, Kept};
use super::component::{Block, Scorer};
use super::event::{Adjustment, AdjustmentKind, Decision};
use super::exact::Exact;
use super::explain::{self, figure, relative, stage};
use super::rank::{self, Parted};
use super::result::{
    AcceptedBreach, Blocker, BlockerKind, BrokenLimit, Figures, KeptAward, PanelFigures, PartedBy, Parting, RankingRow,
    Report, Status, TooManyAbove, WhyKept,
};
use super::rules::{RankOn, Rules, TieBreak};
use super::ruling::Breach;
use super::tabulate::{Standings, by_entry};
use super::total::{self, Steps, Vetoes};
use super::trace::{Bound, ClampTrace, ClassTrace, EntryTrace, PlaceTrace, TieBreakTrace, VetoTrace};

/// Which entries are explained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Explain {
    /// None.
    None,
    One(String),
    All,
}

impl Standings<'_> {
    /// The standings as they are printed. `rules_sha256` is the hash of the rules file's bytes, which
    /// scoring does not see.
    #[must_use]
    pub fn report(&self, rules_sha256: &str, explain: &Explain) -> Report {
        let wanted = |id: &str| match explain {
            Explain::None => false,
            Explain::One(entry) => entry == id,
            Explain::All => true,
        };
        let trace = (*explain != Explain::None).then(|| {
            let mut scorers: Vec<Scorer<'_>> =
                (0..self.event.rules().components.len()).map(|k| Scorer::new(self.event, k)).collect();
            let entries = self.event.entries().iter().enumerate().filter(|(_, entry)| wanted(&entry.id));
            entries
                .map(|(index, entry)| (entry.id.clone(), self.trace(index, &mut scorers)))
                .collect::<BTreeMap<_, _>>()
        });
        Report {
            title: self.event.rules().title.clone(),
            rules_sha256: rules_sha256.to_owned(),
            is_final: self.is_final(),
            full_marks: self.event.rules().full_marks(),
            blockers: self.blockers(),
            by_track: self.event.rules().ranking.by_track,
            ranking: self.order.iter().map(|&entry| self.weighted_row(entry)).collect(),
            balance: self.balance(),
            withdrawn: Vec::new(),
            parted: self.parted.iter().map(|(above, below, by)| self.parting(above, below, by)).collect(),
            kept: self.kept.iter().map(|&(entry, award, why)| self.kept_award(entry, award, why)).collect(),
            accepted: self.accepted(),
            trace,
        }
    }

    fn parting(&self, above: &[usize], below: &[usize], by: &Parted) -> Parting {
        let ids = |of: &[usize]| of.iter().map(|&entry| self.event.entries()[entry].id.clone()).collect();
        let shown = |value: &Option<Exact>| value.as_ref().map(Exact::show).unwrap_or_default();
        let rules = self.event.rules();
        let by = match by {
            Parted::Exact(above, below) => PartedBy::TieBreak {
                key: rules.spelled(TieBreak::Exact),
                name: String::new(),
                above: above.show(),
                below: below.show(),
            },
            Parted::TieBreak(index, above, below) => {
                let key = rules.ranking.tie_break[*index];
                let (above, below) = (shown(above), shown(below));
                PartedBy::TieBreak { key: rules.spelled(key), name: rules.called(key), above, below }
            }
            Parted::Decision(tie) => {
                let meant =
                    |row: &&Decision| row.tie == *tie && (above.contains(&row.entry) || below.contains(&row.entry));
                let mut reasons: Vec<&str> = Vec::new();
                for row in self.event.decisions().iter().filter(meant) {
                    if !row.reason.is_empty() && !reasons.contains(&row.reason.as_str()) {
                        reasons.push(&row.reason);
                    }
                }
                PartedBy::Decision { reason: reasons.join("；") }
            }
        };
        Parting { above: ids(above), below: ids(below), by }
    }

    fn kept_award(&self, entry: usize, award: usize, why: Kept) -> KeptAward {
        let award = &self.event.rules().awards[award];
        let at_least = || award.threshold.map(|least| least.normalize().to_string()).unwrap_or_default();
        KeptAward {
            entry: self.event.entries()[entry].id.clone(),
            award: award.name.clone(),
            why: match why {
                Kept::Threshold => WhyKept::Threshold { at_least: at_least() },
                Kept::Boundary => WhyKept::Boundary,
            },
        }
    }

    fn accepted(&self) -> Vec<AcceptedBreach> {
        let accepted = self.event.acceptances().iter().map(|row| AcceptedBreach {
            judge: self.event.judges()[row.judge].id.clone(),
            component: self.event.rules().components[row.component].id.clone(),
            reason: row.reason.clone(),
        });
        accepted.collect()
    }

    /// What keeps the result from being final.
    #[must_use]
    pub fn blockers(&self) -> Vec<Blocker> {
        self.blocks.iter().map(|block| self.blocker(block)).collect()
    }

    /// The rows of the ranking, in the order in which they are printed.
    pub fn rows(&self) -> impl Iterator<Item = RankingRow> + '_ {
        self.order.iter().map(|&entry| self.row(entry))
    }

    fn row(&self, index: usize) -> RankingRow {
        let (rules, entry, tally) = (self.event.rules(), &self.event.entries()[index], &self.tallies[index]);
        let total = tally.total.as_ref().map(|total| figure(&total.rounded, rules.rounding.total));
        let scored = rules.components.iter().zip(self.scores_of(index)).enumerate();
        let components = scored.map(|(index_of, (component, score))| {
            let printed = score.as_ref().map(|score| figure(score, rules.score_stage(index_of)));
            (component.id.clone(), printed.unwrap_or_default())
        });
        RankingRow {
            rank: tally.place.map(|place| place.to_string()).unwrap_or_default(),
            entry: entry.id.clone(),
            name: entry.name.clone(),
            unit: entry.unit.clone(),
            track: entry.track.clone(),
            total: total.unwrap_or_default(),
            components: Figures(components.collect()),
            weighted: Figures::default(),
            bonus: self.adjusted_of(index).bonus.plain(),
            deduction: self.adjusted_of(index).deduction.plain(),
            award: self.awards_of(index),
            band: tally.band.map(|band| rules.bands[band].name.clone()).unwrap_or_default(),
            status: tally.status,
        }
    }

    /// The same with what components come to by their weights.
    fn weighted_row(&self, index: usize) -> RankingRow {
        let rules = self.event.rules();
        let scored = rules.components.iter().zip(self.scores_of(index)).enumerate();
        let weighted = scored.map(|(k, (component, score))| {
            let weighted = score.as_ref().map(|score| total::weigh(rules, k, score).1);
            let printed = weighted.map(|weighted| figure(&weighted, rules.rounding.component_weighted));
            (component.id.clone(), printed.unwrap_or_default())
        });
        RankingRow { weighted: Figures(weighted.collect()), ..self.row(index) }
    }

    /// The names of an entry's awards, in the order of the rules, joined with `;`.
    fn awards_of(&self, index: usize) -> String {
        let name = |award: usize| self.event.rules().awards[award].name.as_str();
        match self.tallies[index].awards[..] {
            [] => String::new(),
            [award] => name(award).to_owned(),
            ref awards => awards.iter().map(|&award| name(award)).collect::<Vec<_>>().join(";"),
        }
    }

    /// How panels were made comparable, by component and panel; with its track where a panel is in several.
    fn balance(&self) -> BTreeMap<String, BTreeMap<String, PanelFigures>> {
        let rules = self.event.rules();
        let mut balance = BTreeMap::new();
        for (part, relative) in rules.components.iter().zip(&self.relative) {
            let Some(balanced) = relative.as_ref().and_then(|relative| relative.balance.as_ref()) else {
                continue;
            };
            let mut panels: Vec<(&str, &str, PanelFigures)> = Vec::new();
            for (pool, panel) in
                balanced.pools.iter().flat_map(|pool| pool.panels.iter().map(move |panel| (pool, panel)))
            {
                let Some(&first) = panel.entries.first() else { continue };
                let entry = &self.event.entries()[first];
                panels.push((&entry.panel, &entry.track, relative::figures(&rules.rounding, pool, panel)));
            }
            let often = |name: &str| panels.iter().filter(|(panel, _, _)| *panel == name).count() > 1;
            let key =
                |panel: &str, track: &str| if often(panel) { format!("{track}/{panel}") } else { panel.to_owned() };
            let mut by_panel = BTreeMap::new();
            for (panel, track, figures) in &panels {
                let mut key = key(panel, track);
                // another panel may be called so
                while by_panel.contains_key(&key) {
                    key.push('\'');
                }
                by_panel.insert(key, figures.clone());
            }
            balance.insert(part.id.clone(), by_panel);
        }
        balance
    }

    fn blocker(&self, block: &Block) -> Blocker {
        let rules = self.event.rules();
        Blocker {
            kind: block.kind,
            component: block.component.map(|k| rules.components[k].id.clone()),
            group: block.group.map(|g| rules.groups[g].id.clone()),
            entry: block.entry.map(|e| self.event.entries()[e].id.clone()),
            judge: block.judge.map(|j| self.event.judges()[j].id.clone()),
            panel: block.panel.map(|e| self.event.entries()[e].panel.clone()),
            award: block.award.map(|a| rules.awards[a].name.clone()),
            limit: self.broken_limit(block),
        }
    }

    fn broken_limit(&self, block: &Block) -> Option<BrokenLimit> {
        let about = |breach: &&Breach| {
            block.kind == BlockerKind::LimitBreach
                && (Some(breach.component), Some(breach.judge)) == (block.component, block.judge)
        };
        let breach = self.breaches.iter().find(about)?;
        let ids = |of: &[usize]| of.iter().map(|&entry| self.event.entries()[entry].id.clone()).collect();
        let above = breach.above.as_ref().zip(self.event.rules().limits.max_share_above);
        Some(BrokenLimit {
            above: above.map(|((most, entries), (mark, _))| TooManyAbove {
                mark: mark.normalize().to_string(),
                most: *most,
                entries: ids(entries),
            }),
            same: breach.same.iter().map(|entries| ids(entries)).collect(),
        })
    }

    fn trace(&self, index: usize, scorers: &mut [Scorer<'_>]) -> EntryTrace {
        let (rules, tally) = (self.event.rules(), &self.tallies[index]);
        let mut components = Vec::new();
        for (k, (part, scorer)) in rules.components.iter().zip(scorers.iter_mut()).enumerate() {
            let mut trace = explain::component(part);
            scorer.score(index, &mut Vec::new(), Some(&mut trace));
            if let Some(Some(relative)) = self.relative.get(k) {
                relative::explain(&mut trace, self.event, k, relative, index);
            }
            if let Some(score) = &self.scores_of(index)[k] {
                let (exact, weighted) = total::weigh(rules, k, score);
                explain::weighted(&mut trace, &exact, &weighted, rules.rounding.component_weighted);
            }
            components.push(trace);
        }
        let adjustments = by_entry(self.event).remove(&index).unwrap_or_default();
        let class = self.event.entries()[index].class.map(|class| ClassTrace {
            class: rules.classes[class].id.clone(),
            coefficient: rules.classes[class].coefficient.normalize().to_string(),
        });
        let bonus = total::adjust(rules, &adjustments, AdjustmentKind::Bonus).1;
        let deduction = total::adjust(rules, &adjustments, AdjustmentKind::Deduction).1;
        let steps = Steps::new(self.event, index, self.scores_of(index), self.adjusted_of(index));
        let mut trace = EntryTrace {
            entry: self.event.entries()[index].id.clone(),
            components,
            subtotal: None,
            class,
            bonus,
            deduction,
            adjusted: None,
            clamp: None,
            total: None,
            veto: self.veto_trace(index, &adjustments),
            place: (tally.status == Status::Ranked).then(|| self.place(index, scorers)),
        };
        if let Some(steps) = &steps {
            self.totals(&mut trace, steps);
        }
        trace
    }

    /// The steps from components to the total.
    fn totals(&self, trace: &mut EntryTrace, steps: &Steps) {
        let rounding = self.event.rules().rounding;
        let weighted = trace.components.iter().filter_map(|c| c.weighted.as_ref());
        let sum = weighted.map(|w| w.rounded.as_str()).collect::<Vec<_>>().join(" + ");
        let formula = match &trace.class {
            Some(class) => format!("({sum}) × {}", class.coefficient),
            None => sum,
        };
        let subtotal = stage(formula, &steps.summed, &steps.subtotal, rounding.subtotal);
        let formula = format!("{} + {} − {}", subtotal.rounded, trace.bonus.capped, trace.deduction.capped);
        let adjusted = stage(formula, &steps.adjusted, &steps.adjusted, None);
        if steps.clamped != steps.adjusted {
            let bound = if steps.clamped > steps.adjusted { Bound::Floor } else { Bound::Ceiling };
            trace.clamp = Some(ClampTrace { before: steps.adjusted.show(), bound, after: steps.clamped.show() });
        }
        let rounded = steps.clamped.round(rounding.total);
        trace.total = Some(stage(steps.clamped.show(), &steps.clamped, &rounded, rounding.total));
        trace.subtotal = Some(subtotal);
        trace.adjusted = Some(adjusted);
    }

    /// A veto of an entry, and what it does to its band.
    fn veto_trace(&self, index: usize, adjustments: &[&Adjustment]) -> Option<VetoTrace> {
        let (rules, tally) = (self.event.rules(), &self.tallies[index]);
        let vetoes: Vec<&&Adjustment> = adjustments.iter().filter(|a| a.kind == AdjustmentKind::Veto).collect();
        if vetoes.is_empty() {
            return None;
        }
        let mut effects: Vec<&str> = Vec::new();
        for effect in vetoes.iter().map(|veto| rules.veto.effect_of(&veto.item).as_str()) {
            if !effects.contains(&effect) {
                effects.push(effect);
            }
        }
        let name = |band: usize| rules.bands[band].name.clone();
        let printed = self.printed_total(index).filter(|_| tally.status == Status::Ranked);
        Some(VetoTrace {
            effect: effects.join("+"),
            reasons: vetoes.iter().map(|veto| veto_reason(rules, veto)).collect(),
            natural_band: printed.and_then(|printed| award::band(&rules.bands, &printed, Vetoes::NONE)).map(name),
            band: tally.band.map(name),
            natural_award: self.natural.get(&index).map(|&award| rules.awards[award].name.clone()),
        })
    }

    /// The turn that the chair gave an entry, where it parted the entry from a neighbour.
    fn turn_of(&self, index: usize) -> Option<u32> {
        let parted = |(above, below, by): &&(Vec<usize>, Vec<usize>, Parted)| {
            matches!(by, Parted::Decision(_)) && (above.contains(&index) || below.contains(&index))
        };
        let Some((_, _, Parted::Decision(tie))) = self.parted.iter().find(parted) else { return None };
        self.event.decisions().iter().find(|row| row.tie == *tie && row.entry == index).map(|row| row.order)
    }

    fn place(&self, index: usize, scorers: &mut [Scorer<'_>]) -> PlaceTrace {
        let rules = self.event.rules();
        let stage = match rules.ranking.on {
            RankOn::Rounded => rules.rounding.total,
            RankOn::Exact => None,
        };
        let compared = rank::compared(self, index).map(|total| match stage {
            Some(_) => figure(total, stage),
            None => total.show(),
        });
        let tie_breaks = rules.ranking.tie_break.iter().map(|&tie| TieBreakTrace {
            key: self.event.rules().spelled(tie),
            value: rank::tie_value(self, tie, index, scorers).map(|value| value.show()).unwrap_or_default(),
        });
        let shared = self.shared.iter().find(|group| group.contains(&index));
        let others = shared.into_iter().flatten().filter(|&&entry| entry != index);
        PlaceTrace {
            compared: compared.unwrap_or_default(),
            tie_breaks: tie_breaks.collect(),
            decision: self.turn_of(index),
            shared_with: others.map(|&entry| self.event.entries()[entry].id.clone()).collect(),
        }
    }
}

/// Why a veto was given: the item that the rules list, and the reason.
fn veto_reason(rules: &Rules, veto: &Adjustment) -> String {
    let item = rules.veto.items.iter().find(|item| item.id == veto.item).map(|item| item.name.as_str());
    let said = [item.unwrap_or_default(), &veto.reason];
    said.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("：")
}
