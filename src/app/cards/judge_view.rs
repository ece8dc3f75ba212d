//! The event as one judge may see it: their own cards, and nobody else's.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Datelike, TimeDelta, Utc};

use crate::app::act::actor::Actor;
use crate::app::act::clock::{Moment, moment};
use crate::app::cards::came::is_overtaken;
use crate::app::cards::device::{IMPORT, PAPER};
use crate::app::cards::devices::{still_lost, unsent_of};
use crate::app::cards::record::judge_of;
use crate::app::error::NotFound;
use crate::app::event::card::Place;
use crate::app::event::frame::{Frame, Window};
use crate::app::event::standings::{is_unfit, read_op};
use crate::app::event::wire::{
    CardView, ComponentView, CriterionView, Expected, GradeView, HeldView, JudgeView, LimitsView, MissingView, Op,
    ReleaseView, RivalView, RulingView, UnsentState,
};
use crate::app::{App, AppError};
use crate::scoring::event::{Cell, Expectation};
use crate::scoring::rules::{Component, Kind, Opens, Rules};
use crate::store::operation::{self, OperationRow};
use crate::store::ruling::{self, RulingRow};
use crate::store::{EventState, StoreError, Tx, ask, device, settled};

impl App {
    /// The event as the actor, a judge, may see it.
    ///
    /// # Errors
    /// Where the actor is no judge, or the database does not answer.
    pub fn judge_view(&self, actor: &Actor) -> Result<JudgeView, AppError> {
        let (event, judge) = judge_of(actor)?;
        self.store.read(|tx| self.view_of(tx, &event, &judge))
    }

    pub(in crate::app) fn view_of(&self, tx: &mut Tx, event: &str, judge: &str) -> Result<JudgeView, AppError> {
        let head = Self::head(tx, event)?;
        let frame = self.frame(tx, &head)?;
        let state = head.state()?;
        let seat = frame.judge(judge).ok_or_else(|| NotFound { what: "评委", id: judge.to_owned() })?;
        let mut ops: HashMap<(String, String), Vec<OperationRow>> = HashMap::new();
        for row in operation::of_judge(tx, event, judge)? {
            ops.entry((row.component.clone(), row.entry.clone())).or_default().push(row);
        }
        let rulings = ruling::of_judge(tx, event, judge)?;
        let open = settled::open_of_judge(tx, event, judge)?.into_iter().map(|rival| rival.op).collect();
        // oldest first: the last one of a card stays
        let asked = ask::of_judge(tx, event, judge)?.into_iter().map(|row| ((row.component, row.entry), row.at));
        let asked: HashMap<(String, String), i64> = asked.collect();
        let missing = missing_of(tx, event, judge)?;
        let mut cards = Vec::new();
        let mut components = Vec::new();
        for (component, rules) in frame.rules.components.iter().enumerate() {
            let group = frame.setup.judges[seat].group;
            if rules.judging().is_none_or(|judging| judging.list_of(group).is_none()) {
                continue;
            }
            let due = frame.due(component, seat);
            components.push(component_view(
                &frame.rules,
                rules,
                due.iter().map(|&e| frame.setup.entries[e].id.clone()).collect(),
            ));
            let entries: Vec<Option<usize>> = if frame.is_ballot(component) {
                vec![None]
            } else {
                (0..frame.setup.entries.len()).map(Some).collect()
            };
            for entry in entries {
                let place = Place { component, judge: seat, entry };
                let key = (rules.id.clone(), entry.map_or(String::new(), |e| frame.setup.entries[e].id.clone()));
                let rows = ops.remove(&key).unwrap_or_default();
                let missing = missing.get(&key).map(Vec::as_slice).unwrap_or_default();
                let own = Own { rows: &rows, rulings: &rulings, open: &open, asked: asked.get(&key).copied(), missing };
                cards.push(card_view(&frame, state, place, key, &own, self.clock.micros())?);
            }
        }
        let me = &frame.setup.judges[seat];
        Ok(JudgeView {
            id: head.id.clone(),
            title: head.title.clone(),
            state: state.as_str().to_owned(),
            demo: head.demo,
            rehearsal: head.rehearsal,
            version: head.version,
            rules: frame.rules_sha256.clone(),
            judge: me.id.clone(),
            judge_name: me.name.clone(),
            group_name: frame.rules.groups[me.group].name.clone(),
            route: frame.route(),
            entries: frame.entry_views(),
            components,
            my_cards: cards,
        })
    }
}

