//! Known cards of judges: marks within the limits of the rules, and such that two entries come out level.

use rust_decimal::Decimal;

use crate::app::act::draw::Draw;
use crate::app::event::card::{GRADE, Marks};
use crate::app::result::trial::draws::{Of, Pair, draw};
use crate::scoring::card_value;
use crate::scoring::event::{BLANK, Cell, Event, Expectation};
use crate::scoring::rules::{Criterion, Kind, Limits, VotesRules};

/// Times that a card is drawn anew until no limit is broken.
const TRIES: i64 = 400;

/// A card that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::app) struct KnownCard {
    pub component: usize,
    pub judge: usize,
    /// `None` for a ballot over all entries.
    pub entry: Option<usize>,
    /// As the judge would type them.
    pub marks: Marks,
    /// The integers that they are, by entry.
    pub values: Vec<(usize, Vec<i64>)>,
}

/// A judge in a component.
#[derive(Debug, Clone, Copy)]
struct Seat {
    component: usize,
    judge: usize,
    /// Whose cards of the two that are to come out level it gives the other way round.
    mirrors: Option<usize>,
}

/// What is made so far: an event that gets each card, so that limits can be asked about.
struct Making {
    event: Event,
    seed: u64,
    pair: Option<Pair>,
    cards: Vec<KnownCard>,
}

/// Makes a card for each that is due and can be handed in. `event` has no cards, and is filled.
pub(super) fn invent(
    event: Event,
    seed: u64,
    pair: Option<Pair>,
    is_open: impl Fn(usize, Option<usize>) -> bool,
) -> Vec<KnownCard> {
    let mut making = Making { event, seed, pair, cards: Vec::new() };
    let rules = making.event.rules().clone();
    for (component, part) in rules.components.iter().enumerate() {
        for seat in making.seats(component) {
            match &part.kind {
                Kind::Marks { criteria, .. } => making.marks(seat, criteria, &is_open),
                Kind::Grades { grades, .. } => making.grades(seat, grades.len(), &is_open),
                Kind::Ranking { .. } if is_open(component, None) => making.places(seat),
                Kind::Votes { votes, .. } if is_open(component, None) => making.votes(seat, *votes),
                Kind::Ranking { .. } | Kind::Votes { .. } | Kind::Measure { .. } => {}
            }
        }
    }
    making.cards
}

impl Making {
    /// The seats of a component; of each group every second one mirrors the one before.
    fn seats(&self, component: usize) -> Vec<Seat> {
        let mut waiting: Vec<Option<usize>> = vec![None; self.event.rules().groups.len()];
        let mut seats = Vec::new();
        for judge in 0..self.event.judges().len() {
            let due = self.due(component, judge);
            let is_due = |entry| due.contains(&entry);
            let both = self.pair.is_some_and(|pair| pair.alike && is_due(pair.one) && is_due(pair.other));
            let group = self.event.judges()[judge].group;
            let alike = |other: &usize| {
                !self.event.rules().components[component].is_ballot() || self.due(component, *other) == due
            };
            let mirrors = if both { waiting[group].take().filter(alike) } else { None };
            if both && mirrors.is_none() {
                waiting[group] = Some(judge);
            }
            seats.push(Seat { component, judge, mirrors });
        }
        seats
    }

    fn due(&self, component: usize, judge: usize) -> Vec<usize> {
        let is_due = |&entry: &usize| self.event.expectation(Cell { component, judge, entry }) == Expectation::Due;
        (0..self.event.entries().len()).filter(is_due).collect()
    }

    /// The entries of a seat, those first that are to come out level.
    fn in_turn(&self, seat: Seat) -> Vec<usize> {
        let mut due = self.due(seat.component, seat.judge);
        due.sort_by_key(|&entry| !self.pair.is_some_and(|pair| pair.has(entry)));
        due
    }

    fn draw(&self, seat: Seat) -> Draw {
        draw(self.seed, Of::Cards, &[seat.component, seat.judge])
    }

    /// The other one of the two that are to come out level.
    fn other(&self, entry: usize) -> Option<usize> {
        let pair = self.pair?;
        if entry == pair.one { Some(pair.other) } else { (entry == pair.other).then_some(pair.one) }
    }

