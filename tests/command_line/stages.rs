//! Single keys: a mode by stage, weights of 0, totals with more decimals, full marks; and what has no effect on figures.

use serde_json::{Value, json};

use crate::support::folder::{Folder, guanmo};
use crate::support::small::{cards, column, event, json, marks, measure, measured, refused};

#[test]
fn a_stage_may_have_a_mode_of_its_own() {
    let total = |stages: &str, value: &str| {
        column(&measured(&format!("[rounding]\n{stages}\n{}", measure("")), &format!("A={value}")), 0, "total")
    };
    // 89.376 is cut to 89.37, and 89.37 to one decimal half up
    assert_eq!(total("component = { decimals = 2, mode = \"down\" }\nfinal = 1", "89.376"), "A=89.4");
    assert_eq!(total("component = { decimals = 2, mode = \"down\" }", "89.376"), "A=89.37");
    assert_eq!(total("component = 2", "89.376"), "A=89.38");
    // the mode of all others
    assert_eq!(total("mode = \"half-even\"\nfinal = 1", "0.25"), "A=0.2");
    assert_eq!(total("mode = \"half-even\"\nfinal = { decimals = 1, mode = \"half-up\" }", "0.25"), "A=0.3");
    assert_eq!(total("mode = \"half-even\"\nfinal = { decimals = 1 }", "0.25"), "A=0.2");
    // before the mode, too
    assert_eq!(total("[rounding.final]\ndecimals = 1\nmode = \"half-even\"", "0.25"), "A=0.2");
    for stage in
        ["{ mode = \"down\" }", "{ decimals = 21 }", "{ decimals = 1, mode = \"up\" }", "{ decimals = 1, x = 1 }"]
    {
        let folder = measured(&format!("[rounding]\nfinal = {stage}\n{}", measure("")), "A=1");
        refused(&folder, &["scoring-rules.toml:3: rounding.final"]);
    }
}

/// One judge's marks as totals and a measure `m`.
fn with_measure(weight: &str, rest: &str, totals: &str, values: &[(&str, &str)]) -> Folder {
    let rules = format!("{}[[component]]\nid = \"m\"\nkind = \"measure\"\nweight = {weight}\n{rest}", marks(""));
    let entries: Vec<String> = values.iter().map(|(entry, _)| format!("{entry},,,")).collect();
    let folder = event(&rules, &entries.iter().map(String::as_str).collect::<Vec<_>>(), &["j1,,g,"]);
    cards(&folder, "c", &[("j1", totals)]);
    folder.write("measures.csv", "component,entry,value\n");
    for (entry, value) in values {
        folder.append("measures.csv", &format!("m,{entry},{value}\n"));
    }
    folder
}

#[test]
fn a_component_of_weight_0_parts_ties_and_no_more() {
    let values = [("A", "1"), ("B", "2")];
    let folder = with_measure("0", "[ranking]\ntie_break = [\"component:m\"]\n", "A=80 B=80", &values);
    assert_eq!(column(&folder, 0, "total"), "B=80 A=80");
    assert_eq!(column(&folder, 0, "rank"), "B=1 A=2");
    assert_eq!(json(&folder)["ranking"][0]["weighted"], json!({ "k": "80", "m": "0" }));
    // it has no greatest value, and adds none
    assert_eq!(json(&folder)["full_marks"], "100");
    // what nothing names is forgotten
    let folder = with_measure("0", "[ranking]\ntie_break = [\"component:k\"]\n", "A=80 B=80", &values);
    refused(&folder, &["scoring-rules.toml:15: component.m.weight: "]);
    let folder = with_measure("-1", "", "A=80 B=80", &values);
    refused(&folder, &["scoring-rules.toml:15: component.m.weight: "]);
    // a criterion or a group of it is it, too
    for key in ["criterion:k.c", "group:k.g"] {
        let rest = format!("[ranking]\ntie_break = [\"{key}\"]\n");
        let folder = with_measure("1", &rest, "A=80 B=70", &values);
        folder.replace("scoring-rules.toml", "kind = \"marks\"\n", "kind = \"marks\"\nweight = 0\n");
        assert_eq!(column(&folder, 0, "total"), "B=2 A=1", "{key}");
    }
}

