//! The outcomes of an op, one by one.

use chrono::TimeDelta;
use serde_json::json;

use crate::support::database::{Database, on_each};
use crate::support::desk::{empty_event, export, import, organiser};
use crate::support::fault::refusal;
use crate::support::folder::Folder;
use crate::support::tablet::Tablet;
use guanmo::app::App;
use guanmo::app::act::actor::Actor;
use guanmo::app::act::permission::Forbidden;
use guanmo::app::desk::overview::ExcludeRequest;
use guanmo::app::error::NotFound;
use guanmo::app::event::view::{CellState, CloseBlocker};
use guanmo::app::event::wire::{Expected, Outcome};
use guanmo::scoring::event::ExclusionKind;

#[test]
fn a_card_is_recorded_and_its_judge_sees_it_on_another_tablet() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let result = Tablet::new(&app, &event, "j1", "t1").submit("A", None, "50", "35.5");
        assert_eq!((result.outcome, result.revision), (Outcome::Recorded, Some(1)));
        let receipt = result.receipt.expect("a receipt");
        assert_eq!(receipt.len(), 52);
        let card = Tablet::new(&app, &event, "j1", "t2").card("visit", "A");
        assert_eq!(card.receipt, Some(receipt));
        assert_eq!(card.marks["novelty"], "35.5");
        assert_eq!(Tablet::new(&app, &event, "j2", "t3").card("visit", "A").op, None);
    });
}

#[test]
fn the_same_op_again_is_a_duplicate_with_the_first_receipt() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        let op = tablet.op("visit", "A", None, &[("effect", "50"), ("novelty", "35")]);
        let first = tablet.send_one(&op);
        app.clock().advance(TimeDelta::minutes(5));
        let again = tablet.send_one(&op);
        assert_eq!(again.outcome, Outcome::Duplicate);
        assert_eq!((again.receipt, again.revision), (first.receipt, first.revision));
        let twice = tablet.send(&[op.clone(), op]);
        assert_eq!(twice.results.len(), 2);
        assert_eq!(tablet.card("visit", "A").revision, 1);
    });
}

#[test]
fn an_op_with_other_bytes_is_refused_and_the_first_one_counts() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        let mut op = tablet.op("visit", "A", None, &[("effect", "50"), ("novelty", "35")]);
        tablet.send_one(&op);
        op["marks"]["effect"] = json!("51");
        let reused = tablet.send_one(&op);
        assert_eq!((reused.outcome, reused.receipt), (Outcome::OpReused, None));
        assert_eq!(tablet.card("visit", "A").marks["effect"], "50");
    });
}

#[test]
fn a_correction_follows_on_what_it_replaces() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        let first = tablet.op("visit", "A", None, &[("effect", "50"), ("novelty", "35")]);
        let second = tablet.op("visit", "A", first["op"].as_str(), &[("effect", "49.5"), ("novelty", "35")]);
        let answer = tablet.send(&[first, second]);
        assert_eq!(answer.results.iter().map(|r| r.outcome).collect::<Vec<_>>(), [Outcome::Recorded; 2]);
        assert_eq!(answer.acked_seq, 2);
        let card = tablet.card("visit", "A");
        assert_eq!((card.revision, card.marks["effect"].as_str()), (2, "49.5"));
    });
}

#[test]
fn a_stale_tablet_makes_a_rival_and_the_judge_picks() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let mut here = Tablet::new(&app, &event, "j1", "t1");
        let mut there = Tablet::new(&app, &event, "j1", "t2");
        here.submit("A", None, "50", "35");
        let rival = there.op("visit", "A", None, &[("effect", "40"), ("novelty", "30")]);
        let result = there.send_one(&rival);
        assert_eq!((result.outcome, result.revision), (Outcome::Conflict, Some(1)));
        assert_eq!(there.send_one(&rival).receipt, result.receipt);
        let card = here.card("visit", "A");
        assert_eq!(card.marks["effect"], "50");
        assert_eq!(card.rivals[0].marks["effect"], "40");
        let pick = there.pick("A", "40", "30");
        assert_eq!((pick.outcome, pick.revision), (Outcome::Recorded, Some(2)));
        let card = here.card("visit", "A");
        assert!(card.rivals.is_empty());
        assert_eq!(card.marks["effect"], "40");
    });
}

