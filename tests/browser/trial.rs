//! An organiser tries a rehearsal out and looks it up in its log, on a telephone and on a wide screen.

use guanmo::app::act::actor::Role;
use serde_json::json;
use thirtyfour::prelude::*;

use crate::support::browser::Browser;
use crate::support::day::Day;

/// How far the page is wider than the screen, and what can be reached by keyboard and has no name.
const SOUND: &str = "return [document.documentElement.scrollWidth - document.documentElement.clientWidth,
    Array.from(document.querySelectorAll('button, a[href], input:not([type=hidden]), select'))
      .filter((one) => !(one.getAttribute('aria-label') || one.textContent.trim() || (one.labels && one.labels.length))).length]";

async fn is_sound_on_each_width(browser: &Browser, what: &str) {
    for width in [390, 1440] {
        browser.turns(width, 900).await;
        browser.is_drawn().await;
        assert_eq!(browser.script(SOUND).await, json!([0, 0]), "{what} at {width}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rehearsal_is_tried_out_and_its_log_is_read_on_each_width() {
    let day = Day::begins();
    let organiser = day.somebody("shisuan", Role::Organiser).await;
    organiser.goto(&format!("{}/events/{}/rehearse", day.line.url, day.event)).await;
    organiser.sees("还没有试算过").await;
    organiser.press("新建演练").await;
    organiser.press("试算…").await;
    is_sound_on_each_width(&organiser, "the form").await;
    organiser.click(By::Id("seed")).await;
    organiser.types("4827").await;
    organiser.press("填入并比对").await;
    organiser.sees("试算一致").await;
    organiser.sees("种子 4827").await;
    is_sound_on_each_width(&organiser, "the outcome").await;
    let address = organiser.script("return location.href").await;
    let log = address.as_str().expect("an address").replace("/rehearse", "/log");
    organiser.goto(&format!("{log}?act=trial")).await;
    organiser.sees("试算，种子 4827").await;
    organiser.goto(&format!("{log}?text=%E5%A4%A7%E5%85%AC")).await;
    organiser.sees("的试算评分卡").await;
    is_sound_on_each_width(&organiser, "the log").await;
    organiser.press("查看全部").await;
    organiser.press("较早的记录").await;
    organiser.sees("回到最新").await;
    organiser.close().await;
}
