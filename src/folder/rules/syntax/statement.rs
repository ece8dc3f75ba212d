//! Lines: headers of tables, keys with their values, and what is neither.

use super::chars::{is_blank, is_close, is_comma, is_open};
use super::key::{self, known_word, looks_like_pair, pair};
use super::scan::{Beside, Scan, comment_mark};
use super::slip::Slip;
use super::text::Within;
use super::value::{no_value, sign, value};
use crate::folder::rules::keys;

/// The table that lines belong to, and what came before it.
#[derive(Default)]
pub(super) struct Tables {
    /// The path of the table.
    path: String,
    /// The line of its header; the first one of the file for what stands above all headers.
    line: usize,
    /// Its keys with their lines.
    keys: Vec<(String, usize)>,
    /// Headers that may be there once, with their lines.
    once: Vec<(String, usize)>,
    /// Paths of tables of which there are several.
    several: Vec<String>,
}

/// Reads all lines.
pub(super) fn lines(scan: &mut Scan<'_>) {
    let mut tables = Tables { line: 1, ..Tables::default() };
    while !scan.rest.is_empty() {
        if scan.is_full() {
            let rest = scan.drop(scan.rest.len());
            return scan.out.push_str(rest);
        }
        scan.blanks();
        match scan.peek() {
            None => {}
            Some(_) if scan.at_end() => scan.newline(),
            Some(_) if scan.comment() => {}
            Some(c) if is_open(c) => header(scan, &mut tables),
            Some(_) => line(scan, &mut tables),
        }
    }
}

/// A header of a table.
fn header(scan: &mut Scan<'_>, tables: &mut Tables) {
    let line = scan.rest_of_line();
    let end = line.char_indices().map(|(at, _)| at).find(|&at| comment_mark(&line[at..]).is_some());
    let body = &line[..end.unwrap_or(line.len())];
    let opening = body.find(|c| !is_open(c) && !is_blank(c)).unwrap_or(body.len());
    let inner = &body[opening..];
    let closing = inner.find(is_close).unwrap_or(inner.len());
    let typed = inner[..closing].trim_end_matches(|c| is_blank(c) || is_comma(c) || matches!(c, ':' | '：'));
    let after = &inner[closing..];
    let after_end = after.find(|c| !is_close(c) && !is_blank(c)).unwrap_or(after.len());
    let (open, close) = (body[..opening].trim_matches(is_blank), after[..after_end].trim_matches(is_blank));
    let looks_like_header = !typed.is_empty() && !typed.contains(|c| is_comma(c) || c == '=' || c == '＝');
    if !looks_like_header {
        return stray(scan, tables);
    }
    scan.note_unseen(&body[..opening + closing + after_end]);
    let path = key::path(scan, typed);
    let (path, is_known) = match path {
        Ok(path) => (path, true),
        Err(path) => (path, false),
    };
    let form = keys::form(&path);
    let counts = [open, close].map(|marks| marks.chars().filter(|&c| is_open(c) || is_close(c)).count());
    let several = keys::is_several(&form).unwrap_or(counts.iter().any(|&count| count > 1));
    let (left, right) = if several { ("[[", "]]") } else { ("[", "]") };
    let written = [left, &path, right].concat();
    if (open, close) != (left, right) {
        let wide: String = [open, close].concat().chars().filter(|c| !c.is_ascii()).collect();
        let wanted = left.len();
        if wide.is_empty() || counts != [wanted, wanted] {
            scan.note(Slip::Header { found: body.trim_matches(is_blank).to_owned(), should: written.clone() });
        } else {
            scan.note(Slip::Wide { found: wide, should: [left, right].concat() });
        }
    }
    scan.drop(opening + closing + after_end);
    let stands = begin(scan, tables, &path, several, is_known);
    if stands {
        scan.out.push_str(&written);
    } else {
        // its keys are nobody's
        let place = format!("[\"{} {}\"]", path.replace(['"', '\\'], ""), scan.line);
        scan.out.push_str(&place);
    }
    tail(scan, tables);
}

