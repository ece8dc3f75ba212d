//! How long a report may be, when the bell rings, and what is reported.

use serde_json::{Value, json};

use super::fault::{CallFault, LONGEST, SHORTEST};
use crate::app::act::actor::Actor;
use crate::app::act::permission::Act;
use crate::app::act::word::Word;
use crate::app::event::doing::Doing;
use crate::app::event::frame::Frame;
use crate::app::{App, AppError};
use crate::folder::tidy::plain;
use crate::scoring::rules::{Opens, Rules};
use crate::store::call::{self, CallSettingRow};
use crate::store::{StoreError, Tx};

/// Where nothing is set: eight minutes, and a bell a minute before their end.
const LIMIT: i64 = 8 * 60;
const BELL: i64 = 60;

/// What is to hold, as it was typed.
#[derive(Debug, Clone)]
pub struct NewCallSettings {
    /// Minutes and seconds, or minutes.
    pub limit: String,
    pub bell: String,
    /// The id of a component.
    pub component: String,
}

/// What holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Setting {
    pub limit: i64,
    pub bell: i64,
    /// Index of the component that is reported; `None` where judges give marks in none.
    pub component: Option<usize>,
}

/// The components in which judges give marks.
pub(super) fn judged(rules: &Rules) -> impl Iterator<Item = usize> + '_ {
    (0..rules.components.len()).filter(|&index| rules.components[index].judging().is_some())
}

/// The component that is reported, where nobody has said which: one that is called so; else, where others are seen on the
/// way, the first that is not; else the second.
fn likely(rules: &Rules) -> Option<usize> {
    let is_called_so = |index: &usize| rules.components[*index].name.contains("汇报");
    let on_the_way = |index: &usize| {
        rules.components[*index].judging().is_some_and(|judging| matches!(judging.release.opens, Opens::Arrival { .. }))
    };
    let apart = || judged(rules).find(|index| judged(rules).any(|other| on_the_way(&other)) && !on_the_way(index));
    let second = || judged(rules).nth(1).or_else(|| judged(rules).next());
    judged(rules).find(is_called_so).or_else(apart).or_else(second)
}

impl Setting {
    pub(super) fn read(tx: &mut Tx, event: &str, frame: &Frame) -> Result<Self, StoreError> {
        let row = call::setting(tx, event)?;
        // rules may have changed since
        let meant = row.as_ref().and_then(|row| frame.component(&row.component));
        let is_judged = |index: &usize| frame.rules.components[*index].judging().is_some();
        Ok(Self {
            limit: row.as_ref().map_or(LIMIT, |row| row.limit_s),
            bell: row.as_ref().map_or(BELL, |row| row.bell_s),
            component: meant.filter(is_judged).or_else(|| likely(&frame.rules)),
        })
    }

    fn told(self, rules: &Rules) -> Value {
        let component = self.component.map(|index| &rules.components[index].id);
        json!({ "limit": self.limit, "bell": self.bell, "component": component })
    }
}

/// Seconds of a text: `8:00`, `8` (minutes).
fn seconds(typed: &str) -> Option<i64> {
    let text = plain(typed).replace('：', ":");
    let (minutes, rest) = text.split_once(':').unwrap_or((&text, "0"));
    let figure = |text: &str| {
        let good = (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        good.then(|| text.parse::<i64>().ok()).flatten()
    };
    let (minutes, rest) = (figure(minutes)?, figure(rest)?);
    (rest < 60).then_some(minutes * 60 + rest)
}

impl App {
    /// Sets how long a report may be. Whoever reports now keeps the time that they had when they were called up.
    ///
    /// # Errors
    /// [`CallFault`] with what is wrong; where the actor may not, or the state does not allow it.
    pub fn set_calls(&self, actor: &Actor, event: &str, new: &NewCallSettings) -> Result<(), AppError> {
        let short = |typed: &str| typed.trim().chars().take(20).collect();
        let limit = seconds(&new.limit).filter(|limit| (SHORTEST..=LONGEST).contains(limit));
        let limit = limit.ok_or_else(|| CallFault::Limit { found: short(&new.limit) })?;
        let bell = seconds(&new.bell).filter(|bell| *bell < limit);
        let bell = bell.ok_or_else(|| CallFault::Bell { found: short(&new.bell) })?;
        let (id, wanted, who, now) = (event.to_owned(), new.component.clone(), actor.name(), self.clock.micros());
        let doing = Doing::of(Act::ArrangeCalls, Word::SetCalls, "call").beside_setup();
        self.act(actor, event, doing, move |tx, _, frame| {
            let before = Setting::read(tx, &id, frame)?;
            before.component.ok_or(CallFault::NothingToReport)?;
            let component = judged(&frame.rules).find(|&index| frame.rules.components[index].id == wanted);
            let component = component.ok_or_else(|| CallFault::Component { found: short(&wanted) })?;
            let after = Setting { limit, bell, component: Some(component) };
            let number = call::setting(tx, &id)?.map_or(1, |row| row.number + 1);
            let component = wanted;
            call::set(
                tx,
                &CallSettingRow { event_id: id, number, limit_s: limit, bell_s: bell, component, who, at: now },
            )?;
            Ok((before.told(&frame.rules), after.told(&frame.rules)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn times_are_read_as_people_type_them() {
        for (typed, read) in [("8:00", 480), ("8", 480), (" ８：３０ ", 510), ("1:05", 65), ("0", 0), ("60:00", 3600)]
        {
            assert_eq!(seconds(typed), Some(read), "{typed}");
        }
        for typed in ["", ":", "8:", ":30", "8:60", "8:0:0", "八", "8.5", "-1", "99999", "1e2", "+8"] {
            assert_eq!(seconds(typed), None, "{typed}");
        }
    }
}
