//! Changing the text by what the form says: one value, one row at a time, with all that stands around them.

use toml_edit::{Array, ArrayOfTables, Decor, DocumentMut, InlineTable, Item, Table, TableLike, Value};

use super::form::{Row, RulesForm, tables, written};
use crate::folder::tidy::plain;

fn row_mut<'d>(of: &'d mut dyn TableLike, key: &str, index: usize) -> Option<&'d mut dyn TableLike> {
    match of.get_mut(key)? {
        Item::ArrayOfTables(rows) => rows.get_mut(index).map(|row| row as &mut dyn TableLike),
        Item::Value(Value::Array(rows)) => {
            rows.get_mut(index)?.as_inline_table_mut().map(|row| row as &mut dyn TableLike)
        }
        Item::None | Item::Value(_) | Item::Table(_) => None,
    }
}

/// The text with the values that were filled in; those that were not sent, or say what the text says, change nothing.
/// An empty field takes its key away. A text that is no TOML stays what it is.
#[must_use]
pub fn apply(text: &str, sent: impl Fn(&str) -> Option<String>) -> String {
    let (Some(form), Ok(mut document)) = (RulesForm::of(text), text.parse::<DocumentMut>()) else {
        return text.to_owned();
    };
    let mut changed = false;
    for field in form.fields() {
        let Some(value) = sent(&field.name).map(|value| value.trim().to_owned()) else { continue };
        if value != field.value {
            changed |= put(document.as_table_mut(), &field.name, &value).is_some();
        }
    }
    if changed { document.to_string() } else { text.to_owned() }
}

/// Writes one field; `None` where it has no place in the text.
fn put(root: &mut Table, name: &str, value: &str) -> Option<()> {
    let parts: Vec<&str> = name.split('.').collect();
    let index = |word: &str| word.get(1..)?.parse::<usize>().ok();
    match parts.as_slice() {
        ["title"] => set(root, "title", text(value)),
        ["rounding", "mode"] => set(child(root, "rounding")?, "mode", text(value)),
        ["rounding", stage] => set(child(root, "rounding")?, stage, number(value)),
        [group, "weight"] if group.starts_with('g') => {
            set(row_mut(root, "group", index(group)?)?, "weight", number(value));
        }
        [row, "name"] if row.starts_with('a') => set(row_mut(root, "award", index(row)?)?, "name", text(value)),
        [row, "quota"] if row.starts_with('a') => {
            let award = row_mut(root, "award", index(row)?)?;
            let share = value.ends_with(['%', '％']);
            let (key, other) = if share { ("share", "places") } else { ("places", "share") };
            award.remove(other);
            if !share {
                award.remove("share_rounding");
            }
            set(award, key, if share { text(&value.replace('％', "%")) } else { number(value) });
        }
        [component, rest @ ..] if component.starts_with('c') => {
            let component = row_mut(root, "component", index(component)?)?;
            match rest {
                ["weight"] => set(component, "weight", number(value)),
                ["method"] => set(child(component, "aggregate")?, "method", text(value)),
                [key @ ("drop_highest" | "drop_lowest")] => set(child(component, "aggregate")?, key, number(value)),
                [row, "name"] => set(row_mut(component, "criterion", index(row)?)?, "name", text(value)),
                [row, key @ ("max" | "step")] => {
                    set(row_mut(component, "criterion", index(row)?)?, key, number(value));
                }
                _ => return None,
            }
        }
        _ => return None,
    }
    Some(())
}

/// The table under a key, made where there is none.
fn child<'d>(of: &'d mut dyn TableLike, key: &str) -> Option<&'d mut dyn TableLike> {
    if of.get(key).is_none() {
        of.insert(key, Item::Table(Table::new()));
    }
    of.get_mut(key)?.as_table_like_mut()
}

fn text(value: &str) -> Option<Value> {
    (!value.is_empty()).then(|| Value::from(value))
}

/// What was typed, as it was typed where it is a number; anything else becomes a text, which the reader refuses with
/// its line.
fn number(typed: &str) -> Option<Value> {
    let typed = plain(typed);
    match typed.parse::<Value>() {
        _ if typed.is_empty() => None,
        Ok(value @ (Value::Integer(_) | Value::Float(_))) => Some(value),
        Ok(_) | Err(_) => Some(Value::from(typed)),
    }
}

