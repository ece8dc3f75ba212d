//! What verifying came to.

use serde::Serialize;

use crate::app::error::{AppFault, FaultKind};
use crate::proof::HeadFault;
use crate::store::log::HOUSE;

/// Faults that are named of one check; the rest is counted.
pub(super) const NAMED: usize = 20;

/// What verifying came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Verification {
    pub checks: Vec<Check>,
}

/// One check of one log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// Which one, in a word that stays.
    pub check: &'static str,
    /// The event; empty where it is of the house.
    pub event: String,
    /// What was checked, and how much of it.
    pub text: String,
    /// What differs, by name, in the order in which it was found; the first twenty.
    pub faults: Vec<String>,
    /// How many there are.
    pub found: usize,
}

impl Check {
    pub(super) fn new(check: &'static str, event: &str) -> Self {
        Self { check, event: event.to_owned(), text: String::new(), faults: Vec::new(), found: 0 }
    }

    pub(super) fn fault(&mut self, fault: String) {
        self.found += 1;
        if self.faults.len() < NAMED {
            self.faults.push(fault);
        }
    }

    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.found == 0
    }
}

impl Verification {
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.checks.iter().all(Check::is_sound)
    }

    /// The first thing that differs.
    #[must_use]
    pub fn first_fault(&self) -> Option<&str> {
        self.checks.iter().find_map(|check| check.faults.first()).map(String::as_str)
    }
}

/// Something differs: an act that builds on it is not done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("核对没有通过：{first}。没有写入任何内容。请保留现场，运行 guanmo verify 查看全部，并联系管理员")]
pub struct Unsound {
    /// The first thing that differs.
    pub first: String,
}

impl AppFault for Unsound {
    fn kind(&self) -> FaultKind {
        FaultKind::Conflict
    }

    fn word(&self) -> &'static str {
        "unsound"
    }
}

/// What was given to be held against the logs is none of theirs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SinceFault {
    #[error(transparent)]
    Head(#[from] HeadFault),
    #[error("存证点属于 {0}，不是本系统（{1}）的")]
    OtherHouse(String, String),
    #[error("存证点属于另一个活动的日志：{0}")]
    OtherEvent(String),
}

impl AppFault for SinceFault {
    fn kind(&self) -> FaultKind {
        FaultKind::Invalid
    }

    fn word(&self) -> &'static str {
        "since"
    }
}

/// How a log is called in a sentence.
pub(super) fn name(log: &str) -> String {
    if log == HOUSE { "本系统".to_owned() } else { format!("活动 {log} ") }
}
