//! The arithmetic, option by option, against figures worked out by hand.

use crate::support::folder::Folder;

const HEADER: &str = "schema = 1\n[[group]]\nid = \"g\"\n";

/// One group of judges j1…, entries A…; each row of `cards` is one judge's cards (a single criterion).
fn panel(rules: &str, cards: &[&[&str]]) -> Folder {
    let folder = Folder::empty();
    folder.write("scoring-rules.toml", format!("{HEADER}{rules}"));
    let entries = cards.first().map_or(0, |row| row.len());
    let name = |n: usize| char::from(b'A' + u8::try_from(n).expect("few entries"));
    folder.write("entries.csv", "entry,name,unit,track\n");
    folder.write("judges.csv", "judge,name,unit,group\n");
    folder.write("scores.csv", "judge,component,entry,criterion,value\n");
    for entry in 0..entries {
        folder.append("entries.csv", &format!("{},,,\n", name(entry)));
    }
    for (judge, row) in cards.iter().enumerate() {
        folder.append("judges.csv", &format!("j{},,,g\n", judge + 1));
        for (entry, mark) in row.iter().enumerate().filter(|(_, mark)| !mark.is_empty()) {
            folder.append("scores.csv", &format!("j{},k,{},c,{mark}\n", judge + 1, name(entry)));
        }
    }
    folder
}

fn marks(aggregate: &str) -> String {
    format!(
        "[[component]]\nid = \"k\"\nkind = \"marks\"\n[component.aggregate]\n{aggregate}\n\
         [[component.criterion]]\nid = \"c\"\nmax = 100\n"
    )
}

#[test]
fn thirds_and_sixths_are_exact() {
    let rules = "[[component]]\nid = \"a\"\nkind = \"marks\"\n[[component.criterion]]\nid = \"c\"\nmax = 9\n\
                 [[component]]\nid = \"b\"\nkind = \"marks\"\nweight = 0.5\n[[component.criterion]]\nid = \"c\"\nmax = 9\n";
    let folder = panel(rules, &[&[""], &[""], &[""]]);
    for (judge, mark) in [("j1", "1"), ("j2", "0"), ("j3", "0")] {
        folder.append("scores.csv", &format!("{judge},a,A,c,{mark}\n{judge},b,A,c,{mark}\n"));
    }
    assert_eq!(folder.column(0, "a"), ["A=0.3333333333333333333333333333"]);
    assert_eq!(folder.column(0, "total"), ["A=0.5"]);
}

#[test]
fn a_trimmed_mean_drops_one_copy_of_each_extreme() {
    let rules = marks("method = \"trimmed-mean\"");
    let folder = panel(&rules, &[&["90"], &["90"], &["80"], &["80"], &["85"]]);
    assert_eq!(folder.column(0, "total"), ["A=85"]);
    let rules = marks("method = \"trimmed-mean\"\ndrop_highest = 2\ndrop_lowest = 0");
    let folder = panel(&rules, &[&["90"], &["90"], &["80"], &["81"]]);
    assert_eq!(folder.column(0, "total"), ["A=80.5"]);
}

#[test]
fn a_median_of_an_even_count_is_the_mean_of_the_middle_two() {
    let folder = panel(&marks("method = \"median\""), &[&["1"], &["9"], &["4"], &["5"]]);
    assert_eq!(folder.column(0, "total"), ["A=4.5"]);
}

#[test]
fn too_few_cards_block_or_fall_back_to_the_mean() {
    let cards: &[&[&str]] = &[&["90"], &["80"]];
    let folder = panel(&marks("method = \"trimmed-mean\""), cards);
    let output = folder.tabulate(&[]);
    assert_eq!(output.code, 3);
    assert!(output.stderr.contains("too-few-cards: entry=A component=k group=g"), "{}", output.stderr);
    let folder = panel(&marks("method = \"trimmed-mean\"\ntoo_few = \"mean\""), cards);
    assert_eq!(folder.column(0, "total"), ["A=85"]);
}

#[test]
fn rounding_modes_differ_at_the_half() {
    for (mode, total) in [("half-up", "0.13"), ("half-even", "0.12"), ("down", "0.12")] {
        let rules = format!("[rounding]\nmode = \"{mode}\"\nfinal = 2\n{}", marks("method = \"mean\""));
        let folder = panel(&rules, &[&["0.12"], &["0.13"]]);
        assert_eq!(folder.column(0, "total"), [format!("A={total}")], "{mode}");
    }
}

