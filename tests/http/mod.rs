//! The built program over real HTTP: its doors, its refusals, its defences.

mod audit;
mod bodies;
mod defences;
mod doors;
mod edit;
mod event_log;
mod finished;
mod flood;
mod full_disk;
mod injection;
mod intake;
mod lacking;
mod live;
mod logs;
mod marks;
mod objections;
mod paper;
mod ranking;
mod ready;
mod refill;
mod refusals;
mod rules;
mod secrecy;
mod siege;
mod signing;
mod surfaces;
