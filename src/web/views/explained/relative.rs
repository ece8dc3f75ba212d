//! How a score came of those of all entries, in words: balance across panels, points for the place.

use crate::scoring::trace::{BalanceTrace, ByPlaceTrace, ComponentTrace, Stage, Used};

/// A step: what it is, and its figures.
pub struct Step<'t> {
    pub said: String,
    pub stage: &'t Stage,
}

/// The steps from a component's own score to the one that is weighed; none where that is the same.
pub fn relative(component: &ComponentTrace) -> Vec<Step<'_>> {
    let balance = component.balance.iter().flat_map(balance);
    balance.chain(component.by_place.iter().filter_map(by_place)).collect()
}

fn balance(balance: &BalanceTrace) -> Vec<Step<'_>> {
    let panel = if balance.panel.is_empty() { "本组" } else { &balance.panel };
    let lowest = balance.scores.iter().filter(|score| score.used == Used::DroppedLowest).count();
    let highest = balance.scores.iter().filter(|score| score.used == Used::DroppedHighest).count();
    let trimmed = if lowest + highest > 0 { format!("，去 {highest} 高 {lowest} 低") } else { String::new() };
    let goal = match balance.target.as_str() {
        "pooled" => "全部项目的均值",
        _ => "各组均值的平均",
    };
    let coefficient = match balance.apply.as_str() {
        "shift" => format!("差值（{goal} − {panel}均值）"),
        "deviation" => "统一的标准差".to_owned(),
        _ => format!("系数（{goal} ÷ {panel}均值）"),
    };
    let score = match balance.deviation.as_ref() {
        Some(own) => format!("平衡后的得分（{panel}标准差 {own}）"),
        None => "平衡后的得分".to_owned(),
    };
    let steps = [
        (format!("{panel}均值（{} 个项目{trimmed}）", balance.scores.len()), balance.mean.as_ref()),
        (goal.to_owned(), balance.goal.as_ref()),
        (coefficient, balance.coefficient.as_ref()),
        (score, balance.score.as_ref()),
    ];
    steps.into_iter().filter_map(|(said, stage)| Some(Step { said, stage: stage? })).collect()
}

fn by_place(by_place: &ByPlaceTrace) -> Option<Step<'_>> {
    let shared = if by_place.shared > 1 { format!("，并列 {} 项", by_place.shared) } else { String::new() };
    let said = format!("按名次计分：第 {} 名{shared}", by_place.place);
    Some(Step { said, stage: by_place.points.as_ref()? })
}

/// What of a balance cannot be worked out, where that is so.
pub fn unbalanced(component: &ComponentTrace) -> Option<String> {
    let balance = component.balance.as_ref().filter(|balance| balance.score.is_none())?;
    component.score.as_ref()?;
    Some(format!("{}有得分的项目太少，或均值为 0，算不出平衡后的得分", balance.panel))
}