/// Writes a value over the one before, with the comment beside it; none takes the key away.
fn set(table: &mut dyn TableLike, key: &str, value: Option<Value>) {
    let Some(mut value) = value else {
        take_away(table, key);
        return;
    };
    match table.get_mut(key) {
        Some(Item::Value(before)) => {
            *value.decor_mut() = before.decor().clone();
            *before = value;
        }
        Some(_) | None => {
            table.insert(key, Item::Value(value));
        }
    }
}

/// Takes a key away; the comments on the lines above it stay, above the key that follows it.
fn take_away(table: &mut dyn TableLike, key: &str) {
    let above = table.key(key).map(|key| above(key.leaf_decor())).unwrap_or_default();
    let next = table.iter().map(|(name, _)| name.to_owned()).skip_while(|name| name != key).nth(1);
    table.remove(key);
    let next = next.filter(|next| above.contains('#') && table.get(next).is_some_and(Item::is_value));
    if let Some(mut next) = next.as_deref().and_then(|next| table.key_mut(next)) {
        let own = self::above(next.leaf_decor());
        next.leaf_decor_mut().set_prefix(above + &own);
    }
}

/// What stands on the lines above something.
fn above(decor: &Decor) -> String {
    decor.prefix().and_then(|prefix| prefix.as_str()).unwrap_or_default().to_owned()
}

/// The text with a row more or less; as it is where there is no such row.
#[must_use]
pub fn change_row(text: &str, row: Row) -> String {
    let Ok(mut document) = text.parse::<DocumentMut>() else { return text.to_owned() };
    let root = document.as_table_mut();
    let done = match row {
        Row::AddCriterion(component) => row_mut(root, "component", component).map(|component| {
            let ids: Vec<String> = tables(component, "criterion").iter().map(|row| written(*row, "id")).collect();
            let step = tables(component, "criterion").last().map(|row| written(*row, "step")).unwrap_or_default();
            let id = (1..=ids.len() + 1).map(|n| format!("criterion-{n}")).find(|id| !ids.contains(id));
            let id = id.unwrap_or_default();
            let row = [("id", text_value(&id)), ("name", text_value("新指标")), ("max", Value::from(10))];
            add(component, "criterion", row.into_iter().chain(number(&step).map(|step| ("step", step))));
        }),
        Row::RemoveCriterion(component, index) => {
            row_mut(root, "component", component).and_then(|component| remove(component, "criterion", index))
        }
        Row::AddAward => {
            add(root, "award", [("name", text_value("新奖项")), ("places", Value::from(1))].into_iter());
            Some(())
        }
        Row::RemoveAward(index) => remove(root, "award", index),
    };
    if done.is_some() { document.to_string() } else { text.to_owned() }
}

fn text_value(text: &str) -> Value {
    Value::from(text)
}

fn add(of: &mut dyn TableLike, key: &str, values: impl Iterator<Item = (&'static str, Value)>) {
    if of.get(key).is_none_or(Item::is_none) {
        of.insert(key, Item::ArrayOfTables(ArrayOfTables::new()));
    }
    match of.get_mut(key) {
        Some(Item::ArrayOfTables(rows)) => {
            let mut row = Table::new();
            for (key, value) in values {
                row.insert(key, Item::Value(value));
            }
            row.decor_mut().set_prefix("\n");
            rows.push(row);
        }
        Some(Item::Value(Value::Array(rows))) => rows.push(values.collect::<InlineTable>()),
        Some(_) | None => {}
    }
}

/// Takes a row away; the comments above it stay, above the row that follows it.
fn remove(of: &mut dyn TableLike, key: &str, index: usize) -> Option<()> {
    match of.get_mut(key)? {
        Item::ArrayOfTables(rows) => {
            let row = rows.get(index)?;
            let above = above(row.decor());
            rows.remove(index);
            if let Some(next) = rows.get_mut(index).filter(|_| above.contains('#')) {
                let own = self::above(next.decor());
                next.decor_mut().set_prefix(above + own.trim_start_matches('\n'));
            }
            let empty = rows.is_empty();
            if empty {
                of.remove(key);
            }
            Some(())
        }
        Item::Value(Value::Array(rows)) => drop_row(rows, index),
        Item::None | Item::Value(_) | Item::Table(_) => None,
    }
}

fn drop_row(rows: &mut Array, index: usize) -> Option<()> {
    (index < rows.len()).then(|| {
        rows.remove(index);
    })
}
