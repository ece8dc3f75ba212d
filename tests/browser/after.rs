//! After the publication: somebody objects with nothing but a keyboard, an organiser answers, on both sizes of screen.

use serde_json::json;
use thirtyfour::prelude::*;

use super::organiser::sign_in;
use crate::support::browser::{Browser, Screen};
use crate::support::server::Server;

/// How far the page is wider than the screen, how many headings of the first level it has, and what can be reached by
/// keyboard and has no name.
const SOUND: &str = "return [document.documentElement.scrollWidth - document.documentElement.clientWidth,
    document.querySelectorAll('h1').length,
    Array.from(document.querySelectorAll('button, a[href], input:not([type=hidden]), textarea, select'))
      .filter((one) => !(one.getAttribute('aria-label') || one.textContent.trim() || (one.labels && one.labels.length))).length]";

async fn is_sound(browser: &Browser, what: &str) {
    browser.is_drawn().await;
    assert_eq!(browser.script(SOUND).await, json!([0, 1, 0]), "{what}");
}

/// Goes to the next field and types.
async fn next(browser: &Browser, id: &str, keys: &str) {
    browser.types("\u{e004}").await;
    assert_eq!(browser.script("return document.activeElement.id").await, id, "the order of the fields");
    browser.types(keys).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_objection_is_handed_in_by_keyboard_and_answered() {
    let server = Server::demo();
    let board = server.printed.split_whitespace().find(|word| word.ends_with("/board")).expect("the board").to_owned();
    let public = board.replace("/events/", "/public/").replace("/board", "");
    let visitor = Browser::open(Screen::Tablet).await;
    visitor.goto(&public).await;
    visitor.sees("没有收到异议").await;
    is_sound(&visitor, "the notice").await;
    visitor.press("提出异议").await;
    visitor.sees("填写异议").await;
    is_sound(&visitor, "the form").await;
    visitor.picture("objection-form.png").await;
    visitor.click(By::Id("text")).await;
    visitor.types("大公镇的得分与公示的算式不一致").await;
    next(&visitor, "entry", "").await;
    next(&visitor, "name", "某村村委会").await;
    next(&visitor, "unit", "").await;
    next(&visitor, "contact", "某电话").await;
    // the field that only programs fill in is not on the way
    visitor.types("\u{e004}").await;
    visitor.types("\u{e007}").await;
    visitor.sees("只显示这一次").await;
    is_sound(&visitor, "the receipt").await;
    let receipt = visitor.element(By::Css("b.code")).await.text().await.expect("text");

    let desk = Browser::open(Screen::Desk).await;
    sign_in(&desk, &server, "组织者").await;
    for (page, words) in
        [("signing", "还有 1 件异议没有办结"), ("erase", "清除哪些，保留哪些"), ("objections", "待答复")]
    {
        desk.goto(&board.replace("board", page)).await;
        desk.sees(words).await;
        is_sound(&desk, page).await;
    }
    desk.element(By::Id("answer-1")).await.send_keys("正在复核").await.expect("typed");
    desk.click(By::XPath("//button[.='答复']")).await;
    desk.sees("已答复，待办结").await;
    desk.picture("objections.png").await;
    for (path, words) in [("/years", "一个单位的历年名次"), ("/years/unit?demo=yes&unit=高新区", "共 10 个")]
    {
        desk.goto(&format!("{}{path}", server.url)).await;
        desk.sees(words).await;
        is_sound(&desk, path).await;
    }
    visitor.press("查询办理情况").await;
    visitor.sees("填写异议").await;
    visitor.element(By::Id("receipt")).await.send_keys(receipt).await.expect("typed");
    visitor.types("\u{e007}").await;
    visitor.sees("正在复核").await;
    is_sound(&visitor, "the state").await;
    desk.close().await;
    visitor.close().await;
}
