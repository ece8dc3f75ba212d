//! The result of a rehearsal beside the answer, worked out apart from the known cards; and what is stored beside them.

use std::collections::HashSet;

use crate::app::act::actor::Actor;
use crate::app::act::permission::Act;
use crate::app::event::folder::{Unfit, faultless};
use crate::app::event::frame::Frame;
use crate::app::result::trial::known::Known;
use crate::app::{App, AppError};
use crate::scoring::event::{Cell, Event, Expectation};
use crate::scoring::recount::{Disagreement, compared, disagreements, recount};
use crate::scoring::result::{RankingRow, Report};
use crate::scoring::{Explain, tabulate};
use crate::store::Tx;
use crate::store::event::EventRow;

/// What comparing came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::app) struct Compared {
    /// Figures that were compared.
    pub figures: usize,
    /// Entries that share a place in the answer.
    pub level: usize,
    /// Where the two differ, in words; without the figures.
    pub places: Vec<String>,
    /// The versions of the event that were compared.
    pub versions: (i64, i64),
}

impl App {
    /// Compares a rehearsal's result, as the desk would show it and as it comes out of the event folder, with the answer.
    /// The answer knows nothing of the database: it is worked out from what is known.
    pub(super) fn compare_trial(&self, actor: &Actor, event: &str, known: &Known) -> Result<Compared, AppError> {
        self.look(actor, Act::Try, event, |tx, head, frame| self.compare(tx, head, frame, known))
    }

    fn compare(&self, tx: &mut Tx, head: &EventRow, frame: &Frame, known: &Known) -> Result<Compared, AppError> {
        let answer = recount(&known.event);
        let held = self.held(tx, head, frame)?;
        let stored = frame.taking_part(&held.event);
        let shown = frame.report(&stored, &Explain::None);
        let mut found = disagreements(&known.event, &answer, &shown);
        // a card that is another one need not make another result: the worst may be left out anyway
        let (cells, mut places) = unlike(&known.event, &stored);
        match faultless(tx, &head.id, frame) {
            Ok(folder) => {
                let again = tabulate(&folder.event).report(&folder.rules_sha256, &Explain::None);
                found.extend(disagreements(&known.event, &answer, &again));
                places.extend(unlike(&known.event, &folder.event).1);
            }
            Err(error) => match error.take::<Unfit>()? {
                Unfit::Faults(_) | Unfit::Differs => places.push("评比文件夹".to_owned()),
            },
        }
        // what the result differs in goes first
        let mut places: Vec<String> = found.iter().map(|one| worded(&known.event, one)).chain(places).collect();
        let mut seen = HashSet::new();
        places.retain(|place| seen.insert(place.clone()));
        let versions = (head.version, head.setup_version);
        Ok(Compared { figures: cells + compared(&shown), level: level(&shown), places, versions })
    }
}

/// What of the cells that are due, and of the measures, is stored as something else than is known; and how many values were
/// compared.
fn unlike(known: &Event, stored: &Event) -> (usize, Vec<String>) {
    if (known.entries(), known.judges()) != (stored.entries(), stored.judges()) {
        return (0, vec!["名单".to_owned()]);
    }
    let (mut values, mut places) = (0, Vec::new());
    for (component, part) in known.rules().components.iter().enumerate() {
        for (entry, of) in known.entries().iter().enumerate() {
            let place = format!("{}·{}", of.unit, part.name);
            let value = known.measure(component, entry);
            values += usize::from(value.is_some());
            if value != stored.measure(component, entry) {
                places.push(format!("{place} 的考核数值"));
            }
            // no judge is named: what a trial came to stays when names are erased
            for judge in 0..known.judges().len() {
                let cell = Cell { component, judge, entry };
                if known.expectation(cell) != stored.expectation(cell) {
                    places.push(format!("{place} 的回避、缺席或作废"));
                } else if known.expectation(cell) == Expectation::Due {
                    let marks = known.values(cell).unwrap_or_default();
                    values += marks.len();
                    if marks != stored.values(cell).unwrap_or_default() {
                        places.push(format!("{place} 的评分卡"));
                    }
                }
            }
        }
    }
    (values, places)
}

/// How many entries share a place.
fn level(report: &Report) -> usize {
    let shares = |row: &&RankingRow| {
        let alike = |other: &&RankingRow| other.rank == row.rank && (!report.by_track || other.track == row.track);
        !row.rank.is_empty() && report.ranking.iter().filter(alike).count() > 1
    };
    report.ranking.iter().filter(shares).count()
}

