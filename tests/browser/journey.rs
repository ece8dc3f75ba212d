//! The whole way, from the empty system to the published result, with the organiser's steps counted.

use std::path::Path;
use std::sync::Arc;

use guanmo::app::act::actor::{Actor, Role, Who};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::support::browser::{Browser, Screen};
use crate::support::desk::inspect;
use crate::support::folder::{Folder, guanmo};
use crate::support::http::Tablet;
use crate::support::server::fixture;
use crate::support::site::{Person, Site};
use crate::support::workbook::Book;

const TITLE: &str = "抓党建创新争先项目观摩评比";
/// Those who sign beside the organiser.
pub(super) const SIGNERS: [(&str, &str); 5] = [
    ("teller-1", "teller"),
    ("teller-2", "teller"),
    ("scrutineer-1", "scrutineer"),
    ("scrutineer-2", "scrutineer"),
    (INSPECTOR, "inspector"),
];
const INSPECTOR: &str = "inspector-1";

/// The organiser's hand. A step is one press, of a button or a link, one file chosen, or one field typed into.
pub(super) struct Hand {
    pub browser: Browser,
    pub steps: usize,
}

impl Hand {
    /// Types an address.
    pub async fn goes(&mut self, url: &str) {
        self.steps += 1;
        self.browser.goto(url).await;
    }

    /// Presses what has these words, and sees what comes of it: words that were not there before, or one would not know
    /// whether anything came of it yet.
    pub async fn presses(&mut self, words: &str, then: &str) {
        self.steps += 1;
        let before = self.browser.text().await;
        assert!(!before.contains(then), "“{then}” is there before “{words}” is pressed:\n{before}");
        self.browser.press(words).await;
        self.browser.sees(then).await;
    }

    pub async fn types(&mut self, field: &str, keys: &str) {
        self.steps += 1;
        self.browser.element(By::Id(field)).await.send_keys(keys).await.expect("typed");
    }

    /// Does one thing that is found by a script: a choice, or the button of one form among many.
    pub async fn does(&mut self, script: &str) {
        self.steps += 1;
        self.browser.script(script).await;
    }

    pub async fn chooses(&mut self, field: &str, file: &Path) {
        self.steps += 1;
        self.browser.element(By::Id(field)).await.send_keys(file.to_string_lossy()).await.expect("chosen");
    }
}

/// Does what others do meanwhile.
pub(super) async fn meanwhile<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(work).await.expect("done")
}

/// The event's workbook: the ten entries of the example with their route, thirty judges, who is excluded where, and
/// the year's figures.
pub(super) fn lists() -> Book {
    let folder = Folder::empty();
    for name in ["entries.csv", "judges.csv", "checkpoints.csv", "exclusions.csv"] {
        folder.write(name, std::fs::read(fixture("haian-2023").join(name)).expect("a file"));
    }
    folder.append("judges.csv", "L5,市领导五席,,leaders\nL6,市领导六席,,leaders\n");
    for number in 7..15 {
        folder.append("judges.csv", &format!("D{number},部门第{number}席,,departments\n"));
    }
    folder.write("measures.csv", "环节,编号,得分\n");
    for entry in 1..=10 {
        folder.append("measures.csv", &format!("daily,{entry:02},{}.5\n", 80 + entry));
    }
    Book::of(&folder)
}

/// Somebody signs in with the password that they were given, and changes it to their own.
pub(super) fn arrives(site: &Site, name: &str, given: &str) -> Person {
    let person = site.visitor();
    let answer = person.post("/sign-in", &[("name", name), ("password", given)]);
    assert_eq!(answer.headers()["location"], "/account/password", "{name} changes it first");
    let own = own_password(name);
    let answer = person.post("/account/password", &[("old", given), ("new", &own), ("again", &own)]);
    assert_eq!(answer.status(), 303, "{name}");
    person
}

pub(super) fn own_password(name: &str) -> String {
    format!("known only to {}", name.chars().rev().collect::<String>())
}

/// What stands between two texts.
pub(super) fn between<'t>(text: &'t str, before: &str, after: &str) -> &'t str {
    let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("no {before} in {text}"));
    rest.split_once(after).unwrap_or_else(|| panic!("no {after} after {before}")).0
}

