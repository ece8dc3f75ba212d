//! What stands in an address of ours.

/// Percent-encodes all but letters, digits, `-`, `_` and `.`.
pub(super) fn percent(text: &str) -> String {
    let byte = |b: u8| {
        if b.is_ascii_alphanumeric() || b"-_.".contains(&b) { char::from(b).to_string() } else { format!("%{b:02X}") }
    };
    text.bytes().map(byte).collect()
}
