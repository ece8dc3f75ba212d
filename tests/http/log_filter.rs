//! An event's log over HTTP: sentences, what is asked for, page by page, and what nobody reads in it.

use guanmo::app::act::actor::Role;
use guanmo::app::desk::overview::ExcludeRequest;
use guanmo::scoring::event::ExclusionKind;

use super::paper::somebody;
use crate::support::desk::{ask_for_no_signature, organiser};
use crate::support::folder::Folder;
use crate::support::site::{Person, Site, Who};
use crate::support::tablet::Tablet;

/// What the page tells, newest first, without its markup.
fn told(page: &str) -> Vec<String> {
    let list = page.split_once("<ul class=\"told\">").and_then(|(_, rest)| rest.split_once("</ul>"));
    let items = list.map_or("", |(list, _)| list).split("<li>").skip(1);
    let plain = |item: &str| item.split('<').map(|part| part.split_once('>').map_or(part, |(_, text)| text)).collect();
    items.map(plain).collect()
}

fn asked(person: &Person, event: &str, query: &[(&str, &str)]) -> Vec<String> {
    let query: Vec<String> = query.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    told(&person.page(&format!("/events/{event}/log?{}", query.join("&"))))
}

fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |all, byte| all + format!("%{byte:02X}").as_str())
}

/// An event of three judges in which cards came, and somebody was recused.
fn scored(site: &Site) -> String {
    let folder = Folder::sound();
    folder.remove("scores.csv");
    let event = site.import(&folder);
    let recused = ExcludeRequest {
        judge: "j2".to_owned(),
        component: None,
        entry: Some("B".to_owned()),
        kind: ExclusionKind::Recused,
        reason: "近亲属".to_owned(),
    };
    site.app.exclude(&organiser(), &event, &recused).expect("recused");
    Tablet::new(&site.app, &event, "j1", "t1").submit("A", None, "47.5", "35.5");
    Tablet::new(&site.app, &event, "j2", "t2").submit("C", None, "46.5", "33.5");
    event
}

