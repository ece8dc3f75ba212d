//! Statistics of seats: how tables of cards agree, and how one seat differs from the others.
//!
//! Pure, as `scoring` is, and beside it: no result depends on anything here. Floating point is at home in this storey and
//! nowhere else; what leaves it is a [`Figure`], which is printed with so many decimals or is a place along an axis, so
//! that no other part of the program ever holds such a number. Whatever cannot be said of the cards that there are is
//! `None`: nothing here divides by nothing.
//!
//! Reading order: `figure` and `table` (what comes in and goes out), `agreement` with `kendall`, `icc`, `krippendorff`,
//! `gwet` and `gamma` (how much seats agree), `severity` (two-way least squares), `seat` (one seat, one card), `order`
//! (earlier and later entries), `opinion` (places without severity), `panel` (all of one component).

mod agreement;
mod figure;
mod gamma;
mod gwet;
mod icc;
mod kendall;
mod krippendorff;
mod opinion;
mod order;
mod panel;
mod seat;
mod severity;
mod table;

pub use agreement::Agreement;
pub use figure::{Axis, Figure};
pub use gwet::Gwet;
pub use icc::Icc;
pub use kendall::{Concordance, concordance};
pub use krippendorff::{Level, alpha};
pub use opinion::{Opinion, Share};
pub use order::Trend;
pub use panel::{Distance, Outlier, Panel, Seat};
pub use severity::Severity;
pub use table::Table;
