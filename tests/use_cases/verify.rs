//! What was changed behind the program's back stops whatever would build on it, and is named.

use guanmo::app::App;
use guanmo::app::act::actor::{Actor, Role};
use guanmo::app::event::view::Board;
use guanmo::app::result::verify::Unsound;
use guanmo::proof::Edge;

use crate::support::database::{Database, on_each};
use crate::support::desk::{ask_for_no_signature, assert_sound, import, organiser, publish, sign, staff};
use crate::support::fault::refused_as;
use crate::support::folder::Folder;
use crate::support::tablet::Tablet;

/// Lets the owner of the database change a table that is append-only.
fn unlocked(database: &Database, table: &str) {
    for trigger in ["is_not_updated", "is_not_changed", "is_not_deleted", "only_grows"] {
        let off = format!("DROP TRIGGER IF EXISTS {table}_{trigger}");
        // how a trigger is named depends on the database
        if database.tamper(&off).is_err() {
            drop(database.tamper(&format!("{off} ON {table}")));
        }
    }
}

fn faults(app: &App, event: Option<&str>) -> Vec<String> {
    let found = app.verify(&Actor::console(Role::Administrator), event, None).expect("verified");
    found.checks.into_iter().flat_map(|check| check.faults).collect()
}

#[test]
fn one_digit_of_a_card_stops_the_close_and_is_named() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &Folder::sound());
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        let op = tablet.submit("Z", None, "47.5", "35");
        assert_eq!(op.receipt, None);
        let card = tablet.card("visit", "A");
        let better = tablet.submit("A", card.op.as_deref(), "47.5", "35");
        assert_sound(&app);
        unlocked(database, "operation");
        let forged = "UPDATE operation SET body = replace(body, '47.5', '57.5') WHERE op = ";
        database.tamper(&format!("{forged}'{}'", better.op)).expect("forged");
        let Unsound { first } = refused_as(app.close(&organiser(), &event, Some("演练")));
        assert!(first.contains("评分卡（表 operation 的") && first.contains(&better.op), "{first}");
        assert_eq!(faults(&app, Some(&event)), [first]);
        database
            .tamper(&format!("UPDATE operation SET body = replace(body, '57.5', '47.5') WHERE op = '{}'", better.op))
            .expect("back");
        app.close(&organiser(), &event, Some("演练")).expect("closed");
        assert_sound(&app);
    });
}

#[test]
fn a_frozen_report_that_was_changed_is_not_shown_beside_its_fingerprint_and_not_signed() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &Folder::sound());
        ask_for_no_signature(&app, &event);
        let frozen = app.close(&organiser(), &event, None).expect("closed");
        unlocked(database, "result");
        let name = frozen.report.ranking[0].name.clone();
        let change = |from: &str, to: &str| {
            let sql = format!("UPDATE result SET report = replace(report, '{from}', '{to}')");
            database.tamper(&sql).expect("changed");
        };
        change(&name, "另一个项目");
        let Unsound { first } = refused_as(publish(&app, &event));
        assert!(first.contains("封存的结果（表 result 的"), "{first}");
        change("另一个项目", &name);
        publish(&app, &event).expect("published");
        change(&name, "另一个项目");
        // another instance, which holds nothing in memory
        let app = database.app();
        for shown in [
            app.board(&organiser(), &event).map(drop),
            app.notice(&event).map(drop),
            app.signing(&staff(Role::Inspector), &event).map(drop),
        ] {
            let said = shown.expect_err("not shown").to_string();
            assert!(said.contains("与它的指纹不符"), "{said}");
        }
        assert!(faults(&app, None).iter().any(|fault| fault.contains("第 1 号结果与它的指纹不符")));
        change("另一个项目", &name);
        assert!(matches!(app.board(&organiser(), &event), Ok(Board::Result { .. })));
        assert_sound(&app);
    });
}

/// The whole log from one leaf on, as whoever owns the database and knows the program can write it.
#[test]
fn a_log_that_was_hashed_on_after_a_forgery_agrees_with_no_head_that_was_signed_before() {
    let keys = tempfile::TempDir::new().expect("a folder");
    on_each(|database| {
        let base = guanmo::store::Base {
            log_key: Some(keys.path().join("log.key")),
            ..guanmo::store::Base::from(&database.url)
        };
        let app =
            App::open(base, guanmo::app::act::clock::Clock::fixed(crate::support::database::morning())).expect("open");
        let event = import(&app, &Folder::sound());
        app.close(&organiser(), &event, Some("演练")).expect("closed");
        assert_sound(&app);
        for table in ["leaf", "log"] {
            unlocked(database, table);
        }
        let acts = app.log(&organiser(), Some(&event), 1000).expect("the log");
        let forged = acts.iter().find(|act| act.act == "import").expect("an act");
        database
            .tamper(&format!(
                "UPDATE leaf SET who = 'account:another' WHERE log = '{event}' AND number = {}",
                forged.number
            ))
            .expect("forged");
        // hashed on: each leaf anew, and the edge over all of them
        let store = guanmo::store::Store::open(&database.url).expect("the store");
        let leaves = store.read(|tx| guanmo::store::log::after(tx, &event, 0, 10_000)).expect("leaves");
        let mut edge = Edge::default();
        let mut sql = String::new();
        for (leaf, _) in &leaves {
            let hash = leaf.leaf().hash();
            edge.push(hash);
            // the edge of a tree with one leaf is that leaf's hash
            let mut alone = Edge::default();
            alone.push(hash);
            sql += &format!(
                "UPDATE leaf SET hash = '{}' WHERE log = '{event}' AND number = {};",
                alone.to_text(),
                leaf.number
            );
        }
        sql += &format!("UPDATE log SET edge = '{}' WHERE id = '{event}'", edge.to_text());
        database.tamper(&sql).expect("hashed on");
        let found = faults(&app, None);
        assert!(!found.is_empty() && found.iter().all(|fault| fault.contains("存证点与日志不符")), "{found:?}");
        let Unsound { first } = refused_as(sign(&app, &staff(Role::Inspector), &event, 1, "x"));
        assert!(first.contains("存证点与日志不符"), "{first}");
    });
}
