//! The smallest change of one card that would put the lower of two neighbours above the upper.

use super::anew::{Anew, Card};
use super::base::Base;
use super::card::{counts, values, ways};
use super::{Least, MovedCard, MovedSeat, Swap};
use crate::scoring::event::Event;
use crate::scoring::exact::Exact;
use crate::scoring::explain::figure;
use crate::scoring::rank::Parted;
use crate::scoring::rules::{Kind, TieBreak};

/// The best that was found so far: by how much a card changes, and the cards that do it.
type Best = Option<(Exact, Vec<(Card, Vec<i64>, Option<Parted>)>)>;

/// What would swap the first two of each ranking, and the two at the boundary of an award that are nearest.
pub(super) fn swaps(event: &Event, base: &Base, anew: &mut Anew<'_>) -> Vec<Swap> {
    let place = |position: usize| base.places[base.ranked[position]];
    let pairs: Vec<(usize, usize)> = base.neighbours(event).collect();
    let mut found = Vec::new();
    let mut boundaries: Vec<(Exact, Swap)> = Vec::new();
    for (above, below) in pairs.into_iter().filter(|&(above, below)| place(above) < place(below)) {
        let (is_first, is_boundary) = (place(above) == 1, !base.get_the_same(above, below));
        if !is_first && !is_boundary {
            continue;
        }
        let (upper, lower) = (base.ranked[above], base.ranked[below]);
        let best = least(event, anew, upper, lower);
        let award = if is_boundary { base.prize_name(event, above) } else { None };
        let by = best.as_ref().map(|(by, _)| by.clone());
        let id = |entry: usize| event.entries()[entry].id.clone();
        let swap = Swap {
            upper: id(upper),
            lower: id(lower),
            places: (place(above), place(below)),
            award,
            least: best.map(|(by, cards)| told(event, anew, &by, cards)),
        };
        match by {
            _ if is_first => found.push(swap),
            Some(by) => boundaries.push((by, swap)),
            None => {}
        }
    }
    // the first of equals is the one nearer the top
    if let Some((_, nearest)) = boundaries.into_iter().min_by(|(one, _), (other, _)| one.cmp(other)) {
        found.push(nearest);
    }
    found
}

/// The cards any one of which, changed as little as is enough, swaps two entries.
fn least(event: &Event, anew: &mut Anew<'_>, upper: usize, lower: usize) -> Best {
    let mut best: Best = None;
    for component in 0..event.rules().components.len() {
        let Some(grid) = anew.free(component) else { continue };
        for (entry, up) in [(upper, false), (lower, true)] {
            for seat in (0..grid.seats.len()).filter(|&seat| counts(grid, entry, seat)) {
                let card = Card { component, entry, seat };
                let own = values(grid, entry, seat);
                let mut nearest: Option<(Exact, Vec<i64>, Option<Parted>)> = None;
                for way in ways(&event.rules().components[component], own, up) {
                    let Some((values, parted)) = first_that_swaps(anew, card, &way, (upper, lower)) else { continue };
                    let by = difference(anew, component, &values, own);
                    if nearest.as_ref().is_none_or(|(known, _, _)| by < *known) {
                        nearest = Some((by, values, parted));
                    }
                }
                anew.back(card, own);
                let Some((by, values, parted)) = nearest else { continue };
                match &mut best {
                    Some((known, cards)) if *known == by => cards.push((card, values, parted)),
                    Some((known, _)) if *known < by => {}
                    _ => best = Some((by, vec![(card, values, parted)])),
                }
            }
        }
    }
    best
}

/// By how much the value of a card changes.
fn difference(anew: &Anew<'_>, component: usize, to: &[i64], from: &[i64]) -> Exact {
    let by = anew.worth(component, to).sub(&anew.worth(component, from));
    by.clone().max(by.negate())
}

/// The first card along a way that swaps two entries.
fn first_that_swaps(
    anew: &mut Anew<'_>,
    card: Card,
    way: &[Vec<i64>],
    (upper, lower): (usize, usize),
) -> Option<(Vec<i64>, Option<Parted>)> {
    let is_graded = matches!(anew.event.rules().components[card.component].kind, Kind::Grades { .. });
    let mut swaps = |values: &Vec<i64>| {
        let moved = anew.put(card, values)?;
        anew.swaps(&moved, upper, lower)
    };
    // a table of shares may make less of a better grade; all else leads one way, so that halving finds the first
    let at = if is_graded {
        way.iter().position(|values| swaps(values).is_some())?
    } else {
        way.partition_point(|values| swaps(values).is_none())
    };
    let values = way.get(at)?;
    let parted = swaps(values)?;
    Some((values.clone(), parted))
}

/// The change in words and figures, with everything of whose card it is.
fn told(event: &Event, anew: &Anew<'_>, by: &Exact, cards: Vec<(Card, Vec<i64>, Option<Parted>)>) -> Least {
    let rules = event.rules();
    let parted_by = cards.first().and_then(|(_, _, parted)| parted.as_ref()).map(|parted| match parted {
        Parted::TieBreak(index, ..) => match rules.ranking.tie_break[*index] {
            tie @ (TieBreak::Component(_) | TieBreak::Criterion { .. } | TieBreak::Group { .. }) => rules.called(tie),
            TieBreak::Bonus => "加分".to_owned(),
            TieBreak::Decimals(_) | TieBreak::Exact => "更多位小数的总分".to_owned(),
        },
        Parted::Exact(..) => "更多位小数的总分".to_owned(),
        Parted::Decision(_) => "已作的裁定".to_owned(),
    });
    let moved = |(card, values, _): (Card, Vec<i64>, Option<Parted>)| {
        let grid = anew.free(card.component);
        let judge = grid.map(|grid| &event.judges()[grid.seats[card.seat]]);
        let worth = |values: &[i64]| figure(&anew.worth(card.component, values), rules.rounding.card);
        let own = grid.map(|grid| anew.worth(card.component, self::values(grid, card.entry, card.seat)));
        MovedCard {
            component: rules.components[card.component].name.clone(),
            group: judge.map(|judge| rules.groups[judge.group].name.clone()).unwrap_or_default(),
            peers: judge.map_or(0, |judge| event.judges().iter().filter(|other| other.group == judge.group).count()),
            entry: event.entries()[card.entry].id.clone(),
            up: own.as_ref().is_some_and(|own| anew.worth(card.component, &values) > *own),
            seat: judge.zip(own).map(|(judge, own)| MovedSeat {
                judge: judge.name.clone(),
                from: figure(&own, rules.rounding.card),
                to: worth(&values),
            }),
        }
    };
    Least { points: by.plain(), cards: cards.into_iter().map(moved).collect(), parted_by }
}
