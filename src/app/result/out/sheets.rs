//! Cards as they are taken out, and printed.

use crate::app::act::clock::Moment;
use crate::app::event::view::{EventSummary, Seat};
use crate::app::event::wire::EntryView;
use crate::scoring::rules::Rules;
use std::sync::Arc;

/// Cards by what became of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    pub due: usize,
    pub received: usize,
    /// 回避.
    pub recused: usize,
    /// 缺席.
    pub absent: usize,
    /// 作废.
    pub void: usize,
}

#[derive(Debug, Clone)]
pub struct ComponentCards {
    /// Index of the component in the rules.
    pub component: usize,
    /// By judge, and of each judge by entry.
    pub cards: Vec<CardRow>,
}

/// One card, or a ballot's line for one entry. Figures are texts, as printed.
#[derive(Debug, Clone)]
pub struct CardRow {
    pub judge: Seat,
    /// Name of the judge's group.
    pub group: String,
    /// Index of the entry.
    pub entry: usize,
    /// Whether it counts.
    pub state: CardState,
    /// A mark for each criterion, or the place, or the grade's name; empty where there is none.
    pub marks: Vec<String>,
    /// The card's value T; empty where it is not complete.
    pub total: String,
    /// Its revision; 0 where none is in.
    pub revision: i64,
    /// Its receipt; empty where none is in.
    pub receipt: String,
    /// When it came.
    pub received_at: Option<Moment>,
}

/// Whether a card counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardState {
    /// It is due and in.
    Counts,
    /// It is due and not in, or not complete.
    Missing,
    /// 回避.
    Recused,
    /// 缺席.
    Absent,
    /// 作废.
    Void,
    /// The judge counts for none in this component.
    JudgeDropped,
}

/// What is printed for judges.
#[derive(Debug, Clone)]
pub struct Papers {
    pub event: EventSummary,
    /// The entries, in the order of their file.
    pub entries: Vec<EntryView>,
    /// The rules, for criteria and names.
    pub rules: Arc<Rules>,
    /// The judges.
    pub seats: Vec<PaperSeat>,
}

/// A judge and the components that they score.
#[derive(Debug, Clone)]
pub struct PaperSeat {
    pub judge: Seat,
    /// Name of the judge's group.
    pub group: String,
    /// One for each component, in the order of the rules.
    pub sheets: Vec<PaperSheet>,
}

/// What a judge scores of one component.
#[derive(Debug, Clone)]
pub struct PaperSheet {
    /// Index of the component in the rules.
    pub component: usize,
    /// Indices of the entries that are due.
    pub due: Vec<usize>,
    /// The judge's cards; empty where blank ones are asked for.
    pub cards: Vec<CardRow>,
}
