//! Objections over HTTP: everybody may hand one in, nobody may flood, and nobody but organisers reads one.

use chrono::TimeDelta;
use guanmo::app::act::clock::Clock;
use sha2::{Digest, Sha256};

use crate::support::desk::{ask_for_no_signature, organiser, publish};
use crate::support::folder::Folder;
use crate::support::site::{Person, Site, Who};

/// A published event.
pub fn published(site: &Site) -> String {
    let event = site.import(&Folder::sound());
    ask_for_no_signature(&site.app, &event);
    site.app.close(&organiser(), &event, None).expect("closed");
    publish(&site.app, &event).expect("published");
    event
}

/// A value that the form of the page has.
fn attribute<'p>(page: &'p str, name: &str) -> Option<&'p str> {
    page.split_once(&format!("{name}=\""))?.1.split('"').next()
}

/// The puzzle of a page and its solution; empty where the page has no form.
fn solve(person: &Person, event: &str) -> (String, String) {
    let page = person.page(&format!("/public/{event}/objections"));
    let Some(text) = attribute(&page, "data-puzzle") else { return Default::default() };
    let bits: u32 = attribute(&page, "data-bits").expect("as many").parse().expect("a number");
    (text.to_owned(), search(text, bits).to_string())
}

/// The first number that is a solution.
fn search(text: &str, bits: u32) -> u64 {
    let fits = |number: &u64| {
        let hash = Sha256::digest(format!("{text}:{number}").as_bytes());
        u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]).leading_zeros() >= bits
    };
    (0..u64::MAX).find(fits).expect("there always is one")
}

fn hand_in_with(person: &Person, event: &str, text: &str, puzzle: &str, answer: &str) -> reqwest::blocking::Response {
    let form = [("text", text), ("name", "某村村委会"), ("unit", "乙镇"), ("contact", "某电话"), ("entry", "B")];
    let solved = [("puzzle", puzzle), ("answer", answer)];
    person.post(&format!("/public/{event}/objections"), &[&form[..], &solved].concat())
}

/// Hands one in about no entry in particular.
pub fn hand_in_at_large(person: &Person, event: &str, text: &str) -> reqwest::blocking::Response {
    let (puzzle, answer) = solve(person, event);
    let form = [("text", text), ("name", "某村村委会"), ("unit", ""), ("contact", "某电话"), ("entry", "")];
    person.post(
        &format!("/public/{event}/objections"),
        &[&form[..], &[("puzzle", &puzzle), ("answer", &answer)]].concat(),
    )
}

pub fn hand_in(person: &Person, event: &str, text: &str) -> reqwest::blocking::Response {
    let (puzzle, answer) = solve(person, event);
    hand_in_with(person, event, text, &puzzle, &answer)
}

/// The receipt on the page that a visitor gets.
fn receipt(page: &str) -> String {
    let (_, rest) = page.split_once("<b class=\"code\">").expect("a receipt");
    rest.split('<').next().expect("a receipt").to_owned()
}

fn received(site: &Site, event: &str) -> usize {
    site.app.objections(&organiser(), event).expect("the list").rows.len()
}

