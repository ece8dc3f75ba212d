//! Rules that nobody can bend unseen: saved by one before the opening, changed by two after it, and all of them kept.

use guanmo::app::act::actor::{Actor, Role};
use guanmo::app::act::permission::Forbidden;
use guanmo::app::act::reason::ReasonFault;
use guanmo::app::act::second::{Decision, Matter, SecondFault};
use guanmo::app::act::state::WrongState;
use guanmo::app::desk::overview::ExcludeRequest;
use guanmo::app::event::view::{CloseBlocker, EventState};
use guanmo::app::event::wire::Outcome;
use guanmo::app::setup::amend::{AmendFault, Effect, RulesFault, Standing};
use guanmo::app::setup::folder_io::ImportOptions;
use guanmo::app::{App, AppError};
use guanmo::folder;
use guanmo::scoring::event::ExclusionKind;
use guanmo::scoring::result::BlockerKind;

use crate::support::database::on_each;
use crate::support::desk::{export, import, organiser, publish, second_organiser, sign, staff};
use crate::support::fault::{refusal, refused_as};
use crate::support::folder::Folder;
use crate::support::tablet::Tablet;

fn draft(app: &App) -> String {
    let folder = Folder::sound();
    folder.remove("scores.csv");
    let read = folder::read_dir(folder.path(), None).expect("a sound folder");
    app.import(&organiser(), read, ImportOptions { state: EventState::Draft, ..ImportOptions::default() })
        .expect("a draft")
}

/// The rules of an event with parts replaced; each must be there.
fn with(app: &App, event: &str, changes: &[(&str, &str)]) -> String {
    changes.iter().fold(app.rules(&organiser(), event).expect("rules").text, |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    })
}

fn hash(app: &App, event: &str) -> String {
    app.rules(&organiser(), event).expect("rules").sha256
}

fn save(app: &App, event: &str, text: &str) -> Result<(), AppError> {
    app.save_rules(&organiser(), event, &hash(app, event), text)
}

fn effect(app: &App, event: &str, text: &str) -> Effect {
    app.rules_effect(&organiser(), event, &hash(app, event), text).expect("an effect")
}

fn propose(app: &App, event: &str, text: &str) -> Result<(), AppError> {
    let seen = effect(app, event, text).mark().to_owned();
    app.propose_rules(&organiser(), event, (&hash(app, event), &seen), text, "会议决定")
}

fn decide(app: &App, event: &str, actor: &Actor, decision: Decision) -> Result<(), AppError> {
    let proposal = app.rules_proposal(actor, event)?;
    let seen = proposal.effect.as_ref().map(Effect::mark).unwrap_or_default();
    app.decide_rules(actor, event, (proposal.pending.number, decision), seen)
}

/// Proposes a change, and has the second organiser approve it.
fn change(app: &App, event: &str, text: &str) {
    propose(app, event, text).expect("proposed");
    decide(app, event, &second_organiser(), Decision::Approve).expect("approved");
}

fn faults(answer: Result<(), AppError>) -> Vec<RulesFault> {
    match refused_as(answer) {
        AmendFault::Faults(faults) => faults,
        other => panic!("no faults: {other:?}"),
    }
}

/// Acts on record that are about rules, oldest first, with what was put down.
fn acts(app: &App, event: &str) -> Vec<(String, String)> {
    let rows = app.log(&organiser(), Some(event), 100).expect("the log");
    let rows = rows.into_iter().rev().filter(|row| row.subject == "rules");
    rows.map(|row| (row.act, row.payload.unwrap_or_default())).collect()
}

