//! Numbers drawn from a seed: the same on every platform, for what is made up on purpose and must come out again.

/// SplitMix64: small, published, and the same everywhere. Nothing secret is drawn with it.
pub(in crate::app) struct Draw {
    state: u64,
}

impl Draw {
    /// The draws of a seed for something with names; those for something else are others.
    pub(in crate::app) fn new(seed: u64, names: impl IntoIterator<Item = u64>) -> Self {
        let mut draw = Self { state: seed };
        for name in names {
            draw.state = draw.next() ^ name.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        }
        draw
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from `least` to `most`, both included.
    pub(in crate::app) fn within(&mut self, least: i64, most: i64) -> i64 {
        let width = i128::from(most) - i128::from(least) + 1;
        let drawn = i128::from(least) + ((i128::from(self.next()) * width) >> 64);
        i64::try_from(drawn).unwrap_or(most)
    }

    /// An index below `count`, which is not 0.
    pub(in crate::app) fn below(&mut self, count: usize) -> usize {
        let most = i64::try_from(count).unwrap_or(i64::MAX).saturating_sub(1).max(0);
        usize::try_from(self.within(0, most)).unwrap_or(0)
    }

    /// Things in an order of chance.
    pub(in crate::app) fn shuffled<T>(&mut self, things: impl IntoIterator<Item = T>) -> Vec<T> {
        let mut things: Vec<T> = things.into_iter().collect();
        for last in (1..things.len()).rev() {
            let other = self.below(last + 1);
            things.swap(last, other);
        }
        things
    }
}