#[test]
fn a_visitor_hands_an_objection_in_the_organiser_answers_and_the_receipt_shows_it() {
    let site = Site::demo();
    let event = published(&site);
    let (visitor, desk) = (site.visitor(), site.person(Who::Organiser));
    let public = format!("/public/{event}");
    assert!(visitor.page(&public).contains(&format!("{public}/objections")));
    let form = visitor.page(&format!("{public}/objections"));
    for words in ["只有本活动的组织者能看到", "归档后至少保存 1095 天", "请用真实姓名或单位名称", "乙镇"]
    {
        assert!(form.contains(words), "{words}");
    }
    let answer = hand_in(&visitor, &event, "乙镇的得分少计一项");
    assert_eq!(answer.status(), 200);
    let receipt = receipt(&answer.text().expect("text"));
    let state = |person: &Person| person.post(&format!("{public}/objections/state"), &[("receipt", &receipt)]);
    assert!(state(&site.visitor()).text().expect("text").contains("已收到，尚未答复"));
    assert!(desk.page(&format!("/events/{event}/signing")).contains("还有 1 件异议没有办结"));
    let list = desk.page(&format!("/events/{event}/objections"));
    assert!(list.contains("乙镇的得分少计一项") && list.contains("某电话") && list.contains("待答复"));
    let at = |what: &str| format!("/events/{event}/objections/{what}");
    let conclusion = [("number", "1"), ("conclusion", "upheld"), ("reason", "确有遗漏"), ("note", "已更正")];
    assert_eq!(desk.post(&at("close"), &conclusion).status(), 409, "not answered yet");
    assert_eq!(desk.post(&at("answer"), &[("number", "1"), ("answer", "已复核")]).status(), 303);
    let odd = [("number", "1"), ("conclusion", "maybe"), ("reason", "x")];
    assert_eq!(desk.post(&at("close"), &odd).status(), 400);
    assert_eq!(desk.post(&at("close"), &conclusion).status(), 303);
    let own = state(&visitor).text().expect("text");
    assert!(own.contains("异议成立") && own.contains("确有遗漏") && own.contains("已复核"));
    assert!(!own.contains("某电话") && !own.contains("某村"), "a lost receipt tells nobody who it was");
    let notice = visitor.page(&public);
    assert!(notice.contains("共收到异议 1 件，已办结 1 件，其中成立 1 件") && notice.contains("已更正"));
    assert!(!["少计一项", "某村", "某电话", "确有遗漏"].iter().any(|word| notice.contains(word)), "{notice}");
    let list = desk.page(&format!("/events/{event}/objections"));
    assert!(list.contains("signing?objection=1"), "the way to opening again");
    assert!(desk.page(&format!("/events/{event}/signing?objection=1")).contains("第 1 号异议成立，需要更正"));
    assert!(desk.page(&format!("/events/{event}/signing?objection=x")).contains("重新开放评分"));
}

#[test]
fn nobody_but_organisers_reads_an_objection_anywhere() {
    let site = Site::demo();
    let event = published(&site);
    assert_eq!(hand_in(&site.visitor(), &event, "不宜公开的内容").status(), 200);
    for who in Who::ALL {
        let person = site.person(who);
        let organises = who == Who::Organiser;
        let pages = [
            format!("/public/{event}"),
            format!("/public/{event}/objections"),
            format!("/events/{event}/objections"),
            format!("/events/{event}/board"),
            format!("/events/{event}/signing"),
            "/audit".to_owned(),
            "/events".to_owned(),
            "/years".to_owned(),
        ];
        for page in pages {
            let text = person.get(&page).text().expect("text");
            let reads = ["不宜公开", "某村", "某电话"].iter().any(|word| text.contains(word));
            assert_eq!(
                reads,
                organises && page.ends_with(&format!("{event}/objections")) && page.starts_with("/events"),
                "{who:?} {page}"
            );
        }
    }
    let zip = site.person(Who::Organiser).get(&format!("/events/{event}/bundle.zip")).bytes().expect("bytes");
    let zip = String::from_utf8_lossy(&zip).into_owned();
    assert!(!zip.contains("不宜公开"));
}

