//! A busy day: many tablets at their pace, desks that are open, readers; each measured beside all the others.

use std::sync::Barrier;
use std::time::{Duration, Instant};

use crate::folder;
use crate::line::{Line, Tablet};
use crate::office::{self, Office};
use crate::program::Program;

const TABLETS: usize = 200;
const DESKS: usize = 20;
const READERS: usize = 50;
/// Cards a second of all tablets together; a reader asks once a second.
const CARDS: usize = 85;
/// What a thread of the generator needs, and no more.
const STACK: usize = 256 * 1024;

/// What came of it.
pub struct Day {
    /// How long each card took, and each page, sorted.
    pub cards: Vec<Duration>,
    pub pages: Vec<Duration>,
    /// Bytes that a desk got in a minute, on average.
    pub desk: usize,
    /// The most memory that the program had, in kilobytes.
    pub memory: u64,
}

/// The time between two cards of a tablet.
fn each() -> Duration {
    Duration::from_secs(1) * u32::try_from(TABLETS).expect("few") / u32::try_from(CARDS).expect("few")
}

/// When one of so many begins, so that they do not all come at once.
fn due_of(one: usize, of: usize) -> Duration {
    each() * u32::try_from(one).expect("few") / u32::try_from(of).expect("few")
}

/// Asks again and again, each time when its moment has come.
fn at_pace(time: Duration, (first, each): (Duration, Duration), mut ask: impl FnMut()) -> Vec<Duration> {
    let (begun, mut due, mut took) = (Instant::now(), first, Vec::new());
    while due < time {
        std::thread::sleep(due.saturating_sub(begun.elapsed()));
        let asked = Instant::now();
        ask();
        took.push(asked.elapsed());
        due += each;
    }
    took
}

fn sorted(threads: Vec<std::thread::ScopedJoinHandle<'_, Vec<Duration>>>) -> Vec<Duration> {
    let joined = threads.into_iter().flat_map(|thread| thread.join().expect("no answer was wrong"));
    let mut all: Vec<Duration> = joined.collect();
    all.sort_unstable();
    all
}

pub fn run(time: Duration) -> Day {
    let program = Program::on_file(&folder::empty(Tablet::ENTRIES, TABLETS));
    let (links, mut office) = (program.judges(TABLETS), Office::sign_in(&program));
    assert_eq!(links.len(), TABLETS);
    let (host, board) = (program.address(), format!("/events/{}/board", program.event()));
    let (live, cookie) = (office.live(program.event()), office.cookie);
    let all = Barrier::new(TABLETS + DESKS + READERS);
    let (cards, pages, desks) = std::thread::scope(|scope| {
        let spawn = || std::thread::Builder::new().stack_size(STACK);
        let (all, cookie, board, live) = (&all, &cookie, &board, &live);
        let tablets = links.iter().enumerate().map(|(n, link)| {
            let tablet = move || {
                let mut tablet = Tablet::sign_in(host, link);
                all.wait();
                at_pace(time, (due_of(n, TABLETS), each()), || tablet.submit())
            };
            spawn().spawn_scoped(scope, tablet).expect("a thread")
        });
        let tablets: Vec<_> = tablets.collect();
        let readers = (0..READERS).map(|n| {
            let reader = move || {
                let mut line = Line::open(host);
                all.wait();
                let second = Duration::from_secs(1);
                at_pace(time, (due_of(n, READERS), second), || line.get(board, cookie))
            };
            spawn().spawn_scoped(scope, reader).expect("a thread")
        });
        let readers: Vec<_> = readers.collect();
        let desk = move || {
            all.wait();
            office::listen(host, live, cookie, time)
        };
        let desks: Vec<_> = (0..DESKS).map(|_| spawn().spawn_scoped(scope, desk).expect("a thread")).collect();
        let desks: usize = desks.into_iter().map(|desk| desk.join().expect("it listened")).sum();
        (sorted(tablets), sorted(readers), desks)
    });
    let a_minute = desks / DESKS * 60 / usize::try_from(time.as_secs()).expect("seconds");
    Day { cards, pages, desk: a_minute, memory: program.most_memory() }
}
