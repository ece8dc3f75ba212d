//! Entries that are withdrawn, and that take part again.

use guanmo::app::desk::day::{DayChange, DayFault};
use guanmo::app::desk::overview::ExcludeRequest;
use guanmo::app::desk::overview::RouteFault;
use guanmo::app::error::Already;
use guanmo::app::error::NotFound;
use guanmo::app::event::wire::{Expected, Outcome};
use guanmo::scoring::event::ExclusionKind;

use super::{RULES, agrees, cards, fault, full, make, preview, scores, standings, tabulated, without};
use crate::support::database::on_each;
use crate::support::desk::{export, import, organiser};
use crate::support::fault::refusal;
use crate::support::folder::Folder;
use crate::support::tablet::Tablet;

fn withdraw(entry: &str) -> DayChange {
    DayChange::Withdraw { entry: entry.into() }
}

/// The folder as if an entry had never been in it: ballots close ranks.
fn never_there(folder: Folder, entry: &str) -> Folder {
    let scores = std::fs::read_to_string(folder.path().join("scores.csv")).expect("scores");
    let place = |judge: &str| {
        let row = scores.lines().find(|line| line.starts_with(&format!("{judge},vote,{entry},")));
        row.and_then(|row| row.rsplit(',').next()).map(|place| place.parse::<u32>().expect("a place"))
    };
    let moved = scores.lines().map(|line| {
        let cells: Vec<&str> = line.split(',').collect();
        match (cells[1], cells[4].parse::<u32>()) {
            ("vote", Ok(given)) if place(cells[0]).is_some_and(|gone| given > gone) => {
                format!("{},vote,{},,{}", cells[0], cells[2], given - 1)
            }
            _ => line.to_owned(),
        }
    });
    folder.write("scores.csv", moved.collect::<Vec<_>>().join("\n") + "\n");
    for file in ["entries.csv", "scores.csv", "measures.csv", "adjustments.csv", "checkpoints.csv"] {
        without(&folder, file, entry);
    }
    folder
}

#[test]
fn a_withdrawn_entry_is_not_ranked_and_the_others_are_ranked_as_if_it_had_never_been_there() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &full());
        let before = standings(&app, &event);
        // the best of the measure, first on one ballot, with a bonus: it is missed everywhere
        for entry in ["A", "C"] {
            let shown = preview(&app, &event, &withdraw(entry));
            assert!(
                shown.notes.iter().any(|note| note.contains("16 张") && note.contains("现场观摩：一席、")),
                "{:?}",
                shown.notes
            );
            assert_eq!((shown.cards[0].before, shown.cards[0].after), ((64, 64), (48, 48)));
            make(&app, &event, &withdraw(entry));
            assert_eq!(cards(&app, &event), (48, 48));
            let report = agrees(&app, &event);
            let expected = tabulated(&never_there(full(), entry));
            assert_eq!(serde_json::to_value(&report.ranking).expect("JSON"), expected["ranking"]);
            assert!(report.is_final);
            let gone: Vec<_> = report.withdrawn.iter().map(|row| (row.entry.as_str(), row.reason.as_str())).collect();
            assert_eq!(gone, [(entry, "当日情况有变")]);
            let folder = export(&app, &event);
            for file in ["entries.csv", "scores.csv", "measures.csv", "adjustments.csv", "checkpoints.csv"] {
                let text = std::fs::read_to_string(folder.path().join(file)).expect("a file");
                assert!(!text.lines().any(|line| line.split(',').any(|cell| cell == entry)), "{file}: {text}");
            }
            assert!(matches!(fault(&app, &event, &withdraw(entry)).fault(), Some(Already { .. })));
            // its cards were kept: taken back, everything is as it was
            make(&app, &event, &DayChange::Readmit { entry: entry.into() });
            assert_eq!(agrees(&app, &event), before);
            let back = DayChange::Readmit { entry: entry.into() };
            assert!(matches!(fault(&app, &event, &back).fault(), Some(DayFault::NotWithdrawn)));
        }
    });
}

#[test]
fn whatever_the_rules_say_of_a_veto_a_withdrawn_entry_is_no_vetoed_one() {
    on_each(|database| {
        let app = database.app();
        for effect in ["disqualify", "no-award", "lowest-band", "drop-one-band"] {
            let folder = full();
            let band = "[[band]]\nname = \"好\"\nat_least = 80\n[[band]]\nname = \"中\"\nat_least = 0\n";
            folder.write("scoring-rules.toml", format!("{RULES}\n[veto]\neffect = \"{effect}\"\n{band}"));
            folder.append("adjustments.csv", "C,veto,,,通报\n");
            let event = import(&app, &folder);
            make(&app, &event, &withdraw("C"));
            make(&app, &event, &withdraw("A"));
            let report = agrees(&app, &event);
            assert_eq!(report.ranking.iter().map(|row| row.rank.as_str()).collect::<Vec<_>>(), ["1", "2"], "{effect}");
        }
    });
}

