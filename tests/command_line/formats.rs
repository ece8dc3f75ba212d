//! What a tabulation prints: columns, encodings, JSON, blockers.

use serde_json::Value;

use crate::support::folder::Folder;

#[test]
fn csv_has_the_columns_of_the_contract() {
    let output = Folder::sound().tabulate(&["--format", "csv"]);
    assert_eq!(output.code, 0, "{output:?}");
    // 甲镇: lead (85 + 88.5) ÷ 2 = 86.75, dept 78.5; (60×86.75 + 40×78.5) ÷ 100 = 83.45;
    // 83.45×0.8 + 90×0.2 = 66.76 + 18
    let expected = "rank,entry,name,unit,track,total,visit,daily,bonus,deduction,award,band,status
1,A,甲项目,甲镇,,84.76,83.45,90.00,0,0,,,ranked
2,B,乙项目,乙镇,,77.60,77.00,80.00,0,0,,,ranked
3,C,丙项目,丙镇,,64.64,63.30,70.00,0,0,,,ranked
";
    assert_eq!(output.stdout, expected);
}

#[test]
fn cells_that_a_spreadsheet_would_run_are_neutralised() {
    let folder = Folder::sound();
    folder.replace("entries.csv", "A,甲项目,甲镇", "A,=1+1,@甲镇");
    let output = folder.tabulate(&["--format", "csv"]);
    assert!(output.stdout.contains("\n1,A,'=1+1,'@甲镇,"), "{}", output.stdout);
    let json: Value = serde_json::from_str(&folder.tabulate(&["--format", "json"]).stdout).expect("JSON");
    assert_eq!(json["ranking"][0]["name"], "=1+1");
}

#[test]
fn output_goes_to_a_file_in_the_encoding_asked_for() {
    let folder = Folder::sound();
    let file = folder.path().join("ranking.csv");
    let path = file.to_str().expect("a plain path");
    for (encoding, start) in [("utf-8", "rank".as_bytes()), ("utf-8-bom", b"\xef\xbb\xbfrank"), ("gb18030", b"rank")] {
        let output = folder.tabulate(&["--format", "csv", "--encoding", encoding, "--output", path]);
        assert_eq!((output.code, output.stdout.as_str()), (0, ""), "{output:?}");
        let bytes = std::fs::read(&file).expect("written");
        assert!(bytes.starts_with(start), "{encoding}");
        let text = match encoding {
            "gb18030" => encoding_rs::GB18030.decode(&bytes).0.into_owned(),
            _ => String::from_utf8(bytes).expect("UTF-8"),
        };
        assert!(text.contains("甲项目"), "{encoding}");
    }
}

#[test]
fn gb18030_and_bom_and_crlf_and_chinese_headers_are_read() {
    let folder = Folder::sound();
    let expected = folder.tabulate(&["--format", "csv"]).stdout;
    let text = "编号,项目名称,申报单位,顺序\r\nA,甲项目,甲镇,1\r\n\r\nB,乙项目,乙镇,2\r\nC,丙项目,丙镇,3\r\n";
    folder.write("entries.csv", &*encoding_rs::GB18030.encode(text).0);
    assert_eq!(folder.tabulate(&["--format", "csv"]).stdout, expected);
    folder.write("entries.csv", format!("\u{feff}{text}"));
    assert_eq!(folder.tabulate(&["--format", "csv"]).stdout, expected);
}

#[test]
fn json_holds_the_ranking_and_the_trace() {
    let output = Folder::sound().tabulate(&["--format", "json", "--explain", "A"]);
    let json: Value = serde_json::from_str(&output.stdout).expect("JSON");
    assert_eq!(json["title"], "小例");
    assert_eq!(json["final"], true);
    assert_eq!(json["rules_sha256"].as_str().expect("a hash").len(), 64);
    assert_eq!(json["ranking"][0]["rank"], "1");
    assert_eq!(json["ranking"][0]["components"]["visit"], "83.45");
    let visit = &json["trace"]["A"]["components"][0];
    assert_eq!(visit["groups"][0]["lists"][0]["values"][1]["value"], "88.5");
    assert_eq!(visit["groups"][0]["score"]["rounded"], "86.75");
    assert_eq!(visit["score"]["formula"], "(60×86.75 + 40×78.50) ÷ (60 + 40)");
    assert_eq!(visit["weighted"]["rounded"], "66.76");
    assert_eq!(json["trace"]["A"]["total"]["rounded"], "84.76");
}

#[test]
fn a_missing_card_is_a_blocker_and_its_entry_is_printed_last() {
    let folder = Folder::sound();
    folder.replace("scores.csv", "j3,visit,A,effect,48\n", "");
    let output = folder.tabulate(&["--format", "csv"]);
    assert_eq!(output.code, 3);
    assert!(output.stderr.contains("missing-card: entry=A judge=j3 component=visit"), "{}", output.stderr);
    assert!(output.stdout.ends_with("\n,A,甲项目,甲镇,,,,90.00,0,0,,,incomplete\n"), "{}", output.stdout);
    let output = folder.tabulate(&["--format", "json"]);
    let json: Value = serde_json::from_str(&output.stdout).expect("JSON");
    assert_eq!(json["final"], false);
    assert_eq!(json["blockers"][0]["kind"], "missing-card");
}

#[test]
fn a_blank_mark_is_never_a_zero() {
    let folder = Folder::sound();
    folder.replace("scores.csv", "j3,visit,A,effect,48", "j3,visit,A,effect,");
    assert_eq!(folder.column(3, "status"), ["B=ranked", "C=ranked", "A=incomplete"]);
}

#[test]
fn a_rules_file_from_elsewhere_is_used() {
    let folder = Folder::sound();
    let rules = std::fs::read_to_string(folder.path().join("scoring-rules.toml")).expect("rules");
    folder.write("other.toml", rules.replace("final = 2", "final = 0"));
    let other = folder.path().join("other.toml");
    let output = folder.tabulate(&["--format", "csv", "--rules", other.to_str().expect("a plain path")]);
    assert!(output.stdout.contains(",85,"), "{}", output.stdout);
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let folder = Folder::sound();
    for format in ["csv", "json", "table"] {
        assert_eq!(folder.tabulate(&["--format", format]).stdout, folder.tabulate(&["--format", format]).stdout);
    }
}
