//! Preparing an event by hand, and two organisers who do so at once.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use guanmo::app::act::actor::{Actor, Role};
use guanmo::app::act::drawn::{Drawn, Field, Overtaken};
use guanmo::app::act::permission::Forbidden;
use guanmo::app::act::state::WrongState;
use guanmo::app::desk::hand::AdjustRequest;
use guanmo::app::error::NotFound;
use guanmo::app::event::signers::{ResultFrom, Signers, SigningSettings};
use guanmo::app::event::view::EventState;
use guanmo::app::setup::edit::{Direction, Edit, EditFault, Lack, Prepared, Sheet};
use guanmo::app::setup::folder_io::ImportOptions;
use guanmo::app::{App, AppError};
use guanmo::folder;
use guanmo::scoring::event::AdjustmentKind;
use guanmo::store::hand::Kind;

use crate::support::database::{morning, on_each};
use crate::support::desk::{asking, export, import, organiser, second_organiser, staff};
use crate::support::fault::{refusal, refused_as};
use crate::support::folder::{Folder, ROUTE};
use crate::support::tablet::Tablet;

/// A draft of the small event with a route, without a card.
fn draft(app: &App) -> String {
    let folder = Folder::sound();
    folder.remove("scores.csv");
    folder.write("checkpoints.csv", ROUTE);
    let read = folder::read_dir(folder.path(), None).expect("a sound folder");
    let options = ImportOptions { state: EventState::Draft, ..ImportOptions::default() };
    app.import(&organiser(), read, options).expect("an event")
}

fn prepared(app: &App, event: &str) -> Prepared {
    app.prepared(&organiser(), event).expect("what is there")
}

