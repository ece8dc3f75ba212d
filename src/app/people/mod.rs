//! TODO people

pub mod account;
pub mod link;
pub mod password;
pub mod session;
pub mod sign_in;
