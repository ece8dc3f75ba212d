//! All integration tests, in one binary.

mod architecture;
mod browser;
mod cases;
mod command_line;
mod faults;
mod properties;
mod support;
mod tls;
mod use_cases;
