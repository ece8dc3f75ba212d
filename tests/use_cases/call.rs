//! Calling entries up to report: the order by lot and by hand, the clock, what was too long and what came of it.

use chrono::TimeDelta;
use guanmo::app::App;
use guanmo::app::act::actor::{Actor, Role};
use guanmo::app::act::permission::Forbidden;
use guanmo::app::act::reason::ReasonFault;
use guanmo::app::act::state::WrongState;
use guanmo::app::desk::call::{ByHand, CallFault, Decided, Lots, NewCallSettings, Next, Pace, Press, TurnView};
use guanmo::app::desk::day::DayChange;
use guanmo::app::desk::hand::{AdjustRequest, HandFault};
use guanmo::app::result::facts::FactWord;
use guanmo::folder;
use guanmo::scoring::event::AdjustmentKind;
use guanmo::store::hand::Kind;
use sha2::{Digest, Sha256};

use crate::support::database::on_each;
use crate::support::desk::{ask_for_no_signature, assert_sound, empty_event, fact, import, organiser, staff};
use crate::support::fault::{refusal, refused_as};
use crate::support::folder::Folder;
use crate::support::reports::{calls as view, calls_next as calls, draws, presses};

fn order(app: &App, event: &str) -> Vec<String> {
    view(app, event).reporting.slots.into_iter().map(|slot| slot.entry).collect()
}

fn lots(seen: i64, typed: &str, reason: &str) -> Lots {
    Lots { seen, typed: typed.to_owned(), by_track: false, reason: reason.to_owned() }
}

fn passes(app: &App, seconds: i64) {
    app.clock().advance(TimeDelta::seconds(seconds));
}

fn current(app: &App, event: &str) -> TurnView {
    view(app, event).reporting.current.expect("somebody is called up")
}

/// The next one reports for so long.
fn reports(app: &App, event: &str, seconds: i64) -> String {
    let entry = calls(app, event);
    presses(app, event, Press::Start);
    passes(app, seconds);
    presses(app, event, Press::End);
    entry
}

fn withdraws(app: &App, event: &str, entry: &str) {
    let change = DayChange::Withdraw { entry: entry.to_owned() };
    let version = app.preview_day(&organiser(), event, &change).expect("a preview").version;
    app.change_day(&organiser(), event, &change, version, "单位申请").expect("withdrawn");
}

fn deduction(entry: &str, item: &str, points: &str) -> AdjustRequest {
    AdjustRequest {
        entry: entry.to_owned(),
        kind: AdjustmentKind::Deduction,
        item: item.to_owned(),
        points: points.to_owned(),
        reason: "汇报超时 0:24（限时 8:00）".to_owned(),
        sure: false,
    }
}

fn acts(app: &App, event: &str) -> usize {
    app.log(&organiser(), Some(event), 1000).expect("the log").len()
}

#[test]
fn an_order_that_is_drawn_is_worked_out_again_by_anybody() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        for typed in ["", "12a", "一二", "1234567890", "-1"] {
            let refused = app.draw_order(&organiser(), &event, &lots(0, typed, ""));
            assert_eq!(refused_as::<_, CallFault>(refused), CallFault::Digits, "{typed}");
        }
        for actor in [staff(Role::Official), staff(Role::Teller), Actor::judge(&event, "j1")] {
            let refused = app.draw_order(&actor, &event, &lots(0, "1", ""));
            assert!(matches!(refusal(&refused), Some(Forbidden { .. })), "{actor:?}");
        }
        draws(&app, &event);
        let drawn = view(&app, &event).reporting.order.expect("an order");
        assert_eq!((drawn.typed.as_str(), drawn.is_drawn, drawn.head.len()), ("4827", true, 64));

        // by what the page says, and nothing of the program's own
        let hash = |text: String| hex::encode(Sha256::digest(text));
        let seed = hash(format!("guanmo-draw/1\n{}\n4827\n", drawn.head));
        assert_eq!(drawn.seed, seed);
        let mut all = ["A", "B", "C"].map(str::to_owned).to_vec();
        all.sort_by_key(|id| hash(format!("{seed}\n{id}")));
        assert_eq!(order(&app, &event), all);

        // the log has all of it
        let log = app.log(&organiser(), Some(&event), 1).expect("the log");
        let payload = log[0].payload.clone().expect("a payload");
        assert_eq!(log[0].act, "draw-order");
        for word in [&drawn.head, &drawn.seed, "4827"] {
            assert!(payload.contains(word), "{payload}");
        }
        assert_sound(&app);
    });
}

