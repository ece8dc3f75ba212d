//! The log of what was done, as a thing that can be proven: leaves, the tree over them, and its signed heads.
//!
//! A leaf is canonical JSON over who did what, when, to what; the payload of it is bound by a salted commitment, so that
//! no hash gives a mark away and a payload can be erased. Leaves are hashed into a Merkle tree as RFC 6962 says (crate
//! `tlog_tiles`); a head of the tree is a checkpoint and a signed note as C2SP has them (`tlog_tiles`, `signed_note`).
//! Knows neither databases nor the clock.

mod canonical;
mod edge;
mod head;
mod key;
mod leaf;
mod tablet;
mod witness;

pub use canonical::canonical;
pub use edge::Edge;
pub use head::{Head, HeadFault};
pub use key::{KeyFault, LogKey, PublicKey};
pub use leaf::{Leaf, SALT, commitment};
pub use tablet::{ES256, TabletKey, TabletKeyFault};
pub use tlog_tiles::Hash;
pub use witness::{Witness, WitnessFault, said_by};
