//! A higher mark never harms.

use guanmo::scoring::event::BLANK;
use guanmo::scoring::result::RankingRow;
use guanmo::scoring::rules::{Judging, Kind, Order, Points, Recusal};
use guanmo::scoring::{Explain, tabulate};
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::cases;
use super::draft::{Draft, any_event};

/// A judge's own mean stands in on other entries: raising a mark there helps a rival.
fn without_own_mean(draft: &mut Draft) {
    for component in &mut draft.rules.components {
        let (Kind::Marks { judging, .. }
        | Kind::Ranking { judging, .. }
        | Kind::Grades { judging, .. }
        | Kind::Votes { judging, .. }) = &mut component.kind
        else {
            continue;
        };
        let Judging { recusal, .. } = judging;
        if *recusal == Recusal::OwnMean {
            *recusal = Recusal::DropCell;
        }
    }
}

/// A higher mark raises the mean of its panel, too, and what panels are brought to: the entry may lose by that, and another
/// panel gain. Points by place may reward the lower score, or a later place.
fn without_what_rewards_less(draft: &mut Draft) {
    for component in &mut draft.rules.components {
        component.balance = None;
        component.by_place = component.by_place.take().filter(|by_place| {
            by_place.order == Order::Higher
                && match &by_place.points {
                    Points::Step { step, .. } => *step >= Decimal::ZERO,
                    Points::Percent { first, percent } => first * percent >= Decimal::ZERO,
                    // a place beyond the table gives 0
                    Points::Table(table) => {
                        table.is_sorted_by(|a, b| a >= b) && table.iter().all(|p| *p >= Decimal::ZERO)
                    }
                }
        });
    }
}

fn row(draft: &Draft, entry: &str) -> RankingRow {
    let event = draft.event();
    let report = tabulate(&event).report("", &Explain::None);
    report.ranking.into_iter().find(|row| row.entry == entry).expect("a row for each entry")
}

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn raising_one_mark_never_lowers_total_or_place(mut draft in any_event(), which in any::<prop::sample::Index>()) {
        without_own_mean(&mut draft);
        without_what_rewards_less(&mut draft);
        let mut raisable = Vec::new();
        for (position, (cell, values)) in draft.values.iter().enumerate() {
            for (line, criterion) in draft.rules.components[cell.component].criteria().iter().enumerate() {
                let step = criterion.units(criterion.step).expect("a multiple of itself");
                let raised = values[line].checked_add(step).filter(|_| values[line] != BLANK);
                if raised.is_some_and(|units| Decimal::new(units, criterion.scale()) <= criterion.max) {
                    raisable.push((position, line, step));
                }
            }
        }
        if raisable.is_empty() {
            return Ok(());
        }
        let (position, line, step) = raisable[which.index(raisable.len())];
        let entry = draft.entries[draft.values[position].0.entry].id.clone();
        let before = row(&draft, &entry);
        draft.values[position].1[line] += step;
        let after = row(&draft, &entry);
        prop_assert_eq!(before.status, after.status);
        let number = |text: &str| text.parse::<Decimal>().ok();
        prop_assert!(number(&after.total) >= number(&before.total), "{} → {}", before.total, after.total);
        prop_assert!(number(&after.rank) <= number(&before.rank), "{} → {}", before.rank, after.rank);
    }
}
