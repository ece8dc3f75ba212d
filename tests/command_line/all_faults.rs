//! Every fault of a folder is listed at once, and none that only follows from another.

use crate::support::folder::{Folder, guanmo};

/// The faults of a folder as `file:line: place`, with a whole file's place empty.
fn faults(folder: &Folder) -> Vec<String> {
    let output = folder.tabulate(&[]);
    assert_eq!(output.code, 1, "{output:?}");
    assert_eq!(output.stdout, "");
    assert!(!output.stderr.contains("：、") && !output.stderr.contains("、、"), "{}", output.stderr);
    assert!(!output.stderr.contains("、；"), "an empty id is not allowed anywhere: {}", output.stderr);
    let place = |line: &str| {
        let parts: Vec<&str> = line.splitn(3, ": ").collect();
        if parts.len() == 3 { format!("{}: {}", parts[0], parts[1]) } else { format!("{}:", parts[0]) }
    };
    output.stderr.lines().map(place).collect()
}

/// A folder in whose tables one thing each is wrong that has nothing to do with the rules.
fn wrong_tables() -> Folder {
    let folder = Folder::sound();
    folder
        .append("entries.csv", "B,又一个,丁镇,4\n,无号,戊镇,5\nD,丁项目,己镇,第六\n")
        .append("judges.csv", "j1,又一席,,lead\n,无号,,dept\n")
        .append("measures.csv", "daily,D,9O\ndaily,Z,90\n")
        .write("exclusions.csv", "judge,component,entry,kind,reason\nj9,,,absent,\nj1,,A,sick,\n")
        .write("adjustments.csv", "entry,kind,item,points,reason\nA,bonus,x,1e1,\nY,veto,,,\n")
        .write("decisions.csv", "entry,order,reason\nA,first,\nX,1,\nB,1,\nB,2,\n")
        .write("checkpoints.csv", "entry,order,planned_arrival,planned_departure,look_at\nW,1,08:00,09:00,\n")
        .write("comments.csv", b"judge,component,entry,comment\nj1,visit,A,\xff\n".as_slice())
        .append("scores.csv", "j8,visit,A,effect,50\nj1,visit,V,effect,50\n");
    folder
}

const WRONG_TABLES: [&str; 18] = [
    "entries.csv:5: entry",
    "entries.csv:6: entry",
    "entries.csv:7: order",
    "judges.csv:5: judge",
    "judges.csv:6: judge",
    "exclusions.csv:2: judge",
    "exclusions.csv:3: kind",
    "adjustments.csv:2: points",
    "adjustments.csv:3: entry",
    "decisions.csv:2: order",
    "decisions.csv:3: entry",
    "decisions.csv:5: entry",
    "checkpoints.csv:2: entry",
    "comments.csv:2:",
    "measures.csv:5: value",
    "measures.csv:6: entry",
    "scores.csv:20: judge",
    "scores.csv:21: entry",
];

#[test]
fn faults_of_the_tables_are_listed_beside_those_of_the_rules() {
    assert_eq!(faults(&wrong_tables()), WRONG_TABLES);
    for (from, to, of_the_rules) in [
        ("title = \"小例\"", "titel = \"小例\"", "scoring-rules.toml:2: titel"),
        ("id = \"visit\"", "id = visit", "scoring-rules.toml:19: toml"),
        ("weight = 0.8", "weight = 0", "scoring-rules.toml:21: component.visit.weight"),
        ("kind = \"marks\"", "kind = \"mark\"", "scoring-rules.toml:20: component.visit.kind"),
    ] {
        let folder = wrong_tables();
        folder.replace("scoring-rules.toml", from, to);
        assert_eq!(faults(&folder), [&[of_the_rules][..], &WRONG_TABLES].concat(), "{to}");
    }
    let folder = wrong_tables();
    folder.remove("scoring-rules.toml");
    assert_eq!(faults(&folder), [&["scoring-rules.toml:1:"][..], &WRONG_TABLES].concat());
}

