//! Random acts of two organisers, the judges and the signers, all in all states, beside an independent model of what an
//! event holds. After each close and each change of a closed event the exported folder is what the model says, and comes to
//! the frozen result when it is tabulated; no act fails otherwise than by a clear refusal.
//!
//! `ACTS=n` runs so many stories instead of a few, from the seed in `SEED`.

use std::collections::{BTreeMap, BTreeSet};

use guanmo::app::act::actor::{Actor, Role, Who};
use guanmo::app::act::second::Decision;
use guanmo::app::desk::day::DayChange;
use guanmo::app::desk::hand::AdjustRequest;
use guanmo::app::desk::overview::ExcludeRequest;
use guanmo::app::event::view::{Board, CloseBlocker, EventState};
use guanmo::app::event::wire::Outcome;
use guanmo::app::{App, AppError};
use guanmo::scoring::event::{AdjustmentKind, ExclusionKind};
use guanmo::store::hand::Kind;

use crate::support::database::Database;
use crate::support::desk::{assert_sound, export, import, organiser, publish, second_organiser, sign, staff};
use crate::support::dice::Dice;
use crate::support::folder::Folder;
use crate::support::tablet::Tablet;

const ENTRIES: [&str; 3] = ["A", "B", "C"];
const JUDGES: [&str; 3] = ["j1", "j2", "j3"];

/// What the event holds, kept apart from the program.
#[derive(Default)]
struct Model {
    /// Marks of the visit by judge and entry.
    cards: BTreeMap<(&'static str, &'static str), [String; 2]>,
    /// Rivals that no judge has picked over, by judge and entry.
    rivals: BTreeMap<(&'static str, &'static str), BTreeSet<String>>,
    measures: BTreeMap<&'static str, String>,
    /// Adjustments in their order: entry, points; `None` once taken back.
    adjustments: Vec<Option<(&'static str, String)>>,
    /// Exclusions in their order: judge, entry; `None` once taken back.
    exclusions: Vec<Option<(&'static str, &'static str)>>,
    withdrawn: BTreeSet<&'static str>,
}

impl Model {
    fn is_excluded(&self, judge: &str, entry: &str) -> bool {
        self.exclusions.iter().flatten().any(|row| *row == (judge, entry))
    }

    /// The lines that an exported folder must have, in any order, without their headers.
    fn files(&self) -> BTreeMap<&'static str, BTreeSet<String>> {
        let out = |entry: &str| self.withdrawn.contains(entry);
        let mut scores = BTreeSet::new();
        for ((judge, entry), [effect, novelty]) in &self.cards {
            if !out(entry) && !self.is_excluded(judge, entry) {
                scores.insert(format!("{judge},visit,{entry},effect,{effect}.0"));
                scores.insert(format!("{judge},visit,{entry},novelty,{novelty}.0"));
            }
        }
        let measures = self.measures.iter().filter(|(entry, _)| !out(entry));
        let adjustments = self.adjustments.iter().flatten().filter(|(entry, _)| !out(entry));
        let exclusions = self.exclusions.iter().flatten().filter(|(_, entry)| !out(entry));
        BTreeMap::from([
            ("scores.csv", scores),
            ("measures.csv", measures.map(|(entry, value)| format!("daily,{entry},{value}")).collect()),
            (
                "adjustments.csv",
                adjustments.map(|(entry, points)| format!("{entry},bonus,表彰,{points},有证书")).collect(),
            ),
            (
                "exclusions.csv",
                exclusions.map(|(judge, entry)| format!("{judge},visit,{entry},recused,本单位")).collect(),
            ),
        ])
    }
}

struct Story<'a> {
    app: &'a App,
    event: String,
    tablets: Vec<Tablet>,
    /// A second tablet of each judge.
    second: Vec<Tablet>,
    model: Model,
    dice: Dice,
    seed: u64,
}

fn person(name: &str, role: Role) -> Actor {
    Actor { who: Who::Account(name.to_owned()), role: Some(role) }
}

