//! What the program does for judges and organisers, below its pages, on each kind of database.

mod access;
mod accounts;
mod bundles;
mod by_hand;
mod cards;
mod clocks;
mod close;
mod day;
mod demo;
mod edit;
mod erasing;
mod handover;
mod instances;
pub mod intake;
mod journal;
mod objections;
mod paper;
mod paper_property;
mod rehearsal;
mod restore;
mod round_trip;
mod rulings;
mod signing;
mod states;
mod windows;
mod writer;
mod years;