#[test]
fn marks_are_judged_by_the_components_that_are_sound() {
    let folder = Folder::sound();
    folder
        .replace("scoring-rules.toml", "weight = 0.2", "weight = -0.2")
        .replace("scores.csv", "j1,visit,A,effect,50", "j1,visit,A,effect,99")
        .append("scores.csv", "j1,visti,A,effect,50\n");
    let expected = ["scoring-rules.toml:39: component.daily.weight", "scores.csv:2: value", "scores.csv:20: component"];
    assert_eq!(faults(&folder), expected);
}

#[test]
fn what_is_wrong_with_a_component_is_not_held_against_its_scores() {
    for (from, to, line, key) in [
        ("id = \"effect\"", "id = \"eff ect\"", 27, "component.visit.criterion.eff ect.id"),
        ("id = \"effect\"\n", "", 26, "component.visit.criterion.[1].id"),
        ("max = 60\n", "", 26, "component.visit.criterion.effect.max"),
        ("max = 60", "max = 6O", 28, "component.visit.criterion.effect.max"),
        ("max = 60", "max =", 28, "toml"),
        ("id = \"effect\"", "id = effect", 27, "toml"),
        ("id = \"effect\"", "id \"effect\"", 27, "toml"),
        ("[[component.criterion]]", "[component.criterion]", 26, "toml"),
        ("id = \"visit\"", "id = \"visit!\"", 19, "component.visit!.id"),
        ("kind = \"marks\"\n", "", 18, "component.visit.kind"),
        ("id = \"daily\"\n", "", 36, "component.[2].id"),
        ("id = \"visit\"", "id = \"total\"", 19, "component.total.id"),
        ("id = \"daily\"", "id = \"visit\"", 37, "component.visit.id"),
        ("[[component]]\nid = \"daily\"", "[[komponent]]\nid = \"daily\"", 36, "komponent"),
    ] {
        let folder = Folder::sound();
        folder.replace("scoring-rules.toml", from, to);
        assert_eq!(faults(&folder), [format!("scoring-rules.toml:{line}: {key}")], "{to}");
    }
}

#[test]
fn what_is_wrong_with_a_group_is_not_held_against_its_judges() {
    for (from, to, line, key) in [
        ("id = \"lead\"", "id = \"le ad\"", 11, "group.le ad.id"),
        ("id = \"lead\"\n", "", 10, "group.[1].id"),
        ("weight = 60", "weight = 0", 12, "group.lead.weight"),
    ] {
        let folder = Folder::sound();
        folder
            .replace("scoring-rules.toml", "weight = 0.8", "weight = 0.8\ngroups = [\"lead\", \"dept\"]")
            .replace("scoring-rules.toml", "method = \"mean\"", "method = \"mean\"\n[component.aggregate.group.lead]")
            .replace("scoring-rules.toml", from, to);
        assert_eq!(faults(&folder), [format!("scoring-rules.toml:{line}: {key}")], "{to}");
    }
    let folder = Folder::sound();
    folder
        .replace(
            "scoring-rules.toml",
            "[[group]]\nid = \"lead\"\nweight = 60\n\n[[group]]\nid = \"dept\"\nweight = 40\n",
            "",
        )
        .replace("scoring-rules.toml", "weight = 0.8", "weight = 0.8\ngroups = [\"lead\"]")
        .replace("scoring-rules.toml", "max = 100", "max = 100\n[ranking]\ntie_break = [\"group:visit.lead\"]");
    assert_eq!(faults(&folder), ["scoring-rules.toml:1: group"]);
}