fn component_view(all: &Rules, rules: &Component, due: Vec<String>) -> ComponentView {
    let ballot = if matches!(rules.kind, Kind::Ranking { .. }) { due } else { Vec::new() };
    let (kind, grades) = match &rules.kind {
        Kind::Marks { .. } => ("marks", &[][..]),
        Kind::Ranking { .. } => ("ranking", &[][..]),
        Kind::Grades { grades, .. } => ("grades", grades.as_slice()),
        Kind::Measure { .. } => ("measure", &[][..]),
    };
    let criteria = rules.criteria().iter().map(|c| CriterionView {
        id: c.id.clone(),
        name: c.name.clone(),
        min: c.min.normalize().to_string(),
        max: c.max.normalize().to_string(),
        step: c.step.normalize().to_string(),
        weight: c.weight.normalize().to_string(),
        guide: c.guide.clone(),
    });
    ComponentView {
        id: rules.id.clone(),
        name: rules.name.clone(),
        kind: kind.to_owned(),
        criteria: criteria.collect(),
        grades: grades.iter().map(|g| GradeView { id: g.id.clone(), name: g.name.clone() }).collect(),
        places: ballot.len(),
        ballot,
        limits: limits_view(all, rules),
        release: release_view(rules),
    }
}

fn limits_view(all: &Rules, rules: &Component) -> Option<LimitsView> {
    let limits = &all.limits;
    let is_limited = matches!(rules.kind, Kind::Marks { .. }) && (limits.distinct || limits.max_share_above.is_some());
    let (mark, share) = limits.max_share_above.unzip();
    is_limited.then(|| LimitsView {
        above: mark.map(|mark| mark.normalize().to_string()),
        percent: share.map(|share| share.normalize().to_string()),
        distinct: limits.distinct,
        decimals: all.rounding.card,
        mode: all.rounding.mode.as_str().to_owned(),
    })
}

fn release_view(rules: &Component) -> ReleaseView {
    let Some(judging) = rules.judging() else { return ReleaseView::default() };
    let (opens, after) = match judging.release.opens {
        Opens::Event => ("event", None),
        Opens::Arrival => ("arrival", None),
        Opens::After(count) => ("after", Some(count)),
        Opens::All => ("all", None),
    };
    ReleaseView { opens: opens.to_owned(), after, closes_after: judging.release.closes_after }
}

fn expected(frame: &Frame, place: Place) -> Expected {
    let of = |entry| match frame.event.expectation(Cell { component: place.component, judge: place.judge, entry }) {
        Expectation::Due => Expected::Due,
        // a judge who counts for none in a component is asked for none, and told the same
        Expectation::Recused | Expectation::JudgeDropped | Expectation::NotJudged => Expected::Recused,
        Expectation::Absent => Expected::Absent,
        Expectation::Void => Expected::Void,
    };
    match place.entry {
        Some(entry) if frame.day.is_withdrawn(entry) => Expected::Withdrawn,
        Some(entry) => of(entry),
        None if frame.due(place.component, place.judge).is_empty() => of(0),
        None => Expected::Due,
    }
}

/// What is kept of a card, oldest first, and the rulings on all of the judge's, and which of their rivals are open.
struct Own<'r> {
    rows: &'r [OperationRow],
    rulings: &'r [RulingRow],
    open: &'r HashSet<String>,
    asked: Option<i64>,
    missing: &'r [MissingView],
}