#[test]
fn a_log_is_read_by_person_act_time_and_subject() {
    let site = Site::demo();
    let event = scored(&site);
    let teller = somebody(&site, "zhou", Role::Teller);
    let all = asked(&teller, &event, &[]);
    assert!(all.iter().any(|line| line.contains("登记") && line.contains("回避，理由：近亲属")), "{all:?}");
    assert!(all.iter().any(|line| line.contains("的平板送达 甲镇·") && line.contains("（第 1 次）")), "{all:?}");
    assert!(all[0].starts_with(char::is_numeric) && all.len() >= 4, "{all:?}");
    let only = |query: &[(&str, &str)], words: &str| {
        let found = asked(&teller, &event, query);
        assert!(!found.is_empty() && found.iter().all(|line| line.contains(words)), "{query:?}: {found:?}");
        found.len()
    };
    assert_eq!(only(&[("act", "record")], "的平板送达"), 2);
    assert_eq!(only(&[("who", &format!("judge:{event}/j1"))], "的平板"), 1);
    assert_eq!(only(&[("act", "exclude"), ("who", "account:organiser")], "回避"), 1);
    // an entry's log has what was said of it as well, and a judge's what was said of them
    assert_eq!(only(&[("about", "entry:B")], "回避"), 1);
    assert_eq!(only(&[("about", "entry:A")], "甲镇"), 1);
    assert_eq!(asked(&teller, &event, &[("about", "judge:j2")]).len(), 2);
    assert_eq!(only(&[("text", "丙镇")], "丙镇"), 1);
    assert_eq!(only(&[("text", "丙镇"), ("act", "record"), ("about", "judge:j2")], "丙镇"), 1);
    // times: all of it lies in this year's days
    assert_eq!(asked(&teller, &event, &[("from", "2020-01-01"), ("until", "2099-12-31 10:00")]).len(), all.len());
    for (query, none) in [(("until", "2020-01-01T09:30"), true), (("from", "2099-01-01 09:30"), true)] {
        assert_eq!(asked(&teller, &event, &[query]).is_empty(), none, "{query:?}");
    }
    let page = teller.page(&format!("/events/{event}/log?act=record&text={}", encoded("丙镇")));
    assert!(page.contains(r#"<option value="record" selected"#) && page.contains("value=\"丙镇\""), "{page}");
    assert!(!page.contains("{&quot;") && !page.contains("receipt"), "no payload is on it");
}

#[test]
fn what_is_asked_for_and_is_not_there_is_said() {
    let site = Site::demo();
    let event = scored(&site);
    let inspector = somebody(&site, "qian", Role::Inspector);
    for (query, sentence) in [
        ("who=account:nobody", "没有“account:nobody”办过的事"),
        ("act=dance", "没有“dance”这种操作"),
        ("about=entry:Q", "没有“entry:Q”这个参评项目或评委"),
        ("about=nonsense", "没有“nonsense”这个参评项目或评委"),
        ("from=yesterday", "“yesterday”不是时间"),
        ("until=2026-02-31", "“2026-02-31”不是时间"),
        ("from=2026-12-21+09:30&until=2026-12-20", "结束的时间早于开始的时间"),
        ("text=%E5%A4%A9%E4%B8%8A", "没有名称或编号含“天上”的"),
        ("before=x", "页码不对"),
        ("before=-1", "页码不对"),
        ("before=5&after=2", "页码不对"),
    ] {
        let answer = inspector.get(&format!("/events/{event}/log?{query}"));
        assert_eq!(answer.status(), 422, "{query}");
        let page = answer.text().expect("a page");
        assert!(page.contains(sentence), "{query}: {page}");
    }
    // an act that there is and that did not occur is none
    assert!(asked(&inspector, &event, &[("act", "archive")]).is_empty());
    assert!(inspector.page(&format!("/events/{event}/log?act=archive")).contains("没有符合条件的记录"));
    assert_eq!(site.person(Who::Official).get(&format!("/events/{event}/log?act=record")).status(), 403);
}

#[test]
fn a_long_log_is_read_page_by_page_from_either_end() {
    let site = Site::demo();
    let event = scored(&site);
    let mut tablet = Tablet::new(&site.app, &event, "j3", "t3");
    let mut last = tablet.submit("A", None, "40", "30").op;
    for turn in 0..229 {
        last = tablet.submit("A", Some(&last), &format!("{}", 10 + turn % 30), "30").op;
    }
    let person = somebody(&site, "sun", Role::Scrutineer);
    let query = format!("/events/{event}/log?act=record&about=judge%3Aj3");
    let link = |page: &str, rel: &str| {
        let anchor = page.split("<a ").find(|part| part.contains(&format!("rel=\"{rel}\"")));
        let href = anchor.and_then(|part| part.split("href=\"").nth(1)).and_then(|rest| rest.split('"').next());
        href.map(|href| href.replace("&amp;", "&"))
    };
    let (mut pages, mut address) = (Vec::new(), Some(query.clone()));
    while let Some(at) = address {
        let page = person.page(&at);
        assert!(at.contains("act=record") && at.contains("about=judge%3Aj3"), "the filter stays: {at}");
        address = link(&page, "next");
        pages.push(page);
    }
    let lengths: Vec<usize> = pages.iter().map(|page| told(page).len()).collect();
    assert_eq!(lengths, [100, 100, 30]);
    assert!(told(&pages[0])[0].contains("（第 230 次）") && told(&pages[2])[29].contains("（第 1 次）"));
    assert_eq!(link(&pages[0], "prev"), None);
    // and back again
    let newer = person.page(&link(&pages[2], "prev").expect("newer ones"));
    assert_eq!(told(&newer), told(&pages[1]));
    let newest = person.page(&link(&newer, "prev").expect("newer ones"));
    assert_eq!(told(&newest), told(&pages[0]));
    assert_eq!(link(&newest, "prev"), None);
}

#[test]
fn no_mark_of_any_card_stands_in_a_log_before_the_close_or_after() {
    let site = Site::demo();
    let event = scored(&site);
    let marks = ["47.5", "35.5", "46.5", "33.5"];
    let readers: Vec<Person> = [("zhou", Role::Teller), ("sun", Role::Scrutineer), ("qian", Role::Inspector)]
        .into_iter()
        .map(|(name, role)| somebody(&site, name, role))
        .chain([site.person(Who::Organiser)])
        .collect();
    let secret = || {
        for person in &readers {
            for query in ["", "?act=record", "?about=entry%3AA", "?text=j1"] {
                let page = person.page(&format!("/events/{event}/log{query}"));
                assert!(marks.iter().all(|mark| !page.contains(mark)) && !page.contains("sha256"), "{query}: {page}");
            }
        }
    };
    secret();
    ask_for_no_signature(&site.app, &event);
    site.app.close(&organiser(), &event, Some("只评了两张")).expect("closed");
    secret();
    site.app.publish(&organiser(), &event).expect("published");
    secret();
    let closed = asked(&readers[0], &event, &[("act", "close")]);
    assert!(closed.len() == 1 && closed[0].contains("理由：只评了两张"), "{closed:?}");
}
