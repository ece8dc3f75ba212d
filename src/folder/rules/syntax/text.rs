//! Texts in quotes: which quote closes them, and how TOML would have them.

use super::chars::{is_blank, is_comma, is_end, is_quote, quoted};
use super::key::looks_like_pair;
use super::scan::{Scan, comment_mark};
use super::slip::Slip;

/// What is around a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Within {
    Line,
    List,
    Table,
}

/// Most lines that a text in quotes is looked for in that was not closed on its own.
const MOST_LINES: usize = 12;

/// Whether a value may end before this.
fn ends(rest: &str, within: Within) -> bool {
    let rest = rest.trim_start_matches(is_blank);
    let Some(c) = rest.chars().next() else { return true };
    if is_end(c) || comment_mark(rest).is_some() {
        return true;
    }
    match within {
        Within::Line => {
            let after = rest.trim_start_matches(c).trim_start_matches(is_blank);
            (is_comma(c) || c == '。') && (after.starts_with(is_end) || after.is_empty() || after.starts_with('#'))
        }
        Within::List => is_comma(c) || matches!(c, ']' | '］' | '】'),
        Within::Table => is_comma(c) || matches!(c, '}' | '｝'),
    }
}

/// Reads a text at its first quote.
pub(super) fn text(scan: &mut Scan<'_>, within: Within) {
    let Some(open) = scan.peek() else { return };
    if let Some(quotes) = ["\"\"\"", "'''"].into_iter().find(|quotes| scan.rest.starts_with(quotes)) {
        if !several_lines(scan, quotes) {
            never_closed(scan, quotes);
        }
        return;
    }
    let line = scan.rest_of_line();
    let inner = &line[open.len_utf8()..];
    let close = if matches!(open, '"' | '\'') { closing(inner, open) } else { None };
    if let Some(close) = close {
        let after = &inner[close + 1..];
        if ends(after, within) || (within == Within::Line && looks_like_pair(after)) {
            return as_typed(scan, open, close);
        }
    }
    let candidates = inner.char_indices().filter(|(_, c)| is_quote(*c));
    let fits = |&(at, c): &(usize, char)| ends(&inner[at + c.len_utf8()..], within);
    let mut candidates = candidates.filter(fits);
    let found = match (within, close) {
        (Within::Line, _) | (_, None) => candidates.next(),
        // in a list, the next value's quote closes one that was not closed
        (Within::List | Within::Table, Some(close)) => {
            candidates.find(|(at, _)| *at < close).or_else(|| match inner[..close].find(is_comma) {
                Some(_) => None,
                None => candidates.next(),
            })
        }
    };
    if let Some((at, end)) = found {
        other_quotes(scan, open, inner, at, end);
    } else if let Some(close) = close.filter(|_| within == Within::Line) {
        as_typed(scan, open, close);
    } else {
        not_closed(scan, open, inner, within);
    }
}

/// Where a text ends that began with a plain quote.
fn closing(inner: &str, open: char) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in inner.char_indices() {
        if c == open && !escaped {
            return Some(at);
        }
        escaped = open == '"' && c == '\\' && !escaped;
    }
    None
}

/// A text between plain quotes.
fn as_typed(scan: &mut Scan<'_>, open: char, close: usize) {
    scan.keep(1);
    let inner = scan.drop(close);
    escaped(scan, inner, open == '"');
    scan.keep(1);
}

/// A text between other quotes than two of the plain ones, or with such within.
fn other_quotes(scan: &mut Scan<'_>, open: char, inner: &str, at: usize, end: char) {
    let wide: Vec<String> = [open, end].iter().filter(|c| !matches!(c, '"' | '\'')).map(char::to_string).collect();
    if !wide.is_empty() {
        scan.note(Slip::Quote { found: wide.join(" ") });
    } else if inner[..at].ends_with('\\') {
        scan.note(Slip::Backslash);
    } else {
        scan.note(Slip::InnerQuotes);
    }
    scan.drop(open.len_utf8() + at + end.len_utf8());
    scan.out.push_str(&quoted(&inner[..at]));
}

/// A text without a second quote.
fn not_closed(scan: &mut Scan<'_>, open: char, inner: &str, within: Within) {
    if !matches!(open, '"' | '\'') {
        scan.note(Slip::Quote { found: open.to_string() });
    }
    let starts_comment = |at: usize| {
        let spaced = inner[..at].ends_with(is_blank);
        spaced && comment_mark(&inner[at..]).is_some()
    };
    let in_line = inner.char_indices().map(|(at, _)| at).find(|&at| starts_comment(at)).unwrap_or(inner.len());
    let end = match within {
        Within::Line => in_line,
        Within::List => inner.find(|c| is_comma(c) || matches!(c, ']' | '］' | '】')).unwrap_or(in_line).min(in_line),
        Within::Table => inner.find(|c| is_comma(c) || matches!(c, '}' | '｝')).unwrap_or(in_line).min(in_line),
    };
    if end == inner.len()
        && within == Within::Line
        && let Some(lines) = goes_on(&scan.rest[open.len_utf8() + end..])
    {
        return broken(scan, open, lines);
    }
    let text = inner[..end].trim_end_matches(is_blank);
    scan.note(Slip::NoClosing { text: text.to_owned() });
    scan.drop(open.len_utf8() + text.len());
    scan.out.push_str(&quoted(text));
}

