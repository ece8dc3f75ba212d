//! An organiser runs the day and exports the ranking.

use serde_json::json;
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
    browser.picture("export.png").await;
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

/// The elements that reach beyond the page's edge, or whose words are cut off without a title that says them.
pub(super) const CROOKED: &str = "
    const wide = document.documentElement.clientWidth, found = [];
    if (document.documentElement.scrollWidth > wide) found.push('the page scrolls sideways');
    for (const element of document.querySelectorAll('body *')) {
      const box = element.getBoundingClientRect();
      if (box.width && box.right > wide + 1 && !element.closest('.wide, .vh, .sprite')) found.push(element.outerHTML.slice(0, 80));
      const seen = !element.closest('.vh');
      const small = seen && element.matches('a.btn, button, select, input:not([type=hidden]), textarea')
        && !element.matches('label input') && box.height && box.height < 44;
      // of a box that is ticked the label around it is what is touched
      const label = element.matches('label.tk') && matchMedia('(pointer: coarse)').matches && box.height < 44;
      if (label) found.push('less than 44 px: ' + element.outerHTML.slice(0, 80));
      if (small) found.push('less than 44 px: ' + element.outerHTML.slice(0, 80));
    }
    return found;";

#[tokio::test(flavor = "multi_thread")]
async fn no_page_of_the_staff_is_cut_off_on_a_desk_or_on_a_tablet() {
    let server = Server::demo();
    for screen in [Screen::Desk, Screen::Tablet] {
        let browser = Browser::open(screen).await;
        let mut crooked = Vec::new();
        for role in ["organiser", "administrator"] {
            browser.goto(&server.url).await;
            let enter = format!(
                "const form = document.createElement('form'); form.method = 'post'; form.action = '/demo/{role}';
                 document.body.appendChild(form); form.submit();"
            );
            browser.script(&enter).await;
            browser.sees("退出").await;
            let published = server.printed.split_whitespace().find(|word| word.ends_with("/board")).expect("the board");
            let mut pages =
                vec![format!("{}/events", server.url), format!("{}/audit", server.url), published.to_owned()];
            if role == "organiser" {
                let desk = browser.driver.current_url().await.expect("an address").to_string();
                assert!(desk.ends_with("/desk"), "{desk}");
                let names = [
                    "links",
                    "cell?judge=L1&component=visit&entry=07",
                    "cell?judge=L1",
                    "exclude",
                    "day",
                    "devices",
                    "quarantine",
                    "provisional",
                    "export",
                    "close",
                    "board",
                    "adjust",
                    "measures",
                    "exclusions",
                    "paper",
                    "paper/type?judge=L3&component=visit&entry=07",
                    "signing",
                    "confirmed",
                    "rules",
                    "rules?view=form",
                    "rules/history",
                    "setup",
                    "setup/entries",
                    "setup/entries/edit?id=02",
                    "setup/judges",
                    "setup/judges/edit?id=L1",
                    "setup/route",
                    "setup/route/edit?id=02",
                ];
                pages.extend(names.iter().map(|name| desk.replace("/desk", &format!("/{name}"))));
                for name in ["desk", "signing", "spot", "spot?print=1", "confirmed", "judges?entry=07"] {
                    pages.push(published.replace("/board", &format!("/{name}")));
                }
                let public = published.replace("/events/", "/public/");
                pages.extend([public.replace("/board", ""), public.replace("/board", "/check")]);
                pages.extend([format!("{}/events/new", server.url), desk.replace("/desk", "/upload")]);
                pages.push(desk);
            } else {
                pages.push(format!("{}/accounts", server.url));
            }
            pages.extend(
                ["/", "/sign-in", "/nowhere", "/account/password"].iter().map(|path| format!("{}{path}", server.url)),
            );
            for page in pages {
                browser.goto(&page).await;
                let found = browser.script(CROOKED).await;
                if found != json!([]) {
                    crooked.push(format!("{page}: {found}"));
                }
            }
        }
        assert!(crooked.is_empty(), "{}", crooked.join("\n"));
        browser.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_goes_out_once_however_often_its_button_is_pressed() {
    let server = Server::demo();
    let browser = Browser::open(Screen::Desk).await;
    sign_in(&browser, &server, "管理员").await;
    browser.goto(&format!("{}/accounts", server.url)).await;
    browser.element(By::Id("name")).await.send_keys("li").await.expect("typed");
    browser.script("const button = document.querySelector('form[action=\"/accounts\"] button'); button.click(); button.click(); button.click();").await;
    // the second answer would be that the name is taken, and the password of the first would be seen by nobody
    browser.sees("的密码（只显示这一次）").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organiser_runs_the_day_with_the_keyboard_only() {
    let server = Server::demo();
    let browser = Browser::open(Screen::Desk).await;
    let (name, password) = server.account("组织者");
    browser.goto(&format!("{}/sign-in", server.url)).await;
    tab_to(&browser, "name").await;
    browser.types(&name).await;
    tab_to(&browser, "password").await;
    browser.types(&password).await;
    browser.types(ENTER).await;
    browser.sees("进行中").await;
    go(&browser, "组织台").await;
    browser.sees("评分卡送达").await;
    go(&browser, "到达 南莫镇").await;
    browser.sees("到达 曲塘镇").await;
    go(&browser, "封存评分").await;
    browser.sees("仍要封存").await;
    tab_to(&browser, "reason").await;
    browser.types("演练").await;
    go(&browser, "写明理由，仍然封存").await;
    browser.sees("成绩已封存").await;
    go(&browser, "公布成绩").await;
    browser.sees("公布以后不能收回").await;
    go(&browser, "确认公布成绩").await;
    // nobody signs here, so it takes a second person
    browser.sees("须由另一位组织者、监票人或纪检人员同意").await;
    go(&browser, "退出").await;
    browser.sees("选一个身份").await;
    browser.close().await;
}

pub const ENTER: &str = "\u{e007}";
const TAB: &str = "\u{e004}";

/// Presses Tab until the focus is where a test of the element says, and shows the ring.
pub async fn tab_until(browser: &Browser, test: &str) {
    for _ in 0..80 {
        browser.types(TAB).await;
        let script =
            format!("const e = document.activeElement; return ({test}) ? getComputedStyle(e).outlineStyle : '';");
        let ring = browser.script(&script).await;
        if ring != json!("") {
            assert_eq!(ring, json!("solid"), "the focus can be seen");
            return;
        }
    }
    panic!("{test} is not reached with Tab: {}", browser.text().await);
}

/// Presses Tab until the focus is on the element of an id.
pub async fn tab_to(browser: &Browser, id: &str) {
    tab_until(browser, &format!("e.id === '{id}'")).await;
}

/// Goes to a button or link by its words and presses it.
pub async fn go(browser: &Browser, words: &str) {
    tab_until(browser, &format!("e.matches('a, button') && e.textContent.includes('{words}')")).await;
    browser.types(ENTER).await;
}
