//! Judges of several panels: what is asked of whom, and how panels are set up row by row.

use std::collections::BTreeMap;

use guanmo::app::act::actor::Actor;
use guanmo::app::act::drawn::Drawn;
use guanmo::app::desk::hand::{AdjustRequest, HandFault};
use guanmo::app::desk::overview::ExcludeRequest;
use guanmo::app::event::view::{CellState, CloseBlocker, EventState};
use guanmo::app::event::wire::Outcome;
use guanmo::app::setup::edit::{Edit, EditFault, Lack, Sheet};
use guanmo::app::setup::folder_io::ImportOptions;
use guanmo::app::{App, AppError};
use guanmo::folder;
use guanmo::scoring::event::{AdjustmentKind, ExclusionKind};

use crate::support::database::on_each;
use crate::support::desk::{export, import, organiser};
use crate::support::fault::refused_as;
use crate::support::folder::Folder;
use crate::support::tablet::Tablet;

const RULES: &str = r#"schema = 1
title = "分组评审"
[[group]]
id = "g"
[[component]]
id = "visit"
kind = "marks"
[component.balance]
[[component.criterion]]
id = "c"
max = 100
"#;

fn panels() -> Folder {
    let folder = Folder::empty();
    folder
        .write("scoring-rules.toml", RULES)
        .write("entries.csv", "entry,name,unit,panel\nA,,甲镇,东\nB,,乙镇,东\nC,,丙镇,西\n")
        .write("judges.csv", "judge,name,unit,group,panel\nj1,一席,,g,东\nj2,二席,,g,西\n");
    folder
}

#[test]
fn a_judge_is_asked_for_the_entries_of_their_panel_alone() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &panels());
        let cards = |judge: &str| -> Vec<String> {
            let view = app.judge_view(&Actor::judge(&event, judge)).expect("a view");
            view.my_cards.into_iter().map(|card| card.entry).collect()
        };
        assert_eq!((cards("j1"), cards("j2")), (vec!["A".to_owned(), "B".to_owned()], vec!["C".to_owned()]));
        let matrix = app.matrix(&organiser(), &event).expect("a matrix");
        let looks: Vec<Vec<CellState>> =
            matrix.cells[0].iter().map(|cells| cells.iter().map(|cell| cell.state).collect()).collect();
        let (out, due) = (CellState::NotJudged, CellState::Missing);
        assert_eq!(looks, [vec![due, due, out], vec![out, out, due]]);
        // and the folder keeps them
        let written = std::fs::read_to_string(export(&app, &event).path().join("judges.csv")).expect("a list");
        assert_eq!(written, "judge,name,unit,group,panel\nj1,一席,,g,东\nj2,二席,,g,西\n");
    });
}