/// The administrator makes the accounts of those who sign; each of them chooses a password.
pub(super) fn accounts(site: &Site) -> Person {
    let (name, given) = site.server.account("管理员");
    let administrator = arrives(site, &name, &given);
    for (name, role) in SIGNERS {
        let made = administrator.post("/accounts", &[("name", name), ("role", role)]).text().expect("text");
        arrives(site, name, between(&made, "<p class=\"code\">", "</p>"));
    }
    administrator
}

/// A judge fills every card that is due.
fn scores(link: &str) -> usize {
    let mut tablet = Tablet::sign_in(link);
    let view = tablet.event.clone();
    let seat = view["judge"].as_str().expect("an id").bytes().map(u32::from).sum::<u32>();
    let due = view["my_cards"].as_array().expect("cards").iter().filter(|card| card["expected"] == "due");
    let cards: Vec<Value> = due
        .map(|card| {
            let (component, entry) =
                (card["component"].as_str().expect("an id"), card["entry"].as_str().expect("an id"));
            tablet.card(component, entry, &marks(&view, component, entry, seat), None)
        })
        .collect();
    for batch in cards.chunks(10) {
        let answer = tablet.send(batch).expect("an answer");
        for result in answer["results"].as_array().expect("results") {
            assert_eq!(result["outcome"], "recorded", "{result}");
        }
    }
    cards.len()
}

/// Marks by which the entries are far enough from one another that no two end equal.
pub(super) fn marks(view: &Value, component: &str, entry: &str, seat: u32) -> Value {
    let place = entry.parse::<u32>().expect("a number") * 7 % 10;
    let components = view["components"].as_array().expect("components");
    let criteria = components.iter().find(|known| known["id"] == component).expect("it")["criteria"].as_array();
    let mark = |(index, criterion): (u32, &Value)| {
        let most: Decimal = criterion["max"].as_str().expect("text").parse().expect("a figure");
        let mark = most - Decimal::new(5, 1) * Decimal::from(place + (seat + index) % 3);
        (criterion["id"].as_str().expect("an id").to_owned(), json!(mark.normalize().to_string()))
    };
    Value::Object((0..).zip(criteria.expect("criteria")).map(mark).collect())
}

/// All but the organiser sign what they see.
fn sign(site: &Site, event: &str) {
    for (name, _) in SIGNERS {
        let person = site.visitor();
        let answer = person.post("/sign-in", &[("name", name), ("password", &own_password(name))]);
        assert_eq!(answer.status(), 303, "{name}");
        let path = format!("/events/{event}/signing");
        if name == INSPECTOR {
            let actor = Actor { who: Who::Account(name.to_owned()), role: Some(Role::Inspector) };
            inspect(&site.app, &actor, event).expect("inspected");
        }
        let page = person.page(&path);
        let field = |name: &str| between(&page, &format!("name=\"{name}\" value=\""), "\"");
        let password = own_password(name);
        let form = [("number", field("number")), ("fingerprint", field("fingerprint")), ("password", &password)];
        assert_eq!(person.post(&path, &form).status(), 303, "{name} signs");
    }
}

/// Whoever closed does not publish alone.
pub(super) fn approves_publishing(site: &Site, event: &str) {
    let person = site.visitor();
    let form = [("name", INSPECTOR), ("password", &own_password(INSPECTOR))];
    assert_eq!(person.post("/sign-in", &form).status(), 303);
    let path = format!("/events/{event}/publish/decide");
    assert_eq!(person.post(&path, &[("decision", "approve")]).status(), 303);
}

/// The number in README that follows these words.
pub(super) fn stated(words: &str) -> usize {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("README");
    let (_, rest) = readme.split_once(words).unwrap_or_else(|| panic!("README does not say “{words}”"));
    rest.split_whitespace().next().and_then(|word| word.parse().ok()).expect("a number")
}

