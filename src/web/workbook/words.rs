//! The words of a workbook in both of its languages.

use crate::app::result::out::CardState;
use crate::scoring::result::Status;

/// The language of headers and words; names are as the rules and the tables have them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// 中文.
    #[default]
    Chinese,
    English,
}

/// A word in Chinese and in English.
pub type Word = (&'static str, &'static str);

impl Language {
    /// The languages by the names that addresses have.
    pub const NAMES: [(&'static str, Self); 2] = [("zh", Self::Chinese), ("en", Self::English)];

    /// The word of this language.
    pub fn say(self, word: Word) -> &'static str {
        match self {
            Self::Chinese => word.0,
            Self::English => word.1,
        }
    }

    /// Words of this language.
    pub fn row(self, words: &[Word]) -> Vec<String> {
        words.iter().map(|&word| self.say(word).to_owned()).collect()
    }
}

pub const RANKING: Word = ("名次", "Ranking");
pub const BREAKDOWN: Word = ("得分明细", "Breakdown");
pub const CARDS: Word = ("评分卡", "Cards");
pub const AUDIT: Word = ("审计", "Audit");

/// What stands before the components of a ranking, and after them: the columns of the CSV, and what is to be said of them.
pub const BEFORE: [Word; 6] = [
    ("名次", "Rank"),
    ("项目编号", "Entry"),
    ("项目名称", "Project"),
    ("单位", "Unit"),
    ("组别", "Track"),
    ("总分", "Total"),
];
pub const AFTER: [Word; 6] = [
    ("加分", "Bonus"),
    ("减分", "Deduction"),
    ("奖项", "Award"),
    ("等次", "Band"),
    ("状态", "Status"),
    ("名次与奖项的说明", "On place and award"),
];

pub const STEPS: [Word; 9] = [
    ("项目编号", "Entry"),
    ("单位", "Unit"),
    ("评分环节", "Component"),
    ("评委组", "Group"),
    ("评分指标", "Criterion"),
    ("步骤", "Step"),
    ("算式", "Formula"),
    ("精确值", "Exact"),
    ("取舍后", "Rounded"),
];
pub const LIST: Word = ("汇总", "Aggregated");
pub const LIST_WEIGHTED: Word = ("指标加权", "Criterion weighted");
pub const GROUP_SCORE: Word = ("评委组得分", "Group score");
pub const MEASURE: Word = ("导入的数值", "Measure");
pub const COMPONENT_SCORE: Word = ("环节得分", "Component score");
pub const RELATIVE: Word = ("平衡与按名次计分", "Balance and points by place");
pub const COMPONENT_WEIGHTED: Word = ("环节折算", "Component weighted");
pub const VALUES: Word = ("计入的分数", "Values");
pub const METHOD: Word = ("汇总方法", "Method");
pub const STAND_IN: Word = ("代替的均分", "Stand-in");
pub const SHARE: Word = ("比例", "Share");
pub const LEFT_OUT_OF: Word = ("没有计入", "Left out");
pub const CLASS: Word = ("难度系数", "Coefficient");
pub const CLAMP: Word = ("总分上下限", "Bounds of the total");
pub const VETO: Word = ("一票否决", "Veto");
pub const STANDING: Word = ("名次与奖项", "Place and award");
pub const SUBTOTAL: Word = ("小计", "Subtotal");
pub const BONUS: Word = ("加分", "Bonus");
pub const DEDUCTION: Word = ("减分", "Deduction");
pub const ADJUSTED: Word = ("加减分后", "Adjusted");
pub const TOTAL: Word = ("总分", "Total");

pub const CARD_BEFORE: [Word; 6] = [
    ("评委编号", "Judge"),
    ("评委", "Name"),
    ("评委组", "Group"),
    ("项目编号", "Entry"),
    ("单位", "Unit"),
    ("状态", "Status"),
];
pub const CARD_AFTER: [Word; 4] =
    [("合计", "Total"), ("修订", "Revision"), ("送达时间", "Received"), ("回执", "Receipt")];
pub const PLACE: Word = ("名次", "Place");
pub const GRADE: Word = ("等次", "Grade");
pub const VOTE: Word = ("推荐", "Vote");

pub const ACTS: [Word; 7] = [
    ("序号", "Number"),
    ("时间", "Time"),
    ("操作人", "Who"),
    ("操作", "Act"),
    ("对象", "Subject"),
    ("内容", "Payload"),
    ("校验值", "Hash"),
];

pub const RULES: Word = ("规则摘要", "Rules SHA-256");
pub const FINGERPRINT: Word = ("结果摘要", "Result SHA-256");
pub const FROZEN: Word = ("封存时间", "Frozen at");
pub const WITHDRAWN: Word = ("退出评比", "Withdrawn");
pub const PROVISIONAL: Word = ("暂定，评分尚未封存", "Provisional: scoring is not closed");
pub const PAGE: Word = ("第 &P 页 / 共 &N 页", "Page &P of &N");
pub const LEFT_OUT: Word = ("其余的行超出表格容量，未列出", "Further rows do not fit into a sheet and are left out");

/// What a row of the ranking is.
pub fn status(status: Status) -> Word {
    match status {
        Status::Ranked => ("有名次", "ranked"),
        Status::Vetoed => ("否决", "vetoed"),
        Status::Incomplete => ("缺数据", "incomplete"),
    }
}

/// Whether a card counts.
pub fn card(state: CardState) -> Word {
    match state {
        CardState::Counts => ("计入", "counts"),
        CardState::Missing => ("未交齐", "missing"),
        CardState::Recused => ("回避", "recused"),
        CardState::Absent => ("缺席", "absent"),
        CardState::Void => ("作废", "void"),
        CardState::JudgeDropped => ("因回避不计", "judge dropped"),
    }
}
