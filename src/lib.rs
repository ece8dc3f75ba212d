//! guanmo (观摩): appraisal of site visits, exact and explainable.
//!
//! Five storeys; imports only go down: `cli`, `web` → `app` → `store`, `folder` → `scoring`,
//! with `config` a leaf that `cli` and `web` read.

pub mod scoring;

pub mod folder;
pub mod store;

pub mod app;

pub mod web;

pub mod cli;

pub mod config;
