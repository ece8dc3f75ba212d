//! Scores of several panels made comparable, and points for the place of a score.

use serde_json::json;

use crate::support::folder::Folder;
use crate::support::small::{cards, column, event, json, marks, measure, measured, refused};

/// One judge's marks of entries in panels (`A/一=80 B/二=60`), balanced as the keys say; stages before the component.
fn balanced(stages: &str, keys: &str, given: &str) -> Folder {
    let rules = format!("[rounding]\n{stages}\n{}[component.balance]\n{keys}\n", marks(""));
    let mut entries: Vec<String> = Vec::new();
    let mut marks: Vec<String> = Vec::new();
    for part in given.split(' ') {
        let (entry, mark) = part.split_once('=').expect("a mark");
        // a track may follow the panel
        let mut words = entry.split('/');
        let [id, panel, track] = std::array::from_fn(|_| words.next().unwrap_or_default());
        entries.push(format!("{id},,{track},{panel}"));
        marks.push(format!("{id}={mark}"));
    }
    let folder = event(&rules, &entries.iter().map(String::as_str).collect::<Vec<_>>(), &["j1,,g,"]);
    cards(&folder, "c", &[("j1", &marks.join(" "))]);
    folder
}

#[test]
fn panels_are_brought_to_the_mean_of_their_means() {
    // means 85 and 65, R = 75; X = 75 ÷ 85 = 0.88235…, 75 ÷ 65 = 1.15384…
    let given = "A/一=80 B/一=90 C/二=60 D/二=70";
    let folder = balanced("coefficient = 4\nbalanced = 2", "", given);
    // 80 × 0.8824 = 70.592, 90 × 0.8824 = 79.416, 60 × 1.1538 = 69.228, 70 × 1.1538 = 80.766
    assert_eq!(column(&folder, 0, "k"), "D=80.77 B=79.42 A=70.59 C=69.23");
    assert_eq!(column(&folder, 0, "total"), "D=80.77 B=79.42 A=70.59 C=69.23");
    let expected = json!({ "k": {
        "一": { "mean": "85", "target": "75", "coefficient": "0.8824" },
        "二": { "mean": "65", "target": "75", "coefficient": "1.1538" },
    } });
    assert_eq!(json(&folder)["balance"], expected);
    // without a stage nothing is rounded: 70 × 15 ÷ 13 prints 28 digits
    let folder = balanced("", "target = \"mean-of-means\"\napply = \"ratio\"", given);
    assert_eq!(folder.column(0, "total")[0], "D=80.76923076923076923076923077");
}

#[test]
fn means_and_their_mean_are_rounded_in_turn() {
    // means 200 ÷ 3 = 66.666… → 66.67 and 50; R = (66.67 + 50) ÷ 2 = 58.335 → 58.34; the difference −8.33, 8.34
    let folder = balanced("panel_mean = 2", "apply = \"shift\"", "A/一=60 B/一=60 C/一=80 D/二=50");
    assert_eq!(column(&folder, 0, "total"), "C=71.67 D=58.34 A=51.67 B=51.67");
}

#[test]
fn a_shift_adds_the_difference_to_each_score() {
    // means 90 and 65; over all five entries 400 ÷ 5 = 80
    let given = "A/一=80 B/一=90 E/一=100 C/二=60 D/二=70";
    let folder = balanced("", "target = \"pooled\"\napply = \"shift\"", given);
    assert_eq!(column(&folder, 0, "total"), "E=90 D=85 B=80 C=75 A=70");
    // the mean of the means is 77.5
    let folder = balanced("", "apply = \"shift\"", given);
    assert_eq!(column(&folder, 0, "total"), "E=87.5 D=82.5 B=77.5 C=72.5 A=67.5");
}

