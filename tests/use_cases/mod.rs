//! What the program does for judges and organisers, below its pages, on each kind of database.

mod access;
mod cards;
mod close;
mod demo;
mod instances;
mod journal;
mod round_trip;
mod windows;
mod writer;
