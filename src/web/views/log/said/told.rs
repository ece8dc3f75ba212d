//! What an act on record tells: who, on what, and what of before and after a sentence may say. Whatever an older program
//! did not put on record, or was erased since, is left out.

use serde_json::Value;

use crate::app::act::record::Logged;
use crate::app::result::log::LogNames;

/// An act on record with its names.
pub struct Told<'t> {
    act: &'t Logged,
    pub names: &'t LogNames,
    pub before: Value,
    pub after: Value,
}

impl<'t> Told<'t> {
    pub fn of(act: &'t Logged, names: &'t LogNames) -> Self {
        let payload: Option<Value> = act.payload.as_ref().and_then(|payload| serde_json::from_str(payload).ok());
        let mut payload = payload.unwrap_or_default();
        let mut side = |name: &str| payload.get_mut(name).map(Value::take).unwrap_or_default();
        let (before, after) = (side("before"), side("after"));
        Self { act, names, before, after }
    }

    /// Who acted.
    pub fn who(&self) -> String {
        self.names.person(&self.act.who)
    }

    /// Whether a judge's own tablet did.
    pub fn is_by_judge(&self) -> bool {
        self.act.who.starts_with("judge:")
    }

    /// What stands in the subject behind a word.
    pub fn behind(&self, word: &str) -> &str {
        self.act.subject.strip_prefix(word).unwrap_or_default()
    }

    pub fn subject(&self) -> &str {
        &self.act.subject
    }

    /// The judge whom the subject names, whatever it says of them.
    pub fn judge(&self) -> &str {
        let (_, rest) = self.act.subject.split_once(':').unwrap_or_default();
        self.names.judge(rest.split('/').next().unwrap_or_default())
    }

    /// The entry that the subject names.
    pub fn entry(&self) -> &str {
        let (_, id) = self.act.subject.split_once(':').unwrap_or_default();
        self.names.entry(id)
    }

    /// The account that the subject names.
    pub fn account(&self) -> String {
        match self.behind("account:") {
            "" => "账号".to_owned(),
            name => format!("账号 {name}"),
        }
    }

    /// Which of several the subject names: `第 3 号`.
    pub fn number_of(&self, word: &str) -> String {
        let number = self.behind(word);
        if number.is_empty() { String::new() } else { format!("第 {number} 号") }
    }

    /// Entry and component of the card that the subject names.
    pub fn card(&self) -> String {
        let mut parts = self.behind("card:").splitn(3, '/').skip(1);
        let (component, entry) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        self.place(component, entry)
    }

    /// Entry and component; a ballot has no entry.
    pub fn place(&self, component: &str, entry: &str) -> String {
        let (part, unit) = (self.names.component(component), self.names.entry(entry));
        match (component.is_empty(), entry.is_empty()) {
            (true, true) => "全部项目".to_owned(),
            (false, true) => part.to_owned(),
            (true, false) => unit.to_owned(),
            (false, false) => format!("{unit}·{part}"),
        }
    }

    /// A text of what is after.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.after[name].as_str().filter(|text| !text.is_empty())
    }

    /// A number of what is after.
    pub fn count(&self, name: &str) -> Option<i64> {
        self.after[name].as_i64()
    }

    /// A number of what is after, in words; nothing where it is not there.
    pub fn counted(&self, before: &str, name: &str, behind: &str) -> String {
        self.count(name).map_or_else(String::new, |count| format!("{before}{count}{behind}"))
    }

    /// The reason that was given, where one was.
    pub fn because(&self) -> String {
        let given = ["reason", "override", "override_reason"].iter().find_map(|name| self.text(name));
        given.map_or_else(String::new, |reason| format!("，理由：{reason}"))
    }

    /// Who had asked for it, where that is on record.
    pub fn asked_by(&self) -> String {
        match self.text("asked_by") {
            Some(account) => format!("（{} 申请）", self.names.account(account.trim_start_matches("account:"))),
            None => String::new(),
        }
    }
}
