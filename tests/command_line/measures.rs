//! Measures: a line through a target, and those where lower is better.

use crate::support::small::{column, json, measure, measured, refused};

#[test]
fn a_line_runs_through_its_target_between_floor_and_cap() {
    let line = "normalise = \"line\"\nat = 60\nper = 0.5\ntarget = 80";
    // 60 + 0.5 × (x − 80)
    let values = "A=80 B=100 C=70 D=0 E=200";
    assert_eq!(column(&measured(&measure(line), values), 0, "total"), "E=120 B=70 A=60 C=55 D=20");
    let held = format!("{line}\ncap = 65\nfloor = 56");
    assert_eq!(column(&measured(&measure(&held), values), 0, "total"), "B=65 E=65 A=60 C=56 D=56");
    // −2 for each day above 10
    let late = "normalise = \"line\"\nat = 100\nper = -2\ntarget = 10\ncap = 100";
    assert_eq!(column(&measured(&measure(late), "A=10 B=13 C=4"), 0, "total"), "A=100 C=100 B=94");
}

#[test]
fn the_most_a_line_gives_is_its_cap_or_where_the_range_ends() {
    let full = |keys: &str| {
        json(&measured(&measure(&format!("normalise = \"line\"\nat = 60\ntarget = 80\n{keys}")), "A=80"))["full_marks"]
            .clone()
    };
    assert_eq!(full("per = 0.5\ncap = 65"), "65");
    // 60 + 0.5 × (100 − 80)
    assert_eq!(full("per = 0.5\nmax = 100"), "70");
    // 60 − 0.5 × (0 − 80)
    assert_eq!(full("per = -0.5"), "100");
    assert_eq!(full("per = 0.5"), serde_json::Value::Null);
}

#[test]
fn lower_may_be_better() {
    let values = "A=40 B=50 C=80";
    // 40 ÷ x × 100
    let folder = measured(&measure("normalise = \"top-ratio\"\norder = \"lower\""), values);
    assert_eq!(column(&folder, 0, "total"), "A=100 B=80 C=50");
    // 100 × (0.6 + 0.4 × (80 − x) ÷ 40)
    let folder = measured(&measure("normalise = \"efficacy\"\norder = \"lower\""), values);
    assert_eq!(column(&folder, 0, "total"), "A=100 B=90 C=60");
    let folder = measured(&measure("normalise = \"efficacy\"\norder = \"lower\"\nfull = 50\nbase = 0"), values);
    assert_eq!(column(&folder, 0, "total"), "A=50 B=37.5 C=0");
    // all equal: full
    for normalise in ["top-ratio", "efficacy"] {
        let keys = format!("normalise = \"{normalise}\"\norder = \"lower\"\nfull = 30");
        assert_eq!(column(&measured(&measure(&keys), "A=7 B=7"), 0, "total"), "A=30 B=30");
    }
    // nothing can be divided by 0
    let folder = measured(&measure("normalise = \"top-ratio\"\norder = \"lower\""), "A=40 B=0");
    refused(&folder, &["measures.csv:3: value: "]);
    let folder = measured(&measure("normalise = \"top-ratio\"\norder = \"higher\""), "A=40 B=0");
    assert_eq!(column(&folder, 0, "total"), "A=100 B=0");
}

#[test]
fn keys_of_another_way_are_refused() {
    let line = "normalise = \"line\"\nat = 60\nper = 0.5\ntarget = 80";
    for (keys, fault) in [
        (format!("{line}\nfull = 50"), "9: component.k.full: "),
        (format!("{line}\nbase = 0.5"), "9: component.k.base: "),
        (format!("{line}\norder = \"lower\""), "9: component.k.order: "),
        (format!("{line}\ncap = 1\nfloor = 2"), "9: component.k.cap: "),
        ("normalise = \"line\"\nat = 60\nper = 0.5".to_owned(), "2: component.k.target: "),
        ("cap = 60".to_owned(), "5: component.k.cap: "),
        ("normalise = \"efficacy\"\nat = 60".to_owned(), "6: component.k.at: "),
        ("order = \"lower\"".to_owned(), "5: component.k.order: "),
    ] {
        refused(&measured(&measure(&keys), "A=80"), &[&format!("scoring-rules.toml:{fault}")]);
    }
    // these stay allowed without effect
    for keys in ["full = 50\nbase = 0.5", "normalise = \"top-ratio\"\nbase = 0.5"] {
        assert_eq!(measured(&measure(keys), "A=80").tabulate(&[]).code, 0, "{keys}");
    }
}
