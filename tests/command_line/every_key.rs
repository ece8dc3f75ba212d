//! A rules file that says all there is to say: each key of the four usual kinds of component. Keys that a method does
//! not use are faults; few may be said without effect, and it is said that they have none; what contradicts itself is
//! a fault.

use serde_json::Value;

use crate::support::folder::{Folder, guanmo};

const RULES: &str = r#"schema = 1
title  = "样例评分办法"

[rounding]
mode = "half-up"
card = 2
criterion = 2
criterion_weighted = 2
group = 2
component = 2
component_weighted = 2
subtotal = 2
final = 2

[[group]]
id = "leaders"
name = "领导组"
weight = 40

[[group]]
id = "offices"
name = "部门组"
weight = 60

[[component]]
id = "visit"
name = "看现场"
kind = "marks"
weight = 0.5
groups = ["leaders"]

[component.aggregate]
over = "card"
scope = "group"
method = "trimmed-mean"
drop_highest = 1
drop_lowest = 1
min_cards = 5
too_few = "error"
missing = "block"
recusal = "drop-cell"
empty_group = "error"
[component.aggregate.group.leaders]
method = "mean"
min_cards = 1
too_few = "error"
missing = "block"

[component.release]
opens = "event"
after = 2
closes_after = 30

[[component.criterion]]
id = "effect"
name = "成效"
min = 0
max = 30
step = 0.5
weight = 1
guide = "看实物、看台账"

[[component]]
id = "ballot"
name = "名次投票"
kind = "ranking"
weight = 0.2

[component.aggregate]
over = "card"
scope = "panel"
method = "median"
empty_group = "renormalise"

[component.release]
opens = "all"
after = 2

[component.points]
first = 100
step = 3

[[component]]
id = "grade"
name = "等次投票"
kind = "grades"
weight = 0.1

[component.aggregate]
over = "card"
method = "mean"
missing = "skip"
denominator = "due"

[[component.grade]]
id = "excellent"
name = "优"
value = 100

[[component.grade]]
id = "fair"
name = "中"
value = 70

[component.steps]
of = "excellent"
table = [[0.9, 200], [0.8, 190], [0, 130]]

[[component]]
id = "daily"
name = "平时"
kind = "measure"
weight = 0.2
min = 0
max = 100
normalise = "none"
full = 100
base = 0.6

[[class]]
id = "hard"
coefficient = 1.15

[adjustments]
bonus_cap = 5
deduction_cap = 5
floor = 0
ceiling = 100

[[adjustments.item]]
id = "honour"
name = "上级表彰"
cap = 3

[veto]
effect = "disqualify"

[ranking]
on = "rounded"
by_track = false
places = "competition"
tie_break = ["component:visit", "criterion:visit.effect", "group:visit.leaders", "exact", "bonus"]

[[award]]
name = "特等奖"
places = 1
share_rounding = "floor"
at_least = 90
boundary = "decide"

[[award]]
name = "优胜奖"
share = "30%"
share_rounding = "ceil"
boundary = "enlarge"

[[band]]
name = "甲等"
at_least = 90

[limits]
max_share_above = [90, "30%"]
distinct = true
"#;

/// What is said of it all the same.
const SAID: &str = "scoring-rules.toml:51: component.visit.release.after: 写了也不起作用：只有 opens = \"after\" 用它
scoring-rules.toml:77: component.ballot.release.after: 写了也不起作用：只有 opens = \"after\" 用它
scoring-rules.toml:147: award.特等奖.share_rounding: 写了也不起作用：只有按比例（share）的奖项用它
请核对：满分是 86.25，不是整数，请核对各环节的权重（0.5、0.2、0.1、0.2）
";

fn folder(rules: &str) -> Folder {
    let folder = Folder::empty();
    folder
        .write("scoring-rules.toml", rules)
        .write("entries.csv", "entry,name,unit,class\nA,,甲镇,hard\nB,,乙镇,\n")
        .write("judges.csv", "judge,name,unit,group\nj1,,,leaders\nj2,,,offices\n")
        .write("measures.csv", "component,entry,value\ndaily,A,90\ndaily,B,80\n")
        .write(
            "scores.csv",
            "judge,component,entry,criterion,value\nj1,visit,A,effect,20.5\nj1,visit,B,effect,21\n\
             j1,ballot,A,,1\nj1,ballot,B,,2\nj2,ballot,A,,1\nj2,ballot,B,,2\n\
             j1,grade,A,,excellent\nj2,grade,A,,excellent\nj1,grade,B,,fair\nj2,grade,B,,excellent\n",
        );
    folder
}

fn check(folder: &Folder) -> (i32, String) {
    let output = guanmo(&["check", folder.path().to_str().expect("a plain path")]);
    (output.code, output.stderr)
}

