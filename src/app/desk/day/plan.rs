//! A change before it is made: what it is called, what it means, and what it writes.

use serde_json::{Value, json};

use crate::app::act::clock::{beijing, moment};
use crate::app::error::NotFound;
use crate::app::event::frame::Frame;
use crate::app::{App, AppError};
use crate::scoring::event::{Exclusion, Judge};
use crate::store::day::{self, DayRow, Kind};
use crate::store::event::EventRow;
use crate::store::link_request::{self, LinkRequestRow, Way};
use crate::store::session::{self, LinkRow};
use crate::store::setup::{self, Setup};
use crate::store::{StoreError, Tx, operation};

/// One thing that is written to the setup.
#[derive(Debug, Clone)]
pub(super) enum Write {
    /// When the bus came to an entry's stop and left it.
    Stop { entry: usize, arrived: Option<i64>, left: Option<i64> },
    /// Where along the route an entry's stop is, and its planned times.
    Place { entry: usize, order: u32, arrival: String, departure: String },
    /// Name and unit of a judge who is there, by id.
    Name(Judge),
    /// A judge more.
    Add(Judge),
    /// An exclusion more.
    Exclude(Exclusion),
}

/// What a change comes to.
pub(super) struct Plan {
    /// What is done, in a sentence.
    pub title: String,
    /// What that means.
    pub notes: Vec<String>,
    /// The rows that say so: kind, whom it is about, and in words.
    pub rows: Vec<(Kind, String, String)>,
    pub writes: Vec<Write>,
    /// The judge whose links and sessions end.
    pub ends: Option<String>,
    /// The judge who gets a link.
    pub seat: Option<Judge>,
    /// What the audit keeps.
    pub before: Value,
    pub after: Value,
}

/// Who makes a change, why and when; the hash of the token that a substitute's link gets.
pub(super) struct By {
    pub who: String,
    pub reason: String,
    pub now: i64,
    pub token: String,
}

impl By {
    /// What the tablets of a judge who was replaced are told.
    fn told(&self) -> String {
        let at = beijing(moment(self.now)).format("%m-%d %H:%M");
        format!(
            "组织者于 {at} 登记了本席换人（理由：{}），本机的登录已结束。不是您本人知道的，请立即告诉组织者和监票人；存在本机的评分不会丢失",
            self.reason
        )
    }

    /// A seat that goes on with cards has a new link without a second person: the seat and the signers are told, as of any.
    fn announce(&self, tx: &mut Tx, event: &str, judge: &str) -> Result<(), StoreError> {
        let by = self.who.trim_start_matches("account:").to_owned();
        // what was asked for the person who leaves is of no use any more
        for mut row in link_request::of_judge(tx, event, judge)? {
            if row.is_pending()? {
                row.way = Some(Way::TakenBack.as_str().to_owned());
                (row.decided_by, row.decided_at) = (Some(by.clone()), Some(self.now));
                link_request::update(tx, &row)?;
            }
        }
        if operation::count_about(tx, event, Some(judge), None)? == 0 {
            return Ok(());
        }
        let row = LinkRequestRow {
            event_id: event.to_owned(),
            number: 0,
            judge: judge.to_owned(),
            keeps: false,
            code: String::new(),
            tries: 0,
            asked_by: by.clone(),
            asked_at: self.now,
            way: Some(Way::Reason.as_str().to_owned()),
            reason: format!("同席换人：{}", self.reason),
            decided_by: Some(by),
            decided_at: Some(self.now),
            made_at: Some(self.now),
        };
        link_request::append(tx, row).map(drop)
    }
}

pub(super) struct Done {
    pub seat: Option<Judge>,
    pub before: Value,
    pub after: Value,
}

impl Plan {
    /// A plan that writes one row about something, and nothing else yet.
    pub(super) fn of(kind: Kind, subject: &str, title: String) -> Self {
        Self {
            rows: vec![(kind, subject.to_owned(), title.clone())],
            title,
            notes: Vec::new(),
            writes: Vec::new(),
            ends: None,
            seat: None,
            before: Value::Null,
            after: Value::Null,
        }
    }

