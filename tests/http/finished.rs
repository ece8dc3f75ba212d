//! Published pages that are drawn once: the same for who may see them, for nobody else, and never an old one.

use std::io::Read;

use guanmo::app::act::actor::Role;
use reqwest::blocking::Response;

use super::objections::{hand_in, published};
use crate::support::desk::{organiser, own_account, staff};
use crate::support::site::{Person, Site, Who};

fn header(answer: &Response, name: &str) -> String {
    answer.headers().get(name).map(|value| value.to_str().expect("text").to_owned()).unwrap_or_default()
}

/// Asks with the tag of what one has already, and takes this coding.
fn ask(person: &Person, path: &str, tag: &str, coding: &str) -> Response {
    let request = person.request("GET", path).header("accept-encoding", coding);
    person.send(if tag.is_empty() { request } else { request.header("if-none-match", tag) })
}

#[test]
fn who_has_a_published_page_hears_that_it_holds_until_it_does_not() {
    let site = Site::demo();
    let event = published(&site);
    let (official, organiser_, visitor) = (site.person(Who::Official), site.person(Who::Organiser), site.visitor());
    let (board, public) = (format!("/events/{event}/board"), format!("/public/{event}"));
    let csv = format!("/events/{event}/ranking.csv?encoding=utf-8");
    for (person, path, keeps) in [
        (&official, &board, "private, no-cache"),
        (&visitor, &public, "no-cache"),
        (&organiser_, &csv, "private, no-cache"),
    ] {
        let first = ask(person, path, "", "identity");
        let tag = header(&first, "etag");
        assert_eq!((first.status().as_u16(), header(&first, "cache-control").as_str()), (200, keeps), "{path}");
        assert!(tag.len() > 20, "{path}: {tag}");
        let text = first.text().expect("text");
        let again = ask(person, path, &tag, "identity");
        assert_eq!((again.status().as_u16(), header(&again, "etag")), (304, tag.clone()), "{path}");
        assert_eq!(again.text().expect("text"), "");
        let other = ask(person, path, "\"other\"", "gzip");
        assert_eq!((other.status().as_u16(), header(&other, "content-encoding").as_str()), (200, "gzip"), "{path}");
        let mut unpacked = String::new();
        let packed = other.bytes().expect("bytes");
        flate2::read::GzDecoder::new(&packed[..]).read_to_string(&mut unpacked).expect("gzip");
        assert_eq!(unpacked, text, "{path}: packed, it is the same");
        assert_eq!(header(&ask(person, path, "", "gzip, br"), "content-encoding"), "br", "{path}");
    }
    // the notice counts objections, which change nothing of the event itself
    let tag = header(&ask(&visitor, &public, "", "identity"), "etag");
    assert_eq!(hand_in(&visitor, &event, "少计一项").status(), 200);
    let counted = ask(&visitor, &public, &tag, "identity");
    assert_eq!(counted.status(), 200);
    assert_ne!(header(&counted, "etag"), tag);
    // opened again, the board shows progress and no result
    let tag = header(&ask(&official, &board, "", "identity"), "etag");
    site.app.ask_reopening(&organiser(), &event, "更正").expect("asked");
    let second = crate::support::desk::second_organiser();
    site.app.decide_reopening(&second, &event, true).expect("approved");
    let after = ask(&official, &board, &tag, "identity");
    assert_eq!((after.status().as_u16(), header(&after, "etag").as_str()), (200, ""));
    assert_eq!(header(&after, "cache-control"), "no-store", "what goes on is kept by nobody");
    assert!(after.text().expect("text").contains("封存以后，这里显示成绩与名次"));
    let notice = ask(&visitor, &public, "", "identity").text().expect("text");
    assert!(notice.contains("此项评比已重新开放"));
}

#[test]
fn a_page_that_is_kept_is_for_those_who_may_see_it_each_in_their_own_form() {
    let site = Site::demo();
    let event = published(&site);
    let path = format!("/events/{event}/board");
    let (official, desk) = (site.person(Who::Official), site.person(Who::Organiser));
    let (for_official, for_desk) = (official.page(&path), desk.page(&path));
    // whose mark it is stands on the organiser's page only, and each page greets its own reader
    assert_ne!(for_official, for_desk);
    for _ in 0..2 {
        assert_eq!(official.page(&path), for_official);
        assert_eq!(desk.page(&path), for_desk);
    }
    assert_ne!(official.page(&format!("{path}?entry=B")), for_official, "what is chosen is part of the page");
    // the rights are those of the moment
    let tag = header(&ask(&official, &path, "", "identity"), "etag");
    assert_eq!(ask(&site.visitor(), &path, &tag, "identity").status(), 401);
    assert_eq!(ask(&site.person(Who::Judge), &path, &tag, "identity").status(), 401);
    let csv = format!("/events/{event}/ranking.csv");
    assert_eq!(desk.get(&csv).status(), 200);
    assert_eq!(ask(&site.person(Who::Administrator), &csv, "*", "identity").status(), 403);
    let account = own_account(&site.app, "reader", Role::Official);
    let reader = site.visitor();
    let password = account.password.reveal().to_owned();
    assert_eq!(reader.post("/sign-in", &[("name", "reader"), ("password", &password)]).status(), 303);
    let own = reader.page(&path);
    assert!(own.contains("reader") && own != for_official, "another reader of the role has a page of their own");
    site.app.deactivate_account(&staff(Role::Administrator), "reader").expect("ended");
    assert_eq!(ask(&reader, &path, &tag, "identity").status(), 401);
}
