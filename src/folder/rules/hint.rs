//! What was probably meant: of a word that is not allowed, of a key that has no place, of a value of another type.

use rust_decimal::Decimal;

use super::{chinese, keys};
use crate::folder::fault::nearest;
use crate::scoring::number;

/// The word that was meant, of those allowed.
pub(super) fn word<'w>(found: &str, allowed: impl Iterator<Item = &'w str> + Clone) -> Option<String> {
    let meant = surely(found, allowed.clone());
    meant.or_else(|| nearest(found, allowed.clone())).or_else(|| part(found, allowed))
}

/// The word that was meant, where it says the same in Chinese or in another spelling.
pub(super) fn surely<'w>(found: &str, allowed: impl Iterator<Item = &'w str> + Clone) -> Option<String> {
    chinese::word(found, allowed.clone()).or_else(|| same(found, allowed))
}

/// What a key was meant to be in its own table, and where it belongs otherwise.
pub(super) fn key(form: &str, kind: &str, key: &str, allowed: &[&str]) -> (Option<String>, Option<String>) {
    let here = chinese::key(key).and_then(|meant| meant.iter().find(|meant| allowed.contains(meant)));
    if let Some(here) = here {
        return (Some((*here).to_owned()), None);
    }
    let near = nearest(key, allowed.iter().copied());
    let one_off = near.as_deref().is_some_and(|near| strsim::damerau_levenshtein(near, key) <= 1);
    if let Some(place) = keys::belongs(form, kind, key).filter(|_| !one_off) {
        return (None, Some(place));
    }
    if let Some(near) = same(key, allowed.iter().copied()).or(near).or_else(|| part(key, allowed.iter().copied())) {
        return (Some(near), None);
    }
    let elsewhere = chinese::key(key).and_then(|meant| meant.first()).map(|meant| (*meant).to_owned());
    let elsewhere = elsewhere.or_else(|| same(key, keys::all())).or_else(|| {
        let near = nearest(key, keys::all())?;
        (strsim::damerau_levenshtein(&near, key) <= 2).then_some(near)
    });
    let place = elsewhere.as_deref().and_then(|meant| keys::belongs(form, kind, meant));
    (place.as_ref().and(elsewhere), place)
}

/// The whole name of a table of which only the end was written as a header.
pub(super) fn header(name: &str) -> Option<String> {
    let longer = keys::longer(name);
    (!longer.is_empty()).then(|| format!("应写作 {}", longer.join(" 或 ")))
}

/// A word in small letters, without what parts it.
fn bare(word: &str) -> String {
    plain(word).chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
}

/// A word that is the same but for letters' case and what parts it.
fn same<'w>(found: &str, mut allowed: impl Iterator<Item = &'w str>) -> Option<String> {
    let word = bare(found);
    allowed.find(|allowed| !word.is_empty() && bare(allowed) == word).map(str::to_owned)
}

/// The only word that one is a part of, or that is a part of it.
fn part<'w>(found: &str, allowed: impl Iterator<Item = &'w str>) -> Option<String> {
    const LEAST: usize = 3;
    let word = bare(found);
    let within = |part: &str, whole: &str| part.len() >= LEAST && whole.contains(part);
    let mut parts = allowed.filter(|allowed| within(&word, &bare(allowed)) || within(&bare(allowed), &word));
    parts.next().filter(|_| parts.next().is_none()).map(str::to_owned)
}

/// A value as the file writes it, without quotes and with plain digits for full-width ones.
fn plain(written: &str) -> String {
    let plain = |c: char| match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        c => c,
    };
    let text: String = written.trim().trim_matches(['"', '\'']).chars().map(plain).collect();
    text.trim().to_owned()
}

/// The number that a text begins with, without what separates thousands, and what follows it.
fn leading(written: &str) -> Option<(Decimal, String)> {
    let text: String = plain(written).chars().filter(|c| !matches!(c, '_' | ' ')).collect();
    let text = text.strip_prefix('+').unwrap_or(&text);
    let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',' | '-')).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    let digits = digits.trim_end_matches(['.', ',']);
    let digits = match digits.split(',').collect::<Vec<_>>().as_slice() {
        [_] => digits.to_owned(),
        [first, more @ ..] if *first != "0" && more.iter().all(|group| group.len() == 3) => digits.replace(',', ""),
        [whole, part] => format!("{whole}.{part}"),
        _ => return None,
    };
    let digits = if digits.starts_with('.') { format!("0{digits}") } else { digits };
    Some((number::parse(&digits).ok()?, rest.trim().to_owned()))
}

/// What a value was meant to be that should be a number.
pub(super) fn number(written: &str) -> Option<String> {
    let (number, unit) = leading(written)?;
    match unit.as_str() {
        "%" => Some(format!("{} 或 {}", (number / Decimal::ONE_HUNDRED).normalize(), number.normalize())),
        _ => is_unit(&unit).then(|| number.normalize().to_string()),
    }
}

/// What a value was meant to be that should be a whole number.
pub(super) fn whole(written: &str) -> Option<String> {
    number(written).filter(|meant| meant.bytes().all(|b| b.is_ascii_digit()))
}

