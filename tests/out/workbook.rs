//! The workbook and the CSV as an office program opens them.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde_json::Value;

use super::{closed, exports};
use crate::support::folder::Folder;
use crate::support::office::{self, Rows};
use crate::support::site::{Person, Site, Who};

/// Rows of a sheet below title, source and header.
const BODY: usize = 3;

/// An event whose figures run on without an end: thirds, and no rounding before the total.
fn thirds() -> Folder {
    let folder = Folder::sound();
    folder.replace("scoring-rules.toml", "method = \"mean\"", "method = \"mean\"\nscope = \"panel\"");
    folder.replace("scoring-rules.toml", "group = 2\ncomponent = 2\ncomponent_weighted = 2\n", "");
    folder.write("adjustments.csv", "entry,kind,item,points,reason\nA,bonus,表彰,1.50,省级\nB,veto,,,通报\n");
    folder.write("exclusions.csv", "judge,component,entry,kind,reason\nj2,visit,C,void,笔误\n");
    folder
}

fn report(folder: &Folder) -> Value {
    let output = folder.tabulate(&["--format", "json", "--explain", "all"]);
    serde_json::from_str(&output.stdout).expect("JSON")
}

fn workbook(person: &Person, event: &str, language: &str) -> Vec<u8> {
    let answer = person.get(&format!("/events/{event}/workbook.xlsx?lang={language}"));
    assert_eq!(answer.status(), 200);
    answer.bytes().expect("bytes").to_vec()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The rows of the ranking as `tabulate` has them, in the columns of the CSV.
fn ranking(report: &Value) -> Rows {
    let status = |word: &str| match word {
        "ranked" => "有名次",
        "vetoed" => "否决",
        _ => "缺数据",
    };
    let rows = report["ranking"].as_array().expect("rows").iter();
    rows.map(|row| {
        let mut cells: Vec<String> =
            ["rank", "entry", "name", "unit", "track", "total"].iter().map(|key| text(&row[*key])).collect();
        cells.extend(["visit", "daily"].iter().map(|key| text(&row["components"][*key])));
        cells.extend(["bonus", "deduction", "award", "band"].iter().map(|key| text(&row[*key])));
        cells.push(status(row["status"].as_str().expect("a word")).to_owned());
        // no place needs a word
        cells.push(String::new());
        cells
    })
    .collect()
}

/// Every pair of an exact and a rounded figure of the traces, in the order of the ranking and of the steps.
fn stages(report: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut stage = |value: &Value| {
        if value.is_object() {
            found.push((text(&value["exact"]), text(&value["rounded"])));
        }
    };
    for row in report["ranking"].as_array().expect("rows") {
        let trace = &report["trace"][row["entry"].as_str().expect("an id")];
        for component in trace["components"].as_array().expect("components") {
            for group in component["groups"].as_array().expect("groups") {
                for list in group["lists"].as_array().expect("lists") {
                    stage(&list["result"]);
                    stage(&list["weighted"]);
                }
                stage(&group["score"]);
            }
            stage(&component["score"]);
            stage(&component["weighted"]);
        }
        stage(&trace["subtotal"]);
        stage(&trace["adjusted"]);
        stage(&trace["total"]);
    }
    found
}

#[test]
fn a_workbook_in_an_office_program_says_to_the_digit_what_tabulate_says() {
    let site = Site::demo();
    let folder = thirds();
    let event = site.import(&folder);
    let organiser = closed(&site, &event);
    let report = report(&folder);
    let sheets = office::sheets(&workbook(&organiser, &event, "zh"));
    assert_eq!(sheets.keys().map(String::as_str).collect::<Vec<_>>(), ["名次", "审计", "得分明细", "评分卡1 visit"]);
    assert_eq!(sheets["名次"][BODY..], ranking(&report)[..]);

    let others = ["导入的数值", "加分", "减分", "比例", "难度系数", "总分上下限"];
    let step = |row: &Vec<String>| !others.contains(&row[5].as_str()) && !row[8].is_empty();
    let rows = sheets["得分明细"][BODY..].iter().filter(|row| step(row));
    let shown: Vec<(String, String)> = rows.map(|row| (row[7].clone(), row[8].clone())).collect();
    assert_eq!(shown, stages(&report));
    let endless = shown.iter().filter(|(exact, rounded)| exact.contains('/') || rounded.len() > 17).count();
    assert!(endless >= 3, "figures of more than fifteen digits are among them: {shown:?}");

    let cards = &sheets["评分卡1 visit"][BODY..];
    assert_eq!(cards.len(), 9);
    let scores = std::fs::read_to_string(folder.path().join("scores.csv")).expect("scores");
    for line in scores.lines().skip(1) {
        let given: Vec<&str> = line.split(',').collect();
        let card = cards.iter().find(|card| card[0] == given[0] && card[3] == given[2]).expect("a card");
        let mark = &card[if given[3] == "effect" { 6 } else { 7 }];
        let same = |text: &str| text.parse::<Decimal>().expect("a figure");
        assert_eq!(same(mark), same(given[4]), "{line}");
        assert_eq!(same(&card[8]), same(&card[6]) + same(&card[7]), "{line}");
        assert_eq!(card[5], if (given[0], given[2]) == ("j2", "C") { "作废" } else { "计入" });
        assert_eq!((card[9].as_str(), card[11].len() > 20), ("1", true), "{card:?}");
    }
    let audit: Vec<_> = sheets["审计"][BODY..].iter().map(|row| row[3].as_str()).collect();
    assert!(audit.contains(&"封存") && audit.contains(&"导入活动"), "{audit:?}");
    // the other language: the same figures under other words
    let english = office::sheets(&workbook(&organiser, &event, "en"));
    let header = &english["Ranking"][BODY - 1];
    assert_eq!(header[..6], ["Rank", "Entry", "Project", "Unit", "Track", "Total"]);
    for (one, other) in sheets["名次"][BODY..].iter().zip(&english["Ranking"][BODY..]) {
        assert_eq!(one[..12], other[..12]);
    }
    assert_eq!(exports(&site, &event).len(), 2, "each is on record, with every card in it");
}

#[test]
fn a_csv_in_an_office_program_says_what_tabulate_says_in_each_encoding() {
    let site = Site::demo();
    let folder = thirds();
    let event = site.import(&folder);
    let organiser = closed(&site, &event);
    let expected = ranking(&report(&folder));
    for (encoding, number) in [("utf-8-bom", 76), ("utf-8", 76), ("gb18030", 85)] {
        let csv = organiser.get(&format!("/events/{event}/ranking.csv?encoding={encoding}")).bytes().expect("bytes");
        let rows = office::table(&csv, number);
        assert_eq!(rows.len(), expected.len() + 1, "{encoding}");
        for (shown, printed) in rows[1..].iter().zip(&expected) {
            for (column, (shown, printed)) in shown.iter().zip(printed).enumerate().take(12) {
                // a spreadsheet drops the zeros at the end of a figure in a CSV, and digits that it does not show
                let (one, other) = (shown.parse::<Decimal>(), printed.parse::<Decimal>());
                match (one, other) {
                    (Ok(one), Ok(other)) => {
                        assert!((one - other).abs() < Decimal::new(1, 7), "{encoding} {column}: {shown} {printed}");
                    }
                    _ => assert_eq!(shown, printed, "{encoding} {column}"),
                }
            }
        }
    }
}

#[test]
fn an_official_takes_out_the_result_and_how_it_came_about_but_not_whose_a_mark_is() {
    let site = Site::demo();
    let event = site.import(&thirds());
    let official = site.person(Who::Official);
    let refused = official.get(&format!("/events/{event}/workbook.xlsx"));
    assert_eq!(refused.status(), 403, "before the close");
    closed(&site, &event);
    let sheets = office::sheets(&workbook(&official, &event, "zh"));
    assert_eq!(sheets.keys().map(String::as_str).collect::<Vec<_>>(), ["名次", "得分明细"]);
    let all = format!("{sheets:?}");
    for seat in ["一席", "二席", "三席", "j1", "j2"] {
        assert!(!all.contains(seat), "{seat}");
    }
    assert!(exports(&site, &event).is_empty());
    assert_eq!(site.person(Who::Administrator).get(&format!("/events/{event}/workbook.xlsx")).status(), 403);
    let answer = official.get(&format!("/events/{event}/workbook.xlsx?lang=fr"));
    assert_eq!(answer.status(), 400);
    assert!(answer.text().expect("text").contains("可选：zh、en"));
}

#[test]
fn a_provisional_workbook_says_that_it_is_one() {
    let site = Site::demo();
    let event = site.import(&thirds());
    let organiser = site.person(Who::Organiser);
    let path = format!("/events/{event}/workbook.xlsx");
    assert_eq!(organiser.get(&path).status(), 409);
    assert_eq!(organiser.post(&format!("/events/{event}/provisional"), &[("reason", "核对")]).status(), 303);
    let sheets = office::sheets(&workbook(&organiser, &event, ""));
    assert!(sheets["名次"][1][0].starts_with("暂定，评分尚未封存"), "{:?}", sheets["名次"][1]);
    let demo = office::sheets(&workbook(&organiser, &site.published, ""));
    for (name, rows) in &demo {
        assert!(rows[0][0].contains("演示数据(非真实评分)"), "{name}: {:?}", rows[0]);
    }
}

/// The parts of a workbook's package, as texts.
fn parts(workbook: &[u8]) -> BTreeMap<String, String> {
    use std::io::Read;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(workbook)).expect("a package");
    (0..archive.len())
        .map(|index| {
            let mut file = archive.by_index(index).expect("a part");
            let mut text = String::new();
            file.read_to_string(&mut text).expect("text");
            (file.name().expect("a plain name").into_owned(), text)
        })
        .collect()
}

