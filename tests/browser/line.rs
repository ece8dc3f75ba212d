//! A line that takes some and not others, is slow, or answers for the server. What it was is said, and one card holds no
//! other up.

use serde_json::json;
use thirtyfour::prelude::*;

use crate::support::browser::{Browser, Screen};
use crate::support::day::Day;
use crate::support::line::{DISLIKED, Weather};

const MARKS: [&str; 5] = ["27", "18.5", "18", "14.5", "14.5"];

/// A card with a comment, submitted, and back on the route.
async fn scores_with(tablet: &Browser, unit: &str, comment: &str) {
    tablet.opens_card(unit).await;
    tablet.gives(MARKS).await;
    tablet.inserts(By::Id("comment"), comment).await;
    tablet.submits().await;
    tablet.sees("已提交，改动后可再提交").await;
    tablet.goes_to_route().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_card_that_a_proxy_dislikes_is_found_and_the_others_are_delivered() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    day.line.becomes(Weather::Down);
    tablet.scores("白甸镇", MARKS).await;
    scores_with(&tablet, "南莫镇", &format!("观感很好，{DISLIKED}。")).await;
    tablet.scores("曲塘镇", MARKS).await;
    day.line.becomes(Weather::Filter);
    tablet.says_of("白甸镇", "已送达").await;
    tablet.says_of("曲塘镇", "已送达").await;
    tablet.says_of("南莫镇", "需处理").await;
    tablet.sees("可连接，但有 1 张被网络拒收").await;
    assert_eq!((day.revision(0, "07"), day.revision(0, "08"), day.revision(0, "09")), (1, 0, 1));

    tablet.opens_card("南莫镇").await;
    tablet.sees("可连接，但这一张被网络拒收（403）").await;
    tablet.picture("judge-refused.png").await;
    tablet.press("先送分数，评语稍后再交").await;
    day.has(0, "08", 1).await;
    let card = day.card(0, "08");
    assert_eq!((card.marks["effect"].as_str(), card.comment.as_str()), ("27", ""));
    // the comment stays on the tablet, and goes when the line takes it
    tablet.keeps(DISLIKED).await;
    day.line.becomes(Weather::Fair);
    tablet.click(By::Css("[data-submit].send")).await;
    day.has(0, "08", 2).await;
    let card = day.card(0, "08");
    assert!(card.comment.contains(DISLIKED) && card.rivals.is_empty(), "{card:?}");
    tablet.goes_to_route().await;
    tablet.sees("全部送达").await;
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_answers_in_the_place_of_the_server_is_named_and_nobody_is_signed_out_by_a_portal() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    for (status, said) in [
        ("401 Unauthorized", "连到了别的网页"),
        ("302 Found\r\nlocation: http://portal.invalid/", "连到了别的网页"),
        ("403 Forbidden", "网络拒收（403）"),
        ("400 Bad Request", "网络拒收（400）"),
        ("413 Content Too Large", "网络不收这么大的内容（413）"),
        ("429 Too Many Requests", "请求过于频繁（429）"),
        ("503 Service Unavailable", "网络可连接，服务器没有应答（503）"),
    ] {
        day.line.becomes(Weather::Answers(status));
        tablet.script("document.dispatchEvent(new Event('visibilitychange'))").await;
        tablet.sees(said).await;
        assert!(!tablet.text().await.contains("登录已失效") && !tablet.text().await.contains("已连接"), "{status}");
    }
    day.line.becomes(Weather::Fair);
    tablet.press("重试送达").await;
    tablet.sees("已连接 · 全部送达").await;
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn long_comments_come_through_a_line_of_two_kilobytes_a_second() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    day.line.becomes(Weather::Down);
    for unit in ["白甸镇", "南莫镇", "曲塘镇"] {
        scores_with(&tablet, unit, &"观感很好，建议推广。".repeat(60)).await;
    }
    day.line.becomes(Weather::Slow);
    for unit in ["白甸镇", "南莫镇", "曲塘镇"] {
        tablet.says_of(unit, "已送达").await;
    }
    assert_eq!((day.revision(0, "07"), day.revision(0, "08"), day.revision(0, "09")), (1, 1, 1));
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_desk_whose_line_hung_comes_back_by_itself() {
    let day = Day::begins();
    let desk = day.desk().await;
    day.line.becomes(Weather::Silent);
    desk.sees("连接已断，正在重连").await;
    // its question hangs now, and will not be answered when the line is well
    tokio::time::sleep(std::time::Duration::from_secs(6)).await;
    day.line.turns(Weather::Fair);
    desk.sees("实时").await;
    desk.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_without_cookies_one_inside_of_another_program_and_one_in_another_zone_are_told_so() {
    let day = Day::begins();
    let tablet = Browser::open(Screen::Tablet).await;
    tablet.command("Emulation.setDocumentCookieDisabled", json!({ "disabled": true })).await;
    tablet.goto(&day.link(0)).await;
    tablet.sees("此浏览器不收 Cookie").await;
    tablet.close().await;

    let agent = "--user-agent=Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0.40";
    let tablet = Browser::open_with(Screen::Tablet, &[agent]).await;
    tablet.command("Emulation.setTimezoneOverride", json!({ "timezoneId": "America/New_York" })).await;
    tablet.goto(&day.link(0)).await;
    tablet.sees("微信内置的浏览器可能清除评分").await;
    tablet.press("本机与送达").await;
    tablet.sees("请点右上角“…”，选“在浏览器中打开”").await;
    tablet.sees("还不可以出发").await;
    tablet.sees("时区不是北京时间，此页一律按北京时间显示").await;
    tablet.close().await;
}
