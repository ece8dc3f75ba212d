//! What a trial fills a rehearsal with: from rules, entries and judges, and a seed, to cards whose result is worked out
//! apart, with all that makes a result hard put in on purpose.
//!
//! Knows nothing of the database, the clock or who asks; the marks are nobody's (试算数据，不是真实评分).

use rust_decimal::Decimal;

use crate::app::act::draw::Draw;
use crate::app::result::trial::cards::{self, KnownCard};
use crate::app::result::trial::draws::{Of, Pair, draw};
use crate::scoring::event::{Adjustment, AdjustmentKind, Cell, Event, Exclusion, ExclusionKind, Expectation};
use crate::scoring::rules::{Kind, Rules};

/// Why something was put in, where a reason is asked for.
pub(in crate::app) const REASON: &str = "试算数据";

/// All that is put in. Indices are those of [`Known::event`], in which withdrawn entries are not.
#[derive(Debug, Clone)]
pub(in crate::app) struct Known {
    /// Recused and absent judges, before the cards.
    pub excluded: Vec<Exclusion>,
    /// Cards that are voided once they are in.
    pub voided: Vec<Exclusion>,
    /// Values of measures: component, entry, value.
    pub measures: Vec<(usize, usize, Decimal)>,
    pub adjustments: Vec<Adjustment>,
    pub cards: Vec<KnownCard>,
    /// The event with all of it: what the answer is worked out from. It never was in a database.
    pub event: Event,
}

/// What entries are for, drawn by chance.
pub(super) struct Roles {
    /// Two that are to come out level.
    pub pair: Option<Pair>,
    /// The others.
    pub rest: Vec<usize>,
}

/// Makes it all up for an event without cards, from which withdrawn entries were taken out. `is_open` says whether a card
/// of a component can be handed in at all.
#[must_use]
pub(in crate::app) fn invent(base: &Event, seed: u64, is_open: impl Fn(usize, Option<usize>) -> bool) -> Known {
    let roles = roles(base, &mut draw(seed, Of::Roles, &[]));
    let excluded = excluded(base, &roles, &mut draw(seed, Of::Roles, &[1]));
    let adjustments = adjustments(base.rules(), &roles, &mut draw(seed, Of::Points, &[]));
    let with = |more: &[Exclusion]| {
        let exclusions = base.exclusions().iter().chain(&excluded).chain(more).cloned().collect();
        let all = base.adjustments().iter().chain(&adjustments).cloned().collect();
        let (entries, judges) = (base.entries().to_vec(), base.judges().to_vec());
        let event = Event::new(base.rules().clone(), entries, judges, exclusions, all, base.decisions().to_vec());
        event.accepting(base.acceptances().to_vec())
    };
    let cards = cards::invent(with(&[]), seed, roles.pair, is_open);
    let voided = voided(base, &roles, &cards);
    let mut event = with(&voided);
    let measures = measures(base, seed, roles.pair);
    for &(component, entry, value) in &measures {
        event.set_measure(component, entry, Some(value));
    }
    for card in &cards {
        for (entry, values) in &card.values {
            let cell = Cell { component: card.component, judge: card.judge, entry: *entry };
            if let Some(cells) = event.values_mut(cell) {
                cells.copy_from_slice(values);
            }
        }
    }
    Known { excluded, voided, measures, adjustments, cards, event }
}

