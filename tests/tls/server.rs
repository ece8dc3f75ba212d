//! What a tablet meets at the encrypted address.

use super::{address, authority, certified, encrypted};
use crate::support::secure::Secure;

#[test]
fn a_client_that_trusts_the_authority_is_served_and_signs_in_with_a_secure_cookie() {
    let data = certified();
    let server = encrypted(&data);
    assert!(server.url.starts_with("https://127.0.0.1:"), "{}", server.url);
    let (client, at) = (Secure::trusting(&authority(&data)), address(&server.url));
    let health = client.get(at, "127.0.0.1", "/healthz", &[]).expect("an answer");
    assert_eq!(health.status, 200, "{health:?}");
    assert!(health.body.contains("guanmo"), "{health:?}");

    let links = server.judge_links();
    assert!(links.iter().all(|link| link.starts_with("https://")), "{links:?}");
    let path = links[0].strip_prefix(&server.url).expect("a link of this server");
    let entered = client.get(at, "127.0.0.1", path, &[]).expect("an answer");
    assert_eq!(entered.status, 303, "{entered:?}");
    let cookie = entered.header("set-cookie").expect("a cookie").to_owned();
    assert!(cookie.contains("; Secure") && cookie.contains("; HttpOnly"), "{cookie}");
    let pair = cookie.split(';').next().expect("its value");
    let route = client.get(at, "127.0.0.1", "/judge", &[("cookie", pair)]).expect("an answer");
    assert_eq!(route.status, 200, "{route:?}");
}

#[test]
fn a_client_that_does_not_trust_the_authority_is_not_served() {
    let (data, other) = (certified(), certified());
    let server = encrypted(&data);
    let at = address(&server.url);
    for client in [Secure::trusting_nobody(), Secure::trusting(&authority(&other))] {
        let error = client.get(at, "127.0.0.1", "/healthz", &[]).expect_err("no answer");
        assert!(error.to_string().contains("UnknownIssuer") || error.to_string().contains("BadSignature"), "{error}");
    }
}

#[test]
fn a_certificate_for_another_address_is_refused_by_the_client() {
    let data = certified();
    let server = encrypted(&data);
    let (client, at) = (Secure::trusting(&authority(&data)), address(&server.url));
    assert!(client.get(at, "localhost", "/healthz", &[]).is_ok());
    for name in ["10.254.1.2", "pingbi.lan"] {
        let error = client.get(at, name, "/healthz", &[]).expect_err("no answer").to_string();
        assert!(error.contains("not valid for name"), "{error}");
    }
}

#[test]
fn a_server_that_does_not_encrypt_sets_cookies_without_secure() {
    let server = crate::support::server::Server::demo();
    let client = reqwest::blocking::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build();
    let answer = client.expect("a client").get(&server.judge_links()[0]).send().expect("an answer");
    let cookie = answer.headers()["set-cookie"].to_str().expect("text");
    assert!(!cookie.contains("Secure"), "{cookie}");
}
