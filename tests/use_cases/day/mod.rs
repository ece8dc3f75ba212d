//! What changes on the day: each change, what it does to cards, windows and standings, and that the exported folder
//! is ranked as the desk ranks.

mod entries;
mod route;
mod seats;

use serde_json::Value;

use crate::support::database::on_each;
use crate::support::desk::{ask_for_no_signature, export, import, organiser, staff};
use crate::support::fault::refusal;
use crate::support::folder::Folder;
use crate::support::tablet::Tablet;
use guanmo::app::act::actor::Role;
use guanmo::app::act::permission::Forbidden;
use guanmo::app::act::reason::ReasonFault;
use guanmo::app::act::state::WrongState;
use guanmo::app::desk::day::{DayChange, DayFault, DayPreview};
use guanmo::app::error::Already;
use guanmo::app::event::wire::Outcome;
use guanmo::app::people::link::JudgeLink;
use guanmo::app::{App, AppError};
use guanmo::scoring::result::Report;

const RULES: &str = r#"schema = 1
title = "当日小例"

[rounding]
group = 2
component = 2
component_weighted = 2
final = 2

[[group]]
id = "lead"
weight = 60

[[group]]
id = "dept"
weight = 40

[[component]]
id = "visit"
name = "现场观摩"
kind = "marks"
weight = 0.5
[component.aggregate]
method = "trimmed-mean"
[component.aggregate.group.dept]
method = "mean"
min_cards = 1
[component.release]
opens = "arrival"
closes_after = 30
[[component.criterion]]
id = "effect"
max = 100
step = 0.5

[[component]]
id = "hear"
name = "汇报"
kind = "marks"
weight = 0.2
[component.aggregate]
method = "mean"
[component.release]
opens = "after"
after = 2
[[component.criterion]]
id = "effect"
max = 100
step = 0.5

[[component]]
id = "vote"
name = "名次票"
kind = "ranking"
weight = 0.2
groups = ["lead"]
[component.points]
first = 100
step = 5
[component.release]
opens = "all"

[[component]]
id = "daily"
name = "日常考核"
kind = "measure"
weight = 0.1
normalise = "top-ratio"

[[award]]
name = "一等奖"
share = "50%"
"#;

const JUDGES: [&str; 6] = ["j1", "j2", "j3", "j4", "k1", "k2"];
const ENTRIES: [&str; 4] = ["A", "B", "C", "D"];

/// Four entries on a route, two groups, all kinds of windows, no card yet.
fn folder() -> Folder {
    let folder = Folder::empty();
    folder.write("scoring-rules.toml", RULES);
    folder.write(
        "entries.csv",
        "entry,name,unit,order\nA,甲项目,甲镇,1\nB,乙项目,乙镇,2\nC,丙项目,丙镇,3\nD,丁项目,丁镇,4\n",
    );
    folder.write(
        "judges.csv",
        "judge,name,unit,group\nj1,一席,,lead\nj2,二席,,lead\nj3,三席,,lead\nj4,四席,,lead\nk1,五席,,dept\nk2,六席,,dept\n",
    );
    folder.write("measures.csv", "component,entry,value\ndaily,A,95\ndaily,B,90\ndaily,C,85\ndaily,D,80\n");
    folder.write("adjustments.csv", "entry,kind,item,points,reason\nA,bonus,表彰,1.50,省级\nB,deduction,迟报,0.5,\n");
    folder.write(
        "checkpoints.csv",
        "entry,order,planned_arrival,planned_departure,look_at\nA,1,08:00,08:30,\nB,2,09:00,09:30,\nC,3,10:00,10:30,\nD,4,11:00,11:30,\n",
    );
    folder
}

/// A mark that tells judge and entry apart.
fn mark(judge: &str, entry: &str) -> String {
    let judge = JUDGES.iter().position(|id| *id == judge).expect("a judge") * 3;
    let entry = ENTRIES.iter().position(|id| *id == entry).expect("an entry") * 7;
    format!("{}.5", 95 - (judge + entry) % 40)
}

/// The same folder with all cards in; ballots place the entries in turn, from another one each.
fn full() -> Folder {
    let folder = folder();
    let mut scores = "judge,component,entry,criterion,value\n".to_owned();
    for (turn, judge) in JUDGES.into_iter().enumerate() {
        for (index, entry) in ENTRIES.into_iter().enumerate() {
            let mark = mark(judge, entry);
            scores.push_str(&format!("{judge},visit,{entry},effect,{mark}\n{judge},hear,{entry},effect,{mark}\n"));
            if judge.starts_with('j') {
                scores.push_str(&format!("{judge},vote,{entry},,{}\n", (index + turn) % 4 + 1));
            }
        }
    }
    folder.write("scores.csv", scores);
    folder
}