/// What devices of a judge have, or had, of each card and what has not come.
fn missing_of(
    tx: &mut Tx,
    event: &str,
    judge: &str,
) -> Result<HashMap<(String, String), Vec<MissingView>>, StoreError> {
    let mut missing: HashMap<(String, String), Vec<MissingView>> = HashMap::new();
    for row in device::of_judge(tx, event, judge)? {
        let queued = unsent_of(&row)?.into_iter().filter(|card| card.state == UnsentState::Queued);
        let queued = queued.map(|card| ((card.component, card.entry), None));
        let lost = still_lost(tx, &row)?.into_iter().map(|op| ((op.component, op.entry), Some(op.seq)));
        for (card, seq) in queued.chain(lost) {
            missing.entry(card).or_default().push(MissingView { device: row.id.clone(), seq });
        }
    }
    Ok(missing)
}

fn card_view(
    frame: &Frame,
    state: EventState,
    place: Place,
    (component, entry): (String, String),
    own: &Own<'_>,
    now: i64,
) -> Result<CardView, StoreError> {
    let expected = expected(frame, place);
    let rows = own.rows;
    let current = rows.iter().filter(|row| row.outcome == operation::RECORDED).max_by_key(|row| row.revision);
    let rivals = rows.iter().filter(|row| own.open.contains(&row.op));
    let ruled = |row: &&OperationRow| own.rulings.iter().find(|ruling| ruling.op == row.op);
    let quarantined = rows.iter().filter(|row| operation::is_quarantine(&row.outcome));
    let (decided, mut undecided): (Vec<_>, Vec<_>) = quarantined.partition(|row| ruled(row).is_some());
    undecided.retain(|row| !is_overtaken(&row.outcome, row.version, current.map(|current| current.version)));
    let held =
        undecided.last().filter(|_| current.is_none()).map(|row| read_op(row).map(|op| (row, op))).transpose()?;
    let rulings = decided.iter().filter_map(ruled).map(|ruling| RulingView {
        op: ruling.op.clone(),
        admitted: ruling.admitted,
        reason: ruling.reason.clone(),
    });
    let unfit = expected == Expected::Due
        && state.is_before_close()
        && current.map_or(Ok(false), |row| is_unfit(frame, row))?;
    let op = current.map(read_op).transpose()?;
    // what is in, or waits for a ruling, need not be handed in again
    let is_out = state == EventState::Open && expected == Expected::Due && op.is_none() && undecided.is_empty();
    let open = expected == Expected::Due && frame.window(state, place.component, place.entry, now) == Window::Open;
    Ok(CardView {
        component,
        entry,
        expected,
        open,
        op: current.map(|row| row.op.clone()),
        revision: current.map_or(0, |row| row.revision),
        receipt: current.map(|row| row.receipt.clone()),
        made_at: current.zip(op.as_ref()).and_then(|(row, op)| made_at(row, op)),
        received_at: current.map(|row| moment(row.received_at)),
        older_rules: current.is_some_and(|row| row.older_rules),
        unfit,
        marks: op.as_ref().map(|op| op.marks.clone()).unwrap_or_default(),
        comment: op.map(|op| op.comment).unwrap_or_default(),
        rivals: rivals.map(rival).collect::<Result<_, _>>()?,
        held: held.map(|(row, op)| HeldView { outcome: row.outcome.clone(), marks: op.marks, comment: op.comment }),
        quarantined: undecided.into_iter().map(|row| row.op.clone()).collect(),
        rulings: rulings.collect(),
        asked_at: own.asked.filter(|_| is_out).map(moment),
        missing: own.missing.to_vec(),
    })
}

fn rival(row: &OperationRow) -> Result<RivalView, StoreError> {
    let op = read_op(row)?;
    Ok(RivalView {
        made_at: made_at(row, &op),
        received_at: moment(row.received_at),
        op: op.op,
        receipt: row.receipt.clone(),
        device: op.device,
        marks: op.marks,
        comment: op.comment,
    })
}

/// When a card was made. What was typed from paper or imported says only when that was done.
fn made_at(row: &OperationRow, op: &Op) -> Option<Moment> {
    if [PAPER, IMPORT].contains(&row.device.as_str()) {
        return None;
    }
    let said = DateTime::parse_from_rfc3339(&op.at).ok()?.with_timezone(&Utc);
    let ahead = TimeDelta::try_milliseconds(row.skew_ms.unwrap_or(0))?;
    // a year that no script can read is no time
    said.checked_sub_signed(ahead).filter(|at| (1970..10_000).contains(&at.year()))
}