fn open_conflicts(app: &App, event: &str) -> Vec<String> {
    let blockers = app.close_blockers(&organiser(), event).expect("blockers").into_iter();
    let conflicts = blockers.filter_map(|blocker| match blocker {
        CloseBlocker::Conflict { entry, .. } => Some(entry),
        _ => None,
    });
    conflicts.collect()
}

#[test]
fn a_tablet_that_knows_of_no_rival_goes_on_and_the_conflict_stays_open_until_the_judge_picks() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let mut here = Tablet::new(&app, &event, "j1", "t1");
        let mut there = Tablet::new(&app, &event, "j1", "t2");
        let first = here.submit("A", None, "50", "35").op;
        let rival = there.submit("A", None, "40", "30");
        assert_eq!(rival.outcome, Outcome::Conflict);
        // a correction on top of what this tablet knows counts, and decides nothing about what it does not know
        let second = here.submit("A", Some(&first), "51", "35");
        assert_eq!((second.outcome, second.revision), (Outcome::Recorded, Some(2)));
        let card = here.card("visit", "A");
        assert_eq!((card.marks["effect"].as_str(), card.rivals.len()), ("51", 1));
        assert_eq!(open_conflicts(&app, &event), ["A"]);
        assert_eq!(app.matrix(&organiser(), &event).expect("a matrix").cells[0][0][0].state, CellState::Conflict);
        // nor does one that the judge hands in by hand where the rival is shown
        assert_eq!(there.submit("A", card.op.as_deref(), "52", "35").outcome, Outcome::Recorded);
        assert_eq!(here.card("visit", "A").rivals[0].op, rival.op);
        // a second rival: the pick settles both, and one that comes after it is open again
        assert_eq!(there.submit("A", Some(&first), "41", "30").outcome, Outcome::Conflict);
        assert_eq!(here.pick("A", "52", "35").outcome, Outcome::Recorded);
        assert!(here.card("visit", "A").rivals.is_empty() && open_conflicts(&app, &event).is_empty());
        assert_eq!(there.submit("A", Some(&first), "42", "30").outcome, Outcome::Conflict);
        assert_eq!((here.card("visit", "A").rivals.len(), open_conflicts(&app, &event).len()), (1, 1));
        assert!(database.tamper("DELETE FROM settled").is_err(), "what is settled stays settled");
        assert!(database.tamper("UPDATE settled SET rival = 'x'").is_err());
    });
}

#[test]
fn only_what_is_recorded_settles_and_only_rivals_of_its_own_card() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let mut here = Tablet::new(&app, &event, "j1", "t1");
        let mut there = Tablet::new(&app, &event, "j1", "t2");
        let first = here.submit("A", None, "50", "35").op;
        let rival = there.submit("A", None, "40", "30").op;
        let send = |tablet: &mut Tablet, entry: &str, base: Option<&str>, effect: &str| {
            let mut op = tablet.op("visit", entry, base, &[("effect", effect), ("novelty", "30")]);
            op["settles"] = json!([rival, rival]);
            tablet.send_one(&op).outcome
        };
        // another card, another judge, one that is a rival itself, one that is refused
        assert_eq!(send(&mut here, "B", None, "45"), Outcome::Recorded);
        assert_eq!(send(&mut Tablet::new(&app, &event, "j2", "t3"), "A", None, "45"), Outcome::Recorded);
        assert_eq!(send(&mut there, "A", None, "41"), Outcome::Conflict);
        assert_eq!(send(&mut here, "A", Some(&first), "60.5"), Outcome::Invalid);
        assert_eq!(here.card("visit", "A").rivals.len(), 2);
        // a pick over one of two leaves the other
        assert_eq!(send(&mut here, "A", Some(&first), "44"), Outcome::Recorded);
        let card = here.card("visit", "A");
        assert_eq!((card.rivals.len(), card.rivals[0].marks["effect"].as_str()), (1, "41"));
        assert_eq!(open_conflicts(&app, &event), ["A"]);
        // what cannot be ids of ops is no op
        for odd in [json!(["x"]), json!(["\0"]), json!([1]), json!("x"), json!(vec![rival.clone(); 201])] {
            let mut op = here.op("visit", "C", None, &[("effect", "45"), ("novelty", "30")]);
            op["settles"] = odd;
            assert_eq!(here.send_one(&op).outcome, Outcome::Invalid);
        }
    });
}

