//! What the site does against those who mean it ill: headers, cookies, origins, limits, guesses, redirects.

use reqwest::blocking::Response;

use guanmo::app::act::secret::Secret;
use guanmo::web::routes::TABLE;

use crate::support::folder::{Folder, guanmo};
use crate::support::server::data_dir;
use crate::support::site::{Person, Site, Who};

fn header<'a>(answer: &'a Response, name: &str) -> &'a str {
    answer.headers().get(name).map_or("", |value| value.to_str().expect("text"))
}

fn dressed(answer: &Response, what: &str) {
    let policy = header(answer, "content-security-policy");
    assert!(policy.contains("default-src 'self'"), "{what}: {policy}");
    assert!(policy.contains("frame-ancestors 'none'") && policy.contains("form-action 'self'"), "{what}: {policy}");
    assert!(policy.contains("base-uri 'none'") && policy.contains("object-src 'none'"), "{what}: {policy}");
    assert!(!policy.contains("unsafe") && !policy.contains('*'), "{what}: {policy}");
    assert_eq!(header(answer, "x-content-type-options"), "nosniff", "{what}");
    assert_eq!(header(answer, "x-frame-options"), "DENY", "{what}");
    assert!(["same-origin", "no-referrer"].contains(&header(answer, "referrer-policy")), "{what}");
    let cache = header(answer, "cache-control");
    // the judge's page has nobody's data in it, and may be kept as long as it is asked about
    let kept = what == "/judge" && cache == "no-cache";
    // what is published may be kept by its reader, and is asked about with their rights each time
    let published = what.ends_with("/board") && cache == "private, no-cache";
    let published = published || (what.ends_with("/ranking.csv") && cache == "private, no-cache");
    assert!(cache == "no-store" || kept || published, "{what}: {cache}");
    assert!(!answer.headers().contains_key("server"), "{what}");
    assert!(!answer.headers().contains_key("access-control-allow-origin"), "{what}");
}

#[test]
fn every_answer_has_its_security_headers() {
    let site = Site::demo();
    let start = site.visitor().page("/");
    let asset = start.split('"').find(|text| text.ends_with("theme.js")).expect("a script");
    for who in Who::ALL {
        let person = site.person(who);
        for path in [
            "/",
            "/healthz",
            "/readyz",
            "/assets/none/none.css",
            "/sign-in",
            "/nowhere",
            "/events",
            "/judge",
            "/audit",
            "/accounts",
            "/j/guess",
            "/events/NONE/desk",
            "/api/sync",
        ] {
            dressed(&person.get(path), path);
        }
        // a script is no document: it runs under the policy of the page that names it
        let script = person.get(asset);
        assert_eq!(header(&script, "x-content-type-options"), "nosniff");
        // it holds nothing of anybody, and is sent thirty times to a tablet on a bad network
        assert_eq!(header(&script, "cross-origin-resource-policy"), "");
        for path in [format!("/events/{}/board", site.published), format!("/events/{}/ranking.csv", site.published)] {
            dressed(&person.get(&path), &path);
        }
        dressed(&person.post("/api/sync", &[]), "a wrong body");
        dressed(&person.sync(vec![b' '; 3_000_000]), "a large body");
        dressed(&person.send(person.form("/sign-out").body("")), "a foreign origin");
    }
}

#[test]
fn no_page_has_a_script_or_a_style_in_itself() {
    let site = Site::demo();
    let judge = site.person(Who::Judge);
    let organiser = site.person(Who::Organiser);
    let administrator = site.person(Who::Administrator);
    let event = |page: &str| format!("/events/{}/{page}", site.under_way);
    let mut pages: Vec<String> = ["/", "/sign-in"].iter().map(|path| site.visitor().page(path)).collect();
    for path in ["/judge", "/judge/card/visit/07", "/judge/cards", "/judge/device"] {
        pages.push(judge.page(path));
    }
    for path in ["desk", "exclude", "devices", "quarantine", "links", "export", "provisional", "close", "board"] {
        pages.push(organiser.page(&event(path)));
    }
    pages.push(organiser.page(&format!("/events/{}/board", site.published)));
    pages.extend(["/audit", "/accounts", "/events"].iter().map(|path| administrator.page(path)));
    pages.push(organiser.get("/nowhere").text().expect("text"));
    for page in pages {
        for part in page.split('<').skip(1) {
            let tag = part.split('>').next().unwrap_or_default();
            let inline = tag.starts_with("script") && !tag.contains("src=") && !tag.contains("application/json");
            assert!(!inline && !tag.starts_with("style"), "<{tag}>");
            assert!(!tag.contains(" style=") && !tag.contains(" onclick") && !tag.contains(" onload"), "<{tag}>");
            for address in ["src=\"", "href=\""].iter().filter_map(|key| tag.split_once(key)) {
                let ours = ["/", "#", "?"].iter().any(|start| address.1.starts_with(start));
                assert!(ours && !address.1.starts_with("//"), "nothing comes from elsewhere: <{tag}>");
            }
        }
    }
}

