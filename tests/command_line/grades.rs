//! Grades beyond their mean: shares of several grades, quotients, what stands instead, the grade that most give.

use crate::support::folder::Folder;
use crate::support::small::{cards, column, event, refused};

/// Grades of entry A by judges j1, j2, …; `a` is worth 90, `b` 75, `c` 60, `d` 60 too.
fn graded(aggregate: &str, steps: &str, given: &str) -> Folder {
    let mut rules = format!(
        "[[group]]\nid = \"g\"\n[[component]]\nid = \"k\"\nkind = \"grades\"\n[component.aggregate]\n{aggregate}\n{steps}\n"
    );
    for (id, value) in [("a", "90"), ("b", "75"), ("c", "60"), ("d", "60")] {
        rules += &format!("[[component.grade]]\nid = \"{id}\"\nvalue = {value}\n");
    }
    let grades: Vec<&str> = given.split(' ').collect();
    let judges: Vec<String> = (1..=grades.len()).map(|n| format!("j{n},,g,")).collect();
    let folder = event(&rules, &["A,,,"], &judges.iter().map(String::as_str).collect::<Vec<_>>());
    for (judge, grade) in (1..).zip(grades).filter(|(_, grade)| *grade != "-") {
        cards(&folder, "", &[(&format!("j{judge}"), &format!("A={grade}"))]);
    }
    folder
}

fn total(aggregate: &str, steps: &str, given: &str) -> String {
    column(&graded(aggregate, steps, given), 0, "total")
}

#[test]
fn shares_of_several_grades_add_up() {
    let steps = "[component.steps]\nof = [\"a\", \"b\"]\ntable = [[0.75, 100], [0.5, 80], [0, 60]]";
    // three of four, two of four, one of four
    assert_eq!(total("", steps, "a b b c"), "A=100");
    assert_eq!(total("", steps, "a b c d"), "A=80");
    assert_eq!(total("", steps, "b c c d"), "A=60");
    // over what is due: two of four, with one that is not in
    assert_eq!(total("missing = \"skip\"\ndenominator = \"due\"", steps, "a b c -"), "A=80");
    assert_eq!(total("missing = \"skip\"", steps, "a b c -"), "A=80");
    assert_eq!(total("missing = \"skip\"", steps, "a b b -"), "A=100");
}

#[test]
fn a_share_may_be_a_quotient() {
    let steps = "[component.steps]\nof = \"a\"\ntable = [[\"2/3\", 100], [\"1/3\", 80], [0, 60]]";
    // exactly two thirds and one third, which no decimal is
    assert_eq!(total("", steps, "a a b"), "A=100");
    assert_eq!(total("", steps, "a b b"), "A=80");
    assert_eq!(total("", steps, "a b b b"), "A=60");
    let folder = graded("", "[component.steps]\nof = \"a\"\ntable = [[\"1/0\", 100], [0, 60]]", "a");
    refused(&folder, &["scoring-rules.toml:11: component.k.steps.table: "]);
}

#[test]
fn another_share_may_give_a_value_instead() {
    let steps = "[component.steps]\nof = \"a\"\ntable = [[0.5, 100], [0, 60]]\n\
                 [[component.steps.override]]\nof = [\"c\", \"d\"]\nat_least = \"1/3\"\nvalue = 40\nonly_below = 0.5\n\
                 [[component.steps.override]]\nof = \"b\"\nat_least = 0.25\nvalue = 70\n";
    // a has its half: c reaches a third, but that is only for less; b reaches a quarter, whatever a has
    assert_eq!(total("", steps, "a a c c"), "A=100");
    assert_eq!(total("", steps, "a a b c"), "A=70");
    // both fit: the first
    assert_eq!(total("", steps, "a b c d"), "A=40");
    // c and d have exactly a third together; with one card more they have less
    assert_eq!(total("", steps, "a a b c d b"), "A=40");
    assert_eq!(total("", steps, "a a b c d b b"), "A=70");
    // nothing instead
    assert_eq!(total("", "[component.steps]\nof = \"a\"\ntable = [[0.5, 100], [0, 60]]", "a b b"), "A=60");
    let faulty =
        "[component.steps]\nof = \"a\"\ntable = [[0, 60]]\n[[component.steps.override]]\nof = \"b\"\nvalue = 1";
    refused(&graded("", faulty, "a"), &["scoring-rules.toml:12: component.k.steps.override.[1].at_least: "]);
}

