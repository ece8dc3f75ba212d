//! Trying out a rehearsal: known cards go the way of real ones, and the result is the answer that was worked out apart.

use std::path::Path;

use guanmo::app::App;
use guanmo::app::act::actor::Role;
use guanmo::app::act::permission::Forbidden;
use guanmo::app::act::state::WrongState;
use guanmo::app::cards::batch::BatchFault;
use guanmo::app::error::NotFound;
use guanmo::app::event::wire::Outcome;
use guanmo::app::result::trial::TrialFault;
use guanmo::app::setup::folder_io::ImportOptions;
use guanmo::folder::rules::shelf::SHELF;
use guanmo::folder::{self, EventFolder};

use crate::support::database::on_each;
use crate::support::desk::{assert_sound, empty_event, import, organiser, staff};
use crate::support::dice::Dice;
use crate::support::fault::{refusal, refused_as};
use crate::support::folder::{Folder, ROUTE};
use crate::support::tablet::Tablet;

/// Tries a folder's event out, and says how many cards that took; nothing differs.
fn agrees(app: &App, name: &str, folder: EventFolder, seed: &str) -> i64 {
    let event = app.import(&organiser(), folder, ImportOptions::default()).expect("an event");
    let rehearsal = app.rehearse(&organiser(), &event).expect("a rehearsal");
    let trial = app.try_out(&organiser(), &rehearsal, seed).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!((trial.differing, trial.first.as_str()), (0, ""), "{name}");
    assert!(trial.figures > 0, "{name}: {trial:?}");
    trial.cards
}

/// A folder of rules: entries and judges that they know, in number.
fn of_rules(rules: &str, entries: usize, judges: usize, dice: &mut Dice) -> Folder {
    let parsed = folder::rules::parse(rules).expect("sound rules");
    let folder = Folder::empty();
    folder.write("scoring-rules.toml", rules);
    let balanced = parsed.components.iter().any(|part| part.balance.is_some());
    let tracks: Vec<String> =
        parsed.awards.iter().flat_map(|award| award.tracks.clone()).chain([String::new()]).collect();
    let mut list = "entry,name,unit,track,class,panel\n".to_owned();
    for entry in 0..entries {
        let class = if parsed.classes.is_empty() { "" } else { &parsed.classes[dice.below(parsed.classes.len())].id };
        let panel = if balanced { ["一组", "二组"][entry % 2] } else { "" };
        let track = &tracks[if parsed.ranking.by_track || tracks.len() > 1 { entry % tracks.len() } else { 0 }];
        list += &format!("e{entry},项目{entry},{entry}号镇,{track},{class},{panel}\n");
    }
    folder.write("entries.csv", list);
    let mut list = "judge,name,unit,group,panel\n".to_owned();
    for (index, group) in parsed.groups.iter().enumerate() {
        for judge in 0..judges {
            let panel = if balanced { ["一组", "二组"][judge % 2] } else { "" };
            list += &format!("j{index}-{judge},{}{judge}席,{judge}号镇,{},{panel}\n", group.name, group.id);
        }
    }
    folder.write("judges.csv", list);
    folder
}

#[test]
fn rules_of_every_kind_come_out_as_the_answer() {
    on_each(|database| {
        let app = database.app();
        let mut dice = Dice::new(7);
        for ready in SHELF {
            let folder = of_rules(ready.text, 9, 6, &mut dice);
            let read =
                folder::read_dir(folder.path(), None).unwrap_or_else(|faults| panic!("{}: {faults:?}", ready.id));
            agrees(&app, ready.id, read, "4827");
        }
        for name in ["haian-2023", "jining-2017", "isu-worlds-2017/pairs-short-program"] {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name);
            let mut read = folder::read_dir(&path, None).expect("a sound folder");
            // what was published stands in the database of its own; here it is tried out
            read.remarks.clear();
            let event = app.import(&organiser(), read, ImportOptions::default()).expect("an event");
            let rehearsal = app.rehearse(&organiser(), &event).expect("a rehearsal");
            let trial = app.try_out(&organiser(), &rehearsal, "1").expect("tried out");
            assert!(trial.differing == 0 && trial.figures > 0, "{name}: {trial:?}");
        }
        assert_sound(&app);
    });
}

