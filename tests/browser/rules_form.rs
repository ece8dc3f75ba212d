//! An organiser makes rules with the form alone.

use super::organiser::sign_in;
use crate::support::browser::{Browser, Screen};
use crate::support::server::Server;

use serde_json::json;

/// The page of the rules, on a screen of so many points.
async fn opened(server: &Server, width: u32, height: u32) -> (Browser, String) {
    let browser = Browser::open(Screen::Desk).await;
    sign_in(&browser, server, "组织者").await;
    browser.press("组织台").await;
    browser.sees("查看全部").await;
    let rules = browser.driver.current_url().await.expect("an address").to_string().replace("/desk", "/rules");
    let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
    browser.command("Emulation.setDeviceMetricsOverride", metrics).await;
    browser.goto(&rules).await;
    browser.sees("怎么评").await;
    browser.is_drawn().await;
    (browser, rules)
}

/// What lies beyond the screen's edge, and what is too small for a finger.
const FAULTS_OF_LAYOUT: &str = "const said = (one) => `${one.tagName} ${one.getAttribute('aria-label') || one.textContent.trim().slice(0, 30)}`;
    const faults = [];
    if (document.documentElement.scrollWidth > innerWidth) faults.push(`as wide as ${document.documentElement.scrollWidth}`);
    for (const one of document.querySelectorAll('.works button,.works summary,.works select,.works textarea,.works input:not([type=hidden]),.bar button:not(.vh),.bar a')) {
      const box = one.getBoundingClientRect();
      if (!box.width && !box.height) continue;
      if (box.height < 43.5 || box.width < 43.5) faults.push(`${said(one)} is ${box.width} by ${box.height}`);
    }
    return faults;";

#[tokio::test(flavor = "multi_thread")]
async fn the_form_fits_each_screen_and_each_finger() {
    let server = Server::demo();
    for (width, height) in [(390, 844), (820, 1180), (1280, 800), (1440, 900), (1920, 1080)] {
        let (browser, rules) = opened(&server, width, height).await;
        for at in ["component.0", "component.2", "groups", "rounding", "adjust", "places", "awards", "limits"] {
            browser.goto(&format!("{rules}?at={at}")).await;
            browser.sees("检查：没有问题").await;
            browser.is_drawn().await;
            let faults = browser.script(FAULTS_OF_LAYOUT).await;
            browser.picture(&format!("rules-form-{width}-{at}.png")).await;
            assert_eq!(faults, json!([]), "{width} {at}");
        }
        browser.close().await;
    }
}
