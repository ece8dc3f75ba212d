//! Components of the rules file: four kinds, each with its own keys.

use std::cell::Cell;

use rust_decimal::Decimal;

use super::judging::{self, Extras};
use super::named::{Named, name_or, named, weight};
use super::node::Node;
use crate::folder::fault::Problem;
use crate::folder::ids::Ids;
use crate::scoring::rules::{Component, Criterion, Grade, Group, Kind, Normalise, Over, Points, Steps};

/// Columns of the ranking that a component must not be called like.
const FIXED_COLUMNS: [&str; 11] =
    ["rank", "entry", "name", "unit", "track", "total", "bonus", "deduction", "award", "band", "status"];

#[derive(Clone, Copy)]
enum KindName {
    Marks,
    Ranking,
    Grades,
    Measure,
}

/// The components, and whether one is declared that judges score, sound or not.
pub(super) fn components(root: &Node<'_>, groups: &Named<Group>) -> (Named<Component>, bool) {
    const KINDS: [(&str, KindName); 4] = [
        ("marks", KindName::Marks),
        ("ranking", KindName::Ranking),
        ("grades", KindName::Grades),
        ("measure", KindName::Measure),
    ];
    let judged = Cell::new(false);
    let components = named(root, "component", |node, id| {
        if FIXED_COLUMNS.contains(&id.as_str()) {
            node.impossible("id", format!("不与成绩表的固定列同名（{}）", FIXED_COLUMNS.join("、")));
        }
        let name = name_or(node, &id);
        let weight = weight(node);
        let kind = node.choice("kind", &KINDS);
        judged.set(judged.get() || matches!(kind, Some(KindName::Marks | KindName::Ranking | KindName::Grades)));
        let kind = match node.require("kind", kind) {
            Some(KindName::Marks) => marks(node, groups)?,
            Some(KindName::Ranking) => ranking(node, groups)?,
            Some(KindName::Grades) => grades(node, groups)?,
            Some(KindName::Measure) => measure(node),
            None => {
                // without its kind nothing can be said of the other keys
                node.pass_over();
                return None;
            }
        };
        Some(Component { id, name, weight, kind })
    });
    (components, judged.get())
}

fn marks(node: &Node<'_>, groups: &Named<Group>) -> Option<Kind> {
    let extras = Extras { over: true, ..Extras::default() };
    let (judging, settings) = judging::judging(node, groups, extras);
    let criteria = named(node, "criterion", criterion).found;
    node.require_some("criterion");
    Some(Kind::Marks { judging: judging?, over: settings.over.unwrap_or(Over::Card), criteria })
}

fn criterion(node: &Node<'_>, id: String) -> Option<Criterion> {
    let name = name_or(node, &id);
    let min = node.number("min").unwrap_or_default();
    let max = node.number("max");
    let max = node.require("max", max);
    let step = node.positive("step").unwrap_or_else(|| Decimal::new(1, 2));
    let weight = weight(node);
    let guide = node.text("guide").unwrap_or_default();
    let criterion = Criterion { id, name, min, max: max?, step, weight, guide };
    if criterion.min > criterion.max {
        node.impossible("max", format!("不小于 min（{}）", criterion.min));
    } else if criterion.reach().is_none() {
        node.impossible("max", "小一些：与 step 合起来超出了能精确计算的范围");
    }
    Some(criterion)
}

fn ranking(node: &Node<'_>, groups: &Named<Group>) -> Option<Kind> {
    let (judging, _) = judging::judging(node, groups, Extras { over_card: true, ..Extras::default() });
    let table = node.table("points");
    let table = node.require("points", table)?;
    let points = points(&table);
    table.finish();
    Some(Kind::Ranking { judging: judging?, points: points? })
}

