//! A fault of an event folder: where it is, what was found, what is allowed.
//!
//! The one place that words such faults; the command line and the pages show the same sentence.

use std::fmt;

use super::rules::syntax::slip::Slip;
use super::tidy::taken::Doubt;
use super::workbook::fault::BookProblem;
use crate::scoring::card::MarkFault;
use crate::scoring::number::{MAX_DIGITS, NumberFault};
use crate::scoring::rules::VotesRules;

/// Faults found so far.
pub(super) type Faults = Vec<Fault>;

/// A fault with its place: `file:line: place: sentence`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Key of the rules file, or column of a table; empty where the whole line or file is meant.
    pub place: String,
    /// What is wrong and what is allowed.
    pub problem: Problem,
}

/// What is wrong, with the values that say so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// The file cannot be read.
    Unreadable(String),
    /// A required file is not there.
    MissingFile,
    /// Neither encoding fits.
    Encoding {
        /// What is accepted.
        allowed: &'static str,
    },
    /// A line of the rules that is not written as TOML is.
    Syntax(Slip),
    /// A key that is not used here, or not known at all.
    UnknownKey {
        /// Keys allowed here.
        allowed: Vec<String>,
        /// The nearest of them, for a misspelt word.
        nearest: Option<String>,
        /// Where it belongs otherwise.
        place: Option<String>,
    },
    /// A key that nothing uses where it stands.
    Unused {
        /// Because of what.
        because: String,
    },
    /// A panel that another list does not have.
    OtherPanels {
        found: String,
        /// The list that does not have it.
        sheet: &'static str,
        /// The nearest of those that it has.
        nearest: Option<String>,
    },
    /// A required key or cell has no value.
    Required,
    /// A value of another type.
    WrongType {
        found: String,
        allowed: &'static str,
        /// What was probably meant.
        meant: Option<String>,
    },
    /// A word that is none of those allowed; also an id that is not defined.
    NotOneOf {
        found: String,
        allowed: Vec<String>,
        /// The nearest of them, for a misspelt word.
        nearest: Option<String>,
    },
    Impossible {
        found: String,
        allowed: String,
    },
    /// Something that may be there once is there twice.
    Duplicate {
        found: String,
        /// The line where it stands first, where that is known.
        first: Option<usize>,
    },
    /// A second decision over the same entries.
    SameTie {
        found: String,
        /// The decision that stands first.
        first: String,
    },
    /// A column that the file does not have, or has in the other language.
    UnknownColumn {
        /// Columns allowed.
        allowed: Vec<String>,
    },
    /// A required column is not there.
    MissingColumn,
    /// A row with another number of cells than the header.
    CellCount {
        /// Cells of the row.
        found: usize,
        /// Cells of the header.
        expected: usize,
    },
    /// A quoted cell that is never closed.
    OpenQuote,
    /// A required file without even a header.
    EmptyFile {
        /// The columns that it needs.
        columns: Vec<String>,
    },
    /// A file that must have a row has none.
    NoRows,
    /// A character that no text has, as files that are not text bring it along.
    Control(char),
    /// A typed number or mark that is refused.
    Mark {
        found: String,
        /// Why.
        fault: MarkFault,
    },
    /// A file is larger than any of its kind.
    TooLarge {
        /// Most kilobytes.
        most: usize,
    },
    /// The entries, judges and criteria make more cells than any event has.
    TooManyCells {
        found: u128,
        most: usize,
    },
    /// What was found while the table was tidied.
    Book(BookProblem),
    /// What only a person can decide.
    Doubtful(Doubt),
    /// A ballot of votes that chooses another number of entries than it may.
    Ballot {
        judge: String,
        component: String,
        votes: VotesRules,
        chosen: usize,
    },
    /// A judge who has fewer entries than are to be chosen.
    TooFewToChoose {
        judge: String,
        component: String,
        choose: usize,
        /// How many entries the judge has.
        due: usize,
    },
    /// A score for a cell that takes none.
    NotScored {
        /// Why it takes none.
        why: NotScored,
    },
}