#[test]
fn extremes_are_left_out_of_the_pool_or_of_each_panel() {
    let given = "A/一=100 B/一=90 C/一=80 D/二=60 E/二=70 F/二=20 G/二=61";
    let drops = "apply = \"shift\"\ntarget = \"pooled\"\ndrop_highest = 1\ndrop_lowest = 1\n";
    // A is 90 and 60.5. The pool keeps 60, 61, 70, 80, 90: 361 ÷ 5 = 72.2, so −17.8 and 11.7
    let folder = balanced("", drops, given);
    assert_eq!(column(&folder, 0, "total"), "A=82.2 E=81.7 G=72.7 B=72.2 D=71.7 C=62.2 F=31.7");
    // the panels keep 90, 60, 61: 211 ÷ 3 = 70.33, so −19.67 and 9.83
    let folder = balanced("panel_mean = 2\ncoefficient = 2", &format!("{drops}drop_in = \"panel\""), given);
    assert_eq!(column(&folder, 0, "total"), "A=80.33 E=79.83 G=70.83 B=70.33 D=69.83 C=60.33 F=29.83");
}

#[test]
fn deviations_are_brought_to_their_mean_or_to_the_least() {
    // means 85 and 70, R = 77.5; s = 5 and 10
    let given = "A/一=80 B/一=90 C/二=60 D/二=80";
    let folder = balanced("coefficient = 2", "apply = \"deviation\"", given);
    // S = 7.5: 77.5 ± 7.5
    assert_eq!(column(&folder, 0, "total"), "B=85 D=85 A=70 C=70");
    let expected = json!({ "mean": "85", "target": "77.5", "coefficient": "5.00", "spread": "7.50" });
    assert_eq!(json(&folder)["balance"]["k"]["一"], expected);
    // S = 5: 77.5 ± 5
    let folder = balanced("coefficient = 2", "apply = \"deviation\"\nspread = \"min\"", given);
    assert_eq!(column(&folder, 0, "total"), "B=82.5 D=82.5 A=72.5 C=72.5");
}

#[test]
fn a_root_is_rounded_half_up_whatever_the_mode_and_a_deviation_of_none_gives_the_target() {
    // 80, 81, 83: about 244 ÷ 3 the squares are 16, 1 and 25 ninths, over 3: 14 ÷ 9, whose root is 1.2472…; rounded to 3: 1.247
    let stages = "mode = \"down\"\ncoefficient = 3\nbalanced = 2";
    let folder = balanced(stages, "apply = \"deviation\"", "A/一=80 B/一=81 C/一=83 D/二=70 E/二=70");
    let balance = &json(&folder)["balance"]["k"];
    assert_eq!(balance["一"]["coefficient"], "1.247");
    assert_eq!(balance["二"]["coefficient"], "0.000");
    // S = 0.6235 → 0.623 by the mode; D and E stand at R = (244 ÷ 3 + 70) ÷ 2 = 75.666… → 75.66
    assert_eq!(balance["二"]["spread"], "0.623");
    // C 75.666… + 0.623 × (5 ÷ 3) ÷ 1.247 = 76.499… → 76.49; B − 0.1665 → 75.50; A − 0.6661 → 75.00
    assert_eq!(column(&folder, 0, "total"), "C=76.49 D=75.66 E=75.66 B=75.5 A=75");
    // 1.2472 to 2: 1.25 half up, where cutting off would leave 1.24
    let folder = balanced("mode = \"down\"\ncoefficient = 2", "apply = \"deviation\"", "A/一=80 B/一=81 C/一=83");
    assert_eq!(json(&folder)["balance"]["k"]["一"]["coefficient"], "1.25");
}

