//! By hand: adjustments, measures, and taking back what was
//! entered by mistake. Each with a reason, on record, and never over what was there: rows are added, and a
//! row that was taken back stays readable.
//!
//! After the close a change makes a new frozen result, and the signatures under the one before no longer
//! count for the event; it goes back to closed.

use serde_json::{Value, json};

use crate::app::act::actor::Actor;
use crate::app::act::changed::Acts;
use crate::app::act::drawn::{Drawn, Field, refuse_overtaken};
use crate::app::act::permission::Act;
use crate::app::act::reason::stated;
use crate::app::act::word::Word;
use crate::app::desk::call::{deducted, open_for};
use crate::app::error::Already;
use crate::app::error::NotFound;
use crate::app::error::{AppFault, FaultKind};
use crate::app::event::doing::Doing;
use crate::app::event::frame::Frame;
use crate::app::{App, AppError};
use crate::folder::Fault;
use crate::folder::tidy::plain;
use crate::scoring::adjustments;
use crate::scoring::event::{Adjustment, AdjustmentKind};
use crate::scoring::number;
use crate::store::hand::{self, Kind, WithdrawalRow};
use crate::store::{Tx, setup};

/// Longest text of an item, in characters.
const ITEM: usize = 100;

/// Points or a veto for an entry.
#[derive(Debug, Clone)]
pub struct AdjustRequest {
    pub entry: String,
    pub kind: AdjustmentKind,
    /// Id of the item where the rules list items, free text otherwise; may be empty for a veto.
    pub item: String,
    /// Points as typed; not read for a veto.
    pub points: String,
    /// Reason; must not be empty.
    pub reason: String,
    /// Whether it is meant also where the rules count less of it.
    pub sure: bool,
}

/// A cell of a grid that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellFault {
    /// Its component and its entry, by their ids.
    pub cell: String,
    pub fault: HandFault,
}

/// Why something is not entered by hand.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HandFault {
    /// Something typed is no number.
    #[error("“{found}”不是数字，请填写如 1.5 的数字")]
    NotANumber {
        /// What was typed.
        found: String,
    },
    /// A number that is not allowed there.
    #[error("“{found}”不在允许范围内，应{allowed}")]
    OutOfRange {
        /// What was typed.
        found: String,
        allowed: String,
    },
    /// The rules list items, and this is none of them.
    #[error("规则中没有“{found}”这一事项，可选：{}", allowed.join("、"))]
    UnknownItem {
        /// What was given.
        found: String,
        /// The items of the rules.
        allowed: Vec<String>,
    },
    /// An item that is missing or too long.
    #[error("请写明事项，最多 {ITEM} 字")]
    BadItem,
    /// The component is scored by judges.
    #[error("“{component}”由评委评分，不能直接填写数值")]
    NotAMeasure { component: String },
    #[error("数值没有变化，没有写入")]
    Unchanged,
    /// The entries do not share a place.
    #[error("这些项目现在不是这样并列，成绩可能已有变动，请刷新后重新裁定")]
    NotTied,
    /// Some of those who share the place are left out, or two have the same turn.
    #[error("请给并列的每个项目各排一个不同的次序，从 1 开始")]
    NotAnOrder,
    /// A table with faults; nothing of it was written.
    #[error("表格有 {} 处问题，没有写入：{}", .0.len(), .0.first().map(ToString::to_string).unwrap_or_default())]
    Table(Vec<Fault>),
    /// The rules count less than what would be entered, and nobody has said that it is meant.
    #[error("{said}，超出的部分不计入成绩。没有登记；确实要登记的，请按“仍要登记”")]
    OverCap {
        /// What would be entered, and what would count.
        said: String,
    },
    /// A grid of measures with faults.
    #[error("有 {} 格不对，没有写入任何数值", .0.len())]
    Cells(Vec<CellFault>),
}

