//! A judge scores a site on a tablet.

use thirtyfour::prelude::*;

use crate::support::browser::{Browser, Screen};
use crate::support::server::Server;

/// Types digits on the keypad of the page.
async fn keys(browser: &Browser, digits: &str) {
    for digit in digits.chars() {
        browser.click(By::Css(format!("[data-key=\"{digit}\"]"))).await;
    }
}

async fn key(browser: &Browser, name: &str) {
    browser.click(By::Css(format!("[data-key=\"{name}\"]"))).await;
}

/// A tablet of somebody who stepped in from the start page and opened the card of the site where the bus is.
async fn at_the_card(server: &Server) -> Browser {
    let browser = Browser::open(Screen::Tablet).await;
    browser.goto(&server.url).await;
    browser.press("评委").await;
    browser.sees("今日行程").await;
    browser.is_ready().await;
    browser.press("开始评分").await;
    browser
}

#[tokio::test(flavor = "multi_thread")]
async fn a_judge_scores_a_site_from_the_start_page() {
    let server = Server::demo();
    let browser = Browser::open(Screen::Tablet).await;
    browser.goto(&server.url).await;
    browser.press("评委").await;
    browser.sees("当前 · 第 7 站").await;
    browser.sees("已连接").await;
    browser.is_ready().await;
    browser.press("开始评分").await;

    // 31.5 of 30 is said at once, kept as typed, and cannot be submitted
    keys(&browser, "31.5").await;
    browser.sees("超出 0–30，请改").await;
    browser.sees("改好“项目成效”后可提交").await;
    browser.picture("judge-card-error.png").await;
    key(&browser, "clear").await;
    for marks in ["27", "18.5", "18", "14.5", "14.5"] {
        keys(&browser, marks).await;
        key(&browser, "next").await;
    }
    browser.sees("92.5").await;
    browser.picture("judge-card.png").await;
    browser.press("提交").await;
    browser.sees("已送达 回执").await;

    // a correction before the close is a new revision of the same card
    browser.press_named("可持续推广加 0.5").await;
    browser.sees("93.0").await;
    browser.press("提交").await;
    browser.sees("已提交，改动后可再提交").await;
    browser.press("行程").await;
    browser.sees("今日行程").await;
    browser.sees("查看或修改评分").await;
    browser.picture("judge-route.png").await;

    // what was delivered is there after a reload, and on the page of all cards
    browser.press("我的评分卡").await;
    browser.sees("27 · 18.5 · 18 · 14.5 · 15").await;
    browser.picture("judge-cards.png").await;
    browser.press("本机与送达").await;
    browser.sees("可以出发").await;
    browser.picture("judge-device.png").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_signs_in_and_its_token_leaves_the_address_bar() {
    let server = Server::demo();
    let link = server.judge_links().pop().expect("a link");
    let token = link.rsplit('/').next().expect("a token").to_owned();
    let browser = Browser::open(Screen::Tablet).await;
    browser.goto(&link).await;
    browser.sees("今日行程").await;
    let address = browser.driver.current_url().await.expect("an address").to_string();
    assert_eq!(address, format!("{}/judge", server.url));
    assert!(!browser.driver.source().await.expect("the page").contains(&token));
    // the session's cookie is out of the scripts' reach; whose page it is, is not
    let cookies = browser.script("return document.cookie").await;
    let (seat, mark) = cookies.as_str().expect("text").split_once("; ").expect("two cookies");
    assert!(seat.starts_with("guanmo-seat=ev-") && seat.ends_with("/L3"), "{seat}");
    // nor is how far the tablet's journal goes
    assert!(mark.starts_with("guanmo-mark=") && !mark.contains(';') && !mark.contains(&token), "{mark}");
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_survives_a_reload_with_every_digit() {
    let server = Server::demo();
    let browser = at_the_card(&server).await;
    keys(&browser, "2").await;
    browser.sees("已存在本机").await;
    keys(&browser, "6.").await;
    browser.keeps("\"26.\"").await;
    browser.driver.refresh().await.expect("reloaded");
    browser.sees("草稿·本机").await;
    let field = browser.element(By::Css("[data-criterion=\"effect\"] input")).await;
    assert_eq!(field.value().await.expect("a value").as_deref(), Some("26."));
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_card_can_be_filled_in_with_the_keyboard_only() {
    let server = Server::demo();
    let browser = at_the_card(&server).await;
    browser.element(By::Css("[data-criterion=\"effect\"] input")).await.focus().await.expect("focus");
    for marks in ["27", "18.5", "18", "14.5", "14"] {
        browser.types(marks).await;
        browser.types("\u{e007}").await;
    }
    browser.sees("92.0").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_of_no_card_says_so_and_leads_back() {
    let day = crate::support::day::Day::begins();
    let tablet = day.tablet(0).await;
    for path in ["/judge/card/none/07", "/judge/card/visit/none", "/judge/ballot/visit", "/judge/card/visit/%E0%A4"] {
        tablet.goto(&format!("{}{path}", day.line.url)).await;
        tablet.sees("没有这张评分卡").await;
        tablet.press("回今日行程").await;
        tablet.sees("当前 · 第 7 站").await;
    }
    tablet.close().await;
}
