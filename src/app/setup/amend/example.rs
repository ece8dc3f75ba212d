//! A worked example beside the rules: a few made-up cards, counted by the rules as they are typed. The cards are the same
//! each time, so that what changes in the figures comes from the rules. They are written as the files of an event folder
//! and read as such, so that the example is counted as any event is.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::folder::rules::form::{RulesForm, Section};
use crate::folder::{self, RULES_FILE};
use crate::scoring::rules::Rules;
use crate::scoring::trace::EntryTrace;
use crate::scoring::{Explain, tabulate};

/// What the made-up entries are called.
const UNITS: [&str; 12] =
    ["甲镇", "乙镇", "丙镇", "丁镇", "戊镇", "己镇", "庚镇", "辛镇", "壬镇", "癸镇", "子镇", "丑镇"];
/// Made-up judges of each group, from the first on; then as many as the last.
const SEATS: [usize; 4] = [4, 6, 8, 5];
/// Entries that an example has at least.
const ENTRIES: usize = 6;
/// Most rows of marks of an example: it is counted at each key that is pressed.
const MOST_MARKS: usize = 20_000;
const MOST_SEATS: usize = 40;

/// What rules make of the made-up cards.
#[derive(Debug, Clone)]
pub struct Example {
    /// The entry that is followed from its cards to its total.
    pub unit: &'static str,
    pub trace: EntryTrace,
    /// Its total and place, as printed; empty where something is lacking.
    pub total: String,
    pub place: String,
    pub award: String,
    pub band: String,
    /// How many entries there are.
    pub entries: usize,
}

/// Counts the example; `None` where the rules are not sound, or larger than an example can be.
pub(super) fn example(text: &str, rules: &Rules) -> Option<Example> {
    let form = RulesForm::of(text)?;
    let made = Made { form: &form, rules, entries: entries(&form) };
    let files = made.files(text)?;
    let folder = folder::read_files(&files).ok()?;
    let report = tabulate(&folder.event).report(&folder.rules_sha256, &Explain::One("1".to_owned()));
    let trace = report.trace.as_ref()?.get("1")?.clone();
    let row = report.ranking.iter().find(|row| row.entry == "1")?;
    Some(Example {
        unit: UNITS[0],
        trace,
        total: row.total.clone(),
        place: row.rank.clone(),
        award: row.award.clone(),
        band: row.band.clone(),
        entries: made.entries,
    })
}

/// As many entries as a ballot needs that chooses among them.
fn entries(form: &RulesForm) -> usize {
    let chosen = form.components().iter().filter_map(|part| part.value("choose").parse::<usize>().ok()).max();
    chosen.map_or(ENTRIES, |chosen| (chosen + 2).clamp(ENTRIES, UNITS.len()))
}

struct Made<'f> {
    form: &'f RulesForm,
    rules: &'f Rules,
    entries: usize,
}

/// A made-up judge.
struct Seat {
    id: String,
    group: String,
    unit: &'static str,
}

