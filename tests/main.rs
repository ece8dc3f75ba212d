//! All integration tests, in one binary.

mod architecture;
mod browser;
mod cases;
mod command_line;
mod desk;
mod faults;
mod floor;
mod fuzz;
mod http;
mod out;
mod properties;
mod reader;
mod sensitivity;
mod soak;
mod statistics;
mod supply;
mod support;
mod tablet;
mod tamper;
mod tls;
mod upgrade;
mod use_cases;
