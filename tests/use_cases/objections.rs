//! Objections: who may hand one in, what becomes of it, and what nobody else reads.

use chrono::TimeDelta;
use guanmo::app::act::actor::{Actor, Role};
use guanmo::app::act::permission::Forbidden;
use guanmo::app::act::reason::ReasonFault;
use guanmo::app::act::second::{Matter, SecondFault};
use guanmo::app::act::state::WrongState;
use guanmo::app::error::NotFound;
use guanmo::app::event::view::EventState;
use guanmo::app::result::objection::{Closing, MOST, NewObjection, ObjectionFault};
use guanmo::app::result::signing_fault::SigningFault;
use guanmo::app::{App, AppError};

use crate::support::database::on_each;
use crate::support::desk::{ask_for_no_signature, import, organiser, publish, second_organiser, staff};
use crate::support::fault::{refusal, refused_as};
use crate::support::folder::Folder;

/// A published event that asks for no signature, put up for five days.
pub fn published(app: &App) -> String {
    let event = import(app, &Folder::sound());
    ask_for_no_signature(app, &event);
    app.close(&organiser(), &event, None).expect("closed");
    publish(app, &event).expect("published");
    event
}

fn new(text: &str) -> NewObjection {
    NewObjection {
        name: "某村村委会".to_owned(),
        unit: "乙镇".to_owned(),
        contact: "0513-00000000".to_owned(),
        entry: "B".to_owned(),
        text: text.to_owned(),
    }
}

fn fault(answer: Result<impl std::fmt::Debug, AppError>) -> ObjectionFault {
    refused_as(answer)
}

fn close(upheld: bool, note: &str) -> Closing {
    Closing { upheld, reason: "经复核，计算无误".to_owned(), note: note.to_owned() }
}

#[test]
fn an_objection_is_received_answered_and_closed_on_record_and_its_receipt_shows_it() {
    on_each(|database| {
        let app = database.app();
        let event = published(&app);
        let handed = app.object(&event, new("乙镇的得分少计一项\r\n见附件")).expect("taken");
        assert_eq!((handed.number, handed.receipt.reveal().len()), (1, 19));
        assert!(!format!("{handed:?}").contains(handed.receipt.reveal()));
        let typed = handed.receipt.reveal().to_uppercase().replace('-', " ");
        let own = app.own_objection(&event, &typed).expect("found, however it is typed");
        assert!(own.answer.is_none() && own.closed.is_none());
        for wrong in ["", "0000-0000-0000-0000", "短", &handed.receipt.reveal()[1..]] {
            assert_eq!(fault(app.own_objection(&event, wrong)), ObjectionFault::NoReceipt, "{wrong}");
        }
        let rows = app.objections(&organiser(), &event).expect("the list").rows;
        assert_eq!((rows[0].text.as_str(), rows[0].result), ("乙镇的得分少计一项\n见附件", 1));
        assert_ne!(rows[0].token_sha256, handed.receipt.reveal());

        let early = app.close_objection(&organiser(), &event, 1, &close(false, ""));
        assert_eq!(fault(early), ObjectionFault::NotAnswered(1));
        app.answer_objection(&organiser(), &event, 1, "正在复核").expect("answered");
        app.answer_objection(&second_organiser(), &event, 1, "已复核，见结论").expect("answered anew");
        let none = Closing { reason: " ".to_owned(), ..close(false, "") };
        let unreasoned = app.close_objection(&organiser(), &event, 1, &none);
        assert!(matches!(refusal(&unreasoned), Some(ReasonFault::None)));
        app.close_objection(&organiser(), &event, 1, &close(false, "已复核")).expect("closed");
        assert_eq!(fault(app.answer_objection(&organiser(), &event, 1, "再说")), ObjectionFault::Closed(1));
        assert_eq!(fault(app.close_objection(&organiser(), &event, 1, &close(true, ""))), ObjectionFault::Closed(1));
        let own = app.own_objection(&event, handed.receipt.reveal()).expect("found");
        assert_eq!(own.answer.expect("an answer").0, "已复核，见结论");
        assert!(matches!(own.closed, Some((false, reason, _)) if reason.contains("计算无误")));

        let notice = app.notice(&event).expect("a notice");
        assert_eq!((notice.objections.received, notice.objections.closed, notice.objections.upheld), (1, 1, 0));
        assert_eq!(notice.notes, [(1, "已复核".to_owned())]);
        let rows = app.log(&organiser(), Some(&event), 50).expect("the log");
        for act in ["object", "answer-objection", "close-objection"] {
            assert!(rows.iter().any(|row| row.act == act && row.subject.contains("objection:1")), "{act}");
        }
        for row in rows.iter().filter(|row| row.act == "object") {
            let payload = row.payload.as_ref().expect("a payload");
            assert!(!["某村", "0513", "少计"].iter().any(|word| payload.contains(word)), "{payload}");
        }
        for sql in [
            "DELETE FROM objection",
            "UPDATE objection SET text = 'x'",
            "UPDATE objection SET upheld = NULL",
            "UPDATE objection SET answer = 'x'",
        ] {
            assert!(database.tamper(sql).is_err(), "{sql}");
        }
    });
}

