//! Erasing: two organisers, a period, and what is gone and what stays.

use chrono::TimeDelta;
use diesel::prelude::*;
use diesel::sql_query;
use guanmo::app::act::actor::{Actor, Role};
use guanmo::app::act::permission::Forbidden;
use guanmo::app::act::second::{Matter, SecondFault};
use guanmo::app::act::state::WrongState;
use guanmo::app::desk::call::ByHand;
use guanmo::app::desk::day::DayChange;
use guanmo::app::desk::hand::AdjustRequest;
use guanmo::app::event::erased::ErasureFault;
use guanmo::app::event::view::Board;
use guanmo::app::result::objection::{Closing, NewObjection};
use guanmo::app::{App, AppError};
use guanmo::scoring::event::AdjustmentKind;
use guanmo::store::hand::Kind;

use crate::support::database::{Database, on_each, opened};
use crate::support::desk::{ask_for_no_signature, assert_sound, import, organiser, publish, second_organiser, staff};
use crate::support::fault::{refusal, refused_as};
use crate::support::folder::Folder;
use crate::support::tablet::Tablet;

fn fault(answer: Result<(), AppError>) -> ErasureFault {
    refused_as(answer)
}

/// An archived event in which everything happened that leaves something of somebody.
fn archived(app: &App) -> String {
    let folder = Folder::sound();
    folder
        .write("judges.csv", "judge,name,unit,group\nj1,隐一席,隐局,lead\nj2,隐二席,隐委,lead\nj3,隐三席,隐办,dept\n");
    folder.write("checkpoints.csv", "entry,order,planned_arrival,planned_departure,look_at\nC,1,,,\n");
    folder.write("comments.csv", "judge,component,entry,comment\nj1,visit,A,隐评语\n");
    folder.write("exclusions.csv", "judge,component,entry,kind,reason\nj2,visit,C,void,隐缘由\n");
    let event = import(app, &folder);
    ask_for_no_signature(app, &event);
    app.rehearse(&organiser(), &event).expect("a rehearsal");
    app.mint_links(&organiser(), &event).expect("links");
    let bonus = AdjustRequest {
        entry: "C".to_owned(),
        kind: AdjustmentKind::Bonus,
        item: "证书".to_owned(),
        points: "1".to_owned(),
        reason: "隐加分".to_owned(),
        sure: true,
    };
    app.adjust(&organiser(), &event, &bonus, None).expect("adjusted");
    app.adjust(&organiser(), &event, &AdjustRequest { reason: "隐误填".to_owned(), ..bonus }, None).expect("adjusted");
    app.withdraw(&organiser(), &event, Kind::Adjustment, 1, "隐撤销").expect("taken back");
    let turns = ["A", "B", "C"].map(str::to_owned).into_iter().zip(1..).collect();
    app.enter_order(&organiser(), &event, &ByHand { seen: 0, turns, reason: "隐见证".to_owned() }).expect("entered");
    let leaves = DayChange::Skip { entry: "C".to_owned(), withdraw: true };
    let version = app.preview_day(&organiser(), &event, &leaves).expect("a preview").version;
    app.change_day(&organiser(), &event, &leaves, version, "隐退出").expect("withdrawn");
    let mut tablet = Tablet::new(app, &event, "j1", "t1");
    let base = tablet.card("visit", "A").op;
    tablet.submit("A", base.as_deref(), "30", "20");
    tablet.submit("Z", None, "30", "20");
    // a conflict that the judge settled
    tablet.submit("B", None, "44", "20");
    tablet.pick("B", "45", "30");
    // the same marks from paper, typed by two
    let paper = super::paper::sheet_of("visit", "A", &[("effect", "30"), ("novelty", "20")]);
    for name in ["li", "wu"] {
        app.type_sheet(&super::paper::teller(name), &event, &paper).expect("typed");
    }
    app.close(&organiser(), &event, Some("隐封存")).expect("closed");
    app.ask_reopening(&organiser(), &event, "隐重开").expect("asked");
    app.decide_reopening(&second_organiser(), &event, false).expect("declined");
    publish(app, &event).expect("published");
    let new = NewObjection {
        name: "隐姓名".to_owned(),
        unit: "隐单位".to_owned(),
        contact: "隐电话".to_owned(),
        entry: "A".to_owned(),
        text: "隐内容".to_owned(),
    };
    app.object(&event, new).expect("taken");
    app.answer_objection(&organiser(), &event, 1, "隐答复").expect("answered");
    let closing = Closing { upheld: false, reason: "隐理由".to_owned(), note: "已复核".to_owned() };
    app.close_objection(&organiser(), &event, 1, &closing).expect("closed");
    app.clock().advance(TimeDelta::days(5));
    app.archive(&organiser(), &event).expect("archived");
    event
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = diesel::sql_types::Text)]
    name: String,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    count: i64,
}

