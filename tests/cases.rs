//! Cases with published answers, through the built program: every figure must come out exactly.

use std::path::{Path, PathBuf};

use rust_decimal::Decimal;
use serde_json::Value;

use crate::support::folder::guanmo;

fn fixture(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(path)
}

/// A CSV file or text as rows of named cells.
struct Table {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    fn parse(text: &str) -> Self {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let header = reader.headers().expect("a header").iter().map(str::to_owned).collect();
        let rows = reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect();
        Self { header, rows }
    }

    fn expected(dir: &Path) -> Self {
        Self::parse(&std::fs::read_to_string(dir.join("expected-ranking.csv")).expect("a published ranking"))
    }

    /// The rows with those columns alone, in that order.
    fn columns(&self, names: &[&str]) -> Vec<Vec<&str>> {
        let position = |name: &&str| self.header.iter().position(|column| column == name).expect("the column");
        let positions: Vec<usize> = names.iter().map(position).collect();
        self.rows.iter().map(|row| positions.iter().map(|&column| row[column].as_str()).collect()).collect()
    }
}

fn tabulate(dir: &Path, arguments: &[&str]) -> String {
    let output = guanmo(&[&["tabulate", dir.to_str().expect("a plain path")], arguments].concat());
    assert_eq!(output.code, 0, "{}: {output:?}", dir.display());
    output.stdout
}

/// Columns that both print alike are equal row by row; published deductions have two decimals.
fn same_ranking(dir: &Path, columns: &[&str]) {
    let printed = Table::parse(&tabulate(dir, &["--format", "csv"]));
    let published = Table::expected(dir);
    assert!(!published.rows.is_empty());
    assert_eq!(printed.columns(columns), published.columns(columns), "{}", dir.display());
}

/// The panel's score of each criterion, from the trace, in the order of the published rows.
fn panel_scores(dir: &Path, criteria: &[&str]) -> Vec<Vec<Decimal>> {
    let json: Value = serde_json::from_str(&tabulate(dir, &["--format", "json", "--explain", "all"])).expect("JSON");
    let score = |entry: &str, criterion: &str| {
        let lists = json["trace"][entry]["components"][0]["groups"][0]["lists"].as_array().expect("lists");
        let list = lists.iter().find(|list| list["criterion"] == criterion).expect("the criterion");
        list["result"]["rounded"].as_str().expect("a figure").parse().expect("a number")
    };
    let published = Table::expected(dir);
    let entries = published.columns(&["entry"]);
    entries.iter().map(|row| criteria.iter().map(|criterion| score(row[0], criterion)).collect()).collect()
}

#[test]
fn the_world_championships_come_out_as_published() {
    let segments = [
        "ice-dance-free-dance",
        "ice-dance-short-dance",
        "ladies-free-skating",
        "ladies-short-program",
        "men-free-skating",
        "men-short-program",
        "pairs-free-skating",
        "pairs-short-program",
    ];
    for segment in segments {
        let dir = fixture("isu-worlds-2017").join(segment);
        same_ranking(&dir, &["rank", "entry", "total", "pcs", "tes"]);
        let published = Table::expected(&dir);
        // what stands after the fixed columns are the criteria
        let criteria: Vec<&str> = published.header[6..].iter().map(String::as_str).collect();
        assert_eq!(criteria.len(), 5, "{segment}");
        // published without trailing zeros
        let number = |text: &&str| text.parse::<Decimal>().expect("a number");
        let scores: Vec<Vec<Decimal>> =
            published.columns(&criteria).iter().map(|row| row.iter().map(number).collect()).collect();
        assert_eq!(panel_scores(&dir, &criteria), scores, "{segment}");
    }
}

#[test]
fn deductions_are_taken_off_as_published() {
    let dir = fixture("isu-worlds-2017/men-short-program");
    let number = |text: &str| text.parse::<Decimal>().expect("a number");
    let printed = Table::parse(&tabulate(&dir, &["--format", "csv"]));
    let published = Table::expected(&dir);
    for (printed, published) in printed.columns(&["deduction"]).iter().zip(published.columns(&["deduction"])) {
        assert_eq!(number(printed[0]), number(published[0]));
    }
}

