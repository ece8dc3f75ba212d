//! Cards from paper over HTTP: no address gives anybody what the first one typed before the second has.

use guanmo::app::act::actor::Role;
use guanmo::web::routes::TABLE;

use crate::support::desk::own_account;
use crate::support::folder::Folder;
use crate::support::site::{Person, Site, Who};

pub fn somebody(site: &Site, name: &str, role: Role) -> Person {
    let made = own_account(&site.app, name, role);
    let person = site.visitor();
    assert_eq!(person.post("/sign-in", &[("name", name), ("password", made.password.reveal())]).status(), 303);
    person
}

fn event(site: &Site) -> String {
    let folder = Folder::sound();
    folder.remove("scores.csv");
    site.import(&folder)
}

const CARD: [(&str, &str); 4] = [("judge", "j1"), ("component", "visit"), ("entry", "A"), ("reference", "R-17")];

fn typed(effect: &'static str, novelty: &'static str) -> Vec<(&'static str, &'static str)> {
    [&CARD[..], &[("mark-effect", effect), ("mark-novelty", novelty), ("comment", "")]].concat()
}

/// The sheet that an address names.
fn sheet_in(person: &Person, list: &str) -> String {
    let page = person.page(list);
    let links = page.match_indices("/paper/").map(|(at, word)| &page[at + word.len()..]);
    let ids = links.filter_map(|rest| rest.split('"').next()).filter(|id| id.len() == 36);
    ids.map(str::to_owned).next().expect("a sheet")
}

/// Whether a text shows a mark. The seconds of a time, which the page's script reads, are none.
fn shows(text: &str, mark: &str) -> bool {
    let in_time = |before: &str| {
        before.ends_with(':') && before[..before.len() - 1].ends_with(|last: char| last.is_ascii_digit())
    };
    text.match_indices(mark).any(|(at, _)| !in_time(&text[..at]))
}

/// Whatever can be had with GET, of this event and this sheet.
fn everything(person: &Person, event: &str, sheet: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    // what streams never ends; that it tells no mark is `live`'s to test
    for row in TABLE.iter().filter(|row| row.method == "GET" && !row.path.ends_with("/live")) {
        let path = row.path.replace("{event}", event).replace("{sheet}", sheet).replace("{entry}", "A");
        let path = path.replace("{component}", "visit").replace("{number}", "1");
        for query in ["", "?judge=j1&component=visit&entry=A", "?done=SHEET"] {
            let path = format!("{path}{}", query.replace("SHEET", sheet));
            let answer = person.get(&path);
            let headers = format!("{:?}", answer.headers());
            found.push((path, headers + answer.text().expect("text").as_str()));
        }
    }
    found
}

#[test]
fn what_the_first_one_typed_is_in_no_answer_before_the_second_has_typed() {
    let site = Site::demo();
    let event = event(&site);
    let list = format!("/events/{event}/paper");
    let first = somebody(&site, "li", Role::Teller);
    assert_eq!(first.post(&format!("{list}/type"), &typed("47.5", "35.5")).status(), 303);
    let people = [
        ("the first", first),
        ("a teller", somebody(&site, "wu", Role::Teller)),
        ("a scrutineer", somebody(&site, "sun", Role::Scrutineer)),
        ("an inspector", somebody(&site, "qian", Role::Inspector)),
        ("an organiser", site.person(Who::Organiser)),
        ("an official", site.person(Who::Official)),
        ("an administrator", site.person(Who::Administrator)),
    ];
    let second = &people[1].1;
    let sheet = sheet_in(second, &list);
    let waits = second.page(&list);
    assert!(waits.contains("R-17") && waits.contains("一席 · 甲镇 · visit") && waits.contains("第二次录入"), "{waits}");
    for (who, person) in &people {
        for (path, text) in everything(person, &event, &sheet) {
            assert!(!shows(&text, "47.5") && !shows(&text, "35.5"), "{who} {path}");
        }
    }
    // who tries to settle it now learns nothing either
    for path in ["propose", "confirm"] {
        let answer = second.post(&format!("{list}/{sheet}/{path}"), &[("number", "1"), ("remark", "如此")]);
        assert_eq!(answer.status(), 409, "{path}");
        assert!(!shows(&answer.text().expect("text"), "47.5"));
    }
    // the second differs in one mark: that one is shown, the other is not
    let answer = second.post(&format!("{list}/type"), &typed("41.5", "35.5"));
    assert_eq!(answer.headers()["location"].to_str().expect("text"), format!("{list}/{sheet}"));
    let page = second.page(&format!("{list}/{sheet}"));
    assert!(shows(&page, "47.5") && shows(&page, "41.5") && !shows(&page, "35.5"), "{page}");
    for (who, person) in &people {
        for (path, text) in everything(person, &event, &sheet) {
            let shown = path.starts_with(&format!("{list}/{sheet}"));
            assert!(shown || !shows(&text, "47.5"), "{who} {path}");
            assert!(!shows(&text, "35.5"), "{who} {path}");
        }
    }
    // its own confirmation is refused, somebody else's makes the card
    let confirm = |person: &Person, number| {
        person.post(&format!("{list}/{sheet}/confirm"), &[("number", number), ("remark", "第一格")]).status()
    };
    assert_eq!(confirm(second, "2"), 403);
    assert_eq!(confirm(second, "x"), 404);
    assert_eq!(confirm(second, "1"), 303);
    assert_eq!(confirm(second, "1"), 409);
    for (who, person) in &people {
        for (path, text) in everything(person, &event, &sheet) {
            assert!(!shows(&text, "47.5") && !shows(&text, "35.5"), "{who} {path}");
        }
    }
    assert!(site.person(Who::Organiser).page(&format!("/events/{event}/desk")).contains("纸质录入"));
}

