//! What goes wrong on the day.

mod kill;
mod silent;
