//! The organiser's desk over HTTP: what a person presses there.

use std::sync::Arc;

use reqwest::blocking::{Client, Response};
use reqwest::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use serde_json::{Value, json};

use guanmo::app::App;
use guanmo::app::act::actor::Role;
use guanmo::app::act::clock::Clock;

use crate::support::folder::{Folder, guanmo};
use crate::support::http::{Tablet, client};
use crate::support::server::{Server, data_dir};
use crate::support::site::Person;

const PASSWORD: &str = "correct horse battery";

/// A server with one event, and an organiser who is signed in.
struct Desk {
    server: Server,
    client: Client,
    data: String,
    event: String,
}

impl Desk {
    /// `release` says when cards are taken; the event is imported with `arguments`.
    fn open(release: &str, arguments: &[&str]) -> Self {
        let folder = Folder::sound();
        folder.remove("scores.csv");
        let release = format!("[component.release]\nopens = \"{release}\"\n\n[component.aggregate]");
        folder.replace("scoring-rules.toml", "[component.aggregate]", &release);
        folder.write("checkpoints.csv", "entry,order,planned_arrival,planned_departure,look_at\nA,1,,,\nB,2,,,\n");
        let data = data_dir();
        let path = data.path().to_str().expect("a plain path").to_owned();
        let dir = folder.path().to_str().expect("a plain path").to_owned();
        let imported = guanmo(&[&["import", &dir, "--data", &path], arguments].concat());
        let event = imported.stdout.split_whitespace().last().expect("the id").to_owned();
        let server = Server::start(&["--organiser-password", PASSWORD], Arc::clone(&data));
        let desk = Self { server, client: client(), data: path, event };
        let form = "name=organiser&password=correct+horse+battery";
        assert!(desk.submit("/sign-in", form).status().is_success());
        desk
    }

    fn submit(&self, path: &str, form: &str) -> Response {
        let request = self.client.post(format!("{}{path}", self.server.url)).header("origin", &self.server.url);
        let form = form.to_owned();
        request.header(CONTENT_TYPE, "application/x-www-form-urlencoded").body(form).send().expect("an answer")
    }

    /// Presses a button of the event's desk.
    fn press(&self, event: &str, what: &str, form: &str) -> Response {
        self.submit(&format!("/events/{event}/{what}"), form)
    }

    fn page(&self, event: &str, what: &str) -> Response {
        self.client.get(format!("{}/events/{event}/{what}", self.server.url)).send().expect("an answer")
    }

    fn text(&self, event: &str, what: &str) -> String {
        self.page(event, what).text().expect("a page")
    }

    /// The tablet of an event's first judge.
    fn tablet(&self, event: &str) -> Tablet {
        let links = guanmo(&["links", event, "--data", &self.data, "--public-url", &self.server.url]);
        let link = links.stdout.lines().nth(1).and_then(|line| line.split(',').nth(2)).expect("a link").to_owned();
        Tablet::sign_in(&link)
    }

    /// Somebody with a new account in a role.
    fn somebody(&self, name: &str, role: Role) -> Person {
        let database = format!("sqlite://{}/guanmo.db", self.data);
        let app = App::open(&*database, Clock::System).expect("the server's database");
        Person::with_account(&self.server.url, &app, name, role)
    }

