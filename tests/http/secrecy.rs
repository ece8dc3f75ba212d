//! Before the close nobody but organisers, once they opened them on record, gets a score, a rank or a mean.

use guanmo::web::routes::TABLE;

use crate::support::events::Events;
use crate::support::folder::Folder;
use crate::support::site::{Person, Site, Who};

/// Every figure of the result that no single card of the small event shows.
fn figures(folder: &Folder) -> Vec<String> {
    let output = folder.tabulate(&["--format", "json", "--explain", "all"]);
    let report: serde_json::Value = serde_json::from_str(&output.stdout).expect("JSON");
    let mut found: Vec<String> = Vec::new();
    for row in report["ranking"].as_array().expect("rows") {
        found.push(row["total"].as_str().expect("a total").to_owned());
        found.push(row["components"]["visit"].as_str().expect("a score").to_owned());
    }
    exact(&report["trace"], &mut found);
    // what a judge typed is no secret to that judge
    found.retain(|figure| figure.parse::<f32>().is_ok_and(|n| n > 9.0) && figure.len() > 4);
    found.sort();
    found.dedup();
    assert!(found.len() >= 9, "{found:?}");
    found
}

/// The rounded figures of a trace, which no page shows before the close.
fn exact(value: &serde_json::Value, found: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(fields) => fields.iter().for_each(|(key, value)| match value.as_str() {
            Some(text) if key == "rounded" && text.contains('.') => found.push(text.to_owned()),
            _ => exact(value, found),
        }),
        serde_json::Value::Array(items) => items.iter().for_each(|item| exact(item, found)),
        _ => {}
    }
}

/// Whatever can be had with GET.
fn everything(person: &Person, event: &str) -> Vec<(String, String)> {
    let mut paths = Vec::new();
    for row in TABLE.iter().filter(|row| row.method == "GET") {
        let path = row.path.replace("{event}", event).replace("{component}", "visit");
        for entry in ["A", "B", "C"] {
            paths.push(path.replace("{entry}", entry));
            if row.path.ends_with("/board")
                || row.path.ends_with("/desk")
                || row.path.ends_with("/cell")
                || row.path.ends_with("/live")
                || row.path == "/judge"
            {
                paths.push(format!("{path}?entry={entry}&component=daily&track=&theme=&encoding=utf-8"));
            }
        }
    }
    paths.sort();
    paths.dedup();
    let read = |path: String| {
        let answer = person.get(&path);
        let headers = format!("{:?}", answer.headers());
        if answer.status() == 200 && path.contains("/live") {
            // it never ends: all of the page is in the first event
            let streams = [("/wall/", "wall"), ("/board/", "board")];
            let told = streams.iter().find(|(part, _)| path.contains(part)).map_or("desk", |(_, told)| told);
            return (path, headers + Events::of(answer).next(told).data.as_str());
        }
        (path, headers + answer.text().expect("text").as_str())
    };
    paths.into_iter().map(read).collect()
}

/// A text without the fractions of seconds of its moments: `:18.0042` looks like a figure and is none.
fn without_fractions(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(point) = rest.find('.') {
        let before = &rest.as_bytes()[..point];
        let is_moment = matches!(before, [.., b':', tens, ones] if tens.is_ascii_digit() && ones.is_ascii_digit());
        kept.push_str(&rest[..=point]);
        rest = &rest[point + 1..];
        if is_moment {
            rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        }
    }
    kept + rest
}

fn finds(person: &Person, event: &str, secrets: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for (path, text) in everything(person, event) {
        let text = without_fractions(&text);
        for secret in secrets.iter().filter(|secret| text.contains(secret.as_str())) {
            found.push(format!("{path}: {secret}"));
        }
    }
    found
}