/// Begins a table; whether it may be where it is.
fn begin(scan: &mut Scan<'_>, tables: &mut Tables, path: &str, several: bool, is_known: bool) -> bool {
    let line = scan.line;
    path.clone_into(&mut tables.path);
    tables.line = line;
    tables.keys.clear();
    let header = if several { format!("[[{path}]]") } else { format!("[{path}]") };
    let parent = path.match_indices('.').map(|(at, _)| &path[..at]).find(|parent| {
        keys::is_several(parent) == Some(true) && !tables.several.iter().any(|several| several == parent)
    });
    if let Some(parent) = parent.filter(|_| is_known) {
        let parent = format!("[[{parent}]]");
        scan.note_beside(line, Slip::Orphan { found: header, parent }, Beside::Alone);
        return false;
    }
    if several {
        let below = format!("{path}.");
        tables.once.retain(|(once, _)| !once.starts_with(&below));
        tables.several.retain(|several| !several.starts_with(&below));
        if !tables.several.iter().any(|several| several == path) {
            tables.several.push(path.to_owned());
        }
        return true;
    }
    if let Some((_, first)) = tables.once.iter().find(|(once, _)| once == path) {
        scan.note_beside(line, Slip::Twice { found: header, line: *first }, Beside::Alone);
        return false;
    }
    tables.once.push((path.to_owned(), line));
    true
}

/// A line that is no header.
fn line(scan: &mut Scan<'_>, tables: &mut Tables) {
    let line = scan.rest_of_line();
    let (start, before) = (scan.line, scan.out.len());
    let form = keys::form(&tables.path);
    let name = if let Some(found) = pair(line) {
        let typed = found.key.trim_matches(is_blank);
        if typed.is_empty() {
            scan.note(Slip::NoKey);
            return blank(scan, tables);
        }
        if found.sign.starts_with([':', '：']) && !key::is_likely(typed, &form) {
            // a sentence with a colon in it
            return stray(scan, tables);
        }
        let name = key::key(scan, found.key, &form);
        sign(scan, found.sign);
        scan.drop(found.key.len() + found.sign.len());
        name
    } else if let Some(end) = known_word(line, &form) {
        let name = key::key(scan, &line[..end], &form);
        scan.drop(end);
        if !scan.rest_of_line().trim_matches(is_blank).is_empty() && comment_mark(scan.rest.trim_start()).is_none() {
            scan.note(Slip::NoEquals { key: name.clone() });
        }
        name
    } else {
        return stray(scan, tables);
    };
    scan.out.push_str(&name);
    scan.out.push_str(" = ");
    scan.blanks();
    if scan.at_end() || comment_mark(scan.rest).is_some() {
        no_value(scan, &name);
    } else {
        value(scan, Within::Line);
    }
    match tables.keys.iter().find(|(key, _)| *key == name) {
        Some((_, first)) => {
            scan.note_beside(start, Slip::Twice { found: name, line: *first }, Beside::Both);
            let ends = scan.out[before..].matches('\n').count();
            scan.out.truncate(before);
            scan.out.push_str(&"\n".repeat(ends));
        }
        None => tables.keys.push((name, start)),
    }
    tail(scan, tables);
}

/// What stands behind a value or a header.
fn tail(scan: &mut Scan<'_>, tables: &mut Tables) {
    scan.blanks();
    while !scan.at_end() && !(comment_mark(scan.rest).is_some_and(|mark| !matches!(mark, ";" | "；"))) {
        let line = scan.rest_of_line();
        let Some(c) = scan.peek() else { return };
        let after = line[c.len_utf8()..].trim_start_matches(is_blank);
        if is_comma(c) || c == '。' {
            if matches!(c, ';' | '；') && !after.is_empty() && comment_mark(after).is_none() {
                break;
            }
            scan.note(Slip::EndMark { found: c });
            scan.drop_char();
            scan.blanks();
            continue;
        }
        let end = line.char_indices().map(|(at, _)| at).find(|&at| comment_mark(&line[at..]).is_some());
        let text = scan.drop(end.unwrap_or(line.len())).trim_end_matches(is_blank).to_owned();
        if looks_like_pair(&text) {
            scan.note(Slip::TwoOnLine { text });
            scan.holes.push(tables.line);
        } else {
            scan.note(Slip::Extra { text });
        }
    }
    scan.comment();
}

/// A line that says nothing that could be read.
fn stray(scan: &mut Scan<'_>, tables: &mut Tables) {
    let text = scan.rest_of_line().trim_matches(is_blank).to_owned();
    scan.note(Slip::Stray { text });
    blank(scan, tables);
}

/// Takes the line away.
fn blank(scan: &mut Scan<'_>, tables: &mut Tables) {
    scan.holes.push(tables.line);
    scan.drop(scan.rest_of_line().len());
}
