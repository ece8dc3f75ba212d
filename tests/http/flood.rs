//! A tablet that has gone wrong, or somebody with a judge's link: what it sends is bounded, and harms nobody else.

use serde_json::{Value, json};

use crate::support::desk::{empty_event, organiser};
use crate::support::site::{Person, Site, Who};
use crate::support::tablet::Tablet;

/// Operations of one request.
const MANY: i64 = 200;
/// A quota of operations for an event of this size, with the batch that overruns it.
const TAKEN: i64 = 3000 + 4 * 20 + MANY;

/// A judge's journal that grows.
struct Journal<'p> {
    judge: &'p Person,
    name: &'static str,
    seq: i64,
    base: Value,
}

impl<'p> Journal<'p> {
    fn of(judge: &'p Person, name: &'static str) -> Self {
        Self { judge, name, seq: 0, base: Value::Null }
    }

    /// Sends so many corrections of one card, one after the other; gives the status, the seconds to wait and what is said.
    fn sends(&mut self, count: i64, mark: &str) -> (u16, u64, Value) {
        let (mut base, mut ops) = (self.base.clone(), Vec::new());
        for seq in self.seq + 1..=self.seq + count {
            let op = uuid::Uuid::new_v4().to_string();
            ops.push(
                json!({ "op": op, "device": "t1", "seq": seq, "judge": self.name, "component": "visit", "entry": "A",
                "base": base, "marks": { "effect": mark, "novelty": "30" }, "comment": "字".repeat(200), "rules": "r",
                "at": "2023-12-23T10:00:00+08:00" }),
            );
            base = json!(op);
        }
        let answer = self.judge.sync(json!({ "device": "t1", "seq_from": self.seq + 1, "ops": ops }).to_string());
        let status = answer.status().as_u16();
        let wait = answer.headers().get("retry-after").and_then(|value| value.to_str().ok()?.parse().ok());
        let said = answer.json().expect("JSON");
        if status == 200 {
            self.seq += count;
            self.base = base;
        }
        (status, wait.unwrap_or_default(), said)
    }
}

/// Bytes of the database, with what stands beside it.
fn size(site: &Site) -> u64 {
    let files = std::fs::read_dir(site.server.data().path()).expect("the data directory").flatten();
    files.map(|file| file.metadata().expect("a file").len()).sum()
}

#[test]
fn a_flood_of_corrections_is_turned_away_and_the_judge_beside_it_is_not() {
    let site = Site::demo();
    let event = empty_event(&site.app);
    let (one, other) = (site.judge(&event, "j1"), site.judge(&event, "j2"));
    let before = size(&site);
    let mut flood = Journal::of(&one, "j1");
    let (wait, said) = loop {
        match flood.sends(MANY, "40") {
            (200, _, said) => assert_eq!(said["results"][0]["outcome"], "recorded", "{said}"),
            (429, wait, said) => break (wait, said),
            (status, _, said) => panic!("{status}: {said}"),
        }
        assert!(flood.seq <= TAKEN, "{} were taken", flood.seq);
    };
    assert!(flood.seq >= 3000, "{} were taken", flood.seq);
    assert_eq!(said["error"], "flood", "{said}");
    assert!(said["message"].as_str().expect("a sentence").contains("多出的留在平板上"), "{said}");
    assert!((1..=600).contains(&wait), "{wait}");
    // from here on the disk does not fill, however long it goes on
    let taken = size(&site);
    assert!(taken - before < 60 * 1024 * 1024, "{} bytes for {}", taken - before, flood.seq);
    for _ in 0..50 {
        assert_eq!(flood.sends(20, "41").0, 429);
    }
    assert_eq!(size(&site), taken);
    // the tablet is heard all the same: a report is no card
    assert_eq!(one.sync(json!({ "device": "t1", "seq_from": 1, "ops": [] }).to_string()).status(), 200);

    // a day's journal that is delivered at once
    let mut honest = Journal::of(&other, "j2");
    let (status, _, said) = honest.sends(MANY, "45");
    assert_eq!(status, 200, "{said}");
    let outcomes = said["results"].as_array().expect("results");
    assert!(outcomes.len() == 200 && outcomes.iter().all(|one| one["outcome"] == "recorded"), "{said}");

    // the desk says whose tablet it is
    let desk = site.person(Who::Organiser).page(&format!("/events/{event}/desk"));
    assert!(desk.contains("一席的平板送来的评分过多"), "{desk}");
    assert!(!desk.contains("二席的平板送来的评分过多"));
}

#[test]
fn a_flood_of_refused_operations_is_kept_up_to_its_quota() {
    let site = Site::demo();
    let event = empty_event(&site.app);
    let (one, other) = (site.judge(&event, "j1"), site.judge(&event, "j2"));
    let mut flood = Journal::of(&one, "j1");
    let mut kept = 0;
    loop {
        let (status, wait, said) = flood.sends(MANY, "999");
        if status == 429 {
            assert!(wait > 0 && said["error"] == "flood", "{said}");
            break;
        }
        assert_eq!((status, said["results"][0]["outcome"].as_str()), (200, Some("invalid")), "{said}");
        kept += MANY;
        assert!(kept <= 500 + 20 + MANY, "{kept} were kept");
    }
    let size_then = size(&site);
    for _ in 0..50 {
        assert_eq!(flood.sends(20, "999").0, 429);
    }
    assert_eq!(size(&site), size_then);
    assert_eq!(Journal::of(&other, "j2").sends(1, "45").0, 200);
}

#[test]
fn without_quotas_whoever_measures_delivers_as_much_as_can_be() {
    let site = Site::demo();
    let event = empty_event(&site.app);
    let app = site.app.clone().without_quotas();
    let mut tablet = Tablet::new(&app, &event, "j1", "t1");
    for _ in 0..5 {
        let refused = (0..MANY).map(|_| tablet.op("visit", "A", None, &[("effect", "999"), ("novelty", "30")]));
        let refused: Vec<Value> = refused.collect();
        tablet.send(&refused);
    }
    assert!(app.desk(&organiser(), &event).expect("the desk").flooding.is_empty());
}