/// Two entries on which nothing is yet that would part them; such for which the same cards are due, where there are any.
fn roles(base: &Event, draw: &mut Draw) -> Roles {
    let mut rest = draw.shuffled(0..base.entries().len());
    let judged = |entry: usize| {
        let cells = (0..base.rules().components.len())
            .flat_map(|component| (0..base.judges().len()).map(move |judge| Cell { component, judge, entry }));
        cells.map(|cell| base.expectation(cell)).collect::<Vec<_>>()
    };
    let is_fit = |one: usize, other: usize| {
        let (a, b) = (&base.entries()[one], &base.entries()[other]);
        (&a.track, a.class, &a.panel) == (&b.track, b.class, &b.panel)
            && base.adjustments().iter().all(|row| row.entry != one && row.entry != other)
    };
    let pairs = || (0..rest.len()).flat_map(|one| (one + 1..rest.len()).map(move |other| (one, other)));
    let fit = || pairs().filter(|&(one, other)| is_fit(rest[one], rest[other]));
    let alike = fit().find(|&(one, other)| judged(rest[one]) == judged(rest[other]));
    let found = alike.or_else(|| fit().next());
    // the later one goes first: the earlier one keeps its place
    let pair = found.map(|(one, other)| {
        let other = rest.remove(other);
        Pair { one: rest.remove(one), other, alike: alike.is_some() }
    });
    Roles { pair, rest }
}

/// How many judges of a judge's group have a card due for an entry.
fn beside(event: &Event, component: usize, judge: usize, entry: usize) -> usize {
    let group = event.judges()[judge].group;
    let is_due = |judge| event.expectation(Cell { component, judge, entry }) == Expectation::Due;
    (0..event.judges().len()).filter(|&other| event.judges()[other].group == group && is_due(other)).count()
}

/// Judges who are recused from an entry, absent from one, and absent from a whole ballot; each where somebody of their
/// group is left.
fn excluded(base: &Event, roles: &Roles, draw: &mut Draw) -> Vec<Exclusion> {
    let parts = &base.rules().components;
    let judged: Vec<usize> = (0..parts.len()).filter(|&part| parts[part].judging().is_some()).collect();
    let single = judged.iter().copied().find(|&part| !parts[part].is_ballot());
    let ballot = judged.iter().copied().find(|&part| parts[part].is_ballot());
    let at = |index: usize| roles.rest.get(index).copied();
    let (recused, absent) = (ExclusionKind::Recused, ExclusionKind::Absent);
    let meant = [
        at(0).map(|entry| (recused, None, Some(entry))),
        at(1).zip(single).map(|(entry, part)| (absent, Some(part), Some(entry))),
        at(2).map(|entry| (recused, None, Some(entry))),
        ballot.map(|part| (absent, Some(part), None)),
    ];
    let mut found: Vec<Exclusion> = Vec::new();
    for (kind, component, entry) in meant.into_iter().flatten() {
        let exclusions = base.exclusions().iter().chain(&found).cloned().collect();
        let (rules, entries, judges) = (base.rules().clone(), base.entries().to_vec(), base.judges().to_vec());
        let event = Event::new(rules, entries, judges, exclusions, Vec::new(), Vec::new());
        let touched: Vec<usize> = component.map_or_else(|| judged.clone(), |part| vec![part]);
        let entries: Vec<usize> = entry.map_or_else(|| (0..event.entries().len()).collect(), |entry| vec![entry]);
        let is_spared = |&judge: &usize| {
            let cells = touched.iter().flat_map(|&part| entries.iter().map(move |&entry| (part, entry)));
            let mut due = cells
                .filter(|&(component, entry)| event.expectation(Cell { component, judge, entry }) == Expectation::Due)
                .peekable();
            let is_left = |(part, entry): (usize, usize)| beside(&event, part, judge, entry) > 1;
            due.peek().is_some() && due.all(is_left) && (entry.is_none() || may_choose(&event, &touched, judge))
        };
        let judge = draw.shuffled(0..event.judges().len()).into_iter().find(is_spared);
        found.extend(judge.map(|judge| Exclusion { judge, component, entry, kind, reason: REASON.to_owned() }));
    }
    found
}

/// Whether a judge has more entries to choose from than must be chosen, on each ballot of votes.
fn may_choose(event: &Event, components: &[usize], judge: usize) -> bool {
    components.iter().all(|&component| match &event.rules().components[component].kind {
        Kind::Votes { votes, .. } => {
            let is_due =
                |entry: &usize| event.expectation(Cell { component, judge, entry: *entry }) == Expectation::Due;
            let due = (0..event.entries().len()).filter(is_due).count();
            due == 0 || due > votes.choose
        }
        _ => true,
    })
}

