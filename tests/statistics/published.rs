//! Values that their authors, or programs that are widely used, have printed.

use guanmo::statistics::{Gwet, Icc, Level, alpha, concordance};

use super::{printed, table, turned};

/// Krippendorff (2011): four observers, twelve units.
const OBSERVERS: &str =
    "1 2 3 3 2 1 4 1 2 . . . / 1 2 3 3 2 2 4 1 2 5 . 3 / . 3 3 3 2 3 4 2 2 5 1 . / 1 2 3 3 2 4 4 1 2 5 1 .";

#[test]
fn intraclass_correlations_of_shrout_and_fleiss() {
    let targets = "9 2 5 8 / 6 1 3 2 / 8 4 6 8 / 7 1 2 6 / 10 5 6 9 / 6 2 4 7";
    let icc = Icc::of(&table(&turned(targets))).expect("six targets and four judges");
    assert_eq!((icc.raters, icc.things), (4, 6));
    let found = [icc.one_way, icc.single, icc.fixed, icc.one_way_mean, icc.mean, icc.fixed_mean];
    assert_eq!(found.map(|figure| printed(figure, 2)), ["0.17", "0.29", "0.71", "0.44", "0.62", "0.91"]);
}

#[test]
fn alpha_of_krippendorff_at_four_levels_with_gaps() {
    let table = table(OBSERVERS);
    let levels = [Level::Nominal, Level::Ordinal, Level::Interval, Level::Ratio];
    assert_eq!(levels.map(|level| printed(alpha(&table, level), 3)), ["0.743", "0.815", "0.849", "0.797"]);
}

#[test]
fn concordance_with_ties_as_a_library_prints_it() {
    let ranks = "1 4.5 2 4.5 3 7.5 6 9 7.5 10 / 2.5 1 2.5 4.5 4.5 8 9 6.5 10 6.5 / 2 1 4.5 4.5 4.5 4.5 8 8 8 10";
    let found = concordance(&table(ranks)).expect("three judges");
    assert_eq!((found.raters, found.things, found.degrees), (3, 10, 9));
    assert_eq!([found.w.fixed(3), found.chi_square.fixed(3), printed(found.p, 3)], ["0.828", "22.349", "0.008"]);
}

/// Round the bases (Hollander & Wolfe 1973): each row a runner, each column a way of running.
#[test]
fn friedman_with_ties_as_another_program_prints_it() {
    let times = "5.40 5.50 5.55 / 5.85 5.70 5.75 / 5.20 5.60 5.50 / 5.55 5.50 5.40 / 5.90 5.85 5.70 / 5.45 5.55 5.60 / \
        5.40 5.40 5.35 / 5.45 5.50 5.35 / 5.25 5.15 5.00 / 5.85 5.80 5.70 / 5.25 5.20 5.10 / 5.65 5.55 5.45 / \
        5.60 5.35 5.45 / 5.05 5.00 4.95 / 5.50 5.50 5.40 / 5.45 5.55 5.50 / 5.55 5.55 5.35 / 5.45 5.50 5.55 / \
        5.50 5.45 5.25 / 5.65 5.60 5.40 / 5.70 5.65 5.55 / 6.30 6.30 6.25";
    let found = concordance(&table(times)).expect("22 runners");
    assert_eq!((found.raters, found.things, found.degrees), (22, 3, 2));
    assert_eq!([found.chi_square.fixed(3), found.w.fixed(5)], ["11.143", "0.25325"]);
    // with two degrees of freedom the tail is the exponential of minus the half
    assert_eq!(printed(found.p, 6), format!("{:.6}", (-11.142_857_142_857_142_f64 / 2.0).exp()));
}

#[test]
fn agreement_of_gwet_by_categories_and_by_distance() {
    let table = table(OBSERVERS);
    let first = Gwet::first(&table).expect("observers");
    assert_eq!(
        [first.coefficient.fixed(5), first.observed.fixed(7), first.chance.fixed(7)],
        ["0.77544", "0.8181818", "0.1903212"]
    );
    let second = Gwet::second(&table).expect("observers");
    assert_eq!(
        [second.coefficient.fixed(3), second.observed.fixed(7), second.chance.fixed(7)],
        ["0.914", "0.9753788", "0.7137044"]
    );
    assert_eq!(second.categories, 5);
}
