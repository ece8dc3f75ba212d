//! Several pages, tablets, judges and addresses.

use std::time::Duration;

use guanmo::app::act::clock::{Moment, beijing};
use guanmo::app::event::view::CloseBlocker;
use serde_json::json;
use thirtyfour::prelude::*;

use crate::support::browser::{Browser, Screen};
use crate::support::day::Day;
use crate::support::desk::organiser;
use crate::support::line::{Line, Weather};

const MARKS: [&str; 5] = ["27", "18.5", "18", "14.5", "14.5"];
const OTHERS: [&str; 5] = ["20", "15", "15", "10", "10"];

#[tokio::test(flavor = "multi_thread")]
async fn of_two_pages_one_scores_and_the_other_says_so() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    tablet.opens_card("白甸镇").await;
    tablet.gives(["27", "", "", "", ""]).await;
    tablet.keeps("\"effect\":\"27\"").await;
    let first = tablet.driver.window().await.expect("a tab");
    let second = tablet.driver.new_tab().await.expect("a tab");
    tablet.driver.switch_to_window(second.clone()).await.expect("switched");
    tablet.goto(&format!("{}/judge/card/visit/07", day.line.url)).await;
    tablet.sees("评分已在另一个页面打开").await;
    // the judge goes on in the second one: what was typed in the first is there
    tablet.press("改在此页继续").await;
    tablet.sees("草稿·本机").await;
    assert_eq!(tablet.fields().await[0], "27");
    tablet.gives(MARKS).await;
    tablet.submits().await;
    tablet.sees("已送达 回执").await;
    tablet.driver.switch_to_window(first).await.expect("switched");
    tablet.sees("评分已在另一个页面打开").await;
    assert_eq!(day.revision(0, "07"), 1, "two pages have sent it once");
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_tablets_of_one_judge_make_rivals_and_the_judge_picks() {
    let day = Day::begins();
    let (first, second) = (day.tablet(0).await, day.tablet(0).await);
    second.opens_card("白甸镇").await;
    second.gives(OTHERS).await;
    second.keeps("\"lasting\":\"10\"").await;
    first.scores("白甸镇", MARKS).await;
    first.says_of("白甸镇", "已送达").await;
    // the second one was never told, and hands in what it has
    second.submits().await;
    second.sees("两处修改不一致，请选定一份").await;
    second.sees("现在计入的一份").await;
    let card = day.card(0, "07");
    assert_eq!((card.marks["effect"].as_str(), card.rivals.len()), ("27", 1));
    let picks = second.driver.find_all(By::XPath("//button[contains(., '选定这一份')]")).await.expect("two");
    assert_eq!(picks.len(), 2);
    // a finger that trembles: two taps are one pick
    second.script("const pick = document.querySelectorAll('.pick button')[1]; pick.click(); pick.click();").await;
    second.sees("已送达 回执").await;
    let card = day.card(0, "07");
    assert_eq!((card.marks["effect"].as_str(), card.rivals.len(), card.revision), ("20", 0, 2));
    first.close().await;
    second.close().await;
}

/// The versions that the page lets the judge choose between, word by word.
async fn versions(tablet: &Browser) -> Vec<String> {
    let found =
        tablet.script("return Array.from(document.querySelectorAll('.pick')).map((one) => one.innerText)").await;
    serde_json::from_value(found).expect("texts")
}

/// Waits until the first of two versions, which counts, has this mark, and gives both.
async fn chooses_beside(tablet: &Browser, mark: &str) -> Vec<String> {
    let first = "const first = document.querySelector('.pick dd'); return first ? first.textContent : ''";
    tablet.gets(first, |found| found == mark).await;
    let shown = versions(tablet).await;
    assert_eq!(shown.len(), 2, "{shown:?}");
    shown
}

