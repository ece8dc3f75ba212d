//! Spreadsheets as offices make them: each kind of what went wrong with one, as an XLSX, an ODS and, where it can be
//! said there, as CSV.

use guanmo::app::setup::intake::RulesFrom;
use guanmo::folder::intake::{Given, Intake, read};
use guanmo::folder::tidy::{Choices, Matter};
use guanmo::folder::{Files, RULES_FILE, write_files};

use super::intake::given;
use crate::support::database::on_each;
use crate::support::desk::{export, organiser};
use crate::support::folder::{Folder, guanmo};
use crate::support::workbook::{Book, Cell, Layout, text, zipped};

const ENTRIES: &str = "编号,项目名称,申报单位,简介\n01,甲项目,甲镇,甲的简介\n02,乙项目,乙镇,\n03,丙项目,丙镇,\n";
const JUDGES: &str = "评委,姓名或席位,所在单位,评委组\nL1,领导一席,,市领导\nD1,部门一席,,部门\n";
const ROUTE: &str = "编号,顺序,计划到达,计划离开,看点\n01,1,08:30,08:55,\n02,2,09:20,09:45,\n03,3,10:10,10:35,\n";
const EXCLUSIONS: &str = "评委,环节,编号,类型,原因\nL1,,01,回避,本单位\n";
const RULES: &str = "schema = 1\ntitle = \"小例\"\n[[group]]\nid = \"leaders\"\nname = \"市领导\"\n[[group]]\n\
    id = \"departments\"\nname = \"部门\"\n[[component]]\nid = \"visit\"\nname = \"现场\"\nkind = \"marks\"\nweight = 0.8\n\
    [[component.criterion]]\nid = \"effect\"\nmax = 100\n[[component]]\nid = \"daily\"\nname = \"日常考核\"\nkind = \"measure\"\n\
    weight = 0.2\nmax = 100\n";

fn rules() -> Files {
    Files::from([(RULES_FILE.to_owned(), RULES.as_bytes().to_vec())])
}

fn book() -> Book {
    let mut book = Book::default();
    book.add("参评项目", ENTRIES);
    book.add("评委", JUDGES);
    book.add("行程", ROUTE);
    book.add("回避", EXCLUSIONS);
    book.add("日常考核", "环节,编号,得分\n日常考核,01,90.5\n日常考核,02,88\n日常考核,03,91\n");
    book
}

fn one(name: &str, bytes: Vec<u8>) -> Intake {
    read(&[given(name, bytes)], &rules(), Choices::default())
}

fn chosen(bytes: Vec<u8>, choices: Choices) -> Intake {
    read(&[given("名单.xlsx", bytes)], &rules(), choices)
}

/// What is read of a workbook in either form, which must be the same.
fn both(book: &Book) -> Intake {
    let (one_, other) = (one("名单.xlsx", book.bytes()), one("名单.ods", book.opendocument()));
    assert_eq!(said(&one_), said(&other), "XLSX and ODS");
    assert_eq!(one_.folder.as_ref().map(write_files), other.folder.as_ref().map(write_files));
    one_
}

/// Faults, doubts and remarks as people read them.
fn said(read: &Intake) -> [Vec<String>; 3] {
    [
        read.faults.iter().map(ToString::to_string).collect(),
        read.doubts.iter().map(ToString::to_string).collect(),
        read.understood.iter().map(ToString::to_string).collect(),
    ]
}

fn faults(read: &Intake) -> Vec<String> {
    let [faults, ..] = said(read);
    faults
}

fn has(list: &[String], words: &str) -> bool {
    list.iter().any(|line| line.contains(words))
}

fn file(read: &Intake, name: &str) -> String {
    let [faults, ..] = said(read);
    let folder = read.folder.as_ref().unwrap_or_else(|| panic!("{faults:?}"));
    String::from_utf8(write_files(folder)[name].clone()).expect("UTF-8")
}

fn ids(read: &Intake) -> Vec<String> {
    file(read, "entries.csv").lines().skip(1).map(|line| line.split(',').next().expect("an id").to_owned()).collect()
}

/// A folder of CSV files, with these in the place of its own.
fn folder(files: &[(&str, &str)]) -> Folder {
    let folder = Folder::empty();
    for (name, text) in [
        ("entries.csv", ENTRIES),
        ("judges.csv", "评委,姓名或席位,所在单位,评委组\nL1,领导一席,,leaders\nD1,部门一席,,departments\n"),
    ] {
        folder.write(name, text);
    }
    folder.write(RULES_FILE, RULES);
    for (name, text) in files {
        folder.write(name, text);
    }
    folder
}

