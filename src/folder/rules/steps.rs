//! `[component.steps]`: the share of grades, looked up in steps, and what stands instead of one.

use rust_decimal::Decimal;
use toml_edit::Value;

use super::node::Node;
use crate::folder::ids::Ids;
use crate::scoring::number;
use crate::scoring::rules::{Override, Share, Steps};

const SHARE: &str = "在 0–1 之间，如 0.9 或 \"1/3\"";

pub(super) fn steps(node: &Node<'_>, grades: &Ids) -> Option<Steps> {
    const FORM: &str = "写作 [[0.9, 200], [\"2/3\", 190], [0, 130]]：比例在 0–1 之间，从大到小，最后一个为 0";
    let of = node.require("of", of(node, grades));
    let rows = node.array("table");
    let rows = node.require("table", rows);
    let pair = |value: &Value| match value.as_array()?.iter().collect::<Vec<_>>().as_slice() {
        [share, value] => self::share(node, share).zip(node.decimal(value)),
        _ => None,
    };
    let table: Option<Vec<(Share, Decimal)>> =
        rows.map(|rows| rows.into_iter().map(pair).collect()).unwrap_or_default();
    let sound = |table: &Vec<(Share, Decimal)>| {
        table.windows(2).all(|pair| is_below(pair[1].0, pair[0].0))
            && table.last().is_some_and(|(share, _)| share.over.is_zero())
    };
    let overrides: Vec<Option<Override>> = node
        .tables("override")
        .unwrap_or_default()
        .iter()
        .map(|node| {
            let one = instead(node, grades);
            node.finish();
            one
        })
        .collect();
    let table = table.filter(sound);
    if table.is_none() && node.has("table") && !node.is_faulty("table") {
        node.impossible("table", FORM);
    }
    Some(Steps { of: of?, table: table?, overrides: overrides.into_iter().collect::<Option<_>>()? })
}

fn instead(node: &Node<'_>, grades: &Ids) -> Option<Override> {
    let of = node.require("of", of(node, grades));
    let at_least = node.require("at_least", one_share(node, "at_least"));
    let value = node.number("value");
    let value = node.require("value", value);
    let only_below = one_share(node, "only_below");
    Some(Override { of: of?, at_least: at_least?, value: value?, only_below })
}

/// One grade, or a list of grades whose shares add up.
fn of(node: &Node<'_>, grades: &Ids) -> Option<Vec<usize>> {
    if !node.holds_array("of") {
        let id = node.text("of")?;
        return node.look_up("of", &id, grades).map(|grade| vec![grade]);
    }
    let words = node.words("of")?;
    if words.is_empty() {
        node.impossible("of", "至少写一个等次");
        return None;
    }
    let mut found = Vec::new();
    for word in words {
        let grade = word.look_up(word.text, grades)?;
        if found.contains(&grade) {
            word.repeated();
            return None;
        }
        found.push(grade);
    }
    Some(found)
}

/// The share under a key.
fn one_share(node: &Node<'_>, key: &'static str) -> Option<Share> {
    let value = node.value(key)?;
    let share = share(node, value);
    if share.is_none() {
        node.impossible(key, SHARE);
    }
    share
}

/// A share: a decimal, or a quotient in quotes.
fn share(node: &Node<'_>, value: &Value) -> Option<Share> {
    let quotient = |text: &str| {
        let (over, under) = text.split_once('/')?;
        let whole =
            |text: &str| number::parse(text.trim()).ok().filter(|n| n.fract().is_zero() && !n.is_sign_negative());
        Some(Share { over: whole(over)?, under: whole(under)? })
    };
    let share = match value.as_str() {
        Some(text) => quotient(text)?,
        None => Share { over: node.decimal(value)?, under: Decimal::ONE },
    };
    let within = share.over >= Decimal::ZERO && share.under > Decimal::ZERO && share.over <= share.under;
    within.then_some(share)
}

/// Whether a share is less than another.
fn is_below(a: Share, b: Share) -> bool {
    // both products fit: numbers here are short, and longer ones are refused
    match (a.over.checked_mul(b.under), b.over.checked_mul(a.under)) {
        (Some(a), Some(b)) => a < b,
        _ => false,
    }
}
