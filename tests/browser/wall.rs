//! The wall in a hall: the presenter's tablet steps, and the projector's browser shows what was pressed and was sent
//! nothing else.

use std::time::Duration;

use guanmo::app::act::actor::Role;
use guanmo::scoring::result::{RankingRow, Status};
use serde_json::json;

use super::organiser::sign_in;
use crate::support::browser::{Browser, Screen, within};
use crate::support::desk::{self, organiser, own_account};
use crate::support::folder::Folder;
use crate::support::recorder::Recorder;
use crate::support::site::Site;

const SOON: Duration = Duration::from_secs(20);
/// What stands over something else, or is wider than the page: nothing.
const OVERFLOW: &str = "return [document.documentElement.scrollWidth - document.documentElement.clientWidth,
    Array.from(document.querySelectorAll('#part-wall *')).filter((one) => {
      const { bottom, right, width } = one.getBoundingClientRect();
      return width && (right > innerWidth + 1 || (innerWidth > 1000 && bottom > innerHeight + 1));
    }).map((one) => one.outerHTML.slice(0, 90)).slice(0, 4)]";
/// Parts of the hall's screen that stand over one another.
const OVERLAPS: &str = "const boxes = Array.from(document.querySelectorAll('.hero>*,.scr.a>*:not(.ft),.listed>*')).map((one) =>
      [one.className.baseVal || one.className || one.tagName, one.getBoundingClientRect()]).filter(([, box]) => box.width && box.height);
    const found = [];
    for (const [i, [name, a]] of boxes.entries()) for (const [other, b] of boxes.slice(i + 1)) {
      if (a.left < b.right - 2 && b.left < a.right - 2 && a.top < b.bottom - 2 && b.top < a.bottom - 2) found.push(`${name} / ${other}`);
    }
    return found.filter((pair) => !pair.includes('badge'))";

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(work).await.expect("it ends")
}

async fn is_large(browser: &Browser, width: u32, height: u32) {
    let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
    browser.command("Emulation.setDeviceMetricsOverride", metrics).await;
    browser.gets("return innerWidth", |found| *found == width).await;
}

/// A projector's browser that is asked to move nothing.
async fn calm_hall() -> Browser {
    let hall = Browser::open(Screen::Desk).await;
    let calm = json!({ "features": [{ "name": "prefers-reduced-motion", "value": "reduce" }] });
    hall.command("Emulation.setEmulatedMedia", calm).await;
    hall
}

/// Nothing is wider than the page, below the screen, or over something else.
async fn fits(browser: &Browser, what: &str) {
    let found = browser.script(OVERFLOW).await;
    assert_eq!(found, json!([0, []]), "{what}");
    assert_eq!(browser.script(OVERLAPS).await, json!([]), "{what}");
}

/// Strikes a key once: the driver's own way strikes it again where the page is left meanwhile.
async fn strikes(browser: &Browser, key: &str, code: u32) {
    let text = if key.len() == 1 { key } else { "" };
    let of = |kind: &str| json!({ "type": kind, "key": key, "windowsVirtualKeyCode": code, "text": text });
    browser.command("Input.dispatchKeyEvent", of("keyDown")).await;
    browser
        .command("Input.dispatchKeyEvent", json!({ "type": "keyUp", "key": key, "windowsVirtualKeyCode": code }))
        .await;
}

fn link(site: &Site, event: &str) -> String {
    let made = site.app.make_wall_link(&organiser(), event, "主会场").expect("made");
    format!("/wall/{}", made.token.reveal())
}

/// What of a row is told by its first step and by its second.
fn of_row(row: &RankingRow) -> [Vec<String>; 2] {
    let figures = row.weighted.0.iter().map(|(_, figure)| figure.clone()).chain([row.total.clone()]);
    let mut names = vec![row.unit.clone()];
    names.extend((!row.name.is_empty()).then(|| row.name.clone()));
    [names, figures.filter(|figure| !figure.is_empty()).collect()]
}

