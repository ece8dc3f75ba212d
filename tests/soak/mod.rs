//! Thirty tablets, a bad network, a server that is killed and restored from backups: what it accepted is held against
//! what the tablets made.
//!
//! The plan comes from a seed. `GUANMO_SOAK_SECONDS` says how long it goes on, `GUANMO_SOAK_SEED` with which seed;
//! both are printed, so that what failed can be tried again (which thread comes first is still the machine's to say).

mod tablet;
mod wire;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use guanmo::app::App;
use guanmo::app::act::actor::{Actor, Role};
use guanmo::app::act::clock::Clock;
use serde_json::Value;

use crate::support::database::opened;
use crate::support::desk::assert_sound;
use crate::support::folder::{Folder, guanmo};
use crate::support::server::{Server, data_dir};
use tablet::{Dice, Kept, Line, Tablet, World};

const JUDGES: usize = 26;
/// The first judges have a second tablet each.
const SECOND: usize = 4;
const ENTRIES: usize = 10;

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// The event, without a card.
fn event_folder() -> (Folder, Vec<String>) {
    let folder = Folder::sound();
    let entries: Vec<String> = (1..=ENTRIES).map(|number| format!("E{number}")).collect();
    let rows = |head: &str, rows: Vec<String>| format!("{head}\n{}\n", rows.join("\n"));
    folder
        .write("entries.csv", rows("entry,name,unit", entries.iter().map(|e| format!("{e},项目{e},镇{e}")).collect()));
    let judge = |number: usize| format!("j{number},{number}席,,{}", ["lead", "dept"][number % 2]);
    folder.write("judges.csv", rows("judge,name,unit,group", (1..=JUDGES).map(judge).collect()));
    folder.write(
        "measures.csv",
        rows("component,entry,value", entries.iter().map(|e| format!("daily,{e},90")).collect()),
    );
    folder.remove("scores.csv");
    (folder, entries)
}

#[test]
fn thirty_tablets_on_a_bad_day_lose_and_double_nothing() {
    let (seconds, seed) = (setting("GUANMO_SOAK_SECONDS", 5), setting("GUANMO_SOAK_SEED", 20_231_223));
    say(&format!("soak: GUANMO_SOAK_SECONDS={seconds} GUANMO_SOAK_SEED={seed}"));
    let (folder, entries) = event_folder();
    let data = data_dir();
    let path = data.path().to_str().expect("a plain path").to_owned();
    let imported = guanmo(&["import", folder.path().to_str().expect("a plain path"), "--data", &path]);
    assert_eq!(imported.code, 0, "{imported:?}");
    let event = imported.stdout.split_whitespace().last().expect("the id").to_owned();
    let server = Server::start(&[], Arc::clone(&data));
    let world = World::default();
    world.url.write().expect("no panic").clone_from(&server.url);
    let mut tablets = sign_in(&world, &path, &event, seed);
    assert_eq!(tablets.len(), 30);

    let kills = AtomicU64::new(0);
    let server = std::thread::scope(|scope| {
        for tablet in &mut tablets {
            let (world, entries) = (&world, &entries);
            scope.spawn(move || tablet.live(world, entries));
        }
        let end = Instant::now() + Duration::from_secs(seconds);
        let server = torment(server, &world, &kills, end, (seed, &path));
        world.over.store(true, Ordering::SeqCst);
        server
    });
    let unnamed = evening(&mut tablets, &world, &entries);
    drop(server);

    let found = compare(&tablets, &world, &unnamed, (&path, &event));
    say(&told(&tablets, &world, kills.load(Ordering::SeqCst), &found));
    assert_eq!((found.lost, found.doubled, found.silent), (0, 0, 0));
    compare_ranking(&tablets, &folder, &path, &event);
}

/// Past the capture of tests' output: the figures are wanted also where all is well.
fn say(line: &str) {
    writeln!(std::io::stderr(), "{line}").expect("somebody listens");
}

fn sign_in(world: &World, data: &str, event: &str, seed: u64) -> Vec<Tablet> {
    let url = world.url.read().expect("no panic").clone();
    let links = guanmo(&["links", event, "--data", data, "--public-url", &url]);
    let mut links = csv::Reader::from_reader(links.stdout.as_bytes());
    let links: Vec<String> = links.records().map(|row| row.expect("a row")[2].to_owned()).collect();
    let second = links[..SECOND].iter().enumerate().map(|(number, link)| (link, format!("second-{number}")));
    let first = links.iter().enumerate().map(|(number, link)| (link, format!("first-{number}")));
    let all = first.chain(second).enumerate();
    all.map(|(number, (link, device))| Tablet::new(world, link, device, Dice(seed ^ (number as u64) << 32))).collect()
}

