//! A day on the bus: the demonstration behind a line, judges' tablets in real browsers, and what the server has.

use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use guanmo::app::App;
use guanmo::app::act::actor::{Actor, Role};
use guanmo::app::act::clock::Clock;
use guanmo::app::desk::overview::ExcludeRequest;
use guanmo::app::event::wire::{CardView, JudgeView};
use guanmo::scoring::event::ExclusionKind;
use thirtyfour::prelude::*;

use super::browser::{Browser, Screen, within};
use super::desk::{comes, organiser};
use super::line::Line;
use super::server::{Server, demo_dir};

/// In which a card is delivered, and said to be.
const SOON: Duration = Duration::from_secs(30);

/// The judges of the demonstration, in the order of their links.
const SEATS: [&str; 3] = ["L1", "L2", "L3"];

/// The server, the line that leads to it, and the use cases on the server's database.
pub struct Day {
    pub server: Server,
    pub line: Line,
    pub app: App,
    /// The event under way.
    pub event: String,
}

impl Day {
    pub fn begins() -> Self {
        Self::begins_with(&[])
    }

    pub fn begins_with(arguments: &[&str]) -> Self {
        Self::begins_as(arguments, |_| {})
    }

    /// The same, with files as small as they are where the program is released.
    pub fn begins_as_released() -> Self {
        Self::begins_as(&[], |command| {
            command.env_remove("GUANMO_CHEAP_COMPRESSION");
        })
    }

    fn begins_as(arguments: &[&str], change: impl FnOnce(&mut Command)) -> Self {
        let line = Line::new();
        let arguments = [&["--demo", "--public-url", &line.url], arguments].concat();
        let server = Server::start_with(&arguments, demo_dir(), change);
        line.leads_to(&server.url);
        let database = format!("sqlite://{}", server.data().path().join("guanmo.db").display());
        let app = App::open(&database, Clock::System).expect("the server's database");
        let events = app.events(&organiser()).expect("events");
        let event = events.into_iter().find(|event| event.closed_at.is_none()).expect("the event under way").id;
        Self { server, line, app, event }
    }

    /// SIGKILL.
    pub fn server_dies(&mut self) {
        self.server.kill();
    }

    /// The server is started again, on a port of its own; the line leads there.
    pub fn server_comes_back(&mut self, arguments: &[&str]) {
        let arguments = [&["--demo", "--public-url", &self.line.url], arguments].concat();
        self.server = Server::start(&arguments, Arc::clone(self.server.data()));
        self.line.leads_to(&self.server.url);
    }

    /// A judge's link, by the line.
    pub fn link(&self, seat: usize) -> String {
        self.server.judge_links()[seat].clone()
    }

    /// What the server shows a seat.
    pub fn view(&self, seat: usize) -> JudgeView {
        self.app.judge_view(&Actor::judge(&self.event, SEATS[seat])).expect("a view")
    }

    /// What the server has of a seat's card of the visit.
    pub fn card(&self, seat: usize, entry: &str) -> CardView {
        let cards = self.view(seat).my_cards;
        cards.into_iter().find(|card| card.component == "visit" && card.entry == entry).expect("a card")
    }

    /// Revision of a seat's card of the visit; 0 where none is in.
    pub fn revision(&self, seat: usize, entry: &str) -> i64 {
        self.card(seat, entry).revision
    }

    /// Waits until the server has so many revisions of a card.
    pub async fn has(&self, seat: usize, entry: &str, revision: i64) {
        within(SOON, async || {
            let found = self.revision(seat, entry);
            if found == revision { Ok(()) } else { Err(format!("revision {found} of {entry}")) }
        })
        .await;
    }

    /// The organiser notes that a seat is recused from an entry.
    pub fn recuses(&self, seat: usize, entry: &str) {
        let request = ExcludeRequest {
            judge: SEATS[seat].into(),
            component: Some("visit".into()),
            entry: Some(entry.into()),
            kind: ExclusionKind::Recused,
            reason: "在该镇任职".into(),
        };
        self.app.exclude(&organiser(), &self.event, &request).expect("excluded");
    }

    /// The organiser closes the event in spite of what is out.
    pub fn closes(&self) {
        self.app.close(&organiser(), &self.event, Some("演练封存")).expect("closed");
    }

    /// A tablet that a judge has opened their link on, with the network there.
    pub async fn tablet(&self, seat: usize) -> Browser {
        Self::opened_with(&self.link(seat)).await
    }

    /// A tablet of a judge of another event than the demonstration's.
    pub async fn tablet_of(&self, event: &str, judge: &str) -> Browser {
        let links = self.app.mint_links(&organiser(), event).expect("links");
        let link = links.links.into_iter().find(|link| link.judge == judge).expect("a judge");
        Self::opened_with(&format!("{}/j/{}", self.line.url, link.token.reveal())).await
    }