fn check(folder: &Folder) -> (i32, String) {
    let output = guanmo(&["check", folder.path().to_str().expect("a plain path")]);
    assert!(!output.stderr.contains("panicked"), "{output:?}");
    (output.code, output.stderr)
}

#[test]
fn sums_notes_and_signatures_below_a_list_are_passed_over_and_said() {
    let mut book = book();
    let rows = &mut book.sheet("参评项目").rows;
    rows.push(vec![text("合计"), text("3个"), text("")]);
    rows.push(vec![text(""), text("")]);
    rows.push(vec![text("备注：以上名单经部务会审定")]);
    rows.push(vec![text("填表人：张某"), text(""), text("审核人：李某"), text(""), text(""), text("日期：11月30日")]);
    book.sheet("评委").rows.push(vec![text("平均"), text(""), text(""), text("")]);
    book.sheet("日常考核").rows.push(vec![text("合计"), text(""), Cell::Number("269.5".to_owned())]);
    book.sheet("参评项目").merged.push("A7:D7".to_owned());
    let read = both(&book);
    assert_eq!(ids(&read), ["01", "02", "03"]);
    let [_, doubts, remarks] = said(&read);
    assert_eq!(doubts, [""; 0]);
    for line in [
        "“参评项目” 第 5 行: “合计 3个”不是名单里的一行，已略过",
        "“参评项目” 第 7 行: “备注：以上名单经部务会审定”不是名单里的一行",
        "“参评项目” 第 8 行: “填表人：张某 审核人：李某 日期：11月30日”",
        "“评委” 第 4 行: “平均”",
        "“日常考核” 第 5 行: “合计 269.5”",
    ] {
        assert!(has(&remarks, line), "{line}\n{remarks:#?}");
    }
    let csv = format!("{ENTRIES}合计,3个,,\n备注：以上名单经部务会审定,,,\n");
    let (code, said) = check(&folder(&[("entries.csv", &csv)]));
    assert!(
        code == 0 && said.contains("entries.csv:5: “合计 3个”") && said.contains("entries.csv:6: "),
        "{code} {said}"
    );
}

#[test]
fn a_row_that_may_be_one_of_the_list_is_asked_about_and_read_as_decided() {
    let mut book = book();
    book.sheet("参评项目").rows.push(vec![text("合计"), text("合计项目"), text("合川镇")]);
    let read = both(&book);
    let [_, doubts, _] = said(&read);
    assert_eq!(
        doubts,
        ["“参评项目” 第 5 行: “合计 合计项目 合川镇”像是合计、备注、示例一类的行，不能确定是不是名单里的一行"]
    );
    assert_eq!(ids(&read), ["01", "02", "03"]);
    let taken = chosen(book.bytes(), Choices { rows: true, ..Choices::default() });
    assert_eq!(ids(&taken), ["01", "02", "03", "合计"]);
    assert_eq!(taken.doubts.len(), 1, "it can be decided otherwise still");
    // where nobody can be asked nothing is left out
    let (code, said) = check(&folder(&[("entries.csv", &format!("{ENTRIES}合计,合计项目,合川镇,\n"))]));
    assert!(code == 1 && said.contains("entries.csv:5: “合计 合计项目 合川镇”像是合计"), "{code} {said}");
}

#[test]
fn a_title_above_the_header_is_passed_over_and_a_table_without_one_is_said_in_one_sentence() {
    let mut book = book();
    let sheet = book.sheet("参评项目");
    sheet.rows.insert(0, vec![text("2026 年参评项目名单"), text(""), text("单位：个")]);
    sheet.rows.insert(1, vec![]);
    sheet.merged.push("A1:B1".to_owned());
    sheet.rows[2] = vec![text("编 号*"), text("项目名称（必填）"), text(" 申报\n单位"), text("简介：")];
    let read = both(&book);
    assert_eq!(ids(&read), ["01", "02", "03"]);
    let [_, _, remarks] = said(&read);
    assert!(has(&remarks, "“参评项目” 第 1 行: “2026 年参评项目名单 单位：个”在表头上面"), "{remarks:#?}");
    assert!(has(&remarks, "表头“编 号*”按“编号”计"), "{remarks:#?}");

    let mut headless = self::book();
    headless.sheet("参评项目").rows.remove(0);
    let said = faults(&both(&headless));
    let own: Vec<_> = said.iter().filter(|line| line.contains("参评项目")).collect();
    assert_eq!(own, ["“参评项目” 第 1 行: 没有找到表头：应有一行写明各列的名称，如“编号”“项目名称”“申报单位”"]);
    assert_eq!(said.len(), 1, "what refers to it is not held against anybody: {said:?}");
    let (code, said) = check(&folder(&[("entries.csv", "01,甲项目,甲镇\n02,乙项目,乙镇\n")]));
    assert!(code == 1 && said.lines().count() == 1 && said.contains("entries.csv:1: 没有找到表头"), "{said}");
}

