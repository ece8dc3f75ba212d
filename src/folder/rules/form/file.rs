//! What the form says of the whole file: rounding, groups, adjustments, vetoes, places, awards, bands, limits.

use super::component::{COMPONENT, ID, NAME};
use super::shape::{How, Scope, Shape, always, field};
use super::widget::Widget;

fn is_by_criterion(scope: &Scope<'_>) -> bool {
    scope.some_component(|part| part.of_component("aggregate", "over") == "criterion")
}

fn is_balanced(scope: &Scope<'_>) -> bool {
    scope.some_component(|part| part.component_has("balance"))
}

fn has_lists_by_group(scope: &Scope<'_>) -> bool {
    scope.some_component(|part| part.is_judged() && part.of_component("aggregate", "scope") != "panel")
}

pub(super) const MODES: &[(&str, &str)] =
    &[("half-up", "四舍五入"), ("half-even", "四舍六入五成双（GB/T 8170）"), ("down", "只舍不入")];

const ROUNDING: Shape = Shape {
    key: "rounding",
    label: "小数取舍",
    hint: "位数不填，这一步就不取舍，按精确值往下算",
    how: How::Once,
    fields: &[
        field("mode", "办法", Widget::Choice(MODES), always, ""),
        field("card", "每张评分卡的合计", Widget::Stage, |scope| scope.some_component(Scope::is_judged), ""),
        field("criterion", "每项指标的汇总", Widget::Stage, is_by_criterion, ""),
        field("criterion_weighted", "指标的汇总乘权重后", Widget::Stage, is_by_criterion, ""),
        field("group", "评委组得分", Widget::Stage, has_lists_by_group, ""),
        field("component", "环节得分", Widget::Stage, always, ""),
        field("panel_mean", "评审组的平均", Widget::Stage, is_balanced, ""),
        field("coefficient", "平衡系数", Widget::Stage, is_balanced, ""),
        field("balanced", "平衡后的得分", Widget::Stage, is_balanced, ""),
        field("component_weighted", "环节得分乘权重后", Widget::Stage, always, ""),
        field("subtotal", "各环节相加后", Widget::Stage, always, "乘难度系数以后、加减分以前"),
        field("final", "总分", Widget::Stage, always, ""),
    ],
    parts: &[],
    when: always,
    begins: "",
};

const GROUP: Shape = Shape {
    key: "group",
    label: "评委组",
    hint: "一名评委只属于一个组；权重只看比例",
    how: How::Rows,
    fields: &[
        NAME,
        field("weight", "权重", Widget::Figure, always, "不填为 1"),
        field(
            "covers",
            "评哪些项目",
            Widget::Choice(&[("all", "全部项目"), ("other-units", "不评本单位"), ("own-unit", "只评本单位")]),
            always,
            "按名单里评委与项目的单位",
        ),
        ID,
    ],
    parts: &[],
    when: always,
    begins: "id = \"{id}\"\nname = \"新评委组\"\nweight = 1\n",
};

const CLASS: Shape = Shape {
    key: "class",
    label: "难度系数",
    hint: "各环节相加以后乘系数；项目的类别在名单里填",
    how: How::Rows,
    fields: &[
        field("id", "类别", Widget::Id, always, ""),
        field("coefficient", "系数", Widget::Figure, always, "大于 0"),
    ],
    parts: &[],
    when: always,
    begins: "id = \"{id}\"\ncoefficient = 1\n",
};

const ADJUSTMENTS: Shape = Shape {
    key: "adjustments",
    label: "加减分",
    hint: "各环节算完以后加上、减去；不填则不限",
    how: How::Once,
    fields: &[
        field("bonus_cap", "加分合计最多", Widget::Figure, always, ""),
        field("deduction_cap", "减分合计最多", Widget::Figure, always, ""),
        field("floor", "总分最低", Widget::Figure, always, ""),
        field("ceiling", "总分最高", Widget::Figure, always, ""),
    ],
    parts: &[Shape {
        key: "item",
        label: "加减分事项",
        hint: "列出以后，只能登记列出的；不列则自由填写",
        how: How::Rows,
        fields: &[NAME, field("cap", "这一事项最多", Widget::Figure, always, "不填则不限"), ID],
        parts: &[],
        when: always,
        begins: "id = \"{id}\"\nname = \"新事项\"\n",
    }],
    when: always,
    begins: "",
};