/// `entry place total award` by an independent run of the program over the exported folder with these rules.
fn tabulated(app: &App, event: &str, rules: &str) -> Vec<String> {
    let folder = export(app, event);
    if rules.contains("max = 49") {
        // a mark that the new rules do not allow is as good as not given
        folder.replace("scores.csv", "j1,visit,A,effect,50.0\n", "").replace(
            "scores.csv",
            "j2,visit,A,effect,52.5\n",
            "",
        );
    }
    folder.write("scoring-rules.toml", rules);
    let output = folder.tabulate(&["--format", "csv"]);
    let mut reader = csv::Reader::from_reader(output.stdout.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let at = |name: &str| header.iter().position(|column| column == name).expect("the column");
    let columns = [at("entry"), at("rank"), at("total"), at("award")];
    let row = |row: csv::StringRecord| columns.map(|column| row[column].to_owned()).join(" ");
    reader.records().map(|record| row(record.expect("a row"))).collect()
}

/// The same of an effect: after the change, and before it.
fn shown(effect: &Effect) -> (Vec<String>, Vec<String>) {
    let Standing::Shown { moves, .. } = &effect.standing else { panic!("hidden: {effect:?}") };
    let line = |parts: [&str; 4]| parts.join(" ");
    let after = moves.iter().map(|m| line([&m.entry, &m.place.1, &m.total.1, &m.award.1])).collect();
    let mut before: Vec<String> = moves.iter().map(|m| line([&m.entry, &m.place.0, &m.total.0, &m.award.0])).collect();
    before.sort();
    (after, before)
}

#[test]
fn rules_of_a_draft_are_saved_by_one_and_all_of_them_are_kept() {
    on_each(|database| {
        let app = database.app();
        let event = draft(&app);
        let before = hash(&app, &event);
        let text = with(&app, &event, &[("title = \"小例\"", "title = \"新例\""), ("max = 60", "max = 50 # 满分")]);
        // a text area sends other line ends
        save(&app, &event, &text.replace('\n', "\r\n")).expect("saved");
        let page = app.rules(&organiser(), &event).expect("rules");
        assert_eq!((page.text.as_str(), page.number), (text.as_str(), 2));
        assert_eq!(app.event(&organiser(), &event).expect("the event").title, "新例");
        assert_eq!(app.judge_view(&Actor::judge(&event, "j1")).expect("a view").rules, page.sha256);
        let acts = acts(&app, &event);
        assert_eq!(acts.len(), 1);
        let (act, payload) = &acts[0];
        assert_eq!(act, "save-rules");
        for part in [before.as_str(), &page.sha256, "-2 title = \\\"小例\\\"", "+2 title = \\\"新例\\\""] {
            assert!(payload.contains(part), "{part} is not in {payload}");
        }
        let history = app.rules_history(&organiser(), &event).expect("the history");
        let numbers: Vec<(i64, bool)> = history.versions.iter().map(|v| (v.number, v.sha256 == before)).collect();
        assert_eq!(numbers, [(2, false), (1, true)]);
        assert!(history.versions.iter().all(|version| version.made_by == "account:organiser"));
        assert_eq!(history.versions[0].lines.iter().filter(|line| line.text.contains("max = 50")).count(), 1);
        assert!(history.versions[1].lines.is_empty() && history.versions[1].text.contains("小例"));
        let exported = export(&app, &event);
        assert_eq!(std::fs::read_to_string(exported.path().join("scoring-rules.toml")).expect("rules"), text);
        for table in ["rules_version", "rules_proposal"] {
            assert!(table == "rules_proposal" || database.tamper(&format!("DELETE FROM {table}")).is_err(), "{table}");
        }
        assert!(database.tamper("UPDATE rules_version SET reason = 'x'").is_err());
    });
}

#[test]
fn what_is_not_saved_changes_nothing_and_says_why() {
    on_each(|database| {
        let app = database.app();
        let event = draft(&app);
        let text = app.rules(&organiser(), &event).expect("rules").text;
        let kept = |answer: Result<(), AppError>| {
            assert_eq!(app.rules(&organiser(), &event).expect("rules").text, text);
            assert_eq!(acts(&app, &event), []);
            answer.expect_err("refused")
        };
        assert!(matches!(kept(save(&app, &event, &text)).fault(), Some(AmendFault::Unchanged)));
        let other = with(&app, &event, &[("max = 60", "max = 50")]);
        let stale = app.save_rules(&organiser(), &event, "of-another-time", &other);
        assert!(matches!(kept(stale).fault(), Some(AmendFault::Overtaken)));
        let early = app.rules_effect(&organiser(), &event, &hash(&app, &event), &other).map(drop);
        assert!(matches!(kept(early).fault(), Some(AmendFault::NeedsNoSecond)));
        for actor in
            [staff(Role::Official), staff(Role::Administrator), staff(Role::Teller), Actor::judge(&event, "j1")]
        {
            let refused = app.save_rules(&actor, &event, &hash(&app, &event), &other);
            assert!(matches!(kept(refused).fault(), Some(Forbidden { .. })), "{actor:?}");
        }
        let huge = format!("{text}# {}\n", "字".repeat(50_000));
        assert!(kept(save(&app, &event, &huge)).to_string().contains("最多 128 KB"));
        assert!(app.rules(&staff(Role::Inspector), &event).is_ok(), "who signs may read the rules");
        assert!(app.rules(&staff(Role::Official), &event).is_err());
    });
}

#[test]
fn faults_stand_at_their_lines_with_what_is_allowed() {
    on_each(|database| {
        let app = database.app();
        let event = draft(&app);
        let text = with(&app, &event, &[("max = 60", "max = \"六十\""), ("method = \"mean\"", "method = \"maen\"")]);
        let line = |part: &str| text.lines().position(|line| line == part).expect("the line") + 1;
        let found = app.check_rules(&organiser(), &event, &text).expect("checked");
        let told: Vec<(Option<usize>, &str)> = found.iter().map(|fault| (fault.line, fault.text.as_str())).collect();
        let (method, max) = ("method = \"maen\"", "max = \"六十\"");
        assert_eq!(told, [(Some(line(method)), method), (Some(line(max)), max)]);
        assert!(found[0].problem.contains("是否想写 mean") && found[1].problem.contains("应为普通数字"), "{found:?}");
        assert_eq!(faults(save(&app, &event, &text)), found);
        let broken = app.check_rules(&organiser(), &event, "schema = 1\ntitle = \"\n").expect("checked");
        let quote = broken.iter().find(|fault| fault.line == Some(2)).expect("the quote that is missing");
        assert!(quote.text == "title = \"" && quote.problem.contains("引号"), "{broken:?}");
        assert_eq!(acts(&app, &event), [], "a check writes nothing");
    });
}

#[test]
fn rules_that_the_event_does_not_fit_are_at_fault_where_it_refers_to_them() {
    on_each(|database| {
        let app = database.app();
        let event = draft(&app);
        let exclude = ExcludeRequest {
            judge: "j1".to_owned(),
            component: Some("visit".to_owned()),
            entry: Some("C".to_owned()),
            kind: ExclusionKind::Recused,
            reason: "本单位".to_owned(),
        };
        app.exclude(&organiser(), &event, &exclude).expect("on record");
        let told = |changes: &[(&str, &str)]| -> Vec<String> {
            let text = with(&app, &event, changes);
            app.check_rules(&organiser(), &event, &text).expect("checked").iter().map(ToString::to_string).collect()
        };
        let group = told(&[("id = \"dept\"", "id = \"part\"")]);
        assert_eq!(group.len(), 1);
        assert!(group[0].contains("评委“j3,三席,,dept”") && group[0].contains("可用：lead、part"), "{group:?}");
        let range =
            told(&[("kind = \"measure\"\nweight = 0.2\nmax = 100", "kind = \"measure\"\nweight = 0.2\nmax = 85")]);
        assert_eq!(range.len(), 1);
        assert!(range[0].contains("考核数值“daily,A,90”") && range[0].contains("不大于 85"), "{range:?}");
        let renamed = told(&[("id = \"visit\"", "id = \"site\"")]);
        assert!(renamed.iter().any(|fault| fault.contains("回避、缺席、作废“j1,visit,C")), "{renamed:?}");
        let measure = told(&[("id = \"daily\"", "id = \"yearly\"")]);
        assert_eq!(measure.iter().filter(|fault| fault.contains("考核数值")).count(), 3, "{measure:?}");
    });
}

#[test]
fn a_component_with_cards_stays_and_stays_of_its_kind() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &Folder::sound());
        let told = |changes: &[(&str, &str)]| -> Vec<String> {
            let text = with(&app, &event, changes);
            let refused = app.rules_effect(&organiser(), &event, &hash(&app, &event), &text).map(drop);
            faults(refused).iter().map(ToString::to_string).collect()
        };
        let renamed = told(&[("id = \"visit\"", "id = \"site\"")]);
        assert_eq!(renamed, ["评分环节“visit”：visit：已收到 9 张评分卡，不能删去或改编号，否则这些评分卡没有归处"]);
        let criteria = "[[component.criterion]]\nid = \"effect\"\nmax = 60\nstep = 0.5\n\n[[component.criterion]]\nid = \"novelty\"\nmax = 40\nstep = 0.5\n";
        let grades = "[[component.grade]]\nid = \"good\"\nvalue = 90\n";
        let kind = told(&[("kind = \"marks\"", "kind = \"grades\""), (criteria, grades)]);
        assert_eq!(kind.len(), 1, "{kind:?}");
        assert!(kind[0].contains("kind 应仍为 marks"), "{kind:?}");
    });
}

