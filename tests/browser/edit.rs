//! An organiser prepares an event, with the keyboard only.

use serde_json::json;

use crate::support::browser::{Browser, Screen};
use crate::support::folder::{Folder, ROUTE, guanmo};
use crate::support::server::{Server, data_dir};

use super::organiser::{ENTER, go, tab_to};

const PASSWORD: &str = "correct horse battery";

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_is_added_and_its_stop_moved_with_the_keyboard_only() {
    let folder = Folder::sound();
    folder.remove("scores.csv");
    folder.write("checkpoints.csv", ROUTE);
    let data = data_dir();
    let (dir, path) = (folder.path().to_str().expect("a plain path"), data.path().to_str().expect("a plain path"));
    let imported = guanmo(&["import", dir, "--draft", "--data", path]);
    assert_eq!(imported.code, 0, "{imported:?}");
    let server = Server::start(&["--organiser-password", PASSWORD], std::sync::Arc::clone(&data));
    let browser = Browser::open(Screen::Desk).await;
    browser.goto(&format!("{}/sign-in", server.url)).await;
    tab_to(&browser, "name").await;
    browser.types("organiser").await;
    tab_to(&browser, "password").await;
    browser.types(PASSWORD).await;
    browser.types(ENTER).await;
    browser.sees("小例").await;
    go(&browser, "组织台").await;
    browser.sees("评分卡送达").await;
    go(&browser, "筹备").await;
    browser.sees("可以开放评分").await;
    go(&browser, "编辑参评项目").await;
    go(&browser, "添加参评项目").await;
    browser.sees("建立后不能更改").await;
    tab_to(&browser, "entry").await;
    browser.types("D").await;
    tab_to(&browser, "unit").await;
    browser.types("丁镇").await;
    browser.types(ENTER).await;
    browser.sees("4 个").await;
    go(&browser, "回筹备").await;
    browser.sees("可以开放评分").await;
    go(&browser, "编辑行程").await;
    browser.sees("2 站").await;
    go(&browser, "添加站点").await;
    tab_to(&browser, "entry").await;
    browser.types("D").await;
    tab_to(&browser, "planned_arrival").await;
    browser.types("10:10").await;
    browser.types(ENTER).await;
    browser.sees("3 站").await;
    go_to_label(&browser, "上移 丁镇").await;
    let order = "return Array.from(document.querySelectorAll('tbody tr b')).map((one) => one.textContent).join('')";
    let focus = "return document.activeElement.getAttribute('aria-label')";
    for wanted in ["甲镇丁镇乙镇", "丁镇甲镇乙镇"] {
        enter(&browser).await;
        browser.gets(order, |found| *found == json!(wanted)).await;
        // the button has the focus again, so that it can be pressed again
        browser.gets(focus, |found| *found == json!("上移 丁镇")).await;
    }
    enter(&browser).await;
    browser.sees("已经是第一站").await;
    browser.close().await;
}

/// Presses Enter once. The driver's own way presses it again where the page goes on to another meanwhile.
async fn enter(browser: &Browser) {
    for (kind, text) in [("keyDown", "\r"), ("keyUp", "")] {
        let key = json!({ "type": kind, "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": text });
        browser.command("Input.dispatchKeyEvent", key).await;
    }
}

async fn go_to_label(browser: &Browser, label: &str) {
    super::organiser::tab_until(browser, &format!("e.getAttribute('aria-label') === '{label}'")).await;
}