#[test]
fn a_tie_may_be_parted_by_more_decimals_of_the_total() {
    let ranks = |stages: &str, key: &str| {
        let rules = format!("[rounding]\n{stages}\n{}[ranking]\ntie_break = [\"{key}\"]\n", measure(""));
        measured(&rules, "A=80.12 B=80.16 C=80.24")
    };
    // to one decimal 80.1, 80.2 and 80.2
    assert_eq!(column(&ranks("final = 0", "decimals:1"), 0, "rank"), "B=1 C=1 A=3");
    // in the mode of the total: 80.1, 80.1 and 80.2
    assert_eq!(column(&ranks("final = { decimals = 0, mode = \"down\" }", "decimals:1"), 0, "rank"), "C=1 A=2 B=2");
    assert_eq!(column(&ranks("final = 0", "decimals:2"), 0, "rank"), "C=1 B=2 A=3");
    for key in ["decimals:21", "decimals:", "decimals:-1", "decimals"] {
        refused(&ranks("final = 0", key), &["scoring-rules.toml:9: ranking.tie_break: "]);
    }
}

#[test]
fn weighted_scores_are_printed_as_their_stage_leaves_them() {
    let folder = with_measure("0.35", "[rounding]\ncomponent_weighted = 1\n", "A=80.25", &[("A", "3")]);
    // 80.25 → 80.3; 1.05 → 1.1
    assert_eq!(json(&folder)["ranking"][0]["weighted"], json!({ "k": "80.3", "m": "1.1" }));
    assert_eq!(column(&folder, 0, "total"), "A=81.4");
    // CSV stays as it was
    assert!(!folder.tabulate(&["--format", "csv"]).stdout.contains("weighted"));
}

#[test]
fn full_marks_are_the_most_that_the_rules_allow_before_bonuses() {
    let full = |rules: &str| json(&event(rules, &["A,,,"], &["j1,,g,"]))["full_marks"].clone();
    assert_eq!(full(&marks("")), "100");
    // of steps of 3 no more than 9 fit in 10; 9 × 0.35 = 3.15 → 3.2 as the card
    let third = "[[group]]\nid = \"g\"\n[[component]]\nid = \"k\"\nkind = \"marks\"\n\
                 [[component.criterion]]\nid = \"c\"\nmax = 10\nstep = 3\nweight = 0.35\n";
    assert_eq!(full(third), "3.15");
    assert_eq!(full(&format!("[rounding]\ncard = 1\n{third}")), "3.2");
    // times 1.15, but no more than the ceiling; a class below 1 leaves those without one
    let classes = "[[class]]\nid = \"hard\"\ncoefficient = 1.15\n[[class]]\nid = \"easy\"\ncoefficient = 0.9\n";
    assert_eq!(full(&format!("{}{classes}", marks(""))), "115");
    assert_eq!(full(&format!("{}{classes}[adjustments]\nbonus_cap = 5\nceiling = 110\n", marks(""))), "110");
    assert_eq!(full(&format!("{}[[class]]\nid = \"easy\"\ncoefficient = 0.9\n", marks(""))), "100");
    let judged =
        |kind: &str| format!("[[group]]\nid = \"g\"\n[[component]]\nid = \"k\"\nweight = 0.5\nkind = {kind}\n");
    assert_eq!(full(&judged("\"ranking\"\n[component.points]\ntable = [8, 10, 5]")), "5");
    assert_eq!(full(&judged("\"ranking\"\n[component.points]\nfirst = 8\nstep = -1")), Value::Null);
    assert_eq!(full(&judged("\"votes\"\nchoose = 1\nfull = 30")), "15");
    let grades =
        "\"grades\"\n[[component.grade]]\nid = \"a\"\nvalue = 90\n[[component.grade]]\nid = \"b\"\nvalue = 80\n";
    assert_eq!(full(&judged(grades)), "45");
    let steps = "[component.steps]\nof = \"a\"\ntable = [[0.5, 60], [0, 30]]\n\
                 [[component.steps.override]]\nof = \"b\"\nat_least = 0.9\nvalue = 70\n";
    assert_eq!(full(&judged(&format!("{grades}{steps}"))), "35");
    // balanced scores may pass the maximum; points by place are what they are
    let balanced = |rest: &str| {
        let folder = event(&format!("{}[component.balance]\n{rest}", marks("")), &["A,,,一"], &["j1,,g,"]);
        json(&folder)["full_marks"].clone()
    };
    assert_eq!(balanced(""), Value::Null);
    assert_eq!(balanced("[component.by_place]\nfirst = 10\nstep = 1\n"), "10");
}

