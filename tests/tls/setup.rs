//! The set-up page, and the unencrypted port on which there is nothing else.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use reqwest::blocking::{Client, Response};
use reqwest::redirect::Policy;
use sha2::{Digest, Sha256};

use super::{address, authority, certified, encrypted, setup_url};
use crate::support::secure::Secure;
use crate::support::server::{Server, data_dir};

fn get(url: &str) -> Response {
    let client = Client::builder().no_proxy().redirect(Policy::none()).build().expect("a client");
    client.get(url).header("cookie", "guanmo=x; guanmo-judge=x").send().expect("an answer")
}

#[test]
fn the_set_up_port_gives_the_page_and_the_authority() {
    let data = certified();
    let server = encrypted(&data);
    let setup = setup_url(&server);
    assert!(setup.starts_with("http://127.0.0.1:"), "{setup}");
    let page = get(&setup);
    assert_eq!(page.status(), 200);
    assert!(page.headers().get("set-cookie").is_none());
    let policy = page.headers()["content-security-policy"].to_str().expect("text").to_owned();
    assert!(policy.ends_with(&format!("connect-src 'self' {}", server.url)), "{policy}");
    let page = page.text().expect("text");
    for words in ["下载 guanmo-ca.crt", "从存储设备安装", "安装证书", &server.url] {
        assert!(page.contains(words), "{words}");
    }

    let file = get(&format!("{setup}/guanmo-ca.crt"));
    assert_eq!(file.headers()["content-type"], "application/x-x509-ca-cert");
    let bytes = file.bytes().expect("bytes");
    let kept = fs::read(authority(&data)).expect("a file");
    let text = get(&format!("{setup}/guanmo-ca.pem")).text().expect("text");
    assert_eq!(text.replace('\r', "").trim(), String::from_utf8(kept).expect("text").replace('\r', "").trim());
    // the page's fingerprint, and the terminal's, are that of the file that was downloaded
    let pairs: Vec<String> = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02X}")).collect();
    assert!(server.printed.contains(&pairs.join(":")), "{}", server.printed);
    assert!(pairs.chunks(4).all(|group| page.contains(&group.join(" "))));

    // what the page is drawn with is there as well
    let mut files = 0;
    for name in page.split('"').filter(|text| text.starts_with("/assets/")) {
        files += 1;
        assert_eq!(get(&setup.replace("/setup", name)).status(), 200, "{name}");
    }
    assert!(files >= 5, "{files}");
}

#[test]
fn the_set_up_port_refuses_everything_else() {
    let data = certified();
    let server = encrypted(&data);
    let setup = setup_url(&server);
    let base = setup.trim_end_matches("/setup");
    let page = get(&setup).text().expect("text");
    let tokens = page.split('"').find(|text| text.ends_with("tokens.css")).expect("a stylesheet").to_owned();
    let link = server.judge_links()[0].replace(&server.url, "");
    let script = tokens.replace("tokens.css", "journal.js");
    let paths = [
        "/",
        "/healthz",
        "/sign-in",
        "/judge",
        "/events",
        "/audit",
        "/api/sync",
        "/setup/authority-key.pem",
        "/setup/",
        "/setup/guanmo-ca.crt/..%2fauthority-key.pem",
        &link,
        &script,
    ];
    for path in paths {
        let answer = get(&format!("{base}{path}"));
        assert_eq!(answer.status(), 404, "{path}");
        assert!(answer.headers().get("set-cookie").is_none(), "{path}");
        assert!(answer.headers().contains_key("content-security-policy"), "{path}");
        if !path.starts_with("/setup/") {
            assert!(answer.text().expect("text").contains("href=\"/setup\""), "{path}");
        }
    }
    let client = Client::builder().no_proxy().build().expect("a client");
    for path in ["/sign-in", "/api/sync", "/demo/judge", "/setup"] {
        let answer = client.post(format!("{base}{path}")).header("origin", base).body("x").send().expect("an answer");
        assert_eq!(answer.status(), 404, "{path}");
    }
}

#[test]
fn the_encrypted_address_has_the_page_too() {
    let data = certified();
    let server = encrypted(&data);
    let client = Secure::trusting(&authority(&data));
    let page = client.get(address(&server.url), "127.0.0.1", "/setup", &[]).expect("an answer");
    assert!(page.status == 200 && page.body.contains(&setup_url(&server)), "{page:?}");
}