#[test]
fn an_order_is_drawn_once_and_again_only_with_a_reason_and_the_one_before_stays_in_sight() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        draws(&app, &event);
        let first = view(&app, &event).reporting.order.expect("an order");
        let before = acts(&app, &event);
        // a second tablet that still shows none
        let refused = app.draw_order(&organiser(), &event, &lots(0, "1", "再来"));
        assert_eq!(refused_as::<_, CallFault>(refused), CallFault::OrderedMeanwhile);
        let refused = app.draw_order(&organiser(), &event, &lots(1, "1", "  "));
        assert_eq!(refused_as::<_, ReasonFault>(refused), ReasonFault::None);
        assert_eq!(acts(&app, &event), before);

        app.draw_order(&organiser(), &event, &lots(1, "4827", "报数的人听错了")).expect("drawn");
        let now = view(&app, &event);
        assert_eq!(now.earlier, std::slice::from_ref(&first));
        let second = now.reporting.order.expect("an order");
        assert_eq!(second.reason, "报数的人听错了");
        assert_ne!(second.seed, first.seed, "the log has grown, and the seed with it");
        assert!(database.tamper("UPDATE call_order SET entries = '[]'").is_err());
        assert!(database.tamper("DELETE FROM call_order").is_err());
        assert_sound(&app);
    });
}

#[test]
fn lots_from_a_box_are_entered_with_who_watched() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let by_hand = |turns: &[(&str, usize)], reason: &str, seen| ByHand {
            seen,
            turns: turns.iter().map(|(id, number)| ((*id).to_owned(), *number)).collect(),
            reason: reason.to_owned(),
        };
        let whole = [("A", 3), ("B", 1), ("C", 2)];
        for wrong in [&[("A", 1), ("B", 2)][..], &[("A", 1), ("B", 1), ("C", 2)], &[("A", 1), ("B", 2), ("Z", 3)]] {
            let refused = app.enter_order(&organiser(), &event, &by_hand(wrong, "纪检在场", 0));
            assert_eq!(refused_as::<_, CallFault>(refused), CallFault::NotAnOrder { count: 3 }, "{wrong:?}");
        }
        let refused = app.enter_order(&organiser(), &event, &by_hand(&whole, "", 0));
        assert_eq!(refused_as::<_, ReasonFault>(refused), ReasonFault::None);
        app.enter_order(&organiser(), &event, &by_hand(&whole, "纪检一席在场", 0)).expect("entered");
        assert_eq!(order(&app, &event), ["B", "C", "A"]);
        let entered = view(&app, &event).reporting.order.expect("an order");
        assert_eq!((entered.is_drawn, entered.reason.as_str()), (false, "纪检一席在场"));
    });
}

#[test]
fn where_tracks_are_ranked_apart_each_has_lots_of_its_own() {
    on_each(|database| {
        let app = database.app();
        let plain = empty_event(&app);
        let apart = |seen| Lots { by_track: true, ..lots(seen, "7", "") };
        let refused = app.draw_order(&organiser(), &plain, &apart(0));
        assert_eq!(refused_as::<_, CallFault>(refused), CallFault::OneRanking);

        let folder = Folder::sound();
        folder.remove("scores.csv");
        folder.append("scoring-rules.toml", "\n[ranking]\nby_track = true\n");
        folder.write("entries.csv", "entry,name,unit,order,track\nA,甲,甲镇,1,镇\nB,乙,乙局,2,部门\nC,丙,丙镇,3,镇\n");
        let event = import(&app, &folder);
        app.draw_order(&organiser(), &event, &apart(0)).expect("drawn");
        let drawn = order(&app, &event);
        assert_eq!(drawn[2], "B", "the track that is listed first comes first: {drawn:?}");
        assert!(view(&app, &event).reporting.order.expect("an order").by_track);
    });
}

