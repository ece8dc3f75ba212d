//! The steps of a trace in words: what a method made of a list, what a judge gave, who is left out, what a veto does. The
//! board's panel and the workbook's breakdown both say it from here.

mod relative;

use super::figure::{decimal, steps};
use crate::scoring::trace::{
    Bound, ClampTrace, ComponentTrace, GroupTrace, ListTrace, StepsTrace, Used, ValueTrace, VetoTrace, Why,
};

pub use relative::{relative, unbalanced};

/// What the method made of a list.
pub fn method(group: &GroupTrace, list: &ListTrace) -> String {
    let kept = list.values.iter().filter(|value| value.used == Used::Kept).count();
    if group.too_few_mean {
        return format!("评分卡不足，改用 {kept} 张平均");
    }
    match group.method.as_str() {
        "trimmed-mean" => format!("去 {} 高 {} 低，余 {kept} 张", group.drop_highest, group.drop_lowest),
        "modal" => list.modal.as_ref().map_or_else(
            || "取得票最多的等次".to_owned(),
            |modal| format!("“{}”得票最多（{} 张）", modal.name, modal.cards),
        ),
        "median" if kept == 1 => "取最中间的一张".to_owned(),
        "median" => format!("取最中间的 {kept} 张平均"),
        _ if group.denominator.as_deref() == Some("due") => "按应交张数平均".to_owned(),
        _ => format!("{kept} 张平均"),
    }
}

/// What the judge gave where it was no mark: a place, or the name of a grade.
pub fn given(value: &ValueTrace) -> Option<String> {
    match value.from.strip_prefix("place ") {
        Some(place) => Some(format!("第 {place} 名")),
        None if value.from == "chosen" => Some("推荐".to_owned()),
        None if value.from == "not chosen" => Some("未推荐".to_owned()),
        None if value.from.is_empty() => None,
        None => Some(value.from.clone()),
    }
}

/// What became of a value that does not count; of a median none is dropped, it is taken from the middle.
pub fn aside(group: &GroupTrace, value: &ValueTrace) -> Option<&'static str> {
    match value.used {
        Used::Kept => None,
        Used::DroppedLowest | Used::DroppedHighest if group.method == "median" => Some("（不在中间）"),
        Used::DroppedLowest => Some("（去掉最低）"),
        Used::DroppedHighest => Some("（去掉最高）"),
        Used::OtherGrade => Some("（不是最多的等次）"),
    }
}

/// The counted values in one line, lowest first.
pub fn values(group: &GroupTrace, list: &ListTrace) -> String {
    let one = |value: &ValueTrace| {
        let given = given(value).map(|given| format!("{given} ")).unwrap_or_default();
        let stand_in = if value.stand_in { "（本人均分）" } else { "" };
        format!("{given}{}{stand_in}{}", decimal(&value.value), aside(group, value).unwrap_or_default())
    };
    list.values.iter().map(one).collect::<Vec<_>>().join("；")
}

/// The share of a grade that was looked up in a table of steps.
pub fn share(share: &StepsTrace) -> String {
    let (hits, divisor) = (share.hits, share.divisor);
    let reached = format!("“{}”占 {hits} ÷ {divisor} = {}，达到 {}", share.name, decimal(&share.share), share.at_least);
    let Some(instead) = &share.instead else { return reached };
    let below = instead.only_below.as_ref().map(|below| format!("前者不到 {below}，且")).unwrap_or_default();
    let (hits, divisor, own) = (instead.hits, instead.divisor, decimal(&instead.share));
    format!(
        "{reached}，应得 {}；但{below}“{}”占 {hits} ÷ {divisor} = {own}，达到 {}，改计 {}",
        share.value, instead.name, instead.at_least, instead.value
    )
}

/// Who is left out of a group's list, a line for each reason: by name, or how many.
pub fn left_out(group: &GroupTrace, named: bool) -> Vec<String> {
    let kinds = [
        (Why::Recused, "回避"),
        (Why::Absent, "缺席"),
        (Why::Void, "作废"),
        (Why::Missing, "未交"),
        (Why::JudgeDropped, "因在本环节有回避而不计"),
        (Why::NoOtherCard, "回避（没有其他评分卡可代）"),
    ];
    let said = kinds.into_iter().filter_map(|(why, word)| {
        let names: Vec<&str> = group.left_out.iter().filter(|l| l.why == why).map(|l| l.name.as_str()).collect();
        let told =
            || if named { format!("{word}：{}", names.join("、")) } else { format!("{word} {} 席", names.len()) };
        (!names.is_empty()).then(told)
    });
    said.collect()
}

/// The groups that a weighing leaves out, having no card that counts.
pub fn renormalised(component: &ComponentTrace) -> Option<String> {
    let rest = component.renormalised.as_ref()?;
    let names: Vec<&str> = rest.left_out.iter().map(|out| out.group.name.as_str()).collect();
    Some(format!("{}没有计入的评分卡，不参与加权；其余权重合计 {}", names.join("、"), rest.sum))
}

/// What a measure is made of.
pub fn measure(component: &ComponentTrace) -> Option<&'static str> {
    component.measure.as_ref().map(|measure| match measure.normalise.as_str() {
        "top-ratio" if measure.order.is_some() => "最低值与它之比（越低越好）",
        "top-ratio" => "与最高值之比",
        "efficacy" if measure.order.is_some() => "功效系数（越低越好）",
        "line" => "按与目标的差距加减",
        "efficacy" => "功效系数",
        _ => "导入的数值",
    })
}

/// What a total that was beyond a bound became.
pub fn clamp(clamp: &ClampTrace) -> String {
    let bound = match clamp.bound {
        Bound::Floor => "低于下限",
        Bound::Ceiling => "高于上限",
    };
    format!("{bound}，取 {}", clamp.after)
}

/// What a veto does.
pub fn veto(veto: &VetoTrace) -> String {
    let band = |band: &Option<String>| band.clone().unwrap_or_else(|| "无等次".to_owned());
    let bands = || format!("{} → {}", band(&veto.natural_band), band(&veto.band));
    let award = || veto.natural_award.as_ref().map(|award| format!("（原应得“{award}”）")).unwrap_or_default();
    let effect = |effect: &str| match effect {
        "disqualify" => "不参加排名".to_owned(),
        "no-award" => "不得奖".to_owned(),
        "lowest-band" => format!("归入最低等次：{}", bands()),
        "drop-one-award" => format!("降一个奖项{}", award()),
        _ => format!("降等次：{}", bands()),
    };
    veto.effect.split('+').map(effect).collect::<Vec<_>>().join("；")
}

/// The means that stand in for recused cells, with what they are taken of.
pub fn stand_ins(list: &ListTrace) -> impl Iterator<Item = String> + '_ {
    let stages = list.values.iter().filter(|value| value.stand_in).filter_map(|value| value.stage.as_ref());
    stages.map(|stage| format!("本人均分：{}", steps(stage)))
}