/// Names of all tables that say of which event a row is, with how many rows an event has in each.
fn rows_of(database: &Database, event: &str) -> Vec<(String, i64)> {
    let path = database.url.strip_prefix("sqlite://").expect("a file");
    let mut connection = opened(path.as_ref());
    let all = "SELECT m.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'event_id'";
    let tables: Vec<Name> = sql_query(all).load(&mut connection).expect("tables");
    let count = |table: Name| {
        let counted = format!("SELECT count(*) AS count FROM \"{}\" WHERE event_id = '{event}'", table.name);
        let rows: Count = sql_query(counted).get_result(&mut connection).expect("a count");
        (table.name, rows.count)
    };
    tables.into_iter().map(count).collect()
}

fn erased(app: &App, event: &str) {
    app.clock().advance(TimeDelta::days(1095));
    app.ask_erasure(&organiser(), event, "保存期满").expect("asked");
    app.decide_erasure(&second_organiser(), event, true).expect("approved");
}

#[test]
fn an_archived_event_is_erased_after_its_period_by_two_organisers_and_not_before() {
    on_each(|database| {
        let app = database.app();
        let event = archived(&app);
        app.clock().advance(TimeDelta::days(1095) - TimeDelta::microseconds(1));
        let early = fault(app.ask_erasure(&organiser(), &event, "保存期满"));
        assert!(
            matches!(early, ErasureFault::TooEarly(_)) && early.to_string().contains("2026-12-27 08:00"),
            "{early}"
        );
        assert_eq!(fault(app.set_keeping(&organiser(), &event, 365)), ErasureFault::Shorter(1095));
        app.clock().advance(TimeDelta::microseconds(1));
        assert_eq!(
            refused_as::<_, SecondFault>(app.decide_erasure(&second_organiser(), &event, true)),
            SecondFault::NothingPending(Matter::Erasure)
        );
        app.ask_erasure(&organiser(), &event, "保存期满").expect("asked");
        assert_eq!(
            refused_as::<_, SecondFault>(app.ask_erasure(&second_organiser(), &event, "再申请")),
            SecondFault::Pending(Matter::Erasure)
        );
        assert_eq!(
            refused_as::<_, SecondFault>(app.decide_erasure(&organiser(), &event, true)),
            SecondFault::Own(Matter::Erasure)
        );
        app.decide_erasure(&organiser(), &event, false).expect("taken back");
        app.ask_erasure(&organiser(), &event, "保存期满").expect("asked again");
        // it may still be kept longer, and then it is too early again
        app.set_keeping(&organiser(), &event, 1096).expect("longer");
        assert!(matches!(fault(app.decide_erasure(&second_organiser(), &event, true)), ErasureFault::TooEarly(_)));
        app.clock().advance(TimeDelta::days(1));
        for actor in [staff(Role::Official), staff(Role::Administrator), Actor::console(Role::Teller)] {
            assert!(matches!(refusal(&app.decide_erasure(&actor, &event, true)), Some(Forbidden { .. })));
        }
        app.decide_erasure(&second_organiser(), &event, true).expect("approved");
        assert_eq!(fault(app.ask_erasure(&organiser(), &event, "再来")), ErasureFault::Erased);
        assert_eq!(fault(app.ask_reopening(&organiser(), &event, "取出")), ErasureFault::Erased);
        assert_eq!(fault(app.bundle(&organiser(), &event, None).map(drop)), ErasureFault::Erased);
        assert_eq!(fault(app.export(&organiser(), &event).map(drop)), ErasureFault::Erased);
        assert_eq!(fault(app.dossier(&organiser(), &event).map(drop)), ErasureFault::Erased);
    });
}

#[test]
fn before_the_archive_and_with_odd_days_nothing_is_set_or_asked() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &Folder::sound());
        assert!(matches!(refusal(&app.ask_erasure(&organiser(), &event, "x")), Some(WrongState { .. })));
        for days in [0, 183, 10_959, -1] {
            assert_eq!(fault(app.set_keeping(&organiser(), &event, days)), ErasureFault::Days, "{days}");
        }
        app.set_keeping(&organiser(), &event, 184).expect("shorter, before the archive");
        assert_eq!(app.keeping(&organiser(), &event).expect("the page").days, 184);
    });
}