#[test]
fn the_clock_is_the_servers_and_goes_on_where_it_was_after_a_restart() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        draws(&app, &event);
        let entry = calls(&app, &event);
        assert_eq!(current(&app, &event).pace, Pace::Waiting);
        passes(&app, 100);
        assert_eq!(current(&app, &event).used, 0, "nobody has begun");
        presses(&app, &event, Press::Start);
        passes(&app, 60);
        presses(&app, &event, Press::Pause);
        passes(&app, 600);
        assert_eq!((current(&app, &event).used, current(&app, &event).pace), (60, Pace::Paused));
        presses(&app, &event, Press::Resume);
        passes(&app, 30);
        assert_eq!(current(&app, &event).used, 90);

        // started again in the middle of it
        let now = app.clock().clone();
        drop(app);
        let app = App::open(&database.url, now).expect("the database opens");
        passes(&app, 10);
        let turn = current(&app, &event);
        assert_eq!((turn.used, turn.pace, turn.entry.as_str()), (100, Pace::Running, entry.as_str()));
        presses(&app, &event, Press::End);
        passes(&app, 1000);
        let turn = current(&app, &event);
        assert_eq!((turn.used, turn.pace), (100, Pace::Ended));
        let slot = view(&app, &event).reporting.slots.into_iter().find(|slot| slot.entry == entry).expect("a slot");
        assert_eq!(slot.used, Some((100, 480)));
        assert!(view(&app, &event).overtimes.is_empty());
        // a clock that was put back takes nothing away
        let entry = calls(&app, &event);
        presses(&app, &event, Press::Start);
        app.clock().advance(TimeDelta::seconds(-50));
        presses(&app, &event, Press::End);
        assert_eq!((current(&app, &event).used, current(&app, &event).entry), (0, entry));
        assert_sound(&app);
    });
}

#[test]
fn a_double_press_and_a_second_tablet_skip_nothing() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        draws(&app, &event);
        let at = view(&app, &event).stamp;
        let first = calls(&app, &event);
        let before = acts(&app, &event);
        // the same button once more, as it was
        let again = Next { at, entry: first.clone(), reason: String::new() };
        assert_eq!(refused_as::<_, CallFault>(app.call_next(&organiser(), &event, &again)), CallFault::Moved);
        let at = view(&app, &event).stamp;
        app.press(&organiser(), &event, Press::Start, &at).expect("started");
        for press in Press::ALL {
            let refused = app.press(&organiser(), &event, press, &at);
            assert_eq!(refused_as::<_, CallFault>(refused), CallFault::Moved, "{press:?}");
        }
        // buttons that this state does not have
        let at = view(&app, &event).stamp;
        for press in [Press::Start, Press::Resume] {
            let refused = app.press(&organiser(), &event, press, &at);
            assert_eq!(refused_as::<_, CallFault>(refused), CallFault::Moved, "{press:?}");
        }
        let other = order(&app, &event)[1].clone();
        let next = Next { at, entry: other, reason: "先来".to_owned() };
        let refused = refused_as::<_, CallFault>(app.call_next(&organiser(), &event, &next));
        assert!(matches!(refused, CallFault::Running(_)), "{refused:?}");
        let refused = refused_as::<_, CallFault>(app.draw_order(&organiser(), &event, &lots(1, "1", "重抽")));
        assert!(matches!(refused, CallFault::Running(_)), "{refused:?}");
        assert_eq!(acts(&app, &event), before + 1, "the start");
        assert_eq!(current(&app, &event).entry, first);
    });
}