#[test]
fn what_is_typed_wrong_comes_back_with_what_is_wrong_and_what_to_do() {
    let site = Site::demo();
    let event = event(&site);
    let list = format!("/events/{event}/paper");
    let teller = somebody(&site, "li", Role::Teller);
    let before = site.acts();
    let answer = teller.post(&format!("{list}/type"), &typed("61", ""));
    assert_eq!(answer.status(), 422);
    let text = answer.text().expect("text");
    for words in ["2 处不符合", "value=\"61\"", "尚未填写", "请评委在纸上更正", "R-17"] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert_eq!(site.acts(), before, "nothing was kept");
    let noted = teller.post(&format!("{list}/type"), &typed("４５", "35"));
    assert_eq!(noted.status(), 200);
    assert!(noted.text().expect("text").contains("“４５” 按 “45” 计"));
    // closed meanwhile
    let organiser = site.person(Who::Organiser);
    let close = organiser.page(&format!("/events/{event}/close"));
    assert!(close.contains("编号 R-17，待另一人录入"), "{close}");
    assert_eq!(organiser.post(&format!("/events/{event}/close"), &[("reason", "")]).status(), 409);
    assert_eq!(organiser.post(&format!("/events/{event}/close"), &[("reason", "主席决定")]).status(), 303);
    assert_eq!(teller.post(&format!("{list}/type"), &typed("50", "35")).status(), 409);
    assert!(teller.page(&list).contains("成绩已经封存"));
}

#[test]
fn the_code_of_a_printed_card_picks_it() {
    let site = Site::demo();
    let event = event(&site);
    let list = format!("/events/{event}/paper");
    let teller = somebody(&site, "li", Role::Teller);
    let code = |code: &str| teller.get(&format!("{list}/type?code={}", code.replace('%', "%25").replace('/', "%2F")));
    let form = code(&format!("guanmo-card:1/{event}/j1/visit/A")).text().expect("text");
    assert!(form.contains("一席 · 甲镇 · visit") && form.contains("name=\"mark-effect\""), "{form}");
    let form = code(&format!("guanmo-card:1/{event}/j%31/visit/A"));
    assert_eq!(form.status(), 200);
    for wrong in ["guanmo-card:1/other/j1/visit/A", "guanmo-card:1/x", "https://example.org", "guanmo-card:1/a/%/b/c"] {
        let answer = code(wrong);
        assert_eq!(answer.status(), 422, "{wrong}");
        assert!(answer.text().expect("text").contains("不是本活动空白评分卡上的编码"), "{wrong}");
    }
    let unpicked = teller.get(&format!("{list}/type?judge=j1&component=visit"));
    assert_eq!(unpicked.status(), 422);
    assert!(unpicked.text().expect("text").contains("请选择参评项目"));
    // who signs finds the way from the list of events
    assert!(teller.page("/events").contains(&list));
}
