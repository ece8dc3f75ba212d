//! One hand, sunlight, over fifty: enlarged text, a screen reader, a keyboard.

use std::time::Duration;

use serde_json::json;
use thirtyfour::prelude::*;

use crate::support::browser::{Browser, Screen, within};
use crate::support::day::Day;

/// Elements that can be operated and are smaller than a finger.
const SMALL: &str = "return Array.from(document.querySelectorAll('button, a[href], input, textarea, select, summary'))
    .filter((one) => one.offsetParent !== null && !one.closest('[hidden]'))
    .map((one) => ({ what: one.outerHTML.slice(0, 90), box: one.getBoundingClientRect() }))
    .filter(({ box }) => box.width > 0 && (box.height < 43.5 || box.width < 43.5))
    .map(({ what, box }) => `${Math.round(box.width)}x${Math.round(box.height)} ${what}`)";

/// How far the page is wider than the screen.
const OVERFLOW: &str = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";

/// Elements that can be operated, and have no name for a screen reader.
const NAMELESS: &str = "return Array.from(document.querySelectorAll('button, a[href], input, textarea'))
    .filter((one) => one.offsetParent !== null)
    .filter((one) => !(one.getAttribute('aria-label') || one.textContent.trim() || (one.labels && one.labels.length)))
    .map((one) => one.outerHTML.slice(0, 90))";

async fn none(tablet: &Browser, script: &str, what: &str) {
    let found = tablet.script(script).await;
    assert_eq!(found, json!([]), "{what}: {found}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_target_is_large_enough_and_has_a_name() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    for place in ["/judge", "/judge/cards", "/judge/device", "/judge/card/visit/07"] {
        tablet.goto(&format!("{}{place}", day.line.url)).await;
        tablet.sees("演示数据").await;
        none(&tablet, SMALL, place).await;
        none(&tablet, NAMELESS, place).await;
        assert_eq!(tablet.script(OVERFLOW).await, 0, "{place}");
    }
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn text_at_200_per_cent_breaks_nothing_and_the_keypad_never_hides_the_field() {
    let day = Day::begins();
    let tablet = Browser::open(Screen::Enlarged).await;
    tablet.goto(&day.link(0)).await;
    tablet.sees("全部送达").await;
    assert_eq!(tablet.script("return document.documentElement.clientWidth").await, 410);
    for place in ["/judge", "/judge/cards", "/judge/device"] {
        tablet.goto(&format!("{}{place}", day.line.url)).await;
        tablet.sees("演示数据").await;
        assert_eq!(tablet.script(OVERFLOW).await, 0, "{place}");
    }
    tablet.goto(&format!("{}/judge/card/visit/07", day.line.url)).await;
    // the page has moved to the first field
    tablet.element(By::Css(".crit.cur")).await;
    assert_eq!(tablet.script(OVERFLOW).await, 0);
    for index in 0..5 {
        tablet.click(By::Id(format!("m{index}"))).await;
        let hidden = format!(
            "const field = document.getElementById('m{index}').getBoundingClientRect();
             const pad = document.querySelector('.pad').getBoundingClientRect();
             const seen = document.elementFromPoint(field.left + field.width / 2, field.top + field.height / 2);
             return [pad.top >= field.bottom || pad.bottom <= field.top, Boolean(seen && seen.id === 'm{index}')]"
        );
        assert_eq!(tablet.script(&hidden).await, json!([true, true]), "field {index}");
        tablet.click(By::Css("[data-key=\"9\"]")).await;
    }
    assert_eq!(tablet.fields().await, ["9", "9", "9", "9", "9"]);
    tablet.picture("judge-enlarged.png").await;
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn faults_and_totals_are_said_to_a_screen_reader() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    tablet.opens_card("白甸镇").await;
    tablet.gives(["31.5", "18", "", "", ""]).await;
    let field = tablet.element(By::Id("m0")).await;
    assert_eq!(field.attr("aria-invalid").await.expect("an attribute").as_deref(), Some("true"));
    let described = field.attr("aria-describedby").await.expect("an attribute").expect("a description");
    let message = tablet.element(By::Id(described.split(' ').next().expect("an id"))).await;
    assert!(message.text().await.expect("text").contains("超出 0–30，请改"));
    assert_eq!(message.attr("role").await.expect("an attribute").as_deref(), Some("alert"));
    let spoken = "return document.querySelector('[data-total=spoken]').textContent";
    within(Duration::from_secs(6), async || {
        let said = tablet.script(spoken).await;
        if said.as_str().unwrap_or_default().contains("小计 18.0") { Ok(()) } else { Err(said.to_string()) }
    })
    .await;
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_tablet_lying_down_the_whole_keypad_is_in_sight() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    tablet.opens_card("白甸镇").await;
    tablet.turns(1180, 820).await;
    let covered = "return Array.from(document.querySelectorAll('.pad button')).filter((one) => {
          const box = one.getBoundingClientRect();
          const seen = document.elementFromPoint(box.left + box.width / 2, box.bottom - 2);
          return !seen || seen.closest('button') !== one;
        }).map((one) => one.textContent)";
    none(&tablet, covered, "keys that something covers").await;
    tablet.turns(1280, 800).await;
    none(&tablet, covered, "keys that something covers").await;
    none(&tablet, SMALL, "lying down").await;
    assert_eq!(tablet.script(OVERFLOW).await, 0);
    tablet.picture("judge-card-lying.png").await;
    tablet.close().await;
}