#[test]
fn two_weighted_parts_come_out_as_the_rules_say() {
    same_ranking(&fixture("jining-2017"), &["rank", "entry", "total", "raw_a", "raw_b"]);
}

#[test]
fn two_rows_of_the_published_table_are_not_to_be_had_from_its_own_figures() {
    let dir = fixture("jining-2017");
    let printed = Table::parse(&tabulate(&dir, &["--format", "csv"]));
    let published = Table::parse(&std::fs::read_to_string(dir.join("published.csv")).expect("the table"));
    let totals = published.columns(&["unit", "total"]);
    let mut differ: Vec<&str> = Vec::new();
    for row in printed.columns(&["unit", "total"]) {
        let theirs = totals.iter().find(|other| other[0] == row[0]).expect("the unit");
        if theirs[1] != row[1] {
            differ.push(row[0]);
        }
    }
    assert_eq!(differ, ["南张", "越河"]);
}

#[test]
fn the_example_event_is_sound_and_waits_for_its_cards() {
    let dir = fixture("haian-2023");
    let dir = dir.to_str().expect("a plain path");
    assert_eq!(guanmo(&["check", dir]).code, 0);
    let output = guanmo(&["tabulate", dir, "--format", "csv"]);
    assert_eq!(output.code, 3, "{output:?}");
    // twenty seats, ten entries, two components, less twelve recusals in each
    assert_eq!(output.stderr.lines().filter(|line| line.starts_with("missing-card")).count(), 2 * (200 - 12));
}

#[test]
fn the_sample_rules_are_those_of_the_example_event() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("scoring-rules.toml");
    let read = |path: &Path| std::fs::read_to_string(path).expect("a rules file");
    assert_eq!(read(&root), read(&fixture("haian-2023/scoring-rules.toml")));
}

/// `rules/`: what published rules ask for beside a sum of means; the ranking as CSV, byte for byte, and the blockers.
#[test]
fn decisions_keep_to_their_own_tie_and_accepted_breaches_travel() {
    for (case, code) in [("decisions-apart", 3), ("acceptances", 0)] {
        let dir = fixture("rules").join(case);
        let of = |format: &str| guanmo(&["tabulate", dir.to_str().expect("a plain path"), "--format", format]);
        let (ranking, json) = (of("csv"), of("json"));
        assert_eq!(ranking.code, code, "{case}: {ranking:?}");
        let expected = std::fs::read_to_string(dir.join("expected-ranking.csv")).expect("a ranking");
        assert_eq!(ranking.stdout, expected, "{case}");
        let expected: Value =
            serde_json::from_str(&std::fs::read_to_string(dir.join("expected.json")).expect("a file")).expect("JSON");
        let json: Value = serde_json::from_str(&json.stdout).expect("JSON");
        assert_eq!(json["final"], expected["final"], "{case}");
        let about = |blocker: &Value| ["kind", "entry", "judge", "component"].map(|key| blocker[key].clone());
        let all = |of: &Value| of["blockers"].as_array().expect("blockers").iter().map(about).collect::<Vec<_>>();
        assert_eq!(all(&json), all(&expected), "{case}");
    }
}

/// What published rules come to as published: columns of the ranking row by row, and of the result what stands beside it.
#[test]
fn published_rules_give_their_published_figures() {
    for case in ["R33", "R35", "R57"] {
        let dir = fixture("rules").join(case);
        let published = Table::expected(&dir);
        same_ranking(&dir, &published.header.iter().map(String::as_str).collect::<Vec<_>>());
        let json: Value = serde_json::from_str(&tabulate(&dir, &["--format", "json"])).expect("JSON");
        assert_eq!(json["blockers"], Value::Array(Vec::new()), "{case}");
        let expected = std::fs::read_to_string(dir.join("expected.json")).unwrap_or_else(|_| "{}".to_owned());
        let expected: Value = serde_json::from_str(&expected).expect("JSON");
        for (key, value) in expected.as_object().expect("an object") {
            assert_eq!(&json[key], value, "{case} {key}");
        }
    }
}
