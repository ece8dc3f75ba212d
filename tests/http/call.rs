//! Calling entries up over HTTP: what is pressed twice, what is typed wrong, and how a deduction comes of a report that was
//! too long.

use guanmo::app::desk::call::Press;

use crate::support::folder::Folder;
use crate::support::reports::{calls, calls_next, draws, presses, reported};
use crate::support::site::{Site, Who};

fn event(site: &Site) -> String {
    let folder = Folder::sound();
    folder.remove("scores.csv");
    site.import(&folder)
}

/// What stands in a hidden field of a page.
fn hidden(page: &str, name: &str) -> String {
    let from = format!("name=\"{name}\" value=\"");
    let found = page.split(&from).nth(1).and_then(|rest| rest.split('"').next());
    found.unwrap_or_else(|| panic!("no {name} in {page}")).replace("&quot;", "\"")
}

#[test]
fn what_is_pressed_at_a_state_that_is_gone_does_nothing_and_shows_the_one_that_is() {
    let site = Site::demo();
    let (event, organiser) = (event(&site), site.person(Who::Organiser));
    let path = format!("/events/{event}/call");
    let page = organiser.page(&path);
    assert!(page.contains("还没有汇报顺序") && page.contains("请在场的一位报一个数"), "{page}");
    let lots = [("orders", "0"), ("typed", "4827")];
    assert_eq!(organiser.post(&format!("{path}/lots"), &lots).status(), 303);
    let page = organiser.page(&path);
    for word in ["叫第一个", "guanmo-draw/1", "4827", "请准备"] {
        assert!(page.contains(word), "{word}: {page}");
    }
    let (at, entry) = (hidden(&page, "at"), hidden(&page, "entry"));
    let next = [("at", at.as_str()), ("entry", entry.as_str())];
    assert_eq!(organiser.post(&format!("{path}/next"), &next).status(), 303);
    let before = site.acts();
    for (form, fields) in [("next", &next[..]), ("press", &[("at", &at), ("press", "start")]), ("lots", &lots)] {
        let answer = organiser.post(&format!("{path}/{form}"), fields);
        assert_eq!(answer.status(), 409, "{form}");
        let page = answer.text().expect("text");
        assert!(page.contains("已有变动") && page.contains("请上场"), "{form}: {page}");
    }
    let odd = organiser.post(&format!("{path}/press"), &[("at", &at), ("press", "stop")]);
    assert_eq!(odd.status(), 400);
    assert_eq!(site.acts(), before);
}

#[test]
fn what_is_typed_wrong_comes_back_with_its_sentence() {
    let site = Site::demo();
    let (event, organiser) = (event(&site), site.person(Who::Organiser));
    let path = format!("/events/{event}/call");
    let before = site.acts();
    for (form, fields, sentence) in [
        ("timing", &[("limit", "90"), ("bell", "1:00"), ("component", "visit")][..], "限时“90”不对"),
        ("timing", &[("limit", "8:00"), ("bell", "8:00"), ("component", "visit")], "提前响铃“8:00”不对"),
        ("timing", &[("limit", "8:00"), ("bell", "1:00"), ("component", "daily")], "没有“daily”这个由评委评分的环节"),
        ("lots", &[("orders", "0"), ("typed", "四")], "请输入 1 至 9 位数字"),
        ("lots", &[("orders", "0"), ("typed", "4"), ("tracks", "apart")], "规则不分赛道排名"),
        (
            "order",
            &[("orders", "0"), ("reason", "纪检在场"), ("turn-A", "1"), ("turn-B", "1"), ("turn-C", "3")],
            "从 1 到 3",
        ),
        (
            "order",
            &[("orders", "0"), ("reason", "纪检在场"), ("turn-A", "一"), ("turn-B", "2"), ("turn-C", "3")],
            "从 1 到 3",
        ),
    ] {
        let answer = organiser.post(&format!("{path}/{form}"), fields);
        let status = answer.status();
        let page = answer.text().expect("text");
        assert!(status.is_client_error() && page.contains(sentence), "{form} {status} {sentence}: {page}");
        assert!(page.contains("id=\"refused\""), "{page}");
    }
    assert_eq!(site.acts(), before);
    // what another one typed into another form is not lost either
    let page = organiser.post(&format!("{path}/timing"), &[("limit", "90"), ("bell", "0:30"), ("component", "visit")]);
    let page = page.text().expect("text");
    assert!(page.contains("value=\"90\"") && page.contains("value=\"0:30\""), "{page}");
}

