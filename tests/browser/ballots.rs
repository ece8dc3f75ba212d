//! A judge ranks entries on a ballot and gives grades, on a tablet whose network comes and goes.

use guanmo::app::act::actor::Actor;
use guanmo::app::event::wire::CardView;
use thirtyfour::prelude::*;

use crate::support::browser::Browser;
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
    tablet.sees("已送达 回执").await;
    tablet.goes_to_route().await;
    let first = card(&day, &event, "grade", "甲/1");
    assert_eq!((first.revision, first.marks["grade"].as_str()), (2, "fair"));
    assert_eq!(card(&day, &event, "grade", "50%").marks["grade"], "fair");
    assert_eq!(card(&day, &event, "grade", "C d").revision, 0);
    tablet.press("总体名次（名次票）").await;
    tablet.says_of("名次票", "未评").await;
    tablet.close().await;
}
