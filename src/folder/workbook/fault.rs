//! What can be wrong with a workbook or an archive before its rows are looked at; worded here, once.

use std::fmt;

/// What is wrong, with the values that say so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BookProblem {
    /// No ZIP, and so no XLSX.
    NotAnArchive,
    /// A file of another kind, with what to do.
    Foreign { what: &'static str, todo: &'static str },
    /// A workbook behind a password.
    LockedBook,
    /// A packed file behind a password.
    Locked,
    /// More parts than any set-up has.
    TooManyParts {
        /// How many.
        found: usize,
        most: usize,
    },
    /// It inflates to more than any set-up has.
    TooLarge {
        /// Most bytes.
        most: u64,
    },
    /// A part that is missing or cannot be read.
    Damaged { part: String },
    /// A file that the event folder does not have.
    UnknownFile {
        /// The nearest one, for a misspelt name.
        nearest: Option<String>,
    },
    /// A sheet that the workbook should not have.
    UnknownSheet {
        /// Sheets that it may have.
        allowed: Vec<String>,
        /// The nearest one, for a misspelt name.
        nearest: Option<String>,
    },
    /// A file that only comes with a new event.
    NotHere,
    /// The same table came twice.
    Twice {
        /// Where it came first.
        first: String,
    },
    /// Cells that were merged.
    Merged {
        /// The range, such as `B2:C3`.
        range: String,
    },
    /// A formula whose result the file does not hold.
    NoResult { formula: String },
    /// A text that the file refers to and does not hold.
    LostText,
    /// No row of a table names its columns.
    NoHeaderRow {
        /// Columns that it should have, in Chinese.
        columns: Vec<String>,
    },
    /// A cell that looks empty and is not, where an empty one means all of something.
    LooksBlank { what: &'static str },
    /// An id that a spreadsheet has made something else of.
    Spoilt { found: String },
    /// A cell that the file has twice.
    CellTwice,
    /// No time of day, or one that might mean two.
    NoTime { found: String },
    /// Whoever arrives would have left before.
    TimesTurned { departure: String, arrival: String },
    /// An id that looks like another one.
    Alike {
        found: String,
        other: String,
        /// The row where the other stands.
        first: u32,
    },
    /// An id with more digits than a spreadsheet keeps of a number.
    TooLongForNumber {
        /// What is kept of it.
        stored: String,
    },
    /// A number in a format that is not worked out, where what is shown counts.
    NotShown {
        /// What the file holds.
        stored: String,
    },
    /// A cell that shows an error.
    ErrorValue {
        /// Such as `#REF!`.
        found: String,
    },
    /// A date where an id or a number is expected.
    DateForNumber {
        /// The date, as text.
        shown: String,
    },
    /// A number that shows as a hundred times what it is.
    Percent {
        /// What the file holds.
        held: String,
    },
    /// A value in a column without a header.
    NoHeader { found: String },
    /// A value below the last row that is read.
    TooManyRows {
        /// Last row.
        most: u32,
    },
    /// More cells than any set-up has.
    TooManyCells { most: usize },
    /// A value beyond the last column that is read.
    TooManyColumns {
        /// Last column.
        most: u32,
    },
}