    fn values(&self, component: usize, judge: usize, entry: usize) -> Option<Vec<i64>> {
        let values = self.event.values(Cell { component, judge, entry })?;
        (!values.contains(&BLANK)).then(|| values.to_vec())
    }

    /// What makes an entry come out level with the other one, where that is there already: what the mirrored seat gave the
    /// other one, or what this one did. Where others judge the one than the other, all of a group give both the same.
    fn level(&self, seat: Seat, entry: usize) -> Option<Vec<i64>> {
        let pair = self.pair?;
        let other = self.other(entry)?;
        if !pair.alike {
            let group = self.event.judges()[seat.judge].group;
            let mut judges = (0..=seat.judge).filter(|&judge| self.event.judges()[judge].group == group);
            let given = |judge, entry| self.values(seat.component, judge, entry);
            return judges.find_map(|judge| given(judge, pair.one).or_else(|| given(judge, pair.other)));
        }
        self.values(seat.component, seat.mirrors.unwrap_or(seat.judge), other)
    }

    fn write(&mut self, seat: Seat, entry: usize, values: &[i64]) {
        let cell = Cell { component: seat.component, judge: seat.judge, entry };
        if let Some(cells) = self.event.values_mut(cell) {
            cells.copy_from_slice(values);
        }
    }

    fn give(&mut self, seat: Seat, entry: Option<usize>, marks: Marks, values: Vec<(usize, Vec<i64>)>) {
        for (entry, values) in &values {
            self.write(seat, *entry, values);
        }
        self.cards.push(KnownCard { component: seat.component, judge: seat.judge, entry, marks, values });
    }

    fn marks(&mut self, seat: Seat, criteria: &[Criterion], is_open: &impl Fn(usize, Option<usize>) -> bool) {
        let mut draw = self.draw(seat);
        for entry in self.in_turn(seat) {
            if !is_open(seat.component, Some(entry)) {
                continue;
            }
            let level = self.level(seat, entry).filter(|values| self.keeps_limits(seat, entry, values));
            let values = level.or_else(|| self.within_limits(seat, entry, criteria, &mut draw));
            let Some(values) = values else { continue };
            let text = |(criterion, &units): (&Criterion, &i64)| (criterion.id.clone(), criterion.print(units));
            let marks = criteria.iter().zip(&values).map(text).collect();
            self.give(seat, Some(entry), marks, vec![(entry, values)]);
        }
    }

    /// A card that breaks no limit; after many tries one that does, and `None` where a criterion allows no mark at all.
    fn within_limits(&mut self, seat: Seat, entry: usize, criteria: &[Criterion], draw: &mut Draw) -> Option<Vec<i64>> {
        let mut last = None;
        for attempt in 0..TRIES {
            let values: Option<Vec<i64>> = criteria.iter().map(|criterion| mark(criterion, attempt, draw)).collect();
            let values = values?;
            if self.keeps_limits(seat, entry, &values) {
                return Some(values);
            }
            last = Some(values);
        }
        last
    }

    /// Whether a card beside those that the judge has given breaks no limit on them.
    fn keeps_limits(&mut self, seat: Seat, entry: usize, values: &[i64]) -> bool {
        let limits = self.event.rules().limits.clone();
        if limits == Limits::default() {
            return true;
        }
        let was = self.event.values(Cell { component: seat.component, judge: seat.judge, entry }).map(<[i64]>::to_vec);
        self.write(seat, entry, values);
        let due = self.due(seat.component, seat.judge);
        let total = |&entry: &usize| {
            let cell = Cell { component: seat.component, judge: seat.judge, entry };
            card_value(&self.event, cell)?.parse::<Decimal>().ok()
        };
        let totals: Vec<Decimal> = due.iter().filter_map(total).collect();
        if let Some(was) = was {
            self.write(seat, entry, &was);
        }
        let apart = !limits.distinct || (1..totals.len()).all(|later| !totals[..later].contains(&totals[later]));
        let few = limits.max_share_above.is_none_or(|(mark, percent)| {
            let above = totals.iter().filter(|total| **total >= mark).count();
            Decimal::from(above) <= (percent * Decimal::from(due.len()) / Decimal::ONE_HUNDRED).floor()
        });
        apart && few
    }

