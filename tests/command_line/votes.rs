//! 推荐票: each judge chooses entries.

use crate::support::folder::Folder;
use crate::support::small::{cards, column, event, json, refused};

/// Entries A to D, judges j1 to j3 of group g.
fn ballots(keys: &str, aggregate: &str, given: &[(&str, &str)]) -> Folder {
    let rules = format!(
        "[[group]]\nid = \"g\"\n[[component]]\nid = \"k\"\nkind = \"votes\"\n{keys}\n[component.aggregate]\n{aggregate}\n"
    );
    let folder = event(&rules, &["A,,,", "B,,,", "C,,,", "D,,,"], &["j1,,g,", "j2,,g,", "j3,,g,"]);
    cards(&folder, "", given);
    folder
}

#[test]
fn the_score_is_the_share_of_judges_who_chose_the_entry() {
    let given = [("j1", "A=1 B=1"), ("j2", "A=1 C=1"), ("j3", "A=1 B=1")];
    // 3, 2, 1 and 0 of three votes
    let folder = ballots("choose = 2\nfull = 30", "", &given);
    assert_eq!(column(&folder, 0, "total"), "A=30 B=20 C=10 D=0");
    // full is 100 where nothing else is said, and that is the most there is
    let folder = ballots("choose = 2", "", &given);
    assert_eq!(folder.column(0, "total")[1], "B=66.66666666666666666666666667");
    assert_eq!(json(&folder)["full_marks"], "100");
}

#[test]
fn a_ballot_that_is_not_in_is_missing_for_each_entry() {
    let given = [("j1", "A=1 B=1"), ("j2", "A=1 C=1")];
    let folder = ballots("choose = 2", "", &given);
    let output = folder.tabulate(&[]);
    assert_eq!(output.code, 3);
    let missing = |entry| format!("missing-card: entry={entry} judge=j3 component=k group=g");
    for entry in ["A", "B", "C", "D"] {
        assert!(output.stderr.lines().any(|line| line == missing(entry)), "{output:?}");
    }
    // passed over, it divides or it does not: 2, 1, 1 and 0 of two ballots in, or of three due
    let folder = ballots("choose = 2", "missing = \"skip\"", &given);
    assert_eq!(column(&folder, 0, "total"), "A=100 B=50 C=50 D=0");
    let folder = ballots("choose = 2\nfull = 60", "missing = \"skip\"\ndenominator = \"due\"", &given);
    assert_eq!(column(&folder, 0, "total"), "A=40 B=20 C=20 D=0");
}

#[test]
fn shares_of_groups_are_weighed_before_they_are_points() {
    let rules = "[rounding]\ngroup = 2\n[[group]]\nid = \"g\"\nweight = 3\n[[group]]\nid = \"h\"\n\
                 [[component]]\nid = \"k\"\nkind = \"votes\"\nchoose = 1\nfull = 50\n";
    let judges = ["j1,,g,", "j2,,g,", "j3,,g,", "j4,,h,"];
    let folder = event(rules, &["A,,,", "B,,,"], &judges);
    cards(&folder, "", &[("j1", "A=1"), ("j2", "A=1"), ("j3", "B=1"), ("j4", "B=1")]);
    // A: 2 ÷ 3 = 0.67 of g and 0 of h: 0.67 × 3 ÷ 4 × 50; B: (0.33 × 3 + 1) ÷ 4 × 50
    assert_eq!(column(&folder, 0, "total"), "A=25.125 B=24.875");
}

#[test]
fn too_many_or_not_just_so_many_are_a_fault() {
    for (keys, given, faults) in [
        ("choose = 2", "A=1 B=1 C=1", 1),
        ("choose = 2", "A=1", 1),
        ("choose = 2\nexactly = true", "A=1", 1),
        ("choose = 2\nexactly = false", "A=1 B=1 C=1", 1),
        ("choose = 2\nexactly = false", "A=1", 0),
        ("choose = 2\nexactly = false", "A=1 B=1", 0),
    ] {
        let folder = ballots(keys, "missing = \"skip\"", &[("j1", given)]);
        if faults == 0 {
            assert_eq!(folder.tabulate(&[]).code, 0, "{keys} {given}");
        } else {
            refused(&folder, &["scores.csv:"]);
        }
    }
    // more than there are
    let folder = ballots("choose = 5", "missing = \"skip\"", &[]);
    assert_eq!(folder.tabulate(&[]).code, 1);
    // it counts what is due: of three entries one cannot choose two where two are recused
    let folder = ballots("choose = 2", "missing = \"skip\"", &[("j2", "A=1 B=1")]);
    folder.write(
        "exclusions.csv",
        "judge,component,entry,kind,reason\nj1,k,A,recused,\nj1,k,B,absent,\nj1,k,C,absent,\n",
    );
    assert_eq!(folder.tabulate(&[]).code, 1);
    // a judge who has none casts none
    folder.append("exclusions.csv", "j1,k,D,absent,\n");
    assert_eq!(column(&folder, 0, "total"), "A=100 B=100 C=0 D=0");
}

#[test]
fn a_blank_row_is_no_row_and_other_values_are_none() {
    let folder = ballots("choose = 1", "", &[("j1", "A=1 B="), ("j2", "A=1"), ("j3", "B=1")]);
    assert_eq!(
        column(&folder, 0, "total").replace(&"6".repeat(25), "…"),
        "A=66.…7 B=33.33333333333333333333333333 C=0 D=0"
    );
    folder.replace("scores.csv", "j1,k,B,,", "j1,k,B,,2");
    refused(&folder, &["scores.csv:3: value: "]);
}

#[test]
fn votes_have_keys_of_their_own() {
    let given = [("j1", "A=1"), ("j2", "A=1"), ("j3", "A=1")];
    refused(
        &ballots("choose = 1", "method = \"median\"", &given),
        &["scoring-rules.toml:9: component.k.aggregate.method: "],
    );
    refused(&ballots("", "", &given), &["scoring-rules.toml:4: component.k.choose: "]);
    let rules = "[[group]]\nid = \"g\"\n[[component]]\nid = \"k\"\nkind = \"marks\"\nchoose = 1\n\
                 [[component.criterion]]\nid = \"c\"\nmax = 100\n";
    refused(&event(rules, &["A,,,"], &["j1,,g,"]), &["scoring-rules.toml:7: component.k.choose: "]);
}
