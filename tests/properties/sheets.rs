//! An event that is written as a workbook, in every layout that packages have, as an ODS, and as CSV in other dialects
//! reads back as the same event, whatever words are in it.

use proptest::prelude::*;

use guanmo::folder::intake::{Given, read};
use guanmo::folder::tidy::Choices;
use guanmo::folder::{Files, RULES_FILE, write_files};

use super::cases;
use super::tape::{Tape, tape};
use crate::support::workbook::{Book, Cell, Layout, Sheet, text};

const RULES: &str = "schema = 1\ntitle = \"小例\"\n[[group]]\nid = \"lead\"\nname = \"领导\"\n[[group]]\nid = \"dept\"\n\
    [[class]]\nid = \"难\"\ncoefficient = 1.1\n[[component]]\nid = \"visit\"\nkind = \"marks\"\nweight = 0.8\n\
    [[component.criterion]]\nid = \"effect\"\nmax = 100\n[[component]]\nid = \"daily\"\nkind = \"measure\"\nweight = 0.2\nmax = 100\n";

/// Words with what files part cells, lines and elements with.
const WORDS: [&str; 14] = [
    "甲项目",
    "乙项目",
    "a,b",
    "say \"x\"",
    "<b>&amp;",
    "一\n二",
    "一；二;三",
    "x\ty",
    "合计系统",
    "备注：待定",
    "田野上的带货书记",
    "=1+1",
    "2026",
    "8:30",
];

/// A list as a sheet, and as the folder has it.
type Lists = Vec<(&'static str, &'static str, Vec<Vec<Cell>>)>;

fn number(tape: &mut Tape, id: usize) -> (Cell, String) {
    let shown = format!("{id:02}");
    match tape.below(4) {
        0 => (text(&shown), shown),
        1 => (Cell::Shown(id.to_string(), "00".to_owned(), shown.clone()), shown),
        2 => (text(&format!("\u{200b}{shown} ")), shown),
        _ => (
            text(&shown.chars().map(|c| char::from_u32(c as u32 + 0xfee0).expect("a wide digit")).collect::<String>()),
            shown,
        ),
    }
}

fn time(tape: &mut Tape, hour: usize, minute: usize) -> Cell {
    match tape.below(5) {
        0 => text(&format!("{hour:02}:{minute:02}")),
        1 => text(&format!("{hour}：{minute:02}")),
        2 => text(&format!("{hour}点{minute}分")),
        3 => text(&format!("2026-11-30T{hour:02}:{minute:02}:00")),
        _ => Cell::Shown(format!("{hour}.{minute:02}"), "0.00".to_owned(), format!("{hour}.{minute:02}")),
    }
}

/// Lists of an event, with what stands in them as people see it.
fn lists(tape: &mut Tape) -> Lists {
    let head = |words: &str| words.split(',').map(text).collect::<Vec<_>>();
    let mut entries = vec![head("编号,项目名称,申报单位,类别,简介")];
    let mut route = vec![head("编号,顺序,计划到达,计划离开,看点")];
    let mut measures = vec![head("环节,编号,得分")];
    for id in 1..=tape.between(1, 12) {
        let words = |tape: &mut Tape| text(tape.pick(&WORDS));
        let class = if tape.chance(30) { "难" } else { "" };
        let unit = text(&format!("{id}号镇"));
        entries.push(vec![number(tape, id).0, words(tape), unit, text(class), words(tape)]);
        if tape.chance(70) {
            let hour = tape.between(1, 22);
            let (from, to) = (time(tape, hour, 15), time(tape, hour, 40));
            route.push(vec![number(tape, id).0, Cell::Number(id.to_string()), from, to, words(tape)]);
        }
        if tape.chance(70) {
            measures.push(vec![
                text("daily"),
                number(tape, id).0,
                Cell::Number(format!("{}.{}", 50 + id, tape.between(1, 9))),
            ]);
        }
    }
    let mut judges = vec![head("评委,姓名或席位,所在单位,评委组")];
    for id in 1..=tape.between(1, 5) {
        let group = if tape.chance(50) { "lead" } else { "dept" };
        judges.push(vec![text(&format!("L{id}")), text(&format!("{id}席")), text(""), text(group)]);
    }
    vec![
        ("参评项目", "entries.csv", entries),
        ("评委", "judges.csv", judges),
        ("行程", "checkpoints.csv", route),
        ("日常考核", "measures.csv", measures),
    ]
}

/// What a cell says when it is typed into a file.
fn typed(cell: &Cell) -> String {
    match cell {
        Cell::Text(words) | Cell::Number(words) | Cell::Shown(_, _, words) => words.clone(),
        other => panic!("no such cell here: {other:?}"),
    }
}

/// What is read, as the lines of all files.
fn lines_of(given: &[Given]) -> Result<Vec<String>, String> {
    let rules = Files::from([(RULES_FILE.to_owned(), RULES.as_bytes().to_vec())]);
    let read = read(given, &rules, Choices::default());
    let faults: Vec<String> = read.faults.iter().map(ToString::to_string).collect();
    let files = read.folder.as_ref().map(write_files).ok_or_else(|| faults.join("\n"))?;
    let lines = |(name, bytes): (String, Vec<u8>)| {
        let text = String::from_utf8(bytes).expect("UTF-8");
        text.lines().map(|line| format!("{name}: {line}")).collect::<Vec<_>>()
    };
    Ok(files.into_iter().flat_map(lines).collect())
}

proptest! {
    #![proptest_config(cases(32))]

    #[test]
    fn an_event_reads_back_the_same_from_every_kind_of_file(mut tape in tape()) {
        let lists = lists(&mut tape);
        let mut book = Book::default();
        for (sheet, _, rows) in &lists {
            let (mut rows, mut merged) = (rows.clone(), Vec::new());
            // what offices put around a list
            if tape.chance(30) {
                rows.insert(0, vec![text("某县评比活动名单")]);
                merged.push("A1:D1".to_owned());
            }
            if tape.chance(30) {
                rows.push(vec![text("合计"), text("3个")]);
                rows.push(vec![text("填表人：张某"), text(""), text("审核人：李某")]);
            }
            book.sheets.push(Sheet { name: (*sheet).to_owned(), rows, merged, ..Sheet::default() });
        }
        let given = |name: &str, bytes: Vec<u8>| [Given { name: name.to_owned(), bytes }];
        let expected = lines_of(&given("a.xlsx", book.bytes()));
        prop_assert!(expected.is_ok(), "{:?}", expected);
        for layout in Layout::ALL {
            prop_assert_eq!(&lines_of(&given("a.xlsx", book.laid_out(&layout))), &expected, "{:?}", layout);
        }
        prop_assert_eq!(&lines_of(&given("a.ods", book.opendocument())), &expected);
        for mark in [b',', b';', b'\t'] {
            let files: Vec<Given> = lists.iter().map(|(_, file, rows)| {
                let mut csv = csv::WriterBuilder::new().delimiter(mark).flexible(true).from_writer(Vec::new());
                for row in rows {
                    csv.write_record(row.iter().map(typed)).expect("written");
                }
                Given { name: (*file).to_owned(), bytes: csv.into_inner().expect("bytes") }
            }).collect();
            prop_assert_eq!(&lines_of(&files), &expected, "{}", char::from(mark));
        }
    }
}
