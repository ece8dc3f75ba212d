//! What organisers enter by hand, before the close and after it.

use guanmo::app::App;
use guanmo::app::act::actor::{Actor, Role};
use guanmo::app::act::drawn::Overtaken;
use guanmo::app::act::permission::Forbidden;
use guanmo::app::act::reason::ReasonFault;
use guanmo::app::act::second::{Decision, Matter, SecondFault};
use guanmo::app::act::state::WrongState;
use guanmo::app::desk::hand::{AdjustRequest, HandFault};
use guanmo::app::desk::measures::Cell;
use guanmo::app::desk::overview::ExcludeRequest;
use guanmo::app::error::Already;
use guanmo::app::error::NotFound;
use guanmo::app::event::view::{Board, EventState};
use guanmo::scoring::event::{AdjustmentKind, ExclusionKind};
use guanmo::store::hand::Kind;

use crate::support::database::on_each;
use crate::support::desk::{
    ask_for_no_signature, decide_tie, export, import, organiser, propose_tie, publish, second_organiser, staff,
};
use crate::support::fault::refusal;
use crate::support::folder::Folder;
use crate::support::workbook::{self, Book, zipped};

fn bonus(entry: &str, points: &str) -> AdjustRequest {
    AdjustRequest {
        entry: entry.to_owned(),
        kind: AdjustmentKind::Bonus,
        item: "创新".to_owned(),
        points: points.to_owned(),
        reason: "获省级表彰".to_owned(),
        sure: true,
    }
}

fn void(judge: &str, entry: &str) -> ExcludeRequest {
    ExcludeRequest {
        judge: judge.to_owned(),
        component: Some("visit".to_owned()),
        entry: Some(entry.to_owned()),
        kind: ExclusionKind::Void,
        reason: "误评".to_owned(),
    }
}

/// Total and place of an entry in the latest frozen result.
fn frozen(app: &App, event: &str, entry: &str) -> (String, String) {
    let Board::Result { frozen, .. } = app.board(&organiser(), event).expect("a board") else { panic!("no result") };
    let row = frozen.report.ranking.iter().find(|row| row.entry == entry).expect("a row").clone();
    (row.total, row.rank)
}

fn fingerprint(app: &App, event: &str) -> String {
    let Board::Result { frozen, .. } = app.board(&organiser(), event).expect("a board") else { panic!("no result") };
    frozen.fingerprint
}

#[test]
fn points_are_added_and_taken_back_and_both_stay_on_record() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &Folder::sound());
        app.open_provisional(&organiser(), &event, "核对").expect("opened");
        let total = || {
            let ranking = app.ranking(&organiser(), &event).expect("a ranking").report;
            ranking.ranking.iter().find(|row| row.entry == "B").expect("a row").total.clone()
        };
        let before = total();
        app.adjust(&organiser(), &event, &bonus("B", "１．５ "), None).expect("added");
        assert_ne!(total(), before);
        assert_eq!(app.entered(&organiser(), &event).expect("entered").adjustments[0].figure, "1.5");
        app.withdraw(&organiser(), &event, Kind::Adjustment, 0, "填错项目").expect("taken back");
        assert_eq!(total(), before);
        let again = app.withdraw(&organiser(), &event, Kind::Adjustment, 0, "再来");
        assert!(matches!(refusal(&again), Some(Already { .. })));
        app.adjust(&organiser(), &event, &bonus("C", "2"), None).expect("added");
        let rows = app.entered(&organiser(), &event).expect("entered").adjustments;
        assert_eq!(
            rows.iter().map(|row| (row.position, row.withdrawn.is_some())).collect::<Vec<_>>(),
            [(0, true), (1, false)]
        );
        assert!(database.tamper("DELETE FROM withdrawal").is_err());
        let acts: Vec<_> =
            app.log(&organiser(), Some(&event), 3).expect("the log").into_iter().map(|r| r.act).collect();
        assert_eq!(acts, ["adjust", "withdraw", "adjust"]);
        // what was taken back is no part of the event folder
        let file = export(&app, &event);
        let text = std::fs::read_to_string(file.path().join("adjustments.csv")).expect("a file");
        assert!(text.contains("C,bonus,创新,2,") && !text.contains("B,bonus"), "{text}");
    });
}

