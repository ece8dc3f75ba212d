//! Walls: links, what is shown, and the announcement of a signed result, step by step.

use std::sync::Arc;

use guanmo::app::App;
use guanmo::app::act::actor::{Actor, Role};
use guanmo::app::act::permission::Forbidden;
use guanmo::app::act::secret::Secret;
use guanmo::app::act::state::WrongState;
use guanmo::app::event::signers::{ResultFrom, Signers};
use guanmo::app::event::view::EventState;
use guanmo::app::result::wall::sheet::{Hero, Rung, Sheet, Sum};
use guanmo::app::result::wall::steps::{LISTED, Step, Steps};
use guanmo::app::result::wall::{Announcement, Halted, Ready, Scene, Shown, WallFault};
use guanmo::folder;
use guanmo::scoring::result::{Figures, RankingRow, Report, Status};
use guanmo::scoring::rules::Rules;

use crate::support::database::{Database, on_each};
use crate::support::desk::{
    ask_for_no_signature, asking, assert_sound, import, organiser, publish, second_organiser, sign, staff,
};
use crate::support::dice::Dice;
use crate::support::fault::{refusal, refused_as};
use crate::support::folder::Folder;

/// A closed event whose organiser signs.
fn closed(database: &Database) -> (App, String) {
    let app = database.app();
    let event = import(&app, &Folder::sound());
    let signers = Signers::of(|role| usize::from(role == Role::Organiser));
    app.set_signing(&organiser(), &event, &asking(signers, ResultFrom::Signed), None).expect("set");
    app.close(&organiser(), &event, None).expect("closed");
    (app, event)
}

/// The same, signed.
fn signed(database: &Database) -> (App, String, Ready) {
    let (app, event) = closed(database);
    let result = app.signing(&organiser(), &event).expect("the page").result.expect("a result");
    sign(&app, &organiser(), &event, result.number, &result.fingerprint).expect("signed");
    let ready = ready(&app, &event).expect("it may be announced");
    (app, event, ready)
}

fn ready(app: &App, event: &str) -> Result<Ready, String> {
    app.wall_desk(&organiser(), event).expect("the page").ready
}

fn begin(app: &App, event: &str, ready: &Ready, from: Option<usize>) -> Result<(), guanmo::app::AppError> {
    app.begin_reveal(&organiser(), event, (ready.number, &ready.fingerprint), from)
}

fn under_way(app: &App, event: &str) -> Announcement {
    match app.wall(event).expect("a wall").shown {
        Shown::Reveal(announcement) => *announcement,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_link_leads_to_the_wall_of_its_event_until_it_is_ended() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &Folder::sound());
        let long = "名".repeat(31);
        for name in [long.as_str(), "两\n行"] {
            let refused = refused_as::<_, WallFault>(app.make_wall_link(&organiser(), &event, name));
            assert_eq!(refused, WallFault::Name);
        }
        for actor in [staff(Role::Official), staff(Role::Teller), Actor::judge(&event, "j1"), Actor::visitor()] {
            let made = app.make_wall_link(&actor, &event, "");
            assert!(matches!(refusal(&made), Some(Forbidden { .. })), "{actor:?}");
        }
        let first = app.make_wall_link(&organiser(), &event, " 主会场 ").expect("made");
        let second = app.make_wall_link(&organiser(), &event, "").expect("made");
        assert_eq!((first.number, first.name.as_str(), second.number), (1, "主会场", 2));
        assert_eq!(app.event_of_wall(&first.token).expect("a wall"), event);
        let guessed = app.event_of_wall(&Secret::new("guessed"));
        assert_eq!(refused_as::<_, WallFault>(guessed), WallFault::NoLink);

        app.end_wall_link(&organiser(), &event, 1).expect("ended");
        assert_eq!(refused_as::<_, WallFault>(app.event_of_wall(&first.token)), WallFault::NoLink);
        assert_eq!(app.event_of_wall(&second.token).expect("the other one stays"), event);
        let again = |number| refused_as::<_, WallFault>(app.end_wall_link(&organiser(), &event, number));
        assert_eq!((again(1), again(3)), (WallFault::LinkEnded, WallFault::NoSuchLink(3)));
        let links = app.wall_desk(&organiser(), &event).expect("the page").links;
        assert_eq!(links.iter().map(|link| link.ended_at.is_some()).collect::<Vec<_>>(), [true, false]);

        // a token is nowhere on record, and what was done is
        let log = app.log(&organiser(), Some(&event), 50).expect("the log");
        let acts = log.iter().filter(|act| act.act.ends_with("-wall-link")).count();
        assert_eq!(acts, 3);
        assert!(log.iter().all(|act| !format!("{act:?}").contains(second.token.reveal())));
        assert_sound(&app);
    });
}

