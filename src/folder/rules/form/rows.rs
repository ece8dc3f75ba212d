//! Rows come, go and move, and tables that are wanted come and go: as blocks of the text where they have headers, else
//! within the lists and tables that they are written in. Whatever is done leaves TOML, or is not done.

use std::ops::Range;

use toml_edit::{Array, DocumentMut, InlineTable, Item, TableLike, Value};

use super::blocks::{Block, blocks, header, pieces};
use super::file::FILE;
use super::set::drop_value;
use super::shape::{How, Shape};
use super::way::{below, find, rows, steps, table_mut, written};

/// What a button does to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    Add,
    Remove,
    Up,
    Down,
}

impl Turn {
    /// Reads `add:component.0.criterion`, `remove:award.1`, `up:ranking.tie_break.2`; the way is one that the form has.
    #[must_use]
    pub fn from_word(word: &str) -> Option<(Self, &str)> {
        let (turn, way) = word.split_once(':')?;
        let turn = match turn {
            "add" => Self::Add,
            "remove" => Self::Remove,
            "up" => Self::Up,
            "down" => Self::Down,
            _ => return None,
        };
        (shape_of(way).is_some() || is_list(way)).then_some((turn, way))
    }
}

/// Whether a way leads to a value of a list that the form has.
fn is_list(way: &str) -> bool {
    let shape = list_way(way).and_then(|(table, key)| Some((shape_of(table)?, key)));
    shape.is_some_and(|(shape, key)| shape.fields.iter().any(|field| field.key == key && field.widget.is_list()))
}

/// A value of a list, `ranking.tie_break.2`: the way to its table, and the key of the list.
fn list_way(way: &str) -> Option<(&str, &str)> {
    let (list, row) = way.rsplit_once('.')?;
    row.parse::<usize>().ok()?;
    list.rsplit_once('.')
}

/// The shape of a way's table.
pub(super) fn shape_of(way: &str) -> Option<&'static Shape> {
    let mut shape = &FILE;
    let mut steps = steps(way);
    while let Some(step) = steps.next() {
        shape = shape.parts.iter().find(|part| part.key == step)?;
        match shape.how {
            How::Once | How::Wanted => {}
            How::Rows => {
                if let Some(row) = steps.next() {
                    row.parse::<usize>().ok()?;
                }
            }
            How::ByGroup => {
                steps.next()?;
            }
        }
    }
    Some(shape)
}

/// The text after a button was pressed; as it is where that does nothing.
#[must_use]
pub fn turned(text: &str, turn: Turn, way: &str) -> String {
    let done = match turn {
        Turn::Add => add(text, way),
        Turn::Remove => remove(text, way),
        Turn::Up | Turn::Down => shift(text, way, turn == Turn::Down),
    };
    done.filter(|done| done.parse::<DocumentMut>().is_ok()).unwrap_or_else(|| text.to_owned())
}

/// Adds a row to a list, or a table that is wanted.
pub(super) fn add(text: &str, way: &str) -> Option<String> {
    let shape = shape_of(way)?;
    let document: DocumentMut = text.parse().ok()?;
    let (parent, key) = way.rsplit_once('.').unwrap_or(("", way));
    if shape.how != How::Rows {
        return with_table(text, way, shape.begins);
    }
    let parent_table = find(document.as_table(), parent).and_then(|found| found.table());
    let begins = filled_in(shape, parent_table, parent, document.as_table());
    // a table in the middle that is not there yet
    if parent_table.is_none() {
        return add(&with_table(text, parent, "")?, way);
    }
    let mut done = match blocks(text).filter(|blocks| has_headers(blocks, parent)) {
        Some(blocks) if !is_inline_list(parent_table, key) => {
            let at = place(&blocks, parent, key);
            insert(text, at, &format!("{}\n{begins}", header(way, true)))
        }
        Some(_) | None => push_inline(document.clone(), parent, key, &begins)?,
    };
    if key == "component" {
        let row = parent_table.map_or(0, |table| rows(table, key).len());
        done = add(&done, &format!("{way}.{row}.criterion"))?;
    }
    Some(done)
}

fn is_inline_list(table: Option<&dyn TableLike>, key: &str) -> bool {
    table.is_some_and(|table| table.get(key).is_some_and(Item::is_value))
}

/// Whether tables below a way are written with headers.
fn has_headers(blocks: &[Block], parent: &str) -> bool {
    parent.is_empty() || blocks.iter().any(|block| block.is_in(parent))
}