/// Bonuses, deductions and vetoes, as far as the rules have them; more than a cap allows, too.
fn adjustments(rules: &Rules, roles: &Roles, draw: &mut Draw) -> Vec<Adjustment> {
    let caps = &rules.adjustments;
    let mut others = roles.rest.iter().rev().copied();
    let mut rows = Vec::new();
    let items: Vec<(&str, Option<Decimal>)> = match &caps.items[..] {
        [] => vec![(REASON, None)],
        listed => listed.iter().map(|item| (item.id.as_str(), item.cap)).collect(),
    };
    for (kind, cap) in [(AdjustmentKind::Bonus, caps.bonus_cap), (AdjustmentKind::Deduction, caps.deduction_cap)] {
        if caps.items.is_empty() && cap.is_none() {
            continue;
        }
        for (index, (item, own)) in items.iter().take(2).enumerate() {
            let Some(entry) = others.next() else { break };
            let tenths = Decimal::new(draw.within(1, 30), 1);
            // the second goes beyond what counts
            let over = if index == 1 { own.or(cap).unwrap_or_default() } else { Decimal::ZERO };
            let (item, reason) = ((*item).to_owned(), REASON.to_owned());
            rows.push(Adjustment { entry, kind, item, points: tenths.saturating_add(over), reason });
        }
    }
    let vetoes: Vec<&str> = match &rules.veto.items[..] {
        [] if caps.items.is_empty() => vec![REASON],
        // any item of the rules will do for it, and none
        [] => vec![""],
        listed => listed.iter().map(|item| item.id.as_str()).collect(),
    };
    // a result of which little is left says little
    for (item, entry) in vetoes.into_iter().zip(others.take(roles.rest.len().div_ceil(4))) {
        let (item, reason) = (item.to_owned(), REASON.to_owned());
        rows.push(Adjustment { entry, kind: AdjustmentKind::Veto, item, points: Decimal::ZERO, reason });
    }
    rows
}

/// A value for each entry; the same for those that are to come out level.
fn measures(base: &Event, seed: u64, pair: Option<Pair>) -> Vec<(usize, usize, Decimal)> {
    let mut values = Vec::new();
    for (component, part) in base.rules().components.iter().enumerate() {
        let Kind::Measure { min, max, normalise } = part.kind else { continue };
        let most = max.unwrap_or_else(|| min.max(Decimal::ZERO).saturating_add(Decimal::ONE_HUNDRED));
        for entry in 0..base.entries().len() {
            let as_other = pair.filter(|pair| pair.other == entry).map_or(entry, |pair| pair.one);
            let part = Decimal::from(draw(seed, Of::Measures, &[component, as_other]).within(4_000, 10_000));
            let value = (min + (most - min) / Decimal::from(10_000) * part).round_dp(2).clamp(min, most);
            if !(normalise.divides_by_value() && value.is_zero()) {
                values.push((component, entry, value));
            }
        }
    }
    values
}

/// A card and a ballot that do not count after all, each where another one of the group is left.
fn voided(base: &Event, roles: &Roles, cards: &[KnownCard]) -> Vec<Exclusion> {
    let left = |card: &&KnownCard| {
        let group = base.judges()[card.judge].group;
        let alike = cards.iter().filter(|other| (other.component, other.entry) == (card.component, card.entry));
        alike.filter(|other| base.judges()[other.judge].group == group).count() > 2
    };
    let single = cards.iter().filter(left).find(|card| card.entry.is_some_and(|entry| roles.rest.contains(&entry)));
    let ballot = cards.iter().filter(left).find(|card| card.entry.is_none());
    let void = |card: &KnownCard| Exclusion {
        judge: card.judge,
        component: Some(card.component),
        entry: card.entry,
        kind: ExclusionKind::Void,
        reason: REASON.to_owned(),
    };
    single.into_iter().chain(ballot).map(void).collect()
}
