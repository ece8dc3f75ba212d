//! A token or a password is in no log, however much is logged.

use std::fs::File;
use std::process::{Command, Stdio};

use crate::support::server::{Server, data_dir};
use crate::support::site::{Person, Site, Who};

#[test]
fn no_token_and_no_password_is_ever_logged() {
    let data = data_dir();
    let log = data.path().join("log");
    let stderr = File::create(&log).expect("a file");
    let server = Server::start_with(&["--demo"], data.clone(), |command: &mut Command| {
        command.env("RUST_LOG", "trace").stderr(Stdio::from(stderr));
    });
    let site = Site::of(server, &data);
    let mut secrets = Vec::new();
    let cookie = |answer: &reqwest::blocking::Response| {
        let cookie = answer.headers()["set-cookie"].to_str().expect("text");
        cookie.split([';', '=']).nth(1).expect("a token").to_owned()
    };
    for link in site.server.judge_links() {
        let token = link.rsplit('/').next().expect("a token").to_owned();
        let person = site.visitor();
        let answer = person.get(&format!("/j/{token}"));
        secrets.push(cookie(&answer));
        assert!(person.page("/judge").len() > 100);
        secrets.push(token);
    }
    let visitor = site.visitor();
    for role in ["组织者", "领导", "管理员"] {
        let (name, password) = site.server.account(role);
        let answer = visitor.post("/sign-in", &[("name", &name), ("password", &password), ("next", "/events")]);
        secrets.push(cookie(&answer));
        assert_eq!(visitor.get("/events").status(), 200);
        assert_eq!(visitor.post("/sign-in", &[("name", &name), ("password", "not-that-battery")]).status(), 401);
        secrets.push(password);
    }
    secrets.push("not-that-battery".to_owned());
    secrets.extend(minted(&site.person(Who::Organiser), &site.under_way));
    let administrator = site.person(Who::Administrator);
    let page = administrator.post("/accounts", &[("name", "another"), ("role", "official")]).text().expect("text");
    secrets
        .push(page.split("<p class=\"code\">").nth(1).expect("a password").split('<').next().expect("it").to_owned());
    // errors are logged too
    visitor.get("/j/a-guess-that-is-no-token");
    secrets.push("a-guess-that-is-no-token".to_owned());
    let log = std::fs::read_to_string(&log).expect("the log");
    assert!(log.lines().count() > 5, "much is logged: {log}");
    for secret in secrets {
        assert!(secret.len() >= 16, "{secret}");
        let at = log.find(&secret);
        assert!(
            at.is_none(),
            "a secret is in the log: {}",
            &log[at.unwrap_or(0).saturating_sub(200)..][..260.min(log.len())]
        );
    }
}

/// The links that an organiser is shown.
fn minted(organiser: &Person, event: &str) -> Vec<String> {
    let page = organiser.post(&format!("/events/{event}/links"), &[]).text().expect("text");
    let tokens: Vec<String> =
        page.split("/j/").skip(1).map(|rest| rest.split('<').next().expect("a token").to_owned()).collect();
    assert_eq!(tokens.len(), 20);
    tokens
}
