//! What the audience is sent at one step of an announcement. Whatever is drawn for the hall is drawn from this alone, and
//! nothing of a later step is in it: no unit, no total and no part, and no place that is shared either.

use std::collections::BTreeMap;

use crate::app::event::wire::EntryView;
use crate::app::result::wall::announce::Announcement;
use crate::app::result::wall::steps::{LISTED, Place, Step, Steps, Track, called, prize};
use crate::scoring::result::{RankingRow, Report};
use crate::scoring::rules::Rules;

/// Steps of a ranking that are drawn as dashes, at most.
const DASHES: usize = 20;
/// What a ladder may be high, and what its rows and the heads of its groups take of that.
const HIGH: usize = 940;
const ROW: usize = 70;
const HEAD: usize = 62;

/// What is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The track; empty where there is one ranking of all.
    pub track: String,
    /// Around the place that is announced; empty where the whole screen is a list.
    pub ladder: Vec<Rung>,
    /// Where the ladder does not show all: its first and its last place, and how many there are.
    pub window: Option<(usize, usize, usize)>,
    pub hero: Hero,
    /// How many places are known of how many, and whether that is drawn as dashes.
    pub known: (usize, usize, bool),
    /// Full marks, where the rules have them.
    pub full: Option<String>,
}

/// A line of the ladder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rung {
    /// The head of a group.
    Prize {
        name: String,
        entries: usize,
    },
    /// Somebody who is not known yet, at a number along the ladder: a place that is shared is not told before its step.
    Hidden(usize),
    Known {
        place: String,
        name: String,
        total: Option<String>,
        is_new: bool,
    },
}

/// What stands large.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hero {
    Title { entries: usize, tracks: Vec<String> },
    Place { place: String, prize: String, faces: Vec<Face>, more: usize, total: Sum },
    List { first: String, last: String, rows: Vec<Line>, more: usize, is_all: bool },
}

/// Somebody who has the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Face {
    pub name: String,
    /// Name of the project; may be empty.
    pub project: String,
    /// Site and theme; may be empty.
    pub about: String,
    /// What they are given where those who share the place are given different things.
    pub prize: Option<String>,
    /// What the total is made of; empty before it is known.
    pub parts: Vec<Part>,
}

/// The total of a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sum {
    /// Not yet: a box for each digit of the lowest total, which says nothing of a higher one, and the components by weight.
    Boxes {
        shape: String,
        tracks: Vec<Part>,
    },
    Known(String),
}

/// A part of a total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub name: String,
    /// As printed; of what is not known yet, how wide its track is.
    pub figure: String,
}

/// A line of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub place: String,
    pub name: String,
    /// Name of the project; may be empty.
    pub project: String,
    pub total: String,
    /// Set where it begins a group.
    pub prize: Option<String>,
}

/// Those who share a place and are named, at most.
const FACES: usize = 12;

impl Announcement {
    /// What the audience is sent now.
    #[must_use]
    pub fn sheet(&self) -> Sheet {
        let entries = self.entries.iter().map(|entry| (entry.id.as_str(), entry)).collect();
        Drawn { report: &self.report, rules: &self.rules, entries, steps: &self.steps }.sheet(self.at)
    }

    /// What a total is made of; for whoever announces, who sees it before the hall does.
    #[must_use]
    pub fn parts_of(&self, row: &RankingRow) -> Vec<Part> {
        parts(&self.rules, row)
    }
}

struct Drawn<'a> {
    report: &'a Report,
    rules: &'a Rules,
    entries: BTreeMap<&'a str, &'a EntryView>,
    steps: &'a Steps,
}