#[test]
fn http_at_the_encrypted_port_is_told_the_way_and_nothing_else() {
    let data = certified();
    let server = encrypted(&data);
    let plain = server.url.replace("https://", "http://");
    for path in [
        "/",
        "/sign-in?next=/events",
        "/judge",
        "/healthz",
        "/api/sync",
        &server.judge_links()[0].replace(&server.url, ""),
    ] {
        let answer = get(&format!("{plain}{path}"));
        assert_eq!(answer.status(), 404, "{path}");
        assert!(answer.headers().get("set-cookie").is_none(), "{path}");
        let page = answer.text().expect("text");
        assert!(page.contains(&format!("href=\"{}{path}\"", server.url)), "{path}: {page}");
        assert!(page.contains("href=\"/setup\"") && page.contains("安全提醒"), "{page}");
    }
    let client = Client::builder().no_proxy().build().expect("a client");
    let posted = client.post(format!("{plain}/sign-in")).header("origin", &plain).body("x").send().expect("an answer");
    assert_eq!(posted.status(), 404);
    // the authority can be had this way as well
    assert_eq!(get(&format!("{plain}/setup")).status(), 200);
    assert_eq!(get(&format!("{plain}/setup/guanmo-ca.crt")).status(), 200);
}

#[test]
fn what_is_neither_http_nor_tls_at_the_encrypted_port_keeps_nobody_out() {
    let data = certified();
    let server = encrypted(&data);
    let at = address(&server.url);
    let connect = || TcpStream::connect(at).expect("a connection");
    let silent: Vec<TcpStream> = (0..20).map(|_| connect()).collect();
    for rubbish in [
        &b"\x00\x00\x00"[..],
        b"\x16\x03\x01\xff\xff",
        b"SSH-2.0-x\r\n",
        b"GET",
        b"\x80\x2e\x01",
        b"get / http/1.1\r\n\r\n",
    ] {
        connect().write_all(rubbish).expect("written");
    }
    drop(connect());
    let client = Secure::trusting(&authority(&data));
    assert_eq!(client.get(at, "127.0.0.1", "/healthz", &[]).expect("an answer").status, 200);
    // who says nothing is not waited for for ever
    for mut silent in silent {
        silent.set_read_timeout(Some(Duration::from_secs(30))).expect("set");
        assert_eq!(silent.read(&mut [0; 8]).expect("closed in time"), 0);
    }
}

#[test]
fn with_a_certificate_from_elsewhere_there_is_nothing_to_install() {
    let data = certified();
    let [certificate, key] = ["server", "server-key"].map(|name| data.path().join(format!("tls/{name}.pem")));
    let (certificate, key) = (certificate.to_str().expect("a path"), key.to_str().expect("a path"));
    let server = Server::start(&["--tls-cert", certificate, "--tls-key", key], Arc::clone(&data));
    let client = Secure::trusting(&authority(&data));
    assert_eq!(client.get(address(&server.url), "127.0.0.1", "/healthz", &[]).expect("an answer").status, 200);
    let setup = setup_url(&server);
    let page = get(&setup).text().expect("text");
    assert!(page.contains("加密连接已启用") && !page.contains("guanmo-ca.crt"), "{page}");
    assert_eq!(get(&format!("{setup}/guanmo-ca.crt")).status(), 404);
}

#[test]
fn without_encryption_the_page_says_how_to_turn_it_on_and_what_is_missing() {
    let server = Server::start(&[], data_dir());
    assert!(!server.printed.contains("/setup"), "{}", server.printed);
    let page = get(&format!("{}/setup", server.url)).text().expect("text");
    for words in ["guanmo cert", "--tls-self", "离线时打开页面", "长期保留数据"] {
        assert!(page.contains(words), "{words}");
    }
    assert_eq!(get(&format!("{}/setup/guanmo-ca.crt", server.url)).status(), 404);

    let server = Server::start(&["--public-url", "https://pingbi.example"], data_dir());
    let port = server.printed.contains("https://pingbi.example/");
    assert!(port, "{}", server.printed);
}