#[test]
fn ids_are_what_the_sheet_shows() {
    let mut book = book();
    let shown = |number: &str, code: &str, shown: &str| Cell::Shown(number.into(), code.into(), shown.into());
    book.set("参评项目", "A2", shown("1", "00", "01"));
    book.set("参评项目", "A3", text("\u{200b}02\u{202a}\u{202c}"));
    book.set("参评项目", "A4", text("０３ "));
    book.set("评委", "A2", shown("1", "\"L\"0", "L1"));
    book.set("评委", "A3", text("Ｄ１"));
    book.set("回避", "A2", text(" L1\u{feff}"));
    book.set("行程", "A2", text("'01"));
    book.set("行程", "A3", text("=\"02\""));
    book.set("行程", "A4", shown("3", "00", "03"));
    let read = both(&book);
    assert_eq!(ids(&read), ["01", "02", "03"]);
    let [_, _, remarks] = said(&read);
    for line in [
        "“参评项目” 第 2 行 A（编号）: 存的是 1，按单元格显示的“01”计",
        "“参评项目” 第 3 行 A（编号）: 含有看不见的字符，已去掉，按“02”计",
        "“参评项目” 第 4 行 A（编号）: “０３ ”按“03”计",
        "“行程” 第 2 行 A（编号）: “'01”按“01”计",
        "“行程” 第 3 行 A（编号）: “=\"02\"”按“02”计",
    ] {
        assert!(has(&remarks, line), "{line}\n{remarks:#?}");
    }
    assert!(file(&read, "judges.csv").contains("\nL1,") && file(&read, "judges.csv").contains("\nD1,"));

    // the same in files
    let entries = "编号,项目名称,申报单位\n\"=\"\"01\"\"\",甲项目,甲镇\n'02,乙项目,乙镇\n 03\u{a0},丙项目,丙镇\n";
    let route = "编号,顺序,计划到达,计划离开,看点\n０１,1,8:30,,\n02 ,2,,,\n";
    let (code, said) = check(&folder(&[("entries.csv", entries), ("checkpoints.csv", route)]));
    assert_eq!(code, 0, "{said}");
    for line in [
        "entries.csv:2: entry: “=\"01\"”按“01”计",
        "entries.csv:3: entry: “'02”按“02”计",
        "checkpoints.csv:2: entry: “０１”按“01”计",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
}

#[test]
fn a_number_that_a_spreadsheet_cannot_keep_is_a_fault_and_as_a_text_it_is_kept() {
    let mut book = book();
    book.set("参评项目", "A2", Cell::Number("123456789012345678".to_owned()));
    book.set("参评项目", "A3", text("123456789012345678"));
    book.set("参评项目", "A4", Cell::Number("123456789012345".to_owned()));
    for sheet in ["行程", "回避", "日常考核"] {
        book.sheet(sheet).rows.truncate(1);
    }
    let said = faults(&both(&book));
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].starts_with("“参评项目” 第 2 行 A（编号）: 编号超过 15 位"), "{said:?}");
    book.set("参评项目", "A2", text("01"));
    assert_eq!(ids(&both(&book)), ["01", "123456789012345678", "123456789012345"]);
}

#[test]
fn what_looks_alike_is_a_fault_of_ids_and_a_question_of_names() {
    let mut book = book();
    book.set("参评项目", "A3", text("O1"));
    book.set("行程", "A3", text("O1"));
    book.set("日常考核", "B3", text("O1"));
    let said_ = faults(&both(&book));
    assert_eq!(said_.len(), 1, "{said_:?}");
    assert!(said_[0].contains("第 3 行 A（编号）: 编号“O1”与第 2 行的“01”看上去相同"), "{said_:?}");
    let mut book = self::book();
    book.set("评委", "B3", text("领导 一席"));
    book.set("参评项目", "B3", text("甲项目"));
    book.set("参评项目", "C3", text("甲　镇"));
    let read = both(&book);
    let [_, doubts, _] = said(&read);
    assert_eq!(doubts.len(), 2, "{doubts:?}");
    assert!(has(&doubts, "评委“领导 一席”与第 2 行的“领导一席”看上去相同"), "{doubts:?}");
    assert!(read.folder.is_some() && read.doubts.iter().all(|doubted| doubted.what.matter() == Matter::Alike));
    // one judge twice
    let judges = "评委,姓名或席位,所在单位,评委组\nL1,一席,,leaders\nL1 ,一席,,leaders\n";
    let (code, said) = check(&folder(&[("judges.csv", judges)]));
    assert!(code == 1 && said.contains("judges.csv:3: judge: “L1”重复，第 2 行已有"), "{said}");
}