#[test]
fn recusal_drops_the_cell_or_the_judge_or_puts_the_own_mean_in() {
    let cards: &[&[&str]] = &[&["", "60", "80"], &["90", "90", "90"]];
    for (recusal, totals) in [
        ("drop-cell", ["A=90", "C=85", "B=75"]),
        ("drop-judge", ["A=90", "B=90", "C=90"]),
        ("own-mean", ["C=85", "A=80", "B=75"]),
    ] {
        let folder = panel(&marks(&format!("recusal = \"{recusal}\"")), cards);
        folder.write("exclusions.csv", "judge,component,entry,kind,reason\nj1,k,A,recused,\n");
        assert_eq!(folder.column(0, "total"), totals, "{recusal}");
    }
}

#[test]
fn an_absent_judge_sets_off_neither_drop_judge_nor_own_mean() {
    for recusal in ["drop-judge", "own-mean"] {
        let folder = panel(&marks(&format!("recusal = \"{recusal}\"")), &[&["", "60"], &["90", "90"]]);
        folder.write("exclusions.csv", "judge,component,entry,kind,reason\nj1,,A,absent,\n");
        assert_eq!(folder.column(0, "total"), ["A=90", "B=75"], "{recusal}");
    }
}

#[test]
fn a_void_card_is_kept_and_not_counted() {
    let folder = panel(&marks("method = \"mean\""), &[&["10"], &["90"]]);
    folder.write("exclusions.csv", "judge,component,entry,kind,reason\nj1,k,A,void,涂改\n");
    assert_eq!(folder.column(0, "total"), ["A=90"]);
}

#[test]
fn an_empty_group_blocks_or_is_left_out() {
    let rules = |empty: &str| format!("[[group]]\nid = \"h\"\nweight = 3\n{}", marks(empty));
    let folder = panel(&rules(""), &[&["80"]]);
    assert_eq!(folder.tabulate(&[]).code, 3);
    assert!(folder.tabulate(&[]).stderr.contains("empty-group: entry=A component=k group=h"));
    let folder = panel(&rules("empty_group = \"renormalise\""), &[&["80"]]);
    assert_eq!(folder.column(0, "total"), ["A=80"]);
}

#[test]
fn an_empty_group_is_left_out_even_while_another_has_too_few() {
    let aggregate = marks("empty_group = \"renormalise\"\nmin_cards = 2");
    let folder = panel(&format!("[[group]]\nid = \"h\"\nweight = 3\n{aggregate}"), &[&["80"]]);
    let output = folder.tabulate(&[]);
    assert_eq!(output.code, 3);
    assert!(output.stderr.contains("too-few-cards: entry=A"), "{output:?}");
    // it is not what stands in the way: one more card in the other group, and the result is final
    assert!(!output.stderr.contains("empty-group"), "{output:?}");
}

#[test]
fn ranking_ballots_give_points_by_place() {
    for (points, totals) in [
        ("first = 100\nstep = 3", ["B=98.5", "A=97", "C=95.5"]),
        ("first = 200\npercent = 2", ["B=198", "A=196", "C=194"]),
        ("table = [10, 4]", ["B=7", "A=5", "C=2"]),
    ] {
        let rules = format!("[[component]]\nid = \"k\"\nkind = \"ranking\"\n[component.points]\n{points}\n");
        let folder = panel(&rules, &[&["", "", ""], &["", "", ""]]);
        folder.append("scores.csv", "j1,k,A,,1\nj1,k,B,,2\nj1,k,C,,3\nj2,k,A,,3\nj2,k,B,,1\nj2,k,C,,2\n");
        assert_eq!(folder.column(0, "total"), totals, "{points}");
    }
}

#[test]
fn grades_are_averaged_or_stepped_over_cards_in_or_due() {
    let rules = |aggregate: &str, steps: &str| {
        format!(
            "[[component]]\nid = \"k\"\nkind = \"grades\"\n[component.aggregate]\n{aggregate}\n\
             [[component.grade]]\nid = \"good\"\nvalue = 100\n[[component.grade]]\nid = \"fair\"\nvalue = 70\n{steps}"
        )
    };
    let steps = "[component.steps]\nof = \"good\"\ntable = [[0.6, 200], [0.5, 190], [0, 130]]\n";
    for (aggregate, steps, total) in [
        ("missing = \"skip\"", "", "A=85"),
        ("missing = \"skip\"\ndenominator = \"due\"", "", "A=42.5"),
        ("missing = \"skip\"", steps, "A=190"),
        ("missing = \"skip\"\ndenominator = \"due\"", steps, "A=130"),
    ] {
        let folder = panel(&rules(aggregate, steps), &[&[""], &[""], &[""], &[""]]);
        folder.append("scores.csv", "j1,k,A,,good\nj2,k,A,,fair\n");
        assert_eq!(folder.column(0, "total"), [total], "{aggregate} {steps}");
    }
}

