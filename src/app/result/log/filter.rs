//! What somebody asks of a log, as it stands in an address, and what that means.

use chrono::{FixedOffset, NaiveDate, NaiveDateTime, TimeDelta};

use crate::app::act::clock::{Moment, beijing};
use crate::app::act::word::Word;
use crate::app::error::{AppFault, FaultKind};
use crate::app::event::frame::Frame;
use crate::folder::tidy::plain;
use crate::store::log_filter::{About, Wanted};

/// Most entries, judges and components that a text may stand for.
const MOST: usize = 60;

/// What is asked for; a blank text asks for nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// Who acted, as a log names them.
    pub who: String,
    /// The word of an act.
    pub act: String,
    /// From this minute on, in Beijing.
    pub from: String,
    /// Up to this minute, in Beijing.
    pub until: String,
    /// `entry:ID` or `judge:ID`.
    pub about: String,
    /// A part of what an entry, a judge or a component is called.
    pub text: String,
}

/// Why a log is not read as asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LogFault {
    /// Nobody of that name has acted.
    #[error("这份日志里没有“{found}”办过的事，请从列表中选人")]
    UnknownPerson {
        /// What was asked for.
        found: String,
    },
    /// There is no such act.
    #[error("没有“{found}”这种操作，请从列表中选择")]
    UnknownAct {
        /// What was asked for.
        found: String,
    },
    /// There is no such entry and no such judge.
    #[error("没有“{found}”这个参评项目或评委，请从列表中选择")]
    UnknownSubject {
        /// What was asked for.
        found: String,
    },
    /// It is no time.
    #[error("“{found}”不是时间，请写成如 2026-12-21 09:30")]
    BadTime {
        /// What was asked for.
        found: String,
    },
    /// It ends before it begins.
    #[error("结束的时间早于开始的时间，请对调或改正")]
    Backwards,
    /// A text stands for nothing.
    #[error("没有名称或编号含“{found}”的参评项目、评委或评分环节")]
    Nothing {
        /// What was asked for.
        found: String,
    },
    /// A text stands for too much.
    #[error("名称或编号含“{found}”的太多，请写得具体一些")]
    TooMuch {
        /// What was asked for.
        found: String,
    },
    /// A page before one number and after another one.
    #[error("地址里的页码不对，请回到日志首页重新翻页")]
    BadPage,
}

impl AppFault for LogFault {
    fn kind(&self) -> FaultKind {
        FaultKind::Invalid
    }

    fn word(&self) -> &'static str {
        "log-filter"
    }
}

/// What somebody asked for, as far as a sentence can hold it.
fn shown(found: &str) -> String {
    found.chars().take(40).collect()
}

/// What is asked for, by what there is: `occurring` are those who acted and what they did.
pub(super) fn understood(
    asked: &Asked,
    event: &str,
    frame: &Frame,
    occurring: &[(String, String)],
) -> Result<Wanted, LogFault> {
    let is_person = |who: &String| occurring.iter().any(|(known, _)| known == who);
    let is_act = |act: &String| {
        Word::ALL.iter().any(|word| word.as_str() == act) || occurring.iter().any(|(_, known)| known == act)
    };
    let who = given(&asked.who);
    if let Some(found) = who.as_ref().filter(|who| !is_person(who)) {
        return Err(LogFault::UnknownPerson { found: shown(found) });
    }
    let act = given(&asked.act);
    if let Some(found) = act.as_ref().filter(|act| !is_act(act)) {
        return Err(LogFault::UnknownAct { found: shown(found) });
    }
    let from = time(&asked.from)?.map(|(at, _)| at);
    let until = time(&asked.until)?.map(|(_, end)| end);
    if from.zip(until).is_some_and(|(from, until)| from >= until) {
        return Err(LogFault::Backwards);
    }
    let mut about = Vec::new();
    if let Some(subject) = given(&asked.about) {
        about.push(chosen(&subject, event, frame)?);
    }
    if let Some(text) = given(&asked.text) {
        about.push(called(&text, event, frame)?);
    }
    Ok(Wanted { who, act, from, until, about })
}

