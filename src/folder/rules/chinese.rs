//! What people write in Chinese where the rules file has a word of its own: keys, tables and choices.

/// Keys, each with what it may mean; the first that the table has is meant.
const KEYS: &[(&str, &[&str])] = &[
    ("版本", &["schema"]),
    ("标题", &["title"]),
    ("办法名称", &["title"]),
    ("编号", &["id"]),
    ("代码", &["id"]),
    ("名称", &["name", "title"]),
    ("名字", &["name"]),
    ("姓名", &["name"]),
    ("指标名称", &["name"]),
    ("奖项名称", &["name"]),
    ("权重", &["weight"]),
    ("比重", &["weight"]),
    ("类型", &["kind"]),
    ("方式", &["kind", "method"]),
    ("评委组", &["groups", "group"]),
    ("评委", &["groups", "group"]),
    ("组", &["groups", "group"]),
    ("环节", &["component"]),
    ("评分环节", &["component"]),
    ("指标", &["criterion"]),
    ("评分指标", &["criterion"]),
    ("汇总", &["aggregate"]),
    ("方法", &["method"]),
    ("去掉最高", &["drop_highest"]),
    ("去最高", &["drop_highest"]),
    ("去掉最高分", &["drop_highest"]),
    ("去掉最低", &["drop_lowest"]),
    ("去最低", &["drop_lowest"]),
    ("去掉最低分", &["drop_lowest"]),
    ("最少评委", &["min_cards"]),
    ("缺席", &["missing"]),
    ("缺分", &["missing"]),
    ("缺交", &["missing"]),
    ("回避", &["recusal"]),
    ("最低分", &["min", "floor"]),
    ("最小值", &["min"]),
    ("满分", &["max", "full"]),
    ("分值", &["max", "value", "points"]),
    ("最高分", &["max", "ceiling"]),
    ("最大值", &["max"]),
    ("步长", &["step"]),
    ("间隔", &["step"]),
    ("最小间隔", &["step"]),
    ("说明", &["guide"]),
    ("评分标准", &["guide"]),
    ("等次", &["grade", "band"]),
    ("等级", &["band", "grade"]),
    ("数值", &["value"]),
    ("得分", &["value"]),
    ("系数", &["coefficient"]),
    ("难度系数", &["coefficient", "class"]),
    ("类别", &["class"]),
    ("加减分", &["adjustments"]),
    ("加分上限", &["bonus_cap"]),
    ("减分上限", &["deduction_cap"]),
    ("扣分上限", &["deduction_cap"]),
    ("上限", &["cap", "ceiling", "max"]),
    ("下限", &["floor", "min"]),
    ("事项", &["item"]),
    ("一票否决", &["veto"]),
    ("否决", &["veto"]),
    ("处理", &["effect"]),
    ("名次", &["ranking", "places"]),
    ("排名", &["ranking", "places"]),
    ("分组排名", &["by_track"]),
    ("并列", &["tie_break", "boundary"]),
    ("同分", &["tie_break"]),
    ("奖项", &["award"]),
    ("奖", &["award"]),
    ("名额", &["places"]),
    ("比例", &["share"]),
    ("占比", &["share"]),
    ("分数线", &["at_least"]),
    ("最低总分", &["at_least"]),
    ("限制", &["limits"]),
    ("取舍", &["rounding", "mode"]),
    ("小数", &["rounding"]),
    ("小数位数", &["rounding", "final"]),
    ("取舍办法", &["mode"]),
    ("总分", &["final"]),
    ("开放", &["release", "opens"]),
    ("平衡", &["balance"]),
    ("二次平均", &["balance"]),
    ("组别", &["tracks", "by_track"]),
    ("评语", &["comment"]),
    ("推荐名额", &["choose"]),
    ("选几个", &["choose"]),
];

