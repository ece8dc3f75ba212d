//! What a spreadsheet shows of a number: the codes of its formats, such as `0.00` or `"L"000`.
//!
//! Source: ECMA-376 part 1, 18.8.30 and 18.8.31; `!` before a character is how Chinese programs write `\`.

use rust_decimal::{Decimal, RoundingStrategy};

/// What a cell's format makes of its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Format {
    /// It shows the number as it is.
    General,
    /// It shows a date or a time.
    Date(DateFormat),
    /// It shows digits in places.
    Places(Vec<Section>),
    /// It shows something that is not worked out here.
    Unknown,
}

/// A format of dates or times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DateFormat {
    pub date: bool,
    pub time: bool,
    /// Whether hours go on counting after a day.
    pub elapsed: bool,
}

/// What is shown of positive numbers, of negative ones, or of nought.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Section {
    /// Before the decimal point, from the left.
    whole: Vec<Token>,
    /// Behind it.
    part: Vec<Token>,
    has_point: bool,
    thousands: bool,
    /// By how many powers of ten the number is raised before it is shown.
    shift: i32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Literal(String),
    /// `0`, `#` or `?`.
    Digit(char),
}

/// A number as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::folder) enum Shows {
    As(String),
    /// A hundred times the number, with a sign behind it.
    Percent,
    Unknown,
}

impl Format {
    /// A built-in format, by its number.
    pub fn built_in(number: u32) -> Self {
        match number {
            0 | 49 => Self::General,
            1 => Self::of_code("0"),
            2 => Self::of_code("0.00"),
            3 => Self::of_code("#,##0"),
            4 => Self::of_code("#,##0.00"),
            9 => Self::of_code("0%"),
            10 => Self::of_code("0.00%"),
            37 | 38 => Self::of_code("#,##0_);(#,##0)"),
            39 | 40 => Self::of_code("#,##0.00_);(#,##0.00)"),
            _ => DateFormat::built_in(number).map_or(Self::Unknown, Self::Date),
        }
    }

    /// A format by its code, such as `0.00`.
    pub fn of_code(code: &str) -> Self {
        if let Some(date) = DateFormat::of_code(code) {
            return Self::Date(date);
        }
        let plain = code.trim();
        if plain.is_empty() || plain == "@" || plain.eq_ignore_ascii_case("general") || plain == "G/通用格式" {
            return Self::General;
        }
        let sections: Option<Vec<Section>> =
            split(code).into_iter().take(3).map(|section| Section::of(&section)).collect();
        sections.map_or(Self::Unknown, Self::Places)
    }

    /// What it shows of a number, given as plain text.
    pub fn shows(&self, number: &str) -> Shows {
        let sections = match self {
            Self::General => return Shows::As(number.to_owned()),
            Self::Date(_) | Self::Unknown => return Shows::Unknown,
            Self::Places(sections) => sections,
        };
        let Ok(value) = number.parse::<Decimal>() else { return Shows::Unknown };
        let (section, sign) = match (sections.len(), value.is_zero(), value.is_sign_negative()) {
            (3, true, _) => (&sections[2], ""),
            (2 | 3, false, true) => (&sections[1], ""),
            (_, false, true) => (&sections[0], "-"),
            _ => (&sections[0], ""),
        };
        if section.is_percent() {
            return Shows::Percent;
        }
        let shown = section.of_number(value.abs()).map(|shown| format!("{sign}{shown}").trim().to_owned());
        // a format that shows nothing hides what is there
        shown.filter(|shown| !shown.is_empty()).map_or(Shows::Unknown, Shows::As)
    }
}

/// The sections of a code, parted by semicolons that are not quoted, each as characters with whether they stand for
/// themselves.
fn split(code: &str) -> Vec<Vec<(char, bool)>> {
    let mut sections = vec![Vec::new()];
    let mut rest = code.chars();
    while let Some(c) = rest.next() {
        let section = sections.last_mut().expect("one at least");
        match c {
            '"' => section.extend(rest.by_ref().take_while(|&c| c != '"').map(|c| (c, true))),
            '\\' | '!' => section.extend(rest.next().map(|c| (c, true))),
            // as wide as a character, or filled with one
            '_' | '*' => drop(rest.next()),
            ';' => sections.push(Vec::new()),
            other => section.push((other, false)),
        }
    }
    sections
}

