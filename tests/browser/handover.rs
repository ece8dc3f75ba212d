//! What comes of a card that did not come in the ordinary way: a file that the organiser takes in, a ruling.

use guanmo::app::act::actor::Actor;
use guanmo::app::setup::folder_io::ImportOptions;
use guanmo::folder;
use guanmo::store::EventState;
use serde_json::json;
use thirtyfour::prelude::*;

use super::organiser::sign_in;
use crate::support::browser::{Browser, Screen};
use crate::support::day::Day;
use crate::support::desk::organiser;
use crate::support::folder::Folder;
use crate::support::line::Weather;
use crate::support::tablet::Tablet;

const MARKS: [&str; 5] = ["27", "18.5", "18", "14.5", "14.5"];
const OTHERS: [&str; 5] = ["20", "15", "15", "10", "10"];

/// Takes a file in on the desk's page, and waits until it says this of it.
async fn takes_in(desk: &Browser, day: &Day, file: &std::path::Path, says: &str) {
    desk.goto(&format!("{}/events/{}/journal", day.server.url, day.event)).await;
    desk.element(By::Id("journal")).await.send_keys(file.to_str().expect("a plain path")).await.expect("chosen");
    desk.press("收取").await;
    desk.sees("已收取：市领导一席").await;
    desk.sees(says).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cards_of_a_tablet_without_a_network_come_in_as_a_file_and_again_by_themselves_once() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    day.line.becomes(Weather::Down);
    tablet.scores("白甸镇", MARKS).await;
    tablet.scores("南莫镇", OTHERS).await;
    tablet.press("本机与送达").await;
    tablet.sees("2 份").await;
    let folder = tempfile::TempDir::new().expect("a folder");
    let file = folder.path().join("移交.json");
    std::fs::write(&file, tablet.gives_away().await).expect("written");

    // the organiser's computer reaches the server
    let desk = Browser::open(Screen::Desk).await;
    sign_in(&desk, &day.server, "组织者").await;
    takes_in(&desk, &day, &file, "共 2 张评分卡").await;
    let first = day.card(0, "07");
    assert_eq!((first.revision, first.marks["effect"].as_str()), (1, "27"));
    assert_eq!((day.revision(0, "08"), day.card(0, "08").marks["effect"].as_str()), (1, "20"));
    // taken in twice, it is there once
    takes_in(&desk, &day, &file, "共 2 张评分卡").await;
    assert_eq!((day.revision(0, "07"), day.revision(0, "08")), (1, 1));

    // a correction that is not in the file, and then the tablet's network is back
    tablet.press("今日行程").await;
    tablet.scores("白甸镇", OTHERS).await;
    day.line.becomes(Weather::Fair);
    tablet.says_of("白甸镇", "已送达").await;
    tablet.says_of("南莫镇", "已送达").await;
    tablet.sees("已连接 · 全部送达").await;
    let card = day.card(0, "07");
    assert_eq!((card.revision, card.marks["effect"].as_str(), card.rivals.len()), (2, "20", 0));
    assert_eq!(day.card(0, "08").revision, 1);
    tablet.press("本机与送达").await;
    tablet.sees("3 份").await;
    desk.close().await;
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_that_came_too_early_is_shown_as_the_organiser_ruled() {
    let day = Day::begins();
    let folder = Folder::sound();
    folder.remove("scores.csv");
    let read = folder::read_dir(folder.path(), None).expect("a sound folder");
    let event = day
        .app
        .import(&organiser(), read, ImportOptions { state: EventState::Draft, ..ImportOptions::default() })
        .expect("an event");
    let tablet = day.tablet_of(&event, "j1").await;
    for (unit, marks) in [("甲镇", ["50", "35"]), ("乙镇", ["40", "30"]), ("丙镇", ["45", "31"])] {
        tablet.opens_card(unit).await;
        tablet.gives(marks).await;
        tablet.submits().await;
        // handed in once more now, there would be one more to rule on
        tablet.sees("已提交，开放后再提交一次").await;
        tablet.sees("评分尚未开放。").await;
        tablet.goes_to_route().await;
        tablet.says_of(unit, "待开放").await;
    }
    day.app.open_event(&organiser(), &event).expect("open");
    let lies = day.app.quarantine(&organiser(), &event).expect("the quarantine");
    let op = |entry: &str| lies.iter().find(|one| one.entry == entry).expect("a card").op.clone();
    day.app.rule(&organiser(), &event, &op("A"), true, "试用时误填，认定有效").expect("admitted");
    day.app.rule(&organiser(), &event, &op("B"), false, "请重新评").expect("refused");
    tablet.driver.refresh().await.expect("reloaded");
    tablet.says_of("甲镇", "已送达").await;
    tablet.says_of("乙镇", "需处理").await;
    tablet.sees("组织者未认定：请重新评").await;

    // once it is open the third is handed in as it is: no ruling is needed any more
    tablet.says_of("丙镇", "需处理").await;
    tablet.opens_card("丙镇").await;
    tablet.sees("此环节已经开放，请再提交一次才计入").await;
    assert_eq!(tablet.fields().await, ["45", "31"]);
    tablet.submits().await;
    tablet.sees("已提交，改动后可再提交").await;
    tablet.goes_to_route().await;
    tablet.says_of("丙镇", "已送达").await;
    assert!(
        day.app
            .quarantine(&organiser(), &event)
            .expect("the quarantine")
            .iter()
            .all(|one| one.entry != "C" || one.overtaken)
    );

    // the judge's other tablet changes the card that was admitted: this one shows what counts, not what was admitted
    let mut other = Tablet::new(&day.app, &event, "j1", "other");
    let counts = other.card("visit", "A").op;
    assert_eq!(other.submit("A", counts.as_deref(), "55", "36").outcome, guanmo::app::event::wire::Outcome::Recorded);
    tablet.driver.refresh().await.expect("reloaded");
    tablet.press("我的评分卡").await;
    tablet.sees("55 · 36").await;
    tablet.press("今日行程").await;
    tablet.opens_card("甲镇").await;
    assert_eq!(tablet.fields().await, ["55", "36"]);
    // and the one that was refused is scored anew
    tablet.goes_to_route().await;
    tablet.scores("乙镇", ["41", "30"]).await;
    tablet.says_of("乙镇", "已送达").await;
    let cards = day.app.judge_view(&Actor::judge(&event, "j1")).expect("a view").my_cards;
    let card = cards.into_iter().find(|card| card.entry == "B").expect("a card");
    assert_eq!((card.revision, json!(card.marks)), (1, json!({ "effect": "41", "novelty": "30" })));
    tablet.close().await;
}
