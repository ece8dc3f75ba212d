//! What happens on the day: a card recorded durably, alone and among others, signed and unsigned, beside a plain write that
//! is synced; the board's data; and, on a server that `GUANMO_BENCH_POSTGRES` names, four events beside one.

#[path = "../tests/support/signer.rs"]
mod signer;

use std::fs::File;
use std::io::{Seek, Write};
use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use guanmo::app::App;
use guanmo::app::act::actor::{Actor, Role};
use guanmo::app::act::clock::Clock;
use guanmo::app::act::secret::Secret;
use guanmo::app::event::wire::{Outcome, SyncRequest};
use guanmo::app::setup::folder_io::ImportOptions;
use guanmo::folder;
use serde_json::{Value, json};
use signer::Signer;
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
    /// The key with which it signs, and the session in which that was registered.
    key: Option<(Signer, Secret)>,
}

impl Tablet {
    fn submit(&self, app: &App) {
        let mut journal = self.journal.lock().expect("no panic");
        let seq = journal.len() + 1;
        let base = journal.len().checked_sub(ENTRIES.len()).map(|before| journal[before].clone());
        let op = uuid::Uuid::new_v4().to_string();
        let device = format!("bench-{}", self.judge);
        let marks = json!({ "effect": "25.5", "politics": "18", "novelty": "17.5", "approval": "13", "lasting": "12" });
        let mut card = json!({ "op": op, "device": device, "seq": seq, "judge": self.judge, "component": "visit",
            "entry": ENTRIES[journal.len() % ENTRIES.len()], "base": base, "marks": marks, "comment": "",
            "rules": self.rules, "at": "2023-12-23T10:00:00+08:00" });
        if let Some((key, _)) = &self.key {
            key.sign(&mut card);
        }
        let request = request(json!({ "device": device, "seq_from": seq, "ops": [card],
            "key": self.key.as_ref().map(|(key, _)| key.offer()) }));
        let answer = match &self.key {
            Some((_, session)) => app.sync_signed_in(session, &request).expect("an answer").expect("a session"),
            None => app.sync(&self.actor, &request).expect("an answer"),
        };
        assert_eq!(answer.results[0].outcome, Outcome::Recorded, "{:?}", answer.results[0]);
        journal.push(op);
    }
}

fn request(said: Value) -> SyncRequest {
    serde_json::from_value(said).expect("a request")
}

/// A new event with its tablets, which sign or do not.
fn event(app: &App, sign: bool) -> (String, Vec<Tablet>) {
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/haian-2023");
    let read = folder::read_dir(&fixture, None).expect("a sound folder");
    let own = |judge: &str| ENTRIES.iter().any(|entry| judge.ends_with(entry));
    let judges: Vec<String> = read.event.judges().iter().map(|judge| judge.id.clone()).filter(|id| !own(id)).collect();
    let rules = read.rules_sha256.clone();
    let event = app.import(&Actor::console(Role::Organiser), read, ImportOptions::default()).expect("an event");
    let links = app.mint_links(&Actor::console(Role::Organiser), &event).expect("links").links;
    let key = |judge: &str| {
        let link = links.iter().find(|link| link.judge == judge).expect("a link");
        let (key, session) = (Signer::fresh(), app.sign_in_with_link(&link.token).expect("signed in").token);
        let offer = json!({ "device": format!("bench-{judge}"), "seq_from": 1, "ops": [], "key": key.offer() });
        app.sync_signed_in(&session, &request(offer)).expect("an answer").expect("a session");
        (key, session)
    };
    let tablet = |judge: String| Tablet {
        actor: Actor::judge(&event, &judge),
        key: sign.then(|| key(&judge)),
        judge,
        rules: rules.clone(),
        journal: Mutex::default(),
    };
    let tablets = judges.into_iter().take(TABLETS).map(tablet).collect();
    (event, tablets)
}

/// Times so many turns; each day of [`CARDS`] turns begins with a new event, which is not timed.
fn days(app: &App, sign: bool, turns: u64, turn: impl Fn(&[Tablet], &str)) -> Duration {
    let mut spent = Duration::ZERO;
    let mut left = usize::try_from(turns).expect("a number of turns");
    while left > 0 {
        let (event, tablets) = event(app, sign);
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
        b.iter_custom(|turns| days(&app, false, turns, |tablets, _| tablets[0].submit(&app)));
    });
    group.bench_function("one tablet, signed", |b| {
        b.iter_custom(|turns| days(&app, true, turns, |tablets, _| tablets[0].submit(&app)));
    });
    group.throughput(Throughput::Elements(TABLETS as u64));
    for (name, sign) in [("sixteen tablets at once", false), ("sixteen tablets at once, signed", true)] {
        group.bench_function(name, |b| {
            b.iter_custom(|turns| days(&app, sign, turns, |tablets, _| submit_all(&app, tablets.iter())));
        });
    }
    group.finish();

    let mut group = criterion.benchmark_group("the board");
    let (quiet, _) = event(&app, false);
    group.bench_function("progress, nothing changed", |b| b.iter(|| app.board(&organiser, &quiet).expect("a board")));
    group.bench_function("progress, after a card", |b| {
        b.iter_custom(|turns| {
            days(&app, false, turns, |tablets, event| {
                tablets[0].submit(&app);
                app.board(&organiser, event).expect("a board");
            })
        });
    });
    group.finish();
}

/// Tablets hand in a card each, at the same moment.
fn submit_all<'t>(app: &App, tablets: impl Iterator<Item = &'t Tablet>) {
    std::thread::scope(|scope| {
        for tablet in tablets {
            scope.spawn(|| tablet.submit(app));
        }
    });
}

/// Cards a second of so many events, each with sixteen tablets that hand in card after card.
fn rate(app: &App, events: usize) -> f64 {
    let events: Vec<_> = (0..events).map(|_| event(app, false).1).collect();
    let tablets: Vec<&Tablet> = events.iter().flatten().collect();
    let start = Instant::now();
    std::thread::scope(|scope| {
        for tablet in &tablets {
            scope.spawn(|| (0..4 * CARDS).for_each(|_| tablet.submit(app)));
        }
    });
    let cards = u32::try_from(tablets.len() * 4 * CARDS).expect("a number of cards");
    f64::from(cards) / start.elapsed().as_secs_f64()
}

/// Prints what four events come to beside one, in turn, on a server.
fn side_by_side(_: &mut Criterion) {
    let Ok(url) = std::env::var("GUANMO_BENCH_POSTGRES") else {
        println!("four events beside one: not measured, GUANMO_BENCH_POSTGRES names no server");
        return;
    };
    let app = App::open(&*url, Clock::System).expect("the database");
    let mut ratios = Vec::new();
    for _ in 0..9 {
        let (one, four) = (rate(&app, 1), rate(&app, 4));
        println!("one event {one:.0} cards a second, four events {four:.0}: {:.2} times", four / one);
        ratios.push(four / one);
    }
    ratios.sort_by(f64::total_cmp);
    println!("four events beside one: {:.2} times (median of {})", ratios[ratios.len() / 2], ratios.len());
}

criterion_group!(benches, benchmarks, side_by_side);
criterion_main!(benches);