#[test]
fn a_scene_is_set_by_organisers_and_shows_no_mark() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &Folder::sound());
        assert!(matches!(app.wall(&event).expect("a wall").shown, Shown::Progress(_)), "as it begins");
        let official = app.show_scene(&staff(Role::Official), &event, Scene::Blank);
        assert!(matches!(refusal(&official), Some(Forbidden { .. })));
        let before = app.wall_pulse(&event).expect("a pulse");
        app.show_scene(&organiser(), &event, Scene::Blank).expect("set");
        assert!(matches!(app.wall(&event).expect("a wall").shown, Shown::Blank));
        assert_ne!(app.wall_pulse(&event).expect("a pulse"), before, "open pages hear of it");
        // an announcement is begun, and not set
        assert_eq!(
            refused_as::<_, WallFault>(app.show_scene(&organiser(), &event, Scene::Reveal)),
            WallFault::Announcing
        );
        assert_sound(&app);
    });
}

#[test]
fn only_a_signed_result_is_announced_and_only_by_organisers() {
    on_each(|database| {
        let (app, event) = closed(database);
        let why = ready(&app, &event).expect_err("it is not signed");
        assert!(why.contains("签字齐全以后才能揭晓"), "{why}");
        let result = app.signing(&organiser(), &event).expect("the page").result.expect("a result");
        let early = app.begin_reveal(&organiser(), &event, (result.number, &result.fingerprint), None);
        assert!(matches!(refusal(&early), Some(WrongState { state: EventState::Closed, .. })));

        sign(&app, &organiser(), &event, result.number, &result.fingerprint).expect("signed");
        let ready = ready(&app, &event).expect("ready");
        assert_eq!((ready.places, ready.left_out.len()), (3, 0));
        for actor in [staff(Role::Official), staff(Role::Inspector), Actor::judge(&event, "j1")] {
            let begun = app.begin_reveal(&actor, &event, (ready.number, &ready.fingerprint), None);
            assert!(matches!(refusal(&begun), Some(Forbidden { .. })), "{actor:?}");
        }
        for (number, fingerprint) in [(2, ready.fingerprint.as_str()), (1, "another")] {
            let other = app.begin_reveal(&organiser(), &event, (number, fingerprint), None);
            assert_eq!(refused_as::<_, WallFault>(other), WallFault::Changed);
        }
        for from in [0, 4] {
            assert_eq!(refused_as::<_, WallFault>(begin(&app, &event, &ready, Some(from))), WallFault::From(3));
        }
        assert_eq!(refused_as::<_, WallFault>(app.end_reveal(&organiser(), &event)), WallFault::NotAnnouncing);
        begin(&app, &event, &ready, None).expect("begun");
        assert_eq!(refused_as::<_, WallFault>(begin(&app, &event, &ready, None)), WallFault::Announcing);
        assert_eq!(
            refused_as::<_, WallFault>(app.show_scene(&organiser(), &event, Scene::Progress)),
            WallFault::Announcing
        );
        app.end_reveal(&organiser(), &event).expect("ended");
        assert!(matches!(app.wall(&event).expect("a wall").shown, Shown::Blank));
        let log = app.log(&organiser(), Some(&event), 50).expect("the log");
        let acts: Vec<&str> = log.iter().map(|act| act.act.as_str()).filter(|act| act.ends_with("-reveal")).collect();
        assert_eq!(acts, ["end-reveal", "begin-reveal"]);
        assert_sound(&app);
    });
}