/// Why a cell takes no score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotScored {
    /// The judge is recused from it.
    Recused,
    /// The judge was absent.
    Absent,
    /// The judge's group does not judge the component.
    NotJudged,
    /// The entry is of another panel, or of a unit that the judge's group does not cover.
    Outside,
    /// The component is a measure.
    Measured,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: ", self.file, self.line)?;
        if !self.place.is_empty() {
            write!(f, "{}: ", self.place)?;
        }
        write!(f, "{}", self.problem)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(why) => write!(f, "文件读不出来：{why}"),
            Self::MissingFile => write!(f, "缺少这个文件，它是必需的"),
            Self::Encoding { allowed } => write!(f, "文字编码不对，应为 {allowed}"),
            Self::Syntax(slip) => write!(f, "{slip}"),
            Self::UnknownKey { allowed, nearest, place } => {
                write!(f, "此处没有这个项目，可用：{}", list(allowed))?;
                suggest(f, nearest.as_ref())?;
                place.as_ref().map_or(Ok(()), |place| write!(f, "；{place}"))
            }
            Self::Unused { because } => write!(f, "此处用不上，应删去：{because}"),
            Self::OtherPanels { found, sheet, nearest } => {
                write!(f, "{sheet}名单里没有评审组“{found}”，两份名单的评审组应写得一样")?;
                suggest(f, nearest.as_ref())
            }
            Self::Required => write!(f, "必须填写"),
            Self::WrongType { found, allowed, meant } => {
                write!(f, "写的是 {found}，应为{allowed}")?;
                suggest(f, meant.as_ref())
            }
            Self::NotOneOf { found, allowed, nearest } => {
                write!(f, "没有“{found}”，可用：{}", list(allowed))?;
                suggest(f, nearest.as_ref())
            }
            Self::Impossible { found, allowed } => write!(f, "写的是 {found}，应{allowed}"),
            Self::Duplicate { found, first: Some(line) } => write!(f, "“{found}”重复，第 {line} 行已有，只能有一个"),
            Self::Duplicate { found, first: None } => write!(f, "“{found}”重复，只能有一个"),
            Self::SameTie { found, first } => {
                write!(f, "“{found}”与“{first}”是对同样几个项目的裁定，同样的项目只能有一次裁定")
            }
            Self::UnknownColumn { allowed } => write!(f, "没有这一列，可用：{}", list(allowed)),
            Self::MissingColumn => write!(f, "缺少这一列，它是必需的"),
            Self::CellCount { found, expected } => write!(f, "这一行有 {found} 格，应与表头一样有 {expected} 格"),
            Self::OpenQuote => write!(f, "引号没有闭合，后面的内容都被当成了同一格"),
            Self::EmptyFile { columns } => write!(f, "文件是空的，第一行应为表头：{}", list(columns)),
            Self::Control(character) => {
                write!(f, "含有控制字符（U+{:04X}），应删去，只能是文字", u32::from(*character))
            }
            Self::NoRows => write!(f, "一行数据也没有，至少要有一行"),
            Self::Mark { found, fault } => write!(f, "写的是“{found}”，{fault}"),
            Self::TooLarge { most } => write!(f, "文件太大，最多 {most} KB"),
            Self::TooManyCells { found, most } => {
                write!(f, "项目、评委和指标合起来有 {found} 个得分格，最多 {most} 个，请核对名单")
            }
            Self::Book(problem) => write!(f, "{problem}"),
            Self::Doubtful(doubt) => write!(f, "{doubt}，请改正或删去这一行"),
            Self::TooFewToChoose { judge, component, choose, due } => write!(
                f,
                "评委“{judge}”在“{component}”只评 {due} 个项目，不够选出 {choose} 个，应改少选取数（choose）或增加项目"
            ),
            Self::Ballot { judge, component, votes, chosen } => write!(
                f,
                "评委“{judge}”在“{component}”选了 {chosen} 个项目，应{}选 {} 个",
                if votes.exactly { "正好" } else { "最多" },
                votes.choose
            ),
            Self::NotScored { why } => write!(f, "{why}"),
        }
    }
}

