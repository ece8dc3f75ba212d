//! Reports: an order that is drawn, somebody who is called up, a clock that was started a while ago.

use chrono::{TimeDelta, Utc};
use guanmo::app::App;
use guanmo::app::act::clock::Clock;
use guanmo::app::desk::call::{CallView, Lots, Next, Press};

use super::desk::organiser;
use super::server::Server;

/// The organiser's page.
pub fn calls(app: &App, event: &str) -> CallView {
    app.calls(&organiser(), event).expect("the page")
}

/// Draws the order of an event that has none.
pub fn draws(app: &App, event: &str) {
    let lots = Lots { seen: 0, typed: "4827".to_owned(), by_track: false, reason: String::new() };
    app.draw_order(&organiser(), event, &lots).expect("drawn");
}

/// Calls the next one up, as its button does.
pub fn calls_next(app: &App, event: &str) -> String {
    let view = calls(app, event);
    let entry = view.reporting.slots[view.reporting.next.expect("somebody comes next")].entry.clone();
    let next = Next { at: view.stamp, entry: entry.clone(), reason: String::new() };
    app.call_next(&organiser(), event, &next).expect("called up");
    entry
}

pub fn presses(app: &App, event: &str, press: Press) {
    app.press(&organiser(), event, press, &calls(app, event).stamp).expect("pressed");
}

/// The use cases on a server's database, by a clock that stands so many seconds ago.
pub fn earlier(server: &Server, seconds: i64) -> App {
    let database = format!("sqlite://{}", server.data().path().join("guanmo.db").display());
    App::open(&database, Clock::fixed(Utc::now() - TimeDelta::seconds(seconds))).expect("the server's database")
}

/// The next one began so many seconds ago.
pub fn began(server: &Server, event: &str, seconds: i64) -> String {
    let app = earlier(server, seconds);
    let entry = calls_next(&app, event);
    presses(&app, event, Press::Start);
    entry
}

/// The next one has reported for so many seconds.
pub fn reported(server: &Server, event: &str, seconds: i64) -> String {
    let entry = began(server, event, seconds);
    presses(&earlier(server, 0), event, Press::End);
    entry
}
