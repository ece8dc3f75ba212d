//! Invented scores for a demonstration: from the rules, the entries and the judges of an event, and
//! a seed, to marks that such judges might give. The same on every platform: integers and
//! decimals only.
//!
//! Knows nothing of the database, the clock or who asks. What it makes is 演示数据(非真实评分), and
//! whoever shows it says so.

use rust_decimal::Decimal;

use crate::app::act::draw::Draw;
use crate::scoring::event::{Cell, Event, Expectation};
use crate::scoring::rules::{Criterion, Grade, Kind};

/// The seed of the demonstration: with it the example event comes out without an undecided tie.
pub const SEED: u64 = 20_231_223;

/// One mark, place or grade, as a judge would type it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Index of the component.
    pub component: usize,
    /// Index of the judge.
    pub judge: usize,
    /// Index of the entry.
    pub entry: usize,
    /// Index of the criterion; `None` for a place or a grade.
    pub criterion: Option<usize>,
    /// The mark, the place, or the id of the grade.
    pub value: String,
}

/// The value of a measure, as an organiser would type it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// Index of the component.
    pub component: usize,
    /// Index of the entry.
    pub entry: usize,
    pub value: String,
}

/// All that was invented for an event.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Invented {
    /// What the judges gave, for every card that is due.
    pub marks: Vec<Mark>,
    /// What the organiser imported.
    pub measures: Vec<Measure>,
}

/// Invents a complete set of cards and measures.
///
/// Each figure depends on the seed and on its own place alone, so that one judge more or less
/// leaves the others' marks as they are.
#[must_use]
pub fn invent(event: &Event, seed: u64) -> Invented {
    let chance = Chance { seed };
    let mut invented = Invented::default();
    for (component, part) in event.rules().components.iter().enumerate() {
        for judge in 0..event.judges().len() {
            match &part.kind {
                Kind::Marks { criteria, .. } => {
                    marks(event, chance, (component, judge), criteria, &mut invented.marks);
                }
                Kind::Ranking { .. } => ballot(event, chance, (component, judge), &mut invented.marks),
                Kind::Votes { votes, .. } => {
                    chosen(event, chance, (component, judge), votes.choose, &mut invented.marks);
                }
                Kind::Grades { grades, .. } => {
                    grade_ballot(event, chance, (component, judge), grades, &mut invented.marks);
                }
                Kind::Measure { .. } => {}
            }
        }
        if let Kind::Measure { min, max, .. } = part.kind {
            invented.measures.extend((0..event.entries().len()).map(|entry| {
                let value = measure(chance.measure(component, entry), min, max).to_string();
                Measure { component, entry, value }
            }));
        }
    }
    invented
}

/// The entries for which a judge's card is due.
fn due(event: &Event, (component, judge): (usize, usize)) -> impl Iterator<Item = usize> {
    (0..event.entries().len())
        .filter(move |&entry| event.expectation(Cell { component, judge, entry }) == Expectation::Due)
}

fn marks(event: &Event, chance: Chance, at: (usize, usize), criteria: &[Criterion], into: &mut Vec<Mark>) {
    let (component, judge) = at;
    for entry in due(event, at) {
        for (index, criterion) in criteria.iter().enumerate() {
            let part = chance.opinion(component, judge, entry, index);
            // a criterion in whose range no multiple of the step lies can get no mark
            if let Some(value) = mark(criterion, part) {
                into.push(Mark { component, judge, entry, criterion: Some(index), value });
            }
        }
    }
}

fn ballot(event: &Event, chance: Chance, at: (usize, usize), into: &mut Vec<Mark>) {
    let (component, judge) = at;
    let mut entries: Vec<usize> = due(event, at).collect();
    entries.sort_by_key(|&entry| (std::cmp::Reverse(chance.opinion(component, judge, entry, 0)), entry));
    for (above, entry) in entries.into_iter().enumerate() {
        into.push(Mark { component, judge, entry, criterion: None, value: (above + 1).to_string() });
    }
}

fn chosen(event: &Event, chance: Chance, at: (usize, usize), choose: usize, into: &mut Vec<Mark>) {
    let mut ballot = Vec::new();
    self::ballot(event, chance, at, &mut ballot);
    ballot.truncate(choose);
    into.extend(ballot.into_iter().map(|mark| Mark { value: "1".to_owned(), ..mark }));
}

fn grade_ballot(event: &Event, chance: Chance, at: (usize, usize), grades: &[Grade], into: &mut Vec<Mark>) {
    /// From here on the best grade is given, and a grade less for each [`WIDTH`] below.
    const BEST: i64 = 8_800;
    const WIDTH: i64 = 300;
    let (component, judge) = at;
    let mut best_first: Vec<&Grade> = grades.iter().collect();
    best_first.sort_by_key(|grade| std::cmp::Reverse(grade.value));
    for entry in due(event, at) {
        let missed = (BEST - chance.opinion(component, judge, entry, 0)).max(0);
        let rank = usize::try_from((missed + WIDTH - 1) / WIDTH).unwrap_or(usize::MAX);
        if let Some(grade) = best_first.get(rank.min(grades.len() - 1)) {
            into.push(Mark { component, judge, entry, criterion: None, value: grade.id.clone() });
        }
    }
}

