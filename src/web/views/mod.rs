//! What pages look like: data in, Markup out. Asks nobody, decides nothing, works out no mark.
//!
//! Reading order: `layout` (the frame of every page), `wording` (words for states, times and blockers), then a
//! file a screen.

pub mod access;
pub mod account;
pub mod audit;
pub mod board;
pub mod call;
pub mod cell;
pub mod closing;
pub mod confirmed;
pub mod contact;
pub mod day;
pub mod desk;
pub mod devices;
mod doubts;
pub mod edit;
pub mod erase;
pub mod explained;
pub mod export;
mod figure;
mod find;
pub mod glance;
pub mod hand;
pub mod handover;
pub mod intake;
pub mod judge;
pub mod layout;
mod limits;
pub mod links;
pub mod log;
pub mod matrix;
pub mod measures;
pub mod notice;
pub mod objections;
pub mod overtaken;
pub mod paper;
pub mod paper_sheet;
pub mod print;
pub mod problem;
pub mod rehearsal;
pub mod road;
pub mod rules;
pub mod screens;
pub mod seats;
pub mod second;
mod settle;
pub mod setup;
pub mod signing;
pub mod slip;
pub mod standing;
pub mod start;
pub mod strip;
pub mod sure;
pub mod todo;
mod todo_list;
pub mod wall;
pub mod withdrawn;
pub mod wording;
pub mod years;

pub use wording::local_time;