/// The rows of a folder's file that do not begin with or name an entry.
fn without(folder: &Folder, file: &str, entry: &str) {
    let text = std::fs::read_to_string(folder.path().join(file)).expect("a file");
    let kept = text.lines().filter(|line| !line.split(',').any(|cell| cell == entry));
    folder.write(file, kept.collect::<Vec<_>>().join("\n") + "\n");
}

fn preview(app: &App, event: &str, change: &DayChange) -> DayPreview {
    app.preview_day(&organiser(), event, change).expect("a preview")
}

/// Looks at what a change does, and makes it.
fn make(app: &App, event: &str, change: &DayChange) -> Option<JudgeLink> {
    let version = preview(app, event, change).version;
    app.change_day(&organiser(), event, change, version, "当日情况有变").expect("changed")
}

fn fault(app: &App, event: &str, change: &DayChange) -> AppError {
    app.preview_day(&organiser(), event, change).expect_err("a refusal")
}

/// Due and in, in all.
fn cards(app: &App, event: &str) -> (usize, usize) {
    let progress = app.progress(&organiser(), event).expect("progress");
    (progress.due, progress.received)
}

/// The provisional standings, once they were opened.
fn standings(app: &App, event: &str) -> Report {
    let opened = app.open_provisional(&organiser(), event, "核对");
    let known = refusal::<_, Already>(&opened).is_some() || refusal::<_, WrongState>(&opened).is_some();
    assert!(opened.is_ok() || known, "{opened:?}");
    Report::clone(&app.ranking(&organiser(), event).expect("a ranking").report)
}

/// What `guanmo tabulate` makes of a folder: ranking, blockers, whether it is final.
fn tabulated(folder: &Folder) -> Value {
    let output = folder.tabulate(&["--format", "json"]);
    assert!(output.code == 0 || output.code == 3, "{output:?}");
    let mut json: Value = serde_json::from_str(&output.stdout).expect("JSON");
    json["trace"].take();
    json
}

/// Holds the desk's standings against the exported folder, row by row and blocker by blocker.
fn agrees(app: &App, event: &str) -> Report {
    let report = standings(app, event);
    let told = serde_json::to_value(&report).expect("JSON");
    let folder = export(app, event);
    let found = tabulated(&folder);
    for part in ["ranking", "blockers", "final", "rules_sha256"] {
        assert_eq!(told[part], found[part], "{part}");
    }
    // and so does the event that the folder makes again
    let again = tabulated(&export(app, &import(app, &folder)));
    for part in ["ranking", "blockers"] {
        assert_eq!(again[part], found[part], "{part}");
    }
    report
}

/// Sends the card of an entry in a component, and says what became of it.
fn scores(tablet: &mut Tablet, component: &str, entry: &str) -> Outcome {
    let base = tablet.card(component, entry).op;
    let op = tablet.op(component, entry, base.as_deref(), &[("effect", "77.5")]);
    tablet.send_one(&op).outcome
}

#[test]
fn what_is_done_is_what_was_shown_with_a_reason_by_an_organiser_before_the_close() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &folder());
        let change = DayChange::Withdraw { entry: "B".to_owned() };
        let version = preview(&app, &event, &change).version;
        let acts = || app.log(&organiser(), Some(&event), 100).expect("the log").len();
        let before = acts();
        // a preview is no act
        assert_eq!(before, 1);
        let none = app.change_day(&organiser(), &event, &change, version, "  ");
        assert!(refusal::<_, ReasonFault>(&none).is_some(), "{none:?}");
        for role in [Role::Official, Role::Teller, Role::Administrator, Role::Judge] {
            let refused = app.change_day(&staff(role), &event, &change, version, "看看");
            assert!(matches!(refusal(&refused), Some(Forbidden { .. })), "{refused:?}");
            assert!(matches!(refusal(&app.preview_day(&staff(role), &event, &change)), Some(Forbidden { .. })));
        }
        // another organiser was faster: what was shown is no longer what would be done
        app.arrive(&organiser(), &event, "B").expect("arrived");
        let late = app.change_day(&organiser(), &event, &change, version, "单位申请退出");
        assert!(matches!(refusal(&late), Some(DayFault::Changed)), "{late:?}");
        assert_eq!((acts(), cards(&app, &event).0), (before + 1, 6 * 8 + 4 * 4));
        make(&app, &event, &change);
        let row = app.log(&organiser(), Some(&event), 1).expect("the log").remove(0);
        assert!(row.act == "withdraw-entry" && row.subject.ends_with("entry:B"), "{row:?}");
        let payload: Value = serde_json::from_str(&row.payload.expect("a payload")).expect("JSON");
        assert_eq!(
            (&payload["before"]["withdrawn"], &payload["after"]["change"]["withdrawn"]),
            (&false.into(), &true.into())
        );
        assert_eq!(payload["after"]["reason"], "当日情况有变");
        let day = app.day(&organiser(), &event).expect("the day");
        assert_eq!((day.changes[0].told.as_str(), day.changes[0].reason.as_str()), ("乙镇 退出评比", "当日情况有变"));
        assert!(matches!(refusal(&app.day(&staff(Role::Official), &event)), Some(Forbidden { .. })));

        app.close(&organiser(), &event, Some("演练")).expect("closed");
        for change in [change, DayChange::Readmit { entry: "B".to_owned() }, DayChange::Undo] {
            let error = fault(&app, &event, &change);
            assert!(matches!(error.fault(), Some(WrongState { .. })), "{error:?}");
            assert!(error.to_string().contains("重新开放评分"), "{error}");
        }
    });
}

