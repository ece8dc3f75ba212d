//! Cards from paper: two people type the same sheet, blind; what differs is shown to both and settled by the scan.
//!
//! A sheet is one judge's card on paper. What somebody read on it is a typing, and never changes. It becomes a card of
//! the judge where two accounts stand behind the same content: both typed it blind, or one typed or proposed it and
//! another, who had not, confirmed it. Before that its marks are in no answer and no audit row; while two typings
//! differ, what differs is shown, and no more.
//!
//! `agreement` says who may do what to a sheet, `typing` takes what is typed, `settle` settles and makes the card,
//! `look` shows how sheets stand, in the data of `view`.

mod agreement;
mod kept;
mod look;
mod settle;
mod sheet;
mod typing;
mod view;

pub use sheet::{Became, COMMENT_KEY, CardName, PaperFault, REFERENCE, Typed, TypedAnswer};

pub(in crate::app) use look::unfinished;
pub use view::{Field, FieldKind, PaperDesk, PaperForm, Reading, SheetLine, SheetState, SheetView};
