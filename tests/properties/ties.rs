//! Equal entries share a place, and of equal extremes one copy a drop goes.

use guanmo::folder::rules;
use guanmo::scoring::event::{Cell, Entry, Event, Judge};
use guanmo::scoring::rules::Kind;
use guanmo::scoring::{Explain, tabulate};
use proptest::collection::vec;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::cases;
use super::draft::{Draft, any_event};

/// One group, one criterion; one highest and one lowest mark dropped.
const TRIMMED: &str = r#"
schema = 1
[rounding]
final = 2
[[group]]
id = "all"
[[component]]
id = "visit"
kind = "marks"
[component.aggregate]
method = "trimmed-mean"
[[component.criterion]]
id = "effect"
max = 3
step = 1
"#;

/// Adds an entry that is the first one's equal in everything.
fn with_twin(draft: &mut Draft) {
    let twin = draft.entries.len();
    draft.entries.push(Entry { id: "twin".to_owned(), ..draft.entries[0].clone() });
    let exclusions = draft.exclusions.iter().filter(|x| x.entry == Some(0)).cloned().collect::<Vec<_>>();
    draft.exclusions.extend(exclusions.into_iter().map(|mut x| {
        x.entry = Some(twin);
        x
    }));
    let adjustments = draft.adjustments.iter().filter(|x| x.entry == 0).cloned().collect::<Vec<_>>();
    draft.adjustments.extend(adjustments.into_iter().map(|mut x| {
        x.entry = twin;
        x
    }));
    let values = draft.values.iter().filter(|(cell, _)| cell.entry == 0).cloned().collect::<Vec<_>>();
    draft.values.extend(values.into_iter().map(|(cell, values)| (Cell { entry: twin, ..cell }, values)));
    let measures = draft.measures.iter().filter(|measure| measure.1 == 0).copied().collect::<Vec<_>>();
    draft.measures.extend(measures.into_iter().map(|(component, _, value)| (component, twin, value)));
    let about: Vec<String> = draft.decisions.iter().filter(|row| row.entry == 0).map(|row| row.tie.clone()).collect();
    draft.decisions.retain(|row| row.entry != 0 && (row.tie.is_empty() || !about.contains(&row.tie)));
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn equal_entries_share_total_place_award_and_band(mut draft in any_event()) {
        // on a ranking ballot no two entries are equal
        prop_assume!(!draft.rules.components.iter().any(|part| matches!(part.kind, Kind::Ranking { .. })));
        with_twin(&mut draft);
        let event = draft.event();
        let report = tabulate(&event).report("", &Explain::None);
        let row = |id: &str| report.ranking.iter().find(|row| row.entry == id).expect("a row").clone();
        let (first, twin) = (row("e0"), row("twin"));
        let shared = guanmo::scoring::result::RankingRow { entry: first.entry.clone(), ..twin };
        prop_assert_eq!(first, shared);
    }

    #[test]
    fn trimming_drops_one_copy_of_an_extreme(marks in vec(0i64..4, 3..9)) {
        let rules = rules::parse(TRIMMED).expect("sound rules");
        let entry = Entry { id: "e".to_owned(), ..Entry::default() };
        let judges = (0..marks.len())
            .map(|j| Judge { id: format!("j{j}"), name: String::new(), unit: String::new(), group: 0, panel: String::new() })
            .collect();
        let mut event = Event::new(rules, vec![entry], judges, vec![], vec![], vec![]);
        for (judge, mark) in marks.iter().enumerate() {
            event.values_mut(Cell { component: 0, judge, entry: 0 }).expect("a judge")[0] = *mark;
        }
        let kept = marks.iter().sum::<i64>() - marks.iter().max().expect("some") - marks.iter().min().expect("some");
        let count = marks.len() as i64 - 2;
        let report = tabulate(&event).report("", &Explain::None);
        // to two decimals, half up, in whole numbers
        let hundredths = (2 * 100 * kept + count) / (2 * count);
        prop_assert_eq!(&report.ranking[0].total, &Decimal::new(hundredths, 2).to_string());
    }
}
