//! Draws that everybody can repeat: xoshiro256** (Blackman and Vigna, 2018) of a seed of 32 bytes, and numbers below a
//! bound without bias (Lemire, 2019).

/// A seeded row of numbers.
#[derive(Debug, Clone)]
pub(super) struct Dice([u64; 4]);

impl Dice {
    /// The seed is read as four little-endian words; the one of zeros, from which nothing would ever come, as ones.
    pub fn new(seed: [u8; 32]) -> Self {
        let mut words = [0; 4];
        for (word, bytes) in words.iter_mut().zip(seed.chunks_exact(8)) {
            *word = u64::from_le_bytes(bytes.try_into().unwrap_or_default());
        }
        Self(if words == [0; 4] { [1; 4] } else { words })
    }

    fn next(&mut self) -> u64 {
        let state = &mut self.0;
        let drawn = state[1].wrapping_mul(5).rotate_left(7).wrapping_mul(9);
        let shifted = state[1] << 17;
        state[2] ^= state[0];
        state[3] ^= state[1];
        state[1] ^= state[2];
        state[0] ^= state[3];
        state[2] ^= shifted;
        state[3] = state[3].rotate_left(45);
        drawn
    }

    /// A number below `bound`, each as likely; 0 where the bound is 0 or 1.
    pub fn below(&mut self, bound: usize) -> usize {
        let bound = bound as u64;
        if bound < 2 {
            return 0;
        }
        loop {
            let product = u128::from(self.next()) * u128::from(bound);
            // the low half says whether this number would come once too often
            let low = product & u128::from(u64::MAX);
            if low >= u128::from(bound.wrapping_neg() % bound) {
                return usize::try_from(product >> 64).unwrap_or_default();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_those_of_the_published_generator() {
        let mut seed = [0; 32];
        for (word, at) in [1u64, 2, 3, 4].iter().zip((0..32).step_by(8)) {
            seed[at..at + 8].copy_from_slice(&word.to_le_bytes());
        }
        let mut dice = Dice::new(seed);
        // the first ones of the authors' program from the state 1, 2, 3, 4
        let first: Vec<u64> = (0..4).map(|_| dice.next()).collect();
        assert_eq!(first, [11520, 0, 1_509_978_240, 1_215_971_899_390_074_240]);
    }

    #[test]
    fn each_number_below_a_bound_comes_about_as_often() {
        let mut dice = Dice::new([7; 32]);
        let mut counts = [0; 6];
        for _ in 0..60_000 {
            counts[dice.below(6)] += 1;
        }
        assert!(counts.iter().all(|count| (9_700..10_300).contains(count)), "{counts:?}");
        assert_eq!((dice.below(0), dice.below(1)), (0, 0));
        assert!((0..100).all(|_| Dice::new([0; 32]).below(3) < 3));
    }
}
