//! Who judges what: panels of entries and judges, and groups that cover some units.

use crate::support::folder::Folder;
use crate::support::small::{cards, column, event, marks, refused};

/// A of panel 一, B of panel 二, C of none; j1 of panel 一, j2 of panel 二, j3 of none.
fn panels(aggregate: &str) -> Folder {
    let folder = event(&marks(aggregate), &["A,,,一", "B,,,二", "C,,,"], &["j1,,g,一", "j2,,g,二", "j3,,g,"]);
    cards(&folder, "c", &[("j1", "A=80"), ("j2", "B=70"), ("j3", "A=90 B=80 C=60")]);
    folder
}

#[test]
fn a_judge_with_a_panel_scores_its_entries_and_one_without_scores_all() {
    // A (80 + 90) ÷ 2, B (70 + 80) ÷ 2, C by j3 alone; nothing else is due
    assert_eq!(column(&panels(""), 0, "total"), "A=85 B=75 C=60");
    let folder = panels("");
    folder.replace("scores.csv", "j1,k,A,c,80\n", "");
    let output = folder.tabulate(&[]);
    assert_eq!((output.code, output.stderr.as_str()), (3, "missing-card: entry=A judge=j1 component=k group=g\n"));
}

#[test]
fn an_exclusion_outside_the_panel_has_no_effect() {
    for recusal in ["drop-judge", "own-mean", "drop-cell"] {
        let folder = panels(&format!("recusal = \"{recusal}\""));
        folder.write("exclusions.csv", "judge,component,entry,kind,reason\nj1,k,B,recused,\nj2,,C,recused,\n");
        assert_eq!(column(&folder, 0, "total"), "A=85 B=75 C=60", "{recusal}");
        // inside it has: A by j3 alone, or j1 dropped altogether; j1 has no other card that could stand in
        folder.append("exclusions.csv", "j1,k,A,recused,\n");
        if recusal != "drop-judge" {
            folder.replace("scores.csv", "j1,k,A,c,80\n", "");
        }
        assert_eq!(column(&folder, 0, "total"), "A=90 B=75 C=60", "{recusal}");
    }
}

#[test]
fn a_row_outside_the_panel_is_a_fault_blank_or_not() {
    for value in ["10", ""] {
        let folder = panels("");
        folder.append("scores.csv", &format!("j1,k,B,c,{value}\n"));
        refused(&folder, &["scores.csv:7: "]);
        // a void one too: an exclusion there has no effect
        folder.write("exclusions.csv", "judge,component,entry,kind,reason\nj1,k,B,void,\n");
        refused(&folder, &["scores.csv:7: "]);
    }
}

#[test]
fn a_panel_that_only_one_list_names_is_a_fault_but_entries_alone_may_have_labels() {
    let folder = panels("");
    folder.replace("judges.csv", "j2,,g,二", "j2,,g,三");
    refused(&folder, &["judges.csv:3: panel: ", "entries.csv:3: panel: "]);
    // no judge names one: one jury for all
    let folder = event(&marks(""), &["A,,,上午", "B,,,下午"], &["j1,,g,"]);
    cards(&folder, "c", &[("j1", "A=80 B=70")]);
    assert_eq!(column(&folder, 0, "total"), "A=80 B=70");
    // and no entry does
    let folder = event(&marks(""), &["A,,,", "B,,,"], &["j1,,g,一"]);
    refused(&folder, &["judges.csv:2: panel: "]);
}

#[test]
fn a_ballot_places_the_entries_of_its_panel() {
    let rules = "[[group]]\nid = \"g\"\n[[component]]\nid = \"k\"\nkind = \"ranking\"\n\
                 [component.points]\nfirst = 10\nstep = 1\n";
    let folder = event(rules, &["A,,,一", "B,,,一", "C,,,二"], &["j1,,g,一", "j2,,g,二", "j3,,g,"]);
    cards(&folder, "", &[("j1", "A=2 B=1"), ("j2", "C=1"), ("j3", "A=3 B=2 C=1")]);
    // A (9 + 8) ÷ 2, B (10 + 9) ÷ 2, C (10 + 10) ÷ 2
    assert_eq!(column(&folder, 0, "total"), "C=10 B=9.5 A=8.5");
    folder.replace("scores.csv", "j1,k,A,,2", "j1,k,A,,3");
    refused(&folder, &["scores.csv:2: value: "]);
}

#[test]
fn a_group_covers_its_own_unit_or_the_others() {
    let rules = |covers: &str| {
        format!(
            "[[group]]\nid = \"g\"\ncovers = \"{covers}\"\n[[component]]\nid = \"k\"\nkind = \"marks\"\n\
             [[component.criterion]]\nid = \"c\"\nmax = 100\n"
        )
    };
    let entries = ["A,甲镇,,", "B,乙镇,,", "C,,,"];
    let judges = ["j1,甲镇,g,", "j2,乙镇,g,"];
    let folder = event(&rules("all"), &entries, &judges);
    cards(&folder, "c", &[("j1", "A=100 B=60 C=50"), ("j2", "A=80 B=90 C=40")]);
    assert_eq!(column(&folder, 0, "total"), "A=90 B=75 C=45");
    // each other's entries, and C that has no unit
    let folder = event(&rules("other-units"), &entries, &judges);
    cards(&folder, "c", &[("j1", "B=60 C=50"), ("j2", "A=80 C=40")]);
    assert_eq!(column(&folder, 0, "total"), "A=80 B=60 C=45");
    folder.append("scores.csv", "j1,k,A,c,\n");
    refused(&folder, &["scores.csv:6: "]);
    // their own ones: nobody is left for C
    let folder = event(&rules("own-unit"), &entries, &judges);
    cards(&folder, "c", &[("j1", "A=100"), ("j2", "B=90")]);
    assert_eq!(column(&folder, 3, "total"), "A=100 B=90 C=");
    assert_eq!(folder.tabulate(&[]).stderr, "empty-group: entry=C component=k group=g\n");
    folder.append("judges.csv", "j3,,g,,\n");
    refused(&folder, &["judges.csv:4: unit: "]);
    refused(&event(&rules("own-units"), &entries, &judges), &["scoring-rules.toml:4: group.g.covers: "]);
}

#[test]
fn panel_and_unit_hold_together() {
    let rules = "[[group]]\nid = \"g\"\ncovers = \"other-units\"\n[[component]]\nid = \"k\"\nkind = \"marks\"\n\
                 [[component.criterion]]\nid = \"c\"\nmax = 100\n";
    let folder =
        event(rules, &["A,甲镇,,一", "B,乙镇,,一", "C,乙镇,,二"], &["j1,甲镇,g,一", "j2,丙镇,g,一", "j3,丙镇,g,二"]);
    // j1 has B alone: A is of the same unit, C of another panel
    cards(&folder, "c", &[("j1", "B=60"), ("j2", "A=80 B=70"), ("j3", "C=50")]);
    assert_eq!(column(&folder, 0, "total"), "A=80 B=65 C=50");
}