const VETO: Shape = Shape {
    key: "veto",
    label: "一票否决",
    hint: "",
    how: How::Once,
    fields: &[field(
        "effect",
        "否决以后",
        Widget::Choice(&[
            ("disqualify", "取消资格，不排名"),
            ("no-award", "照常排名，不得奖"),
            ("lowest-band", "列为最低等次"),
            ("drop-one-band", "降一个等次"),
            ("drop-one-award", "降一个奖项"),
        ]),
        always,
        "",
    )],
    parts: &[Shape {
        key: "item",
        label: "否决事由",
        hint: "列出以后，登记否决须选其中一项",
        how: How::Rows,
        fields: &[
            NAME,
            field(
                "effect",
                "否决以后",
                Widget::Choice(&[
                    ("", "与上面相同"),
                    ("disqualify", "取消资格，不排名"),
                    ("no-award", "照常排名，不得奖"),
                    ("lowest-band", "列为最低等次"),
                    ("drop-one-band", "降一个等次"),
                    ("drop-one-award", "降一个奖项"),
                ]),
                always,
                "",
            ),
            ID,
        ],
        parts: &[],
        when: always,
        begins: "id = \"{id}\"\nname = \"新事由\"\n",
    }],
    when: always,
    begins: "",
};

const RANKING: Shape = Shape {
    key: "ranking",
    label: "名次与并列",
    hint: "",
    how: How::Once,
    fields: &[
        field(
            "on",
            "比较哪个总分",
            Widget::Choice(&[("rounded", "取舍后的（印出的）"), ("exact", "取舍前的")]),
            always,
            "",
        ),
        field(
            "by_track",
            "排名",
            Widget::Switch(&[("false", "不分组别，排在一起"), ("true", "各组别分别排名评奖")]),
            always,
            "组别在名单里填，如园区组、镇组",
        ),
        field(
            "places",
            "并列以后",
            Widget::Choice(&[("competition", "1、2、2、4"), ("dense", "1、2、2、3")]),
            always,
            "",
        ),
        field("tie_break", "总分相等时依次比较", Widget::Ties, always, "高者在前；比完仍相等的并列"),
    ],
    parts: &[],
    when: always,
    begins: "",
};

const AWARD: Shape = Shape {
    key: "award",
    label: "奖项",
    hint: "按名次依次授予",
    how: How::Rows,
    fields: &[
        NAME,
        field("quota", "名额", Widget::Quota, always, "个数，或如 30%"),
        field(
            "share_rounding",
            "折成整数",
            Widget::Choice(&[("floor", "舍去零头"), ("round", "四舍五入"), ("ceil", "进一")]),
            |scope| scope.has("share"),
            "",
        ),
        field(
            "boundary",
            "并列跨过名额",
            Widget::Choice(&[("decide", "由主任评委裁定"), ("enlarge", "并列的都给"), ("withhold", "并列的都不给")]),
            always,
            "",
        ),
        field(
            "from",
            "从哪头数",
            Widget::Choice(&[("top", "从第一名往下"), ("bottom", "从最后一名往上")]),
            always,
            "从最后往上的，在其余奖项之后授予，已得奖的不给",
        ),
        field("by", "按什么排", Widget::Component, always, "按一个环节的得分排的是单项奖，可以与其他奖兼得"),
        field("at_least", "还须达到", Widget::Figure, |scope| scope.says("from") != "bottom", "不填则不要求"),
        field("at_most", "还须不超过", Widget::Figure, |scope| scope.says("from") == "bottom", "不填则不要求"),
        field(
            "tracks",
            "只给哪些组别",
            Widget::Texts,
            |scope| scope.of_file("ranking", "by_track") == "true",
            "如 园区组、镇组；不填则每个组别都给",
        ),
    ],
    parts: &[],
    when: always,
    begins: "name = \"新奖项\"\nplaces = 1\n",
};

const BAND: Shape = Shape {
    key: "band",
    label: "等次（按总分）",
    hint: "印出的总分达到即为该等次",
    how: How::Rows,
    fields: &[NAME, field("at_least", "总分达到", Widget::Figure, always, "")],
    parts: &[],
    when: always,
    begins: "name = \"新等次\"\nat_least = 0\n",
};

const LIMITS: Shape = Shape {
    key: "limits",
    label: "对打分的限制",
    hint: "只管打分的环节；打分时即提醒，仍有违反的列为未决事项",
    how: How::Once,
    fields: &[
        field("max_share_above", "高分的卡不能太多", Widget::Above, always, "如 90 分以上的不超过应评数的 30%"),
        field(
            "distinct",
            "同分",
            Widget::Switch(&[("false", "可以给相同的总分"), ("true", "一名评委不能给出相同的总分")]),
            always,
            "",
        ),
    ],
    parts: &[],
    when: always,
    begins: "",
};

/// The whole file. The order of its parts is that in which they stand in a file.
pub const FILE: Shape = Shape {
    key: "",
    label: "评分规则",
    hint: "",
    how: How::Once,
    fields: &[field("title", "评分办法的名称", Widget::Words, always, "印在成绩单上")],
    parts: &[ROUNDING, GROUP, COMPONENT, CLASS, ADJUSTMENTS, VETO, RANKING, AWARD, BAND, LIMITS],
    when: always,
    begins: "",
};
