//! The officials' board over HTTP: what it rests on in each state, what is compared with what, and what an open one is told.

use std::time::Duration;

use diesel::prelude::*;
use diesel::sql_query;
use guanmo::app::act::actor::{Actor, Role, Who as Behind};
use guanmo::app::event::signers::{ResultFrom, Signers};
use serde_json::Value;

use crate::support::database::opened;
use crate::support::desk::{self, ask_for_no_signature, asking, empty_event, organiser, publish};
use crate::support::events::Events;
use crate::support::folder::Folder;
use crate::support::results::Made;
use crate::support::site::{Person, Site, Who};
use crate::support::tablet::Tablet;

/// What stands between two words of a page.
fn between<'p>(page: &'p str, from: &str, to: &str) -> &'p str {
    let (_, rest) = page.split_once(from).unwrap_or_else(|| panic!("no {from} in {page}"));
    rest.split_once(to).map_or(rest, |(part, _)| part)
}

fn words(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for letter in html.chars() {
        match letter {
            '<' => inside = true,
            '>' => {
                inside = false;
                text.push(' ');
            }
            _ if !inside => text.push(letter),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The six facts: words, and where each leads.
fn strip(page: &str) -> Vec<(String, String)> {
    let strip = between(page, "<nav class=\"trust\"", "</nav>");
    let facts: Vec<(String, String)> =
        strip.split("<li>").skip(1).map(|fact| (words(fact), between(fact, "href=\"", "\"").to_owned())).collect();
    assert_eq!(facts.len(), 6, "nothing is left out: {facts:?}");
    facts
}

fn says(page: &str, wanted: &[&str]) {
    let facts: Vec<String> = strip(page).into_iter().map(|(fact, _)| fact).collect();
    for (fact, wanted) in facts.iter().zip(wanted) {
        assert!(fact.starts_with(wanted), "{wanted} in {facts:?}");
    }
}

/// Whoever reads can follow each fact to its evidence.
fn leads(person: &Person, page: &str) {
    for (fact, to) in strip(page) {
        match to.strip_prefix('#') {
            Some(id) => assert!(page.contains(&format!("id=\"{id}\"")), "{fact}: {to}"),
            None => assert_eq!(person.get(&to).status(), 200, "{fact}: {to}"),
        }
    }
}

fn person(name: &str, role: Role) -> Actor {
    Actor { who: Behind::Account(name.to_owned()), role: Some(role) }
}

#[test]
fn the_strip_says_what_the_result_rests_on_in_each_state() {
    let site = Site::demo();
    let event = site.import(&Folder::sound());
    let (official, desk) = (site.person(Who::Official), site.person(Who::Organiser));
    let board = format!("/events/{event}/board");
    site.app.set_signing(&organiser(), &event, &asking(Signers::standard(), ResultFrom::Closed), None).expect("set");
    assert!(!official.page(&board).contains("class=\"trust\""), "before the close there is nothing to trust");
    site.app.close(&organiser(), &event, None).expect("closed");

    let page = official.page(&board);
    says(
        &page,
        &["9 / 9 张评分卡 无回避", "0 项未决 封存", "0 / 6 人 已签字", "独立复核 一致", "查验 尚未进行", "指纹"],
    );
    assert!(page.contains("应签 6 人，还差 6 人"), "{page}");
    leads(&official, &page);
    let own = desk.page(&board);
    leads(&desk, &own);
    let by_desk = |at: usize| strip(&own)[at].1.clone();
    assert_eq!((by_desk(0), by_desk(3)), (format!("/events/{event}/desk"), format!("/events/{event}/log")));
    assert!(strip(&page).iter().all(|(_, to)| to.starts_with('#')), "an official opens none of them");

    let result = site.app.signing(&organiser(), &event).expect("the page").result.expect("a result");
    let sign =
        |name: &str, role| desk::sign(&site.app, &person(name, role), &event, 1, &result.fingerprint).expect("signed");
    sign("t1", Role::Teller);
    let page = official.page(&board);
    says(&page, &["9 / 9 张评分卡", "0 项未决", "1 / 6 人 已签字", "独立复核 一致", "查验 通过 签字时"]);
    assert!(page.contains("计票人 t1") && page.contains("还差 5 人"), "{page}");

    // what is bad is first, and nobody but those who sign reads why
    site.app.disagree(&person("s2", Role::Scrutineer), &event, 1, "有一张卡没有核对").expect("on record");
    let page = official.page(&board);
    says(&page, &["有问题： 1 人 不同意 1 人已签字", "9 / 9 张评分卡"]);
    assert!(page.contains("登记不同意：监票人") && !page.contains("有一张卡没有核对"), "{page}");
    for (name, role) in [
        ("t2", Role::Teller),
        ("s1", Role::Scrutineer),
        ("s2", Role::Scrutineer),
        ("i1", Role::Inspector),
        ("o1", Role::Organiser),
    ] {
        sign(name, role);
    }
    publish(&site.app, &event).expect("published");
    let page = official.page(&board);
    assert!(page.contains("公布于") && page.contains(&format!("/public/{event}/check")), "{page}");
    says(&page, &["有问题： 1 人 不同意 6 人已签字"]);

    // verified on the server, and then with a row that was changed behind its back
    let verify = || assert_eq!(desk.post(&format!("/events/{event}/signing/verify"), &[]).status(), 303);
    verify();
    let page = official.page(&board);
    says(&page, &["有问题： 1 人 不同意", "9 / 9 张评分卡", "0 项未决", "独立复核 一致", "查验 通过"]);
    assert!(page.contains("全部相符"), "{page}");
    let mut file = opened(&site.server.data().path().join("guanmo.db"));
    let changed = format!("UPDATE entry SET summary = '改过' WHERE event_id = '{event}' AND id = 'A'");
    assert_eq!(sql_query(changed).execute(&mut file).expect("changed"), 1);
    verify();
    let page = official.page(&board);
    let facts = strip(&page);
    assert!(facts[0].0.starts_with("有问题：") && facts[1].0.starts_with("有问题： 查验 未通过"), "{facts:?}");
    assert!(page.contains("项不符") && !page.contains("首处不符"), "{page}");
    assert!(desk.page(&board).contains("首处不符"));
}

#[test]
fn a_result_without_signatures_says_so_and_what_was_overridden_comes_first() {
    let site = Site::demo();
    let folder = Folder::sound();
    folder.replace("scores.csv", "j3,visit,C,effect,42\nj3,visit,C,novelty,24\n", "");
    let event = site.import(&folder);
    ask_for_no_signature(&site.app, &event);
    site.app.close(&organiser(), &event, Some("一席突发疾病")).expect("closed");
    let page = site.person(Who::Official).page(&format!("/events/{event}/board"));
    let facts: Vec<String> = strip(&page).into_iter().map(|(fact, _)| fact).collect();
    let bad = facts.iter().take_while(|fact| fact.starts_with("有问题：")).count();
    assert_eq!(bad, 2, "{facts:?}");
    assert!(facts[0].contains("8 / 9 张评分卡") && facts[1].contains("项未决"), "{facts:?}");
    assert!(facts[2].starts_with("无签字 未设签字人"), "{facts:?}");
    assert!(page.contains("缺 1 张，封存时已写明理由"), "{page}");
}

#[test]
fn what_is_filtered_is_compared_with_the_row_above_in_the_whole_ranking() {
    let site = Site::demo();
    let event = Made::of(9).published(&site.app);
    let official = site.person(Who::Official);
    let report = site.app.ranking(&organiser(), &event).expect("a ranking").report;
    let page = official.page(&format!("/events/{event}/board?theme=%E4%BA%A7%E4%B8%9A%E5%8F%91%E5%B1%95"));
    let rows: Vec<&str> = between(&page, "<tbody>", "</tbody>")
        .split("<tr")
        .skip(1)
        .filter(|row| row.contains("scope=\"row\""))
        .collect();
    assert_eq!(rows.len(), 3, "the theme has three entries");
    for row in rows {
        let unit = words(between(row, "<th scope=\"row\">", "</th>"));
        let at = report.ranking.iter().position(|row| row.unit == unit).expect("ranked");
        let gap = words(between(row, "<td class=\"r gap\">", "</td>"));
        let Some(above) = at.checked_sub(1).map(|above| &report.ranking[above]) else {
            assert_eq!(gap, "", "nobody is above the first");
            continue;
        };
        let total = |text: &str| text.parse::<rust_decimal::Decimal>().expect("a figure");
        let by = total(&above.total) - total(&report.ranking[at].total);
        assert_eq!(gap, format!("−{by} 比 {}", above.unit).replace("比 ", "比"), "{unit}");
    }
    // what separates the chosen one from its neighbours makes up the difference
    let chosen = &report.ranking[3];
    let page = official.page(&format!("/events/{event}/board?entry={}", chosen.entry));
    let said = words(between(&page, "class=\"end\"", "</section>"));
    assert!(said.contains(&format!("比第 3 名{}少", report.ranking[2].unit)), "{said}");
    assert!(said.contains(&format!("比第 5 名{}多", report.ranking[4].unit)), "{said}");
    assert!(!said.contains("不等于总分之差"), "{said}");
    assert!(said.contains("逐席去掉（共 9 次）"), "{said}");
}

#[test]
fn whose_card_would_change_the_result_is_told_to_those_who_check_it_and_to_nobody_else() {
    let site = Site::demo();
    let event = Made::of(6).published(&site.app);
    let board = |name: &str, role| site.somebody(name, role).page(&format!("/events/{event}/board"));
    for (name, role) in [("jian", Role::Scrutineer), ("ji", Role::Inspector)] {
        let page = board(name, role);
        assert!(between(&page, "class=\"say\"", "</section>").contains("是哪"), "{role:?}");
    }
    for (name, role) in [("wu", Role::Teller), ("ling", Role::Official)] {
        let page = board(name, role);
        let said = between(&page, "class=\"say\"", "</section>");
        assert!(!said.contains("是哪") && !said.contains("席给") && !said.contains(" → "), "{role:?}: {said}");
    }
}

#[test]
fn the_places_of_last_year_stand_beside_those_of_this_one_for_whoever_may_see_them() {
    let site = Site::demo();
    let (official, desk) = (site.person(Who::Official), site.person(Who::Organiser));
    let earlier =
        Made { title: "2023年观摩评比", off: |_, judge, entry| 20 + judge % 2 + entry * 2, ..Made::of(6) };
    let earlier = earlier.open(&site.app);
    let event = Made { off: |_, judge, entry| 40 + judge % 2 - entry * 2, ..Made::of(6) }.published(&site.app);
    let board = format!("/events/{event}/board");
    assert!(!desk.page(&board).contains(">去年<"), "that year has no result yet");
    site.app.close(&organiser(), &earlier, None).expect("closed");
    // it asks for signatures, and nobody has signed
    assert!(!official.page(&board).contains(">去年<"), "officials do not see it yet");
    let page = desk.page(&board);
    assert!(page.contains(">去年<"), "{page}");
    let before = site.app.ranking(&organiser(), &earlier).expect("a ranking").report;
    let now = site.app.ranking(&organiser(), &event).expect("a ranking").report;
    for row in &now.ranking {
        let was = before.ranking.iter().find(|old| old.unit == row.unit).expect("the same units");
        let (place, new): (i64, i64) = (was.rank.parse().expect("a place"), row.rank.parse().expect("a place"));
        let moved = match place - new {
            0 => "持平".to_owned(),
            up if up > 0 => format!("，上升 ↑{up}"),
            down => format!("，下降 ↓{}", -down),
        };
        let cells = between(&page, &format!(">{}<", row.unit), "</tr>");
        let cell = words(between(cells, "<td class=\"ly\">", "</td>"));
        assert_eq!(cell, format!("{place} {moved}"), "{}", row.unit);
    }
    // a unit over the years is drawn as a line
    let unit = desk.page("/years/unit?unit=%E7%AC%AC1%E9%95%87");
    assert!(unit.contains("历年名次：2023 年第"), "{unit}");
}

/// The parts of a board's event, with what names the event taken out.
fn told(event: &crate::support::events::Event, id: &str) -> String {
    let data: Value = serde_json::from_str(&event.data).expect("JSON");
    format!("{} {}", data["parts"], data["anew"]).replace(id, "EVENT")
}

#[test]
fn an_open_board_is_told_counts_and_nothing_else_until_there_is_a_result() {
    let site = Site::demo();
    let official = site.person(Who::Official);
    let mut sequences = Vec::new();
    // two days that differ in marks alone
    for marks in
        [[("47.5", "35.5"), ("20.5", "10.5"), ("59.5", "39.5")], [("11.5", "2.5"), ("58.5", "38.5"), ("33.5", "8.5")]]
    {
        let event = empty_event(&site.app);
        ask_for_no_signature(&site.app, &event);
        let mut board = Events::of(official.get(&format!("/events/{event}/board/live")));
        let first = board.next("board");
        assert!(first.id.starts_with("p-"), "{first:?}");
        let mut heard = vec![told(&first, &event)];
        let mut tablet = Tablet::new(&site.app, &event, "j1", "t1");
        let card = |tablet: &mut Tablet, entry: &str, base: Option<&str>, (effect, novelty): (&str, &str)| {
            let op = tablet.op("visit", entry, base, &[("effect", effect), ("novelty", novelty)]);
            tablet.send(std::slice::from_ref(&op));
            op["op"].as_str().expect("an id").to_owned()
        };
        let op = card(&mut tablet, "A", None, marks[0]);
        heard.push(told(&board.next("board"), &event));
        // a card that is changed is no other count: the next that is told is the next card
        card(&mut tablet, "A", Some(&op), marks[1]);
        std::thread::sleep(Duration::from_millis(2500));
        card(&mut tablet, "B", None, marks[2]);
        let next = told(&board.next("board"), &event);
        assert!(next.contains("<b>2</b>"), "{next}");
        heard.push(next);
        for (effect, novelty) in marks {
            assert!(heard.iter().all(|text| !text.contains(effect) && !text.contains(novelty)), "{heard:?}");
        }
        sequences.push(heard);
        // at the close the page is told that it is another one, and no figure of it
        site.app.close(&organiser(), &event, Some("提前结束")).expect("closed");
        let anew = board.next("board");
        assert_eq!(told(&anew, &event), "[] true");
        assert!(anew.id.starts_with("r-"), "{anew:?}");
        let page = official.page(&format!("/events/{event}/board"));
        assert_eq!(between(&page, "data-version=\"", "\""), anew.id, "which a page drawn now shows");
        let known = Events::of(official.get(&format!("/events/{event}/board/live?since={}", anew.id))).next("board");
        assert_eq!(told(&known, &event), "[] false");
    }
    assert_eq!(sequences[0], sequences[1], "what is told hangs on counts alone, letter by letter");
}

#[test]
fn who_does_not_see_the_result_yet_is_told_progress_while_others_are_told_of_the_result() {
    let site = Site::demo();
    let event = site.import(&Folder::sound());
    let (official, desk) = (site.person(Who::Official), site.person(Who::Organiser));
    site.app.close(&organiser(), &event, None).expect("closed");
    let listen = |person: &Person| Events::of(person.get(&format!("/events/{event}/board/live"))).next("board");
    let (seen, hidden) = (listen(&desk), listen(&official));
    assert!(seen.id.starts_with("r-") && hidden.id.starts_with("p-"), "{seen:?} {hidden:?}");
    assert!(hidden.data.contains("这里只显示进度") && !hidden.data.contains("84.76"), "{hidden:?}");
}