#[test]
fn after_the_opening_two_organisers_change_rules_and_nobody_alone() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &Folder::sound());
        let (before, text) = (hash(&app, &event), with(&app, &event, &[("weight = 60", "weight = 50")]));
        assert!(matches!(refusal(&save(&app, &event, &text)), Some(AmendFault::NeedsSecond)));
        let seen = effect(&app, &event, &text).mark().to_owned();
        let ask =
            |actor: &Actor, seen: &str, reason: &str| app.propose_rules(actor, &event, (&before, seen), &text, reason);
        assert!(matches!(refusal(&ask(&organiser(), &seen, "  ")), Some(ReasonFault::None)));
        assert!(matches!(refusal(&ask(&organiser(), "unseen", "会议决定")), Some(AmendFault::EffectChanged)));
        let console = ask(&Actor::console(Role::Organiser), &seen, "会议决定");
        assert!(matches!(refusal(&console), Some(SecondFault::OwnAccount)));
        ask(&organiser(), &seen, "会议决定").expect("proposed");
        assert!(matches!(
            refusal(&ask(&second_organiser(), &seen, "我也要")),
            Some(SecondFault::Pending(Matter::Rules))
        ));
        assert_eq!(hash(&app, &event), before, "nothing changes before it is approved");

        for decision in [Decision::Approve, Decision::Decline] {
            let own = decide(&app, &event, &organiser(), decision);
            assert!(matches!(refusal(&own), Some(SecondFault::Own(Matter::Rules))), "{decision:?}");
        }
        let foreign = decide(&app, &event, &second_organiser(), Decision::TakeBack);
        assert!(matches!(refusal(&foreign), Some(SecondFault::NotOwn(Matter::Rules))));
        let unseen = app.decide_rules(&second_organiser(), &event, (1, Decision::Approve), "");
        assert!(matches!(refusal(&unseen), Some(AmendFault::EffectChanged)));
        decide(&app, &event, &second_organiser(), Decision::Approve).expect("approved");
        let after = hash(&app, &event);
        assert!(after != before && app.rules(&organiser(), &event).expect("rules").pending.is_none());
        let again = decide(&app, &event, &second_organiser(), Decision::Approve);
        assert!(matches!(refusal(&again), Some(SecondFault::NothingPending(Matter::Rules))));

        let acts = acts(&app, &event);
        let words: Vec<&str> = acts.iter().map(|(act, _)| act.as_str()).collect();
        assert_eq!(words, ["look-at-effect", "propose-rules", "approve-rules"]);
        for part in [&before, &after, "account:organiser\"", "account:second", "会议决定", "-12 weight = 60"] {
            assert!(acts[2].1.contains(part), "{part} is not in {}", acts[2].1);
        }
        let history = app.rules_history(&organiser(), &event).expect("the history");
        let now = &history.versions[0];
        assert_eq!((now.made_by.as_str(), now.second.as_deref()), ("account:organiser", Some("account:second")));
        assert_eq!((now.reason.as_str(), now.cards, history.versions[1].cards), ("会议决定", 0, 9));
        assert_eq!(history.older.len(), 9);
        for sql in [
            "UPDATE rules_proposal SET reason = 'x'",
            "UPDATE rules_proposal SET outcome = 'declined'",
            "DELETE FROM rules_proposal",
        ] {
            assert!(database.tamper(sql).is_err(), "{sql}");
        }
    });
}

