//! A judge ranks entries on a ballot and gives grades, on a tablet whose network comes and goes.

use std::time::Duration;

use guanmo::app::act::actor::Actor;
use guanmo::app::event::wire::CardView;
use serde_json::{Value, json};
use thirtyfour::prelude::*;

use crate::support::browser::{Browser, within};
use crate::support::day::Day;
use crate::support::desk::import;
use crate::support::folder::Folder;
use crate::support::line::Weather;

const PLACES: &str = r#"
[[component]]
id = "places"
name = "总体名次"
kind = "ranking"
weight = 0.4
[component.points]
first = 100
step = 3
"#;

const GRADES: &str = r#"
[[component]]
id = "grade"
name = "总体等次"
kind = "grades"
weight = 0.6
[[component.grade]]
id = "good"
name = "优秀"
value = 95
[[component.grade]]
id = "fair"
name = "良好"
value = 80
"#;

/// An event of these components; its entries and one of its judges have ids that addresses do not like.
fn folder(components: &[&str]) -> Folder {
    let folder = Folder::sound();
    let groups = "schema = 1\ntitle = \"小评\"\n[[group]]\nid = \"lead\"\nname = \"领导组\"\n";
    folder.write("scoring-rules.toml", format!("{groups}{}", components.concat()));
    folder.write("entries.csv", "entry,name,unit,order\n甲/1,甲项目,甲镇,1\n50%,乙项目,乙镇,2\nC d,丙项目,丙镇,3\n");
    folder.write("judges.csv", "judge,name,unit,group\n评/一,一席,,lead\n评/二,二席,,lead\n");
    folder.remove("scores.csv").remove("measures.csv");
    folder
}

fn card(day: &Day, event: &str, component: &str, entry: &str) -> CardView {
    let cards = day.app.judge_view(&Actor::judge(event, "评/一")).expect("a view").my_cards;
    cards.into_iter().find(|card| card.component == component && card.entry == entry).expect("a card")
}

async fn places(tablet: &Browser, unit: &str) {
    tablet.click(By::XPath(format!("//*[@class='pool']//button[strong[text()='{unit}']]"))).await;
}

