//! Values: texts, numbers, words without quotes, lists and tables in a line.

use toml_edit::Value;

use super::chars::{is_blank, is_close, is_comma, is_end, is_equals, is_open, is_quote, is_unseen, narrow, quoted};
use super::key::{self, looks_like_pair, pair};
use super::scan::{Beside, Scan, comment_mark};
use super::slip::Slip;
use super::text::{Within, text};

/// Most brackets around a value.
const DEEPEST: usize = 16;

/// Reads a value where one begins.
pub(super) fn value(scan: &mut Scan<'_>, within: Within) {
    match scan.peek() {
        Some('[' | '{' | '［' | '【' | '｛') if scan.depth >= DEEPEST => {
            scan.note(Slip::TooDeep);
            scan.drop(scan.rest_of_line().len());
            scan.out.push_str("\"\"");
        }
        Some(c) if is_quote(c) => text(scan, within),
        Some(c) if is_open(c) => {
            scan.depth += 1;
            bracketed(scan, ('[', ']'), |scan| value(scan, Within::List));
            scan.depth -= 1;
        }
        Some('{' | '｛') => {
            scan.depth += 1;
            bracketed(scan, ('{', '}'), pair_of_table);
            scan.depth -= 1;
        }
        Some(_) => bare(scan, within),
        None => {}
    }
}

/// A mark of lists, as it should be.
fn mark(scan: &mut Scan<'_>, should: char) {
    let Some(found) = scan.peek() else { return };
    if found != should {
        scan.note(Slip::Wide { found: found.to_string(), should: should.to_string() });
    }
    scan.drop_char();
    scan.out.push(should);
}

/// Whether the next line begins another table, or where `pairs` another key: what is open was not closed.
fn another_begins(scan: &Scan<'_>, pairs: bool) -> bool {
    let next = scan.rest.strip_prefix("\r\n").or_else(|| scan.rest.strip_prefix(['\n', '\r'])).unwrap_or_default();
    let line = next.split(is_end).next().unwrap_or_default().trim_matches(is_blank);
    let header = line.trim_start_matches(is_open);
    let is_header = header.len() < line.len()
        && header.contains(is_close)
        && !header.contains([',', '"', '\'', '，'])
        && header.starts_with(|c: char| c.is_alphabetic());
    is_header || (pairs && looks_like_pair(line))
}

/// Closes what is open, behind what was written last.
fn close_behind(scan: &mut Scan<'_>, line: usize, last: usize, open: char, close: char) {
    scan.note_beside(line, Slip::Open { open, close }, Beside::Both);
    scan.out.insert(last, close);
}

/// What stands in the brackets of a list, or of a table in a line: items, parted by commas.
fn bracketed(scan: &mut Scan<'_>, (open, close): (char, char), item: fn(&mut Scan<'_>)) {
    let line = scan.line;
    mark(scan, open);
    let (mut last, mut parted) = (scan.out.len(), true);
    loop {
        scan.blanks();
        match scan.peek() {
            None => return close_behind(scan, line, last, open, close),
            Some(c) if is_end(c) => {
                // a key is an item of a table, but never one of a list
                if another_begins(scan, open == '[') {
                    return close_behind(scan, line, last, open, close);
                }
                scan.newline();
            }
            Some(c) if is_close(c) || matches!(c, '}' | '｝' | ')' | '）') => return mark(scan, close),
            Some(c) if is_comma(c) && parted => {
                scan.note(Slip::DoubleComma);
                scan.drop_char();
            }
            Some(c) if is_comma(c) => {
                mark(scan, ',');
                (last, parted) = (scan.out.len(), true);
            }
            Some(_) if scan.comment() => {}
            Some(_) => {
                if !parted {
                    scan.note(Slip::MissingComma);
                    scan.out.push(',');
                }
                item(scan);
                (last, parted) = (scan.out.len(), false);
            }
        }
    }
}

/// A key with its value in a table that stands in a line.
fn pair_of_table(scan: &mut Scan<'_>) {
    let line = scan.rest_of_line();
    let Some(found) = pair(line).filter(|pair| !pair.key.trim_matches(is_blank).is_empty()) else {
        let end = line.find(|c| is_comma(c) || matches!(c, '}' | '｝' | '#')).filter(|&end| end > 0);
        let text = scan.drop(end.unwrap_or(line.len().max(1)));
        scan.note(Slip::Stray { text: text.trim_matches(is_blank).to_owned() });
        // what stands in its place has no key of its own
        let place = format!("\"{}\" = 0", scan.out.len());
        scan.out.push_str(&place);
        scan.holes.push(scan.line);
        return;
    };
    // which table it is, is not known here
    let name = key::key(scan, found.key, "");
    sign(scan, found.sign);
    scan.drop(found.key.len() + found.sign.len());
    scan.out.push_str(&name);
    scan.out.push('=');
    scan.blanks();
    if scan.at_end() || scan.peek().is_some_and(|c| is_comma(c) || matches!(c, '}' | '｝')) {
        no_value(scan, &name);
    } else {
        value(scan, Within::Table);
    }
}