/// What a value was meant to be that should be a percentage in quotes.
pub(super) fn percent(written: &str) -> Option<String> {
    let (number, unit) = leading(written)?;
    let percent = match unit.as_str() {
        "%" => number,
        "" if number < Decimal::ONE => number * Decimal::ONE_HUNDRED,
        "" if number > Decimal::ONE => number,
        _ => return None,
    };
    let sound = percent > Decimal::ZERO && percent <= Decimal::ONE_HUNDRED;
    sound.then(|| format!("\"{}%\"", percent.normalize()))
}

/// What a pair of a mark and a percentage was meant to be.
pub(super) fn mark_and_percent(mark: &str, share: &str) -> Option<String> {
    let (mark, unit) = leading(mark)?;
    is_unit(&unit).then_some(())?;
    Some(format!("[{}, {}]", mark.normalize(), percent(share)?))
}

/// What a value was meant to be that should be true or false.
pub(super) fn boolean(written: &str) -> Option<String> {
    chinese::boolean(&plain(written)).map(|value| value.to_string())
}

/// What a value was meant to be that should be a text in quotes.
pub(super) fn text(written: &str) -> Option<String> {
    let plain = !written.is_empty() && !written.contains(['"', '\'', '[', '{', '\\', '\n']);
    plain.then(|| format!("\"{written}\""))
}

/// What a value was meant to be that should be a list of texts.
pub(super) fn list(written: &str) -> Option<String> {
    let inner = written.strip_prefix('"')?.strip_suffix('"')?;
    let words: Vec<&str> = inner.split([',', '，', '、', ';', '；']).map(str::trim).collect();
    let plain = |word: &&str| !word.is_empty() && !word.contains(['"', '\\', '\n']);
    words.iter().all(plain).then(|| format!("[\"{}\"]", words.join("\", \"")))
}

/// What may stand behind a number and says nothing.
fn is_unit(unit: &str) -> bool {
    matches!(unit, "" | "分" | "个" | "名" | "位" | "项" | "人" | "张" | "天" | "分钟" | "小数" | "位小数" | "分以上")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_suggested_from_a_part_or_another_spelling() {
        let methods = ["mean", "trimmed-mean", "median"];
        for (found, meant) in [
            ("trimmed", "trimmed-mean"),
            ("Trimmed_Mean", "trimmed-mean"),
            ("trimmedmean", "trimmed-mean"),
            ("trimed-mean", "trimmed-mean"),
            ("Mean ", "mean"),
            ("去掉最高最低", "trimmed-mean"),
        ] {
            assert_eq!(word(found, methods.into_iter()).as_deref(), Some(meant), "{found}");
        }
        assert_eq!(word("half_up", ["half-up", "half-even", "down"].into_iter()).as_deref(), Some("half-up"));
        assert_eq!(word("panel ", ["group", "panel"].into_iter()).as_deref(), Some("panel"));
    }

    #[test]
    fn values_are_suggested_in_their_own_type() {
        for (written, meant) in [
            ("\"0.5\"", Some("0.5")),
            ("\"50%\"", Some("0.5 或 50")),
            ("\"30分\"", Some("30")),
            ("\"1,000\"", Some("1000")),
            ("\".5\"", Some("0.5")),
            ("\"0，5\"", Some("0.5")),
            ("\"1,5\"", Some("1.5")),
            ("\"1,2,3\"", None),
            ("\"五\"", None),
            ("\"30x\"", None),
        ] {
            assert_eq!(number(written).as_deref(), meant, "{written}");
        }
        for (written, meant) in [
            ("0.3", Some("\"30%\"")),
            ("30", Some("\"30%\"")),
            ("\"0.3\"", Some("\"30%\"")),
            ("\"30\"", Some("\"30%\"")),
            ("\"30％\"", Some("\"30%\"")),
            ("\"130%\"", None),
            ("1", None),
        ] {
            assert_eq!(percent(written).as_deref(), meant, "{written}");
        }
        assert_eq!(mark_and_percent("90", "0.3").as_deref(), Some("[90, \"30%\"]"));
        assert_eq!(boolean("\"true\"").as_deref(), Some("true"));
        assert_eq!(text("3").as_deref(), Some("\"3\""));
        assert_eq!(list("\"leaders\"").as_deref(), Some("[\"leaders\"]"));
        assert_eq!(list("\"component:visit，exact\"").as_deref(), Some("[\"component:visit\", \"exact\"]"));
    }

    #[test]
    fn keys_are_suggested_here_or_told_where_they_belong() {
        let told = |form, found, allowed: &[&str]| key(form, "marks", found, allowed);
        let group = ["id", "name", "weight"];
        let named = |word: &str| Some(word.to_owned());
        assert_eq!(told("group", "权重", &group), (named("weight"), None));
        assert_eq!(told("group", "名称", &group), (named("name"), None));
        assert_eq!(told("group", "Weight", &group), (named("weight"), None));
        assert_eq!(told("component", "group", &["id", "groups"]), (named("groups"), None));
        let (near, place) = told("component", "drop_higest", &["id", "name", "kind", "groups"]);
        assert_eq!(near.as_deref(), Some("drop_highest"));
        assert!(place.is_some_and(|place| place.contains("[component.aggregate]")));
        let (near, place) = told("component", "满分", &["id", "name", "kind", "groups"]);
        assert_eq!(near.as_deref(), Some("max"));
        assert!(place.is_some_and(|place| place.contains("[[component.criterion]]")));
        assert_eq!(told("veto", "zzzzzzzz", &["effect"]), (None, None));
    }
}
