//! What can be wrong with the writing of a rules file, in the words of whoever typed it.

use std::fmt;

/// Most characters of the file that a sentence repeats.
const MOST: usize = 40;

/// One thing that is wrong with how a line is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slip {
    /// Quotes of an input method.
    Quote {
        found: String,
    },
    /// A text without its second quote.
    NoClosing {
        text: String,
    },
    /// A text without its first quote.
    NoOpening {
        text: String,
    },
    /// A text in three quotes that is not closed.
    ThreeQuotes {
        quotes: &'static str,
    },
    /// Quotes inside of quotes.
    InnerQuotes,
    /// A text in quotes that goes on in the next lines.
    BrokenText {
        last: usize,
    },
    /// A word without quotes.
    Bare {
        text: String,
    },
    /// A number with something beside it.
    NotNumber {
        text: String,
    },
    /// A percentage without quotes.
    Percent {
        text: String,
    },
    /// Characters of an input method.
    Wide {
        found: String,
        should: String,
    },
    /// Something else than `=`.
    Equals {
        found: String,
    },
    NoEquals {
        key: String,
    },
    NoValue {
        key: String,
    },
    NoKey,
    /// A line that says nothing.
    Stray {
        text: String,
    },
    /// Something after a value.
    Extra {
        text: String,
    },
    TwoOnLine {
        text: String,
    },
    /// A comma or the like at the end of a line.
    EndMark {
        found: char,
    },
    /// A comment that begins with something else than `#`.
    Comment {
        found: String,
    },
    DoubleComma,
    MissingComma,
    /// A bracket that is not closed.
    Open {
        open: char,
        close: char,
    },
    /// A bracket that nothing has opened.
    Header {
        found: String,
        should: String,
    },
    /// A key or a table that is there twice.
    Twice {
        found: String,
        line: usize,
    },
    /// A table of something that has not begun.
    Orphan {
        found: String,
        parent: String,
    },
    /// A key or a table in Chinese.
    Chinese {
        found: String,
        should: String,
    },
    /// A key or a table otherwise spelt.
    Spelling {
        found: String,
        should: String,
    },
    /// What can be no key.
    BadKey {
        found: String,
    },
    /// A space or a character that nobody sees.
    Unseen(char),
    /// A line end of old systems.
    Return,
    Backslash,
    Control(char),
    TooDeep,
    /// What the reader of TOML says.
    Parser(String),
}

impl fmt::Display for Slip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Quote { found } => write!(f, "用了全角引号 {found}，应为半角引号 \""),
            Self::NoClosing { text } => write!(f, "缺少后一个引号，应写作 \"{}\"", brief(text)),
            Self::NoOpening { text } => write!(f, "缺少前一个引号，应写作 \"{}\"", brief(text)),
            Self::ThreeQuotes { quotes } => write!(f, "{quotes} 没有闭合，应在文字末尾再写一次 {quotes}"),
            Self::InnerQuotes => write!(f, "引号里面又有半角引号 \"，里面的应改为“”"),
            Self::BrokenText { last } => write!(f, "引号里的文字分成了几行，到第 {last} 行为止，应写在同一行"),
            Self::Bare { text } => write!(f, "“{}”没有引号，文字应写作 \"{}\"", brief(text), brief(text)),
            Self::NotNumber { text } => {
                write!(f, "“{}”不是数字，也没有引号：数字不带单位、逗号和空格，", brief(text))?;
                write!(f, "文字应写作 \"{}\"", brief(text))
            }
            Self::Percent { text } => write!(f, "百分数“{}”没有引号，应写作 \"{}\"", brief(text), brief(text)),
            Self::Wide { found, should } => write!(f, "写的是全角的 {}，应为半角的 {}", brief(found), brief(should)),
            Self::Equals { found } => write!(f, "项目和值之间写的是“{found}”，应为半角等号 ="),
            Self::NoEquals { key } => write!(f, "{key} 后面缺少等号，应写作 {key} = 值"),
            Self::NoValue { key } => write!(f, "{key} 没有写值，应在等号右边写上；不需要就删去这一行"),
            Self::NoKey => write!(f, "等号左边没有写项目名"),
            Self::Stray { text } => {
                write!(f, "“{}”不是“项目 = 值”的写法；如果是说明，应在前面加 #", brief(text))
            }
            Self::Extra { text } => write!(f, "后面多出“{}”，应删去；如果是说明，应在前面加 #", brief(text)),
            Self::TwoOnLine { text } => write!(f, "一行只能写一个项目，“{}”应另起一行", brief(text)),
            Self::EndMark { found } => write!(f, "行末多了“{found}”，应删去"),
            Self::Comment { found } => write!(f, "说明前面写的是“{found}”，应为半角的 #"),
            Self::DoubleComma => write!(f, "多了一个逗号，应删去"),
            Self::MissingComma => write!(f, "两个值之间缺少逗号 ,"),
            Self::Open { open, close } => write!(f, "{open} 没有闭合，应在末尾写上 {close}"),
            Self::Header { found, should } => write!(f, "“{}”的方括号不对，应写作 {}", brief(found), brief(should)),
            Self::Twice { found, line } => write!(f, "{} 重复，第 {line} 行已有，只能有一个", brief(found)),
            Self::Orphan { found, parent } => {
                write!(f, "{} 前面没有 {parent}，应先写 {parent} 和它的各个项目", brief(found))
            }
            Self::Chinese { found, should } => write!(f, "项目名应写英文，“{}”应写作 {should}", brief(found)),
            Self::Spelling { found, should } => write!(f, "“{}”应写作 {should}", brief(found)),
            Self::BadKey { found } => {
                write!(f, "“{}”不能作项目名，项目名只用英文字母、数字、- 和 _", brief(found))
            }
            Self::Unseen('\u{3000}') => write!(f, "用了全角空格，应为半角空格"),
            Self::Unseen(c) if c.is_whitespace() => {
                write!(f, "用了特殊的空格（U+{:04X}），应为普通空格", u32::from(*c))
            }
            Self::Unseen(c) => write!(f, "有一个看不见的字符（U+{:04X}），应删去", u32::from(*c)),
            Self::Return => write!(f, "换行符是旧式的（只有 CR），应为 LF 或 CRLF，可另存为普通文本再试"),
            Self::Backslash => write!(f, "引号里的反斜杠 \\ 应写两个：\\\\"),
            Self::Control(c) => write!(f, "含有控制字符（U+{:04X}），应删去", u32::from(*c)),
            Self::TooDeep => write!(f, "括号一层套一层，层数太多"),
            Self::Parser(said) => write!(f, "不是合法的 TOML：{said}"),
        }
    }
}

/// A text of the file, cut where it is long.
fn brief(text: &str) -> String {
    let mut characters = text.chars();
    let mut brief: String = characters.by_ref().take(MOST).collect();
    if characters.next().is_some() {
        brief.push('…');
    }
    brief
}