fn given(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The beginning of a minute or of a day in Beijing, and its end, in microseconds.
fn time(text: &str) -> Result<Option<(i64, i64)>, LogFault> {
    let Some(text) = given(&plain(text)) else { return Ok(None) };
    let bad = || LogFault::BadTime { found: shown(&text) };
    let written = text.replace(['T', '/'], " ").split_whitespace().collect::<Vec<_>>().join(" ");
    let minute = ["%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"];
    let minute = minute.iter().find_map(|form| NaiveDateTime::parse_from_str(&written, form).ok());
    let day = || NaiveDate::parse_from_str(&written, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0);
    let (begins, lasts) = match minute {
        Some(minute) => (minute, TimeDelta::minutes(1)),
        None => (day().ok_or_else(bad)?, TimeDelta::days(1)),
    };
    let offset: FixedOffset = *beijing(Moment::UNIX_EPOCH).offset();
    let begins = begins.and_local_timezone(offset).single().ok_or_else(bad)?;
    let ends = begins.checked_add_signed(lasts).ok_or_else(bad)?;
    Ok(Some((begins.timestamp_micros(), ends.timestamp_micros())))
}

fn chosen(subject: &str, event: &str, frame: &Frame) -> Result<Vec<About>, LogFault> {
    let entry = subject.strip_prefix("entry:").filter(|id| frame.entry(id).is_some());
    let judge = subject.strip_prefix("judge:").filter(|id| frame.judge(id).is_some());
    match (entry, judge) {
        (Some(id), _) => Ok(of_entry(id)),
        (None, Some(id)) => Ok(of_judge(event, id)),
        (None, None) => Err(LogFault::UnknownSubject { found: shown(subject) }),
    }
}

/// Whatever has a text in its name or its id.
fn called(text: &str, event: &str, frame: &Frame) -> Result<Vec<About>, LogFault> {
    let has = |parts: [&str; 3]| parts.iter().any(|part| part.contains(text));
    let entries = frame.setup.entries.iter().filter(|entry| has([&entry.id, &entry.unit, &entry.name]));
    let judges = frame.setup.judges.iter().filter(|judge| has([&judge.id, &judge.name, &judge.unit]));
    let parts = frame.rules.components.iter().filter(|part| has([&part.id, &part.name, ""]));
    let found: Vec<Vec<About>> = entries
        .map(|entry| of_entry(&entry.id))
        .chain(judges.map(|judge| of_judge(event, &judge.id)))
        .chain(parts.map(|part| of_component(&part.id)))
        .collect();
    match found.len() {
        0 => Err(LogFault::Nothing { found: shown(text) }),
        1..=MOST => Ok(found.into_iter().flatten().collect()),
        _ => Err(LogFault::TooMuch { found: shown(text) }),
    }
}

/// How a payload names something.
fn told(name: &str, id: &str) -> About {
    About::Tells(format!("\"{name}\":{}", serde_json::Value::from(id)))
}

fn of_entry(id: &str) -> Vec<About> {
    vec![
        About::Is(format!("entry:{id}")),
        About::Is(format!("checkpoint:{id}")),
        About::Ends(format!("/{id}")),
        told("entry", id),
    ]
}

fn of_judge(event: &str, id: &str) -> Vec<About> {
    let is = ["judge", "link", "session"].map(|word| About::Is(format!("{word}:{id}")));
    let begins = ["card", "key", "journal"].map(|word| About::Begins(format!("{word}:{id}/")));
    let own = [About::Who(format!("judge:{event}/{id}")), told("judge", id)];
    is.into_iter().chain(begins).chain(own).collect()
}

fn of_component(id: &str) -> Vec<About> {
    vec![About::Has(format!("/{id}/")), About::Begins(format!("measure:{id}/")), told("component", id)]
}
