//! What holds of any event: what is worked out for one entry alone is what tabulating everything again gives.

use guanmo::folder::rules;
use guanmo::scoring::event::{BLANK, Cell, Entry, Event, Exclusion, ExclusionKind, Judge};
use guanmo::scoring::result::Status;
use guanmo::scoring::rules::Kind;
use guanmo::scoring::sensitivity::sureness;
use guanmo::scoring::{Explain, tabulate};
use proptest::prelude::*;

const RULES: &str = r#"
schema = 1
[rounding]
group = 2
component = 2
final = 2
[[group]]
id = "a"
weight = 2
[[group]]
id = "b"
weight = 1
[[component]]
id = "visit"
kind = "marks"
weight = 0.6
[component.aggregate]
OVER
[[component.criterion]]
id = "one"
max = 10
step = 0.5
[[component.criterion]]
id = "two"
max = 10
step = 1
weight = 2
[[component]]
id = "vote"
kind = "grades"
weight = 0.4
[[component.grade]]
id = "good"
value = 30
[[component.grade]]
id = "fair"
value = 20
[[component.grade]]
id = "poor"
value = 5
[ranking]
tie_break = ["component:visit", "criterion:visit.one"]
[[award]]
name = "一等奖"
places = 1
boundary = "enlarge"
[[award]]
name = "二等奖"
places = 2
boundary = "enlarge"
"#;

const METHODS: [&str; 5] = [
    "method = \"mean\"",
    "method = \"trimmed-mean\"",
    "method = \"median\"",
    "over = \"criterion\"\nmethod = \"mean\"",
    "method = \"mean\"\nrecusal = \"own-mean\"",
];

/// Places of the ranked entries by id.
fn places(event: &Event) -> Vec<(String, usize)> {
    let report = tabulate(event).report("", &Explain::None);
    let ranked = report.ranking.iter().filter(|row| row.status == Status::Ranked);
    ranked.map(|row| (row.entry.clone(), row.rank.parse().expect("a place"))).collect()
}

/// Each mark moved by one step, each time everything tabulated again.
fn by_hand(event: &Event) -> Vec<(String, usize, usize)> {
    let mut found: Vec<(String, usize, usize)> =
        places(event).into_iter().map(|(entry, place)| (entry, place, place)).collect();
    let mut altered = event.clone();
    for component in 0..event.rules().components.len() {
        for judge in 0..event.judges().len() {
            for entry in 0..event.entries().len() {
                let cell = Cell { component, judge, entry };
                let Some(own) = event.values(cell).map(<[i64]>::to_vec) else { continue };
                if own.contains(&BLANK) || event.expectation(cell) != guanmo::scoring::event::Expectation::Due {
                    continue;
                }
                for index in 0..own.len() {
                    for by in [-1, 1] {
                        let value = match &event.rules().components[component].kind {
                            Kind::Marks { criteria, .. } if criteria[index].id == "one" => own[index] + 5 * by,
                            _ => own[index] + by,
                        };
                        let most = match &event.rules().components[component].kind {
                            Kind::Marks { criteria, .. } if criteria[index].id == "one" => 100,
                            Kind::Marks { .. } => 10,
                            _ => 2,
                        };
                        if !(0..=most).contains(&value) {
                            continue;
                        }
                        altered.values_mut(cell).expect("a seat")[index] = value;
                        for (entry, place) in places(&altered) {
                            let one = found.iter_mut().find(|(id, _, _)| *id == entry).expect("ranked");
                            (one.1, one.2) = (one.1.min(place), one.2.max(place));
                        }
                        altered.values_mut(cell).expect("a seat").copy_from_slice(&own);
                    }
                }
            }
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_entry_worked_out_anew_is_everything_tabulated_again(
        method in 0..METHODS.len(),
        marks in proptest::collection::vec((8..14i64, 4..8i64, 0..3i64), 5 * 5),
        recused in proptest::option::of((0..5usize, 0..5usize)),
    ) {
        let text = RULES.replace("OVER", METHODS[method]);
        let text = if text.contains("own-mean") { text.replace("[[component.grade]]\nid = \"good\"", "[component.aggregate]\nmethod = \"mean\"\n[[component.grade]]\nid = \"good\"") } else { text };
        let rules = rules::parse(&text).unwrap_or_else(|faults| panic!("{faults:?}"));
        let entry = |n: usize| Entry { id: format!("e{n}"), ..Entry::default() };
        let judge = |n: usize| Judge {
            id: format!("j{n}"), name: format!("{n}席"), unit: String::new(), group: usize::from(n > 2), panel: String::new(),
        };
        // a group of two, one of three: trimmed lists need three
        let judge = |n: usize| if METHODS[method].contains("trimmed") { Judge { group: 0, ..judge(n) } } else { judge(n) };
        let rules = if METHODS[method].contains("trimmed") {
            rules::parse(&text.replace("[[group]]\nid = \"b\"\nweight = 1\n", "")).unwrap_or_else(|faults| panic!("{faults:?}"))
        } else { rules };
        let exclusions = recused.map(|(judge, entry)| Exclusion {
            judge, component: None, entry: Some(entry), kind: ExclusionKind::Recused, reason: String::new(),
        });
        let mut event = Event::new(
            rules, (0..5).map(entry).collect(), (0..5).map(judge).collect(), exclusions.into_iter().collect(), Vec::new(), Vec::new(),
        );
        for (index, (one, two, grade)) in marks.into_iter().enumerate() {
            let (judge, entry) = (index / 5, index % 5);
            event.values_mut(Cell { component: 0, judge, entry }).expect("a seat").copy_from_slice(&[one * 5, two]);
            event.values_mut(Cell { component: 1, judge, entry }).expect("a seat").copy_from_slice(&[grade]);
        }
        let sure = sureness(&event, 10, [3; 32]);
        let spans: Vec<_> = sure.entries.iter().map(|one| {
            let span = one.step.expect("worked out");
            (one.entry.clone(), span.from, span.to)
        }).collect();
        prop_assert_eq!(spans, by_hand(&event));
        // with one seat left out, by hand as well
        for judge in 0..5 {
            let absent = Exclusion { judge, component: None, entry: None, kind: ExclusionKind::Absent, reason: String::new() };
            let exclusions = event.exclusions().iter().cloned().chain([absent]).collect();
            let mut without = Event::new(
                event.rules().clone(), event.entries().to_vec(), event.judges().to_vec(), exclusions, Vec::new(), Vec::new(),
            );
            for component in 0..2 {
                for (judge, entry) in (0..25).map(|cell| (cell / 5, cell % 5)) {
                    let cell = Cell { component, judge, entry };
                    let own = event.values(cell).expect("a seat").to_vec();
                    without.values_mut(cell).expect("a seat").copy_from_slice(&own);
                }
            }
            let places = places(&without);
            if places.len() < 5 {
                continue;
            }
            for (entry, place) in places {
                let one = sure.entries.iter().find(|one| one.entry == entry).expect("ranked");
                let span = one.seat.expect("a seat was left out");
                prop_assert!((span.from..=span.to).contains(&place));
                prop_assert!(place == one.place || one.elsewhere.iter().any(|(other, _)| *other == place));
            }
        }
    }
}
