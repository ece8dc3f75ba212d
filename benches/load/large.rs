//! A large event, 1,000 entries by 50 judges by 8 criteria: taken in, ranked after a card, closed with its recount, taken out.

use std::time::{Duration, Instant};

use crate::folder;
use crate::line::Tablet;
use crate::office::Office;
use crate::program::Program;

const ENTRIES: usize = 1000;
const JUDGES: usize = 50;
const CRITERIA: usize = 8;
/// Times that the ranking is asked for, each right after a card.
const RANKINGS: usize = 100;

/// How long each thing took.
pub struct Large {
    pub import: Duration,
    /// The page of the ranking, right after a card, sorted; and how large it is.
    pub rankings: Vec<Duration>,
    pub page: usize,
    pub close: Duration,
    pub workbook: Duration,
    /// The most memory that the program had until the close, and in all, in kilobytes.
    pub memory: (u64, u64),
}

pub fn run() -> Large {
    let program = Program::on_file(&folder::scored(ENTRIES, JUDGES, CRITERIA));
    let (mut office, links) = (Office::sign_in(&program), program.judges(1));
    let at = |page: &str| format!("/events/{}/{page}", program.event());
    let mut tablet = Tablet::sign_in(program.address(), &links[0]);
    tablet.scores(&format!("{ENTRIES:03}"), CRITERIA);
    tablet.submit();
    office.post(&at("provisional"), "reason=load");
    let (mut rankings, mut page) = (Vec::new(), 0);
    for _ in 0..RANKINGS {
        tablet.submit();
        let (took, bytes) = office.get(&at("provisional"));
        rankings.push(took);
        page = bytes;
    }
    rankings.sort_unstable();
    let before = program.most_memory();
    let begun = Instant::now();
    office.post(&at("close"), "reason=load");
    let close = begun.elapsed();
    let (workbook, _) = office.get(&at("workbook.xlsx"));
    Large { import: program.imported(), rankings, page, close, workbook, memory: (before, program.most_memory()) }
}
