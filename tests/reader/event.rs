//! An event with whatever can become of a card, closed, signed by six people and published on an instance that signs its log;
//! what its bundles are, and the slips of its judges.

use guanmo::app::App;
use guanmo::app::act::actor::{Actor, Role, Who};
use guanmo::app::act::clock::Clock;
use guanmo::app::desk::day::DayChange;
use guanmo::app::desk::overview::ExcludeRequest;
use guanmo::app::event::signers::{BundleCards, ResultFrom, Signers};
use guanmo::app::event::wire::{Expected, Outcome};
use guanmo::scoring::event::ExclusionKind;
use guanmo::store::Base;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::database::{Database, morning};
use crate::support::desk::{asking, import, organiser, publish, sign};
use crate::support::folder::Folder;
use crate::support::tablet::Tablet;

const RULES: &str = r#"schema = 1
title = "四种评分卡"

[[group]]
id = "lead"
weight = 60

[[group]]
id = "dept"
weight = 40

[[component]]
id = "visit"
name = "现场"
kind = "marks"
weight = 0.4
[component.release]
opens = "arrival"
[component.aggregate]
method = "mean"
[[component.criterion]]
id = "effect"
max = 60
step = 0.5
[[component.criterion]]
id = "novelty"
max = 40
step = 0.5

[[component]]
id = "level"
kind = "grades"
weight = 0.2
[component.aggregate]
method = "mean"
recusal = "drop-judge"
[[component.grade]]
id = "good"
value = 90
[[component.grade]]
id = "fair"
value = 70

[[component]]
id = "order"
kind = "ranking"
weight = 0.2
[component.points]
first = 100
step = 3

[[component]]
id = "vote"
kind = "votes"
weight = 0.2
choose = 2
"#;

const ENTRIES: [&str; 5] = ["A", "B", "C", "D", "E"];
const JUDGES: [&str; 4] = ["j1", "j2", "j3", "j4"];

/// What came of it.
pub struct Made {
    pub open: Vec<u8>,
    pub public: Vec<u8>,
    /// Of each judge, the slip as the server writes it, and what the tablet has to write it from: its view and the confirmation.
    /// After theirs the last one has changed a card.
    pub slips: Vec<(String, Value)>,
    /// The name of its log.
    pub origin: String,
}

/// An instance with a key of its own.
pub struct House {
    app: App,
    _database: Database,
    _keys: TempDir,
}

impl House {
    pub fn new() -> Self {
        let (database, keys) = (Database::file(), TempDir::new().expect("a folder"));
        let base = Base { log_key: Some(keys.path().join("log.key")), ..Base::from(&database.url) };
        let app = App::open(base, Clock::fixed(morning())).expect("open");
        Self { app, _database: database, _keys: keys }
    }

    /// Goes through the whole day of an event, whose public bundle has this form.
    pub fn publishes(&self, form: BundleCards) -> Made {
        let app = &self.app;
        let event = import(app, &folder());
        let mut settings = asking(Signers::standard(), ResultFrom::Closed);
        settings.bundle = form;
        app.set_signing(&organiser(), &event, &settings, None).expect("set");
        let mut tablets = JUDGES.map(|judge| Tablet::signing(app, &event, judge, &format!("tablet-of-{judge}")));
        judged(app, &event, &mut tablets, matches!(form, BundleCards::Pseudonymous));
        let slips = tablets.iter_mut().map(|tablet| confirmed(app, tablet)).collect();
        let stood = tablets[3].card("visit", "C").op;
        assert_eq!(tablets[3].submit("C", stood.as_deref(), "60", "40").outcome, Outcome::Recorded);
        app.close(&organiser(), &event, Some("演练")).expect("closed");
        for (name, role) in [
            ("teller-1", Role::Teller),
            ("teller-2", Role::Teller),
            ("scrutineer-1", Role::Scrutineer),
            ("scrutineer-2", Role::Scrutineer),
            ("inspector", Role::Inspector),
            ("organiser", Role::Organiser),
        ] {
            let actor = Actor { who: Who::Account(name.to_owned()), role: Some(role) };
            let result = app.signing(&actor, &event).expect("the page").result.expect("a result");
            sign(app, &actor, &event, result.number, &result.fingerprint).expect("signed");
        }
        publish(app, &event).expect("published");
        let open = app.bundle(&organiser(), &event, None).expect("a bundle").bytes;
        let public = app.public_bundle(&event).expect("a bundle for everybody").bytes;
        let origin = app.judge_view(&tablets[0].judge).expect("a view").origin;
        Made { open, public, slips, origin }
    }
}

fn folder() -> Folder {
    let folder = Folder::empty();
    folder.write("scoring-rules.toml", RULES);
    let entries = ENTRIES.iter().enumerate().map(|(i, id)| format!("{id},项目“{id}”,\"{id}镇, 东\",{}\n", i + 1));
    folder.write("entries.csv", format!("entry,name,unit,order\n{}", entries.collect::<Vec<_>>().concat()));
    folder.write("judges.csv", "judge,name,unit,group\nj1,一席,,lead\nj2,二席,,lead\nj3,三席,,dept\nj4,=四席,,dept\n");
    let stops: Vec<String> = ENTRIES.iter().enumerate().map(|(i, id)| format!("{id},{},,,\n", i + 1)).collect();
    let stops = stops.concat();
    folder.write("checkpoints.csv", format!("entry,order,planned_arrival,planned_departure,look_at\n{stops}"));
    folder
}