#[test]
fn versions_are_told_apart_by_when_they_were_made_on_one_clock() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let send = |device: &str, at: &str, now: &str| {
            let mut tablet = Tablet::new(&app, &event, "j1", device);
            let mut op = tablet.op("visit", "A", None, &[("effect", "50"), ("novelty", "35")]);
            op["at"] = json!(at);
            let mut request = serde_json::to_value(tablet.request(&[op])).expect("JSON");
            request["now"] = json!(now);
            let request = serde_json::from_value(request).expect("a request");
            app.sync(&tablet.judge, &request).expect("an answer");
            app.clock().advance(TimeDelta::minutes(1));
        };
        // it is 08:00 in China, and that tablet's clock is an hour ahead and in another zone
        send("t1", "2023-12-22T23:30:00-01:00", "2023-12-23T00:00:00-01:00");
        send("t2", "2023-12-23T07:41:00+08:00", "2023-12-23T08:01:00+08:00");
        send("t3", "yesterday", "2023-12-23T08:02:00+08:00");
        send("t4", "+200000-12-23T07:41:00+08:00", "2023-12-23T08:03:00+08:00");
        let card = Tablet::new(&app, &event, "j1", "t5").card("visit", "A");
        let at = |text: &str| Some(text.parse().expect("a moment"));
        assert_eq!(card.made_at, at("2023-12-22T23:30:00Z"));
        assert_eq!(card.received_at, at("2023-12-23T00:00:00Z"));
        let rivals: Vec<_> = card.rivals.iter().map(|rival| (rival.made_at, Some(rival.received_at))).collect();
        assert_eq!(rivals[0], (at("2023-12-22T23:41:00Z"), at("2023-12-23T00:01:00Z")));
        assert_eq!(rivals[1..].iter().map(|rival| rival.0).collect::<Vec<_>>(), [None, None]);
    });
}

#[test]
fn every_fault_of_a_card_is_named_and_the_correction_is_taken() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        let wrong = tablet.op("visit", "A", None, &[("effect", "60.5"), ("novelty", "8,5"), ("beauty", "1")]);
        let result = tablet.send_one(&wrong);
        assert_eq!(result.outcome, Outcome::Invalid);
        let mut faults: Vec<_> = result.faults.iter().map(|f| format!("{}: {}", f.criterion, f.text)).collect();
        faults.sort();
        assert_eq!(
            faults,
            [
                "beauty: 评分卡上没有这一项",
                "effect: 60.5 超出 0–60，请改",
                "novelty: 8,5 不是普通数字，应如 8 或 8.5，不带正号、空格、千分位或指数"
            ]
        );
        for (effect, text) in [
            ("", "尚未填写"),
            ("50.25", "50.25 不是 0.5 的整数倍，请改"),
            ("８", "８ 不是普通数字，应如 8 或 8.5，不带正号、空格、千分位或指数"),
        ] {
            assert_eq!(tablet.submit("A", None, effect, "30").faults[0].text, text);
        }
        // the tablet bases its correction on the op that was refused
        let right = tablet.submit("A", wrong["op"].as_str(), "60", "30");
        assert_eq!(right.outcome, Outcome::Recorded);
        let next = tablet.submit("A", wrong["op"].as_str(), "59", "30");
        assert_eq!(next.outcome, Outcome::Conflict);
    });
}

