//! Cards that are not taken: a clear sentence, and nothing changed.

use serde_json::{Value, json};

use crate::support::desk::export;
use crate::support::folder::Folder;
use crate::support::site::{Person, Site};

/// A small event in which j3 is recused from B, without a card, and its first judge.
fn event(site: &Site) -> (String, Person) {
    let folder = Folder::sound();
    folder
        .remove("scores.csv")
        .write("exclusions.csv", "judge,component,entry,kind,reason\nj1,visit,B,recused,本单位\n");
    let event = site.import(&folder);
    let judge = site.judge(&event, "j1");
    (event, judge)
}

fn op(change: &Value) -> Value {
    let mut op = json!({ "op": uuid::Uuid::new_v4().to_string(), "device": "t1", "seq": 1, "judge": "j1",
        "component": "visit", "entry": "A", "base": null, "marks": { "effect": "50", "novelty": "35" },
        "comment": "", "rules": "r", "at": "2023-12-23T10:00:00+08:00" });
    let fields = op.as_object_mut().expect("an object");
    fields.extend(change.as_object().expect("an object").clone());
    op
}

/// Sends one op; gives its result.
fn send(judge: &Person, op: &Value) -> Value {
    let body = json!({ "device": "t1", "seq_from": 1, "ops": [op] });
    let answer = judge.sync(body.to_string());
    assert_eq!(answer.status(), 200);
    let answer: Value = serde_json::from_str(&answer.text().expect("text")).expect("JSON");
    answer["results"][0].clone()
}

#[test]
fn a_card_that_the_rules_do_not_allow_is_refused_in_chinese_and_changes_nothing() {
    let site = Site::demo();
    let (event, judge) = event(&site);
    let marks = |effect: &str| json!({ "marks": { "effect": effect, "novelty": "35" } });
    let cases = [
        (marks("60.5"), "invalid", "超出 0–60"),
        (marks("-1"), "invalid", "超出 0–60"),
        (marks("50.3"), "invalid", "0.5"),
        (marks("五十"), "invalid", "五十"),
        (marks("５０"), "invalid", "５０"),
        (marks("1e1"), "invalid", "1e1"),
        (marks("NaN"), "invalid", "NaN"),
        (marks("1,000"), "invalid", "1,000"),
        (marks("99999999999999999999999999999999"), "invalid", "9"),
        (marks(""), "invalid", "尚未填写"),
        (marks("50\u{0}"), "invalid", "内容不完整或格式不对"),
        (json!({ "marks": { "effect": 50, "novelty": 35 } }), "invalid", "内容不完整或格式不对"),
        (json!({ "marks": { "effect": "50", "novelty": "35", "extra": "1" } }), "invalid", "评分卡上没有这一项"),
        (json!({ "comment": "很".repeat(3000) }), "invalid", "最多 2000 字"),
        (json!({ "op": "not a uuid" }), "invalid", "内容不完整或格式不对"),
        (json!({ "entry": "B" }), "excluded", "回避"),
        (json!({ "judge": "j2" }), "not-yours", "不是本席的"),
        (json!({ "entry": "Z" }), "unknown", "没有这个评分环节或参评项目"),
        (json!({ "component": "daily" }), "unknown", "没有这个评分环节或参评项目"),
    ];
    for (change, outcome, sentence) in cases {
        let result = send(&judge, &op(&change));
        assert_eq!(result["outcome"], outcome, "{change}: {result}");
        let said: Vec<_> = result["faults"].as_array().expect("faults").iter().map(|f| f["text"].to_string()).collect();
        assert!(said.iter().any(|text| text.contains(sentence)), "{change}: {said:?}");
        assert_eq!(result["receipt"], Value::Null, "{change}");
    }
    assert!(scores(&site, &event).is_empty());
    // and the right one is taken
    assert_eq!(send(&judge, &op(&json!({ "seq": 2 })))["outcome"], "recorded");
    assert_eq!(scores(&site, &event).len(), 2);
}

