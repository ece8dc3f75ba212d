//! The live desk over HTTP: what comes, to whom, and when it ends.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use guanmo::app::App;
use guanmo::app::act::clock::Clock;
use guanmo::app::desk::ask::AskRequest;
use guanmo::app::event::wire::SyncRequest;
use serde_json::json;

use crate::support::database::on_each;
use crate::support::desk::{empty_event, organiser as staff};
use crate::support::events::Events;
use crate::support::folder::Folder;
use crate::support::server::{Server, data_dir};
use crate::support::site::{Person, Site, Who};
use crate::support::tablet::Tablet;

/// A running demonstration with an event without a card, which is written from here: as another instance would.
fn open() -> (Site, String) {
    let site = Site::demo();
    let event = empty_event(&site.app);
    (site, event)
}

fn listen(person: &Person, event: &str) -> Events {
    Events::of(person.get(&format!("/events/{event}/live?component=visit")))
}

/// What a tablet says of a card that it has not sent.
fn report(app: &App, tablet: &Tablet, state: &str) {
    let said = json!([{ "component": "visit", "entry": "A", "state": state }]);
    let request = json!({ "device": "t1", "seq_from": 1, "unsent": said, "ops": [] });
    let request: SyncRequest = serde_json::from_value(request).expect("a request");
    app.sync(&tablet.judge, &request).expect("an answer");
}

#[test]
fn a_card_that_comes_in_is_on_an_open_desk_a_moment_later() {
    let (site, event) = open();
    let organiser = site.person(Who::Organiser);
    let mut desk = listen(&organiser, &event);
    let first = desk.next("desk");
    assert!(first.part("part-matrix").expect("the matrix").contains("row-0"), "a page of unknown state gets all");
    assert!(first.part("part-todo").is_some() && first.part("part-devices").is_some());

    let mut tablet = Tablet::new(&site.app, &event, "j1", "t1");
    for (state, shape, word) in [("draft", "#s-draft", "草稿（平板 "), ("queued", "#s-wait", "待送达（平板 ")]
    {
        report(&site.app, &tablet, state);
        let told = Instant::now();
        let row = desk.next("desk").row(0).expect("the row of A");
        assert!(row.contains(shape) && row.contains(word), "{state}: {row}");
        assert!(told.elapsed() < Duration::from_secs(4), "{:?}", told.elapsed());
    }
    tablet.submit("A", None, "47.5", "35");
    tablet.send(&[]);
    let told = Instant::now();
    // the tablet's own report may come with the card, or a moment later
    let event = loop {
        let event = desk.next("desk");
        if event.row(0).is_some_and(|row| row.contains("#s-ok")) {
            break event;
        }
    };
    assert!(told.elapsed() < Duration::from_secs(4), "{:?}", told.elapsed());
    assert!(
        event.part("part-matrix").is_none() && event.part("row-0").is_none() && event.row(1).is_none(),
        "what is as it was stays: {event:?}"
    );
    assert!(event.part("part-delivered").expect("the count").contains('1'));
    assert!(!event.data.contains("47.5") && !event.data.contains("82.5"), "no mark: {event:?}");
}

#[test]
fn the_stream_is_not_stored_not_compressed_and_for_organisers_only() {
    let (site, event) = open();
    let path = format!("/events/{event}/live");
    for (who, status) in [(Who::Visitor, 401), (Who::Judge, 401), (Who::Official, 403), (Who::Administrator, 403)] {
        let person = if who == Who::Judge { site.judge(&event, "j1") } else { site.person(who) };
        assert_eq!(person.get(&path).status(), status, "{who:?}");
    }
    let organiser = site.person(Who::Organiser);
    assert_eq!(organiser.get("/events/none/live").status(), 404);
    let request = organiser.request("GET", &path).header("accept-encoding", "gzip, br");
    let answer = organiser.send(request);
    let header = |name: &str| answer.headers().get(name).map(|value| value.to_str().expect("text").to_owned());
    assert_eq!(header("content-type").as_deref(), Some("text/event-stream"));
    assert_eq!(header("cache-control").as_deref(), Some("no-store"));
    assert!(header("content-encoding").is_none_or(|coding| coding == "identity"));
    // asked for its head alone, as the page's script does to learn why it is refused, nothing stays open
    let head = organiser.send(organiser.request("HEAD", &path));
    assert_eq!((head.status().as_u16(), head.text().expect("text").len()), (200, 0));
}