/// The mark nearest to so many parts in [`WHOLE`] of a criterion's greatest mark.
fn mark(criterion: &Criterion, part: i64) -> Option<String> {
    let step = criterion.units(criterion.step)?;
    let least = i64::try_from((criterion.min / criterion.step).ceil().mantissa()).ok()?;
    let most = i64::try_from((criterion.max / criterion.step).floor().mantissa()).ok()?;
    if least > most {
        return None;
    }
    let zero = i128::from(least.min(0));
    let width = i128::from(most) - zero;
    let nearest = zero + (2 * width * i128::from(part) / i128::from(WHOLE) + 1) / 2;
    let steps = i64::try_from(nearest).ok()?.clamp(least, most);
    Some(criterion.print(steps.checked_mul(step)?))
}

/// The value, to two decimals, nearest to so many parts in [`WHOLE`] of a measure's greatest.
fn measure(part: i64, min: Decimal, max: Option<Decimal>) -> Decimal {
    let top = max.unwrap_or_else(|| min.max(Decimal::ZERO).saturating_add(Decimal::ONE_HUNDRED));
    let zero = min.min(Decimal::ZERO);
    let value = zero + (top - zero) / Decimal::from(WHOLE) * Decimal::from(part);
    value.round_dp(2).clamp(min, top)
}

/// What opinions are parts of.
const WHOLE: i64 = 10_000;

/// Numbers drawn by chance, each from the seed and the names of what it is for.
#[derive(Debug, Clone, Copy)]
struct Chance {
    seed: u64,
}

/// What a number is drawn for; keeps the draws of one kind apart from those of another.
#[derive(Debug, Clone, Copy)]
enum Of {
    Site = 1,
    Part,
    Severity,
    Spread,
    Taste,
    Measure,
}

impl Chance {
    /// What a judge thinks of an entry under one criterion, in parts of [`WHOLE`].
    fn opinion(self, component: usize, judge: usize, entry: usize, criterion: usize) -> i64 {
        let site = self.bell(Of::Site, &[entry], 450) + self.bell(Of::Part, &[component, entry], 120);
        let severity = self.bell(Of::Severity, &[judge], 350);
        let spread = self.within(Of::Spread, &[judge], 300, 900);
        let taste = self.bell(Of::Taste, &[component, judge, entry, criterion], spread);
        (8_850 + site + severity + taste).clamp(7_000, WHOLE)
    }

    fn measure(self, component: usize, entry: usize) -> i64 {
        9_150 + self.bell(Of::Measure, &[component, entry], 600)
    }

    /// A number from `-reach` to `reach`, more often near 0: the mean of three even draws.
    fn bell(self, of: Of, names: &[usize], reach: i64) -> i64 {
        let mut draw = self.draw(of, names);
        (0..3).map(|_| draw.within(-reach, reach)).sum::<i64>() / 3
    }

    fn within(self, of: Of, names: &[usize], least: i64, most: i64) -> i64 {
        self.draw(of, names).within(least, most)
    }