impl Section {
    /// A section, where it is digits in places.
    fn of(code: &[(char, bool)]) -> Option<Self> {
        let mut section = Self::default();
        let mut rest = code.iter().peekable();
        let mut commas = 0;
        while let Some(&(c, literal)) = rest.next() {
            if literal {
                section.say(c);
                continue;
            }
            match c {
                '[' => section
                    .bracket(&rest.by_ref().take_while(|(c, _)| *c != ']').map(|(c, _)| *c).collect::<String>())?,
                '0' | '#' | '?' => {
                    section.thousands |= std::mem::take(&mut commas) > 0;
                    section.places().push(Token::Digit(c));
                }
                // between digits it parts thousands, behind them it leaves some out
                ',' => commas += 1,
                '.' if section.has_point => return None,
                '.' => {
                    section.shift -= 3 * std::mem::take(&mut commas);
                    section.has_point = true;
                }
                '%' => {
                    section.shift += 2;
                    section.say(c);
                }
                'E' | 'e' | '@' | '/' => return None,
                c if c.is_ascii_alphabetic() => return None,
                c => section.say(c),
            }
        }
        section.shift -= 3 * commas;
        Some(section)
    }

    fn places(&mut self) -> &mut Vec<Token> {
        if self.has_point { &mut self.part } else { &mut self.whole }
    }

    fn say(&mut self, c: char) {
        match self.places().last_mut() {
            Some(Token::Literal(text)) => text.push(c),
            _ => self.places().push(Token::Literal(c.to_string())),
        }
    }

    /// A colour or a country, with a currency's sign; a condition or other digits are not worked out.
    fn bracket(&mut self, inside: &str) -> Option<()> {
        if let Some(currency) = inside.strip_prefix('$') {
            currency.split('-').next().unwrap_or_default().chars().for_each(|c| self.say(c));
            return Some(());
        }
        inside
            .chars()
            .all(|c| c.is_alphabetic() || c.is_ascii_digit())
            .then_some(())
            .filter(|()| !inside.starts_with("DBNum"))
    }

    fn is_percent(&self) -> bool {
        let has =
            |tokens: &[Token]| tokens.iter().any(|token| matches!(token, Token::Literal(text) if text.contains('%')));
        self.shift > 0 && (has(&self.whole) || has(&self.part))
    }

    /// What it shows of a number without a sign.
    fn of_number(&self, number: Decimal) -> Option<String> {
        let digits = |tokens: &[Token]| tokens.iter().filter(|token| matches!(token, Token::Digit(_))).count();
        let mut number = number;
        for _ in 0..self.shift.unsigned_abs() {
            number =
                if self.shift < 0 { number.checked_div(Decimal::TEN)? } else { number.checked_mul(Decimal::TEN)? };
        }
        let decimals = u32::try_from(digits(&self.part)).ok().filter(|&decimals| decimals <= 20)?;
        let rounded = number.round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero);
        let text = format!("{rounded:.*}", decimals as usize);
        let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
        let mut shown = self.whole_of(whole.trim_start_matches('0'));
        if self.has_point {
            shown.push('.');
        }
        shown.push_str(&self.part_of(part));
        Some(shown)
    }

    /// The digits before the point, put into their places from the right.
    fn whole_of(&self, digits: &str) -> String {
        let mut left: Vec<char> = digits.chars().collect();
        let (mut shown, mut count) = (Vec::new(), 0);
        let first = self.whole.iter().position(|token| matches!(token, Token::Digit(_)));
        let mut put = |shown: &mut Vec<char>, digit: char| {
            if self.thousands && count > 0 && count % 3 == 0 {
                shown.push(',');
            }
            count += 1;
            shown.push(digit);
        };
        for (at, token) in self.whole.iter().enumerate().rev() {
            match token {
                Token::Literal(text) => shown.extend(text.chars().rev()),
                Token::Digit(place) => {
                    match (left.pop(), place) {
                        (Some(digit), _) => put(&mut shown, digit),
                        (None, '0') => put(&mut shown, '0'),
                        (None, '?') => shown.push(' '),
                        (None, _) => {}
                    }
                    if Some(at) == first {
                        while let Some(digit) = left.pop() {
                            put(&mut shown, digit);
                        }
                    }
                }
            }
        }
        shown.iter().rev().collect()
    }

    fn part_of(&self, digits: &str) -> String {
        let kept = digits.trim_end_matches('0').len();
        let (mut shown, mut digits) = (String::new(), digits.chars().enumerate());
        for token in &self.part {
            match token {
                Token::Literal(text) => shown.push_str(text),
                Token::Digit(place) => match (digits.next(), place) {
                    (Some((at, _)), '#') if at >= kept => {}
                    (Some((at, _)), '?') if at >= kept => shown.push(' '),
                    (Some((_, digit)), _) => shown.push(digit),
                    (None, _) => {}
                },
            }
        }
        shown
    }
}

impl DateFormat {
    /// A built-in format, by its number; the Chinese ones too.
    pub fn built_in(number: u32) -> Option<Self> {
        let of = |date, time| Some(Self { date, time, elapsed: number == 46 });
        match number {
            14..=17 | 27..=31 | 36 | 50..=54 | 57 | 58 => of(true, false),
            18..=21 | 32..=35 | 45..=47 | 55 | 56 => of(false, true),
            22 => of(true, true),
            _ => None,
        }
    }

