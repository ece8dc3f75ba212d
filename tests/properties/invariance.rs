//! In what order judges, entries and rows stand never matters.

use std::collections::BTreeSet;

use guanmo::scoring::result::Report;
use guanmo::scoring::{Explain, tabulate};
use proptest::prelude::*;

use super::cases;
use super::draft::{Draft, any_event};
use super::tape::tape;

/// All of a result but the order in which tracks are printed.
fn outcome(draft: &Draft) -> (BTreeSet<String>, BTreeSet<String>) {
    let event = draft.event();
    let Report { ranking, blockers, .. } = tabulate(&event).report("", &Explain::None);
    let text = |value: serde_json::Result<String>| value.expect("plain data");
    (
        ranking.iter().map(|row| text(serde_json::to_string(row))).collect(),
        blockers.iter().map(|blocker| text(serde_json::to_string(blocker))).collect(),
    )
}

proptest! {
    #![proptest_config(cases(512))]

    #[test]
    fn the_order_of_judges_entries_and_rows_never_matters(draft in any_event(), mut tape in tape()) {
        prop_assert_eq!(outcome(&draft), outcome(&draft.shuffled(&mut tape)));
    }

    #[test]
    fn without_tracks_rows_are_printed_in_the_same_order_too(mut draft in any_event(), mut tape in tape()) {
        draft.rules.ranking.by_track = false;
        let order = |draft: &Draft| -> Vec<String> {
            let event = draft.event();
            tabulate(&event).report("", &Explain::None).ranking.into_iter().map(|row| row.entry).collect()
        };
        prop_assert_eq!(order(&draft), order(&draft.shuffled(&mut tape)));
    }
}