#[test]
fn one_deduction_comes_of_a_report_that_was_too_long() {
    let site = Site::demo();
    let (event, organiser) = (event(&site), site.person(Who::Organiser));
    draws(&site.app, &event);
    let entry = reported(&site.server, &event, 504);
    let (call, close) = (format!("/events/{event}/call"), format!("/events/{event}/close"));
    assert!(organiser.page(&close).contains("1 项超时拟扣分尚未决定"));
    assert!(organiser.page(&format!("/events/{event}/desk")).contains("1 项超时拟扣分尚未决定"));
    let page = organiser.page(&call);
    assert!(page.contains("拟扣分已记下，待组织者决定") && page.contains("登记扣分"), "{page}");

    // led to the form that there is for points, filled in
    let form = organiser.page(&format!("/events/{event}/adjust?overtime=1"));
    let over = calls(&site.app, &event).overtimes[0].said();
    assert!(form.contains(&format!("value=\"{over}\"")) && form.contains("value=\"汇报超时\""), "{form}");
    assert!(!form.contains("value=\"bonus\"") && !form.contains("value=\"veto\""), "{form}");
    let drawn = hidden(&form, "drawn");
    let sent = |points: &'static str| {
        let fields = [
            ("entry", entry.as_str()),
            ("kind", "deduction"),
            ("item", "汇报超时"),
            ("points", points),
            ("reason", over.as_str()),
            ("overtime", "1"),
            ("drawn", drawn.as_str()),
        ];
        organiser.post(&format!("/events/{event}/adjust"), &fields)
    };
    // a slip is said on that form, which still knows what it is about
    let answer = sent("半分");
    assert_eq!(answer.status(), 422);
    let page = answer.text().expect("text");
    assert!(page.contains("“半分”不是数字") && page.contains("name=\"overtime\" value=\"1\""), "{page}");
    let answer = sent("0.5");
    assert_eq!(answer.status(), 303);
    assert!(answer.headers()["location"].to_str().expect("text").ends_with("/call"));
    let before = site.acts();
    let again = sent("0.5");
    assert_eq!(again.status(), 409);
    assert!(again.text().expect("text").contains("这一项超时已经办结"));
    assert_eq!(site.acts(), before);
    assert_eq!(site.app.entered(&crate::support::desk::organiser(), &event).expect("entered").adjustments.len(), 1);
    assert!(organiser.page(&call).contains("已登记扣 0.5 分"));
    assert!(!organiser.page(&close).contains("拟扣分尚未决定"));
    // whoever follows an old way there is told
    assert!(organiser.page(&format!("/events/{event}/adjust?overtime=1")).contains("这一项超时已经办结"));
}

#[test]
fn three_hundred_entries_and_long_names_are_called_up_as_well() {
    let site = Site::demo();
    let folder = Folder::sound();
    for file in ["scores.csv", "measures.csv"] {
        folder.remove(file);
    }
    let long = "长".repeat(60);
    let rows: Vec<String> = (0..300).map(|n| format!("E{n:03},{long},第{n:03}高新技术产业区,{n}\n")).collect();
    folder.write("entries.csv", format!("entry,name,unit,order\n{}", rows.concat()));
    let event = site.import(&folder);
    draws(&site.app, &event);
    calls_next(&site.app, &event);
    presses(&site.app, &event, Press::Start);
    let organiser = site.person(Who::Organiser);
    let page = organiser.page(&format!("/events/{event}/call"));
    assert!(page.contains("第 1 个，共 300 个") && page.matches("高新技术产业区").count() > 300);
    // an event of one entry, drawn by hand
    let one = Folder::sound();
    for file in ["scores.csv", "measures.csv"] {
        one.remove(file);
    }
    one.write("entries.csv", "entry,name,unit,order\nA,甲项目,甲镇,1\n");
    let event = site.import(&one);
    let path = format!("/events/{event}/call");
    let order = [("orders", "0"), ("reason", "只有一个"), ("turn-A", "1")];
    assert_eq!(organiser.post(&format!("{path}/order"), &order).status(), 303);
    calls_next(&site.app, &event);
    let page = organiser.page(&path);
    assert!(page.contains("第 1 个，共 1 个") && page.contains("后面没有了"), "{page}");
}
