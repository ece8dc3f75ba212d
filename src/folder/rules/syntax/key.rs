//! Keys: what stands left of the equals sign, and how TOML would have it.

use super::chars::{is_blank, is_close, is_comma, is_equals, is_open, is_quote, is_unseen, narrow, quoted};
use super::scan::{Beside, Scan, comment_mark};
use super::slip::Slip;
use crate::folder::rules::{chinese, keys};

/// A line as a key and what follows it.
pub(super) struct Pair<'t> {
    pub key: &'t str,
    /// What parts it from the value.
    pub sign: &'t str,
}

/// The key and the sign after it with which a line begins.
pub(super) fn pair(line: &str) -> Option<Pair<'_>> {
    let mut quote = None;
    for (at, c) in line.char_indices() {
        let is_first = line[..at].chars().all(is_blank);
        match (quote, c) {
            (Some(open), c) if c == open || (open != '"' && open != '\'' && is_quote(c)) => quote = None,
            (Some(_), _) => {}
            (None, c) if is_equals(c) => {
                let rest = &line[at..];
                let sign = rest.find(|c: char| !is_equals(c) && c != '>').unwrap_or(rest.len());
                return Some(Pair { key: &line[..at], sign: &rest[..sign] });
            }
            (None, c) if is_quote(c) && is_first => quote = Some(c),
            (None, c) if is_quote(c) || is_open(c) || is_close(c) || is_comma(c) => return None,
            (None, '{' | '}' | '｛' | '｝') => return None,
            (None, _) if comment_mark(&line[at..]).is_some() => return None,
            (None, _) => {}
        }
    }
    None
}

/// Whether a line begins as a pair does that anybody would write.
pub(super) fn looks_like_pair(line: &str) -> bool {
    let line = line.trim_start_matches(is_blank);
    pair(line).is_some_and(|pair| {
        let key = pair.key.trim_matches(is_blank);
        let of_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
        !key.is_empty() && key.chars().all(of_key) && !key.starts_with(|c: char| c.is_ascii_digit())
    })
}

/// Whether a word is meant as a key, where what follows it leaves that open.
pub(super) fn is_likely(word: &str, form: &str) -> bool {
    let plain = narrow(word.trim_matches(is_quote));
    is_plain(&plain) || chinese::key(&plain).is_some_and(|meant| meant.iter().any(|key| keys::has(form, key)))
}

/// A key with which a line begins that has no sign, in the table of a form; its length.
pub(super) fn known_word(line: &str, form: &str) -> Option<usize> {
    let ends = |c: char| is_blank(c) || is_quote(c) || is_open(c) || c == '{';
    let end = line.find(ends).unwrap_or(line.len());
    let word = &line[..end];
    let chinese = chinese::key(word).is_some() && is_likely(word, form);
    (keys::is_key(word) || chinese).then_some(end)
}

fn is_plain(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
}

/// Whether a key is one of TOML's as it stands: words without quotes, or one word in quotes.
fn is_sound(key: &str) -> bool {
    let in_quotes = |quote: char| {
        let inner = key.strip_prefix(quote).and_then(|key| key.strip_suffix(quote));
        inner.is_some_and(|inner| !inner.contains([quote, '\\']) && !inner.chars().any(is_unseen))
    };
    key.split('.').all(|part| is_plain(part.trim_matches([' ', '\t']))) || in_quotes('"') || in_quotes('\'')
}

/// One part of a path as the rules file has it, in the table of a form.
fn part(scan: &mut Scan<'_>, typed: &str, form: &str) -> Result<String, String> {
    let text: String = typed.chars().filter(|&c| !is_unseen(c) || c.is_whitespace()).collect();
    let text = text.trim_matches(is_blank);
    let bare = text.trim_matches(is_quote);
    if bare != text && !is_sound(text) {
        let quotes: Vec<String> = text.chars().filter(|&c| is_quote(c)).map(String::from).collect();
        scan.note(Slip::Quote { found: quotes.join(" ") });
    }
    let plain = narrow(bare);
    if is_plain(&plain) {
        if plain != bare {
            scan.note(Slip::Wide { found: bare.to_owned(), should: plain.clone() });
        }
        return Ok(plain);
    }
    if let Some(meant) = chinese::key(&plain) {
        let should = meant.iter().find(|meant| keys::has(form, meant)).or(meant.first()).copied().unwrap_or_default();
        scan.note(Slip::Chinese { found: plain, should: should.to_owned() });
        return Ok(should.to_owned());
    }
    let joined = plain.split_whitespace().collect::<Vec<_>>().join("_").to_lowercase();
    if keys::is_key(&joined) {
        scan.note(Slip::Spelling { found: plain, should: joined.clone() });
        return Ok(joined);
    }
    Err(plain)
}

/// A key as TOML would have it, in the table of a form.
pub(super) fn key(scan: &mut Scan<'_>, typed: &str, form: &str) -> String {
    scan.note_unseen(typed);
    let typed = typed.trim_matches(is_blank);
    if is_sound(typed) {
        return typed.to_owned();
    }
    match part(scan, typed, form) {
        Ok(key) => key,
        Err(other) => {
            let narrow = narrow(typed);
            if narrow.contains('.') && is_sound(&narrow) {
                scan.note(Slip::Wide { found: typed.to_owned(), should: narrow.clone() });
                return narrow;
            }
            scan.note_beside(scan.line, Slip::BadKey { found: other.clone() }, Beside::Key);
            quoted(&other)
        }
    }
}

/// The path of a header; `Err` with the path as it can be written where a part of it is no key.
pub(super) fn path(scan: &mut Scan<'_>, typed: &str) -> Result<String, String> {
    let plain: String = typed.chars().map(|c| if matches!(c, '．' | '。' | '·' | '・') { '.' } else { c }).collect();
    if plain != typed {
        scan.note(Slip::Wide {
            found: typed.trim_matches(is_blank).to_owned(),
            should: narrow(plain.trim_matches(is_blank)),
        });
    }
    let (mut path, mut sound) = (String::new(), true);
    for typed in plain.split('.') {
        let typed = typed.trim_matches(is_blank);
        let form = keys::form(&path);
        let key = match typed {
            typed if is_sound(typed) => Ok(typed.to_owned()),
            // an id, which has any letters
            typed if form == "component.aggregate.group" && typed.chars().all(char::is_alphanumeric) => {
                scan.note(Slip::Spelling { found: typed.to_owned(), should: quoted(typed) });
                Ok(quoted(typed))
            }
            typed => part(scan, typed, &form),
        };
        if !path.is_empty() {
            path.push('.');
        }
        match key {
            Ok(key) => path.push_str(&key),
            Err(other) => {
                sound = false;
                scan.note_beside(scan.line, Slip::BadKey { found: other.clone() }, Beside::Key);
                path.push_str(&quoted(&other));
            }
        }
    }
    if sound { Ok(path) } else { Err(path) }
}
