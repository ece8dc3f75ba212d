//! The command line as its users call it.

mod all_faults;
mod arithmetic;
mod every_key;
mod faults;
mod formats;
mod lines;
mod sample;
mod too_much;
mod trace;