fn scores(site: &Site, event: &str) -> Vec<String> {
    let exported = export(&site.app, event);
    let text = std::fs::read_to_string(exported.path().join("scores.csv")).unwrap_or_default();
    text.lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn a_body_that_is_not_what_a_tablet_sends_is_refused_with_its_place() {
    let site = Site::demo();
    let (event, judge) = event(&site);
    let before = site.acts();
    for (body, sentence) in [
        ("", "内容不完整"),
        ("card", "不是 JSON"),
        ("{\"device\": \"t1\",", "内容不完整"),
        ("[]", "缺少字段或字段类型不对"),
        ("{}", "缺少字段或字段类型不对"),
        (r#"{"device":7,"seq_from":1}"#, "缺少字段或字段类型不对"),
        (r#"{"device":"t1","seq_from":"1"}"#, "缺少字段或字段类型不对"),
        (r#"{"device":"t1","seq_from":1,"ops":{}}"#, "缺少字段或字段类型不对"),
        (r#"{"device":"t1","seq_from":1,"now":"yesterday"}"#, "缺少字段或字段类型不对"),
    ] {
        let answer = judge.sync(body);
        assert_eq!(answer.status(), 400, "{body}");
        assert_eq!(answer.headers()["content-type"], "application/json");
        let said: Value = serde_json::from_str(&answer.text().expect("text")).expect("JSON");
        assert_eq!(said["error"], "not-json");
        let message = said["message"].as_str().expect("a sentence");
        assert!(message.contains("不是约定的 JSON：第 1 行") && message.contains(sentence), "{body}: {message}");
    }
    // a nest that would overrun a stack, an unreadable text, a device that is none, too many ops
    let nested = "[".repeat(200_000);
    assert_eq!(judge.sync(nested).status(), 400);
    assert_eq!(judge.sync(vec![b'"', 0xff, 0xfe, b'"']).status(), 400);
    for (body, sentence) in [
        (json!({ "device": "a b", "seq_from": 1 }), "设备编号不符合要求"),
        (json!({ "device": "", "seq_from": 1 }), "设备编号不符合要求"),
        (json!({ "device": "t1", "seq_from": 1, "ops": vec![json!({}); 201] }), "一次最多提交 200 张评分卡"),
    ] {
        let answer = judge.sync(body.to_string());
        assert_eq!(answer.status(), 422);
        assert!(answer.text().expect("text").contains(sentence));
    }
    assert_eq!((site.acts(), scores(&site, &event).len()), (before, 0));
}

#[test]
fn one_bad_card_takes_no_good_one_with_it() {
    let site = Site::demo();
    let (event, judge) = event(&site);
    let ops = [
        op(&json!({ "marks": { "effect": "61", "novelty": "35" } })),
        op(&json!({ "seq": 2, "entry": "C" })),
        json!("nonsense"),
        op(&json!({ "seq": 3 })),
    ];
    let body = json!({ "device": "t1", "seq_from": 1, "ops": ops });
    let answer: Value = serde_json::from_str(&judge.sync(body.to_string()).text().expect("text")).expect("JSON");
    let outcomes: Vec<_> =
        answer["results"].as_array().expect("results").iter().map(|r| r["outcome"].clone()).collect();
    assert_eq!(outcomes, ["invalid", "recorded", "invalid", "recorded"]);
    assert_eq!(scores(&site, &event).len(), 4);
}

#[test]
fn a_card_after_the_close_is_kept_apart_and_said_to_be() {
    let site = Site::demo();
    let (event, judge) = event(&site);
    site.app.close(&crate::support::desk::organiser(), &event, Some("演练")).expect("closed");
    let late = send(&judge, &op(&json!({})));
    assert_eq!(late["outcome"], "late");
    assert!(late["faults"][0]["text"].as_str().expect("a sentence").contains("评分已截止"), "{late}");
    assert!(late["receipt"].is_string());
    assert!(scores(&site, &event).is_empty());
    let organiser = site.person(crate::support::site::Who::Organiser);
    assert!(organiser.page(&format!("/events/{event}/quarantine")).contains("截止后送达"));
}