#[test]
fn measures_are_normalised_over_all_entries() {
    for (normalise, totals) in [
        ("\"none\"", ["A=90", "B=80", "C=60"]),
        ("\"top-ratio\"", ["A=100", "B=88.88888888888888888888888889", "C=66.66666666666666666666666667"]),
        ("\"efficacy\"", ["A=100", "B=86.66666666666666666666666667", "C=60"]),
    ] {
        let rules = format!("[[component]]\nid = \"k\"\nkind = \"measure\"\nnormalise = {normalise}\n");
        let folder = panel(&rules, &[&["", "", ""]]);
        folder.write("measures.csv", "component,entry,value\nk,A,90\nk,B,80\nk,C,60\n");
        assert_eq!(folder.column(0, "total"), totals);
    }
}

#[test]
fn a_missing_measure_blocks() {
    let folder = panel("[[component]]\nid = \"k\"\nkind = \"measure\"\n", &[&["", ""]]);
    folder.write("measures.csv", "component,entry,value\nk,A,90\n");
    assert_eq!(folder.column(3, "status"), ["A=ranked", "B=incomplete"]);
    assert!(folder.tabulate(&[]).stderr.contains("missing-measure: entry=B component=k"));
}

#[test]
fn adjustments_are_capped_by_item_and_then_together() {
    let rules = format!(
        "{}[adjustments]\nbonus_cap = 4\nfloor = 0\nceiling = 100\n[[adjustments.item]]\nid = \"a\"\ncap = 3\n\
         [[adjustments.item]]\nid = \"b\"\n",
        marks("method = \"mean\"")
    );
    let folder = panel(&rules, &[&["80", "99", "1"]]);
    let rows = "A,bonus,a,2,\nA,加分,a,2,\nA,bonus,b,0.5,\nB,bonus,b,9,\nC,减分,b,5,\n";
    folder.write("adjustments.csv", format!("entry,kind,item,points,reason\n{rows}"));
    assert_eq!(folder.column(0, "bonus"), ["B=4", "A=3.5", "C=0"]);
    assert_eq!(folder.column(0, "total"), ["B=100", "A=83.5", "C=0"]);
    folder.append("adjustments.csv", "A,bonus,x,1,\n");
    assert_eq!(folder.tabulate(&[]).code, 1);
}

#[test]
fn a_veto_does_what_the_rules_say() {
    for (effect, place, award, band, status) in [
        ("disqualify", "", "", "", "vetoed"),
        ("no-award", "1", "", "好", "ranked"),
        ("lowest-band", "1", "一等奖", "差", "ranked"),
        ("drop-one-band", "1", "一等奖", "中", "ranked"),
    ] {
        let rules = format!(
            "{}[veto]\neffect = \"{effect}\"\n[[award]]\nname = \"一等奖\"\nplaces = 1\n[[band]]\nname = \"中\"\n\
             at_least = 80\n[[band]]\nname = \"好\"\nat_least = 90\n[[band]]\nname = \"差\"\nat_least = 0\n",
            marks("method = \"mean\"")
        );
        let folder = panel(&rules, &[&["95", "85"]]);
        folder.write("adjustments.csv", "entry,kind,item,points,reason\nA,veto,,,安全事故\n");
        let rows = folder.ranking(0);
        let row = rows.iter().find(|row| row[1] == "A").expect("A");
        assert_eq!([&row[0], &row[9], &row[10], &row[11]], [place, award, band, status], "{effect}");
        let other = rows.iter().find(|row| row[1] == "B").expect("B");
        let gets_it = matches!(effect, "disqualify" | "no-award");
        assert_eq!(other[9], if gets_it { "一等奖" } else { "" }, "{effect}");
    }
}

