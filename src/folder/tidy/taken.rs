//! What was taken for something else, and what only a person can decide; worded here, once.

use std::fmt;

/// Something that was taken for something else.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Taken {
    /// Spaces at its ends were taken off.
    Trimmed(String),
    /// What nobody sees in it was taken out.
    Unseen(String),
    /// Wide letters or digits, for plain ones.
    Narrowed {
        /// What stood there.
        found: String,
        taken: String,
    },
    /// `="01"` or `'01`.
    Unquoted { found: String, taken: String },
    /// A name, for the id of what bears it.
    Named { found: String, taken: String },
    /// The result of a formula.
    Calculated {
        /// The result.
        taken: String,
    },
    /// A number, as its cell shows it.
    Shown {
        /// The number that is kept.
        stored: String,
        taken: String,
    },
    /// A number, as it is kept: its cell shows another.
    Stored { shows: String, taken: String },
    /// A number, as it is kept: what its cell shows is not known.
    Unshown { taken: String },
    /// A date or time, as text.
    Dated {
        /// The text.
        taken: String,
    },
    /// A time of day, in its one form.
    Time { found: String, taken: String },
    /// A word of the header.
    Header { found: String, taken: String },
    /// Nothing, for all entries or all components.
    All {
        /// All of what.
        what: &'static str,
    },
    /// A row above the header.
    Title(String),
    /// The header once more.
    HeaderAgain,
    /// A row that is none of the list.
    Remark(String),
    /// A row of the template's examples.
    Example(String),
    /// A row that refers to an example that was passed over.
    OfExample(String),
    /// Cells that are missing at the end of a row, for empty ones.
    Padded,
    /// Empty cells beyond the header.
    Beyond,
    /// What parts the cells of a file, where it is no comma.
    Parted(&'static str),
    /// From here on nothing was looked for that looks alike.
    NotCompared,
}

impl Taken {
    /// Whether it is of a row, and said of each.
    #[must_use]
    pub fn is_of_row(&self) -> bool {
        use Taken::{Example, HeaderAgain, OfExample, Remark, Title};
        matches!(self, Title(_) | HeaderAgain | Remark(_) | Example(_) | OfExample(_))
    }
}

impl fmt::Display for Taken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Trimmed(taken) => write!(f, "“{taken}”前后的空格已去掉"),
            Self::Unseen(taken) => write!(f, "含有看不见的字符，已去掉，按“{taken}”计"),
            Self::Narrowed { found, taken } | Self::Unquoted { found, taken } => write!(f, "“{found}”按“{taken}”计"),
            Self::Named { found, taken } => write!(f, "“{found}”按编号 {taken} 计"),
            Self::Calculated { taken } => write!(f, "是公式，取存下的结果“{taken}”"),
            Self::Shown { stored, taken } => write!(f, "存的是 {stored}，按单元格显示的“{taken}”计"),
            Self::Stored { shows, taken } => write!(f, "单元格显示“{shows}”，按存下的“{taken}”计"),
            Self::Unshown { taken } => write!(f, "单元格的显示格式不常见，按存下的“{taken}”计"),
            Self::Dated { taken } => write!(f, "是日期或时间，按文字“{taken}”计"),
            Self::Time { found, taken } => write!(f, "“{found}”按 {taken} 计"),
            Self::Header { found, taken } => write!(f, "表头“{found}”按“{taken}”计"),
            Self::All { what } => write!(f, "空着，按“全部{what}”计"),
            Self::Title(words) => write!(f, "“{words}”在表头上面，是标题，不是数据，已略过"),
            Self::HeaderAgain => write!(f, "表头又出现了一次，已略过"),
            Self::Remark(words) => write!(f, "“{words}”不是名单里的一行，已略过"),
            Self::Example(words) => write!(f, "“{words}”是模板的示例行，已略过"),
            Self::OfExample(words) => write!(f, "“{words}”指的是略过的示例行，已一并略过"),
            Self::Padded => write!(f, "行尾少了逗号，缺的格按空白计"),
            Self::Beyond => write!(f, "行尾多出的逗号已略去"),
            Self::Parted(mark) => write!(f, "各格以{mark}分隔，已照此读取"),
            Self::NotCompared => write!(f, "名单太长，从这一行起没有查找看上去相同的编号和名称"),
        }
    }
}

/// Something that only a person can decide; until then it is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// A row that may be none of the list.
    Row(String),
    /// A row of a file that may be the rest of the one above.
    Broken(String),
    /// A row that has nothing but an id.
    Bare(String),
    /// Rows that are hidden, or filtered away.
    HiddenRows(Vec<u32>),
    /// Columns that are hidden: their letters and headers.
    HiddenColumns(Vec<String>),
    /// A sheet that is hidden, and would be read if it were not.
    HiddenSheet,
    /// Columns that are not there, where what is there already has something in them: their names, and in how many
    /// rows.
    Blanks { columns: Vec<String>, rows: usize },
    /// Two things that look the same.
    Alike {
        /// What of them.
        what: &'static str,
        one: String,
        other: String,
        /// The row where the first stands.
        first: u32,
    },
}

/// What a doubt is decided by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Matter {
    /// Rows that may be none.
    Rows,
    /// What is hidden.
    Hidden,
    /// Columns that are not there.
    Blanks,
    /// What looks alike; nothing is left out of it.
    Alike,
}

impl Doubt {
    #[must_use]
    pub fn matter(&self) -> Matter {
        match self {
            Self::Row(_) | Self::Broken(_) | Self::Bare(_) => Matter::Rows,
            Self::HiddenRows(_) | Self::HiddenColumns(_) | Self::HiddenSheet => Matter::Hidden,
            Self::Blanks { .. } => Matter::Blanks,
            Self::Alike { .. } => Matter::Alike,
        }
    }
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Row(words) => write!(f, "“{words}”像是合计、备注、示例一类的行，不能确定是不是名单里的一行"),
            Self::Broken(words) => write!(f, "“{words}”像是上一行断开的后半行，不能确定是不是名单里的一行"),
            Self::Bare(words) => write!(f, "“{words}”只有编号，没有项目名称和申报单位，不能确定是不是名单里的一行"),
            Self::HiddenRows(rows) => {
                let some: Vec<String> = rows.iter().take(10).map(u32::to_string).collect();
                let more = if rows.len() > 10 { " 等" } else { "" };
                write!(f, "第 {}{more} 行共 {} 行被隐藏或筛选掉了，是否要用不能确定", some.join("、"), rows.len())
            }
            Self::HiddenColumns(columns) => write!(f, "{} 列被隐藏，是否要用不能确定", columns.join("、")),
            Self::HiddenSheet => write!(f, "工作表被隐藏，是否要用不能确定"),
            Self::Blanks { columns, rows } => {
                write!(f, "没有“{}”列，而现在的名单里有 {rows} 行填了，是保留还是改为空白不能确定", columns.join("”“"))
            }
            Self::Alike { what, one, other, first } => {
                write!(
                    f,
                    "{what}“{other}”与第 {first} 行的“{one}”看上去相同，请确认是两{}",
                    match *what {
                        "评委" => "席",
                        "编号" => "个",
                        _ => "项",
                    }
                )
            }
        }
    }
}

/// What somebody decided of what only a person can decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Choices {
    /// Rows that may be none of the list are read all the same.
    pub rows: bool,
    /// What is hidden is read all the same.
    pub hidden: bool,
    /// Columns that did not come become blank.
    pub blanks: bool,
}
