//! The right edge of a tree: what it takes to append a leaf and to know the root, a hash for each bit of the size.

use tlog_tiles::tlog::{Error, HashReader, stored_hashes_for_record_hash, sub_tree_index, tree_hash};
use tlog_tiles::{Hash, tlog::EMPTY_HASH};

/// How far a log has grown: its size, and the hashes of the complete subtrees that it falls into, from the left.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Edge {
    size: u64,
    hashes: Vec<Hash>,
}

/// The edge, as what the hashes of the whole tree are read from: those that are ever asked for are in it.
struct Stored<'a> {
    indexes: Vec<u64>,
    hashes: &'a [Hash],
}

impl HashReader for Stored<'_> {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, Error> {
        let find =
            |index| self.indexes.iter().position(|held| held == index).and_then(|at| self.hashes.get(at).copied());
        indexes.iter().map(|index| find(index).ok_or(Error::IndexesNotInTree)).collect()
    }
}

impl Edge {
    /// Leaves in the log.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    fn stored(&self) -> Stored<'_> {
        Stored { indexes: sub_tree_index(0, self.size, Vec::new()), hashes: &self.hashes }
    }

    /// Appends a leaf by its hash.
    ///
    /// # Panics
    /// Where the edge holds another number of hashes than its size has bits: it cannot be made so.
    pub fn push(&mut self, leaf: Hash) {
        let made =
            stored_hashes_for_record_hash(self.size, leaf, &self.stored()).expect("an edge holds what it asks for");
        // each subtree that is complete now takes in the one to its left
        self.hashes.truncate(self.hashes.len() - (made.len() - 1));
        self.hashes.extend(made.last());
        self.size += 1;
    }

    /// The root: RFC 6962, 2.1.
    ///
    /// # Panics
    /// As [`Edge::push`].
    #[must_use]
    pub fn root(&self) -> Hash {
        if self.size == 0 {
            return EMPTY_HASH;
        }
        tree_hash(self.size, &self.stored()).expect("an edge holds what it asks for")
    }

    /// The hashes in hexadecimal, one after the other.
    #[must_use]
    pub fn to_text(&self) -> String {
        self.hashes.iter().map(|hash| hex::encode(hash.0)).collect()
    }

    /// An edge out of its size and its text; `None` where the two do not go together.
    #[must_use]
    pub fn from_text(size: u64, text: &str) -> Option<Self> {
        let bytes = hex::decode(text).ok()?;
        let (hashes, []) = bytes.as_chunks::<32>() else { return None };
        let fits = hashes.len() == usize::try_from(size.count_ones()).ok()?;
        fits.then(|| Self { size, hashes: hashes.iter().map(|hash| Hash(*hash)).collect() })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use sha2::{Digest, Sha256};

    use super::*;

    /// The definition of RFC 6962, 2.1, as it stands there.
    fn root_of(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => Hash(Sha256::digest([]).into()),
            [one] => *one,
            many => {
                let split = many.len().next_power_of_two() / 2;
                let (left, right) = many.split_at(split);
                let sha = Sha256::new().chain_update([1]).chain_update(root_of(left).0);
                Hash(sha.chain_update(root_of(right).0).finalize().into())
            }
        }
    }

    proptest! {
        #[test]
        fn an_edge_has_the_root_that_the_standard_defines(size in 0_usize..200) {
            let leaves: Vec<Hash> = (0..size).map(|n| Hash(Sha256::digest(n.to_be_bytes()).into())).collect();
            let mut edge = Edge::default();
            for leaf in &leaves {
                edge.push(*leaf);
                // as it is kept between two leaves
                edge = Edge::from_text(edge.size(), &edge.to_text()).expect("an edge");
            }
            prop_assert_eq!(edge.root(), root_of(&leaves));
            prop_assert_eq!(edge.size(), size as u64);
        }
    }

    #[test]
    fn a_text_that_does_not_fit_its_size_is_no_edge() {
        let mut edge = Edge::default();
        edge.push(Hash([1; 32]));
        assert_eq!(Edge::from_text(2, &edge.to_text()).map(|edge| edge.size()), Some(2));
        for (size, text) in [(3, edge.to_text()), (1, String::new()), (1, "zz".to_owned()), (1, "00".to_owned())] {
            assert_eq!(Edge::from_text(size, &text), None, "{size}");
        }
    }
}