    fn draw(self, of: Of, names: &[usize]) -> Draw {
        Draw::new(self.seed, std::iter::once(of as u64).chain(names.iter().map(|&name| name as u64)))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;

    use super::*;
    use crate::folder;
    use crate::scoring::event::BLANK;
    use crate::scoring::{card, number, tabulate};

    fn example() -> Event {
        folder::read_dir(Path::new("fixtures/haian-2023"), None).expect("a sound folder").event
    }

    /// Puts what was invented into an event through the parser that judges' marks go through.
    fn filled(mut event: Event, invented: &Invented) -> Event {
        let rules = event.rules().clone();
        for mark in &invented.marks {
            let value = match (&rules.components[mark.component].kind, mark.criterion) {
                (Kind::Marks { criteria, .. }, Some(c)) => criteria[c].parse(&mark.value),
                (Kind::Ranking { .. }, None) => card::parse_place(&mark.value, event.entries().len()),
                (Kind::Grades { grades, .. }, None) => card::parse_grade(&mark.value, grades),
                other => panic!("{mark:?} for {other:?}"),
            };
            let cell = Cell { component: mark.component, judge: mark.judge, entry: mark.entry };
            let slots = event.values_mut(cell).expect("a judge of the component");
            slots[mark.criterion.unwrap_or(0)] = value.expect("a mark that the rules allow");
        }
        for measure in &invented.measures {
            let value = number::parse(&measure.value).expect("a plain number");
            event.set_measure(measure.component, measure.entry, Some(value));
        }
        event
    }

    fn with_rules(text: &str) -> Event {
        let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        files.insert("scoring-rules.toml".into(), text.into());
        for name in ["entries.csv", "judges.csv"] {
            files.insert(name.into(), std::fs::read(Path::new("fixtures/haian-2023").join(name)).expect("a file"));
        }
        folder::read_files(&files).expect("a sound folder").event
    }

    #[test]
    fn the_example_comes_out_decided() {
        let event = example();
        let invented = invent(&event, SEED);
        let event = filled(event, &invented);
        let standings = tabulate(&event);
        assert!(standings.is_final(), "{:?}", standings.blockers());
    }

    #[test]
    fn the_same_seed_gives_the_same_marks_and_another_seed_others() {
        let event = example();
        assert_eq!(invent(&event, 7), invent(&event, 7));
        assert_ne!(invent(&event, 7), invent(&event, 8));
    }

    #[test]
    fn marks_are_the_same_on_every_platform() {
        let invented = invent(&example(), SEED);
        let first: Vec<&str> = invented.marks[..5].iter().map(|mark| mark.value.as_str()).collect();
        assert_eq!(first, ["26.0", "18.0", "17.0", "14.0", "14.0"]);
        assert_eq!(invented.measures[0].value, "87.85");
    }

    #[test]
    fn every_due_card_is_complete_and_no_other_is_given() {
        let event = example();
        let invented = invent(&event, SEED);
        // 20 seats by 10 entries, less 12 recusals, of five and of three criteria
        assert_eq!(invented.marks.len(), 188 * 5 + 188 * 3);
        let recused = |mark: &&Mark| {
            let cell = Cell { component: mark.component, judge: mark.judge, entry: mark.entry };
            event.expectation(cell) != Expectation::Due
        };
        assert_eq!(invented.marks.iter().find(recused), None);
    }

    #[test]
    fn marks_are_mostly_between_80_and_95_per_cent() {
        let event = example();
        let invented = invent(&event, SEED);
        let usual = |mark: &&Mark| {
            let max = event.rules().components[mark.component].criteria()[mark.criterion.expect("a mark")].max;
            let value: Decimal = mark.value.parse().expect("a number");
            value * Decimal::from(100) >= max * Decimal::from(80)
                && value * Decimal::from(100) <= max * Decimal::from(95)
        };
        let share = invented.marks.iter().filter(usual).count() * 100 / invented.marks.len();
        assert!(share >= 75, "{share} %");
    }

    #[test]
    fn judges_differ_in_severity_and_sites_in_quality() {
        let event = filled(example(), &invent(&example(), SEED));
        let mean = |cells: Vec<Cell>| {
            let cards = cells.iter().filter_map(|&cell| event.values(cell)).filter(|card| !card.contains(&BLANK));
            let given: Vec<i64> = cards.map(|card| card.iter().sum()).collect();
            given.iter().sum::<i64>() / i64::try_from(given.len()).expect("few")
        };
        let of_judge = |judge| mean((2..10).map(|entry| Cell { component: 0, judge, entry }).collect());
        let of_entry = |entry| mean((0..10).map(|judge| Cell { component: 0, judge, entry }).collect());
        let range = |means: Vec<i64>| means.iter().max().expect("some") - means.iter().min().expect("some");
        // in tenths of a mark, on cards of 100
        assert!(range((0..10).map(of_judge).collect()) >= 20, "judges");
        assert!(range((0..10).map(of_entry).collect()) >= 20, "sites");
    }

    #[test]
    fn ballots_are_permutations_and_grades_are_known() {
        let event = with_rules(
            r#"
schema = 1
[[group]]
id = "leaders"
[[group]]
id = "departments"
[[group]]
id = "secretaries"
[[component]]
id = "places"
kind = "ranking"
[component.points]
first = 100
step = 3
[[component]]
id = "verdict"
kind = "grades"
[[component.grade]]
id = "poor"
value = 60
[[component.grade]]
id = "good"
value = 100
[[component]]
id = "odd"
kind = "marks"
[[component.criterion]]
id = "deficit"
min = -7.5
max = -1
step = 0.75
[[component]]
id = "count"
kind = "measure"
min = 3
"#,
        );
        let invented = invent(&event, SEED);
        for judge in 0..event.judges().len() {
            let of_judge = invented.marks.iter().filter(|mark| mark.component == 0 && mark.judge == judge);
            let mut places: Vec<usize> = of_judge.map(|mark| mark.value.parse().expect("a place")).collect();
            places.sort_unstable();
            assert_eq!(places, (1..=10).collect::<Vec<_>>());
        }
        for grade in ["poor", "good"] {
            assert!(invented.marks.iter().any(|mark| mark.component == 1 && mark.value == grade), "{grade}");
        }
        assert!(tabulate(&filled(event, &invented)).is_final());
    }
}
