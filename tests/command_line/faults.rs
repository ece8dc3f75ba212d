//! Bad input: every fault with its line and what is allowed, exit code 1, and never a ranking.

use crate::support::folder::{Folder, Output, guanmo};

/// Asserts that a run was refused, with each of these beginnings of a line on standard error.
fn refused(output: &Output, beginnings: &[&str]) {
    assert_eq!(output.code, 1, "{output:?}");
    assert_eq!(output.stdout, "", "bad input gives no ranking");
    for beginning in beginnings {
        assert!(output.stderr.lines().any(|line| line.starts_with(beginning)), "no {beginning:?} in {}", output.stderr);
    }
}

fn rules_fault(from: &str, to: &str, beginning: &str) {
    let folder = Folder::sound();
    folder.replace("scoring-rules.toml", from, to);
    refused(&folder.tabulate(&[]), &[beginning]);
}

#[test]
fn a_misspelt_key_names_its_line_and_the_nearest_key() {
    let folder = Folder::sound();
    folder.replace("scoring-rules.toml", "weight = 60", "wieght = 60");
    let output = folder.tabulate(&[]);
    refused(&output, &["scoring-rules.toml:12: group.lead.wieght: "]);
    assert!(output.stderr.contains("是否想写 weight"), "{}", output.stderr);
}

#[test]
fn a_misspelt_word_names_the_nearest_word() {
    let folder = Folder::sound();
    folder.replace("scoring-rules.toml", "method = \"mean\"", "method = \"trimed-mean\"");
    let output = folder.tabulate(&[]);
    refused(&output, &["scoring-rules.toml:24: component.visit.aggregate.method: "]);
    assert!(output.stderr.contains("trimmed-mean"), "{}", output.stderr);
}

#[test]
fn all_faults_of_the_rules_are_reported_at_once() {
    let folder = Folder::sound();
    folder
        .replace("scoring-rules.toml", "weight = 60", "weight = 0")
        .replace("scoring-rules.toml", "max = 60", "max = \"60\"")
        .replace("scoring-rules.toml", "group = 2", "group = 21");
    let expected = ["scoring-rules.toml:5: ", "scoring-rules.toml:12: ", "scoring-rules.toml:28: "];
    let output = folder.tabulate(&[]);
    refused(&output, &expected);
    assert_eq!(output.stderr.lines().count(), expected.len(), "{}", output.stderr);
}

#[test]
fn impossible_rules_are_refused_where_they_stand() {
    for (from, to, beginning) in [
        ("schema = 1", "schema = 2", "scoring-rules.toml:1: schema: "),
        ("schema = 1\n", "", "scoring-rules.toml:1: schema: "),
        ("final = 2", "final = 2\nmode = \"up\"", "scoring-rules.toml:9: rounding.mode: "),
        ("id = \"dept\"", "id = \"lead\"", "scoring-rules.toml:15: group.lead.id: "),
        ("id = \"dept\"", "id = \"de pt\"", "scoring-rules.toml:15: "),
        ("id = \"visit\"", "id = \"total\"", "scoring-rules.toml:19: component.total.id: "),
        ("kind = \"marks\"", "kind = \"mark\"", "scoring-rules.toml:20: component.visit.kind: "),
        ("weight = 0.8", "weight = -0.8", "scoring-rules.toml:21: component.visit.weight: "),
        ("weight = 0.8", "weight = 8e-1", "scoring-rules.toml:21: component.visit.weight: "),
        ("weight = 0.8", "weight = nan", "scoring-rules.toml:21: component.visit.weight: "),
        ("weight = 0.8", "groups = [\"led\"]", "scoring-rules.toml:21: component.visit.groups: "),
        ("step = 0.5", "step = 0", "scoring-rules.toml:29: component.visit.criterion.effect.step: "),
        ("max = 60", "max = 60\nmin = 61", "scoring-rules.toml:28: component.visit.criterion.effect.max: "),
        ("max = 60\n", "", "scoring-rules.toml:26: component.visit.criterion.effect.max: "),
        ("max = 100", "max = 100\nstep = 1", "scoring-rules.toml:41: component.daily.step: "),
        ("max = 100", "normalise = \"top-ratio\"\nmin = -1", "scoring-rules.toml:41: component.daily.min: "),
        (
            "method = \"mean\"",
            "denominator = \"due\"",
            "scoring-rules.toml:24: component.visit.aggregate.denominator: ",
        ),
        (
            "method = \"mean\"",
            "[component.aggregate.group.leed]",
            "scoring-rules.toml:24: component.visit.aggregate.group.leed: ",
        ),
        (
            "max = 100",
            "max = 100\n[ranking]\ntie_break = [\"component:vist\"]",
            "scoring-rules.toml:42: ranking.tie_break: ",
        ),
        ("max = 100", "max = 100\n[[award]]\nname = \"一等奖\"", "scoring-rules.toml:41: award.一等奖.places: "),
        (
            "max = 100",
            "max = 100\n[[award]]\nname = \"奖\"\nshare = \"130%\"",
            "scoring-rules.toml:43: award.奖.share: ",
        ),
        ("max = 100", "max = 100\n[limits]\nmax_share_above = [90]", "scoring-rules.toml:42: limits.max_share_above: "),
        ("max = 100", "max = 100\n[extra]", "scoring-rules.toml:41: extra: "),
        ("max = 100", "max = ", "scoring-rules.toml:40: toml: "),
    ] {
        rules_fault(from, to, beginning);
    }
}

