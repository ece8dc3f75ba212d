//! What the form says of how cards are put together, when they may be given, and what is done with a component's scores
//! afterwards.

use super::shape::{Field, How, Scope, Shape, always, field};
use super::widget::Widget;

const NO_SHAPES: &[Shape] = &[];

fn is_judged(scope: &Scope<'_>) -> bool {
    scope.is_judged()
}

/// Whether one list of all judges is counted for its most frequent grade.
fn is_modal(scope: &Scope<'_>) -> bool {
    scope.is_kind(&["grades"]) && scope.method() == "modal"
}

fn is_stepped(scope: &Scope<'_>) -> bool {
    scope.is_kind(&["grades"]) && scope.component_has("steps")
}

/// Whether nothing but the mean goes with what is said besides.
fn is_mean_only(scope: &Scope<'_>) -> bool {
    scope.is_kind(&["votes"]) || is_stepped(scope) || scope.of_component("aggregate", "denominator") == "due"
}

fn marks_or_places_by_method(scope: &Scope<'_>) -> bool {
    scope.is_kind(&["marks", "ranking"]) && !is_mean_only(scope)
}

fn grades_by_method(scope: &Scope<'_>) -> bool {
    scope.is_kind(&["grades"]) && !is_mean_only(scope)
}

fn trims(scope: &Scope<'_>) -> bool {
    !is_mean_only(scope) && !is_modal(scope) && (scope.method() == "trimmed-mean" || scope.some_group_trims())
}

fn group_trims(scope: &Scope<'_>) -> bool {
    let own = scope.says("method");
    !is_mean_only(scope) && (own == "trimmed-mean" || own.is_empty() && scope.method() == "trimmed-mean")
}

fn has_denominator(scope: &Scope<'_>) -> bool {
    scope.is_kind(&["grades", "votes"]) && !is_modal(scope)
}

fn stands_in(scope: &Scope<'_>) -> bool {
    scope.is_judged() && !is_stepped(scope) && !is_modal(scope) && !scope.is_kind(&["votes"])
}

fn never_stands_in(scope: &Scope<'_>) -> bool {
    scope.is_judged() && !stands_in(scope)
}

fn has_lists_by_group(scope: &Scope<'_>) -> bool {
    scope.is_judged() && scope.of_component("aggregate", "scope") != "panel" && !is_modal(scope)
}

const METHODS: &[(&str, &str)] = &[("mean", "平均"), ("trimmed-mean", "去高去低"), ("median", "中位数")];
const TOO_FEW: &[(&str, &str)] = &[("error", "列为未决事项"), ("mean", "改用平均并注明")];
const MISSING: &[(&str, &str)] = &[("block", "不能封存"), ("skip", "略过并注明")];

pub(super) const AGGREGATE: Shape = Shape {
    key: "aggregate",
    label: "怎样汇总",
    hint: "",
    how: How::Once,
    fields: &[
        field(
            "over",
            "先算什么",
            Widget::Choice(&[("card", "每张卡的合计"), ("criterion", "逐项指标")]),
            |scope| scope.is_kind(&["marks"]),
            "按合计，评委之间比一张卡的总分；逐项，每项指标各自汇总后再相加",
        ),
        field(
            "scope",
            "名单",
            Widget::Choice(&[("group", "组内汇总，再加权"), ("panel", "所有评委一张名单")]),
            |scope| scope.is_judged() && !is_modal(scope),
            "一张名单时不用各组的权重",
        ),
        field("method", "办法", Widget::Choice(METHODS), marks_or_places_by_method, ""),
        field(
            "method",
            "办法",
            Widget::Choice(&[
                ("mean", "平均"),
                ("trimmed-mean", "去高去低"),
                ("median", "中位数"),
                ("modal", "取评得最多的等次"),
            ]),
            grades_by_method,
            "",
        ),
        field("drop_highest", "去掉几个最高", Widget::Count, trims, "不填为 1"),
        field("drop_lowest", "去掉几个最低", Widget::Count, trims, "不填为 1；先去回避，再去高低"),
        field(
            "modal_tie",
            "几个等次一样多",
            Widget::Choice(&[("lower", "取低的"), ("higher", "取高的"), ("mean", "取平均")]),
            is_modal,
            "",
        ),
        field(
            "denominator",
            "除以",
            Widget::Choice(&[("valid", "已交的票"), ("due", "应交的票")]),
            has_denominator,
            "按应交的票，须缺卡“略过”，没有交的计 0",
        ),
        field("missing", "缺卡", Widget::Choice(MISSING), is_judged, "空白从不当 0 分"),
        field("min_cards", "至少几张卡", Widget::Count, is_judged, "不填为 1；去高去低时为所去之数加 1"),
        field("too_few", "卡数不足", Widget::Choice(TOO_FEW), is_judged, ""),
        field(
            "recusal",
            "回避",
            Widget::Choice(&[
                ("drop-cell", "只去掉所回避的一项"),
                ("drop-judge", "该评委本环节全不计"),
                ("own-mean", "用其给别家的平均分代替"),
            ]),
            stands_in,
            "",
        ),
        field(
            "recusal",
            "回避",
            Widget::Choice(&[("drop-cell", "只去掉所回避的一项"), ("drop-judge", "该评委本环节全不计")]),
            never_stands_in,
            "",
        ),
        field(
            "empty_group",
            "一组无卡",
            Widget::Choice(&[("error", "列为未决事项"), ("renormalise", "其余组按比例分担权重")]),
            has_lists_by_group,
            "",
        ),
    ],
    parts: &[Shape {
        key: "group",
        label: "本组另设",
        hint: "没有填的与环节相同",
        how: How::ByGroup,
        fields: &[
            field(
                "method",
                "办法",
                Widget::Choice(&[
                    ("", "与环节相同"),
                    ("mean", "平均"),
                    ("trimmed-mean", "去高去低"),
                    ("median", "中位数"),
                ]),
                |scope| !is_mean_only(scope),
                "",
            ),
            field("drop_highest", "去掉几个最高", Widget::Count, group_trims, ""),
            field("drop_lowest", "去掉几个最低", Widget::Count, group_trims, ""),
            field("min_cards", "至少几张卡", Widget::Count, always, ""),
            field(
                "too_few",
                "卡数不足",
                Widget::Choice(&[("", "与环节相同"), ("error", "列为未决事项"), ("mean", "改用平均并注明")]),
                always,
                "",
            ),
            field(
                "missing",
                "缺卡",
                Widget::Choice(&[("", "与环节相同"), ("block", "不能封存"), ("skip", "略过并注明")]),
                always,
                "",
            ),
        ],
        parts: NO_SHAPES,
        when: has_lists_by_group,
        begins: "",
    }],
    when: is_judged,
    begins: "",
};

