//! A real day, on which things go wrong: a list that is refused and comes again, an entry that withdraws, a card that is
//! asked for, rules that are changed, an objection. The organiser's steps are counted as on the plain day.

use std::path::Path;
use std::sync::Arc;

use serde_json::Value;
use thirtyfour::prelude::*;

use super::journey::{
    Hand, accounts, arrives, between, closes_and_signs, marks, meanwhile, opens, own_password, publishes_with_a_second,
    stated,
};
use crate::http::objections::hand_in_at_large;
use crate::support::browser::{Browser, Screen};
use crate::support::http::Tablet;
use crate::support::site::{Person, Site};
use crate::support::workbook::{Book, text};

/// Who decides together with the organiser.
const SECOND: &str = "organiser-2";
/// The entry that withdraws, and the one whose card is asked for.
const GONE: (&str, &str) = ("07", "白甸镇");
const LATE: (&str, &str) = ("03", "大公镇");

/// The lists as the office first had them: a seat in a group that is none, a measure that is no figure.
fn wrong(book: &Book) -> Vec<u8> {
    let mut wrong = book.clone();
    wrong.set("评委", "D2", text("领导组"));
    wrong.set("日常考核", "C3", text("九十"));
    wrong.bytes()
}

/// Cards that a judge still has to hand in, all but those of an entry.
fn hands_in(link: &str, but: &str) {
    let mut tablet = Tablet::sign_in(link);
    let view = tablet.event.clone();
    let seat = view["judge"].as_str().expect("an id").bytes().map(u32::from).sum::<u32>();
    let due = view["my_cards"].as_array().expect("cards").iter().filter(|card| card["expected"] == "due");
    let given = |card: &&Value| card["revision"] != 0 || card["entry"] == but;
    let due: Vec<(String, String)> = due
        .filter(|card| !given(card))
        .map(|card| ["component", "entry"].map(|key| card[key].as_str().expect("an id").to_owned()).into())
        .collect();
    let cards: Vec<Value> = due
        .iter()
        .map(|(component, entry)| tablet.card(component, entry, &marks(&view, component, entry, seat), None))
        .collect();
    for batch in cards.chunks(10) {
        let answer = tablet.send(batch).expect("an answer");
        for result in answer["results"].as_array().expect("results") {
            assert_eq!(result["outcome"], "recorded", "{result}");
        }
    }
}

/// The second organiser looks at what is proposed and approves it.
fn approves(site: &Site, event: &str) {
    let person = signs_in(site, SECOND);
    let page = person.page(&format!("/events/{event}/rules/proposal"));
    let whole = page.split("<form").find(|form| form.contains("value=\"approve\"")).expect("a form");
    let field = |name: &str| between(whole, &format!("name=\"{name}\" value=\""), "\"").to_owned();
    let sent = [("number", field("number")), ("decision", "approve".to_owned()), ("seen", field("seen"))];
    let sent: Vec<(&str, &str)> = sent.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(person.post(&format!("/events/{event}/rules/decide"), &sent).status(), 303);
}