/// Notes a sign between key and value that is none.
pub(super) fn sign(scan: &mut Scan<'_>, found: &str) {
    match found {
        "=" => {}
        "＝" | "﹦" => scan.note(Slip::Wide { found: found.to_owned(), should: "=".to_owned() }),
        _ => scan.note(Slip::Equals { found: found.to_owned() }),
    }
}

/// Puts something where a value should be.
pub(super) fn no_value(scan: &mut Scan<'_>, key: &str) {
    scan.note_beside(scan.line, Slip::NoValue { key: key.to_owned() }, Beside::Alone);
    scan.out.push_str("\"\"");
}

/// A value without quotes and brackets.
fn bare(scan: &mut Scan<'_>, within: Within) {
    let line = scan.rest_of_line();
    let ends = |(at, c): (usize, char)| {
        let spaced = line[..at].ends_with(is_blank);
        let comment = comment_mark(&line[at..]).is_some_and(|mark| spaced || !matches!(mark, "//" | "／／"));
        let list = match within {
            Within::Line => false,
            Within::List => is_comma(c) || is_close(c),
            Within::Table => is_comma(c) || matches!(c, '}' | '｝'),
        };
        (comment || list).then_some(at)
    };
    let end = line.char_indices().find_map(ends).unwrap_or(line.len());
    let mut typed = line[..end].trim_end_matches(is_blank);
    if within == Within::Line {
        if let Some(at) = typed.find(|c| is_equals(c) && !matches!(c, ':' | '：')) {
            let before = typed[..at].trim_end_matches(is_blank);
            let word =
                before.rfind(is_blank).map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
            if looks_like_pair(&typed[word..]) && word > 0 {
                typed = typed[..word].trim_end_matches(is_blank);
            }
        }
        // a full stop belongs to a sentence, and not to a number
        let without = typed.trim_end_matches(|c| is_comma(c) || c == '。' || is_blank(c));
        let commas = typed.trim_end_matches(|c| is_comma(c) || is_blank(c));
        typed = if is_sound(&narrow(without)) || without.is_empty() { without } else { commas };
    }
    if typed.is_empty() {
        // only what ends a line
        let text = scan.drop(end.max(line.chars().next().map_or(0, char::len_utf8)));
        scan.note_beside(scan.line, Slip::Extra { text: text.to_owned() }, Beside::Alone);
        scan.out.push_str("\"\"");
        return;
    }
    scan.drop(typed.len());
    word(scan, typed);
}

/// A word without quotes, as TOML would have it.
fn word(scan: &mut Scan<'_>, typed: &str) {
    if is_sound(typed) {
        return scan.out.push_str(typed);
    }
    let seen: String = typed.chars().filter(|&c| !is_unseen(c) || c.is_whitespace()).collect();
    if seen != typed
        && let Some(c) = typed.chars().find(|&c| is_unseen(c) && !c.is_whitespace())
    {
        scan.note(Slip::Unseen(c));
        if is_sound(&seen) {
            return scan.out.push_str(&seen);
        }
    }
    let plain = narrow(&seen);
    if plain != seen && is_sound(&plain) {
        scan.note(Slip::Wide { found: seen, should: plain.clone() });
        return scan.out.push_str(&plain);
    }
    let inner = seen.trim_end_matches(is_quote);
    if inner != seen {
        scan.note(Slip::NoOpening { text: inner.to_owned() });
        return scan.out.push_str(&quoted(inner));
    }
    let number = plain.trim_start_matches(['-', '+', '.']).starts_with(|c: char| c.is_ascii_digit());
    let slip = if number && plain.ends_with('%') {
        Slip::Percent { text: plain.clone() }
    } else if number {
        Slip::NotNumber { text: seen.clone() }
    } else {
        Slip::Bare { text: seen.clone() }
    };
    let literal = quoted(&seen);
    scan.out.push_str(&literal);
    scan.note_beside(scan.line, slip, Beside::Value { literal, said: typed.to_owned() });
}

/// Whether TOML has such a value.
fn is_sound(word: &str) -> bool {
    // one that is too large for readers of TOML is seen to later
    let digits = word.trim_start_matches(['+', '-']);
    let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0');
    let may_be = word.bytes().all(|b| b.is_ascii_graphic() || b == b' ') && !word.contains(['"', '\'', '[', '{', '#']);
    is_number || (may_be && word.parse::<Value>().is_ok())
}