#[test]
fn what_is_wrong_with_an_adjustment_is_said_and_nothing_is_written() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &Folder::sound());
        let refused = |request: AdjustRequest| app.adjust(&organiser(), &event, &request, None).expect_err("refused");
        assert!(matches!(refused(bonus("Z", "1")).fault(), Some(NotFound { .. })));
        for points in ["", "一分", "1e3", "1,5"] {
            assert!(matches!(refused(bonus("A", points)).fault(), Some(HandFault::NotANumber { .. })), "{points}");
        }
        for points in ["0", "-1", "-0.5"] {
            assert!(matches!(refused(bonus("A", points)).fault(), Some(HandFault::OutOfRange { .. })), "{points}");
        }
        let without = AdjustRequest { reason: " ".to_owned(), ..bonus("A", "1") };
        assert!(matches!(refused(without).fault(), Some(ReasonFault::None)));
        let bare = AdjustRequest { item: String::new(), ..bonus("A", "1") };
        assert!(matches!(refused(bare).fault(), Some(HandFault::BadItem)));
        let official = app.adjust(&staff(Role::Official), &event, &bonus("A", "1"), None);
        assert!(matches!(refusal(&official), Some(Forbidden { .. })));
        assert!(app.entered(&organiser(), &event).expect("entered").adjustments.is_empty());
    });
}

#[test]
fn where_the_rules_list_items_only_those_are_taken() {
    on_each(|database| {
        let app = database.app();
        let folder = Folder::sound();
        folder.append("scoring-rules.toml", "\n[[adjustments.item]]\nid = \"award\"\nname = \"表彰\"\ncap = 2\n");
        let event = import(&app, &folder);
        let other = app.adjust(&organiser(), &event, &bonus("A", "1"), None);
        assert!(matches!(refusal(&other), Some(HandFault::UnknownItem { allowed, .. }) if *allowed == ["award"]));
        let known = AdjustRequest { item: "award".to_owned(), ..bonus("A", "1") };
        app.adjust(&organiser(), &event, &known, None).expect("added");
    });
}

#[test]
fn a_table_of_measures_is_understood_or_all_its_faults_are_said_by_line() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &Folder::sound());
        let pasted = "单位\t得分\n甲镇\t９１．５ \n乙镇 \t80\nC\t72\n";
        let preview = app.preview_measures(&organiser(), &event, pasted.as_bytes()).expect("read");
        assert!(preview.faults.is_empty(), "{:?}", preview.faults);
        assert_eq!((preview.changes.len(), preview.same), (2, 1));
        assert_eq!((preview.changes[0].before.as_str(), preview.changes[0].after.as_str()), ("90", "91.5"));
        assert!(
            preview.notes.iter().any(|note| note.line == 2 && note.what.to_string() == "“９１．５ ”按“91.5”计"),
            "{:?}",
            preview.notes
        );
        let without = app.import_measures(&organiser(), &event, pasted.as_bytes(), " ", None);
        assert!(matches!(refusal(&without), Some(ReasonFault::None)));
        app.import_measures(&organiser(), &event, preview.text.as_bytes(), "年度考核", None).expect("written");
        assert_eq!(app.entered(&organiser(), &event).expect("entered").measures[0].2, ["91.5", "80", "72"]);
        let again = app.import_measures(&organiser(), &event, pasted.as_bytes(), "再来", None);
        assert!(matches!(refusal(&again), Some(HandFault::Unchanged)));

        let wrong = "环节,编号,得分\ndaily,A,101\ndaily,甲,50\nvisit,B,50\ndaily,B,八十\ndaily,C,60\ndaily,C,61\n";
        let preview = app.preview_measures(&organiser(), &event, wrong.as_bytes()).expect("read");
        let lines: Vec<usize> = preview.faults.iter().map(|fault| fault.line).collect();
        assert_eq!(lines, [2, 3, 4, 5, 7], "{:?}", preview.faults);
        let refused = app.import_measures(&organiser(), &event, wrong.as_bytes(), "导入", None);
        assert!(matches!(refusal(&refused), Some(HandFault::Table(faults)) if faults.len() == 5));
        for odd in [&b"\xff\xff\xff"[..], b"", b"\n\n", "环节,编号,得分\n".as_bytes(), b"\x00\x01"] {
            let preview = app.preview_measures(&organiser(), &event, odd).expect("read");
            assert!(!preview.faults.is_empty(), "{odd:?}");
        }
        assert_eq!(app.entered(&organiser(), &event).expect("entered").measures[0].2, ["91.5", "80", "72"]);
    });
}