#[test]
fn a_proposal_is_declined_or_taken_back_and_the_next_one_may_come() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &Folder::sound());
        let (before, text) = (hash(&app, &event), with(&app, &event, &[("weight = 60", "weight = 50")]));
        propose(&app, &event, &text).expect("proposed");
        decide(&app, &event, &second_organiser(), Decision::Decline).expect("declined");
        propose(&app, &event, &text).expect("proposed again");
        decide(&app, &event, &organiser(), Decision::TakeBack).expect("taken back");
        assert_eq!(hash(&app, &event), before);
        let history = app.rules_history(&organiser(), &event).expect("the history");
        assert_eq!((history.versions.len(), history.proposals.len()), (1, 2));
        change(&app, &event, &text);
        assert!(hash(&app, &event) != before);
    });
}

#[test]
fn a_proposal_is_void_once_the_set_up_has_changed() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &Folder::sound());
        let (before, text) = (hash(&app, &event), with(&app, &event, &[("weight = 60", "weight = 50")]));
        propose(&app, &event, &text).expect("proposed");
        // a card that comes makes it no other proposal
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        let base = tablet.card("visit", "A").op;
        assert_eq!(tablet.submit("A", base.as_deref(), "51", "35").outcome, Outcome::Recorded);
        assert!(!app.rules(&organiser(), &event).expect("rules").pending.expect("pending").void);
        app.set_measure(&organiser(), &event, ("daily", "A"), "95", "更正", None).expect("entered");
        assert!(app.rules(&organiser(), &event).expect("rules").pending.expect("pending").void);
        let stale = decide(&app, &event, &second_organiser(), Decision::Approve);
        assert!(matches!(refusal(&stale), Some(AmendFault::Void)));
        assert_eq!(hash(&app, &event), before);
        propose(&app, &event, &text).expect("a void one is in nobody's way");
        app.set_measure(&organiser(), &event, ("daily", "A"), "96", "再更正", None).expect("entered");
        decide(&app, &event, &second_organiser(), Decision::TakeBack).expect("a void one is put away by anybody");
        let history = app.rules_history(&organiser(), &event).expect("the history");
        let outcomes: Vec<_> =
            history.proposals.iter().map(|row| row.outcome().expect("a word").map(|o| o.as_str())).collect();
        assert_eq!(outcomes, [Some("void"), Some("void")]);
    });
}

