//! Cards that a tablet signs, in real browsers: a second tablet, a new link that the judge consents to, files with and without
//! good signatures, a judge who signs out.

use guanmo::app::act::actor::Role;
use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::support::browser::{Browser, Screen};
use crate::support::day::Day;
use crate::support::desk::{assert_sound, comes, organiser};
use crate::support::line::Weather;

const MARKS: [&str; 5] = ["27", "18.5", "18", "14.5", "14.5"];
const OTHERS: [&str; 5] = ["20", "15", "15", "10", "10"];

/// How many cards of the event are signed.
fn signed(day: &Day) -> usize {
    let found = day.app.verify(&organiser(), Some(&day.event), None).expect("verified");
    let text = found.checks.into_iter().find(|check| check.check == "cards").expect("a check").text;
    let (_, rest) = text.split_once("有本机签名 ").expect("a count");
    rest.split(' ').next().expect("a number").parse().expect("a number")
}

/// A key that no script takes out of the browser: what the database holds of it.
async fn key_of(tablet: &Browser) -> Value {
    let script = "const found = await new Promise((done, fail) => {
            const asked = indexedDB.open('guanmo');
            asked.onerror = () => fail(asked.error);
            asked.onsuccess = () => {
                const all = asked.result.transaction('facts').objectStore('facts').getAll();
                all.onsuccess = () => { asked.result.close(); done(all.result); };
            };
        });
        const key = found.find((one) => one.key.startsWith('key:')).value;
        const out = await crypto.subtle.exportKey('pkcs8', key.pair.privateKey).then(() => 'taken out', () => 'stays');
        return { id: key.id, registered: key.registered, extractable: key.pair.privateKey.extractable, out };";
    tablet.script(script).await
}