impl fmt::Display for BookProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let suggest =
            |nearest: &Option<String>| nearest.as_ref().map_or_else(String::new, |n| format!("；是否想写 {n}"));
        match self {
            Self::NotAnArchive => write!(f, "打不开：不是 XLSX、ODS 或 ZIP 文件，或已损坏。请重新保存后再上传"),
            Self::Foreign { what, todo } => write!(f, "{what}，读不了。{todo}"),
            Self::LockedBook => write!(f, "工作簿设了密码，读不了。请去掉密码，另存为“Excel 工作簿（.xlsx）”再上传"),
            Self::Locked => write!(f, "压缩包设了密码，读不了。请不设密码重新打包"),
            Self::TooManyParts { found, most } => write!(f, "里面有 {found} 个文件，最多 {most} 个，没有读取"),
            Self::TooLarge { most } => {
                write!(f, "解压后超过 {} MB，不像名单表格（可能是压缩炸弹），没有读取", most / 1024 / 1024)
            }
            Self::Damaged { part } => write!(f, "文件不完整或已损坏（{part}）。请重新保存后再上传"),
            Self::UnknownFile { nearest } => write!(f, "不是评比文件夹里的文件{}", suggest(nearest)),
            Self::UnknownSheet { allowed, nearest } => {
                let allowed = allowed.join("、");
                write!(f, "没有这种工作表，可用：{allowed}{}；不需要的请删去", suggest(nearest))
            }
            Self::NotHere => write!(f, "评分不能上传到已有的活动，请去掉这一份"),
            Self::Twice { first } => write!(f, "同一张表上传了两次，{first} 已有，只能有一个"),
            Self::Merged { range } => write!(f, "{range} 是合并的单元格，不能确定每格的内容。请取消合并，每格各自填写"),
            Self::NoResult { formula } => {
                write!(f, "公式“={formula}”没有存下结果。请用 Excel 或 WPS 打开并保存一次，或直接填写数值")
            }
            Self::LostText => write!(
                f,
                "这一格的文字在文件里找不到，文件不完整或已损坏。请用 Excel 或 WPS 打开核对，重新保存后再上传"
            ),
            Self::NoHeaderRow { columns } => {
                write!(f, "没有找到表头：应有一行写明各列的名称，如“{}”", columns.join("”“"))
            }
            Self::LooksBlank { what } => {
                write!(f, "看上去是空的，里面却有公式或看不见的字符；空着表示全部{what}，请清空，或写明是哪一个")
            }
            Self::Spoilt { found } => {
                write!(
                    f,
                    "“{found}”像是被表格软件改写过的编号，原来的内容已经不在。请把单元格格式改为“文本”，再重新填写"
                )
            }
            Self::CellTwice => {
                write!(f, "这一格在文件里出现了两次，不能确定用哪一个。请用 Excel 或 WPS 打开核对，重新保存后再上传")
            }
            Self::NoTime { found } => write!(f, "“{found}”不能确定是几点几分，请写成 08:30 的样子"),
            Self::TimesTurned { departure, arrival } => {
                write!(f, "计划离开 {departure} 早于计划到达 {arrival}，应不早于到达")
            }
            Self::Alike { found, other, first } => {
                write!(f, "编号“{found}”与第 {first} 行的“{other}”看上去相同，请改成能分清的编号，或改成同一个")
            }
            Self::TooLongForNumber { stored } => {
                write!(
                    f,
                    "编号超过 15 位，存成数字时末尾几位已经丢失（存的是 {stored}）。请把单元格格式改为“文本”，再重新填写"
                )
            }
            Self::NotShown { stored } => {
                write!(f, "存的是 {stored}，单元格显示成什么不能确定。请把单元格格式改为“文本”，再照显示的样子填写")
            }
            Self::ErrorValue { found } => write!(f, "单元格显示 {found}，请改正公式或直接填写"),
            Self::DateForNumber { shown } => {
                write!(f, "是日期（{shown}），应为编号或数字。请把单元格格式改为“文本”，再重新填写")
            }
            Self::Percent { held } => {
                write!(f, "是百分比格式（存的是 {held}），不能确定要哪个数。请把单元格格式改为“常规”，再重新填写")
            }
            Self::NoHeader { found } => write!(f, "“{found}”所在的列没有表头，请在表头写明列名，或删去"),
            Self::TooManyRows { most } => write!(f, "第 {most} 行以下还有内容，最多 {most} 行"),
            Self::TooManyCells { most } => write!(f, "填写的单元格超过 {most} 个，没有全部读取"),
            Self::TooManyColumns { most } => write!(f, "第 {most} 列以后还有内容，最多 {most} 列"),
        }
    }
}

/// What spreadsheets show for a formula that comes to nothing, and for a number that is too wide.
pub(in crate::folder) fn is_error_value(text: &str) -> bool {
    let errors =
        ["#REF!", "#DIV/0!", "#N/A", "#NAME?", "#VALUE!", "#NUM!", "#NULL!", "#GETTING_DATA", "#SPILL!", "#CALC!"];
    errors.contains(&text) || (text.len() > 2 && text.bytes().all(|b| b == b'#'))
}