    /// Hands a file in on the page for journals.
    fn hand_in(&self, field: &str, file: &[u8]) -> Response {
        let mut body = format!(
            "--cut\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"j.json\"\r\n\
             content-type: application/json\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(file);
        body.extend_from_slice(b"\r\n--cut--\r\n");
        let url = format!("{}/events/{}/journal", self.server.url, self.event);
        let request = self.client.post(url).header("origin", &self.server.url);
        request.header(CONTENT_TYPE, "multipart/form-data; boundary=cut").body(body).send().expect("an answer")
    }
}

fn marks() -> Value {
    json!({ "effect": "47.5", "novelty": "35" })
}

#[test]
fn an_organiser_rules_on_an_early_card_and_sees_no_mark() {
    let desk = Desk::open("arrival", &[]);
    let mut tablet = desk.tablet(&desk.event);
    let op = tablet.card("visit", "A", &marks(), None);
    assert_eq!(tablet.send(std::slice::from_ref(&op)).expect("an answer")["results"][0]["outcome"], "not-open");
    assert!(desk.text(&desk.event, "desk").contains("1 张评分卡在评分时间外送达"));
    let page = desk.text(&desk.event, "quarantine");
    assert!(page.contains("一席") && page.contains("甲镇") && page.contains("2026-11-24T10:00:00+08:00"), "{page}");
    assert!(!page.contains("47.5"), "{page}");
    let id = op["op"].as_str().expect("an id");
    let without = desk.press(&desk.event, "quarantine", &format!("op={id}&ruling=admit&reason=+"));
    assert_eq!(without.status(), 422);
    let odd = desk.press(&desk.event, "quarantine", &format!("op={id}&ruling=maybe&reason=x"));
    assert_eq!(odd.status(), 400);
    let admitted = desk.press(&desk.event, "quarantine", &format!("op={id}&ruling=admit&reason=already+there"));
    let page = admitted.text().expect("a page");
    assert!(page.contains("已认定 1 张") && page.contains("already there") && !page.contains("47.5"), "{page}");
    tablet.refresh();
    let cards = tablet.event["my_cards"].as_array().expect("cards");
    let card = cards.iter().find(|card| card["entry"] == "A").expect("the card");
    assert_eq!((&card["marks"]["effect"], &card["rulings"][0]["admitted"]), (&json!("47.5"), &json!(true)));
    let again = desk.press(&desk.event, "quarantine", &format!("op={id}&ruling=refuse&reason=x"));
    assert_eq!(again.status(), 409);
    assert!(again.text().expect("a page").contains("已经认定过"));
}

#[test]
fn a_tablets_file_is_taken_in_on_a_page() {
    let desk = Desk::open("event", &[]);
    let mut tablet = desk.tablet(&desk.event);
    let second = desk.somebody("jian", Role::Scrutineer);
    let ops = [tablet.card("visit", "A", &marks(), None), tablet.card("visit", "B", &marks(), None)];
    let file = |event: &str| {
        json!({ "guanmo": "journal", "version": 1, "event": event, "judge": "j1", "device": ops[0]["device"],
            "ops": ops, "receipts": {} })
        .to_string()
    };
    assert!(desk.text(&desk.event, "journal").contains("multipart/form-data"));
    let taken = desk.hand_in("journal", file(&desk.event).as_bytes());
    assert_eq!(taken.status(), 200);
    let page = taken.text().expect("a page");
    assert!(page.contains("已收取：一席") && page.contains("2 张待第二人认定") && !page.contains("47.5"), "{page}");
    assert!(desk.text(&desk.event, "desk").contains("待第二人"));
    // a second person sees what it is about and no mark, and lets it in
    let at = |page: &str| format!("/events/{}/{page}", desk.event);
    assert!(second.page("/events").contains("2 项待第二人认定"));
    let page = second.page(&at("second"));
    assert!(page.contains("平板文件里的评分卡 2 张") && page.contains("没有签名") && !page.contains("47.5"), "{page}");
    let decide = |form: &[(&str, &str)]| second.post(&at("second/card"), form).status().as_u16();
    assert_eq!(decide(&[("reason", "已核实")]), 400, "nothing was chosen");
    assert_eq!(decide(&[("card-1", "maybe"), ("reason", "已核实")]), 400);
    assert_eq!(decide(&[("card-9", "admit"), ("reason", "已核实")]), 404);
    assert_eq!(decide(&[("card-1", "admit"), ("card-2", "admit"), ("reason", "")]), 422);
    assert_eq!(decide(&[("card-1", "admit"), ("card-2", "admit"), ("reason", "已核实")]), 200);
    assert_eq!(decide(&[("card-1", "decline"), ("reason", "已核实")]), 409);
    assert!(second.page(&at("second")).contains("已认定 2 张"));
    let again = desk.hand_in("journal", file(&desk.event).as_bytes()).text().expect("a page");
    assert!(again.contains("先前已送达") && !again.contains("已记录"), "{again}");
    tablet.refresh();
    assert!(tablet.current("A").is_some() && tablet.current("B").is_some());

    let refused = |field: &str, file: &[u8]| {
        let answer = desk.hand_in(field, file);
        (answer.status().as_u16(), answer.text().expect("a page"))
    };
    let (status, page) = refused("journal", b"\x89PNG");
    assert!(status == 422 && page.contains("不是平板记录"), "{status} {page}");
    let (status, page) = refused("journal", file("ev-other").as_bytes());
    assert!(status == 422 && page.contains("另一个评比活动"), "{status} {page}");
    let (status, page) = refused("other", b"{}");
    assert!(status == 400 && page.contains("表单缺少内容"), "{status} {page}");
    let (status, page) = refused("journal", &vec![b' '; 3 * 1024 * 1024]);
    assert!(status == 413 && page.contains("提交的内容过大"), "{status} {page}");
    let plain = desk.press(&desk.event, "journal", "journal=x");
    assert_eq!(plain.status(), 415);
}

#[test]
fn a_draft_is_rehearsed_and_opened_from_the_desk() {
    let desk = Desk::open("event", &["--draft"]);
    assert!(desk.text(&desk.event, "desk").contains("开放评分"));
    assert!(desk.text(&desk.event, "rehearse").contains("新建演练"));
    let there = desk.press(&desk.event, "rehearse", "").url().path().to_owned();
    let rehearsal = there.split('/').nth(2).expect("an id").to_owned();
    assert_ne!(rehearsal, desk.event);
    for what in ["desk", "devices", "board", "quarantine", "links", "close", "export", "journal"] {
        assert!(desk.text(&rehearsal, what).contains("演练：此处的评分不计入正式成绩"), "{what}");
    }
    assert_eq!(desk.press(&rehearsal, "close", "reason=x").status(), 200);
    let csv = desk.page(&rehearsal, "ranking.csv");
    let name = csv.headers()[CONTENT_DISPOSITION].to_str().expect("text").to_owned();
    assert!(name.contains("%E6%BC%94%E7%BB%83"), "{name}");
    let report: Value = desk.page(&rehearsal, "ranking.json").json().expect("JSON");
    assert!(report["title"].as_str().expect("a title").contains("演练"), "{report}");

    let second = desk.press(&desk.event, "rehearse", "").url().path().split('/').nth(2).expect("an id").to_owned();
    let mut tablet = desk.tablet(&second);
    let op = tablet.card("visit", "A", &marks(), None);
    assert_eq!(tablet.send(std::slice::from_ref(&op)).expect("an answer")["results"][0]["outcome"], "recorded");
    assert_eq!(desk.press(&desk.event, "open", "sure=yes").status(), 200);
    let body = json!({ "device": op["device"], "seq_from": 1, "ops": [op] });
    let gone = tablet.post(&body);
    assert_eq!(gone.status(), 401);
    assert_eq!(gone.json::<Value>().expect("JSON")["error"], "not-signed-in");
    for id in [&rehearsal, &second] {
        assert_eq!(desk.page(id, "desk").status(), 404);
    }
    assert_eq!(desk.press(&desk.event, "open", "sure=yes").status(), 409);
    assert_eq!(desk.press(&desk.event, "discard", "sure=yes").status(), 409);
    assert!(
        !desk
            .client
            .get(format!("{}/events", desk.server.url))
            .send()
            .expect("an answer")
            .text()
            .expect("text")
            .contains("演练")
    );
}

#[test]
fn a_change_of_the_day_is_shown_first_and_made_on_what_was_shown() {
    let desk = Desk::open("arrival", &[]);
    let mut tablet = desk.tablet(&desk.event);
    let page = desk.text(&desk.event, "day");
    assert!(page.contains("不去某一站") && page.contains("已登记 0 项"), "{page}");
    let shown = desk.press(&desk.event, "day", "act=skip&entry=B&then=stay");
    assert_eq!(shown.status(), 200);
    let shown = shown.text().expect("a page");
    assert!(shown.contains("不再前往 乙镇") && shown.contains("没有名次"), "{shown}");
    let version = |page: &str| {
        let after = page.split("name=\"version\" value=\"").nth(1).expect("a version");
        after.split('"').next().expect("a number").to_owned()
    };
    let first = version(&shown);
    // nothing was done yet, nor is it without a reason
    assert!(desk.text(&desk.event, "day").contains("已登记 0 项"));
    let confirm = |version: &str, reason: &str| {
        format!("act=skip&entry=B&then=stay&version={version}&confirm=yes&reason={reason}")
    };
    let without = desk.press(&desk.event, "day", &confirm(&first, "+"));
    assert_eq!(without.status(), 422);
    assert!(without.text().expect("a page").contains("请写明理由"));
    // another organiser was faster: the page comes back with what it would do now
    assert_eq!(desk.press(&desk.event, "arrive", "entry=A").status(), 200);
    let late = desk.press(&desk.event, "day", &confirm(&first, "floods"));
    assert_eq!(late.status(), 409);
    let late = late.text().expect("a page");
    assert!(late.contains("有了改动，没有写入") && late.contains("value=\"floods\""), "{late}");
    assert!(desk.text(&desk.event, "day").contains("已登记 0 项"));
    let done = desk.press(&desk.event, "day", &confirm(&version(&late), "floods"));
    assert!(done.url().path().ends_with("/day"));
    assert!(done.text().expect("a page").contains("已登记 1 项"));
    tablet.refresh();
    assert_eq!(tablet.event["route"][1]["skipped"], json!(true));
    let again = desk.press(&desk.event, "day", "act=skip&entry=B");
    assert_eq!(again.status(), 409);
    assert_eq!(desk.press(&desk.event, "arrive", "entry=B").status(), 409);

    for (form, status) in [
        ("act=dance&entry=B", 400),
        ("entry=B", 400),
        ("act=withdraw", 400),
        ("act=withdraw&entry=Z", 404),
        ("act=undo&confirm=yes&reason=x", 400),
        ("act=undo&confirm=yes&version=abc&reason=x", 400),
        ("act=move&turn-B=one", 422),
        ("act=move", 409),
        ("act=pass&judge=j9&name=x", 404),
        ("act=pass&judge=j1", 422),
    ] {
        assert_eq!(desk.press(&desk.event, "day", form).status().as_u16(), status, "{form}");
    }
}

#[test]
fn a_judge_who_is_replaced_is_signed_out_at_once_and_the_substitute_signs_in() {
    let desk = Desk::open("event", &[]);
    let mut tablet = desk.tablet(&desk.event);
    let op = tablet.card("visit", "A", &marks(), None);
    assert_eq!(tablet.send(std::slice::from_ref(&op)).expect("an answer")["results"][0]["outcome"], "recorded");
    let unsent = tablet.card("visit", "B", &marks(), None);
    let form = "act=replace&judge=j1&name=substitute&unit=";
    let shown = desk.press(&desk.event, "day", form).text().expect("a page");
    assert!(shown.contains("已交的 1 张照旧有效；未交的 2 张由新席应交"), "{shown}");
    let version =
        shown.split("name=\"version\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a version");
    let made = desk.press(&desk.event, "day", &format!("{form}&version={version}&confirm=yes&reason=ill"));
    assert_eq!(made.status(), 200);
    let page = made.text().expect("a page");
    let gone = tablet.post(&json!({ "device": op["device"], "seq_from": 2, "ops": [unsent] }));
    assert_eq!(gone.status(), 401);
    let link = page.split("<small>").find_map(|part| part.split('<').next().filter(|text| text.contains("/j/")));
    let mut substitute = Tablet::sign_in(link.expect("a link"));
    assert_eq!(substitute.event["judge_name"], "substitute");
    let op = substitute.card("visit", "B", &marks(), None);
    assert_eq!(substitute.send(&[op]).expect("an answer")["results"][0]["outcome"], "recorded");
    let twice = substitute.card("visit", "A", &marks(), None);
    assert_eq!(substitute.send(&[twice]).expect("an answer")["results"][0]["outcome"], "excluded");
    // a reload of that page makes no second seat
    assert_eq!(
        desk.press(&desk.event, "day", &format!("{form}&version={version}&confirm=yes&reason=ill")).status(),
        409
    );
}

#[test]
fn a_withdrawn_entry_is_named_with_its_reason_wherever_the_ranking_is_shown() {
    let desk = Desk::open("event", &[]);
    let change = |form: &str, reason: &str| {
        let shown = desk.press(&desk.event, "day", form).text().expect("a page");
        let version = shown.split("name=\"version\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let version = version.unwrap_or_else(|| panic!("no preview: {shown}"));
        desk.press(&desk.event, "day", &format!("{form}&version={version}&confirm=yes&reason={reason}"))
    };
    assert_eq!(change("act=withdraw&entry=B", "fell+ill").status(), 200);
    // the settings say what they were drawn from
    let settings = desk.text(&desk.event, "signing");
    let drawn = settings.split("name=\"drawn\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let drawn = drawn.expect("what was drawn").replace("&quot;", "\"").replace("&amp;", "&");
    let drawn: String = drawn.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat();
    let none = format!(
        "teller=0&scrutineer=0&inspector=0&organiser=0&result_from=closed&days=5\
        &confirming=wanted&bundle=pseudonymous&spot_places=&drawn={drawn}"
    );
    assert_eq!(desk.press(&desk.event, "signing/settings", &none).status(), 200);
    assert_eq!(desk.press(&desk.event, "provisional", "reason=x").status(), 200);
    let named = |path: &str, page: &str| {
        assert!(page.contains("退出评比") && page.contains("乙镇（fell ill）"), "{path}: {page}");
    };
    named("provisional", &desk.text(&desk.event, "provisional"));
    assert_eq!(desk.press(&desk.event, "close", "reason=x").status(), 200);
    for path in ["board", "print/result"] {
        named(path, &desk.text(&desk.event, path));
    }
    assert_eq!(desk.press(&desk.event, "publish", "sure=yes").status(), 200);
    let second = desk.somebody("zweite", Role::Inspector);
    let approved = second.post(&format!("/events/{}/publish/decide", desk.event), &[("decision", "approve")]);
    assert_eq!(approved.status(), 303);
    let public = desk.client.get(format!("{}/public/{}", desk.server.url, desk.event)).send().expect("an answer");
    named("public", &public.text().expect("a page"));
    let report: Value = desk.page(&desk.event, "ranking.json").json().expect("JSON");
    assert_eq!((&report["withdrawn"][0]["entry"], report["ranking"].as_array().map(Vec::len)), (&json!("B"), Some(2)));
    let csv = desk.text(&desk.event, "ranking.csv");
    assert_eq!(csv.lines().count(), 3, "{csv}");
    // what is published is not changed on the day any more
    let late = desk.press(&desk.event, "day", "act=readmit&entry=B");
    assert_eq!(late.status(), 409);
    assert!(late.text().expect("a page").contains("重新开放评分"));
}