/// In how many of the next lines a text goes on that was not closed in its own.
fn goes_on(rest: &str) -> Option<usize> {
    let rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n'))?;
    for (number, line) in rest.split('\n').take(MOST_LINES).enumerate() {
        let line = line.trim_matches(|c| is_blank(c) || c == '\r');
        if line.starts_with(['[', '#']) || looks_like_pair(line) {
            return None;
        }
        if line.ends_with(is_quote) {
            return Some(number + 1);
        }
    }
    None
}

/// A text over several lines in the quotes of a single one.
fn broken(scan: &mut Scan<'_>, open: char, lines: usize) {
    scan.note(Slip::BrokenText { last: scan.line + lines });
    scan.drop(open.len_utf8());
    let mut text = String::new();
    for _ in 0..lines {
        text.push_str(scan.drop(scan.rest_of_line().len()));
        let plain = scan.rest.len();
        scan.drop(scan.rest.find('\n').map_or(plain, |at| at + 1));
    }
    text.push_str(scan.drop(scan.rest_of_line().len()).trim_end_matches(is_blank).trim_end_matches(is_quote));
    scan.out.push_str(&quoted(&text));
    scan.out.push_str(&"\n".repeat(lines));
    scan.line += lines;
}

/// A text in three quotes; whether it is closed.
fn several_lines(scan: &mut Scan<'_>, quotes: &str) -> bool {
    let basic = quotes.starts_with('"');
    let mut from = quotes.len();
    let close = loop {
        let Some(at) = scan.rest.get(from..).and_then(|rest| rest.find(quotes)) else { return false };
        let before = &scan.rest[quotes.len()..from + at];
        let slashes = before.len() - before.trim_end_matches('\\').len();
        if !basic || slashes.is_multiple_of(2) {
            break from + at;
        }
        from += at + 1;
    };
    scan.keep(quotes.len());
    let inner = scan.drop(close - quotes.len());
    for (number, line) in inner.split('\n').enumerate() {
        if number > 0 {
            scan.out.push('\n');
            scan.line += 1;
        }
        let (line, end) = line.strip_suffix('\r').map_or((line, ""), |line| (line, "\r"));
        if basic && line.ends_with('\\') && !line.ends_with("\\\\") {
            // the line goes on in the next one
            escaped(scan, &line[..line.len() - 1], true);
            scan.out.push('\\');
        } else {
            escaped(scan, line, basic);
        }
        scan.out.push_str(end);
    }
    scan.keep(quotes.len());
    // up to two quotes may stand before the three that close
    for _ in 0..2 {
        if scan.rest.starts_with(&quotes[..1]) {
            scan.keep(1);
        }
    }
    true
}

/// A text in three quotes that nothing closes: it ends before the next line that is one of the rules.
fn never_closed(scan: &mut Scan<'_>, quotes: &'static str) {
    scan.note(Slip::ThreeQuotes { quotes });
    scan.out.push_str("\"\"");
    scan.drop(scan.rest_of_line().len());
    for _ in 0..MOST_LINES {
        let next = scan.rest.strip_prefix("\r\n").or_else(|| scan.rest.strip_prefix('\n')).unwrap_or_default();
        let line = next.split(is_end).next().unwrap_or_default();
        if next.is_empty() || line.trim_start().starts_with(['[', '#']) || looks_like_pair(line) {
            break;
        }
        scan.newline();
        scan.drop(scan.rest_of_line().len());
    }
}

/// The inside of a text, with backslashes that TOML knows.
fn escaped(scan: &mut Scan<'_>, inner: &str, basic: bool) {
    let mut rest = inner;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        if c.is_ascii_control() && c != '\t' {
            scan.note(Slip::Control(c));
            scan.out.push(' ');
        } else if c == '\\' && basic {
            let length = escape(rest);
            if length == 0 {
                scan.note(Slip::Backslash);
                scan.out.push_str("\\\\");
            } else {
                scan.out.push('\\');
                scan.out.push_str(&rest[..length]);
                rest = &rest[length..];
            }
        } else {
            scan.out.push(c);
        }
    }
}

/// The length of what follows a backslash where TOML knows it, and 0 where not.
fn escape(rest: &str) -> usize {
    let digits = match rest.chars().next() {
        Some('b' | 't' | 'n' | 'f' | 'r' | 'e' | '"' | '\\') => return 1,
        Some('x') => 2,
        Some('u') => 4,
        Some('U') => 8,
        _ => return 0,
    };
    let code = rest.get(1..=digits).and_then(|code| u32::from_str_radix(code, 16).ok());
    if code.and_then(char::from_u32).is_some() && !rest[1..].starts_with('+') { digits + 1 } else { 0 }
}