#[test]
fn what_is_not_an_op_is_invalid_and_moves_the_queue_on() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        let mut broken = tablet.op("visit", "A", None, &[]);
        broken["marks"] = json!([1, 2]);
        let mut number = tablet.op("visit", "A", None, &[]);
        number["marks"] = json!({ "effect": 50 });
        let good = tablet.op("visit", "A", None, &[("effect", "50"), ("novelty", "35")]);
        let answer = tablet.send(&[broken, number, json!("nonsense"), good]);
        let outcomes: Vec<_> = answer.results.iter().map(|r| r.outcome).collect();
        assert_eq!(outcomes, [Outcome::Invalid, Outcome::Invalid, Outcome::Invalid, Outcome::Recorded]);
        assert_eq!(answer.acked_seq, 3);
    });
}

#[test]
fn a_judge_comes_from_the_session_and_not_from_the_body() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let mut theirs = Tablet::new(&app, &event, "j1", "t1");
        let op = theirs.op("visit", "A", None, &[("effect", "50"), ("novelty", "35")]);
        let mine = Tablet::new(&app, &event, "j2", "t1");
        assert_eq!(mine.send_one(&op).outcome, Outcome::NotYours);
        assert_eq!(mine.card("visit", "A").op, None);
        // and its owner can still deliver it
        assert_eq!(theirs.send_one(&op).outcome, Outcome::Recorded);
        let stranger = app.sync(&organiser(), &theirs.request(std::slice::from_ref(&op)));
        assert!(matches!(refusal(&stranger), Some(Forbidden { .. })));
        let nobody = app.sync(&Actor::judge(&event, "nobody"), &theirs.request(&[op]));
        assert!(matches!(refusal(&nobody), Some(NotFound { .. })));
    });
}

#[test]
fn unknown_and_excluded_cards_are_refused() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        assert_eq!(tablet.outcome("Z", "50", "35"), Outcome::Unknown);
        let measure = tablet.op("daily", "A", None, &[]);
        assert_eq!(tablet.send_one(&measure).outcome, Outcome::Unknown);
        let request = ExcludeRequest {
            judge: "j1".into(),
            component: None,
            entry: Some("A".into()),
            kind: ExclusionKind::Recused,
            reason: "在甲镇任职".into(),
        };
        app.exclude(&organiser(), &event, &request).expect("excluded");
        assert_eq!(tablet.outcome("A", "50", "35"), Outcome::Excluded);
        assert_eq!(tablet.card("visit", "A").expected, Expected::Recused);
        assert_eq!(tablet.outcome("B", "50", "35"), Outcome::Recorded);
    });
}

#[test]
fn a_card_made_under_older_rules_is_recorded_and_flagged() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        tablet.rules = "0".repeat(64);
        let result = tablet.submit("A", None, "50", "35");
        assert_eq!((result.outcome, result.older_rules), (Outcome::Recorded, true));
        assert!(tablet.card("visit", "A").older_rules);
    });
}

/// A ranking ballot and a grade ballot.
pub fn ballots() -> Folder {
    let folder = Folder::sound();
    folder.write(
        "scoring-rules.toml",
        r#"schema = 1
[[group]]
id = "lead"
[[group]]
id = "dept"
[[component]]
id = "places"
kind = "ranking"
[component.points]
first = 100
step = 3
[[component]]
id = "grade"
kind = "grades"
groups = ["lead"]
[[component.grade]]
id = "good"
value = 90
[[component.grade]]
id = "fair"
value = 70
"#,
    );
    folder.remove("scores.csv").remove("measures.csv");
    folder
}