impl Drawn<'_> {
    fn sheet(&self, at: usize) -> Sheet {
        let step = self.steps.step(at);
        let (track, now) = match step {
            Step::Title => (0, None),
            Step::Unit { track, place } | Step::Total { track, place } => (track, Some(place)),
            Step::List { track, .. } | Step::All { track } => (track, None),
        };
        let empty = Track { name: String::new(), places: Vec::new() };
        let ranking = self.steps.tracks.get(track).unwrap_or(&empty);
        let known = (0..ranking.places.len()).filter(|place| self.steps.is_known(at, track, *place).1);
        let known: usize = known.map(|place| ranking.places[place].rows.len()).sum();
        let hero = match step {
            Step::Title => Hero::Title {
                entries: self.steps.tracks.iter().map(Track::entries).sum(),
                tracks: self.steps.tracks.iter().map(|track| track.name.clone()).filter(|n| !n.is_empty()).collect(),
            },
            Step::Unit { place, .. } => self.place(&ranking.places[place], ranking, false),
            Step::Total { place, .. } => self.place(&ranking.places[place], ranking, true),
            Step::List { first, last, .. } => list(&ranking.places[first..=last], false),
            Step::All { .. } => list(&ranking.places, true),
        };
        let (ladder, window) = match step {
            Step::List { .. } | Step::All { .. } => (Vec::new(), None),
            _ => window(self.ladder(at, track, ranking, now)),
        };
        let all = ranking.entries();
        let known = (known, all, all <= DASHES);
        Sheet { track: ranking.name.clone(), ladder, window, hero, known, full: self.report.full_marks.clone() }
    }

    fn ladder(&self, at: usize, track: usize, ranking: &Track, now: Option<usize>) -> Vec<Rung> {
        let mut rungs = Vec::new();
        let has_prizes = ranking.places.iter().any(|place| !place.prize.is_empty());
        for group in ranking.places.chunk_by(|a, b| a.prize == b.prize) {
            if has_prizes {
                let entries = group.iter().map(|place| place.rows.len()).sum();
                rungs.push(Rung::Prize { name: group[0].group().to_owned(), entries });
            }
            for place in group {
                let number = ranking.places.iter().position(|other| other.before == place.before).unwrap_or_default();
                let (is_named, is_counted) = self.steps.is_known(at, track, number);
                rungs.extend(place.rows.iter().enumerate().map(|(turn, row)| {
                    if !is_named {
                        return Rung::Hidden(place.before + turn + 1);
                    }
                    let total = is_counted.then(|| row.total.clone());
                    Rung::Known { place: row.rank.clone(), name: called(row), total, is_new: now == Some(number) }
                }));
            }
        }
        rungs
    }

    fn place(&self, place: &Place, ranking: &Track, is_counted: bool) -> Hero {
        let alike = place.rows.iter().all(|row| prize(row) == place.prize);
        let face = |row: &RankingRow| Face {
            name: called(row),
            project: project(row),
            about: self.entries.get(row.entry.as_str()).map(|entry| about(entry)).unwrap_or_default(),
            prize: (!alike).then(|| prize(row)),
            parts: if is_counted { parts(self.rules, row) } else { Vec::new() },
        };
        let total = match place.rows.first() {
            Some(row) if is_counted => Sum::Known(row.total.clone()),
            _ => Sum::Boxes { shape: shape(ranking), tracks: self.tracks() },
        };
        Hero::Place {
            place: place.place.clone(),
            prize: if alike { place.prize.clone() } else { String::new() },
            faces: place.rows.iter().take(FACES).map(face).collect(),
            more: place.rows.len().saturating_sub(FACES),
            total,
        }
    }

    /// The components with how wide their tracks are: by the rules alone.
    fn tracks(&self) -> Vec<Part> {
        let weighing = self.rules.components.iter().enumerate().filter(|(_, component)| !component.weight.is_zero());
        weighing
            .map(|(number, component)| {
                let full = self.rules.full_score(number).and_then(|full| full.parse().ok());
                let full = full.unwrap_or(rust_decimal::Decimal::ONE_HUNDRED);
                let wide = component.weight.checked_mul(full).unwrap_or(component.weight);
                Part { name: component.name.clone(), figure: wide.normalize().to_string() }
            })
            .collect()
    }
}

