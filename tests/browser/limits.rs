//! Limits on a judge's cards: the tablet says them while the judge scores, with the network off; the desk and the close say
//! them while they can still be corrected.

use thirtyfour::prelude::*;

use super::organiser::sign_in;
use crate::support::browser::{Browser, Screen};
use crate::support::day::Day;
use crate::support::desk::import;
use crate::support::folder::Folder;
use crate::support::line::Weather;

#[tokio::test(flavor = "multi_thread")]
async fn limits_are_said_while_scoring_without_a_network_and_before_the_close() {
    let day = Day::begins();
    let folder = Folder::sound();
    folder.remove("scores.csv");
    folder.append("scoring-rules.toml", "\n[limits]\nmax_share_above = [90, \"34%\"]\ndistinct = true\n");
    let event = import(&day.app, &folder);
    let tablet = day.tablet_of(&event, "j1").await;
    tablet.is_ready().await;
    day.line.becomes(Weather::Down);
    tablet.scores("甲镇", ["60", "35"]).await;
    tablet.opens_card("乙镇").await;
    tablet.gives(["58", "35"]).await;
    tablet.sees("90 分以上已有 2 张，最多 1 张").await;
    tablet.submits().await;
    // it is handed in all the same, and the next one may still be compared with both
    tablet.sees("已提交，改动后可再提交").await;
    tablet.goes_to_route().await;
    tablet.opens_card("丙镇").await;
    tablet.gives(["55", "38"]).await;
    tablet.sees("与乙镇（B 号）同为 93 分").await;
    tablet.picture("limits.png").await;
    tablet.goes_to_route().await;
    tablet.press("我的评分卡").await;
    tablet.sees("90 分以上已有 3 张，最多 1 张；乙镇（B 号）、丙镇（C 号）同为 93 分").await;

    day.line.becomes(Weather::Fair);
    tablet.sees("全部送达").await;
    let desk = Browser::open(Screen::Desk).await;
    sign_in(&desk, &day.server, "组织者").await;
    desk.goto(&format!("{}/events/{event}/desk", day.server.url)).await;
    desk.sees("超出限制：").await;
    desk.sees("90 分以上 2 张（甲镇、乙镇），最多 1 张").await;
    desk.goto(&format!("{}/events/{event}/close", day.server.url)).await;
    desk.sees("打分超出限制 1 件").await;
    assert!(
        desk.driver.find_all(By::XPath("//a[contains(@href,'cell?judge=j1')]")).await.is_ok_and(|all| !all.is_empty())
    );
    desk.close().await;
    tablet.close().await;
}
