//! guanmo (观摩): appraisal of site visits, exact and explainable.
//!
//! Seven storeys; imports only go down: `cli`, `web` → `app` → `store`, `folder` → `scoring`, `proof`,
//! with `statistics` beside `scoring` for `app` and `web`, and `config` and
//! `lan` leaves that `cli` and `web` use.

pub mod scoring;

pub mod statistics;

pub mod folder;
pub mod store;

pub mod proof;

pub mod app;

pub mod web;

pub mod cli;

pub mod config;
pub mod lan;
