//! What a browser itself loses: databases that a flat battery left damaged, a disk that is full. What the judge was told
//! is kept is kept, or is named, on the tablet and on the desk.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::support::browser::{Browser, Screen, within};
use crate::support::day::Day;
use crate::support::desk::organiser;
use crate::support::disk::Disk;
use crate::support::line::Weather;

const MARKS: [&str; 5] = ["27", "18.5", "18", "14.5", "14.5"];

/// The cookie that says whose page it is.
const SEAT: &[u8] = b"guanmo-seat";

/// Files of the page's database whose names begin so.
fn database(profile: &Path, begin: &str) -> Vec<PathBuf> {
    let places = fs::read_dir(profile.join("Default/IndexedDB")).expect("databases").flatten();
    let files = places.filter_map(|place| fs::read_dir(place.path()).ok()).flatten().flatten().map(|file| file.path());
    let found: Vec<PathBuf> =
        files.filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(begin))).collect();
    assert!(!found.is_empty(), "no {begin}");
    found
}

fn cut(profile: &Path, begin: &str) {
    for path in database(profile, begin) {
        let bytes = fs::read(&path).expect("read");
        fs::write(&path, &bytes[..bytes.len() / 2]).expect("written");
    }
}

/// The browser's other store: the copies of files, and with them the second copies.
fn without_copies(profile: &Path) {
    fs::remove_dir_all(profile.join("Default/Service Worker")).expect("removed");
}

/// The rows in the mark: as where the small storage had no room for them.
async fn without_rows(tablet: &Browser) {
    let script = "for (const key of Object.keys(localStorage).filter((one) => one.startsWith('guanmo-mark:'))) {
        const mark = JSON.parse(localStorage.getItem(key));
        mark.unsent.forEach((one) => { one.row = null; });
        localStorage.setItem(key, JSON.stringify(mark));
      }";
    tablet.script(script).await;
}

/// Waits until the browser has written whose page it is: it does so within half a minute, and a browser that is killed
/// before has never been signed in.
async fn is_signed_in_on_disk(tablet: &Browser) {
    let is_written = |path: &str| {
        let bytes = fs::read(tablet.profile().join(path)).unwrap_or_default();
        bytes.windows(SEAT.len()).any(|part| part == SEAT)
    };
    within(Duration::from_mins(1), async || {
        let written = ["Default/Cookies", "Default/Network/Cookies"].into_iter().any(is_written);
        if written { Ok(()) } else { Err("the cookies are not on the disk".to_owned()) }
    })
    .await;
}

async fn two_cards_offline(day: &Day) -> Browser {
    let tablet = day.tablet(0).await;
    is_signed_in_on_disk(&tablet).await;
    day.line.becomes(Weather::Down);
    tablet.scores("白甸镇", MARKS).await;
    tablet.scores("南莫镇", MARKS).await;
    tablet.sees("2 张待送达，已存在本机").await;
    tablet
}