#[test]
fn a_number_written_otherwise_is_offered_as_the_one_that_it_is() {
    let mut book = book();
    for (sheet, at, number) in [("行程", "A2", "1"), ("日常考核", "B3", "2"), ("回避", "C2", "4")] {
        book.set(sheet, at, Cell::Number(number.to_owned()));
    }
    let said = faults(&both(&book));
    assert!(has(&said, "“行程” 第 2 行 A（编号）: 没有“1”，可用：01、02、03；是否想写 01"), "{said:?}");
    assert!(has(&said, "没有“2”，可用：01、02、03；是否想写 02"), "{said:?}");
    assert!(said.iter().any(|line| line.ends_with("没有“4”，可用：01、02、03")), "{said:?}");
}

#[test]
fn hidden_rows_columns_and_sheets_are_asked_about() {
    let mut book = book();
    book.sheet("参评项目").hidden_rows = vec![4];
    book.sheet("参评项目").hidden_columns = vec![4];
    book.sheet("行程").hidden = true;
    book.sheet("日常考核").rows.truncate(3);
    let read = both(&book);
    let [_, doubts, _] = said(&read);
    assert_eq!(
        doubts,
        [
            "“参评项目”: 第 4 行共 1 行被隐藏或筛选掉了，是否要用不能确定",
            "“参评项目”: D（简介） 列被隐藏，是否要用不能确定",
            "“行程”: 工作表被隐藏，是否要用不能确定"
        ]
    );
    assert_eq!(ids(&read), ["01", "02"]);
    assert!(!file(&read, "entries.csv").contains("甲的简介") && file(&read, "checkpoints.csv").lines().count() == 1);
    let taken = chosen(book.bytes(), Choices { hidden: true, ..Choices::default() });
    assert_eq!(ids(&taken), ["01", "02", "03"]);
    assert!(file(&taken, "entries.csv").contains("甲的简介") && file(&taken, "checkpoints.csv").lines().count() == 4);
}

#[test]
fn times_are_read_where_they_mean_one_time_and_are_faults_elsewhere() {
    let mut book = book();
    let number = |text: &str| Cell::Number(text.to_owned());
    book.set("行程", "C2", number("0.354166666666667"));
    book.set("行程", "D2", text("九点"));
    book.set("行程", "C3", Cell::Shown("9.3".into(), "0.00".into(), "9.30".into()));
    book.set("行程", "D3", text("上午9:55"));
    book.set("行程", "C4", text("2026-11-30T10:10:00"));
    book.set("行程", "D4", text("１０：３５"));
    let read = both(&book);
    let route = file(&read, "checkpoints.csv");
    assert!(route.contains("01,1,08:30,09:00,") && route.contains("02,2,09:30,09:55,"), "{route}");
    assert!(route.contains("03,3,10:10,10:35,"), "{route}");
    let [_, _, remarks] = said(&read);
    assert!(has(&remarks, "“行程” 第 2 行 D（计划离开）: “九点”按 09:00 计"), "{remarks:?}");
    assert!(has(&remarks, "C（计划到达）: “9.30”按 09:30 计"), "{remarks:?}");
    book.set("行程", "C2", number("8.3"));
    book.set("行程", "D3", text("25:70"));
    book.set("行程", "D4", text("10:05"));
    let said = faults(&both(&book));
    for line in [
        "“行程” 第 2 行 C（计划到达）: “8.3”不能确定是几点几分",
        "“行程” 第 3 行 D（计划离开）: “25:70”不能确定是几点几分",
        "“行程” 第 4 行 D（计划离开）: 计划离开 10:05 早于计划到达 10:10",
    ] {
        assert!(has(&said, line), "{line}\n{said:#?}");
    }
    assert_eq!(said.len(), 3, "{said:?}");
    let route = "编号,顺序,计划到达,计划离开,看点\n01,1,八点半,8点50,\n02,2,25:70,,\n03,3,10:00,9:50,\n";
    let (code, said) = check(&folder(&[("checkpoints.csv", route)]));
    assert!(code == 1 && said.contains("checkpoints.csv:3: planned_arrival: “25:70”"), "{said}");
    assert!(said.contains("checkpoints.csv:4: planned_departure: 计划离开 09:50 早于计划到达 10:00"), "{said}");
}