/// The units on the ballot in their order.
async fn order(tablet: &Browser) -> serde_json::Value {
    tablet.script("return Array.from(document.querySelectorAll('.places h3')).map((one) => one.textContent)").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ranking_ballot_is_put_in_order_kept_and_delivered_as_one_card() {
    let day = Day::begins();
    let event = import(&day.app, &folder(&[PLACES]));
    let tablet = day.tablet_of(&event, "评/一").await;
    // with nothing but a ballot to hand in, the route leads to it
    tablet.says_of("名次票", "未评").await;
    tablet.sees("/ 应评 1 张").await;
    day.line.becomes(Weather::Down);
    tablet.press("名次票").await;
    tablet.sees("还有 3 项未排").await;
    places(&tablet, "丙镇").await;
    places(&tablet, "甲镇").await;
    tablet.sees("还有 1 项未排").await;
    tablet.picture("judge-ballot.png").await;
    // nothing is placed that the judge has not placed, and what was placed outlives a reload
    tablet.keeps("\"C d\":\"1\"").await;
    tablet.keeps("\"甲/1\":\"2\"").await;
    tablet.driver.refresh().await.expect("reloaded");
    tablet.sees("草稿·本机").await;
    assert_eq!(order(&tablet).await, serde_json::json!(["丙镇", "甲镇"]));
    places(&tablet, "乙镇").await;
    tablet.press_named("乙镇 上移").await;
    tablet.press_named("丙镇 移出").await;
    tablet.sees("还有 1 项未排").await;
    places(&tablet, "丙镇").await;
    assert_eq!(order(&tablet).await, serde_json::json!(["乙镇", "甲镇", "丙镇"]));
    tablet.submits().await;
    tablet.sees("已提交，改动后可再提交").await;
    let chip = "return document.querySelector('.title .chip').innerText";
    tablet.gets(chip, |said| *said == "待送达").await;
    tablet.goes_to_route().await;
    tablet.says_of("名次票", "待送达").await;
    day.line.becomes(Weather::Fair);
    tablet.says_of("名次票", "已送达").await;
    let kept = card(&day, &event, "places", "");
    let expected = [("50%", "1"), ("C d", "3"), ("甲/1", "2")].map(|(id, place)| (id.to_owned(), place.to_owned()));
    assert_eq!((kept.revision, kept.marks.into_iter().collect::<Vec<_>>()), (1, expected.to_vec()));
    tablet.press("我的评分卡").await;
    tablet.sees("已排 3 项").await;
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn grades_are_given_by_large_buttons_and_a_change_is_a_new_revision() {
    let day = Day::begins();
    let event = import(&day.app, &folder(&[PLACES, GRADES]));
    let tablet = day.tablet_of(&event, "评/一").await;
    tablet.sees("总体名次（名次票）").await;
    day.line.becomes(Weather::Down);
    for (unit, grade) in [("甲镇", "优秀"), ("乙镇", "良好")] {
        tablet.opens_card(unit).await;
        tablet.sees("选定等次后可提交").await;
        tablet.press(grade).await;
        tablet.keeps("\"grade\":").await;
        tablet.driver.refresh().await.expect("reloaded");
        tablet.sees("草稿·本机").await;
        tablet.submits().await;
        tablet.sees("已提交，改动后可再提交").await;
        tablet.goes_to_route().await;
    }
    tablet.says_of("甲镇", "待送达").await;
    day.line.becomes(Weather::Fair);
    tablet.says_of("甲镇", "已送达").await;
    tablet.says_of("乙镇", "已送达").await;
    tablet.opens_card("甲镇").await;
    tablet.press("良好").await;
    tablet.picture("judge-grades.png").await;
    tablet.submits().await;
    tablet.sees("已提交，改动后可再提交").await;
    tablet.goes_to_route().await;
    // the receipt of the first revision is on the page already
    within(Duration::from_secs(30), async || {
        let found = card(&day, &event, "grade", "甲/1").revision;
        if found == 2 { Ok(()) } else { Err(format!("revision {found}")) }
    })
    .await;
    let first = card(&day, &event, "grade", "甲/1");
    assert_eq!((first.revision, first.marks["grade"].as_str()), (2, "fair"));
    assert_eq!(card(&day, &event, "grade", "50%").marks["grade"], "fair");
    assert_eq!(card(&day, &event, "grade", "C d").revision, 0);
    tablet.press("总体名次（名次票）").await;
    tablet.says_of("名次票", "未评").await;
    tablet.close().await;
}

/// An event of a ballot for so many entries, and a tablet on which the ballot is open.
async fn at_a_ballot(day: &Day, names: &[String]) -> Browser {
    let folder = folder(&[PLACES]);
    let rows: Vec<_> = names.iter().enumerate().map(|(i, name)| format!("e{i:02},{name},{name},{}\n", i + 1)).collect();
    folder.write("entries.csv", format!("entry,name,unit,order\n{}", rows.concat()));
    let event = import(&day.app, &folder);
    let tablet = day.tablet_of(&event, "评/一").await;
    tablet.goto(&format!("{}/judge/ballot/places", day.line.url)).await;
    tablet.sees(&format!("还有 {} 项未排", names.len())).await;
    tablet
}

fn towns(count: usize) -> Vec<String> {
    (1..=count).map(|number| format!("{number}号镇")).collect()
}

/// Places all entries in the order in which they stand there.
async fn places_all(tablet: &Browser) {
    tablet.script("for (let one; (one = document.querySelector('.pool [data-place] button'));) one.click()").await;
    tablet.sees_no_more("项未排").await;
}

/// The places of the units, by the numbers in their names.
async fn numbers(tablet: &Browser) -> Vec<u64> {
    let names: Vec<String> = serde_json::from_value(order(tablet).await).expect("names");
    names.iter().map(|name| name.trim_end_matches("号镇").parse().expect("a number")).collect()
}

async fn spot(tablet: &Browser, place: usize) {
    tablet.click(By::XPath(format!("//*[@class='spots']//button[text()='{place}']"))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_tenth_becomes_the_first_in_two_taps() {
    let day = Day::begins();
    let tablet = at_a_ballot(&day, &towns(10)).await;
    places_all(&tablet).await;
    tablet.press_named("第 10 名 10号镇 放到第几名").await;
    tablet.sees("放到第几名？").await;
    let small =
        "return Array.from(document.querySelectorAll('.spots button, .rank')).map((one) => one.getBoundingClientRect())
        .filter(({ width, height }) => width < 48 || height < 48).length";
    assert_eq!(tablet.script(small).await, 0);
    tablet.picture("judge-ballot-place.png").await;
    spot(&tablet, 1).await;
    assert_eq!(numbers(&tablet).await, [10, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    let said = "return [document.querySelector('[data-spoken]').textContent, document.activeElement.getAttribute('aria-label')]";
    assert_eq!(tablet.script(said).await, json!(["10号镇 第 1 名", "第 1 名 10号镇 放到第几名"]));
    tablet.keeps("\"e09\":\"1\"").await;
    // who thinks better of it changes nothing: a second tap, the button, the keyboard
    let asked = "return document.querySelectorAll('.spots').length";
    for way in ["again", "button", "key"] {
        tablet.press_named("第 3 名 2号镇 放到第几名").await;
        tablet.sees("放到第几名？").await;
        match way {
            "again" => tablet.press_named("第 3 名 2号镇 放到第几名").await,
            "button" => tablet.press("不改了").await,
            _ => tablet.types("\u{e00c}").await,
        }
        tablet.gets(asked, |found| *found == 0).await;
    }
    // by the keyboard only: to the second place
    tablet.script("document.querySelectorAll('.places .rank')[4].focus()").await;
    tablet.types("\u{e007}").await;
    tablet.types("\u{e004}").await;
    tablet.types("\u{e007}").await;
    assert_eq!(numbers(&tablet).await, [10, 4, 1, 2, 3, 5, 6, 7, 8, 9]);
    // what was taken out goes back to a place at once
    tablet.press_named("10号镇 移出").await;
    tablet.press_named("10号镇 放到第几名").await;
    spot(&tablet, 9).await;
    assert_eq!(numbers(&tablet).await, [4, 1, 2, 3, 5, 6, 7, 8, 10, 9]);
    tablet.close().await;
}

/// The middle of the rank of the entry at a place, from 1, and how high its row is.
async fn grip(tablet: &Browser, place: usize) -> (f64, f64, f64) {
    let script = format!(
        "const row = document.querySelectorAll('.places li')[{place} - 1];
         const {{ left, top, width, height }} = row.querySelector('.rank').getBoundingClientRect();
         return [left + width / 2, top + height / 2, row.offsetHeight + 8]"
    );
    serde_json::from_value(tablet.script(&script).await).expect("numbers")
}

async fn finger(tablet: &Browser, what: &str, at: Option<(f64, f64)>) {
    let points: Vec<Value> = at.iter().map(|(x, y)| json!({ "x": x, "y": y })).collect();
    tablet.command("Input.dispatchTouchEvent", json!({ "type": what, "touchPoints": points })).await;
}

/// Lays a finger on the entry at a place and draws it up by so many rows.
async fn drags(tablet: &Browser, place: usize, rows: f64) {
    let (x, y, height) = grip(tablet, place).await;
    finger(tablet, "touchStart", Some((x, y))).await;
    for step in 1..=10 {
        finger(tablet, "touchMove", Some((x, y - height * rows * f64::from(step) / 10.0))).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_is_dragged_to_its_place_and_a_drag_that_is_broken_off_changes_nothing() {
    let day = Day::begins();
    let tablet = at_a_ballot(&day, &towns(8)).await;
    places_all(&tablet).await;
    // whether one is dragged, how many others have made room for it, and the places that are shown
    let shown = "return [document.querySelectorAll('.dragged').length,
        Array.from(document.querySelectorAll('.places li:not(.dragged)')).filter((one) => one.style.transform).length,
        Array.from(document.querySelectorAll('.places .rank')).map((one) => one.textContent).join('')]";
    // the finger is lifted: it is put where it is shown to go
    drags(&tablet, 5, 3.2).await;
    tablet.gets(shown, |found| *found == json!([1, 3, "13452678"])).await;
    tablet.picture("judge-ballot-drag.png").await;
    finger(&tablet, "touchEnd", None).await;
    assert_eq!(numbers(&tablet).await, [1, 5, 2, 3, 4, 6, 7, 8]);
    tablet.gets("return document.querySelector('[data-spoken]').textContent", |said| *said == "5号镇 第 2 名").await;
    // the browser takes the finger away, the tablet is turned, Escape is pressed
    for way in ["touchCancel", "turned", "key"] {
        drags(&tablet, 5, 3.2).await;
        tablet.gets(shown, |found| *found == json!([1, 3, "13452678"])).await;
        match way {
            "touchCancel" => finger(&tablet, way, None).await,
            "turned" => tablet.turns(1180, 820).await,
            _ => tablet.types("\u{e00c}").await,
        }
        tablet.gets(shown, |found| *found == json!([0, 0, "12345678"])).await;
        if way != "touchCancel" {
            finger(&tablet, "touchEnd", None).await;
        }
        assert_eq!(numbers(&tablet).await, [1, 5, 2, 3, 4, 6, 7, 8], "{way}");
        tablet.turns(820, 1180).await;
    }
    // let go of in full motion, from which some browsers go on scrolling until the next touch
    drags(&tablet, 5, 3.2).await;
    finger(&tablet, "touchEnd", None).await;
    assert_eq!(numbers(&tablet).await, [1, 4, 5, 2, 3, 6, 7, 8]);
    // a tap that trembles is a tap
    let (x, y, _) = grip(&tablet, 1).await;
    finger(&tablet, "touchStart", Some((x, y))).await;
    finger(&tablet, "touchMove", Some((x, y + 5.0))).await;
    finger(&tablet, "touchEnd", None).await;
    tablet.sees("放到第几名？").await;
    tablet.press("不改了").await;
    assert_eq!(numbers(&tablet).await, [1, 4, 5, 2, 3, 6, 7, 8]);
    // from what is not placed yet, to the very end of what is
    tablet.press_named("1号镇 移出").await;
    let script = "const { left, top, width, height } = document.querySelector('.pool .rank').getBoundingClientRect();
        const last = document.querySelector('.places li:last-child').getBoundingClientRect();
        return [left + width / 2, top + height / 2, last.bottom - 4]";
    let (x, y, to): (f64, f64, f64) = serde_json::from_value(tablet.script(script).await).expect("numbers");
    finger(&tablet, "touchStart", Some((x, y))).await;
    finger(&tablet, "touchMove", Some((x, y - 20.0))).await;
    finger(&tablet, "touchMove", Some((x, to))).await;
    tablet.gets("return document.querySelector('.dragged .rank').textContent", |found| *found == "8").await;
    finger(&tablet, "touchEnd", None).await;
    assert_eq!(numbers(&tablet).await, [4, 5, 2, 3, 6, 7, 8, 1]);
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_sixty_entries_the_last_one_is_dragged_to_the_top_and_the_mouse_drags_too() {
    let day = Day::begins();
    let tablet = at_a_ballot(&day, &towns(60)).await;
    places_all(&tablet).await;
    // the page goes on under a finger that rests at its edge; a browser that is short of time may break a touch off
    for _ in 0..5 {
        tablet.script("window.scrollTo(0, document.documentElement.scrollHeight)").await;
        let (x, y, _) = grip(&tablet, 60).await;
        finger(&tablet, "touchStart", Some((x, y))).await;
        finger(&tablet, "touchMove", Some((x, y - 60.0))).await;
        finger(&tablet, "touchMove", Some((x, 12.0))).await;
        let up = "for (let wait = 0; wait < 100 && window.scrollY && document.querySelector('.dragged'); wait += 1) await new Promise((done) => setTimeout(done, 100));
            return window.scrollY";
        let reached = tablet.script(up).await == 0;
        finger(&tablet, "touchEnd", None).await;
        if reached {
            break;
        }
    }
    assert_eq!(numbers(&tablet).await[..3], [60, 1, 2]);
    let (x, y, height) = grip(&tablet, 3).await;
    let mouse = async |what: &str, y: f64, held: u32| {
        let event = json!({ "type": what, "x": x, "y": y, "button": "left", "buttons": held, "clickCount": 1 });
        tablet.command("Input.dispatchMouseEvent", event).await;
    };
    mouse("mousePressed", y, 1).await;
    mouse("mouseMoved", y - height, 1).await;
    mouse("mouseMoved", y - height * 2.3, 1).await;
    tablet.gets("return document.querySelector('.dragged .rank').textContent", |found| *found == "1").await;
    mouse("mouseReleased", y - height * 2.3, 0).await;
    assert_eq!(numbers(&tablet).await[..3], [2, 60, 1]);
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(tablet.script("return document.querySelectorAll('.spots').length").await, 0, "a drag is no tap");
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn names_of_sixty_characters_are_readable_on_a_narrow_screen() {
    let day = Day::begins();
    let names: Vec<_> = (1..=12)
        .map(|number| format!("{}{number:02}", "水乡红帆学习驿站".repeat(8).chars().take(58).collect::<String>()))
        .collect();
    let tablet = at_a_ballot(&day, &names).await;
    tablet.turns(360, 740).await;
    let lines = "return [document.documentElement.scrollWidth - innerWidth,
        Math.max(...Array.from(document.querySelectorAll('.ballot h3, .ballot strong, .ballot p, .ballot small')).map((one) => one.offsetHeight))]";
    // six lines at the most, of whatever
    let fits = |found: &Value| found[0] == 0 && found[1].as_f64().is_some_and(|height| height < 170.0);
    tablet.gets(lines, fits).await;
    places_all(&tablet).await;
    tablet.gets(lines, fits).await;
    tablet.press_named(&format!("第 12 名 {} 放到第几名", names[11])).await;
    tablet.gets(lines, fits).await;
    tablet.close().await;
}

const VOTES: &str = r#"
[[component]]
id = "vote"
name = "推荐优胜"
kind = "votes"
choose = 2
"#;

/// Turns the switch of an entry on a ballot of votes.
async fn switches(tablet: &Browser, unit: &str) {
    tablet.click(By::XPath(format!("//*[@class='choices']//label[.//strong[text()='{unit}']]"))).await;
}

/// The units that are chosen.
async fn chosen(tablet: &Browser) -> Value {
    let script = "return Array.from(document.querySelectorAll('.choices input:checked'))
        .map((one) => one.closest('label').querySelector('strong').textContent)";
    tablet.script(script).await
}

#[tokio::test(flavor = "multi_thread")]
async fn so_many_entries_are_voted_for_and_never_more() {
    let day = Day::begins();
    let event = import(&day.app, &folder(&[VOTES]));
    let tablet = day.tablet_of(&event, "评/一").await;
    tablet.says_of("推荐票", "未评").await;
    day.line.becomes(Weather::Down);
    tablet.press("推荐票").await;
    tablet.sees("还要选 2 项").await;
    tablet.sees("3 项中选 2 项").await;
    switches(&tablet, "丙镇").await;
    tablet.sees("还要选 1 项").await;
    tablet.keeps("\"C d\":\"1\"").await;
    tablet.driver.refresh().await.expect("reloaded");
    tablet.sees("草稿·本机").await;
    assert_eq!(chosen(&tablet).await, json!(["丙镇"]), "what was chosen outlives a reload");
    switches(&tablet, "甲镇").await;
    tablet.keeps("\"甲/1\":\"1\"").await;
    // one more is not taken, and the judge is told
    switches(&tablet, "乙镇").await;
    tablet.sees("已选满，请先取消一项").await;
    assert_eq!(chosen(&tablet).await, json!(["甲镇", "丙镇"]));
    tablet.picture("judge-votes.png").await;
    // by the keyboard alone
    tablet.script("document.querySelectorAll('.choices input')[2].focus()").await;
    tablet.types(" ").await;
    tablet.script("document.querySelectorAll('.choices input')[1].focus()").await;
    tablet.types(" ").await;
    assert_eq!(chosen(&tablet).await, json!(["甲镇", "乙镇"]));
    tablet.submits().await;
    tablet.sees("已提交，改动后可再提交").await;
    tablet.goes_to_route().await;
    day.line.becomes(Weather::Fair);
    tablet.says_of("推荐票", "已送达").await;
    let kept = card(&day, &event, "vote", "");
    let expected = ["50%", "甲/1"].map(|id| (id.to_owned(), "1".to_owned()));
    assert_eq!((kept.revision, kept.marks.into_iter().collect::<Vec<_>>()), (1, expected.to_vec()));
    tablet.press("我的评分卡").await;
    tablet.sees("已选 2 项").await;
    tablet.close().await;
}

const REASONS: &str = r#"
[[component]]
id = "visit"
name = "现场"
kind = "marks"
comment = "required-below:60%"
[[component.criterion]]
id = "effect"
name = "成效"
max = 10
step = 1
comment = "required-below:50%"
[[component.criterion]]
id = "order"
name = "管理"
max = 10
step = 1
"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_low_mark_and_a_low_card_ask_for_their_comments() {
    let day = Day::begins();
    let event = import(&day.app, &folder(&[REASONS]));
    let tablet = day.tablet_of(&event, "评/一").await;
    tablet.opens_card("甲镇").await;
    tablet.gives(["4", "6"]).await;
    tablet.sees("“成效”低于 5 分，写好评语后可提交").await;
    tablet.click(By::Css("[data-criterion=effect] .line textarea")).await;
    tablet.types("台账不全").await;
    tablet.sees("合计低于 12 分，写好评语后可提交").await;
    tablet.sees("低于 12 分须写，只给组织者看").await;
    tablet.click(By::Css("#comment")).await;
    tablet.types("请补齐").await;
    tablet.picture("judge-comments.png").await;
    tablet.submits().await;
    tablet.sees("已送达 回执").await;
    let kept = card(&day, &event, "visit", "甲/1");
    assert_eq!((kept.comment.as_str(), kept.lines["effect"].as_str()), ("请补齐", "台账不全"));
    // and they are in the folder that is exported
    let folder = day.app.export(&crate::support::desk::organiser(), &event).expect("a folder");
    let told: Vec<(Option<usize>, &str)> =
        folder.comments.iter().map(|comment| (comment.criterion, comment.comment.as_str())).collect();
    assert_eq!(told, [(None, "请补齐"), (Some(0), "台账不全")]);
    tablet.close().await;
}
