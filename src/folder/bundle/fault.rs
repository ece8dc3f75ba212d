//! Why a file is not a sound bundle.

use super::names::{FINGERPRINT, MANIFEST, RANKING, RESULT};
use crate::folder::fault::Fault;

pub(super) const MOST_FILES: usize = 64;
/// Most bytes of all its files together, unpacked.
pub(super) const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// Why a file is not a sound bundle.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BundleFault {
    /// It cannot be read.
    #[error("读不出来：{0}")]
    Unreadable(String),
    /// It is no ZIP.
    #[error("不是完整的 ZIP 文件：{0}")]
    NotZip(String),
    /// It holds more files than a bundle has.
    #[error("里面有 {found} 个文件，最多 {MOST_FILES} 个")]
    TooMany {
        /// How many.
        found: usize,
    },
    /// Unpacked it is larger than a bundle may be.
    #[error("解压后超过 {} MB", MOST_BYTES / 1024 / 1024)]
    TooLarge,
    /// A file has a name that no file of a bundle has.
    #[error("文件名“{0}”不是成果包里的文件名（不含文件夹，只用字母、数字、“.”、“-”和“_”）")]
    BadName(String),
    /// A name stands there twice.
    #[error("文件“{0}”出现两次")]
    Twice(String),
    /// A file that must be there is not.
    #[error("缺少文件“{0}”")]
    Missing(&'static str),
    /// A file that the manifest names is not there.
    #[error("缺少清单列出的文件“{0}”")]
    Lacks(String),
    /// A file that the manifest does not name.
    #[error("文件“{0}”不在清单 {MANIFEST} 里")]
    Unlisted(String),
    /// A file is not what the manifest says.
    #[error("文件“{0}”与清单 {MANIFEST} 里的 SHA-256 不符，被改动过")]
    Altered(String),
    /// A line of the manifest that is none.
    #[error("{MANIFEST}:{line}: 每行应为 64 位 SHA-256、两个空格和文件名")]
    BadManifest { line: usize },
    /// The event folder in it has faults.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Folder(Vec<Fault>),
    /// Working it out gives another ranking.
    #[error("重新计算的名次与 {RANKING} 不一致")]
    OtherRanking,
    /// The frozen report is not the one of the fingerprint.
    #[error("{RESULT} 与 {FINGERPRINT} 所载的指纹不一致")]
    OtherResult,
    /// It holds no marks.
    #[error("这是只含存证码的成果包，没有得分，不能重新计算；核对存证请用 guanmo verify")]
    NoMarks,
    /// It is of the form that was not signed.
    #[error("这是旧格式的成果包，没有存证签名，只能重新计算（guanmo tabulate），不能核对是谁公布的")]
    Unsigned,
    /// What binds its files is not in it.
    #[error("缺少“{0}”：没有存证，不能核对这些文件是不是公布的那一份")]
    NoProof(&'static str),
    /// A file that is not of the form that it should have.
    #[error("文件“{file}”第 {line} 行不是应有的格式，被截断或改动过")]
    BadLine { file: &'static str, line: usize },
    /// Working it out gives the same ranking, and other steps.
    #[error("重新计算的名次一致，但每一步的算式与指纹不一致（也可能是由另一版本的程序生成）")]
    OtherSteps,
}
