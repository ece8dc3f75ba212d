//! Which lines of two texts differ.

use serde::Serialize;
use serde_json::{Value, json};
use similar::{ChangeTag, TextDiff};

/// Unchanged lines that are shown around those that differ.
const CONTEXT: usize = 2;
/// Most lines of a difference that are kept in the audit.
const KEPT: usize = 200;

/// Where a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Side {
    /// Only in the text before.
    Before,
    /// Only in the text after.
    After,
    Both,
    /// In neither: lines that are the same are left out here.
    Gap,
}

/// One line of a difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DiffLine {
    /// Where it stands.
    pub side: Side,
    /// Its number in the text before, from 1.
    pub before: Option<usize>,
    /// Its number in the text after, from 1.
    pub after: Option<usize>,
    /// The line, without its end.
    pub text: String,
}

/// The lines that differ, with a few around them.
#[must_use]
pub fn differences(before: &str, after: &str) -> Vec<DiffLine> {
    let diff = TextDiff::from_lines(before, after);
    let mut lines = Vec::new();
    for (index, group) in diff.grouped_ops(CONTEXT).iter().enumerate() {
        if index > 0 {
            lines.push(DiffLine { side: Side::Gap, before: None, after: None, text: String::new() });
        }
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            lines.push(DiffLine {
                side: match change.tag() {
                    ChangeTag::Delete => Side::Before,
                    ChangeTag::Insert => Side::After,
                    ChangeTag::Equal => Side::Both,
                },
                before: change.old_index().map(|index| index + 1),
                after: change.new_index().map(|index| index + 1),
                text: change.value().trim_end_matches(['\n', '\r']).to_owned(),
            });
        }
    }
    lines
}

/// The lines that differ, as the audit keeps them: `-` what went, `+` what came.
pub(super) fn changed(before: &str, after: &str) -> Value {
    let lines = differences(&super::checked::plain(before), &super::checked::plain(after)).into_iter();
    let mut said: Vec<String> = lines
        .filter_map(|line| match line.side {
            Side::Before => Some(format!("-{} {}", line.before.unwrap_or_default(), line.text)),
            Side::After => Some(format!("+{} {}", line.after.unwrap_or_default(), line.text)),
            Side::Both | Side::Gap => None,
        })
        .collect();
    let more = said.len().saturating_sub(KEPT);
    said.truncate(KEPT);
    if more > 0 {
        said.push(format!("… {more}"));
    }
    json!(said)
}
