//! The one text of a JSON value.

use std::collections::BTreeMap;

use serde_json::Value;

/// A value without white space, the names of each object in the order of their code points: the same value gives the same
/// bytes, in whatever order its names came, and whatever a map of the JSON library keeps them in.
#[must_use]
pub fn canonical(value: &Value) -> String {
    let mut text = String::new();
    write(value, &mut text);
    text
}

fn write(value: &Value, text: &mut String) {
    match value {
        Value::Object(fields) => {
            text.push('{');
            let sorted: BTreeMap<_, _> = fields.iter().collect();
            for (index, (name, value)) in sorted.into_iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                text.push_str(&Value::from(name.as_str()).to_string());
                text.push(':');
                write(value, text);
            }
            text.push('}');
        }
        Value::Array(values) => {
            text.push('[');
            for (index, value) in values.iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                write(value, text);
            }
            text.push(']');
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => text.push_str(&value.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_on_every_level_and_nothing_else_is_touched() {
        let text = r#"{"b":[{"z":1,"a":"\u0001é\"\\"},null],"a":{"😀":true,"ff":-1.5,"":0,"10":1,"9":2}}"#;
        let value: Value = serde_json::from_str(text).expect("JSON");
        let sorted = r#"{"a":{"":0,"10":1,"9":2,"ff":-1.5,"😀":true},"b":[{"a":"\u0001é\"\\","z":1},null]}"#;
        assert_eq!(canonical(&value), sorted);
    }
}
