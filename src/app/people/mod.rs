//! Who somebody is: accounts, their passwords and sessions, judges' links. Knows no event from within.

pub mod account;
pub mod browser;
pub mod link;
pub mod pace;
pub mod password;
pub mod session;
pub mod sign_in;
