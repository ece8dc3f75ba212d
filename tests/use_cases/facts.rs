//! What whoever signs has to know of: each thing that a suspicious colleague would ask about, with who did it and when.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use guanmo::app::App;
use guanmo::app::act::actor::Role;
use guanmo::app::desk::hand::AdjustRequest;
use guanmo::app::desk::overview::ExcludeRequest;
use guanmo::app::event::wire::Outcome;
use guanmo::app::result::facts::{Fact, FactWord};
use guanmo::scoring::event::{AdjustmentKind, ExclusionKind};

use crate::support::database::on_each;
use crate::support::desk::{decide_tie, empty_event, fact, import, organiser, second_organiser, staff};
use crate::support::folder::Folder;
use crate::support::tablet::Tablet;

fn all(app: &App, event: &str) -> BTreeMap<FactWord, Fact> {
    let facts = app.signing(&staff(Role::Inspector), event).expect("the page").facts;
    facts.into_iter().map(|(fact, _)| (fact.word, fact)).collect()
}

/// The words of which there is something.
fn found(facts: &BTreeMap<FactWord, Fact>) -> Vec<FactWord> {
    facts.values().filter(|fact| fact.count > 0).map(|fact| fact.word).collect()
}

fn excluded(kind: ExclusionKind, judge: &str, entry: &str, reason: &str) -> ExcludeRequest {
    let (judge, entry, reason) = (judge.to_owned(), Some(entry.to_owned()), reason.to_owned());
    ExcludeRequest { judge, component: Some("visit".to_owned()), entry, kind, reason }
}

#[test]
fn of_a_plain_day_there_is_little_to_know_and_what_there_is_none_of_is_said() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &Folder::sound());
        app.close(&organiser(), &event, None).expect("closed");
        let facts = all(&app, &event);
        assert_eq!(facts.len(), FactWord::ALL.len(), "each fact is told, whether there is any or not");
        assert_eq!(found(&facts), [FactWord::Folder, FactWord::Unconfirmed]);
        assert_eq!(facts[&FactWord::Folder].count, 9);
        assert_eq!(facts[&FactWord::Rules].lines, ["第 1 版，开放以后未变"]);
        assert_eq!(facts[&FactWord::Moved].lines, ["第 1 次封存"]);
    });
}

#[test]
fn each_thing_that_moved_the_result_is_told_with_who_did_it_and_why() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        // before the first card a recusal cannot have been meant for a mark
        app.exclude(&organiser(), &event, &excluded(ExclusionKind::Recused, "j2", "C", "亲属")).expect("recused");
        for judge in ["j1", "j2", "j3"] {
            let mut tablet = Tablet::new(&app, &event, judge, &format!("t-{judge}"));
            for entry in ["A", "B", "C"].into_iter().filter(|entry| (judge, *entry) != ("j2", "C")) {
                assert_eq!(tablet.outcome(entry, "45", "30"), Outcome::Recorded);
            }
        }
        assert_eq!(fact(&app, &event, FactWord::Excluded).count, 0);
        app.clock().advance(TimeDelta::minutes(1));
        app.exclude(&organiser(), &event, &excluded(ExclusionKind::Recused, "j1", "B", "同乡")).expect("recused");
        app.exclude(&organiser(), &event, &excluded(ExclusionKind::Void, "j2", "A", "走错了现场")).expect("void");
        app.open_provisional(&second_organiser(), &event, "主持词要用").expect("opened");
        let bonus = AdjustRequest {
            entry: "C".to_owned(),
            kind: AdjustmentKind::Bonus,
            item: "省级表彰".to_owned(),
            points: "2".to_owned(),
            reason: "文件在案".to_owned(),
            sure: true,
        };
        app.adjust(&second_organiser(), &event, &bonus, None).expect("entered");
        app.close(&organiser(), &event, Some("主席决定")).expect("closed");
        let first = all(&app, &event);
        let told = |word: FactWord| first[&word].lines.join("\n");
        assert_eq!(first[&FactWord::Excluded].count, 2, "{}", told(FactWord::Excluded));
        assert!(told(FactWord::Excluded).contains("同乡") && !told(FactWord::Excluded).contains("亲属"));
        assert_eq!(first[&FactWord::Void].count, 1);
        assert!(told(FactWord::Void).contains("走错了现场"), "{}", told(FactWord::Void));
        assert_eq!(first[&FactWord::Unsigned].count, 8, "{}", told(FactWord::Unsigned));
        assert!(
            told(FactWord::Provisional).starts_with("second") && told(FactWord::Provisional).contains("主持词要用")
        );
        assert!(told(FactWord::Adjusted).contains("丙镇 加 2 分"), "{}", told(FactWord::Adjusted));
        assert!(told(FactWord::Adjusted).contains("second") && told(FactWord::Adjusted).contains("文件在案"));

        // what is otherwise in the next result stands place by place, with what was done in between
        app.ask_reopening(&organiser(), &event, "更正一张卡").expect("asked");
        app.decide_reopening(&second_organiser(), &event, true).expect("approved");
        let mut tablet = Tablet::new(&app, &event, "j3", "t-j3");
        tablet.skip(3);
        let base = tablet.card("visit", "C").op;
        assert_eq!(tablet.submit("C", base.as_deref(), "10", "10").outcome, Outcome::Recorded);
        app.close(&organiser(), &event, Some("主席决定")).expect("closed again");
        let second = all(&app, &event);
        let moved = second[&FactWord::Moved].lines.join("\n");
        assert!(
            second[&FactWord::Moved].count > 0 && moved.contains("丙镇：") && moved.contains("第 1 次到第 2 次"),
            "{moved}"
        );
        let forced = second[&FactWord::Forced].lines.join("\n");
        assert!(forced.contains("organiser 申请、second 批准重新开放") && forced.contains("更正一张卡"), "{forced}");
        assert_ne!(
            first[&FactWord::Moved].digest,
            second[&FactWord::Moved].digest,
            "a tick on the first is none on this"
        );
    });
}

#[test]
fn an_order_among_those_who_share_a_place_is_told_with_both_people() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &Folder::tied());
        app.close(&organiser(), &event, None).expect("closed");
        decide_tie(&app, &event, &[("B", 1), ("A", 2)], "现场表决").expect("decided");
        let ties = fact(&app, &event, FactWord::Ties);
        assert_eq!(ties.count, 1);
        assert!(ties.lines[0].contains("乙镇 先于 甲镇"), "{ties:?}");
        assert!(
            ties.lines[0].contains("organiser 提议、second 批准") && ties.lines[0].contains("现场表决"),
            "{ties:?}"
        );
    });
}
