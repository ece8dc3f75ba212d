//! What has changed since the version that a tablet has makes the same of it as all of the event would, whatever happened
//! meanwhile and whichever answers were lost.
//!
//! `ACTS=n` tries so many stories instead of a few, from the seed in `SEED`.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use chrono::TimeDelta;
use guanmo::app::App;
use guanmo::app::act::actor::Actor;
use guanmo::app::desk::ask::AskRequest;
use guanmo::app::desk::day::DayChange;
use guanmo::app::desk::overview::ExcludeRequest;
use guanmo::app::event::wire::{EventNews, SyncAnswer, SyncRequest};
use guanmo::scoring::event::ExclusionKind;
use serde_json::{Value, json};

use super::windows::with_release;
use crate::support::database::{Database, on_each, settled};
use crate::support::desk::{import, organiser};
use crate::support::dice::Dice;
use crate::support::tablet::Tablet;

const ENTRIES: [&str; 3] = ["A", "B", "C"];

/// A judge's tablet that goes on from the last answer that arrived.
struct Following {
    tablet: Tablet,
    name: &'static str,
    /// The version and the tip of that answer.
    had: Option<(i64, String)>,
    /// What it last handed in, by entry.
    last: [Option<String>; 3],
}

impl Following {
    fn new(app: &App, event: &str, name: &'static str) -> Self {
        Self { tablet: Tablet::new(app, event, "j1", name), name, had: None, last: [None, None, None] }
    }

    fn request(&self, ops: &[Value], queued: bool) -> SyncRequest {
        let mut request = self.tablet.request(ops);
        (request.have, request.tip) = self.had.clone().unzip();
        if queued {
            let unsent = json!([{ "component": "visit", "entry": "C", "state": "queued" }]);
            request.unsent = serde_json::from_value(unsent).expect("cards on the tablet");
        }
        request
    }

    /// Takes an answer, and notes what it told beside all of the event.
    fn hears(&mut self, app: &App, answer: SyncAnswer, told: &mut String) {
        let whole = app.judge_view(&self.tablet.judge).expect("the event");
        self.had = Some((whole.version, answer.tip));
        let line = json!({ "tablet": self.name, "event": answer.event, "whole": whole });
        writeln!(told, "{line}").expect("a line");
    }
}

/// Something that somebody else does; what is refused changes nothing.
fn somebody_acts(apps: &[App; 2], event: &str, dice: &mut Dice) {
    let (app, entry) = (&apps[dice.below(2)], ENTRIES[dice.below(3)].to_owned());
    let organiser = organiser();
    match dice.below(10) {
        0 | 1 => drop(app.arrive(&organiser, event, &entry)),
        2 => drop(app.leave(&organiser, event, &entry)),
        3 => {
            let request = AskRequest { judge: Some("j1".to_owned()), ..AskRequest::default() };
            drop(app.ask(&organiser, event, &request));
        }
        4 => {
            let waiting = app.quarantine(&organiser, event).expect("the quarantine");
            if let Some(card) = waiting.iter().find(|card| card.ruling.is_none()) {
                drop(app.rule(&organiser, event, &card.op, dice.below(2) == 0, "看过纸质记录"));
            }
        }
        5 => {
            let (judge, reason) = (["j1", "j2"][dice.below(2)].to_owned(), "本人所在镇".to_owned());
            let request =
                ExcludeRequest { judge, component: None, entry: Some(entry), kind: ExclusionKind::Recused, reason };
            // now and then only: what is excluded stays so
            if dice.below(4) == 0 {
                drop(app.exclude(&organiser, event, &request));
            }
        }
        6 => {
            let is_out = dice.below(2) == 0;
            let change = if is_out { DayChange::Readmit { entry } } else { DayChange::Withdraw { entry } };
            let seen = app.preview_day(&organiser, event, &change);
            drop(seen.and_then(|seen| app.change_day(&organiser, event, &change, seen.version, "当日情况有变")));
        }
        7 => {
            let minutes = TimeDelta::minutes([1, 6, 40][dice.below(3)]);
            for app in apps {
                app.clock().advance(minutes);
            }
        }
        _ => {
            let mut other = Tablet::new(app, event, "j2", &format!("o{}", dice.below(1_000_000)));
            other.submit(&entry, None, "40", "30");
        }
    }
}