fn is_blocked(day: &Day) -> bool {
    let blockers = day.app.close_blockers(&organiser(), &day.event).expect("blockers");
    blockers.iter().any(|blocker| matches!(blocker, CloseBlocker::Conflict { entry, .. } if entry == "07"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conflict_stays_until_the_judge_picks_whatever_is_handed_in_meanwhile() {
    let day = Day::begins();
    let (first, second) = (day.tablet(0).await, day.tablet(0).await);
    // the second one's clock believes to be somewhere else
    second.command("Emulation.setTimezoneOverride", json!({ "timezoneId": "America/New_York" })).await;
    second.opens_card("白甸镇").await;
    second.gives(OTHERS).await;
    second.keeps("\"lasting\":\"10\"").await;
    first.scores("白甸镇", MARKS).await;
    first.says_of("白甸镇", "已送达").await;
    first.opens_card("白甸镇").await;
    first.gives(["26", "", "", "", ""]).await;
    first.keeps("\"effect\":\"26\"").await;
    second.submits().await;
    chooses_beside(&second, "27").await;
    // the first one corrects its card, a moment later, and knows nothing of the other
    tokio::time::sleep(Duration::from_millis(1100)).await;
    first.submits().await;
    day.has(0, "07", 2).await;
    let shown = chooses_beside(&second, "26").await;
    assert!(is_blocked(&day) && day.card(0, "07").rivals.len() == 1);
    // both are told on one clock, and which one is the newer
    let card = day.card(0, "07");
    let china = |at: Option<Moment>| beijing(at.expect("a moment")).format("%H:%M").to_string();
    let told = |made, came| format!("{} 填写 · {} 送达", china(made), china(Some(came)));
    let rival = &card.rivals[0];
    let expected = [
        ("现在计入的一份", told(card.made_at, card.received_at.expect("received")), true),
        ("另一处提交的一份", told(rival.made_at, rival.received_at), false),
    ];
    for (text, (title, times, is_newer)) in shown.iter().zip(expected) {
        assert!(text.starts_with(title) && text.contains(&times), "{text}: {times}");
        assert_eq!(text.contains("较新"), is_newer, "{text}");
    }
    second.picture("judge-rivals.png").await;
    // what is handed in beside the choice is no pick
    second.click(By::Css("[data-by=\"down\"]")).await;
    second.submits().await;
    day.has(0, "07", 3).await;
    chooses_beside(&second, "25.5").await;
    assert!(is_blocked(&day));
    second.press("选定这一份").await;
    second.sees("已送达 回执").await;
    let card = day.card(0, "07");
    assert_eq!((card.marks["effect"].as_str(), card.rivals.len(), card.revision), ("25.5", 0, 4));
    assert!(!is_blocked(&day) && versions(&second).await.is_empty());
    first.close().await;
    second.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_judge_on_the_same_tablet_neither_sees_nor_sends_the_first_ones_journal() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    day.line.becomes(Weather::Down);
    tablet.scores("白甸镇", MARKS).await;
    tablet.sees("1 张待送达，已存在本机").await;
    day.line.becomes(Weather::Fair);
    // the other link is opened before the queue goes on
    let first = tablet.driver.window().await.expect("a tab");
    day.line.becomes(Weather::Answers("200 OK"));
    let second = tablet.driver.new_tab().await.expect("a tab");
    tablet.driver.switch_to_window(second).await.expect("switched");
    day.line.becomes(Weather::Fair);
    tablet.goto(&day.link(1)).await;
    tablet.sees_either("市领导二席", "改在此页继续").await;
    if tablet.text().await.contains("改在此页继续") {
        tablet.press("改在此页继续").await;
    }
    tablet.sees("市领导二席").await;
    tablet.says_of("白甸镇", "未评").await;
    tablet.driver.switch_to_window(first).await.expect("switched");
    tablet.sees_either("本机已换另一席评委", "评分已在另一个页面打开").await;
    tablet.driver.close_window().await.expect("closed");
    let rest = tablet.driver.windows().await.expect("tabs").remove(0);
    tablet.driver.switch_to_window(rest).await.expect("switched");
    tablet.scores("白甸镇", OTHERS).await;
    tablet.says_of("白甸镇", "已送达").await;
    assert_eq!(day.card(1, "07").marks["effect"], "20", "under the second judge's name is what the second judge gave");
    let waiting = day.revision(0, "07");
    // the first judge is back: their card is there, and is delivered under their name
    tablet.goto(&day.link(0)).await;
    tablet.sees("市领导一席").await;
    tablet.says_of("白甸镇", "已送达").await;
    let card = day.card(0, "07");
    assert_eq!((card.revision, card.marks["effect"].as_str()), (1, "27"), "{waiting}");
    assert_eq!(day.revision(1, "07"), 1);
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_at_another_address_says_so_and_offers_the_hand_over() {
    let day = Day::begins();
    let other = Line::new();
    other.leads_to(&day.server.url);
    let tablet = Browser::open(Screen::Tablet).await;
    tablet.goto(&day.link(0).replace(&day.line.url, &other.url)).await;
    tablet.sees("网址不是本次评比的网址").await;
    tablet.press("去看看").await;
    tablet.sees(&format!("本次评比的网址是 {}", day.line.url)).await;
    tablet.sees("存成移交文件").await;
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_moved_away_leaves_a_journal_that_can_be_given_away() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    // the server has another address now, and nobody answers at the old one
    day.line.becomes(Weather::Down);
    tablet.scores("白甸镇", MARKS).await;
    tablet.press("本机与送达").await;
    tablet.sees("1 份").await;
    let file: serde_json::Value = serde_json::from_str(&tablet.gives_away().await).expect("JSON");
    assert_eq!((file["guanmo"].as_str(), file["judge"].as_str()), (Some("journal"), Some("L1")));
    assert_eq!(file["ops"][0]["marks"]["effect"], "27");
    assert_eq!(file["event"], day.event);
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_of_another_judge_than_the_page_believes_sends_nothing_and_is_said() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    day.line.becomes(Weather::Down);
    tablet.scores("白甸镇", MARKS).await;
    tablet.sees("1 张待送达，已存在本机").await;
    let seat = tablet.script("return document.cookie").await;
    day.line.becomes(Weather::Answers("200 OK"));
    let seat = seat.as_str().expect("a cookie").to_owned();
    // the session is the second judge's, and what says whose page it is has stayed behind
    tablet.goto("about:blank").await;
    day.line.becomes(Weather::Fair);
    tablet.goto(&day.link(1)).await;
    tablet.sees("市领导二席").await;
    tablet.script(&format!("document.cookie = '{seat};path=/judge'")).await;
    tablet.goto(&format!("{}/judge", day.line.url)).await;
    tablet.sees("本机已换另一席评委").await;
    assert_eq!((day.revision(0, "07"), day.revision(1, "07")), (0, 0));
    tablet.goto(&day.link(0)).await;
    tablet.says_of("白甸镇", "已送达").await;
    assert_eq!((day.revision(0, "07"), day.revision(1, "07")), (1, 0));
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_slept_while_another_one_scored_shows_nothing_old() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    // a tab in the background, whose timers the browser has put to sleep
    let asleep = json!({ "source": "const real = window.setInterval; window.setInterval = (work, wait) => (wait < 5000 ? 0 : real(work, wait));" });
    tablet.command("Page.addScriptToEvaluateOnNewDocument", asleep).await;
    tablet.goto(&format!("{}/judge/card/visit/07", day.line.url)).await;
    tablet.sees("提交").await;
    tablet.gives(["11", "", "", "", ""]).await;
    tablet.keeps("\"effect\":\"11\"").await;
    let first = tablet.driver.window().await.expect("a tab");
    let second = tablet.driver.new_tab().await.expect("a tab");
    tablet.driver.switch_to_window(second).await.expect("switched");
    tablet.goto(&format!("{}/judge/card/visit/07", day.line.url)).await;
    tablet.sees("草稿·本机").await;
    tablet.gives(["22", "", "", "", ""]).await;
    tablet.keeps("\"effect\":\"22\"").await;
    tablet.driver.close_window().await.expect("closed");
    tablet.driver.switch_to_window(first).await.expect("switched");
    tablet.script("document.dispatchEvent(new Event('visibilitychange'))").await;
    tablet.sees("评分已在另一个页面打开").await;
    tablet.press("改在此页继续").await;
    tablet.sees("草稿·本机").await;
    assert_eq!(tablet.fields().await[0], "22");
    tablet.close().await;
}