#[test]
fn no_route_gives_a_score_a_rank_or_a_mean_before_the_close() {
    let site = Site::demo();
    let folder = Folder::sound();
    let event = site.import(&folder);
    let secrets = figures(&folder);
    let people: Vec<(Who, Person)> = Who::ALL
        .into_iter()
        .map(|who| (who, if who == Who::Judge { site.judge(&event, "j1") } else { site.person(who) }))
        .collect();
    for (who, person) in &people {
        assert_eq!(finds(person, &event, &secrets), Vec::<String>::new(), "{who:?} before the close");
        // a tablet's answer is the judge's own event
        if *who == Who::Judge {
            let answer = person.sync(r#"{"device":"t","seq_from":1,"ops":[]}"#).text().expect("text");
            for other in ["52.5", "48.0", "30.5"] {
                assert!(!answer.contains(other), "another judge's mark is in {answer}");
            }
            assert!(secrets.iter().all(|secret| !answer.contains(secret.as_str())), "{answer}");
        }
    }

    // an organiser opens them, with a reason, on record
    let organiser = &people.iter().find(|(who, _)| *who == Who::Organiser).expect("one").1;
    let refused = organiser.post(&format!("/events/{event}/provisional"), &[("reason", " ")]);
    assert_eq!(refused.status(), 422);
    assert!(refused.text().expect("text").contains("请写明理由"));
    assert_eq!(finds(organiser, &event, &secrets), Vec::<String>::new());
    assert_eq!(organiser.post(&format!("/events/{event}/provisional"), &[("reason", "核对数据")]).status(), 303);
    assert!(organiser.page("/audit").contains("核对数据"));
    for (who, person) in &people {
        let found = finds(person, &event, &secrets);
        if *who == Who::Organiser {
            let on = |page: &str| found.iter().any(|line| line.starts_with(&format!("/events/{event}/{page}")));
            assert!(on("provisional") && on("ranking.csv") && on("ranking.json"), "{found:?}");
            assert!(!on("desk") && !on("board"), "they are asked for, and lie about nowhere: {found:?}");
        } else {
            assert_eq!(found, Vec::<String>::new(), "{who:?} after an organiser opened them");
        }
    }

    // after the close organisers read the result, and officials once it is signed; a judge and an administrator still have no business there
    assert_eq!(organiser.post(&format!("/events/{event}/close"), &[("reason", "")]).status(), 303);
    for (who, person) in &people {
        let found = finds(person, &event, &secrets);
        match who {
            Who::Organiser => assert!(found.iter().any(|line| line.contains("/board")), "{who:?}"),
            Who::Visitor | Who::Judge | Who::Official | Who::Administrator => {
                assert_eq!(found, Vec::<String>::new(), "{who:?}");
            }
        }
    }
}

#[test]
fn whose_a_mark_is_is_for_organisers_only() {
    let site = Site::demo();
    let board = format!("/events/{}/board?entry=02", site.published);
    assert!(site.person(Who::Organiser).page(&board).contains("title=\"市领导"));
    let official = site.person(Who::Official);
    assert!(!official.page(&board).contains("title=\"市领导"));
    let json = official.page(&format!("/events/{}/ranking.json", site.published));
    assert!(!json.contains("trace") && !json.contains("市领导"), "{json}");
}

#[test]
fn another_events_judge_sees_nothing_of_this_one() {
    let site = Site::demo();
    let (mine, other) = (site.import(&Folder::sound()), site.import(&Folder::sound()));
    let judge = site.judge(&mine, "j1");
    for (path, text) in everything(&judge, &other) {
        // an error page repeats no more than what was asked for
        assert!(!text.contains(&other) || !path.starts_with("/judge"), "{path}");
    }
    let told = judge.sync(r#"{"device":"door","seq_from":1,"ops":[]}"#).text().expect("text");
    assert!(told.contains(&mine) && !told.contains(&other), "{told}");
}

#[test]
fn that_two_entries_share_a_place_is_told_on_no_page_before_the_close() {
    let site = Site::demo();
    let folder = Folder::sound();
    folder.append("scoring-rules.toml", "[[award]]\nname = \"一等奖\"\nplaces = 1\n");
    let scores = std::fs::read_to_string(folder.path().join("scores.csv")).expect("scores");
    let of_a: Vec<&str> = scores.lines().filter(|line| line.contains(",A,")).collect();
    let twin = of_a.join("\n").replace(",A,", ",B,");
    let rest: Vec<&str> = scores.lines().filter(|line| !line.contains(",B,")).collect();
    folder.write("scores.csv", format!("{}\n{twin}\n", rest.join("\n")));
    folder.write("measures.csv", "component,entry,value\ndaily,A,90\ndaily,B,90\ndaily,C,70\n");
    assert!(folder.tabulate(&[]).stderr.contains("undecided-tie: entry=A"));
    let event = site.import(&folder);
    let organiser = site.person(Who::Organiser);
    for (path, text) in everything(&organiser, &event) {
        assert!(!text.contains("并列"), "{path}");
    }
}