#[test]
fn all_changes_of_a_day_together_come_to_a_result_that_both_counts_and_the_folder_agree_on() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &full());
        ask_for_no_signature(&app, &event);
        app.arrive(&organiser(), &event, "A").expect("arrived");
        make(&app, &event, &DayChange::Skip { entry: "D".into(), withdraw: true });
        make(&app, &event, &seats::with(DayChange::Pass, "j2", "新二席"));
        make(&app, &event, &DayChange::Withdraw { entry: "B".into() });
        make(&app, &event, &DayChange::Readmit { entry: "B".into() });
        make(&app, &event, &DayChange::Undo);
        let report = agrees(&app, &event);
        assert_eq!(report.ranking.len(), 3);
        app.close(&organiser(), &event, None).expect("nothing blocks");
        let frozen = agrees(&app, &event);
        assert_eq!(frozen.withdrawn[0].unit, "丁镇");
        assert_eq!(frozen.withdrawn[0].reason, "当日情况有变");
    });
}

#[test]
fn a_rehearsal_begins_with_what_stands_and_a_draft_takes_changes() {
    use guanmo::app::event::view::EventState;
    use guanmo::app::setup::folder_io::ImportOptions;
    on_each(|database| {
        let app = database.app();
        let read = guanmo::folder::read_dir(folder().path(), None).expect("a sound folder");
        let options = ImportOptions { state: EventState::Draft, ..ImportOptions::default() };
        let event = app.import(&organiser(), read, options).expect("an event");
        make(&app, &event, &DayChange::Withdraw { entry: "C".into() });
        let rehearsal = app.rehearse(&organiser(), &event).expect("a rehearsal");
        assert_eq!(cards(&app, &rehearsal).0, 6 * 6 + 4 * 3);
        make(&app, &rehearsal, &DayChange::Readmit { entry: "C".into() });
        assert_eq!((cards(&app, &rehearsal).0, cards(&app, &event).0), (6 * 8 + 4 * 4, 6 * 6 + 4 * 3));
    });
}

#[test]
fn a_draft_that_is_uploaded_over_keeps_an_entry_that_was_withdrawn() {
    use guanmo::app::event::view::EventState;
    use guanmo::app::setup::folder_io::ImportOptions;
    use guanmo::folder::intake::Given;
    use guanmo::folder::tidy::Choices;
    on_each(|database| {
        let app = database.app();
        let read = guanmo::folder::read_dir(folder().path(), None).expect("a sound folder");
        let options = ImportOptions { state: EventState::Draft, ..ImportOptions::default() };
        let event = app.import(&organiser(), read, options).expect("an event");
        make(&app, &event, &DayChange::Withdraw { entry: "C".into() });
        let judges = "judge,name,unit,group\nj1,一席,,lead\nj2,二席,,lead\nj3,三席,,lead\nk1,五席,,dept\n";
        let upload = vec![Given { name: "judges.csv".to_owned(), bytes: judges.into() }];
        let shown = app.preview_update(&organiser(), &event, upload).expect("a preview");
        assert_eq!(shown.changes.len(), 1, "{:?}", shown.changes);
        app.confirm_update(&organiser(), &event, &shown.upload.upload, Choices::default()).expect("updated");
        assert_eq!(cards(&app, &event).0, 4 * 6 + 3 * 3);
        make(&app, &event, &DayChange::Readmit { entry: "C".into() });
        assert_eq!(cards(&app, &event).0, 4 * 8 + 3 * 4);
    });
}
