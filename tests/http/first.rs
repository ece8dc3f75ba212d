//! The first steps on a new machine: the first accounts, and links that lead nowhere.

use std::process::Stdio;

use guanmo::app::act::actor::Role;

use crate::support::folder::{Folder, guanmo};
use crate::support::server::{Server, data_dir};
use crate::support::site::{Person, Site};

/// The password that a line of the output gives an account.
fn password(output: &str, name: &str) -> String {
    let line = output.lines().find(|line| line.starts_with(&format!("{name}（"))).expect("the account");
    line.split('：').nth(1).expect("a password").to_owned()
}

#[test]
fn an_account_that_is_made_before_the_first_start_comes_with_the_administrators() {
    let data = data_dir();
    let path = data.path().to_str().expect("a plain path").to_owned();
    let create = |arguments: &[&str]| guanmo(&[&["account", "create", "--data", &path], arguments].concat());
    let same = create(&["admin", "official"]);
    assert!(same.code != 0 && same.stderr.contains("用户名已被使用"), "{same:?}");
    let made = create(&["zhang", "organiser", "--full-name", "张三", "--admin-name", "keeper"]);
    assert_eq!(made.code, 0, "{made:?}");
    assert!(made.stdout.contains("一并建立了系统管理员账号"), "{made:?}");
    let (organiser, keeper) = (password(&made.stdout, "zhang"), password(&made.stdout, "keeper"));
    // the next one is an account and no more
    let next = create(&["li", "official"]);
    assert!(next.code == 0 && !next.stdout.contains("管理员"), "{next:?}");
    assert_eq!(next.stdout.matches("的密码：").count(), 1);

    let server = Server::start_with(&["--organiser-password", "correct horse battery"], data, |command| {
        command.stderr(Stdio::piped());
    });
    assert!(!server.printed.contains("只显示这一次"), "no more accounts are made: {}", server.printed);
    for (name, password) in [("zhang", &organiser), ("keeper", &keeper)] {
        let answer = Person::at(&server.url).post("/sign-in", &[("name", name), ("password", password)]);
        assert_eq!(answer.status(), 303, "{name}");
    }
    let person = Person::at(&server.url);
    assert_eq!(person.post("/sign-in", &[("name", "keeper"), ("password", &keeper)]).status(), 303);
    let own = "春眠不觉晓，处处闻啼鸟";
    let change = [("old", keeper.as_str()), ("new", own), ("again", own)];
    assert_eq!(person.post("/account/password", &change).status(), 303);
    assert!(person.page("/accounts").contains("<td>张三</td>"));
}

#[test]
fn a_password_that_has_no_effect_is_said_at_the_start() {
    let data = data_dir();
    let password = ["--organiser-password", "correct horse battery"];
    let heard = || {
        let log = data.path().join("stderr");
        let file = std::fs::File::create(&log).expect("a file");
        let server = Server::start_with(&password, std::sync::Arc::clone(&data), |command| {
            command.stderr(file);
        });
        let answer = Person::at(&server.url).post("/sign-in", &[("name", "organiser"), ("password", password[1])]);
        assert_eq!(answer.status(), 303);
        drop(server);
        std::fs::read_to_string(log).expect("text")
    };
    assert!(!heard().contains("没有起作用"), "the first start takes it");
    assert!(heard().contains("--organiser-password（GUANMO_ORGANISER_PASSWORD）没有起作用"));
}

#[test]
fn links_that_only_this_machine_opens_warn_on_the_page_and_on_the_slip() {
    let warning = "这个网址只在本机能打开";
    for (arguments, warns) in [(&["--demo"][..], true), (&["--demo", "--public-url", "http://192.168.1.8:8080"], false)]
    {
        let site = Site::start(arguments);
        let event = site.import(&Folder::sound());
        let organiser = site.somebody("organiser6", Role::Organiser);
        let path = format!("/events/{event}/links");
        for page in [path.clone(), format!("{path}?judge=j1")] {
            assert_eq!(organiser.page(&page).contains(warning), warns, "{page} {arguments:?}");
        }
        let fresh = site.import(Folder::sound().remove("scores.csv"));
        let slips = organiser.post(&format!("/events/{fresh}/links"), &[]).text().expect("text");
        // once above, and once on each slip
        assert_eq!(slips.matches(warning).count(), if warns { 4 } else { 0 }, "{arguments:?}");
    }
}
