//! Lots (抽签): an order that nobody could choose beforehand, and that anybody works out again.
//!
//! The seed is of a head of the event's log and of digits that somebody present says then: neither alone says what comes
//! out. The lot of a thing is the SHA-256 of the seed and its id, and the least comes first.

use sha2::{Digest, Sha256};

use crate::app::act::hash::sha256;

/// Digits that somebody says, at most.
pub const MOST_DIGITS: usize = 9;

/// Digits as they were typed; `None` where they are none, or too many.
pub(in crate::app) fn digits(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let good = !typed.is_empty() && typed.len() <= MOST_DIGITS && typed.bytes().all(|b| b.is_ascii_digit());
    good.then(|| typed.to_owned())
}

/// The seed: of the root of a log and the digits that were typed.
pub(in crate::app) fn seed(root: &str, typed: &str) -> String {
    sha256(format!("guanmo-draw/1\n{root}\n{typed}\n"))
}

/// Ids in the order of their lots.
pub(in crate::app) fn in_lots<'i>(seed: &str, ids: impl IntoIterator<Item = &'i String>) -> Vec<String> {
    let lot = |id: &String| Sha256::digest(format!("{seed}\n{id}")).to_vec();
    let mut lots: Vec<(Vec<u8>, &String)> = ids.into_iter().map(|id| (lot(id), id)).collect();
    lots.sort_unstable();
    lots.into_iter().map(|(_, id)| id.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_one_order_in_which_each_comes_once() {
        let ids: Vec<String> = (0..300).map(|n| format!("e{n:03}")).collect();
        let one = in_lots(&seed("root", "4827"), &ids);
        assert_eq!(one, in_lots(&seed("root", "4827"), ids.iter().rev()), "whatever order they stand in before");
        assert_ne!(one, in_lots(&seed("root", "4828"), &ids));
        assert_ne!(one, in_lots(&seed("toor", "4827"), &ids));
        let mut sorted = one;
        sorted.sort_unstable();
        assert_eq!(sorted, ids);
    }

    #[test]
    fn digits_are_one_to_nine_figures() {
        assert_eq!(digits(" 4827 ").as_deref(), Some("4827"));
        for typed in ["", " ", "12a", "一二", "1234567890", "-1", "4 8"] {
            assert_eq!(digits(typed), None, "{typed:?}");
        }
    }
}