fn cells(of: &[(&str, &str)]) -> BTreeMap<String, String> {
    of.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn set_panel(app: &App, event: &str, judge: &str, panel: &str) -> Result<(), AppError> {
    let prepared = app.prepared(&organiser(), event).expect("what is there");
    let row = prepared.judges.iter().find(|row| row[0].value == judge).expect("the judge");
    let edit = Edit { id: Some(judge.to_owned()), drawn: Drawn::of(row), cells: cells(&[("panel", panel)]) };
    app.edit(&organiser(), event, Sheet::Judges, &edit)
}

#[test]
fn panels_are_given_to_one_judge_after_the_other_and_the_event_opens_once_they_fit() {
    on_each(|database| {
        let app = database.app();
        let folder = panels();
        folder.write("judges.csv", "judge,name,unit,group\nj1,一席,,g\nj2,二席,,g\n");
        let read = folder::read_dir(folder.path(), None).expect("panels are labels where no judge has one");
        let options = ImportOptions { state: EventState::Draft, ..ImportOptions::default() };
        let event = app.import(&organiser(), read, options).expect("an event");
        let apart = || {
            let prepared = app.prepared(&organiser(), &event).expect("what is there");
            prepared.lacking.iter().any(|lack| matches!(lack, Lack::Apart(_)))
        };
        assert!(!apart());
        // the first alone leaves the other panel without a judge, which is said and keeps the event shut
        set_panel(&app, &event, "j1", "东").expect("a draft is made row by row");
        assert!(apart());
        let refused: EditFault = refused_as(app.open_event(&organiser(), &event));
        assert!(matches!(refused, EditFault::NotReady(_)), "{refused:?}");
        set_panel(&app, &event, "j2", "西").expect("changed");
        assert!(!apart());
        app.open_event(&organiser(), &event).expect("it is ready");
        // once it is open, nothing may fall apart any more
        let refused = set_panel(&app, &event, "j2", "南");
        assert!(refused.is_err(), "{refused:?}");
    });
}

const VOTES: &str = r#"schema = 1
title = "推荐"
[[group]]
id = "g"
[[component]]
id = "vote"
kind = "votes"
choose = 2
"#;

#[test]
fn a_ballot_of_votes_that_has_lost_an_entry_is_asked_for_again() {
    on_each(|database| {
        let app = database.app();
        let folder = Folder::empty();
        folder
            .write("scoring-rules.toml", VOTES)
            .write("entries.csv", "entry,name,unit\nA,,甲镇\nB,,乙镇\nC,,丙镇\n")
            .write("judges.csv", "judge,name,unit,group\nj1,一席,,g\nj2,二席,,g\n");
        let event = import(&app, &folder);
        let mut tablets = ["j1", "j2"].map(|judge| Tablet::new(&app, &event, judge, &format!("tablet-of-{judge}")));
        // too few and too many are refused with how many may be chosen
        for marks in [vec![("A", "1")], vec![("A", "1"), ("B", "1"), ("C", "1")]] {
            let op = tablets[0].op("vote", "", None, &marks);
            let answer = tablets[0].send(&[op]);
            assert_eq!(answer.results[0].outcome, Outcome::Invalid);
            assert!(answer.results[0].faults[0].text.contains("应正好选 2 个"), "{:?}", answer.results[0].faults);
        }
        let cast = tablets.each_mut().map(|tablet| {
            let op = tablet.op("vote", "", None, &[("A", "1"), ("B", "1")]);
            assert_eq!(tablet.send_one(&op).outcome, Outcome::Recorded);
            op["op"].as_str().expect("an id").to_owned()
        });
        let missing = || {
            let blockers = app.desk(&organiser(), &event).expect("the desk").blockers;
            blockers.iter().filter(|blocker| matches!(blocker, CloseBlocker::Standings(_))).count()
        };
        assert_eq!(missing(), 0);
        let folder = export(&app, &event);
        assert_eq!(folder.column(0, "vote"), ["A=100", "B=100", "C=0"]);
        let exclude = ExcludeRequest {
            judge: "j1".to_owned(),
            component: None,
            entry: Some("A".to_owned()),
            kind: ExclusionKind::Recused,
            reason: "亲属".to_owned(),
        };
        app.exclude(&organiser(), &event, &exclude).expect("on record");
        // the two entries that are left have no vote of theirs until the judge has chosen anew
        assert_eq!(missing(), 2);
        let op = tablets[0].op("vote", "", Some(&cast[0]), &[("B", "1"), ("C", "1")]);
        assert_eq!(tablets[0].send_one(&op).outcome, Outcome::Recorded);
        assert_eq!(missing(), 0);
        assert_eq!(export(&app, &event).column(0, "vote"), ["A=100", "B=100", "C=50"]);
    });
}

#[test]
fn what_the_rules_list_for_vetoes_and_lower_is_better_is_held_to_by_hand_too() {
    on_each(|database| {
        let app = database.app();
        let folder = Folder::sound();
        folder.append("scoring-rules.toml", "\n[[veto.item]]\nid = \"fire\"\nname = \"火灾\"\neffect = \"no-award\"\n");
        folder.replace(
            "scoring-rules.toml",
            "kind = \"measure\"",
            "kind = \"measure\"\nnormalise = \"top-ratio\"\norder = \"lower\"",
        );
        let event = import(&app, &folder);
        let veto = |item: &str| {
            let request = AdjustRequest {
                entry: "A".to_owned(),
                kind: AdjustmentKind::Veto,
                item: item.to_owned(),
                points: String::new(),
                reason: "通报".to_owned(),
                sure: true,
            };
            app.adjust(&organiser(), &event, &request, None)
        };
        for item in ["", "事故"] {
            let refused: HandFault = refused_as(veto(item));
            assert!(matches!(refused, HandFault::UnknownItem { .. }), "{refused:?}");
        }
        veto("fire").expect("on record");
        let entered = app.entered(&organiser(), &event).expect("what is there");
        assert_eq!(entered.veto_items, [("fire".to_owned(), "火灾".to_owned())]);
    });
}
