//! What the form says of components: kinds, criteria, grades, measures.

use super::judged::{AGGREGATE, BALANCE, BY_PLACE, POINTS, RELEASE};
use super::shape::{Field, How, Scope, Shape, always, field};
use super::widget::Widget;

fn is_marks(scope: &Scope<'_>) -> bool {
    scope.is_kind(&["marks"])
}

fn is_grades(scope: &Scope<'_>) -> bool {
    scope.is_kind(&["grades"])
}

fn is_votes(scope: &Scope<'_>) -> bool {
    scope.is_kind(&["votes"])
}

fn is_measure(scope: &Scope<'_>) -> bool {
    scope.is_kind(&["measure"])
}

fn is_normalised(scope: &Scope<'_>) -> bool {
    is_measure(scope) && ["top-ratio", "efficacy"].contains(&scope.component("normalise").as_str())
}

fn is_line(scope: &Scope<'_>) -> bool {
    is_measure(scope) && scope.component("normalise") == "line"
}

/// The kinds, with what a judge does under each.
pub const KINDS: &[(&str, &str, &str)] = &[
    ("marks", "打分", "逐项给分"),
    ("ranking", "名次票", "排先后"),
    ("grades", "等次票", "选等次"),
    ("votes", "推荐票", "选若干"),
    ("measure", "数值", "不由评委评"),
];

pub(super) const ID_HINT: &str = "表格里填的是编号；改了编号，规则里提到它的地方一起改";
pub(super) const ID: Field = field("id", "编号", Widget::Id, always, ID_HINT);
pub(super) const NAME: Field = field("name", "名称", Widget::Words, always, "");

const FIELDS: &[Field] = &[
    NAME,
    ID,
    field("kind", "怎么评", Widget::Kind(KINDS), always, "选一种，下面只出现它用得着的设置"),
    field("weight", "权重", Widget::Figure, always, "不填为 1；总分是各环节得分乘权重之和"),
    field(
        "groups",
        "哪些组评",
        Widget::Groups,
        |scope| scope.is_judged() && scope.groups() > 1,
        "全选即全部评委组都评",
    ),
    field("choose", "每人选几项", Widget::Count, is_votes, ""),
    field("exactly", "须选满", Widget::Switch(&[("true", "必须选满这么多"), ("false", "最多选这么多")]), is_votes, ""),
    field("full", "全票得分", Widget::Figure, is_votes, "不填为 100"),
    field("min", "最小值", Widget::Figure, is_measure, "不填为 0"),
    field("max", "最大值", Widget::Figure, is_measure, "不填则不限"),
    field(
        "normalise",
        "数值怎样折分",
        Widget::Choice(&[
            ("none", "用原数"),
            ("top-ratio", "与最好的相比"),
            ("efficacy", "功效系数"),
            ("line", "按目标加减"),
        ]),
        is_measure,
        "",
    ),
    field("order", "好坏", Widget::Choice(&[("higher", "越大越好"), ("lower", "越小越好")]), is_normalised, ""),
    field("full", "最好的得", Widget::Figure, is_normalised, "不填为 100"),
    field(
        "base",
        "最差的得满分的",
        Widget::Figure,
        |scope| is_measure(scope) && scope.component("normalise") == "efficacy",
        "0–1 之间，不填为 0.6",
    ),
    field("target", "目标值", Widget::Figure, is_line, ""),
    field("at", "达到目标得", Widget::Figure, is_line, ""),
    field("per", "每超出 1 加", Widget::Figure, is_line, "不足则减；越小越好时填负数"),
    field("cap", "最多得", Widget::Figure, is_line, "不填则不封顶"),
    field("floor", "最少得", Widget::Figure, is_line, "不填则不保底"),
    field(
        "comment",
        "评语",
        Widget::Comment(&[
            ("optional", "可写可不写"),
            ("none", "不写"),
            ("required-below:", "低于满分的百分之几必须写"),
        ]),
        |scope| scope.is_judged(),
        "",
    ),
];

const CRITERION: Shape = Shape {
    key: "criterion",
    label: "指标",
    hint: "",
    how: How::Rows,
    fields: &[
        NAME,
        field("max", "满分", Widget::Figure, always, ""),
        field("step", "间隔", Widget::Figure, always, "不填为 0.01"),
        field("guide", "给评委看的说明", Widget::Long, always, ""),
        field("min", "最低分", Widget::Figure, always, "不填为 0"),
        field("weight", "权重", Widget::Figure, always, "不填为 1"),
        field(
            "comment",
            "这一项的评语",
            Widget::Comment(&[
                ("none", "不写"),
                ("optional", "可写可不写"),
                ("required-below:", "低于满分的百分之几必须写"),
            ]),
            always,
            "",
        ),
        ID,
    ],
    parts: &[],
    when: is_marks,
    begins: "id = \"{id}\"\nname = \"新指标\"\nmax = 10\nstep = 0.5\n",
};

const GRADE: Shape = Shape {
    key: "grade",
    label: "等次",
    hint: "",
    how: How::Rows,
    fields: &[NAME, field("value", "值多少分", Widget::Figure, always, ""), ID],
    parts: &[],
    when: is_grades,
    begins: "id = \"{id}\"\nname = \"新等次\"\nvalue = 60\n",
};

const STEPS: Shape = Shape {
    key: "steps",
    label: "按占比查表",
    hint: "代替平均：看某个等次占多少，查出得分",
    how: How::Wanted,
    fields: &[
        field("of", "看哪个等次", Widget::Grades, always, "选几个，则合起来算"),
        field("table", "占比和得分", Widget::Pairs, always, "占比写作 0.9 或 1/3，从大到小，最后一行为 0"),
    ],
    parts: &[Shape {
        key: "override",
        label: "另看的等次",
        hint: "先到先用",
        how: How::Rows,
        fields: &[
            field("of", "看哪个等次", Widget::Grades, always, ""),
            field("at_least", "占比达到", Widget::Figure, always, ""),
            field("value", "则得", Widget::Figure, always, ""),
            field("only_below", "只在原占比低于", Widget::Figure, always, "不填则不看原占比"),
        ],
        parts: &[],
        when: always,
        begins: "of = \"{grade}\"\nat_least = 0.5\nvalue = 0\n",
    }],
    when: |scope| is_grades(scope) && scope.method() != "modal",
    begins: "of = \"{grade}\"\ntable = [[0.9, 100], [0.6, 80], [0, 60]]\n",
};

pub(super) const COMPONENT: Shape = Shape {
    key: "component",
    label: "评分环节",
    hint: "",
    how: How::Rows,
    fields: FIELDS,
    parts: &[AGGREGATE, RELEASE, CRITERION, POINTS, GRADE, STEPS, BALANCE, BY_PLACE],
    when: always,
    begins: "id = \"{id}\"\nname = \"新环节\"\nkind = \"marks\"\nweight = 1\n",
};