/// What a new row says, with an id that no other has.
fn filled_in(shape: &Shape, parent: Option<&dyn TableLike>, way: &str, root: &dyn TableLike) -> String {
    let ids: Vec<String> =
        parent.map(|table| rows(table, shape.key)).unwrap_or_default().iter().map(|row| written(*row, "id")).collect();
    let id = (1..=ids.len() + 1).map(|n| format!("{}-{n}", shape.key)).find(|id| !ids.contains(id)).unwrap_or_default();
    shape.begins.replace("{id}", &id).replace("{grade}", &first_grade(root, way))
}

/// The id of the first grade of the component that a way leads into.
fn first_grade(root: &dyn TableLike, way: &str) -> String {
    let component = steps(way).take(2).collect::<Vec<_>>().join(".");
    let component = find(root, &component).and_then(|found| found.table());
    component.and_then(|table| rows(table, "grade").first().map(|row| written(*row, "id"))).unwrap_or_default()
}

/// The text with a table at the end of a way, made where there is none.
pub(super) fn with_table(text: &str, way: &str, begins: &str) -> Option<String> {
    let mut document: DocumentMut = text.parse().ok()?;
    if find(document.as_table(), way).is_some() {
        return Some(text.to_owned());
    }
    let shape = shape_of(way)?;
    let (mut parent, mut key) = way.rsplit_once('.').unwrap_or(("", way));
    if shape.how == How::ByGroup {
        // the table of a group stands in one of all groups, which needs no header
        (parent, key) = parent.rsplit_once('.')?;
    }
    let begins = begins.replace("{grade}", &first_grade(document.as_table(), way));
    match blocks(text).filter(|blocks| has_headers(blocks, parent)) {
        Some(blocks) => Some(insert(text, place(&blocks, parent, key), &format!("{}\n{begins}", header(way, false)))),
        None => {
            if find(document.as_table(), parent).is_none() {
                return with_table(&with_table(text, parent, "")?, way, &begins);
            }
            let parent = table_mut(document.as_table_mut(), parent)?;
            let mut made = begins.parse::<DocumentMut>().ok()?.as_table().clone().into_inline_table();
            if shape.how == How::ByGroup {
                let id = way.rsplit_once('.')?.1;
                let groups = parent.entry(key).or_insert(Item::Value(Value::InlineTable(InlineTable::new())));
                groups.as_table_like_mut()?.insert(id, Item::Value(Value::InlineTable(made)));
            } else {
                made.fmt();
                parent.insert(key, Item::Value(Value::InlineTable(made)));
            }
            Some(document.to_string())
        }
    }
}

/// Where in the text a new table of a key goes: behind the others of its key, or behind what goes before it.
fn place(blocks: &[Block], parent: &str, key: &str) -> usize {
    let parts = shape_of(parent).map(|shape| shape.parts).unwrap_or_default();
    let known = parts.iter().map(|part| part.key).position(|known| known == key).unwrap_or(parts.len());
    let before: Vec<&str> = parts.iter().take(known + 1).map(|part| part.key).collect();
    let is_before = |block: &&Block| before.iter().any(|key| block.is_in(&below(parent, key)));
    let own = |block: &&Block| block.way == parent;
    let last = blocks.iter().filter(is_before).max_by_key(|block| block.tail);
    let last = last.or_else(|| blocks.iter().find(own)).or_else(|| blocks.iter().rfind(|block| block.is_in(parent)));
    last.map_or(0, |block| block.tail)
}

/// Puts lines into a text, with an empty line before and after.
fn insert(text: &str, at: usize, lines: &str) -> String {
    let (before, after) = text.split_at(at.min(text.len()));
    let mut done = before.to_owned();
    if !done.is_empty() && !done.ends_with('\n') {
        done.push('\n');
    }
    if !done.is_empty() {
        done.push('\n');
    }
    done.push_str(lines);
    if !after.is_empty() && !after.starts_with('\n') {
        done.push('\n');
    }
    done + after
}

fn push_inline(mut document: DocumentMut, parent: &str, key: &str, begins: &str) -> Option<String> {
    let row = begins.parse::<DocumentMut>().ok()?.as_table().clone().into_inline_table();
    let parent = table_mut(document.as_table_mut(), parent)?;
    let list = parent.entry(key).or_insert(Item::Value(Value::Array(Array::new())));
    list.as_array_mut()?.push(Value::InlineTable(row));
    Some(document.to_string())
}

/// Takes a row, a table or a value of a list away.
pub(super) fn remove(text: &str, way: &str) -> Option<String> {
    let blocks = blocks(text)?;
    let with_remarks = !is_first_of_list(&blocks, way);
    let pieces = pieces(&blocks, way, with_remarks);
    if pieces.is_empty() {
        return remove_inline(text, way);
    }
    let mut done = text.to_owned();
    for piece in pieces.into_iter().rev() {
        done = cut(&done, piece);
    }
    Some(done)
}

