//! What happens on the day: a card recorded durably, alone and among others; the board's data.

use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use guanmo::app::App;
use guanmo::app::actor::{Actor, Role};
use guanmo::app::clock::Clock;
use guanmo::app::folder_io::ImportOptions;
use guanmo::app::sync::{Outcome, SyncRequest};
use guanmo::folder;
use serde_json::json;
use tempfile::TempDir;

/// Tablets that deliver at the same moment.
const TABLETS: usize = 16;

/// A judge's tablet that hands in the same card again and again, each time on top of the last.
struct Tablet {
    actor: Actor,
    judge: String,
    rules: String,
    seq: AtomicI64,
    last: std::sync::Mutex<Option<String>>,
}

impl Tablet {
    fn submit(&self, app: &App) {
        let seq = self.seq.fetch_add(1, Ordering::SeqCst);
        let mut last = self.last.lock().expect("no panic");
        let op = uuid::Uuid::new_v4().to_string();
        let device = format!("bench-{}", self.judge);
        let marks = json!({ "effect": "25.5", "politics": "18", "novelty": "17.5", "approval": "13", "lasting": "12" });
        let request: SyncRequest = serde_json::from_value(json!({
            "device": device, "seq_from": seq,
            "ops": [{ "op": op, "device": device, "seq": seq, "judge": self.judge, "component": "visit", "entry": "03",
                      "base": *last, "marks": marks, "comment": "", "rules": self.rules, "at": "2023-12-23T10:00:00+08:00" }],
        }))
        .expect("a request");
        let answer = app.sync(&self.actor, &request).expect("an answer");
        assert_eq!(answer.results[0].outcome, Outcome::Recorded);
        *last = Some(op);
    }
}

fn benchmarks(criterion: &mut Criterion) {
    let data = TempDir::new().expect("a temporary directory");
    let url = format!("sqlite://{}", data.path().join("bench.db").display());
    let app = App::open(&url, Clock::System).expect("the database");
    let organiser = Actor::console(Role::Organiser);
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/haian-2023");
    let read = folder::read_dir(&fixture, None).expect("a sound folder");
    let judges: Vec<String> = read.event.judges().iter().map(|judge| judge.id.clone()).collect();
    let rules = read.rules_sha256.clone();
    let event = app.import(&organiser, read, ImportOptions::default()).expect("an event");
    // the judge who is recused from the entry has no card for it
    let judges = judges.into_iter().filter(|judge| judge != "S03").take(TABLETS);
    let tablets: Vec<Tablet> = judges
        .map(|judge| Tablet {
            actor: Actor::judge(&event, &judge),
            judge,
            rules: rules.clone(),
            seq: AtomicI64::new(1),
            last: std::sync::Mutex::new(None),
        })
        .collect();

    let mut group = criterion.benchmark_group("record a card durably");
    group.throughput(Throughput::Elements(1));
    group.bench_function("one tablet", |b| b.iter(|| tablets[0].submit(&app)));
    group.throughput(Throughput::Elements(TABLETS as u64));
    group.bench_function("sixteen tablets at once", |b| {
        b.iter(|| {
            std::thread::scope(|scope| {
                for tablet in &tablets {
                    scope.spawn(|| tablet.submit(&app));
                }
            });
        });
    });
    group.finish();

    let mut group = criterion.benchmark_group("the board");
    group.bench_function("progress, nothing changed", |b| b.iter(|| app.board(&organiser, &event).expect("a board")));
    group.bench_function("progress, after a card", |b| {
        b.iter(|| {
            tablets[0].submit(&app);
            app.board(&organiser, &event).expect("a board")
        });
    });
    group.finish();
}

criterion_group!(benches, benchmarks);
criterion_main!(benches);