/// What a total is made of: the components that weigh, as they enter it, and what was added and taken off.
fn parts(rules: &Rules, row: &RankingRow) -> Vec<Part> {
    let name = |id: &str| rules.components.iter().find(|c| c.id == id && !c.weight.is_zero());
    let weighted = row.weighted.0.iter().filter(|(_, figure)| !figure.is_empty());
    let mut parts: Vec<Part> = weighted
        .filter_map(|(id, figure)| Some(Part { name: name(id)?.name.clone(), figure: figure.clone() }))
        .collect();
    let given = |points: &str| points.chars().any(|c| ('1'..='9').contains(&c));
    for (name, sign, points) in [("加分", "+", &row.bonus), ("扣分", "−", &row.deduction)] {
        if given(points) {
            parts.push(Part { name: name.to_owned(), figure: format!("{sign}{points}") });
        }
    }
    parts
}

/// The project of a row that is called by its unit.
fn project(row: &RankingRow) -> String {
    if row.unit.is_empty() { String::new() } else { row.name.clone() }
}

fn about(entry: &EntryView) -> String {
    let words = [entry.site.as_str(), entry.theme.as_str()].into_iter().filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" · ")
}

/// The lowest total with its digits taken out.
fn shape(ranking: &Track) -> String {
    let lowest = ranking.places.last().and_then(|place| place.rows.first()).map_or("", |row| row.total.as_str());
    lowest.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect()
}

fn list(places: &[Place], is_all: bool) -> Hero {
    let mut rows = Vec::new();
    let has_prizes = places.iter().any(|place| !place.prize.is_empty());
    let mut before: Option<&str> = None;
    for place in places {
        for row in &place.rows {
            let is_first = has_prizes && before != Some(place.prize.as_str());
            rows.push(Line {
                place: row.rank.clone(),
                name: called(row),
                project: project(row),
                total: row.total.clone(),
                prize: is_first.then(|| place.group().to_owned()),
            });
            before = Some(&place.prize);
        }
    }
    let end = |place: Option<&Place>| place.map(|place| place.place.clone()).unwrap_or_default();
    let more = rows.len().saturating_sub(LISTED);
    rows.truncate(LISTED);
    Hero::List { first: end(places.first()), last: end(places.last()), rows, more, is_all }
}

/// As much of a ladder as there is room for, around what is new, or from its end where nothing is.
fn window(rungs: Vec<Rung>) -> (Vec<Rung>, Option<(usize, usize, usize)>) {
    let high = |rung: &Rung| if matches!(rung, Rung::Prize { .. }) { HEAD } else { ROW };
    let all: usize = rungs.iter().map(high).sum();
    if all <= HIGH {
        return (rungs, None);
    }
    let is_new = |rung: &Rung| matches!(rung, Rung::Known { is_new: true, .. });
    let here = rungs.iter().position(is_new).unwrap_or(rungs.len() - 1);
    let (mut from, mut to, mut left) = (here, here + 1, HIGH - ROW - ROW);
    // by turns above and below, until there is no room
    loop {
        let above = from.checked_sub(1).map(|above| high(&rungs[above])).filter(|high| *high <= left);
        if let Some(high) = above {
            (from, left) = (from - 1, left - high);
        }
        let below = rungs.get(to).map(high).filter(|high| *high <= left);
        if let Some(high) = below {
            (to, left) = (to + 1, left - high);
        }
        if above.is_none() && below.is_none() {
            break;
        }
    }
    let is_entry = |rung: &&Rung| !matches!(rung, Rung::Prize { .. });
    let before = rungs[..from].iter().filter(is_entry).count();
    let shown = rungs[from..to].iter().filter(is_entry).count();
    let of = rungs.iter().filter(is_entry).count();
    (rungs[from..to].to_vec(), Some((before + 1, before + shown, of)))
}
