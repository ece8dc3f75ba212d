//! A browser whose own services hang or fail. What is optional holds nothing up, what is not is said and tried again, and
//! nothing is said to be kept that is not.

use serde_json::json;
use thirtyfour::prelude::*;

use crate::support::browser::{Browser, Screen};
use crate::support::day::Day;
use crate::support::line::Weather;

const MARKS: [&str; 5] = ["27", "18.5", "18", "14.5", "14.5"];

/// A judge's tablet on which a script runs before the page's own.
async fn tablet_with(day: &Day, source: &str) -> Browser {
    let tablet = Browser::open(Screen::Tablet).await;
    tablet.command("Page.addScriptToEvaluateOnNewDocument", json!({ "source": source })).await;
    tablet.goto(&day.link(0)).await;
    tablet
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_optional_and_hangs_or_throws_stops_neither_saving_nor_sending() {
    let day = Day::begins();
    let never = "() => new Promise(() => {})";
    let throws = "() => { throw new TypeError('no'); }";
    for (index, (unit, entry, does)) in [("白甸镇", "07", never), ("南莫镇", "08", throws)].into_iter().enumerate()
    {
        let source = format!(
            "Navigator.prototype.getBattery = {does};
             StorageManager.prototype.persisted = {does}; StorageManager.prototype.persist = {does};
             StorageManager.prototype.estimate = {does};
             CacheStorage.prototype.match = {does}; CacheStorage.prototype.open = {does};
             ServiceWorkerContainer.prototype.register = {does};
             window.CompressionStream = function () {{ return {{ readable: new ReadableStream({{}}), writable: new WritableStream({{}}) }}; }};"
        );
        let tablet = tablet_with(&day, &source).await;
        tablet.sees("全部送达").await;
        tablet.opens_card(unit).await;
        tablet.gives(MARKS).await;
        tablet.inserts(By::Id("comment"), &"记".repeat(1500)).await;
        tablet.submits().await;
        tablet.sees("已送达 回执").await;
        assert_eq!(day.revision(0, entry), 1, "{index}");
        tablet.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_stops_answering_is_said_at_once_warned_of_and_never_taken_for_kept() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    tablet.opens_card("白甸镇").await;
    // each write is under way for as long as this says
    let hangs =
        "window.hangs = true; const put = IDBObjectStore.prototype.put; const add = IDBObjectStore.prototype.add;
        const slow = (real) => function (...given) {
          const asked = real.apply(this, given);
          const wait = () => { if (window.hangs) this.count().onsuccess = wait; };
          wait();
          return asked;
        };
        IDBObjectStore.prototype.put = slow(put); IDBObjectStore.prototype.add = slow(add);";
    tablet.script(hangs).await;
    // what stands there for seconds only is noted by the page itself: whoever looks in from outside may come too late
    let notes = "window.said = [];
        const note = () => window.said.push(...[...document.querySelectorAll('.local, [data-submit] small')].map((one) => one.textContent));
        new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true });";
    tablet.script(notes).await;
    let said = async || tablet.script("return window.said.splice(0)").await.to_string();
    tablet.click(By::Css("[data-key=\"=27\"]")).await;
    tablet.sees("还没有存住；请勿离开此页").await;
    let saving = said().await;
    assert!(saving.contains("正在存…") && !saving.contains("已存在本机"), "{saving}");
    let warns = "const leaving = new Event('beforeunload', { cancelable: true }); window.dispatchEvent(leaving); return leaving.defaultPrevented";
    assert_eq!(tablet.script(warns).await, true, "leaving is warned of");
    // and when it answers again what was typed is kept, without anybody typing once more
    tablet.script("window.hangs = false").await;
    tablet.sees("已存在本机").await;
    tablet.keeps("\"effect\":\"27\"").await;

    for quick in ["18", "16", "13.5", "12"] {
        tablet.click(By::Css(format!("[data-key=\"={quick}\"]"))).await;
    }
    tablet.keeps("\"12\"").await;
    day.line.becomes(Weather::Down);
    tablet.script("window.hangs = true").await;
    tablet.submits().await;
    tablet.sees("没有提交成功，请再按一次").await;
    let submitting = said().await;
    assert!(submitting.contains("正在提交…"), "{submitting}");
    tablet.script("window.hangs = false").await;
    tablet.sees("已存在本机").await;
    tablet.submits().await;
    tablet.sees("已提交，改动后可再提交").await;
    day.line.becomes(Weather::Fair);
    tablet.sees("已送达 回执").await;
    assert_eq!(day.revision(0, "07"), 1, "one operation, however often it was handed in");
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_does_not_open_is_tried_again_and_the_page_comes_by_itself() {
    let day = Day::begins();
    let hangs = "const open = IDBFactory.prototype.open; let left = 1;
        IDBFactory.prototype.open = function (...given) { left -= 1; return left >= 0 ? {} : open.apply(this, given); };";
    let fails = "const open = IDBFactory.prototype.open; let left = 2;
        IDBFactory.prototype.open = function (...given) { left -= 1; if (left >= 0) throw new DOMException('no', 'UnknownError'); return open.apply(this, given); };";
    for source in [hangs, fails] {
        let tablet = tablet_with(&day, source).await;
        tablet.sees("本机的存储没有应答").await;
        tablet.sees("现在再试").await;
        tablet.sees("全部送达").await;
        tablet.close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_could_not_be_installed_is_installed_later_without_anybodys_doing() {
    let day = Day::begins();
    let once = "const register = ServiceWorkerContainer.prototype.register; let left = 1;
        ServiceWorkerContainer.prototype.register = function (...given) {
          left -= 1;
          return left >= 0 ? Promise.reject(new TypeError('no network')) : register.apply(this, given);
        };";
    let tablet = tablet_with(&day, once).await;
    tablet.sees("全部送达").await;
    tablet.is_ready().await;
    tablet.close().await;
}
