//! What every form of the table answers where all that it asks for is missing.

use guanmo::web::routes::{For, Row, TABLE};

use crate::support::folder::{Folder, ROUTE};
use crate::support::site::{Person, Site, Who};

/// Bodies with nothing in them, of each type that some route reads.
const EMPTY: [(&str, &str); 3] = [
    ("application/x-www-form-urlencoded", ""),
    ("multipart/form-data; boundary=x", "--x--\r\n"),
    ("application/json", "{}"),
];

/// Somebody who gets as far as the form.
fn come(site: &Site, row: &Row, event: &str) -> Person {
    match row.audience {
        For::Anyone => site.visitor(),
        For::Judge => site.judge(event, "j1"),
        For::Staff | For::Organiser => site.person(Who::Organiser),
        For::Administrator => site.person(Who::Administrator),
    }
}

fn filled(site: &Site, row: &Row, event: &str) -> String {
    // only a published event has a public page
    let event = if row.path.starts_with("/public/") { &site.published } else { event };
    let path = row.path.replace("{event}", event).replace("{role}", "official");
    path.replace("{sheet}", "none").replace("{list}", "entries")
}

/// What of an answer is read: a page without its marks, of JSON the sentence.
fn read(text: &str) -> String {
    if let Ok(json) = serde_json::from_str::<serde_json::Value>(text) {
        return json["message"].as_str().unwrap_or_default().to_owned();
    }
    let parts = text.split('<').map(|part| part.split_once('>').map_or(part, |(_, shown)| shown));
    parts.collect::<Vec<_>>().join("\n")
}

fn is_chinese(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

/// Three English words in a row.
fn english(text: &str) -> Option<&str> {
    text.lines().find(|line| {
        let words: Vec<bool> = line
            .split_whitespace()
            .map(|word| word.len() > 1 && word.chars().all(|c| c.is_ascii_alphabetic() || ",.:'`".contains(c)))
            .collect();
        words.windows(3).any(|three| three == [true; 3])
    })
}

#[test]
fn every_form_says_in_chinese_that_something_is_missing() {
    let site = Site::demo();
    let mut refused = 0;
    for row in TABLE.iter().filter(|row| row.method == "POST") {
        for (kind, body) in EMPTY {
            // an event of its own for each: a form that asks for nothing does what it is for
            let folder = Folder::sound();
            folder.write("checkpoints.csv", ROUTE);
            let event = site.import(&folder);
            let person = come(&site, row, &event);
            let before = site.acts();
            let path = filled(&site, row, &event);
            let request = person.request("POST", &path).header("origin", person.origin());
            let answer = person.send(request.header("content-type", kind).body(body));
            let status = answer.status().as_u16();
            let text = read(&answer.text().expect("text"));
            assert!(status < 500, "{} with {kind}: {status} {text}", row.path);
            if status >= 400 {
                refused += 1;
                assert!(text.chars().any(is_chinese), "{} with {kind}: {status} {text}", row.path);
                assert_eq!(english(&text), None, "{} with {kind}: {status} {text}", row.path);
                assert_eq!(site.acts(), before, "{} with {kind} was refused and did something", row.path);
            }
        }
    }
    assert!(refused > 100, "{refused} refusals are too few to have met the forms");
}

#[test]
fn a_ruling_that_lacks_a_field_is_refused_as_any_other_form_is() {
    let site = Site::demo();
    let organiser = site.person(Who::Organiser);
    let path = format!("/events/{}/quarantine", site.under_way);
    let before = site.acts();
    for form in [&[("op", "none"), ("ruling", "admit")][..], &[("op", "none"), ("reason", "迟到有因")], &[]] {
        let answer = organiser.post(&path, form);
        assert_eq!(answer.status(), 400);
        let text = answer.text().expect("text");
        assert!(text.contains("表单缺少内容或格式不对，请返回后重新填写"), "{text}");
    }
    // a NUL in a reason is nothing that anybody typed
    let answer = organiser.post(&path, &[("op", "none"), ("ruling", "admit"), ("reason", "迟到\0有因")]);
    assert_eq!(answer.status(), 400);
    assert!(answer.text().expect("text").contains("表单缺少内容或格式不对"));
    assert_eq!(site.acts(), before);
}

#[test]
fn a_page_of_english_would_be_noticed() {
    assert_eq!(english("Parse error: missing field `op`."), Some("Parse error: missing field `op`."));
    assert_eq!(english("缺少内容\n请检查 CSV 或 XLSX 文件"), None);
    assert_eq!(read("<p class=\"a b c\">内容 <b>有误</b></p>").replace('\n', ""), "内容 有误");
}

#[test]
fn a_ruling_has_its_fields_and_a_reason_of_bounded_length() {
    let site = Site::demo();
    let event = site.import(&Folder::sound());
    let (organiser, path) = (site.person(Who::Organiser), format!("/events/{event}/quarantine"));
    let lacking = organiser.post(&path, &[("op", "none")]);
    assert_eq!(lacking.status(), 400);
    assert!(lacking.text().expect("text").contains("表单缺少内容"));
    let long = "迟".repeat(501);
    let refused = organiser.post(&path, &[("op", "none"), ("ruling", "admit"), ("reason", &long)]);
    assert_eq!(refused.status(), 422);
    assert!(refused.text().expect("text").contains("理由过长，最多 500 字"));
}