#[test]
fn a_table_that_could_not_be_read_is_not_held_against_the_others() {
    for (file, text, expected) in [
        ("entries.csv", Some("entry,name,unit,colour\nA,,,红\n"), vec!["entries.csv:1: colour"]),
        ("entries.csv", Some("entry,name,unit\nA,甲\nB,乙,乙镇\nC,丙,丙镇\n"), vec!["entries.csv:2:"]),
        ("entries.csv", Some("entry,name,unit\nA,\"甲,甲镇\n"), vec!["entries.csv:2:"]),
        ("entries.csv", Some(""), vec!["entries.csv:1:"]),
        ("entries.csv", Some("\n\r\n"), vec!["entries.csv:1:"]),
        ("entries.csv", Some("entry,name,unit\n"), vec!["entries.csv:1:"]),
        ("entries.csv", None, vec!["entries.csv:1:"]),
        ("judges.csv", Some("judge,name,group\nj1,一席,lead\n"), vec!["judges.csv:1: unit"]),
        (
            "judges.csv",
            Some("judge,name,unit,group\nj1,,,lead\nj2,,,\nj3,,,led\n"),
            vec!["judges.csv:3: group", "judges.csv:4: group"],
        ),
        ("judges.csv", Some(""), vec!["judges.csv:1:"]),
        ("judges.csv", None, vec!["judges.csv:1:"]),
    ] {
        let folder = Folder::sound();
        folder.write("decisions.csv", "entry,order,reason\nC,1,\n");
        match text {
            Some(text) => folder.write(file, text),
            None => folder.remove(file),
        };
        assert_eq!(faults(&folder), expected, "{file} {text:?}");
    }
}

#[test]
fn ballots_are_not_measured_by_entries_that_could_not_be_read() {
    let folder = Folder::sound();
    folder
        .write("scoring-rules.toml", BALLOT)
        .write("entries.csv", "entry,name,unit\nA,甲项目,甲镇,x\nB,乙项目,乙镇\nC,丙项目,丙镇\n")
        .write("scores.csv", "judge,component,entry,criterion,value\nj1,visit,A,,1\nj1,visit,B,,3\nj1,visit,C,,2.5\n")
        .remove("measures.csv");
    assert_eq!(faults(&folder), ["entries.csv:2:", "scores.csv:4: value"]);
}

const BALLOT: &str = "schema = 1\n[[group]]\nid = \"lead\"\n[[group]]\nid = \"dept\"\n[[component]]\nid = \"visit\"\n\
                      kind = \"ranking\"\n[component.points]\nfirst = 100\nstep = 3\n";

#[test]
fn an_empty_file_that_need_not_be_there_is_no_fault() {
    for text in ["", "\n\n", "\r\n", "\u{feff}", ",,\n"] {
        let folder = Folder::sound();
        for file in ["exclusions.csv", "adjustments.csv", "decisions.csv", "checkpoints.csv", "comments.csv"] {
            folder.write(file, text);
        }
        assert_eq!(folder.tabulate(&[]).code, 0, "{text:?}");
        folder.write("measures.csv", text).write("scores.csv", text);
        assert_eq!(folder.tabulate(&[]).code, 3, "{text:?}");
    }
}

#[test]
fn an_empty_file_that_must_be_there_says_what_it_needs() {
    let folder = Folder::sound();
    folder.write("entries.csv", "").write("judges.csv", "\n");
    let stderr = folder.tabulate(&[]).stderr;
    assert!(stderr.contains("entries.csv:1: 文件是空的，第一行应为表头：entry（编号）"), "{stderr}");
    assert!(stderr.contains("judges.csv:1: 文件是空的，第一行应为表头：judge（评委）"), "{stderr}");
}

#[test]
fn marks_of_a_dropped_judge_are_no_fault_wherever_they_stand() {
    let exclusions = "judge,component,entry,kind,reason\nj1,visit,A,recused,本单位\nj1,visit,B,absent,\n";
    let folder = Folder::sound();
    folder.write("exclusions.csv", exclusions);
    let refused = ["scores.csv:2: value", "scores.csv:3: value", "scores.csv:8: value", "scores.csv:9: value"];
    assert_eq!(faults(&folder), refused);
    folder.replace("scoring-rules.toml", "method = \"mean\"", "recusal = \"drop-judge\"");
    // without j1 the leaders' score of A is j2's card
    assert_eq!(folder.column(0, "visit"), ["A=84.50", "B=77.00", "C=64.20"]);
    // that they do not count does not make them less of a mark
    folder.replace("scores.csv", "j1,visit,A,effect,50", "j1,visit,A,effect,500");
    assert_eq!(faults(&folder), ["scores.csv:2: value"]);
}

