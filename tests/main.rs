//! All integration tests, in one binary.

mod architecture;
mod browser;
mod cases;
mod command_line;
mod desk;
mod faults;
mod properties;
mod soak;
mod support;
mod use_cases;
