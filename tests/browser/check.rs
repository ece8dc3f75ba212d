//! What anybody does with a published result who has no account: with a telephone, with the file, with the page in the file.

use std::io::{Cursor, Read};
use std::path::Path;

use thirtyfour::prelude::*;
use zip::ZipArchive;

use super::journey::meanwhile;
use crate::support::browser::{Browser, Screen};
use crate::support::day::Day;
use crate::support::site::Person;

/// What anybody does with a telephone, who has no account.
pub(super) async fn checks(day: &Day, event: &str, link: &str) {
    let phone = Browser::open(Screen::Tablet).await;
    phone.goto(link).await;
    phone.turns(390, 844).await;
    phone.sees("✓ 通过核对").await;
    phone.sees("✓ 您核对过的 3 张评分卡，都在公布的成果里，一分不差").await;
    let listed =
        "return Array.from(document.querySelectorAll('#slip-said tbody tr')).map((row) => row.innerText).join(' ')";
    phone
        .gets(listed, |cards| {
            let cards = cards.as_str().expect("text");
            cards.contains("甲镇") && cards.contains("46.5") && cards.contains("丙镇")
        })
        .await;
    let wide = "return document.documentElement.scrollWidth";
    assert_eq!(phone.script(wide).await, 390, "nothing scrolls sideways");
    phone.script("document.getElementById('slip-said').closest('section').scrollIntoView({ block: 'start', behavior: 'instant' })").await;
    phone.picture("check-phone.png").await;

    let address = format!("{}/public/{event}/bundle.zip", day.line.url);
    let bundle = meanwhile(move || Person::at("").get(&address).bytes().expect("a bundle").to_vec()).await;
    let folder = tempfile::TempDir::new().expect("a folder");
    let (whole, changed) = (folder.path().join("bundle.zip"), folder.path().join("另一份.zip"));
    std::fs::write(&whole, &bundle).expect("written");
    std::fs::write(&changed, with_one_byte_changed(&bundle, "scores.csv")).expect("written");
    chooses(&phone, &changed).await;
    phone.sees("✗ 没有通过核对").await;
    phone.sees("scores.csv").await;
    phone.sees("“另一份.zip”不能作为公布的成果使用").await;
    phone.sees("成果包没有通过核对，不能在里面查找您的评分卡").await;

    // the page that lies in the bundle, from a disk and without any network
    let page = folder.path().join("verify.html");
    std::fs::write(&page, file_of(&bundle, "verify.html")).expect("written");
    phone.goto(&format!("file://{}", page.display())).await;
    phone.sees("选择成果包").await;
    chooses(&phone, &whole).await;
    phone.sees("✓ 通过核对").await;
    phone.sees("请与签字单或公示页上的指纹对照").await;
    phone.element(By::Id("slip")).await.send_keys(link).await.expect("typed");
    phone.press("查找我的评分卡").await;
    phone.sees("✓ 您核对过的 3 张评分卡").await;
    chooses(&phone, &changed).await;
    phone.sees("✗ 没有通过核对").await;
    phone.close().await;
}

async fn chooses(browser: &Browser, file: &Path) {
    browser.element(By::Id("file")).await.send_keys(file.to_string_lossy()).await.expect("chosen");
}

fn file_of(bundle: &[u8], name: &str) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bundle)).expect("a ZIP");
    let (mut file, mut bytes) = (archive.by_name(name).expect("a file"), Vec::new());
    file.read_to_end(&mut bytes).expect("read");
    bytes
}

/// The bundle with one byte of a file in it changed.
fn with_one_byte_changed(bundle: &[u8], name: &str) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(bundle)).expect("a ZIP");
    let file = archive.by_name(name).expect("a file");
    let begin = usize::try_from(file.data_start().expect("a place")).expect("a place");
    let at = begin + usize::try_from(file.compressed_size()).expect("a size") / 2;
    let mut bytes = bundle.to_vec();
    bytes[at] ^= 1;
    bytes
}