#[test]
fn cookies_are_out_of_the_reach_of_scripts_and_of_other_sites() {
    for (url, secure) in [(None, false), (Some("https://guanmo.example"), true)] {
        let arguments: Vec<&str> = ["--demo"].into_iter().chain(url.map(|_| "--public-url")).chain(url).collect();
        let site = Site::start(&arguments);
        let visitor = site.visitor();
        let origin = url.unwrap_or(visitor.origin()).to_owned();
        for role in ["judge", "organiser"] {
            let answer = visitor.send(visitor.form(&format!("/demo/{role}")).header("origin", &origin));
            assert_eq!(answer.status(), 303);
            let cookie = header(&answer, "set-cookie");
            assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
            assert!(cookie.contains("Path=/") && cookie.contains("Max-Age="), "{cookie}");
            assert_eq!(cookie.contains("Secure"), secure, "{cookie}");
            assert!(!cookie.contains("Domain"), "{cookie}");
        }
    }
}

#[test]
fn a_change_that_another_site_asks_for_is_refused() {
    let site = Site::demo();
    let people: Vec<_> = Who::ALL.into_iter().map(|who| site.person(who)).collect();
    let before = site.acts();
    let port = site.server.url.rsplit(':').next().expect("a port").to_owned();
    let foreign = [
        None,
        Some("null".to_owned()),
        Some(String::new()),
        Some("https://evil.example".to_owned()),
        Some(format!("http://evil.example:{port}")),
        Some(format!("http://127.0.0.1:{port}.evil.example")),
        Some(format!("{}@evil.example", site.server.url)),
        Some("http://127.0.0.1:1".to_owned()),
    ];
    for row in TABLE.iter().filter(|row| row.method == "POST") {
        let path = row.path.replace("{event}", &site.under_way).replace("{role}", "organiser");
        for person in &people {
            for origin in &foreign {
                let ask = || {
                    let request = person.form(&path).body("reason=x&entry=08&name=x&password=y&role=official");
                    person.send(origin.iter().fold(request, |request, origin| request.header("origin", origin)))
                };
                let mut answer = ask();
                while answer.status() == 429 {
                    // more than one session may ask in a second
                    std::thread::sleep(std::time::Duration::from_secs(1));
                    answer = ask();
                }
                assert_eq!(answer.status(), 403, "{path} from {origin:?}");
                assert!(answer.text().expect("text").contains("请求来源不是本站，已拒绝"), "{path}");
            }
        }
    }
    assert_eq!(site.acts(), before);
}

#[test]
fn over_tls_a_page_without_tls_is_another_site() {
    let site = Site::start(&["--demo", "--public-url", "https://guanmo.example"]);
    let visitor = site.visitor();
    let step = |origin: &str, host: &str| {
        let request = visitor.form("/demo/official").header("origin", origin).header("host", host);
        visitor.send(request).status().as_u16()
    };
    assert_eq!(step("https://guanmo.example", "guanmo.example"), 303);
    assert_eq!(step("https://guanmo.example", "127.0.0.1"), 303);
    assert_eq!(step("http://guanmo.example", "guanmo.example"), 403);
}