#[test]
fn who_comes_back_with_the_last_event_id_is_sent_what_changed_and_nothing_else() {
    let (site, event) = open();
    let organiser = site.person(Who::Organiser);
    let path = format!("/events/{event}/live?component=visit");
    let first = listen(&organiser, &event).next("desk");
    assert!(first.id.starts_with(&format!("{}-", version(&site, &event))), "{first:?}");
    let back = |id: &str, path: &str| {
        let request = organiser.request("GET", path).header("last-event-id", id);
        Events::of(organiser.send(request)).next("desk")
    };
    assert_eq!(back(&first.id, &path).parts(), [], "it is as it was");
    let page = organiser.page(&format!("/events/{event}/desk?component=visit"));
    let shown = page.split("data-version=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a version");
    assert_eq!(Events::of(organiser.get(&format!("{path}&since={shown}"))).next("desk").parts(), []);
    let request = AskRequest { judge: Some("j1".into()), component: Some("visit".into()), entry: Some("A".into()) };
    site.app.ask(&staff(), &event, &request).expect("asked");
    // one instance may be a moment behind the other
    std::thread::sleep(Duration::from_millis(1500));
    let after = back(&first.id, &path);
    assert!(after.part("part-matrix").expect("the matrix").contains("已催"));
    assert_ne!(after.id, first.id);
    assert!(after.id.starts_with(&format!("{}-", version(&site, &event))), "{}", after.id);
    // the header of a browser that comes back tells more than the address of its page
    assert_eq!(back(&after.id, &format!("{path}&since={}", first.id)).parts(), []);
}

fn version(site: &Site, event: &str) -> i64 {
    site.app.event(&staff(), event).expect("the event").version
}

#[test]
fn a_stream_ends_with_its_session_and_with_its_event() {
    let (site, event) = open();
    let leaver = site.person(Who::Organiser);
    let mut desk = listen(&leaver, &event);
    desk.next("desk");
    assert_eq!(leaver.post("/sign-out", &[]).status(), 303);
    assert_eq!(desk.next("end").data, "signed-out");
    assert!(desk.heard().is_none(), "and then nothing");
    assert_eq!(leaver.get(&format!("/events/{event}/live")).status(), 401);

    let organiser = site.person(Who::Organiser);
    let rehearsal = site.app.rehearse(&staff(), &event).expect("a rehearsal");
    let mut desk = listen(&organiser, &rehearsal);
    desk.next("desk");
    site.app.discard_rehearsal(&staff(), &rehearsal).expect("discarded");
    assert_eq!(desk.next("end").data, "gone");
}

#[test]
fn of_too_many_pages_of_one_browser_the_oldest_ends() {
    let (site, event) = open();
    let organiser = site.person(Who::Organiser);
    let mut desks: Vec<Events> = (0..4).map(|_| listen(&organiser, &event)).collect();
    for desk in &mut desks {
        desk.next("desk");
    }
    let mut fifth = listen(&organiser, &event);
    fifth.next("desk");
    assert_eq!(desks[0].next("end").data, "replaced");
    assert!(desks[0].heard().is_none());
    // the others hear on, and another browser has places of its own
    let mut other = listen(&site.person(Who::Organiser), &event);
    other.next("desk");
    Tablet::new(&site.app, &event, "j1", "t1").submit("A", None, "50", "35");
    for desk in desks.iter_mut().skip(1).chain([&mut fifth, &mut other]) {
        assert!(desk.next("desk").row(0).expect("the row").contains("#s-ok"));
    }
}

#[test]
fn a_line_without_news_is_kept_alive_by_a_comment() {
    let (site, event) = open();
    let mut desk = listen(&site.person(Who::Organiser), &event);
    desk.next("desk");
    let begun = Instant::now();
    let alive = loop {
        let heard = desk.heard().expect("an event");
        if heard.name == "alive" {
            break heard;
        }
    };
    assert!(alive.comments == 1 && alive.data.contains('T'), "{alive:?}");
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}