#[test]
fn parts_are_found_by_what_the_package_says_and_a_lost_text_is_damage() {
    let book = book();
    let expected = write_files(one("名单.xlsx", book.bytes()).folder.as_ref().expect("a folder"));
    for layout in Layout::ALL {
        let read = one("名单.xlsx", book.laid_out(&layout));
        assert_eq!(faults(&read), [""; 0], "{layout:?}");
        assert_eq!(write_files(read.folder.as_ref().expect("a folder")), expected, "{layout:?}");
    }
    let mut lost = self::book();
    lost.set("参评项目", "C3", Cell::Lost);
    let said = faults(&one("名单.xlsx", lost.bytes()));
    assert!(
        said.len() == 1 && said[0].starts_with("“参评项目” 第 3 行 C（申报单位）: 这一格的文字在文件里找不到"),
        "{said:?}"
    );
    // a part that is named and not there
    let mut parts = zip::ZipArchive::new(std::io::Cursor::new(book.laid_out(&Layout::ALL[1]))).expect("a ZIP");
    for missing in ["xl/sharedStrings.xml", "xl/styles.xml", "xl/worksheets/sheet2.xml", "xl/_rels/workbook.xml.rels"] {
        let mut files = Vec::new();
        for index in 0..parts.len() {
            let mut part = parts.by_index(index).expect("a part");
            let (name, mut bytes) = (part.name().expect("a name").into_owned(), Vec::new());
            std::io::Read::read_to_end(&mut part, &mut bytes).expect("read");
            files.extend((name != missing).then_some((name, bytes)));
        }
        let cut = zipped(files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())));
        let read = one("名单.xlsx", cut);
        assert!(read.folder.is_none() && has(&faults(&read), "文件不完整或已损坏"), "{missing}: {:?}", faults(&read));
    }
}

#[test]
fn escapes_are_taken_back_and_what_is_shown_beside_what_is_kept_is_said() {
    let mut book = book();
    let shown = |number: &str, code: &str, shown: &str| Cell::Shown(number.into(), code.into(), shown.into());
    book.set("日常考核", "C2", shown("90.4", "0\"分\"", "90分"));
    book.set("日常考核", "C3", shown("88", "¥0.00", "¥88.00"));
    book.set("日常考核", "C4", shown("91.26", "0.0", "91.3"));
    let read = both(&book);
    assert!(file(&read, "measures.csv").ends_with("daily,01,90.4\ndaily,02,88\ndaily,03,91.26\n"));
    let [_, _, remarks] = said(&read);
    for line in [
        "单元格显示“90分”，按存下的“90.4”计",
        "单元格显示“¥88.00”，按存下的“88”计",
        "单元格显示“91.3”，按存下的“91.26”计",
    ] {
        assert!(has(&remarks, line), "{line}\n{remarks:#?}");
    }
    let mut book = self::book();
    book.set("参评项目", "D2", text("一_x000D_\n二_x0041_"));
    let read = one("名单.xlsx", book.laid_out(&Layout::ALL[1]));
    assert!(file(&read, "entries.csv").contains("\"一\n二A\""), "{}", file(&read, "entries.csv"));
}

#[test]
fn examples_that_were_left_in_are_passed_over_with_what_refers_to_them() {
    let mut book = book();
    let rows = &mut book.sheet("参评项目").rows;
    rows.insert(1, vec![text("E1"), text("示例：一网通办"), text("示例甲镇")]);
    book.sheet("行程").rows.insert(1, vec![text("E1"), text("9"), text("08:00"), text("08:10")]);
    book.sheet("回避").rows.push(vec![text("D1"), text(""), text("02"), text("回避"), text("示例：本单位项目")]);
    let read = both(&book);
    assert_eq!(ids(&read), ["01", "02", "03"]);
    let [_, _, remarks] = said(&read);
    for line in [
        "“参评项目” 第 2 行: “E1 示例：一网通办 示例甲镇”是模板的示例行",
        "“行程” 第 2 行: “E1 9 08:00 08:10”指的是略过的示例行",
        "“回避” 第 3 行",
    ] {
        assert!(has(&remarks, line), "{line}\n{remarks:#?}");
    }
    assert_eq!(file(&read, "exclusions.csv").lines().count(), 2);
}

