//! What leaves and comes back: ballots that close up, operations that come a second time, entries that take part again
//! under other rules.

use guanmo::app::desk::day::DayChange;
use guanmo::app::desk::hand::AdjustRequest;
use guanmo::app::desk::overview::ExcludeRequest;
use guanmo::app::event::folder::Unfit;
use guanmo::app::event::view::CellState;
use guanmo::app::event::wire::Outcome;
use guanmo::app::setup::amend::{AmendFault, Standing};
use guanmo::app::{App, AppError};
use guanmo::scoring::event::{AdjustmentKind, ExclusionKind};
use guanmo::store::hand::Kind;

use super::cards::ballots;
use crate::support::database::on_each;
use crate::support::desk::{export, import, organiser};
use crate::support::fault::{refusal, refused_as};
use crate::support::folder::Folder;
use crate::support::tablet::Tablet;

fn exclude(app: &App, event: &str, component: &str, entry: &str, kind: ExclusionKind) {
    let request = ExcludeRequest {
        judge: "j1".into(),
        component: Some(component.into()),
        entry: Some(entry.into()),
        kind,
        reason: "本单位项目".into(),
    };
    app.exclude(&organiser(), event, &request).expect("excluded");
}

fn change(app: &App, event: &str, change: &DayChange) -> Result<(), AppError> {
    let version = app.preview_day(&organiser(), event, change)?.version;
    app.change_day(&organiser(), event, change, version, "当日情况有变").map(|_| ())
}

fn leave(entry: &str) -> DayChange {
    DayChange::Withdraw { entry: entry.into() }
}

fn readmit(entry: &str) -> DayChange {
    DayChange::Readmit { entry: entry.into() }
}

fn places(app: &App, event: &str) -> Vec<String> {
    let exported = export(app, event);
    let scores = std::fs::read_to_string(exported.path().join("scores.csv")).expect("scores");
    scores.lines().filter_map(|line| line.strip_prefix("j1,places,")).map(str::to_owned).collect()
}

#[test]
fn a_ballot_closes_up_whatever_else_is_blank_on_it() {
    on_each(|database| {
        let app = database.app();
        for kind in [ExclusionKind::Recused, ExclusionKind::Absent, ExclusionKind::Void] {
            let folder = ballots();
            folder.append("entries.csv", "D,丁项目,丁镇,4\n");
            // the last of four is blank
            folder.write(
                "scores.csv",
                "judge,component,entry,criterion,value\nj1,places,A,,1\nj1,places,B,,2\nj1,places,C,,3\n",
            );
            let event = import(&app, &folder);
            exclude(&app, &event, "places", "B", kind);
            let void = if kind == ExclusionKind::Void { vec!["A,,1", "B,,2", "C,,2"] } else { vec!["A,,1", "C,,2"] };
            assert_eq!(places(&app, &event), void, "{kind:?}");
            // whoever imports what was exported has the same ballot, and so does whoever exports that
            let again = import(&app, &export(&app, &event));
            assert_eq!(places(&app, &again), void, "{kind:?}");
            change(&app, &event, &leave("A")).expect("withdrawn");
            let void = if kind == ExclusionKind::Void { vec!["B,,1", "C,,1"] } else { vec!["C,,1"] };
            assert_eq!(places(&app, &event), void, "{kind:?}");
        }
    });
}

#[test]
fn what_was_refused_stays_what_it_was_and_a_card_on_top_of_it_is_no_conflict() {
    on_each(|database| {
        let app = database.app();
        let folder = Folder::sound();
        folder.remove("scores.csv");
        let event = import(&app, &folder);
        exclude(&app, &event, "visit", "A", ExclusionKind::Recused);
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        let refused = tablet.op("visit", "A", None, &[("effect", "50"), ("novelty", "35")]);
        let first = tablet.send_one(&refused);
        assert_eq!((first.outcome, first.again), (Outcome::Excluded, false));
        app.withdraw(&organiser(), &event, Kind::Exclusion, 0, "误登").expect("taken back");
        let again = tablet.send_one(&refused);
        assert_eq!((again.outcome, again.again), (Outcome::Excluded, true), "its first outcome, whatever holds now");
        let base = refused["op"].as_str();
        let next = tablet.op("visit", "A", base, &[("effect", "51"), ("novelty", "35")]);
        assert_eq!(tablet.send_one(&next).outcome, Outcome::Recorded);
        let wrong = tablet.op("visit", "B", None, &[("effect", "5000"), ("novelty", "35")]);
        assert_eq!(tablet.send_one(&wrong).outcome, Outcome::Invalid);
        app.close(&organiser(), &event, Some("缺卡照常封存")).expect("closed");
        for (op, outcome) in [(&refused, Outcome::Excluded), (&wrong, Outcome::Invalid), (&next, Outcome::Duplicate)] {
            let late = tablet.send_one(op);
            assert_eq!((late.outcome, late.again), (outcome, true), "after the close too");
        }
        assert!(app.quarantine(&organiser(), &event).expect("the list").is_empty(), "nothing came late");
    });
}