#[cfg(unix)]
#[test]
fn an_open_desk_does_not_keep_the_program_from_stopping() {
    let (site, event) = open();
    let organiser = site.person(Who::Organiser);
    let mut desks: Vec<Events> = (0..3).map(|_| listen(&organiser, &event)).collect();
    for desk in &mut desks {
        desk.next("desk");
    }
    let told = Instant::now();
    let stopped = Command::new("kill").arg(site.server.id().to_string()).stderr(Stdio::null()).status();
    assert!(stopped.expect("kill runs").success());
    for desk in &mut desks {
        while desk.heard().is_some() {}
    }
    let gone = || site.visitor().request("GET", "/healthz").send().is_err();
    while !gone() {
        assert!(told.elapsed() < Duration::from_secs(5), "it does not stop");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(told.elapsed() < Duration::from_millis(1500), "{:?}", told.elapsed());
}

#[test]
fn what_one_instance_takes_in_is_on_the_desk_of_another() {
    on_each(|database| {
        let here = App::open(&database.url, Clock::System).expect("the database opens");
        let event = empty_event(&here);
        let arguments = ["--database-url", &database.url, "--organiser-password", "correct horse battery"];
        let server = Server::start(&arguments, data_dir());
        let site = Site { under_way: String::new(), published: String::new(), app: here.clone(), server };
        let organiser = site.visitor();
        let (name, password) = ("organiser", "correct horse battery");
        assert_eq!(organiser.post("/sign-in", &[("name", name), ("password", password)]).status(), 303);
        let mut desk = listen(&organiser, &event);
        desk.next("desk");
        Tablet::new(&here, &event, "j3", "t3").submit("C", None, "50", "35");
        assert!(desk.next("desk").row(2).expect("the row of C").contains("#s-ok"));
    });
}

#[test]
fn an_ask_is_pressed_on_the_desk_and_shown_there() {
    let (site, event) = open();
    let organiser = site.person(Who::Organiser);
    let desk = organiser.page(&format!("/events/{event}/desk"));
    assert!(desk.contains("催办"), "{desk}");
    let cell = organiser.page(&format!("/events/{event}/cell?judge=j1&component=visit&entry=A"));
    assert!(cell.contains("一席 · 甲镇") && cell.contains("请补交"), "{cell}");
    assert!(cell.contains("exclude?judge=j1&amp;component=visit&amp;entry=A"), "{cell}");
    let form = organiser.page(&format!("/events/{event}/exclude?judge=j2&component=visit&entry=B"));
    assert!(form.contains("value=\"j2\" selected") && form.contains("value=\"B\" selected"), "{form}");
    let path = format!("/events/{event}/ask");
    let asked = organiser.post(&path, &[("judge", "j1"), ("component", "visit"), ("entry", "A"), ("back", "visit")]);
    assert_eq!(asked.status(), 303);
    assert_eq!(asked.headers()["location"], format!("/events/{event}/desk?component=visit").as_str());
    assert!(organiser.page(&format!("/events/{event}/desk")).contains("已催"));
    let again = organiser.post(&path, &[("judge", "j1"), ("component", "visit"), ("entry", "A")]);
    assert_eq!(again.status(), 409);
    assert!(again.text().expect("text").contains("已经催办过"));
    let nobody = organiser.post(&path, &[("judge", ""), ("component", "visit"), ("entry", "")]);
    assert_eq!(nobody.status(), 422);
}

#[test]
fn thirty_missing_cards_of_one_judge_are_one_line() {
    let site = Site::demo();
    let folder = Folder::sound();
    let each =
        |head: &str, row: &dyn Fn(usize) -> String| (0..30).fold(format!("{head}\n"), |text, i| text + row(i).as_str());
    folder.write("entries.csv", each("entry,name,unit", &|i| format!("E{i},项目{i},镇{i}\n")));
    folder.write("measures.csv", each("component,entry,value", &|i| format!("daily,E{i},90\n")));
    let marks = |judge: &str, i: usize| format!("{judge},visit,E{i},effect,50\n{judge},visit,E{i},novelty,35\n");
    folder.write(
        "scores.csv",
        each("judge,component,entry,criterion,value", &|i| marks("j1", i) + marks("j2", i).as_str()),
    );
    let event = site.import(&folder);
    let organiser = site.person(Who::Organiser);
    for page in ["desk", "close"] {
        let page = organiser.page(&format!("/events/{event}/{page}"));
        assert_eq!(page.matches("<b>缺卡</b>").count(), 1, "{page}");
        assert!(page.contains("三席 · 30 张") && page.contains("镇0、镇1、镇2、镇3等 30 张"), "{page}");
    }
    let asked = organiser.post(&format!("/events/{event}/ask"), &[("judge", "j3")]);
    assert_eq!(asked.status(), 303);
    assert!(organiser.page(&format!("/events/{event}/desk")).contains("已催"));
}