#[test]
fn before_the_close_the_effect_tells_how_many_cards_and_not_whose_nor_any_place() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &Folder::sound());
        // 52.5 and 50 are above the new limit
        let text = with(&app, &event, &[("max = 60", "max = 49")]);
        let hidden = effect(&app, &event, &text);
        assert!(matches!(hidden.standing, Standing::Hidden));
        let count = &hidden.cards[0];
        assert_eq!((count.due, count.complete, count.touched), ((9, 9), (9, 7), 2));
        // two cards, and with them no card of that group for that entry
        assert_eq!(hidden.blockers, (0, 3));
        let told = format!("{:?} {}", hidden.cards, serde_json::to_string(&hidden).expect("JSON"));
        for secret in ["甲镇", "一席", "52.5", "j2"] {
            assert!(!told.contains(secret), "{secret} is in {told}");
        }
        // each look is on record, with the limit that was tried
        let looks = acts(&app, &event);
        assert!(looks.len() == 1 && looks[0].1.contains("max = 49"), "{looks:?}");
        app.open_provisional(&organiser(), &event, "评估规则变更").expect("opened");
        let open = effect(&app, &event, &text);
        let Standing::Shown { lost, blockers, .. } = &open.standing else { panic!("hidden") };
        let cards: Vec<String> =
            lost.iter().map(|card| format!("{} {} {}", card.judge, card.unit, card.parts.join("；"))).collect();
        assert_eq!(cards, ["一席 甲镇 “effect”不合新的规则", "二席 甲镇 “effect”不合新的规则"]);
        assert_eq!(blockers.len(), 3);
        assert!(open.mark() != hidden.mark());
    });
}

#[test]
fn the_effect_is_what_tabulate_says_of_the_folder_with_the_new_rules() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &Folder::sound());
        app.open_provisional(&organiser(), &event, "评估规则变更").expect("opened");
        let award = "\n[[award]]\nname = \"一等奖\"\nplaces = 1\n";
        for changes in [
            vec![("weight = 60", "weight = 10"), ("final = 2", "final = 1")],
            vec![
                ("weight = 0.8", "weight = 0.1"),
                ("weight = 0.2", "weight = 0.9"),
                ("title = \"小例\"", "title = \"变例\""),
            ],
            vec![("method = \"mean\"", "method = \"median\""), ("max = 40", "max = 40\nweight = 3")],
            vec![("max = 60", "max = 49")],
        ] {
            let text = with(&app, &event, &changes) + award;
            let (after, before) = shown(&effect(&app, &event, &text));
            assert_eq!(after, tabulated(&app, &event, &text), "{changes:?}");
            let mut now = tabulated(&app, &event, &app.rules(&organiser(), &event).expect("rules").text);
            now.sort();
            assert_eq!(before, now, "{changes:?}");
        }
        // and once it is approved, it is what the ranking says
        let text = with(&app, &event, &[("weight = 60", "weight = 10")]) + award;
        let (after, _) = shown(&effect(&app, &event, &text));
        change(&app, &event, &text);
        let ranking = app.ranking(&organiser(), &event).expect("a ranking").report.ranking.clone();
        let line =
            |row: &guanmo::scoring::result::RankingRow| [&*row.entry, &row.rank, &row.total, &row.award].join(" ");
        assert_eq!(ranking.iter().map(line).collect::<Vec<_>>(), after);
    });
}