#[test]
fn tablets_are_told_and_what_still_comes_is_kept_apart() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &super::folder());
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        app.arrive(&organiser(), &event, "A").expect("arrived");
        assert_eq!(scores(&mut tablet, "visit", "A"), Outcome::Recorded);
        make(&app, &event, &withdraw("A"));
        let card = tablet.card("visit", "A");
        assert_eq!((card.expected, card.open, card.revision), (Expected::Withdrawn, false, 1));
        assert_eq!(scores(&mut tablet, "visit", "A"), Outcome::Excluded);
        let view = app.judge_view(&tablet.judge).expect("a view");
        let vote = view.components.iter().find(|part| part.id == "vote").expect("the ballot");
        assert_eq!((vote.places, vote.ballot.contains(&"A".to_owned())), (3, false));
        assert!(!view.route[0].skipped, "the bus was there");
        // a stop of a withdrawn entry that is ahead is passed over, and none waits for it
        make(&app, &event, &withdraw("D"));
        assert!(refusal::<_, RouteFault>(&app.arrive(&organiser(), &event, "D")).is_some());
        for entry in ["B", "C"] {
            app.arrive(&organiser(), &event, entry).expect("arrived");
        }
        app.leave(&organiser(), &event, "C").expect("left");
        assert!(tablet.card("vote", "").open);
        let op = tablet.op("vote", "", None, &[("B", "2"), ("C", "1")]);
        assert_eq!(tablet.send_one(&op).outcome, Outcome::Recorded);
        agrees(&app, &event);
        // the ballot has no place for the entry that is back
        make(&app, &event, &DayChange::Readmit { entry: "A".into() });
        let report = agrees(&app, &event);
        let missing = report
            .blockers
            .iter()
            .filter(|b| b.component.as_deref() == Some("vote") && b.judge.as_deref() == Some("j1"));
        assert_eq!(missing.map(|b| b.entry.as_deref().unwrap_or_default()).collect::<Vec<_>>(), ["A"]);
        assert!(tablet.card("visit", "A").revision == 1);
    });
}

#[test]
fn the_last_entry_of_all_stays() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &full());
        for entry in ["A", "B", "C"] {
            make(&app, &event, &withdraw(entry));
        }
        assert!(matches!(fault(&app, &event, &withdraw("D")).fault(), Some(DayFault::LastEntry)));
        let unknown = fault(&app, &event, &withdraw("Z"));
        assert!(matches!(unknown.fault(), Some(NotFound { .. })));
        assert_eq!(agrees(&app, &event).ranking.len(), 1);
    });
}

#[test]
fn a_judge_recused_from_nothing_but_the_withdrawn_entry_counts_again() {
    on_each(|database| {
        let app = database.app();
        let folder = full();
        folder.replace(
            "scoring-rules.toml",
            "[component.aggregate]\nmethod = \"mean\"",
            "[component.aggregate]\nmethod = \"mean\"\nrecusal = \"drop-judge\"",
        );
        folder.write("exclusions.csv", "judge,component,entry,kind,reason\nk1,hear,B,recused,本单位\n");
        let event = import(&app, &folder);
        let due = cards(&app, &event).0;
        let shown = preview(&app, &event, &withdraw("B"));
        assert!(shown.notes.iter().any(|note| note.contains("五席") && note.contains("重新应评")), "{:?}", shown.notes);
        make(&app, &event, &withdraw("B"));
        // without B: 12 fewer of visit and hear less the dropped one's, 4 fewer of the vote, 3 more of k1
        assert_eq!(cards(&app, &event).0, due - 6 - 5 - 4 + 3);
        agrees(&app, &event);
        make(&app, &event, &DayChange::Readmit { entry: "B".into() });
        assert_eq!(cards(&app, &event).0, due);
        agrees(&app, &event);
    });
}

#[test]
fn places_that_do_not_count_stay_places_among_the_entries_that_are_left() {
    on_each(|database| {
        let app = database.app();
        let folder = full();
        let vote = "[component.release]\nopens = \"all\"";
        let dropping = format!("[component.aggregate]\nrecusal = \"drop-judge\"\n{vote}");
        folder.replace("scoring-rules.toml", vote, &dropping);
        let event = import(&app, &folder);
        // after their ballots came: one place void, and one judge counts for none
        for (judge, entry, kind) in [("j1", "D", ExclusionKind::Void), ("j2", "B", ExclusionKind::Recused)] {
            let (component, entry) = (Some("vote".to_owned()), Some(entry.to_owned()));
            let request = ExcludeRequest { judge: judge.into(), component, entry, kind, reason: "事后查明".into() };
            app.exclude(&organiser(), &event, &request).expect("excluded");
        }
        agrees(&app, &event);
        // in the folder, a place that does not count may be the same as one that does
        let again = import(&app, &export(&app, &event));
        for event in [event, again] {
            for entry in ["A", "C"] {
                make(&app, &event, &withdraw(entry));
                agrees(&app, &event);
            }
            for entry in ["A", "C"] {
                make(&app, &event, &DayChange::Readmit { entry: entry.into() });
                agrees(&app, &event);
            }
            for entry in ["D", "B"] {
                make(&app, &event, &withdraw(entry));
                agrees(&app, &event);
            }
        }
    });
}

#[test]
fn those_behind_a_withdrawn_entry_move_up_on_a_ballot_that_is_not_complete_too() {
    on_each(|database| {
        let app = database.app();
        let partial = |cut: &[&str]| {
            let folder = full();
            let scores = std::fs::read_to_string(folder.path().join("scores.csv")).expect("scores");
            let kept = scores.lines().filter(|line| !cut.iter().any(|cut| line.starts_with(cut)));
            folder.write("scores.csv", kept.collect::<Vec<_>>().join("\n") + "\n");
            folder
        };
        let cut = ["j1,vote,C", "j1,vote,D"];
        for entry in ["A", "B", "C"] {
            let event = import(&app, &partial(&cut));
            make(&app, &event, &withdraw(entry));
            let expected = tabulated(&never_there(partial(&cut), entry));
            let report = serde_json::to_value(agrees(&app, &event)).expect("JSON");
            let found = (&report["ranking"], &report["blockers"]);
            assert_eq!(found, (&expected["ranking"], &expected["blockers"]), "{entry}");
        }
        // a ballot on which the one that leaves was not placed, and another one was last
        let event = import(&app, &partial(&["j3,vote,A"]));
        make(&app, &event, &withdraw("A"));
        agrees(&app, &event);
    });
}