impl Made<'_> {
    fn files(&self, text: &str) -> Option<BTreeMap<String, Vec<u8>>> {
        let seats = self.seats();
        let mut marks = String::from("judge,component,entry,criterion,value\n");
        let mut measures = String::from("component,entry,value\n");
        let mut rows = 0;
        for (index, part) in self.form.components().iter().enumerate() {
            let judging = self.judging(index);
            let seats: Vec<&Seat> = seats.iter().filter(|seat| judging.contains(&seat.group.as_str())).collect();
            rows += seats.len() * self.entries * rows_of(part);
            if rows > MOST_MARKS {
                return None;
            }
            if part.value("kind") == "measure" {
                for entry in 0..self.entries {
                    measures += &format!("{},{},{}\n", part.id, entry + 1, value(part, index, entry));
                }
            }
            for (number, seat) in seats.into_iter().enumerate() {
                self.fill(&mut marks, part, (index, number), seat);
            }
        }
        let mut files = BTreeMap::new();
        files.insert(RULES_FILE.to_owned(), text.as_bytes().to_vec());
        files.insert("entries.csv".to_owned(), self.entries_csv().into_bytes());
        files.insert("judges.csv".to_owned(), judges_csv(&seats).into_bytes());
        files.insert("scores.csv".to_owned(), marks.into_bytes());
        files.insert("measures.csv".to_owned(), measures.into_bytes());
        Some(files)
    }

    /// Whether entries stand in panels, which only a balance asks for.
    fn has_panels(&self) -> bool {
        let parts = self.form.components().iter().filter_map(|part| part.part("balance"));
        parts.into_iter().any(|part| part.sections.iter().any(|section| section.is_written))
    }

    fn entries_csv(&self) -> String {
        let tracks = if self.rules.ranking.by_track { self.tracks() } else { vec![String::new()] };
        let classes = &self.rules.classes;
        let panels = if self.has_panels() { ",panel" } else { "" };
        let mut csv = format!("entry,name,unit,track,class{panels}\n");
        for entry in 0..self.entries {
            let class = if classes.is_empty() { "" } else { classes[entry % classes.len()].id.as_str() };
            let track = &tracks[entry % tracks.len()];
            let panel = if panels.is_empty() { "" } else { [",一组", ",二组"][entry * 2 / self.entries] };
            csv += &format!("{},,{},{track},{class}{panel}\n", entry + 1, UNITS[entry]);
        }
        csv
    }

    /// The tracks that awards name; two where none does.
    fn tracks(&self) -> Vec<String> {
        let awards = self.form.file.part("award").map_or(&[][..], |part| &part.sections);
        let mut tracks: Vec<String> = Vec::new();
        for track in awards.iter().flat_map(|award| award.value("tracks").split('、')) {
            if !track.is_empty() && !tracks.iter().any(|known| known == track) {
                tracks.push(track.to_owned());
            }
        }
        if tracks.is_empty() { ["园区组", "镇组"].map(str::to_owned).to_vec() } else { tracks }
    }

    /// The ids of the groups that judge a component.
    fn judging(&self, component: usize) -> Vec<&str> {
        let judging = self.rules.components.get(component).and_then(|part| part.judging());
        let groups = judging.map(|judging| judging.groups.as_slice()).unwrap_or_default();
        groups.iter().filter_map(|&group| self.rules.groups.get(group)).map(|group| group.id.as_str()).collect()
    }

    /// Made-up judges: of each group as many as its lists need.
    fn seats(&self) -> Vec<Seat> {
        let mut seats = Vec::new();
        for (number, group) in self.rules.groups.iter().enumerate() {
            let lists = self
                .rules
                .components
                .iter()
                .filter_map(|part| part.judging()?.list_of(number).map(|list| (part, list)));
            let needed =
                lists.filter_map(|(part, list)| part.judging()?.lists.get(list)).map(|list| list.min_cards).max();
            let count = SEATS[number.min(SEATS.len() - 1)].max(needed.unwrap_or_default() + 1).min(MOST_SEATS);
            let covers = self
                .form
                .file
                .part("group")
                .and_then(|part| part.sections.get(number))
                .map(|group| group.value("covers"));
            // whoever is told from others by the unit has one
            let own = covers.is_some_and(|covers| covers != "all");
            let count = if own { count.max(self.entries) } else { count };
            seats.extend((0..count).map(|seat| Seat {
                id: format!("{}-{}", number + 1, seat + 1),
                group: group.id.clone(),
                unit: if own { UNITS[seat % self.entries] } else { "" },
            }));
        }
        seats
    }

    /// The entries that a judge scores.
    fn due(&self, seat: &Seat) -> Vec<usize> {
        let group = self.rules.groups.iter().position(|group| group.id == seat.group);
        let groups = self.form.file.part("group").map_or(&[][..], |part| &part.sections);
        let covers = group.and_then(|group| groups.get(group)).map_or("", |group| group.value("covers"));
        let is_due = |entry: &usize| match covers {
            "own-unit" => UNITS[*entry] == seat.unit,
            "other-units" => UNITS[*entry] != seat.unit,
            _ => true,
        };
        (0..self.entries).filter(is_due).collect()
    }

    /// One judge's cards, or ballot.
    fn fill(&self, marks: &mut String, part: &Section, (index, number): (usize, usize), seat: &Seat) {
        let due = self.due(seat);
        let mut put = |entry: usize, criterion: &str, value: &str| {
            *marks += &format!("{},{},{},{criterion},{value}\n", seat.id, part.id, entry + 1);
        };
        // those that a judge likes best, first
        let mut liked = due.clone();
        liked.sort_by_key(|&entry| std::cmp::Reverse(likes(index, number, entry, 0)));
        match part.value("kind") {
            "marks" => {
                for &entry in &due {
                    let criteria = part.part("criterion").map_or(&[][..], |part| &part.sections);
                    for (line, criterion) in criteria.iter().enumerate() {
                        put(entry, &criterion.id, &mark(criterion, likes(index, number, entry, line)));
                    }
                }
            }
            "ranking" => liked.iter().enumerate().for_each(|(place, &entry)| put(entry, "", &(place + 1).to_string())),
            "grades" => {
                let grades = part.part("grade").map_or(&[][..], |part| &part.sections);
                for &entry in &due {
                    let grade = usize::from(likes(index, number, entry, 0) < 88).min(grades.len().saturating_sub(1));
                    if let Some(grade) = grades.get(grade) {
                        put(entry, "", &grade.id);
                    }
                }
            }
            "votes" => {
                let chosen = part.value("choose").parse().unwrap_or(1);
                liked.iter().take(chosen).for_each(|&entry| put(entry, "", "1"));
            }
            _ => {}
        }
    }
}