#[test]
fn a_table_of_measures_comes_as_a_spreadsheet_too_with_what_stands_around_it() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &Folder::sound());
        let mut book = Book::default();
        book.add("考核成绩", "2026 年日常考核\n区镇,考核得分\n甲镇,\n乙镇,８０\n丙镇,72\n合计,243.5\n填表人：张某,\n");
        let shown = workbook::Cell::Shown("91.5".into(), "0\"分\"".into(), "92分".into());
        book.set("考核成绩", "B3", shown);
        let in_a_zip = zipped([("考核/成绩.xlsx", book.bytes().as_slice())]);
        for bytes in [book.bytes(), book.opendocument(), in_a_zip] {
            let preview = app.preview_measures(&organiser(), &event, &bytes).expect("read");
            assert!(preview.faults.is_empty(), "{:?}", preview.faults);
            let said: Vec<String> = preview.notes.iter().map(|note| format!("{} {}", note.line, note.what)).collect();
            for line in [
                "1 “2026 年日常考核”在表头上面",
                "3 单元格显示“92分”，按存下的“91.5”计",
                "4 “８０”按“80”计",
                "6 “合计 243.5”",
            ] {
                assert!(said.iter().any(|found| found.starts_with(line)), "{line}\n{said:#?}");
            }
            assert_eq!((preview.changes.len(), preview.same), (2, 1), "{:?}", preview.changes);
        }
        let read = app.preview_measures(&organiser(), &event, &book.bytes()).expect("read");
        app.import_measures(&organiser(), &event, read.text.as_bytes(), "年度考核", None).expect("written");
        assert_eq!(app.entered(&organiser(), &event).expect("entered").measures[0].2, ["91.5", "80", "72"]);
        // what is hidden is not guessed, and a file of another kind is named
        book.sheet("考核成绩").hidden_rows = vec![4];
        let faults = |bytes: &[u8]| -> Vec<String> {
            let preview = app.preview_measures(&organiser(), &event, bytes).expect("read");
            preview.faults.iter().map(|fault| fault.problem.to_string()).collect()
        };
        assert!(faults(&book.bytes())[0].contains("第 4 行共 1 行被隐藏"), "{:?}", faults(&book.bytes()));
        assert!(faults(b"\xd0\xcf\x11\xe0")[0].contains("是旧格式"), "{:?}", faults(b"\xd0\xcf\x11\xe0"));
        let wrong = app.preview_measures(&organiser(), &event, "编号;得分\nA;一百\n".as_bytes()).expect("read");
        assert_eq!((wrong.faults[0].line, wrong.faults[0].place.as_str()), (2, "得分"));
    });
}

#[test]
fn one_value_is_written_and_taken_away() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &Folder::sound());
        let set = |part, entry, value| app.set_measure(&organiser(), &event, (part, entry), value, "更正", None);
        set("daily", "B", " ８５ ").expect("written");
        set("daily", "C", "").expect("taken away");
        assert_eq!(app.entered(&organiser(), &event).expect("entered").measures[0].2, ["90", "85", ""]);
        assert!(matches!(refusal(&set("daily", "B", "85.0")), Some(HandFault::Unchanged)));
        assert!(matches!(refusal(&set("daily", "B", "100.1")), Some(HandFault::OutOfRange { .. })));
        assert!(matches!(refusal(&set("visit", "B", "85")), Some(HandFault::NotAMeasure { .. })));
        assert!(matches!(refusal(&set("daily", "Z", "85")), Some(NotFound { .. })));
        assert!(matches!(refusal(&set("none", "B", "85")), Some(NotFound { .. })));
    });
}