/// Whether the keypad stands under its field or beside, which field is current and in sight, and what stands in it.
const PAD: &str = "const [pad, current] = [document.querySelector('.pad'), document.querySelector('.cur')];
    const [box, field] = [pad.getBoundingClientRect(), current.querySelector('input').getBoundingClientRect()];
    const seen = document.elementFromPoint(field.left + field.width / 2, field.top + field.height / 2);
    return [pad.previousSibling === current ? 'under' : box.left >= field.right ? 'beside' : 'elsewhere',
      current.getAttribute('data-criterion'), Boolean(seen) && current.contains(seen), document.activeElement.id, current.querySelector('input').value]";

#[tokio::test(flavor = "multi_thread")]
async fn the_keypad_follows_a_tablet_that_is_turned_or_shares_its_screen() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    tablet.opens_card("白甸镇").await;
    tablet.click(By::Id("m3")).await;
    tablet.types("1").await;
    let is = async |place: &str, text: &str| {
        let wanted = json!([place, "approval", true, "m3", text]);
        tablet.gets(PAD, |found| *found == wanted).await;
    };
    is("beside", "1").await;
    tablet.turns(410, 1180).await;
    is("under", "1").await;
    tablet.types("4.").await;
    tablet.turns(1180, 410).await;
    is("beside", "14.").await;
    tablet.turns(360, 740).await;
    is("under", "14.").await;
    // whoever goes by the keyboard, and was on a key, still is
    tablet.element(By::Css("[data-key=\"5\"]")).await.focus().await.expect("focus");
    tablet.turns(820, 1180).await;
    assert_eq!(tablet.script("return document.activeElement.textContent").await, "5");
    tablet.types("\u{e007}").await;
    tablet.keeps("14.5").await;
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sunlight_is_one_tap_away_and_back_on_every_screen() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    let theme = "return [document.documentElement.getAttribute('data-theme'),
        ...Array.from(document.querySelectorAll('#screen [data-set-theme=sun]')).map((one) => one.getAttribute('aria-pressed'))]";
    let tap = async || tablet.click(By::Css(".sun")).await;
    tap().await;
    assert_eq!(tablet.script(theme).await, json!(["sun", "true"]));
    tablet.opens_card("白甸镇").await;
    assert_eq!(tablet.script(theme).await, json!(["sun", "true"]), "the card is drawn in it, and its button says so");
    tablet.driver.refresh().await.expect("reloaded");
    tablet.sees("项目成效").await;
    assert_eq!(tablet.script(theme).await, json!(["sun", "true"]), "this device remembers it");
    tap().await;
    assert_eq!(tablet.script(theme).await, json!([null, "false"]));
    tap().await;
    tablet.goes_to_route().await;
    tablet.press("本机与送达").await;
    tablet.sees("设备编号").await;
    assert_eq!(tablet.script(theme).await, json!(["sun", "true", "true"]));
    // from the night into the sun and back
    tablet.press("夜间").await;
    tap().await;
    assert_eq!(tablet.script(theme).await, json!(["sun", "true", "true"]));
    tap().await;
    assert_eq!(tablet.script(theme).await, json!(["dark", "false", "false"]));
    tablet.close().await;
}