fn signs_in(site: &Site, name: &str) -> Person {
    let person = site.visitor();
    assert_eq!(person.post("/sign-in", &[("name", name), ("password", &own_password(name))]).status(), 303, "{name}");
    person
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_on_which_things_go_wrong_takes_the_steps_that_the_readme_states() {
    let site = Arc::new(meanwhile(|| Site::start(&[])).await);
    let at = Arc::clone(&site);
    let name = meanwhile(move || {
        let administrator = accounts(&at);
        let made = administrator.post("/accounts", &[("name", SECOND), ("role", "organiser")]).text().expect("text");
        arrives(&at, SECOND, between(&made, "<p class=\"code\">", "</p>"));
        // the organiser has worked with it before
        let (name, given) = at.server.account("组织者");
        arrives(&at, &name, &given);
        name
    })
    .await;
    let folder = tempfile::TempDir::new().expect("a temporary directory");
    let book = super::journey::lists();
    let (first, second) = (folder.path().join("名单.xlsx"), folder.path().join("名单（改）.xlsx"));
    std::fs::write(&first, wrong(&book)).expect("written");
    std::fs::write(&second, book.bytes()).expect("written");

    let mut hand = Hand { browser: Browser::open(Screen::Desk).await, steps: 0 };
    hand.goes(&format!("{}/sign-in", site.server.url)).await;
    hand.types("name", &name).await;
    hand.types("password", &own_password(&name)).await;
    hand.presses("登录", "还没有评比活动").await;
    uploads(&mut hand, &first, &second).await;
    let (event, links) = opens(&mut hand).await;
    withdraws(&mut hand).await;
    drives(&mut hand).await;

    let all = links.clone();
    meanwhile(move || {
        for (turn, link) in all.iter().enumerate() {
            hands_in(link, if turn == 0 { LATE.0 } else { "" });
        }
    })
    .await;
    asks(&mut hand).await;
    let late = links[0].clone();
    meanwhile(move || hands_in(&late, "")).await;
    hand.browser.sees("评分卡已齐，没有未决事项").await;

    changes_rules(&mut hand, &site, &event).await;
    publishes(&mut hand, &site, &event, &own_password(&name)).await;
    answers(&mut hand, &site, &event).await;
    println!("organiser's steps on a day on which things go wrong: {}", hand.steps);
    assert_eq!(
        hand.steps,
        stated("a missing card, an entry that withdraws, a change of rules and an objection, it takes ")
    );
    hand.browser.close().await;
    meanwhile(move || drop(site)).await;
}

async fn uploads(hand: &mut Hand, first: &Path, second: &Path) {
    hand.presses("新建评比活动", "上传并检查").await;
    hand.chooses("files", first).await;
    hand.presses("上传并检查", "2 处问题，没有写入任何内容").await;
    hand.browser.sees("没有“领导组”").await;
    hand.chooses("files", second).await;
    hand.presses("上传并检查", "参评项目 10 个").await;
    hand.presses("确认建立", "尚未开放评分").await;
}

async fn withdraws(hand: &mut Hand) {
    hand.presses("当日变动", "项目退出评比").await;
    let choose = "const one = document.getElementById('withdraw-entry'); one.value = arguments[0];";
    hand.does(&choose.replace("arguments[0]", &format!("{:?}", GONE.0))).await;
    hand.does("document.getElementById('withdraw-entry').form.querySelector('button').click()").await;
    hand.browser.sees(&format!("{} 退出评比", GONE.1)).await;
    hand.types("reason", "单位申请退出").await;
    hand.presses("确认", &format!("{}：已退出", GONE.1)).await;
    hand.presses("回组织台", "评分卡送达").await;
}

/// The bus arrives at each stop but that of the entry that is gone, and leaves the last one.
async fn drives(hand: &mut Hand) {
    let units = super::journey::units();
    let units: Vec<&String> = units.iter().filter(|unit| *unit != GONE.1).collect();
    for unit in &units {
        hand.presses(&format!("到达 {unit}"), &format!("离开 {unit}")).await;
    }
    let last = format!("离开 {}", units.last().expect("a stop"));
    hand.steps += 1;
    hand.browser.press(&last).await;
    hand.browser.sees_no_more(&last).await;
}

async fn asks(hand: &mut Hand) {
    hand.steps += 1;
    let cell = format!("//td/a[starts-with(@title, \"市领导一席 · {}\")]", LATE.1);
    hand.browser.click(By::XPath(cell)).await;
    hand.browser.sees("请补交").await;
    hand.presses("请补交", "评分卡送达").await;
}

async fn changes_rules(hand: &mut Hand, site: &Arc<Site>, event: &str) {
    hand.presses("更多", "评分规则").await;
    hand.presses("评分规则", "现场观摩怎么评").await;
    hand.types("component.0.criterion.0.name", "和群众评价").await;
    hand.presses("查看变更的影响", "提议变更").await;
    hand.types("reason", "领导小组会议决定").await;
    hand.presses("提议变更", "撤回提议").await;
    let (at, id) = (Arc::clone(site), event.to_owned());
    meanwhile(move || approves(&at, &id)).await;
    hand.presses("回组织台", "评分卡送达").await;
}

async fn publishes(hand: &mut Hand, site: &Arc<Site>, event: &str, password: &str) {
    closes_and_signs(hand, site, event, password).await;
    publishes_with_a_second(hand, site, event).await;
}

async fn answers(hand: &mut Hand, site: &Arc<Site>, event: &str) {
    let (at, id) = (Arc::clone(site), event.to_owned());
    meanwhile(move || assert_eq!(hand_in_at_large(&at.visitor(), &id, "请复核得分").status(), 200)).await;
    hand.presses("异议", "待答复").await;
    hand.types("answer-1", "已逐张复核，得分与评分卡一致").await;
    hand.does("document.querySelector(\"form[action$='/objections/answer'] button\").click()").await;
    hand.browser.sees("改写答复").await;
    hand.does("document.getElementById('conclusion-1').value = 'not-upheld'").await;
    hand.types("reason-1", "复核无误").await;
    hand.presses("办结", "已办结 1 件").await;
}
