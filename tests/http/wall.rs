//! The wall over HTTP: what a link gives and to whom, and that nothing of a later step goes over the line.

use std::collections::BTreeSet;

use guanmo::app::act::actor::Role;
use guanmo::app::event::signers::{ResultFrom, Signers};
use guanmo::scoring::result::Report;

use crate::support::desk::{asking, import, organiser, sign, staff};
use crate::support::events::Events;
use crate::support::folder::Folder;
use crate::support::site::{Person, Site, Who};

/// A fresh link's path.
fn link(site: &Site, event: &str) -> String {
    let made = site.app.make_wall_link(&organiser(), event, "主会场").expect("made");
    format!("/wall/{}", made.token.reveal())
}

/// A signed event of three.
fn signed(site: &Site) -> String {
    let event = import(&site.app, &Folder::sound());
    let signers = Signers::of(|role| usize::from(role == Role::Teller));
    site.app.set_signing(&organiser(), &event, &asking(signers, ResultFrom::Signed), None).expect("set");
    site.app.close(&organiser(), &event, None).expect("closed");
    let result = site.app.signing(&organiser(), &event).expect("the page").result.expect("a result");
    sign(&site.app, &staff(Role::Teller), &event, result.number, &result.fingerprint).expect("signed");
    event
}

fn begins(site: &Site, person: &Person, event: &str) -> (String, Report) {
    let ready = site.app.wall_desk(&organiser(), event).expect("the page").ready.expect("ready");
    let number = ready.number.to_string();
    let form = [("number", number.as_str()), ("fingerprint", &ready.fingerprint), ("place", "")];
    assert_eq!(person.post(&format!("/events/{event}/wall/reveal"), &form).status(), 303);
    let past = site.app.past_result(&organiser(), event, ready.number).expect("the result");
    (number, past.report)
}

/// What of a row is told by its unit's step, and what by its total's.
fn of_row(row: &guanmo::scoring::result::RankingRow) -> (BTreeSet<String>, BTreeSet<String>) {
    let figures = row.weighted.0.iter().map(|(_, figure)| figure.clone()).chain([row.total.clone()]);
    ([row.unit.clone(), row.name.clone()].into(), figures.filter(|figure| !figure.is_empty()).collect())
}

#[test]
fn a_link_gives_the_wall_and_nothing_else_until_it_is_ended() {
    let site = Site::demo();
    let event = site.import(&Folder::sound());
    let organiser_there = site.person(Who::Organiser);
    let page =
        organiser_there.post(&format!("/events/{event}/wall/links"), &[("name", "主会场")]).text().expect("text");
    let path = page.split("<code id=\"address\">").nth(1).and_then(|rest| rest.split('<').next()).expect("an address");
    let path = path.strip_prefix(&site.server.url).expect("an address of ours").to_owned();
    assert!(!organiser_there.page(&format!("/events/{event}/wall")).contains(&path), "shown once");

    let hall = site.visitor();
    let answer = hall.get(&path);
    assert_eq!(answer.status(), 200);
    let headers = answer.headers().clone();
    assert_eq!(headers["cache-control"], "no-store");
    assert!(headers.get("etag").is_none() && headers.get("set-cookie").is_none());
    let text = answer.text().expect("text");
    assert!(text.contains("http-equiv=\"refresh\" content=\"10\"") && text.contains("part-wall"));
    // it is nobody's session
    for elsewhere in ["/events", &format!("/events/{event}/desk"), &format!("/events/{event}/wall/presenter")] {
        assert_eq!(hall.get(elsewhere).status(), 401, "{elsewhere}");
    }
    assert_eq!(hall.get(&format!("{path}x")).status(), 404);
    assert_eq!(hall.get(&format!("{path}/live?since=")).status(), 200);

    let mut stream = Events::of(hall.get(&format!("{path}/live")));
    stream.next("wall");
    assert_eq!(organiser_there.post(&format!("/events/{event}/wall/links/end"), &[("number", "1")]).status(), 303);
    assert_eq!(stream.next("end").data, "link-ended");
    let gone = hall.get(&path);
    assert_eq!(gone.status(), 404);
    assert!(gone.text().expect("text").contains("大屏链接无效或已结束"));
    assert_eq!(hall.get(&format!("{path}/live")).status(), 404);
}

#[test]
fn before_the_close_a_wall_shows_counts_and_neither_a_seat_nor_a_mark() {
    let site = Site::demo();
    let event = site.under_way.clone();
    let page = site.visitor().page(&link(&site, &event));
    assert!(page.contains("已送达评分卡") && page.contains("封存以前不显示任何得分"), "{page}");
    assert!(page.contains("演示数据(非真实评分)"));
    let desk = site.app.desk(&organiser(), &event).expect("the desk");
    for judge in desk.matrix.groups.iter().flat_map(|group| &group.judges) {
        assert!(!page.contains(&judge.name), "{}", judge.name);
    }
    assert!(!page.contains("总分"));
}