    /// The desk in a browser of its own, which is marked so that a reload would be seen.
    pub async fn desk(&self) -> Browser {
        let browser = self.somebody("wang", Role::Organiser).await;
        browser.goto(&format!("{}/events/{}/desk", self.line.url, self.event)).await;
        browser.sees("评分卡送达").await;
        browser.sees("实时").await;
        browser.script("window.marked = true").await;
        browser
    }

    /// Somebody with a new account of their own, signed in at a desk: those of the demonstration are made anew with each
    /// start of it.
    pub async fn somebody(&self, name: &str, role: Role) -> Browser {
        comes(&self.app, &self.line.url, name, role, Screen::Desk).await
    }

    /// A tablet that a link has been opened on.
    pub async fn opened_with(link: &str) -> Browser {
        let browser = Browser::open(Screen::Tablet).await;
        browser.goto(link).await;
        browser.sees("今日行程").await;
        browser.sees("全部送达").await;
        browser.is_ready().await;
        browser
    }
}

/// What a judge does at a tablet.
impl Browser {
    /// Waits until the page would open without a network.
    pub async fn is_ready(&self) {
        self.gets("return Boolean(navigator.serviceWorker.controller)", |serves| serves == true).await;
    }

    /// From anywhere to the route.
    pub async fn goes_to_route(&self) {
        let script = "document.querySelector('.bar a, .tabs a').click()";
        self.script(script).await;
        self.sees("今日行程").await;
    }

    /// From the route to a unit's card.
    pub async fn opens_card(&self, unit: &str) {
        let path = format!(
            "//li[contains(@class, 'stop')][.//h2[contains(., \"{unit}\")]]//a[starts-with(@href, '/judge/card/')]"
        );
        self.click(By::XPath(path)).await;
        self.element(By::Css(".foot")).await;
        self.sees("提交").await;
    }

    /// Types the marks of a card, in the order of its criteria, on the page's keypad.
    pub async fn gives<const N: usize>(&self, marks: [&str; N]) {
        for (index, mark) in marks.into_iter().enumerate() {
            self.click(By::Id(format!("m{index}"))).await;
            for digit in mark.chars() {
                self.click(By::Css(format!("[data-key=\"{digit}\"]"))).await;
            }
        }
    }

    pub async fn submits(&self) {
        self.click(By::Css("[data-submit].send")).await;
    }

    /// Gives a unit its marks, from the route and back.
    pub async fn scores<const N: usize>(&self, unit: &str, marks: [&str; N]) {
        self.opens_card(unit).await;
        self.gives(marks).await;
        self.submits().await;
        self.sees("已提交，改动后可再提交").await;
        self.goes_to_route().await;
    }

    /// What the page says of a unit's card on the route.
    pub async fn state_of(&self, unit: &str) -> String {
        let script = format!(
            "const stop = Array.from(document.querySelectorAll('.stop')).find((one) => one.querySelector('h2').textContent.includes('{unit}'));
             return stop ? stop.querySelector('.chip').innerText : 'not on the page'"
        );
        self.script(&script).await.as_str().expect("text").to_owned()
    }

    /// Waits until the page says this of a unit's card.
    pub async fn says_of(&self, unit: &str, state: &str) {
        within(SOON, async || {
            let found = self.state_of(unit).await;
            if found.contains(state) { Ok(()) } else { Err(format!("{unit} is {found}, not {state}")) }
        })
        .await;
    }

    /// The file that the device's screen gives away.
    pub async fn gives_away(&self) -> String {
        let script = "const made = URL.createObjectURL; let given = null;
            URL.createObjectURL = (blob) => { given = blob; return made.call(URL, blob); };
            document.querySelector('[data-give]').click();
            for (let wait = 0; !given && wait < 100; wait += 1) await new Promise((done) => setTimeout(done, 50));
            return await given.text();";
        self.script(script).await.as_str().expect("text").to_owned()
    }

    /// Lets the browser look whether the server has a new version, and waits until it has been fetched.
    pub async fn looks_for_a_new_version(&self) {
        let script = "const found = await navigator.serviceWorker.getRegistration('/judge');
            await found.update();
            for (let wait = 0; !found.waiting && wait < 200; wait += 1) await new Promise((done) => setTimeout(done, 50));
            return Boolean(found.waiting)";
        assert_eq!(self.script(script).await, true, "a new version is there");
    }

    /// The marks that stand in the fields.
    pub async fn fields(&self) -> Vec<String> {
        let found =
            self.script("return Array.from(document.querySelectorAll('.crit input')).map((one) => one.value)").await;
        serde_json::from_value(found).expect("texts")
    }
}