#[test]
fn points_of_a_veto_are_not_counted() {
    for points in ["", "3"] {
        let folder = Folder::sound();
        folder.write("adjustments.csv", format!("entry,kind,item,points,reason\nA,veto,,{points},\nB,bonus,,1,\n"));
        assert_eq!(folder.column(0, "total"), ["B=78.60", "C=64.64", "A=84.76"], "{points}");
        assert_eq!(folder.column(0, "deduction"), ["B=0", "C=0", "A=0"], "{points}");
    }
    for points in ["0", "-3", "x"] {
        let folder = Folder::sound();
        folder.write("adjustments.csv", format!("entry,kind,item,points,reason\nA,veto,,{points},\n"));
        assert_eq!(faults(&folder), ["adjustments.csv:2: points"], "{points}");
    }
}

#[test]
fn a_number_beyond_64_bits_is_a_number_or_a_fault_like_others() {
    let digits = |count| "9".repeat(count);
    let folder = Folder::sound();
    folder.replace("scoring-rules.toml", "max = 100", &format!("max = {}", digits(28)));
    assert_eq!(folder.tabulate(&[]).code, 0);
    for (from, to, line, key) in [
        ("max = 100", format!("max = {}", digits(29)), 40, "component.daily.max"),
        ("max = 100", "max = 1e999".to_owned(), 40, "component.daily.max"),
        ("max = 100", "max = 0xffffffffffffffffff".to_owned(), 40, "component.daily.max"),
        ("final = 2", format!("final = {}", digits(20)), 8, "rounding.final"),
        ("schema = 1", format!("schema = -{}", digits(25)), 1, "schema"),
    ] {
        let folder = Folder::sound();
        folder.replace("scoring-rules.toml", from, &to).append("scoring-rules.toml", "colour = \"红\"\n");
        let found = faults(&folder);
        assert_eq!(
            found,
            [format!("scoring-rules.toml:{line}: {key}"), "scoring-rules.toml:41: component.daily.colour".to_owned()]
        );
    }
}

#[test]
fn control_characters_are_refused_where_text_is_expected() {
    let folder = Folder::sound();
    folder
        .replace("scoring-rules.toml", "title = \"小例\"", "title = \"小\\u0000例\"")
        .replace("entries.csv", "甲项目", "甲\u{0}项目")
        .write("comments.csv", "judge,component,entry,comment\nj1,visit,A,\"好\n\t很好\"\nj1,visit,B,\u{1b}[1m好\n");
    let expected = ["scoring-rules.toml:2: title", "entries.csv:2: name", "comments.csv:4: comment"];
    assert_eq!(faults(&folder), expected);
    assert!(folder.tabulate(&[]).stderr.contains("控制字符（U+001B）"));
}

#[test]
fn a_rules_file_from_elsewhere_is_named_in_its_faults() {
    let folder = Folder::sound();
    let output = folder.tabulate(&["--rules", "/no/such/rules.toml"]);
    assert_eq!(output.code, 1);
    assert!(output.stderr.starts_with("/no/such/rules.toml:1: "), "{}", output.stderr);
    folder.write("other.toml", "schema = 2\n[[component]]\nid = \"d\"\nkind = \"measure\"\n");
    let other = folder.path().join("other.toml");
    let output = folder.tabulate(&["--rules", other.to_str().expect("a plain path")]);
    assert!(output.stderr.starts_with("other.toml:1: schema: "), "{}", output.stderr);
}

#[test]
fn a_word_in_a_list_is_named_on_its_own_line() {
    let folder = Folder::sound();
    folder.replace(
        "scoring-rules.toml",
        "max = 100",
        "max = 100\n[ranking]\ntie_break = [\n  \"exact\",\n  \"component:vist\",\n  \"bonsu\",\n]",
    );
    assert_eq!(
        faults(&folder),
        ["scoring-rules.toml:44: ranking.tie_break", "scoring-rules.toml:45: ranking.tie_break"]
    );
}

#[test]
fn check_says_the_same_as_tabulate() {
    let folder = wrong_tables();
    let path = folder.path().to_str().expect("a plain path").to_owned();
    let (check, tabulate) = (guanmo(&["check", &path]), folder.tabulate(&[]));
    assert_eq!((check.code, check.stderr), (1, tabulate.stderr));
}