#[test]
fn csv_is_read_as_spreadsheets_write_it() {
    let commas = "评委,姓名或席位,所在单位,评委组\nL1,\"一席，主任\",,leaders\nD1,二席,,departments\n";
    let entries = "编号,项目名称,申报单位,简介\n01,甲,甲镇,有\n02,乙,乙镇\n03,丙,丙镇,,,\n";
    let (code, said) = check(&folder(&[("judges.csv", commas), ("entries.csv", entries)]));
    assert_eq!(code, 0, "{said}");
    assert!(
        said.contains("entries.csv:3: 行尾少了逗号") && said.contains("entries.csv:4: 行尾多出的逗号已略去"),
        "{said}"
    );
    let plain = folder(&[("judges.csv", commas), ("entries.csv", entries)]);
    let expected = plain.tabulate(&["--format", "csv"]);
    for (name, mark) in [("分号", ";"), ("制表符", "\t")] {
        let other = |text: &str| text.replace("\"一席，主任\"", "一席，主任").replace(',', mark);
        let scores = "评委,环节,编号,指标,得分\nL1,visit,01,effect,90\n";
        for before in ["", "sep={}\r\n"] {
            let head = before.replace("{}", mark);
            let files = [
                ("judges.csv", format!("{head}{}", other(commas))),
                ("entries.csv", format!("{head}{}", other(entries))),
                ("scores.csv", format!("{head}{}", other(scores))),
            ];
            let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
            let (code, said) = check(&folder(&files));
            assert!(code == 0 && said.contains(&format!("judges.csv:1: 各格以{name}分隔")), "{mark:?} {code} {said}");
            let output = folder(&files[..2]).tabulate(&["--format", "csv"]);
            assert_eq!((output.code, &output.stdout), (expected.code, &expected.stdout), "{mark:?}");
        }
    }
    // a line that broke in the middle is a fault still, and never an entry
    let broken = "编号,项目名称,申报单位,简介\n01,甲,甲镇,第一行\n第二行\n02,乙,乙镇,\n";
    let (code, said) = check(&folder(&[("entries.csv", broken)]));
    assert!(code == 1 && said.contains("entries.csv:3: 这一行有 1 格，应与表头一样有 4 格"), "{said}");
    let broken =
        "编号,项目名称,申报单位,单位类型,观摩点,主题\n01,甲,甲镇,镇\n街道办,农贸市场,乡村振兴\n02,乙,乙镇,镇,馆,题\n";
    let (code, said) = check(&folder(&[("entries.csv", broken)]));
    assert!(code == 1 && said.contains("entries.csv:3: “街道办 农贸市场 乡村振兴”像是上一行断开的后半行"), "{said}");
}

#[test]
fn rows_that_stand_in_a_list_in_other_ways_are_passed_over_or_asked_about() {
    let mut book = book();
    let rows = &mut book.sheet("参评项目").rows;
    let header = rows[0].clone();
    rows.insert(2, header);
    rows.push(vec![text("一、镇组")]);
    rows.push(vec![text("04")]);
    rows.push(vec![text("以下空白")]);
    rows.push(vec![text("合计（3个）"), text("3"), text("3个")]);
    book.sheet("评委").rows[1][1] = text("主要领导");
    book.sheet("回避").rows[1][0] = text("主要领导");
    book.sheet("回避").rows.push(vec![text("D1"), text(""), text("02"), text("回避"), text("例如亲属关系")]);
    book.sheet("回避").rows.push(vec![text("无")]);
    let read = both(&book);
    let [_, doubts, remarks] = said(&read);
    assert_eq!(ids(&read), ["01", "02", "03"]);
    for line in [
        "“参评项目” 第 3 行: 表头又出现了一次",
        "第 8 行: “以下空白”",
        "第 9 行: “合计（3个） 3 3个”",
        "“回避” 第 4 行: “无”",
    ] {
        assert!(has(&remarks, line), "{line}\n{remarks:#?}");
    }
    assert_eq!(doubts.len(), 2, "{doubts:?}");
    assert!(has(&doubts, "第 6 行: “一、镇组”只有编号") && has(&doubts, "第 7 行: “04”只有编号"), "{doubts:?}");
    assert_eq!(file(&read, "exclusions.csv").lines().count(), 3, "{}", file(&read, "exclusions.csv"));
    // files that were meant to be one of the folder's are not left lying
    let (code, said) = check(&folder(&[("回避.csv", EXCLUSIONS), ("底稿.csv", "x\n")]));
    assert!(code == 1 && said.contains("回避.csv:1: 不是评比文件夹里的文件；是否想写 exclusions.csv"), "{said}");
    let (code, said) = check(&folder(&[("底稿.csv", "x\n")]));
    assert!(code == 0 && said.contains("底稿.csv:1: 没有用到"), "{said}");
}

