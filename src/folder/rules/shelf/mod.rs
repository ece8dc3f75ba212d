//! Ready rules, of quite different kinds, to begin with. They name no place; each says in its comments what it does.

/// Rules that may be taken.
#[derive(Debug)]
pub struct Ready {
    pub id: &'static str,
    pub name: &'static str,
    /// What they do, in a few words.
    pub about: &'static str,
    pub text: &'static str,
}

/// The ready rules, the simplest first.
pub const SHELF: &[Ready] = &[
    Ready {
        id: "blank", name: "从空白开始", about: "一个环节，一组评委，平均", text: include_str!("blank.toml")
    },
    Ready {
        id: "visit-report-daily",
        name: "观摩 + 汇报 + 考核",
        about: "三组加权，去一高一低 · 示例",
        text: include_str!("visit-report-daily.toml"),
    },
    Ready {
        id: "one-list", name: "全体一张名单", about: "不分组，去二高二低", text: include_str!("one-list.toml")
    },
    Ready {
        id: "ranking", name: "名次票", about: "首位 100，每后一位减 3", text: include_str!("ranking.toml")
    },
    Ready {
        id: "grades",
        name: "等次票与优秀率",
        about: "优秀、良好、一般，按占比查表",
        text: include_str!("grades.toml"),
    },
    Ready { id: "votes", name: "推荐票", about: "每人选 6 项，按得票率", text: include_str!("votes.toml") },
    Ready {
        id: "figures",
        name: "指标赋分，满分 120",
        about: "功效系数，最好最差定标",
        text: include_str!("figures.toml"),
    },
    Ready {
        id: "panels", name: "分组抽评再平衡", about: "多个评审组，二次平均", text: include_str!("panels.toml")
    },
    Ready {
        id: "flags",
        name: "红旗黄旗与一票否决",
        about: "从两头授旗，否决按事由",
        text: include_str!("flags.toml"),
    },
    Ready {
        id: "peers", name: "互评与领导评", about: "60 / 40，互评不给本单位打分", text: include_str!("peers.toml")
    },
    Ready {
        id: "criteria",
        name: "逐项去高去低",
        about: "每项指标各自去一高一低，再相加",
        text: include_str!("criteria.toml"),
    },
    Ready {
        id: "tracks",
        name: "园区、镇分开排",
        about: "两个组别各自排名，各有名额",
        text: include_str!("tracks.toml"),
    },
    Ready {
        id: "hard",
        name: "难度系数与加分封顶",
        about: "按类别乘系数，加分按事项封顶",
        text: include_str!("hard.toml"),
    },
];
