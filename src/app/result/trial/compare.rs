//! The result of a rehearsal beside the answer, worked out apart from the known cards.

use crate::app::act::permission::Act;
use crate::app::event::folder::{Unfit, faultless};
use crate::app::event::frame::Frame;
use crate::app::result::trial::known::Known;
use crate::app::{App, AppError};
use crate::scoring::event::Event;
use crate::scoring::recount::{Disagreement, compared, disagreements, recount};
use crate::scoring::result::Report;
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
    pub(super) fn compare_trial(
        &self,
        actor: &crate::app::act::actor::Actor,
        event: &str,
        known: &Known,
    ) -> Result<Compared, AppError> {
        self.look(actor, Act::Try, event, |tx, head, frame| self.compare(tx, head, frame, known))
    }

    fn compare(&self, tx: &mut Tx, head: &EventRow, frame: &Frame, known: &Known) -> Result<Compared, AppError> {
        let answer = recount(&known.event);
        let held = self.held(tx, head, frame)?;
        let shown = frame.report(&frame.taking_part(&held.event), &Explain::None);
        let mut found = disagreements(&known.event, &answer, &shown);
        let mut places = Vec::new();
        match faultless(tx, &head.id, frame) {
            Ok(folder) => {
                let again = tabulate(&folder.event).report(&folder.rules_sha256, &Explain::None);
                found.extend(disagreements(&known.event, &answer, &again));
            }
            Err(error) => match error.take::<Unfit>()? {
                Unfit::Faults(_) | Unfit::Differs => places.push("评比文件夹".to_owned()),
            },
        }
        for one in &found {
            let place = worded(&known.event, one);
            if !places.contains(&place) {
                places.push(place);
            }
        }
        let versions = (head.version, head.setup_version);
        Ok(Compared { figures: compared(&shown), level: level(&shown), places, versions })
    }
}

/// How many entries share a place.
fn level(report: &Report) -> usize {
    let shares = |row: &&crate::scoring::result::RankingRow| {
        let alike = |other: &&crate::scoring::result::RankingRow| {
            (&other.rank, &other.track) == (&row.rank, &row.track) || (!report.by_track && other.rank == row.rank)
        };
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