#[test]
fn full_marks_of_measures_are_their_maximum_or_what_full_says() {
    let full = |keys: &str| json(&measured(&measure(keys), "A=1"))["full_marks"].clone();
    assert_eq!(full("max = 60"), "60");
    assert_eq!(full(""), Value::Null);
    assert_eq!(full("normalise = \"top-ratio\"\nfull = 30"), "30");
    assert_eq!(full("normalise = \"efficacy\""), "100");
    assert_eq!(full("[component.by_place]\ntable = [9, 7]"), "9");
    let folder = measured(&measure("max = 60"), "A=1");
    let output = guanmo(&["check", folder.path().to_str().expect("a plain path")]);
    assert_eq!(output.code, 0);
    assert!(output.stdout.contains("满分") && output.stdout.contains("60"), "{output:?}");
}

#[test]
fn what_is_said_of_opening_and_comments_changes_no_figure() {
    let rules = |component: &str, criterion: &str, release: &str| {
        format!(
            "[[group]]\nid = \"g\"\n[[component]]\nid = \"k\"\nkind = \"marks\"\n{component}\n[component.release]\n{release}\n\
             [[component.criterion]]\nid = \"c\"\nmax = 100\n{criterion}\n"
        )
    };
    let folder = |rules: &str| {
        let folder = event(rules, &["A,,,"], &["j1,,g,"]);
        cards(&folder, "c", &[("j1", "A=50")]);
        folder.write("comments.csv", "judge,component,entry,criterion,comment\nj1,k,A,,总的\nj1,k,A,c,这一项\n");
        folder
    };
    for comment in ["optional", "none", "required-below:60%"] {
        let of_criterion = format!("comment = \"{comment}\"");
        let rules = rules(&format!("comment = \"{comment}\""), &of_criterion, "opens = \"arrival\"\nhold = 2");
        let folder = folder(&rules);
        if comment == "none" {
            folder.remove("comments.csv");
        }
        assert_eq!(column(&folder, 0, "total"), "A=50", "{comment}");
    }
    for (component, criterion, release, fault) in [
        ("comment = \"required\"", "", "", "7: component.k.comment: "),
        ("comment = \"required-below:60\"", "", "", "7: component.k.comment: "),
        ("", "comment = \"yes\"", "", "13: component.k.criterion.c.comment: "),
        ("", "", "opens = \"event\"\nhold = 2", "10: component.k.release.hold: "),
        ("", "", "opens = \"arrival\"\nhold = -1", "10: component.k.release.hold: "),
    ] {
        let folder = folder(&rules(component, criterion, release));
        refused(&folder, &[&format!("scoring-rules.toml:{fault}")]);
    }
    let folder = folder(&rules("", "", ""));
    folder.append("comments.csv", "j1,k,A,x,没有的\n");
    refused(&folder, &["comments.csv:4: criterion: "]);
}