#[test]
fn ballots_are_permutations_and_grades_are_known() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &ballots());
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        let twice = tablet.op("places", "", None, &[("A", "1"), ("B", "1"), ("C", "4")]);
        let result = tablet.send_one(&twice);
        let faults: Vec<_> = result.faults.iter().map(|f| format!("{}: {}", f.criterion, f.text)).collect();
        assert_eq!(faults, ["B: 名次 1 重复，每个名次只能用一次", "C: 4 不是名次，应为 1–3 的整数，每个名次只用一次"]);
        let whole = tablet.op("places", "", None, &[("A", "2"), ("B", "1"), ("C", "3")]);
        assert_eq!(tablet.send_one(&whole).outcome, Outcome::Recorded);
        let grade = tablet.op("grade", "A", None, &[("grade", "superb")]);
        assert_eq!(tablet.send_one(&grade).faults[0].text, "superb 不是等次，可用：good、fair");
        let grade = tablet.op("grade", "A", None, &[("grade", "good")]);
        assert_eq!(tablet.send_one(&grade).outcome, Outcome::Recorded);
        let mut other = Tablet::new(&app, &event, "j3", "t2");
        let not_theirs = other.op("grade", "A", None, &[("grade", "good")]);
        assert_eq!(other.send_one(&not_theirs).outcome, Outcome::NotYours);
    });
}

#[test]
fn a_recusal_after_a_ballot_moves_the_others_up() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &ballots());
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        let ballot = tablet.op("places", "", None, &[("A", "1"), ("B", "2"), ("C", "3")]);
        tablet.send_one(&ballot);
        let request = ExcludeRequest {
            judge: "j1".into(),
            component: Some("places".into()),
            entry: Some("A".into()),
            kind: ExclusionKind::Recused,
            reason: "本单位项目".into(),
        };
        app.exclude(&organiser(), &event, &request).expect("excluded");
        let exported = export(&app, &event);
        let scores = std::fs::read_to_string(exported.path().join("scores.csv")).expect("scores");
        assert!(scores.contains("j1,places,B,,1\n") && scores.contains("j1,places,C,,2\n"), "{scores}");
        assert!(!scores.contains("places,A"), "{scores}");
        exported.tabulate(&[]);
        assert_eq!(exported.tabulate(&[]).code, 3);
    });
}

#[test]
fn both_databases_answer_alike() {
    let Some(schema) = Database::on_server() else { return };
    let story = |database: &Database| {
        let app = database.app();
        let event = empty_event(&app);
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        let mut told = Vec::new();
        for (entry, effect) in [("A", "50"), ("A", "40"), ("B", "60.5"), ("Z", "1"), ("C", "0")] {
            let result = tablet.submit(entry, None, effect, "12.5");
            told.push(format!("{:?} {:?} {:?}", result.outcome, result.revision, result.faults));
        }
        let view = serde_json::to_value(app.judge_view(&tablet.judge).expect("a view")).expect("JSON");
        let cards = view["my_cards"].as_array().expect("cards").clone();
        let cards: Vec<_> = cards
            .iter()
            .map(|c| format!("{} {} {} {}", c["entry"], c["marks"], c["revision"], c["received_at"]))
            .collect();
        (told, cards)
    };
    assert_eq!(story(&Database::file()), story(&schema));
}

#[test]
fn a_text_that_a_database_cannot_keep_is_refused_and_moves_the_queue_on() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        for (component, entry, mark) in [("visit", "A", "1\0"), ("visit\0", "A", "1"), ("visit", "A\0", "1")] {
            let op = tablet.op(component, entry, None, &[("effect", mark), ("novelty", "1")]);
            assert_eq!(tablet.send_one(&op).outcome, Outcome::Invalid);
        }
        let mut op = tablet.op("visit", "A", None, &[("effect", "1"), ("novelty", "1")]);
        op["comment"] = "好\0".into();
        assert_eq!(tablet.send_one(&op).outcome, Outcome::Invalid);
        op["op"] = "\0".into();
        let answer = tablet.send(std::slice::from_ref(&op));
        assert_eq!((answer.results[0].outcome, answer.acked_seq), (Outcome::Invalid, 4));
    });
}
