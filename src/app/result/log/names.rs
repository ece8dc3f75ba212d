//! What a log's ids are called: entries, judges and components as they are now, and the persons of accounts.

use std::collections::BTreeMap;

use crate::app::act::actor::Role;
use crate::app::event::frame::Frame;
use crate::store::{StoreError, Tx, account};

/// Names by id. What is no longer there goes by its id.
#[derive(Debug, Clone, Default)]
pub struct LogNames {
    /// Entries: id, unit.
    pub entries: Vec<(String, String)>,
    /// Judges: id, name or seat.
    pub judges: Vec<(String, String)>,
    /// Components: id, name.
    pub components: Vec<(String, String)>,
    /// Of each account the title of its role, and what its person is called, where that has been said.
    pub accounts: BTreeMap<String, (&'static str, Option<String>)>,
}

fn named<'n>(of: &'n [(String, String)], id: &'n str) -> &'n str {
    of.iter().find(|(known, name)| known == id && !name.is_empty()).map_or(id, |(_, name)| name.as_str())
}

impl LogNames {
    pub(super) fn read(tx: &mut Tx, frame: &Frame) -> Result<Self, StoreError> {
        let (setup, rules) = (&frame.setup, &frame.rules);
        let title = |role: &str| Role::from_word(role).map_or("账号", Role::title);
        let accounts = account::list(tx)?.into_iter().map(|row| (row.name, (title(&row.role), row.full_name)));
        Ok(Self {
            entries: setup.entries.iter().map(|entry| (entry.id.clone(), entry.unit.clone())).collect(),
            judges: setup.judges.iter().map(|judge| (judge.id.clone(), judge.name.clone())).collect(),
            components: rules.components.iter().map(|part| (part.id.clone(), part.name.clone())).collect(),
            accounts: accounts.collect(),
        })
    }

    /// An entry's unit.
    #[must_use]
    pub fn entry<'n>(&'n self, id: &'n str) -> &'n str {
        named(&self.entries, id)
    }

    /// A judge's name or seat.
    #[must_use]
    pub fn judge<'n>(&'n self, id: &'n str) -> &'n str {
        named(&self.judges, id)
    }

    /// A component's name.
    #[must_use]
    pub fn component<'n>(&'n self, id: &'n str) -> &'n str {
        named(&self.components, id)
    }

    /// Who has an account: role, person where somebody has said who that is, and account, which the log knows alone.
    #[must_use]
    pub fn account(&self, name: &str) -> String {
        match self.accounts.get(name) {
            Some((role, Some(person))) => format!("{role} {person}（{name}）"),
            Some((role, None)) => format!("{role} {name}"),
            None => format!("账号 {name}"),
        }
    }

    /// Who acted, as a log names them.
    #[must_use]
    pub fn person(&self, who: &str) -> String {
        if let Some(name) = who.strip_prefix("account:") {
            return self.account(name);
        }
        if let Some((_, judge)) = who.strip_prefix("judge:").and_then(|rest| rest.split_once('/')) {
            return self.judge(judge).to_owned();
        }
        match who {
            "console" => "服务器命令行".to_owned(),
            "visitor" => "未登录者".to_owned(),
            "guanmo" => "本程序".to_owned(),
            other => other.to_owned(),
        }
    }
}