#[test]
fn each_reports_once_in_the_order_and_out_of_it_only_with_a_reason() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let at = view(&app, &event).stamp;
        let none = Next { at, entry: "A".to_owned(), reason: String::new() };
        assert_eq!(refused_as::<_, CallFault>(app.call_next(&organiser(), &event, &none)), CallFault::NoOrder);
        draws(&app, &event);
        let all = order(&app, &event);
        let next = |entry: &str, reason: &str| {
            let at = view(&app, &event).stamp;
            app.call_next(&organiser(), &event, &Next { at, entry: entry.to_owned(), reason: reason.to_owned() })
        };
        assert_eq!(refused_as::<_, ReasonFault>(next(&all[1], "")), ReasonFault::None);
        assert_eq!(calls(&app, &event), all[0]);
        // whoever is called up is not there
        assert_eq!(refused_as::<_, ReasonFault>(next(&all[1], " ")), ReasonFault::None);
        next(&all[1], "没有到场").expect("called up");
        presses(&app, &event, Press::Start);
        presses(&app, &event, Press::End);
        let refused = refused_as::<_, CallFault>(next(&all[1], "再来"));
        assert!(matches!(refused, CallFault::Reported(_)), "{refused:?}");
        assert!(matches!(refused_as::<_, CallFault>(next("Z", "再来")), CallFault::Unlisted(_)));
        // the one who was not there comes next
        assert_eq!(reports(&app, &event, 60), all[0]);
        assert_eq!(reports(&app, &event, 60), all[2]);
        assert_eq!(view(&app, &event).reporting.next, None);
        assert_sound(&app);
    });
}

#[test]
fn an_entry_that_has_withdrawn_is_not_called_up() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        draws(&app, &event);
        let all = order(&app, &event);
        withdraws(&app, &event, &all[0]);
        let shown = view(&app, &event).reporting;
        assert!(shown.slots[0].withdrawn && shown.next == Some(1));
        let at = view(&app, &event).stamp;
        let gone = Next { at, entry: all[0].clone(), reason: "让他来".to_owned() };
        let refused = refused_as::<_, CallFault>(app.call_next(&organiser(), &event, &gone));
        assert!(matches!(refused, CallFault::Withdrawn(_)), "{refused:?}");
        assert_eq!(calls(&app, &event), all[1]);
        // who is back is called up again, at their own place
        let change = DayChange::Readmit { entry: all[0].clone() };
        let version = app.preview_day(&organiser(), &event, &change).expect("a preview").version;
        app.change_day(&organiser(), &event, &change, version, "误登").expect("readmitted");
        assert_eq!(view(&app, &event).reporting.next, Some(0));
    });
}

#[test]
fn a_report_that_is_too_long_is_a_proposal_of_which_one_adjustment_comes() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        draws(&app, &event);
        // to the second: eight minutes are eight minutes
        reports(&app, &event, 480);
        assert!(view(&app, &event).overtimes.is_empty());
        let entry = calls(&app, &event);
        presses(&app, &event, Press::Start);
        passes(&app, 504);
        assert_eq!(current(&app, &event).over(), 24);
        assert!(view(&app, &event).overtimes.is_empty(), "it has not ended");
        presses(&app, &event, Press::End);
        let over = view(&app, &event).overtimes;
        assert_eq!((over.len(), over[0].used, over[0].limit, &over[0].entry), (1, 504, 480, &entry));
        assert_eq!(over[0].said(), "汇报超时 0:24（限时 8:00）");
        assert_eq!(app.desk(&organiser(), &event).expect("a desk").overtimes, 1);
        assert!(view(&app, &event).reporting.proposed);

        let number = over[0].number;
        let deduct = |entry: &str, kind: AdjustmentKind| {
            let request = AdjustRequest { kind, ..deduction(entry, "汇报超时", "0.5") };
            app.deduct_overtime(&organiser(), &event, number, &request, None)
        };
        let other = if entry == "A" { "B" } else { "A" };
        let before = acts(&app, &event);
        let refused = refused_as::<_, CallFault>(deduct(other, AdjustmentKind::Deduction));
        assert_eq!(refused, CallFault::AnotherEntry);
        assert_eq!(refused_as::<_, CallFault>(deduct(&entry, AdjustmentKind::Bonus)), CallFault::NoDeduction);
        assert_eq!(acts(&app, &event), before, "nothing was entered");
        deduct(&entry, AdjustmentKind::Deduction).expect("deducted");
        assert_eq!(refused_as::<_, CallFault>(deduct(&entry, AdjustmentKind::Deduction)), CallFault::NotOpen);
        let waived = app.waive_overtime(&organiser(), &event, number, "领导插话");
        assert_eq!(refused_as::<_, CallFault>(waived), CallFault::NotOpen);

        let entered = app.entered(&organiser(), &event).expect("entered").adjustments;
        assert_eq!(entered.len(), 1);
        assert_eq!((entered[0].entry.as_str(), entered[0].word.as_str()), (entry.as_str(), "deduction"));
        let decided = Some(Decided::Deducted { points: "0.5".to_owned(), withdrawn: false });
        assert_eq!(view(&app, &event).overtimes[0].decided, decided);
        assert_eq!(app.desk(&organiser(), &event).expect("a desk").overtimes, 0);
        let log = app.log(&organiser(), Some(&event), 1).expect("the log");
        assert!(log[0].act == "adjust" && log[0].payload.as_ref().is_some_and(|told| told.contains("\"overtime\":")));

        // the report is not begun again over a deduction that stands
        let redo = |reason: &str| app.redo_turn(&organiser(), &event, &view(&app, &event).stamp, reason);
        assert_eq!(refused_as::<_, CallFault>(redo("话筒无声")), CallFault::Deducted);
        app.withdraw(&organiser(), &event, Kind::Adjustment, 0, "话筒无声").expect("taken back");
        let decided = Some(Decided::Deducted { points: "0.5".to_owned(), withdrawn: true });
        assert_eq!(view(&app, &event).overtimes[0].decided, decided);
        redo("话筒无声").expect("begun again");
        assert_eq!(current(&app, &event).pace, Pace::Waiting);
        assert!(database.tamper("UPDATE overtime SET outcome = NULL").is_err());
        assert_sound(&app);
    });
}

