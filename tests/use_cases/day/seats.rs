//! Judges who are replaced: the seat goes on, or a new one takes over what is left.

use guanmo::app::act::actor::Actor;
use guanmo::app::desk::day::{DayChange, DayFault, Substitute};
use guanmo::app::desk::overview::ExcludeRequest;
use guanmo::app::error::Already;
use guanmo::app::error::NotFound;
use guanmo::app::event::wire::{Expected, Outcome};
use guanmo::app::people::link::LinkNotGood;
use guanmo::scoring::event::ExclusionKind;

use super::{agrees, cards, fault, folder, full, make, preview, scores, standings};
use crate::support::database::on_each;
use crate::support::desk::{fact, import, organiser};
use crate::support::fault::refusal;
use crate::support::tablet::Tablet;
use guanmo::app::result::facts::FactWord;

pub fn with(change: fn(Substitute) -> DayChange, judge: &str, name: &str) -> DayChange {
    change(Substitute { judge: judge.into(), name: name.into(), unit: "组织部".into() })
}

#[test]
fn a_seat_goes_on_with_another_person_and_the_first_ones_tablet_is_out_at_once() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &folder());
        let first = app.mint_links(&organiser(), &event).expect("links").links.remove(0);
        let session = app.sign_in_with_link(&first.token).expect("signed in");
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        app.arrive(&organiser(), &event, "A").expect("arrived");
        assert_eq!(scores(&mut tablet, "visit", "A"), Outcome::Recorded);
        let before = standings(&app, &event);
        let change = with(DayChange::Pass, "j1", "替补一席");
        let shown = preview(&app, &event, &change);
        assert_eq!((shown.cards[0].before, shown.cards[0].after), ((64, 1), (64, 1)));
        assert!(shown.notes[0].contains("已交的评分卡 1 张"), "{:?}", shown.notes);
        assert!(shown.notes.iter().any(|note| note.contains("未送达")), "what is on the tablet is spoken of");
        let link = make(&app, &event, &change).expect("a link");
        assert_eq!((link.judge.as_str(), link.name.as_str()), ("j1", "替补一席"));
        assert!(app.session(&session.token).expect("an answer").is_none(), "the session has ended");
        let told = app.why_ended(&session.token).expect("an answer").expect("a sentence");
        assert!(told.contains("本席换人"), "{told}");
        // whoever comes in sees the cards of the seat, and nobody else was asked: the signers and the seat are told
        let links = fact(&app, &event, FactWord::Reason);
        assert!(links.count == 1 && links.lines[0].contains("同席换人："), "{links:?}");
        assert!(matches!(refusal(&app.sign_in_with_link(&first.token)), Some(LinkNotGood)));
        let new = app.sign_in_with_link(&link.token).expect("signed in");
        assert_eq!((new.session.name.as_str(), &new.session.actor), ("替补一席", &Actor::judge(&event, "j1")));
        let view = app.judge_view(&new.session.actor).expect("a view");
        assert_eq!(view.judge_name, "替补一席");
        assert_eq!(scores(&mut tablet, "visit", "A"), Outcome::Recorded, "the seat's journal is the seat's");
        assert_eq!(agrees(&app, &event).blockers, before.blockers);
        for name in ["", " ", &"长".repeat(61), "换\n行"] {
            assert!(matches!(fault(&app, &event, &with(DayChange::Pass, "j1", name)).fault(), Some(DayFault::BadName)));
        }
        assert!(matches!(fault(&app, &event, &with(DayChange::Pass, "j9", "谁")).fault(), Some(NotFound { .. })));
    });
}