impl AppFault for HandFault {
    fn kind(&self) -> FaultKind {
        match self {
            Self::NotTied | Self::Unchanged | Self::OverCap { .. } => FaultKind::Conflict,
            Self::NotANumber { .. }
            | Self::OutOfRange { .. }
            | Self::UnknownItem { .. }
            | Self::BadItem
            | Self::NotAMeasure { .. }
            | Self::NotAnOrder
            | Self::Table(_)
            | Self::Cells(_) => FaultKind::Invalid,
        }
    }

    fn word(&self) -> &'static str {
        "hand"
    }

    fn field(&self) -> Option<&'static str> {
        match self {
            Self::NotANumber { .. } | Self::OutOfRange { .. } | Self::OverCap { .. } => Some("points"),
            Self::UnknownItem { .. } | Self::BadItem => Some("item"),
            Self::NotAnOrder => Some("turn-"),
            Self::NotAMeasure { .. } | Self::Unchanged | Self::NotTied | Self::Table(_) | Self::Cells(_) => None,
        }
    }

    fn sure(&self) -> Option<&'static str> {
        match self {
            Self::OverCap { .. } => Some("仍要登记"),
            _ => None,
        }
    }

    fn fields(&self) -> Vec<(String, String)> {
        match self {
            Self::Cells(faults) => {
                faults.iter().map(|fault| (format!("value-{}", fault.cell), fault.fault.to_string())).collect()
            }
            _ => Vec::new(),
        }
    }
}

impl App {
    /// Adds points, takes them off, or vetoes an entry; of a form that was `drawn`, where the entry's adjustments are
    /// still those that it was drawn from: two organisers who enter one certificate enter it once.
    ///
    /// # Errors
    /// [`HandFault`] with what is wrong, [`Overtaken`]; where the actor may not, an id is unknown, no
    /// reason is given, or the state of the event does not allow it.
    pub fn adjust(
        &self,
        actor: &Actor,
        event: &str,
        request: &AdjustRequest,
        drawn: Option<&Drawn>,
    ) -> Result<(), AppError> {
        self.adjust_of(actor, event, request, drawn, None)
    }

    /// Takes points off for a report that was too long, number `overtime`: the same, and of one such report it is done
    /// once.
    ///
    /// # Errors
    /// As [`App::adjust`]; [`CallFault`] where it was decided about, is another entry's, or the request is no deduction.
    ///
    /// [`CallFault`]: crate::app::desk::call::CallFault
    pub fn deduct_overtime(
        &self,
        actor: &Actor,
        event: &str,
        overtime: i64,
        request: &AdjustRequest,
        drawn: Option<&Drawn>,
    ) -> Result<(), AppError> {
        self.adjust_of(actor, event, request, drawn, Some(overtime))
    }

    fn adjust_of(
        &self,
        actor: &Actor,
        event: &str,
        request: &AdjustRequest,
        drawn: Option<&Drawn>,
        overtime: Option<i64>,
    ) -> Result<(), AppError> {
        let drawn = drawn.cloned();
        let reason = stated(&request.reason)?;
        let (id, request) = (event.to_owned(), AdjustRequest { reason, ..request.clone() });
        let subject = format!("entry:{}", request.entry);
        let by = (actor.name(), self.clock.micros());
        self.act(actor, event, Doing::by_hand(Act::Adjust, Word::Adjust, subject), move |tx, _, frame| {
            if let Some(number) = overtime {
                // before anything else: what was decided meanwhile is not to be entered once more
                open_for(tx, &id, number)?;
            }
            let row = adjustment(frame, &request)?;
            if let Some(drawn) = &drawn {
                not_overtaken(tx, &id, frame, drawn, row.entry)?;
            }
            if let Some(said) = over_cap(frame, &row).filter(|_| !request.sure) {
                return Err(HandFault::OverCap { said }.into());
            }
            setup::insert_adjustment(tx, &id, &frame.setup, &row)?;
            let mut after = json!({ "kind": kind_word(row.kind), "item": row.item, "points": row.points.to_string(),
                "reason": row.reason });
            if let Some(number) = overtime {
                deducted(tx, (&id, number), (&request.entry, row.kind), by)?;
                after["overtime"] = json!(number);
            }
            Ok((Value::Null, after))
        })
    }