#[tokio::test(flavor = "multi_thread")]
async fn two_tablets_sign_with_keys_of_their_own_each_hears_of_the_other_and_the_pick_is_signed() {
    let day = Day::begins();
    let first = day.tablet(0).await;
    let key = key_of(&first).await;
    assert_eq!((&key["registered"], &key["extractable"], &key["out"]), (&json!(true), &json!(false), &json!("stays")));
    first.press("本机与送达").await;
    first.sees("评分带本机签名").await;
    first.goes_to_route().await;
    let second = day.tablet(0).await;
    assert_ne!(key_of(&second).await["id"], key["id"]);
    // the first one hears of it by itself, until the judge has taken note
    for tablet in [&first, &second] {
        tablet.driver.refresh().await.expect("reloaded");
        tablet.sees("本席的另一台平板于").await;
        tablet.press("知道了").await;
        tablet.sees_no_more("本席的另一台平板于").await;
        tablet.driver.refresh().await.expect("reloaded");
        tablet.sees("全部送达").await;
        tablet.sees_no_more("本席的另一台平板于").await;
    }
    second.opens_card("白甸镇").await;
    second.gives(OTHERS).await;
    second.keeps("\"lasting\":\"10\"").await;
    first.scores("白甸镇", MARKS).await;
    first.says_of("白甸镇", "已送达").await;
    second.submits().await;
    second.sees("两处修改不一致，请选定一份").await;
    second.script("document.querySelectorAll('.pick button')[1].click()").await;
    second.sees("已送达 回执").await;
    let card = day.card(0, "07");
    assert_eq!((card.marks["effect"].as_str(), card.rivals.len(), card.revision), ("20", 0, 2));
    assert_eq!(signed(&day), 3, "both cards and the pick");
    assert_sound(&day.app);
    first.close().await;
    second.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_judge_consents_to_a_new_link_with_four_digits_and_the_old_tablet_is_signed_out() {
    let day = Day::begins();
    let old = day.tablet(0).await;
    old.scores("白甸镇", MARKS).await;
    old.says_of("白甸镇", "已送达").await;
    let desk = day.somebody("wang", Role::Organiser).await;
    desk.goto(&format!("{}/events/{}/links", day.line.url, day.event)).await;
    desk.sees("已有评分卡的").await;
    desk.click(By::Css("a[href$='judge=L1']")).await;
    desk.press("申请另发链接").await;
    desk.sees("须由监票人或纪检人员批准").await;
    old.driver.refresh().await.expect("reloaded");
    old.sees("请把这四位数字告诉组织者").await;
    old.picture("judge-consent.png").await;
    let script = "return document.querySelector('[data-code]').textContent.match(/：(\\d{4})；/)[1]";
    let code = old.script(script).await.as_str().expect("digits").to_owned();
    desk.element(By::Id("code")).await.send_keys(&code).await.expect("typed");
    desk.press("评委同意，生成链接").await;
    desk.sees("请现在打印").await;
    let link = desk.script("return document.querySelector('.slip small:last-child').textContent").await;
    // what the old tablet still has stays there, and it says why it may not send it
    old.scores("南莫镇", OTHERS).await;
    old.sees("登录已结束").await;
    old.sees("评委本人在平板上同意").await;
    let new = Day::opened_with(link.as_str().expect("a link")).await;
    new.sees("为本席另发了登录链接（您在平板上同意）").await;
    new.says_of("白甸镇", "已送达").await;
    new.scores("南莫镇", MARKS).await;
    new.says_of("南莫镇", "已送达").await;
    assert_eq!(day.revision(0, "08"), 1);
    let inspector = day.somebody("jijian", Role::Inspector).await;
    inspector.goto(&format!("{}/events/{}/log", day.line.url, day.event)).await;
    inspector.sees("的登录链接，凭评委平板上的数字").await;
    assert_sound(&day.app);
    for browser in [old, new, desk, inspector] {
        browser.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_with_good_signatures_comes_in_at_once_and_one_without_waits_for_a_second_person() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    day.line.becomes(Weather::Down);
    tablet.scores("白甸镇", MARKS).await;
    tablet.scores("南莫镇", OTHERS).await;
    tablet.press("本机与送达").await;
    let given = tablet.gives_away().await;
    let folder = tempfile::TempDir::new().expect("a folder");
    let hand_in = |name: &str, file: &Value| {
        let path = folder.path().join(name);
        std::fs::write(&path, file.to_string()).expect("written");
        day.app.take_journal(&organiser(), &day.event, file.to_string().as_bytes())
    };
    let whole: Value = serde_json::from_str(&given).expect("JSON");
    assert!(whole["ops"].as_array().expect("ops").iter().all(|op| op["sig"].is_string()), "{whole}");
    // one digit of a mark is another
    let mut swapped = whole.clone();
    swapped["ops"][0]["marks"]["effect"] = json!("28");
    let refused = hand_in("swapped.json", &swapped).expect_err("refused").to_string();
    assert!(refused.contains("第 1 号评分卡的签名与内容不符"), "{refused}");
    // a file that somebody wrote by themselves has no signatures: it waits
    let mut bare = whole.clone();
    for op in bare["ops"].as_array_mut().expect("ops") {
        op.as_object_mut().expect("an op").retain(|field, _| field != "key" && field != "sig");
    }
    assert_eq!(hand_in("bare.json", &bare).expect("kept").waits, 2);
    assert_eq!(day.revision(0, "07"), 0);
    // the office is not on the tablet's line: with that up again, the tablet would deliver what waits here
    let second = comes(&day.app, &day.server.url, "jijian", Role::Inspector, Screen::Desk).await;
    second.goto(&format!("{}/events", day.server.url)).await;
    second.sees("项待第二人认定").await;
    second.press("第二人认定").await;
    second.sees("没有签名").await;
    assert!(!second.text().await.contains("18.5"), "no mark is shown");
    // the file as the tablet wrote it needs nobody
    let taken = hand_in("whole.json", &whole).expect("taken in");
    assert_eq!((taken.waits, day.revision(0, "07"), day.revision(0, "08")), (0, 1, 1));
    assert_eq!(signed(&day), 2);
    second.driver.refresh().await.expect("reloaded");
    second.sees("没有待认定的事项").await;
    day.line.becomes(Weather::Fair);
    tablet.goes_to_route().await;
    tablet.says_of("白甸镇", "已送达").await;
    assert_eq!(day.revision(0, "07"), 1, "and it is there once");
    assert_sound(&day.app);
    second.close().await;
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_judge_signs_out_and_finds_everything_again_with_the_link() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    tablet.scores("白甸镇", MARKS).await;
    tablet.says_of("白甸镇", "已送达").await;
    day.line.becomes(Weather::Down);
    tablet.scores("南莫镇", OTHERS).await;
    tablet.press("本机与送达").await;
    // without a network the sign-in would live on, and it says so
    tablet.script("window.confirm = (text) => { window.asked = text; return true; }; window.alert = (text) => { window.told = text; }").await;
    tablet.press("退出本席的登录").await;
    tablet
        .gets("return window.told || ''", |told| told.as_str().is_some_and(|told| told.contains("现在不能退出")))
        .await;
    let asked = tablet.script("return window.asked").await;
    assert!(asked.as_str().is_some_and(|asked| asked.contains("1 份评分没有送达")), "{asked}");
    day.line.becomes(Weather::Fair);
    tablet.driver.refresh().await.expect("reloaded");
    tablet.sees("退出本席的登录").await;
    tablet.script("window.confirm = () => true").await;
    tablet.press("退出本席的登录").await;
    tablet.sees("需要登录").await;
    tablet.goto(&format!("{}/judge", day.line.url)).await;
    tablet.sees_no_more("白甸镇").await;
    tablet.goto(&day.link(0)).await;
    tablet.sees("今日行程").await;
    tablet.says_of("白甸镇", "已送达").await;
    tablet.says_of("南莫镇", "已送达").await;
    assert_eq!((day.revision(0, "08"), signed(&day)), (1, 2));
    tablet.close().await;
}