#[test]
fn a_press_counts_once_however_often_and_on_how_many_tablets_it_is_made() {
    on_each(|database| {
        let (app, event, ready) = signed(database);
        begin(&app, &event, &ready, None).expect("begun");
        let at = || under_way(&app, &event).at;
        let press = |from, on| app.step_reveal(&organiser(), &event, (ready.number, from), on).expect("an answer");
        let leaves = app.log(&organiser(), Some(&event), 100).expect("the log").len();
        assert!(press(0, true));
        assert!(!press(0, true), "the same press once more");
        assert!(!press(3, true), "a step that is not shown");
        assert_eq!(at(), 1);
        // another tablet, that has seen the step by now
        let second = second_organiser();
        assert!(app.step_reveal(&second, &event, (ready.number, 1), true).expect("an answer"));
        assert_eq!(at(), 2);
        assert!(press(2, false) && !press(2, false));
        assert_eq!(at(), 1);
        assert!(press(1, false) && !press(0, false), "there is nothing before the title");
        assert!(!app.step_reveal(&organiser(), &event, (ready.number + 1, 0), true).expect("an answer"));

        let last = under_way(&app, &event).steps.last();
        for from in 0..last {
            assert!(press(from, true), "{from}");
        }
        assert!(!press(last, true), "there is nothing behind the last one");
        assert!(app.black_out(&organiser(), &event, true).expect("an answer"));
        assert!(!app.black_out(&organiser(), &event, true).expect("an answer"), "it is black already");
        assert!(app.wall(&event).expect("a wall").is_black);
        assert!(press(last, false));
        assert!(!app.wall(&event).expect("a wall").is_black, "a step is seen");
        // steps are for the hall, and not for the record
        assert_eq!(app.log(&organiser(), Some(&event), 100).expect("the log").len(), leaves);
        assert_sound(&app);
    });
}

#[test]
fn an_announcement_stops_by_itself_where_its_result_is_another_one_or_open() {
    on_each(|database| {
        let (app, event, ready) = signed(database);
        begin(&app, &event, &ready, None).expect("begun");
        app.ask_reopening(&organiser(), &event, "复核").expect("asked");
        under_way(&app, &event);
        app.decide_reopening(&second_organiser(), &event, true).expect("open");
        let halted = || match app.wall(&event).expect("a wall").shown {
            Shown::Halted(halted) => halted,
            other => panic!("{other:?}"),
        };
        assert_eq!(halted(), Halted::Unbound);
        let step = app.step_reveal(&organiser(), &event, (ready.number, 0), true);
        assert!(refusal::<_, WrongState>(&step).is_some(), "{step:?}");

        // signed anew, it is another result
        app.close(&organiser(), &event, None).expect("closed");
        let result = app.signing(&organiser(), &event).expect("the page").result.expect("a result");
        assert_eq!(halted(), Halted::Unbound);
        sign(&app, &organiser(), &event, result.number, &result.fingerprint).expect("signed");
        assert_eq!(halted(), Halted::Replaced { begun: 1, latest: 2 });
        let step = app.step_reveal(&organiser(), &event, (ready.number, 0), true);
        assert_eq!(refused_as::<_, WallFault>(step), WallFault::Changed);
        app.end_reveal(&organiser(), &event).expect("ended");
        let anew = app.wall_desk(&organiser(), &event).expect("the page").ready.expect("ready");
        begin(&app, &event, &anew, None).expect("begun");
        assert_eq!(under_way(&app, &event).number, 2);
        assert_sound(&app);
    });
}

#[test]
fn where_nobody_signs_it_is_announced_once_it_is_published() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &Folder::sound());
        ask_for_no_signature(&app, &event);
        app.close(&organiser(), &event, None).expect("closed");
        ready(&app, &event).expect_err("it is not published");
        publish(&app, &event).expect("published");
        let ready = ready(&app, &event).expect("ready");
        begin(&app, &event, &ready, None).expect("begun");
        assert_eq!(under_way(&app, &event).state, EventState::Published);
    });
}

