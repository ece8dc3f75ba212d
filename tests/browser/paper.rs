//! Two people type the same sheet of paper, each at their own keyboard, and settle what they read differently.

use guanmo::app::act::actor::{Actor, Role, Who};
use guanmo::app::cards::paper::Typed;
use thirtyfour::Key;

use crate::support::browser::{Browser, Screen};
use crate::support::desk::{comes, organiser};
use crate::support::folder::Folder;
use crate::support::site::Site;

async fn come(site: &Site, name: &str, screen: Screen) -> Browser {
    comes(&site.app, &site.server.url, name, Role::Teller, screen).await
}

/// Goes on with the Tab key until the focus is where these words are.
async fn tab_to(browser: &Browser, words: &str) {
    let focused = "const at = document.activeElement; if (at === document.body) return '';
        const label = at.id && document.querySelector('label[for=\"' + at.id + '\"]');
        return (label ? label.innerText : '') + ' ' + at.innerText + ' ' + (at.getAttribute('aria-label') || '');";
    for _ in 0..60 {
        let here = browser.script(focused).await;
        if here.as_str().is_some_and(|text| text.contains(words)) {
            return;
        }
        browser.types(&String::from(Key::Tab.value())).await;
    }
    panic!("the Tab key never comes to “{words}”:\n{}", browser.text().await);
}

async fn types(browser: &Browser, words: &str, text: &str) {
    tab_to(browser, words).await;
    browser.types(text).await;
}

async fn enter(browser: &Browser) {
    browser.types(&String::from(Key::Enter.value())).await;
}

const UPRIGHT: &str = "return document.documentElement.scrollWidth <= document.documentElement.clientWidth
    && document.querySelectorAll('h1').length === 1;";

async fn is_whole(browser: &Browser) {
    browser.is_drawn().await;
    assert_eq!(browser.script(UPRIGHT).await, true, "{}", browser.text().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_type_a_sheet_with_the_keyboard_only_and_settle_a_difference() {
    let site = tokio::task::spawn_blocking(Site::demo).await.expect("a site");
    let folder = Folder::sound();
    folder.remove("scores.csv");
    let event = site.import(&folder);
    let list = format!("{}/events/{event}/paper", site.server.url);

    let first = come(&site, "li", Screen::Desk).await;
    first.goto(&list).await;
    is_whole(&first).await;
    types(&first, "二维码", &format!("guanmo-card:1/{event}/j1/visit/A")).await;
    enter(&first).await;
    first.sees("第一次录入").await;
    types(&first, "编号", "R-17").await;
    types(&first, "effect", "47.5").await;
    // Enter goes to the next line that is empty, and sends when all are filled
    types(&first, "novelty", "35").await;
    is_whole(&first).await;
    first.picture("paper-first.png").await;
    enter(&first).await;
    first.sees("前一张已收下").await;
    first.sees("一席 · 乙镇").await;

    let second = come(&site, "wu", Screen::Tablet).await;
    second.goto(&list).await;
    second.sees("待第二人录入").await;
    is_whole(&second).await;
    second.picture("paper-list.png").await;
    assert!(!second.text().await.contains("47.5"), "the second one is blind");
    tab_to(&second, "第二次录入").await;
    enter(&second).await;
    second.sees("照纸面录入").await;
    assert!(!second.text().await.contains("47.5"));
    types(&second, "effect", "41.5").await;
    types(&second, "novelty", "35").await;
    is_whole(&second).await;
    enter(&second).await;
    second.sees("两人录入不同的 1 处").await;
    is_whole(&second).await;
    assert!(!second.text().await.contains("确认 wu 的"), "nobody confirms what they typed themselves");

    // the first one looks at the scan and proposes; the second one confirms
    first.goto(&list).await;
    tab_to(&first, "处理差异").await;
    enter(&first).await;
    first.sees("提出扫描件上的写法").await;
    first.picture("paper-settle.png").await;
    // past the way to confirm the other one's
    tab_to(&first, "间隔 0.5").await;
    first.types("47").await;
    first.types(&String::from(Key::Tab.value())).await;
    first.types("第一格写的是 47").await;
    enter(&first).await;
    first.sees("li 对照扫描件提出").await;
    second.goto(&list).await;
    tab_to(&second, "处理差异").await;
    enter(&second).await;
    second.sees("第一格写的是 47").await;
    tab_to(&second, "（可不填）").await;
    enter(&second).await;
    second.sees("已成为评分卡").await;
    is_whole(&second).await;
    second.picture("paper-done.png").await;
    pictured(&site, &second).await;
    let cards = site.app.judge_view(&Actor::judge(&event, "j1")).expect("a view").my_cards;
    assert_eq!(cards[0].marks["effect"], "47");
    first.close().await;
    second.close().await;
}

/// The handbook's picture, of a sheet of the demonstration that two have read differently.
async fn pictured(site: &Site, browser: &Browser) {
    let event = &site.under_way;
    let matrix = site.app.matrix(&organiser(), event).expect("the matrix");
    let judge = matrix.seats().next().expect("a seat").id.clone();
    let entry = matrix.progress.entries.last().expect("an entry").id.clone();
    for (name, effect) in [("li", "27.5"), ("wu", "21.5")] {
        let marks =
            [("effect", effect), ("politics", "18"), ("novelty", "17"), ("approval", "13"), ("lasting", "12.5")];
        let marks = marks.map(|(key, mark)| (key.to_owned(), mark.to_owned())).into();
        let (judge, component, entry) = (judge.clone(), "visit".to_owned(), entry.clone());
        let sheet = Typed { judge, component, entry, reference: "R-17".to_owned(), marks, ..Typed::default() };
        let teller = Actor { who: Who::Account(name.to_owned()), role: Some(Role::Teller) };
        site.app.type_sheet(&teller, event, &sheet).expect("typed");
    }
    browser.goto(&format!("{}/events/{event}/paper", site.server.url)).await;
    tab_to(browser, "处理差异").await;
    enter(browser).await;
    browser.sees("两人录入不同的 1 处").await;
    browser.sees("演示数据").await;
    browser.picture("paper-differs.png").await;
}