    /// Takes back a row that was entered by mistake; of a decision, all that were made together.
    ///
    /// # Errors
    /// [`Already`] where it was taken back before, [`NotFound`]; else as [`App::adjust`].
    pub fn withdraw(
        &self,
        actor: &Actor,
        event: &str,
        kind: Kind,
        position: i32,
        reason: &str,
    ) -> Result<(), AppError> {
        let act = match kind {
            Kind::Exclusion => Act::Exclude,
            Kind::Adjustment => Act::Adjust,
            Kind::Decision => Act::DecideTie,
            Kind::Acceptance => Act::AcceptBreach,
        };
        let (id, reason, who, now) = (event.to_owned(), stated(reason)?, actor.name(), self.clock.micros());
        let subject = format!("{}:{position}", kind.as_str());
        self.act(actor, event, Doing::by_hand(act, Word::Withdraw, subject), move |tx, _, _| {
            let rows = hand::entered(tx, &id, kind)?;
            let none = || NotFound { what: "登记", id: position.to_string() };
            let row = rows.into_iter().find(|row| row.position == position).ok_or_else(none)?;
            if row.withdrawn.is_some() {
                return Err(Already { what: "这一条已经撤销" }.into());
            }
            let before = json!({ "judge": row.judge, "component": row.component, "entry": row.entry,
                "kind": row.word, "item": row.item, "figure": row.figure, "reason": row.reason });
            if kind == Kind::Decision {
                take_back(tx, &id, now, &who, &reason, |other| other.made == row.made)?;
            } else {
                let row = WithdrawalRow {
                    event_id: id.clone(),
                    kind: kind.as_str().to_owned(),
                    position,
                    reason: reason.clone(),
                    who: who.clone(),
                    at: now,
                };
                hand::withdraw(tx, &row)?;
            }
            Ok((before, json!({ "withdrawn": true, "reason": reason })))
        })
    }
}

/// The adjustments of an entry that stand, as the one field of a form, by the entry's id.
pub(in crate::app) fn adjusted(frame: &Frame, entry: usize) -> Field {
    let setup = &frame.setup;
    let rows = setup.adjustments.iter().filter(|row| row.entry == entry).map(|row| {
        let kind = match row.kind {
            AdjustmentKind::Bonus => "加分",
            AdjustmentKind::Deduction => "减分",
            AdjustmentKind::Veto => "否决",
        };
        let points = if row.kind == AdjustmentKind::Veto { String::new() } else { format!(" {}", row.points) };
        format!("{kind} {}{points}", row.item)
    });
    let rows: Vec<String> = rows.collect();
    Field::new(&setup.entries[entry].id, format!("{}的加减分、否决", setup.entries[entry].unit), rows.join("；"))
}

fn not_overtaken(tx: &mut Tx, event: &str, frame: &Frame, drawn: &Drawn, entry: usize) -> Result<(), AppError> {
    let (id, now) = (&frame.setup.entries[entry].id, adjusted(frame, entry));
    let rows = hand::entered(tx, event, Kind::Adjustment)?;
    let mut subjects: Vec<String> =
        rows.iter().filter(|row| row.entry == *id).map(|row| format!("adjustment:{}", row.position)).collect();
    subjects.push(format!("entry:{id}"));
    let subjects: Vec<&str> = subjects.iter().map(String::as_str).collect();
    let acts = Acts { subjects: &subjects, words: &[Word::Adjust, Word::Withdraw] };
    refuse_overtaken(tx, event, &acts, "加减分", drawn, vec![now])
}

