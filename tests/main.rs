//! All integration tests, in one binary.

mod architecture;
mod browser;
mod cases;
mod command_line;
mod faults;
mod http;
mod properties;
mod supply;
mod support;
mod use_cases;