#[test]
fn a_disqualified_entry_is_in_the_mean_and_one_without_a_score_is_not() {
    let given = "A/一=80 B/一=90 C/二=60 D/二=70";
    let folder = balanced("", "apply = \"shift\"", given);
    folder.write("adjustments.csv", "entry,kind,item,points,reason\nB,veto,,,\n");
    // as if nothing had been: −10 and 10
    assert_eq!(column(&folder, 0, "total"), "D=80 A=70 C=70 B=80");
    let folder = balanced("", "apply = \"shift\"", given);
    folder.replace("scores.csv", "j1,k,B,c,90\n", "");
    // means 80 and 65, R = 72.5
    assert_eq!(column(&folder, 3, "total"), "D=77.5 A=72.5 C=67.5 B=");
}

#[test]
fn a_panel_that_is_too_short_or_has_a_mean_of_0_is_named() {
    let drops = "drop_highest = 1\ndrop_lowest = 1\napply = \"shift\"\n";
    let given = "A/一=80 B/一=90 C/一=100 D/二=60 E/二=70 F/三=1 G/三=2 H/三=3";
    // 二 has two of the three that it needs: R = (90 + 2) ÷ 2 = 46 without it
    let folder = balanced("", drops, given);
    let output = folder.tabulate(&[]);
    assert_eq!((output.code, output.stderr.as_str()), (3, "unbalanced: component=k panel=二\n"));
    assert_eq!(column(&folder, 3, "total"), "C=56 H=47 B=46 G=46 F=45 A=36 D= E=");
    assert_eq!(column(&folder, 3, "status").matches("incomplete").count(), 2);
    assert_eq!(json(&folder)["blockers"], json!([{ "kind": "unbalanced", "component": "k", "panel": "二" }]));
    // in the pool its entries stay: 1, 2, 3, 60, 70, 80, 90, 100 without 1 and 100 make 305 ÷ 6 = 50.83
    let folder = balanced("panel_mean = 2", &format!("{drops}target = \"pooled\""), given);
    assert_eq!(column(&folder, 3, "total"), "C=60.83 H=51.83 B=50.83 G=50.83 F=49.83 A=40.83 D= E=");
    // of disqualified entries only it is no matter
    folder.write("adjustments.csv", "entry,kind,item,points,reason\nD,veto,,,\nE,veto,,,\n");
    assert_eq!(column(&folder, 0, "status").matches("vetoed").count(), 2);
    // a mean of 0 cannot be brought to anything by a factor; it stays in R = (85 + 0) ÷ 2 = 42.5
    let folder = balanced("", "", "A/一=80 B/一=90 C/二=0 D/二=0");
    assert_eq!(column(&folder, 3, "total"), "B=45 A=40 C= D=");
    assert_eq!(folder.tabulate(&[]).stderr, "unbalanced: component=k panel=二\n");
    let folder = balanced("", "apply = \"shift\"", "A/一=80 B/一=90 C/二=0 D/二=0");
    assert_eq!(column(&folder, 0, "total"), "B=47.5 C=42.5 D=42.5 A=37.5");
}

#[test]
fn tracks_are_balanced_together_or_each_for_itself() {
    let given = "A/一/镇=80 B/一/区=90 C/二/镇=60 D/二/区=80";
    // together: means 85 and 70, R = 77.5
    let folder = balanced("", "apply = \"shift\"\nwithin = \"event\"", given);
    assert_eq!(column(&folder, 0, "total"), "D=87.5 B=82.5 A=72.5 C=67.5");
    // apart: 镇 80 and 60, R = 70; 区 90 and 80, R = 85
    let folder = balanced("", "apply = \"shift\"\nwithin = \"track\"", given);
    assert_eq!(column(&folder, 0, "total"), "B=85 D=85 A=70 C=70");
    // where tracks are ranked apart, always
    let folder = balanced("", "apply = \"shift\"\nwithin = \"event\"", given);
    folder.append("scoring-rules.toml", "[ranking]\nby_track = true\n");
    assert_eq!(column(&folder, 0, "total"), "A=70 C=70 B=85 D=85");
}

