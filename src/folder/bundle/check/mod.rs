//! Whether a bundle is what a house has published: its files against each other, against the log, and the log against its
//! signed head. Needs nothing but the file, and a key that is known from elsewhere.

mod archive;
mod log;
mod marks;
mod operations;
mod state;

use std::fmt;
use std::io::{Read, Seek};

use super::about::{About, Form};
use super::again::verify;
use super::fault::BundleFault;
use super::hide;
use super::names::{ABOUT, BINDING, CHECKPOINT, FINGERPRINT, Files, KEYS, MANIFEST, README, RESULT, sha256};
use super::pack::{against_manifest, unpack};
use super::proof::read_keys;
use crate::proof::{Head, HeadFault, PublicKey};
use crate::scoring::recount::{disagreements, recount};
use crate::scoring::result::Report;

use state::{CheckFault, State};

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

type Step<'s> = (&'static str, &'static str, Box<dyn FnOnce(&mut State) -> Result<String, CheckFault> + 's>);

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
    if !state.files.contains_key(ABOUT) {
        let old = [RESULT, FINGERPRINT, MANIFEST].iter().all(|name| state.files.contains_key(*name));
        return Err(if old { BundleFault::Unsigned } else { BundleFault::Missing(ABOUT) }.into());
    }
    for name in BINDING {
        if !state.files.contains_key(name) {
            return Err(BundleFault::NoProof(name).into());
        }
    }
    against_manifest(&state.files, state.file(MANIFEST)?)?;
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
    let keys = read_keys(&state.text(KEYS)?)?;
    let head = Head::read(&state.text(CHECKPOINT)?, &keys).map_err(CheckFault::Head)?;
    let expected = &state.about()?.origin;
    if head.origin != *expected {
        return Err(CheckFault::OtherLog { found: head.origin, expected: expected.clone() });
    }
    // which of them it was
    let note = state.text(CHECKPOINT)?;
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
    let readme = public.get(README).map(|text| String::from_utf8_lossy(text).into_owned()).unwrap_or_default();
    let again = hide::hidden(open, about.cards, readme).map_err(|fault| fault.to_string())?;
    let own = |name: &&String| !BINDING.contains(&name.as_str());
    for name in again.keys().chain(public.keys()).filter(own) {
        if again.get(name) != public.get(name) {
            return Err(format!("公开的成果包里的“{name}”与完整的成果包得出的不同"));
        }
    }
    Ok(())
}
