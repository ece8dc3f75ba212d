//! A desk that has followed whatever happened shows what a fresh one shows.

use std::time::Duration;

use guanmo::app::act::actor::Actor;
use guanmo::app::desk::ask::AskRequest;
use guanmo::app::event::wire::SyncRequest;
use serde_json::json;

use crate::support::browser::{Browser, within};
use crate::support::day::Day;
use crate::support::desk::organiser;
use crate::support::line::Weather;
use crate::support::tablet::Tablet;

/// Rounds of changes, each of some at once.
const ROUNDS: usize = 12;
const SEATS: [&str; 3] = ["L1", "L2", "L3"];
const MARKS: [(&str, &str); 5] =
    [("effect", "27"), ("politics", "18.5"), ("novelty", "18"), ("approval", "14.5"), ("lasting", "14.5")];

/// Compares the parts of the open page with those of a fresh one: names those that differ. Left out is what a page works
/// out by itself: the order of Tab, and how long ago something was.
const DIFFERING: &str = "
    const text = await (await fetch(location.href, { cache: 'no-store' })).text();
    const fresh = new DOMParser().parseFromString(text, 'text/html');
    const plain = (root, id) => {
      const part = root.getElementById(id);
      if (!part) return 'none';
      const copy = part.cloneNode(true);
      for (const one of [copy, ...copy.querySelectorAll('*')]) { one.removeAttribute('tabindex'); one.removeAttribute('open'); }
      for (const time of copy.querySelectorAll('time[datetime]')) { time.removeAttribute('datetime'); time.textContent = ''; }
      return copy.outerHTML;
    };
    const ids = ['nav', 'label', 'strip', 'notes', 'road', 'todo', 'devices', 'matrix'].map((name) => 'part-' + name);
    const differ = ids.filter((id) => plain(document, id) !== plain(fresh, id));
    return differ.map((id) => [id, plain(document, id), plain(fresh, id)])";

/// Numbers that look random, and are the same in each run.
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("a number") % sides
    }
}

/// A tablet says what it has not sent.
fn reports(day: &Day, seat: &str, device: &str, entry: &str, state: &str) {
    let said = json!([{ "component": "visit", "entry": entry, "state": state }]);
    let request = json!({ "device": device, "seq_from": 1, "unsent": said, "ops": [] });
    let request: SyncRequest = serde_json::from_value(request).expect("a request");
    day.app.sync(&Actor::judge(&day.event, seat), &request).expect("an answer");
}

/// Waits until the open page shows what a fresh one shows.
async fn is_as_fresh(desk: &Browser, when: &str) {
    within(Duration::from_secs(30), async || {
        let differ = desk.script(DIFFERING).await;
        if differ == json!([]) { Ok(()) } else { Err(format!("{when}: {differ}")) }
    })
    .await;
}

/// Does one thing that may happen on the day; what the program refuses has not happened.
fn happens(day: &Day, dice: &mut Dice, entries: &[String]) {
    let (seat, entry) = (SEATS[dice.throw(SEATS.len())], &entries[dice.throw(entries.len())]);
    match dice.throw(7) {
        0 | 1 => {
            let state = ["draft", "queued"][dice.throw(2)];
            reports(day, seat, &format!("t{}", dice.throw(2)), entry, state);
        }
        2 | 3 => {
            let card = day.app.judge_view(&Actor::judge(&day.event, seat)).expect("a view").my_cards;
            let card = card.into_iter().find(|card| card.component == "visit" && card.entry == *entry);
            let base = card.and_then(|card| card.op);
            let mut tablet = Tablet::new(&day.app, &day.event, seat, "t9");
            tablet.skip(i64::try_from(dice.throw(1 << 20)).expect("a number"));
            let op = tablet.op("visit", entry, base.as_deref(), &MARKS);
            let _ = day.app.sync(&tablet.judge, &tablet.request(&[op]));
        }
        4 => {
            let request =
                AskRequest { judge: Some(seat.into()), component: Some("visit".into()), entry: Some(entry.clone()) };
            let _ = day.app.ask(&organiser(), &day.event, &request);
        }
        5 => {
            let _ = day.app.arrive(&organiser(), &day.event, entry);
        }
        _ => {
            let _ = day.app.leave(&organiser(), &day.event, entry);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_that_followed_any_changes_shows_what_a_fresh_one_shows() {
    let day = Day::begins();
    let desk = day.desk().await;
    desk.sees("实时").await;
    let view = day.view(0);
    let entries: Vec<String> = view.entries.iter().map(|entry| entry.id.clone()).collect();
    let cells = "return [window.marked, document.querySelectorAll('.mx td a').length]";
    let begun = desk.script(cells).await;
    let mut dice = Dice(20_231_223);
    // a cell gets another look where it stands, and its row is not drawn anew
    desk.script("for (const link of document.querySelectorAll('.mx td a')) link.first = true").await;
    let drafts = "return document.querySelectorAll('.mx td.draft').length";
    let before = desk.script(drafts).await.as_u64().expect("a number");
    reports(&day, "L1", "t0", &entries[8], "draft");
    desk.gets(drafts, |now| now.as_u64() > Some(before)).await;
    is_as_fresh(&desk, "a draft").await;
    let kept = "return Array.from(document.querySelectorAll('.mx td a')).filter((link) => link.first).length";
    assert_eq!(desk.script(kept).await, begun[1]);
    for round in 0..ROUNDS {
        // a line that was lost for a while misses changes, and gets everything again
        let lost = round % 5 == 4;
        if lost {
            day.line.becomes(Weather::Down);
        }
        for _ in 0..=dice.throw(6) {
            happens(&day, &mut dice, &entries);
        }
        if lost {
            tokio::time::sleep(Duration::from_secs(2)).await;
            day.line.becomes(Weather::Fair);
            desk.sees("实时").await;
        }
        is_as_fresh(&desk, &format!("round {round}")).await;
    }
    assert_eq!(desk.script(cells).await, begun, "the page is the same");
    desk.close().await;
}