#[test]
fn what_abuses_the_form_is_refused_in_chinese_and_shown_as_text() {
    let site = Site::demo();
    let event = published(&site);
    let visitor = site.visitor();
    let path = format!("/public/{event}/objections");
    let huge =
        visitor.form(&path).header("origin", visitor.origin()).body(format!("text={}", "a".repeat(10 * 1024 * 1024)));
    let refused = visitor.send(huge);
    assert_eq!(refused.status(), 413);
    assert!(refused.text().expect("text").contains("提交的内容过大"));
    let elsewhere = visitor.form(&path).header("origin", "http://elsewhere.example").body("text=x&name=x&contact=x");
    assert_eq!(visitor.send(elsewhere).status(), 403);
    let nowhere = visitor.form(&path).body("text=x&name=x&contact=x");
    assert_eq!(visitor.send(nowhere).status(), 403);
    let trap = visitor.post(&path, &[("text", "x"), ("name", "x"), ("contact", "x"), ("subject", "buy")]);
    assert_eq!(trap.status(), 422);
    assert!(trap.text().expect("text").contains("不应填写的栏目"));
    for (odd, status) in [("\u{7}", 422), ("\u{202e}", 422), ("\0", 400), ("", 422), (&*"长".repeat(2001), 422)] {
        assert_eq!(hand_in(&visitor, &event, odd).status(), status, "{odd:?}");
    }
    assert_eq!(received(&site, &event), 0);
    assert_eq!(hand_in(&visitor, &event, "<script>alert(1)</script>\r\n'; DROP TABLE objection; --").status(), 200);
    let list = site.person(Who::Organiser).page(&format!("/events/{event}/objections"));
    assert!(list.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && !list.contains("<script>alert"), "{list}");
    for odd in ["", "x", "0000-0000-0000-0000", "' OR 1=1 --", &"0".repeat(60_000)] {
        let answer = visitor.post(&format!("{path}/state"), &[("receipt", odd)]);
        assert_eq!(answer.status(), 404, "{odd:.20}");
        assert!(answer.text().expect("text").contains("没有这个回执号"));
    }
}

#[test]
fn who_floods_takes_no_turn_of_anybody_and_pays_for_each_one() {
    let site = Site::demo();
    let event = published(&site);
    let other = published(&site);
    let visitor = site.visitor();
    // programs that do not work at the puzzle, behind the same address
    let (puzzle, answer) = solve(&visitor, &event);
    let (elsewhere, of_elsewhere) = solve(&visitor, &other);
    let easier = puzzle.replacen("/16/", "/1/", 1);
    let of_easier = search(&easier, 1).to_string();
    let wrong = (0..u64::MAX).map(|n| n.to_string()).find(|n| search(&puzzle, 16).to_string() != *n).expect("another");
    for _ in 0..50 {
        for (puzzle, answer, sentence) in [
            ("", "", "没有收到浏览器的防灌水验证"),
            (&*puzzle, &*wrong, "验证不对"),
            (&*elsewhere, &*of_elsewhere, "验证不对"),
            (&*easier, &*of_easier, "验证不对"),
        ] {
            let refused = hand_in_with(&visitor, &event, "灌水", puzzle, answer);
            assert_eq!(refused.status(), 422);
            assert!(refused.text().expect("text").contains(sentence), "{sentence}");
        }
    }
    // what was refused for another reason may be sent again, what was taken may not
    assert_eq!(hand_in_with(&visitor, &event, "", &puzzle, &answer).status(), 422);
    assert_eq!(hand_in_with(&visitor, &event, "漏计一项", &puzzle, &answer).status(), 200);
    let again = hand_in_with(&visitor, &event, "漏计一项", &puzzle, &answer);
    assert_eq!(again.status(), 422);
    assert!(again.text().expect("text").contains("已经用过"));
    assert_eq!(received(&site, &event), 1);
    // one address that works at it gets as far as its share, and the work has become more
    let mut waits = 0;
    for _ in 0..30 {
        let answer = hand_in(&visitor, &event, "重复提交");
        match answer.status().as_u16() {
            200 => {}
            429 => {
                waits += 1;
                let seconds: u64 = answer.headers()["retry-after"].to_str().expect("text").parse().expect("seconds");
                assert!((1..=61).contains(&seconds), "{seconds}");
            }
            other => panic!("{other}"),
        }
    }
    assert!(received(&site, &event) <= 22 && waits >= 9, "{} taken", received(&site, &event));
    let page = visitor.page(&format!("/public/{event}/objections"));
    assert_eq!(attribute(&page, "data-bits"), Some("17"));
    let quiet = visitor.page(&format!("/public/{other}/objections"));
    assert_eq!(attribute(&quiet, "data-bits"), Some("16"), "another event's is as easy as ever");
    // reading goes on, and so does the desk
    assert_eq!(visitor.get(&format!("/public/{event}")).status(), 200);
    assert_eq!(site.person(Who::Organiser).get(&format!("/events/{event}/objections")).status(), 200);
    let guesses = (0..40)
        .map(|_| visitor.post(&format!("/public/{event}/objections/state"), &[("receipt", "0000-0000-0000-0000")]));
    assert!(guesses.filter(|answer| answer.status() == 429).count() >= 9, "receipts are not guessed");
}

