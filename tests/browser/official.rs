//! An official reads the result and why it is so.

use thirtyfour::prelude::*;

use super::organiser::sign_in;
use crate::support::browser::{Browser, Screen};
use crate::support::server::Server;

#[tokio::test(flavor = "multi_thread")]
async fn an_official_reads_the_result_and_why_it_is_so() {
    let server = Server::demo();
    let browser = Browser::open(Screen::Desk).await;
    browser.goto(&server.url).await;
    browser.press("领导").await;
    browser.sees("为何是这个分数").await;
    browser.sees("实时").await;
    browser.picture("board.png").await;
    let rows = browser.driver.find_all(By::Css(".rank tbody tr")).await.expect("rows");
    assert_eq!(rows.len(), 10);
    // whose a mark is, is not for officials
    let named = browser.driver.find_all(By::Css(".mk [title]")).await.expect("a search");
    assert!(named.is_empty());

    browser.press("白甸镇").await;
    let explained = browser.element(By::Css(".why .who b")).await.text().await.expect("text");
    assert_eq!(explained, "白甸镇");
    // the printed parts make the printed total
    let parts = browser.driver.find_all(By::Css("details.st output")).await.expect("parts");
    let mut sum = rust_decimal::Decimal::ZERO;
    for part in parts {
        sum += part.text().await.expect("text").parse::<rust_decimal::Decimal>().expect("a figure");
    }
    let total = browser.element(By::Css(".why .who strong")).await.text().await.expect("text");
    assert_eq!(sum.to_string(), total);

    browser.press("园区组").await;
    let rows = browser.driver.find_all(By::Css(".rank tbody tr")).await.expect("rows");
    assert_eq!(rows.len(), 3);
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn before_the_close_an_official_sees_progress_and_no_score() {
    let server = Server::demo();
    let browser = Browser::open(Screen::Desk).await;
    sign_in(&browser, &server, "领导").await;
    browser.sees("进行中").await;
    let text = browser.text().await;
    assert!(!text.contains("组织台"), "the desk is not for officials: {text}");
    let board = By::XPath("//*[contains(., \"进行中\")]/ancestor-or-self::section[1]//a[contains(@href, \"/board\")]");
    browser.click(board).await;
    browser.sees("已送达评分卡").await;
    let text = browser.text().await;
    assert!(!text.contains("总分") && !text.contains("为何是这个分数"), "{text}");
    browser.close().await;
}