#[test]
fn what_the_rules_would_not_count_is_said_before_it_is_entered() {
    on_each(|database| {
        let app = database.app();
        let folder = Folder::sound();
        let items = "[[adjustments.item]]\nid = \"award\"\nname = \"表彰\"\ncap = 4\n\n\
            [[adjustments.item]]\nid = \"other\"\nname = \"其他\"\n";
        folder.append("scoring-rules.toml", &format!("\n[adjustments]\nbonus_cap = 5\n\n{items}"));
        let event = import(&app, &folder);
        let ask = |item: &str, kind, points: &str, sure| {
            let request = AdjustRequest { item: item.to_owned(), kind, sure, ..bonus("A", points) };
            app.adjust(&organiser(), &event, &request, None)
        };
        let said = |refused: Result<(), guanmo::app::AppError>| match refusal(&refused) {
            Some(HandFault::OverCap { said }) => said.clone(),
            other => panic!("{other:?}"),
        };
        let count = || app.entered(&organiser(), &event).expect("entered").adjustments.len();
        ask("award", AdjustmentKind::Bonus, "3.5", false).expect("within the caps");
        assert_eq!(said(ask("award", AdjustmentKind::Bonus, "1", false)), "“表彰”加分合计 4.5 分，按规则最多计 4 分");
        assert_eq!(said(ask("other", AdjustmentKind::Bonus, "2.5", false)), "加分合计 6 分，按规则最多计 5 分");
        assert_eq!(
            said(ask("award", AdjustmentKind::Bonus, "9", false)),
            "“表彰”加分合计 12.5 分，按规则最多计 4 分",
            "four of them are within the cap over all"
        );
        // nothing caps deductions, and up to the cap nothing is lost
        ask("other", AdjustmentKind::Deduction, "50", false).expect("no cap");
        ask("other", AdjustmentKind::Bonus, "1.5", false).expect("just up to the cap");
        assert_eq!(count(), 3);
        ask("other", AdjustmentKind::Bonus, "2.5", true).expect("it is meant");
        assert_eq!(count(), 4);
    });
}

#[test]
fn a_grid_writes_what_was_changed_in_it_and_leaves_the_rest_to_others() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &Folder::sound());
        let values = || app.entered(&organiser(), &event).expect("entered").measures[0].2.clone();
        let cells = |typed: [&str; 3]| {
            let cell = |(entry, typed): (&str, &str)| Cell {
                component: "daily".to_owned(),
                entry: entry.to_owned(),
                typed: typed.to_owned(),
            };
            ["A", "B", "C"].into_iter().zip(typed).map(cell).collect::<Vec<_>>()
        };
        let drawn = app.entered(&organiser(), &event).expect("entered").drawn_measures;
        let set = |typed, reason: &str| app.set_measures(&organiser(), &event, cells(typed), reason, Some(&drawn));
        let wrong = set(["九十", "101", "70"], "");
        let Some(HandFault::Cells(faults)) = refusal(&wrong) else { panic!("{wrong:?}") };
        assert_eq!(faults.iter().map(|fault| fault.cell.as_str()).collect::<Vec<_>>(), ["daily/A", "daily/B"]);
        assert!(matches!(refusal(&set(["91", "80", "70"], " ")), Some(ReasonFault::None)));
        assert!(matches!(refusal(&set(["90", "８０", " 70 "], "核对")), Some(HandFault::Unchanged)));
        assert_eq!(values(), ["90", "80", "70"]);
        // two organisers with the same page: each writes what they changed
        let written = set(["９１", "80", "70"], "核对").expect("written");
        assert_eq!((written.count, written.notes), (1, vec![("９１".to_owned(), "91".to_owned())]));
        assert_eq!(set(["90", "81", ""], "核对").expect("written").count, 2);
        assert_eq!(values(), ["91", "81", ""]);
        // and neither writes over the other
        let late = set(["92", "80", "70"], "核对");
        let overtaken: &Overtaken = refusal(&late).expect("overtaken");
        assert_eq!(overtaken.changes.iter().map(|change| change.to.as_str()).collect::<Vec<_>>(), ["91"]);
        let acts = app.log(&organiser(), Some(&event), 2).expect("the log");
        assert_eq!(acts.iter().map(|act| act.act.as_str()).collect::<Vec<_>>(), ["measures", "measure"]);
        assert!(acts[1].subject.ends_with("measure:daily/A"), "{acts:?}");
    });
}