fn story(database: &Database, seed: u64, told: &mut String) -> (usize, usize) {
    let apps = [database.app(), database.app()];
    let event = import(&apps[0], &with_release("opens = \"arrival\"\ncloses_after = 30"));
    let mut dice = Dice::new(seed);
    let mut tablets = [Following::new(&apps[0], &event, "t1"), Following::new(&apps[0], &event, "t2")];
    let (mut whole, mut changes) = (0, 0);
    for _ in 0..60 {
        if dice.below(3) == 0 {
            somebody_acts(&apps, &event, &mut dice);
            continue;
        }
        let (app, one) = (&apps[dice.below(2)], &mut tablets[dice.below(2)]);
        let entry = dice.below(3);
        let ops = match dice.below(5) {
            0 | 1 => Vec::new(),
            // on what this tablet knows, which the other one may have replaced
            2 | 3 => {
                let marks = [("effect", ["40", "50"][dice.below(2)]), ("novelty", "30")];
                let base = one.last[entry].clone();
                vec![one.tablet.op("visit", ENTRIES[entry], base.as_deref(), &marks)]
            }
            _ => vec![one.tablet.pick_op(ENTRIES[entry], "45", "31")],
        };
        let request = one.request(&ops, dice.below(5) == 0);
        let answer = app.sync(&one.tablet.judge, &request).expect("an answer");
        if let Some(op) = ops.first() {
            one.last[entry] = op["op"].as_str().map(str::to_owned);
        }
        // it may not arrive
        if dice.below(4) > 0 {
            match &answer.event {
                EventNews::Whole(_) => whole += 1,
                EventNews::Since(_) => changes += 1,
            }
            one.hears(app, answer, told);
        }
    }
    (whole, changes)
}

/// Has the tablet's own script apply what was told.
fn renews(told: &str) {
    let dir = tempfile::tempdir().expect("a directory");
    let file = dir.path().join("told");
    std::fs::write(&file, told).expect("written");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tablet/support/renew.mjs");
    let output = Command::new("node").arg(script).arg(&file).output().expect("node runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn changes_make_of_a_view_what_all_of_it_would_be() {
    let number = |name: &str, otherwise: u64| std::env::var(name).map_or(otherwise, |text| text.parse().expect(name));
    let (first, stories) = (number("SEED", 7), number("ACTS", 6));
    on_each(|database| {
        for seed in first..first + stories {
            let mut told = String::new();
            let (whole, changes) = story(database, seed, &mut told);
            assert!(whole > 0 && changes > 0, "seed {seed}: {whole} whole, {changes} changes");
            renews(&told);
        }
    });
}

fn asks(app: &App, judge: &Actor, have: i64, tip: Option<&str>) -> SyncAnswer {
    let request = json!({ "device": "t1", "seq_from": 1, "have": have, "tip": tip });
    app.sync(judge, &serde_json::from_value(request).expect("a request")).expect("an answer")
}

#[test]
fn nothing_new_is_told_in_less_than_200_bytes_and_writes_nothing() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &with_release("opens = \"event\""));
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        tablet.submit("A", None, "50", "35");
        let version = app.judge_view(&tablet.judge).expect("the event").version;
        let rows = app.log(&organiser(), None, 1000).expect("the log").len();
        for have in [version, version] {
            let answer = asks(&app, &tablet.judge, have, None);
            let text = serde_json::to_string(&answer).expect("JSON");
            assert!(text.len() < 200, "{} bytes: {text}", text.len());
            assert_eq!(answer.acked_seq, 1);
        }
        assert_eq!(app.log(&organiser(), None, 1000).expect("the log").len(), rows);
        // a version from the future, and one from before the last change of the set-up, are answered with all of it
        for have in [version + 1, 0, -1, i64::MAX, i64::MIN] {
            assert!(asks(&app, &tablet.judge, have, None).event.whole().is_some(), "{have}");
        }
        for tip in ["", "x", "1-", "999999999-00", "-1-ff", "1-0123456789abcdef"] {
            assert!(asks(&app, &tablet.judge, version, Some(tip)).event.whole().is_some(), "{tip}");
        }
    });
}

#[test]
fn what_was_told_before_a_restore_is_not_gone_on_from() {
    let database = Database::file();
    let file = Path::new(database.url.strip_prefix("sqlite://").expect("a file"));
    let app = database.app();
    let event = import(&app, &with_release("opens = \"event\""));
    let judge = Actor::judge(&event, "j1");
    drop(app);
    let backup = settled(file);
    let app = database.app();
    Tablet::new(&app, &event, "j1", "t1").submit("A", None, "50", "35");
    let before = asks(&app, &judge, 0, None);
    let version = before.event.whole().expect("all of it").version;
    drop(app);
    for beside in ["", "-wal", "-shm"] {
        drop(std::fs::remove_file(format!("{}{beside}", file.display())));
    }
    std::fs::write(file, backup).expect("restored");
    let app = database.app();
    Tablet::new(&app, &event, "j1", "t2").submit("B", None, "41", "31");
    let view = app.judge_view(&judge).expect("the event");
    assert_eq!(view.version, version, "the versions have the same numbers");
    assert_eq!(asks(&app, &judge, version, Some(&before.tip)).event.whole(), Some(view));
}
