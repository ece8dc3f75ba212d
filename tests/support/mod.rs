//! What tests act with: event folders on disk, the built program.

pub mod appraisal;
pub mod browser;
pub mod database;
pub mod day;
pub mod desk;
pub mod dice;
pub mod disk;
pub mod events;
pub mod fault;
pub mod folder;
pub mod http;
pub mod line;
pub mod office;
pub mod recorder;
pub mod reports;
pub mod results;
pub mod secure;
pub mod server;
pub mod signer;
pub mod site;
pub mod small;
pub mod tablet;
pub mod wire;
pub mod workbook;