#[test]
fn cards_keep_their_marks_and_their_rules_and_what_no_longer_fits_is_asked_for_by_name() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &Folder::sound());
        let old = hash(&app, &event);
        let mut tablet = Tablet::new(&app, &event, "j1", "t1");
        let base = tablet.card("visit", "A").op;
        let text =
            with(&app, &event, &[("max = 60", "max = 55"), ("id = \"novelty\"", "id = \"outlook\"\nname = \"前景\"")]);
        let touched = effect(&app, &event, &text);
        assert_eq!((touched.cards[0].complete, touched.cards[0].touched), ((9, 0), 9));
        change(&app, &event, &text);
        let blockers = app.close_blockers(&organiser(), &event).expect("blockers");
        let missing = |judge: &str, entry: &str| {
            blockers.iter().any(|blocker| match blocker {
                CloseBlocker::Standings(one) => {
                    one.kind == BlockerKind::MissingCard
                        && (one.judge.as_deref(), one.entry.as_deref()) == (Some(judge), Some(entry))
                }
                _ => false,
            })
        };
        assert!(["j1", "j2", "j3"].iter().all(|judge| ["A", "B", "C"].iter().all(|entry| missing(judge, entry))));
        let card = tablet.card("visit", "A");
        assert_eq!((card.unfit, card.op.as_ref(), card.marks["novelty"].as_str()), (true, base.as_ref(), "35.0"));
        assert!(app.matrix(&organiser(), &event).is_ok() && app.board(&organiser(), &event).is_ok());

        // a tablet that has not heard of it sends a card of the old kind, which is kept on it
        let late = tablet.submit("B", None, "45", "30");
        assert_eq!(late.outcome, Outcome::Invalid);
        assert_eq!(tablet.rules, old);
        // and the new card counts, on top of the old one
        tablet.rules = hash(&app, &event);
        let op = tablet.op("visit", "A", base.as_deref(), &[("effect", "50"), ("outlook", "35")]);
        let answer = tablet.send_one(&op);
        assert_eq!((answer.outcome, answer.older_rules), (Outcome::Recorded, false));
        assert!(!tablet.card("visit", "A").unfit);
        let history = app.rules_history(&organiser(), &event).expect("the history");
        assert_eq!((history.versions[0].cards, history.versions[1].cards, history.older.len()), (1, 8, 8));
        // what changed only the arithmetic takes a card of the old hash, and says so
        change(&app, &event, &with(&app, &event, &[("weight = 60", "weight = 50")]));
        let op =
            tablet.op("visit", "C", tablet.card("visit", "C").op.as_deref(), &[("effect", "40"), ("outlook", "30")]);
        let answer = tablet.send_one(&op);
        assert_eq!((answer.outcome, answer.older_rules), (Outcome::Recorded, true));
    });
}

#[test]
fn a_criterion_that_comes_back_finds_its_marks_again() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &Folder::sound());
        let before = tabulated(&app, &event, &app.rules(&organiser(), &event).expect("rules").text);
        let criterion = "[[component.criterion]]\nid = \"novelty\"\nmax = 40\nstep = 0.5\n";
        let whole = app.rules(&organiser(), &event).expect("rules").text;
        let less = with(&app, &event, &[(criterion, "")]);
        change(&app, &event, &less);
        assert!(app.close_blockers(&organiser(), &event).expect("blockers").is_empty(), "less is asked, and is there");
        change(&app, &event, &whole);
        assert_eq!(tabulated(&app, &event, &whole), before, "no mark was lost");
        let sums: Vec<i64> =
            app.rules_history(&organiser(), &event).expect("the history").versions.iter().map(|v| v.number).collect();
        assert_eq!(sums, [3, 2, 1]);
    });
}