#[test]
fn a_new_seat_owes_what_the_first_judge_has_not_handed_in_and_nothing_else() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &folder());
        app.exclude(
            &organiser(),
            &event,
            &ExcludeRequest {
                judge: "j1".into(),
                component: None,
                entry: Some("D".into()),
                kind: ExclusionKind::Recused,
                reason: "本单位".into(),
            },
        )
        .expect("recused");
        let links = app.mint_links(&organiser(), &event).expect("links").links;
        let session = app.sign_in_with_link(&links[0].token).expect("signed in");
        let mut old = Tablet::signing(&app, &event, "j1", "t1");
        for entry in ["A", "B"] {
            app.arrive(&organiser(), &event, entry).expect("arrived");
        }
        assert_eq!(scores(&mut old, "visit", "A"), Outcome::Recorded);
        let due = cards(&app, &event);
        let change = with(DayChange::Replace, "j1", "替补一席");
        let shown = preview(&app, &event, &change);
        assert_eq!((shown.cards[0].before, shown.cards[0].after), (due, due), "as many cards as before");
        assert!(shown.notes[0].contains("已交的 1 张") && shown.notes[0].contains("未交的 6 张"), "{:?}", shown.notes);
        // typed on the old tablet and not sent yet
        let correction = old.op("visit", "A", old.card("visit", "A").op.as_deref(), &[("effect", "60")]);
        let unsent = old.op("visit", "B", None, &[("effect", "70")]);
        let link = make(&app, &event, &change).expect("a link");
        assert_eq!((link.judge.as_str(), link.name.as_str()), ("j1-2", "替补一席"));
        assert!(app.session(&session.token).expect("an answer").is_none());
        assert_eq!(cards(&app, &event), due);
        agrees(&app, &event);

        let mut new = Tablet::new(&app, &event, "j1-2", "t2");
        let expected = |component: &str, entry: &str| new.card(component, entry).expected;
        assert_eq!(expected("visit", "A"), Expected::Absent, "that card is the first judge's");
        assert_eq!((expected("visit", "B"), expected("hear", "A")), (Expected::Due, Expected::Due));
        assert_eq!(expected("visit", "D"), Expected::Absent, "who was recused was due of nothing there");
        assert_eq!(scores(&mut new, "visit", "B"), Outcome::Recorded);
        // what the old tablet still has comes in as a file: a correction counts, the new seat's part does not
        let file = old.file(&event, &[correction, unsent]);
        let taken = app.take_journal(&organiser(), &event, &file).expect("taken");
        assert_eq!(taken.counts, [(Outcome::Recorded, 1), (Outcome::Excluded, 1)]);
        assert_eq!(old.card("visit", "A").marks["effect"], "60");
        agrees(&app, &event);
        assert!(matches!(fault(&app, &event, &change).fault(), Some(Already { .. })));
        // the next links are for those who still score
        let minted = app.mint_links(&organiser(), &event).expect("links");
        let judges: Vec<_> = minted.links.into_iter().map(|link| link.judge).collect();
        assert_eq!(
            (judges, minted.left),
            (["j2", "j3", "j4", "k1", "k2"].map(str::to_owned).to_vec(), vec!["替补一席".to_owned()])
        );
        // and the substitute may be replaced, too
        assert_eq!(make(&app, &event, &with(DayChange::Replace, "j1-2", "再替补")).expect("a link").judge, "j1-2-2");
        assert_eq!(cards(&app, &event).0, due.0);
        agrees(&app, &event);
    });
}

#[test]
fn a_ballot_stays_or_goes_as_a_whole_and_an_entry_that_comes_back_has_its_judge() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &full());
        assert!(matches!(fault(&app, &event, &with(DayChange::Replace, "j1", "替补")).fault(), Some(DayFault::AllIn)));
        let folder = full();
        let scores_file = std::fs::read_to_string(folder.path().join("scores.csv")).expect("scores");
        let kept = scores_file.lines().filter(|line| !line.starts_with("j1,hear,C") && !line.starts_with("j1,visit,D"));
        folder.write("scores.csv", kept.collect::<Vec<_>>().join("\n") + "\n");
        let event = import(&app, &folder);
        make(&app, &event, &DayChange::Withdraw { entry: "D".into() });
        make(&app, &event, &with(DayChange::Replace, "j1", "替补"));
        let new = Tablet::new(&app, &event, "j1-2", "t2");
        assert_eq!(new.card("vote", "").expected, Expected::Absent);
        assert_eq!(new.card("hear", "C").expected, Expected::Due);
        make(&app, &event, &DayChange::Readmit { entry: "D".into() });
        assert_eq!(new.card("visit", "D").expected, Expected::Due);
        assert_eq!(cards(&app, &event), (64, 62));
        let report = agrees(&app, &event);
        let owed: Vec<_> = report.blockers.iter().filter_map(|b| b.judge.as_deref()).collect();
        assert_eq!(owed, ["j1-2", "j1-2"]);
    });
}