#[test]
fn what_stays_is_the_ranking_the_head_and_a_chain_that_holds() {
    on_each(|database| {
        let app = database.app();
        let (event, other) = (archived(&app), super::objections::published(&app));
        let before = app.notice(&event).expect("a notice");
        let rows = app.log(&organiser(), Some(&event), 200).expect("the log");
        // seen before, and so in memory
        let Board::Result { frozen, .. } = app.board(&organiser(), &event).expect("a board") else {
            panic!("no result")
        };
        assert!(frozen.report.trace.is_some());
        erased(&app, &event);
        let after = app.notice(&event).expect("a notice");
        assert_eq!(after.result.report.ranking, before.result.report.ranking);
        assert_eq!(after.result.head, before.result.head);
        assert_eq!((after.objections, after.notes), (before.objections, before.notes));
        let Board::Result { frozen, event: head, .. } = app.board(&organiser(), &event).expect("a board") else {
            panic!("no result")
        };
        assert!(frozen.report.trace.is_none() && head.erased_at.is_some() && head.judges == 0);
        assert!(app.objections(&organiser(), &event).expect("the list").rows[0].text.is_empty());
        app.matrix(&organiser(), &event).expect("the desk still opens");

        let now = app.log(&organiser(), Some(&event), 200).expect("the log");
        let gone = now.iter().filter(|row| row.payload.is_none()).count();
        assert!(gone >= rows.len(), "{gone}");
        assert_eq!(now[0].act, "erase");
        let payload = now[0].payload.as_ref().expect("the act itself stays readable");
        assert!(payload.contains("\"operation\":") && payload.contains("organiser"), "{payload}");
        assert_sound(&app);
        // another event is as it was
        let untouched = app.log(&organiser(), Some(&other), 200).expect("the log");
        assert!(untouched.iter().all(|row| row.payload.is_some()));
        app.bundle(&organiser(), &other, None).expect("its bundle");
        let again = App::open(&database.url, app.clock().clone()).expect("opened anew");
        assert_sound(&again);
    });
}

#[test]
fn nothing_that_says_who_somebody_was_is_left_in_any_table_or_in_the_file() {
    let database = Database::file();
    let app = database.app();
    let event = archived(&app);
    let clone = app.rehearsals(&organiser(), &event).expect("rehearsals")[0].id.clone();
    erased(&app, &event);
    // whoever adds a table with rows of an event says here that it holds nobody, or has `store::erasure` delete it
    let stays = [
        "entry",
        "checkpoint",
        "measure",
        "adjustment",
        "decision",
        "result",
        "signature",
        "publication",
        "dissent",
        "publish_request",
        "reopening",
        "tie_proposal",
        "erasure",
        "objection",
        "audit",
        "withdrawal",
        "day_change",
        "rules_version",
        "rules_proposal",
        "trial",
        "call_setting",
        "call_order",
        "call_turn",
        "overtime",
    ];
    let act = app.log(&organiser(), Some(&event), 1).expect("the log")[0].payload.clone().expect("what went");
    for (table, _) in rows_of(&database, &event) {
        let goes = act.contains(&format!("\"{table}\":"));
        assert!(
            goes != stays.contains(&table.as_str())
                || ["objection", "withdrawal", "day_change"].contains(&table.as_str()),
            "{table}"
        );
    }
    for id in [&event, &clone] {
        for (table, rows) in rows_of(&database, id) {
            assert!(rows == 0 || stays.contains(&table.as_str()), "{table} of {id} still has {rows} rows");
        }
    }
    drop(app);
    let path = database.url.strip_prefix("sqlite://").expect("a file");
    database.tamper("PRAGMA wal_checkpoint(TRUNCATE)").expect("all in one file");
    let bytes = std::fs::read(path).expect("the file");
    let secret = "隐".as_bytes();
    let found = bytes.windows(secret.len()).filter(|window| *window == secret).count();
    // the reasons of two organisers' own acts hold none
    assert_eq!(found, 0, "traces of what was erased");
}

#[test]
fn deletion_is_possible_only_after_an_approval() {
    on_each(|database| {
        let app = database.app();
        let event = archived(&app);
        let refused = |when: &str| {
            for table in [
                "operation",
                "settled",
                "ruling",
                "acceptance",
                "withdrawal",
                "result",
                "bundle",
                "objection",
                "leaf_payload",
            ] {
                let count = database.tamper(&format!("DELETE FROM {table}"));
                let empty = ["ruling", "acceptance", "withdrawal"].contains(&table);
                assert!(empty || count.is_err(), "{table} {when}");
            }
            assert!(database.tamper("UPDATE result SET report = '{}'").is_err(), "{when}");
        };
        refused("in the archive");
        app.clock().advance(TimeDelta::days(1095));
        app.ask_erasure(&organiser(), &event, "保存期满").expect("asked");
        refused("while a request waits");
        app.decide_erasure(&organiser(), &event, false).expect("taken back");
        refused("after it was taken back");
        let own = format!(
            "INSERT INTO erasure (event_id, number, reason, asked_by, asked_at, decided_by, decided_at, approved)
             VALUES ('{event}', 9, 'x', 'a', 0, 'a', 0, TRUE)"
        );
        assert!(database.tamper(&own).is_err(), "nobody approves their own");
        assert!(database.tamper("DELETE FROM erasure").is_err());
    });
}
