//! What cannot be made or served: a sentence that says why, an exit code, nothing changed.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use chrono::{TimeDelta, Utc};
use guanmo::lan::{self, Files};

use super::{cert, certified};
use crate::support::server::data_dir;

/// Starts a server that must refuse to; gives its exit code and what it said.
fn refused(data: &Path, arguments: &[&str]) -> (i32, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_guanmo"))
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(data)
        .args(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let until = Instant::now() + Duration::from_secs(10);
    let status = loop {
        if let Some(status) = child.try_wait().expect("a child") {
            break status;
        }
        if Instant::now() > until {
            child.kill().expect("killed");
            panic!("it serves with {arguments:?}");
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    let mut said = String::new();
    child.stderr.take().expect("its errors").read_to_string(&mut said).expect("text");
    assert!(!said.contains("panicked"), "{said}");
    assert!(!data.join("guanmo.db").exists(), "a start that is refused makes no database");
    (status.code().expect("an exit code"), said)
}

fn path(data: &Path, name: &str) -> String {
    data.join(name).to_str().expect("a plain path").to_owned()
}

#[test]
fn files_that_are_no_certificate_and_no_key_are_named() {
    let data = certified();
    let data = data.path();
    fs::write(data.join("garbage.pem"), "not a certificate\n").expect("written");
    let inside = "-----BEGIN CERTIFICATE-----\nbm90IG9uZQ==\n-----END CERTIFICATE-----\n";
    fs::write(data.join("inside.pem"), inside).expect("written");
    fs::write(data.join("cut.pem"), "-----BEGIN PRIVATE KEY-----\nMIGH").expect("written");
    let empty = "-----BEGIN PRIVATE KEY-----\nbm90IG9uZQ==\n-----END PRIVATE KEY-----\n";
    fs::write(data.join("empty.pem"), empty).expect("written");
    let (good, key) = (path(data, "tls/server.pem"), path(data, "tls/server-key.pem"));
    let cases = [
        (path(data, "garbage.pem"), key.clone(), "garbage.pem 里没有可用的证书"),
        (path(data, "inside.pem"), key.clone(), "inside.pem 里没有可用的证书"),
        (key.clone(), key.clone(), "server-key.pem 里没有可用的证书"),
        (path(data, "none.pem"), key, "none.pem 读不出来"),
        (data.to_str().expect("a plain path").to_owned(), good.clone(), "读不出来"),
        (good.clone(), path(data, "garbage.pem"), "garbage.pem 里没有可用的私钥"),
        (good.clone(), path(data, "cut.pem"), "cut.pem 里没有可用的私钥"),
        (good.clone(), path(data, "empty.pem"), "empty.pem 用不了"),
        (good.clone(), path(data, "none.pem"), "none.pem 读不出来"),
        (good.clone(), path(data, "tls/authority-key.pem"), "authority-key.pem 与证书"),
        (good.clone(), good, "server.pem 里没有可用的私钥"),
    ];
    for (certificate, key, sentence) in cases {
        let (code, said) = refused(data, &["--tls-cert", &certificate, "--tls-key", &key]);
        assert_eq!(code, 1, "{said}");
        assert!(said.contains(sentence), "{sentence}: {said}");
    }
}

#[test]
fn a_certificate_without_its_key_is_a_wrong_call() {
    let data = certified();
    let certificate = path(data.path(), "tls/server.pem");
    for arguments in [
        vec!["--tls-cert", &certificate],
        vec!["--tls-key", &certificate],
        vec!["--tls-self", "--tls-cert", &certificate, "--tls-key", &certificate],
    ] {
        assert_eq!(refused(data.path(), &arguments).0, 2, "{arguments:?}");
    }
}

#[test]
fn where_no_certificate_was_made_it_says_how_to_make_one() {
    let data = data_dir();
    let (code, said) = refused(data.path(), &["--tls-self"]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("还没有证书") && said.contains("guanmo cert"), "{said}");
}

#[test]
fn a_certificate_that_has_run_out_is_not_served() {
    let data = data_dir();
    let long_ago = Utc::now() - TimeDelta::days(40);
    lan::make(&Files::of(data.path()), &[], 30, long_ago).expect("a certificate");
    let (code, said) = refused(data.path(), &["--tls-self"]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("到期") && said.contains("重新运行 guanmo cert"), "{said}");
    let (code, said) = refused(
        data.path(),
        &["--tls-cert", &path(data.path(), "tls/server.pem"), "--tls-key", &path(data.path(), "tls/server-key.pem")],
    );
    assert!(code == 1 && said.contains("到期"), "{said}");

    let again = cert(data.path(), &[]);
    assert!(again.code == 0 && again.stdout.contains("沿用"), "{again:?}");
}

#[test]
fn a_certificate_that_does_not_name_the_address_is_not_served() {
    let data = certified();
    for (url, sentence) in [
        ("https://10.254.1.2:8443", "guanmo cert --name 10.254.1.2"),
        ("https://pingbi.lan", "guanmo cert --name pingbi.lan"),
        ("https://[fd00:99::1]:8443", "证书不是给 [fd00:99::1] 的"),
        ("http://127.0.0.1:8443", "应以 https:// 开头"),
    ] {
        let (code, said) = refused(data.path(), &["--tls-self", "--public-url", url]);
        assert_eq!(code, 1, "{said}");
        assert!(said.contains(sentence), "{url}: {said}");
    }
}

#[test]
fn a_set_up_port_without_encryption_is_refused() {
    let data = data_dir();
    let (code, said) = refused(data.path(), &["--setup-listen", "127.0.0.1:0"]);
    assert!(code == 1 && said.contains("--tls-self"), "{said}");
}

#[test]
fn a_port_that_is_taken_is_named() {
    let data = certified();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("its address").to_string();
    let output = crate::support::folder::guanmo(&[
        "serve",
        "--data",
        data.path().to_str().expect("a plain path"),
        "--listen",
        "127.0.0.1:0",
        "--tls-self",
        "--setup-listen",
        &address,
    ]);
    assert_eq!(output.code, 2, "{output:?}");
    assert!(output.stderr.contains(&address) && output.stderr.contains("--setup-listen"), "{output:?}");
}

#[test]
fn a_certificate_is_not_made_for_what_is_no_name() {
    let data = data_dir();
    for name in ["https://192.168.1.5", "192.168.1.5:8443", "192.168.1", "观摩.lan", "*.lan", "a b", "-x.lan", ""] {
        let made = cert(data.path(), &[&format!("--name={name}")]);
        assert_eq!(made.code, 1, "{name}: {made:?}");
        assert!(made.stderr.contains("不是主机名或 IP 地址"), "{name}: {}", made.stderr);
        assert!(!data.path().join("tls").exists(), "{name}");
    }
    for days in ["0", "397", "x"] {
        assert_eq!(cert(data.path(), &["--days", days]).code, 2, "{days}");
    }
}

#[test]
fn an_authority_does_not_vouch_for_a_public_name_that_comes_later() {
    let data = certified();
    let before = fs::read(data.path().join("tls/server.pem")).expect("a file");
    for name in ["www.example.com", "203.0.113.7"] {
        let made = cert(data.path(), &["--name", name]);
        assert_eq!(made.code, 1, "{made:?}");
        assert!(made.stderr.contains(name) && made.stderr.contains("移走"), "{}", made.stderr);
    }
    assert_eq!(before, fs::read(data.path().join("tls/server.pem")).expect("a file"));
}

#[test]
fn an_authority_whose_files_are_not_as_they_should_be_is_not_replaced_in_silence() {
    let (data, other) = (certified(), certified());
    let file = |name: &str| data.path().join("tls").join(name);
    let key = fs::read(file("authority-key.pem")).expect("a file");

    fs::remove_file(file("authority-key.pem")).expect("gone");
    let made = cert(data.path(), &[]);
    assert!(made.code == 1 && made.stderr.contains("authority-key.pem"), "{made:?}");

    fs::copy(other.path().join("tls/authority-key.pem"), file("authority-key.pem")).expect("copied");
    let made = cert(data.path(), &[]);
    assert!(made.code == 1 && made.stderr.contains("不是一对"), "{made:?}");

    fs::write(file("authority-key.pem"), "garbage").expect("written");
    let made = cert(data.path(), &[]);
    assert!(made.code == 1 && made.stderr.contains("没有可用的私钥"), "{made:?}");

    fs::write(file("authority-key.pem"), key).expect("written");
    assert_eq!(cert(data.path(), &[]).code, 0);
}
