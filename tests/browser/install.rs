//! The judge's page can be put on a tablet's home screen.

use serde_json::json;

use crate::support::day::Day;

#[tokio::test(flavor = "multi_thread")]
async fn the_page_is_installable() {
    let day = Day::begins();
    let tablet = day.tablet(0).await;
    let manifest = tablet.command("Page.getAppManifest", json!({})).await;
    assert_eq!(manifest["url"], format!("{}/manifest.webmanifest", day.line.url));
    assert_eq!(manifest["errors"], json!([]), "{manifest}");
    let faults = tablet.command("Page.getInstallabilityErrors", json!({})).await;
    assert_eq!(faults["installabilityErrors"], json!([]), "{faults}");
    tablet.close().await;
}
