//! Every form with nothing in it: a sentence in Chinese, and never what the framework says by itself.

use guanmo::web::routes::{For, TABLE};

use crate::support::folder::Folder;
use crate::support::site::{Site, Who};

/// What stands in answers that no one of ours has written.
const FRAMEWORK: [&str; 4] = ["missing field", "Parse error", "deserialize", "invalid type"];

#[test]
fn a_form_without_its_fields_is_answered_in_chinese_on_every_route() {
    let site = Site::demo();
    let event = site.import(&Folder::sound());
    for row in TABLE.iter().filter(|row| row.method == "POST") {
        // each with a session of its own: some of them end it
        let person = match row.audience {
            For::Anyone => site.visitor(),
            For::Judge => site.judge(&event, "j1"),
            For::Staff | For::Organiser => site.person(Who::Organiser),
            For::Administrator => site.person(Who::Administrator),
        };
        let path = row.path.replace("{event}", &event).replace("{list}", "entries").replace("{sheet}", "none");
        let path = path.replace("{role}", "official");
        let answer = person.post(&path, &[]);
        let status = answer.status().as_u16();
        let text = answer.text().expect("text");
        assert!(status < 500, "{path}: {status} {text}");
        if status >= 400 {
            let chinese = text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
            assert!(chinese, "{path}: {status} {text}");
            for words in FRAMEWORK {
                assert!(!text.contains(words), "{path}: {status} {text}");
            }
        }
    }
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