#[test]
fn what_cannot_be_taken_is_refused_with_what_is_wrong_and_nothing_is_kept() {
    on_each(|database| {
        let app = database.app();
        let event = published(&app);
        let acts = || app.log(&organiser(), Some(&event), 100).expect("the log").len();
        let before = acts();
        let cases = [
            (NewObjection { text: " \n ".to_owned(), ..new("") }, "请填写异议内容"),
            (NewObjection { name: String::new(), ..new("少计") }, "请填写姓名或单位名称"),
            (NewObjection { contact: " ".to_owned(), ..new("少计") }, "请填写联系方式"),
            (new(&"长".repeat(2001)), "最多 2000 字，现有 2001 字"),
            (NewObjection { unit: "长".repeat(101), ..new("少计") }, "最多 100 字"),
            (new("少计\u{7}"), "控制字符"),
            (new("少计\u{202e}误"), "控制字符"),
            (NewObjection { name: "张\n李".to_owned(), ..new("少计") }, "控制字符"),
            (NewObjection { entry: "Z".to_owned(), ..new("少计") }, "没有编号为“Z”"),
        ];
        for (odd, sentence) in cases {
            let refused = app.object(&event, odd).expect_err("refused");
            assert!(refused.to_string().contains(sentence), "{refused}");
        }
        let nothing = import(&app, &Folder::sound());
        assert!(matches!(refusal(&app.object(&nothing, new("少计"))), Some(NotFound { .. })));
        assert!(matches!(refusal(&app.object("none", new("少计"))), Some(NotFound { .. })));
        assert_eq!(acts(), before);
        assert!(app.objections(&organiser(), &event).expect("the list").rows.is_empty());
        for actor in
            [staff(Role::Official), staff(Role::Teller), staff(Role::Administrator), Actor::judge(&event, "j1")]
        {
            assert!(matches!(refusal(&app.objections(&actor, &event)), Some(Forbidden { .. })), "{actor:?}");
            let answer = app.answer_objection(&actor, &event, 1, "x");
            assert!(matches!(refusal(&answer), Some(Forbidden { .. })), "{actor:?}");
        }
    });
}

#[test]
fn without_a_name_only_where_the_event_said_so_before_its_close() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &Folder::sound());
        ask_for_no_signature(&app, &event);
        app.set_objections(&organiser(), &event, false).expect("set");
        app.close(&organiser(), &event, None).expect("closed");
        assert!(matches!(refusal(&app.set_objections(&organiser(), &event, true)), Some(WrongState { .. })));
        publish(&app, &event).expect("published");
        let bare = NewObjection { text: "少计一项".to_owned(), ..NewObjection::default() };
        app.object(&event, bare).expect("taken without a name");
    });
}

