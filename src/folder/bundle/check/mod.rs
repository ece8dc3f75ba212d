//! Whether a bundle is what a house has published: its files against each other, against the log, and the log against its
//! signed head. Needs nothing but the file, and a key that is known from elsewhere.

mod archive;
mod log;
mod marks;
mod operations;

use std::fmt;
use std::io::{Read, Seek};

use super::about::{About, Form};
use super::{BundleFault, FINGERPRINT, Files, RESULT, against_manifest, hide, sha256, unpack, verify};
use crate::folder::EventFolder;
use crate::proof::{Head, HeadFault, PublicKey};
use crate::scoring::recount::{disagreements, recount};
use crate::scoring::result::Report;

use log::Log;

/// What is known beforehand.
#[derive(Debug, Clone, Default)]
pub struct Trust {
    /// A key of the house, or what it is known by.
    pub key: Option<String>,
    /// The note of a head that somebody has kept: the log of the bundle must go on from there.
    pub since: Option<String>,
}

/// Something that was held against something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// Which one, for programs.
    pub word: &'static str,
    /// What was compared.
    pub text: String,
    /// What differs; `None` where nothing does.
    pub fault: Option<String>,
}

/// What came of a bundle.
#[derive(Debug, Default)]
pub struct Checked {
    pub about: Option<About>,
    /// What the key that signed is known by.
    pub fingerprint: Option<String>,
    /// Up to the first that differs.
    pub checks: Vec<Check>,
    /// What was not looked at, because something before it differs.
    pub left: Vec<&'static str>,
}

impl Checked {
    /// What differs; `None` where nothing does.
    #[must_use]
    pub fn fault(&self) -> Option<&str> {
        self.checks.iter().find_map(|check| check.fault.as_deref())
    }
}

/// Why a bundle is not what it says to be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum CheckFault {
    #[error(transparent)]
    Bundle(#[from] BundleFault),
    #[error("{0}")]
    Head(HeadFault),
    #[error("存证点由不认识的密钥签署：公钥指纹 {found}，应为 {expected}。不是这套系统签发的")]
    OtherKey { found: String, expected: String },
    #[error("存证点属于另一份日志（{found}），这个成果包是 {expected} 的")]
    OtherLog { found: String, expected: String },
    #[error("日志第 {0} 条不是应有的格式，被截断或改动过")]
    BadLeaf(usize),
    #[error("日志第 {at} 条的序号是 {found}：有记录重复、颠倒或缺少")]
    OutOfOrder { at: usize, found: i64 },
    #[error("日志有 {found} 条，存证点签发时有 {signed} 条：有记录增加或缺少")]
    OtherSize { found: usize, signed: u64 },
    #[error("日志与存证点不符：有记录被改动过")]
    OtherRoot,
    #[error("日志第 {0} 条的内容与它的存证码不符，被改动过")]
    OtherPayload(i64),
    #[error("日志里没有公布这份成绩的记录")]
    NoPublication,
    #[error("日志里公布的是另一份成绩，与 bundle.json 不符")]
    OtherPublication,
    #[error("这些文件不是日志里公布的那一份：清单的存证码不符")]
    OtherManifest,
    #[error("{0} 的签字在日志里没有记录，或与记录不符")]
    OtherSignature(String),
    #[error("所给的存证点：{0}")]
    Since(HeadFault),
    #[error("所给的存证点属于另一份日志：{0}")]
    SinceOther(String),
    #[error("日志只有 {size} 条，而所给的存证点已有 {since} 条：末尾被删去，或成果包更早")]
    SinceShort { size: usize, since: u64 },
    #[error("日志的前 {0} 条与所给的存证点不符：此前的记录被改动过")]
    SinceRoot(u64),
    #[error("评分卡 {0} 在日志里没有记录：是后加的")]
    UnboundCard(String),
    #[error("评分卡 {0} 与日志里的存证码不符，被改动过")]
    OtherCard(String),
    #[error("日志里有的评分卡 {0} 不在成果包里：缺少")]
    LostCard(String),
    #[error("平板密钥 {0} 在日志里没有记录，或与记录不符")]
    OtherTabletKey(String),
    #[error("评分卡 {0} 与它的原文不符")]
    OtherBody(String),
    #[error("评分卡 {0} 的平板签名不对，或密钥没有登记过")]
    BadSignature(String),
    #[error("{0} 列出的评分卡不是计入成绩的那些")]
    OtherSeat(String),
    #[error("评分卡 {card} 的“{line}”是 {signed}，scores.csv 里是 {counted}")]
    OtherMark { card: String, line: String, signed: String, counted: String },
    #[error("scores.csv 里 {0} 的得分没有对应的评分卡")]
    NoCard(String),
    #[error("独立复核与成绩不一致，首处：{0}")]
    Recount(String),
}

