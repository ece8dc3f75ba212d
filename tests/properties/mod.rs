//! What holds of every event: small random rules and events, put to the engine and to the recount.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    reason = "the numbers of a random event are small"
)]

mod agreement;
mod draft;
mod edits;
mod forms;
mod invariance;
mod monotone;
mod sheets;
mod tape;
mod ties;

use proptest::test_runner::Config;

/// So many cases a property, or as many as the variable `CASES` says. What fails is turned into a test of its own, so
/// nothing is persisted.
fn cases(cases: u32) -> Config {
    let asked = std::env::var("CASES").ok().map(|cases| cases.parse().expect("CASES is a number"));
    let cases = asked.unwrap_or(cases);
    let max_global_rejects = cases.saturating_mul(4).max(1_024);
    Config { cases, max_global_rejects, failure_persistence: None, max_shrink_iters: 1_000, ..Config::default() }
}