    /// A format by its code, such as `yyyy/m/d h:mm`.
    pub fn of_code(code: &str) -> Option<Self> {
        let (mut date, mut time, mut month, mut counts) = (false, false, false, false);
        let mut rest = code.chars();
        while let Some(c) = rest.next() {
            match c {
                '"' => while rest.next().is_some_and(|c| c != '"') {},
                '\\' | '_' | '*' | '!' => drop(rest.next()),
                '[' => {
                    let inside: String = rest.by_ref().take_while(|&c| c != ']').collect();
                    let inside = inside.to_ascii_lowercase();
                    // [h] and the like count on; others are colours and countries
                    let elapsed = !inside.is_empty() && inside.bytes().all(|b| matches!(b, b'h' | b'm' | b's'));
                    time |= elapsed;
                    counts |= elapsed;
                }
                'y' | 'Y' | 'd' | 'D' => date = true,
                'h' | 'H' | 's' | 'S' => time = true,
                'm' | 'M' => month = true,
                'G' | 'g' if code.eq_ignore_ascii_case("general") => return None,
                _ => {}
            }
        }
        date |= month && !time;
        (date || time).then_some(Self { date, time, elapsed: counts })
    }
}

#[cfg(test)]
mod tests {
    use super::{DateFormat, Format, Shows};

    #[test]
    fn a_number_shows_as_its_format_says() {
        for (code, number, shown) in [
            ("General", "8.46", "8.46"),
            ("@", "1", "1"),
            ("G/通用格式", "1", "1"),
            ("00", "1", "01"),
            ("000", "12", "012"),
            ("000", "1234", "1234"),
            ("0", "8.5", "9"),
            ("0.0", "8.46", "8.5"),
            ("0.00", "8.5", "8.50"),
            ("0.##", "8.5", "8.5"),
            ("#.##", "0.5", ".5"),
            ("#,##0", "1234567", "1,234,567"),
            ("#,##0", "12", "12"),
            ("\"L\"0", "3", "L3"),
            ("0\"分\"", "90.4", "90分"),
            ("0.0\"分\"", "90.45", "90.5分"),
            ("¥0.00", "90", "¥90.00"),
            ("¥#,##0.00", "1234.5", "¥1,234.50"),
            ("[$¥-804]0.00", "1", "¥1.00"),
            ("0!.0,\"万\"", "12345", "1.2万"),
            ("0.0,", "12345", "12.3"),
            ("0.00_);[Red]\\(0.00\\)", "8.5", "8.50"),
            ("0.00_);[Red]\\(0.00\\)", "-8.5", "(8.50)"),
            ("0.0", "-8.46", "-8.5"),
            ("0;-0;\"无\"", "0", "无"),
            ("000-0000", "1234567", "123-4567"),
            ("第0项", "3", "第3项"),
        ] {
            assert_eq!(Format::of_code(code).shows(number), Shows::As(shown.to_owned()), "{code} {number}");
        }
        for (code, shows) in [
            ("0%", Shows::Percent),
            ("0.0%", Shows::Percent),
            ("# ?/?", Shows::Unknown),
            ("0.00E+00", Shows::Unknown),
            ("[>100]0;0.0", Shows::Unknown),
            ("[DBNum1]0", Shows::Unknown),
            (";;;", Shows::Unknown),
            ("\"无\"", Shows::As("无".to_owned())),
        ] {
            assert_eq!(Format::of_code(code).shows("1"), shows, "{code}");
        }
        assert_eq!(Format::built_in(2).shows("1"), Shows::As("1.00".to_owned()));
        assert_eq!(Format::built_in(10).shows("1"), Shows::Percent);
    }

    #[test]
    fn a_date_is_told_by_its_format() {
        let format = |code| DateFormat::of_code(code);
        let both = DateFormat { date: true, time: true, elapsed: false };
        assert_eq!(format("yyyy\"年\"m\"月\"d\"日\""), Some(DateFormat { date: true, time: false, elapsed: false }));
        assert_eq!(format("[h]:mm"), Some(DateFormat { date: false, time: true, elapsed: true }));
        assert_eq!(format("上午/下午h\"时\"mm\"分\""), Some(DateFormat { date: false, time: true, elapsed: false }));
        assert_eq!(format("yyyy/m/d h:mm"), Some(both));
        assert_eq!(format("mm/dd"), Some(DateFormat { date: true, time: false, elapsed: false }));
        for code in ["General", "0.00", "#,##0_);[Red](#,##0)", "@", "0\"days\"", "0.00E+00", "[$¥-804]0.00", "0!d"] {
            assert_eq!(format(code), None, "{code}");
        }
    }
}