#[test]
fn what_is_not_used_or_not_there_is_said() {
    let given = "A/一=80 B/二=60";
    let line = "scoring-rules.toml:15: component.k.balance.";
    for (keys, fault) in [
        ("drop_in = \"pool\"", "drop_in: "),
        ("spread = \"min\"", "spread: "),
        ("apply = \"deviation\"", "apply: "),
        ("target = \"mean\"", "target: "),
    ] {
        refused(&balanced("", keys, given), &[&format!("{line}{fault}")]);
    }
    // each entry needs a panel
    refused(&balanced("", "", "A/一=80 B=60"), &["entries.csv:3: panel: "]);
    // nobody judges a measure
    let folder = measured(&measure("[component.balance]"), "A=80");
    refused(&folder, &["scoring-rules.toml:5: component.k.balance: "]);
}

#[test]
fn the_place_of_a_value_gives_points() {
    let values = "A=80 B=90 C=90 D=70";
    for (keys, totals) in [
        // places 1, 1, 3, 4
        ("first = 10\nstep = 2", "B=10 C=10 A=6 D=4"),
        ("first = 200\npercent = 5", "B=200 C=200 A=180 D=170"),
        ("table = [10, 7, 5]", "B=10 C=10 A=5 D=0"),
        // the places that they take up: (10 + 7) ÷ 2
        ("table = [10, 7, 5]\nties = \"mean\"", "B=8.5 C=8.5 A=5 D=0"),
        // from the least up: D first, A second, B and C third
        ("table = [10, 7, 5]\norder = \"lower\"\nties = \"best\"", "D=10 A=7 B=5 C=5"),
        ("table = [10, 7, 5]\norder = \"lower\"\nties = \"mean\"", "D=10 A=7 B=2.5 C=2.5"),
    ] {
        let folder = measured(&measure(&format!("[component.by_place]\n{keys}")), values);
        assert_eq!(column(&folder, 0, "total"), totals, "{keys}");
        assert_eq!(column(&folder, 0, "k"), totals, "{keys}");
    }
}

#[test]
fn points_by_place_come_after_balance_and_are_rounded_as_the_component() {
    // shifted by −10 and 10
    let folder = balanced("component = 1", "apply = \"shift\"", "A/一=80 B/一=90 C/二=60 D/二=70");
    folder.append("scoring-rules.toml", "[component.by_place]\ntable = [10, 5, 2.55, 1]\nties = \"mean\"\n");
    // A = 70 and C = 70 share places 3 and 4: (2.55 + 1) ÷ 2 = 1.775 → 1.8; B and D 80: (10 + 5) ÷ 2
    assert_eq!(column(&folder, 0, "k"), "B=7.5 D=7.5 A=1.8 C=1.8");
}

#[test]
fn tracks_have_places_of_their_own_and_disqualified_entries_take_theirs_up() {
    let rules = format!("{}[ranking]\nby_track = true\n", measure("[component.by_place]\ntable = [10, 7, 5]"));
    let folder = measured(&rules, "A=80 B=90 C=60 D=70");
    folder.write("entries.csv", "entry,unit,track,name\nA,,镇,\nB,,镇,\nC,,区,\nD,,区,\n");
    assert_eq!(column(&folder, 0, "total"), "B=10 A=7 D=10 C=7");
    folder.write("adjustments.csv", "entry,kind,item,points,reason\nB,veto,,,\n");
    assert_eq!(column(&folder, 0, "total"), "A=7 B=10 D=10 C=7");
}

#[test]
fn points_by_place_say_one_way() {
    let folder = |keys: &str| measured(&measure(&format!("[component.by_place]\n{keys}")), "A=80");
    refused(&folder("first = 10"), &["scoring-rules.toml:5: component.k.by_place.step: "]);
    refused(&folder("first = 10\nstep = 1\ntable = [1]"), &["scoring-rules.toml:8: component.k.by_place.table: "]);
    refused(&folder("table = [1]\nties = \"worst\""), &["scoring-rules.toml:7: component.k.by_place.ties: "]);
}