/// Entry and column of a figure, as people call them.
fn worded(event: &Event, found: &Disagreement) -> String {
    let entry = event.entries().iter().find(|entry| entry.id == found.entry);
    let entry = entry.map_or(found.entry.as_str(), |entry| entry.unit.as_str());
    let about = match found.about.as_str() {
        "rank" => "名次".to_owned(),
        "total" => "总分".to_owned(),
        "bonus" => "加分".to_owned(),
        "deduction" => "减分".to_owned(),
        "award" => "奖项".to_owned(),
        "band" => "等次".to_owned(),
        "status" => "状态".to_owned(),
        "row" => "次序".to_owned(),
        "blocker" | "final" => "未决事项".to_owned(),
        "full_marks" => "满分".to_owned(),
        other if other.starts_with("balance of ") => "评审组折算".to_owned(),
        other => {
            let (id, weighted) = other.strip_suffix(", weighted").map_or((other, ""), |id| (id, "（加权）"));
            let part = event.rules().components.iter().find(|part| part.id == id);
            format!("{}{weighted}", part.map_or(id, |part| part.name.as_str()))
        }
    };
    if entry.is_empty() { about } else { format!("{entry} {about}") }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use diesel::connection::SimpleConnection;
    use diesel::{Connection, SqliteConnection};
    use tempfile::TempDir;

    use super::super::run::Begun;
    use crate::app::App;
    use crate::app::act::actor::{Actor, Role};
    use crate::app::act::clock::Clock;
    use crate::app::setup::folder_io::ImportOptions;
    use crate::folder;
    use crate::scoring::event::{Cell, ExclusionKind, Expectation};

    /// A rehearsal that is filled, and not compared yet.
    struct Filled {
        data: TempDir,
        app: App,
        event: String,
        begun: Begun,
    }

    fn organiser() -> Actor {
        Actor::console(Role::Organiser)
    }

    fn filled() -> Filled {
        let data = TempDir::new().expect("a folder");
        let url = format!("sqlite://{}", data.path().join("guanmo.db").display());
        let app = App::open(url.as_str(), Clock::System).expect("a database");
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/haian-2023");
        let read = folder::read_dir(&folder, None).expect("a sound folder");
        let event = app.import(&organiser(), read, ImportOptions::default()).expect("an event");
        let event = app.rehearse(&organiser(), &event).expect("a rehearsal");
        let begun = app.begin_trial(&organiser(), &event, 4827).expect("begun");
        assert_eq!(app.fill_trial(&organiser(), &event, &begun).expect("filled"), Vec::<String>::new());
        Filled { data, app, event, begun }
    }

    impl Filled {
        fn places(&self) -> Vec<String> {
            // as an instance that holds nothing in memory
            self.app.memory.clear();
            self.app.compare_trial(&organiser(), &self.event, &self.begun.known).expect("compared").places
        }

        fn tamper(&self, sql: &str) {
            let file = self.data.path().join("guanmo.db");
            let mut connection = SqliteConnection::establish(file.to_str().expect("a path")).expect("opened");
            connection.batch_execute(sql).expect("changed");
        }
    }

    #[test]
    fn what_was_put_in_is_hard_on_purpose_and_comes_out_as_the_answer() {
        let filled = filled();
        let known = &filled.begun.known;
        let kinds: Vec<ExclusionKind> = known.excluded.iter().map(|row| row.kind).collect();
        assert!(kinds.contains(&ExclusionKind::Recused) && kinds.contains(&ExclusionKind::Absent), "{kinds:?}");
        assert!(!known.voided.is_empty() && !known.adjustments.is_empty() && !known.measures.is_empty());
        // nothing is made up for a cell that is not due, and nothing that is due is left out but what is voided
        let cells = |card: &super::super::cards::KnownCard| {
            let (component, judge) = (card.component, card.judge);
            card.values.iter().map(move |(entry, _)| Cell { component, judge, entry: *entry }).collect::<Vec<_>>()
        };
        let given: Vec<Cell> = known.cards.iter().flat_map(cells).collect();
        assert!(
            given.iter().all(|&cell| { matches!(known.event.expectation(cell), Expectation::Due | Expectation::Void) })
        );
        let compared = filled.app.compare_trial(&organiser(), &filled.event, known).expect("compared");
        assert_eq!(compared.places, Vec::<String>::new());
        assert!(compared.level >= 2 && compared.figures > 100, "{compared:?}");
    }

    #[test]
    fn a_stored_card_that_has_become_another_is_found() {
        let filled = filled();
        let card = &filled.begun.known.cards[0];
        let (criterion, mark) = card.marks.iter().next().expect("a mark");
        let other = if mark.starts_with('1') { mark.replacen('1', "0", 1) } else { mark.replacen(&mark[..1], "1", 1) };
        let judge = &filled.begun.known.event.judges()[card.judge].id;
        filled.tamper(&format!(
            "DROP TRIGGER operation_is_not_updated;
             UPDATE operation SET body = replace(body, '\"{criterion}\":\"{mark}\"', '\"{criterion}\":\"{other}\"')
             WHERE event_id = '{}' AND judge = '{judge}' AND seq = 1",
            filled.event
        ));
        let places = filled.places();
        assert!(places.iter().any(|place| place.contains("的评分卡")), "{places:?}");
    }

    #[test]
    fn an_answer_to_other_cards_is_found() {
        let mut filled = filled();
        let known = &mut filled.begun.known;
        let card = known.cards.iter().find(|card| {
            let (entry, _) = card.values[0];
            let cell = Cell { component: card.component, judge: card.judge, entry };
            known.event.expectation(cell) == Expectation::Due
        });
        let card = card.expect("a card that counts").clone();
        let cell = Cell { component: card.component, judge: card.judge, entry: card.values[0].0 };
        for value in known.event.values_mut(cell).expect("a seat") {
            *value -= 10;
        }
        assert!(!filled.places().is_empty());
    }
}