fn cells(of: &[(&str, &str)]) -> BTreeMap<String, String> {
    of.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// The fields of a row as a form shows them.
fn row(app: &App, event: &str, sheet: Sheet, id: &str) -> Vec<Field> {
    let prepared = prepared(app, event);
    let rows = match sheet {
        Sheet::Entries => prepared.entries,
        Sheet::Judges => prepared.judges,
        Sheet::Checkpoints => prepared.stops.into_iter().map(|stop| stop.fields).collect(),
    };
    rows.into_iter().find(|row| row[0].value == id).unwrap_or_else(|| panic!("no {id}"))
}

/// What a form of a row is drawn from now.
fn drawn(app: &App, event: &str, sheet: Sheet, id: &str) -> Drawn {
    Drawn::of(&row(app, event, sheet, id))
}

fn value(app: &App, event: &str, sheet: Sheet, id: &str, name: &str) -> String {
    row(app, event, sheet, id).into_iter().find(|field| field.name == name).expect("a field").value
}

fn add(app: &App, event: &str, sheet: Sheet, of: &[(&str, &str)]) -> Result<(), AppError> {
    app.edit(&organiser(), event, sheet, &Edit { id: None, cells: cells(of), drawn: Drawn::default() })
}

fn change(app: &App, event: &str, sheet: Sheet, id: &str, of: &[(&str, &str)]) -> Result<(), AppError> {
    let drawn = drawn(app, event, sheet, id);
    app.edit(&organiser(), event, sheet, &Edit { id: Some(id.to_owned()), cells: cells(of), drawn })
}

fn remove(app: &App, event: &str, sheet: Sheet, id: &str) -> Result<(), AppError> {
    app.remove(&organiser(), event, sheet, id, &drawn(app, event, sheet, id))
}

fn order(app: &App, event: &str) -> Vec<String> {
    prepared(app, event).stops.into_iter().map(|stop| stop.fields[0].value.clone()).collect()
}

/// How often something was put on record, and the event's version.
fn state_of(app: &App, event: &str) -> (usize, i64) {
    let acts = app.log(&organiser(), Some(event), 1000).expect("the log").len();
    (acts, app.event(&organiser(), event).expect("the event").version)
}

fn overtaken(answer: Result<(), AppError>) -> Overtaken {
    refused_as(answer)
}

fn faults(answer: Result<(), AppError>) -> Vec<(String, String)> {
    match refused_as(answer) {
        EditFault::Typed(faults) => {
            faults.into_iter().map(|fault| (fault.place.clone(), fault.problem.to_string())).collect()
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_entry_is_added_changed_and_removed_each_on_record_with_before_and_after() {
    on_each(|database| {
        let app = database.app();
        let event = draft(&app);
        let new = [("entry", "D"), ("name", " 丁项目 "), ("unit", "丁镇"), ("summary", "一\r\n二"), ("order", "4")];
        add(&app, &event, Sheet::Entries, &new).expect("added");
        assert_eq!(value(&app, &event, Sheet::Entries, "D", "name"), "丁项目", "without the blanks around it");
        assert_eq!(value(&app, &event, Sheet::Entries, "D", "summary"), "一\n二");
        change(&app, &event, Sheet::Entries, "D", &[("site", "丁馆"), ("track", "镇组")]).expect("changed");
        let nothing = change(&app, &event, Sheet::Entries, "D", &[("site", "丁馆 ")]);
        assert!(matches!(refusal(&nothing), Some(EditFault::Unchanged)), "{nothing:?}");
        let ids = |app: &App| -> Vec<String> {
            prepared(app, &event).entries.iter().map(|row| row[0].value.clone()).collect()
        };
        assert_eq!(ids(&app), ["A", "B", "C", "D"]);
        change(&app, &event, Sheet::Entries, "B", &[("name", "乙的新项目")]).expect("changed");
        assert_eq!(ids(&app), ["A", "B", "C", "D"], "each keeps its place");
        remove(&app, &event, Sheet::Entries, "D").expect("removed");
        assert_eq!(ids(&app), ["A", "B", "C"]);
        let rows = app.log(&organiser(), Some(&event), 10).expect("the log");
        let told: Vec<(&str, &str)> = rows
            .iter()
            .rev()
            .skip(1)
            .map(|row| (row.act.as_str(), row.payload.as_deref().expect("a payload")))
            .collect();
        assert_eq!(told[0].0, "add-entry");
        assert!(told[0].1.contains(r#""before":null"#) && told[0].1.contains("丁项目"), "{}", told[0].1);
        assert_eq!(
            told[1],
            ("change-entry", r#"{"before":{"site":"","track":""},"after":{"site":"丁馆","track":"镇组"}}"#)
        );
        assert_eq!(told[3].0, "remove-entry");
        assert!(told[3].1.contains(r#""after":null"#) && told[3].1.contains("丁馆"), "{}", told[3].1);
    });
}

#[test]
fn a_judge_is_added_to_a_group_of_the_rules_and_moved_to_another() {
    on_each(|database| {
        let app = database.app();
        let event = draft(&app);
        add(&app, &event, Sheet::Judges, &[("judge", "j4"), ("name", "四席"), ("group", "dept")]).expect("added");
        change(&app, &event, Sheet::Judges, "j4", &[("group", "lead")]).expect("moved");
        let groups: Vec<usize> = prepared(&app, &event).groups.iter().map(|group| group.judges).collect();
        assert_eq!(groups, [3, 1]);
        let links = app.mint_links(&organiser(), &event).expect("links").links;
        let gone = links.into_iter().find(|link| link.judge == "j4").expect("the new judge's");
        let here = app.sign_in_with_link(&gone.token).expect("signed in");
        remove(&app, &event, Sheet::Judges, "j4").expect("removed");
        assert!(app.session(&here.token).expect("an answer").is_none(), "whoever was removed is signed in no longer");
        assert!(app.sign_in_with_link(&gone.token).is_err());
    });
}

#[test]
fn what_a_folder_may_not_hold_a_hand_may_not_enter_and_nothing_is_written() {
    on_each(|database| {
        let app = database.app();
        let event = draft(&app);
        let before = state_of(&app, &event);
        let entry = |of: &[(&str, &str)]| {
            let (places, said): (Vec<_>, Vec<_>) = faults(add(&app, &event, Sheet::Entries, of)).into_iter().unzip();
            (places.join(","), said.join(","))
        };
        assert_eq!(entry(&[("entry", ""), ("unit", "丁镇")]).0, "entry");
        let (place, said) = entry(&[("entry", "A"), ("unit", "丁镇")]);
        assert!(place == "entry" && said.contains("“A”重复"), "{said}");
        assert_eq!(entry(&[("entry", "D"), ("unit", " ")]), ("unit".to_owned(), "必须填写".to_owned()));
        assert_eq!(entry(&[("entry", "A"), ("unit", ""), ("order", "x")]).0, "unit,order,entry", "all of it at once");
        let (place, said) = entry(&[("entry", "D"), ("unit", "丁镇"), ("order", "第一")]);
        assert!(place == "order" && said.contains("0 或更大的整数"), "{said}");
        let (place, said) = entry(&[("entry", "D"), ("unit", "丁镇"), ("class", "难")]);
        assert!(place == "class" && said.contains("没有“难”"), "{said}");
        let (place, said) = entry(&[("entry", "D"), ("unit", "丁\u{7}镇")]);
        assert!(place == "unit" && said.contains("控制字符"), "{said}");

        let group = faults(add(&app, &event, Sheet::Judges, &[("judge", "j9"), ("name", "九席"), ("group", "led")]));
        assert!(group[0].0 == "group" && group[0].1.contains("是否想写 lead"), "{group:?}");
        let nameless = faults(add(&app, &event, Sheet::Judges, &[("judge", "j9"), ("name", ""), ("group", "lead")]));
        assert_eq!(nameless[0].0, "name");

        let stop = |of: &[(&str, &str)]| faults(change(&app, &event, Sheet::Checkpoints, "A", of)).remove(0);
        for time in ["8点多", "8.3", "25:70", "24:00", "08:60", "8:1", "-1:00", "08:10:30", "１２："] {
            let (place, said) = stop(&[("planned_arrival", time)]);
            assert!(place == "planned_arrival" && said.contains("00:00 至 23:59"), "{time}: {said}");
        }
        let (place, said) = stop(&[("planned_arrival", "09:00")]);
        assert!(place == "planned_departure" && said.contains("不早于计划到达 09:00"), "{said}");
        let twice = faults(add(&app, &event, Sheet::Checkpoints, &[("entry", "A")])).remove(0);
        assert!(twice.0 == "entry" && twice.1.contains("重复"), "{twice:?}");
        let none = app.edit(&organiser(), &event, Sheet::Judges, &Edit { id: Some("j9".into()), ..Edit::default() });
        assert!(matches!(refusal(&none), Some(NotFound { what: "评委", .. })), "{none:?}");
        let official = app.edit(&staff(Role::Official), &event, Sheet::Judges, &Edit::default());
        assert!(matches!(refusal(&official), Some(Forbidden { .. })), "{official:?}");
        assert_eq!(state_of(&app, &event), before);
        change(&app, &event, Sheet::Checkpoints, "A", &[("planned_arrival", " ８：05")]).expect("a time all the same");
        assert_eq!(value(&app, &event, Sheet::Checkpoints, "A", "planned_arrival"), "08:05");
    });
}

#[test]
fn while_marks_are_given_only_texts_are_corrected_and_after_the_close_nothing_is() {
    on_each(|database| {
        let app = database.app();
        let folder = Folder::sound();
        folder.write("checkpoints.csv", ROUTE);
        let event = import(&app, &folder);
        change(&app, &event, Sheet::Entries, "A", &[("name", "甲的项目"), ("site", "新馆")]).expect("a text");
        change(&app, &event, Sheet::Checkpoints, "B", &[("planned_arrival", "09:20"), ("look_at", "看")])
            .expect("a time");
        let refused = [
            add(&app, &event, Sheet::Entries, &[("entry", "D"), ("unit", "丁镇")]),
            add(&app, &event, Sheet::Judges, &[("judge", "j9"), ("name", "九席"), ("group", "lead")]),
            add(&app, &event, Sheet::Checkpoints, &[("entry", "C")]),
            change(&app, &event, Sheet::Entries, "A", &[("order", "9")]),
            change(&app, &event, Sheet::Entries, "A", &[("track", "镇组"), ("name", "甲")]),
            change(&app, &event, Sheet::Judges, "j1", &[("group", "dept")]),
            remove(&app, &event, Sheet::Entries, "C"),
            remove(&app, &event, Sheet::Judges, "j1"),
            remove(&app, &event, Sheet::Checkpoints, "B"),
            app.move_stop(&organiser(), &event, "B", Direction::Up, &prepared(&app, &event).order),
        ];
        for (index, answer) in refused.into_iter().enumerate() {
            let error: WrongState = refused_as(answer);
            assert_eq!(error.state, EventState::Open, "{index}");
            assert!(error.to_string().contains("当日变动"), "{error}");
        }
        // a card is somebody's: another name on it would be another person
        let renamed = change(&app, &event, Sheet::Judges, "j1", &[("name", "另一人")]);
        assert!(matches!(refusal(&renamed), Some(EditFault::NamedJudge)), "{renamed:?}");
        app.close(&organiser(), &event, None).expect("closed");
        let late = [
            change(&app, &event, Sheet::Entries, "A", &[("name", "甲")]),
            change(&app, &event, Sheet::Judges, "j1", &[("unit", "某部")]),
            app.retitle(&organiser(), &event, "又改", &prepared(&app, &event).title),
        ];
        for answer in late {
            assert!(matches!(refusal(&answer), Some(WrongState { state: EventState::Closed, .. })), "{answer:?}");
        }
    });
}

#[test]
fn what_has_something_hanging_on_it_is_not_removed_and_says_what() {
    on_each(|database| {
        let app = database.app();
        let event = draft(&app);
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        tablet.submit("A", None, "47.5", "35");
        let request = AdjustRequest {
            entry: "A".into(),
            kind: AdjustmentKind::Bonus,
            item: "表彰".into(),
            points: "1".into(),
            reason: "省级".into(),
            sure: true,
        };
        app.adjust(&organiser(), &event, &request, None).expect("added");
        let used = |answer: Result<(), AppError>| match refused_as(answer) {
            fault @ EditFault::InUse { .. } => fault.to_string(),
            other => panic!("{other:?}"),
        };
        let said = used(remove(&app, &event, Sheet::Entries, "A"));
        for what in ["参评项目 A", "1 张评分卡", "1 个考核数值", "1 条加减分", "1 个行程站点"] {
            assert!(said.contains(what), "{what}: {said}");
        }
        let said = used(remove(&app, &event, Sheet::Judges, "j1"));
        assert!(said.contains("评委 j1") && said.contains("1 张评分卡"), "{said}");
        app.withdraw(&organiser(), &event, Kind::Adjustment, 0, "误填").expect("taken back");
        assert!(
            !used(remove(&app, &event, Sheet::Entries, "A")).contains("加减分"),
            "what was taken back holds nothing"
        );
        remove(&app, &event, Sheet::Judges, "j2").expect("nothing hangs on it");
        let exported = export(&app, &event);
        assert_eq!(exported.tabulate(&[]).code, 3, "the folder can be read");
    });
}

#[test]
fn whoever_saves_second_is_shown_the_firsts_change_and_writes_on_top_of_it() {
    on_each(|database| {
        let app = database.app();
        let event = draft(&app);
        let from = drawn(&app, &event, Sheet::Entries, "A");
        app.clock().advance(TimeDelta::minutes(1));
        let first =
            Edit {
                id: Some("A".into()), cells: cells(&[("site", "一馆"), ("theme", "甲题")]), drawn: from.clone()
            };
        app.edit(&organiser(), &event, Sheet::Entries, &first).expect("the first");
        app.clock().advance(TimeDelta::minutes(1));
        let before = state_of(&app, &event);
        let mine =
            Edit { id: Some("A".into()), cells: cells(&[("site", "二馆"), ("name", "新名")]), drawn: from.clone() };
        let seen = overtaken(app.edit(&second_organiser(), &event, Sheet::Entries, &mine));
        assert_eq!(state_of(&app, &event), before, "nothing was written");
        let told: Vec<_> = seen.changes.iter().map(|c| (c.name.as_str(), c.from.as_str(), c.to.as_str())).collect();
        assert_eq!(told, [("site", "", "一馆"), ("theme", "", "甲题")]);
        let by = Some(("account:organiser".to_owned(), morning() + TimeDelta::minutes(1)));
        assert!(seen.changes.iter().all(|change| change.by == by), "{seen:?}");
        assert_eq!(seen.merged("site", &from, "二馆"), "二馆", "what I changed is mine");
        assert_eq!(seen.merged("theme", &from, ""), "甲题", "what I did not touch is theirs");
        app.edit(&second_organiser(), &event, Sheet::Entries, &Edit { drawn: Drawn::of(&seen.now), ..mine })
            .expect("on top");
        let now = |name| value(&app, &event, Sheet::Entries, "A", name);
        assert_eq!([now("site"), now("theme"), now("name")], ["二馆", "甲题", "新名"]);

        // a thing that is gone, and a removal of what has changed
        let from = drawn(&app, &event, Sheet::Judges, "j2");
        change(&app, &event, Sheet::Judges, "j2", &[("unit", "某部")]).expect("changed");
        overtaken(app.remove(&second_organiser(), &event, Sheet::Judges, "j2", &from));
        let from = drawn(&app, &event, Sheet::Judges, "j2");
        remove(&app, &event, Sheet::Judges, "j2").expect("removed");
        let mine = Edit { id: Some("j2".into()), cells: cells(&[("name", "新席")]), drawn: from };
        let seen = overtaken(app.edit(&second_organiser(), &event, Sheet::Judges, &mine));
        assert!(seen.gone && seen.changes[0].by.is_some() && seen.sentence().contains("删去"), "{seen:?}");

        let from = prepared(&app, &event).title;
        app.retitle(&organiser(), &event, "第一个名称", &from).expect("retitled");
        let seen = overtaken(app.retitle(&second_organiser(), &event, "第二个名称", &from));
        assert_eq!((seen.changes[0].from.as_str(), seen.changes[0].to.as_str()), ("小例", "第一个名称"));
        app.retitle(&second_organiser(), &event, "第二个名称", &Drawn::of(&seen.now)).expect("on top");
        assert_eq!(app.event(&organiser(), &event).expect("the event").title, "第二个名称");
    });
}

#[test]
fn stops_are_added_moved_and_removed_and_nobody_moves_one_in_an_order_they_have_not_seen() {
    on_each(|database| {
        let app = database.app();
        let event = draft(&app);
        add(&app, &event, Sheet::Checkpoints, &[("entry", "C"), ("planned_arrival", "9:40")]).expect("added");
        assert_eq!(order(&app, &event), ["A", "B", "C"]);
        let seen = prepared(&app, &event).order;
        app.move_stop(&organiser(), &event, "C", Direction::Up, &seen).expect("moved");
        assert_eq!(order(&app, &event), ["A", "C", "B"]);
        let stale = overtaken(app.move_stop(&second_organiser(), &event, "B", Direction::Up, &seen));
        assert_eq!((stale.changes[0].from.as_str(), stale.changes[0].to.as_str()), ("A、B、C", "A、C、B"));
        assert_eq!(stale.changes[0].by.as_ref().expect("who").0, "account:organiser");
        assert_eq!(order(&app, &event), ["A", "C", "B"]);
        let now = Drawn::of(&stale.now);
        let beyond = app.move_stop(&second_organiser(), &event, "A", Direction::Up, &now);
        assert!(matches!(refusal(&beyond), Some(EditFault::AtEnd { first: true })), "{beyond:?}");
        let beyond = app.move_stop(&second_organiser(), &event, "B", Direction::Down, &now);
        assert!(matches!(refusal(&beyond), Some(EditFault::AtEnd { first: false })), "{beyond:?}");
        change(&app, &event, Sheet::Checkpoints, "C", &[("look_at", "看点")]).expect("changed");
        remove(&app, &event, Sheet::Checkpoints, "A").expect("removed");
        assert_eq!(order(&app, &event), ["C", "B"]);
        let seen = overtaken(app.move_stop(&second_organiser(), &event, "B", Direction::Up, &now));
        assert_eq!(seen.changes[0].by.as_ref().map(|by| &*by.0), Some("account:organiser"));
        let route = app.progress(&organiser(), &event).expect("progress").route;
        assert_eq!(route.iter().map(|stop| (stop.number, &*stop.entry)).collect::<Vec<_>>(), [(1, "C"), (2, "B")]);
        let exported = std::fs::read_to_string(export(&app, &event).path().join("checkpoints.csv")).expect("a file");
        assert!(exported.contains("C,1,09:40,,看点") && exported.contains("B,2,09:10,09:35,"), "{exported}");
    });
}

#[test]
fn an_event_that_lacks_what_must_be_there_is_not_opened_and_says_what() {
    on_each(|database| {
        let app = database.app();
        let event = draft(&app);
        remove(&app, &event, Sheet::Judges, "j3").expect("removed");
        let lacking = prepared(&app, &event).lacking;
        assert_eq!(lacking[0], Lack::EmptyGroup { group: "dept".to_owned() }, "{lacking:?}");
        assert!(lacking.contains(&Lack::NoLinks) && lacking.iter().any(|lack| matches!(lack, Lack::NoSigner { .. })));
        let refused = app.open_event(&organiser(), &event).expect_err("refused");
        assert!(refused.to_string().contains("评委组“dept”还没有评委"), "{refused}");
        add(&app, &event, Sheet::Judges, &[("judge", "j3"), ("name", "三席"), ("group", "dept")]).expect("added");
        assert!(prepared(&app, &event).lacking.iter().all(|lack| !lack.must()));
        app.open_event(&organiser(), &event).expect("opened");
    });
}

#[test]
fn a_value_an_adjustment_and_a_setting_are_not_written_over_unseen() {
    on_each(|database| {
        let app = database.app();
        let event = draft(&app);
        let entered = || app.entered(&organiser(), &event).expect("what was entered");
        let from = entered().drawn_measures;
        let set = |actor: &Actor, value: &str, from: &Drawn| {
            app.set_measure(actor, &event, ("daily", "A"), value, "更正", Some(from))
        };
        let table = "环节,编号,得分\ndaily,A,77\ndaily,B,80\n".as_bytes();
        let preview = app.preview_measures(&organiser(), &event, table).expect("a preview");
        set(&organiser(), "91", &from).expect("the first");
        let seen = overtaken(set(&second_organiser(), "92", &from));
        assert_eq!((seen.changes[0].from.as_str(), seen.changes[0].to.as_str()), ("90", "91"));
        assert_eq!(seen.changes[0].by.as_ref().expect("who").0, "account:organiser");
        let other = app.set_measure(&second_organiser(), &event, ("daily", "B"), "81", "更正", Some(&from));
        other.expect("another value is another thing");
        let import = |from: &Drawn| app.import_measures(&second_organiser(), &event, table, "年度", Some(from));
        assert_eq!(overtaken(import(&preview.drawn)).changes.len(), 2, "both were changed since the preview");
        let again = app.preview_measures(&organiser(), &event, table).expect("a preview");
        import(&again.drawn).expect("what was shown is there");
        // who wrote it by a table is found, too
        let seen = overtaken(set(&organiser(), "93", &Drawn::of(&seen.now)));
        assert_eq!(
            (seen.changes[0].to.as_str(), seen.changes[0].by.as_ref().expect("who").0.as_str()),
            ("77", "account:second")
        );

        let from = entered().drawn_adjustments;
        let bonus = |actor: &Actor, from: &Drawn| {
            let (item, points, reason) = ("表彰".into(), "1.5".into(), "省级".into());
            let request =
                AdjustRequest { entry: "A".into(), kind: AdjustmentKind::Bonus, item, points, reason, sure: true };
            app.adjust(actor, &event, &request, Some(from))
        };
        bonus(&organiser(), &from).expect("the first");
        let seen = overtaken(bonus(&second_organiser(), &from));
        assert_eq!((seen.changes[0].from.as_str(), seen.changes[0].to.as_str()), ("", "加分 表彰 1.5"));
        bonus(&second_organiser(), &Drawn::of(&seen.now)).expect("a second one, on purpose");
        let from = entered().drawn_adjustments;
        app.withdraw(&organiser(), &event, Kind::Adjustment, 0, "重复").expect("taken back");
        let seen = overtaken(bonus(&second_organiser(), &from));
        assert_eq!(seen.changes[0].by.as_ref().expect("who").0, "account:organiser");

        let settings = app.signing(&organiser(), &event).expect("settings").settings;
        let from = Drawn::of(&settings.fields());
        let other = SigningSettings { notice_days: 7, ..asking(Signers::none(), ResultFrom::Closed) };
        app.set_signing(&organiser(), &event, &other, Some(&from)).expect("the first");
        let seen = overtaken(app.set_signing(&second_organiser(), &event, &settings, Some(&from)));
        assert!(seen.changes.iter().any(|c| (&*c.name, &*c.from, &*c.to) == ("days", "5", "7")), "{seen:?}");
        app.set_signing(&second_organiser(), &event, &settings, Some(&Drawn::of(&seen.now))).expect("on top");
    });
}

#[test]
fn two_organisers_who_save_at_the_same_moment_write_once() {
    on_each(|database| {
        let app = database.app();
        let event = draft(&app);
        let from = drawn(&app, &event, Sheet::Entries, "A");
        let answers: Vec<Result<(), AppError>> = std::thread::scope(|scope| {
            let save = |index: usize| {
                let cells = cells(&[("site", &format!("{index}馆"))]);
                let edit = Edit { id: Some("A".into()), cells, drawn: from.clone() };
                app.edit(&organiser(), &event, Sheet::Entries, &edit)
            };
            let all: Vec<_> = (0..6).map(|index| scope.spawn(move || save(index))).collect();
            all.into_iter().map(|one| one.join().expect("an answer")).collect()
        });
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
        assert!(
            answers.iter().all(|answer| answer.is_ok() || refusal::<_, Overtaken>(answer).is_some()),
            "{answers:?}"
        );
    });
}

#[test]
fn a_demonstration_and_a_rehearsal_go_on_to_say_so_in_their_titles() {
    on_each(|database| {
        let app = database.app();
        let event = draft(&app);
        let rehearsal = app.rehearse(&organiser(), &event).expect("a rehearsal");
        let from = prepared(&app, &rehearsal).title;
        let hidden = app.retitle(&organiser(), &rehearsal, "正式活动", &from);
        assert!(matches!(refusal(&hidden), Some(EditFault::Label { .. })), "{hidden:?}");
        app.retitle(&organiser(), &rehearsal, "第二次演练", &from).expect("retitled");
        for bad in ["", "  ", &"长".repeat(121)] {
            let refused = app.retitle(&organiser(), &event, bad, &prepared(&app, &event).title);
            assert!(matches!(refusal(&refused), Some(EditFault::Title)), "{refused:?}");
        }
    });
}
