//! Rows that stand in a list and are none of its rows: sums and averages, notes, who filled it in and who checked it,
//! a title above the header, examples of the template.

use unicode_normalization::UnicodeNormalization;

use super::clean;
use crate::folder::table::Column;

/// Words that begin what is said of a list, with a colon behind them, or alone in their cell.
const REMARKS: [&str; 51] = [
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
    "领导签字",
    "审定",
    "附件",
    "制单",
    "抄送",
];
/// Words that stand for a figure of all rows; an id begins or ends with one where it is of such a row.
const SUMS: [&str; 10] = ["合计", "总计", "小计", "共计", "累计", "总数", "平均", "均值", "汇总", "标准差"];
/// Others, which are the whole of such an id.
const SUMS_ALONE: [&str; 13] = [
    "总分",
    "最高分",
    "最低分",
    "最大值",
    "最小值",
    "中位数",
    "得分率",
    "total",
    "sum",
    "subtotal",
    "average",
    "max",
    "min",
];
/// What stands in a list that is empty, or after its end.
const NOTHING: [&str; 8] = ["无", "没有", "以下空白", "以下为空", "略", "/", "none", "n/a"];
/// How what is an example is marked.
const EXAMPLES: [&str; 8] = ["示例", "样例", "例:", "例如", "(示例)", "(例)", "(样例)", "填写示例"];

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

/// What is looked at of a row.
pub struct Looked<'c> {
    /// All of its cells, in their order.
    pub cells: Vec<&'c str>,
    /// The cell that names it, where the table has such a column.
    pub key: &'c str,
    /// The cell without which it is no row of the table, where there is one.
    pub anchor: Option<&'c str>,
    /// Whether that is known, as an id.
    pub is_anchored: bool,
    /// Whether what names it is known, as an id or a name.
    pub is_known: bool,
}

/// What a row of a table is.
pub fn weigh(row: &Looked<'_>) -> Aside {
    // nearly all rows have an id of letters and digits, which no remark has
    let plain =
        row.key.bytes().any(|b| b.is_ascii_digit()) && row.key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let second = row.cells.iter().skip_while(|cell| cell.trim() != row.key).nth(1);
    if plain && second.is_none_or(|second| !second.contains(['计', '均', '数', '总', '差'])) {
        return Aside::Row;
    }
    let filled: Vec<String> = row.cells.iter().map(|cell| bare(cell)).filter(|cell| !cell.is_empty()).collect();
    let Some(first) = filled.first() else { return Aside::Row };
    if row.is_known {
        return Aside::Row;
    }
    let key = bare(row.key);
    let alone = filled.len() == 1;
    if alone && (is_nothing(first) || is_remark(first) || is_sum(first) || REMARKS.contains(&first.as_str())) {
        return Aside::Remark;
    }
    // what names a row stands in its own column, wherever that is; where there is nothing, what comes first says it
    let named = if key.is_empty() { first } else { &key };
    // a serial number may stand before it
    let second = || filled.get(1).is_some_and(|second| SUMS.contains(&second.as_str()));
    let serial = named.bytes().all(|b| b.is_ascii_digit()) && second();
    if !is_remark(named) && !is_sum(named) && !REMARKS.contains(&named.as_str()) && !serial {
        return Aside::Row;
    }
    if row.is_anchored {
        return Aside::Doubtful;
    }
    match row.anchor.map(bare) {
        None => Aside::Remark,
        Some(anchor) if anchor.is_empty() || anchor == *named || is_remark(&anchor) || is_figure(&anchor) => {
            Aside::Remark
        }
        Some(_) => Aside::Doubtful,
    }
}

/// `无`, `以下空白`, a line of dashes or dots.
fn is_nothing(bare: &str) -> bool {
    NOTHING.contains(&bare.to_lowercase().as_str()) || bare.chars().all(|c| "-—－_…．.·*=".contains(c))
}

/// `合计`, `本页小计`, `合计（3个）`, `共3个`, `Total`.
fn is_sum(bare: &str) -> bool {
    let lower = bare.to_lowercase();
    SUMS_ALONE.contains(&lower.as_str())
        || SUMS.iter().any(|word| bare.starts_with(word) || bare.ends_with(word))
        || bare.strip_prefix('共').is_some_and(is_figure)
}

