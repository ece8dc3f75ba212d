//! A rules file as a form. The text stays what it is, with its comments and its layout: single values are changed in it,
//! rows come, go and move as blocks of it. Whether a value is allowed is the reader's to say, when the text is read.
//!
//! Reading order: `way` (where something stands), `widget` and `set` (one key), `shape` (what a description says), `judged`,
//! `component` and `file` (the description), `offers` and `read` (a text as a form), `blocks` and `rows` (rows), `refer`
//! (ids and what names them), `write` (what was sent), `change` (what differs).

mod blocks;
mod change;
mod component;
mod file;
mod judged;
mod offers;
mod read;
mod refer;
mod rows;
mod set;
mod shape;
mod way;
mod widget;
mod write;

pub use change::{Change, changes};
pub use component::KINDS;
pub use offers::Offers;
pub use read::{Filled, Part, RulesForm, Section, has_lines};
pub use rows::Turn;
pub use shape::{Field, How, Shape};
pub use widget::Widget;
pub use write::{Applied, apply, turn};

#[cfg(test)]
mod tests;
