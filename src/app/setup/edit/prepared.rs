//! How far an event is prepared: what is there, and what is lacking before it can be opened, or would better be there.

use super::fault::Lack;

use super::route;
use super::row::{fields, unmarked};
use super::title::title_fields;
use crate::app::act::actor::{Actor, Role};
use crate::app::act::drawn::{Drawn, Field};
use crate::app::act::permission::Act;
use crate::app::event::frame::Frame;
use crate::app::event::signers::{Signers, SigningSettings};
use crate::app::event::view::{EventState, EventSummary};
use crate::app::{App, AppError};
use crate::folder::edited::Sheet;
use crate::folder::tidy::time::TimeOfDay;
use crate::folder::{read_files, write_files};
use crate::scoring::rules::{Component, Kind, Scope};
use crate::store::{account, session};

/// All that an event is set up with, as the pages of its preparation show it.
#[derive(Debug, Clone)]
pub struct Prepared {
    pub event: EventSummary,
    /// Title of the rules; may be empty.
    pub rules: String,
    /// SHA-256 of the rules.
    pub rules_sha256: String,
    /// The entries: the fields of each, the first of which is its id.
    pub entries: Vec<Vec<Field>>,
    /// The judges, the same way.
    pub judges: Vec<Vec<Field>>,
    /// The judge groups of the rules.
    pub groups: Vec<PreparedGroup>,
    /// Classes of the rules: id, and what is said of it.
    pub classes: Vec<(String, String)>,
    /// The stops in the order of the route.
    pub stops: Vec<PreparedStop>,
    /// What a form that moves a stop is drawn from.
    pub order: Drawn,
    /// What the form of the title is drawn from.
    pub title: Drawn,
    /// Components that have no judge: how many values are there, how many there should be.
    pub measures: (usize, usize),
    /// Who must sign, and what follows.
    pub signing: SigningSettings,
    /// Accounts in use of each role that signs.
    pub accounts: Vec<(Role, usize)>,
    /// Sign-in links of judges that are good.
    pub links: usize,
    /// What is lacking, what must be there first.
    pub lacking: Vec<Lack>,
}

/// A judge group, and how many it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreparedGroup {
    pub id: String,
    pub name: String,
    pub judges: usize,
}

/// A stop of the route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreparedStop {
    /// Unit of its entry.
    pub unit: String,
    /// Site of its entry.
    pub site: String,
    /// Its fields; the first is the id of its entry.
    pub fields: Vec<Field>,
    /// Whether the bus has been there.
    pub visited: bool,
}

impl App {
    /// All that an event is set up with, and what is lacking.
    pub fn prepared(&self, actor: &Actor, event: &str) -> Result<Prepared, AppError> {
        self.look(actor, Act::SeeDesk, event, |tx, head, frame| {
            let signers = Signers::of_event(head)?;
            let in_use = account::list(tx)?;
            let accounts: Vec<(Role, usize)> = Signers::ROLES
                .into_iter()
                .map(|role| {
                    let of = |row: &&account::AccountRow| row.role == role.as_str() && row.left_at.is_none();
                    (role, in_use.iter().filter(of).count())
                })
                .collect();
            let links = usize::try_from(session::count_links(tx, event)?).unwrap_or_default();
            let mut lacking = lacking(frame);
            if head.state()? == EventState::Draft || head.state()? == EventState::Open {
                let short = |&(role, there): &(Role, usize)| {
                    let count = signers.needed(role).saturating_sub(there);
                    (count > 0).then_some(Lack::NoSigner { role, count })
                };
                lacking.extend(accounts.iter().filter_map(short));
                lacking.extend((links == 0 && !frame.setup.judges.is_empty()).then_some(Lack::NoLinks));
            }
            lacking.sort_by_key(|lack| !lack.must());
            let (rules, folder) = (&frame.rules, unmarked(frame));
            let of = |sheet: Sheet| sheet.rows(&folder).iter().map(|row| fields(sheet, row)).collect();
            Ok(Prepared {
                event: frame.summary(head)?,
                rules: rules.title.clone(),
                rules_sha256: frame.rules_sha256.clone(),
                entries: of(Sheet::Entries),
                judges: of(Sheet::Judges),
                groups: groups(frame),
                classes: rules
                    .classes
                    .iter()
                    .map(|class| (class.id.clone(), format!("{}（系数 {}）", class.id, class.coefficient)))
                    .collect(),
                stops: stops(frame),
                order: Drawn::of(&route::order_fields(frame)),
                title: Drawn::of(&title_fields(&head.title)),
                measures: measures(frame),
                signing: SigningSettings::of_event(head)?,
                accounts,
                links,
                lacking,
            })
        })
    }
}

