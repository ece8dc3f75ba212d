//! A sheet as a table: cells, widths, what is frozen, how it prints.
//!
//! A figure becomes a number only where the number says just what the text says; all else is a text, and none of
//! the texts is one that a spreadsheet would run.

use std::collections::HashMap;

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

use super::words::{self, Language};

/// Digits that every number of a spreadsheet keeps.
const DIGITS: usize = 15;
/// Most rows of a table: what a sheet holds, less its head.
const ROWS: u32 = 1_048_000;
/// Most characters of a cell; a spreadsheet takes 32 767.
const CHARACTERS: usize = 32_000;
/// The row of the header, below a title and a line on where it comes from.
const HEADER: u32 = 2;
/// Widths of columns, in characters.
const NARROW: usize = 6;
const WIDE: usize = 56;
/// A4 in the numbering of spreadsheets.
const A4: u8 = 9;

/// What stands in a cell.
#[derive(Debug, Clone)]
pub enum Value {
    /// Words, an id, a hash.
    Text(String),
    /// A decimal, as it is printed.
    Figure(String),
}

/// Words as a value.
pub fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

/// A printed decimal as a value.
pub fn figure(figure: &str) -> Value {
    Value::Figure(figure.to_owned())
}

/// The head of a sheet.
pub struct Head<'h> {
    /// Name of the sheet, unique in its workbook.
    pub name: &'h str,
    /// Title, with its label.
    pub title: &'h str,
    /// Where it comes from.
    pub source: &'h str,
    /// What every printed page bears at its top; empty where it is the real thing.
    pub label: &'h str,
    /// The language of the page numbers.
    pub language: Language,
}

/// A sheet.
///
/// # Errors
/// Where a spreadsheet could not hold it.
pub fn sheet(
    head: &Head<'_>,
    header: &[String],
    rows: impl Iterator<Item = Vec<Value>>,
) -> Result<Worksheet, XlsxError> {
    let mut table = Table { sheet: Worksheet::new(), widths: vec![NARROW; header.len()], formats: HashMap::new() };
    table.sheet.set_name(head.name)?;
    table.head(head, header)?;
    let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for (at, row) in (HEADER + 1..).zip(rows) {
        if at > ROWS {
            table.sheet.write_string(at, 0, head.language.say(words::LEFT_OUT))?;
            break;
        }
        for (column, value) in (0u16..).zip(row) {
            table.cell(at, column, value, &text)?;
        }
    }
    table.finish(head)
}

struct Table {
    sheet: Worksheet,
    widths: Vec<usize>,
    /// Formats of numbers by their decimals.
    formats: HashMap<usize, Format>,
}

impl Table {
    fn head(&mut self, head: &Head<'_>, header: &[String]) -> Result<(), XlsxError> {
        let title = Format::new().set_bold().set_font_size(14);
        self.sheet.write_string_with_format(0, 0, head.title, &title)?;
        self.sheet.write_string(1, 0, head.source)?;
        let bold = Format::new().set_bold().set_text_wrap().set_border_bottom(FormatBorder::Medium);
        let bold = bold.set_align(FormatAlign::VerticalCenter);
        for (column, word) in (0u16..).zip(header) {
            self.fit(column, word);
            self.sheet.write_string_with_format(HEADER, column, word, &bold)?;
        }
        self.sheet.set_freeze_panes(HEADER + 1, 0)?;
        Ok(())
    }

    fn cell(&mut self, row: u32, column: u16, value: Value, text: &Format) -> Result<(), XlsxError> {
        let words = match value {
            Value::Figure(figure) => {
                if let Some((number, decimals)) = number(&figure) {
                    self.fit(column, &figure);
                    let format = self.formats.entry(decimals).or_insert_with(|| decimal(decimals));
                    self.sheet.write_number_with_format(row, column, number, format)?;
                    return Ok(());
                }
                figure
            }
            Value::Text(words) => words,
        };
        if words.is_empty() {
            return Ok(());
        }
        let words = clip(words);
        self.fit(column, &words);
        self.sheet.write_string_with_format(row, column, words, text)?;
        Ok(())
    }

    /// Widens a column for a text: a Chinese character is as wide as two others.
    fn fit(&mut self, column: u16, text: &str) {
        let wide: usize = text.chars().take(WIDE).map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
        if let Some(width) = self.widths.get_mut(usize::from(column)) {
            *width = (*width).max((wide + 2).min(WIDE));
        }
    }

    fn finish(self, head: &Head<'_>) -> Result<Worksheet, XlsxError> {
        let Self { mut sheet, widths, formats: _ } = self;
        for (column, &width) in (0u16..).zip(&widths) {
            // at most WIDE
            sheet.set_column_width(column, u16::try_from(width).unwrap_or(u16::MAX))?;
        }
        sheet.set_repeat_rows(0, HEADER)?;
        sheet.set_paper_size(A4).set_print_fit_to_pages(1, 0);
        if widths.iter().sum::<usize>() > 96 {
            sheet.set_landscape();
        }
        if !head.label.is_empty() {
            sheet.set_header(format!("&C{}", head.label.replace('&', "&&")));
        }
        sheet.set_footer(format!("&C{}", head.language.say(words::PAGE)));
        Ok(sheet)
    }
}

fn decimal(decimals: usize) -> Format {
    let pattern = if decimals == 0 { "0".to_owned() } else { format!("0.{}", "0".repeat(decimals)) };
    Format::new().set_num_format(pattern).set_align(FormatAlign::Top)
}

/// A text that fits a cell, and says where it was cut.
fn clip(text: String) -> String {
    if text.chars().count() <= CHARACTERS {
        return text;
    }
    text.chars().take(CHARACTERS).chain(['…']).collect()
}

/// The number that says just what a decimal says, with its decimals; `None` where there is none. The one place
/// where a figure becomes a binary number: what a spreadsheet holds is one.
fn number(figure: &str) -> Option<(f64, usize)> {
    let digits = figure.strip_prefix('-').unwrap_or(figure);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let leading = whole.len() > 1 && whole.starts_with('0');
    if whole.is_empty() || leading || digits.ends_with('.') || !all_digits(whole) || !all_digits(part) {
        return None;
    }
    let significant = [whole, part].concat().trim_start_matches('0').len();
    let number: f64 = figure.parse().ok()?;
    // zero with a sign is not what was printed
    let same = format!("{number:.*}", part.len()) == figure && !(number == 0.0 && figure.starts_with('-'));
    (significant <= DIGITS && part.len() <= DIGITS && same).then_some((number, part.len()))
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn a_figure_of_up_to_fifteen_digits_is_a_number_that_prints_as_it_was() {
        for figure in
            ["0", "7", "90.00", "0.5", "-3.25", "100", "123456789012345", "1234567890.12345", "0.000000000000001"]
        {
            let (number, decimals) = number(figure).unwrap_or_else(|| panic!("{figure}"));
            assert_eq!(format!("{number:.decimals$}"), figure);
        }
    }

    #[test]
    fn a_figure_that_a_number_would_change_stays_a_text() {
        for figure in [
            "",
            "-",
            ".",
            "1.",
            ".5",
            "01",
            "1/3",
            "1e5",
            "+1",
            "inf",
            "NaN",
            "-0",
            "-0.00",
            "1234567890123456",
            "12345678901234.56",
            "0.1234567890123456",
            "９０",
            " 1",
            "1,5",
        ] {
            assert!(number(figure).is_none(), "{figure}");
        }
    }
}
