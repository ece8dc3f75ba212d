//! All integration tests, in one binary.

mod architecture;
mod command_line;
mod support;
mod use_cases;