#[test]
fn a_report_is_begun_again_with_a_reason_and_what_was_over_goes_with_it() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        draws(&app, &event);
        let entry = reports(&app, &event, 500);
        let redo = |reason: &str| app.redo_turn(&organiser(), &event, &view(&app, &event).stamp, reason);
        assert_eq!(refused_as::<_, ReasonFault>(redo("")), ReasonFault::None);
        redo("投影断电").expect("begun again");
        assert_eq!(refused_as::<_, CallFault>(redo("再来")), CallFault::Moved, "it waits already");
        let shown = view(&app, &event);
        assert_eq!(shown.overtimes[0].decided, Some(Decided::Undone));
        assert_eq!(shown.undecided(), 0);
        let turn = shown.reporting.current.expect("called up");
        assert_eq!((turn.entry, turn.pace, turn.used), (entry, Pace::Waiting, 0));
        presses(&app, &event, Press::Start);
        passes(&app, 30);
        redo("又断电").expect("begun again in the middle of it");
        assert_eq!(current(&app, &event).used, 0);
        assert_sound(&app);
    });
}

#[test]
fn where_the_rules_have_no_such_item_nothing_is_taken_off_and_the_proposal_stays() {
    on_each(|database| {
        let app = database.app();
        let folder = Folder::sound();
        folder.append("scoring-rules.toml", "\n[[adjustments.item]]\nid = \"award\"\nname = \"表彰\"\ncap = 2\n");
        let event = import(&app, &folder);
        draws(&app, &event);
        let entry = reports(&app, &event, 504);
        let number = view(&app, &event).overtimes[0].number;
        let request = deduction(&entry, "汇报超时", "0.5");
        let refused = app.deduct_overtime(&organiser(), &event, number, &request, None);
        assert!(matches!(refusal(&refused), Some(HandFault::UnknownItem { .. })), "{refused:?}");
        assert_eq!(view(&app, &event).undecided(), 1);
        assert_eq!(
            refused_as::<_, ReasonFault>(app.waive_overtime(&organiser(), &event, number, " ")),
            ReasonFault::None
        );
        app.waive_overtime(&organiser(), &event, number, "规则没有这一项").expect("waived");
        let shown = view(&app, &event);
        assert_eq!((shown.undecided(), shown.overtimes[0].decided.clone()), (0, Some(Decided::Waived)));
        assert_eq!(shown.overtimes[0].reason, "规则没有这一项");
    });
}

