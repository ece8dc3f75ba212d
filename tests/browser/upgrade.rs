//! New versions of the program and of the tablet's database, with unsent marks on the tablet.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::support::browser::{Browser, Screen};
use crate::support::day::Day;
use crate::support::line::Weather;

const MARKS: [&str; 5] = ["27", "18.5", "18", "14.5", "14.5"];

/// The program's files with a change, as a next version would have it.
fn next_version(change: impl Fn(&str, String) -> String) -> TempDir {
    let folder = TempDir::new().expect("a temporary directory");
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web/assets");
    for entry in fs::read_dir(source).expect("assets") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let bytes = fs::read(&path).expect("bytes");
        let bytes = match String::from_utf8(bytes.clone()) {
            Ok(text) => change(&name, text).into_bytes(),
            Err(_) => bytes,
        };
        fs::write(folder.path().join(name), bytes).expect("written");
    }
    folder
}

/// Another title on the route, and a database with one more store.
fn with_new_schema(name: &str, text: String) -> String {
    match name {
        "route.js" => text.replace("'今日行程'", "'今日行程（新版）'"),
        "store.js" => text.replace("const VERSION = 2;", "const VERSION = 3;").replace(
            "  if (from < 2) {",
            "  if (from < 3) database.createObjectStore('later', { keyPath: 'key' });\n  if (from < 2) {",
        ),
        _ => text,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_version_of_program_and_schema_takes_over_between_cards_and_keeps_unsent_marks() {
    let mut day = Day::begins();
    let tablet = day.tablet(0).await;
    day.line.becomes(Weather::Down);
    tablet.scores("白甸镇", MARKS).await;
    tablet.opens_card("南莫镇").await;
    tablet.gives(["21", "", "", "", ""]).await;
    tablet.keeps("\"effect\":\"21\"").await;
    day.server_dies();
    let assets = next_version(with_new_schema);
    day.server_comes_back(&["--assets", assets.path().to_str().expect("a path")]);
    day.line.becomes(Weather::Fair);
    // in the middle of a card: the queue is delivered, the card stays as it is
    day.has(0, "07", 1).await;
    tablet.looks_for_a_new_version().await;
    assert_eq!(tablet.fields().await[0], "21");
    let waiting =
        "const found = await navigator.serviceWorker.getRegistration('/judge'); return Boolean(found.waiting)";
    assert_eq!(tablet.script(waiting).await, true, "the new version waits while a card is open");
    tablet.script("document.querySelector('.bar a').click()").await;
    tablet.sees("今日行程（新版）").await;
    tablet.says_of("白甸镇", "已送达").await;
    tablet.says_of("南莫镇", "草稿·本机").await;
    tablet.keeps("\"effect\":\"21\"").await;
    // and without a network it is the new version that opens
    day.line.becomes(Weather::Down);
    tablet.driver.refresh().await.expect("reloaded");
    tablet.sees("今日行程（新版）").await;
    assert_eq!(day.revision(0, "07"), 1);
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_journal_of_the_first_schema_is_delivered_by_this_version() {
    let day = Day::begins();
    let tablet = Browser::open(Screen::Tablet).await;
    // a database as the first version made it, with a card that was not sent and a draft
    tablet.goto(&format!("{}/sign-in", day.line.url)).await;
    let owner = format!("{}/L1", day.event);
    let op = serde_json::json!({
        "op": "6fa459ea-ee8a-4ca4-894e-db77e160355e", "device": "16fd2706-8baf-433b-82eb-8c7fada847da", "seq": 1, "judge": "L1",
        "component": "visit", "entry": "07", "base": null, "comment": "", "rules": day.view(0).rules, "at": "2026-11-26T10:00:00+08:00",
        "marks": { "effect": "27", "politics": "18.5", "novelty": "18", "approval": "14.5", "lasting": "14.5" },
    });
    let row = serde_json::json!({
        "owner": owner, "seq": 1, "op": op["op"], "component": "visit", "entry": "07", "at": op["at"], "body": op.to_string(),
        "outcome": null, "receipt": null, "revision": null, "faults": [],
    });
    let draft = serde_json::json!({ "owner": owner, "component": "visit", "entry": "08", "base": null, "marks": { "effect": "9." },
        "comment": "", "filled": 0, "fields": 5, "at": "" });
    let script = format!(
        "const database = await new Promise((done) => {{ const open = indexedDB.open('guanmo', 1);
           open.onupgradeneeded = () => {{
             open.result.createObjectStore('ops', {{ keyPath: ['owner', 'seq'] }});
             open.result.createObjectStore('drafts', {{ keyPath: ['owner', 'component', 'entry'] }});
             open.result.createObjectStore('facts', {{ keyPath: 'key' }}); }};
           open.onsuccess = () => done(open.result); }});
         const write = database.transaction(['ops', 'drafts', 'facts'], 'readwrite');
         write.objectStore('ops').add({row});
         write.objectStore('drafts').add({draft});
         write.objectStore('facts').add({{ key: 'device', value: '16fd2706-8baf-433b-82eb-8c7fada847da' }});
         await new Promise((done) => {{ write.oncomplete = done; }});
         database.close();
         return 'written';"
    );
    assert_eq!(tablet.script(&script).await, "written");
    tablet.goto(&day.link(0)).await;
    tablet.says_of("白甸镇", "已送达").await;
    assert_eq!(day.card(0, "07").op.as_deref(), op["op"].as_str());
    tablet.opens_card("南莫镇").await;
    assert_eq!(tablet.fields().await[0], "9.");
    tablet.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_below_the_floor_gets_a_readable_page_and_the_way_to_paper() {
    let day = Day::begins();
    let tablet = Browser::open(Screen::Tablet).await;
    let source = serde_json::json!({ "source": "delete Promise.allSettled" });
    tablet.command("Page.addScriptToEvaluateOnNewDocument", source).await;
    tablet.goto(&day.link(0)).await;
    tablet.sees("此浏览器过旧，不能用来评分").await;
    tablet.sees("纸质评分卡").await;
    assert!(!tablet.text().await.contains("正在打开"));
    tablet.picture("judge-floor.png").await;
    tablet.close().await;
}
