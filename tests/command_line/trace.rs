//! The trace: with a pocket calculator from each card to the total.

use serde_json::{Value, json};

use crate::support::folder::Folder;

/// The trace of entry A.
fn trace(folder: &Folder) -> Value {
    let output = folder.tabulate(&["--format", "json", "--explain", "A"]);
    assert!(output.code == 0 || output.code == 3, "{output:?}");
    let json: Value = serde_json::from_str(&output.stdout).expect("JSON");
    json["trace"]["A"].clone()
}

/// Judges j1 to j3 of group g, and j4 of group h; entries A, B, C; one component k of the given kind.
fn folder(head: &str, kind: &str, scores: &str) -> Folder {
    let groups = "[[group]]\nid = \"g\"\nname = \"甲组\"\nweight = 60\n[[group]]\nid = \"h\"\nweight = 40\n";
    let folder = Folder::empty();
    folder
        .write("scoring-rules.toml", format!("schema = 1\n{head}\n{groups}[[component]]\nid = \"k\"\n{kind}\n"))
        .write("entries.csv", "entry,name,unit\nA,,\nB,,\nC,,\n")
        .write("judges.csv", "judge,name,unit,group\nj1,一席,,g\nj2,二席,,g\nj3,三席,,g\nj4,四席,,h\n")
        .write("scores.csv", format!("judge,component,entry,criterion,value\n{scores}"));
    folder
}

fn marks(aggregate: &str) -> String {
    format!(
        "kind = \"marks\"\ngroups = [\"g\"]\n[component.aggregate]\n{aggregate}\n[[component.criterion]]\nid = \"c\"\n\
         max = 10\nweight = 0.3\n[[component.criterion]]\nid = \"d\"\nmax = 10\nstep = 0.1"
    )
}

/// Three judges' cards for three entries; the marks of the second criterion are all 9.
fn cards(marks: [[&str; 3]; 3]) -> String {
    let mut rows = String::new();
    for (judge, row) in ["j1", "j2", "j3"].iter().zip(marks) {
        for (entry, mark) in ["A", "B", "C"].iter().zip(row).filter(|(_, mark)| !mark.is_empty()) {
            rows += &format!("{judge},k,{entry},c,{mark}\n{judge},k,{entry},d,9\n");
        }
    }
    rows
}

const MARKS: [[&str; 3]; 3] = [["5.55", "6", "7"], ["8", "9", "10"], ["7", "7", "7"]];

#[test]
fn a_card_shows_its_value_before_and_after_rounding() {
    let folder = folder("[rounding]\ncard = 1", &marks("method = \"trimmed-mean\""), &cards(MARKS));
    let list = trace(&folder)["components"][0]["groups"][0]["lists"][0].clone();
    let expected = json!({"formula": "5.55×0.3 + 9.0", "exact": "10.665", "rounded": "10.7", "decimals": 1});
    assert_eq!(list["values"][0]["stage"], expected);
    assert_eq!(list["values"][0]["used"], "dropped-lowest");
    assert_eq!(list["values"][2]["used"], "dropped-highest");
    assert_eq!(list["result"]["formula"], "11.1 ÷ 1");
}

#[test]
fn a_stand_in_shows_the_cards_that_it_is_the_mean_of() {
    let recused = "judge,component,entry,kind,reason\nj2,k,A,recused,\n";
    let given = cards([["5.55", "6", "7"], ["", "9", "10"], ["7", "7", "7"]]);
    let over_card = folder("[rounding]\ncard = 1", &marks("recusal = \"own-mean\""), &given);
    over_card.write("exclusions.csv", recused);
    let values = trace(&over_card)["components"][0]["groups"][0]["lists"][0]["values"].clone();
    let stand_in =
        values.as_array().expect("values").iter().find(|v| v["stand_in"] == true).expect("a stand-in").clone();
    assert_eq!(stand_in["other_cards"], json!([{"entry": "B", "value": "11.7"}, {"entry": "C", "value": "12.0"}]));
    let stage = json!({"formula": "(11.7 + 12.0) ÷ 2", "exact": "11.85", "rounded": "11.9", "decimals": 1});
    assert_eq!((&stand_in["judge"], &stand_in["value"], &stand_in["stage"]), (&json!("j2"), &json!("11.9"), &stage));

    let over_criterion = folder("", &marks("over = \"criterion\"\nrecusal = \"own-mean\""), &given);
    over_criterion.write("exclusions.csv", recused);
    let list = trace(&over_criterion)["components"][0]["groups"][0]["lists"][0].clone();
    let stand_in = list["values"][2].clone();
    assert_eq!(stand_in["other_cards"], json!([{"entry": "B", "value": "9.00"}, {"entry": "C", "value": "10.00"}]));
    assert_eq!((&stand_in["stage"]["formula"], &stand_in["value"]), (&json!("(9.00 + 10.00) ÷ 2"), &json!("9.5")));
}