#[test]
fn overrides_of_groups_are_refused_under_a_panel() {
    rules_fault(
        "method = \"mean\"",
        "scope = \"panel\"\n[component.aggregate.group.lead]\nmethod = \"median\"",
        "scoring-rules.toml:25: component.visit.aggregate.group: ",
    );
}

#[test]
fn rules_without_a_component_are_refused() {
    let folder = Folder::sound();
    folder.write("scoring-rules.toml", "schema = 1\n");
    refused(&folder.tabulate(&[]), &["scoring-rules.toml:1: component: "]);
}

#[test]
fn a_judged_component_needs_a_group_of_judges() {
    let measure = "[[component]]\nid = \"d\"\nkind = \"measure\"\n";
    for kind in [
        "kind = \"marks\"\n[[component.criterion]]\nid = \"c\"\nmax = 10\n",
        "kind = \"ranking\"\n[component.points]\nfirst = 100\nstep = 3\n",
        "kind = \"grades\"\n[[component.grade]]\nid = \"ok\"\nvalue = 60\n",
    ] {
        for groups in ["", "group = []\n"] {
            let folder = Folder::sound();
            folder.write("judges.csv", "judge,name,unit,group\n").remove("scores.csv").remove("measures.csv");
            let rules = format!("schema = 1\n{groups}[[component]]\nid = \"k\"\n{kind}{measure}");
            folder.write("scoring-rules.toml", rules);
            let line = if groups.is_empty() { 1 } else { 2 };
            refused(&folder.tabulate(&[]), &[&format!("scoring-rules.toml:{line}: group: ")]);
        }
    }
    // nobody judges a measure
    let folder = Folder::sound();
    folder.write("judges.csv", "judge,name,unit,group\n").remove("scores.csv");
    folder.write("measures.csv", "component,entry,value\nd,A,1\nd,B,2\nd,C,3\n");
    folder.write("scoring-rules.toml", format!("schema = 1\n{measure}"));
    assert_eq!(folder.column(0, "total"), ["C=3", "B=2", "A=1"]);
}