/// A row of a made-up report: whatever is in it is in no other row.
fn row(number: usize, place: Option<usize>, prize: &str, track: &str) -> RankingRow {
    let figure = |base: usize| format!("{}.{:02}", base / 100, base % 100);
    RankingRow {
        rank: place.map(|place| place.to_string()).unwrap_or_default(),
        entry: format!("e{number}"),
        name: format!("项目〔{number}〕"),
        unit: format!("单位〔{number}〕"),
        track: track.to_owned(),
        total: if place.is_some() { figure(9000 - number) } else { String::new() },
        components: Figures(Vec::new()),
        weighted: Figures(vec![("visit".into(), figure(5000 - number)), ("daily".into(), figure(3000 - number))]),
        bonus: "0.00".into(),
        deduction: "0.00".into(),
        award: prize.to_owned(),
        band: String::new(),
        status: if place.is_some() { Status::Ranked } else { Status::Vetoed },
    }
}

fn report(ranking: Vec<RankingRow>, by_track: bool) -> Report {
    Report {
        title: "小例".into(),
        rules_sha256: String::new(),
        is_final: true,
        full_marks: Some("100".into()),
        blockers: Vec::new(),
        by_track,
        ranking,
        balance: std::collections::BTreeMap::new(),
        withdrawn: Vec::new(),
        parted: Vec::new(),
        kept: Vec::new(),
        accepted: Vec::new(),
        trace: None,
    }
}

fn rules() -> Arc<Rules> {
    let read = folder::read_dir(Folder::sound().path(), None).expect("a sound folder");
    Arc::new(read.event.rules().clone())
}

fn announcement(report: &Report, rules: &Arc<Rules>, from: Option<usize>) -> Announcement {
    Announcement {
        number: 1,
        fingerprint: "0".repeat(64),
        state: EventState::Signed,
        signed_at: None,
        report: Arc::new(report.clone()),
        rules: Arc::clone(rules),
        entries: Vec::new(),
        steps: Steps::of(report, from),
        at: 0,
    }
}

/// Any ranking: shared places, prizes or none, tracks, entries without a place.
fn any_report(dice: &mut Dice) -> Report {
    let (by_track, entries) = (dice.below(3) == 0, 1 + dice.below(45));
    let tracks: &[&str] = if by_track { &["乡镇组", "园区组"] } else { &[""] };
    let (mut ranking, mut number) = (Vec::new(), 100);
    for track in tracks {
        let mut place = 1;
        let mut turn = 1;
        while turn <= entries {
            let prize = ["一等奖", "二等奖", "", "三等奖;特别奖"][(turn / 3).min(3)];
            let shared = if dice.below(5) == 0 { 1 + dice.below(4) } else { 1 };
            for _ in 0..shared {
                ranking.push(row(number, Some(place), prize, track));
                (number, turn) = (number + 1, turn + 1);
            }
            place += shared;
        }
        if dice.below(2) == 0 {
            ranking.push(row(number, None, "", track));
            number += 1;
        }
    }
    report(ranking, by_track)
}

/// What of a row may be known at a step, and what may not.
fn told(row: &RankingRow) -> (Vec<String>, Vec<String>) {
    let figures = row.weighted.0.iter().map(|(_, figure)| figure.clone()).chain([row.total.clone()]);
    (vec![row.unit.clone(), row.name.clone()], figures.filter(|figure| !figure.is_empty()).collect())
}

