//! An organiser runs the day and exports the ranking.

use thirtyfour::prelude::*;

use crate::support::browser::{Browser, Screen};
use crate::support::server::Server;

pub async fn sign_in(browser: &Browser, server: &Server, role: &str) {
    let (name, password) = server.account(role);
    browser.goto(&format!("{}/sign-in", server.url)).await;
    browser.element(By::Id("name")).await.send_keys(name).await.expect("typed");
    browser.element(By::Id("password")).await.send_keys(password).await.expect("typed");
    browser.press("登录").await;
    browser.sees("演示数据(非真实评分)").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organiser_sees_who_handed_in_what_and_no_score() {
    let server = Server::demo();
    let browser = Browser::open(Screen::Desk).await;
    sign_in(&browser, &server, "组织者").await;
    browser.press("组织台").await;
    browser.sees("评分卡送达").await;
    browser.sees("封存前此页不显示任何得分").await;
    browser.picture("console.png").await;
    let text = browser.text().await;
    assert!(!text.contains("总分") && !text.contains("平均"), "{text}");

    browser.press("到达 南莫镇").await;
    browser.sees("到达 曲塘镇").await;

    // the event can be closed only with a reason while cards are out; what is out is listed
    browser.press("封存评分").await;
    browser.sees("未决事项").await;
    browser.sees("缺卡").await;
    browser.picture("close.png").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organiser_exports_the_published_ranking_as_csv() {
    let server = Server::demo();
    let browser = Browser::open(Screen::Desk).await;
    sign_in(&browser, &server, "组织者").await;
    let board = server.printed.split_whitespace().find(|word| word.ends_with("/board")).expect("the board").to_owned();
    browser.goto(&board.replace("/board", "/export")).await;
    browser.sees("导出 CSV").await;
    let export = format!(
        "const answer = await fetch({:?}, {{ cache: 'no-store' }});
         const bytes = new Uint8Array(await answer.arrayBuffer());
         return {{ status: answer.status, name: answer.headers.get('content-disposition'), start: Array.from(bytes.slice(0, 7)),
                   text: new TextDecoder().decode(bytes) }};",
        board.replace("/board", "/ranking.csv")
    );
    let answer = browser.script(&export).await;
    assert_eq!(answer["status"], 200, "{answer}");
    assert_eq!(answer["start"], serde_json::json!([0xef, 0xbb, 0xbf, b'r', b'a', b'n', b'k']), "a BOM by default");
    let name = answer["name"].as_str().expect("a file name");
    assert!(name.contains("%E6%BC%94%E7%A4%BA%E6%95%B0%E6%8D%AE"), "a demonstration's file says so: {name}");
    let rows = answer["text"].as_str().expect("text").lines().count();
    assert_eq!(rows, 11, "{answer}");
    browser.close().await;
}
