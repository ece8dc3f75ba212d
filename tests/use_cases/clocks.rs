//! Clocks that are wrong, as the tablets' requests show them.

use chrono::TimeDelta;
use guanmo::app::App;
use guanmo::app::act::actor::Actor;
use guanmo::app::cards::clocks::{Clocks, judge_clocks};
use serde_json::json;

use crate::support::database::on_each;
use crate::support::desk::{empty_event, organiser};

/// A judge's tablet reports, its clock so many seconds ahead.
fn report(app: &App, event: &str, judge: &str, device: &str, ahead: i64) {
    let now = app.clock().now() + TimeDelta::seconds(ahead);
    let request = json!({ "device": device, "seq_from": 1, "now": now.to_rfc3339(), "ops": [] });
    let request = serde_json::from_value(request).expect("a request");
    app.sync(&Actor::judge(event, judge), &request).expect("an answer");
}

fn clocks(app: &App, event: &str) -> Clocks {
    judge_clocks(&app.devices(&organiser(), event).expect("devices"), app.clock().now())
}

fn off(clocks: &Clocks) -> Vec<(&str, i64)> {
    clocks.off.iter().map(|(device, ahead)| (device.device.as_str(), *ahead)).collect()
}

#[test]
fn one_tablet_with_a_wrong_clock_is_named() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        for (judge, device, ahead) in [("j1", "t1", 5), ("j2", "t2", -3), ("j3", "t3", 600)] {
            report(&app, &event, judge, device, ahead);
        }
        let told = clocks(&app, &event);
        assert_eq!((told.server_behind_ms, off(&told)), (None, vec![("t3", 600_000)]));
        // two are no three, however well they agree
        report(&app, &event, "j2", "t2", 610);
        assert_eq!(clocks(&app, &event).server_behind_ms, None);
    });
}

#[test]
fn three_tablets_that_agree_cast_doubt_on_the_servers_clock() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        for (judge, device, ahead) in [("j1", "t1", -600), ("j2", "t2", -660), ("j3", "t3", -630)] {
            report(&app, &event, judge, device, ahead);
        }
        let told = clocks(&app, &event);
        assert_eq!((told.server_behind_ms, off(&told)), (Some(-630_000), vec![]));
        // a tablet that agrees with the wrong server is the one that is wrong
        report(&app, &event, "j1", "t4", 0);
        let told = clocks(&app, &event);
        assert_eq!((told.server_behind_ms, off(&told)), (Some(-630_000), vec![("t4", 630_000)]));
    });
}

#[test]
fn clocks_that_do_not_agree_or_were_not_heard_for_an_hour_cast_no_doubt() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        for (judge, device, ahead) in [("j1", "t1", 600), ("j2", "t2", 800), ("j3", "t3", -600)] {
            report(&app, &event, judge, device, ahead);
        }
        assert_eq!(clocks(&app, &event).server_behind_ms, None);
        for (judge, device) in [("j1", "t1"), ("j2", "t2"), ("j3", "t3")] {
            report(&app, &event, judge, device, 600);
        }
        assert_eq!(clocks(&app, &event).server_behind_ms, Some(600_000));
        app.clock().advance(TimeDelta::minutes(61));
        assert_eq!(clocks(&app, &event), Clocks::default());
    });
}

#[test]
fn one_tablet_in_three_hands_is_one_witness() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        for judge in ["j1", "j2", "j3"] {
            report(&app, &event, judge, "shared", 600);
        }
        let told = clocks(&app, &event);
        assert_eq!((told.server_behind_ms, off(&told)), (None, vec![("shared", 600_000)]));
    });
}
