//! Components of the rules file: five kinds, each with its own keys.

use std::cell::Cell;

use rust_decimal::Decimal;

use super::judging::{self, Extras, commenting};
use super::named::{Named, name_or, named, weight};
use super::node::Node;
use super::relative::{balance, by_place, order, points};
use super::steps::steps;
use crate::scoring::rules::{
    Commenting, Component, Criterion, Grade, Group, Kind, Normalise, Over, Rounding, VotesRules,
};

/// Columns of the ranking that a component must not be called like.
const FIXED_COLUMNS: [&str; 11] =
    ["rank", "entry", "name", "unit", "track", "total", "bonus", "deduction", "award", "band", "status"];

#[derive(Clone, Copy)]
enum KindName {
    Marks,
    Ranking,
    Grades,
    Votes,
    Measure,
}

/// The components, and whether one is declared that judges score, sound or not.
pub(super) fn components(root: &Node<'_>, groups: &Named<Group>, rounding: &Rounding) -> (Named<Component>, bool) {
    const KINDS: [(&str, KindName); 5] = [
        ("marks", KindName::Marks),
        ("ranking", KindName::Ranking),
        ("grades", KindName::Grades),
        ("votes", KindName::Votes),
        ("measure", KindName::Measure),
    ];
    let judged = Cell::new(false);
    let components = named(root, "component", |node, id| {
        if FIXED_COLUMNS.contains(&id.as_str()) {
            node.impossible("id", format!("不与成绩表的固定列同名（{}）", FIXED_COLUMNS.join("、")));
        }
        let name = name_or(node, &id);
        let weight = node.not_negative("weight").unwrap_or(Decimal::ONE);
        let kind = node.choice("kind", &KINDS);
        let is_judged = kind.is_some_and(|kind| !matches!(kind, KindName::Measure));
        judged.set(judged.get() || is_judged);
        // what is not judged has no panels
        let balance = if is_judged { balance(node, rounding) } else { None };
        let by_place = by_place(node);
        let kind = match node.require("kind", kind) {
            Some(KindName::Marks) => marks(node, groups)?,
            Some(KindName::Ranking) => ranking(node, groups)?,
            Some(KindName::Grades) => grades(node, groups)?,
            Some(KindName::Votes) => votes(node, groups)?,
            Some(KindName::Measure) => measure(node),
            None => {
                // without its kind nothing can be said of the other keys
                node.pass_over();
                return None;
            }
        };
        Some(Component { id, name, weight, kind, balance, by_place })
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
    let commenting = commenting(node).unwrap_or(Commenting::None);
    let criterion = Criterion { id, name, min, max: max?, step, weight, guide, commenting };
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

fn grades(node: &Node<'_>, groups: &Named<Group>) -> Option<Kind> {
    let stepped = node.has("steps");
    let extras = Extras { over_card: true, denominator: true, stepped, modal: true, ..Extras::default() };
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

fn votes(node: &Node<'_>, groups: &Named<Group>) -> Option<Kind> {
    let extras = Extras { over_card: true, denominator: true, only_mean: true, ..Extras::default() };
    let (judging, settings) = judging::judging(node, groups, extras);
    let choose = node.count("choose", 1);
    let choose = node.require("choose", choose).and_then(|choose| usize::try_from(choose).ok());
    let exactly = node.boolean("exactly").unwrap_or(true);
    let full = node.positive("full").unwrap_or(Decimal::ONE_HUNDRED);
    let votes = VotesRules { choose: choose?, exactly, full, denominator: settings.denominator };
    Some(Kind::Votes { judging: judging?, votes })
}

fn measure(node: &Node<'_>) -> Kind {
    #[derive(Clone, Copy, PartialEq)]
    enum Name {
        None,
        TopRatio,
        Efficacy,
        Line,
    }
    const NAMES: [(&str, Name); 4] =
        [("none", Name::None), ("top-ratio", Name::TopRatio), ("efficacy", Name::Efficacy), ("line", Name::Line)];
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
    let order = order(node).unwrap_or_default();
    let [at, per, target, cap, floor] = ["at", "per", "target", "cap", "floor"].map(|key| node.number(key));
    if name == Name::Line {
        node.unused(&["full", "base", "order"], "normalise = \"line\" 用 at、per、target、cap、floor");
    } else {
        node.unused(&["at", "per", "target", "cap", "floor"], "只有 normalise = \"line\" 用它");
    }
    if name == Name::None {
        node.unused(&["order"], "只有 normalise 为 top-ratio 或 efficacy 时用它");
    }
    let normalise = match name {
        Name::None => Normalise::None,
        Name::TopRatio => {
            if min < Decimal::ZERO {
                node.impossible("min", "不小于 0，因为 normalise = \"top-ratio\"");
            }
            Normalise::TopRatio { full, order }
        }
        Name::Efficacy => Normalise::Efficacy { full, base, order },
        Name::Line => {
            if let (Some(cap), Some(floor)) = (cap, floor)
                && floor > cap
            {
                node.impossible("cap", format!("不小于 floor（{floor}）"));
            }
            let [at, per, target] = [("at", at), ("per", per), ("target", target)]
                .map(|(key, value)| node.require(key, value).unwrap_or_default());
            Normalise::Line { at, per, target, cap, floor }
        }
    };
    Kind::Measure { min, max, normalise }
}