/// `备注：…`, `注1：…`, `（盖章）`.
fn is_remark(bare: &str) -> bool {
    if ["(盖章)", "(公章)", "(签字)", "(签章)"].contains(&bare) || bare.starts_with('※') {
        return true;
    }
    let Some((word, _)) = bare.split_once(':') else { return false };
    let word = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let word = word.split_once('(').map_or(word, |(word, _)| word);
    let english = ["note", "notes", "remark", "remarks"].contains(&word.to_lowercase().as_str());
    REMARKS.contains(&word) || is_sum(word) || english
}

/// A number, with what it counts behind it.
fn is_figure(bare: &str) -> bool {
    let rest = bare.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    rest.len() < bare.len() && rest.chars().count() <= 2 && !rest.contains(|c: char| c.is_ascii())
}

/// Whether a text is marked as an example.
pub fn is_example(cell: &str) -> bool {
    let bare = bare(cell);
    bare == "例" || EXAMPLES.iter().any(|word| bare.starts_with(word))
}

/// Whether an id is more than letters, digits and signs.
pub fn is_wordy(id: &str) -> bool {
    !id.chars().all(|c| c.is_ascii_alphanumeric() || "-_.#/".contains(c))
}

/// The word of a header as it is compared: without what marks a column that must be filled in.
pub fn head(text: &str) -> String {
    let word = bare(text);
    let word =
        ["(必填)", "(选填)", "(可空)", "*", ":"].iter().fold(word.as_str(), |word, end| word.trim_end_matches(end));
    word.trim_start_matches('*').to_owned()
}

/// The column that a word of a header names.
pub fn column<'k>(word: &str, columns: &'k [Column]) -> Option<&'k Column> {
    if word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
        return columns.iter().find(|c| c.name.eq_ignore_ascii_case(word));
    }
    let word = head(word);
    columns.iter().find(|c| c.name.eq_ignore_ascii_case(&word) || c.chinese == word)
}

/// How many words of a row name columns of the table.
pub fn named<'c>(cells: impl IntoIterator<Item = &'c str>, columns: &[Column]) -> usize {
    cells.into_iter().filter(|cell| column(cell, columns).is_some()).count()
}

#[cfg(test)]
mod tests {
    use super::{Aside, Looked, head, is_example, weigh};

    fn entry(cells: [&str; 3]) -> Aside {
        weigh(&Looked {
            cells: cells.to_vec(),
            key: cells[0],
            anchor: Some(cells[2]),
            is_anchored: false,
            is_known: false,
        })
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
            ["合计（3个）", "3", "3个"],
            ["本页小计", "", "3"],
            ["Total", "3", ""],
            ["4", "合计", "3个镇"],
            ["以下空白", "", ""],
            ["——————", "", ""],
            ["审核人（签字）：", "", ""],
            ["※ 按行政区划排列", "", ""],
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
            ["01", "备注：待定项目", "备注镇"],
            ["", "甲项目", "甲镇"],
            ["说明书", "项目", "甲镇"],
            ["共建01", "共建项目", "甲镇"],
            ["注册大厅", "", "甲镇"],
            ["", "", ""],
            ["01", "备注：待定", "甲镇"],
        ] {
            assert_eq!(entry(cells), Aside::Row, "{cells:?}");
        }
        for cells in [
            ["合计", "甲项目", "甲镇"],
            ["备注", "某项目", "乙镇"],
            ["备注：", "丙项目待定", "丙镇"],
            ["4", "合计", "甲镇"],
        ] {
            assert_eq!(entry(cells), Aside::Doubtful, "{cells:?}");
        }
        assert!(is_example("示例：一网通办") && is_example("（例）某项目") && !is_example("某示例园"));
        // a seat that bears such a name is one
        let seat = Looked {
            cells: vec!["主要领导", "01"],
            key: "主要领导",
            anchor: Some("回避"),
            is_anchored: false,
            is_known: true,
        };
        assert_eq!(weigh(&seat), Aside::Row);
        // the reason stands first, and says nothing of the row
        let reason = Looked {
            cells: vec!["说明：亲属", "S1"],
            key: "S1",
            anchor: Some("回避"),
            is_anchored: false,
            is_known: false,
        };
        assert_eq!(weigh(&reason), Aside::Row);
    }

    #[test]
    fn a_header_is_known_by_its_words_however_they_are_set() {
        for text in ["编号", " 编 号 ", "编号*", "*编号", "编号（必填）", "编号：", "编\n号", "编\u{200b}号"]
        {
            assert_eq!(head(text), "编号", "{text:?}");
        }
    }
}
