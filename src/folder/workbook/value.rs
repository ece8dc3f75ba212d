//! What a cell of a spreadsheet says, as text. Numbers stay text from the file to the decimal: nothing here is a
//! binary number.

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::format::DateFormat;

/// Digits of a number that a spreadsheet shows; what its file has beyond them is how a binary number is written.
const DIGITS: usize = 15;
/// Longest number that is written out.
const LONGEST: usize = 60;
const SECONDS: u32 = 24 * 60 * 60;

/// The number that a spreadsheet shows for the text in its file: at most fifteen digits, half away from zero, and no
/// exponent. `None` where the text is no number.
pub(super) fn shown(text: &str) -> Option<String> {
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (mantissa, exponent) = rest.split_once(['e', 'E']).unwrap_or((rest, "0"));
    let exponent: i32 = exponent.parse().ok().filter(|e: &i32| e.abs() < 1000)?;
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if (whole.is_empty() && part.is_empty()) || !all_digits(whole) || !all_digits(part) {
        return None;
    }
    let mut digits: Vec<u8> = [whole, part].concat().bytes().map(|b| b - b'0').skip_while(|&d| d == 0).collect();
    // the value is the digits, with so many of them behind the point
    let mut behind = i32::try_from(part.len()).ok()? - exponent;
    if let Some(&next) = digits.get(DIGITS) {
        behind -= i32::try_from(digits.len() - DIGITS).ok()?;
        digits.truncate(DIGITS);
        if next >= 5 {
            behind += round_up(&mut digits);
        }
    }
    while behind > 0 && digits.last() == Some(&0) {
        digits.pop();
        behind -= 1;
    }
    let text = plain(&digits, behind)?;
    Some(if negative && !digits.is_empty() { format!("-{text}") } else { text })
}

/// Adds one to the last digit; gives by how much the point moves.
fn round_up(digits: &mut Vec<u8>) -> i32 {
    for digit in digits.iter_mut().rev() {
        if *digit < 9 {
            *digit += 1;
            return 0;
        }
        *digit = 0;
    }
    digits.insert(0, 1);
    digits.pop();
    -1
}

fn plain(digits: &[u8], behind: i32) -> Option<String> {
    if digits.is_empty() {
        return Some("0".to_owned());
    }
    let digits: String = digits.iter().map(|d| char::from(b'0' + d)).collect();
    let text = match usize::try_from(behind) {
        Err(_) => format!("{digits}{}", "0".repeat(usize::try_from(behind.unsigned_abs()).ok()?)),
        Ok(0) => digits,
        Ok(behind) if behind < digits.len() => {
            let (whole, part) = digits.split_at(digits.len() - behind);
            format!("{whole}.{part}")
        }
        Ok(behind) => format!("0.{}{digits}", "0".repeat(behind - digits.len())),
    };
    (text.len() <= LONGEST).then_some(text)
}

/// The date or time that a spreadsheet shows for the number in its file, as people write it. `from_1904`: days are
/// counted from then.
pub(super) fn date(text: &str, format: DateFormat, from_1904: bool) -> Option<String> {
    let serial: Decimal = shown(text)?.parse().ok().filter(|d: &Decimal| !d.is_sign_negative())?;
    let (mut days, fraction) = (serial.trunc().to_u64()?, serial.fract());
    let mut seconds = (fraction * Decimal::from(SECONDS)).round().to_u32()?;
    if seconds == SECONDS {
        (days, seconds) = (days + 1, 0);
    }
    if format.elapsed {
        let hours = days * 24 + u64::from(seconds / 3600);
        return Some(format!("{hours:02}:{:02}", seconds / 60 % 60));
    }
    let clock = clock(seconds);
    if !format.date || (days == 0 && format.time) {
        return Some(clock);
    }
    let day = day(days, from_1904)?;
    Some(if format.time { format!("{day} {clock}") } else { day.to_string() })
}

fn day(days: u64, from_1904: bool) -> Option<NaiveDate> {
    let start = if from_1904 {
        NaiveDate::from_ymd_opt(1904, 1, 1)?
    } else if days >= 61 {
        // spreadsheets believe in a 29 February 1900
        NaiveDate::from_ymd_opt(1899, 12, 30)?
    } else {
        NaiveDate::from_ymd_opt(1899, 12, 31)?
    };
    start.checked_add_days(Days::new(days))
}

fn clock(seconds: u32) -> String {
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if rest == 0 { format!("{hours:02}:{minutes:02}") } else { format!("{hours:02}:{minutes:02}:{rest:02}") }
}

#[cfg(test)]
mod tests {
    use super::{date, shown};
    use crate::folder::workbook::format::DateFormat;

    #[test]
    fn a_number_is_what_the_spreadsheet_shows_of_it() {
        for (file, said) in [
            ("8.5", "8.5"),
            ("90", "90"),
            ("90.0", "90"),
            ("1.1000000000000001", "1.1"),
            ("95.599999999999994", "95.6"),
            ("0.30000000000000004", "0.3"),
            ("99.999999999999999", "100"),
            ("0.99999999999999999", "1"),
            ("1E-3", "0.001"),
            ("1.0000000000000001E-2", "0.01"),
            ("1.5e2", "150"),
            ("12345678901234567", "12345678901234600"),
            ("-0.5", "-0.5"),
            ("-0", "0"),
            ("0", "0"),
            ("000.50", "0.5"),
            ("1E+20", "100000000000000000000"),
        ] {
            assert_eq!(shown(file).as_deref(), Some(said), "{file}");
        }
        for file in ["", ".", "x", "1e", "1e5000", "1,5", "NaN", "inf", "1E300", "--1"] {
            assert_eq!(shown(file), None, "{file}");
        }
    }

    #[test]
    fn a_date_is_written_as_people_write_it() {
        let both = DateFormat { date: true, time: true, elapsed: false };
        let time = DateFormat { date: false, time: true, elapsed: false };
        assert_eq!(date("0.34027777777777779", time, false).as_deref(), Some("08:10"));
        assert_eq!(date("0.99999999", time, false).as_deref(), Some("00:00"));
        assert_eq!(
            date("45283", DateFormat { date: true, time: false, elapsed: false }, false).as_deref(),
            Some("2023-12-23")
        );
        assert_eq!(date("45283.34375", both, false).as_deref(), Some("2023-12-23 08:15"));
        assert_eq!(date("0.34375", both, false).as_deref(), Some("08:15"));
        assert_eq!(
            date("1", DateFormat { date: true, time: false, elapsed: false }, false).as_deref(),
            Some("1900-01-01")
        );
        assert_eq!(
            date("43821", DateFormat { date: true, time: false, elapsed: false }, true).as_deref(),
            Some("2023-12-23")
        );
        let counting = DateFormat { date: false, time: true, elapsed: true };
        assert_eq!(date("1.0902777777777777", counting, false).as_deref(), Some("26:10"));
        assert_eq!(date("-1", both, false), None);
        assert_eq!(date("99999999999", both, false), None);
    }
}