/// Kills the server again and again until the day is over, and sometimes puts an older backup in the place of its
/// database; gives the last one.
fn torment(mut server: Server, world: &World, kills: &AtomicU64, end: Instant, (seed, data): (u64, &str)) -> Server {
    let mut dice = Dice(!seed);
    let backup = format!("{data}/backup.db");
    loop {
        let next = Instant::now() + Duration::from_millis(1200 + dice.below(1500));
        if next >= end {
            std::thread::sleep(end.saturating_duration_since(Instant::now()));
            return server;
        }
        let restores = kills.load(Ordering::SeqCst).is_multiple_of(3);
        if restores {
            back_up(data, &backup);
        }
        std::thread::sleep(next - Instant::now());
        server.kill();
        kills.fetch_add(1, Ordering::SeqCst);
        if restores {
            put_back(data, &backup);
            world.restores.fetch_add(1, Ordering::SeqCst);
        }
        std::thread::sleep(Duration::from_millis(dice.below(400)));
        server = server.restart();
        world.url.write().expect("no panic").clone_from(&server.url);
    }
}

/// A backup of the database while it is written to, as the operations' handbook says.
fn back_up(data: &str, backup: &str) {
    opened(&Path::new(data).join("guanmo.db")).batch_execute(&format!("VACUUM INTO '{backup}'")).expect("a backup");
}

fn put_back(data: &str, backup: &str) {
    for end in ["", "-wal", "-shm"] {
        let path = format!("{data}/guanmo.db{end}");
        if Path::new(&path).exists() {
            std::fs::remove_file(path).expect("removed");
        }
    }
    std::fs::rename(backup, format!("{data}/guanmo.db")).expect("put back");
}

/// The network is good again: all journals are delivered, each judge settles what two tablets had made of a card, scores
/// anew what a tablet had lost, and fills what is missing. Gives the operations that were lost with both stores and that
/// the server does not name.
fn evening(tablets: &mut [Tablet], world: &World, entries: &[String]) -> BTreeSet<String> {
    for tablet in tablets.iter_mut() {
        tablet.flush(world);
    }
    let mut unnamed = BTreeSet::new();
    for tablet in tablets.iter() {
        // what one tablet lost, another one of the same judge may have made up for
        let alone = tablets.iter().filter(|other| other.judge == tablet.judge).count() == 1;
        let silent = tablet.named().filter(|(seq, line)| alone && !tablet.is_told_of(*seq, &line.entry));
        unnamed.extend(silent.map(|(_, line)| line.op.clone()));
    }
    let mut unsettled: BTreeSet<(String, String)> = BTreeSet::new();
    for tablet in tablets.iter() {
        let lines = tablet.journal.iter().filter(|line| line.rival || line.kept != Kept::Whole);
        unsettled.extend(lines.map(|line| (tablet.judge.clone(), line.entry.clone())));
    }
    let mut seen = BTreeSet::new();
    for tablet in tablets.iter_mut().filter(|tablet| seen.insert(tablet.judge.clone())) {
        tablet.flush(world);
        for entry in entries {
            let settled = !unsettled.contains(&(tablet.judge.clone(), entry.clone()));
            if !settled || tablet.card(entry)["op"].is_null() {
                tablet.decide(world, entry);
            }
        }
        tablet.flush(world);
        let open = entries.iter().filter(|entry| tablet.card(entry)["rivals"] != serde_json::json!([])).count();
        assert_eq!(open, 0, "{} picked, and is asked again", tablet.judge);
    }
    unnamed
}

/// What became of all that was made.
struct Found {
    /// Acknowledged or kept on a tablet, and not on the server.
    lost: usize,
    /// Twice on the server.
    doubled: usize,
    /// Gone with both stores of a tablet, and not named by the server.
    silent: usize,
    /// Gone with both stores of a tablet, and named.
    named: usize,
    /// Acknowledged, then gone from a tablet and from a server that was restored.
    forgotten: usize,
}