#[test]
fn after_the_period_the_page_says_that_it_is_over_and_what_remains() {
    // published ten days ago, by a program whose clock stood there
    let site = Site::demo();
    let past = guanmo::app::App::open(
        format!("sqlite://{}", site.server.data().path().join("guanmo.db").display()),
        Clock::fixed(chrono::Utc::now() - TimeDelta::days(10)),
    )
    .expect("the same database");
    let event = site.import(&Folder::sound());
    ask_for_no_signature(&past, &event);
    past.close(&organiser(), &event, None).expect("closed");
    publish(&past, &event).expect("published");
    let visitor = site.visitor();
    let page = visitor.page(&format!("/public/{event}/objections"));
    assert!(page.contains("不再收取异议") && page.contains("查询办理情况") && page.contains("请直接向组织单位"));
    assert!(!page.contains("提交异议</button>"));
    let late = hand_in(&visitor, &event, "迟了");
    assert_eq!(late.status(), 409);
    assert!(late.text().expect("text").contains("公示期已于"));
    assert_eq!(received(&site, &event), 0);
}

#[test]
fn every_page_of_an_erased_event_still_opens_and_says_what_is_gone() {
    use guanmo::app::act::actor::{Actor, Role, Who as Behind};
    let site = Site::demo();
    let file = format!("sqlite://{}", site.server.data().path().join("guanmo.db").display());
    let clock = Clock::fixed(chrono::Utc::now() - TimeDelta::days(1105));
    let past = guanmo::app::App::open(&file, clock.clone()).expect("the same database");
    let event = site.import(&Folder::sound());
    ask_for_no_signature(&past, &event);
    past.close(&organiser(), &event, None).expect("closed");
    publish(&past, &event).expect("published");
    clock.advance(TimeDelta::days(6));
    past.archive(&organiser(), &event).expect("archived");
    let desk = site.person(Who::Organiser);
    let at = |page: &str| format!("/events/{event}/{page}");
    // the server has the whole result in its memory when it is erased elsewhere
    assert!(desk.page(&at("board")).contains("84.76"));
    assert_eq!(desk.post(&at("erase"), &[("reason", "保存期满")]).status(), 303);
    assert_eq!(
        desk.post(&at("erase/decide"), &[("decision", "approve"), ("sure", "yes")]).status(),
        403,
        "not one's own"
    );
    assert!(desk.page(&at("erase")).contains("须由另一位组织者批准"));
    let second = Actor { who: Behind::Account("o2".to_owned()), role: Some(Role::Organiser) };
    site.app.decide_erasure(&second, &event, true).expect("approved");
    for page in [
        "board",
        "board?entry=A",
        "desk",
        "signing",
        "objections",
        "erase",
        "export",
        "results/1",
        "ranking.csv",
        "devices",
        "log",
    ] {
        let answer = desk.get(&at(page));
        assert_eq!(answer.status(), 200, "{page}");
        assert!(!answer.text().expect("text").contains("一席"), "{page}");
    }
    for page in ["folder.zip", "bundle.zip", "workbook.xlsx", "print/result", "print/cards"] {
        let answer = desk.get(&at(page));
        assert_eq!(answer.status(), 409, "{page}");
        assert!(answer.text().expect("text").contains("已按保存期限清除"), "{page}");
    }
    assert!(desk.page("/audit").contains("已按保存期限清除"));
    assert!(desk.page(&at("log")).contains("详情已按保存期限清除"));
    assert!(desk.page(&at("results/1")).contains("84.76"));
    assert!(site.visitor().page(&format!("/public/{event}")).contains("84.76"));
    assert!(desk.page("/years").contains("评分卡已清除"));
}
