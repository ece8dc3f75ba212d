//! What is larger than any event gets its sentence before it costs time or memory.

use std::time::{Duration, Instant};

use crate::support::folder::{Folder, Output};

/// A run that must find faults, and soon.
fn refused(folder: &Folder) -> Output {
    let start = Instant::now();
    let output = folder.tabulate(&[]);
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
    assert_eq!(output.code, 1, "{}", output.stderr.chars().take(500).collect::<String>());
    output
}

#[test]
fn a_word_as_long_as_a_book_is_compared_with_no_other() {
    let folder = Folder::sound();
    folder.append("entries.csv", &format!("{},丁项目,丁镇,4\n", "长".repeat(20_000)));
    folder.append("scores.csv", &format!("j1,visit,{},effect,50\n", "篇".repeat(20_000)));
    let said = refused(&folder).stderr;
    assert!(said.contains("scores.csv:20: entry: 没有“篇"), "{}", said.len());
    assert!(!said.contains("是否想写"));
}

#[test]
fn a_column_that_was_taken_for_another_is_a_fault_in_each_of_many_rows() {
    let folder = Folder::sound();
    let rows = |row: fn(usize) -> String| (0..4000).map(row).collect::<String>();
    folder.append("entries.csv", &rows(|n| format!("entry-{n},某项目,某镇,\n")));
    folder.append("scores.csv", &rows(|n| format!("j1,visit,unit-{n},effect,50\n")));
    let said = refused(&folder).stderr;
    assert!(said.contains("没有“unit-3999”，可用：A、B、C、entry-0、") && said.contains("…"));
}

#[test]
fn an_event_with_more_cells_than_memory_holds_is_refused() {
    let folder = Folder::sound();
    let rows = |row: fn(usize) -> String| (0..20_000).map(row).collect::<String>();
    folder.append("entries.csv", &rows(|n| format!("e{n},,,\n")));
    folder.append("judges.csv", &rows(|n| format!("j-{n},,,dept\n")));
    let said = refused(&folder).stderr;
    assert!(said.contains("项目、评委和指标合起来有 800240018 个得分格，最多 33554432 个"), "{said}");
}

#[test]
fn an_exclusion_of_all_entries_that_is_said_again_and_again_is_one() {
    let folder = Folder::sound();
    let rows = |row: fn(usize) -> String| (0..20_000).map(row).collect::<String>();
    folder.append("entries.csv", &rows(|n| format!("e{n},,,\n")));
    folder.write("exclusions.csv", "judge,component,entry,kind,reason\n");
    folder.append("exclusions.csv", &"j1,,,absent,\n".repeat(20_000));
    folder.append("scores.csv", "j9,visit,A,effect,50\n");
    refused(&folder);
}

#[test]
fn a_rules_file_larger_than_any_is_refused() {
    let folder = Folder::sound();
    folder.append("scoring-rules.toml", &"# 注释\n".repeat(30_000));
    let said = refused(&folder).stderr;
    assert!(said.contains("scoring-rules.toml:1: 文件太大，最多 256 KB"), "{said}");
}

#[test]
fn a_rules_file_of_nothing_but_faults_is_read_soon() {
    let folder = Folder::sound();
    folder.append("scoring-rules.toml", &"[[award]]\n".repeat(10_000));
    assert!(refused(&folder).stderr.contains("award.[10000].name: 必须填写"));
    let folder = Folder::sound();
    let numbers: Vec<String> = (0..5000).map(|n| format!("n{n} = {}", "9".repeat(30))).collect();
    folder.append("scoring-rules.toml", &numbers.join("\n"));
    assert!(refused(&folder).stderr.contains("不是合法的 TOML"));
}
