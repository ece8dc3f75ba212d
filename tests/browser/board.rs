//! The board of results that are odd in one way or another, at the sizes of the screens that it is read on: nothing runs over
//! anything, and nothing is divided by nothing.

use std::path::Path;
use std::process::Command;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use guanmo::app::desk::hand::AdjustRequest;
use guanmo::scoring::event::AdjustmentKind;
use serde_json::json;

use crate::support::browser::{Browser, Screen};
use crate::support::desk::{ask_for_no_signature, import, organiser, publish};
use crate::support::results::Made;
use crate::support::site::Site;

/// How far the page is wider than the screen, what is cut off, and figures that are none.
const SOUND: &str = "
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    const cells = document.querySelectorAll('.rank td, .rank th, .tm td, .tm th, .trust b, .trust span:not(.vh), .evidence dd, .say p, .end p, .who b');
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
    odd_event(site, browser, name, &made.published(&site.app), says).await;
}

async fn odd_event(site: &Site, browser: &Browser, name: &str, event: &str, says: &[&str]) {
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
    odd(&site, &browser, "one-entry", &Made::of(1), &["第 1 名", "变多少才会变"]).await;
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
    // nobody reported, nobody was scored for it, and the event was closed all the same
    let folder = Made::of(6).folder();
    let scores = std::fs::read_to_string(folder.path().join("scores.csv")).expect("scores");
    let seen: Vec<&str> = scores.lines().filter(|row| !row.contains(",report,")).collect();
    folder.write("scores.csv", seen.join("\n") + "\n");
    let event = import(&site.app, &folder);
    ask_for_no_signature(&site.app, &event);
    site.app.close(&organiser(), &event, Some("汇报没有举行")).expect("closed");
    publish(&site.app, &event).expect("published");
    odd_event(&site, &browser, "no-cards", &event, &["没有", "第1镇"]).await;
    let drawn = "return ['c0', 'c1', 'c2'].map((one) => document.querySelectorAll('.rank .bar rect.' + one).length)";
    assert_eq!(browser.script(drawn).await, json!([6, 0, 6]), "what is measured keeps its own colour");
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

/// A page as it is printed, drawn for whoever wants to look at it; gives how many pages of paper it takes.
async fn printed(browser: &Browser, name: &str) -> usize {
    let pdf = browser.command("Page.printToPDF", json!({ "preferCSSPageSize": true, "printBackground": true })).await;
    let pdf = BASE64_STANDARD.decode(pdf["data"].as_str().expect("a file")).expect("base64");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/pictures");
    let (file, pages) = (folder.join(format!("{name}.pdf")), folder.join(name));
    std::fs::write(&file, pdf).expect("written");
    let drawn = Command::new("pdftoppm").args(["-r", "75", "-png"]).arg(&file).arg(&pages).status();
    assert!(drawn.expect("pdftoppm runs; tests/run says what to install").success());
    let told = Command::new("pdfinfo").arg(&file).output().expect("pdfinfo runs");
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    let pages = told.lines().find_map(|line| line.strip_prefix("Pages:")).expect("a count");
    pages.trim().parse().expect("a number")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demonstrations_board_looks_right_and_is_one_page_of_paper() {
    let site = Site::demo();
    let browser = official(&site).await;
    browser.press("白甸镇").await;
    browser.sees("历年名次").await;
    for width in [1440, 390, 820, 1920] {
        looks(&browser, width, "demo").await;
    }
    assert_eq!(printed(&browser, "board-print").await, 1);
    // nothing needs a script: without one all of it is there, and it says that it does not follow
    let text = browser.script(
        "const text = await (await fetch(location.href)).text();
        const page = new DOMParser().parseFromString(text, 'text/html');
        return [page.querySelectorAll('.rank tbody th').length, page.querySelectorAll('.mv svg').length,
          page.getElementById('live').textContent.includes('此页不自动更新')]",
    );
    assert_eq!(text.await, json!([10, 2, true]));
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_board_follows_the_day_and_shows_the_result_when_it_is_there() {
    let site = Site::demo();
    let event = Made::of(5).open(&site.app);
    ask_for_no_signature(&site.app, &event);
    let browser = official(&site).await;
    browser.goto(&format!("{}/events/{event}/board", site.server.url)).await;
    browser.sees("实时").await;
    browser.sees("封存以前不显示任何得分").await;
    looks(&browser, 390, "progress").await;
    site.app.close(&organiser(), &event, None).expect("closed");
    browser.sees("为何是这个分数").await;
    browser.sees("名次稳定性").await;
    // what is unfolded stays so when there is another result
    browser.press("第2镇").await;
    browser.sees("第2号项目").await;
    browser.press("同样的数字，列成表").await;
    let bonus = AdjustRequest {
        entry: "2".to_owned(),
        kind: AdjustmentKind::Bonus,
        item: "受省级表彰".to_owned(),
        points: "0.5".to_owned(),
        reason: "文件".to_owned(),
        sure: true,
    };
    site.app.adjust(&organiser(), &event, &bonus, None).expect("given");
    browser.sees("受省级表彰").await;
    let open = browser.script("return document.getElementById('stability-table').open").await;
    assert_eq!(open, json!(true));
    browser.close().await;
}
