//! A drawn card: what its judge signed, and what was counted.

use std::collections::BTreeMap;

use crate::app::AppError;
use crate::app::act::clock::{Moment, moment};
use crate::app::cards::device::{DESK, IMPORT, PAPER};
use crate::app::cards::signed::{Signature, of_row, readable_keys};
use crate::app::event::card;
use crate::app::event::frame::{Frame, judge_name};
use crate::app::event::op::read_op;
use crate::app::event::standings::place;
use crate::scoring::Explain;
use crate::scoring::result::Report;
use crate::scoring::rules::Kind;
use crate::scoring::trace::EntryTrace;
use crate::store::checking::SpotLookRow;
use crate::store::event::EventRow;
use crate::store::operation::{self, OperationRow};
use crate::store::paper;
use crate::store::{StoreError, Tx};

/// Where a card came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A tablet, whose signature is good.
    Signed,
    /// A tablet, without a signature.
    Unsigned,
    /// A sheet of paper, by its reference.
    Paper(String),
    /// The quarantine, from which somebody admitted it.
    Admitted,
    /// A folder.
    Folder,
    /// A tablet, whose signature is not good.
    Broken,
}

/// What was found of a card last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    pub differs: bool,
    pub remark: String,
    pub account: String,
    pub at: Moment,
}

/// A drawn card. Figures are texts.
#[derive(Debug, Clone)]
pub struct DrawnCard {
    pub op: String,
    pub judge_name: String,
    /// Unit of the entry; empty for a ballot.
    pub entry_name: String,
    pub component_name: String,
    pub source: Source,
    /// What was signed, or typed from paper: name of the line and text.
    pub marks: Vec<(String, String)>,
    /// What that comes to, value by value.
    pub signed: Vec<String>,
    /// The same in the frozen result.
    pub counted: Vec<String>,
    /// Whether they are the same.
    pub agrees: bool,
    pub look: Option<Look>,
}

impl DrawnCard {
    /// Whether it is, or was found, another one.
    #[must_use]
    pub fn differs(&self) -> bool {
        !self.agrees || self.look.as_ref().is_some_and(|look| look.differs)
    }

    /// Seat, entry, component.
    #[must_use]
    pub fn called(&self) -> String {
        let parts = [&self.judge_name, &self.entry_name, &self.component_name];
        parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" · ")
    }
}

/// Cards by their ops, in that order.
pub(super) fn cards(
    tx: &mut Tx,
    head: &EventRow,
    frame: &Frame,
    report: &Report,
    (ops, last): (&[String], &BTreeMap<String, SpotLookRow>),
) -> Result<Vec<DrawnCard>, AppError> {
    if ops.is_empty() {
        return Ok(Vec::new());
    }
    // worked out anew from the bytes that were signed, and from nothing else
    let mut event = frame.event.clone();
    crate::app::event::standings::fill(&mut event, frame, &operation::recorded_after(tx, &head.id, 0)?)?;
    let anew = frame.report(&frame.taking_part(&event), &Explain::All);
    let keys = readable_keys(tx, &head.id)?;
    let mut references: BTreeMap<String, String> = BTreeMap::new();
    for sheet in paper::of_event(tx, &head.id)? {
        if let Some(op) = sheet.end.and_then(|end| end.op) {
            references.insert(op, sheet.sheet.reference);
        }
    }
    let mut cards = Vec::with_capacity(ops.len());
    for op in ops {
        let row = operation::find(tx, op)?.ok_or_else(|| StoreError::corrupt(format!("operation {op} is gone")))?;
        let source = match row.device.as_str() {
            PAPER => Source::Paper(references.remove(op).unwrap_or_default()),
            DESK => Source::Admitted,
            IMPORT => Source::Folder,
            _ => match of_row(&row, &keys) {
                Signature::Good => Source::Signed,
                Signature::None => Source::Unsigned,
                Signature::Unknown | Signature::Bad => Source::Broken,
            },
        };
        let (signed, counted) = (values(&anew, frame, &row)?, values(report, frame, &row)?);
        cards.push(DrawnCard {
            op: row.op.clone(),
            judge_name: judge_name(frame, &row.judge),
            entry_name: frame
                .entry(&row.entry)
                .map(|entry| frame.setup.entries[entry].unit.clone())
                .unwrap_or_default(),
            component_name: frame.rules.components[place(frame, &row)?.component].name.clone(),
            agrees: source != Source::Broken && signed == counted && !signed.is_empty(),
            source,
            marks: marks(frame, &row)?,
            signed,
            counted,
            look: last.get(op).map(|row| Look {
                differs: row.differs,
                remark: row.remark.clone(),
                account: row.account.clone(),
                at: moment(row.at),
            }),
        });
    }
    Ok(cards)
}

/// The values of a card in a report, as they entered the lists of its judge's group.
fn values(report: &Report, frame: &Frame, row: &OperationRow) -> Result<Vec<String>, StoreError> {
    let component = place(frame, row)?.component;
    let traces = report.trace.iter().flatten().filter(|(entry, _)| row.entry.is_empty() || **entry == row.entry);
    let of = |(entry, trace): (&String, &EntryTrace)| -> Vec<String> {
        let groups = trace.components.get(component).into_iter().flat_map(|component| &component.groups);
        let lists = groups.flat_map(|group| &group.lists);
        let own = lists.flat_map(|list| list.values.iter().map(move |value| (list, value)));
        own.filter(|(_, value)| value.judge == row.judge && !value.stand_in)
            .map(|(_, value)| {
                let said = if value.from.is_empty() { &value.value } else { &value.from };
                if row.entry.is_empty() { format!("{entry} {said}") } else { said.clone() }
            })
            .collect()
    };
    Ok(traces.flat_map(of).collect())
}

/// What a card says, line by line.
fn marks(frame: &Frame, row: &OperationRow) -> Result<Vec<(String, String)>, StoreError> {
    let op = read_op(row)?;
    let component = &frame.rules.components[place(frame, row)?.component];
    let entry =
        |id: &String| frame.entry(id).map_or_else(|| id.clone(), |entry| frame.setup.entries[entry].unit.clone());
    let named = |(key, text): (&String, &String)| match &component.kind {
        Kind::Marks { criteria, .. } => {
            let name = criteria.iter().find(|criterion| criterion.id == *key).map(|criterion| criterion.name.clone());
            (name.unwrap_or_else(|| key.clone()), text.clone())
        }
        Kind::Grades { grades, .. } if key == card::GRADE => {
            let name = grades.iter().find(|grade| grade.id == *text).map(|grade| grade.name.clone());
            ("等次".to_owned(), name.unwrap_or_else(|| text.clone()))
        }
        Kind::Ranking { .. } => (entry(key), format!("第 {text} 名")),
        Kind::Votes { .. } => (entry(key), "推荐".to_owned()),
        Kind::Grades { .. } | Kind::Measure { .. } => (key.clone(), text.clone()),
    };
    let mut lines: Vec<(String, String)> = op.marks.iter().filter(|(_, text)| !text.is_empty()).map(named).collect();
    if let Kind::Marks { criteria, .. } = &component.kind {
        let order = |name: &String| criteria.iter().position(|criterion| criterion.name == *name);
        lines.sort_by_key(|(name, _)| order(name));
    }
    Ok(lines)
}
