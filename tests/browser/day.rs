//! A judge's tablet follows what changes on the day, and an organiser makes a change at a desk and on a tablet.

use guanmo::app::desk::day::{DayChange, PlannedStop};
use thirtyfour::prelude::*;

use super::organiser::sign_in;
use crate::support::browser::{Browser, Screen};
use crate::support::day::Day;
use crate::support::desk::organiser;
use crate::support::server::Server;

impl Day {
    fn changes(&self, change: &DayChange) {
        let version = self.app.preview_day(&organiser(), &self.event, change).expect("a preview").version;
        self.app.change_day(&organiser(), &self.event, change, version, "路况").expect("changed");
    }
}

/// The units along the tablet's route, in their order.
async fn units(tablet: &Browser) -> Vec<String> {
    let script =
        "return Array.from(document.querySelectorAll('.stop h2')).map((one) => one.firstElementChild.textContent)";
    serde_json::from_value(tablet.script(script).await).expect("texts")
}

/// The tablet looks for news at once, as it does when it is taken into the hand.
async fn taken_up(tablet: &Browser) {
    tablet.script("document.dispatchEvent(new Event('visibilitychange'))").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tablet_follows_a_stop_that_is_skipped_stops_that_are_moved_and_an_entry_that_withdraws() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    let before = units(&tablet).await;
    assert_eq!(before[7..], ["南莫镇", "曲塘镇", "雅周镇"]);
    day.changes(&DayChange::Skip { entry: "08".into(), withdraw: false });
    taken_up(&tablet).await;
    tablet.sees("不再前往").await;

    let stop = |entry: &str, turn| PlannedStop {
        entry: entry.into(),
        turn,
        arrival: "14:44".into(),
        departure: "15:15".into(),
    };
    day.changes(&DayChange::Move { stops: vec![stop("09", 2), stop("10", 1)] });
    taken_up(&tablet).await;
    tablet.sees("14:44").await;
    assert_eq!(units(&tablet).await[7..], ["南莫镇", "雅周镇", "曲塘镇"]);

    // a draft is on the tablet when its entry withdraws
    tablet.opens_card("白甸镇").await;
    tablet.gives(["27", "", "", "", ""]).await;
    tablet.keeps("\"effect\":\"27\"").await;
    day.changes(&DayChange::Withdraw { entry: "07".into() });
    taken_up(&tablet).await;
    tablet.sees("退出").await;
    tablet.goes_to_route().await;
    tablet.says_of("白甸镇", "退出").await;
    tablet.picture("judge-day.png").await;
    // and it is there again when the entry comes back
    day.changes(&DayChange::Readmit { entry: "07".into() });
    taken_up(&tablet).await;
    tablet.says_of("白甸镇", "草稿").await;
    tablet.opens_card("白甸镇").await;
    assert_eq!(tablet.fields().await[0], "27");
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organiser_sees_what_a_change_does_before_it_is_made() {
    for (screen, name) in [(Screen::Desk, "desk"), (Screen::Tablet, "tablet")] {
        let server = Server::demo();
        let browser = Browser::open(screen).await;
        sign_in(&browser, &server, "组织者").await;
        browser.press("组织台").await;
        browser.sees("评分卡送达").await;
        browser.press("当日变动").await;
        browser.sees("项目退出评比").await;
        browser.picture(&format!("day-{name}.png")).await;
        browser.script("document.getElementById('withdraw-entry').value = '03'").await;
        browser.script("document.getElementById('withdraw-entry').form.querySelector('button').click()").await;
        browser.sees("大公镇 退出评比").await;
        browser.sees("留在记录里，不再计入").await;
        browser.picture(&format!("day-preview-{name}.png")).await;
        browser.element(By::Id("reason")).await.send_keys("单位申请退出").await.expect("typed");
        browser.press("确认").await;
        browser.sees("大公镇：已退出（单位申请退出）").await;
        // a judge is replaced: the link is shown once
        browser.element(By::Id("name")).await.send_keys("替补评委").await.expect("typed");
        browser.script("document.getElementById('name').form.querySelector('button').click()").await;
        browser.sees("市领导一席 换人，由 替补评委 接续本席").await;
        browser.element(By::Id("reason")).await.send_keys("临时有会").await.expect("typed");
        browser.press("确认").await;
        browser.sees("离开此页后不再显示").await;
        browser.close().await;
    }
}
