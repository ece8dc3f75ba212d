//! What is wrong with the lines of a rules file and what is wrong with what they say, as one list: each thing once, and
//! nothing that only follows from another.

use super::chinese;
use super::syntax::{Beside, Found, Mended};
use crate::folder::fault::{Fault, Problem};

/// All faults of a file, by line.
pub(super) fn told(file: &str, mut faults: Vec<Fault>, mended: &Mended) -> Vec<Fault> {
    drop_followers(&mut faults, &mended.holes);
    let mut told: Vec<Fault> = Vec::new();
    for Found { line, slip, beside } in &mended.found {
        let stands = match beside {
            Beside::Both => true,
            // where the key is unknown, nobody knows whether the word was meant as a text
            Beside::Value { said, .. } if chinese::boolean(said).is_some() && is_unknown(&faults, *line) => false,
            Beside::Value { literal, said } => !takes_over(&mut faults, *line, literal, said),
            Beside::Key => !is_unknown(&faults, *line),
            Beside::Alone => {
                faults.retain(|fault| fault.line != *line);
                true
            }
        };
        if stands {
            let problem = Problem::Syntax(slip.clone());
            told.push(Fault { file: file.to_owned(), line: *line, place: "toml".to_owned(), problem });
        }
    }
    told.append(&mut faults);
    told.sort_by_key(|fault| fault.line);
    told
}

/// Whether the key of a line is unknown.
fn is_unknown(faults: &[Fault], line: usize) -> bool {
    faults.iter().any(|fault| fault.line == line && matches!(fault.problem, Problem::UnknownKey { .. }))
}

/// Has what is wrong with a value told of it as it was typed; whether anything is.
fn takes_over(faults: &mut [Fault], line: usize, literal: &str, said: &str) -> bool {
    let mut any = false;
    for fault in faults.iter_mut().filter(|fault| fault.line == line) {
        if let Problem::WrongType { found, .. } = &mut fault.problem
            && found == literal
        {
            said.clone_into(found);
            any = true;
        }
    }
    any
}

/// Takes out what is missing only because it stands in another table, or in a line that could not be read.
fn drop_followers(faults: &mut Vec<Fault>, holes: &[usize]) {
    let misplaced: Vec<String> = faults
        .iter()
        .filter(|fault| matches!(fault.problem, Problem::UnknownKey { .. }))
        .map(|fault| fault.place.clone())
        .collect();
    let key = |place: &str| place.rsplit('.').next().unwrap_or_default().to_owned();
    faults.retain(|fault| {
        if fault.problem != Problem::Required {
            return true;
        }
        let name = key(&fault.place);
        let table = fault.place.strip_suffix(&name).unwrap_or_default();
        let elsewhere =
            misplaced.iter().any(|place| *place == name || (key(place) == name && place.starts_with(table)));
        // a line that was taken away may have said it; without a number, it may have been anywhere
        !elsewhere && !holes.contains(&fault.line) && !holes.contains(&0)
    });
}
