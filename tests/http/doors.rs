//! Every route for everybody: the status that it must have, and that a refusal changes nothing.

use std::collections::BTreeSet;

use guanmo::web::routes::TABLE;

use crate::support::folder::{Folder, ROUTE, guanmo};
use crate::support::server::{Server, data_dir};
use crate::support::site::{Person, Site, Who};

/// Method and path; the statuses for a visitor, a judge, an official, an organiser and an administrator.
type Expected = (&'static str, &'static str, [u16; 5]);

/// Only somebody with an account in the right role.
const ORGANISER: [u16; 5] = [401, 401, 403, 200, 403];
const ORGANISER_DOES: [u16; 5] = [401, 401, 403, 303, 403];
const JUDGE: [u16; 5] = [401, 200, 401, 401, 401];

#[rustfmt::skip]
const EXPECTED: &[Expected] = &[
    ("GET", "/", [200; 5]),
    ("GET", "/healthz", [200; 5]),
    ("GET", "/readyz", [200; 5]),
    ("GET", "/assets/{version}/{name}", [200; 5]),
    ("POST", "/demo/{role}", [303; 5]),
    ("GET", "/sign-in", [200; 5]),
    ("POST", "/sign-in", [401; 5]),
    ("POST", "/sign-out", [303; 5]),
    ("GET", "/j/{token}", [401; 5]),

    // the judge's page has no judge in it; what it shows, it asks for by the sync
    ("GET", "/judge", [200; 5]),
    ("GET", "/judge/card/{component}/{entry}", [200; 5]),
    ("GET", "/judge/ballot/{component}", [200; 5]),
    ("GET", "/judge/cards", [200; 5]),
    ("GET", "/judge/device", [200; 5]),
    ("GET", "/judge/slip", [401, 200, 401, 401, 401]),
    ("GET", "/worker.js", [200; 5]),
    ("GET", "/setup", [200; 5]),
    ("GET", "/setup/{file}", [404; 5]),
    ("GET", "/manifest.webmanifest", [200; 5]),
    ("POST", "/api/sync", JUDGE),

    ("GET", "/events", [401, 401, 200, 200, 200]),
    ("GET", "/events/new", ORGANISER),
    ("POST", "/events/new", [401, 401, 403, 415, 403]),
    ("POST", "/events/new/again", [401, 401, 403, 409, 403]),
    ("POST", "/events/new/confirm", [401, 401, 403, 409, 403]),
    ("GET", "/events/new/faults.xlsx", [401, 401, 403, 409, 403]),
    ("POST", "/events/new/copy", ORGANISER_DOES),
    ("GET", "/events/new/template.xlsx", ORGANISER),
    ("GET", "/events/{event}/board", [401, 401, 200, 200, 200]),
    ("GET", "/events/{event}/board/live", [401, 401, 200, 200, 200]),
    ("GET", "/events/{event}/ranking.csv", [401, 401, 403, 409, 403]),
    ("GET", "/events/{event}/ranking.json", [401, 401, 403, 409, 403]),
    ("GET", "/events/{event}/workbook.xlsx", [401, 401, 403, 409, 403]),
    ("GET", "/events/{event}/print/result", [401, 401, 403, 409, 403]),

    ("GET", "/events/{event}/paper", [401, 401, 403, 200, 403]),
    ("GET", "/events/{event}/paper/type", [401, 401, 403, 200, 403]),
    ("POST", "/events/{event}/paper/type", [401, 401, 403, 303, 403]),
    ("GET", "/events/{event}/paper/{sheet}", [401, 401, 403, 404, 403]),
    ("POST", "/events/{event}/paper/{sheet}/propose", [401, 401, 403, 404, 403]),
    ("POST", "/events/{event}/paper/{sheet}/confirm", [401, 401, 403, 404, 403]),
    ("POST", "/events/{event}/paper/{sheet}/withdraw", [401, 401, 403, 404, 403]),

    ("GET", "/events/{event}/desk", ORGANISER),
    ("GET", "/events/{event}/live", ORGANISER),
    ("GET", "/events/{event}/cell", ORGANISER),
    ("POST", "/events/{event}/ask", ORGANISER_DOES),
    ("POST", "/events/{event}/arrive", ORGANISER_DOES),
    ("POST", "/events/{event}/leave", [401, 401, 403, 409, 403]),
    ("GET", "/events/{event}/day", ORGANISER),
    ("POST", "/events/{event}/day", ORGANISER),
    ("GET", "/events/{event}/call", ORGANISER),
    ("GET", "/events/{event}/call/pulse", ORGANISER),
    // no order is drawn yet, and nobody called up
    ("POST", "/events/{event}/call/next", [401, 401, 403, 409, 403]),
    ("POST", "/events/{event}/call/press", [401, 401, 403, 409, 403]),
    ("POST", "/events/{event}/call/redo", [401, 401, 403, 409, 403]),
    ("POST", "/events/{event}/call/lots", ORGANISER_DOES),
    ("POST", "/events/{event}/call/order", ORGANISER_DOES),
    ("POST", "/events/{event}/call/timing", ORGANISER_DOES),
    ("POST", "/events/{event}/call/waive", [401, 401, 403, 409, 403]),
    ("GET", "/events/{event}/exclude", ORGANISER),
    ("POST", "/events/{event}/exclude", ORGANISER_DOES),
    ("GET", "/events/{event}/exclusions", ORGANISER),
    ("GET", "/events/{event}/adjust", ORGANISER),
    ("POST", "/events/{event}/adjust", ORGANISER_DOES),
    ("GET", "/events/{event}/measures", ORGANISER),
    ("POST", "/events/{event}/measures", ORGANISER_DOES),
    ("POST", "/events/{event}/measures/table", ORGANISER),
    ("POST", "/events/{event}/measures/file", [401, 401, 403, 415, 403]),
    ("GET", "/events/{event}/ties", [401, 401, 403, 409, 403]),
    ("POST", "/events/{event}/ties", [401, 401, 403, 409, 403]),
    ("POST", "/events/{event}/ties/decide", [401, 401, 403, 409, 403]),
    ("POST", "/events/{event}/withdraw", [401, 401, 403, 404, 403]),
    ("GET", "/events/{event}/rules", ORGANISER),
    ("POST", "/events/{event}/rules", [401, 401, 403, 422, 403]),
    ("POST", "/events/{event}/rules/look", ORGANISER),
    ("POST", "/events/{event}/rules/file", [401, 401, 403, 415, 403]),
    ("POST", "/events/{event}/rules/ask", [401, 401, 403, 409, 403]),
    ("GET", "/events/{event}/rules/proposal", [401, 401, 403, 404, 403]),
    ("POST", "/events/{event}/rules/decide", [401, 401, 403, 404, 403]),
    ("GET", "/events/{event}/rules/history", [401, 401, 403, 200, 403]),
    ("GET", "/events/{event}/devices", ORGANISER),
    ("GET", "/events/{event}/quarantine", ORGANISER),
    ("POST", "/events/{event}/quarantine", [401, 401, 403, 404, 403]),
    ("GET", "/events/{event}/journal", ORGANISER),
    ("POST", "/events/{event}/journal", [401, 401, 403, 415, 403]),
    ("GET", "/events/{event}/setup", ORGANISER),
    ("POST", "/events/{event}/setup", [401, 401, 403, 303, 403]),
    ("POST", "/events/{event}/setup/route/move", [401, 401, 403, 409, 403]),
    ("GET", "/events/{event}/setup/{list}", ORGANISER),
    ("POST", "/events/{event}/setup/{list}", ORGANISER_DOES),
    ("GET", "/events/{event}/setup/{list}/edit", ORGANISER),
    ("POST", "/events/{event}/setup/{list}/remove", [401, 401, 403, 409, 403]),
    ("POST", "/events/{event}/open", [401, 401, 403, 409, 403]),
    // the event of this test is open; what an upload does to a draft has tests of its own
    ("GET", "/events/{event}/upload", ORGANISER),
    ("POST", "/events/{event}/upload", [401, 401, 403, 415, 403]),
    ("POST", "/events/{event}/upload/again", [401, 401, 403, 409, 403]),
    ("POST", "/events/{event}/upload/confirm", [401, 401, 403, 409, 403]),
    ("GET", "/events/{event}/upload/faults.xlsx", [401, 401, 403, 409, 403]),
    ("GET", "/events/{event}/upload/setup.xlsx", [401, 401, 403, 409, 403]),
    ("GET", "/events/{event}/rehearse", ORGANISER),
    ("POST", "/events/{event}/rehearse", ORGANISER_DOES),
    ("POST", "/events/{event}/discard", [401, 401, 403, 409, 403]),
    // the event is no rehearsal
    ("POST", "/events/{event}/trial", [401, 401, 403, 409, 403]),
    ("GET", "/events/{event}/links", ORGANISER),
    ("POST", "/events/{event}/links", ORGANISER),
    ("POST", "/events/{event}/links/ask", ORGANISER),
    ("POST", "/events/{event}/links/make", [401, 401, 403, 404, 403]),
    ("POST", "/events/{event}/links/end", ORGANISER_DOES),
    ("GET", "/events/{event}/export", ORGANISER),
    ("GET", "/events/{event}/folder.zip", [401, 401, 403, 409, 403]),
    ("GET", "/events/{event}/signed-cards.csv", [401, 401, 403, 409, 403]),
    ("GET", "/events/{event}/print/blank", ORGANISER),
    ("GET", "/events/{event}/print/cards", [401, 401, 403, 409, 403]),
    ("GET", "/events/{event}/provisional", ORGANISER),
    ("POST", "/events/{event}/provisional", ORGANISER_DOES),
    ("GET", "/events/{event}/close", ORGANISER),
    ("POST", "/events/{event}/close", ORGANISER_DOES),
    ("POST", "/events/{event}/publish", [401, 401, 403, 409, 403]),
    ("POST", "/events/{event}/publish/decide", [401, 401, 403, 409, 403]),
    // what takes a second person is for those who are none of these
    ("GET", "/events/{event}/second", [401, 401, 403, 403, 403]),
    ("POST", "/events/{event}/second/link", [401, 401, 403, 403, 403]),
    ("POST", "/events/{event}/second/card", [401, 401, 403, 403, 403]),
    ("GET", "/events/{event}/signing", [401, 401, 403, 200, 403]),
    ("POST", "/events/{event}/signing", [401, 401, 403, 409, 403]),
    // an inspector takes note of what there is to know, and draws cards
    ("POST", "/events/{event}/signing/facts", [401, 401, 403, 403, 403]),
    ("POST", "/events/{event}/signing/verify", [401, 401, 403, 303, 403]),
    ("POST", "/events/{event}/signing/dissent", [401, 401, 403, 409, 403]),
    // before the close there is nothing to be seen of how seats scored
    ("GET", "/events/{event}/judges", [401, 401, 403, 409, 403]),
    ("GET", "/events/{event}/judges.csv", [401, 401, 403, 409, 403]),
    ("GET", "/events/{event}/spot", [401, 401, 403, 409, 403]),
    ("POST", "/events/{event}/spot", [401, 401, 403, 403, 403]),
    ("POST", "/events/{event}/spot/look", [401, 401, 403, 403, 403]),
    ("GET", "/events/{event}/confirmed", [401, 401, 403, 200, 403]),
    ("POST", "/events/{event}/confirmed", ORGANISER_DOES),
    ("POST", "/events/{event}/signing/settings", ORGANISER_DOES),
    ("POST", "/events/{event}/signing/accept", [401, 401, 403, 409, 403]),
    ("POST", "/events/{event}/reopen", [401, 401, 403, 409, 403]),
    ("POST", "/events/{event}/reopen/decide", [401, 401, 403, 409, 403]),
    ("POST", "/events/{event}/archive", [401, 401, 403, 409, 403]),
    ("GET", "/events/{event}/results/{number}", [401, 401, 403, 409, 403]),
    ("GET", "/events/{event}/log", [401, 401, 403, 200, 200]),
    ("POST", "/events/{event}/log", [401, 401, 403, 200, 200]),
    ("POST", "/events/{event}/log/head", [401, 401, 403, 200, 200]),
    ("POST", "/events/{event}/log/cosign", [401, 401, 415, 415, 415]),
    ("GET", "/events/{event}/bundle.zip", [401, 401, 403, 404, 403]),
    ("GET", "/events/{event}/objections", ORGANISER),
    ("POST", "/events/{event}/objections/answer", [401, 401, 403, 404, 403]),
    ("POST", "/events/{event}/objections/close", [401, 401, 403, 404, 403]),
    ("POST", "/events/{event}/objections/settings", ORGANISER_DOES),
    ("GET", "/events/{event}/erase", ORGANISER),
    ("POST", "/events/{event}/erase", [401, 401, 403, 409, 403]),
    ("POST", "/events/{event}/erase/decide", [401, 401, 403, 409, 403]),
    ("POST", "/events/{event}/erase/keep", ORGANISER_DOES),
    ("GET", "/years", [401, 401, 200, 200, 403]),
    ("GET", "/years/unit", [401, 401, 200, 200, 403]),
    ("GET", "/events/{event}/wall", ORGANISER),
    ("POST", "/events/{event}/wall", ORGANISER_DOES),
    ("POST", "/events/{event}/wall/links", ORGANISER),
    ("POST", "/events/{event}/wall/links/end", [401, 401, 403, 404, 403]),
    ("POST", "/events/{event}/wall/reveal", [401, 401, 403, 409, 403]),
    ("POST", "/events/{event}/wall/reveal/end", [401, 401, 403, 409, 403]),
    ("GET", "/events/{event}/wall/presenter", ORGANISER),
    ("POST", "/events/{event}/wall/step", [401, 401, 403, 409, 403]),
    ("GET", "/events/{event}/wall/live", ORGANISER),
    // no link is one of these people
    ("GET", "/wall/{token}", [404; 5]),
    ("GET", "/wall/{token}/live", [404; 5]),
    ("GET", "/public/{event}", [404; 5]),
    ("GET", "/public/{event}/check", [404; 5]),
    ("GET", "/public/{event}/bundle.zip", [404; 5]),
    ("GET", "/public/{event}/checkpoint.txt", [404; 5]),
    ("GET", "/public/{event}/objections", [404; 5]),
    ("POST", "/public/{event}/objections", [404; 5]),
    ("POST", "/public/{event}/objections/state", [404; 5]),

    ("GET", "/audit", [401, 401, 403, 200, 200]),
    ("POST", "/audit", [401, 401, 403, 303, 303]),
    ("GET", "/accounts", [401, 401, 403, 403, 200]),
    ("POST", "/accounts", [401, 401, 403, 403, 200]),
    ("POST", "/accounts/password", [401, 401, 403, 403, 404]),
    ("POST", "/accounts/name", [401, 401, 403, 403, 404]),
    ("POST", "/accounts/end", [401, 401, 403, 403, 404]),
    ("GET", "/account/password", [401, 401, 200, 200, 200]),
    ("POST", "/account/password", [401, 401, 422, 422, 422]),
    // the judge is gone with it
    ("POST", "/judge/sign-out", [204; 5]),
];

