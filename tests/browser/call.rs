//! The reports at the organiser's tablet and in the hall: the clock counts by itself, two tablets agree, a line that is gone
//! stops nothing.

use guanmo::app::act::actor::Role;
use guanmo::app::desk::call::{ByHand, Pace, Press};
use guanmo::app::result::wall::Scene;
use thirtyfour::prelude::*;

use crate::support::browser::{Browser, Screen};
use crate::support::day::Day;
use crate::support::desk::{comes, import, organiser};
use crate::support::folder::Folder;
use crate::support::reports::{began, calls, calls_next, draws, earlier, presses, reported};

/// Seconds that the page's clock shows as used.
const USED: &str = "const text = document.querySelector('[data-used]').textContent.split(':');
    return Number(text[0]) * 60 + Number(text[1]);";

impl Day {
    async fn at_call(&self, name: &str, screen: Screen) -> Browser {
        let browser = comes(&self.app, &self.server.url, name, Role::Organiser, screen).await;
        browser.goto(&format!("{}/events/{}/call", self.server.url, self.event)).await;
        browser
    }
}

/// Whether something of the page is wider than the page.
async fn fits(browser: &Browser) {
    let wide = browser.script("return document.documentElement.scrollWidth - innerWidth").await;
    assert!(wide.as_i64().expect("a number") <= 0, "the page is {wide} points too wide");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organiser_draws_the_order_and_runs_the_clock_by_keyboard_alone_and_a_second_tablet_follows() {
    let day = Day::begins();
    let tablet = day.at_call("first", Screen::Tablet).await;
    let other = day.at_call("second", Screen::Desk).await;
    tablet.sees("还没有汇报顺序").await;
    tablet.picture("call-before.png").await;
    tablet.element(By::Id("typed")).await.send_keys("4827").await.expect("typed");
    tablet.types(&Key::Enter.value().to_string()).await;
    tablet.sees("叫第一个").await;
    other.sees("叫第一个").await;
    for word in ["这一顺序怎样得来", "重抽的理由"] {
        other.gets(&format!("return document.body.textContent.includes('{word}')"), |found| *found == true).await;
    }

    // the focus stays where the hand is: Enter calls up, begins, pauses, goes on
    let button = "document.querySelector('.ctl button').focus()";
    tablet.script(button).await;
    tablet.types(&Key::Enter.value().to_string()).await;
    tablet.sees("请上场").await;
    other.sees("请上场").await;
    tablet.types(&Key::Enter.value().to_string()).await;
    tablet.sees("正在汇报").await;
    tablet.gets(USED, |used| used.as_i64().is_some_and(|used| used >= 2)).await;
    other.gets(USED, |used| used.as_i64().is_some_and(|used| used >= 2)).await;
    let both = (tablet.script(USED).await, other.script(USED).await);
    let apart = both.0.as_i64().expect("a number") - both.1.as_i64().expect("a number");
    assert!(apart.abs() <= 1, "{both:?}");
    tablet.types(&Key::Enter.value().to_string()).await;
    tablet.sees("汇报暂停").await;
    let at = tablet.script(USED).await;
    other.sees("汇报暂停").await;
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    assert_eq!(tablet.script(USED).await, at, "it stands");

    // what is pressed at an old state is said, and does nothing
    let stale = "document.querySelector('.ctl form input[name=at]').value = '1.1.0'; document.querySelector('.ctl button').click()";
    other.script(stale).await;
    other.sees("这一按没有起作用").await;
    assert_eq!(calls(&day.app, &day.event).reporting.current.expect("called up").pace, Pace::Paused);
    other.press("继续").await;
    other.sees("正在汇报").await;
    tablet.sees("正在汇报").await;
    tablet.press("结束").await;
    tablet.sees("汇报结束").await;
    tablet.sees("下一个").await;
    for browser in [tablet, other] {
        browser.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clock_counts_on_without_a_line_and_says_so() {
    let mut day = Day::begins();
    draws(&day.app, &day.event);
    began(&day.server, &day.event, 323);
    let tablet = day.at_call("first", Screen::Tablet).await;
    tablet.gets(USED, |used| used.as_i64().is_some_and(|used| used >= 323)).await;
    day.server_dies();
    tablet.sees("计时照走").await;
    let before = tablet.script(USED).await.as_i64().expect("a number");
    tablet.gets(USED, |used| used.as_i64().is_some_and(|used| used >= before + 3)).await;
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_over_its_time_is_shown_and_decided_about() {
    let day = Day::begins();
    draws(&day.app, &day.event);
    reported(&day.server, &day.event, 462);
    reported(&day.server, &day.event, 480);
    began(&day.server, &day.event, 323);
    let tablet = day.at_call("first", Screen::Tablet).await;
    for (width, height, name) in [(820, 1180, "820"), (390, 844, "390"), (1440, 900, "1440")] {
        tablet.turns(width, height).await;
        fits(&tablet).await;
        tablet.picture(&format!("call-{name}.png")).await;
    }
    // called up and begun again, long over its time
    let stamp = calls(&day.app, &day.event).stamp;
    day.app.redo_turn(&organiser(), &day.event, &stamp, "投影断电").expect("begun again");
    presses(&earlier(&day.server, 504), &day.event, Press::Start);
    tablet.turns(820, 1180).await;
    tablet.sees("已超时，结束时记为拟扣分").await;
    tablet.picture("call-over-820.png").await;
    tablet.press("结束").await;
    tablet.sees("拟扣分已记下，待组织者决定").await;
    tablet.sees("汇报超时 0:2").await;
    tablet.picture("call-proposed-820.png").await;
    tablet.turns(390, 844).await;
    fits(&tablet).await;
    tablet.picture("call-proposed-390.png").await;
    tablet.turns(820, 1180).await;
    tablet.press("登记扣分").await;
    tablet.sees("一项超时只登记一次扣分").await;
    // the rules have no item that is called so: an organiser says which it is
    tablet.script("document.getElementById('item').value = 'other'").await;
    tablet.element(By::Id("points")).await.send_keys("0.5").await.expect("typed");
    tablet.press("登记扣分").await;
    tablet.sees("已登记扣 0.5 分").await;
    calls_next(&day.app, &day.event);
    tablet.sees("请上场").await;
    tablet.close().await;
}

/// The smallest type that is seen on the page, in points.
const SMALLEST: &str = "return Math.min(...Array.from(document.querySelectorAll('body *'))
    .filter((one) => one.getClientRects().length > 0 && Array.from(one.childNodes).some((text) => text.nodeType === 3 && text.data.trim()))
    .map((one) => parseFloat(getComputedStyle(one).fontSize)))";
/// What of the scene stands outside of the screen, or is wider than where it stands.
const OUTSIDE: &str = "return Array.from(document.querySelectorAll('.calling .l *, .calling .r *, .calling .hd *'))
    .filter((one) => one.getClientRects().length > 0 && !(one instanceof SVGElement))
    .filter((one) => { const box = one.getBoundingClientRect();
      return box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || one.scrollWidth > one.clientWidth + 20 && getComputedStyle(one).overflowX === 'visible' && one.clientWidth > 0; })
    .map((one) => one.className + ': ' + one.textContent)";

/// A projector's browser with a link, showing the reports of an event.
async fn wall(day: &Day, event: &str) -> Browser {
    let link = day.app.make_wall_link(&organiser(), event, "主会场").expect("a link");
    day.app.show_scene(&organiser(), event, Scene::Call).expect("shown");
    let browser = Browser::open(Screen::Desk).await;
    browser.goto(&format!("{}/wall/{}", day.server.url, link.token.reveal())).await;
    browser.turns(1920, 1080).await;
    browser.is_drawn().await;
    browser
}

#[tokio::test(flavor = "multi_thread")]
async fn the_hall_sees_who_reports_and_how_long_they_have() {
    let day = Day::begins();
    draws(&day.app, &day.event);
    reported(&day.server, &day.event, 462);
    reported(&day.server, &day.event, 480);
    began(&day.server, &day.event, 323);
    let wall = wall(&day, &day.event).await;
    wall.sees("剩余").await;
    wall.gets(USED, |used| used.as_i64().is_some_and(|used| used >= 323)).await;
    assert!(wall.script(SMALLEST).await.as_f64().expect("a size") >= 24.0);
    assert_eq!(wall.script(OUTSIDE).await, serde_json::json!([]));
    wall.picture("wall-call.png").await;

    // what is pressed on a tablet is seen in the hall
    let stamp = calls(&day.app, &day.event).stamp;
    day.app.redo_turn(&organiser(), &day.event, &stamp, "投影断电").expect("begun again");
    wall.sees("请上场").await;
    presses(&earlier(&day.server, 504), &day.event, Press::Start);
    wall.sees("已超时，结束时记为拟扣分").await;
    assert_eq!(wall.script(OUTSIDE).await, serde_json::json!([]));
    wall.picture("wall-over-running.png").await;
    presses(&day.app, &day.event, Press::End);
    wall.sees("拟扣分已记下，待组织者决定").await;
    wall.picture("wall-over.png").await;
    wall.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn long_names_and_three_hundred_entries_fit_the_wall() {
    let day = Day::begins();
    let folder = Folder::sound();
    for file in ["scores.csv", "measures.csv"] {
        folder.remove(file);
    }
    let (long, nine) = ("长".repeat(60), "高新技术产业开发区");
    // two projects of one unit are told apart by their names
    let mut rows = format!("A,{long},{nine},1\nB,另一个项目,{nine},2\nC,丙,{long},3\n");
    for number in 4..=300 {
        rows += &format!("E{number},项目,某某街道办事处{number},{number}\n");
    }
    folder.write("entries.csv", format!("entry,name,unit,order\n{rows}"));
    let event = import(&day.app, &folder);
    let turns = |first: [&str; 3]| {
        let rest = (4..=300).map(|number| format!("E{number}"));
        first.into_iter().map(str::to_owned).chain(rest).zip(1..).collect()
    };
    let order = ByHand { seen: 0, turns: turns(["A", "C", "B"]), reason: "纪检在场".to_owned() };
    day.app.enter_order(&organiser(), &event, &order).expect("entered");
    calls_next(&day.app, &event);
    let wall = wall(&day, &event).await;
    wall.sees("请上场").await;
    wall.sees("另有 292 个").await;
    assert!(wall.script(SMALLEST).await.as_f64().expect("a size") >= 24.0);
    assert_eq!(wall.script(OUTSIDE).await, serde_json::json!([]));
    wall.picture("wall-call-long.png").await;
    presses(&day.app, &event, Press::Start);
    presses(&day.app, &event, Press::End);
    calls_next(&day.app, &event);
    wall.sees("第 2 个，共 300 个").await;
    assert_eq!(wall.script(OUTSIDE).await, serde_json::json!([]));
    wall.picture("wall-call-longest.png").await;
    wall.close().await;
}
