//! Each word has its sentence, whatever is on record.

use serde_json::{Value, json};

use super::*;
use crate::app::act::clock::Moment;

/// Names without a letter, of ids that are figures.
fn names() -> LogNames {
    let pair = |id: &str, name: &str| vec![(id.to_owned(), name.to_owned())];
    LogNames {
        entries: pair("3", "大公镇"),
        judges: pair("1", "曲塘镇书记"),
        components: pair("2", "现场观摩"),
        accounts: [("5".to_owned(), ("组织者", Some("演示·组织".to_owned())))].into(),
    }
}

fn logged(act: &str, who: &str, subject: &str, payload: Option<Value>) -> Logged {
    Logged {
        event: "ev-1".to_owned(),
        number: 1,
        at: Moment::UNIX_EPOCH,
        who: who.to_owned(),
        person: None,
        act: act.to_owned(),
        subject: subject.to_owned(),
        payload: payload.map(|payload| payload.to_string()),
        hash: String::new(),
    }
}

const SUBJECTS: [&str; 30] = [
    "card:1/2/3",
    "card:1/2/",
    "card:",
    "entry:3",
    "judge:1",
    "checkpoint:3",
    "measure:2/3",
    "exclusion:0",
    "adjustment:0",
    "decision:0",
    "acceptance:0",
    "result:1",
    "objection:1",
    "key:1/9",
    "link:1",
    "session:1",
    "journal:1/9",
    "account:5",
    "event",
    "route",
    "rules",
    "links",
    "workbook",
    "bundle",
    "cards",
    "standings",
    "handed",
    "trial",
    "",
    "：",
];

/// All that any payload has, with a figure of a card wherever one could be.
fn whole() -> Value {
    let all = r#"{
        "component": "2", "entry": "3", "judge": "1", "kind": "recused", "reason": "近亲属", "item": "表彰",
        "points": "47.5", "value": "47.5", "figure": "47.5", "answer": "得 47.5", "note": "47.5", "marks": { "1": "47.5" },
        "sha256": "47.5", "device": "trial", "revision": 2, "outcome": "invalid", "reference": "甲-1", "number": 1,
        "ops": 3, "waits": 1, "admitted": [1], "declined": [2], "made": 9, "left": 1, "way": "second", "ended": 1,
        "entries": 10, "judges": 20, "cards": 320, "order": [{ "entry": "3", "order": 1 }], "values": [{ "value": "47.5" }],
        "complete": true, "open": ["一项"], "override": "催过两次", "upheld": true, "days": 365, "notice_days": 5,
        "seed": 4827, "figures": 140, "level": 2, "differing": 1, "places": ["大公镇 总分"], "title": "新名称",
        "discarded": ["ev-2"], "version": 3, "asked_by": "account:5", "failures": 2, "size": 8, "witness": "会签人",
        "change": { "seat": { "judge": "1", "name": "新席", "unit": "新局" } }, "name": "大公镇项目", "unit": "大公镇",
        "used": 504, "over": 24, "limit": 480, "bell": 60, "place": 3, "typed": "4827", "passed": "3", "overtime": 1
    }"#;
    serde_json::from_str(all).expect("JSON")
}

fn letters(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_alphabetic())
}

#[test]
fn each_word_has_a_sentence_without_letters_and_without_marks_whatever_is_on_record() {
    let (names, whole) = (names(), whole());
    let odd = [json!([]), json!("甲"), json!(7), json!({ "cards": 1, "order": "1", "open": {}, "change": [] })];
    let both = |side: &Value| json!({ "before": side, "after": side });
    let mut payloads: Vec<Option<Value>> = odd.iter().chain([&whole]).map(|side| Some(both(side))).collect();
    payloads.push(Some(json!({ "before": null, "after": whole })));
    payloads.extend([Some(json!({})), Some(json!([])), None]);
    for word in Word::ALL {
        for subject in SUBJECTS {
            for who in ["account:5", "judge:ev-1/1", "guanmo", ""] {
                for payload in &payloads {
                    let said = sentence(&logged(word.as_str(), who, subject, payload.clone()), &names);
                    assert!(!said.trim().is_empty() && !letters(&said), "{word:?} {subject}: {said}");
                    assert!(!said.contains("47.5"), "{word:?} {subject}: {said}");
                }
            }
        }
    }
}

#[test]
fn sentences_name_people_and_things() {
    let names = names();
    let said = |word: Word, who: &str, subject: &str, after: Value| {
        sentence(&logged(word.as_str(), who, subject, Some(json!({ "before": null, "after": after }))), &names)
    };
    let exclusion = json!({ "component": null, "entry": "3", "kind": "recused", "reason": "近亲属" });
    assert_eq!(
        said(Word::Exclude, "account:5", "judge:1", exclusion),
        "组织者 演示·组织（5） 登记 曲塘镇书记 对 大公镇 回避，理由：近亲属"
    );
    assert_eq!(
        said(Word::Record, "judge:ev-1/1", "card:1/2/3", json!({ "device": "0c5e", "revision": 2 })),
        "曲塘镇书记 的平板送达 大公镇·现场观摩 的评分卡（第 2 次）"
    );
    assert_eq!(
        said(Word::Record, "account:5", "card:1/2/3", json!({ "device": "trial", "revision": 1 })),
        "组织者 演示·组织（5） 填入 曲塘镇书记 对 大公镇·现场观摩 的试算评分卡"
    );
    let tried = json!({ "seed": 4827, "cards": 320, "entries": 10, "figures": 140, "level": 2, "differing": 0 });
    assert_eq!(
        said(Word::Trial, "account:5", "trial", tried),
        "组织者 演示·组织（5） 试算，种子 4827，320 张试算评分卡，10 个项目，其中 2 个项目并列，比对 140 个数字，一致"
    );
    let drawn = json!({ "number": 2, "typed": "4827", "entries": ["3"], "reason": "报的数听错了" });
    assert_eq!(
        said(Word::DrawOrder, "account:5", "call", drawn),
        "组织者 演示·组织（5） 抽签排定汇报顺序，报的数 4827，依次为 大公镇，理由：报的数听错了"
    );
    assert_eq!(
        said(Word::EndTurn, "account:5", "entry:3", json!({ "number": 3, "used": 504, "over": 24 })),
        "组织者 演示·组织（5） 结束 大公镇 的汇报，已用 8:24，超时 0:24"
    );
    assert_eq!(said(Word::Arrive, "account:5", "checkpoint:3", json!({})), "组织者 演示·组织（5） 登记到达 大公镇");
    // what is no longer there, and what a newer program wrote
    assert_eq!(said(Word::Arrive, "account:6", "checkpoint:9", json!({})), "账号 6 登记到达 9");
    let newer = sentence(&logged("not-yet-known", "console", "event", None), &names);
    assert_eq!(newer, "服务器命令行 办理“not-yet-known”");
}