/// Rules by chance: kinds, aggregates, limits, caps, vetoes, tracks, and what is rounded.
fn any_rules(dice: &mut Dice) -> String {
    let mut rules = format!(
        "schema = 1\ntitle = \"样例\"\n[rounding]\nmode = \"{}\"\nfinal = {}\n[ranking]\non = \"{}\"\nplaces = \"{}\"\n\
         tie_break = [{}]\n[veto]\neffect = \"{}\"\n",
        dice.pick(&["half-up", "half-even", "down"]),
        dice.below(4),
        dice.pick(&["rounded", "exact"]),
        dice.pick(&["competition", "dense"]),
        dice.pick(&["", "\"exact\"", "\"bonus\""]),
        dice.pick(&["disqualify", "no-award", "lowest-band"]),
    );
    if dice.below(3) == 0 {
        rules += "[adjustments]\nbonus_cap = 2\ndeduction_cap = 1.5\nfloor = 0\n";
    }
    match dice.below(3) {
        0 => rules += "[limits]\ndistinct = true\n",
        1 => rules += "[limits]\nmax_share_above = [95, \"34%\"]\n",
        _ => {}
    }
    rules += "[[group]]\nid = \"lead\"\nweight = 0.6\n[[group]]\nid = \"dept\"\nweight = 0.4\n";
    rules += &format!(
        "[[component]]\nid = \"visit\"\nkind = \"marks\"\nweight = 0.7\n[component.aggregate]\nrecusal = \"{}\"\nmethod = \"{}\"\n\
         [[component.criterion]]\nid = \"effect\"\nmax = 60\nstep = {}\n[[component.criterion]]\nid = \"novelty\"\nmin = {}\nmax = 40\n",
        dice.pick(&["drop-cell", "drop-judge", "own-mean"]),
        dice.pick(&["mean", "median"]),
        dice.pick(&["0.1", "0.5", "1"]),
        dice.pick(&["0", "10"]),
    );
    if dice.below(2) == 0 {
        rules += "[[component]]\nid = \"order\"\nkind = \"ranking\"\nweight = 0.1\n[component.points]\nfirst = 100\nstep = 3\n";
    }
    if dice.below(2) == 0 {
        rules += "[[component]]\nid = \"grade\"\nkind = \"grades\"\nweight = 0.1\n[[component.grade]]\nid = \"good\"\nvalue = 100\n\
            [[component.grade]]\nid = \"fair\"\nvalue = 80\n[[component.grade]]\nid = \"poor\"\nvalue = 60\n";
    }
    if dice.below(2) == 0 {
        rules +=
            &format!("[[component]]\nid = \"vote\"\nkind = \"votes\"\nweight = 0.1\nchoose = {}\n", 1 + dice.below(3));
    }
    if dice.below(2) == 0 {
        rules += "[[component]]\nid = \"daily\"\nkind = \"measure\"\nweight = 0.1\nmax = 100\n";
    }
    rules += "[[award]]\nname = \"一等奖\"\nplaces = 1\n[[award]]\nname = \"二等奖\"\nplaces = 2\n";
    rules + "[[band]]\nname = \"好\"\nat_least = 90\n[[band]]\nname = \"一般\"\nat_least = 0\n"
}

#[test]
fn any_rules_come_out_as_the_answer() {
    let asked = std::env::var("CASES").ok().map(|cases| cases.parse().expect("CASES is a number"));
    let database = crate::support::database::Database::file();
    let app = database.app();
    for case in 0..asked.unwrap_or(40_u64) {
        let mut dice = Dice::new(case);
        let rules = any_rules(&mut dice);
        // a folder in which there are fewer entries than must be chosen is none
        let least = if rules.contains("votes") { 3 } else { 1 };
        let (entries, judges) = (least + dice.below(9), 1 + dice.below(6));
        let folder = of_rules(&rules, entries, judges, &mut dice);
        let read = match folder::read_dir(folder.path(), None) {
            Ok(read) => read,
            Err(faults) => panic!("case {case}: {faults:?}\n{rules}"),
        };
        agrees(&app, &format!("case {case}:\n{rules}"), read, &(case + 1).to_string());
    }
    assert_sound(&app);
}