#[test]
fn ballots_show_what_a_place_a_grade_and_a_share_are_worth() {
    for (points, formula, value) in [
        ("first = 200\npercent = 33.3", "200 × (1 − 33.3 × 2 ÷ 100)", "66.8"),
        ("first = 100\nstep = 3", "100 − 3 × 2", "94"),
        ("table = [10, 7, 5]", "5", "5"),
        ("table = [10, 7]", "0", "0"),
    ] {
        let kind = format!("kind = \"ranking\"\ngroups = [\"h\"]\n[component.points]\n{points}");
        let folder = folder("", &kind, "j4,k,A,,3\nj4,k,B,,1\nj4,k,C,,2\n");
        let card = trace(&folder)["components"][0]["groups"][0]["lists"][0]["values"][0].clone();
        assert_eq!((&card["from"], &card["value"]), (&json!("place 3"), &json!(value)));
        assert_eq!(card["stage"]["formula"], formula);
    }
    let grades = "[[component.grade]]\nid = \"good\"\nname = \"优秀\"\nvalue = 90.5\n[[component.grade]]\nid = \"fair\"\n\
                  value = 60\n[component.steps]\nof = \"good\"\ntable = [[0.6, 200], [0.5, 150], [0, 100]]";
    let kind = format!(
        "kind = \"grades\"\ngroups = [\"g\"]\n[component.aggregate]\nmissing = \"skip\"\ndenominator = \"due\"\n{grades}"
    );
    let folder = folder("", &kind, "j1,k,A,,good\nj2,k,A,,good\n");
    let group = trace(&folder)["components"][0]["groups"][0].clone();
    let list = &group["lists"][0];
    assert_eq!((&list["values"][0]["from"], &list["values"][0]["stage"]["exact"]), (&json!("优秀"), &json!("90.5")));
    let steps = json!({"grade": "good", "name": "优秀", "hits": 2, "divisor": 3, "share": "2/3", "at_least": "0.6", "value": "200"});
    assert_eq!(list["steps"], steps);
    assert_eq!(list["result"]["formula"], "2 ÷ 3 = 2/3 ≥ 0.6");
    assert_eq!(group["denominator"], "due");
    assert_eq!(group["left_out"], json!([{"judge": "j3", "name": "三席", "why": "missing"}]));
}

#[test]
fn bounds_of_the_total_are_a_step_of_their_own() {
    for (adjustments, bound, before, after, total) in [
        ("ceiling = 12.345", json!("ceiling"), "12.5", "12.345", "12.35"),
        ("floor = 14", json!("floor"), "12.5", "14", "14.00"),
        ("floor = 0\nceiling = 20", Value::Null, "12.5", "12.5", "12.50"),
    ] {
        let rules = format!("{}\n[adjustments]\nbonus_cap = 2\n{adjustments}\n", marks(""));
        let folder = folder("[rounding]\nfinal = 2", &rules, &cards([["5", "", ""], ["10", "", ""], ["5", "", ""]]));
        folder.write(
            "adjustments.csv",
            "entry,kind,item,points,reason\nA,bonus,x,1.5,\nA,bonus,x,2,\nA,减分,,0.5,迟报\n",
        );
        let trace = trace(&folder);
        assert_eq!(trace["bonus"]["items"][0]["formula"], "1.5 + 2");
        assert_eq!((&trace["bonus"]["cap"], &trace["bonus"]["capped"]), (&json!("2"), &json!("2")));
        let adjusted = json!({"formula": "11 + 2 − 0.5", "exact": "12.5", "rounded": "12.5", "decimals": null});
        assert_eq!(trace["subtotal"]["exact"], "11", "{trace}");
        assert_eq!(trace["adjusted"], adjusted);
        if bound.is_null() {
            assert_eq!(trace["clamp"], Value::Null);
        } else {
            assert_eq!(trace["clamp"], json!({"before": before, "bound": bound, "after": after}));
        }
        assert_eq!((&trace["total"]["exact"], &trace["total"]["rounded"]), (&json!(after), &json!(total)));
    }
}

#[test]
fn a_group_that_is_left_out_is_named_with_the_weights_that_remain() {
    let kind = marks("empty_group = \"renormalise\"").replace("groups = [\"g\"]\n", "");
    let folder = folder("", &kind, &cards(MARKS));
    folder.write("exclusions.csv", "judge,component,entry,kind,reason\nj4,,,absent,\n");
    let component = trace(&folder)["components"][0].clone();
    let expected = json!({
        "left_out": [{"group": "h", "name": "h", "weight": "40", "why": "no-counted-card"}],
        "remaining": [{"group": "g", "name": "甲组", "weight": "60"}],
        "sum": "60",
    });
    assert_eq!(component["renormalised"], expected);
    assert_eq!(component["groups"][1]["left_out"], json!([{"judge": "j4", "name": "四席", "why": "absent"}]));
}

#[test]
fn a_veto_shows_what_it_does() {
    for (effect, natural_band, band) in [
        ("disqualify", Value::Null, Value::Null),
        ("no-award", json!("好"), json!("好")),
        ("lowest-band", json!("好"), json!("差")),
        ("drop-one-band", json!("好"), json!("中")),
    ] {
        let bands = "[[band]]\nname = \"好\"\nat_least = 10\n[[band]]\nname = \"中\"\nat_least = 5\n[[band]]\nname = \"差\"\nat_least = 0\n";
        let rules = format!("{}\n[veto]\neffect = \"{effect}\"\n{bands}", marks(""));
        let folder = folder("", &rules, &cards(MARKS));
        folder.write("adjustments.csv", "entry,kind,item,points,reason\nA,veto,,,安全事故\n");
        let expected = json!({"effect": effect, "reasons": ["安全事故"], "natural_band": natural_band, "band": band});
        assert_eq!(trace(&folder)["veto"], expected);
    }
    assert_eq!(trace(&folder("", &marks(""), &cards(MARKS)))["veto"], Value::Null);
}