/// Takes back the decisions that stand and are meant; gives their positions.
pub(in crate::app) fn take_back(
    tx: &mut Tx,
    event: &str,
    now: i64,
    who: &str,
    reason: &str,
    meant: impl Fn(&hand::EnteredRow) -> bool,
) -> Result<Vec<i32>, AppError> {
    let rows = hand::entered(tx, event, Kind::Decision)?;
    let rows: Vec<i32> =
        rows.iter().filter(|row| row.withdrawn.is_none() && meant(row)).map(|row| row.position).collect();
    for &position in &rows {
        let (kind, reason) = (Kind::Decision.as_str().to_owned(), reason.to_owned());
        let row = WithdrawalRow { event_id: event.to_owned(), kind, position, reason, who: who.to_owned(), at: now };
        hand::withdraw(tx, &row)?;
    }
    Ok(rows)
}

/// What would be entered and what of it would count, where the rules count less of it.
fn over_cap(frame: &Frame, row: &Adjustment) -> Option<String> {
    let word = match row.kind {
        AdjustmentKind::Bonus => "加分",
        AdjustmentKind::Deduction => "减分",
        AdjustmentKind::Veto => return None,
    };
    let own = frame.setup.adjustments.iter().filter(|other| other.entry == row.entry);
    let trace = adjustments(&frame.rules, &own.chain([row]).collect::<Vec<_>>(), row.kind);
    let mut said = Vec::new();
    if let Some(item) = trace.items.iter().find(|item| item.item == row.item && item.points != item.capped) {
        said.push(format!("“{}”{word}合计 {} 分，按规则最多计 {} 分", item.name, item.points, item.capped));
    }
    if trace.sum != trace.capped {
        said.push(format!("{word}合计 {} 分，按规则最多计 {} 分", trace.sum, trace.capped));
    }
    (!said.is_empty()).then(|| said.join("；"))
}

fn kind_word(kind: AdjustmentKind) -> &'static str {
    match kind {
        AdjustmentKind::Bonus => "bonus",
        AdjustmentKind::Deduction => "deduction",
        AdjustmentKind::Veto => "veto",
    }
}

fn adjustment(frame: &Frame, request: &AdjustRequest) -> Result<Adjustment, AppError> {
    let none = || NotFound { what: "参评项目", id: request.entry.clone() };
    let entry = frame.entry(&request.entry).ok_or_else(none)?;
    let item = request.item.trim().to_owned();
    let veto = request.kind == AdjustmentKind::Veto;
    // a veto's item is one of its own list, where there is one
    let own = veto && !frame.rules.veto.items.is_empty();
    let items: Vec<&str> = if own {
        frame.rules.veto.items.iter().map(|item| item.id.as_str()).collect()
    } else {
        frame.rules.adjustments.items.iter().map(|item| item.id.as_str()).collect()
    };
    let free = items.is_empty() || (veto && !own && item.is_empty());
    if !free && !items.contains(&item.as_str()) {
        let allowed = items.into_iter().map(str::to_owned).collect();
        return Err(HandFault::UnknownItem { found: item, allowed }.into());
    }
    if (item.is_empty() && !veto) || item.chars().count() > ITEM {
        return Err(HandFault::BadItem.into());
    }
    let points = if veto { rust_decimal::Decimal::ZERO } else { figure(&request.points)? };
    if !veto && points <= rust_decimal::Decimal::ZERO {
        let allowed = "大于 0，加或减由类型决定".to_owned();
        return Err(HandFault::OutOfRange { found: request.points.clone(), allowed }.into());
    }
    Ok(Adjustment { entry, kind: request.kind, item, points, reason: request.reason.clone() })
}

/// A number as somebody typed it.
pub(in crate::app) fn figure(typed: &str) -> Result<rust_decimal::Decimal, HandFault> {
    let found = || HandFault::NotANumber { found: typed.chars().take(40).collect() };
    number::parse(&plain(typed)).map_err(|_| found())
}
