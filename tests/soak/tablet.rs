//! A tablet as the page is one: a journal that is only added to, batches in its order, nothing changed by anything
//! but a proper answer. It remembers on its own what it made, which is what the server is held against.

use std::sync::RwLock;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use serde_json::{Map, Value, json};

use super::wire::{Answer, Way, post, sign_in};

/// Most operations of a request.
const BATCH: usize = 20;

/// What all tablets share: where the server is, whether the day is over, what was done to them.
#[derive(Default)]
pub struct World {
    pub url: RwLock<String>,
    pub over: AtomicBool,
    /// The order in which judges made up their minds.
    pub stamps: AtomicU64,
    pub outages: AtomicU64,
    pub duplicated: AtomicU64,
    pub reordered: AtomicU64,
    pub cut: AtomicU64,
    pub unheard: AtomicU64,
    pub unanswered: AtomicU64,
    pub emptied: AtomicU64,
    pub restores: AtomicU64,
}

impl World {
    fn url(&self) -> String {
        self.url.read().expect("no panic").clone()
    }
}

fn once_more(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::SeqCst);
}

/// Numbers that look random and come again with their seed.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }
}

/// What the server said of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    pub outcome: String,
    pub receipt: Option<String>,
    pub revision: Option<i64>,
}

/// A line of the journal.
pub struct Line {
    pub op: String,
    pub entry: String,
    pub marks: [String; 2],
    pub stamp: u64,
    pub body: Value,
    pub said: Option<Said>,
    /// What was said before the server forgot it.
    pub held: Option<Said>,
    /// Whether it ever was a rival: the judge then looks at the card again.
    pub rival: bool,
    /// What the tablet's storage has of it.
    pub kept: Kept,
}

/// What is left of an operation on its tablet after the browser has thrown its database away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// All of it: it never went, or came back from the second copy.
    Whole,
    /// Nothing; it had been answered, and is missed by nobody.
    Answered,
    /// Its number and its card, from the mark: it had not been answered, and the second copy was gone, too.
    Named,
}

/// A tablet.
pub struct Tablet {
    pub judge: String,
    pub device: String,
    event: String,
    cookie: String,
    pub journal: Vec<Line>,
    pub view: Value,
    pub dice: Dice,
    offline: u64,
    /// Up to here the server said that it has the journal.
    acked: i64,
    /// The last request was not answered.
    failed: bool,
}

impl Tablet {
    pub fn new(world: &World, link: &str, device: String, dice: Dice) -> Self {
        let path = link.find("/j/").map(|at| &link[at..]).expect("a link");
        let cookie = sign_in(&world.url(), path).expect("signed in");
        let mut tablet = Self {
            judge: String::new(),
            device,
            event: String::new(),
            cookie,
            journal: Vec::new(),
            view: Value::Null,
            dice,
            offline: 0,
            acked: 0,
            failed: false,
        };
        let answer = tablet.post(world, &[], Way::Whole).and_then(|answer| answer.json()).expect("the event");
        tablet.view = answer["event"].clone();
        tablet.view["judge"].as_str().expect("an id").clone_into(&mut tablet.judge);
        tablet.view["id"].as_str().expect("an id").clone_into(&mut tablet.event);
        tablet
    }

    /// The judge's day: cards and corrections, and what happens to requests.
    pub fn live(&mut self, world: &World, entries: &[String]) {
        while !world.over.load(Ordering::SeqCst) {
            for _ in 0..self.dice.below(3) {
                let entry = &entries[usize::try_from(self.dice.below(entries.len() as u64)).expect("small")];
                self.decide(world, entry);
            }
            if self.dice.below(50) == 0 {
                once_more(&world.emptied);
                let with_copy = self.dice.below(3) > 0;
                self.loses_its_storage(with_copy);
            }
            if self.offline > 0 {
                self.offline -= 1;
            } else if self.dice.below(40) == 0 {
                once_more(&world.outages);
                self.offline = 3 + self.dice.below(12);
            } else {
                self.deliver(world);
            }
            std::thread::sleep(Duration::from_millis(100 + self.dice.below(200)));
        }
    }

    /// The browser throws its database away. All is in the second store; or what was not answered is known by the mark.
    fn loses_its_storage(&mut self, with_copy: bool) {
        for line in self.journal.iter_mut().filter(|line| line.kept == Kept::Whole) {
            line.kept = match (line.said.is_some(), with_copy) {
                (_, true) => Kept::Whole,
                (true, false) => Kept::Answered,
                (false, false) => Kept::Named,
            };
        }
    }