#[test]
fn bad_scores_are_refused_with_line_and_column() {
    for (row, beginning) in [
        ("j1,visit,A,effect,50", "scores.csv:20: value: "),
        ("j9,visit,A,effect,50", "scores.csv:20: judge: "),
        ("j1,visti,A,effect,50", "scores.csv:20: component: "),
        ("j1,visit,Z,effect,50", "scores.csv:20: entry: "),
        ("j1,visit,A,efect,50", "scores.csv:20: criterion: "),
        ("j1,daily,A,,50", "scores.csv:20: component: "),
        ("j1,visit,A", "scores.csv:20: "),
    ] {
        let folder = Folder::sound();
        folder.append("scores.csv", &format!("{row}\n"));
        refused(&folder.tabulate(&[]), &[beginning]);
    }
}

#[test]
fn a_bad_mark_says_what_is_allowed() {
    for (mark, allowed) in [
        ("60.5", "0–60"),
        ("-1", "0–60"),
        ("50.2", "0.5"),
        ("5e1", "普通数字"),
        ("+50", "普通数字"),
        (" 50", "普通数字"),
        ("５０", "普通数字"),
        ("\"5,0\"", "普通数字"),
        ("nan", "普通数字"),
        (".5", "普通数字"),
        ("00000000000000000000000000050", "28"),
    ] {
        let folder = Folder::sound();
        folder.replace("scores.csv", "j1,visit,A,effect,50", &format!("j1,visit,A,effect,{mark}"));
        let output = folder.tabulate(&[]);
        refused(&output, &["scores.csv:2: value: "]);
        assert!(output.stderr.contains(allowed), "{mark}: {}", output.stderr);
    }
}

#[test]
fn scores_of_cells_that_take_none_are_refused() {
    let folder = Folder::sound();
    folder.write("exclusions.csv", "judge,component,entry,kind,reason\nj1,visit,A,recused,本人所在单位\n");
    refused(&folder.tabulate(&[]), &["scores.csv:2: value: ", "scores.csv:3: value: "]);
    folder.write("exclusions.csv", "judge,component,entry,kind,reason\nj1,,,缺席,出差\n");
    refused(&folder.tabulate(&[]), &["scores.csv:2: value: "]);
    let folder = Folder::sound();
    folder.replace("scoring-rules.toml", "weight = 0.8", "weight = 0.8\ngroups = [\"lead\"]");
    refused(&folder.tabulate(&[]), &["scores.csv:6: judge: "]);
}

#[test]
fn bad_tables_are_refused() {
    for (file, text, beginning) in [
        ("entries.csv", "entry,name,unit\nA,甲,甲镇\nA,乙,乙镇\n", "entries.csv:3: entry: "),
        ("entries.csv", "entry,name,unit\n", "entries.csv:1: "),
        ("entries.csv", "entry,name,unit,colour\nA,甲,甲镇,红\n", "entries.csv:1: colour: "),
        ("entries.csv", "entry,name\nA,甲\n", "entries.csv:1: unit: "),
        ("entries.csv", "entry,项目名称,unit\nA,甲,甲镇\n", "entries.csv:1: "),
        ("entries.csv", "entry,name,unit,class\nA,甲,甲镇,hard\n", "entries.csv:2: class: "),
        ("entries.csv", "entry,name,unit,order\nA,甲,甲镇,第一\n", "entries.csv:2: order: "),
        ("entries.csv", "entry,name,unit\nA,\"甲,甲镇\nB,乙,乙镇\n", "entries.csv:2: "),
        ("judges.csv", "judge,name,unit,group\nj1,一席,,nobody\n", "judges.csv:2: group: "),
        ("measures.csv", "component,entry,value\ndaily,A,100.5\n", "measures.csv:2: value: "),
        ("measures.csv", "component,entry,value\ndaily,A,1\ndaily,A,1\n", "measures.csv:3: "),
        ("measures.csv", "component,entry,value\nvisit,A,1\n", "measures.csv:2: component: "),
        ("exclusions.csv", "judge,component,entry,kind,reason\nj1,,,sick,\n", "exclusions.csv:2: kind: "),
        ("adjustments.csv", "entry,kind,item,points,reason\nA,bonus,x,-1,\n", "adjustments.csv:2: points: "),
        ("adjustments.csv", "entry,kind,item,points,reason\nA,bonus,x,,\n", "adjustments.csv:2: points: "),
        ("decisions.csv", "entry,order,reason\nA,1,\nA,2,\n", "decisions.csv:3: entry: "),
        ("comments.csv", "judge,component,entry,comment\nj1,visit,Z,好\n", "comments.csv:2: entry: "),
        (
            "checkpoints.csv",
            "entry,order,planned_arrival,planned_departure,look_at\nZ,1,,,\n",
            "checkpoints.csv:2: entry: ",
        ),
    ] {
        let folder = Folder::sound();
        folder.write(file, text);
        refused(&folder.tabulate(&[]), &[beginning]);
    }
}