#[tokio::test(flavor = "multi_thread")]
async fn the_hall_is_sent_nothing_before_it_is_pressed() {
    let (site, event, hall_at, rows) = blocking(|| {
        let site = Site::demo();
        let event = site.published.clone();
        let hall_at = link(&site, &event);
        let rows = site.app.ranking(&organiser(), &event).expect("the ranking").report.ranking.clone();
        (site, event, hall_at, rows)
    })
    .await;
    let recorder = Recorder::to(&site.server.url);
    let hall = calm_hall().await;
    hall.goto(&format!("{}{hall_at}", recorder.url)).await;
    is_large(&hall, 1920, 1080).await;

    let account = {
        let app = site.app.clone();
        blocking(move || own_account(&app, "wang", Role::Organiser)).await
    };
    let presenter = desk::enters(&site.server.url, "wang", &account, Screen::Tablet).await;
    presenter.goto(&format!("{}/events/{event}/wall", site.server.url)).await;
    presenter.sees("1 块大屏在线").await;
    presenter.picture("wall-desk.png").await;
    presenter.press("开始揭晓第 1 号成绩").await;
    presenter.sees("按“下一步”，大屏显示").await;
    presenter.sees("1 块在线").await;

    let ranked: Vec<&RankingRow> = rows.iter().filter(|row| row.status == Status::Ranked).collect();
    let secrets: Vec<String> = ranked.iter().flat_map(|row| of_row(row)).flatten().collect();
    let mut known: Vec<String> = Vec::new();
    hall.sees("结果揭晓 · 由后往前").await;
    for (turn, row) in ranked.iter().rev().enumerate() {
        for (half, told) in of_row(row).into_iter().enumerate() {
            // all that the hall's browser was ever sent: pages, stylesheets, scripts and streams
            let sent = recorder.sent();
            for secret in secrets.iter().filter(|secret| !known.contains(secret)) {
                assert!(!sent.contains(secret.as_str()), "{secret} was sent before its step, at {turn}.{half}");
            }
            known.extend(told.clone());
            // a key, a finger, and another key
            match (turn + half) % 3 {
                0 => strikes(&presenter, " ", 32).await,
                1 => presenter.press("下一步").await,
                _ => strikes(&presenter, "PageDown", 34).await,
            }
            hall.sees(told.last().expect("something")).await;
            let next = (2 * turn + half + 1).to_string();
            within(SOON, async || {
                let now = presenter.script("return document.querySelector('[name=from]').value").await;
                if now.as_str() == Some(next.as_str()) { Ok(()) } else { Err(format!("{now} after {turn}.{half}")) }
            })
            .await;
            fits(&hall, &format!("step {turn}.{half}")).await;
            if turn == 7 {
                hall.picture(["wall-reveal.png", "wall-total.png"][half]).await;
                if half == 0 {
                    presenter.picture("wall-presenter.png").await;
                }
            }
        }
    }
    strikes(&presenter, "ArrowRight", 39).await;
    hall.sees("全部名次").await;
    hall.picture("wall-all.png").await;
    fits(&hall, "all").await;
    presenter.sees("已全部揭晓").await;
    strikes(&presenter, "ArrowLeft", 37).await;
    hall.sees(&ranked[0].unit).await;

    // dark, and bright again; a second key does not skip
    strikes(&presenter, "b", 66).await;
    hall.gets("return document.querySelector('.dark') !== null", |dark| *dark == true).await;
    presenter.sees("恢复").await;
    strikes(&presenter, "b", 66).await;
    hall.sees(&ranked[0].unit).await;
    let moving = "return document.getAnimations().length";
    assert_eq!(hall.script(moving).await, 0, "reduced motion moves nothing");

    // narrower and on a phone
    for (width, height, name) in [(1440, 900, "wall-reveal-1440.png"), (390, 844, "wall-reveal-390.png")] {
        is_large(&hall, width, height).await;
        fits(&hall, name).await;
        hall.picture(name).await;
    }
    presenter.turns(390, 844).await;
    presenter.picture("wall-presenter-390.png").await;
    let wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth";
    assert_eq!(presenter.script(wide).await, 0);
    hall.close().await;
    presenter.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wall_shows_how_far_the_day_is_and_says_quietly_when_its_line_is_gone() {
    let (site, event, at) = blocking(|| {
        let site = Site::demo();
        let (event, at) = (site.under_way.clone(), link(&site, &site.under_way));
        (site, event, at)
    })
    .await;
    let hall = Browser::open(Screen::Desk).await;
    hall.goto(&format!("{}{at}", site.server.url)).await;
    is_large(&hall, 1920, 1080).await;
    hall.sees("已送达评分卡").await;
    hall.picture("wall-progress.png").await;
    fits(&hall, "progress").await;
    for (width, height, name) in [(1440, 900, "wall-progress-1440.png"), (390, 844, "wall-progress-390.png")] {
        is_large(&hall, width, height).await;
        fits(&hall, name).await;
        hall.picture(name).await;
    }
    let desk = Browser::open(Screen::Desk).await;
    sign_in(&desk, &site.server, "组织者").await;
    desk.goto(&format!("{}/events/{event}/wall", site.server.url)).await;
    desk.press("黑屏").await;
    hall.gets("return document.querySelector('.dark') !== null", |dark| *dark == true).await;
    desk.press("进度").await;
    hall.sees("已送达评分卡").await;
    // its link is ended: nothing stays on the screen
    desk.press("结束").await;
    hall.sees("大屏链接已结束").await;
    let shown = hall.script("return document.getElementById('part-wall').textContent").await;
    assert_eq!(shown, "");
    desk.close().await;
    hall.close().await;
}

/// An event of so many entries with one marks component that is closed and published.
fn many(entries: usize, long: bool) -> Folder {
    let folder = Folder::sound();
    let mut rows = "entry,name,unit,order\n".to_owned();
    let (mut scores, mut measures) =
        ("judge,component,entry,criterion,value\n".to_owned(), "component,entry,value\n".to_owned());
    for number in 1..=entries {
        let name = if long {
            "“党建引领”乡村振兴示范带建设与基层治理创新融合发展综合服务体系提升项目第一批次示范点位展示区域及配套设施工程第".to_owned()
        } else {
            "项目".to_owned()
        };
        let unit = if long { "滨海新区城东街道办" } else { "单位" };
        rows += &format!("{number},{name}{number},{unit}{number},{number}\n");
        measures += &format!("daily,{number},{}\n", 60 + number % 40);
        for judge in ["j1", "j2", "j3"] {
            scores += &format!(
                "{judge},visit,{number},effect,{}\n{judge},visit,{number},novelty,{}\n",
                number % 50,
                number % 31
            );
        }
    }
    folder.write("entries.csv", rows).write("scores.csv", scores).write("measures.csv", measures);
    folder
}

#[tokio::test(flavor = "multi_thread")]
async fn odd_events_look_right_on_the_wall() {
    let tied = many(4, true);
    let mut scores = "judge,component,entry,criterion,value\n".to_owned();
    let mut measures = "component,entry,value\n".to_owned();
    for entry in 1..=4 {
        measures += &format!("daily,{entry},80\n");
        for judge in ["j1", "j2", "j3"] {
            scores += &format!("{judge},visit,{entry},effect,40\n{judge},visit,{entry},novelty,30\n");
        }
    }
    tied.write("scores.csv", scores).write("measures.csv", measures);
    // two tracks, each with a prize, and one that is vetoed
    let tracks = many(6, false);
    let rules = "\n[ranking]\nby_track = true\n\n[veto]\n[[veto.item]]\nid = \"fire\"\nname = \"失火\"\n\n[[award]]\nname = \"一等奖\"\nplaces = 1\n";
    tracks.append("scoring-rules.toml", rules);
    let track = |number: usize| if number.is_multiple_of(2) { "园区组" } else { "乡镇组" };
    let mut rows = "entry,name,unit,order,track\n".to_owned();
    for number in 1..=6_usize {
        rows += &format!("{number},项目{number},单位{number},{number},{}\n", track(number));
    }
    tracks.write("entries.csv", rows);
    tracks.write("adjustments.csv", "entry,kind,item,points,reason\n3,veto,fire,,\n");
    let odd = [
        ("one", many(1, false)),
        ("long", many(12, true)),
        ("300", many(300, true)),
        ("tied", tied),
        ("tracks", tracks),
    ];
    let (site, events) = blocking(move || {
        let site = Site::demo();
        let events = odd.map(|(name, folder)| {
            let event = site.import(&folder);
            desk::ask_for_no_signature(&site.app, &event);
            (name, event.clone(), link(&site, &event))
        });
        (site, events)
    })
    .await;
    let hall = calm_hall().await;
    for (name, event, at) in events {
        hall.goto(&format!("{}{at}", site.server.url)).await;
        is_large(&hall, 1920, 1080).await;
        hall.sees("已送达评分卡").await;
        fits(&hall, &format!("{name} progress")).await;
        let app = site.app.clone();
        let id = event.clone();
        let (number, steps) = blocking(move || {
            app.close(&organiser(), &id, Some("演练")).expect("closed");
            desk::publish(&app, &id).expect("published");
            let ready = app.wall_desk(&organiser(), &id).expect("the page").ready.expect("ready");
            let from = (name == "300").then_some(10);
            app.begin_reveal(&organiser(), &id, (ready.number, &ready.fingerprint), from).expect("begun");
            let guanmo::app::result::wall::Shown::Reveal(begun) = app.wall(&id).expect("a wall").shown else {
                panic!("it is")
            };
            (ready.number, begun.steps.last())
        })
        .await;
        for from in 0..steps {
            let (app, id) = (site.app.clone(), event.clone());
            blocking(move || app.step_reveal(&organiser(), &id, (number, from), true).expect("a step")).await;
            if from > 3 && from + 4 < steps {
                continue;
            }
            hall.goto(&format!("{}{at}", site.server.url)).await;
            is_large(&hall, 1920, 1080).await;
            // nobody was asked to sign it
            hall.sees("依据已公布的结果").await;
            if from < 2 || from + 3 > steps {
                hall.picture(&format!("wall-odd-{name}-{}.png", from + 1)).await;
            }
            fits(&hall, &format!("{name} step {}", from + 1)).await;
        }
        is_large(&hall, 390, 844).await;
        fits(&hall, &format!("{name} on a phone")).await;
    }
    hall.close().await;
}
