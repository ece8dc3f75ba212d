//! Small event folders for figures that are worked out by hand: rules, lists and cards in few words.

use serde_json::Value;

use super::folder::{Folder, Output};

/// A folder of some rules; entries are `entry,unit,track,panel`, judges `judge,unit,group,panel`.
pub fn event(rules: &str, entries: &[&str], judges: &[&str]) -> Folder {
    let folder = Folder::empty();
    folder.write("scoring-rules.toml", format!("schema = 1\n{rules}"));
    folder.write("entries.csv", "entry,unit,track,panel,name\n");
    folder.write("judges.csv", "judge,unit,group,panel,name\n");
    folder.write("scores.csv", "judge,component,entry,criterion,value\n");
    for entry in entries {
        folder.append("entries.csv", &format!("{entry},\n"));
    }
    for judge in judges {
        folder.append("judges.csv", &format!("{judge},\n"));
    }
    folder
}

/// Writes what judges gave in component `k` as `A=80 B=90`; marks have the criterion `c`, ballots none.
pub fn cards(folder: &Folder, criterion: &str, cards: &[(&str, &str)]) {
    for (judge, given) in cards {
        for (entry, value) in given.split(' ').filter_map(|pair| pair.split_once('=')) {
            folder.append("scores.csv", &format!("{judge},k,{entry},{criterion},{value}\n"));
        }
    }
}

/// The rules of a component `k` of marks with one criterion `c` up to 100, and the group `g`.
pub fn marks(aggregate: &str) -> String {
    format!(
        "[[group]]\nid = \"g\"\n[[component]]\nid = \"k\"\nkind = \"marks\"\n[component.aggregate]\n{aggregate}\n\
         [[component.criterion]]\nid = \"c\"\nmax = 100\n"
    )
}

/// The rules of a measure `k`.
pub fn measure(keys: &str) -> String {
    format!("[[component]]\nid = \"k\"\nkind = \"measure\"\n{keys}\n")
}

/// An event of the measure `k` with such values (`A=80 B=90`), whose entries `entry,unit,track,panel` are in that order.
pub fn measured(rules: &str, values: &str) -> Folder {
    let entries: Vec<String> = pairs(values).map(|(entry, _)| format!("{entry},,,")).collect();
    let folder = event(rules, &entries.iter().map(String::as_str).collect::<Vec<_>>(), &[]);
    folder.write("measures.csv", "component,entry,value\n");
    for (entry, value) in pairs(values) {
        folder.append("measures.csv", &format!("k,{entry},{value}\n"));
    }
    folder
}

fn pairs(values: &str) -> impl Iterator<Item = (&str, &str)> {
    values.split(' ').filter_map(|pair| pair.split_once('='))
}

/// One column of the ranking as `A=80 B=90`, by row, for a run that must exit with `code`.
pub fn column(folder: &Folder, code: i32, column: &str) -> String {
    folder.column(code, column).join(" ")
}

/// The result as JSON.
pub fn json(folder: &Folder) -> Value {
    let output = folder.tabulate(&["--format", "json"]);
    serde_json::from_str(&output.stdout).unwrap_or_else(|fault| panic!("{fault}: {output:?}"))
}

/// Asserts that a folder is refused, with each of these beginnings on a line of standard error and no other line.
pub fn refused(folder: &Folder, beginnings: &[&str]) {
    let output: Output = folder.tabulate(&[]);
    assert_eq!(output.code, 1, "{output:?}");
    assert_eq!(output.stdout, "", "bad input gives no ranking");
    let lines: Vec<&str> = output.stderr.lines().collect();
    assert_eq!(lines.len(), beginnings.len(), "{beginnings:?}: {lines:#?}");
    for beginning in beginnings {
        assert!(lines.iter().any(|line| line.starts_with(beginning)), "no {beginning:?} in {lines:#?}");
    }
}
