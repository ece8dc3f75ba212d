//! What can go wrong between the tablet and the server. After each: what the judge was told is kept, is kept; nothing
//! is there twice; and the screen says the truth.

use serde_json::json;

use crate::support::browser::{Browser, Screen};
use crate::support::day::Day;
use crate::support::desk::organiser;
use crate::support::line::Weather;

const MARKS: [&str; 5] = ["27", "18.5", "18", "14.5", "14.5"];

#[tokio::test(flavor = "multi_thread")]
async fn a_server_killed_in_the_middle_of_an_upload_gets_the_card_once() {
    let mut day = Day::begins();
    let tablet = day.tablet(0).await;
    day.line.becomes(Weather::UploadsCut);
    tablet.scores("白甸镇", MARKS).await;
    tablet.says_of("白甸镇", "待送达").await;
    assert!(day.line.syncs() > 1, "the upload was begun");
    day.server_dies();
    day.line.becomes(Weather::Fair);
    tablet.says_of("白甸镇", "待送达").await;
    day.server_comes_back(&[]);
    tablet.says_of("白甸镇", "已送达").await;
    assert_eq!(day.revision(0, "07"), 1);
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_was_lost_does_not_become_a_second_card() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    day.line.becomes(Weather::AnswersLost);
    tablet.scores("白甸镇", MARKS).await;
    tablet.sees("离线").await;
    // the server has it and the tablet does not know: it says so, and keeps it
    let card = day.card(0, "07");
    assert_eq!(card.revision, 1);
    tablet.says_of("白甸镇", "待送达").await;
    day.line.becomes(Weather::Fair);
    tablet.says_of("白甸镇", "已送达").await;
    let receipt = card.receipt.expect("a receipt");
    tablet.says_of("白甸镇", &receipt[..4]).await;
    assert_eq!(day.card(0, "07").op, card.op);
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_portal_that_answers_everything_with_200_clears_nothing() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    for (weather, said) in [
        (Weather::Answers("200 OK"), "连到了别的网页"),
        (Weather::Answers("502 Bad Gateway"), "网络可连接，服务器没有应答（502）"),
    ] {
        day.line.becomes(weather);
        tablet.driver.refresh().await.expect("reloaded");
        tablet.sees("今日行程").await;
        tablet.sees(said).await;
    }
    day.line.becomes(Weather::Answers("200 OK"));
    tablet.scores("白甸镇", MARKS).await;
    tablet.sees("连到了别的网页 · 1 张待送达，已存在本机").await;
    tablet.says_of("白甸镇", "待送达").await;
    assert_eq!(day.revision(0, "07"), 0);
    day.line.becomes(Weather::Fair);
    tablet.says_of("白甸镇", "已送达").await;
    assert_eq!(day.revision(0, "07"), 1);
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_refused_card_of_a_batch_takes_no_other_with_it() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    day.line.becomes(Weather::Down);
    for unit in ["白甸镇", "南莫镇", "曲塘镇"] {
        tablet.scores(unit, MARKS).await;
    }
    // meanwhile the judge is recused from the second of them
    day.recuses(0, "08");
    day.line.becomes(Weather::Fair);
    tablet.says_of("白甸镇", "已送达").await;
    tablet.says_of("曲塘镇", "已送达").await;
    tablet.says_of("南莫镇", "回避").await;
    assert_eq!(day.revision(0, "07"), 1);
    assert_eq!(day.revision(0, "09"), 1);
    assert_eq!(day.revision(0, "08"), 0);
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mark_typed_while_an_upload_runs_is_neither_lost_nor_sent_with_it() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    day.line.becomes(Weather::Silent);
    tablet.opens_card("白甸镇").await;
    tablet.gives(MARKS).await;
    tablet.submits().await;
    tablet.press_named("可持续推广加 0.5").await;
    tablet.sees("93.0").await;
    tablet.press_named("项目成效加 0.5").await;
    tablet.keeps("\"effect\":\"27.5\"").await;
    day.line.becomes(Weather::Fair);
    tablet.goes_to_route().await;
    tablet.says_of("白甸镇", "草稿·本机").await;
    day.has(0, "07", 1).await;
    assert_eq!(day.card(0, "07").marks["effect"], "27", "what was submitted is what was sent");
    tablet.opens_card("白甸镇").await;
    assert_eq!(tablet.fields().await, ["27.5", "18.5", "18", "14.5", "15.0"]);
    tablet.submits().await;
    tablet.sees("已送达 回执").await;
    let card = day.card(0, "07");
    assert_eq!((card.revision, card.marks["effect"].as_str()), (2, "27.5"));
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_that_comes_after_the_close_is_kept_apart_and_the_judge_is_told() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    day.line.becomes(Weather::Down);
    tablet.scores("白甸镇", MARKS).await;
    day.closes();
    day.line.becomes(Weather::Fair);
    // nothing for the judge to do: it waits for the organiser
    tablet.says_of("白甸镇", "待认定").await;
    tablet.sees("已超过评分时间，组织者认定后才计入").await;
    assert_eq!(day.revision(0, "07"), 0);
    assert_eq!(day.card(0, "07").quarantined.len(), 1);
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_ran_out_keeps_the_journal_until_the_same_judge_is_back() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    tablet.driver.delete_cookie("guanmo-judge").await.expect("forgotten");
    tablet.scores("白甸镇", MARKS).await;
    tablet.sees("登录已失效 · 1 张待送达，已存在本机").await;
    tablet.goto(&day.link(0)).await;
    tablet.says_of("白甸镇", "已送达").await;
    assert_eq!(day.revision(0, "07"), 1);
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_is_a_day_wrong_changes_nothing_but_is_said() {
    let day = Day::begins();
    for shift in [86_400_000, -86_400_000] {
        let tablet = Browser::open(Screen::Tablet).await;
        let source = format!(
            "(() => {{ const Real = Date; const shift = {shift};
               class Wrong extends Real {{ constructor(...a) {{ if (a.length) super(...a); else super(Real.now() + shift); }}
                 static now() {{ return Real.now() + shift; }} }}
               window.Date = Wrong; }})()"
        );
        tablet.command("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source })).await;
        tablet.goto(&day.link(1)).await;
        tablet.sees("全部送达").await;
        tablet.is_ready().await;
        day.line.becomes(Weather::Down);
        let unit = if shift > 0 { "白甸镇" } else { "南莫镇" };
        tablet.scores(unit, MARKS).await;
        day.line.becomes(Weather::Fair);
        tablet.says_of(unit, "已送达").await;
        tablet.press("本机与送达").await;
        tablet.sees(if shift > 0 { "比服务器快 1440 分" } else { "比服务器慢 1440 分" }).await;
        let devices = day.app.devices(&organiser(), &day.event).expect("devices");
        let skew = devices.iter().filter_map(|device| device.skew_ms).map(i64::abs).max().expect("a skew");
        assert!((86_000_000..87_000_000).contains(&skew), "the organiser is told: {skew}");
        tablet.close().await;
    }
    assert_eq!((day.revision(1, "07"), day.revision(1, "08")), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_says_beside_its_name_how_far_it_is() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    tablet.opens_card("白甸镇").await;
    let chip = "const chip = document.querySelector('.title .chip');
        return [chip.className, chip.querySelector('use').getAttribute('href'), chip.querySelector('span').textContent, chip.querySelector('b').textContent]";
    let says = async |state: &str, icon: &str, words: &str, receipt: &str| {
        let wanted = json!([format!("chip {state}"), icon, words, receipt]);
        tablet.gets(chip, |found| *found == wanted).await;
    };
    let drawn = "return getComputedStyle(document.querySelector('.title .chip')).backgroundColor";
    says("none", "#s-none", "未评", "").await;
    let blank = tablet.script(drawn).await;
    day.line.becomes(Weather::Down);
    tablet.gives(MARKS).await;
    says("draft", "#s-draft", "草稿·本机", "").await;
    tablet.submits().await;
    says("wait", "#s-wait", "待送达", "").await;
    let waiting = tablet.script(drawn).await;
    day.line.becomes(Weather::Fair);
    day.has(0, "07", 1).await;
    let receipt = day.card(0, "07").receipt.expect("a receipt");
    says("ok", "#s-ok", "已送达 回执", &receipt[..4]).await;
    let delivered = tablet.script(drawn).await;
    assert!(blank != waiting && waiting != delivered && delivered != blank, "{blank} {waiting} {delivered}");
    // what the organiser says of it since
    day.recuses(0, "07");
    says("out", "#s-out", "回避", "").await;
    tablet.close().await;
}