fn exclude(app: &App, event: &str, judge: &str, component: Option<&str>, entry: &str, kind: ExclusionKind) {
    let request = ExcludeRequest {
        judge: judge.to_owned(),
        component: component.map(str::to_owned),
        entry: Some(entry.to_owned()),
        kind,
        reason: "更正".to_owned(),
    };
    app.exclude(&organiser(), event, &request).expect("excluded");
}

/// Every kind of card comes in, and what is made of some of them; where `lapses`, a ballot of votes is none in the end.
fn judged(app: &App, event: &str, tablets: &mut [Tablet; 4], lapses: bool) {
    // before anybody is there: into the quarantine
    assert_eq!(tablets[0].outcome("A", "1", "1"), Outcome::NotOpen);
    for entry in ENTRIES {
        app.arrive(&organiser(), event, entry).expect("arrived");
    }
    exclude(app, event, "j1", None, "D", ExclusionKind::Recused);
    exclude(app, event, "j3", Some("visit"), "B", ExclusionKind::Absent);
    for (number, tablet) in tablets.iter_mut().enumerate() {
        let due = |component: &str, entry: &&str| {
            !(number == 0 && *entry == "D" || number == 2 && component == "visit" && *entry == "B")
        };
        for entry in ENTRIES.iter().filter(|entry| due("visit", entry)) {
            let effect = format!("{}.5", 40 + number * 3 + usize::from(entry.as_bytes()[0]) % 5);
            assert_eq!(tablet.outcome(entry, &effect, "30"), Outcome::Recorded);
        }
        // who is recused from an entry has no part in the grades
        for entry in ENTRIES.iter().filter(|_| number != 0) {
            let op = tablet.op("level", entry, None, &[("grade", if *entry < "C" { "good" } else { "fair" })]);
            assert_eq!(tablet.send_one(&op).outcome, Outcome::Recorded);
        }
        let ranked: Vec<&str> = ENTRIES.into_iter().filter(|entry| due("order", entry)).collect();
        let places: Vec<(&str, String)> =
            (0..ranked.len()).map(|i| (ranked[i], ((i + number) % ranked.len() + 1).to_string())).collect();
        let places: Vec<(&str, &str)> = places.iter().map(|(entry, place)| (*entry, place.as_str())).collect();
        let op = tablet.op("order", "", None, &places);
        assert_eq!(tablet.send_one(&op).outcome, Outcome::Recorded);
        // falls when an entry leaves
        let chosen = if number == 3 && lapses { [("A", "1"), ("E", "1")] } else { [("B", "1"), ("C", "1")] };
        let op = tablet.op("vote", "", None, &chosen);
        assert_eq!(tablet.send_one(&op).outcome, Outcome::Recorded);
    }
    // a correction, a rival that the judge picks over, and one more correction
    let first = tablets[0].card("visit", "A").op;
    assert_eq!(tablets[0].submit("A", first.as_deref(), "50.0", "35").outcome, Outcome::Recorded);
    assert_eq!(tablets[0].submit("A", first.as_deref(), "10", "10").outcome, Outcome::Conflict);
    assert_eq!(tablets[0].pick("A", "51.50", "35").outcome, Outcome::Recorded);
    // cards that stood already: voided, of a dropped judge, of places on a ballot, of an entry that leaves
    exclude(app, event, "j3", Some("visit"), "C", ExclusionKind::Void);
    exclude(app, event, "j3", Some("order"), "D", ExclusionKind::Void);
    exclude(app, event, "j2", None, "B", ExclusionKind::Recused);
    let change = DayChange::Withdraw { entry: "E".to_owned() };
    let version = app.preview_day(&organiser(), event, &change).expect("a preview").version;
    app.change_day(&organiser(), event, &change, version, "退出").expect("withdrawn");
}

/// A judge confirms whatever is due; the slip as the server writes it, and what the tablet has to write it from.
fn confirmed(app: &App, tablet: &mut Tablet) -> (String, Value) {
    let view = app.judge_view(&tablet.judge).expect("a view");
    let due = view.my_cards.iter().filter(|card| card.expected == Expected::Due);
    let mut confirms: Vec<String> = due.filter_map(|card| card.op.clone()).collect();
    confirms.sort_unstable();
    let secret = uuid::Uuid::new_v4().simple().to_string();
    let op = tablet.confirmation(&confirms, &secret);
    assert_eq!(tablet.send_one(&op).outcome, Outcome::Confirmed);
    let slip = app.slip_of(tablet.session()).expect("a slip").expect("a session").text.expect("it was confirmed");
    let view = app.judge_view(&tablet.judge).expect("a view");
    (slip, json!({ "view": view, "confirmation": { "at": op["at"], "secret": secret, "confirms": confirms } }))
}
