//! Lists that an office program has saved in its own forms make the same event.

use guanmo::folder::intake::{Given, read};
use guanmo::folder::tidy::Choices;
use guanmo::folder::{Files, RULES_FILE, write_files};

use crate::support::office;
use crate::support::workbook::{Book, Cell, text};

const RULES: &str = "schema = 1\ntitle = \"小例\"\n[[group]]\nid = \"lead\"\n[[component]]\nid = \"visit\"\nkind = \"marks\"\n\
    weight = 0.8\n[[component.criterion]]\nid = \"effect\"\nmax = 100\n[[component]]\nid = \"daily\"\nkind = \"measure\"\n\
    weight = 0.2\nmax = 100\n";

/// Lists with everything in them that a program may write in a way of its own.
fn book() -> Book {
    let mut book = Book::default();
    book.add(
        "参评项目",
        "编号,项目名称,申报单位,简介\n,甲 项  目,甲镇,\"第一行\n第二行\"\n,=1+1,乙镇,\n03,丙项目,丙镇,<b>&\n",
    );
    book.add("评委", "评委,姓名或席位,所在单位,评委组\nL1,一席,,lead\nL2,二席,,lead\n");
    book.add("行程", "编号,顺序,计划到达,计划离开,看点\n01,1,,8:35,\n02,2,9：10,九点半,\n03,3,10.10,上午10:35,\n");
    book.add("日常考核", "环节,编号,得分\ndaily,01,\ndaily,02,\ndaily,03,80\n");
    let shown = |number: &str, code: &str| Cell::Shown(number.to_owned(), code.to_owned(), String::new());
    book.set("参评项目", "A2", shown("1", "00"));
    book.set("参评项目", "A3", shown("2", "00"));
    book.set("行程", "B2", Cell::Number("1".to_owned()));
    book.set("行程", "C2", Cell::Time("0.34027777777777779".to_owned()));
    book.set("日常考核", "C2", Cell::Number("95.599999999999994".to_owned()));
    book.set("日常考核", "C3", shown("88.25", "0.0\"分\""));
    book.sheet("参评项目").rows.push(vec![text("合计"), text("3个")]);
    book
}

/// What is read: the files, and what was said of them without where it stands.
fn read_as(name: &str, bytes: &[u8]) -> (Files, Vec<String>) {
    let rules = Files::from([(RULES_FILE.to_owned(), RULES.as_bytes().to_vec())]);
    let read = read(&[Given { name: name.to_owned(), bytes: bytes.to_vec() }], &rules, Choices::default());
    let faults: Vec<String> = read.faults.iter().map(ToString::to_string).collect();
    let folder = read.folder.unwrap_or_else(|| panic!("{name}: {faults:?}"));
    (write_files(&folder), read.understood.iter().map(|remark| remark.what.to_string()).collect())
}

#[test]
fn what_an_office_program_saves_as_ods_or_xlsx_is_the_same_event_and_the_same_is_said() {
    let own = book().bytes();
    let expected = read_as("a.xlsx", &own);
    let measures = String::from_utf8(expected.0["measures.csv"].clone()).expect("UTF-8");
    assert_eq!(measures, "component,entry,value\ndaily,01,95.6\ndaily,02,88.25\ndaily,03,80\n");
    assert!(expected.1.contains(&"单元格显示“88.3分”，按存下的“88.25”计".to_owned()), "{:?}", expected.1);
    let ods = office::converted("a.xlsx", &own, "ods");
    let xlsx = office::converted("a.ods", &ods, "xlsx");
    assert_eq!(read_as("a.ods", &ods), expected);
    assert_eq!(read_as("a.xlsx", &xlsx), expected);
}
