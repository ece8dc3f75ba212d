//! Who somebody is: accounts, their passwords and sessions, judges' links. Knows no event from within.

pub mod account;
pub mod link;
pub mod password;
pub mod session;
pub mod sign_in;
