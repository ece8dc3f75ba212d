//! That a table read in pieces gives what the same table gives row by row, whatever is in it.

use encoding_rs::GB18030;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::super::fault::Fault;
use super::super::ids::{Directory, Ids};
use super::super::rules;
use super::super::source::Files;
use super::{Cut, FILE, read_cut};
use crate::scoring::event::{Cell, Entry, Event, Exclusion, ExclusionKind, Judge};

const RULES: &str = r#"schema = 1
[[group]]
id = "组"
[[component]]
id = "v"
kind = "marks"
[[component.criterion]]
id = "c1"
max = 20
step = 0.5
[[component.criterion]]
id = "指标"
min = -1.5
max = 99.99
step = 0.01
[[component]]
id = "b"
kind = "ranking"
[component.points]
first = 10
step = 1
[[component]]
id = "g"
kind = "grades"
[[component.grade]]
id = "甲"
value = 90
[[component]]
id = "m"
kind = "measure"
max = 100
"#;

const JUDGES: [&str; 4] = ["j1", "j2", "评委", "j\u{85}4"];
const COMPONENTS: [&str; 4] = ["v", "b", "g", "m"];
const ENTRIES: [&str; 4] = ["1", "2", "三", "e 4"];

fn ids(known: &[&str]) -> Ids {
    let mut ids = Ids::default();
    for (index, id) in known.iter().enumerate() {
        ids.define(id, Some(index));
    }
    ids
}

/// Everything that a table comes to: values of all cells, and faults.
fn outcome(table: &[u8], cut: Option<Cut>) -> (Vec<Option<Vec<i64>>>, Vec<Fault>) {
    let entry = |id: &&str| Entry { id: (*id).to_owned(), ..Entry::default() };
    let judge = |id: &&str| Judge {
        id: (*id).to_owned(),
        name: String::new(),
        unit: String::new(),
        group: 0,
        panel: String::new(),
    };
    let exclusion =
        |judge, entry, kind| Exclusion { judge, component: None, entry: Some(entry), kind, reason: String::new() };
    let exclusions = vec![
        exclusion(0, 1, ExclusionKind::Recused),
        exclusion(1, 2, ExclusionKind::Absent),
        exclusion(1, 0, ExclusionKind::Void),
    ];
    let rules = rules::parse(RULES).expect("sound rules");
    let (entries, judges) = (ENTRIES.iter().map(entry).collect(), JUDGES.iter().map(judge).collect());
    let mut event = Event::new(rules, entries, judges, exclusions, Vec::new(), Vec::new());
    let directory = Directory {
        entries: ids(&ENTRIES),
        judges: ids(&JUDGES),
        components: ids(&COMPONENTS),
        items: Ids::default(),
        veto_items: Ids::default(),
        fields_clear: true,
    };
    let mut faults = Vec::new();
    let files = Files::from([(FILE.to_owned(), table.to_vec())]);
    read_cut(&files, &mut event, &directory, &mut faults, cut);
    let cells = (0..COMPONENTS.len())
        .flat_map(|component| (0..JUDGES.len()).map(move |judge| (component, judge)))
        .flat_map(|(component, judge)| (0..ENTRIES.len()).map(move |entry| Cell { component, judge, entry }));
    (cells.map(|cell| event.values(cell).map(<[i64]>::to_vec)).collect(), faults)
}

/// A cell: mostly one that fits, or else anything.
fn cell(fitting: &'static [&'static str]) -> impl Strategy<Value = String> {
    let odd = prop_oneof![
        select(&["", " ", "\u{feff}", "J1", "c2", "a\0b", "\u{85}", "\t", "\u{3000}", "甲乙"][..])
            .prop_map(str::to_owned),
        select(&["\"1\"", "\"a,b\"", "\"a\nb\"", "a\"b", "\"a\"\"b\"", "\"", "\"a\"b"][..]).prop_map(str::to_owned),
        (1usize..400).prop_map(|length| "长x".repeat(length)),
        "\\PC{0,6}",
    ];
    prop_oneof![60 => select(fitting).prop_map(str::to_owned), 1 => odd]
}