type Step<'s> = (&'static str, &'static str, Box<dyn FnOnce(&mut State) -> Result<String, CheckFault> + 's>);

/// What the steps hand on to each other.
#[derive(Default)]
struct State {
    files: Files,
    about: Option<About>,
    head: Option<Head>,
    /// The head that somebody has kept.
    since: Option<Head>,
    log: Log,
    folder: Option<EventFolder>,
    fingerprint: Option<String>,
}

impl State {
    fn about(&self) -> Result<&About, CheckFault> {
        Ok(self.about.as_ref().ok_or(BundleFault::Missing(super::ABOUT))?)
    }

    fn file(&self, name: &'static str) -> Result<&[u8], CheckFault> {
        Ok(self.files.get(name).ok_or(BundleFault::Missing(name))?)
    }

    fn text(&self, name: &'static str) -> Result<String, CheckFault> {
        let bytes = self.file(name)?.to_vec();
        Ok(String::from_utf8(bytes).map_err(|_| BundleFault::BadLine { file: name, line: 1 })?)
    }

    fn is(&self, form: Form) -> bool {
        self.about.as_ref().is_some_and(|about| about.cards == form)
    }
}

/// Holds all of a bundle against itself and against what is known.
pub fn check(source: impl Read + Seek, trust: &Trust) -> Checked {
    let mut state = State::default();
    let steps: Vec<Step<'_>> = vec![
        ("files", "文件完整，与清单相符", Box::new(|state| read_files(state, source))),
        ("head", "存证点的签名", Box::new(|state| read_head(state, trust))),
        ("log", "日志与存证点", Box::new(log::read)),
        ("since", "日志只有增加", Box::new(log::goes_on)),
        ("publication", "文件与日志里的公布记录", Box::new(log::publication)),
        ("signatures", "签字", Box::new(log::signatures)),
        ("cards", "评分卡", Box::new(operations::compare)),
        ("marks", "得分与评分卡", Box::new(marks::compare)),
        ("result", "重新计算与独立复核", Box::new(work_out_again)),
    ];
    let mut checked = Checked::default();
    let mut broken = false;
    for (word, title, step) in steps {
        if broken {
            checked.left.push(title);
            continue;
        }
        let (text, fault) = match step(&mut state) {
            // what has nothing to look at says nothing
            Ok(text) if text.is_empty() => continue,
            Ok(text) => (text, None),
            Err(fault) => (title.to_owned(), Some(fault.to_string())),
        };
        broken = fault.is_some();
        checked.checks.push(Check { word, text, fault });
    }
    checked.about = state.about;
    checked.fingerprint = state.fingerprint;
    checked
}

