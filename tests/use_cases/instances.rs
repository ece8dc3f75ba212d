//! Several instances on one database, and many tablets at once.

use std::collections::BTreeSet;
use std::thread;

use guanmo::app::App;
use guanmo::app::event::wire::Outcome;
use guanmo::app::people::account::FirstNames;

use crate::support::database::{on_each, on_each_empty};
use crate::support::desk::{assert_sound, import, organiser};
use crate::support::folder::Folder;
use crate::support::tablet::Tablet;

#[test]
fn four_instances_start_at_once_on_a_new_database() {
    on_each_empty(|database| {
        let apps: Vec<App> = thread::scope(|scope| {
            let starts: Vec<_> = (0..4).map(|_| scope.spawn(|| database.app())).collect();
            starts.into_iter().map(|start| start.join().expect("started")).collect()
        });
        let made: usize = thread::scope(|scope| {
            let firsts: Vec<_> = apps
                .iter()
                .map(|app| scope.spawn(|| app.first_start(&FirstNames::default(), None).expect("a start")))
                .collect();
            firsts.into_iter().map(|first| first.join().expect("done").len()).sum()
        });
        assert_eq!(made, 2);
        let event = import(&apps[0], &Folder::sound());
        let receipts: BTreeSet<_> =
            apps.iter().map(|app| Tablet::new(app, &event, "j1", "t1").card("visit", "A").receipt).collect();
        assert_eq!(receipts.len(), 1);
    });
}

/// An event of so many judges, with one entry each of a long list.
fn crowd(judges: usize, entries: usize) -> Folder {
    let folder = Folder::sound();
    let rows = |head: &str, row: &dyn Fn(usize) -> String, count: usize| {
        (0..count).fold(format!("{head}\n"), |text, index| text + row(index).as_str() + "\n")
    };
    folder.write("entries.csv", rows("entry,name,unit", &|i| format!("E{i},项目{i},镇{i}"), entries));
    folder.write(
        "judges.csv",
        rows("judge,name,unit,group", &|i| format!("j{i},{i}席,,{}", ["lead", "dept"][i % 2]), judges),
    );
    folder.write("measures.csv", rows("component,entry,value", &|i| format!("daily,E{i},90"), entries));
    folder.remove("scores.csv");
    folder
}

#[test]
fn many_tablets_on_two_instances_lose_and_double_nothing() {
    on_each(|database| {
        let apps = [database.app(), database.app()];
        let event = import(&apps[0], &crowd(16, 10));
        thread::scope(|scope| {
            for judge in 0..16 {
                let (app, event) = (&apps[judge % 2], &event);
                scope.spawn(move || {
                    let mut tablet = Tablet::new(app, event, &format!("j{judge}"), &format!("t{judge}"));
                    for entry in 0..10 {
                        let marks = [("effect", "50"), ("novelty", "35")];
                        let op = tablet.op("visit", &format!("E{entry}"), None, &marks);
                        assert_eq!(tablet.send_one(&op).outcome, Outcome::Recorded);
                        assert_eq!(tablet.send_one(&op).outcome, Outcome::Duplicate);
                    }
                });
            }
        });
        let progress = apps[1].progress(&organiser(), &event).expect("progress");
        assert_eq!((progress.due, progress.received), (160, 160));
        assert_sound(&apps[0]);
        apps[0].close(&organiser(), &event, None).expect("closed");
    });
}