    fn grades(&mut self, seat: Seat, grades: usize, is_open: &impl Fn(usize, Option<usize>) -> bool) {
        let mut draw = self.draw(seat);
        for entry in self.in_turn(seat) {
            if !is_open(seat.component, Some(entry)) {
                continue;
            }
            let level = self.level(seat, entry);
            let index = draw.below(grades);
            let values = level.unwrap_or_else(|| vec![i64::try_from(index).unwrap_or_default()]);
            let Some(grade) = self.grade(seat.component, &values) else { continue };
            let marks = Marks::from([(GRADE.to_owned(), grade)]);
            self.give(seat, Some(entry), marks, vec![(entry, values)]);
        }
    }

    fn grade(&self, component: usize, values: &[i64]) -> Option<String> {
        let Kind::Grades { grades, .. } = &self.event.rules().components[component].kind else { return None };
        let index = values.first().and_then(|&value| usize::try_from(value).ok())?;
        grades.get(index).map(|grade| grade.id.clone())
    }

    fn places(&mut self, seat: Seat) {
        let mut order = self.draw(seat).shuffled(self.due(seat.component, seat.judge));
        if let (Some(Pair { one: a, other: b, .. }), Some(judge)) = (self.pair, seat.mirrors) {
            let place = |entry| self.values(seat.component, judge, entry).and_then(|values| values.first().copied());
            // each of the two has the place that the other one has there
            for (entry, place) in [(a, place(b)), (b, place(a))] {
                let to = place.and_then(|place| usize::try_from(place - 1).ok()).filter(|&to| to < order.len());
                let at = order.iter().position(|&other| other == entry);
                if let (Some(to), Some(at)) = (to, at) {
                    order.swap(at, to);
                }
            }
        }
        if order.is_empty() {
            return;
        }
        let placed: Vec<(usize, i64)> = order.into_iter().zip(1..).collect();
        let marks = placed.iter().map(|(entry, place)| (self.event.entries()[*entry].id.clone(), place.to_string()));
        let marks = marks.collect();
        self.give(seat, None, marks, placed.into_iter().map(|(entry, place)| (entry, vec![place])).collect());
    }

    fn votes(&mut self, seat: Seat, votes: VotesRules) {
        let mut draw = self.draw(seat);
        let due = self.due(seat.component, seat.judge);
        let order = draw.shuffled(due.iter().copied());
        let spare = usize::from(!votes.exactly && votes.choose > 1 && draw.within(0, 2) == 0);
        let mut chosen: Vec<usize> = order.iter().copied().take(votes.choose - spare).collect();
        if let Some(judge) = seat.mirrors {
            let was = |entry: usize| self.values(seat.component, judge, entry) == Some(vec![1]);
            chosen = due.iter().copied().filter(|&entry| was(self.other(entry).unwrap_or(entry))).collect();
        }
        if !votes.takes(chosen.len()) {
            return;
        }
        let marks = chosen.iter().map(|&entry| (self.event.entries()[entry].id.clone(), "1".to_owned())).collect();
        let values = due.into_iter().map(|entry| (entry, vec![i64::from(chosen.contains(&entry))])).collect();
        self.give(seat, None, marks, values);
    }
}

/// A mark of a criterion, in its units: first among the upper ones, and lower the more often it was tried.
fn mark(criterion: &Criterion, attempt: i64, draw: &mut Draw) -> Option<i64> {
    let step = criterion.units(criterion.step)?;
    let least = i64::try_from((criterion.min / criterion.step).ceil().mantissa()).ok()?;
    let most = i64::try_from((criterion.max / criterion.step).floor().mantissa()).ok()?;
    if least > most {
        return None;
    }
    let width = most - least;
    let top = most - width / 10 * (attempt % 8);
    let bottom = (top - width.saturating_mul(4) / 10).clamp(least, top);
    draw.within(bottom, top).checked_mul(step)
}