/// The cells of a ranking: name of the column, then a cell for each row.
fn column(ranking: &str, name: &str) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(ranking.as_bytes());
    let place = reader.headers().expect("a head").iter().position(|head| head == name).expect("the column");
    reader.records().map(|row| row.expect("a row")[place].to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn from_the_empty_system_to_the_published_result_takes_the_steps_that_the_readme_states() {
    let site = Arc::new(meanwhile(|| Site::start(&[])).await);
    let at = Arc::clone(&site);
    meanwhile(move || drop(accounts(&at))).await;
    let folder = tempfile::TempDir::new().expect("a temporary directory");
    let book = folder.path().join("名单.xlsx");
    std::fs::write(&book, lists().bytes()).expect("written");

    let mut hand = Hand { browser: Browser::open(Screen::Desk).await, steps: 0 };
    comes_in(&mut hand, &site).await;
    prepares(&mut hand, &book).await;
    let (event, links) = opens(&mut hand).await;
    let arrivals = hand.steps;
    drives(&mut hand).await;
    let arrivals = hand.steps - arrivals;

    let judges: Vec<_> = links.into_iter().map(|link| tokio::task::spawn_blocking(move || scores(&link))).collect();
    let mut cards = 0;
    for judge in judges {
        cards += judge.await.expect("a judge");
    }
    assert_eq!(cards, 30 * 10 * 2 - 12 * 2, "all but those who are excluded");

    publishes(&mut hand, &site, &event).await;
    println!("organiser's steps from the empty system to the published result: {}", hand.steps);
    let told = (stated("published result takes the organiser "), stated("of which "));
    assert_eq!((hand.steps, arrivals), told, "as README states");

    agrees(&hand.browser, &site, &event, folder.path()).await;
    hand.browser.close().await;
    meanwhile(move || drop(site)).await;
}

async fn comes_in(hand: &mut Hand, site: &Site) {
    let (name, given) = site.server.account("组织者");
    // the program prints this address at its start
    hand.goes(&format!("{}/sign-in", site.server.url)).await;
    hand.types("name", &name).await;
    hand.types("password", &given).await;
    hand.presses("登录", "现在的密码").await;
    hand.types("old", &given).await;
    hand.types("new", "known only to the hand").await;
    hand.types("again", "known only to the hand").await;
    hand.presses("换密码", "密码已更换").await;
    hand.browser.sees("还没有评比活动").await;
}

/// From the workbook to the event.
async fn prepares(hand: &mut Hand, book: &Path) {
    hand.presses("新建评比活动", "上传并检查").await;
    hand.chooses("files", book).await;
    hand.presses("上传并检查", "参评项目 10 个").await;
    hand.browser.sees("评委 30 席").await;
    hand.browser.sees("回避等 12 条 · 考核数值 10 个").await;
    hand.presses("确认建立", "尚未开放评分").await;
}

/// From the desk of the event to the marks; gives its id and the judges' links.
pub(super) async fn opens(hand: &mut Hand) -> (String, Vec<String>) {
    let desk = hand.browser.driver.current_url().await.expect("an address").to_string();
    let event = between(&desk, "/events/", "/desk").to_owned();
    hand.presses("筹备", "可以开放评分").await;
    hand.browser.sees(TITLE).await;
    hand.presses("去办理", "生成评委登录链接").await;
    hand.presses("生成并显示", "请现在打印").await;
    let text = hand.browser.text().await;
    let links: Vec<String> = text.split_whitespace().filter(|word| word.contains("/j/")).map(str::to_owned).collect();
    assert_eq!(links.len(), 30);
    hand.presses("回组织台", "尚未开放评分").await;
    hand.presses("开放评分", "不能退回筹备").await;
    hand.presses("确认开放评分", "还不能封存").await;
    (event, links)
}

/// The units along the route.
pub(super) fn units() -> Vec<String> {
    let mut entries = csv::Reader::from_path(fixture("haian-2023").join("entries.csv")).expect("a file");
    entries.records().map(|row| row.expect("a row")[2].to_owned()).collect()
}

/// The bus arrives at each stop, which is also how it leaves the one before, and leaves the last one.
async fn drives(hand: &mut Hand) {
    let units = units();
    for unit in &units {
        hand.presses(&format!("到达 {unit}"), &format!("离开 {unit}")).await;
    }
    hand.browser.picture("journey-desk.png").await;
    // where the bus is, is said only while it is somewhere
    let last = format!("离开 {}", units.last().expect("a stop"));
    hand.steps += 1;
    hand.browser.press(&last).await;
    hand.browser.sees_no_more(&last).await;
}

/// The desk closes, those who sign with the organiser do, and so does the organiser.
pub(super) async fn closes_and_signs(hand: &mut Hand, site: &Arc<Site>, event: &str, password: &str) {
    hand.presses("封存评分", "封存以后，评分卡不再计入").await;
    hand.presses("封存评分", "成绩已封存").await;
    hand.presses("核对与签字", "没有需要在签字以前处理的事项").await;
    let (at, id) = (Arc::clone(site), event.to_owned());
    meanwhile(move || sign(&at, &id)).await;
    hand.types("password", password).await;
    hand.presses("核对无误，签字", "已签 6 / 6").await;
}

/// The organiser asks, a second person approves, and the organiser sees that it is published.
pub(super) async fn publishes_with_a_second(hand: &mut Hand, site: &Arc<Site>, event: &str) {
    hand.presses("申请公布", "公布以后不能收回").await;
    hand.browser.picture("publish-sure.png").await;
    hand.presses("确认公布成绩", "须由另一位组织者").await;
    let (at, id) = (Arc::clone(site), event.to_owned());
    meanwhile(move || approves_publishing(&at, &id)).await;
    hand.presses("回组织台", "已公布").await;
}

async fn publishes(hand: &mut Hand, site: &Arc<Site>, event: &str) {
    // the desk is open all the time, and hears of the cards
    hand.browser.sees("评分卡已齐，没有未决事项").await;
    closes_and_signs(hand, site, event, "known only to the hand").await;
    publishes_with_a_second(hand, site, event).await;
}

/// The public page, the ranking, the bundle and the exported folder say the same.
async fn agrees(browser: &Browser, site: &Site, event: &str, folder: &Path) {
    let path = format!("/events/{event}/ranking.csv?encoding=utf-8");
    let fetch = format!("return await (await fetch({path:?})).text();");
    let ranking = browser.script(&fetch).await.as_str().expect("text").to_owned();

    let downloads = json!({ "behavior": "allow", "downloadPath": folder });
    browser.command("Browser.setDownloadBehavior", downloads).await;
    browser.press("签字与公示").await;
    browser.sees("公示页").await;
    browser.press("成果包").await;
    let bundle = downloaded(folder).await;
    let output = guanmo(&["tabulate", &bundle, "--format", "csv"]);
    assert_eq!((output.code, output.stdout.as_str()), (0, ranking.as_str()), "{}", output.stderr);

    let (exported, data) = (folder.join("exported"), site.server.data().path().to_string_lossy().into_owned());
    let exported = exported.to_str().expect("a plain path");
    let output = guanmo(&["export", event, exported, "--data", &data]);
    assert_eq!(output.code, 0, "{output:?}");
    let output = guanmo(&["tabulate", exported, "--format", "csv"]);
    assert_eq!((output.code, output.stdout.as_str()), (0, ranking.as_str()), "{}", output.stderr);

    let visitor = Browser::open(Screen::Tablet).await;
    visitor.goto(&format!("{}/public/{event}", site.server.url)).await;
    visitor.sees(TITLE).await;
    let cells = "return Array.from(document.querySelectorAll('main table:first-of-type tbody tr'))
        .map((row) => [row.cells[0], row.cells[1], row.cells[row.cells.length - 2]].map((cell) => cell.innerText.trim()));";
    let rows: Vec<[String; 3]> = serde_json::from_value(visitor.script(cells).await).expect("rows");
    let published = column(&ranking, "rank").into_iter().zip(column(&ranking, "unit")).zip(column(&ranking, "total"));
    let published: Vec<[String; 3]> = published.map(|((rank, unit), total)| [rank, unit, total]).collect();
    assert_eq!((rows.len(), rows), (10, published));
    visitor.picture("journey-public.png").await;
    visitor.close().await;
}

/// The ZIP that the browser has put into a folder.
async fn downloaded(folder: &Path) -> String {
    for _ in 0..100 {
        let files = std::fs::read_dir(folder).expect("files").map(|file| file.expect("a file").path());
        if let Some(zip) = files.into_iter().find(|path| path.extension().is_some_and(|end| end == "zip")) {
            return zip.to_string_lossy().into_owned();
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("no bundle came");
}