#[test]
fn what_a_spreadsheet_has_lost_or_spoilt_is_a_fault() {
    let mut book = book();
    book.set("参评项目", "A2", text("1.23457E+17"));
    book.set("参评项目", "A3", text("2-Jan"));
    book.set("参评项目", "B4", text("#N/A"));
    for sheet in ["行程", "日常考核"] {
        book.sheet(sheet).rows.truncate(1);
    }
    book.set("回避", "C2", Cell::Formula("IF(1,\"\")".to_owned(), None));
    let faults = faults(&both(&book));
    for line in [
        "“参评项目” 第 2 行 A（编号）: “1.23457E+17”像是被表格软件改写过的编号",
        "“参评项目” 第 3 行 A（编号）: “2-Jan”像是",
        "“参评项目” 第 4 行 B（项目名称）: 单元格显示 #N/A",
        "“回避” 第 2 行 C（编号）: 公式“=IF(1,\"\")”没有存下结果",
    ] {
        assert!(has(&faults, line), "{line}\n{faults:#?}");
    }
    // an empty cell means all; one that only looks empty may have meant one
    let mut book = self::book();
    book.set("回避", "C2", text("\u{200b}"));
    assert!(has(&self::faults(&both(&book)), "C（编号）: 看上去是空的"));
    // a part that was cut off is damage, and no shorter list
    let whole = self::book().laid_out(&Layout::PLAIN);
    let mut parts = zip::ZipArchive::new(std::io::Cursor::new(whole)).expect("a ZIP");
    let mut files = Vec::new();
    for index in 0..parts.len() {
        let mut part = parts.by_index(index).expect("a part");
        let (name, mut bytes) = (part.name().expect("a name").into_owned(), Vec::new());
        std::io::Read::read_to_end(&mut part, &mut bytes).expect("read");
        if name == "xl/worksheets/sheet4.xml" {
            let row = bytes.windows(4).rposition(|at| at == b"<row").expect("a row");
            bytes.truncate(row);
        }
        files.push((name, bytes));
    }
    let cut = zipped(files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())));
    assert!(has(&self::faults(&one("名单.xlsx", cut)), "文件不完整或已损坏"));
}

#[test]
fn what_cannot_be_read_is_named_with_what_to_do() {
    let ole = |stream: &str| {
        let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    };
    let package = |main: &str, of: &str| {
        let types = format!("<Types><Override PartName=\"/{main}\" ContentType=\"application/vnd.{of}\"/></Types>");
        let root = format!(
            "<Relationships><Relationship Id=\"r\" Type=\"x/officeDocument\" Target=\"{main}\"/></Relationships>"
        );
        zipped([("[Content_Types].xml", types.as_bytes()), ("_rels/.rels", root.as_bytes()), (main, b"".as_slice())])
    };
    for (name, bytes, sentence) in [
        ("名单.xls", ole("Workbook"), "是旧格式（.xls）的工作簿"),
        ("名单.et", ole("Workbook"), "是 WPS 表格（.et）"),
        ("名单.xlsx", ole("EncryptedPackage"), "工作簿设了密码"),
        ("名单.xls", b"<html><table></table></html>".to_vec(), "其实是网页"),
        ("名单.xlsb", package("xl/workbook.bin", "ms-excel.sheet.binary.macroEnabled.main"), "是二进制工作簿（.xlsb）"),
        (
            "名单.docx",
            package("word/document.xml", "openxmlformats-officedocument.wordprocessingml.document.main+xml"),
            "是 Word 文档",
        ),
        ("名单.numbers", zipped([("Index/Document.iwa", b"".as_slice())]), "是 Numbers 表格"),
        ("名单.odt", zipped([("mimetype", b"application/vnd.oasis.opendocument.text".as_slice())]), "是 ODF 文字文档"),
        ("名单.pdf", b"%PDF-1.7".to_vec(), "是 PDF"),
        ("名单.ods", b"nothing".to_vec(), "打不开"),
    ] {
        let read = one(name, bytes);
        assert!(read.folder.is_none() && has(&faults(&read), sentence), "{name}: {:?}", faults(&read));
    }
    let locked = zipped([
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet".as_slice()),
        ("META-INF/manifest.xml", b"<m><encryption-data/></m>"),
        ("content.xml", b"\x01\x02"),
    ]);
    assert!(has(&faults(&one("名单.ods", locked)), "工作簿设了密码"));
}

