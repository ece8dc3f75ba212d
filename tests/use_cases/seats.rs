//! How the seats scored: who sees it and when, of which cards it is, and what it says where little can be said.

use chrono::TimeDelta;
use guanmo::app::App;
use guanmo::app::act::actor::{Actor, Role};
use guanmo::app::act::permission::Forbidden;
use guanmo::app::act::state::WrongState;
use guanmo::app::desk::overview::ExcludeRequest;
use guanmo::app::error::NotFound;
use guanmo::app::result::seats::{Asked, CardKind, NobodyJudges, SeatsView, VisitOrder};
use guanmo::scoring::event::ExclusionKind;

use crate::support::appraisal;
use crate::support::database::on_each;
use crate::support::desk::{acts_of_people, ask_for_no_signature, assert_sound, import, organiser, staff};
use crate::support::fault::{refusal, refused_as};
use crate::support::folder::{Folder, ROUTE};

fn of(component: &str, entry: &str) -> Asked {
    Asked { component: component.to_owned(), entry: entry.to_owned() }
}

fn closed(app: &App, folder: &Folder) -> String {
    let event = import(app, folder);
    ask_for_no_signature(app, &event);
    app.close(&organiser(), &event, Some("按时封存")).expect("closed");
    event
}

fn seats(app: &App, event: &str) -> SeatsView {
    app.seats(&organiser(), event, &Asked::default()).expect("the view")
}

fn severities(view: &SeatsView) -> Vec<String> {
    view.panel().seats.iter().map(|seat| seat.severity.map(|s| s.fixed(2)).unwrap_or_default()).collect()
}

#[test]
fn whoever_watches_over_the_day_sees_it_after_the_close_and_nobody_before() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &Folder::sound());
        ask_for_no_signature(&app, &event);
        let ask = |actor: &Actor| app.seats(actor, &event, &Asked::default());
        for actor in [organiser(), staff(Role::Scrutineer), staff(Role::Inspector)] {
            assert!(matches!(refusal(&ask(&actor)), Some(WrongState { .. })), "{actor:?} before the close");
            let file = app.take_seats(&actor, &event, &Asked::default());
            assert!(matches!(refusal(&file), Some(WrongState { .. })), "{actor:?} before the close");
        }
        app.close(&organiser(), &event, None).expect("closed");
        for actor in [organiser(), staff(Role::Scrutineer), staff(Role::Inspector)] {
            assert_eq!(ask(&actor).expect("the view").seats.len(), 3, "{actor:?}");
        }
        let others = [Role::Teller, Role::Official, Role::Administrator].map(staff);
        for actor in others.into_iter().chain([Actor::judge(&event, "j1")]) {
            assert!(matches!(refusal(&ask(&actor)), Some(Forbidden { .. })), "{actor:?}");
        }

        // opened again there is nothing to be seen until the next close
        app.ask_reopening(&organiser(), &event, "补一张").expect("asked");
        app.decide_reopening(&crate::support::desk::second_organiser(), &event, true).expect("open again");
        assert!(matches!(refusal(&ask(&organiser())), Some(WrongState { .. })));
    });
}

#[test]
fn the_figures_of_the_day_come_from_the_cards_of_the_frozen_result() {
    on_each(|database| {
        let app = database.app();
        let event = closed(&app, &appraisal::day());
        let view = seats(&app, &event);
        assert_eq!((view.kind, view.full.as_str(), view.order), (CardKind::Marks, "100", VisitOrder::Planned));
        assert_eq!(view.groups, ["市领导组", "部门组", "书记互评组"]);
        assert_eq!(view.components.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["visit", "report"]);
        assert_eq!(&severities(&view)[..4], ["1.10", "-0.96", "-0.55", "-2.40"]);
        let agreement = &view.panel().agreement;
        assert_eq!(agreement.concordance.map(|found| found.w.fixed(2)).as_deref(), Some("0.65"));
        assert_eq!((agreement.cards, view.panel().outliers.len()), (188, 5));
        assert_eq!(view.panel().opinions[0].entry, 8);
        // the result's own place stands beside it
        assert!(view.entries.iter().all(|entry| !entry.place.is_empty() && !entry.score.is_empty()));

        let report = app.seats(&organiser(), &event, &of("report", "07")).expect("the other component");
        assert_eq!((report.chosen, report.entry), (1, Some(6)));
        assert_eq!(report.panel().agreement.alpha.map(|alpha| alpha.fixed(2)).as_deref(), Some("0.40"));
        let unknown = |asked: &Asked| refused_as::<_, NotFound>(app.seats(&organiser(), &event, asked)).what;
        assert_eq!((unknown(&of("daily", "")), unknown(&of("visit", "99"))), ("评分环节", "参评项目"));
    });
}