impl fmt::Display for NotScored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Recused => "该评委回避此项，不能有得分",
            Self::Absent => "该评委缺席此项，不能有得分",
            Self::NotJudged => "该评委所在的评委组不评这个环节，不能有得分",
            Self::Outside => "该评委不评这个项目（评审组或单位不对应），不能有这一行",
            Self::Measured => "这个环节的数值不由评委打分，应写在 measures.csv",
        })
    }
}

impl fmt::Display for MarkFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(NumberFault::NotPlain) => {
                write!(f, "不是普通数字，应如 8 或 8.5，不带正号、空格、千分位或指数")
            }
            Self::Number(NumberFault::TooLong) => write!(f, "位数太多，最多 {MAX_DIGITS} 位"),
            Self::OutOfRange { min, max } => write!(f, "超出 {}–{}，请改", min.normalize(), max.normalize()),
            Self::OffStep { step } => write!(f, "不是 {} 的整数倍，请改", step.normalize()),
            Self::Place { last } => write!(f, "不是名次，应为 1–{last} 的整数，每个名次只用一次"),
            Self::Vote => write!(f, "不是推荐票，选中的写 1，没选的不写"),
            Self::Grade { allowed } => write!(f, "不是等次，可用：{}", list(allowed)),
        }
    }
}

fn list(words: &[String]) -> String {
    if words.is_empty() { "（无）".to_owned() } else { words.join("、") }
}

fn suggest(f: &mut fmt::Formatter<'_>, nearest: Option<&String>) -> fmt::Result {
    nearest.map_or(Ok(()), |word| write!(f, "；是否想写 {word}"))
}

/// The first control character of a text, but for tabs and line ends.
pub(super) fn control(text: &str) -> Option<char> {
    text.chars().find(|&c| c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
}

/// Longest word that is taken for a misspelt one: two words are compared in a table of the one by the other, which
/// for texts is larger than memory.
const LONGEST: usize = 100;

/// The word nearest to a misspelt one, where one is near enough.
pub(super) fn nearest<'w>(word: &str, allowed: impl IntoIterator<Item = &'w str>) -> Option<String> {
    let length = word.chars().count();
    if length > LONGEST {
        return None;
    }
    // another number is another thing; the same one written otherwise is what was meant
    if let Some(number) = number(word) {
        return allowed.into_iter().find(|candidate| self::number(candidate) == Some(number)).map(str::to_owned);
    }
    // so is a seat of another number; the same one with other letters or zeros is what was meant
    if word.contains(|c: char| c.is_ascii_digit()) {
        return allowed.into_iter().find(|candidate| seat(candidate) == seat(word)).map(str::to_owned);
    }
    let most = 1 + length / 3;
    let allowed = allowed.into_iter().filter(|candidate| candidate.chars().count().abs_diff(length) <= most);
    let near = allowed.map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate));
    let (distance, candidate) = near.min_by_key(|(distance, _)| *distance)?;
    (distance <= most).then(|| candidate.to_owned())
}

/// The digits of a number without those that do not count; `None` where a word is no number.
fn number(word: &str) -> Option<&str> {
    word.bytes().all(|b| b.is_ascii_digit()).then(|| word.trim_start_matches('0'))
}

/// An id in small letters, without spaces and without zeros before its numbers.
fn seat(id: &str) -> String {
    let mut seat = String::new();
    for c in id.to_lowercase().chars().filter(|c| !c.is_whitespace()) {
        let before = seat.chars().next_back();
        if before == Some('0') && c.is_ascii_digit() && !seat[..seat.len() - 1].ends_with(|c: char| c.is_ascii_digit())
        {
            seat.pop();
        }
        seat.push(c);
    }
    seat
}

/// A whole number in an `order` column, 0 or more.
pub(super) fn whole(text: &str) -> Result<u32, Problem> {
    text.parse()
        .ok()
        .filter(|_| text.bytes().all(|b| b.is_ascii_digit()))
        .ok_or_else(|| Problem::Impossible {
            found: format!("“{text}”"), allowed: "为 0 或更大的整数".to_owned()
        })
}