#[test]
fn a_change_after_the_close_makes_a_new_result_and_the_earlier_one_stays() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &Folder::sound());
        ask_for_no_signature(&app, &event);
        app.close(&organiser(), &event, None).expect("closed");
        let (first, before) = (fingerprint(&app, &event), frozen(&app, &event, "C"));
        app.adjust(&organiser(), &event, &bonus("C", "1.25"), None).expect("added");
        assert_ne!(fingerprint(&app, &event), first);
        assert_ne!(frozen(&app, &event, "C"), before);
        app.exclude(&organiser(), &event, &void("j1", "C")).expect("voided");
        app.set_measure(&organiser(), &event, ("daily", "C"), "75", "更正", None).expect("written");
        app.withdraw(&organiser(), &event, Kind::Exclusion, 0, "登记有误").expect("taken back");
        app.set_measure(&organiser(), &event, ("daily", "C"), "70", "改回", None).expect("written");
        app.withdraw(&organiser(), &event, Kind::Adjustment, 0, "不予加分").expect("taken back");
        assert_eq!(fingerprint(&app, &event), first, "the same facts give the same result");
        // another instance sees the same, and the event folder too
        let other = database.app();
        assert_eq!(fingerprint(&other, &event), first);
        let audit = app.log(&organiser(), Some(&event), 1).expect("the log").remove(0);
        let payload = audit.payload.expect("a payload");
        assert!(payload.contains("\"number\":7") && payload.contains(&first), "{payload}");
        assert_eq!(export(&app, &event).ranking(0)[2][5], before.0);
        publish(&app, &event).expect("published");
        let late = app.adjust(&organiser(), &event, &bonus("C", "1"), None);
        assert!(matches!(refusal(&late), Some(WrongState { state: EventState::Published, .. })));
    });
}

/// An event in which the first two share the first place, and one prize waits for it.
fn tied(app: &App) -> String {
    import(app, &Folder::tied())
}

#[test]
fn a_tie_across_a_prize_is_decided_after_the_close() {
    on_each(|database| {
        let app = database.app();
        let event = tied(&app);
        let decide = |order: &[(&str, u32)]| decide_tie(&app, &event, order, "评委组表决");
        assert!(matches!(refusal(&decide(&[("A", 2), ("B", 1)])), Some(WrongState { state: EventState::Open, .. })));
        assert!(app.entered(&organiser(), &event).expect("entered").ties.is_empty(), "nothing before the close");
        app.close(&organiser(), &event, None).expect("closed");
        let ties = app.entered(&organiser(), &event).expect("entered").ties;
        assert_eq!((ties.len(), ties[0].place.as_str(), ties[0].needed), (1, "1", true));
        assert!(matches!(refusal(&decide(&[("A", 1)])), Some(HandFault::NotAnOrder)));
        assert!(matches!(refusal(&decide(&[("A", 1), ("B", 1)])), Some(HandFault::NotAnOrder)));
        assert!(matches!(refusal(&decide(&[("A", 1), ("C", 2)])), Some(HandFault::NotTied)));
        assert!(matches!(refusal(&decide(&[("A", 1), ("B", 3)])), Some(HandFault::NotAnOrder)));
        assert!(matches!(refusal(&decide(&[])), Some(HandFault::NotAnOrder)));
        decide(&[("A", 2), ("B", 1)]).expect("decided");
        assert_eq!((frozen(&app, &event, "B").1, frozen(&app, &event, "A").1), ("1".to_owned(), "2".to_owned()));
        assert!(matches!(refusal(&decide(&[("A", 1), ("B", 2)])), Some(HandFault::NotTied)));
        app.withdraw(&organiser(), &event, Kind::Decision, 1, "程序有误").expect("taken back");
        assert_eq!(frozen(&app, &event, "A").1, frozen(&app, &event, "B").1);
        let decisions = app.entered(&organiser(), &event).expect("entered").decisions;
        assert!(decisions.iter().all(|row| row.withdrawn.is_some()), "both were made together");
        decide(&[("A", 1), ("B", 2)]).expect("decided");
        assert_eq!(frozen(&app, &event, "A").1, "1");
    });
}

/// The ranked ids with their places, as they are frozen.
fn places(app: &App, event: &str) -> Vec<(String, String)> {
    let row = |id: &str| (id.to_owned(), frozen(app, event, id).1);
    ["A", "B", "C"].map(row).into()
}

