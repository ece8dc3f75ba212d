//! The engine and the recount, written apart, come to the same.

use guanmo::scoring::recount::{disagreements, recount};
use guanmo::scoring::result::Status;
use guanmo::scoring::rules::Kind;
use guanmo::scoring::{Explain, tabulate};
use proptest::prelude::*;

use super::cases;
use super::draft::any_event;

proptest! {
    #![proptest_config(cases(1_500))]

    #[test]
    fn the_recount_agrees_with_the_standings(draft in any_event()) {
        let event = draft.event();
        let report = tabulate(&event).report("", &Explain::None);
        prop_assert_eq!(disagreements(&event, &recount(&event), &report), vec![]);
    }
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn an_event_without_some_of_its_entries_is_counted_alike_by_both(draft in any_event(), picks: [usize; 2]) {
        let event = draft.event();
        let report = |event: &guanmo::scoring::event::Event| tabulate(event).report("", &Explain::None);
        prop_assert_eq!(report(&event.without(&[])), report(&event));
        let count = event.entries().len();
        let [first, second] = picks.map(|pick| pick % count);
        let both = event.without(&[first, second]);
        prop_assert_eq!(disagreements(&both, &recount(&both), &report(&both)), vec![]);
        // where a ballot is not complete, who leaves first decides which gap there is to close
        let ballots = event.rules().components.iter().any(|part| matches!(part.kind, Kind::Ranking { .. }));
        if !ballots {
            let then = if first == second { vec![] } else { vec![second - usize::from(second > first)] };
            prop_assert_eq!(report(&event.without(&[first]).without(&then)), report(&both));
        }
    }

    #[test]
    fn computing_twice_gives_the_same_bytes(draft in any_event()) {
        let bytes = || {
            let event = draft.event();
            let report = tabulate(&event).report("", &Explain::All);
            serde_json::to_vec(&report).expect("a report is plain data")
        };
        prop_assert_eq!(bytes(), bytes());
    }

    #[test]
    fn a_trace_ends_in_the_figures_of_its_row(draft in any_event()) {
        let event = draft.event();
        let report = tabulate(&event).report("", &Explain::All);
        let traces = report.trace.expect("traces were asked for");
        prop_assert_eq!(traces.len(), report.ranking.len());
        for row in &report.ranking {
            let trace = &traces[&row.entry];
            prop_assert_eq!(&trace.bonus.capped, &row.bonus);
            prop_assert_eq!(&trace.deduction.capped, &row.deduction);
            if let (Some(adjusted), Some(total)) = (&trace.adjusted, &trace.total) {
                let clamped = trace.clamp.as_ref().map_or(&adjusted.exact, |clamp| &clamp.after);
                prop_assert_eq!(clamped, &total.exact);
            }
            let lists = trace.components.iter().flat_map(|c| &c.groups).flat_map(|g| &g.lists);
            for value in lists.flat_map(|list| &list.values) {
                prop_assert_eq!(value.stand_in, !value.other_cards.is_empty());
                if let Some(stage) = value.stage.as_ref().filter(|stage| stage.decimals.is_some()) {
                    prop_assert_eq!(&value.value, &stage.rounded);
                }
            }
            if row.status == Status::Ranked {
                prop_assert_eq!(&trace.total.as_ref().expect("a total").rounded, &row.total);
            }
            for (component, (id, printed)) in trace.components.iter().zip(&row.components.0) {
                prop_assert_eq!(&component.component, id);
                let score = component.result().map(|stage| stage.rounded.clone()).unwrap_or_default();
                prop_assert_eq!(&score, printed);
            }
            for (component, (_, printed)) in trace.components.iter().zip(&row.weighted.0) {
                let weighted = component.weighted.as_ref().map(|stage| stage.rounded.clone()).unwrap_or_default();
                prop_assert_eq!(&weighted, printed);
            }
        }
    }
}
