//! How an event comes to be and is changed: folders, uploads, edits by hand, its rules, rehearsals.

pub mod amend;
pub mod edit;
pub mod folder_io;
pub mod intake;
pub mod rehearsal;
