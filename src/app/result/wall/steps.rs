//! A frozen report cut into the steps of an announcement: track by track, from the last place to the first; of each place
//! the unit first and the total after it. Pure: nothing is worked out, and every figure is the report's own text.

use crate::scoring::result::{RankingRow, Report, Status};
use crate::scoring::shown::ShownTrack;

/// Entries that are listed at once.
pub const LISTED: usize = 30;

/// A place with all who share it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// As printed.
    pub place: String,
    /// Award, or band where there is no award; may be empty.
    pub prize: String,
    /// Rows of the report.
    pub rows: Vec<RankingRow>,
    /// How many of the track come before it.
    pub before: usize,
}

/// One ranking, first place first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Track {
    /// Empty where there is one ranking of all.
    pub name: String,
    pub places: Vec<Place>,
}

/// What is shown at once. Numbers are those of the track and of the place in it, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// What is announced, and nothing of it.
    Title,
    /// Places that are not announced one by one: from the better one to the worse one.
    List { track: usize, first: usize, last: usize },
    /// Who has a place.
    Unit { track: usize, place: usize },
    /// And with which total.
    Total { track: usize, place: usize },
    /// The whole ranking of a track.
    All { track: usize },
}

/// The steps of an announcement, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Steps {
    pub tracks: Vec<Track>,
    pub steps: Vec<Step>,
}

impl Place {
    /// What the group is called that it stands in.
    #[must_use]
    pub fn group(&self) -> &str {
        if self.prize.is_empty() { "其余名次" } else { &self.prize }
    }
}

impl Track {
    fn of(shown: &ShownTrack<'_>) -> Self {
        let mut places: Vec<Place> = Vec::new();
        let ranked = shown.rows.iter().map(|shown| shown.row).filter(|row| row.status == Status::Ranked);
        for (before, row) in ranked.enumerate() {
            match places.last_mut().filter(|last| last.place == row.rank) {
                Some(shared) => shared.rows.push(row.clone()),
                None => {
                    places.push(Place { place: row.rank.clone(), prize: prize(row), rows: vec![row.clone()], before });
                }
            }
        }
        Self { name: shown.name.to_owned(), places }
    }

    /// How many entries are ranked in it.
    #[must_use]
    pub fn entries(&self) -> usize {
        self.places.iter().map(|place| place.rows.len()).sum()
    }
}

impl Steps {
    /// The steps of a report; one by one only from place `from` on, where it is said.
    #[must_use]
    pub fn of(report: &Report, from: Option<usize>) -> Self {
        let shown = report.shown();
        let tracks: Vec<Track> = shown.tracks.iter().map(Track::of).filter(|track| !track.places.is_empty()).collect();
        let mut steps = vec![Step::Title];
        for (track, places) in tracks.iter().map(|track| &track.places).enumerate() {
            let singly = from.map_or(places.len(), |from| places.iter().filter(|place| is_from(place, from)).count());
            steps.extend(lists(track, places, singly));
            for place in (0..singly).rev() {
                steps.extend([Step::Unit { track, place }, Step::Total { track, place }]);
            }
            steps.push(Step::All { track });
        }
        Self { tracks, steps }
    }

    /// Whether there is nothing to announce.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tracks.is_empty()
    }

    /// The number of the last step.
    #[must_use]
    pub fn last(&self) -> usize {
        self.steps.len().saturating_sub(1)
    }

    /// The step of a number.
    #[must_use]
    pub fn step(&self, at: usize) -> Step {
        self.steps.get(at).copied().unwrap_or(Step::Title)
    }

    /// The last place of the longest ranking.
    #[must_use]
    pub fn most_places(&self) -> usize {
        self.tracks.iter().map(Track::entries).max().unwrap_or(0)
    }

    /// Whether a place has been shown at a step, and whether its total has.
    #[must_use]
    pub fn is_known(&self, at: usize, track: usize, place: usize) -> (bool, bool) {
        let mut known = (false, false);
        for step in self.steps.iter().take(at + 1) {
            match *step {
                Step::Unit { track: of, place: one } if (of, one) == (track, place) => known.0 = true,
                Step::Total { track: of, place: one } if (of, one) == (track, place) => known = (true, true),
                Step::List { track: of, first, last } if of == track && (first..=last).contains(&place) => {
                    known = (true, true);
                }
                _ => {}
            }
        }
        known
    }
}

/// Whether a place is among the first so many.
fn is_from(place: &Place, from: usize) -> bool {
    place.place.parse().is_ok_and(|place: usize| place <= from)
}

/// What is not announced one by one, from the last place up, so many entries at once.
fn lists(track: usize, places: &[Place], singly: usize) -> Vec<Step> {
    let mut lists = Vec::new();
    let (mut last, mut entries) = (places.len(), 0);
    for (place, one) in places.iter().enumerate().skip(singly).rev() {
        if entries > 0 && entries + one.rows.len() > LISTED {
            lists.push(Step::List { track, first: place + 1, last: last - 1 });
            (last, entries) = (place + 1, 0);
        }
        entries += one.rows.len();
    }
    if entries > 0 {
        lists.push(Step::List { track, first: singly, last: last - 1 });
    }
    lists
}

/// What a row is given: its awards, or its band where it has none.
#[must_use]
pub fn prize(row: &RankingRow) -> String {
    if row.award.is_empty() { row.band.clone() } else { row.award.replace(';', "、") }
}

/// What a row is called by.
#[must_use]
pub fn called(row: &RankingRow) -> String {
    let name = if row.unit.is_empty() { &row.name } else { &row.unit };
    if name.is_empty() { format!("{} 号", row.entry) } else { name.clone() }
}

/// Who has no place and so is not announced, and why.
#[must_use]
pub fn left_out(report: &Report) -> Vec<(String, &'static str)> {
    let why = |row: &RankingRow| match row.status {
        Status::Ranked => None,
        Status::Vetoed => Some("一票否决"),
        Status::Incomplete => Some("有未决事项，没有总分"),
    };
    let rows = report.ranking.iter().filter_map(|row| Some((called(row), why(row)?)));
    let withdrawn = report.withdrawn.iter().map(|gone| {
        let name = if gone.unit.is_empty() { &gone.name } else { &gone.unit };
        (name.clone(), "退出评比")
    });
    rows.chain(withdrawn).collect()
}
