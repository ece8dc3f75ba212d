//! What one cell is taken for, by what its column holds.

use super::clean::{self, plain};
use super::draft::Origin;
use super::taken::Taken;
use super::time::TimeOfDay;
use crate::folder::workbook::fault::{BookProblem, is_error_value};
use crate::folder::workbook::format::Shows;
use crate::folder::workbook::grid::{Content, Said, is_too_long};

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Nature {
    /// Ids that the table defines.
    Id,
    /// Ids that others define.
    Reference,
    /// Numbers.
    Figure,
    /// The time of a stop.
    Time,
    /// Words that are kept as they are.
    Words,
}

pub(super) fn nature(file: &str, column: &str) -> Nature {
    match (file, column) {
        ("entries.csv", "entry") | ("judges.csv", "judge") => Nature::Id,
        (_, "entry" | "judge" | "component" | "criterion" | "group" | "class") => Nature::Reference,
        (_, "order" | "value" | "points") => Nature::Figure,
        (_, "planned_arrival" | "planned_departure") => Nature::Time,
        _ => Nature::Words,
    }
}

/// The text of a cell, and what of it was taken for something else. `is_known`: whether a text is an id as it stands.
pub(super) fn read(
    cell: &Content,
    nature: Nature,
    origin: Origin,
    is_known: impl Fn(&str) -> bool,
) -> Result<(String, Option<Taken>), BookProblem> {
    match &cell.said {
        Said::Wrong(problem) => Err(problem.clone()),
        Said::Date(shown) => date(shown, nature),
        Said::Number { stored, shows } => number(stored, shows, nature),
        Said::Text(found) => text(found, nature, origin, is_known),
    }
}

fn date(shown: &str, nature: Nature) -> Result<(String, Option<Taken>), BookProblem> {
    match nature {
        Nature::Id | Nature::Reference | Nature::Figure => Err(BookProblem::DateForNumber { shown: shown.to_owned() }),
        Nature::Time => clock(shown),
        Nature::Words => Ok((shown.to_owned(), Some(Taken::Dated { taken: shown.to_owned() }))),
    }
}

/// A time of day; said where it was written in another form.
fn clock(found: &str) -> Result<(String, Option<Taken>), BookProblem> {
    let clock = TimeOfDay::read(found).ok_or_else(|| BookProblem::NoTime { found: found.to_owned() })?.to_string();
    let taken = (clock != found).then(|| Taken::Time { found: found.to_owned(), taken: clock.clone() });
    Ok((clock, taken))
}

/// A number, as it is shown where it stands for a text, and as it is kept where it counts.
fn number(stored: &str, shows: &Shows, nature: Nature) -> Result<(String, Option<Taken>), BookProblem> {
    let kept = || stored.to_owned();
    let is = |shown: &str| {
        plain(shown).parse::<rust_decimal::Decimal>().ok().is_some_and(|shown| stored.parse() == Ok(shown))
    };
    match (nature, shows) {
        (Nature::Id | Nature::Reference, _) if is_too_long(stored) => {
            Err(BookProblem::TooLongForNumber { stored: kept() })
        }
        (Nature::Time, Shows::As(shown)) => match TimeOfDay::of_number(stored, shown) {
            Some(clock) => {
                Ok((clock.to_string(), Some(Taken::Time { found: shown.clone(), taken: clock.to_string() })))
            }
            None => Err(BookProblem::NoTime { found: shown.clone() }),
        },
        (Nature::Time, _) => Err(BookProblem::NoTime { found: kept() }),
        (Nature::Figure | Nature::Id | Nature::Reference, Shows::Percent) => Err(BookProblem::Percent { held: kept() }),
        (Nature::Figure, Shows::As(shown)) if is(shown) => Ok((kept(), None)),
        (Nature::Figure, Shows::As(shown)) => Ok((kept(), Some(Taken::Stored { shows: shown.clone(), taken: kept() }))),
        (Nature::Figure, Shows::Unknown) => Ok((kept(), Some(Taken::Unshown { taken: kept() }))),
        (_, Shows::As(shown)) => {
            let shown = clean::id(shown).into_owned();
            let taken = (shown != stored).then(|| Taken::Shown { stored: kept(), taken: shown.clone() });
            Ok((shown, taken))
        }
        (Nature::Words, Shows::Percent) => Ok((kept(), Some(Taken::Unshown { taken: kept() }))),
        (Nature::Words | Nature::Id | Nature::Reference, Shows::Unknown) => {
            Err(BookProblem::NotShown { stored: kept() })
        }
    }
}

fn text(
    found: &str,
    nature: Nature,
    origin: Origin,
    is_known: impl Fn(&str) -> bool,
) -> Result<(String, Option<Taken>), BookProblem> {
    if found.is_empty() {
        return Ok((String::new(), None));
    }
    let trimmed = found.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if is_error_value(trimmed) {
        return Err(BookProblem::ErrorValue { found: trimmed.to_owned() });
    }
    if matches!(nature, Nature::Id | Nature::Reference) && is_spoilt(trimmed) && !is_known(trimmed) {
        return Err(BookProblem::Spoilt { found: trimmed.to_owned() });
    }
    // words of a file may begin as they like
    let may_be_quoted = nature != Nature::Words || (origin == Origin::Sheet && trimmed.starts_with("=\""));
    if let Some(inner) = clean::unquoted(trimmed).filter(|_| may_be_quoted) {
        let (text, _) = text(inner, nature, origin, is_known)?;
        return Ok((text.clone(), Some(Taken::Unquoted { found: trimmed.to_owned(), taken: text })));
    }
    let text = match (nature, origin) {
        (Nature::Time, _) if trimmed.is_empty() => String::new(),
        (Nature::Time, _) => return clock(trimmed),
        // as the rules or an earlier program have it
        (Nature::Reference, _) if is_known(trimmed) => trimmed.to_owned(),
        (Nature::Id | Nature::Reference, _) => clean::id(found).into_owned(),
        (Nature::Figure, Origin::Sheet) => plain(&clean::seen(trimmed)),
        // a plain number is all that a file may have
        (Nature::Figure, Origin::File) => return Ok((found.to_owned(), None)),
        (Nature::Words, Origin::File) => clean::seen(found).into_owned(),
        (Nature::Words, Origin::Sheet) => clean::seen(trimmed).trim().to_owned(),
    };
    let taken = if text == found {
        None
    } else if clean::seen(trimmed) != trimmed && clean::seen(trimmed).trim() == text {
        Some(Taken::Unseen(text.clone()))
    } else if text != trimmed {
        Some(Taken::Narrowed { found: found.to_owned(), taken: text.clone() })
    } else {
        (!text.is_empty()).then(|| Taken::Trimmed(text.clone()))
    };
    Ok((text, taken))
}

/// Whether an id is one that a spreadsheet has made another of: `1.23457E+17`, `1月1日`, `2-Jan`, or one with an end of
/// line in it.
fn is_spoilt(id: &str) -> bool {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let lower = id.to_lowercase();
    let shortened = lower.split_once("e+").is_some_and(|(number, power)| {
        let (whole, part) = number.split_once('.').unwrap_or((number, "0"));
        digits(power) && digits(whole) && whole.len() == 1 && digits(part)
    });
    let month =
        id.split_once('月').is_some_and(|(month, day)| digits(month) && day.strip_suffix('日').is_some_and(digits));
    let english = lower.split_once('-').is_some_and(|(one, other)| {
        (digits(one) && MONTHS.contains(&other)) || (MONTHS.contains(&one) && digits(other))
    });
    shortened || month || english || id.contains(['\n', '\r'])
}