/// A text without a piece, and without the empty lines that were between it and the next.
fn cut(text: &str, piece: Range<usize>) -> String {
    let (before, after) = (&text[..piece.start], &text[piece.end..]);
    let header = text[piece].lines().find(|line| line.trim_start().starts_with('[')).unwrap_or_default();
    let is_remarked = before.lines().next_back().is_some_and(|line| line.trim_start().starts_with('#'));
    let rest = after.trim_start_matches('\n');
    if rest.trim().is_empty() {
        return if before.trim().is_empty() { String::new() } else { before.trim_end_matches('\n').to_owned() + "\n" };
    }
    // a remark on the whole list stands above its next row, and apart from anything else
    if is_remarked && !rest.starts_with(header) { before.to_owned() + after } else { before.to_owned() + rest }
}

fn remove_inline(text: &str, way: &str) -> Option<String> {
    let mut document: DocumentMut = text.parse().ok()?;
    let (parent, last) = way.rsplit_once('.').unwrap_or(("", way));
    if let Ok(row) = last.parse::<usize>()
        && let Some((table, key)) = list_way(way)
        && let Some(list) = table_mut(document.as_table_mut(), table)?.get_mut(key).and_then(Item::as_array_mut)
    {
        drop_value(list, row);
        if list.is_empty() {
            super::set::take_away(table_mut(document.as_table_mut(), table)?, key);
        }
        return Some(document.to_string());
    }
    if let (Ok(row), Some(list)) = (last.parse::<usize>(), document.get_mut(parent).and_then(Item::as_array_mut)) {
        drop_value(list, row);
        return Some(document.to_string());
    }
    super::set::take_away(table_mut(document.as_table_mut(), parent)?, last);
    Some(document.to_string())
}

/// Whether the remarks above a row speak of the whole list: it is the first, and no other has any.
fn is_first_of_list(blocks: &[Block], way: &str) -> bool {
    let Some((list, "0")) = way.rsplit_once('.') else { return false };
    let has_remarks = |block: &Block| block.start < block.header;
    !blocks.iter().any(|block| {
        block.is_in(list)
            && block.way != way
            && block.way.matches('.').count() == way.matches('.').count()
            && has_remarks(block)
    })
}

/// Moves a row one up or down, with all that stands in it and the remarks above it.
fn shift(text: &str, way: &str, is_down: bool) -> Option<String> {
    let (list, row) = way.rsplit_once('.')?;
    let row: usize = row.parse().ok()?;
    let upper = if is_down { row } else { row.checked_sub(1)? };
    let blocks = blocks(text)?;
    let of = |row: usize| {
        let way = below(list, &row.to_string());
        pieces(&blocks, &way, !is_first_of_list(&blocks, &way))
    };
    let (one, other) = (of(upper), of(upper + 1));
    if one.is_empty() || other.is_empty() {
        return shift_inline(text, list, upper);
    }
    // whatever does not stand in one piece goes where its first piece is
    let said = |pieces: &[Range<usize>]| {
        let pieces: Vec<&str> = pieces
            .iter()
            .filter_map(|piece| text.get(piece.clone()))
            .map(|piece| piece.trim_end_matches('\n'))
            .collect();
        pieces.join("\n\n") + "\n"
    };
    let (above, below) = (said(&one), said(&other));
    let mut done = text.to_owned();
    for (index, piece) in other.iter().enumerate().rev() {
        done.replace_range(piece.clone(), if index == 0 { &above } else { "" });
    }
    for (index, piece) in one.iter().enumerate().rev() {
        done.replace_range(piece.clone(), if index == 0 { &below } else { "" });
    }
    Some(done)
}

/// Changes two neighbours of a list; what stands between them stays, unless each has a line of its own.
fn shift_inline(text: &str, list: &str, upper: usize) -> Option<String> {
    let mut document: DocumentMut = text.parse().ok()?;
    let values = match list.rsplit_once('.') {
        Some((table, key)) => table_mut(document.as_table_mut(), table)?.get_mut(key)?.as_array_mut()?,
        None => document.get_mut(list)?.as_array_mut()?,
    };
    let (one, other) = (values.get(upper)?.clone(), values.get(upper + 1)?.clone());
    let (first, second) = (one.decor().clone(), other.decor().clone());
    let put = |place: &mut Value, value: Value, decor: toml_edit::Decor| {
        *place = value;
        *place.decor_mut() = decor;
    };
    put(values.get_mut(upper)?, other, first);
    put(values.get_mut(upper + 1)?, one, second);
    Some(document.to_string())
}
