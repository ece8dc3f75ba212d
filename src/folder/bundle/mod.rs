//! The bundle of a published result: an event folder with the result that it gave and with what binds both to the log of the
//! event, as one ZIP. `docs/BUNDLE.md` says what is in it.

pub mod about;
mod again;
pub mod cards;
pub mod check;
mod fault;
mod hide;
mod names;
mod pack;
pub mod proof;
pub mod reader;
pub mod script;

pub use again::verify;
pub use fault::BundleFault;
pub use hide::hidden;
pub use names::{
    ABOUT, BINDING, CARDS, CHECKPOINT, FINGERPRINT, Files, KEYS, LEAVES, MANIFEST, PAGE, RANKING, README, RESULT,
    SEATS, SIGNATURES, TABLET_KEYS, sha256,
};
pub use pack::{add_manifest, is_bundle, pack, read, table, unpack};
