//! Too little, all the same, or in parts that have nothing to do with one another: nothing is divided by nothing, and what
//! cannot be said is not said.

use guanmo::statistics::{Figure, Gwet, Icc, Level, Panel, Share, Table, alpha, concordance};
use proptest::prelude::*;

use super::{printed, table};

fn panel(table: &Table) -> Panel {
    let order: Vec<Option<usize>> = (1..=table.entries()).map(Some).collect();
    let shares = [Share { seats: (0..table.seats()).collect(), weight: Figure::read("1").expect("one") }];
    Panel::of(table, Some(&order), Figure::read("100"), &shares)
}

/// Every figure of a panel is one.
fn is_sound(panel: &Panel) {
    let text = format!("{panel:?}");
    assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
}

#[test]
fn nothing_is_said_of_nothing() {
    for table in [Table::new(0, 0), Table::new(3, 0), Table::new(0, 3), Table::new(4, 5)] {
        let panel = panel(&table);
        is_sound(&panel);
        assert!(panel.agreement.concordance.is_none() && panel.agreement.icc.is_none());
        assert!(panel.agreement.alpha.is_none() && panel.agreement.gwet.is_none());
        assert!(panel.outliers.is_empty() && panel.opinions.is_empty() && panel.parts == 0);
        assert!(panel.seats.iter().all(|seat| seat.severity.is_none() && seat.cards == 0));
    }
}

#[test]
fn one_seat_agrees_with_nobody() {
    let one = table("80 85 90");
    assert!(concordance(&one).is_none() && Icc::of(&one).is_none() && alpha(&one, Level::Interval).is_none());
    assert!(Gwet::second(&one).is_none());
    let panel = panel(&one);
    is_sound(&panel);
    assert_eq!(printed(panel.seats[0].severity, 2), "0.00");
    assert_eq!(printed(panel.seats[0].spread, 2), "5.00");
    assert!(panel.seats[0].correlation.is_none() && panel.left_over.is_none() && panel.outliers.is_empty());
}

#[test]
fn one_entry_has_no_order() {
    let one = table("80 / 85 / 90");
    assert!(concordance(&one).is_none() && Icc::of(&one).is_none());
    let panel = panel(&one);
    is_sound(&panel);
    assert_eq!(printed(panel.seats[0].severity, 2), "-5.00");
    assert!(panel.seats[0].spread.is_none() && panel.seats[0].drift.is_none());
    assert!(panel.trend.is_some_and(|trend| trend.slope.is_none() && trend.points.len() == 1));
}

#[test]
fn where_all_marks_are_the_same_agreement_is_no_finding() {
    for same in ["90.1 90.1 90.1 / 90.1 90.1 90.1", "0 0 / 0 -0 / 0 0"] {
        let table = table(same);
        assert!(concordance(&table).is_none() && Icc::of(&table).is_none() && Gwet::second(&table).is_none());
        assert!(
            [Level::Nominal, Level::Ordinal, Level::Interval, Level::Ratio].iter().all(|l| alpha(&table, *l).is_none())
        );
        let panel = panel(&table);
        is_sound(&panel);
        assert!(panel.outliers.is_empty());
        assert!(panel.seats.iter().all(|seat| printed(seat.severity, 2) == "0.00" && seat.correlation.is_none()));
    }
}

#[test]
fn a_seat_that_gave_everybody_the_same_has_no_correlation_and_takes_it_from_nobody() {
    let panel = panel(&table("90 90 90 90 / 80 85 84 89 / 82 84 88 91"));
    is_sound(&panel);
    assert_eq!(printed(panel.seats[0].spread, 2), "0.00");
    assert!(panel.seats[0].correlation.is_none());
    assert!(panel.seats[1].correlation.is_some() && panel.agreement.concordance.is_some());
}

#[test]
fn seats_of_panels_without_a_common_entry_are_compared_inside_their_panel_alone() {
    let panel = panel(&table("80 82 . . / 84 86 . . / . . 60 70 / . . 64 74"));
    assert_eq!(panel.parts, 2);
    let severities: Vec<String> = panel.seats.iter().map(|seat| printed(seat.severity, 2)).collect();
    assert_eq!(severities, ["-2.00", "2.00", "-2.00", "2.00"]);
    assert!(panel.opinions.is_empty(), "one panel's severity says nothing of another's");
    assert!(panel.agreement.concordance.is_none(), "nobody has scored all");
}

#[test]
fn an_unfair_draw_of_seats_is_made_up_for() {
    // the first seat is ten points harder; the first entry has it and the last has it not
    let panel = panel(&table("70 75 80 . / 80 85 90 85 / . 85 90 85"));
    let order: Vec<(usize, usize, usize)> =
        panel.opinions.iter().map(|one| (one.entry, one.plain_place, one.without_place)).collect();
    assert_eq!(order, [(2, 1, 1), (1, 3, 2), (3, 2, 2), (0, 4, 4)], "{:?}", panel.opinions);
}

#[test]
fn a_cell_outside_of_the_table_or_a_text_that_is_no_number_is_a_gap() {
    let mut table = Table::new(1, 2);
    for (seat, entry, text) in [(1, 0, "1"), (0, 2, "1"), (0, 0, "NaN"), (0, 1, "inf")] {
        table.set(seat, entry, Some(text));
    }
    assert_eq!(table.filled(), 0);
    assert!(table.figure(0, 0).is_none() && table.figure(7, 7).is_none());
}

proptest! {
    /// Whatever the cards are, each figure is a number inside of its range, severities of a part add up to nothing, and what
    /// is left over of each seat and each entry adds up to nothing.
    #[test]
    fn figures_keep_their_ranges(seats in 1usize..7, entries in 1usize..7, cells in prop::collection::vec(prop::option::weighted(0.8, 0i32..200), 36)) {
        let mut table = Table::new(seats, entries);
        for seat in 0..seats {
            for entry in 0..entries {
                let text = cells[seat * 6 + entry].map(|half| format!("{}.{}", half / 2, half % 2 * 5));
                table.set(seat, entry, text.as_deref());
            }
        }
        let panel = panel(&table);
        is_sound(&panel);
        let within = |figure: Option<Figure>, low: f64, high: f64| {
            figure.is_none_or(|figure| {
                let value: f64 = figure.fixed(9).parse().expect("a number");
                (low..=high).contains(&value)
            })
        };
        prop_assert!(within(panel.agreement.concordance.map(|found| found.w), 0.0, 1.0));
        prop_assert!(within(panel.agreement.alpha, -100.0, 1.0));
        prop_assert!(within(panel.agreement.icc.and_then(|icc| icc.fixed), -1.0, 1.0));
        for seat in &panel.seats {
            prop_assert!(within(seat.correlation, -1.0, 1.0) && within(seat.spread, 0.0, 100.0));
        }
        if panel.parts == 1 {
            let sum: f64 = panel.seats.iter().filter_map(|seat| seat.severity).map(|s| s.fixed(12).parse::<f64>().expect("a number")).sum();
            prop_assert!(sum.abs() < 1e-6, "{sum}");
        }
        for seat in &panel.seats {
            let sum: f64 = seat.course.iter().map(|(_, left)| left.fixed(12).parse::<f64>().expect("a number")).sum();
            prop_assert!(sum.abs() < 1e-6, "{sum}");
        }
    }
}