#[test]
fn a_withdrawn_entry_is_held_against_new_rules_and_checked_when_it_comes_back() {
    on_each(|database| {
        let app = database.app();
        let folder = Folder::sound();
        folder.replace("entries.csv", "entry,name,unit,order", "entry,name,unit,order,class");
        for (entry, order) in [("甲镇", "1"), ("乙镇", "2"), ("丙镇", "3")] {
            let class = if entry == "丙镇" { "hard" } else { "" };
            folder.replace("entries.csv", &format!("{entry},{order}"), &format!("{entry},{order},{class}"));
        }
        folder.append(
            "scoring-rules.toml",
            "\n[[class]]\nid = \"hard\"\ncoefficient = 1.1\n\n[[class]]\nid = \"soft\"\ncoefficient = 1\n",
        );
        let event = import(&app, &folder);
        change(&app, &event, &leave("C")).expect("withdrawn");
        let text = app.rules(&organiser(), &event).expect("rules").text;
        let hash = || app.rules(&organiser(), &event).expect("rules").sha256;
        let dropped = text.replace("id = \"hard\"\ncoefficient = 1.1", "id = \"steep\"\ncoefficient = 1.1");
        let effect = app.rules_effect(&organiser(), &event, &hash(), &dropped);
        let AmendFault::Faults(faults) = refused_as(effect) else { panic!("no list of faults") };
        assert!(faults.iter().any(|fault| fault.list == "参评项目" && fault.text.contains("丙镇")), "{faults:?}");
    });
}

#[test]
fn what_rules_do_is_shown_of_those_who_take_part() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &Folder::sound());
        change(&app, &event, &leave("C")).expect("withdrawn");
        let matrix = app.matrix(&organiser(), &event).expect("the matrix");
        assert!(matrix.cells[0].iter().all(|column| column[2].state == CellState::Withdrawn), "not absent");
        app.open_provisional(&organiser(), &event, "演练").expect("opened");
        let rules = app.rules(&organiser(), &event).expect("rules");
        let renamed = format!("# 另一个说法\n{}", rules.text);
        let effect = app.rules_effect(&organiser(), &event, &rules.sha256, &renamed).expect("an effect");
        let Standing::Shown { moves, lost, blockers, .. } = effect.standing else { panic!("shown") };
        assert!(lost.is_empty() && blockers.is_empty() && effect.blockers == (0, 0), "{:?}", effect.blockers);
        assert_eq!(moves.len(), 2);
        assert!(moves.iter().all(|row| row.place.0 == row.place.1 && row.total.0 == row.total.1), "{moves:?}");
        assert!(effect.cards.iter().all(|count| count.due.0 == count.due.1), "{:?}", effect.cards);
    });
}

#[test]
fn nothing_is_closed_or_signed_that_the_event_folder_does_not_give_again() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &Folder::sound());
        app.close(&organiser(), &event, None).expect("closed");
        // as a program without the check may have left it
        database.tamper(&format!("UPDATE measure SET value = '500' WHERE event_id = '{event}'")).expect("written");
        let app = database.app();
        let bonus = AdjustRequest {
            entry: "A".to_owned(),
            kind: AdjustmentKind::Bonus,
            item: "honour".to_owned(),
            points: "1".to_owned(),
            reason: "证书".to_owned(),
            sure: true,
        };
        let refused = app.adjust(&organiser(), &event, &bonus, None);
        let Some(Unfit::Faults(faults)) = refusal(&refused) else { panic!("{refused:?}") };
        assert_eq!(faults.len(), 3);
        let said = refused.as_ref().expect_err("refused").to_string();
        assert!(said.contains("考核数值第 2 行") && said.contains("500"), "{said}");
        assert_eq!(app.signing(&organiser(), &event).expect("the page").result.expect("a result").number, 1);
    });
}

#[test]
fn an_entry_whose_values_the_rules_no_longer_take_does_not_come_back_unchecked() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &Folder::sound());
        change(&app, &event, &leave("C")).expect("withdrawn");
        // as it was left by a program that let such rules through
        database
            .tamper(&format!("UPDATE measure SET value = '500' WHERE event_id = '{event}' AND entry = 'C'"))
            .expect("written");
        let app = database.app();
        let refused = change(&app, &event, &readmit("C"));
        assert!(matches!(refusal(&refused), Some(Unfit::Faults(faults)) if faults.len() == 1), "{refused:?}");
        let rules = app.rules(&organiser(), &event).expect("rules");
        let same = format!("# 另一个说法\n{}", rules.text);
        let effect = app.rules_effect(&organiser(), &event, &rules.sha256, &same);
        assert!(
            matches!(refusal(&effect), Some(AmendFault::Faults(_))),
            "nor do rules stand while they do not take it"
        );
    });
}