#[test]
fn while_passwords_of_an_account_are_tried_its_owner_goes_in_and_administrators_are_told() {
    let site = Site::demo();
    let (name, password) = site.server.account("组织者");
    let sign_in = |person: &Person, name: &str, password: &str| {
        person.post("/sign-in", &[("name", name), ("password", password)])
    };
    let owner = site.visitor();
    let answer = sign_in(&owner, &name, &password);
    assert_eq!(answer.status(), 303);
    let cookies: Vec<&str> = answer.headers().get_all("set-cookie").iter().map(|c| c.to_str().expect("text")).collect();
    let mark = cookies.iter().find(|cookie| cookie.starts_with("guanmo-browser-")).expect("a mark");
    assert!(mark.contains("HttpOnly") && mark.contains("SameSite=Lax") && mark.contains("Path=/sign-in"), "{mark}");
    owner.post("/sign-out", &[]);
    // behind the owner's own address, too
    let attacker = site.visitor();
    let tried = |name: &str| {
        let answers = (0..7).map(|_| {
            let answer = sign_in(&attacker, name, "wrong battery");
            let (status, wait) = (answer.status().as_u16(), header(&answer, "retry-after").to_owned());
            // the name that was typed stands in its field again
            (status, wait, answer.text().expect("text").replace(&format!("value=\"{name}\""), ""))
        });
        answers.collect::<Vec<_>>()
    };
    let (known, none) = (tried(&name), tried("nobody"));
    assert_eq!(known, none, "a name that is none is answered in the same way");
    assert!(known[..5].iter().all(|(status, _, text)| *status == 401 && text.contains("用户名或密码不对")));
    assert!(
        known[5..].iter().all(|(status, wait, text)| *status == 429 && wait == "2" && text.contains("请在 2 秒后再试"))
    );
    assert_eq!(sign_in(&attacker, &name, &password).status(), 429);
    assert_eq!(sign_in(&owner, &name, &password).status(), 303);
    assert_eq!(owner.get("/events").status(), 200);
    // somebody else does not wait with them
    let (other, password) = site.server.account("领导");
    assert_eq!(sign_in(&attacker, &other, &password).status(), 303);
    let administrator = site.person(Who::Administrator);
    for page in ["/events", "/accounts"] {
        let page = administrator.page(page);
        assert!(page.contains("有人在试密码") && page.contains(&name), "{page}");
    }
    assert!(!site.person(Who::Organiser).page("/events").contains("有人在试密码"));
}

