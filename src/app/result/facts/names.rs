//! How facts call people, cards and moments.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::app::act::clock::{beijing, moment};
use crate::app::event::frame::{Frame, judge_name};
use crate::store::{StoreError, Tx, account};

pub(in crate::app::result) struct Names<'f> {
    frame: &'f Frame,
    /// What the persons of accounts are called.
    persons: BTreeMap<String, String>,
}

impl<'f> Names<'f> {
    pub(super) fn read(tx: &mut Tx, frame: &'f Frame) -> Result<Self, StoreError> {
        Ok(Self { frame, persons: account::full_names(tx)?.into_iter().collect() })
    }

    /// Those of an event alone: accounts stay as they are.
    pub(in crate::app::result) fn of(frame: &'f Frame) -> Self {
        Self { frame, persons: BTreeMap::new() }
    }

    /// Who acted, as the log names them.
    pub(super) fn who(&self, who: &str) -> String {
        if let Some(account) = who.strip_prefix("account:") {
            return self.account(account);
        }
        match who.strip_prefix("judge:").and_then(|rest| rest.split_once('/')) {
            Some((_, judge)) => self.judge(judge),
            None if who == "console" => "命令行".to_owned(),
            None => who.to_owned(),
        }
    }

    /// The person of an account.
    pub(super) fn account(&self, account: &str) -> String {
        self.persons.get(account).cloned().unwrap_or_else(|| account.to_owned())
    }

    pub(super) fn judge(&self, id: &str) -> String {
        let name = judge_name(self.frame, id);
        if name.is_empty() { id.to_owned() } else { name }
    }

    /// An entry by its unit; nothing for that of a ballot, which is about all.
    pub(super) fn entry(&self, id: &str) -> String {
        let entry = self.frame.entry(id).map(|entry| &self.frame.setup.entries[entry]);
        entry.map_or_else(
            || id.to_owned(),
            |entry| if entry.unit.is_empty() { entry.name.clone() } else { entry.unit.clone() },
        )
    }

    pub(super) fn component(&self, id: &str) -> String {
        let component = self.frame.component(id).map(|component| &self.frame.rules.components[component].name);
        component.cloned().unwrap_or_else(|| id.to_owned())
    }

    /// A card: seat, entry, component.
    pub(in crate::app::result) fn card(&self, judge: &str, component: &str, entry: &str) -> String {
        let parts = [self.judge(judge), self.entry(entry), self.component(component)];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }
}

/// A moment, by the clock of the event.
pub(super) fn when(at: i64) -> String {
    beijing(moment(at)).format("%m-%d %H:%M").to_string()
}

/// `，理由：…`, where one was given.
pub(super) fn because(reason: &str) -> String {
    if reason.trim().is_empty() { String::new() } else { format!("，理由：{}", reason.trim()) }
}

/// A text of a payload's part.
pub(super) fn text<'v>(after: &'v Value, name: &str) -> &'v str {
    after[name].as_str().unwrap_or_default()
}