fn read_files(state: &mut State, mut source: impl Read + Seek) -> Result<String, CheckFault> {
    state.files = unpack(&mut source)?;
    if !archive::is_alone(&mut source).is_ok_and(|alone| alone) {
        return Err(BundleFault::NotZip("前后多出了字节".to_owned()).into());
    }
    if !state.files.contains_key(super::ABOUT) {
        let old = [RESULT, FINGERPRINT, super::MANIFEST].iter().all(|name| state.files.contains_key(*name));
        return Err(if old { BundleFault::Unsigned } else { BundleFault::Missing(super::ABOUT) }.into());
    }
    for name in super::BINDING {
        if !state.files.contains_key(name) {
            return Err(BundleFault::NoProof(name).into());
        }
    }
    against_manifest(&state.files, state.file(super::MANIFEST)?)?;
    let about = About::read(&state.files)?;
    if state.text(FINGERPRINT)? != format!("{}\n", about.fingerprint) {
        return Err(BundleFault::OtherResult.into());
    }
    if sha256(state.file("scoring-rules.toml")?) != about.rules_sha256 {
        return Err(BundleFault::Altered("scoring-rules.toml".to_owned()).into());
    }
    let text = format!("文件 {} 个，与清单逐个相符", state.files.len());
    state.about = Some(about);
    Ok(text)
}

fn read_head(state: &mut State, trust: &Trust) -> Result<String, CheckFault> {
    let keys = super::proof::read_keys(&state.text(super::KEYS)?)?;
    let head = Head::read(&state.text(super::CHECKPOINT)?, &keys).map_err(CheckFault::Head)?;
    let expected = &state.about()?.origin;
    if head.origin != *expected {
        return Err(CheckFault::OtherLog { found: head.origin, expected: expected.clone() });
    }
    // which of them it was
    let note = state.text(super::CHECKPOINT)?;
    let signed = keys.iter().find(|key| Head::read(&note, std::slice::from_ref(key)).is_ok());
    let signed = signed.copied().ok_or(CheckFault::Head(HeadFault::UnknownKey))?;
    if let Some(expected) = trust.key.as_deref().filter(|expected| !is_key(&signed, expected)) {
        return Err(CheckFault::OtherKey { found: signed.fingerprint(), expected: expected.trim().to_owned() });
    }
    let text = format!("存证点在日志第 {} 条处，由公钥指纹 {} 的密钥签署", head.size, signed.fingerprint());
    state.fingerprint = Some(signed.fingerprint());
    state.since = trust.since.as_deref().map(|note| log::read_since(state, note)).transpose()?;
    state.head = Some(head);
    Ok(text)
}

/// Whether a key is what somebody typed: the key itself, or its fingerprint, with or without blanks.
fn is_key(key: &PublicKey, typed: &str) -> bool {
    let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    plain(&key.to_string()) == plain(typed) || plain(&key.fingerprint()) == plain(typed).to_lowercase()
}

/// The ranking, worked out by both ways of counting.
fn work_out_again(state: &mut State) -> Result<String, CheckFault> {
    if state.is(Form::Commitments) {
        return Ok("只含存证码，没有得分，不重新计算".to_owned());
    }
    let folder = match state.folder.take() {
        Some(folder) => folder,
        None => verify(&state.files)?,
    };
    let report: Report = serde_json::from_slice(state.file(RESULT)?).map_err(|_| BundleFault::OtherResult)?;
    let differing = disagreements(&folder.event, &recount(&folder.event), &report);
    if let Some(first) = differing.first() {
        return Err(CheckFault::Recount(format!("{} {}", first.entry, first.about)));
    }
    Ok(format!("{} 个项目的名次由两套算法重新计算，逐位相同", report.ranking.len()))
}

impl fmt::Display for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", if self.fault.is_none() { "✓" } else { "✗" }, self.text)
    }
}

/// Files of which everybody's form must be what comes out of the open one.
///
/// # Errors
/// With the first that is another one.
pub fn same_result(open: &Files, public: &Files) -> Result<(), String> {
    let about = About::read(public).map_err(|fault| fault.to_string())?;
    let readme = public.get(super::README).map(|text| String::from_utf8_lossy(text).into_owned()).unwrap_or_default();
    let again = hide::hidden(open, about.cards, readme).map_err(|fault| fault.to_string())?;
    let own = |name: &&String| !super::BINDING.contains(&name.as_str());
    for name in again.keys().chain(public.keys()).filter(own) {
        if again.get(name) != public.get(name) {
            return Err(format!("公开的成果包里的“{name}”与完整的成果包得出的不同"));
        }
    }
    Ok(())
}