fn line() -> impl Strategy<Value = String> {
    const VALUES: &[&str] = &[
        "0", "8", "8.5", "20", "20.0", "12.50", "08", "7.25", "21", "", "-1", "-0", "1", "2", "甲", ".5", "5.", "1e1",
    ];
    const CRITERIA: &[&str] = &["c1", "指标", "c1", "指标", ""];
    const MARKED: &[&str] = &["v", "v", "v", "b", "g", "m"];
    let cells = (cell(&JUDGES), cell(MARKED), cell(&ENTRIES), cell(CRITERIA), cell(VALUES));
    let row = cells.prop_map(|(judge, component, entry, criterion, value)| [judge, component, entry, criterion, value]);
    prop_oneof![
        40 => row.prop_map(|row| row.join(",")),
        1 => select(&["", ",,,,", " , ,,,", "j1,v,1", "j1,v,1,c1,8,", ",", "\u{feff}"][..]).prop_map(str::to_owned),
    ]
}

fn table() -> impl Strategy<Value = Vec<u8>> {
    const HEADERS: &[&str] = &[
        "judge,component,entry,criterion,value",
        "value,entry,judge,criterion,component",
        "评委,环节,编号,指标,得分",
        "judge,component,entry,criterion,value",
        "\"judge\",component,entry,criterion,value",
        "judge,component,entry,criterion",
        "judge,component,entry,criterion,value,more",
        "judge,judge,entry,criterion,value",
    ];
    const BEFORE: &[&str] = &["", "", "", "\u{feff}", "\u{feff}\u{feff}", "\n\r\n", "\u{feff}\n", ",,\n"];
    const ENDS: &[&str] = &["\n", "\n", "\r\n", "\r", "\n\n", "\r\r\n"];
    let lines = proptest::collection::vec((line(), select(ENDS)), 0..40);
    let spoilt = proptest::option::weighted(0.2, (any::<Index>(), any::<u8>()));
    (select(BEFORE), select(HEADERS), select(ENDS), lines, any::<bool>(), 0..8u8, spoilt).prop_map(
        |(before, header, end, lines, ended, encoding, spoilt)| {
            let mut text = format!("{before}{header}{end}");
            for (line, end) in lines {
                text += &format!("{line}{end}");
            }
            if !ended {
                text.truncate(text.trim_end_matches(['\r', '\n']).len());
            }
            let mut bytes = if encoding == 0 { GB18030.encode(&text).0.into_owned() } else { text.into_bytes() };
            if let Some((at, byte)) = spoilt.filter(|_| !bytes.is_empty()) {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            bytes
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_table_in_pieces_is_the_table_row_by_row(table in table(), size in 1usize..200, cores in 1usize..4) {
        let whole = outcome(&table, None);
        prop_assert_eq!(outcome(&table, Some(Cut { size, cores })), whole, "{:?}", String::from_utf8_lossy(&table));
    }

    #[test]
    fn any_bytes_in_pieces_are_the_bytes_row_by_row(table in proptest::collection::vec(any::<u8>(), 0..200), size in 1usize..50) {
        prop_assert_eq!(outcome(&table, Some(Cut { size, cores: 2 })), outcome(&table, None));
    }

    #[test]
    fn a_gauge_reads_what_the_criterion_reads(text in "[0-9]{0,13}(\\.[0-9]{0,8})?|\\PC{0,4}") {
        let rules = rules::parse(RULES).expect("sound rules");
        for criterion in rules.components[0].criteria() {
            let gauge = crate::scoring::card::Gauge::of(criterion).expect("a usual criterion");
            if let Some(units) = gauge.units(text.as_bytes()) {
                prop_assert_eq!(criterion.parse(&text), Ok(units));
            }
        }
    }
}

#[test]
fn a_gauge_reads_marks_of_the_usual_forms() {
    let rules = rules::parse(RULES).expect("sound rules");
    let gauge = crate::scoring::card::Gauge::of(&rules.components[0].criteria()[0]).expect("a usual criterion");
    let read = ["8", "8.5", "8.50", "08.0", "20", "8.4", "21", "", "8."].map(|text| gauge.units(text.as_bytes()));
    assert_eq!(read, [Some(80), Some(85), Some(85), Some(80), Some(200), None, None, None, None]);
}
