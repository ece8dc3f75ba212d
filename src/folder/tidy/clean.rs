//! Texts as offices have them: characters that nobody sees, wide letters, texts that look like others.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};
use unicode_security::skeleton;

/// A character that shows nothing, and only turns a text around or parts two others.
pub(in crate::folder) fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// One that shows nothing in an id; in words it may join two others into one sign.
fn is_unseen_in_id(c: char) -> bool {
    is_unseen(c)
        || matches!(
            c,
            '\u{200c}' | '\u{200d}' | '\u{2800}' | '\u{fe00}'
                ..='\u{fe0f}' | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}'
        )
}

/// A text without what nobody sees in it.
#[must_use]
pub fn seen(text: &str) -> Cow<'_, str> {
    if text.contains(is_unseen) { text.chars().filter(|&c| !is_unseen(c)).collect() } else { text.into() }
}

/// An id as it is compared: in its compatible form (NFKC, Unicode standard annex 15: wide letters and digits are plain
/// ones), without what nobody sees and without spaces at its ends.
#[must_use]
pub fn id(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| b.is_ascii_graphic()) {
        return text.into();
    }
    let bare = || text.trim().chars().filter(|&c| !is_unseen_in_id(c));
    if text.trim() == text && !text.contains(is_unseen_in_id) && is_nfkc_quick(text.chars()) == IsNormalized::Yes {
        return text.into();
    }
    bare().nfkc().collect::<String>().trim().to_owned().into()
}

/// What two texts that look alike have in common: their skeletons (Unicode technical standard 39) without spaces.
pub(in crate::folder) fn look(text: &str) -> String {
    let dot = |c: char| if "·•・‧∙⋅．".contains(c) { '.' } else { c };
    let plain: String = id(text).chars().filter(|c| !c.is_whitespace()).map(dot).collect();
    skeleton(&plain).collect()
}

/// What an id has in common with others that somebody may take for it: `1` and `01`, `a1` and `A1`.
pub(in crate::folder) fn loose(id: &str) -> String {
    let zeros = id.trim_start_matches('0');
    let bare = if zeros.starts_with(|c: char| c.is_ascii_digit()) { zeros } else { id };
    bare.to_lowercase()
}

/// What stands in a cell that a spreadsheet was to keep as a text: `="01"` or `'01`; `None` where it is neither.
pub(in crate::folder) fn unquoted(text: &str) -> Option<&str> {
    let quoted = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).filter(|rest| !rest.contains('"'));
    let both = text.strip_prefix('‘').and_then(|rest| rest.strip_suffix('’')).filter(|rest| !rest.is_empty());
    let one = || text.strip_prefix(['\'', '’', '‘']).filter(|rest| !rest.is_empty() && !rest.contains('\''));
    quoted.or(both).or_else(one)
}

/// A text without spaces around it and with ASCII digits, point and minus for full-width ones.
#[must_use]
pub fn plain(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{ff10}'..='\u{ff19}' | '\u{ff0e}' | '\u{ff0d}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{2212}' => '-',
        other => other,
    };
    text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').chars().map(narrow).collect()
}

#[cfg(test)]
mod tests {
    use super::{id, look, unquoted};

    #[test]
    fn an_id_is_what_one_sees_of_it() {
        for (text, expected) in [
            ("01", "01"),
            (" 01\u{200b}", "01"),
            ("\u{202a}02\u{202c}", "02"),
            ("\u{3000}０１ ", "01"),
            ("Ａ－１", "A-1"),
            ("03\u{a0}", "03"),
            ("甲 1", "甲 1"),
            ("\u{200b} ", ""),
        ] {
            assert_eq!(id(text), expected, "{text:?}");
            assert_eq!(id(&id(text)), expected, "{text:?} twice");
        }
    }

    #[test]
    fn what_looks_alike_is_told() {
        for (one, other) in [
            ("O1", "01"),
            ("l1", "I1"),
            ("А1", "A1"),
            ("甲 镇", "甲镇"),
            ("艾力·甲", "艾力．甲"),
            ("L1\u{2800}", "L1"),
            ("１０", "10"),
            ("01\u{200d}", "01"),
        ] {
            assert_eq!(look(one), look(other), "{one} {other}");
        }
        for (one, other) in [("01", "02"), ("1", "01"), ("甲镇", "乙镇"), ("A1", "a1"), ("一席", "二席")] {
            assert_ne!(look(one), look(other), "{one} {other}");
        }
    }

    #[test]
    fn marks_that_keep_a_text_a_text_are_no_part_of_it() {
        for (text, expected) in [
            ("=\"01\"", Some("01")),
            ("'02", Some("02")),
            ("‘04’", Some("04")),
            ("01", None),
            ("'", None),
            ("=1+1", None),
            ("'a'", None),
        ] {
            assert_eq!(unquoted(text), expected, "{text}");
        }
    }
}
