//! Writing values into a table of the text, with all that stands around them.

use toml_edit::{Array, Decor, Item, TableLike, Value};

/// Writes a value over the one before, with the comment beside it; none takes the key away.
pub(super) fn set(table: &mut dyn TableLike, key: &str, value: Option<Value>) {
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

/// Writes a list; values that stay keep what stands beside them. An empty one takes the key away.
pub(super) fn set_list(table: &mut dyn TableLike, key: &str, values: Vec<Value>) {
    if values.is_empty() {
        take_away(table, key);
        return;
    }
    let Some(Item::Value(Value::Array(list))) = table.get_mut(key) else {
        return set(table, key, Some(Value::Array(values.into_iter().collect())));
    };
    write_list(list, values);
}

fn write_list(list: &mut Array, values: Vec<Value>) {
    let count = values.len();
    for (index, value) in values.into_iter().enumerate() {
        match list.get_mut(index) {
            Some(before) if is_same(before, &value) => {}
            Some(before) => {
                let decor = before.decor().clone();
                *before = value;
                *before.decor_mut() = decor;
            }
            None => {
                // as the one before it, without its comment
                let decor = index.checked_sub(1).and_then(|last| list.get(last)).map(|last| last.decor().clone());
                let blank = |text: Option<&str>| text.filter(|text| !text.contains('#')).unwrap_or(" ").to_owned();
                let prefix = match decor {
                    Some(decor) if index > 1 => blank(decor.prefix().and_then(|prefix| prefix.as_str())),
                    Some(_) => " ".to_owned(),
                    None => String::new(),
                };
                list.push_formatted(value.decorated(prefix, ""));
            }
        }
    }
    while list.len() > count {
        drop_value(list, list.len() - 1);
    }
}

/// Whether two values say the same, however they are written.
fn is_same(one: &Value, other: &Value) -> bool {
    let bare = |value: &Value| super::way::said(&value.clone().decorated("", ""));
    match (one, other) {
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other.iter()).all(|(one, other)| is_same(one, other))
        }
        (one, other) => one.is_str() == other.is_str() && bare(one) == bare(other),
    }
}

/// Takes a value out of a list; a comment before it stays, before the one that follows.
pub(super) fn drop_value(list: &mut Array, index: usize) {
    if index >= list.len() {
        return;
    }
    let gone = list.remove(index);
    let said = |decor: &Decor| decor.prefix().and_then(|prefix| prefix.as_str()).unwrap_or_default().to_owned();
    let above = said(gone.decor());
    match list.get_mut(index) {
        Some(next) if index == 0 || above.contains('#') => {
            let own = if above.contains('#') { said(next.decor()) } else { String::new() };
            next.decor_mut().set_prefix(above + &own);
        }
        Some(_) => {}
        None if above.contains('#') => {
            let trailing = list.trailing().as_str().unwrap_or_default().to_owned();
            list.set_trailing(above + &trailing);
        }
        None => {}
    }
}

/// Takes a key away; the comments on the lines above it stay, above the key that follows it.
pub(super) fn take_away(table: &mut dyn TableLike, key: &str) {
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