fn folder() -> Folder {
    let folder = Folder::sound();
    folder.remove("scores.csv");
    folder.remove("measures.csv");
    folder.append("scoring-rules.toml", "\n[ranking]\ntie_break = [\"component:visit\"]\n\n[[award]]\nname = \"一等奖\"\nplaces = 1\n\n[limits]\ndistinct = true\n");
    folder
}

impl Story<'_> {
    fn state(&self) -> EventState {
        self.app.event(&organiser(), &self.event).expect("the event").state
    }

    /// What came of an act: done, or refused with a sentence; anything else is a fault of the program.
    fn done<T>(&self, what: &str, answer: Result<T, AppError>) -> bool {
        match answer {
            Ok(_) => true,
            Err(AppError::Refused(_)) => false,
            Err(other) => panic!("seed {}: {what}: {other:?}", self.seed),
        }
    }

    fn act(&mut self) {
        let organiser = if self.dice.below(2) == 0 { organiser() } else { second_organiser() };
        let entry = self.dice.pick(&ENTRIES);
        let (app, event) = (self.app, self.event.clone());
        match self.dice.below(24) {
            0..=6 => self.card(entry),
            22 => self.stale(entry),
            23 => self.pick(entry),
            7..=9 => {
                let value = self.dice.pick(&["70", "80", "90"]);
                if self.done("measure", app.set_measure(&organiser, &event, ("daily", entry), value, "核对", None)) {
                    self.model.measures.insert(entry, value.to_owned());
                }
            }
            10 => {
                let points = self.dice.pick(&["1", "0.5"]);
                let request = AdjustRequest {
                    entry: entry.to_owned(),
                    kind: AdjustmentKind::Bonus,
                    item: "表彰".to_owned(),
                    points: points.to_owned(),
                    reason: "有证书".to_owned(),
                    sure: true,
                };
                if self.done("adjust", app.adjust(&organiser, &event, &request, None)) {
                    self.model.adjustments.push(Some((entry, points.to_owned())));
                }
            }
            11 => {
                let at = self.dice.below(self.model.adjustments.len().max(1));
                let position = i32::try_from(at).expect("few");
                if self.done("withdraw", app.withdraw(&organiser, &event, Kind::Adjustment, position, "误登")) {
                    self.model.adjustments[at] = None;
                }
            }
            12 => {
                let judge = self.dice.pick(&JUDGES);
                let request = ExcludeRequest {
                    judge: judge.to_owned(),
                    component: Some("visit".to_owned()),
                    entry: Some(entry.to_owned()),
                    kind: ExclusionKind::Recused,
                    reason: "本单位".to_owned(),
                };
                if self.done("exclude", app.exclude(&organiser, &event, &request)) {
                    self.model.exclusions.push(Some((judge, entry)));
                }
            }
            13 => {
                let at = self.dice.below(self.model.exclusions.len().max(1));
                let position = i32::try_from(at).expect("few");
                if self.done("withdraw", app.withdraw(&organiser, &event, Kind::Exclusion, position, "误登")) {
                    self.model.exclusions[at] = None;
                }
            }
            14 => self.leave_or_come_back(&organiser, entry),
            15 => {
                self.done("close", app.close(&organiser, &event, Some("照常封存")));
            }
            16 => self.settle(),
            17 => self.sign(),
            18 => {
                self.done("publish", publish(app, &event));
            }
            19 => {
                self.done("ask", app.ask_reopening(&organiser, &event, "更正"));
            }
            20 => {
                self.done("decide", app.decide_reopening(&organiser, &event, true));
            }
            _ => {
                self.done("provisional", app.open_provisional(&organiser, &event, "演练"));
            }
        }
    }

    fn card(&mut self, entry: &'static str) {
        let index = self.dice.below(JUDGES.len());
        let marks = [self.dice.pick(&["40", "50"]), self.dice.pick(&["20", "30"])];
        let base = self.tablets[index].card("visit", entry).op;
        let result = self.tablets[index].submit(entry, base.as_deref(), marks[0], marks[1]);
        if result.outcome == Outcome::Recorded {
            self.model.cards.insert((JUDGES[index], entry), marks.map(str::to_owned));
        }
    }

    /// A second tablet of the judge hands in what knows nothing of the card that counts.
    fn stale(&mut self, entry: &'static str) {
        let index = self.dice.below(JUDGES.len());
        let counts = self.tablets[index].card("visit", entry).op.is_some();
        let marks = [self.dice.pick(&["41", "51"]), self.dice.pick(&["21", "31"])];
        let result = self.second[index].submit(entry, None, marks[0], marks[1]);
        match result.outcome {
            Outcome::Conflict => {
                assert!(counts, "seed {}: a rival of nothing", self.seed);
                self.model.rivals.entry((JUDGES[index], entry)).or_default().insert(result.op);
            }
            Outcome::Recorded => {
                self.model.cards.insert((JUDGES[index], entry), marks.map(str::to_owned));
            }
            _ => {}
        }
    }

    /// The judge picks over some of the rivals that they see, or over all.
    fn pick(&mut self, entry: &'static str) {
        let open = self.model.rivals.iter().filter(|(_, rivals)| !rivals.is_empty()).map(|(card, _)| *card);
        let open: Vec<_> = open.collect();
        let (judge, entry) = if open.is_empty() { (JUDGES[0], entry) } else { self.dice.pick(&open) };
        let index = JUDGES.iter().position(|&one| one == judge).expect("a judge");
        let marks = [self.dice.pick(&["40", "50"]), self.dice.pick(&["20", "30"])];
        let mut op = self.tablets[index].pick_op(entry, marks[0], marks[1]);
        let shown = op["settles"].as_array_mut().expect("ids");
        shown.truncate(1 + self.dice.below(2));
        let named: Vec<String> = shown.iter().map(|id| id.as_str().expect("an id").to_owned()).collect();
        if self.tablets[index].send_one(&op).outcome == Outcome::Recorded {
            self.model.cards.insert((judge, entry), marks.map(str::to_owned));
            self.model.rivals.entry((judge, entry)).or_default().retain(|rival| !named.contains(rival));
        }
    }

    /// Exactly what no judge has picked over is open, for the judge, on the desk and at the close.
    fn check_conflicts(&self) {
        let seed = self.seed;
        let mut open = BTreeSet::new();
        for (tablet, judge) in self.tablets.iter().zip(JUDGES) {
            let cards = self.app.judge_view(&tablet.judge).expect("a view").my_cards;
            for entry in ENTRIES {
                let card = cards.iter().find(|card| card.component == "visit" && card.entry == entry).expect("a card");
                let shown = card.rivals.iter().map(|rival| rival.op.clone());
                let expected = self.model.rivals.get(&(judge, entry)).cloned().unwrap_or_default();
                assert_eq!(shown.collect::<BTreeSet<_>>(), expected, "seed {seed}: {judge} {entry}");
                if !expected.is_empty() && !self.model.withdrawn.contains(entry) {
                    open.insert((judge.to_owned(), entry.to_owned()));
                }
            }
        }
        let blockers = self.app.close_blockers(&organiser(), &self.event).expect("blockers").into_iter();
        let blocking = blockers.filter_map(|blocker| match blocker {
            CloseBlocker::Conflict { judge, entry, .. } => Some((judge, entry)),
            _ => None,
        });
        assert_eq!(blocking.collect::<BTreeSet<_>>(), open, "seed {seed}");
    }

    fn leave_or_come_back(&mut self, organiser: &Actor, entry: &'static str) {
        let is_out = self.model.withdrawn.contains(entry);
        let id = entry.to_owned();
        let change = if is_out { DayChange::Readmit { entry: id } } else { DayChange::Withdraw { entry: id } };
        let made = self
            .app
            .preview_day(organiser, &self.event, &change)
            .and_then(|preview| self.app.change_day(organiser, &self.event, &change, preview.version, "当日情况有变"));
        if self.done("day", made) {
            if is_out {
                self.model.withdrawn.remove(entry);
            } else {
                self.model.withdrawn.insert(entry);
            }
        }
    }

    /// The first tie is ordered by two, the first broken limit let stand.
    fn settle(&mut self) {
        let entered = self.app.entered(&organiser(), &self.event).expect("entered");
        if let (Some(tie), Some(seen)) = (entered.ties.first(), entered.result) {
            let order: Vec<_> = tie.entries.iter().zip(1..).map(|((id, ..), turn)| (id.clone(), turn)).collect();
            if self.done("propose", self.app.propose_tie(&organiser(), &self.event, seen, &order, "表决")) {
                let entered = self.app.entered(&organiser(), &self.event).expect("entered");
                let number = entered.ties.iter().find_map(|tie| tie.proposal.as_ref()).expect("it waits").number;
                assert!(!self.done("own", self.app.decide_tie(&organiser(), &self.event, number, Decision::Approve)));
                assert!(
                    self.done(
                        "other",
                        self.app.decide_tie(&second_organiser(), &self.event, number, Decision::Approve)
                    )
                );
            }
        }
        let signing = self.app.signing(&organiser(), &self.event).expect("the page");
        let open = signing.result.map(|result| result.unsettled).unwrap_or_default();
        if let Some((judge, component)) = open.iter().find_map(|b| Some((b.judge.clone()?, b.component.clone()?))) {
            self.done("accept", self.app.accept_breach(&organiser(), &self.event, (&judge, &component), "已说明"));
        }
    }

    fn sign(&mut self) {
        let signers = [
            person("teller-1", Role::Teller),
            person("teller-2", Role::Teller),
            person("scrutineer-1", Role::Scrutineer),
            person("scrutineer-2", Role::Scrutineer),
            person("inspector", Role::Inspector),
            organiser(),
        ];
        for signer in signers {
            let signing = self.app.signing(&signer, &self.event).expect("the page");
            if let Some(result) = signing.result {
                self.done("sign", sign(self.app, &signer, &self.event, result.number, &result.fingerprint));
            }
        }
    }

    /// The folder is what the model says, and gives the frozen result.
    fn check(&self) {
        let seed = self.seed;
        let Board::Result { frozen, .. } = self.app.board(&organiser(), &self.event).expect("the board") else {
            return;
        };
        let exported = export(self.app, &self.event);
        for (file, expected) in self.model.files() {
            let text = std::fs::read_to_string(exported.path().join(file)).expect("a file");
            let lines: BTreeSet<String> = text.lines().skip(1).map(str::to_owned).collect();
            assert_eq!(lines, expected, "seed {seed}: {file}");
        }
        let told = exported.tabulate(&["--format", "json"]);
        assert_eq!(told.code, if frozen.report.is_final { 0 } else { 3 }, "seed {seed}: {}", told.stderr);
        let told: serde_json::Value = serde_json::from_str(&told.stdout).expect("JSON");
        let report = serde_json::to_value(&*frozen.report).expect("JSON");
        for key in ["ranking", "blockers", "final", "parted", "kept"] {
            assert_eq!(told[key], report[key], "seed {seed}: {key}");
        }
        let settled = frozen.report.shown().open.to_settle == 0;
        let signed = matches!(self.state(), EventState::Signed | EventState::Published);
        assert!(settled || !signed, "seed {seed}: signed while something was open");
    }
}

#[test]
fn whatever_is_done_in_whatever_order_the_folder_gives_the_result() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let (stories, first) = (number("ACTS").unwrap_or(6), number("SEED").unwrap_or(1));
    let (mut checked, mut published) = (0, false);
    for seed in first..first + stories {
        let database = Database::file();
        let app = database.app();
        let event = import(&app, &folder());
        let tablets = |device| JUDGES.iter().map(|judge| Tablet::new(&app, &event, judge, device)).collect();
        let (tablets, second) = (tablets("t1"), tablets("t2"));
        let mut story =
            Story { app: &app, event, tablets, second, model: Model::default(), dice: Dice::new(seed), seed };
        let mut results = 0;
        for turn in 0..140 {
            story.act();
            if turn % 5 == 4 {
                story.check_conflicts();
            }
            let signing = app.signing(&staff(Role::Organiser), &story.event).expect("the page");
            let now = signing.result.map_or(0, |result| result.number);
            if now != results && !story.state().is_before_close() {
                results = now;
                story.check();
                checked += 1;
            }
            published |= story.state() == EventState::Published;
        }
        assert_sound(&app);
    }
    assert!(checked > stories && (published || stories < 6), "the stories came nowhere: {checked} results");
}