#[test]
fn after_the_close_a_change_makes_a_new_result_and_the_old_one_stays_readable() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &Folder::sound());
        app.close(&organiser(), &event, None).expect("closed");
        let first = app.signing(&organiser(), &event).expect("the page").result.expect("a result");
        sign(&app, &organiser(), &event, first.number, &first.fingerprint).expect("signed");
        let text = with(
            &app,
            &event,
            &[("weight = 60", "weight = 10"), ("id = \"visit\"", "id = \"visit\"\nname = \"看现场\"")],
        );
        let expected = shown(&effect(&app, &event, &text)).0;
        change(&app, &event, &text);
        let signing = app.signing(&organiser(), &event).expect("the page");
        let result = signing.result.expect("a result");
        assert_eq!((result.number, result.rules_sha256), (2, hash(&app, &event)));
        assert_eq!(signing.event.state, EventState::Closed);
        assert!(signing.signatures.iter().all(|row| row.number == 1), "signatures stand under what was signed");
        let latest = app.past_result(&organiser(), &event, 2).expect("the new result");
        let line =
            |row: &guanmo::scoring::result::RankingRow| [&*row.entry, &row.rank, &row.total, &row.award].join(" ");
        assert_eq!(latest.report.ranking.iter().map(line).collect::<Vec<_>>(), expected);
        let earlier = app.past_result(&organiser(), &event, 1).expect("the old result");
        assert_eq!((earlier.head.fingerprint, earlier.components[0].as_str()), (first.fingerprint, "visit"));
        assert_eq!(latest.components[0], "看现场", "each under the names of its own rules");
        assert!(acts(&app, &event).last().expect("an act").1.contains("\"recount\":\"agrees\""));
    });
}

#[test]
fn what_is_published_is_opened_again_first() {
    on_each(|database| {
        let app = database.app();
        let event = import(&app, &Folder::sound());
        crate::support::desk::ask_for_no_signature(&app, &event);
        let text = with(&app, &event, &[("weight = 60", "weight = 50")]);
        propose(&app, &event, &text).expect("proposed");
        app.close(&organiser(), &event, None).expect("closed");
        publish(&app, &event).expect("published");
        let from = hash(&app, &event);
        let refused = |answer: Result<(), AppError>| {
            let error = answer.expect_err("refused");
            assert!(matches!(error.fault(), Some(WrongState { state: EventState::Published, .. })), "{error:?}");
            assert!(error.to_string().contains("请先重新开放"), "{error}");
        };
        refused(app.rules_effect(&organiser(), &event, &from, &text).map(drop));
        refused(app.propose_rules(&organiser(), &event, (&from, ""), &text, "会议决定"));
        refused(app.save_rules(&organiser(), &event, &from, &text));
        refused(decide(&app, &event, &second_organiser(), Decision::Approve));
        assert_eq!(hash(&app, &event), from);
        assert!(app.check_rules(&organiser(), &event, &text).expect("checked").is_empty());
    });
}

#[test]
fn a_demonstration_keeps_its_label() {
    on_each(|database| {
        let app = database.app();
        let folder = Folder::sound();
        folder.replace("scoring-rules.toml", "小例", "演示数据(非真实评分) 小例");
        let read = folder::read_dir(folder.path(), None).expect("a sound folder");
        let options = ImportOptions { state: EventState::Draft, demo: true, ..ImportOptions::default() };
        let event = app.import(&organiser(), read, options).expect("a draft");
        let bare = with(&app, &event, &[("演示数据(非真实评分) 小例", "小例")]);
        let found = faults(save(&app, &event, &bare));
        assert_eq!((found.len(), found[0].line, found[0].place.as_str()), (1, Some(2), "title"));
        save(&app, &event, &with(&app, &event, &[("小例", "新例")])).expect("saved");
    });
}

#[test]
fn a_rehearsal_has_a_history_of_its_own() {
    on_each(|database| {
        let app = database.app();
        let event = draft(&app);
        let rehearsal = app.rehearse(&organiser(), &event).expect("a rehearsal");
        let history = app.rules_history(&organiser(), &rehearsal).expect("the history");
        assert_eq!((history.versions.len(), history.versions[0].made_by.as_str()), (1, "account:organiser"));
        change(&app, &rehearsal, &with(&app, &rehearsal, &[("weight = 60", "weight = 50")]));
        assert_eq!(app.rules(&organiser(), &event).expect("rules").number, 1);
    });
}