#[test]
fn when_the_period_is_over_or_the_event_open_again_no_more_are_taken_and_the_archive_waits_for_those_that_are_open() {
    on_each(|database| {
        let app = database.app();
        let event = published(&app);
        let early = app.archive(&organiser(), &event);
        assert!(matches!(refusal(&early), Some(SigningFault::PutUp(_))), "{early:?}");
        let handed = app.object(&event, new("少计一项")).expect("taken");
        app.clock().advance(TimeDelta::days(5) - TimeDelta::microseconds(1));
        app.object(&event, new("最后一刻")).expect("taken in the last moment");
        app.clock().advance(TimeDelta::microseconds(1));
        let late = fault(app.object(&event, new("迟了")));
        assert!(
            matches!(late, ObjectionFault::Over(_)) && late.to_string().contains("公示期已于 2023-12-28 08:00 结束"),
            "{late}"
        );
        assert!(app.own_objection(&event, handed.receipt.reveal()).is_ok(), "the receipt stays good");
        assert_eq!(fault(app.archive(&organiser(), &event)), ObjectionFault::Open(2));
        for number in [1, 2] {
            app.answer_objection(&organiser(), &event, number, "已核").expect("answered");
        }
        app.close_objection(&organiser(), &event, 2, &close(false, "")).expect("closed");
        assert_eq!(fault(app.archive(&organiser(), &event)), ObjectionFault::Open(1));
        app.ask_reopening(&organiser(), &event, "第 1 号异议成立").expect("asked");
        app.decide_reopening(&second_organiser(), &event, true).expect("approved");
        assert_eq!(fault(app.object(&event, new("又一件"))), ObjectionFault::Reopened);
        app.close_objection(&organiser(), &event, 1, &close(true, "更正后再次公布"))
            .expect("also while it is open again");
        app.close(&organiser(), &event, None).expect("closed again");
        publish(&app, &event).expect("published again");
        assert_eq!(app.object(&event, new("对新结果")).expect("taken").number, 3);
        assert_eq!(app.objections(&organiser(), &event).expect("the list").rows[2].result, 2);
    });
}

#[test]
fn of_too_many_none_is_taken_any_more() {
    let database = crate::support::database::Database::file();
    let app = database.app();
    let event = published(&app);
    for number in 1..=MOST {
        assert_eq!(app.object(&event, new("重复")).expect("taken").number, number);
    }
    assert_eq!(fault(app.object(&event, new("重复"))), ObjectionFault::Full);
}

#[test]
fn what_is_archived_comes_back_with_a_reason_and_a_second_organiser() {
    on_each(|database| {
        let app = database.app();
        let event = published(&app);
        let state = || app.event(&organiser(), &event).expect("the event").state;
        app.clock().advance(TimeDelta::days(5));
        app.ask_reopening(&organiser(), &event, "先问问").expect("asked");
        let waiting = app.archive(&organiser(), &event);
        assert!(matches!(refusal(&waiting), Some(SecondFault::Pending(Matter::Reopening))), "{waiting:?}");
        app.decide_reopening(&organiser(), &event, false).expect("taken back");
        app.archive(&organiser(), &event).expect("archived");
        let fingerprint = app.notice(&event).expect("a notice").result.head.fingerprint;
        assert!(matches!(refusal(&app.ask_reopening(&organiser(), &event, "")), Some(ReasonFault::None)));
        app.ask_reopening(&organiser(), &event, "发现错误").expect("asked");
        let own = app.decide_reopening(&organiser(), &event, true);
        assert!(matches!(refusal(&own), Some(SecondFault::Own(Matter::Reopening))));
        assert_eq!(state(), EventState::Archived);
        app.decide_reopening(&second_organiser(), &event, true).expect("approved");
        assert_eq!(state(), EventState::Published);
        let notice = app.notice(&event).expect("a notice");
        assert!(!notice.archived && !notice.reopened && notice.result.head.fingerprint == fingerprint);
        assert!(matches!(fault(app.object(&event, new("迟了"))), ObjectionFault::Over(_)), "it is not put up anew");
        app.archive(&organiser(), &event).expect("archived again");
        let requests = app.signing(&organiser(), &event).expect("the page").reopenings;
        assert_eq!(requests.iter().map(|row| row.from_archive).collect::<Vec<_>>(), [false, true]);
    });
}
