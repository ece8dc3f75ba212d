//! How the seats scored, as it is drawn: a day of twenty seats, one of sixty seats and three hundred entries, on each width and
//! on paper; and a judge's own spread on the tablet.

use guanmo::app::act::actor::Role;
use serde_json::json;
use thirtyfour::prelude::*;

use super::organiser::CROOKED;
use crate::support::appraisal;
use crate::support::browser::Browser;
use crate::support::day::Day;
use crate::support::desk::{ask_for_no_signature, import, organiser};
use crate::support::folder::Folder;

/// What of the page lies beyond its right edge; letters of a drawing that lie over other letters of it.
const WIDER: &str = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
const COVERED: &str = "const found = [];
    for (const svg of document.querySelectorAll('main svg')) {
        const boxes = Array.from(svg.querySelectorAll('text')).flatMap((text) => {
            const parts = text.querySelectorAll('tspan');
            return parts.length ? [] : [[text.textContent, text.getBoundingClientRect()]];
        });
        boxes.forEach(([one, a], index) => boxes.slice(index + 1).forEach(([other, b]) => {
            const apart = a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top + 3 || b.bottom <= a.top + 3;
            if (!apart) found.push(one + ' / ' + other);
        }));
    }
    return found";

fn closed(day: &Day, folder: &Folder) -> String {
    let event = import(&day.app, folder);
    ask_for_no_signature(&day.app, &event);
    day.app.close(&organiser(), &event, None).expect("closed");
    event
}

async fn on_paper(browser: &Browser, on: bool) {
    let media = if on { "print" } else { "" };
    browser.command("Emulation.setEmulatedMedia", json!({ "media": media })).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_is_whole_on_every_width_and_on_paper() {
    let day = Day::begins();
    let event = closed(&day, &appraisal::day());
    let browser = day.somebody("jian", Role::Scrutineer).await;
    for (width, height) in [(1440, 900), (1920, 1080), (820, 1180), (390, 844)] {
        browser.goto(&format!("{}/events/{event}/judges?component=visit&entry=07", day.line.url)).await;
        browser.turns(width, height).await;
        browser.sees("每一席").await;
        browser.is_drawn().await;
        browser.picture(&format!("judges-{width}.png")).await;
        assert_eq!(browser.script(WIDER).await, json!(0), "{width}");
        assert_eq!(browser.script(COVERED).await, json!([]), "{width}");
        assert_eq!(browser.script(CROOKED).await, json!([]), "{width}");
    }
    // A4 without its margins
    browser.turns(718, 1046).await;
    on_paper(&browser, true).await;
    browser.picture("judges-print.png").await;
    assert_eq!(browser.script(WIDER).await, json!(0));
    let wide = "return Array.from(document.querySelectorAll('.judges .card')).filter((card) => card.scrollWidth > card.clientWidth).length";
    assert_eq!(browser.script(wide).await, json!(0), "nothing leaves its card");
    on_paper(&browser, false).await;

    // without a script another entry is chosen, and another component
    browser.goto(&format!("{}/events/{event}/judges", day.line.url)).await;
    let select = browser.element(By::Id("entry")).await;
    select.send_keys("03").await.expect("chosen");
    browser.click(By::Css(".pick button")).await;
    browser.sees("大公镇（所选）").await;
    browser.press("汇报").await;
    browser.sees("0.40").await;
    browser.sees("大公镇（所选）").await;
    let red = browser.driver.find_all(By::Css(".plot .hot")).await.expect("dots");
    // the entry's own secretary has no card for it; one is in the legend
    assert_eq!(red.len(), 19 + 1);
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_seats_and_three_hundred_entries_have_room() {
    let day = Day::begins();
    let event = closed(&day, &appraisal::large(60, 300));
    let browser = day.somebody("jian", Role::Scrutineer).await;
    for (width, height) in [(1440, 900), (390, 844)] {
        browser.goto(&format!("{}/events/{event}/judges?entry=150", day.line.url)).await;
        browser.turns(width, height).await;
        browser.sees("300 个项目各只看一次").await;
        browser.is_drawn().await;
        assert_eq!(browser.script(WIDER).await, json!(0), "{width}");
        assert_eq!(browser.script(COVERED).await, json!([]), "{width}");
        let whole = browser.script("return document.documentElement.scrollHeight").await.as_u64().expect("a height");
        browser.turns(width, u32::try_from(whole.min(6000)).expect("a height")).await;
        browser.picture(&format!("judges-large-{width}.png")).await;
    }
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_judge_sees_their_own_spread_and_it_covers_nothing() {
    let day = Day::begins();
    let folder = Folder::sound();
    folder.write("scores.csv", "judge,component,entry,criterion,value\n");
    folder.append("entries.csv", "D,丁项目,丁镇,4\n");
    folder.append("measures.csv", "daily,D,60\n");
    let event = import(&day.app, &folder);
    let tablet = day.tablet_of(&event, "j1").await;
    tablet.scores("甲镇", ["50", "35"]).await;
    assert_eq!(tablet.script("return document.querySelectorAll('.spread:not([hidden])').length").await, json!(0));
    tablet.scores("乙镇", ["45", "30"]).await;
    tablet.scores("丙镇", ["40", "20.5"]).await;
    tablet.opens_card("丁镇").await;
    tablet.gives(["48", "30"]).await;
    tablet.sees("本席另 3 张 60.5–85.0").await;
    let lies = "return document.querySelector('.spread circle').getAttribute('cx')";
    // 17.5 of 24.5 from the least to the most
    tablet.gets(lies, |found| found == &json!("114")).await;
    for (width, height) in [(820, 1180), (1280, 800), (390, 844)] {
        tablet.turns(width, height).await;
        tablet.sees("本席另 3 张").await;
        tablet.picture(&format!("spread-{width}.png")).await;
        assert_eq!(tablet.script(WIDER).await, json!(0), "{width}");
        let covered = "const pad = document.querySelector('.pad').getBoundingClientRect(), foot = document.querySelector('.foot').getBoundingClientRect();
            const line = document.querySelector('.spread').getBoundingClientRect();
            return line.left < foot.left || line.right > foot.right || (getComputedStyle(document.querySelector('.foot')).position === 'sticky' && window.innerWidth > 700 && pad.bottom > foot.top + 1)";
        assert_eq!(tablet.script(covered).await, json!(false), "{width}");
    }
    tablet.close().await;
}