/// Words of choices, each with what it may mean; the first that is allowed is meant.
const WORDS: &[(&str, &[&str])] = &[
    ("四舍五入", &["half-up", "round"]),
    ("四舍六入", &["half-even"]),
    ("五成双", &["half-even"]),
    ("奇进偶舍", &["half-even"]),
    ("银行家", &["half-even"]),
    ("舍去", &["down", "floor"]),
    ("舍尾", &["down", "floor"]),
    ("不入", &["down", "floor"]),
    ("截断", &["down", "floor"]),
    ("向下", &["down", "floor"]),
    ("向上", &["ceil"]),
    ("进一", &["ceil"]),
    ("最高最低", &["trimmed-mean"]),
    ("最高分", &["trimmed-mean"]),
    ("去高", &["trimmed-mean"]),
    ("截尾", &["trimmed-mean"]),
    ("中位", &["median"]),
    ("平均", &["mean", "own-mean"]),
    ("均值", &["mean"]),
    ("打分", &["marks"]),
    ("评分卡", &["card"]),
    ("评分", &["marks"]),
    ("记分", &["marks"]),
    ("百分制", &["marks"]),
    ("推荐", &["votes"]),
    ("投票", &["votes", "ranking"]),
    ("名次", &["ranking", "rank"]),
    ("排名", &["ranking"]),
    ("排序", &["ranking"]),
    ("等次", &["grades", "lowest-band"]),
    ("等级", &["grades"]),
    ("考核", &["measure"]),
    ("数值", &["measure"]),
    ("量化", &["measure"]),
    ("指标", &["criterion"]),
    ("卡", &["card"]),
    ("合并", &["panel"]),
    ("一起", &["panel"]),
    ("全体", &["panel"]),
    ("分组", &["group"]),
    ("组内", &["group"]),
    ("报错", &["error"]),
    ("未决", &["error", "block", "decide"]),
    ("阻止", &["block"]),
    ("略过", &["skip"]),
    ("跳过", &["skip"]),
    ("忽略", &["skip"]),
    ("有效", &["valid"]),
    ("应交", &["due"]),
    ("应评", &["due"]),
    ("功效", &["efficacy"]),
    ("比例", &["top-ratio"]),
    ("原数", &["none"]),
    ("不折算", &["none"]),
    ("取消资格", &["disqualify"]),
    ("不得奖", &["no-award"]),
    ("最低", &["lowest-band"]),
    ("降", &["drop-one-band"]),
    ("取舍后", &["rounded"]),
    ("精确", &["exact"]),
    ("取舍前", &["exact"]),
    ("裁定", &["decide"]),
    ("都给", &["enlarge"]),
    ("扩", &["enlarge"]),
    ("不给", &["withhold"]),
    ("不跳", &["dense"]),
    ("连续", &["dense"]),
    ("跳号", &["competition"]),
    ("到达", &["arrival"]),
    ("看完", &["all", "after"]),
    ("随活动", &["event"]),
    ("众数", &["modal"]),
    ("多数", &["modal"]),
    ("本单位", &["own-unit"]),
    ("其他单位", &["other-units"]),
    ("首位", &["top"]),
    ("末位", &["bottom"]),
    ("倒数", &["bottom"]),
    ("越高越好", &["higher"]),
    ("越低越好", &["lower"]),
    ("标准差", &["deviation"]),
];

/// What a key in Chinese may mean.
pub(super) fn key(found: &str) -> Option<&'static [&'static str]> {
    let found = found.trim();
    KEYS.iter().find(|(chinese, _)| *chinese == found).map(|(_, keys)| *keys)
}

/// The word that one in Chinese means, of those allowed.
pub(super) fn word<'w>(found: &str, allowed: impl Iterator<Item = &'w str> + Clone) -> Option<String> {
    let meant = WORDS.iter().filter(|(chinese, _)| found.contains(chinese)).flat_map(|(_, words)| words.iter());
    let mut meant = meant.filter(|word| allowed.clone().any(|allowed| allowed == **word));
    meant.next().map(|word| (*word).to_owned())
}

/// Whether a word says yes or no.
pub(super) fn boolean(found: &str) -> Option<bool> {
    match found.to_lowercase().as_str() {
        "true" | "yes" | "y" | "on" | "1" | "是" | "对" | "真" | "要" | "有" | "启用" | "开" => Some(true),
        "false" | "no" | "n" | "off" | "0" | "否" | "不" | "不是" | "假" | "不要" | "无" | "不启用" | "关" => {
            Some(false)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_that_the_choice_has() {
        let word = |found: &str, allowed: &[&str]| word(found, allowed.iter().copied());
        for (found, allowed, meant) in [
            ("四舍五入", &["half-up", "half-even", "down"][..], "half-up"),
            ("四舍五入", &["floor", "round", "ceil"], "round"),
            ("四舍六入五成双", &["half-up", "half-even", "down"], "half-even"),
            ("五成双", &["half-up", "half-even", "down"], "half-even"),
            ("去掉最高最低后平均", &["mean", "trimmed-mean", "median"], "trimmed-mean"),
            ("平均", &["mean", "trimmed-mean", "median"], "mean"),
            ("中位数", &["mean", "trimmed-mean", "median"], "median"),
            ("打分", &["marks", "ranking", "grades", "measure"], "marks"),
            ("名次票", &["marks", "ranking", "grades", "measure"], "ranking"),
            ("等次票", &["marks", "ranking", "grades", "measure"], "grades"),
            ("日常考核", &["marks", "ranking", "grades", "measure"], "measure"),
            ("推荐票", &["marks", "ranking", "grades", "measure", "votes"], "votes"),
        ] {
            assert_eq!(word(found, allowed).as_deref(), Some(meant), "{found}");
        }
        assert_eq!(word("推荐票", &["marks"]), None);
        assert_eq!((boolean("True"), boolean("否"), boolean("也许")), (Some(true), Some(false), None));
    }
}