#[test]
fn nothing_of_a_later_step_is_in_what_the_hall_is_sent() {
    let (rules, mut dice) = (rules(), Dice::new(20_231_223));
    for _ in 0..60 {
        let report = any_report(&mut dice);
        let places = report.ranking.len();
        let from = (dice.below(2) == 0).then(|| 1 + dice.below(places));
        let mut one = announcement(&report, &rules, from);
        let ranked = report.ranking.iter().filter(|row| row.status == Status::Ranked).count();
        for at in 0..=one.steps.last() {
            one.at = at;
            let sent = format!("{:?}", one.sheet());
            for (track, ranking) in one.steps.tracks.iter().enumerate() {
                for (place, of) in ranking.places.iter().enumerate() {
                    let (is_named, is_counted) = one.steps.is_known(at, track, place);
                    for (names, figures) in of.rows.iter().map(told) {
                        let has = |words: &[String]| words.iter().find(|word| sent.contains(word.as_str())).cloned();
                        assert!(is_named || has(&names).is_none(), "step {at}: {:?} in {sent}", has(&names));
                        assert!(is_counted || has(&figures).is_none(), "step {at}: {:?} in {sent}", has(&figures));
                    }
                }
            }
            for gone in report.ranking.iter().filter(|row| row.status != Status::Ranked) {
                assert!(!sent.contains(&gone.unit), "whoever has no place is not announced: {sent}");
            }
        }
        // and by the end everybody was
        let known = one.steps.tracks.iter().enumerate().flat_map(|(track, ranking)| {
            let is_known = |place: &usize| one.steps.is_known(one.at, track, *place) == (true, true);
            let rows = |place: usize| ranking.places[place].rows.len();
            (0..ranking.places.len()).filter(is_known).map(rows).collect::<Vec<_>>()
        });
        assert_eq!(known.sum::<usize>(), ranked);
    }
}

#[test]
fn what_is_not_announced_yet_does_not_show_that_a_place_is_shared() {
    let rules = rules();
    let of = |places: [usize; 4]| {
        let rows = (0..4).map(|number| row(100 + number, Some(places[number]), "", "")).collect();
        let mut one = announcement(&report(rows, false), &rules, None);
        one.at = 1;
        one.sheet()
    };
    let (shared, apart): (Sheet, Sheet) = (of([1, 1, 3, 4]), of([1, 2, 3, 4]));
    assert_eq!(shared, apart);
    assert!(!shared.ladder.iter().any(|rung| matches!(rung, Rung::Prize { .. })), "no prizes, no groups");
    let hidden = shared.ladder.iter().filter(|rung| matches!(rung, Rung::Hidden(_))).count();
    assert_eq!(hidden, 3);
}

#[test]
fn odd_rankings_are_announced_whole() {
    let rules = rules();
    let steps = |report: &Report, from| Steps::of(report, from).steps;
    let one = report(vec![row(100, Some(1), "", "")], false);
    let alone =
        [Step::Title, Step::Unit { track: 0, place: 0 }, Step::Total { track: 0, place: 0 }, Step::All { track: 0 }];
    assert_eq!(steps(&one, None), alone);

    // all level: one place, one step, and those who are too many to be named are counted
    let level: Vec<RankingRow> = (0..300).map(|number| row(100 + number, Some(1), "", "")).collect();
    let level = report(level, false);
    assert_eq!(steps(&level, None), alone);
    let mut all = announcement(&level, &rules, None);
    all.at = 1;
    let Hero::Place { faces, more, total, .. } = all.sheet().hero else { panic!("a place") };
    assert_eq!((faces.len() + more, matches!(total, Sum::Boxes { .. })), (300, true));

    // nobody has a place
    let nobody = report(vec![row(100, None, "", "")], false);
    assert!(Steps::of(&nobody, None).is_empty());

    // three hundred: the others are listed first, so many at once, and each once
    let many = report((0..300).map(|number| row(100 + number, Some(number + 1), "", "")).collect(), false);
    let lists: Vec<(usize, usize)> = steps(&many, Some(10))
        .iter()
        .filter_map(|step| if let Step::List { first, last, .. } = step { Some((*first, *last)) } else { None })
        .collect();
    assert_eq!((lists[0], *lists.last().expect("a list")), ((270, 299), (10, 29)));
    assert!(lists.windows(2).all(|pair| pair[1].1 + 1 == pair[0].0));
    assert!(lists.iter().all(|(first, last)| last - first < LISTED));
    let mut singly = announcement(&many, &rules, None);
    for at in [1, 300, 599] {
        singly.at = at;
        let sheet = singly.sheet();
        assert!(sheet.ladder.len() < 14 && sheet.window.is_some_and(|(_, _, of)| of == 300), "{sheet:?}");
        assert!(sheet.ladder.iter().any(|rung| matches!(rung, Rung::Known { is_new: true, .. })), "{sheet:?}");
    }
}
