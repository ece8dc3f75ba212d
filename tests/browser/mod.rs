//! The three people at their screens, in a real Chromium against the built program.

mod access;
mod delivery;
mod judge;
mod official;
mod offline;
mod organiser;
mod tablets;
mod upgrade;
mod weight;