/// A small event with a route.
fn event(site: &Site) -> String {
    let folder = Folder::sound();
    folder.write("checkpoints.csv", ROUTE);
    // one card is missing, and may be asked for
    folder.replace("scores.csv", "j3,visit,C,effect,42\nj3,visit,C,novelty,24\n", "");
    site.import(&folder)
}

/// The path with what a person of the event would have in it.
fn filled(path: &str, event: &str, asset: &str) -> String {
    let path = path.replace("{event}", event).replace("/assets/{version}/{name}", asset);
    // a sheet of paper has an id that nobody has seen; of the sheets of the set-up there are three
    let path = path.replace("/paper/{sheet}", "/paper/none");
    let path = path.replace("/demo/{role}", "/demo/official").replace("{token}", "no-such-token");
    let path = if path == "/years/unit" { "/years/unit?unit=甲镇".to_owned() } else { path };
    path.replace("{number}", "1").replace("{list}", "entries").replace("{component}", "visit").replace("{entry}", "A")
}

fn ask(person: &Person, method: &str, path: &str, event: &str) -> reqwest::blocking::Response {
    match (method, path.rsplit('/').next().unwrap_or_default()) {
        ("POST", "wall") => person.post(path, &[("scene", "blank")]),
        ("POST", "links") if path.contains("/wall/") => person.post(path, &[("name", "主会场")]),
        (_, "end") if path.contains("/wall/links") => person.post(path, &[("number", "1")]),
        (_, "reveal") => person.post(path, &[("number", "1"), ("fingerprint", "none"), ("place", "")]),
        (_, "end") if path.contains("/wall/") => person.post(path, &[]),
        (_, "step") => person.post(path, &[("go", "next"), ("number", "1"), ("from", "0")]),
        ("GET", "type") => person.get(&format!("{path}?judge=j1&component=visit&entry=A")),
        (_, "type") => {
            let card = [("judge", "j1"), ("component", "visit"), ("entry", "A"), ("reference", "甲-1")];
            person.post(path, &[&card[..], &[("mark-effect", "50"), ("mark-novelty", "35")]].concat())
        }
        (_, "propose") => person.post(path, &[("mark-effect", "50"), ("remark", "扫描件如此")]),
        (_, "confirm") if path.contains("/paper") => person.post(path, &[("number", "1"), ("remark", "扫描件如此")]),
        ("GET", _) => person.get(path),
        (_, "sync") => person.sync(r#"{"device":"door","seq_from":1,"ops":[]}"#),
        (_, "confirm") => person.post(path, &[("upload", "none"), ("title", "活动")]),
        (_, "copy") => person.post(path, &[("event", event), ("title", "活动")]),
        (_, "sign-in") => person.post(path, &[("name", "nobody"), ("password", "wrong")]),
        (_, "arrive" | "leave") => person.post(path, &[("entry", "A")]),
        (_, "day") => person.post(path, &[("act", "withdraw"), ("entry", "B")]),
        (_, "ask") if path.contains("/rules/") => {
            person.post(path, &[("from", ""), ("text", "schema = 1"), ("seen", ""), ("reason", "试试")])
        }
        (_, "ask") if path.contains("/links/") => person.post(path, &[("judge", "j3")]),
        (_, "make") => person.post(path, &[("judge", "j3"), ("upon", "approval")]),
        (_, "end") if path.contains("/links/") => person.post(path, &[("judge", "j3"), ("reason", "换平板")]),
        (_, "link") => person.post(path, &[("judge", "j3"), ("decision", "approve")]),
        (_, "card") => person.post(path, &[("card-1", "admit"), ("reason", "已核实")]),
        (_, "ask") => person.post(path, &[("judge", "j3"), ("component", "visit"), ("entry", "C")]),
        (_, "next") => person.post(path, &[("at", "0.0.0"), ("entry", "A")]),
        (_, "press") => person.post(path, &[("at", "0.0.0"), ("press", "start")]),
        (_, "redo") => person.post(path, &[("at", "0.0.0"), ("reason", "话筒无声")]),
        (_, "lots") => person.post(path, &[("orders", "0"), ("typed", "4827")]),
        (_, "order") => {
            let turns = [("turn-A", "2"), ("turn-B", "1"), ("turn-C", "3")];
            person.post(path, &[&[("orders", "0"), ("reason", "纪检在场")][..], &turns].concat())
        }
        (_, "timing") => person.post(path, &[("limit", "6:00"), ("bell", "1:00"), ("component", "visit")]),
        (_, "waive") => person.post(path, &[("number", "1"), ("reason", "领导插话")]),
        (_, "exclude") => {
            let form =
                [("judge", "j1"), ("component", ""), ("entry", "A"), ("kind", "recused"), ("reason", "本人单位")];
            person.post(path, &form)
        }
        (_, "adjust") => {
            let form = [("entry", "A"), ("kind", "bonus"), ("item", "创新"), ("points", "1.5"), ("reason", "获奖")];
            person.post(path, &[&form[..], &[("drawn", "{}")]].concat())
        }
        (_, "measures") => {
            let form = [("value-daily/A", "91"), ("reason", "更正")];
            person.post(path, &[&form[..], &[("drawn", r#"{"daily/A":"90"}"#)]].concat())
        }
        (_, "table") => person.post(path, &[("table", "环节,编号,得分\ndaily,A,91\n")]),
        (_, "ties") => person.post(path, &[("result", "1"), ("turn-A", "1"), ("turn-B", "2"), ("reason", "裁定")]),
        (_, "withdraw") => person.post(path, &[("kind", "adjustment"), ("position", "0"), ("reason", "误填")]),
        (_, "signing") => person.post(path, &[("number", "1"), ("fingerprint", "none"), ("password", "x")]),
        (_, "facts") => person.post(path, &[("number", "1"), ("fact-paper", "none")]),
        (_, "dissent") => person.post(path, &[("number", "1"), ("reason", "不认可")]),
        (_, "spot") => person.post(path, &[("number", "1"), ("typed", "4827")]),
        ("POST", "look") if path.contains("/spot/") => person.post(path, &[("number", "1"), ("look-none", "same")]),
        (_, "confirmed") => person.post(path, &[("judge", "j1"), ("reference", "柜一")]),
        ("POST", "settings") if path.contains("/objections/") => person.post(path, &[("named", "no")]),
        (_, "answer") => person.post(path, &[("number", "1"), ("answer", "已复核")]),
        ("POST", "close") if path.contains("/objections/") => {
            person.post(path, &[("number", "1"), ("conclusion", "upheld"), ("reason", "已复核")])
        }
        (_, "erase") => person.post(path, &[("reason", "保存期满")]),
        (_, "keep") => person.post(path, &[("days", "365")]),
        (_, "objections") => person.post(path, &[("text", "少计一项"), ("name", "某村"), ("contact", "电话")]),
        (_, "state") => person.post(path, &[("receipt", "0000-0000-0000-0000")]),
        (_, "settings") => {
            let form = [("teller", "1"), ("scrutineer", "1"), ("inspector", "0"), ("organiser", "1")];
            let more = [("confirming", "wanted"), ("bundle", "open"), ("spot_places", "")];
            let drawn = r#"{"teller":"2","scrutineer":"2","inspector":"1","organiser":"1","result_from":"signed","cards":"","days":"5","confirming":"wanted","bundle":"pseudonymous","spot_places":"3"}"#;
            let from = [("result_from", "published"), ("days", "7"), ("drawn", drawn)];
            person.post(path, &[&form[..], &more[..], &from[..]].concat())
        }
        (_, "accept") => person.post(path, &[("judge", "j1"), ("component", "visit"), ("reason", "认可")]),
        (_, "decide") => person.post(path, &[("number", "1"), ("decision", "approve"), ("sure", "yes")]),
        ("POST", "open" | "discard" | "publish" | "archive") => person.post(path, &[("sure", "yes")]),
        (_, "rules" | "look") => person.post(path, &[("do", "check"), ("from", ""), ("text", "schema = 1")]),
        (_, "provisional" | "close" | "reopen") => person.post(path, &[("reason", "演练")]),
        (_, "quarantine") => person.post(path, &[("op", "none"), ("ruling", "admit"), ("reason", "迟到有因")]),
        (_, "setup") => person.post(path, &[("title", "又一个名称"), ("drawn", r#"{"title":"小例"}"#)]),
        (_, "move") => person.post(path, &[("down", "A"), ("drawn", "{}")]),
        (_, "entries") => {
            let drawn = r#"{"entry":"A","name":"甲项目","unit":"甲镇","order":"1"}"#;
            person.post(path, &[("was", "A"), ("drawn", drawn), ("name", "甲的项目")])
        }
        (_, "remove") => person.post(path, &[("id", "A"), ("drawn", "{}"), ("sure", "yes")]),
        (_, "end") => person.post(path, &[("name", "nobody"), ("sure", "yes")]),
        (_, "accounts") => person.post(path, &[("name", "another"), ("role", "official")]),
        (_, "password") if path == "/account/password" => {
            person.post(path, &[("old", "x"), ("new", "one long password"), ("again", "another password")])
        }
        (_, "password") => person.post(path, &[("name", "nobody")]),
        (_, "name") => person.post(path, &[("name", "nobody"), ("full_name", "某人")]),
        _ => person.post(path, &[]),
    }
}

/// Somebody in a role; a judge is one of the event.
fn come(site: &Site, who: Who, event: &str) -> Person {
    if who == Who::Judge { site.judge(event, "j1") } else { site.person(who) }
}

#[test]
fn every_route_answers_everybody_as_it_must() {
    let site = Site::demo();
    let routes: BTreeSet<_> = TABLE.iter().map(|row| (row.method, row.path)).collect();
    let expected: BTreeSet<_> = EXPECTED.iter().map(|(method, path, _)| (*method, *path)).collect();
    assert_eq!(routes, expected, "each route has an expectation, and each expectation a route");

    let start = site.visitor().page("/");
    let asset = start.split('"').find(|text| text.ends_with("tokens.css")).expect("a stylesheet").to_owned();
    for (column, who) in Who::ALL.into_iter().enumerate() {
        let home = event(&site);
        let person = come(&site, who, &home);
        for (method, path, statuses) in EXPECTED {
            // an event of its own for each, which nobody has changed before
            let event = if path.contains("{event}") { event(&site) } else { home.clone() };
            let before = site.acts();
            // who changes who they are does so in a browser of their own
            let leaves = path.contains("/demo/") || *path == "/sign-out";
            let other = leaves.then(|| come(&site, who, &home));
            let before = if leaves { site.acts() } else { before };
            let answer = ask(other.as_ref().unwrap_or(&person), method, &filled(path, &event, &asset), &event);
            let status = answer.status().as_u16();
            assert_eq!(status, statuses[column], "{method} {path} for {who:?}");
            if status >= 400 && *path != "/sign-in" {
                assert_eq!(site.acts(), before, "{method} {path} for {who:?} was refused and did something");
            }
        }
    }
}

#[test]
fn whatever_answers_to_get_answers_to_head_and_nothing_else() {
    let site = Site::demo();
    // no session: what is asked here is more than one session may ask in a second
    let visitor = site.visitor();
    let mut paths: Vec<&str> = TABLE.iter().map(|row| row.path).collect();
    paths.dedup();
    for path in paths {
        let methods: Vec<_> = TABLE.iter().filter(|row| row.path == path).map(|row| row.method).collect();
        let allowed = |method: &str| methods.contains(&method) || (method == "HEAD" && methods.contains(&"GET"));
        for method in ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"] {
            if allowed(method) {
                continue;
            }
            let path = filled(path, "none", "/assets/none/none");
            let request = visitor.request(method, &path).header("origin", visitor.origin());
            let answer = visitor.send(request);
            assert_eq!(answer.status(), 405, "{method} {path}");
            let header = answer.headers()["allow"].to_str().expect("text").to_owned();
            for known in &methods {
                assert!(header.contains(known), "{method} {path}: {header}");
            }
            let sentence = answer.text().expect("text");
            assert!(
                sentence.contains("此网址不支持这种请求方法，可用：") || method == "HEAD",
                "{method} {path}: {sentence}"
            );
        }
    }
}

#[test]
fn what_is_not_there_is_not_found_and_says_what() {
    let site = Site::demo();
    let organiser = site.person(Who::Organiser);
    for (path, sentence) in [
        ("/nowhere", "没有这个页面"),
        ("/events/NONE/desk", "没有这个评比活动：NONE"),
        ("/events/NONE/board", "没有这个评比活动：NONE"),
        ("/events/NONE/ranking.csv", "没有这个评比活动：NONE"),
        ("/events/NONE/close", "没有这个评比活动：NONE"),
        ("/events/%00/desk", "没有这个页面"),
        ("/events/%FF%FE/desk", "没有这个"),
        ("/assets/old/tokens.css", "没有这个页面"),
        ("/assets/../../../etc/passwd", "没有这个页面"),
        ("/assets/x/..%2f..%2fsrc%2fmain.rs", "没有这个页面"),
    ] {
        let answer = organiser.get(path);
        assert_eq!(answer.status(), 404, "{path}");
        let text = answer.text().expect("text");
        assert!(text.contains(sentence), "{path}: {text}");
    }
    for (form, sentence) in [("Z", "没有这个参评项目：Z"), ("", "没有这个参评项目")] {
        let before = site.acts();
        let answer = organiser.post(&format!("/events/{}/arrive", site.under_way), &[("entry", form)]);
        assert_eq!(answer.status(), 404);
        assert!(answer.text().expect("text").contains(sentence));
        assert_eq!(site.acts(), before);
    }
}

#[test]
fn without_the_demonstration_nobody_steps_in_with_one_click() {
    let site = Site::start(&[]);
    let visitor = site.visitor();
    for role in ["judge", "organiser", "official", "administrator", "anybody"] {
        let answer = visitor.post(&format!("/demo/{role}"), &[]);
        assert_eq!(answer.status(), 404, "{role}");
    }
    let start = visitor.page("/");
    assert!(!start.contains("/demo/") && !start.contains("演示"), "{start}");
    // the accounts of the first start, with passwords of their own, and no others
    assert_eq!(site.server.printed.matches("账号").count(), 2, "{}", site.server.printed);
    for (name, password) in [("organiser", "organiser"), ("admin", "admin"), ("demo-organiser", "demo-organiser")] {
        assert_eq!(visitor.post("/sign-in", &[("name", name), ("password", password)]).status(), 401);
    }
    let (name, password) = site.server.account("组织者");
    assert_eq!(visitor.post("/sign-in", &[("name", &name), ("password", &password)]).status(), 303);
    // what stood on a terminal is good for one sign-in
    assert_eq!(visitor.get("/events").status(), 403);
    let change = [("old", &*password), ("new", "a sentence of my own"), ("again", "a sentence of my own")];
    assert_eq!(visitor.post("/account/password", &change).status(), 303);
    assert!(visitor.page("/events").contains("还没有评比活动"));
}

#[test]
fn a_start_where_nobody_can_listen_makes_no_password_that_nobody_reads() {
    let data = data_dir();
    let folder = data.path().join("new");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    let output = guanmo(&["serve", "--listen", &address, "--data", folder.to_str().expect("a plain path")]);
    assert_eq!(output.code, 2, "{output:?}");
    assert!(output.stderr.contains(&format!("无法监听 {address}")), "{output:?}");
    assert!(!folder.exists(), "nothing was made");
    drop(taken);
    let bad = guanmo(&[
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--admin-name",
        "王",
        "--data",
        folder.to_str().expect("a plain path"),
    ]);
    assert!(bad.code == 1 && bad.stderr.contains("用户名由 1 至 32 个字母"), "{bad:?}");
    let server = Server::start(&["--admin-name", "keeper"], data);
    assert!(server.printed.contains("组织者账号　用户名 organiser"), "{}", server.printed);
    assert!(server.printed.contains("系统管理员账号　用户名 keeper"), "{}", server.printed);
}

#[cfg(unix)]
#[test]
fn the_data_directory_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let data = data_dir();
    let folder = data.path().join("deep").join("new");
    let path = folder.to_str().expect("a plain path");
    let none = guanmo(&["verify", "--data", path]);
    assert!(none.code == 2 && none.stderr.contains("没有这个数据库") && !folder.exists(), "{none:?}");
    let output = guanmo(&["account", "create", "somebody", "teller", "--data", path]);
    assert_eq!(output.code, 0, "{output:?}");
    let mode = |path: &std::path::Path| std::fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    assert_eq!((mode(&folder), mode(&folder.join("log.key"))), (0o700, 0o600));
    assert_eq!(guanmo(&["verify", "--data", path]).code, 0);
}
