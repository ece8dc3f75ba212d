//! The built program under load, over HTTP with connections that stay open: polls that bring nothing, first cards,
//! corrections chained on one another, the published board; each beside `GET /healthz` and beside single commits of the
//! same disk, in the same run. Everything shares the machine's cores with this generator.
//!
//! Then a busy day, with tablets, desks and readers at their pace, and a large event.
//!
//! `LOAD_SECONDS` says how long each goes on (3), `LOAD_REVISIONS` after how many revisions corrections are measured again
//! (20000), `LOAD_DAY` how many seconds the busy day has (20); with `GUANMO_TEST_POSTGRES` the cards are measured on that
//! server, too.

mod folder;
mod large;
mod line;
mod mix;
mod office;
mod program;

use std::fs::File;
use std::io::{Seek, Write};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use line::{Line, Tablet};
use program::Program;

/// Tablets, or readers, at once.
const AT_ONCE: usize = 16;

fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().expect(name))
}

/// What a load came to.
struct Figures {
    each_second: f64,
    /// Half of the answers came within this time, and 99 of 100 within that.
    median: Duration,
    p99: Duration,
}

/// Has each line ask again and again until the time is up, or until so many answers have come in all.
fn load<L: Send>(lines: &mut [L], time: Duration, most: usize, ask: impl Fn(&mut L) + Sync) -> Figures {
    let (begun, asked) = (Instant::now(), AtomicUsize::new(0));
    let mut took: Vec<Duration> = std::thread::scope(|scope| {
        let threads: Vec<_> = lines
            .iter_mut()
            .map(|line| {
                let (ask, asked) = (&ask, &asked);
                scope.spawn(move || {
                    let mut took = Vec::new();
                    while begun.elapsed() < time && asked.fetch_add(1, Ordering::Relaxed) < most {
                        let before = Instant::now();
                        ask(line);
                        took.push(before.elapsed());
                    }
                    took
                })
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("no answer was wrong")).collect()
    });
    let count = f64::from(u32::try_from(took.len()).expect("not so many"));
    let each_second = count / begun.elapsed().as_secs_f64();
    took.sort_unstable();
    Figures { each_second, median: at(&took, 50), p99: at(&took, 99) }
}

/// Single commits a second that the disk under `place` takes: 4 KB, synced.
fn commits(place: &Path) -> f64 {
    let mut file = File::create(place.join("plain")).expect("a file");
    let (begun, mut count) = (Instant::now(), 0u32);
    while begun.elapsed() < Duration::from_secs(1) {
        file.rewind().expect("rewound");
        file.write_all(&[7; 4096]).expect("written");
        file.sync_data().expect("synced");
        count += 1;
    }
    f64::from(count) / begun.elapsed().as_secs_f64()
}

/// Within which of sorted times so many of 100 lie.
fn at(took: &[Duration], percent: usize) -> Duration {
    took.get(took.len() * percent / 100).copied().unwrap_or_default()
}

/// What sorted times come to.
fn spread(took: &[Duration]) -> String {
    format!("{} in all, median {:.1?}, p99 {:.1?}", took.len(), at(took, 50), at(took, 99))
}

fn say(what: &str, figures: &Figures, beside: &str) {
    let Figures { each_second, median, p99 } = figures;
    println!("{what:44} {each_second:8.0}/s   median {median:8.1?}   p99 {p99:8.1?}   {beside}");
}

fn cards(program: &Program, time: Duration, single: f64, on: &str) -> Vec<Tablet> {
    let links = program.judges(AT_ONCE);
    let mut tablets: Vec<Tablet> = links.iter().map(|link| Tablet::sign_in(program.address(), link)).collect();
    let ratio = |figures: &Figures| format!("{:.2} × single commits", figures.each_second / single);
    let first = load(&mut tablets, time, AT_ONCE * Tablet::ENTRIES, Tablet::submit);
    say(&format!("first cards, {on}"), &first, &ratio(&first));
    let soon = load(&mut tablets, Duration::from_secs(1), usize::MAX, Tablet::submit);
    say(&format!("corrections, the first second, {on}"), &soon, &ratio(&soon));
    let revisions = usize::try_from(setting("LOAD_REVISIONS", 20_000)).expect("a number of revisions");
    load(&mut tablets, Duration::from_mins(10), revisions, Tablet::submit);
    let late = load(&mut tablets, time, usize::MAX, Tablet::submit);
    say(&format!("corrections, after {revisions} revisions, {on}"), &late, &ratio(&late));
    tablets
}

fn main() {
    let time = Duration::from_secs(setting("LOAD_SECONDS", 3));
    let program = Program::on_file(&folder::empty(Tablet::ENTRIES, 30));
    let single = commits(program.data());
    println!("single commits of the disk, 4 KB each: {single:.0}/s; {AT_ONCE} lines at once\n");
    let mut lines: Vec<Line> = (0..AT_ONCE).map(|_| Line::open(program.address())).collect();
    let health = load(&mut lines, time, usize::MAX, |line| line.get("/healthz", ""));
    say("GET /healthz", &health, "");
    let beside = |figures: &Figures| format!("{:.2} × /healthz", figures.each_second / health.each_second);

    let mut tablets = cards(&program, time, single, "SQLite");
    let polls = load(&mut tablets, time, usize::MAX, Tablet::poll);
    say("polls that bring nothing", &polls, &beside(&polls));
    let whole = load(&mut tablets, time, usize::MAX, Tablet::ask_for_all);
    say("polls of a tablet that has nothing", &whole, &beside(&whole));

    println!("the program's memory: {} MB at most", program.most_memory() / 1024);
    drop(program);

    let program = Program::demo();
    let cookie = program.official();
    let mut lines: Vec<Line> = (0..AT_ONCE).map(|_| Line::open(program.address())).collect();
    let board = load(&mut lines, time, usize::MAX, |line| line.get(program.board(), &cookie));
    say("the published board", &board, &beside(&board));
    drop(program);

    let day = mix::run(Duration::from_secs(setting("LOAD_DAY", 20)));
    println!("\n200 tablets, 20 desks, 50 readers, 85 cards and 50 pages a second:");
    println!("    cards   {}", spread(&day.cards));
    println!("    pages   {}", spread(&day.pages));
    println!("    {} KB a minute to each desk; {} MB of memory at most", day.desk / 1024, day.memory / 1024);

    let large = large::run();
    println!("\n1,000 entries × 50 judges × 8 criteria:");
    println!(
        "    import {:.2?}, close with its recount {:.2?}, workbook {:.2?}",
        large.import, large.close, large.workbook
    );
    println!("    the ranking, {} KB, right after a card   {}", large.page / 1024, spread(&large.rankings));
    println!(
        "    {} MB of memory at most before the close, {} MB with it",
        large.memory.0 / 1024,
        large.memory.1 / 1024
    );

    if let Ok(server) = std::env::var("GUANMO_TEST_POSTGRES") {
        let program = Program::on_server(&server);
        let mut tablets = cards(&program, time, single, "PostgreSQL");
        let polls = load(&mut tablets, time, usize::MAX, Tablet::poll);
        say("polls that bring nothing, PostgreSQL", &polls, "");
    }
}
