//! What tests act with: event folders on disk, the built program.

pub mod folder;
