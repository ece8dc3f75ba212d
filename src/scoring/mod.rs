//! Scoring: from rules, cards and what organisers add to standings, exactly.
//!
//! Pure: no files, no database, no clock, no async. Reading order: `number` and `exact` (the
//! arithmetic), `rules` and `card` (what may be typed), `event` (the dense columns), `aggregate`
//! and `worth` (a list of cards), `component`, `measure`, `relative` with `balance` and `by_place`, and `total` (the stages), `rank` and
//! `award` (who gets what), `ruling` (what people rule on), `tabulate` (all of it), `trace`, `explain`, `result` and `report` (what
//! comes out), `shown` and `beside` (what every surface draws from), `recount` (the same once more, by other means, as a check), `sensitivity` (how
//! sure a result is: the same again with something changed).

mod aggregate;
mod award;
mod balance;
pub mod beside;
mod by_place;
pub mod card;
mod component;
pub mod event;
mod exact;
mod explain;
mod measure;
pub mod number;
mod rank;
pub mod recount;
mod relative;
mod report;
pub mod result;
pub mod rules;
pub mod ruling;
pub mod sensitivity;
pub mod shown;
mod tabulate;
mod total;
pub mod trace;
mod worth;

pub use report::Explain;
pub use tabulate::{Standings, tabulate};
pub use total::adjustments;
pub use worth::{card_value, card_values};