fn points(node: &Node<'_>) -> Option<Points> {
    let first = node.number("first");
    let (step, percent) = (node.number("step"), node.number("percent"));
    if node.has("table") {
        let values = node.array("table")?;
        if ["first", "step", "percent"].iter().any(|key| node.has(key)) {
            node.impossible("table", "与 first、step、percent 只写一种");
            return None;
        }
        let table: Option<Vec<Decimal>> = values.into_iter().map(|value| node.decimal(value)).collect();
        if table.as_ref().is_none_or(Vec::is_empty) {
            node.impossible("table", "为一列普通数字，如 [10, 7, 5, 3]");
            return None;
        }
        return table.map(Points::Table);
    }
    let first = node.require("first", first);
    match (step, percent) {
        (Some(step), None) => Some(Points::Step { first: first?, step }),
        (None, Some(percent)) => Some(Points::Percent { first: first?, percent }),
        (Some(_), Some(_)) => {
            node.impossible("percent", "与 step 只写一个");
            None
        }
        (None, None) => {
            if !node.has("step") && !node.has("percent") {
                node.fault("step", Problem::Required);
            }
            None
        }
    }
}

fn grades(node: &Node<'_>, groups: &Named<Group>) -> Option<Kind> {
    let stepped = node.has("steps");
    let extras = Extras { over_card: true, denominator: true, stepped, ..Extras::default() };
    let (judging, settings) = judging::judging(node, groups, extras);
    let grades = named(node, "grade", |node, id| {
        let value = node.number("value");
        Some(Grade { name: name_or(node, &id), value: node.require("value", value)?, id })
    });
    node.require_some("grade");
    let steps = match node.table("steps") {
        Some(table) => {
            let steps = steps(&table, &grades.ids);
            table.finish();
            Some(steps?)
        }
        None => None,
    };
    Some(Kind::Grades { judging: judging?, grades: grades.found, denominator: settings.denominator, steps })
}

fn steps(node: &Node<'_>, grades: &Ids) -> Option<Steps> {
    const FORM: &str = "写作 [[0.9, 200], [0.8, 190], [0, 130]]：比例在 0–1 之间，从大到小，最后一个为 0";
    let of = node.text("of");
    let of = node.require("of", of).and_then(|id| node.look_up("of", &id, grades));
    let rows = node.array("table");
    let rows = node.require("table", rows)?;
    let pair = |value: &toml_edit::Value| match value.as_array()?.iter().collect::<Vec<_>>().as_slice() {
        [share, value] => node.decimal(share).zip(node.decimal(value)),
        _ => None,
    };
    let table: Option<Vec<(Decimal, Decimal)>> = rows.into_iter().map(pair).collect();
    let sound = |table: &Vec<(Decimal, Decimal)>| {
        table.first().is_some_and(|(share, _)| *share <= Decimal::ONE)
            && table.windows(2).all(|pair| pair[0].0 > pair[1].0)
            && table.last().is_some_and(|(share, _)| share.is_zero())
    };
    match table.filter(sound) {
        Some(table) => Some(Steps { of: of?, table }),
        None => {
            node.impossible("table", FORM);
            None
        }
    }
}

fn measure(node: &Node<'_>) -> Kind {
    #[derive(Clone, Copy, PartialEq)]
    enum Name {
        None,
        TopRatio,
        Efficacy,
    }
    const NAMES: [(&str, Name); 3] =
        [("none", Name::None), ("top-ratio", Name::TopRatio), ("efficacy", Name::Efficacy)];
    let (min, max) = (node.number("min").unwrap_or_default(), node.number("max"));
    if let Some(max) = max
        && min > max
    {
        node.impossible("max", format!("不小于 min（{min}）"));
    }
    let name = node.choice("normalise", &NAMES).unwrap_or(Name::None);
    // both may be said without effect, so that one word switches between the ways
    let full = node.positive("full").unwrap_or(Decimal::ONE_HUNDRED);
    let base = node.number("base").unwrap_or_else(|| Decimal::new(6, 1));
    if base < Decimal::ZERO || base > Decimal::ONE {
        node.impossible("base", "在 0–1 之间");
    }
    let normalise = match name {
        Name::None => Normalise::None,
        Name::TopRatio => {
            if min < Decimal::ZERO {
                node.impossible("min", "不小于 0，因为 normalise = \"top-ratio\"");
            }
            Normalise::TopRatio { full }
        }
        Name::Efficacy => Normalise::Efficacy { full, base },
    };
    Kind::Measure { min, max, normalise }
}
