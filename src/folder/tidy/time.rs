//! Times of day as people write them, where they mean one time only.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::clean;

const MINUTES: u32 = 24 * 60;

/// A time of day in minutes from midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeOfDay(u32);

impl std::fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// Which half of the day a time is said to be of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    Before,
    /// a.m., where twelve is midnight.
    Am,
    After,
    Evening,
    /// 中午: eleven and twelve are before one and two.
    Noon,
}

impl TimeOfDay {
    fn new(hours: u32, minutes: u32) -> Option<Self> {
        (hours < 24 && minutes < 60).then_some(Self(hours * 60 + minutes))
    }

    /// Reads a time as people write it: `8:30`, `8：30`, `8.30`, `8点30分`, `八点半`, `下午2:30`, `2:30 PM`, `0830`, a
    /// date with a time behind it, or the part of a day that a spreadsheet keeps. `None` where it is none, or might mean
    /// more than one: `8.3` may be half past eight and three past.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let text = clean::id(text);
        let text = text.to_lowercase().replace(" :", ":").replace(": ", ":");
        let text = time_of(text.trim());
        if let Some(time) = part_of_day(text) {
            return Some(time);
        }
        let (half, text) = half(text.trim());
        let (hours, minutes) = parts(text.trim())?;
        let hours = match half {
            None => hours,
            Some(Half::Am) if hours == 12 => 0,
            // noon to some, midnight to others
            Some(Half::Before) if hours == 12 => return None,
            Some(Half::Before | Half::Am) => Some(hours).filter(|&hours| hours < 12)?,
            Some(Half::Noon) if (11..=12).contains(&hours) => hours,
            Some(Half::Noon) => Some(hours + 12).filter(|_| (1..=2).contains(&hours))?,
            Some(Half::After) if (12..24).contains(&hours) => hours,
            Some(Half::After) => Some(hours + 12).filter(|_| (1..12).contains(&hours))?,
            Some(Half::Evening) if (17..24).contains(&hours) => hours,
            Some(Half::Evening) => Some(hours + 12).filter(|_| (5..12).contains(&hours))?,
        };
        Self::new(hours, minutes)
    }

    /// The time that a spreadsheet's number is: a part of a day, the part of a date, or, where the cell shows two
    /// decimals, hours and minutes.
    pub(super) fn of_number(stored: &str, shows: &str) -> Option<Self> {
        let number: Decimal = stored.parse().ok()?;
        if number.is_sign_negative() {
            return None;
        }
        // a part of a day has many decimals, or is a quarter; 0.3 may be half past midnight
        let quarter = (number * Decimal::from(4)).fract().is_zero() && !number.is_zero();
        if number < Decimal::ONE {
            return if quarter || number.scale() > 2 { of_day(number) } else { None };
        }
        // a date with a time; one without has none, and 83000 is no date
        if number >= Decimal::from(10_000) {
            return if number.fract().is_zero() { None } else { of_day(number.fract()) };
        }
        // 8.30 is kept as 8.3: what the cell shows tells them apart
        Self::read(shows)
    }
}

/// What stands behind the date in a text that begins with one.
fn time_of(text: &str) -> &str {
    let ends = text.find(['t', ' ']).filter(|&at| {
        let date = &text[..at];
        date.len() >= 6 && date.starts_with(|c: char| c.is_ascii_digit()) && date.contains(['-', '/', '年'])
    });
    let after = ends.map_or(text, |at| text[at + 1..].trim_start());
    // 11月30日8:30
    let day =
        after.find(['日', '号']).filter(|_| after.starts_with(|c: char| c.is_ascii_digit()) && after.contains('月'));
    let after = day.map_or(after, |at| after[at..].trim_start_matches(['日', '号']).trim_start());
    // the time of the place itself; any other one is not guessed
    after.strip_suffix("+08:00").unwrap_or(after)
}

/// A day's part, as 0.354166….
fn part_of_day(text: &str) -> Option<TimeOfDay> {
    let digits = text.strip_prefix("0.").filter(|digits| digits.len() > 2)?;
    digits.bytes().all(|b| b.is_ascii_digit()).then_some(())?;
    of_day(text.get(..30.min(text.len()))?.parse().ok()?)
}