#[test]
fn workbooks_in_a_zip_are_read_beside_files() {
    let mut lists = book();
    lists.sheets.retain(|sheet| sheet.name != "评委");
    let zip = zipped([
        ("名单/项目.xlsx", lists.bytes().as_slice()),
        ("名单/~$项目.xlsx", b"lock".as_slice()),
        ("名单/评委.csv", JUDGES.replace("市领导", "leaders").replace("部门\n", "departments\n").as_bytes()),
        ("名单/scoring-rules.toml", RULES.as_bytes()),
        ("名单/说明.docx", b"x".as_slice()),
    ]);
    let read = read(&[given("名单.zip", zip)], &Files::new(), Choices::default());
    assert_eq!(faults(&read), [""; 0]);
    assert_eq!((ids(&read).len(), read.unused.as_slice()), (3, ["说明.docx".to_owned()].as_slice()));
    let alone = zipped([("评比活动名单.ods", book().opendocument().as_slice())]);
    assert_eq!(ids(&one("名单.zip", alone)).len(), 3);
}

#[test]
fn an_update_that_lacks_columns_says_what_it_would_blank_and_keeps_it_unless_told() {
    on_each(|database| {
        let app = database.app();
        let files = |book: &Book| vec![given("名单.xlsx", book.bytes()), given(RULES_FILE, RULES)];
        let preview = app.preview_new(&organiser(), files(&book()), &RulesFrom::Example).expect("a preview");
        let event = app.confirm_new(&organiser(), &preview.upload, "小例", Choices::default()).expect("an event");
        let mut fewer = Book::default();
        fewer.add("参评项目", "编号,项目名称,申报单位\n01,甲的新项目,甲镇\n02,乙项目,乙镇\n03,丙项目,丙镇\n");
        let update = |book: &Book| vec![Given { name: "名单.xlsx".to_owned(), bytes: book.bytes() }];
        let preview = app.preview_update(&organiser(), &event, update(&fewer)).expect("a preview").upload;
        let doubts: Vec<String> = preview.doubts.iter().map(ToString::to_string).collect();
        assert_eq!(doubts, ["“参评项目”: 没有“简介”列，而现在的名单里有 1 行填了，是保留还是改为空白不能确定"]);
        app.confirm_update(&organiser(), &event, &preview.upload, Choices::default()).expect("updated");
        let entries = || std::fs::read_to_string(export(&app, &event).path().join("entries.csv")).expect("a file");
        assert!(entries().contains("甲的新项目") && entries().contains("甲的简介"), "{}", entries());
        fewer.set("参评项目", "B3", text("乙的新项目"));
        let preview = app.preview_update(&organiser(), &event, update(&fewer)).expect("a preview").upload;
        let blanks = Choices { blanks: true, ..Choices::default() };
        let again = app.preview_again(&organiser(), &event, &preview.upload, blanks).expect("a preview");
        assert!(again.changes.iter().any(|change| change.changed.iter().any(|cell| cell.from == "甲的简介")));
        app.confirm_update(&organiser(), &event, &preview.upload, blanks).expect("updated");
        assert!(entries().contains("乙的新项目") && !entries().contains("甲的简介"), "{}", entries());
    });
}

#[test]
fn recusals_in_a_workbook_with_renamed_parts_replace_those_of_a_draft() {
    on_each(|database| {
        let app = database.app();
        let files = vec![given("名单.xlsx", book().bytes()), given(RULES_FILE, RULES)];
        let preview = app.preview_new(&organiser(), files, &RulesFrom::Example).expect("a preview");
        let event = app.confirm_new(&organiser(), &preview.upload, "小例", Choices::default()).expect("an event");
        let mut recusals = Book::default();
        recusals.add("回避", "评委,环节,编号,类型,原因\nL1,,01,回避,本单位\nD1,,02,回避,亲属\n");
        let bytes = recusals.laid_out(&Layout::ALL[2]);
        let preview = app.preview_update(&organiser(), &event, vec![given("回避.xlsx", bytes)]).expect("a preview");
        assert!(preview.upload.understood.iter().any(|remark| remark.to_string().contains("按“全部环节”计")));
        app.confirm_update(&organiser(), &event, &preview.upload.upload, Choices::default()).expect("updated");
        let written = std::fs::read_to_string(export(&app, &event).path().join("exclusions.csv")).expect("a file");
        assert_eq!(written.lines().count(), 3, "{written}");
    });
}

#[test]
fn words_of_the_page_are_used_in_the_place_of_ids() {
    let mut book = book();
    book.set("评委", "D3", text("部们"));
    book.set("回避", "B2", text("现厂"));
    let said = faults(&both(&book));
    assert!(has(&said, "没有“部们”，可用：部门、市领导"), "{said:?}");
    assert!(has(&said, "B（环节）: 没有“现厂”，可用：日常考核、现场"), "{said:?}");
    assert!(!said.iter().any(|line| line.contains("departments") || line.contains("visit")), "{said:?}");
}
