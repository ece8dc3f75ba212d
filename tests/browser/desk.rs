//! A desk that is open while the day goes on: it changes by itself, says when it cannot, and a card that is asked for
//! is on the judge's tablet.

use std::time::Duration;

use serde_json::json;
use thirtyfour::prelude::*;

use crate::support::browser::{Browser, within};
use crate::support::day::Day;
use crate::support::line::Weather;

const MARKS: [&str; 5] = ["27", "18.5", "18", "14.5", "14.5"];

/// The title of a seat's cell for a unit.
fn title(unit: &str) -> String {
    format!(
        "const found = Array.from(document.querySelectorAll('.mx td a')).find((one) => one.title.startsWith('市领导一席 · {unit}'));
         return found ? found.title : 'no such cell'"
    )
}

/// Waits until the cell of the first seat says this, without a reload.
async fn says(desk: &Browser, unit: &str, words: &str) {
    desk.gets(&title(unit), |found| found.as_str().expect("text").contains(words)).await;
    assert_eq!(desk.script("return window.marked").await, json!(true), "the page is the same");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_follows_a_card_from_the_draft_to_the_receipt() {
    let day = Day::begins();
    let desk = day.desk().await;
    let tablet = day.tablet(0).await;
    says(&desk, "白甸镇", "未评").await;
    desk.script("document.getElementById('more').open = true; document.querySelector('.road li').scrollIntoView()")
        .await;
    desk.script("document.querySelector('.strip .close a').focus()").await;

    tablet.opens_card("白甸镇").await;
    tablet.gives(["27", "18.5"]).await;
    says(&desk, "白甸镇", "草稿（平板 ").await;
    // offline nothing is heard: the desk says what the tablet last said
    day.line.becomes(Weather::Down);
    desk.sees("连接已断，正在重连").await;
    desk.sees("最近更新").await;
    desk.picture("desk-broken.png").await;
    tablet.goes_to_route().await;
    tablet.opens_card("白甸镇").await;
    for (index, mark) in MARKS.iter().enumerate().skip(2) {
        tablet.click(By::Id(format!("m{index}"))).await;
        tablet.types(mark).await;
    }
    tablet.submits().await;
    tablet.sees("已提交，改动后可再提交").await;
    assert!(desk.script(&title("白甸镇")).await.as_str().expect("text").contains("草稿（平板 "));
    assert!(!desk.text().await.contains("实时"), "it does not claim to be live");
    day.line.becomes(Weather::Fair);
    desk.sees("实时").await;
    assert_eq!(desk.script("return window.marked").await, json!(true));
    says(&desk, "白甸镇", "已送达").await;
    assert_eq!(desk.script("return document.getElementById('more').open").await, json!(true), "the menu stays open");
    let focused = desk.script("return document.activeElement.textContent").await;
    assert!(focused.as_str().expect("text").contains("演练"), "the focus stays: {focused}");
    tablet.close().await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_that_is_asked_for_is_on_the_tablet_until_it_is_handed_in() {
    let day = Day::begins();
    let desk = day.desk().await;
    let tablet = day.tablet(0).await;
    let cell = "//td/a[starts-with(@title, \"市领导一席 · 白甸镇\")]";
    desk.click(By::XPath(cell)).await;
    desk.sees("市领导一席 · 白甸镇 · 现场观摩").await;
    desk.picture("desk-cell.png").await;
    desk.press("请补交").await;
    desk.sees("评分卡送达").await;
    desk.script("window.marked = true").await;
    says(&desk, "白甸镇", "已催").await;

    tablet.sees("组织者请您补交").await;
    tablet.sees("白甸镇 现场观摩").await;
    tablet.picture("judge-asked.png").await;
    tablet.opens_card("白甸镇").await;
    tablet.sees("组织者请您补交").await;
    tablet.gives(MARKS).await;
    tablet.submits().await;
    tablet.sees("已提交，改动后可再提交").await;
    assert!(!tablet.text().await.contains("组织者请您补交"));
    tablet.goes_to_route().await;
    assert!(!tablet.text().await.contains("组织者请您补交"));
    says(&desk, "白甸镇", "已送达").await;
    tablet.says_of("白甸镇", "已送达").await;
    assert!(!tablet.text().await.contains("组织者请您补交"));
    tablet.close().await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_killed_is_said_and_found_again() {
    let mut day = Day::begins();
    let desk = day.desk().await;
    day.server_dies();
    desk.sees("连接已断，正在重连").await;
    let before = desk.script("return document.querySelector('#live small').textContent").await;
    assert!(before.as_str().expect("text").contains("最近更新"), "{before}");
    day.server_comes_back(&[]);
    within(Duration::from_secs(30), async || {
        let text = desk.text().await;
        if text.contains("实时") { Ok(()) } else { Err(text) }
    })
    .await;
    assert_eq!(desk.script("return window.marked").await, json!(true));
    day.recuses(0, "07");
    says(&desk, "白甸镇", "回避").await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_whose_session_ends_says_so_and_leads_to_the_sign_in() {
    let day = Day::begins();
    let desk = day.desk().await;
    let out = "await fetch('/sign-out', { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' } })";
    desk.script(out).await;
    desk.sees("登录已失效，请重新登录").await;
    desk.press("登录").await;
    desk.element(By::Id("password")).await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_matrix_is_one_stop_of_the_tab_key_and_gone_through_with_the_arrows() {
    let day = Day::begins();
    let desk = day.desk().await;
    assert_eq!(desk.script("return document.querySelectorAll('.mx a[tabindex=\"0\"]').length").await, json!(1));
    desk.script("document.querySelector('.mx a[tabindex=\"0\"]').focus()").await;
    let here = "return document.activeElement.title || document.activeElement.textContent";
    desk.types("\u{e015}").await;
    let first = desk.script(here).await;
    assert!(first.as_str().expect("text").starts_with("市领导一席 · 高新区"), "{first}");
    desk.types("\u{e014}\u{e015}").await;
    let next = desk.script(here).await;
    assert!(next.as_str().expect("text").starts_with("市领导二席 · 开发区"), "{next}");
    assert_eq!(desk.script("return document.querySelectorAll('.mx a[tabindex=\"0\"]').length").await, json!(1));
    desk.types("\u{e007}").await;
    desk.sees("市领导二席 · 开发区").await;
    desk.close().await;
}