#[test]
fn a_decision_takes_the_consent_of_a_second_organiser() {
    on_each(|database| {
        let app = database.app();
        let event = tied(&app);
        app.close(&organiser(), &event, None).expect("closed");
        let before = places(&app, &event);
        propose_tie(&app, &event, &[("A", 2), ("B", 1)], "评委组表决").expect("proposed");
        assert_eq!(places(&app, &event), before, "nothing is decided by one");
        let again = propose_tie(&app, &event, &[("A", 1), ("B", 2)], "又一次");
        assert!(matches!(refusal(&again), Some(SecondFault::Pending(Matter::Tie))));
        let say = |actor: &Actor, said| app.decide_tie(actor, &event, 1, said);
        assert!(matches!(refusal(&say(&organiser(), Decision::Approve)), Some(SecondFault::Own(Matter::Tie))));
        assert!(matches!(
            refusal(&say(&second_organiser(), Decision::TakeBack)),
            Some(SecondFault::NotOwn(Matter::Tie))
        ));
        say(&second_organiser(), Decision::Decline).expect("declined");
        let decided = say(&second_organiser(), Decision::Approve);
        assert!(matches!(refusal(&decided), Some(SecondFault::NothingPending(Matter::Tie))));
        assert_eq!(places(&app, &event), before);
        decide_tie(&app, &event, &[("A", 2), ("B", 1)], "评委组表决").expect("decided");
        assert_eq!(frozen(&app, &event, "B").1, "1");
        let signing = app.signing(&organiser(), &event).expect("the page").result.expect("a result");
        let decided = &signing.decisions[0];
        assert_eq!(
            (decided.order.join(" "), decided.reason.as_str(), decided.holds),
            ("B A".to_owned(), "评委组表决", true)
        );
    });
}

#[test]
fn a_decision_lapses_where_the_tie_is_another_one_and_holds_again_where_it_is_the_same() {
    on_each(|database| {
        let app = database.app();
        let event = tied(&app);
        app.close(&organiser(), &event, None).expect("closed");
        decide_tie(&app, &event, &[("A", 2), ("B", 1)], "评委组表决").expect("decided");
        let holds = || {
            let result = app.signing(&organiser(), &event).expect("the page").result.expect("a result");
            let holds: Vec<bool> = result.decisions.iter().map(|ruled| ruled.holds).collect();
            let desk = app.desk(&organiser(), &event).expect("the desk");
            assert_eq!(desk.lapsed.len(), holds.iter().filter(|holds| !**holds).count(), "the desk says the same");
            (holds, result.unsettled.len())
        };
        assert_eq!(holds(), (vec![true], 0));
        let measure = |entry: &str, value: &str| {
            app.set_measure(&organiser(), &event, ("daily", entry), value, "核对更正", None).expect("measured");
        };
        // both are level once more, at another total: another tie
        measure("A", "81");
        assert_eq!(holds(), (vec![false], 0));
        measure("B", "81");
        assert_eq!(holds(), (vec![false], 2), "open again, and said to have lapsed");
        assert_eq!(frozen(&app, &event, "A").1, frozen(&app, &event, "B").1);
        let exported = export(&app, &event);
        assert_eq!(exported.tabulate(&[]).code, 3, "nor does the folder take it along");
        measure("A", "80");
        measure("B", "80");
        assert_eq!(holds(), (vec![true], 0));
        assert_eq!(frozen(&app, &event, "B").1, "1");
        measure("A", "81");
        measure("B", "81");
        decide_tie(&app, &event, &[("A", 1), ("B", 2)], "重新表决").expect("decided anew");
        assert_eq!(holds(), (vec![true], 0), "the one before is taken back");
        assert_eq!(frozen(&app, &event, "A").1, "1");
        assert_eq!(export(&app, &event).ranking(0)[0][1], "A");
    });
}

#[test]
fn a_proposal_over_a_tie_that_is_no_more_is_not_approved() {
    on_each(|database| {
        let app = database.app();
        let event = tied(&app);
        app.close(&organiser(), &event, None).expect("closed");
        propose_tie(&app, &event, &[("A", 2), ("B", 1)], "评委组表决").expect("proposed");
        app.set_measure(&organiser(), &event, ("daily", "A"), "81", "核对更正", None).expect("measured");
        let late = app.decide_tie(&second_organiser(), &event, 1, Decision::Approve);
        assert!(matches!(refusal(&late), Some(HandFault::NotTied)));
        let entered = app.entered(&organiser(), &event).expect("entered");
        assert_eq!((entered.ties.len(), entered.stray.len()), (0, 1));
        let late = app.propose_tie(&organiser(), &event, 1, &[("A".to_owned(), 1), ("B".to_owned(), 2)], "旧页面");
        assert!(matches!(refusal(&late), Some(HandFault::NotTied)), "of a result that is no longer the latest");
        app.decide_tie(&organiser(), &event, 1, Decision::TakeBack).expect("taken back");
        assert!(app.entered(&organiser(), &event).expect("entered").stray.is_empty());
    });
}