#[test]
fn whoever_asks_too_often_is_told_when_to_ask_again() {
    let site = Site::demo();
    let visitor = site.visitor();
    // a name that is none, so that no account is locked
    let statuses: Vec<_> =
        (0..40).map(|n| visitor.post("/sign-in", &[("name", &format!("nobody{n}")), ("password", "guess")])).collect();
    let refused: Vec<_> = statuses.iter().filter(|answer| answer.status() == 429).collect();
    assert!(!refused.is_empty(), "forty guesses went through");
    for answer in &refused {
        let wait: u64 = header(answer, "retry-after").parse().expect("seconds");
        assert!((1..=60).contains(&wait), "{wait}");
        dressed(answer, "too many");
    }
    let judge = site.person(Who::Judge);
    let mut last = 200;
    for _ in 0..3000 {
        let answer = judge.sync(r#"{"device":"t1","seq_from":1}"#);
        last = answer.status().as_u16();
        if last == 429 {
            let text = answer.text().expect("text");
            assert!(text.contains("操作过于频繁，请在 1 秒后再试"), "{text}");
            break;
        }
    }
    assert_eq!(last, 429, "one tablet may ask as often as it likes");
    // another tablet of the same bus goes on
    assert_eq!(site.person(Who::Organiser).get("/events").status(), 200);
}

#[test]
fn without_limits_anybody_asks_as_often_as_they_like_and_only_from_this_machine() {
    let site = Site::start(&["--demo", "--limits", "off"]);
    let visitor = site.visitor();
    for n in 0..40 {
        let answer = visitor.post("/sign-in", &[("name", &format!("nobody{n}")), ("password", "guess")]);
        assert_eq!(answer.status(), 401, "guess {n}");
    }
    let data = data_dir();
    let folder = data.path().join("new");
    for (listen, limits, sentence) in [
        ("0.0.0.0:0", "off", "只能在监听本机回环地址"),
        ("[::]:0", "off", "只能在监听本机回环地址"),
        ("127.0.0.1:0", "maybe", "可用：on、off"),
    ] {
        let path = folder.to_str().expect("a plain path");
        let output = guanmo(&["serve", "--listen", listen, "--limits", limits, "--data", path]);
        assert_eq!(output.code, 2, "{output:?}");
        assert!(output.stderr.contains(sentence), "{output:?}");
        assert!(!folder.exists(), "nothing was made");
    }
}

#[test]
fn an_address_that_is_written_in_another_way_gives_no_more_tries() {
    let site = Site::demo();
    let visitor = site.visitor();
    let statuses: Vec<u16> = (0..40)
        .map(|n| {
            let name = format!("nobody{n}");
            visitor.post("/sign%2Din", &[("name", &name), ("password", "guess")]).status().as_u16()
        })
        .collect();
    assert_eq!(statuses[0], 401, "it is the same page");
    assert!(statuses.contains(&429), "{statuses:?}");
}

#[test]
fn a_judge_whose_session_has_ended_is_not_heard_any_more_however_lately_they_were() {
    let site = Site::start(&[]);
    let event = site.import(&Folder::sound());
    let (judge, thief) = (site.visitor(), site.visitor());
    let answer = judge.get(&format!("/j/{}", site.link(&event, "j1").reveal()));
    let cookies = answer.headers().get_all("set-cookie").iter().map(|value| value.to_str().expect("text"));
    let copied =
        cookies.filter_map(|cookie| cookie.split(';').next()).find(|cookie| cookie.starts_with("guanmo-judge="));
    let copied = copied.expect("a session").to_owned();
    let card = r#"{"op":"5b0d7b5e-9a0c-4c9e-8a52-0d9f3b1c2e11","device":"t1","seq":1,"judge":"j1","component":"visit",
        "entry":"A","base":null,"marks":{},"comment":"","rules":"r","at":"2023-12-23T10:00:00+08:00"}"#;
    let asks = |ops: &str| {
        let request =
            thief.request("POST", "/api/sync").header("cookie", &copied).header("origin", site.server.url.as_str());
        let body = format!(r#"{{"device":"t1","seq_from":1,"ops":[{ops}]}}"#);
        thief.send(request.header("content-type", "application/json").body(body))
    };
    assert_eq!(asks("").status(), 200);
    let (_, token) = copied.split_once('=').expect("a token");
    site.app.sign_out(&Secret::new(token)).expect("ended");
    let before = site.acts();
    for ops in ["", card] {
        let answer = asks(ops);
        assert_eq!(answer.status(), 401);
        let said = answer.text().expect("text");
        assert!(said.contains("not-signed-in") && !said.contains("my_cards"), "{said}");
    }
    assert_eq!(site.acts(), before, "nothing was written");
}

#[test]
fn signing_out_ends_the_session_here_and_on_the_server() {
    let site = Site::demo();
    let organiser = site.person(Who::Organiser);
    let thief = site.visitor();
    let answer = organiser.post("/demo/organiser", &[]);
    let stolen = header(&answer, "set-cookie").split(';').next().expect("a cookie").to_owned();
    let with = |cookie: &str| thief.send(thief.request("GET", "/events").header("cookie", cookie)).status();
    assert_eq!(with(&stolen), 200);
    let answer = organiser.post("/sign-out", &[]);
    assert_eq!((answer.status().as_u16(), header(&answer, "location")), (303, "/"));
    assert!(header(&answer, "set-cookie").contains("Max-Age=0"));
    assert_eq!(organiser.get("/events").status(), 401);
    assert_eq!(with(&stolen), 401, "a copy of the cookie is worth nothing any more");
    for forged in ["guanmo=", "guanmo=x", "guanmo=../../etc", &format!("guanmo={}", "A".repeat(4000))] {
        assert_eq!(with(forged), 401, "{forged}");
    }
    // a judge's token is none of staff, nor the other way round
    let answer = site.visitor().post("/demo/judge", &[]);
    let judge = header(&answer, "set-cookie").split(';').next().expect("a cookie").to_owned();
    let token = judge.split_once('=').expect("a value").1;
    let desk = format!("/events/{}/desk", site.under_way);
    let answer = thief.send(thief.request("GET", &desk).header("cookie", format!("guanmo={token}")));
    assert!([401, 403].contains(&answer.status().as_u16()), "a judge is no organiser");
}

#[test]
fn after_signing_in_nobody_is_sent_to_another_site() {
    let site = Site::demo();
    let (name, password) = site.server.account("领导");
    let visitor = site.visitor();
    for (next, to) in [
        ("/events", "/events"),
        ("/events/ABC/board", "/events/ABC/board"),
        ("https://evil.example", "/events"),
        ("//evil.example", "/events"),
        ("/\\evil.example", "/events"),
        ("/events/..//evil.example", "/events"),
        ("/eventsevil", "/events"),
        ("/events@evil.example", "/events"),
        ("/events/\r\nset-cookie: a=b", "/events"),
        ("javascript:alert(1)", "/events"),
        ("/j/token", "/events"),
        ("/sign-out", "/events"),
        ("", "/events"),
    ] {
        let answer = visitor.post("/sign-in", &[("name", &name), ("password", &password), ("next", next)]);
        assert_eq!((answer.status().as_u16(), header(&answer, "location")), (303, to), "{next:?}");
    }
    let page = visitor.page("/sign-in?next=%22%3E%3Cscript%3Ealert(1)%3C/script%3E");
    assert!(!page.contains("<script>alert"), "{page}");
    // from a page that needs an account, the sign-in goes on to that page
    let event = site.import(&Folder::sound());
    let asked = site.visitor().get(&format!("/events/{event}/desk")).text().expect("text");
    assert!(asked.contains(&format!("value=\"/events/{event}/desk\"")), "{asked}");
}
