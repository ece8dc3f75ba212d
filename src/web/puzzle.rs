//! What a browser works at before an objection is taken: it looks for a number that, behind a text of ours, has a hash
//! that begins with so many zeros. A person waits a second and does not notice; who floods pays for each one, and the more
//! come in the more. Each text is good once.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};

use crate::app::App;
use crate::app::act::seal::Sealed;

/// How many zeros, of bits, where nobody floods, and at most: a tenth of a second on a computer, and ten.
const BITS: (u32, u32) = (16, 22);
/// Objections to one event within an hour that make it one more.
const STEP: usize = 10;
/// How long is counted back.
const HOUR: Duration = Duration::from_hours(1);
/// How long a text is good, in microseconds: somebody may write for long.
const GOOD: i64 = 12 * 60 * 60 * 1_000_000;

/// Why no objection is taken yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum PuzzleFault {
    #[error(
        "没有收到浏览器的防灌水验证，异议没有提交。您写的内容还在此页；请开启浏览器的脚本，或换一个浏览器，再提交一次"
    )]
    Missing,
    #[error("浏览器的防灌水验证不对，异议没有提交。您写的内容还在此页，请再提交一次")]
    Wrong,
    #[error("浏览器的防灌水验证已经过期，异议没有提交。您写的内容还在此页，请再提交一次")]
    Late,
    #[error("这次的防灌水验证已经用过，没有重复提交。要再提交一件，请改好内容再提交一次")]
    Used,
}

/// What a page hands out.
pub(super) struct Puzzle {
    /// The text, with its seal.
    pub text: String,
    pub bits: u32,
}

/// What has been used, and when something was handed in.
#[derive(Default)]
struct Known {
    /// Texts that are used, with when they end anyway.
    used: HashMap<String, i64>,
    /// When objections to an event were handed in.
    recent: HashMap<String, VecDeque<Instant>>,
}

/// All puzzles.
#[derive(Default)]
pub(super) struct Puzzles(Mutex<Known>);

/// The use of one text. Where nothing comes of it, it can be used again.
pub(super) struct Use {
    puzzles: Arc<Puzzles>,
    text: String,
    event: String,
    done: bool,
}

impl Puzzles {
    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A puzzle for an objection to an event.
    pub fn make(&self, app: &App, event: &str) -> Puzzle {
        let recent = {
            let mut known = self.known();
            let recent = known.recent.get_mut(event);
            recent.map_or(0, |recent| {
                recent.retain(|at| at.elapsed() < HOUR);
                recent.len()
            })
        };
        let (least, most) = BITS;
        let bits = most.min(least + u32::try_from(recent / STEP).unwrap_or(most));
        let at = app.clock().now().timestamp_micros();
        let text = format!("{event}/{bits}/{at}/{}", hex::encode(rand::random::<[u8; 16]>()));
        let seal = app.seal(Sealed::Puzzle, &text);
        Puzzle { text: format!("{text}/{seal}"), bits }
    }

    /// Takes a solution.
    ///
    /// # Errors
    /// [`PuzzleFault`] with what is against it.
    pub fn take(self: &Arc<Self>, app: &App, event: &str, text: &str, number: &str) -> Result<Use, PuzzleFault> {
        if text.is_empty() || number.is_empty() {
            return Err(PuzzleFault::Missing);
        }
        let (inner, seal) = text.rsplit_once('/').ok_or(PuzzleFault::Wrong)?;
        let mut parts = inner.split('/');
        let (of, bits, at) = (parts.next(), parts.next(), parts.next());
        let bits = bits.and_then(|bits| bits.parse().ok()).ok_or(PuzzleFault::Wrong)?;
        let at: i64 = at.and_then(|at| at.parse().ok()).ok_or(PuzzleFault::Wrong)?;
        if of != Some(event) || !app.is_sealed(Sealed::Puzzle, inner, seal) || zeros(text, number) < bits {
            return Err(PuzzleFault::Wrong);
        }
        let now = app.clock().now().timestamp_micros();
        if !(at..at + GOOD).contains(&now) {
            return Err(PuzzleFault::Late);
        }
        let mut known = self.known();
        known.used.retain(|_, until| now < *until);
        if known.used.insert(text.to_owned(), at + GOOD).is_some() {
            return Err(PuzzleFault::Used);
        }
        Ok(Use { puzzles: self.clone(), text: text.to_owned(), event: event.to_owned(), done: false })
    }
}

/// How many bits at the beginning of the hash are zero.
fn zeros(text: &str, number: &str) -> u32 {
    let hash = Sha256::digest(format!("{text}:{number}").as_bytes());
    let whole = hash.iter().take_while(|byte| **byte == 0).count();
    let rest = hash.get(whole).map_or(0, |byte| byte.leading_zeros());
    u32::try_from(whole).unwrap_or(u32::MAX).saturating_mul(8).saturating_add(rest)
}

impl Use {
    /// The objection was taken.
    pub fn done(mut self) {
        self.done = true;
        self.puzzles.known().recent.entry(self.event.clone()).or_default().push_back(Instant::now());
    }
}

impl Drop for Use {
    fn drop(&mut self) {
        if !self.done {
            self.puzzles.known().used.remove(&self.text);
        }
    }
}
