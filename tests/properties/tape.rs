//! Choices drawn from a tape of random numbers. Zeros are the simplest choices and an ended tape
//! is all zeros, so that shrinking the tape shrinks whatever is made from it.

use proptest::collection::vec;
use proptest::prelude::*;

#[derive(Debug)]
pub struct Tape {
    numbers: Vec<u16>,
    next: usize,
}

/// A tape long enough for a small event.
pub fn tape() -> impl Strategy<Value = Tape> {
    vec(any::<u16>(), 0..1_000).prop_map(|numbers| Tape { numbers, next: 0 })
}

impl Tape {
    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        let number = self.numbers.get(self.next).copied().unwrap_or_default();
        self.next += 1;
        usize::from(number) % n
    }

    /// A number from `least` to `most`.
    pub fn between(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most - least + 1)
    }

    /// True so often in a hundred times.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) >= 100 - percent
    }

    /// One of some choices, the simplest first.
    pub fn pick<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())].clone()
    }

    /// An order of `n` things.
    pub fn order(&mut self, n: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..n).collect();
        for i in (1..n).rev() {
            let j = i - self.below(i + 1);
            order.swap(i, j);
        }
        order
    }
}