#[test]
fn the_hall_is_sent_a_step_when_it_is_pressed_and_nothing_of_it_before() {
    let site = Site::demo();
    let event = signed(&site);
    let path = link(&site, &event);
    let (presenter, hall) = (site.person(Who::Organiser), site.visitor());
    let at = |page: &str| format!("/events/{event}/wall/{page}");
    let mut stream = Events::of(hall.get(&format!("{path}/live")));
    let mut sent = format!("{:?}", stream.next("wall"));
    let (number, report) = begins(&site, &presenter, &event);
    let mut known: Vec<String> = Vec::new();
    let rows = report.ranking.clone();
    let mut from = 0;
    let mut steps: Vec<BTreeSet<String>> = vec![BTreeSet::new()];
    for row in rows.iter().rev() {
        let (names, figures) = of_row(row);
        steps.extend([names, figures]);
    }
    let all: BTreeSet<String> = steps.iter().flatten().cloned().collect();
    for step in steps {
        known.extend(step);
        let told = stream.next("wall");
        sent += &format!("{told:?}");
        let page = hall.get(&path);
        let headers = format!("{:?}", page.headers());
        sent += &headers;
        sent += &page.text().expect("text");
        // whoever has nothing but the public page gets nothing of it either
        assert_eq!(site.visitor().get(&format!("/public/{event}")).status(), 404);
        // a figure may be a part of another one; none of them is of the small event's
        for secret in all.iter().filter(|secret| !known.contains(secret)) {
            assert!(!sent.contains(secret.as_str()), "{secret} at step {from}: {sent}");
        }
        for told in &known {
            assert!(page_of(&hall, &path, told) || from > 1, "{told} at step {from}");
        }
        let press = [("go", "next"), ("number", number.as_str()), ("from", &from.to_string())];
        let presenters = presenter.page(&at("presenter"));
        assert!(presenters.contains("按“下一步”，大屏显示"), "{presenters}");
        assert_eq!(presenter.post(&at("step"), &press).status(), 303);
        // a second press of the same step does nothing
        assert_eq!(presenter.post(&at("step"), &press).status(), 303);
        from += 1;
    }
    let last = stream.next("wall");
    assert!(rows.iter().all(|row| last.data.contains(&row.unit) && last.data.contains(&row.total)), "{last:?}");
}

/// Whether what is known is on the page.
fn page_of(hall: &Person, path: &str, told: &str) -> bool {
    hall.page(path).contains(told)
}

#[test]
fn what_is_odd_is_refused_with_a_sentence_and_the_presenter_reads_why_it_stopped() {
    let site = Site::demo();
    let event = signed(&site);
    let presenter = site.person(Who::Organiser);
    let at = |page: &str| format!("/events/{event}/wall{page}");
    let ready = site.app.wall_desk(&organiser(), &event).expect("the page").ready.expect("ready");
    for place in ["0", "4", "-1", "三", "1.5", "99999999999999999999"] {
        let form = [("number", "1"), ("fingerprint", ready.fingerprint.as_str()), ("place", place)];
        let refused = presenter.post(&at("/reveal"), &form);
        assert_eq!(refused.status(), 422, "{place}");
        let page = refused.text().expect("text");
        assert!(page.contains("应为 1 至 3 的整数") && page.contains("大屏台"), "{place}: {page}");
    }
    for (form, word) in [(&[("scene", "reveal")], "progress、call、blank"), (&[("scene", "")], "progress、call、blank")]
    {
        let refused = presenter.post(&at(""), form).text().expect("text");
        assert!(refused.contains(word), "{refused}");
    }
    begins(&site, &presenter, &event);
    let sideways = presenter.post(&at("/step"), &[("go", "sideways"), ("number", "1"), ("from", "0")]);
    assert!(sideways.text().expect("text").contains("next、back、black、bright"));
    let path = link(&site, &event);
    let mut stream = Events::of(site.visitor().get(&format!("{path}/live")));
    stream.next("wall");
    site.app.ask_reopening(&organiser(), &event, "复核").expect("asked");
    site.app.decide_reopening(&crate::support::desk::second_organiser(), &event, true).expect("open");
    assert!(stream.next("wall").data.contains("揭晓暂停"));
    assert!(presenter.page(&at("/presenter")).contains("揭晓已自动停止"));
    assert!(!site.visitor().page(&path).contains("揭晓已自动停止"), "the hall is not told why");
}