#[test]
fn a_trial_is_on_record_and_stands_with_the_event_that_the_rehearsal_is_of() {
    on_each(|database| {
        let app = database.app();
        let folder = Folder::sound();
        folder.remove("scores.csv").write("checkpoints.csv", ROUTE);
        let event = import(&app, &folder);
        let rehearsal = app.rehearse(&organiser(), &event).expect("a rehearsal");
        let trial = app.try_out(&organiser(), &rehearsal, " ４８２７ ").expect("tried out");
        assert_eq!((trial.seed, trial.differing, trial.number), (4827, 0, 1));
        assert_eq!((&trial.event_id, &trial.original, trial.who.as_str()), (&rehearsal, &event, "account:organiser"));
        // what was put in is what the desk sees, and no tablet's
        let progress = app.progress(&organiser(), &rehearsal).expect("progress");
        assert!(progress.received > 0);
        assert!(app.devices(&organiser(), &rehearsal).expect("devices").is_empty());
        let log = app.log(&organiser(), Some(&rehearsal), 1000).expect("the log");
        let count = |act: &str| log.iter().filter(|row| row.act == act).count();
        assert_eq!((count("fill-trial"), count("trial")), (1, 1));
        assert_eq!(i64::try_from(count("record")).expect("few"), trial.cards);
        for of in [&event, &rehearsal] {
            assert_eq!(app.trials(&organiser(), of).expect("trials"), std::slice::from_ref(&trial));
        }
        // the same seed makes the same cards of the same lists
        let other = app.rehearse(&organiser(), &event).expect("another");
        let again = app.try_out(&organiser(), &other, "4827").expect("tried out");
        assert_eq!((again.cards, again.figures), (trial.cards, trial.figures));
        let marks = |id: &str| {
            let folder = app.export(&organiser(), id).expect("an export");
            folder::write_files(&folder).get("scores.csv").cloned()
        };
        assert_eq!(marks(&rehearsal), marks(&other));
        let drawn = app.rehearse(&organiser(), &event).expect("another");
        let drawn = app.try_out(&organiser(), &drawn, "").expect("tried out");
        assert!((1..=9999).contains(&drawn.seed));
        // newest first, and also once the rehearsals are gone
        app.discard_rehearsal(&organiser(), &rehearsal).expect("discarded");
        assert_eq!(app.trials(&organiser(), &event).expect("trials").len(), 3);
        assert_sound(&app);
    });
}

#[test]
fn what_cannot_be_tried_out_says_why_and_stays_as_it_is() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let version = |id: &str| app.event(&organiser(), id).expect("an event").version;
        let rehearsal = app.rehearse(&organiser(), &event).expect("a rehearsal");
        let before = (version(&event), version(&rehearsal));
        let fault = |id: &str, seed: &str| -> TrialFault { refused_as(app.try_out(&organiser(), id, seed)) };
        assert_eq!(fault(&event, ""), TrialFault::NoRehearsal);
        for typed in ["0", "-3", "1.5", "abc", "1000000000", "99999999999999999999", "+7"] {
            assert!(matches!(fault(&rehearsal, typed), TrialFault::BadSeed { .. }), "{typed}");
        }
        for role in [Role::Teller, Role::Scrutineer, Role::Inspector, Role::Official, Role::Administrator] {
            assert!(matches!(refusal(&app.try_out(&staff(role), &rehearsal, "1")), Some(Forbidden { .. })), "{role:?}");
        }
        assert_eq!((version(&event), version(&rehearsal)), before);
        // one that somebody has begun to score
        let mut tablet = Tablet::new(&app, &rehearsal, "j1", "t1");
        assert_eq!(tablet.outcome("A", "50", "35"), Outcome::Recorded);
        assert_eq!(fault(&rehearsal, "1"), TrialFault::HasCards);
        let second = app.rehearse(&organiser(), &event).expect("another");
        app.try_out(&organiser(), &second, "1").expect("tried out");
        assert_eq!(fault(&second, "2"), TrialFault::Done);
        app.discard_rehearsal(&organiser(), &second).expect("discarded");
        assert!(matches!(refusal(&app.try_out(&organiser(), &second, "1")), Some(NotFound { .. })));
        let third = app.rehearse(&organiser(), &event).expect("another");
        app.close(&organiser(), &third, Some("演练")).expect("closed");
        assert!(matches!(refusal(&app.try_out(&organiser(), &third, "1")), Some(WrongState { .. })));
        assert_eq!(app.trials(&organiser(), &event).expect("trials").len(), 1);
    });
}

#[test]
fn no_tablet_calls_itself_what_the_program_calls_a_trial() {
    on_each(|database| {
        let app = database.app();
        let event = empty_event(&app);
        let tablet = Tablet::new(&app, &event, "j1", "trial");
        let sent = app.sync(&tablet.judge, &tablet.request(&[]));
        assert!(matches!(refusal(&sent), Some(BatchFault::BadDevice)));
        let mut other = Tablet::new(&app, &event, "j1", "t1");
        let mut op = other.op("visit", "A", None, &[("effect", "50"), ("novelty", "35")]);
        op["device"] = "trial".into();
        let answer = app.sync(&other.judge, &other.request(&[op])).expect("an answer");
        assert_eq!(answer.results[0].outcome, Outcome::Invalid);
    });
}
