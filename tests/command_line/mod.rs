//! The command line as its users call it.

mod all_faults;
mod arithmetic;
mod awards;
mod balance;
mod every_key;
mod faults;
mod formats;
mod grades;
mod lines;
mod measures;
mod panels;
mod sample;
mod slips;
mod stages;
mod too_much;
mod trace;
mod vetoes;
mod votes;
