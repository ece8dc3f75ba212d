//! Who may do what to a sheet: nobody confirms what they typed themselves. Pure: rows in, an answer out.

use super::sheet::PaperFault;
use crate::store::paper::{Paper, TypingRow};

/// How far a sheet is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    /// It waits for the second typing.
    Waiting,
    /// Two typings differ.
    Differs,
    Ended,
}

/// How far a sheet is: two typings that say the same end it in the act of the second.
pub(super) fn stage(paper: &Paper) -> Stage {
    match (&paper.end, paper.typings.len()) {
        (Some(_), _) => Stage::Ended,
        (None, 0 | 1) => Stage::Waiting,
        (None, _) => Stage::Differs,
    }
}

/// Whether somebody typed or proposed that content themselves.
fn is_own(typings: &[TypingRow], account: &str, body: &str) -> bool {
    typings.iter().any(|row| row.account == account && row.body == body)
}

/// Whether an account may type a sheet for the second time.
pub(super) fn may_type_again(paper: &Paper, account: &str) -> Result<(), PaperFault> {
    match stage(paper) {
        Stage::Ended => Err(PaperFault::Ended),
        Stage::Differs => Err(PaperFault::Twice),
        Stage::Waiting if paper.typings.iter().any(|row| row.account == account) => Err(PaperFault::OwnTyping),
        Stage::Waiting => Ok(()),
    }
}

/// Refuses where two typings do not differ.
pub(super) fn must_differ(paper: &Paper) -> Result<(), PaperFault> {
    match stage(paper) {
        Stage::Ended => Err(PaperFault::Ended),
        Stage::Waiting => Err(PaperFault::Once),
        Stage::Differs => Ok(()),
    }
}

/// Whether an account may confirm a typing: it has neither made it nor typed the same itself.
pub(super) fn may_confirm(typings: &[TypingRow], row: &TypingRow, account: &str) -> Result<(), PaperFault> {
    if row.account == account || is_own(typings, account, &row.body) {
        return Err(PaperFault::OwnContent);
    }
    Ok(())
}

/// The typing of another account that says the same: with it, two stand behind that content.
pub(super) fn seconded<'p>(typings: &'p [TypingRow], account: &str, body: &str) -> Option<&'p TypingRow> {
    if is_own(typings, account, body) {
        return None;
    }
    typings.iter().find(|row| row.account != account && row.body == body)
}