/// Rows of marks that one card of a component has.
fn rows_of(part: &Section) -> usize {
    part.part("criterion").map_or(1, |criteria| criteria.sections.len().max(1))
}

fn judges_csv(seats: &[Seat]) -> String {
    let rows = seats.iter().map(|seat| format!("{},{},{},{}\n", seat.id, seat.id, seat.unit, seat.group));
    rows.fold("judge,name,unit,group\n".to_owned(), |csv, row| csv + &row)
}

/// How much a made-up judge likes an entry, in per cent: the earlier entries a little more.
fn likes(component: usize, judge: usize, entry: usize, line: usize) -> usize {
    let mixed = (judge * 7 + entry * 5 + line * 3 + component * 11 + judge * entry) % 13;
    94 + usize::from(judge % 5 == 2) * 4 - mixed - entry / 2
}

/// A mark of so many per cent of a criterion, on its steps.
fn mark(criterion: &Section, percent: usize) -> String {
    let number = |key: &str, otherwise: Decimal| criterion.value(key).parse::<Decimal>().unwrap_or(otherwise);
    let (least, most) = (number("min", Decimal::ZERO), number("max", Decimal::ONE));
    let step = number("step", Decimal::new(1, 2));
    let wished = (|| {
        let share = most.checked_sub(least)?.checked_mul(Decimal::from(percent))?.checked_div(Decimal::ONE_HUNDRED)?;
        let steps = least.checked_add(share)?.checked_div(step)?.floor();
        steps.checked_mul(step)
    })();
    // a range that has no step in that place
    let on_a_step =
        wished.filter(|wished| *wished >= least).or_else(|| least.checked_div(step)?.ceil().checked_mul(step));
    on_a_step.unwrap_or(least).normalize().to_string()
}

/// The made-up value of a measure.
fn value(part: &Section, component: usize, entry: usize) -> String {
    let number = |key: &str| part.value(key).parse::<Decimal>().ok();
    let least = number("min").unwrap_or_default();
    let target = number("target").filter(|target| number("max").is_none_or(|most| *target <= most));
    let most = number("max").or_else(|| target.and_then(|target| target.checked_mul(Decimal::new(11, 1))));
    let most = most.unwrap_or_else(|| least.checked_add(Decimal::ONE_HUNDRED).unwrap_or(least));
    let percent = likes(component, 0, entry, 1);
    let share = (|| most.checked_sub(least)?.checked_mul(Decimal::from(percent))?.checked_div(Decimal::ONE_HUNDRED))();
    let value = share.and_then(|share| least.checked_add(share)).unwrap_or(least);
    let digits = if value.abs().to_u64().is_some_and(|value| value >= 10) { 1 } else { 4 };
    value.round_dp(digits).normalize().to_string()
}