/// The whole minute that a part of a day is, as exactly as spreadsheets keep it.
fn of_day(part: Decimal) -> Option<TimeOfDay> {
    let minutes = part * Decimal::from(MINUTES);
    let whole = minutes.round();
    // a second: what is kept of a time that was typed with seconds is no whole minute, and asked about
    let near = (minutes - whole).abs() * Decimal::from(60) < Decimal::ONE;
    let whole = whole.to_u32().filter(|_| near)?;
    Some(TimeOfDay(whole % MINUTES))
}

/// Takes the half of the day off a text.
fn half(text: &str) -> (Option<Half>, &str) {
    const WORDS: [(&str, Half); 17] = [
        ("上午", Half::Before),
        ("早上", Half::Before),
        ("早晨", Half::Before),
        ("清晨", Half::Before),
        ("凌晨", Half::Am),
        ("早", Half::Before),
        ("am", Half::Am),
        ("a.m.", Half::Am),
        ("中午", Half::Noon),
        ("下午", Half::After),
        ("傍晚", Half::Evening),
        ("晚上", Half::Evening),
        ("夜里", Half::Evening),
        ("晚间", Half::Evening),
        ("晚", Half::Evening),
        ("pm", Half::After),
        ("p.m.", Half::After),
    ];
    let found = WORDS.iter().find_map(|(word, half)| {
        let rest = text.strip_prefix(word).or_else(|| text.strip_suffix(word))?;
        Some((Some(*half), rest))
    });
    found.unwrap_or((None, text))
}

/// Hours and minutes of a text without a date and without a half of the day.
fn parts(text: &str) -> Option<(u32, u32)> {
    if let Some((hours, rest)) = text.split_once(':').or_else(|| text.split_once('∶')) {
        let (minutes, seconds) = rest.split_once(':').unwrap_or((rest, "00"));
        // a time with seconds is one that a machine wrote; the seconds are no part of a plan unless there are some
        let minutes = minutes.strip_suffix('分').unwrap_or(minutes);
        let whole = seconds.split('.').next().unwrap_or_default();
        // what a program made of its own fractions
        if whole == "59" && seconds.strip_prefix("59.").is_some_and(|part| part.starts_with(['5', '6', '7', '8', '9']))
        {
            let (hours, minutes) = (digits(hours, 1, 2)?, digits(minutes, 2, 2)?);
            return Some(if minutes == 59 { (hours + 1, 0) } else { (hours, minutes + 1) });
        }
        let none = whole.bytes().all(|b| b == b'0') && seconds.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        return none.then(|| Some((digits(hours, 1, 2)?, digits(minutes, 2, 2)?))).flatten();
    }
    if let Some((hours, rest)) = text.split_once(['点', '时']) {
        let rest = rest.trim_start_matches('钟').trim_end_matches('整');
        let minutes = match rest.strip_suffix('分').unwrap_or(rest) {
            "" => 0,
            "半" => 30,
            "一刻" | "1刻" => 15,
            "三刻" | "3刻" => 45,
            minutes => spoken(minutes.trim_start_matches(['零', '〇']))?,
        };
        return Some((spoken(hours)?, minutes));
    }
    if let Some((hours, minutes)) = text.split_once('.') {
        // 0.35 may be a part of a day too
        return Some((digits(hours, 1, 2).filter(|_| hours != "0")?, digits(minutes, 2, 2)?));
    }
    // as timetables print it
    (text.len() == 4).then(|| Some((digits(text.get(..2)?, 2, 2)?, digits(text.get(2..)?, 2, 2)?))).flatten()
}

