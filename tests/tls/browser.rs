//! A real Chromium at the set-up page and at the encrypted address.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use guanmo::lan::Certificate;
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use x509_parser::prelude::{FromDer, X509Certificate};

use super::{cert, certified, encrypted, setup_url};
use crate::support::browser::{Browser, Screen};
use crate::support::server::{Server, data_dir};

/// What makes a browser take the server's certificate, as a trusted authority would.
fn trust(data: &TempDir) -> String {
    let (certificate, _) = Certificate::read(&data.path().join("tls/server.pem")).expect("a certificate");
    let (_, parsed) = X509Certificate::from_der(certificate.der()).expect("a certificate");
    let hash = STANDARD.encode(Sha256::digest(parsed.public_key().raw));
    format!("--ignore-certificate-errors-spki-list={hash}")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tablet_is_led_through_the_set_up_and_told_that_it_does_not_trust_yet() {
    let data = certified();
    let mut server = encrypted(&data);
    let browser = Browser::open(Screen::Tablet).await;
    browser.goto(&setup_url(&server)).await;
    browser.sees("证书尚未生效").await;
    browser.picture("setup.png").await;
    browser.script("window.scrollTo(0, document.body.scrollHeight)").await;
    browser.picture("setup-check.png").await;
    browser.press("华为平板").await;
    browser.sees("点“从存储设备安装”").await;
    browser.script("document.querySelector('[data-system=harmony]').scrollIntoView()").await;
    browser.picture("setup-harmony.png").await;

    server.kill();
    browser.press("再检查一次").await;
    browser.sees("连不上服务器").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tablet_that_trusts_the_certificate_is_told_so_and_goes_on() {
    let data = certified();
    let server = encrypted(&data);
    let browser = Browser::open_with(Screen::Tablet, &[&trust(&data)]).await;
    browser.goto(&setup_url(&server)).await;
    browser.sees("证书已生效").await;
    browser.script("window.scrollTo(0, document.body.scrollHeight)").await;
    browser.picture("setup-done.png").await;
    browser.press("打开 https://").await;
    browser.sees("选一个身份").await;
    assert_eq!(browser.script("return location.origin").await, server.url.as_str());
    // there the check would find everything well even for those who went on in spite of a warning
    browser.press("平板设置").await;
    browser.sees("本页已在加密地址上").await;
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_the_encrypted_address_a_browser_grants_what_offline_work_needs() {
    let data = data_dir();
    assert_eq!(cert(data.path(), &["--name", "pingbi.lan"]).code, 0);
    let server = encrypted(&data);
    // browsers trust a loopback address without encryption too: it takes another name to see the difference
    let arguments = [&*trust(&data), "--host-resolver-rules=MAP pingbi.lan 127.0.0.1"];
    let browser = Browser::open_with(Screen::Tablet, &arguments).await;
    browser.goto(&setup_url(&server).replace("127.0.0.1", "pingbi.lan")).await;
    assert_eq!(browser.script("return window.isSecureContext").await, false);

    browser.goto(&server.url.replace("127.0.0.1", "pingbi.lan")).await;
    assert_eq!(browser.script("return window.isSecureContext").await, true);
    // HTTP/2 says the host in another way: a change still comes from a page of ours, at whatever name it was opened
    let spoken = browser.script("return performance.getEntriesByType('navigation')[0].nextHopProtocol").await;
    assert_eq!(spoken, "h2");
    browser.press("评委").await;
    browser.sees("当前 · 第 7 站").await;
    let worker = browser.script("return (await navigator.serviceWorker.ready).active !== null").await;
    assert_eq!(worker, true);

    // a stream of events goes through encryption and HTTP/2 as well
    browser.goto(&server.url.replace("127.0.0.1", "pingbi.lan")).await;
    browser.press("组织者").await;
    browser.sees("评分卡送达").await;
    browser.sees("实时").await;
    let spoken = browser.script("return performance.getEntriesByType('navigation')[0].nextHopProtocol").await;
    assert_eq!(spoken, "h2");
    browser.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_encryption_the_page_says_what_is_missing() {
    let server = Server::demo();
    let browser = Browser::open(Screen::Tablet).await;
    browser.goto(&server.url).await;
    browser.press("平板设置").await;
    browser.sees("加密连接没有启用").await;
    browser.picture("setup-off.png").await;
    browser.close().await;
}