#[test]
fn what_was_not_decided_before_the_close_is_decided_after_it_and_nothing_else_is_pressed() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &Folder::sound());
        ask_for_no_signature(&app, &event);
        draws(&app, &event);
        let entry = reports(&app, &event, 504);
        app.close(&organiser(), &event, None).expect("closed");
        let shown = view(&app, &event);
        assert_eq!(shown.undecided(), 1);
        // whoever signs is told
        let told = || fact(&app, &event, FactWord::Overtime).lines;
        assert!(told()[0].ends_with("汇报超时 0:24（限时 8:00）：没有决定是否扣分"), "{:?}", told());
        let next = Next { at: shown.stamp.clone(), entry: "A".to_owned(), reason: "迟到".to_owned() };
        let refused = [
            app.call_next(&organiser(), &event, &next),
            app.press(&organiser(), &event, Press::Start, &shown.stamp),
            app.redo_turn(&organiser(), &event, &shown.stamp, "重来"),
            app.draw_order(&organiser(), &event, &lots(1, "1", "重抽")),
        ];
        for refused in refused {
            assert!(matches!(refusal(&refused), Some(WrongState { .. })), "{refused:?}");
        }
        app.deduct_overtime(
            &organiser(),
            &event,
            shown.overtimes[0].number,
            &deduction(&entry, "汇报超时", "0.5"),
            None,
        )
        .expect("deducted");
        assert_eq!(app.signing(&organiser(), &event).expect("the page").result.expect("a result").number, 2);
        assert!(told()[0].ends_with("登记扣 0.5 分"), "{:?}", told());
        assert_sound(&app);
    });
}

#[test]
fn times_are_set_within_bounds_and_whoever_was_called_up_keeps_theirs() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let set = |limit: &str, bell: &str, component: &str| {
            let new =
                NewCallSettings { limit: limit.to_owned(), bell: bell.to_owned(), component: component.to_owned() };
            app.set_calls(&organiser(), &event, &new)
        };
        let shown = view(&app, &event);
        assert_eq!((shown.reporting.limit, shown.bell), (480, 60));
        for limit in ["", "0:59", "60:01", "八分", "1:60", "-1"] {
            let refused = refused_as::<_, CallFault>(set(limit, "0", "visit"));
            assert!(matches!(refused, CallFault::Limit { .. }), "{limit}: {refused:?}");
        }
        for bell in ["", "6:00", "7", "x"] {
            let refused = refused_as::<_, CallFault>(set("6:00", bell, "visit"));
            assert!(matches!(refused, CallFault::Bell { .. }), "{bell}: {refused:?}");
        }
        let refused = refused_as::<_, CallFault>(set("6:00", "1:00", "daily"));
        assert_eq!(refused, CallFault::Component { found: "daily".to_owned() }, "no judge gives marks in it");
        draws(&app, &event);
        calls(&app, &event);
        set(" ６：３０", "0:30", "visit").expect("set");
        assert_eq!((current(&app, &event).limit, current(&app, &event).bell), (480, 60));
        presses(&app, &event, Press::Start);
        presses(&app, &event, Press::End);
        calls(&app, &event);
        assert_eq!((current(&app, &event).limit, current(&app, &event).bell), (390, 30));
    });
}

#[test]
fn an_event_in_which_no_judge_gives_marks_has_nothing_to_report() {
    on_each(|database| {
        let app = database.app();
        let folder = Folder::sound();
        folder.remove("scores.csv");
        folder.write("judges.csv", "judge,name,unit,group\n");
        folder.write(
            "scoring-rules.toml",
            "schema = 1\ntitle = \"只有考核\"\n\n[[component]]\nid = \"daily\"\nkind = \"measure\"\nweight = 1\nmax = 100\n",
        );
        let read = folder::read_dir(folder.path(), None);
        let Ok(read) = read else { panic!("a sound folder: {:?}", read.err()) };
        let event =
            app.import(&organiser(), read, guanmo::app::setup::folder_io::ImportOptions::default()).expect("made");
        let shown = view(&app, &event);
        assert_eq!((shown.parts.len(), shown.reporting.component), (0, None));
        let refused = app.draw_order(&organiser(), &event, &lots(0, "1", ""));
        assert_eq!(refused_as::<_, CallFault>(refused), CallFault::NothingToReport);
    });
}