#[test]
fn ties_share_a_place_and_a_decision_parts_them() {
    let folder = panel(&marks("method = \"mean\""), &[&["80", "90", "80", "70"]]);
    assert_eq!(folder.column(0, "rank"), ["B=1", "A=2", "C=2", "D=4"]);
    folder.write("decisions.csv", "entry,order,reason\nC,1,主席决定\n");
    assert_eq!(folder.column(0, "rank"), ["B=1", "C=2", "A=3", "D=4"]);
    let rules = format!("{}[ranking]\nplaces = \"dense\"\n", marks("method = \"mean\""));
    let folder = panel(&rules, &[&["80", "90", "80", "70"]]);
    assert_eq!(folder.column(0, "rank"), ["B=1", "A=2", "C=2", "D=3"]);
}

#[test]
fn a_shared_place_across_a_quota_waits_for_a_decision_and_what_is_below_does_not() {
    let awards = |boundary: &str| {
        format!(
            "{}[[award]]\nname = \"一\"\nplaces = 1\nboundary = \"{boundary}\"\n[[award]]\nname = \"二\"\nplaces = 2\n",
            marks("method = \"mean\"")
        )
    };
    let cards: &[&[&str]] = &[&["90", "90", "80", "70"]];
    let folder = panel(&awards("decide"), cards);
    assert_eq!(folder.column(3, "award"), ["A=", "B=", "C=二", "D="]);
    let stderr = folder.tabulate(&[]).stderr;
    assert!(stderr.contains("undecided-tie: entry=A") && stderr.contains("undecided-tie: entry=B"), "{stderr}");
    folder.write("decisions.csv", "entry,order,reason\nB,1,\n");
    assert_eq!(folder.column(0, "award"), ["B=一", "A=二", "C=二", "D="]);
    assert_eq!(panel(&awards("enlarge"), cards).column(0, "award"), ["A=一", "B=一", "C=二", "D=二"]);
    assert_eq!(panel(&awards("withhold"), cards).column(0, "award"), ["A=二", "B=二", "C=", "D="]);
}

#[test]
fn tracks_are_ranked_and_awarded_apart() {
    let rules = format!(
        "{}[ranking]\nby_track = true\n[[award]]\nname = \"奖\"\nshare = \"50%\"\n",
        marks("method = \"mean\"")
    );
    let folder = panel(&rules, &[&["80", "90", "70", "60"]]);
    folder.write("entries.csv", "entry,name,unit,track\nA,,,镇\nB,,,区\nC,,,镇\nD,,,区\n");
    assert_eq!(folder.column(0, "rank"), ["A=1", "C=2", "B=1", "D=2"]);
    assert_eq!(folder.column(0, "award"), ["A=奖", "C=", "B=奖", "D="]);
}

#[test]
fn tie_breaks_go_in_order() {
    let rules =
        format!("[rounding]\nfinal = 0\n{}[ranking]\ntie_break = [\"bonus\", \"exact\"]\n", marks("method = \"mean\""));
    let folder = panel(&rules, &[&["80.2", "80.4", "79"]]);
    folder.write("adjustments.csv", "entry,kind,item,points,reason\nC,bonus,,1,\n");
    assert_eq!(folder.column(0, "rank"), ["C=1", "B=2", "A=3"]);
}

#[test]
fn limits_are_blockers_that_name_the_judge() {
    let rules = format!("{}[limits]\nmax_share_above = [90, \"50%\"]\n", marks("method = \"mean\""));
    let folder = panel(&rules, &[&["95", "90", "89"], &["95", "80", "70"]]);
    let output = folder.tabulate(&[]);
    assert_eq!(output.code, 3);
    assert_eq!(output.stderr, "limit-breach: judge=j1 component=k\n");
    let rules = format!("{}[limits]\ndistinct = true\n", marks("method = \"mean\""));
    assert_eq!(
        panel(&rules, &[&["95", "95"], &["95", "80"]]).tabulate(&[]).stderr,
        "limit-breach: judge=j1 component=k\n"
    );
}

#[test]
fn figures_of_28_digits_come_out_exactly() {
    let rules = "[[component]]\nid = \"k\"\nkind = \"measure\"\nweight = 999999999999999999999999999.9\n";
    let folder = panel(rules, &[&[""]]);
    folder.write("measures.csv", "component,entry,value\nk,A,9999999999999999999999999999\n");
    assert_eq!(folder.column(0, "total"), [format!("A=9999999999999999999999999998{}", "0".repeat(27))]);
}