    /// The two of them at once.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.title = format!("{}；{}", self.title, other.title);
        // what the first says of the entry's cards is the other's to say
        self.notes = other.notes;
        self.rows.extend(other.rows);
        self.writes.extend(other.writes);
        self.before = json!([self.before, other.before]);
        self.after = json!([self.after, other.after]);
        self
    }

    /// The setup as it will be.
    pub(super) fn setup(&self, frame: &Frame) -> Setup {
        let mut setup = frame.setup.clone();
        for write in &self.writes {
            match write {
                Write::Stop { entry, arrived, left } => {
                    for stop in setup.checkpoints.iter_mut().filter(|stop| stop.entry == *entry) {
                        (stop.arrived_at, stop.left_at) = (*arrived, *left);
                    }
                }
                Write::Place { entry, order, arrival, departure } => {
                    for stop in setup.checkpoints.iter_mut().filter(|stop| stop.entry == *entry) {
                        stop.order = Some(*order);
                        stop.planned_arrival.clone_from(arrival);
                        stop.planned_departure.clone_from(departure);
                    }
                }
                Write::Name(judge) => {
                    for seat in setup.judges.iter_mut().filter(|seat| seat.id == judge.id) {
                        seat.clone_from(judge);
                    }
                }
                Write::Add(judge) => setup.judges.push(judge.clone()),
                Write::Exclude(row) => setup.exclusions.push(row.clone()),
            }
        }
        setup
    }

    pub(super) fn write(self, tx: &mut Tx, event: &str, frame: &Frame, by: &By) -> Result<Done, AppError> {
        let setup = self.setup(frame);
        for write in &self.writes {
            match write {
                Write::Stop { entry, arrived, left } => {
                    setup::update_stop(tx, event, &setup.entries[*entry].id, *arrived, *left)?;
                }
                Write::Place { entry, order, arrival, departure } => {
                    day::plan_stop(tx, event, &setup.entries[*entry].id, *order, (arrival, departure))?;
                }
                Write::Name(judge) => day::rename_judge(tx, event, judge)?,
                Write::Add(judge) => day::add_judge(tx, event, &frame.rules, judge)?,
                Write::Exclude(row) => setup::insert_exclusion(tx, event, &frame.rules, &setup, row)?,
            }
        }
        let passes = self.rows.iter().any(|(kind, _, _)| *kind == Kind::Pass);
        for (kind, subject, told) in self.rows {
            let row = DayRow {
                event_id: event.to_owned(),
                number: 0,
                kind: kind.as_str().to_owned(),
                subject,
                told,
                reason: by.reason.clone(),
                who: by.who.clone(),
                at: by.now,
            };
            day::append(tx, row)?;
        }
        let mut after = json!({ "change": self.after, "reason": by.reason });
        if let Some(judge) = &self.ends {
            let revoked = session::revoke_judge(tx, event, judge, &by.told(), by.now)?;
            after["links_revoked"] = json!(revoked.links);
            after["sessions_ended"] = json!(revoked.sessions);
        }
        if let Some(judge) = &self.seat {
            let row = LinkRow {
                token_sha256: by.token.clone(),
                event_id: event.to_owned(),
                judge: judge.id.clone(),
                created_at: by.now,
                revoked_at: None,
            };
            session::insert_link(tx, &row)?;
            if passes {
                by.announce(tx, event, &judge.id)?;
            }
        }
        Ok(Done { seat: self.seat, before: self.before, after })
    }
}

/// Index of an entry.
pub(super) fn entry_of(frame: &Frame, id: &str) -> Result<usize, AppError> {
    frame.entry(id).ok_or_else(|| NotFound { what: "参评项目", id: id.to_owned() }.into())
}

/// What people call an entry: its unit, or its name.
pub(super) fn called(frame: &Frame, entry: usize) -> &str {
    let entry = &frame.setup.entries[entry];
    if entry.unit.is_empty() { &entry.name } else { &entry.unit }
}

/// The event with its marks, before withdrawn entries are left out.
pub(super) fn marks(tx: &mut Tx, head: &EventRow, frame: &Frame) -> Result<crate::scoring::event::Event, AppError> {
    App::filled(tx, &head.id, frame)
}
