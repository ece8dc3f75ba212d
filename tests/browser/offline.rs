//! A judge scores with the network gone.

use thirtyfour::prelude::*;

use crate::support::browser::Screen;
use crate::support::day::Day;
use crate::support::line::Weather;

const MARKS: [&str; 5] = ["27", "18.5", "18", "14.5", "14.5"];

#[tokio::test(flavor = "multi_thread")]
async fn with_the_network_gone_the_page_opens_takes_marks_and_delivers_when_it_can() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    // the page and the worker: neither reaches the server
    day.line.becomes(Weather::Down);
    tablet.driver.refresh().await.expect("reloaded");
    tablet.sees("离线 · 没有待送达的评分卡").await;
    tablet.scores("白甸镇", MARKS).await;
    tablet.says_of("白甸镇", "待送达").await;
    tablet.sees("离线 · 1 张待送达，已存在本机").await;
    tablet.picture("judge-offline.png").await;
    assert_eq!(day.revision(0, "07"), 0, "nothing has arrived");
    day.line.becomes(Weather::Fair);
    tablet.press("重试送达").await;
    tablet.says_of("白甸镇", "已送达").await;
    let card = day.card(0, "07");
    assert_eq!((card.revision, card.marks["politics"].as_str()), (1, "18.5"));
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_queue_goes_on_by_itself_when_the_network_is_back() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    day.line.becomes(Weather::Down);
    tablet.scores("白甸镇", MARKS).await;
    tablet.scores("南莫镇", MARKS).await;
    day.line.becomes(Weather::Fair);
    // nobody reloads, nobody presses anything
    tablet.says_of("白甸镇", "已送达").await;
    tablet.says_of("南莫镇", "已送达").await;
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_outlives_a_reload_a_killed_tab_and_a_killed_browser_while_offline() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    day.line.becomes(Weather::Down);
    tablet.opens_card("白甸镇").await;
    tablet.gives(["27", "18.5", "18", "14.", "3"]).await;
    tablet.keeps("\"14.\"").await;
    tablet.keeps("\"lasting\":\"3\"").await;
    let typed = ["27", "18.5", "18", "14.", "3"];
    tablet.driver.refresh().await.expect("reloaded");
    tablet.sees("草稿·本机").await;
    assert_eq!(tablet.fields().await, typed);

    let address = tablet.driver.current_url().await.expect("an address");
    let old = tablet.driver.window().await.expect("a tab");
    let new = tablet.driver.new_tab().await.expect("a tab");
    tablet.driver.switch_to_window(old).await.expect("switched");
    tablet.driver.close_window().await.expect("killed");
    tablet.driver.switch_to_window(new).await.expect("switched");
    tablet.goto(address.as_str()).await;
    tablet.sees("草稿·本机").await;
    assert_eq!(tablet.fields().await, typed);

    let tablet = tablet.dies_and_comes_back(Screen::Tablet).await;
    tablet.goto(address.as_str()).await;
    tablet.sees("草稿·本机").await;
    assert_eq!(tablet.fields().await, typed);
    tablet.sees("离线").await;
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn submitted_cards_outlive_a_killed_browser_and_are_delivered_once() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    day.line.becomes(Weather::Down);
    tablet.scores("白甸镇", MARKS).await;
    tablet.sees("1 张待送达，已存在本机").await;
    let tablet = tablet.dies_and_comes_back(Screen::Tablet).await;
    tablet.goto(&format!("{}/judge", day.line.url)).await;
    tablet.says_of("白甸镇", "待送达").await;
    day.line.becomes(Weather::Fair);
    // a browser that dies may lose its youngest cookies, and the session with them; the journal it does not
    tablet.sees_either("全部送达", "登录已失效 · 1 张待送达，已存在本机").await;
    tablet.goto(&day.link(0)).await;
    tablet.says_of("白甸镇", "已送达").await;
    assert_eq!(day.revision(0, "07"), 1);
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn leaving_the_card_at_once_loses_no_digit() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    tablet.opens_card("白甸镇").await;
    tablet.gives(["27", "18.5", "18", "14.5", "9.5"]).await;
    tablet.goes_to_route().await;
    tablet.says_of("白甸镇", "草稿·本机").await;
    tablet.opens_card("白甸镇").await;
    assert_eq!(tablet.fields().await, ["27", "18.5", "18", "14.5", "9.5"]);
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mistaken_tap_can_be_taken_back() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    tablet.opens_card("白甸镇").await;
    // five taps for five criteria, one to submit
    for quick in ["27", "18", "16", "13.5", "12"] {
        tablet.click(By::Css(format!("[data-key=\"={quick}\"]"))).await;
    }
    assert_eq!(tablet.fields().await, ["27", "18", "16", "13.5", "12"]);
    tablet.click(By::Css("[data-key=clear]")).await;
    assert_eq!(tablet.fields().await[4], "");
    tablet.press("撤销上一步").await;
    assert_eq!(tablet.fields().await, ["27", "18", "16", "13.5", "12"]);
    tablet.submits().await;
    tablet.sees("已送达 回执").await;
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_tablet_has_no_room_nothing_is_said_to_be_kept() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    tablet.opens_card("白甸镇").await;
    tablet.gives(["27", "18.5", "", "", ""]).await;
    tablet.keeps("18.5").await;
    // as a browser does whose storage is full
    let full = "window.realPut = IDBObjectStore.prototype.put;
        IDBObjectStore.prototype.put = function () { throw new DOMException('no room', 'QuotaExceededError'); };";
    tablet.script(full).await;
    tablet.inserts(By::Id("comment"), &"记".repeat(1500)).await;
    tablet.sees("本机已存满，没有存住；请勿离开此页").await;
    let chip = tablet.element(By::Css(".local")).await.text().await.expect("text");
    assert!(!chip.contains("已存在本机"), "{chip}");
    // and with room again it is kept, without anybody typing once more
    tablet.script("IDBObjectStore.prototype.put = window.realPut").await;
    tablet.sees("已存在本机").await;
    tablet.keeps(&"记".repeat(1500)).await;
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_of_the_page_that_the_browser_threw_away_is_missed_and_taken_again() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    tablet.script("for (const name of await caches.keys()) await caches.delete(name)").await;
    tablet.press("本机与送达").await;
    tablet.sees("断网后不能重新打开此页").await;
    tablet.driver.refresh().await.expect("reloaded");
    let whole =
        "const names = (await caches.keys()).filter((name) => name.startsWith('guanmo-')); if (!names.length) return 0;
        return (await (await caches.open(names[0])).keys()).length";
    tablet.gets(whole, |files| files.as_u64().unwrap_or(0) >= 5).await;
    day.line.becomes(Weather::Down);
    tablet.driver.refresh().await.expect("reloaded");
    tablet.sees("本机与送达").await;
    tablet.sees("离线").await;
    tablet.close().await;
}