    /// What is named as lost, and not made anew on this tablet since.
    pub fn named(&self) -> impl Iterator<Item = (i64, &Line)> {
        let lines = self.journal.iter().enumerate();
        let missed = lines.filter(|(_, line)| line.kept == Kept::Named);
        let last = missed.filter(|(at, line)| self.journal[at + 1..].iter().all(|later| later.entry != line.entry));
        last.map(|(at, line)| (i64::try_from(at).expect("small") + 1, line))
    }

    /// Whether the server's last view names a number of this tablet's journal as lost.
    pub fn is_told_of(&self, seq: i64, entry: &str) -> bool {
        let missing = self.card(entry)["missing"].as_array().expect("a list");
        missing.iter().any(|one| one["device"] == *self.device && one["seq"] == seq)
    }

    /// A card of the server's last view.
    pub fn card(&self, entry: &str) -> &Value {
        let cards = self.view["my_cards"].as_array().expect("cards");
        cards.iter().find(|card| card["entry"] == entry).expect("the card")
    }

    /// The judge makes up their mind about an entry: an operation on top of what the tablet shows. Where that are
    /// rivals, it is a pick over all of them; while a card of this tablet is on its way, it shows none.
    pub fn decide(&mut self, world: &World, entry: &str) {
        let own = self.journal.iter().rfind(|line| line.entry == entry && line.kept == Kept::Whole);
        let (base, rivals) = match own {
            Some(line) if line.said.is_none() => (json!(line.op), Vec::new()),
            Some(_) | None => {
                let card = self.card(entry);
                let rivals = card["rivals"].as_array().expect("rivals").iter().map(|rival| rival["op"].clone());
                (card["op"].clone(), rivals.collect())
            }
        };
        let halves =
            |steps: u64| if steps.is_multiple_of(2) { format!("{}", steps / 2) } else { format!("{}.5", steps / 2) };
        let marks = [halves(self.dice.below(121)), halves(self.dice.below(81))];
        let op = uuid::Uuid::new_v4().to_string();
        let mut body = json!({ "op": op, "device": self.device, "seq": self.journal.len() + 1, "judge": self.judge,
            "component": "visit", "entry": entry, "base": base,
            "marks": { "effect": marks[0], "novelty": marks[1] }, "comment": "", "rules": self.view["rules"],
            "at": "2026-11-24T10:00:00+08:00" });
        if !rivals.is_empty() {
            body["settles"] = json!(rivals);
        }
        let stamp = world.stamps.fetch_add(1, Ordering::SeqCst);
        self.journal.push(Line {
            op,
            entry: entry.to_owned(),
            marks,
            stamp,
            body,
            said: None,
            held: None,
            rival: false,
            kept: Kept::Whole,
        });
    }

    /// Lines that no proper answer has come to, in their order.
    pub fn pending(&self) -> Vec<usize> {
        let waits = |line: &Line| line.said.is_none() && line.kept == Kept::Whole;
        (0..self.journal.len()).filter(|&line| waits(&self.journal[line])).collect()
    }

    fn deliver(&mut self, world: &World) {
        if self.failed {
            // after an outage it asks first how far the server is
            let answer = self.post(world, &[], Way::Whole);
            self.hear(world, &[], answer);
            return;
        }
        let mut lines = self.pending();
        lines.truncate(BATCH);
        match self.dice.below(12) {
            0 => {
                once_more(&world.cut);
                self.post(world, &lines, Way::Half);
            }
            1 => {
                once_more(&world.unheard);
                self.post(world, &lines, Way::Deaf);
            }
            2 => {
                once_more(&world.duplicated);
                for _ in 0..2 {
                    let answer = self.post(world, &lines, Way::Whole);
                    self.hear(world, &lines, answer);
                }
            }
            3 if !self.journal.is_empty() => {
                // an old request that was held up somewhere
                once_more(&world.duplicated);
                let end = 1 + usize::try_from(self.dice.below(self.journal.len() as u64)).expect("small");
                let old = (end.saturating_sub(BATCH)..end).filter(|&line| self.journal[line].kept == Kept::Whole);
                let old: Vec<usize> = old.collect();
                let answer = self.post(world, &old, Way::Whole);
                self.hear(world, &old, answer);
            }
            4 if lines.len() > 1 => self.overtake(world, &lines),
            _ => {
                let answer = self.post(world, &lines, Way::Whole);
                self.hear(world, &lines, answer);
            }
        }
    }

