//! The three people at their screens, in a real Chromium against the built program.

mod access;
mod after;
mod ballots;
mod damage;
mod day;
mod delivery;
mod desk;
mod edit;
mod handover;
mod hangs;
mod install;
mod intake;
mod journey;
mod judge;
mod limits;
mod line;
mod official;
mod offline;
mod organiser;
mod paper;
mod rules;
mod tablets;
mod ties;
mod typing;
mod upgrade;
mod weight;