#[test]
fn a_file_in_no_known_encoding_is_refused_with_its_line() {
    let folder = Folder::sound();
    folder.write("entries.csv", b"entry,name,unit\nA,\xff\xff,x\n".as_slice());
    refused(&folder.tabulate(&[]), &["entries.csv:2: "]);
    let folder = Folder::sound();
    folder.write("scoring-rules.toml", b"schema = 1\ntitle = \"\xb1\xea\"\n".as_slice());
    refused(&folder.tabulate(&[]), &["scoring-rules.toml:2: "]);
}

#[test]
fn missing_required_files_are_all_named() {
    let folder = Folder::empty();
    let expected = ["scoring-rules.toml:1: ", "entries.csv:1: ", "judges.csv:1: "];
    refused(&folder.tabulate(&[]), &expected);
}

#[test]
fn places_that_are_no_permutation_are_refused() {
    let folder = ballots();
    folder.append("scores.csv", "j1,vote,A,,1\nj1,vote,B,,1\n");
    refused(&folder.tabulate(&[]), &["scores.csv:3: value: "]);
    let folder = ballots();
    folder.append("scores.csv", "j1,vote,A,,4\nj1,vote,B,,1.5\nj1,vote,C,x,2\n");
    refused(&folder.tabulate(&[]), &["scores.csv:2: value: ", "scores.csv:3: value: ", "scores.csv:4: criterion: "]);
    let folder = ballots();
    folder.write("exclusions.csv", "judge,component,entry,kind,reason\nj1,vote,C,回避,\n");
    folder.append("scores.csv", "j1,vote,A,,3\nj1,vote,B,,1\n");
    refused(&folder.tabulate(&[]), &["scores.csv:2: value: "]);
}

/// Three entries and one judge of ranking ballots, not filled in.
fn ballots() -> Folder {
    let folder = Folder::sound();
    let rules = "schema = 1\n[[group]]\nid = \"lead\"\n[[component]]\nid = \"vote\"\nkind = \"ranking\"\n\
                 [component.points]\nfirst = 100\nstep = 3\n";
    folder
        .write("scoring-rules.toml", rules)
        .write("judges.csv", "judge,name,unit,group\nj1,一席,,lead\n")
        .write("measures.csv", "component,entry,value\n")
        .write("scores.csv", "judge,component,entry,criterion,value\n");
    folder
}

#[test]
fn check_lists_faults_and_prints_no_ranking() {
    let folder = Folder::sound();
    let path = folder.path().to_str().expect("a plain path").to_owned();
    assert_eq!(guanmo(&["check", &path]).code, 0);
    folder.append("scores.csv", "j9,visit,A,effect,1\n");
    refused(&guanmo(&["check", &path]), &["scores.csv:20: judge: "]);
}

#[test]
fn wrong_calls_exit_with_2() {
    let folder = Folder::sound();
    assert_eq!(guanmo(&["tabulate"]).code, 2);
    assert_eq!(guanmo(&["count", "x"]).code, 2);
    assert_eq!(folder.tabulate(&["--format", "xml"]).code, 2);
    assert_eq!(folder.tabulate(&["--encoding", "big5"]).code, 2);
    assert_eq!(folder.tabulate(&["--explain", "Z"]).code, 2);
    assert_eq!(folder.tabulate(&["--output", "/nowhere/at/all.csv"]).code, 2);
}
