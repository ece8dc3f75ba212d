//! Scoring: from rules, cards and what organisers add to standings, exactly.
//!
//! Pure: no files, no database, no clock, no async. Reading order: `number` and `exact` (the
//! arithmetic), `rules` and `card` (what may be typed), `event` (the dense columns), then
//! `aggregate`, `rank`, `award` (the stages), `trace` and `result` (what comes out).

pub mod card;
pub mod event;
pub mod number;
pub mod result;
pub mod rules;
pub mod trace;
