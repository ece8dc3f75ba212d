//! What happens on the day: a card recorded durably, alone and among others, beside a plain write that is
//! synced; the board's data.

use std::fs::File;
use std::io::{Seek, Write};
use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use guanmo::app::App;
use guanmo::app::act::actor::{Actor, Role};
use guanmo::app::act::clock::Clock;
use guanmo::app::event::wire::{Outcome, SyncRequest};
use guanmo::app::setup::folder_io::ImportOptions;
use guanmo::folder;
use serde_json::json;
use tempfile::TempDir;

/// Tablets that deliver at the same moment.
const TABLETS: usize = 16;
/// Entries that each of them scores: those from which none of the judges is recused.
const ENTRIES: [&str; 4] = ["07", "08", "09", "10"];
/// Cards that a judge hands in on such a day, corrections included; then the next event begins.
const CARDS: usize = 24;

/// A judge's tablet that hands in card after card, corrections on top of what they correct.
struct Tablet {
    actor: Actor,
    judge: String,
    rules: String,
    journal: Mutex<Vec<String>>,
}

impl Tablet {
    fn submit(&self, app: &App) {
        let mut journal = self.journal.lock().expect("no panic");
        let seq = journal.len() + 1;
        let base = journal.len().checked_sub(ENTRIES.len()).map(|before| journal[before].clone());
        let op = uuid::Uuid::new_v4().to_string();
        let device = format!("bench-{}", self.judge);
        let marks = json!({ "effect": "25.5", "politics": "18", "novelty": "17.5", "approval": "13", "lasting": "12" });
        let request: SyncRequest = serde_json::from_value(json!({
            "device": device, "seq_from": seq,
            "ops": [{ "op": op, "device": device, "seq": seq, "judge": self.judge, "component": "visit",
                      "entry": ENTRIES[journal.len() % ENTRIES.len()], "base": base, "marks": marks, "comment": "",
                      "rules": self.rules, "at": "2023-12-23T10:00:00+08:00" }],
        }))
        .expect("a request");
        let answer = app.sync(&self.actor, &request).expect("an answer");
        assert_eq!(answer.results[0].outcome, Outcome::Recorded, "{:?}", answer.results[0]);
        journal.push(op);
    }
}

/// A new event with its tablets.
fn event(app: &App) -> (String, Vec<Tablet>) {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/haian-2023");
    let read = folder::read_dir(&fixture, None).expect("a sound folder");
    let own = |judge: &str| ENTRIES.iter().any(|entry| judge.ends_with(entry));
    let judges: Vec<String> = read.event.judges().iter().map(|judge| judge.id.clone()).filter(|id| !own(id)).collect();
    let rules = read.rules_sha256.clone();
    let event = app.import(&Actor::console(Role::Organiser), read, ImportOptions::default()).expect("an event");
    let tablet = |judge: String| Tablet {
        actor: Actor::judge(&event, &judge),
        judge,
        rules: rules.clone(),
        journal: Mutex::default(),
    };
    let tablets = judges.into_iter().take(TABLETS).map(tablet).collect();
    (event, tablets)
}

/// Times so many turns; each day of [`CARDS`] turns begins with a new event, which is not timed.
fn days(app: &App, turns: u64, turn: impl Fn(&[Tablet], &str)) -> Duration {
    let mut spent = Duration::ZERO;
    let mut left = usize::try_from(turns).expect("a number of turns");
    while left > 0 {
        let (event, tablets) = event(app);
        let start = Instant::now();
        for _ in 0..left.min(CARDS) {
            turn(&tablets, &event);
        }
        spent += start.elapsed();
        left -= left.min(CARDS);
    }
    spent
}

fn benchmarks(criterion: &mut Criterion) {
    let data = TempDir::new().expect("a temporary directory");
    let url = format!("sqlite://{}", data.path().join("bench.db").display());
    let app = App::open(&url, Clock::System).expect("the database");
    let organiser = Actor::console(Role::Organiser);

    let mut group = criterion.benchmark_group("record a card durably");
    group.throughput(Throughput::Elements(1));
    group.bench_function("write and sync 4 KB", |b| {
        let mut file = File::create(data.path().join("plain")).expect("a file");
        b.iter(|| {
            file.rewind().expect("rewound");
            file.write_all(&[7; 4096]).expect("written");
            file.sync_data().expect("synced");
        });
    });
    group.bench_function("one tablet", |b| {
        b.iter_custom(|turns| days(&app, turns, |tablets, _| tablets[0].submit(&app)));
    });
    group.throughput(Throughput::Elements(TABLETS as u64));
    group.bench_function("sixteen tablets at once", |b| {
        b.iter_custom(|turns| {
            days(&app, turns, |tablets, _| {
                std::thread::scope(|scope| {
                    for tablet in tablets {
                        scope.spawn(|| tablet.submit(&app));
                    }
                });
            })
        });
    });
    group.finish();

    let mut group = criterion.benchmark_group("the board");
    let (quiet, _) = event(&app);
    group.bench_function("progress, nothing changed", |b| b.iter(|| app.board(&organiser, &quiet).expect("a board")));
    group.bench_function("progress, after a card", |b| {
        b.iter_custom(|turns| {
            days(&app, turns, |tablets, event| {
                tablets[0].submit(&app);
                app.board(&organiser, event).expect("a board");
            })
        });
    });
    group.finish();
}

criterion_group!(benches, benchmarks);
criterion_main!(benches);
