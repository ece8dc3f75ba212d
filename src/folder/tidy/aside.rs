//! Rows that stand in a list and are none of its rows: sums and averages, notes, who filled it in and who checked it,
//! a title above the header, examples of the template.

use unicode_normalization::UnicodeNormalization;

use super::clean;
use crate::folder::table::Column;

/// Words that begin what is said of a list, with a colon behind them, or alone in their cell.
const REMARKS: [&str; 46] = [
    "备注",
    "注",
    "注意",
    "说明",
    "附注",
    "附",
    "填表说明",
    "填写说明",
    "填表人",
    "填报人",
    "填写人",
    "制表人",
    "制表",
    "填表",
    "编制",
    "编制人",
    "审核人",
    "审核",
    "审核意见",
    "审批人",
    "审批",
    "复核人",
    "复核",
    "核对人",
    "经办人",
    "经手人",
    "联系人",
    "联系电话",
    "联系方式",
    "电话",
    "负责人",
    "主管领导",
    "分管领导",
    "主要领导",
    "单位负责人",
    "签发",
    "填报单位",
    "填报单位(盖章)",
    "单位(盖章)",
    "单位盖章",
    "填报日期",
    "填表日期",
    "制表日期",
    "填报时间",
    "签字",
    "盖章",
];
/// Words that stand for a figure of all rows.
const SUMS: [&str; 19] = [
    "合计",
    "总计",
    "小计",
    "共计",
    "累计",
    "总数",
    "总分",
    "平均",
    "平均分",
    "平均值",
    "平均数",
    "均值",
    "最高分",
    "最低分",
    "最大值",
    "最小值",
    "中位数",
    "标准差",
    "汇总",
];
/// How what is an example is marked.
const EXAMPLES: [&str; 5] = ["示例", "样例", "例:", "例如", "(示例)"];

/// What a row is, as far as its words tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aside {
    /// A row of the list.
    Row,
    /// Certainly none.
    Remark,
    /// Its id looks like that of no row, and the rest of it like that of one.
    Doubtful,
}

/// The form in which words are compared: compatible letters, no spaces.
fn bare(text: &str) -> String {
    clean::seen(text).nfkc().filter(|c| !c.is_whitespace()).collect()
}

/// What a row of a table is. `anchor`: the cell without which it is no row of it, where there is one.
pub fn weigh<'c>(cells: impl IntoIterator<Item = &'c str>, anchor: Option<&str>) -> Aside {
    let mut cells = cells.into_iter().map(bare).filter(|cell| !cell.is_empty());
    let Some(first) = cells.next() else { return Aside::Row };
    if is_remark(&first) {
        return Aside::Remark;
    }
    let alone = SUMS.contains(&first.as_str()) || REMARKS.contains(&first.as_str()) || is_count(&first);
    if !alone {
        return Aside::Row;
    }
    match anchor.map(bare) {
        None => Aside::Remark,
        Some(anchor) if anchor.is_empty() || is_remark(&anchor) || is_figure(&anchor) => Aside::Remark,
        Some(_) => Aside::Doubtful,
    }
}

/// `备注：…`, `注1：…`, `（盖章）`.
fn is_remark(bare: &str) -> bool {
    if ["(盖章)", "(公章)", "(签字)", "(签章)"].contains(&bare) {
        return true;
    }
    let Some((word, _)) = bare.split_once(':') else { return false };
    let word = word.trim_end_matches(|c: char| c.is_ascii_digit());
    REMARKS.contains(&word) || SUMS.contains(&word)
}

/// `共3个`, `合计12席`.
fn is_count(bare: &str) -> bool {
    let rest = ["合计", "总计", "共计", "小计", "共"].iter().find_map(|word| bare.strip_prefix(word));
    rest.is_some_and(is_figure)
}

/// A number, with what it counts behind it.
fn is_figure(bare: &str) -> bool {
    let rest = bare.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    rest.len() < bare.len() && rest.chars().count() <= 2 && !rest.contains(|c: char| c.is_ascii())
}

/// Whether a row of examples of the template was left as it came.
pub fn is_example<'c>(cells: impl IntoIterator<Item = &'c str>) -> bool {
    cells.into_iter().any(|cell| EXAMPLES.iter().any(|word| bare(cell).starts_with(word)))
}

/// The word of a header as it is compared: without what marks a column that must be filled in.
pub fn head(text: &str) -> String {
    let word = bare(text);
    let word =
        ["(必填)", "(选填)", "(可空)", "*", ":"].iter().fold(word.as_str(), |word, end| word.trim_end_matches(end));
    word.trim_start_matches('*').to_owned()
}

/// How many words of a row name columns of the table.
pub fn named<'c>(cells: impl IntoIterator<Item = &'c str>, columns: &[Column]) -> usize {
    let words = cells.into_iter().map(head);
    words.filter(|word| columns.iter().any(|c| c.name == word || c.chinese == word)).count()
}

#[cfg(test)]
mod tests {
    use super::{Aside, head, is_example, weigh};

    fn entry(cells: [&str; 3]) -> Aside {
        weigh(cells, Some(cells[2]))
    }

    #[test]
    fn sums_notes_and_signatures_are_no_rows() {
        for cells in [
            ["合计", "3个", ""],
            ["合 计", "3", ""],
            ["", "小计", "12"],
            ["平均", "", "88.5"],
            ["共3个", "", ""],
            ["合计：3个", "", ""],
            ["备注：以上名单经部务会审定", "", ""],
            ["备注", "以上名单经部务会审定", ""],
            ["注1：按行政区划排列", "", ""],
            ["填表人：张某", "", "审核人：李某"],
            ["填表人", "", ""],
            ["（盖章）", "", ""],
            ["填报单位（盖章）：", "", ""],
            ["制表日期:2026年11月", "", ""],
        ] {
            assert_eq!(entry(cells), Aside::Remark, "{cells:?}");
        }
    }

    #[test]
    fn rows_are_rows_and_what_is_not_clear_is_asked_about() {
        for cells in [
            ["01", "甲项目", "甲镇"],
            ["01", "合计系统建设", "甲镇"],
            ["合川", "", "合川区"],
            ["说明书", "项目", "甲镇"],
            ["共建01", "共建项目", "甲镇"],
            ["注册大厅", "", "甲镇"],
            ["", "", ""],
            ["01", "备注：待定", "甲镇"],
        ] {
            assert_eq!(entry(cells), Aside::Row, "{cells:?}");
        }
        for cells in [["合计", "甲项目", "甲镇"], ["备注", "某项目", "乙镇"]] {
            assert_eq!(entry(cells), Aside::Doubtful, "{cells:?}");
        }
        assert!(is_example(["01", "示例：一网通办", "甲镇"]) && !is_example(["01", "某示例园", "甲镇"]));
    }

    #[test]
    fn a_header_is_known_by_its_words_however_they_are_set() {
        for text in ["编号", " 编 号 ", "编号*", "*编号", "编号（必填）", "编号：", "编\n号", "编\u{200b}号"]
        {
            assert_eq!(head(text), "编号", "{text:?}");
        }
    }
}