#[test]
fn every_key_may_be_said_at_once() {
    let folder = folder(RULES);
    let (code, said) = check(&folder);
    assert_eq!((code, said.as_str()), (0, SAID));
    let output = folder.tabulate(&["--format", "json"]);
    assert_eq!(output.code, 0, "{output:?}");
    let json: Value = serde_json::from_str(&output.stdout).expect("JSON");
    // A: (20.5×0.5 + 100×0.2 + 200×0.1 + 90×0.2) × 1.15; B: 21×0.5 + 97×0.2 + (40×130 + 60×200) ÷ 100 × 0.1 + 80×0.2
    let totals: Vec<&str> =
        json["ranking"].as_array().expect("rows").iter().filter_map(|r| r["total"].as_str()).collect();
    assert_eq!(totals, ["78.49", "63.10"]);
}

#[test]
fn keys_that_may_be_said_without_effect_change_nothing() {
    let plain = folder(RULES).tabulate(&["--format", "csv"]).stdout;
    for (from, to) in [
        ("normalise = \"none\"\nfull = 100\nbase = 0.6\n", ""),
        ("opens = \"event\"\nafter = 2\n", "opens = \"arrival\"\nafter = 7\n"),
        ("share_rounding = \"floor\"\nat_least = 90\n", "at_least = 90\n"),
    ] {
        let folder = folder(RULES);
        folder.replace("scoring-rules.toml", from, to);
        assert_eq!(check(&folder).0, 0, "{to}");
        assert_eq!(folder.tabulate(&["--format", "csv"]).stdout, plain, "{to}");
    }
}

#[test]
fn a_key_that_its_method_does_not_use_is_a_fault() {
    for (from, to, place) in [
        ("method = \"trimmed-mean\"", "method = \"mean\"", "component.visit.aggregate.drop_highest: "),
        ("method = \"trimmed-mean\"\n", "", "component.visit.aggregate.drop_lowest: "),
        ("method = \"median\"", "method = \"median\"\ndrop_lowest = 2", "component.ballot.aggregate.drop_lowest: "),
        (
            "method = \"mean\"\nmin_cards = 1",
            "method = \"mean\"\ndrop_highest = 1",
            "component.visit.aggregate.group.leaders.drop_highest: ",
        ),
        ("normalise = \"none\"", "normalise = \"none\"\norder = \"lower\"", "component.daily.order: "),
        ("normalise = \"none\"", "normalise = \"line\"\nat = 1\nper = 1\ntarget = 1", "component.daily.full: "),
        ("normalise = \"none\"", "normalise = \"none\"\nper = 1", "component.daily.per: "),
        ("opens = \"event\"", "opens = \"event\"\nhold = 1", "component.visit.release.hold: "),
        ("method = \"median\"", "method = \"modal\"", "component.ballot.aggregate.method: "),
        ("at_least = 90\nboundary", "at_most = 90\nboundary", "award.特等奖.at_most: "),
        ("boundary = \"enlarge\"", "from = \"bottom\"\nat_least = 9", "award.优胜奖.at_least: "),
        ("boundary = \"enlarge\"", "tracks = [\"镇\"]", "award.优胜奖.tracks: "),
    ] {
        let folder = folder(RULES);
        folder.replace("scoring-rules.toml", from, to);
        let (code, stderr) = check(&folder);
        assert_eq!(code, 1, "{to}");
        assert!(stderr.contains(place), "{place} in {stderr}");
    }
    // one of a group is used where the group trims
    let folder = folder(RULES);
    folder.replace("scoring-rules.toml", "method = \"trimmed-mean\"\n", "method = \"mean\"\n");
    folder.replace(
        "scoring-rules.toml",
        "method = \"mean\"\nmin_cards = 1",
        "method = \"trimmed-mean\"\nmin_cards = 1",
    );
    assert_eq!(check(&folder).0, 0);
}

#[test]
fn what_is_impossible_is_a_fault_even_without_effect() {
    for (from, to, place) in [
        ("base = 0.6", "base = 1.5", "component.daily.base: "),
        ("full = 100", "full = 0", "component.daily.full: "),
        ("after = 2", "after = 0", "component.visit.release.after: "),
        ("drop_highest = 1", "drop_highest = -1", "component.visit.aggregate.drop_highest: "),
        ("share_rounding = \"floor\"", "share_rounding = \"flor\"", "award.特等奖.share_rounding: "),
        ("places = 1", "places = 1\nshare = \"10%\"", "award.特等奖.share: "),
        ("step = 3", "step = 3\npercent = 2", "component.ballot.points.percent: "),
        ("step = 3", "step = 3\ntable = [3, 2]", "component.ballot.points.table: "),
        (
            "denominator = \"due\"",
            "denominator = \"due\"\nrecusal = \"own-mean\"",
            "component.grade.aggregate.recusal: ",
        ),
        ("min = 0\nmax = 100", "min = 0\nmax = 100\ngroups = [\"leaders\"]", "component.daily.groups: "),
        ("over = \"card\"\nscope = \"panel\"", "denominator = \"due\"", "component.ballot.aggregate.denominator: "),
        ("floor = 0\nceiling = 100", "floor = 10\nceiling = 5", "adjustments.ceiling: "),
    ] {
        let folder = folder(RULES);
        folder.replace("scoring-rules.toml", from, to);
        let (code, stderr) = check(&folder);
        assert_eq!(code, 1, "{to}");
        assert_eq!(stderr.lines().count(), 1, "{stderr}");
        assert!(stderr.contains(place), "{place} in {stderr}");
    }
}