pub(super) const RELEASE: Shape = Shape {
    key: "release",
    label: "什么时候可以评",
    hint: "不影响计算",
    how: How::Once,
    fields: &[
        field(
            "opens",
            "何时开始",
            Widget::Choice(&[
                ("event", "评分开放即可"),
                ("arrival", "到达该观摩点后"),
                ("after", "看完若干个以后"),
                ("all", "全部看完以后"),
            ]),
            always,
            "",
        ),
        field("after", "看完几个", Widget::Count, |scope| scope.says("opens") == "after", ""),
        field(
            "hold",
            "先看够几个",
            Widget::Count,
            |scope| scope.says("opens") == "arrival",
            "看够以前不能评；不填则到一处评一处",
        ),
        field("closes_after", "离开多少分钟后截止", Widget::Count, always, "不填则到封存为止"),
    ],
    parts: NO_SHAPES,
    when: is_judged,
    begins: "",
};

pub(super) const BALANCE: Shape = Shape {
    key: "balance",
    label: "评审组之间平衡（二次平均）",
    hint: "项目须在名单里分评审组",
    how: How::Wanted,
    fields: &[
        field(
            "target",
            "以什么为准",
            Widget::Choice(&[("mean-of-means", "各评审组平均的平均"), ("pooled", "全部项目的平均")]),
            always,
            "",
        ),
        field(
            "apply",
            "怎样调整",
            Widget::Choice(&[
                ("ratio", "按比例（乘系数）"),
                ("shift", "整体平移"),
                ("deviation", "按离散程度（标准差）"),
            ]),
            always,
            "",
        ),
        field("drop_highest", "组平均去掉几个最高", Widget::Count, always, "不填为 0"),
        field("drop_lowest", "组平均去掉几个最低", Widget::Count, always, "不填为 0"),
        field(
            "drop_in",
            "去高去低在哪里",
            Widget::Choice(&[("pool", "合起来的名单里"), ("panel", "各评审组的名单里")]),
            |scope| scope.says("target") == "pooled",
            "",
        ),
        field(
            "within",
            "范围",
            Widget::Choice(&[("event", "整个活动"), ("track", "各组别之内")]),
            |scope| scope.of_file("ranking", "by_track") != "true",
            "",
        ),
        field(
            "spread",
            "离散程度取",
            Widget::Choice(&[("mean", "各评审组的平均"), ("min", "最小的一个")]),
            |scope| scope.says("apply") == "deviation",
            "须写明“平衡系数”保留的位数",
        ),
    ],
    parts: NO_SHAPES,
    when: is_judged,
    begins: "target = \"mean-of-means\"\napply = \"ratio\"\n",
};

fn by_step(scope: &Scope<'_>) -> bool {
    !scope.has("percent") && !scope.has("table")
}

const WAY: Field = field("way", "怎样给分", Widget::Way, always, "每后一位减若干分，减首位的百分之几，或逐位写明");
const FIRST: Field = field("first", "首位得分", Widget::Figure, |scope| !scope.has("table"), "");
const STEP: Field = field("step", "每后一位减", Widget::Figure, by_step, "");
const PERCENT: Field =
    field("percent", "每后一位减（%）", Widget::Figure, |scope| scope.has("percent"), "首位得分的百分之几");
const TABLE: Field =
    field("table", "各位次得分", Widget::Figures, |scope| scope.has("table"), "如 10、7、5、3；以后的位次为 0");

pub(super) const POINTS: Shape = Shape {
    key: "points",
    label: "名次折成分数",
    hint: "",
    how: How::Once,
    fields: &[WAY, FIRST, STEP, PERCENT, TABLE],
    parts: NO_SHAPES,
    when: |scope| scope.is_kind(&["ranking"]),
    begins: "first = 100\nstep = 3\n",
};

pub(super) const BY_PLACE: Shape = Shape {
    key: "by_place",
    label: "按得分的位次另给分",
    hint: "先排出本环节的位次，再按位次给分",
    how: How::Wanted,
    fields: &[
        WAY,
        FIRST,
        STEP,
        PERCENT,
        TABLE,
        field("order", "次序", Widget::Choice(&[("higher", "高的在前"), ("lower", "低的在前")]), always, ""),
        field(
            "ties",
            "并列时",
            Widget::Choice(&[("best", "都按靠前的位次"), ("mean", "取所占位次的平均")]),
            always,
            "",
        ),
    ],
    parts: NO_SHAPES,
    when: |scope| !scope.component("kind").is_empty(),
    begins: "first = 100\nstep = 3\n",
};