#[test]
fn the_grade_that_most_give_stands() {
    let modal = "method = \"modal\"";
    assert_eq!(total(modal, "", "a b b c"), "A=75");
    // c and d have the same value, but are two grades: b has most
    assert_eq!(total(modal, "", "b b c d"), "A=75");
    // a and b have two each
    assert_eq!(total(modal, "", "a a b b c"), "A=75");
    assert_eq!(total(&format!("{modal}\nmodal_tie = \"lower\""), "", "a a b b c"), "A=75");
    assert_eq!(total(&format!("{modal}\nmodal_tie = \"higher\""), "", "a a b b c"), "A=90");
    assert_eq!(total(&format!("{modal}\nmodal_tie = \"mean\""), "", "a a b b c"), "A=82.5");
    // of a, c and d, one each: (90 + 60 + 60) ÷ 3
    assert_eq!(total(&format!("{modal}\nmodal_tie = \"mean\""), "", "a c d"), "A=70");
    // the denominator is passed over
    assert_eq!(total(&format!("{modal}\nmissing = \"skip\"\ndenominator = \"due\""), "", "a a b - -"), "A=90");
    // fewer than asked for: their plain mean
    assert_eq!(total(&format!("{modal}\nmin_cards = 4\ntoo_few = \"mean\""), "", "a a b"), "A=85");
    // of those that are in, whatever the denominator
    let few = "min_cards = 2\ntoo_few = \"mean\"\nmissing = \"skip\"\ndenominator = \"due\"";
    assert_eq!(total(&format!("{modal}\n{few}"), "", "b -"), "A=75");
}

#[test]
fn all_judges_are_one_list_where_the_grade_that_most_give_stands() {
    let rules = "[[group]]\nid = \"g\"\nweight = 9\n[[group]]\nid = \"h\"\n[[component]]\nid = \"k\"\nkind = \"grades\"\n\
                 [component.aggregate]\nmethod = \"modal\"\n[[component.grade]]\nid = \"a\"\nvalue = 90\n\
                 [[component.grade]]\nid = \"b\"\nvalue = 75\n";
    let folder = event(rules, &["A,,,"], &["j1,,g,", "j2,,h,", "j3,,h,"]);
    cards(&folder, "", &[("j1", "A=a"), ("j2", "A=b"), ("j3", "A=b")]);
    assert_eq!(column(&folder, 0, "total"), "A=75");
    folder.append("scoring-rules.toml", "[ranking]\ntie_break = [\"group:k.g\"]\n");
    refused(&folder, &["scoring-rules.toml:19: ranking.tie_break: "]);
}

#[test]
fn what_does_not_go_with_it_is_said() {
    let fault = |aggregate: &str, steps: &str, line: usize, key: &str| {
        refused(
            &graded(aggregate, steps, "a"),
            &[&format!("scoring-rules.toml:{line}: component.k.aggregate.{key}: ")],
        );
    };
    fault("modal_tie = \"mean\"", "", 8, "modal_tie");
    fault("method = \"modal\"\nrecusal = \"own-mean\"", "", 9, "recusal");
    fault("method = \"modal\"\n[component.aggregate.group.g]\nmin_cards = 2", "", 9, "group");
    fault("method = \"modal\"", "[component.steps]\nof = \"a\"\ntable = [[0, 60]]", 8, "method");
    fault("method = \"modal\"\ndrop_highest = 1", "", 9, "drop_highest");
    fault("drop_lowest = 0", "", 8, "drop_lowest");
}
