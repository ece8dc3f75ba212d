//! What it costs that nobody has to believe a result: the facts before the signatures, publishing with both bundles, checking
//! the one that everybody gets. Each is timed in this process, from the call to its answer.

#[path = "load/folder.rs"]
#[expect(dead_code, reason = "events without cards are what the load begins with")]
mod folder;

use std::fs;
use std::io::Cursor;
use std::time::{Duration, Instant};

use guanmo::app::App;
use guanmo::app::act::actor::{Actor, Role, Who};
use guanmo::app::act::clock::Clock;
use guanmo::app::act::second::Decision;
use guanmo::app::event::signers::{BundleCards, Confirming, ResultFrom, Signers, SigningSettings};
use guanmo::app::setup::folder_io::ImportOptions;
use guanmo::folder::bundle::check::{Trust, check};
use guanmo::store::Base;
use tempfile::TempDir;

/// Times that the facts are worked out.
const LOOKS: usize = 21;

fn organiser(name: &str) -> Actor {
    Actor { who: Who::Account(name.to_owned()), role: Some(Role::Organiser) }
}

fn timed<T>(what: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    let answer = what();
    (answer, begun.elapsed())
}

/// The most memory that this process has had, in megabytes; 0 where the system does not say.
fn most_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).map_or(0, |kilobytes: u64| kilobytes / 1024)
}

/// A closed event with so many cards, which nobody has to sign.
fn closed(data: &TempDir, (entries, judges, criteria): (usize, usize, usize)) -> (App, String) {
    let url = format!("sqlite://{}/guanmo-{entries}.db", data.path().display());
    let base = Base { log_key: Some(data.path().join("log.key")), ..Base::from(&url) };
    let app = App::open(base, Clock::System).expect("a database");
    let scored = folder::scored(entries, judges, criteria);
    let read = guanmo::folder::read_dir(scored.path(), None).expect("a sound folder");
    let event = app.import(&organiser("li"), read, ImportOptions::default()).expect("an event");
    let settings = SigningSettings {
        signers: Signers::none(),
        result_from: ResultFrom::Closed,
        notice_days: 5,
        cards: None,
        confirming: Confirming::Wanted,
        bundle: BundleCards::Pseudonymous,
        spot_places: Some(3),
    };
    app.set_signing(&organiser("li"), &event, &settings, None).expect("set");
    app.close(&organiser("li"), &event, Some("bench")).expect("closed");
    (app, event)
}

fn main() {
    let data = TempDir::new().expect("a directory");
    let (app, event) = closed(&data, (30, 60, 6));
    let inspector = Actor { who: Who::Account("ji".to_owned()), role: Some(Role::Inspector) };
    let mut looks: Vec<Duration> =
        (0..LOOKS).map(|_| timed(|| app.signing(&inspector, &event).expect("the page")).1).collect();
    looks.sort_unstable();
    println!("30 entries x 60 judges: the signing page's data {:?} (median of {LOOKS})", looks[LOOKS / 2]);

    let (app, event) = closed(&data, (1000, 50, 8));
    let before = most_memory();
    let (asked, first) = timed(|| app.publish(&organiser("li"), &event));
    asked.expect("asked");
    let (done, second) = timed(|| app.decide_publishing(&organiser("wang"), &event, Decision::Approve));
    done.expect("published");
    println!("1,000 entries x 50 judges x 8 criteria: asking {first:?}, publishing {second:?}");
    let (public, taken) = timed(|| app.public_bundle(&event).expect("a bundle").bytes);
    println!("  the public bundle {taken:?}, {} kB", public.len() / 1000);
    let after = most_memory();
    println!("  most memory before publishing {before} MB, after it {after} MB");
    let (checked, took) = timed(|| check(Cursor::new(&public), &Trust::default()));
    assert_eq!(checked.fault(), None);
    println!("  checking it {took:?}; most memory {} MB", most_memory());
}
