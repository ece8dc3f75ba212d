//! TODO setup

pub mod amend;
pub mod edit;
pub mod folder_io;
pub mod intake;
pub mod rehearsal;