fn groups(frame: &Frame) -> Vec<PreparedGroup> {
    let count = |index: usize| frame.setup.judges.iter().filter(|judge| judge.group == index).count();
    let groups = frame.rules.groups.iter().enumerate();
    groups.map(|(i, g)| PreparedGroup { id: g.id.clone(), name: g.name.clone(), judges: count(i) }).collect()
}

fn stops(frame: &Frame) -> Vec<PreparedStop> {
    let rows = Sheet::Checkpoints.rows(&unmarked(frame));
    let stop = |index: usize| {
        let stop = &frame.setup.checkpoints[index];
        let entry = &frame.setup.entries[stop.entry];
        PreparedStop {
            unit: entry.unit.clone(),
            site: entry.site.clone(),
            fields: fields(Sheet::Checkpoints, &rows[index]),
            visited: stop.arrived_at.is_some(),
        }
    };
    frame.along_route().into_iter().map(stop).collect()
}

/// Values of measures: how many are there, how many there should be.
fn measures(frame: &Frame) -> (usize, usize) {
    let measured = frame.rules.components.iter().filter(|component| component.judging().is_none()).count();
    (frame.setup.measures.len(), measured * frame.setup.entries.len())
}

/// What of the setup is lacking, whatever there is beside it.
pub(in crate::app) fn lacking(frame: &Frame) -> Vec<Lack> {
    let (setup, rules) = (&frame.setup, &frame.rules);
    let mut lacking = Vec::new();
    if setup.judges.is_empty() {
        lacking.push(Lack::NoJudge);
    } else {
        let empty = |index: usize| setup.judges.iter().all(|judge| judge.group != index);
        let needed = |index: usize| {
            let mut judged = rules.components.iter().filter_map(|component| component.judging());
            judged.any(|judging| judging.scope == Scope::Group && judging.groups.contains(&index))
        };
        let groups = rules.groups.iter().enumerate().filter(|(index, _)| empty(*index) && needed(*index));
        lacking.extend(groups.map(|(_, group)| Lack::EmptyGroup { group: group.name.clone() }));
    }
    let some = |found: Vec<String>, lack: fn(Vec<String>) -> Lack| (!found.is_empty()).then(|| lack(found));
    let nameless = setup.entries.iter().filter(|entry| entry.unit.is_empty()).map(|entry| entry.id.clone());
    lacking.extend(some(nameless.collect(), Lack::NoUnit));
    lacking.extend(some(apart(frame), Lack::Apart));
    lacking.extend(some(beside_the_route(frame), Lack::NoStop));
    let untimed = setup.checkpoints.iter().filter(|stop| stop.planned_arrival.is_empty()).count();
    lacking.extend((untimed > 0).then_some(Lack::NoTime(untimed)));
    lacking.extend(some(out_of_time(frame), Lack::OutOfTime));
    let (there, due) = measures(frame);
    lacking.extend((there < due).then(|| Lack::NoMeasure(due - there)));
    lacking
}

/// What of the lists does not fit together yet: panels that only one of them has, judges with fewer entries than they are
/// to choose.
fn apart(frame: &Frame) -> Vec<String> {
    let panels = frame.setup.judges.iter().any(|judge| !judge.panel.is_empty());
    let votes = frame.rules.components.iter().any(|component| matches!(component.kind, Kind::Votes { .. }));
    if !panels && !votes {
        return Vec::new();
    }
    let faults = read_files(&write_files(&unmarked(frame))).err().unwrap_or_default();
    faults.into_iter().map(|fault| fault.problem.to_string()).collect()
}

/// Units of entries that are on no route although the rules open cards along it.
fn beside_the_route(frame: &Frame) -> Vec<String> {
    use crate::scoring::rules::Opens;
    let waits = |component: &Component| {
        component.judging().is_some_and(|judging| match judging.release.opens {
            Opens::Event => false,
            Opens::Arrival { .. } | Opens::After(_) | Opens::All => true,
        })
    };
    if !frame.rules.components.iter().any(waits) {
        return Vec::new();
    }
    let setup = &frame.setup;
    let on = |entry: usize| setup.checkpoints.iter().any(|stop| stop.entry == entry);
    let off = setup.entries.iter().enumerate().filter(|(index, _)| !on(*index));
    off.map(|(_, entry)| if entry.unit.is_empty() { entry.id.clone() } else { entry.unit.clone() }).collect()
}

/// Units of stops whose planned arrival is before the planned departure of the stop before.
fn out_of_time(frame: &Frame) -> Vec<String> {
    let along: Vec<_> = frame.along_route().into_iter().map(|index| &frame.setup.checkpoints[index]).collect();
    let early = along.windows(2).filter(|pair| {
        let left = TimeOfDay::read(&pair[0].planned_departure);
        let arrives = TimeOfDay::read(&pair[1].planned_arrival);
        left.zip(arrives).is_some_and(|(left, arrives)| arrives < left)
    });
    early.map(|pair| frame.setup.entries[pair[1].entry].unit.clone()).collect()
}