/// Holds what the server put on record against the journals.
fn compare(tablets: &[Tablet], world: &World, unnamed: &BTreeSet<String>, (data, event): (&str, &str)) -> Found {
    let app = App::open(format!("sqlite://{data}/guanmo.db"), Clock::System).expect("the database opens");
    let actor = Actor::console(Role::Organiser);
    let mut kept: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for row in app.log(&actor, Some(event), i64::MAX).expect("the log") {
        assert!(!["refuse", "quarantine"].contains(&row.act.as_str()), "{row:?}");
        if ["record", "keep-rival", "restore"].contains(&row.act.as_str()) {
            let payload: Value = serde_json::from_str(&row.payload.expect("a payload")).expect("JSON");
            let op = payload["after"]["op"].as_str().expect("an op").to_owned();
            kept.entry(op).or_default().push(payload["after"].clone());
        }
    }
    assert_sound(&app);
    let mut found = Found { lost: 0, doubled: 0, silent: 0, named: 0, forgotten: 0 };
    let mut made = BTreeSet::new();
    for line in tablets.iter().flat_map(|tablet| &tablet.journal) {
        made.insert(line.op.clone());
        let Some(rows) = kept.get(&line.op) else {
            match line.kept {
                Kept::Whole => found.lost += 1,
                Kept::Answered if world.restores.load(Ordering::SeqCst) > 0 => found.forgotten += 1,
                Kept::Answered => found.lost += 1,
                Kept::Named if unnamed.contains(&line.op) => found.silent += 1,
                Kept::Named => found.named += 1,
            }
            continue;
        };
        // it had come, and nobody heard of it before it was gone from its tablet
        let Some(said) = &line.said else { continue };
        let after = &rows[0];
        assert_eq!(after["receipt"].as_str(), said.receipt.as_deref(), "the receipt that the tablet holds");
        let expected = if said.outcome == "conflict" { "conflict" } else { "recorded" };
        assert_eq!(after["outcome"], expected, "{said:?}");
    }
    assert!(kept.keys().all(|op| made.contains(op)), "something is there that nobody made");
    found.doubled = kept.values().filter(|rows| rows.len() > 1).count();
    found
}

/// The export is ranked as the last thing that each judge decided about each entry.
fn compare_ranking(tablets: &[Tablet], folder: &Folder, data: &str, event: &str) {
    let mut last: BTreeMap<(&str, &str), &Line> = BTreeMap::new();
    for tablet in tablets {
        for line in &tablet.journal {
            let known = last.entry((&tablet.judge, &line.entry)).or_insert(line);
            if known.stamp < line.stamp {
                *known = line;
            }
        }
    }
    assert_eq!(last.len(), JUDGES * ENTRIES);
    let mut scores = String::from("judge,component,entry,criterion,value\n");
    for ((judge, entry), line) in last {
        for (criterion, mark) in ["effect", "novelty"].iter().zip(&line.marks) {
            scores.push_str(&format!("{judge},visit,{entry},{criterion},{mark}\n"));
        }
    }
    folder.write("scores.csv", scores);
    let exported = Folder::empty();
    let out = exported.path().join("event");
    let written = guanmo(&["export", event, out.to_str().expect("a plain path"), "--data", data]);
    assert_eq!(written.code, 0, "{written:?}");
    let ranked = guanmo(&["tabulate", out.to_str().expect("a plain path"), "--format", "csv"]);
    assert_eq!(ranked.code, 0, "{ranked:?}");
    assert_eq!(ranked.stdout, folder.tabulate(&["--format", "csv"]).stdout);
}

fn told(tablets: &[Tablet], world: &World, kills: u64, found: &Found) -> String {
    let operations: usize = tablets.iter().map(|tablet| tablet.journal.len()).sum();
    let lines = tablets.iter().flat_map(|tablet| &tablet.journal);
    let conflicts = lines.filter(|line| line.rival).count();
    let count = |counter: &AtomicU64| counter.load(Ordering::SeqCst);
    format!(
        "soak: {operations} operations of {} tablets, {conflicts} in conflict; faults: {} outages, {} duplicated, {} \
         reordered, {} cut off, {} answers lost, {kills} kills, {} of them with an older backup put back, {} requests without an \
         answer, {} databases thrown away by browsers; lost {}, doubled {}, gone with both stores and named {}, not named {}, \
         forgotten by tablet and server alike {}",
        tablets.len(),
        count(&world.outages),
        count(&world.duplicated),
        count(&world.reordered),
        count(&world.cut),
        count(&world.unheard),
        count(&world.restores),
        count(&world.unanswered),
        count(&world.emptied),
        found.lost,
        found.doubled,
        found.named,
        found.silent,
        found.forgotten,
    )
}
