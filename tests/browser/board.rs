//! The board of results that are odd in one way or another, at the sizes of the screens that it is read on: nothing runs over
//! anything, and nothing is divided by nothing.

use serde_json::json;

use crate::support::browser::{Browser, Screen};
use crate::support::results::Made;
use crate::support::site::Site;

/// How far the page is wider than the screen, what is cut off, and figures that are none.
const SOUND: &str = "
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    const cells = document.querySelectorAll('.rank td, .rank th, .tm td, .tm th, .trust b, .trust span, .evidence dd, .say p, .end p, .who b');
    const cut = Array.from(cells).filter((cell) => cell.scrollWidth > cell.clientWidth + 1 && getComputedStyle(cell).display !== 'inline')
      .map((cell) => cell.className + ': ' + cell.innerText);
    const odd = document.body.innerText.match(/NaN|undefined|null|Infinity|-0\\.00/g);
    return [wide, cut.slice(0, 5), odd]";

/// What of the table lies over something else of the same row, and names of a chart that leave it.
const OVER: &str = "
    const box = (one) => one.getBoundingClientRect();
    const over = [];
    for (const row of document.querySelectorAll('.rank tr')) {
      const cells = Array.from(row.children).filter((cell) => box(cell).width && box(cell).height);
      for (const [index, one] of cells.entries()) for (const other of cells.slice(index + 1)) {
        const [a, b] = [box(one), box(other)];
        if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1) {
          over.push(one.innerText + ' over ' + other.innerText);
        }
      }
    }
    for (const text of document.querySelectorAll('.mv svg text')) {
      const [a, b] = [box(text), box(text.ownerSVGElement)];
      if (a.width && (a.left < b.left - 1 || a.right > b.right + 1)) over.push('outside: ' + text.textContent);
    }
    return over.slice(0, 5)";

/// Looks at the page at a width, all of it, and keeps a picture.
pub async fn looks(browser: &Browser, width: u32, name: &str) {
    browser.is_drawn().await;
    let metrics = |height: u64| json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
    browser.command("Emulation.setDeviceMetricsOverride", metrics(900)).await;
    browser.gets("return innerWidth", |found| *found == width).await;
    assert_eq!(browser.script(SOUND).await, json!([0, [], null]), "{name} at {width}");
    assert_eq!(browser.script(OVER).await, json!([]), "{name} at {width}");
    let height = browser.script("return document.documentElement.scrollHeight").await.as_u64().expect("a height");
    browser.command("Emulation.setDeviceMetricsOverride", metrics(height.clamp(900, 8000))).await;
    browser.picture(&format!("board-{name}-{width}.png")).await;
}

/// What the board says of an odd result, at three widths.
async fn odd(site: &Site, browser: &Browser, name: &str, made: &Made, says: &[&str]) {
    let event = made.published(&site.app);
    browser.goto(&format!("{}/events/{event}/board", site.server.url)).await;
    for words in says {
        browser.sees(words).await;
    }
    for width in [1440, 390, 1920] {
        looks(browser, width, name).await;
    }
}

async fn official(site: &Site) -> Browser {
    let browser = Browser::open(Screen::Desk).await;
    browser.goto(&site.server.url).await;
    browser.press("领导").await;
    browser.sees("为何是这个分数").await;
    browser
}

#[tokio::test(flavor = "multi_thread")]
async fn few_entries_and_few_judges_look_right() {
    let site = Site::demo();
    let browser = official(&site).await;
    odd(&site, &browser, "one-entry", &Made::of(1), &["1 名", "变多少才会变"]).await;
    odd(&site, &browser, "one-judge", &Made { judges: (1, 0), ..Made::of(6) }, &["比第"]).await;
    let same =
        Made { off: |_, judge, entry| if judge == 2 { 20 } else { 10 + (judge * 7 + entry * 5) % 11 }, ..Made::of(8) };
    odd(&site, &browser, "one-gave-all-the-same", &same, &["名次稳定性"]).await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ties_and_vetoes_look_right() {
    let site = Site::demo();
    let browser = official(&site).await;
    let tied = Made { off: |_, _, _| 20, daily: |_| 9000, ..Made::of(7) };
    odd(&site, &browser, "all-tied", &tied, &["并列第 1 名", "相同"]).await;
    // what one has more in the first component, the other has in what is measured
    let level = Made {
        off: |component, _, entry| if component == 0 { 20 + entry * 4 } else { 20 },
        daily: |entry| 9000 + if entry == 1 { 500 } else { 0 },
        ..Made::of(6)
    };
    odd(&site, &browser, "level", &level, &["第 1、2 名总分相同，比“现场观摩”：第1镇 90 ＞ 第2镇 88"]).await;
    let vetoed = Made {
        adjustments: "2,veto,,,发生重大责任事故\n3,bonus,,0.5,受省级表彰\n4,deduction,,1.25,材料迟报\n",
        ..Made::of(9)
    };
    odd(&site, &browser, "vetoed", &vetoed, &["一票否决"]).await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn long_names_and_many_entries_look_right() {
    let site = Site::demo();
    let browser = official(&site).await;
    let mut long = Made::of(10);
    for (index, entry) in long.entries.iter_mut().enumerate() {
        let name: String = "海安市高新技术产业开发区管理委员会基层党建与产业发展融合推进工作领导小组办公室"
            .chars()
            .cycle()
            .take(57)
            .collect();
        entry.0 = format!("{name}第{index}处");
    }
    odd(&site, &browser, "long-names", &long, &["名次稳定性"]).await;
    odd(&site, &browser, "300-entries", &Made::of(300), &["名次稳定性", "1–40"]).await;
    browser.close().await;
}
