//! The command line as its users call it.

mod arithmetic;
mod faults;
mod formats;
mod lines;
