//! What tests act with: event folders on disk, the built program.

pub mod database;
pub mod desk;
pub mod folder;
pub mod tablet;
