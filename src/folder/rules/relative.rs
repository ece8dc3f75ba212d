//! What depends on the whole field: `[component.balance]`, `[component.by_place]`; and the points of a place.

use rust_decimal::Decimal;

use super::node::Node;
use crate::folder::fault::Problem;
use crate::scoring::rules::{Apply, Balance, ByPlace, DropIn, Order, Points, Rounding, Shared, Spread, Target, Within};

pub(super) fn balance(of: &Node<'_>, rounding: &Rounding) -> Option<Balance> {
    let node = of.table("balance")?;
    let size = |key| node.count(key, 0).and_then(|n| usize::try_from(n).ok()).unwrap_or_default();
    let balance = Balance {
        target: node
            .choice("target", &[("mean-of-means", Target::MeanOfMeans), ("pooled", Target::Pooled)])
            .unwrap_or(Target::MeanOfMeans),
        apply: node
            .choice("apply", &[("ratio", Apply::Ratio), ("shift", Apply::Shift), ("deviation", Apply::Deviation)])
            .unwrap_or(Apply::Ratio),
        drop_highest: size("drop_highest"),
        drop_lowest: size("drop_lowest"),
        drop_in: node.choice("drop_in", &[("pool", DropIn::Pool), ("panel", DropIn::Panel)]).unwrap_or(DropIn::Pool),
        within: node.choice("within", &[("event", Within::Event), ("track", Within::Track)]).unwrap_or(Within::Event),
        spread: node.choice("spread", &[("mean", Spread::Mean), ("min", Spread::Min)]).unwrap_or(Spread::Mean),
    };
    if balance.target != Target::Pooled && !node.is_faulty("target") {
        node.unused(&["drop_in"], "只有 target = \"pooled\" 用它");
    }
    if balance.apply == Apply::Deviation {
        if rounding.coefficient.is_none() {
            node.impossible("apply", "与 [rounding] 的 coefficient 一起写：标准差开方除不尽，要写明保留几位小数");
        }
    } else if !node.is_faulty("apply") {
        node.unused(&["spread"], "只有 apply = \"deviation\" 用它");
    }
    node.finish();
    Some(balance)
}

pub(super) fn by_place(of: &Node<'_>) -> Option<ByPlace> {
    let node = of.table("by_place")?;
    let points = points(&node);
    let order = order(&node).unwrap_or_default();
    let ties = node.choice("ties", &[("best", Shared::Best), ("mean", Shared::Mean)]).unwrap_or(Shared::Best);
    node.finish();
    Some(ByPlace { points: points?, order, ties })
}

/// What a place is worth.
pub(super) fn points(node: &Node<'_>) -> Option<Points> {
    let first = node.number("first");
    let (step, percent) = (node.number("step"), node.number("percent"));
    let values = node.array("table");
    if node.has("table") {
        let values = values?;
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

/// Which of two values is the better one.
pub(super) fn order(node: &Node<'_>) -> Option<Order> {
    node.choice("order", &[("higher", Order::Higher), ("lower", Order::Lower)])
}
