//! What pages of sheets are drawn from: plain data. No mark is in it but what differs, and after the close.

use super::sheet::{Became, CardName};
use crate::app::act::clock::Moment;
use crate::app::event::view::EventSummary;

/// All that the page of sheets shows: no mark.
#[derive(Debug, Clone)]
pub struct PaperDesk {
    pub event: EventSummary,
    /// Judges: id and name.
    pub judges: Vec<(String, String)>,
    /// Judged components: id and name.
    pub components: Vec<(String, String)>,
    /// Entries: id and unit.
    pub entries: Vec<(String, String)>,
    /// The sheets, the latest first.
    pub sheets: Vec<SheetLine>,
}

/// A sheet in a list: no mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetLine {
    /// The sheet.
    pub id: String,
    pub card: CardName,
    /// Judge, entry and component by name.
    pub about: String,
    /// Where its scan is found.
    pub reference: String,
    /// How it stands.
    pub state: SheetState,
    /// Who typed it and when, in their order.
    pub typists: Vec<(String, Moment)>,
    /// Whether one of them is who asks.
    pub own: bool,
}

/// How a sheet stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetState {
    /// It waits for the second typing.
    Waiting,
    /// The two differ.
    Differs,
    Settled {
        became: Became,
        /// Who settled it.
        who: String,
    },
    Withdrawn {
        /// Why.
        reason: String,
        /// Who withdrew it.
        who: String,
    },
}

#[derive(Debug, Clone)]
pub struct SheetView {
    pub event: EventSummary,
    pub line: SheetLine,
    /// What differs, in the order of the card; empty but while the two differ.
    pub differing: Vec<Field>,
    /// What was typed and proposed. Its values are those of `differing`, or, after the close and for who may see
    /// marks, of the whole card in `fields`.
    pub readings: Vec<Reading>,
    /// The whole card, for who may see marks after the close; else empty.
    pub fields: Vec<Field>,
}

/// What one person read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Its number on the sheet.
    pub number: i64,
    pub who: String,
    /// When.
    pub at: Moment,
    /// Remark of a proposal.
    pub remark: String,
    /// Values as people read them.
    pub values: Vec<String>,
    /// Whether who asks may confirm it.
    pub may_confirm: bool,
}

/// One line of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its key in the marks; `comment` for the comment.
    pub key: String,
    pub name: String,
    /// What may be typed.
    pub kind: FieldKind,
}

/// What may be typed on a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldKind {
    /// A mark: least, greatest, step.
    Mark(String, String, String),
    /// A place, up to the last.
    Place(usize),
    /// Whether the entry is voted for.
    Vote,
    /// One of these grades: id and name.
    Grade(Vec<(String, String)>),
    /// A text.
    Comment,
}

/// What is needed to type one sheet: no mark.
#[derive(Debug, Clone)]
pub struct PaperForm {
    pub event: EventSummary,
    pub card: CardName,
    /// Judge, entry and component by name.
    pub about: String,
    /// The sheet that waits for its second typing and its reference; `None`: it is typed for the first time.
    pub second: Option<(String, String)>,
    /// The lines, in the order of the printed card.
    pub fields: Vec<Field>,
}
