//! The line of a fault is that of the row's first character, whatever ends lines and stands between.

use crate::support::folder::Folder;

/// The beginnings `file:line: column` of the faults of a folder.
fn faults(folder: &Folder) -> Vec<String> {
    let output = folder.tabulate(&[]);
    assert_eq!(output.code, 1, "{output:?}");
    output.stderr.lines().map(|line| line.splitn(4, ": ").take(2).collect::<Vec<_>>().join(": ")).collect()
}

#[test]
fn a_row_has_the_same_line_whatever_ends_the_lines() {
    let rows = "component,entry,value\ndaily,A,90\ndaily,B,1e3\ndaily,C,+1\n";
    for end in ["\n", "\r\n"] {
        let folder = Folder::sound();
        folder.write("measures.csv", rows.replace('\n', end));
        assert_eq!(faults(&folder), ["measures.csv:3: value", "measures.csv:4: value"], "{end:?}");
    }
}

#[test]
fn blank_lines_are_counted() {
    let rows = "\n\ncomponent,entry,value\n\n\ndaily,A,90\n\ndaily,B,1e3\n,,\n  \ndaily,C,+1\n";
    for end in ["\n", "\r\n"] {
        let folder = Folder::sound();
        folder.write("measures.csv", rows.replace('\n', end));
        assert_eq!(faults(&folder), ["measures.csv:8: value", "measures.csv:11: value"], "{end:?}");
    }
}

#[test]
fn the_header_has_its_line_too() {
    let folder = Folder::sound();
    folder.write("measures.csv", "\r\n\r\ncomponent,entry,worth\r\ndaily,A,90\r\n");
    assert_eq!(faults(&folder), ["measures.csv:3: worth", "measures.csv:3: value"]);
}

#[test]
fn a_cell_of_several_lines_is_one_row_that_begins_on_its_first() {
    let rows = "entry,name,unit\nA,\"甲\n\n\"\"项目\"\"\",甲镇\nA,乙项目,\"乙\n镇\"\n\nB,乙项目,乙镇\nC,丙项目,丙镇\nB,\"再来\n一次\",\n";
    for end in ["\n", "\r\n"] {
        let folder = Folder::sound();
        folder.write("entries.csv", rows.replace('\n', end));
        assert_eq!(faults(&folder), ["entries.csv:5: entry", "entries.csv:10: entry"], "{end:?}");
        let stderr = folder.tabulate(&[]).stderr;
        assert!(stderr.contains("第 2 行已有") && stderr.contains("第 8 行已有"), "{stderr}");
    }
}

#[test]
fn lines_are_right_in_long_files() {
    let folder = Folder::sound();
    let rows = "A,1,\"再次\r\n改\"\r\n\r\n".repeat(3_000);
    folder.write("decisions.csv", format!("entry,order,reason\r\n{rows}"));
    let faults = faults(&folder);
    assert_eq!(faults.len(), 2_999);
    assert_eq!(faults[2_998], format!("decisions.csv:{}: entry", 2 + 3 * 2_999));
}
