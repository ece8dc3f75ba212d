//! Characters that input methods and word processors put in the place of plain ones.

/// What opens or closes a text, plain or not.
pub(super) fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '\''
            | '“'
            | '”'
            | '„'
            | '‟'
            | '‘'
            | '’'
            | '‚'
            | '‛'
            | '「'
            | '」'
            | '『'
            | '』'
            | '＂'
            | '＇'
            | '〝'
            | '〞'
            | '〟'
            | '«'
            | '»'
            | '″'
            | '′'
            | '`'
            | '´'
            | '｀'
    )
}

pub(super) fn is_open(c: char) -> bool {
    matches!(c, '[' | '［' | '【' | '〔' | '〖' | '﹝')
}

pub(super) fn is_close(c: char) -> bool {
    matches!(c, ']' | '］' | '】' | '〕' | '〗' | '﹞')
}

/// What parts values in a list.
pub(super) fn is_comma(c: char) -> bool {
    matches!(c, ',' | '，' | '、' | '﹐' | '､' | ';' | '；')
}

/// What stands between a key and its value.
pub(super) fn is_equals(c: char) -> bool {
    matches!(c, '=' | '＝' | '﹦' | ':' | '：' | '﹕' | '→')
}

/// A line end.
pub(super) fn is_end(c: char) -> bool {
    matches!(c, '\n' | '\r')
}

/// A space that TOML does not have, or a character that nobody sees.
pub(super) fn is_unseen(c: char) -> bool {
    let plain = matches!(c, ' ' | '\t' | '\n' | '\r');
    let without_width = matches!(c, '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{2064}' | '\u{feff}');
    !plain && (c.is_whitespace() || c.is_control() || without_width)
}

/// A space of any kind within a line.
pub(super) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t') || is_unseen(c)
}

/// A text with plain characters for full-width ones.
pub(super) fn narrow(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let digit = |at: Option<usize>| {
        let c = at.and_then(|at| characters.get(at));
        c.is_some_and(|c| c.is_ascii_digit() || ('０'..='９').contains(c))
    };
    let plain = |(at, &c): (usize, &char)| match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '。' | '·' | '・' if digit(at.checked_sub(1)) && digit(Some(at + 1)) => '.',
        '−' | '–' | '—' => '-',
        '\u{3000}' => ' ',
        _ => c,
    };
    characters.iter().enumerate().map(plain).collect()
}

/// A text as TOML writes it in quotes.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            _ if c.is_ascii_control() && c != '\t' => quoted.push(' '),
            _ => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
