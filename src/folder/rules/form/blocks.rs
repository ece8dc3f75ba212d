//! The text of a rules file in blocks: each header with its keys, the remarks on the lines directly above it, and those
//! directly below its last key. Rows are moved, added and taken away as blocks of text, so that nothing around them
//! changes.

use std::ops::Range;

use toml_edit::{Document, Item, Table, Value};

use super::way::{below, steps};

/// A header and what belongs to it.
#[derive(Debug, Clone)]
pub(super) struct Block {
    /// The way to its table.
    pub way: String,
    /// Where the remarks above it begin.
    pub start: usize,
    /// Where the line of its header begins.
    pub header: usize,
    /// Behind its last key.
    pub end: usize,
    /// Behind the remarks that follow without an empty line.
    pub tail: usize,
}

impl Block {
    /// Whether it is the table of a way, or stands in it.
    pub fn is_in(&self, way: &str) -> bool {
        self.way == way || self.way.strip_prefix(way).is_some_and(|rest| rest.starts_with('.'))
    }
}

/// The blocks of a text, in their order; the first is what stands before all headers. `None` where it is no TOML.
pub(super) fn blocks(text: &str) -> Option<Vec<Block>> {
    let document = Document::parse(text.to_owned()).ok()?;
    let mut found = vec![(String::new(), 0, body_end(document.as_table(), 0))];
    walk(document.as_table(), "", &mut found);
    found.sort_by_key(|(_, header, _)| *header);
    let ends = line_ends(text);
    let line_end = |at: usize| ends[ends.partition_point(|&end| end <= at).min(ends.len() - 1)];
    let mut blocks: Vec<Block> = Vec::with_capacity(found.len());
    for (index, (way, at, body)) in found.iter().enumerate() {
        let header = text.get(..*at)?.rfind('\n').map_or(0, |at| at + 1);
        let end = match (*body > *at, index) {
            (true, _) => line_end(*body - 1),
            (false, 0) => 0,
            (false, _) => line_end(*at),
        };
        // the root has no header to begin its line
        let header = if index == 0 { 0 } else { header };
        blocks.push(Block { way: way.clone(), start: header, header, end, tail: end });
    }
    for index in 0..blocks.len() {
        let (end, next) = (blocks[index].end, blocks.get(index + 1).map_or(text.len(), |next| next.header));
        let between = text.get(end..next)?;
        let (tail, head) = remarks(between, index + 1 == blocks.len());
        blocks[index].tail = end + tail;
        if let Some(next) = blocks.get_mut(index + 1) {
            next.start = end + head;
        }
    }
    Some(blocks)
}

/// Where the remarks directly below end, and those directly above begin.
fn remarks(between: &str, is_last: bool) -> (usize, usize) {
    let is_remark = |line: &&str| line.trim_start().starts_with('#');
    let lines: Vec<&str> = between.split_inclusive('\n').collect();
    let below: usize = lines.iter().take_while(|line| is_remark(line)).map(|line| line.len()).sum();
    let above: usize = lines.iter().rev().take_while(|line| is_remark(line)).map(|line| line.len()).sum();
    // what stands between two tables without an empty line speaks of the one that follows
    let below = if below == between.len() && !is_last { 0 } else { below };
    (below, between.len() - above)
}

/// Where each line ends, its line end with it.
fn line_ends(text: &str) -> Vec<usize> {
    let mut ends: Vec<usize> =
        text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1).collect();
    if ends.last() != Some(&text.len()) {
        ends.push(text.len());
    }
    ends
}

/// Behind the last value of a table's own.
fn body_end(table: &Table, from: usize) -> usize {
    let ends = table.get_values().into_iter().filter_map(|(_, value): (_, &Value)| value.span());
    ends.map(|span| span.end).max().unwrap_or(from)
}

fn walk(table: &Table, way: &str, found: &mut Vec<(String, usize, usize)>) {
    let mut see = |table: &Table, way: String| {
        if !table.is_implicit()
            && !table.is_dotted()
            && let Some(span) = table.span()
        {
            found.push((way.clone(), span.start, body_end(table, span.start)));
        }
        walk(table, &way, found);
    };
    for (key, item) in table {
        let way = below(way, key);
        match item {
            Item::Table(table) => see(table, way),
            Item::ArrayOfTables(rows) => {
                for (row, table) in rows.iter().enumerate() {
                    see(table, below(&way, &row.to_string()));
                }
            }
            Item::None | Item::Value(_) => {}
        }
    }
}

/// The pieces of text of a table and of all that stands in it, in their order.
pub(super) fn pieces(blocks: &[Block], way: &str, with_remarks: bool) -> Vec<Range<usize>> {
    let mut pieces: Vec<Range<usize>> = Vec::new();
    let mut last = None;
    for (index, block) in blocks.iter().enumerate().filter(|(_, block)| block.is_in(way)) {
        let start = if pieces.is_empty() && !with_remarks { block.header } else { block.start };
        match pieces.last_mut() {
            // what stands between two tables of a row goes with it
            Some(piece) if last == index.checked_sub(1) => piece.end = block.tail,
            _ => pieces.push(start..block.tail),
        }
        last = Some(index);
    }
    pieces
}

/// The header of a way, as it is written.
pub(super) fn header(way: &str, is_row: bool) -> String {
    let mut keys: Vec<&str> = Vec::new();
    for step in steps(way) {
        // what is said of a group has the group's id for its key, which may be a number
        let is_key = step.parse::<usize>().is_err() || keys.ends_with(&["aggregate", "group"]);
        if is_key {
            keys.push(step);
        }
    }
    let keys = keys.into_iter().map(quoted).collect::<Vec<_>>().join(".");
    if is_row { format!("[[{keys}]]") } else { format!("[{keys}]") }
}

/// A key, in quotes where it needs them.
fn quoted(key: &str) -> String {
    let is_bare = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if is_bare { key.to_owned() } else { format!("\"{}\"", key.replace('\\', "\\\\").replace('"', "\\\"")) }
}