#[test]
fn what_is_changed_after_the_close_is_worked_out_anew_and_counts_no_card_that_does_not_count() {
    on_each(|database| {
        let app = database.app();
        let event = closed(&app, &Folder::sound());
        let before = seats(&app, &event);
        assert_eq!((before.number, before.panel().agreement.cards), (1, 9));
        let void = ExcludeRequest {
            judge: "j1".to_owned(),
            component: Some("visit".to_owned()),
            entry: Some("A".to_owned()),
            kind: ExclusionKind::Void,
            reason: "填错了项目".to_owned(),
        };
        app.exclude(&organiser(), &event, &void).expect("excluded");
        let after = seats(&app, &event);
        assert_eq!((after.number, after.panel().agreement.cards), (2, 8));
        assert!(after.table().figure(0, 0).is_none() && before.table().figure(0, 0).is_some());
        assert_ne!(severities(&before), severities(&after));
        assert_sound(&app);
    });
}

#[test]
fn a_file_of_it_is_on_record_and_a_look_is_not() {
    on_each(|database| {
        let app = database.app();
        let event = closed(&app, &Folder::sound());
        let count = || acts_of_people(&app.log(&organiser(), Some(&event), 200).expect("the log"));
        let before = count();
        seats(&app, &event);
        assert_eq!(count(), before);
        app.take_seats(&staff(Role::Inspector), &event, &Asked::default()).expect("taken");
        assert_eq!(count(), before + 1);
        let log = app.log(&organiser(), Some(&event), 1).expect("the log");
        assert_eq!((log[0].act.as_str(), log[0].subject.as_str()), ("export", "judges"));
        assert_sound(&app);
    });
}

#[test]
fn the_order_of_visits_is_that_of_the_arrivals_where_there_are_any() {
    on_each(|database| {
        let app = database.app();
        let none = closed(&app, &Folder::sound());
        assert!(seats(&app, &none).order == VisitOrder::None && seats(&app, &none).panel().trend.is_none());
        assert!(seats(&app, &none).panel().seats.iter().all(|seat| seat.drift.is_none() && seat.course.is_empty()));

        let folder = Folder::sound();
        folder.write("checkpoints.csv", ROUTE);
        let event = import(&app, &folder);
        ask_for_no_signature(&app, &event);
        for entry in ["B", "A"] {
            app.clock().advance(TimeDelta::minutes(30));
            app.arrive(&organiser(), &event, entry).expect("arrived");
        }
        app.close(&organiser(), &event, None).expect("closed");
        let view = seats(&app, &event);
        assert_eq!(view.order, VisitOrder::Arrivals);
        let trend = view.panel().trend.as_ref().expect("an order");
        let order: Vec<(usize, usize)> = trend.points.iter().map(|(entry, place, _)| (*entry, *place)).collect();
        // nobody has been at C, which has no stop
        assert_eq!(order, [(1, 1), (0, 2)]);
    });
}

#[test]
fn ballots_have_no_severity_a_vetoed_entry_is_in_it_and_measures_alone_are_judged_by_nobody() {
    on_each(|database| {
        let app = database.app();
        let folder = Folder::sound();
        folder.append(
            "scoring-rules.toml",
            "[[component]]\nid = \"vote\"\nkind = \"ranking\"\nweight = 1\n[component.points]\nfirst = 3\nstep = 1\n",
        );
        for (judge, places) in [("j1", ["1", "2", "3"]), ("j2", ["1", "3", "2"]), ("j3", ["2", "1", "3"])] {
            for (entry, place) in ["A", "B", "C"].iter().zip(places) {
                folder.append("scores.csv", &format!("{judge},vote,{entry},,{place}\n"));
            }
        }
        folder.write("adjustments.csv", "entry,kind,item,points,reason\nB,veto,,,安全事故\n");
        let event = closed(&app, &folder);
        let view = app.seats(&organiser(), &event, &of("vote", "")).expect("the view");
        assert!(view.kind == CardKind::Ranking && !view.kind.has_severity());
        assert_eq!(severities(&view), ["0.00", "0.00", "0.00"]);
        assert!(view.panel().agreement.concordance.is_some());
        assert!(view.entries[1].vetoed && view.entries[1].place.is_empty());

        let folder = Folder::empty();
        folder
            .write("scoring-rules.toml", "schema = 1\n[[component]]\nid = \"daily\"\nkind = \"measure\"\nmax = 100\n");
        folder.write("entries.csv", "entry,name,unit\nA,,甲镇\n").write("judges.csv", "judge,name,unit,group\n");
        folder.write("measures.csv", "component,entry,value\ndaily,A,90\n");
        let event = closed(&app, &folder);
        let refused = app.seats(&organiser(), &event, &Asked::default());
        assert_eq!(refused_as::<_, NobodyJudges>(refused), NobodyJudges);
    });
}
