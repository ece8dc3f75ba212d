//! All integration tests, in one binary.

mod architecture;
mod cases;
mod command_line;
mod properties;
mod support;
mod use_cases;