#[test]
fn no_cell_of_a_workbook_is_one_that_a_spreadsheet_would_run_and_every_sheet_prints_on_a4() {
    let site = Site::demo();
    let folder = Folder::sound();
    folder.replace("scoring-rules.toml", "小例", "=1+1 & 'x' <b>");
    folder.replace("scoring-rules.toml", "id = \"visit\"\n", "id = \"visit\"\nname = \"=a[b]:c*d?e/f'\"\n");
    folder.replace("scoring-rules.toml", "id = \"effect\"\n", "id = \"effect\"\nname = \"@SUM(A1)\"\n");
    let entries = "entry,name,unit,order\nA,=HYPERLINK(\"\"\"x\"\"\"),@甲,1\nB,+1+1,-乙,2\nC,正常,\"\t丙\",3\n";
    folder.write("entries.csv", entries);
    folder.write("judges.csv", "judge,name,unit,group\nj1,=cmd|'/c calc',,lead\nj2,二席,,lead\nj3,三席,,dept\n");
    let event = site.import(&folder);
    let organiser = closed(&site, &event);
    let bytes = workbook(&organiser, &event, "zh");
    let parts = parts(&bytes);
    let strings = &parts["xl/sharedStrings.xml"];
    // a text cell does not run, and says what was entered
    for cell in ["=HYPERLINK", "@甲", "+1+1", "-乙", "@SUM(A1)", "=cmd|", "=1+1 &amp;"] {
        assert!(strings.contains(&format!(">{cell}")), "{cell}");
        assert!(!strings.contains(&format!("'{cell}")), "{cell}");
    }
    assert!(strings.contains("\t丙</t>"), "{strings}");
    let sheets: Vec<_> = parts.iter().filter(|(name, _)| name.starts_with("xl/worksheets/sheet")).collect();
    assert_eq!(sheets.len(), 4);
    for (name, sheet) in sheets {
        assert!(!sheet.contains("<f>") && !sheet.contains("<f "), "{name} has a formula");
        for setting in ["paperSize=\"9\"", "fitToHeight=\"0\"", "state=\"frozen\"", "第 &amp;P 页 / 共 &amp;N 页"] {
            assert!(sheet.contains(setting), "{name}: {setting}");
        }
    }
    assert_eq!(parts["xl/workbook.xml"].matches("_xlnm.Print_Titles").count(), 4, "the header repeats");
    assert_eq!(office::sheets(&bytes)["名次"][BODY].len(), 14, "and it opens");
}