#[tokio::test(flavor = "multi_thread")]
async fn cards_in_a_database_that_the_browser_throws_away_are_put_back_and_delivered() {
    // the last: what was written, not what says where it is
    for file in ["CURRENT", "MANIFEST", "0"] {
        let day = Day::begins();
        let tablet = two_cards_offline(&day).await;
        let tablet = tablet.dies_and_comes_back_after(Screen::Tablet, |profile| cut(profile, file)).await;
        tablet.goto(&format!("{}/judge", day.line.url)).await;
        tablet.says_of("白甸镇", "待送达").await;
        tablet.says_of("南莫镇", "待送达").await;
        tablet.sees("已从第二份找回 2 张评分卡").await;
        day.line.becomes(Weather::Fair);
        tablet.sees_either("全部送达", "登录已失效 · 2 张待送达，已存在本机").await;
        tablet.goto(&day.link(0)).await;
        tablet.says_of("白甸镇", "已送达").await;
        tablet.says_of("南莫镇", "已送达").await;
        assert_eq!((day.revision(0, "07"), day.revision(0, "08")), (1, 1), "{file}");
        let devices = day.app.devices(&organiser(), &day.event).expect("devices");
        let own: Vec<_> = devices.iter().filter(|device| device.judge == "L1").collect();
        assert_eq!(own.len(), 1, "it is the same device as before: {own:?}");
        assert!(!own[0].is_behind(), "{own:?}");
        // and what is made from now on is numbered after all that was
        tablet.scores("曲塘镇", MARKS).await;
        tablet.says_of("曲塘镇", "已送达").await;
        let devices = day.app.devices(&organiser(), &day.event).expect("devices");
        let own = devices.iter().find(|device| device.judge == "L1").expect("the device");
        assert_eq!((own.acked_seq, own.last_seq), (3, 3));
        tablet.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn cards_that_are_gone_from_all_stores_are_named_until_the_judge_has_scored_them_anew() {
    let day = Day::begins();
    let tablet = two_cards_offline(&day).await;
    without_rows(&tablet).await;
    let tablet = tablet
        .ends_and_comes_back_after(Screen::Tablet, |profile| {
            cut(profile, "MANIFEST");
            without_copies(profile);
        })
        .await;
    day.line.becomes(Weather::Fair);
    tablet.goto(&day.link(0)).await;
    tablet.sees("本机的数据库损坏，下面的评分卡已提交而未送达，已经丢失").await;
    tablet.says_of("白甸镇", "需处理").await;
    tablet.says_of("南莫镇", "需处理").await;
    tablet.picture("judge-lost.png").await;

    let lost = || {
        let devices = day.app.devices(&organiser(), &day.event).expect("devices");
        devices.into_iter().find(|device| device.judge == "L1").expect("the device")
    };
    assert_eq!(lost().lost, ["白甸镇 现场观摩", "南莫镇 现场观摩"]);
    assert!(lost().is_behind(), "it holds the close up");
    let desk = day.desk().await;
    desk.sees("评分丢失").await;
    desk.goto(&format!("{}/events/{}/devices", day.line.url, day.event)).await;
    desk.sees("平板存储损坏，白甸镇 现场观摩、南莫镇 现场观摩 已提交而未送达，请评委重新评分").await;
    desk.picture("desk-lost.png").await;
    desk.close().await;

    tablet.scores("白甸镇", MARKS).await;
    tablet.says_of("白甸镇", "已送达").await;
    assert_eq!(lost().lost, ["南莫镇 现场观摩"]);
    tablet.scores("南莫镇", MARKS).await;
    tablet.says_of("南莫镇", "已送达").await;
    tablet.sees_no_more("已经丢失").await;
    assert!(!lost().is_behind(), "{:?}", lost());
    assert_eq!((day.revision(0, "07"), day.revision(0, "08")), (1, 1));
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn on_a_disk_that_is_full_nothing_is_said_to_be_kept_that_is_not_and_what_was_kept_comes_through() {
    let Some(disk) = Disk::mount("96m") else { return };
    let day = Day::begins();
    let tablet = Browser::open_in(Screen::Tablet, &disk.0).await;
    tablet.goto(&day.link(0)).await;
    tablet.sees("全部送达").await;
    tablet.is_ready().await;
    day.line.becomes(Weather::Down);
    tablet.scores("白甸镇", MARKS).await;
    tablet.sees("1 张待送达，已存在本机").await;
    disk.fills(true);
    // a browser that needs room throws away the database and the copies of files together, the page's own as well
    tablet.opens_card("南莫镇").await;
    tablet.gives(MARKS).await;
    tablet.press("提交").await;
    tablet.sees_either("已提交，改动后可再提交", "没有存住").await;
    tablet.goes_to_route().await;
    tablet.says_of("白甸镇", "待送达").await;
    let said = tablet.state_of("南莫镇").await;
    disk.fills(false);
    day.line.becomes(Weather::Fair);
    tablet.says_of("白甸镇", "已送达").await;
    assert_eq!(day.revision(0, "07"), 1);
    if said.contains("待送达") {
        tablet.says_of("南莫镇", "已送达").await;
        assert_eq!(day.revision(0, "08"), 1);
    }
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tablet_without_room_for_a_day_is_not_told_to_go() {
    let Some(disk) = Disk::mount("20m") else { return };
    let day = Day::begins();
    let tablet = Browser::open_in(Screen::Tablet, &disk.0).await;
    tablet.goto(&day.link(0)).await;
    tablet.sees("全部送达").await;
    tablet.press("本机与送达").await;
    tablet.sees("不够：一天的评分约需 8 MB").await;
    tablet.sees("还不可以出发").await;
    tablet.close().await;
}