fn digits(text: &str, least: usize, most: usize) -> Option<u32> {
    let fits = (least..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}

/// A number up to 59 in digits or in words.
fn spoken(text: &str) -> Option<u32> {
    if let Some(number) = digits(text, 1, 2) {
        return Some(number);
    }
    let unit = |text: &str| match text {
        "" => None,
        "两" => Some(2),
        _ => {
            let at =
                ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"].iter().position(|word| *word == text)?;
            u32::try_from(at).ok()
        }
    };
    match text.split_once('十') {
        None => unit(text),
        Some((tens, units)) => {
            let tens = if tens.is_empty() { 1 } else { unit(tens)? };
            Some(tens * 10 + if units.is_empty() { 0 } else { unit(units)? })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::TimeOfDay;

    #[test]
    fn a_time_is_read_where_it_means_one_time() {
        for (text, clock) in [
            ("8:30", "08:30"),
            ("08:30", "08:30"),
            ("8：30", "08:30"),
            ("８：３０", "08:30"),
            ("8.30", "08:30"),
            ("8:30:00", "08:30"),
            ("9点50", "09:50"),
            ("9点50分", "09:50"),
            ("9时5分", "09:05"),
            ("9点零5分", "09:05"),
            ("八点半", "08:30"),
            ("十点一刻", "10:15"),
            ("十二点", "12:00"),
            ("二十点四十五分", "20:45"),
            ("两点整", "02:00"),
            ("上午9:05", "09:05"),
            ("上午 9:05", "09:05"),
            ("下午2:30", "14:30"),
            ("下午两点半", "14:30"),
            ("下午14:30", "14:30"),
            ("中午12:10", "12:10"),
            ("中午1点", "13:00"),
            ("2:30 PM", "14:30"),
            ("9:05 AM", "09:05"),
            ("0830", "08:30"),
            ("2026-11-30T08:30:00", "08:30"),
            ("2026-11-30T08:30:00+08:00", "08:30"),
            ("08:30:00.0000288", "08:30"),
            ("08:54:59.99999328", "08:55"),
            ("2026年11月30日8:30", "08:30"),
            ("11月30日 8:30", "08:30"),
            ("8: 30", "08:30"),
            ("8：30分", "08:30"),
            ("晚8点", "20:00"),
            ("早8点", "08:00"),
            ("凌晨12:10", "00:10"),
            ("12:00 AM", "00:00"),
            ("2026-11-30 08:30", "08:30"),
            ("2026/11/30 8:30", "08:30"),
            ("0.354166666666667", "08:30"),
            ("0.3541666", "08:30"),
            ("0.375", "09:00"),
            ("00:00", "00:00"),
        ] {
            assert_eq!(TimeOfDay::read(text).map(|clock| clock.to_string()).as_deref(), Some(clock), "{text}");
        }
    }

    #[test]
    fn what_is_no_time_or_might_be_two_is_not_guessed() {
        for text in [
            "",
            "25:70",
            "24:00",
            "8:60",
            "8",
            "8.3",
            "8.5",
            "830",
            "八点半多",
            "上午",
            "上午13:00",
            "早饭后",
            "8:30:15",
            "-0.5",
            "2026-11-30",
            "08:30-09:00",
            "8:3",
            "点",
            "2460",
            "0.35",
            "abc",
            "八",
            "1:2:3:4",
            "上午12:00",
            "晚上12点",
            "晚上1:00",
            "中午10点",
            "2026-11-30T08:30:00Z",
        ] {
            assert_eq!(TimeOfDay::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_number_of_a_spreadsheet_is_a_part_of_a_day_or_shows_a_time() {
        for (stored, shows, clock) in [
            ("0.354166666666667", "0.354166667", Some("08:30")),
            ("0.5", "0.5", Some("12:00")),
            ("45283.34375", "45283.34375", Some("08:15")),
            ("8.3", "8.30", Some("08:30")),
            ("9.45", "9.45", Some("09:45")),
            ("8.3", "8.3", None),
            ("8", "8", None),
            ("0.3547", "0.3547", None),
            ("0.3", "0.3", None),
            ("0.35", "0.35", None),
            ("83000", "83000", None),
            ("45992", "45992", None),
            ("-1", "-1", None),
        ] {
            assert_eq!(
                TimeOfDay::of_number(stored, shows).map(|clock| clock.to_string()).as_deref(),
                clock,
                "{stored} {shows}"
            );
        }
    }
}