    /// Two requests are under way, and the second one is faster.
    fn overtake(&mut self, world: &World, lines: &[usize]) {
        once_more(&world.reordered);
        let (first, second) = lines.split_at(lines.len() / 2);
        let (slow, fast) = std::thread::scope(|scope| {
            let fast = scope.spawn(|| self.post(world, second, Way::Whole));
            std::thread::sleep(Duration::from_millis(5));
            let slow = self.post(world, first, Way::Whole);
            (slow, fast.join().expect("no panic"))
        });
        // what an answer that was overtaken says of the whole journal is old
        for (lines, answer) in [(first, slow), (second, fast)] {
            let acked = self.acked;
            self.acked = 0;
            self.hear(world, lines, answer);
            self.acked = self.acked.max(acked);
        }
    }

    /// Sends everything, however often it takes.
    pub fn flush(&mut self, world: &World) {
        for _ in 0..200 {
            let mut lines = self.pending();
            lines.truncate(BATCH);
            let answer = self.post(world, &lines, Way::Whole);
            let heard = self.hear(world, &lines, answer);
            if heard && self.pending().is_empty() {
                return;
            }
            if !heard {
                std::thread::sleep(Duration::from_millis(200));
            }
        }
        panic!("{} does not get its journal delivered", self.device);
    }

    fn post(&self, world: &World, lines: &[usize], way: Way) -> Option<Answer> {
        let lines: Vec<&Line> = lines.iter().map(|&line| &self.journal[line]).collect();
        let ops: Vec<&Value> = lines.iter().map(|line| &line.body).collect();
        let held = lines.iter().filter_map(|line| {
            let said = line.said.as_ref().or(line.held.as_ref())?;
            Some((line.op.clone(), json!({ "receipt": said.receipt.as_ref()?, "revision": said.revision })))
        });
        let first = lines.first().map_or(json!(self.journal.len() + 1), |line| line.body["seq"].clone());
        let lost = self.journal.iter().enumerate().filter(|(_, line)| line.kept == Kept::Named);
        let lost = lost.map(|(at, line)| json!({ "seq": at + 1, "component": "visit", "entry": line.entry }));
        let body = json!({ "device": self.device, "seq_from": first, "ops": ops, "lost": lost.collect::<Vec<_>>(),
            "receipts": held.collect::<Map<_, _>>() });
        post(&world.url(), &self.cookie, &body, way)
    }

    /// Takes an answer where it is a proper one to just these lines; says whether it was.
    fn hear(&mut self, world: &World, lines: &[usize], answer: Option<Answer>) -> bool {
        let proper = answer.filter(|answer| answer.status == 200).and_then(|answer| answer.json());
        let results = proper.as_ref().and_then(|answer| answer["results"].as_array());
        let (Some(answer), Some(results)) = (&proper, results) else {
            once_more(&world.unanswered);
            self.failed = true;
            return false;
        };
        self.failed = false;
        let view = &answer["event"];
        assert!(view["id"] == *self.event && view["judge"] == *self.judge, "another judge's view");
        assert_eq!(results.len(), lines.len());
        for (&line, result) in lines.iter().zip(results) {
            let line = &mut self.journal[line];
            assert_eq!(result["op"], line.op);
            let said = Said {
                outcome: result["outcome"].as_str().expect("a word").to_owned(),
                receipt: result["receipt"].as_str().map(str::to_owned),
                revision: result["revision"].as_i64(),
            };
            if let Some(before) = &line.said {
                let forgotten = world.restores.load(Ordering::SeqCst) > 0;
                assert!(forgotten || said.receipt == before.receipt, "a receipt does not change");
            }
            line.rival |= said.outcome == "conflict";
            line.said = Some(said);
        }
        let acked = answer["acked_seq"].as_i64().expect("a number");
        let forgotten = acked < self.acked;
        if forgotten {
            self.send_again_after(acked);
        }
        self.acked = acked;
        // the answer that was overtaken does not take the view back
        if forgotten || view["version"].as_i64() >= self.view["version"].as_i64() {
            self.view = view.clone();
        }
        true
    }

    /// The server has forgotten what came after this number: it is sent again, with its receipts.
    fn send_again_after(&mut self, acked: i64) {
        let known = usize::try_from(acked).expect("a number of the journal");
        for line in self.journal.iter_mut().skip(known).filter(|line| line.kept == Kept::Whole) {
            line.held = line.said.take().or(line.held.take());
        }
    }
}
