//! The three people at their screens, in a real Chromium against the built program.

mod judge;
mod official;
mod organiser;
